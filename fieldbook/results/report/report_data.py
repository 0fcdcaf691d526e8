"""The report's tables for other programs, and the sheets that people fill in for it."""

from __future__ import annotations

import pandas as pd

from fieldbook.core.i18n import _
from fieldbook.results.statistics.angoff import LEAST_JUDGES
from fieldbook.results.statistics.findings import Findings


def data_tables(found: Findings) -> dict[str, pd.DataFrame]:
    """What is written, by name. Names of people only where they were asked for."""
    bank = found.overview.items
    places = bank[["item", "objective", "path", "line"]]
    tables = {
        "people": found.people,
        "gain": found.gain,
        "scores": found.scores,
        "objectives": found.mastery,
        "tests": found.reliability,
        "questions": found.items.merge(places, on="item", how="left"),
        "options": found.choices,
        "curves": found.curves,
        "group-differences": found.dif,
        "exercises": found.overview.exercises,
        "reaction-results": found.reaction,
        "reaction": reaction_sheet(),
        "cut-scores": found.cuts,
        "flags": found.flags,
        "contradictions": found.overview.conflicts,
        "angoff": angoff_sheet(found),
    }
    return tables | ({"learners": found.overview.learners} if len(found.overview.learners) else {})


def angoff_sheet(found: Findings) -> pd.DataFrame:
    """One row for each question of each form as drawn, with a column for each judge to fill in (0 to 1)."""
    bank = found.overview.items[["item", "objective_text", "stem"]]
    sheet = found.overview.drawn[["form", "place", "item"]].merge(bank, on="item").sort_values(["form", "place"])
    return sheet.assign(**{f"judge{number}": "" for number in range(1, LEAST_JUDGES + 1)})


def reaction_sheet() -> pd.DataFrame:
    """A feedback form to be tallied: one row for each statement, a column for the number of people at each level."""
    statements = [
        _("The course dealt with situations that I meet in my work."),
        _("I know what I shall do differently when I am back at my work."),
        _("The questions and exercises showed me what I did not know."),
        _("What I said was heard, whatever my rank, component, gender or language."),
        _("The time was enough."),
        _("I would advise a colleague to take this course."),
    ]
    levels = {str(level): "" for level in range(1, 6)}
    return pd.DataFrame([{"class": "", "statement": statement, **levels} for statement in statements])
