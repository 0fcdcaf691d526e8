"""Who plays whom: chosen by role from the pack, with the reason, and neutral words where the pack has nothing."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from building import TINY
from fieldbook.context.pack import ContextPack, load_context
from fieldbook.exercise.cast import choose_cast
from fieldbook.model.exercise import Exercise, Member, Pick


@pytest.fixture
def pack() -> ContextPack:
    return load_context(TINY / "contexts" / "tinyland")


def _chosen(pack: ContextPack, *members: Member):  # noqa: ANN202 a choice
    exercise = Exercise.model_construct(cast=members)
    return choose_cast(exercise, pack)[members[-1].id]


def _member(kind: str, **fields: object) -> Member:
    return Member.model_validate({"id": kind, "kind": kind, "name": f"the {kind}", **fields})


AREA = _member("area", pick={"most": "attacks"})


def test_an_area_by_reports_of_the_last_days(pack: ContextPack) -> None:
    frame = pack.incidents
    last = max(frame["date"])
    recent = dataclasses.replace(pack, meta=pack.meta.model_copy(update={"as_of": last}))
    counts = frame[frame["date"] > last - dt.timedelta(days=30)]["area_name"].value_counts()
    found = _chosen(recent, _member("area", pick={"most": "incidents", "days": 30}))
    assert found.text == counts.index[0]
    assert found.why.startswith(f"{counts.iloc[0]} of {counts.sum()} reports, ")


def test_an_area_other_than_one(pack: ContextPack) -> None:
    first = AREA.model_copy(update={"id": "first"})
    other = _member("area", pick={"most": "attacks", "other_than": "first"})
    assert _chosen(pack, first).key != _chosen(pack, first, other).key


def test_days_without_reports_give_neutral_words(pack: ContextPack) -> None:
    later = dataclasses.replace(pack, meta=pack.meta.model_copy(update={"as_of": dt.date(2035, 1, 1)}))
    found = _chosen(later, _member("area", pick={"most": "incidents", "days": 30}))
    assert (found.text, found.origin, found.key) == ("the area", "neutral", None)


def test_no_real_place_gets_a_part_unless_the_trainer_writes_it(pack: ContextPack) -> None:
    real = dataclasses.replace(pack, meta=pack.meta.model_copy(update={"fictional": False}))
    place = _member("place", pick={"in": "area", "most": "incidents"})
    assert _chosen(pack, AREA, place).text == "Well"
    found = _chosen(real, AREA, place)
    assert (found.text, found.origin, found.point) == ("the place", "neutral", None)
    written = _member("place", pick={"in": "area", "most": "incidents"}, set={"tinyland": "Mill"})
    assert (_chosen(real, AREA, written).text, _chosen(real, AREA, written).origin) == ("Mill", "set")


def test_no_real_party_gets_a_part_unless_the_trainer_writes_it(pack: ContextPack) -> None:
    real = dataclasses.replace(pack, meta=pack.meta.model_copy(update={"fictional": False}))
    party = _member("actor", pick={"of": ["armed-group"], "in": "area", "most": "attacks"})
    invented, found = _chosen(pack, AREA, party), _chosen(real, AREA, party)
    assert (found.text, found.origin, found.key, found.others) == ("the actor", "neutral", None, invented.others)
    assert f"{invented.text} ({invented.why})" in found.why, "the trainer sees whom the reports name"
    written = _member("actor", pick={"in": "area"}, set={"tinyland": "riders"})
    assert (_chosen(real, AREA, written).key, _chosen(real, AREA, written).origin) == ("riders", "set")
    missing = _member("actor", pick={"of": ["foreign"], "in": "area"})
    assert _chosen(real, AREA, missing) == _chosen(pack, AREA, missing), "nobody there is another reason"


def test_a_sketched_place_lies_inside_its_area(pack: ContextPack) -> None:
    place = _member("place", pick={"in": "area", "most": "incidents", "rank": 9}, sketch=[0, 0])
    found = _chosen(pack, AREA, place)
    assert found.sketched
    assert found.point is not None
    assert -1 <= found.point[1] <= 0 <= found.point[0] <= 1


def test_a_party_by_attacks_and_of_the_kinds_asked_for(pack: ContextPack) -> None:
    group = _member("actor", pick={"of": ["armed-group"], "in": "area", "most": "attacks"})
    assert _chosen(pack, AREA, group).key == "riders"
    assert _chosen(pack, AREA, _member("actor", pick={"of": ["foreign"], "in": "area"})).origin == "neutral"


def test_counts_and_distances(pack: ContextPack) -> None:
    assert _chosen(pack, AREA, _member("count", pick={"in": "area", "count": "killed"})).text == str(
        int(pack.incidents[pack.incidents["area"] == "south"]["civilians_killed"].sum())
    )
    well = _member("place", pick={"in": "area", "most": "incidents"}).model_copy(update={"id": "well"})
    mill = _member("place", pick={"in": "area", "most": "incidents", "rank": 2}).model_copy(update={"id": "mill"})
    way = _member("distance", pick={"between": ["well", "mill"]})
    assert _chosen(pack, AREA, well, mill, way).text == "15 kilometres"
    lost = well.model_copy(update={"pick": Pick(rank=9)})
    assert _chosen(pack, AREA, lost, mill, way).origin == "neutral"


def test_no_number_where_nobody_counted(pack: ContextPack) -> None:
    count = _member("count", pick={"in": "area", "count": "attacks"})
    assert _chosen(pack, AREA, count).why.startswith("attacks on civilians, ")
    frame = pack.incidents.assign(side_a=None, side_b=None)
    silent = dataclasses.replace(pack, incidents=frame)
    first = AREA.model_copy(update={"pick": Pick(most="incidents")})
    assert (_chosen(silent, first, count).text, _chosen(silent, first, count).origin) == ("the count", "neutral")
    nowhere = dataclasses.replace(pack, incidents=frame.assign(area="area-not-known"))
    assert _chosen(nowhere, first, count.model_copy(update={"pick": Pick(**{"in": "area"})})).origin == "neutral"


def test_a_name_from_the_pack_is_never_markup(tmp_path: Path, pack: ContextPack) -> None:
    from fieldbook.exercise.exercise_html import rich  # noqa: PLC0415

    assert (
        str(rich("At {{ cast.x }}.", {"x": "<img src=x>*a*"}, inline=True))
        == 'At <span data-cast="x">&lt;img src=x&gt;*a*</span>.'
    )
    assert str(rich("{{ Cast.x }}", {"x": "the mill"}, inline=True)) == '<span data-cast="x" data-cap>The mill</span>'
