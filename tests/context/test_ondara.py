"""The fictional pack: made by its generator, plausible as docs/ondara.md tells it, and clear enough to ask about."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from shapely.geometry import Point, shape
from shapely.ops import unary_union

from fieldbook.context.asking.pack_gaps import missing_fields
from fieldbook.context.pack import ContextPack, load_context

PROJECT = Path(__file__).parents[2]
ONDARA = PROJECT / "contexts" / "ondara"
UNKNOWN = "Unidentified armed men"
Incidents = pd.DataFrame


@pytest.fixture(scope="module")
def pack() -> ContextPack:
    return load_context(ONDARA)


def test_the_tables_are_what_the_generator_makes(tmp_path: Path) -> None:
    runpy.run_path(str(PROJECT / "tools" / "make_ondara.py"))["make"](tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert sorted(made) == ["alerts.csv", "areas.geojson", "displacement.csv", "incidents.csv"]
    for name, content in made.items():
        assert content == (ONDARA / name).read_bytes(), f"run tools/make_ondara.py: {name} differs"


def test_nothing_is_left_for_the_mission_to_provide(pack: ContextPack) -> None:
    assert missing_fields(pack) == []
    assert pack.meta.fictional
    assert {table.licence for table in pack.meta.tables} == {"CC BY 4.0"}


def test_areas_tile_the_country(pack: ContextPack) -> None:
    areas = {feature["properties"]["id"]: shape(feature["geometry"]) for feature in pack.shapes["features"]}
    country = unary_union(list(areas.values()))
    assert len(areas) == 8
    assert country.geom_type == "Polygon"
    assert not country.interiors, "a gap between areas"
    assert sum(area.area for area in areas.values()) == pytest.approx(country.area), "areas overlap"
    rows = pack.incidents
    inside = [areas[a].contains(Point(x, y)) for a, x, y in zip(rows["area"], rows["lon"], rows["lat"], strict=True)]
    assert all(inside)


RANKINGS: dict[str, Callable[[Incidents], pd.Series]] = {
    "areas by incidents": lambda rows: rows["area"].value_counts(),
    "areas by civilians killed": lambda rows: rows.groupby("area")["civilians_killed"].sum(),
    "areas by attacks on civilians": lambda rows: rows[rows["side_b"] == "Civilians"]["area"].value_counts(),
    "months of the year": lambda rows: rows["date"].dt.month.value_counts(),
    "single months": lambda rows: rows["date"].dt.to_period("M").value_counts(),
    "years": lambda rows: rows["date"].dt.year.value_counts(),
    "kinds": lambda rows: rows["kind"].value_counts(),
    "actors by incidents": lambda rows: rows[rows["side_a"] != UNKNOWN]["side_a"].value_counts(),
    "actors by civilians killed": lambda rows: (
        rows[rows["side_a"] != UNKNOWN].groupby("side_a")["civilians_killed"].sum()
    ),
    "attackers of civilians": lambda rows: rows[(rows["side_b"] == "Civilians") & (rows["side_a"] != UNKNOWN)][
        "side_a"
    ].value_counts(),
    "places": lambda rows: rows["place"].value_counts(),
    "days of the week on the road": lambda rows: rows[rows["area"] == "sandrel-corridor"][
        "date"
    ].dt.day_of_week.value_counts(),
}


@pytest.mark.parametrize("ranking", RANKINGS.values(), ids=RANKINGS.keys())
def test_no_ranking_ties_at_the_top(pack: ContextPack, ranking: Callable[[Incidents], pd.Series]) -> None:
    counts = ranking(pack.incidents).sort_values()
    assert counts.iloc[-1] > counts.iloc[-2]


def test_size_and_gaps_of_the_record(pack: ContextPack) -> None:
    rows = pack.incidents
    assert 1300 <= len(rows) <= 1600
    assert set(rows["area"]) == {area.id for area in pack.meta.areas}
    assert rows["kind"].nunique() == 8
    assert 0.25 < (rows["side_a"] == UNKNOWN).mean() < 0.4
    assert 0.02 < rows["civilians_killed"].isna().mean() < 0.15
    assert rows["date_precision"].nunique() >= 4
    assert (rows["killed_low"] < rows["killed_high"]).mean() > 0.2


def test_dry_season_peaks_in_kesta_and_none_in_upper_merin(pack: ContextPack) -> None:
    dry = pack.incidents["date"].dt.month.isin([12, 1, 2, 3, 4, 5])
    share = dry.groupby(pack.incidents["area"]).mean()
    assert share["kesta-valley"] > 0.75
    assert 0.4 < share["upper-merin"] < 0.6
    assert share["teshka-plateau"] > 0.6
    assert pack.incidents["area"].value_counts().idxmin() == "lake-nomi"


def test_abuses_by_the_army_rise_from_2024(pack: ContextPack) -> None:
    rows = pack.incidents
    army = rows[(rows["side_a"] == "Ondara Defence Force") & (rows["side_b"] == "Civilians")]
    years = army["date"].dt.year.value_counts()
    assert min(years[2024], years[2025], years[2026]) > 1.5 * max(years[2022], years[2023])


def test_ambushes_fall_on_market_days(pack: ContextPack) -> None:
    road = pack.incidents[pack.incidents["area"] == "sandrel-corridor"]
    assert (road["date"].dt.day_name() == "Thursday").mean() > 0.5


def test_the_story_of_low_bridge_stands_in_the_record(pack: ContextPack) -> None:
    alert = pack.alerts[pack.alerts["date"] == "2026-04-09"].iloc[0]
    assert (alert["area"], alert["minutes_to_decision"], alert["outcome"]) == ("kesta-valley", 660, "too-late")
    rows = pack.incidents
    attack = rows[(rows["date"] == "2026-04-10") & (rows["place"] == "Low Bridge")]
    assert attack["civilians_killed"].tolist() == [4]


def test_alerts_are_slower_in_the_wet_season(pack: ContextPack) -> None:
    wet = pack.alerts["date"].dt.month.between(6, 11)
    times = pack.alerts["minutes_to_arrival"].astype("float64")
    assert times[wet].median() > 1.2 * times[~wet].median()
    medians = times.groupby(pack.alerts["responder"]).median()
    assert medians.idxmin() == "onp"
    assert medians.nunique() == 4
