"""How far learners came in the lessons, by their records."""

from __future__ import annotations

import dataclasses

import pandas as pd

from fieldbook.results.statistics.small_groups import LEAST_SHOWN, is_few


@dataclasses.dataclass(frozen=True)
class LessonsRead:
    """Of ``people`` with a record, half have read ``half`` lessons or more to the end.

    ``none``: how many have read no lesson; missing where they, or all others, are too few to be counted.
    """

    people: int
    half: int
    none: int | None


def lessons_read(reading: pd.DataFrame) -> LessonsRead | None:
    """From ``lessons, n`` (people who have read so many); None where too few records say so."""
    people = int(reading["n"].sum())
    if people < LEAST_SHOWN:
        return None
    none = int(reading.loc[reading["lessons"] == 0, "n"].sum())
    half = int(reading["lessons"].repeat(reading["n"].tolist()).quantile(0.5, interpolation="lower"))
    told = not is_few(pd.Series([none, people - none])).any()
    return LessonsRead(people, half, none if told else None)
