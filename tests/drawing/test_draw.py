"""A chart becomes a small, safe SVG, the same each time."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pydantic import ValidationError

from fieldbook.core.message import Number
from fieldbook.drawing import draw as module
from fieldbook.drawing.draw import ChartPicture, draw, draw_all, picture
from fieldbook.drawing.palette import ACCENT
from fieldbook.model.chart import Bar, BarChart


def bars(label: str = "North", alt: str = "Bars.") -> ChartPicture:
    drawn = (("South", 1.23456, False), (label, 3, True))
    rows = [Bar(name=name, value=value, shown=Number(value=value), accent=accent) for name, value, accent in drawn]
    return picture(BarChart(bars=tuple(rows)), alt)


def test_colours_become_classes_and_keep_a_fallback() -> None:
    tree = etree.fromstring(draw(bars()))
    assert {element.get("fill") for element in tree.iter() if element.get("class") == "fb-c-accent"} == {ACCENT}
    assert tree.xpath("//*[local-name()='text'][@class='fb-c-ink']")


def test_the_text_alternative_is_said_once() -> None:
    tree = etree.fromstring(draw(bars(alt='Bars & "quotes" <b>')))
    assert (tree.get("role"), tree.get("aria-label")) == ("img", 'Bars & "quotes" <b>')
    assert not [
        element
        for element in tree.iter()
        if element is not tree and any("aria" in name or name == "role" for name in element.attrib)
    ]


def test_nothing_but_shapes_and_text() -> None:
    tree = etree.fromstring(draw(bars("<script>alert(1)</script> ]]> \x07")))
    assert {etree.QName(element).localname for element in tree.iter()} <= {"svg", "g", "path", "line", "rect", "text"}
    assert any("<script>alert(1)</script> ]]>" in text for text in tree.itertext())


def test_numbers_are_short_and_the_page_brings_the_font() -> None:
    svg = draw(bars())
    assert "translate(395.9,80)" in svg
    assert not re.search(r"\.\d\d", svg)
    assert svg.count("font-family") == 1
    assert "Liberation" not in svg


def test_the_size_follows_the_page() -> None:
    tree = etree.fromstring(draw(bars()))
    assert tree.get("viewBox") == f"0 0 {tree.get('width')} {tree.get('height')}"
    assert tree.get("direction") == "ltr"


@pytest.mark.parametrize("part", [{"url": "https://example.org/x.json"}, {"href": "javascript:alert(1)"}])
def test_a_chart_carries_its_own_data(part: dict[str, Any]) -> None:
    whole = bars().chart.model_dump()
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        BarChart.model_validate(whole | part)
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        BarChart.model_validate(whole | {"bars": [whole["bars"][0] | part]})


def test_refuses_a_chart_without_a_text_alternative() -> None:
    with pytest.raises(ValueError, match="text alternative"):
        draw(bars(alt=" "))


def test_same_bytes_each_time_and_from_a_worker(tmp_path: Path) -> None:
    here = [draw(bars()), draw(bars("East"))]
    assert draw_all([bars(), bars("East"), bars()], tmp_path) == [*here, here[0]]
    assert len(list(tmp_path.iterdir())) == 2


def test_what_was_drawn_is_not_drawn_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = draw_all([bars()], tmp_path)
    monkeypatch.setattr(module, "_workers", pytest.fail)
    assert draw_all([bars()], tmp_path) == first


def test_a_torn_file_in_the_cache_is_drawn_again(tmp_path: Path) -> None:
    first = draw_all([bars()], tmp_path)
    [path] = tmp_path.iterdir()
    path.write_text(path.read_text("utf-8")[:100], "utf-8")
    assert draw_all([bars()], tmp_path) == first
    assert path.read_text("utf-8") == first[0]


def test_a_killed_worker_is_replaced(tmp_path: Path) -> None:
    first = draw_all([bars()], tmp_path / "one")
    for process in module._workers(1)._processes.values():
        process.kill()
    assert draw_all([bars()], tmp_path / "two") == first


@pytest.mark.acceptance
def test_workers_end_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    # Dask kills its workers; what they had started stayed behind and held the output of the run open for ever.
    script = tmp_path / "killed.py"
    script.write_text(
        "import os, signal\n"
        "from pathlib import Path\n"
        "from fieldbook.drawing.draw import draw_all, picture\n"
        "from fieldbook.model.chart import BarChart\n"
        "if __name__ == '__main__':\n"
        f"    chart = BarChart.model_validate_json({bars().chart.model_dump_json()!r})\n"
        f"    print(*draw_all([picture(chart, 'Bars.')], Path({str(tmp_path / 'cache')!r})), flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n",
        "utf-8",
    )
    done = subprocess.run([sys.executable, script], stdout=subprocess.PIPE, text=True, timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL
    assert done.stdout.strip() == draw(bars())
