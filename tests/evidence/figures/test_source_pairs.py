"""Reports of two sources that may be of one event: the rule in docs/context-packs.md, part by part."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from fieldbook.context.pack import ContextPack, Limit
from fieldbook.core.message import in_words
from fieldbook.evidence import figures
from fieldbook.evidence.evidence import Evidence, Missing
from fieldbook.evidence.figures.source_pairs import likely_pairs

MakePack = Callable[..., ContextPack]

ACTORS = [
    {"id": "r", "name": "Riders", "kind": "armed-group", "aliases": ["Cavaliers (Tinyland)"]},
    {"id": "u", "name": "Gunmen", "kind": "unknown"},
]


def _beside(make_pack: MakePack, first: list[dict[str, Any]], second: list[dict[str, Any]]) -> ContextPack:
    pack = make_pack(first, actors=ACTORS, areas=[{"id": "a1", "name": "A1"}, {"id": "a2", "name": "A2"}])
    return dataclasses.replace(pack, incidents_other=make_pack(second).incidents)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, 1),
        ({"date": dt.date(2025, 3, 3)}, 1),
        ({"date": dt.date(2025, 2, 27)}, 1),
        ({"date": dt.date(2025, 3, 4)}, 0),
        ({"date_precision": 3}, 0),
        ({"area": "a2", "lat": 1.08, "lon": 2.0}, 1),
        ({"area": "a2", "lat": 1.1, "lon": 2.0}, 0),
        ({"area": "a2", "lat": None, "lon": None}, 0),
        ({"side_a": "Others"}, 0),
        ({"side_a": "CAVALIERS (tinyland)"}, 1),
        ({"side_a": None}, 1),
        ({"side_a": "Gunmen"}, 1),
        ({"side_a": "Unidentified armed group"}, 1),
        ({"side_a": "Others", "side_b": "Riders"}, 1),
        ({"side_a": None, "side_b": "Others"}, 0),
    ],
    ids=str,
)
def test_each_part_of_the_rule(make_pack: MakePack, change: dict[str, Any], found: int) -> None:
    pack = _beside(make_pack, [{"side_a": "Riders"}], [{"side_a": "Riders"} | change])
    assert len(likely_pairs(pack)) == found


def test_an_area_that_is_not_known_is_not_the_same_area(make_pack: MakePack) -> None:
    unknown = {"area": "area-not-known", "lat": None, "lon": None}
    assert likely_pairs(_beside(make_pack, [unknown], [unknown])).empty


def test_each_report_is_in_one_pair_the_nearest(make_pack: MakePack) -> None:
    pack = _beside(
        make_pack, [{}, {"date": dt.date(2025, 3, 2)}], [{"date": dt.date(2025, 3, 2)}, {"date": dt.date(2025, 3, 3)}]
    )
    assert list(likely_pairs(pack).itertuples(index=False, name=None)) == [("e1", "e0", 0, 0.0), ("e0", "e1", 2, 0.0)]


def test_the_list_names_both_reports_and_the_rule_and_adds_nothing(make_pack: MakePack) -> None:
    pack = _beside(make_pack, [{"civilians_killed": 3}], [{"civilians_killed": 5, "place": "Ford"}])
    found = in_words(figures.source_pairs(pack))
    assert isinstance(found, Evidence)
    assert found.table.rows[0][2:4] == (3, 5)
    assert "Town" in str(found.table.rows[0][0])
    assert "Ford" in str(found.table.rows[0][1])
    assert "10 km" in found.cannot_show
    years = in_words(figures.two_sources(pack))
    assert isinstance(years, Evidence)
    assert years.table.rows == (("2025", 1, 1, 1, 1, 3, 5),)
    assert "8" not in years.title + years.alt


def test_single_reports_are_not_listed_where_only_totals_may_leave(make_pack: MakePack) -> None:
    limit = Limit("totals", 2, restricted=False, blurred=True)
    pack = dataclasses.replace(_beside(make_pack, [{}], [{}]), limits={"incidents_other.csv": limit})
    found = figures.source_pairs(pack)
    assert isinstance(found, Missing)
    assert found.reason


def test_twenty_thousand_reports_of_each_source(make_pack: MakePack) -> None:
    drawn = np.random.default_rng(1)

    def many(mark: str) -> pd.DataFrame:
        count = 20_000
        rows = make_pack([{}]).incidents.loc[[0] * count].reset_index(drop=True)
        return rows.assign(
            event_id=[f"{mark}{n}" for n in range(count)],
            date=pd.Timestamp("2016-01-01") + pd.to_timedelta(drawn.integers(0, 3650, count), unit="D"),
            side_a=[f"Group {n}" for n in drawn.integers(0, 12, count)],
        )

    pack = dataclasses.replace(make_pack(), incidents=many("a"), incidents_other=many("b"))
    begun = time.monotonic()
    pairs = likely_pairs(pack)
    assert time.monotonic() - begun < 20
    assert pairs["first"].is_unique
    assert pairs["second"].is_unique
    assert len(pairs) > 10_000
