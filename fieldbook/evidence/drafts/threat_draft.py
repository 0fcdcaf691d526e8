"""A draft of the threat assessment: actor by area, with the history as reports tell it.

History is counted. Intent, capability and vulnerability come from the pack where people have rated them. Likelihood and
impact are never worked out: they are judgements, and no count of the past gives them.
"""

from __future__ import annotations

import dataclasses

import pandas as pd

from fieldbook.context.pack import ContextPack
from fieldbook.core.i18n import _
from fieldbook.core.message import words
from fieldbook.evidence.figures.event_reports import CIVILIANS, FILE, reports
from fieldbook.evidence.figures.figure_words import area_name, name
from fieldbook.model.context import UNKNOWN_AREA, Actor

_MONTHS = 12


@dataclasses.dataclass(frozen=True, kw_only=True)
class Period:
    """Reports of a stretch of time. ``killed`` is None where no report gives a number; ``unknown`` counts those."""

    reports: int
    killed: int | None
    unknown: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class ThreatLine:
    """One actor in one area. ``None`` means: not rated, to be decided by people."""

    actor: str
    actor_id: str | None
    """Id in the pack; None for a name that it does not list, and for clashes, where reports blame neither side."""
    area: str
    area_id: str
    recent: Period
    before: Period
    whole: Period
    last: str
    """ISO date of the last report; its month where days may not be told."""
    intent: int | None
    capability: int | None
    vulnerability: int | None
    assessed: tuple[str, ...]
    """Threats of this actor in this area that the mission's assessment has already."""


def draft(pack: ContextPack) -> tuple[ThreatLine, ...]:
    """Every actor and area with recorded harm to civilians, most reports of the last twelve months first.

    Attacks on civilians count for the side that is named as attacker. Civilians killed in a clash stand on a line of
    the clash: the reports do not say who killed them. Reports without a known area are left out.
    """
    frame = reports(pack)
    harm = frame[(frame["area"] != UNKNOWN_AREA) & ((frame["side_b"] == CIVILIANS) | (frame["civilians_killed"] > 0))]
    harm = harm.assign(
        who=[_who(a, b) for a, b in zip(harm["side_a"], harm["side_b"], strict=True)],
        attacker=harm["side_a"].where(harm["side_b"] == CIVILIANS),
    )
    lines = [_line(pack, str(who), str(area), part) for (who, area), part in harm.groupby(["who", "area"], sort=True)]
    kept = [line for line in lines if line.whole.reports >= pack.least(FILE)]
    return tuple(sorted(kept, key=_order))


def _order(line: ThreatLine) -> tuple[int, int, int, str, str]:
    return (-line.recent.reports, -line.before.reports, -line.whole.reports, line.actor, line.area)


def _who(side_a: str | None, side_b: str | None) -> str:
    if side_b == CIVILIANS:
        return words(name(side_a))
    first, second = sorted([words(name(side_a)), words(name(side_b))])
    return _("clash of {first} and {second}").format(first=first, second=second)


def _line(pack: ContextPack, who: str, area: str, part: pd.DataFrame) -> ThreatLine:
    end = pd.Timestamp(pack.meta.as_of)
    middle, start = end - pd.DateOffset(months=_MONTHS), end - pd.DateOffset(months=2 * _MONTHS)
    actor = _actor(pack, part["attacker"].iloc[0])
    described = next(one for one in pack.meta.areas if one.id == area)
    last = part["day"].max().date().isoformat()
    return ThreatLine(
        actor=who,
        actor_id=actor.id if actor else None,
        area=words(area_name(described)),
        area_id=area,
        recent=_period(part[part["day"] > middle]),
        before=_period(part[(part["day"] > start) & (part["day"] <= middle)]),
        whole=_period(part),
        last=last[:7] if FILE in pack.limits else last,
        intent=actor.intent if actor else None,
        capability=actor.capability if actor else None,
        vulnerability=described.vulnerability,
        assessed=tuple(
            threat.title for threat in pack.meta.threats if actor and threat.actor == actor.id and threat.area == area
        ),
    )


def _actor(pack: ContextPack, side: str | None) -> Actor | None:
    if side is None or pd.isna(side):
        return None
    return next((actor for actor in pack.meta.actors if side in (actor.name, actor.short, *actor.aliases)), None)


def _period(part: pd.DataFrame) -> Period:
    known = part["civilians_killed"].dropna()
    return Period(reports=len(part), killed=int(known.sum()) if len(known) else None, unknown=len(part) - len(known))
