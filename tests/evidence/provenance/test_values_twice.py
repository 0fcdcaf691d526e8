"""Values, each by its query as well: what the trainer's page shows as the way is the way."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from babel.dates import get_month_names

from fieldbook.context.pack import ContextPack, load_context
from fieldbook.context.queries import connect
from fieldbook.context.values import values
from fieldbook.evidence.provenance.sentences import filled_in, in_markdown
from fieldbook.evidence.provenance.value_provenance import explained

PROJECT = Path(__file__).parents[3]
TIES = {"several areas", "several actors", "several years", "several months"}


@pytest.fixture(scope="module", params=["contexts/ondara", "tests/data/contexts/small"])
def pack(request: pytest.FixtureRequest) -> ContextPack:
    return load_context(PROJECT / request.param)


def _names(pack: ContextPack) -> list[str]:
    return [f"{group}.{name}" for group, found in values(pack).items() for name in found]


def _first(pack: ContextPack, name: str) -> dict[str, str]:
    rows = explained([name], pack, connect(pack))[name].rows
    assert rows is not None
    return dict(zip(rows.head, rows.rows[0], strict=True))


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("data.first_date", "first"),
        ("data.last_date", "last"),
        ("data.incidents", "incidents"),
        ("data.civilians_killed", "people"),
        ("data.areas", "areas"),
        ("top.area", "area_name"),
        ("top.area_incidents", "reports"),
        ("top.area_share", "per_cent"),
        ("top.actor", "side_a"),
        ("top.year", "year"),
    ],
)
def test_the_query_gives_the_value(pack: ContextPack, name: str, column: str) -> None:
    group, key = name.split(".")
    said = values(pack)[group][key].replace(",", "")
    if said in TIES:
        found = explained([name], pack, connect(pack))[name].rows
        assert found is not None
        counts = [row[found.head.index("reports")] for row in found.rows]
        assert counts[0] == counts[1]
    else:
        assert _first(pack, name)[column] == said


def test_the_month_of_most_reports_is_that_of_its_query(pack: ContextPack) -> None:
    said = values(pack)["top"]["month"]
    if said not in TIES:
        assert get_month_names("wide", locale="en")[int(_first(pack, "top.month")["month"])] == said


def test_every_value_says_where_it_comes_from(pack: ContextPack) -> None:
    for name, value in explained(_names(pack), pack, connect(pack)).items():
        assert value.rule, name
        assert value.sources, name
        assert value.sources[0].file in ("context.yml", "incidents.csv")


def test_a_field_of_the_description_is_named_with_its_line(pack: ContextPack) -> None:
    found = explained(["mission.short"], pack, connect(pack))["mission.short"]
    line = int(found.rule.rsplit(" ", 1)[1])
    assert pack.meta.mission.short in (pack.root / "context.yml").read_text("utf-8").splitlines()[line - 1]


def test_where_totals_alone_may_leave_the_rest_of_a_count_stays(pack: ContextPack) -> None:
    tables = tuple(table.model_copy(update={"may_ship": "totals"}) for table in pack.meta.tables)
    from fieldbook.context.disclosure import disclosable  # noqa: PLC0415

    held = disclosable(dataclasses.replace(pack, meta=pack.meta.model_copy(update={"tables": tables})), "trainer")
    rows = explained(["top.area"], held, connect(held))["top.area"].rows
    assert rows is not None
    assert len(rows.rows) == 1
    assert rows.more == 0
    assert rows.held == len(pack.meta.areas) - 1


def test_sentences_are_found_with_their_lesson_in_text_directives_and_lists() -> None:
    text = """# Title

First of {{ mission.short }}. Second without.

## One

```{situation} In {{ mission.country }}
:from: Somebody

He said: "Look at {{ top.area }}." Then he left.
```

- **Until:** {{ mandate.until }}.

## Two

Plain {cite}`a` text {{ data.as_of }} here.
"""
    known = {
        name: name.upper() for name in ("mission.short", "mission.country", "top.area", "mandate.until", "data.as_of")
    }
    found = [filled_in(one, known) for one in in_markdown([text])]
    assert found == [
        "First of MISSION.SHORT.",
        "In MISSION.COUNTRY",
        'He said: "Look at TOP.AREA."',
        "**Until:** MANDATE.UNTIL.",
        "Plain text DATA.AS_OF here.",
    ]
