"""Vega-Lite becomes a small, safe SVG, the same each time."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from fieldbook.drawing import draw as module
from fieldbook.drawing.draw import draw, draw_all
from fieldbook.drawing.palette import ACCENT, INK


def spec(label: str = "North", **more: Any) -> dict[str, Any]:
    rows = [{"name": label, "n": 3}, {"name": "South", "n": 1.23456}]
    layers = [
        {"mark": {"type": "bar", "color": ACCENT}, "encoding": {"x": {"field": "n", "type": "quantitative"}}},
        {"mark": {"type": "text", "color": INK}, "encoding": {"text": {"field": "name"}}},
    ]
    y = {"field": "name", "type": "nominal", "axis": None}
    return {
        "description": "Bars.",
        "data": {"values": rows},
        "encoding": {"y": y},
        "layer": layers,
        "width": 200,
        **more,
    }


def test_colours_become_classes_and_keep_a_fallback() -> None:
    tree = etree.fromstring(draw(spec()))
    assert {element.get("fill") for element in tree.iter() if element.get("class") == "fb-c-accent"} == {ACCENT}
    assert tree.xpath("//*[local-name()='text'][@class='fb-c-ink']")


def test_the_text_alternative_is_said_once() -> None:
    tree = etree.fromstring(draw(spec(description='Bars & "quotes" <b>')))
    assert (tree.get("role"), tree.get("aria-label")) == ("img", 'Bars & "quotes" <b>')
    assert not [
        element
        for element in tree.iter()
        if element is not tree and any("aria" in name or name == "role" for name in element.attrib)
    ]


def test_nothing_but_shapes_and_text() -> None:
    tree = etree.fromstring(draw(spec("<script>alert(1)</script> ]]> \x07")))
    assert {etree.QName(element).localname for element in tree.iter()} <= {"svg", "g", "path", "line", "rect", "text"}
    assert any("<script>alert(1)</script> ]]>" in text for text in tree.itertext())


def test_numbers_are_short_and_the_page_brings_the_font() -> None:
    svg = draw(spec())
    assert "82.3" in svg
    assert "82.30" not in svg
    assert svg.count("font-family") == 1
    assert "Liberation" not in svg


def test_the_size_follows_the_page() -> None:
    tree = etree.fromstring(draw(spec()))
    assert tree.get("viewBox") == f"0 0 {tree.get('width')} {tree.get('height')}"
    assert tree.get("direction") == "ltr"


@pytest.mark.parametrize(
    "part",
    [
        {"data": {"url": "https://example.org/x.json"}},
        {"encoding": {"href": {"value": "javascript:alert(1)"}}},
        {"$schema": "https://vega.github.io/schema/vega-lite/v6.json"},
        {"layer": [{"mark": "point", "data": {"url": "/etc/passwd"}}]},
    ],
)
def test_refuses_addresses(part: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="carries its own data"):
        draw(spec() | part)


def test_refuses_a_chart_without_a_text_alternative() -> None:
    with pytest.raises(ValueError, match="description"):
        draw(spec(description=" "))


def test_same_bytes_each_time_and_from_a_worker(tmp_path: Path) -> None:
    here = [draw(spec()), draw(spec("East"))]
    assert draw_all([spec(), spec("East"), spec()], tmp_path) == [*here, here[0]]
    assert len(list(tmp_path.iterdir())) == 2


def test_what_was_drawn_is_not_drawn_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = draw_all([spec()], tmp_path)
    monkeypatch.setattr(module, "_workers", pytest.fail)
    assert draw_all([spec()], tmp_path) == first


def test_a_torn_file_in_the_cache_is_drawn_again(tmp_path: Path) -> None:
    first = draw_all([spec()], tmp_path)
    [path] = tmp_path.iterdir()
    path.write_text(path.read_text("utf-8")[:100], "utf-8")
    assert draw_all([spec()], tmp_path) == first
    assert path.read_text("utf-8") == first[0]


def test_a_killed_worker_is_replaced(tmp_path: Path) -> None:
    first = draw_all([spec()], tmp_path / "one")
    for process in module._workers(1)._processes.values():
        process.kill()
    assert draw_all([spec()], tmp_path / "two") == first


def test_workers_end_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    # Dask kills its workers; what they had started stayed behind and held the output of the run open for ever.
    script = tmp_path / "killed.py"
    script.write_text(
        "import os, signal\n"
        "from pathlib import Path\n"
        "from fieldbook.drawing.draw import draw_all\n"
        "if __name__ == '__main__':\n"
        f"    print(*draw_all([{spec()!r}], Path({str(tmp_path / 'cache')!r})), flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n",
        "utf-8",
    )
    done = subprocess.run([sys.executable, script], stdout=subprocess.PIPE, text=True, timeout=30, check=False)
    assert done.returncode == -signal.SIGKILL
    assert done.stdout.strip() == draw(spec())
