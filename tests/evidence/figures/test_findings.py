"""Findings are true sentences: like is compared with like, ties are named, small numbers claim nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from fieldbook.core.message import in_words, words
from fieldbook.evidence import figures
from fieldbook.evidence.evidence import Evidence, Figure


def day(text: str, **more: Any) -> dict[str, Any]:
    return {"date": dt.date.fromisoformat(text), **more}


def title(shown: Figure) -> str:
    assert isinstance(shown, Evidence)
    return words(shown.title)


@pytest.mark.parametrize(
    ("as_of", "dates", "finding"),
    [
        ("2025-12-31", ["2024-01-05", "2024-11-05", "2025-01-05"], "Fewer incidents were reported in 2025 than in 2024: 1 against 2"),
        ("2025-06-30", ["2024-01-05", "2024-11-05", "2025-01-05"], "As many incidents were reported up to 30 June in 2025 as in 2024: 1"),
        ("2025-06-30", ["2024-01-05", "2025-06-05", "2025-01-05"], "More incidents were reported up to 30 June in 2025 than in 2024: 2 against 1"),
        ("2025-06-30", ["2024-08-05", "2025-06-05"], "Incidents reported in 2025 until 30 June: 1; the year before was recorded only in part"),
        ("2025-12-31", ["2023-01-05", "2024-03-01"], "Fewer incidents were reported in 2025 than in 2024: 0 against 1"),
        ("2025-12-31", ["2025-03-01"], "1 incident was reported, on 1 March 2025"),
        ("2025-12-31", ["2025-03-01", "2025-05-02"], "2 incidents were reported between 1 March 2025 and 2 May 2025"),
    ],
)  # fmt: skip
def test_trend_compares_like_with_like(make_pack: Any, as_of: str, dates: list[str], finding: str) -> None:
    assert title(figures.incident_trend(make_pack([day(d) for d in dates], as_of=as_of))) == finding


def test_a_report_with_only_its_year_is_in_no_part_of_a_year(make_pack: Any) -> None:
    pack = make_pack([day("2024-01-01"), day("2024-01-01", date_precision=5), day("2025-01-01")], as_of="2025-06-30")
    assert title(figures.incident_trend(pack)).endswith("as in 2024: 1")


def test_a_season_is_three_months_in_a_row(make_pack: Any) -> None:
    dates = [f"{year}-{month:02}-10" for year in (2022, 2023, 2024) for month in (12, 12, 1, 1, 2, 6, 9)]
    pack = make_pack([day("2022-01-01"), *map(day, dates)], as_of="2024-12-31")
    assert "fall in December, January and February" in title(figures.seasonality(pack))


def test_no_season_from_a_short_or_an_even_record(make_pack: Any) -> None:
    assert "too short" in title(figures.seasonality(make_pack([day("2025-03-01")])))
    even = [day(f"{year}-{month:02}-01") for year in (2022, 2023, 2024) for month in range(1, 13)]
    assert "no clear season" in title(figures.seasonality(make_pack(even, as_of="2024-12-31")))


def test_ties_are_named(make_pack: Any) -> None:
    areas = [{"id": "a1", "name": "North"}, {"id": "a2", "name": "South"}]
    pack = make_pack([{}, {"area": "a2", "side_a": "Group B"}], areas)
    assert title(figures.where_map(pack)) == "Most incidents on record: North and South, 1 each"
    assert (
        title(figures.top_actors(pack))
        == "Named most often in reported attacks on civilians: Group A and Group B, each in 1 of 2"
    )
    assert (
        title(figures.silence_table(pack))
        == "Fewest reports: North and South, with 1 report each; that is not evidence of safety"
    )


def test_nobody_named_is_no_actor(make_pack: Any) -> None:
    actors = [{"id": "u", "name": "Unknown men", "kind": "unknown", "aliases": ["Unidentified"]}]
    rows = [{"side_a": "Unidentified"}, {"side_a": "Unidentified"}, {"side_a": None}, {"side_a": "Group A"}]
    assert title(figures.top_actors(make_pack(rows, actors=actors))).endswith("in 1 of 4; nobody is named in 3 of 4")
    assert (
        title(figures.top_actors(make_pack(rows[:3], actors=actors)))
        == "No report of an attack on civilians names an attacker"
    )


def test_a_clash_has_no_direction(make_pack: Any) -> None:
    clash = {"kind": "armed-clash"}
    shown = figures.who_harms_whom(
        make_pack([{"side_a": "B", "side_b": "A", **clash}, {"side_a": "A", "side_b": "B", **clash}])
    )
    assert isinstance(shown, Evidence)
    assert in_words(shown.table).rows == (("A \N{EN DASH} B", 2, 2),)
    assert title(shown) == "Incidents on record in which civilians were the side attacked: 0 of 2"


def test_missing_is_not_zero(make_pack: Any) -> None:
    shown = figures.where_map(make_pack([{"civilians_killed": None}]))
    assert isinstance(shown, Evidence)
    assert shown.table.rows[0][3] is None


def test_silence_is_not_safety(make_pack: Any) -> None:
    pack = make_pack([{}], [{"id": "a1", "name": "North"}, {"id": "a2", "name": "South"}])
    assert title(figures.silence_table(pack)) == "No report at all from South: that is not evidence of safety"


def test_recent_counts_ninety_days(make_pack: Any) -> None:
    rows = [day("2025-12-31"), day("2025-10-03"), day("2025-10-02", place="Old"), day("2024-12-31")]
    shown = figures.recent_hotspots(make_pack(rows))
    assert isinstance(shown, Evidence)
    assert in_words(shown.table).rows == (("Town (Area 1)", 2, 1),)
    late = figures.recent_hotspots(make_pack([day("2024-01-01")]))
    assert title(late) == "In the 90 days up to 31 December 2025, no incident with a known place was reported"


def test_few_alerts_say_nothing(make_pack: Any) -> None:
    alert = {
        "alert_id": "1",
        "minutes_to_decision": 5,
        "minutes_to_departure": 9,
        "minutes_to_arrival": 30,
        "responder": "joint",
        "outcome": "reduced",
    }
    assert title(figures.response_times(make_pack(alerts=[alert]))).startswith("Only 1 alert has a time for each step")


def test_areas_not_counted_every_month_do_not_bend_the_line(make_pack: Any) -> None:
    people = {"women": 10, "men": 10, "girls": 15, "boys": 5}
    rows = [{"month": f"2025-0{m}-01", "area": "a1", "area_name": "North", **people} for m in (1, 2)]
    pack = make_pack(displacement=[*rows, {"month": "2025-02-01", "area": "a2", "area_name": "South", **people}])
    shown = figures.displacement(pack)
    assert title(shown) == "People counted as displaced in 1 area in February 2025: girls and boys were 20 of 40, 50%"
    assert isinstance(shown, Evidence)
    assert "South" in words(shown.cannot_show)


def test_coordination_names_who_has_no_seat(make_pack: Any) -> None:
    body = {"name": "Group", "level": "tactical", "chair": "C", "meets": "daily", "decides": "all"}
    parts = ["leadership", "civilian", "police", "military", "support", "country-team", "host-state"]
    pack = make_pack(bodies=[{"id": "b", "members": parts, **body}])
    assert title(figures.coordination_matrix(pack)) == "No seat for community in the only coordination body listed"
    both = make_pack(
        bodies=[{"id": "b", "members": [*parts, "community"], **body}, {"id": "c", "members": parts, **body}]
    )
    assert title(figures.coordination_matrix(both)) == "Fewest seats: community, in 1 of 2 coordination bodies"


def test_one_estimate_is_a_range_of_nothing(make_pack: Any) -> None:
    rows = [
        {"killed_low": None, "killed_best": 10, "killed_high": None},
        {"killed_low": 1, "killed_best": 2, "killed_high": 5},
    ]
    shown = figures.uncertainty(make_pack([*rows, {"killed_best": None}]))
    assert isinstance(shown, Evidence)
    assert in_words(shown.table).rows == (("2025", 11, 12, 15),)
    assert "1 incident has no estimate and is left out. 1 incident has one estimate only." in words(shown.cannot_show)


def test_an_area_not_known_is_no_place(make_pack: Any) -> None:
    areas = [
        {"id": "a1", "name": "North"},
        {"id": "a2", "name": "South"},
        {"id": "area-not-known", "name": "Area not known"},
    ]
    pack = make_pack([{}, {"area": "a2"}, {"area": "a2"}, *[{"area": "area-not-known"}] * 5], areas)
    shown = figures.where_map(pack)
    assert title(shown) == "Most incidents on record: South, 2 of 8"
    assert isinstance(shown, Evidence)
    assert "5 reports have no known area and are not on the map." in words(shown.cannot_show)
    assert title(figures.silence_table(pack)).startswith("Fewest reports: North")
    alone = make_pack([{"area": "area-not-known"}], areas[2:])
    assert title(figures.where_map(alone)) == "No incident on record has a known area"
    assert figures.silence_table(alone).kind == "missing"
