"""The cast of an exercise, chosen by role from one context pack, each with its reason."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import pandas as pd
from geographiclib.geodesic import Geodesic
from shapely.geometry import Point, shape
from shapely.ops import nearest_points

from fieldbook.context.pack import ContextPack
from fieldbook.context.values import format_date, format_number
from fieldbook.core.formats import series
from fieldbook.core.i18n import _
from fieldbook.model.context import UNKNOWN_AREA, Actor
from fieldbook.model.exercise import Exercise, Measure, Member, Pick

Origin = Literal["data", "pack", "set", "neutral"]
"""Counted in the pack's tables; said by the pack's description; set by the trainer; left to the trainer."""

Missing = Literal["reports", "position", "held-back"]
"""What the data lack for a member: reports of such a kind, a position for both places, or leave to tell it."""

_DIGITS = 2
"""A position is the middle of reports, or a point inside an outline: about a kilometre."""
_SHOWN = 5
_CIVILIANS = "Civilians"
_FILE = "incidents.csv"


@dataclasses.dataclass(frozen=True)
class CastChoice:
    """Who or what plays a member of the cast."""

    member: Member
    text: str
    """As it stands inside a sentence."""
    why: str
    origin: Origin
    others: tuple[str, ...] = ()
    """What the same rule would take next."""
    key: str | None = None
    """Id in the pack of an area, actor, body or unit; the name of a place."""
    point: tuple[float, float] | None = None
    """Longitude and latitude, WGS 84 degrees."""
    missing: Missing | None = None
    """Why the data name nobody, where it is that they have not got it."""
    sketched: bool = False
    """The point was drawn by the author, inside the area; it is nobody's position."""


@dataclasses.dataclass(frozen=True)
class _Candidate:
    """What a rule may take: an id or name, its words, and how much speaks for it."""

    key: str
    text: str
    count: int


@dataclasses.dataclass(frozen=True)
class _Ground:
    """What rules look at: the pack, and who has been chosen so far."""

    pack: ContextPack
    chosen: dict[str, CastChoice]

    @property
    def least(self) -> int:
        """Fewest reports that may be added up."""
        return self.pack.least(_FILE) if self.pack.limits else 0

    def area(self, name: str | None) -> str | None:
        """Id of the area that the cast member ``name`` is; None where there is none."""
        return self.chosen[name].key if name in self.chosen else None


def choose_cast(exercise: Exercise, pack: ContextPack) -> dict[str, CastChoice]:
    """Every member of the cast by id, in the order of the file; a member may build on those before it."""
    ground = _Ground(pack, {})
    for member in exercise.cast:
        choice = _set(member, pack) or _or_held_back(_CHOOSE[member.kind](member, ground), pack)
        ground.chosen[member.id] = _placed(choice, ground)
    return ground.chosen


def _or_held_back(choice: CastChoice, pack: ContextPack) -> CastChoice:
    """The choice; where the data lack it because reports may not leave the mission, that is the reason."""
    return _without(choice.member, "held-back") if choice.missing and _FILE in pack.limits else choice


def _set(member: Member, pack: ContextPack) -> CastChoice | None:
    value = member.set.get(pack.meta.id)
    if value is None:
        return None
    named = {part.id: part for part in _listed(member.kind, pack)}.get(value)
    text = value if named is None else _written(named, pack)
    return CastChoice(member, text, _("chosen by the author or trainer for this mission"), "set", key=value)


def _listed(kind: str, pack: ContextPack) -> Sequence[Any]:
    meta = pack.meta
    lists: Mapping[str, Sequence[Any]] = {
        "area": meta.areas,
        "actor": meta.actors,
        "body": meta.bodies,
        "unit": meta.protection_actors,
    }
    return lists.get(kind, ())


def _written(part: Any, pack: ContextPack) -> str:
    """A name as it stands in a sentence; data sets write "Government of" without articles."""
    text = str(getattr(part, "short", None) or part.name)
    country = pack.meta.mission.country
    if text.startswith("Government of ") and country == f"the {text.removeprefix('Government of ')}":
        text = f"Government of {country}"
    return _("the {name}").format(name=text) if text.startswith("Government of ") else text


def _neutral(member: Member, why: str) -> CastChoice:
    return CastChoice(member, member.name, why, "neutral")


def _without(member: Member, missing: Missing) -> CastChoice:
    why = {
        "reports": _("the reports show none"),
        "position": _("the data have no position for both places; measure it on your own map"),
        "held-back": _("the reports that would tell it may not leave the mission; write yours in"),
    }
    return dataclasses.replace(_neutral(member, why[missing]), missing=missing)


def _area(member: Member, ground: _Ground) -> CastChoice:
    pick = _pick(member)
    frame = _reports(ground.pack, pick.days)
    other = ground.area(pick.other_than)
    frame = frame[(frame["area"] != UNKNOWN_AREA) & (frame["area"] != other)]
    names = {area.id: area.name for area in ground.pack.meta.areas}
    counts = _counts(frame, "area", pick.most, ground.least)
    found = [_Candidate(key, names[key], count) for key, count in counts]
    return _ranked(member, found, ground.pack, _total(frame, pick.most))


def _place(member: Member, ground: _Ground) -> CastChoice:
    if not ground.pack.meta.fictional:
        return _neutral(member, _("no real place gets a part in an invented attack; write one in if you decide so"))
    pick = _pick(member)
    frame = _in_area(pick, ground)
    counts = _counts(frame.dropna(subset=["place"]), "place", pick.most, ground.least)
    found = [_Candidate(key, key, count) for key, count in counts]
    return _ranked(member, found, ground.pack, _total(frame, pick.most))


def _actor(member: Member, ground: _Ground) -> CastChoice:
    found = _party(member, ground)
    return found if ground.pack.meta.fictional or not found.key else _left_open(found)


def _left_open(found: CastChoice) -> CastChoice:
    """The neutral name, and beside it who would have been chosen: what an exercise invents is not in any report."""
    why = _("no real party gets a part in an invented attack; write one in if you wish; the rule would take {party}")
    party = f"{found.text} ({found.why})"
    return dataclasses.replace(_neutral(found.member, why.format(party=party)), others=found.others)


def _party(member: Member, ground: _Ground) -> CastChoice:
    pick = _pick(member)
    actors = [actor for actor in ground.pack.meta.actors if not pick.of or actor.kind in pick.of]
    frame = _in_area(pick, ground)
    parts = {actor.id: frame[_takes_part(frame, actor, pick.most)] for actor in actors}
    counts = {name: _total(part, pick.most) for name, part in parts.items() if len(part) >= ground.least}
    found = [
        _Candidate(actor.id, _written(actor, ground.pack), counts[actor.id]) for actor in actors if counts.get(actor.id)
    ]
    found.sort(key=lambda one: (-one.count, one.key))
    if len(found) >= pick.rank:
        return _ranked(member, found, ground.pack, _total(frame, pick.most))
    area = ground.area(pick.area)
    there = sorted(
        (actor for actor in actors if area in actor.areas), key=lambda actor: (-(actor.influence or 0), actor.id)
    )
    return _said(member, there, ground.pack)


def _body(member: Member, ground: _Ground) -> CastChoice:
    pick = _pick(member)
    return _said(member, [body for body in ground.pack.meta.bodies if pick.level in (None, body.level)], ground.pack)


def _unit(member: Member, ground: _Ground) -> CastChoice:
    pick = _pick(member)
    area = ground.area(pick.area)
    units = [unit for unit in ground.pack.meta.protection_actors if pick.component in (None, unit.component)]
    return _said(member, [unit for unit in units if area is None or area in unit.areas], ground.pack)


def _count(member: Member, ground: _Ground) -> CastChoice:
    pick = _pick(member)
    frame = _in_area(pick, ground)
    if pick.area and ground.area(pick.area) is None:
        return _neutral(member, _("a number only makes sense for an area, and none is chosen"))
    if pick.count == "attacks" and ground.pack.incidents[["side_a", "side_b"]].isna().all(axis=None):
        return _neutral(member, _("the reports do not say who attacked whom"))
    if len(frame) < ground.least:
        return _without(member, "reports")
    counted = {"attacks": _("attacks on civilians, {period}"), "killed": _("civilians reported killed, {period}")}
    why = counted.get(str(pick.count), _("reports, {period}")).format(period=_period(ground.pack, pick))
    return CastChoice(member, format_number(_total(frame, pick.count)), why, "data")


def _distance(member: Member, ground: _Ground) -> CastChoice:
    ends = [ground.chosen[name] for name in _pick(member).between or () if name in ground.chosen]
    points = [end.point for end in ends if end.point is not None and not end.sketched]
    if len(points) < 2:
        return _without(member, "position")
    metres = Geodesic.WGS84.Inverse(points[0][1], points[0][0], points[1][1], points[1][0])["s12"]
    text = _("{n} kilometres").format(n=format_number(max(5, 5 * round(metres / 5000))))
    return CastChoice(member, text, _("straight line between the middles of the reports, to five kilometres"), "data")


def _name(member: Member, _ground: _Ground) -> CastChoice:
    return _neutral(member, _("a name that only you can give"))


_CHOOSE: Mapping[str, Callable[[Member, _Ground], CastChoice]] = {
    "area": _area,
    "place": _place,
    "actor": _actor,
    "body": _body,
    "unit": _unit,
    "count": _count,
    "distance": _distance,
    "name": _name,
}


def _pick(member: Member) -> Pick:
    return member.pick or Pick()


def _reports(pack: ContextPack, days: int | None) -> pd.DataFrame:
    frame = pack.incidents.dropna(subset=["date"])
    day = pd.to_datetime(frame["date"])
    last = pd.Timestamp(pack.meta.as_of)
    kept = day <= last
    if days is not None:
        kept &= day >= pd.Timestamp(_first_day(pack, days))
    return frame[kept]


def _first_day(pack: ContextPack, days: int) -> dt.date:
    """The first of the last ``days`` days; of its month where the day of a report may not be told."""
    first = pack.meta.as_of - dt.timedelta(days=days - 1)
    blurred = _FILE in pack.limits and pack.limits[_FILE].blurred
    return first.replace(day=1) if blurred else first


def _in_area(pick: Pick, ground: _Ground) -> pd.DataFrame:
    area, frame = ground.area(pick.area), _reports(ground.pack, pick.days)
    return frame if area is None else frame[frame["area"] == area]


def _counts(frame: pd.DataFrame, column: str, measure: Measure | None, least: int) -> list[tuple[str, int]]:
    """Values of ``column`` that ``least`` reports have, with how much speaks for them, most first; equals by name."""
    found = [(str(key), _total(part, measure)) for key, part in frame.groupby(column) if len(part) >= least]
    return sorted((pair for pair in found if pair[1]), key=lambda pair: (-pair[1], pair[0]))


def _total(frame: pd.DataFrame, measure: Measure | None) -> int:
    if measure == "killed":
        return int(frame["civilians_killed"].dropna().sum())
    if measure == "attacks":
        return int((frame["side_b"] == _CIVILIANS).sum())
    return len(frame)


def _takes_part(frame: pd.DataFrame, actor: Actor, measure: Measure | None) -> pd.Series[bool]:
    """Where the actor is a side; as attacker only where attacks or people killed are counted."""
    names = {actor.name, *actor.aliases, *([actor.short] if actor.short else [])}
    attacker = frame["side_a"].isin(names)
    if measure in ("attacks", "killed"):
        return attacker & (frame["side_b"] == _CIVILIANS)
    return attacker | frame["side_b"].isin(names)


def _ranked(member: Member, found: Sequence[_Candidate], pack: ContextPack, total: int) -> CastChoice:
    pick = _pick(member)
    rank = pick.rank
    if len(found) < rank:
        return _without(member, "reports")
    one = found[rank - 1]
    why = _counted(one.count, total, pack, pick)
    others = [f"{other.text} ({format_number(other.count)})" for other in found if other is not one]
    if any(other.count == one.count for other in found if other is not one):
        why = series([why, _("others have as many")])
    return CastChoice(member, one.text, why, "data", tuple(others[:_SHOWN]), one.key)


def _said(member: Member, found: Sequence[Any], pack: ContextPack) -> CastChoice:
    rank = _pick(member).rank
    if len(found) < rank:
        return _neutral(member, _("the pack names none; write yours in"))
    one = found[rank - 1]
    others = tuple(_written(other, pack) for other in found if other is not one)[:_SHOWN]
    return CastChoice(
        member, _written(one, pack), _("named in the pack; not counted in the reports"), "pack", others, one.id
    )


def _counted(count: int, total: int, pack: ContextPack, pick: Pick) -> str:
    """How much of all that the rule looked at speaks for a choice."""
    words = {
        "attacks": _("{n} of {total} reported attacks on civilians, {period}"),
        "killed": _("{n} of {total} civilians reported killed, {period}"),
    }
    text = words.get(str(pick.most), _("{n} of {total} reports, {period}"))
    return text.format(n=format_number(count), total=format_number(total), period=_period(pack, pick))


def _period(pack: ContextPack, pick: Pick) -> str:
    last = pack.meta.as_of
    if pick.days is None:
        return _("all years until {last}").format(last=format_date(last))
    first = _first_day(pack, pick.days)
    return _("{first} to {last}").format(first=format_date(first), last=format_date(last))


def _placed(choice: CastChoice, ground: _Ground) -> CastChoice:
    """The choice with its position, where the data have one or the author has sketched one."""
    if choice.member.kind == "area" and choice.key:
        return dataclasses.replace(choice, point=_centre(ground.pack, choice.key))
    if choice.member.kind != "place":
        return choice
    known = ground.pack.incidents[(ground.pack.incidents["place"] == choice.key)].dropna(subset=["lat", "lon"])
    if choice.key and len(known):
        point = (round(float(known["lon"].mean()), _DIGITS), round(float(known["lat"].mean()), _DIGITS))
        return dataclasses.replace(choice, point=point)
    area = ground.area(_pick(choice.member).area)
    if choice.member.sketch is None or area is None:
        return choice
    return dataclasses.replace(choice, point=_sketched(ground.pack, area, choice.member.sketch), sketched=True)


def _outline(pack: ContextPack, area: str) -> Any:
    found = next((feature for feature in pack.shapes["features"] if feature["properties"].get("id") == area), None)
    return None if found is None else shape(found["geometry"])


def _centre(pack: ContextPack, area: str) -> tuple[float, float] | None:
    outline = _outline(pack, area)
    if outline is not None:
        point = outline.representative_point()
        return round(point.x, _DIGITS), round(point.y, _DIGITS)
    known = pack.incidents[pack.incidents["area"] == area].dropna(subset=["lat", "lon"])
    if known.empty:
        return None
    return round(float(known["lon"].mean()), _DIGITS), round(float(known["lat"].mean()), _DIGITS)


def _sketched(pack: ContextPack, area: str, sketch: tuple[float, float]) -> tuple[float, float] | None:
    """The point of the area's frame, moved into its outline; half a degree around its middle where it has none."""
    outline, centre = _outline(pack, area), _centre(pack, area)
    if centre is None:
        return None
    west, south, east, north = (
        (centre[0] - 0.5, centre[1] - 0.5, centre[0] + 0.5, centre[1] + 0.5)
        if outline is None or outline.area == 0
        else outline.bounds
    )
    point = Point(west + sketch[0] * (east - west), north - sketch[1] * (north - south))
    if outline is not None and outline.area and not outline.contains(point):
        point = nearest_points(outline, point)[0]
    return round(point.x, _DIGITS), round(point.y, _DIGITS)
