"""Values planted into single rows are in no file of any package, wherever the licence or the mission keeps the rows."""

from __future__ import annotations

import gzip
import html
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from building import TINY, quiet
from fieldbook.context.importing.second_source import import_beside
from fieldbook.context.importing.source_rules import layouts
from fieldbook.editions.edition_build import Request
from fieldbook.editions.publish import build_edition
from fieldbook.packages.registry import FORMATS

INCIDENTS = "event_id,date,date_precision,area,place,lat,lon,kind,side_a,side_b,civilians_killed,killed_low,killed_best,killed_high,source\n"
QUOTES = """
  - id: t2-i-quotes
    type: single-choice
    objective: t2-o-ask
    level: remember
    difficulty: 0.5
    source: [context]
    stem: In which place were most people killed at once?
    query: {sql: "SELECT place, source, civilians_killed AS killed FROM incidents ORDER BY killed DESC, place", rows: 3, take: 3}
    options:
      - {text: "{{ row.place }}, {{ row.source }}", key: true, feedback: "{{ row.killed }} people."}
      - {text: "{{ row.place }}", feedback: No.}
"""
FIGURES = "recent_hotspots who_harms_whom silence_table top_actors uncertainty vulnerability_table response_times displacement two_sources source_pairs"
TABLES = """
  - {file: alerts.csv, title: Alerts, source: s, licence: L, citation: C, may_ship: nothing, cannot_show: N}
  - {file: displacement.csv, title: People, source: s, licence: L, citation: C, may_ship: rows, restricted: true, cannot_show: N}
"""


def _row(number: int) -> str:
    """An event with a mark in each text, in its position and its numbers; sides and areas repeat, but for one."""
    area = "north" if number < 2 else "south"
    attacker = "Zqlonely" if number == 0 else "Riders"
    place = "Zqwellfield" if number < 5 else f"Zqplace{number}"
    deaths = f"{910_301 + number}"
    return (
        f"zqid{number},2025-0{number % 6 + 1}-{number + 10},1,{area},{place},-0.{73124570 + number},0.{64135780 + number},attack-on-civilians,"
        f"{attacker},Civilians,{deaths},{deaths},{deaths},{deaths},Zqnote{number} of a witness\n"
    )


def _acled(path: Path) -> Path:
    """A file as ACLED exports them, with planted ids, places, positions, sources and notes."""
    head = "event_id_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,inter1,actor2,inter2,country,admin1,location,"
    rows = [
        f"TIN{770_000 + n},2025-0{n % 6 + 1}-{n + 10},2025,1,Battles,Armed clash,Tinyland Army,State forces,Riders,Rebel group,Tinyland,South,"
        f"Zqacled{n},-0.{73124570 + n},0.{64135780 + n},1,Zqgazette{n},Zqstory{n} in full,{990_601 + n}\n"
        for n in range(8)
    ]
    path.write_text(head + "latitude,longitude,geo_precision,source,notes,fatalities\n" + "".join(rows))
    return path


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny course with planted rows: totals of incidents and of ACLED may leave, of alerts nothing, displacement is restricted."""
    root = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("planted") / "tiny"))
    pack = root / "contexts" / "tinyland"
    (pack / "incidents.csv").write_text(INCIDENTS + "".join(map(_row, range(12))))
    (pack / "alerts.csv").write_text(
        "alert_id,date,area,channel,threat,minutes_to_decision,minutes_to_departure,minutes_to_arrival,responder,outcome,feedback_given\n"
        + "".join(
            f"zqalert{n},2025-02-0{n + 1},south,phone,Zqthreat{n} at the ford,{920_401 + n},{930_401 + n},{940_401 + n},army,reduced,true\n"
            for n in range(8)
        )
    )
    (pack / "displacement.csv").write_text(
        "month,area,women,men,girls,boys\n"
        + "".join(f"2025-0{n + 1}-01,south,{950_501 + n},{960_501 + n},{970_501 + n},{980_501 + n}\n" for n in range(6))
    )
    context = (pack / "context.yml").read_text().replace("may_ship: rows", "may_ship: totals")
    (pack / "context.yml").write_text(context.rstrip() + TABLES)
    import_beside(layouts("acled"), [_acled(root / "acled.csv")], "Tinyland", pack)
    bank = root / "assessments" / "items" / "t2.yml"
    bank.write_text(bank.read_text().rstrip() + QUOTES)
    _add_figures(root / "modules" / "two" / "map.ipynb")
    with (root / "book" / "offline.md").open("a") as page:
        page.write("\n```{mission-facts}\n```\n\n```{mission-figures}\n```\n")
    return root


def _add_figures(path: Path) -> None:
    notebook = json.loads(path.read_text())
    cell = next(cell for cell in notebook["cells"] if cell["id"] == "t2-fig")
    notebook["cells"] += [
        cell | {"id": f"zq-{n}", "source": f"fb.figures.{name}(m)"} for n, name in enumerate(FIGURES.split())
    ]
    path.write_text(json.dumps(notebook))


def _contents(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """Text of a file, and of every file in it where it is an archive."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for entry in archive.namelist():
                yield from _contents(f"{name}/{entry}", archive.read(entry))
    elif content[:2] == b"\x1f\x8b":
        yield from _contents(name, gzip.decompress(content))
    else:
        yield name, html.unescape(content.decode("utf-8", "replace"))


def _marks(first: int, count: int) -> set[str]:
    return {form for n in range(first, first + count) for form in (str(n), f"{n:,}")}


TEXTS = ("zq", "Zq", "0.7312457", "0.6413578", "-0.73", "no-id-", "TIN770")
NUMBERS = set().union(
    _marks(910_301, 12),
    _marks(990_601, 8),
    *(_marks(n * 10_000 + 401, 8) for n in (92, 93, 94)),
    *(_marks(n * 10_000 + 501, 6) for n in (95, 96, 97, 98)),
)


def _told(text: str) -> set[str]:
    """Planted values in ``text``; a number counts where it stands by itself, for a sum may hold its digits."""
    return {mark for mark in TEXTS if mark in text} | (NUMBERS & set(re.findall(r"\d[\d,]*\d", text)))


@pytest.mark.parametrize("audience", ["learner", "trainer"])
def test_no_package_tells_a_row(planted: Path, tmp_path: Path, audience: str) -> None:
    request = Request(planted, None, audience, "en")  # type: ignore[arg-type]
    packages = build_edition(request, list(FORMATS), tmp_path / "dist", quiet)
    texts = [
        text
        for path in (tmp_path / "dist").rglob("*")
        if path.is_file()
        for text in _contents(path.name, path.read_bytes())
    ]
    assert len(texts) > 190
    found = {(mark, name) for name, text in texts for mark in _told(text)}
    assert not found, sorted(found)[:20]
    page = (tmp_path / "dist" / "html" / "modules" / "two" / "map.html").read_text("utf-8")
    assert "South, 10 of 12" in page, "totals are still told"
    assert "ACLED 8" in page
    assert page.count("Not shown here") >= 3
    glance = (tmp_path / "dist" / "html" / "book" / "offline.html").read_text("utf-8")
    assert ("ACLED 8" in glance) == (audience == "trainer"), "two sources are read by trainers"
    notes = " ".join(note for package in packages for note in package.notes)
    assert "t2-i-quotes is left out: only totals of incidents.csv may leave the mission" in notes
