"""Reports of two sources that may be of one event: a list to read, never a sum and never a correction.

The rule in words stands in ``docs/context-packs.md``; ``DAYS`` and ``KILOMETRES`` are its numbers.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import duckdb
import pandas as pd

from fieldbook.evidence.figures.event_reports import CIVILIANS
from fieldbook.model.context import UNKNOWN_AREA

if TYPE_CHECKING:
    from fieldbook.context.pack import ContextPack

DAYS = 2
KILOMETRES = 10
_SURE = 2
"""``date_precision`` up to this value is known to a few days; a later one pairs with anything."""
_ATTACK = "attack on civilians"
"""Party to every attack on civilians (names have no spaces here): two are alike where one names no attacker."""
_UNNAMED = re.compile("unknown|unidentified|notnamed")

_SQL = """
WITH near AS (
  SELECT *, unnest(range(-$days, $days + 1)) AS shift FROM other
),
found AS (
  SELECT
    one.event_id AS first, near.event_id AS second, abs(near.shift) AS days,
    CASE WHEN one.lat IS NULL OR near.lat IS NULL THEN NULL ELSE 111.2 * sqrt(
      power(one.lat - near.lat, 2) + power((one.lon - near.lon) * cos(radians(one.lat)), 2)) END AS km,
    one.area = near.area AND one.area <> $unknown AS same_area
  FROM one JOIN near ON one.party = near.party AND one.day = near.day + near.shift
  WHERE one.party <> $attack OR one.attacker IS NULL OR near.attacker IS NULL
)
SELECT first, second, min(days) AS days, round(min(km), 1) AS km
FROM found WHERE same_area OR km <= $km
GROUP BY first, second
ORDER BY days, km NULLS LAST, first, second
"""


def likely_pairs(pack: ContextPack) -> pd.DataFrame:
    """``first`` and ``second`` (event ids of ``incidents`` and ``incidents_other``), ``days`` and ``km`` between them.

    The nearest in time come first, then in place. Each report is in one pair at most.
    """
    names = _parties(pack)
    connection = duckdb.connect(":memory:", config={"threads": 1})
    connection.register("one", _by_party(pack.incidents, names))
    connection.register("other", _by_party(pack.incidents_other, names))
    given = {"days": DAYS, "km": KILOMETRES, "unknown": UNKNOWN_AREA, "attack": _ATTACK}
    found = connection.execute(_SQL, given).df()
    return _once(found)


def _once(found: pd.DataFrame) -> pd.DataFrame:
    """The nearest pair of each report, where neither of the two has a nearer one that is kept."""
    taken: tuple[set[str], set[str]] = (set(), set())
    kept = []
    for place, (first, second) in enumerate(zip(found["first"], found["second"], strict=True)):
        if first not in taken[0] and second not in taken[1]:
            taken[0].add(first)
            taken[1].add(second)
            kept.append(place)
    return found.iloc[kept].reset_index(drop=True)


def _by_party(table: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """A row for each report and each party to it, and one for an attack on civilians with the attacker named."""
    known = table[table["date_precision"].fillna(1) <= _SURE]
    days = (pd.to_datetime(known["date"]) - pd.Timestamp("1970-01-01")).dt.days
    base = known[["event_id", "area", "lat", "lon"]].assign(day=days, attacker=None, party=None)
    attacks = known["side_b"] == CIVILIANS
    first, second = (known[side].map(lambda value: _party(value, names)) for side in ("side_a", "side_b"))
    rows = [base.assign(party=first), base.assign(party=second)[~attacks]]
    rows.append(base.assign(party=_ATTACK, attacker=first)[attacks])
    return pd.concat(rows).dropna(subset=["party"]).astype({"party": "str", "attacker": "str"})


def _parties(pack: ContextPack) -> dict[str, str]:
    """Id of the actor by each of its names; nobody where it is of the kind unknown."""
    return {
        _plain(text): actor.id if actor.kind != "unknown" else ""
        for actor in pack.meta.actors
        for text in (actor.name, actor.short, *actor.aliases)
        if text
    }


def _party(side: str | None, names: dict[str, str]) -> str | None:
    if side is None or pd.isna(side):
        return None
    plain = _plain(side)
    return names.get(plain, None if _UNNAMED.search(plain) else plain) or None


def _plain(text: str) -> str:
    """Letters and digits in small, without accents."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in letters if char.isalnum())
