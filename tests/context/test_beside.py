"""A second source of events is a table of its own: side by side with the first, paired for reading, never added up."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldbook.context.importing.event_import import import_events
from fieldbook.context.importing.event_places import Files
from fieldbook.context.importing.import_report import ImportReport
from fieldbook.context.importing.second_source import import_beside
from fieldbook.context.importing.source_rules import layouts
from fieldbook.context.pack import load_context
from fieldbook.core.message import in_words
from fieldbook.core.problems import CourseError
from fieldbook.evidence import figures
from fieldbook.evidence.evidence import Evidence
from fieldbook.evidence.figures.source_pairs import likely_pairs

GED = Path(__file__).parents[1] / "data" / "ged"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    into = tmp_path / "contexts" / "smallland"
    import_events(layouts("ucdp"), [GED / "small.csv"], "Smallland", into, Files(outline=GED / "outline.geojson"))
    return into


def _beside(pack: Path) -> ImportReport:
    """The same file once more, as if somebody else had written it."""
    return import_beside(layouts("ucdp"), [GED / "small.csv"], "Smallland", pack)


def test_it_stands_beside_the_first_and_changes_nothing_of_it(pack: Path) -> None:
    before = {path.name: path.read_bytes() for path in pack.iterdir()}
    first = load_context(pack)
    report = _beside(pack)
    second = load_context(pack)
    after = {path.name: path.read_bytes() for path in pack.iterdir()}
    assert {name for name in after if after[name] != before.get(name)} <= {"context.yml", "incidents_other.csv"}
    assert "# TODO mission" in after["context.yml"].decode()
    assert report.imported == len(second.incidents_other) == len(first.incidents)
    assert list(second.areas["incidents"]) == list(first.areas["incidents"]), "nothing is added up"
    assert [table.may_ship for table in second.meta.tables if table.file == "incidents_other.csv"] == ["rows"]


def test_years_stand_side_by_side_with_both_citations(pack: Path) -> None:
    _beside(pack)
    context = load_context(pack)
    found = in_words(figures.two_sources(context))
    assert isinstance(found, Evidence)
    for row in found.table.rows:
        assert row[1] == row[2], "the two sources are the same here"
    assert sum(row[1] or 0 for row in found.table.rows) == len(context.incidents)
    citation = context.meta.tables[0].citation.rstrip(".")
    assert found.source.count(citation) == 2


def test_every_event_finds_itself_and_only_once(pack: Path) -> None:
    _beside(pack)
    context = load_context(pack)
    pairs = likely_pairs(context)
    sure = context.incidents[(context.incidents["date_precision"] <= 2) & context.incidents["side_a"].notna()]
    assert set(pairs["first"]) == set(sure["event_id"])
    assert list(pairs["first"]) == list(pairs["second"])
    assert pairs["days"].max() == 0


def test_a_second_import_is_refused(pack: Path) -> None:
    _beside(pack)
    before = (pack / "incidents_other.csv").read_bytes()
    with pytest.raises(CourseError, match="FB-IMP-11"):
        _beside(pack)
    assert (pack / "incidents_other.csv").read_bytes() == before
