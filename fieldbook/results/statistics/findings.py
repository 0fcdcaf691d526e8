"""Every statistic of a report, in one go."""

from __future__ import annotations

import dataclasses

import pandas as pd

from fieldbook.results.statistics.angoff import cut_table
from fieldbook.results.statistics.course_reaction import reaction_table
from fieldbook.results.statistics.gain import gain_table
from fieldbook.results.statistics.item_bias import dif_table
from fieldbook.results.statistics.item_flags import flag_table
from fieldbook.results.statistics.item_statistics import choice_table, curve_table, item_table
from fieldbook.results.statistics.lessons_read import LessonsRead, lessons_read
from fieldbook.results.statistics.mastery import mastery_table, score_table
from fieldbook.results.statistics.reliability import reliability_table
from fieldbook.results.statistics.small_groups import counts_shown, of_many, one_sided, withheld, without_few
from fieldbook.results.statistics.sums_tables import TEST, Overview, Sums, summed


@dataclasses.dataclass(frozen=True)
class Findings:
    """What a report shows. What is about too few people is taken out already (``small_groups``): it is missing.

    ``people``: by, group, people. ``overview``: without the people of crossed groups and the tallies, from which other
    tables are made. ``lessons_read``: None where too few records tell. All others: see the function of that name
    (``gain_table``, ``cut_table``, …).
    """

    overview: Overview
    total: int
    lessons_read: LessonsRead | None
    people: pd.DataFrame
    gain: pd.DataFrame
    mastery: pd.DataFrame
    scores: pd.DataFrame
    reliability: pd.DataFrame
    items: pd.DataFrame
    choices: pd.DataFrame
    curves: pd.DataFrame
    dif: pd.DataFrame
    cuts: pd.DataFrame
    reaction: pd.DataFrame
    flags: pd.DataFrame


def findings(sums: Sums, overview: Overview) -> Findings:
    """The statistics of one store."""
    items, choices, dif = item_table(sums), choice_table(sums), dif_table(sums)
    counts = summed(items.assign(items=1), TEST, ["items"])
    of_forms = without_few(sums)
    mastery = mastery_table(of_forms, overview.items)
    scores = score_table(of_forms, overview.forms[["form", "cut"]], counts)
    gain = gain_table(sums)
    flags = flag_table(items, choices, dif, overview.items)
    measures = [name for name in items.columns if name not in {*TEST, "item", "n"}]
    coefficients = reliability_table(sums)
    return Findings(
        overview=_shown(overview),
        total=int(overview.people["n"].sum()),
        lessons_read=lessons_read(overview.reading),
        people=_people(overview.people),
        gain=_gain(gain, scores),
        mastery=withheld(mastery, "people", ["form", "objective", "by"], ["answers", "share", "low", "high"]),
        scores=withheld(scores, "people", ["form", "by"], [c for c in scores.columns if c not in _SCORED]),
        reliability=withheld(
            coefficients, "n", None, [c for c in coefficients.columns if c not in {*TEST, "n", "items"}]
        ),
        items=withheld(items, "n", None, measures),
        choices=withheld(of_many(choices, sums), "n", [*TEST, "item"], ["share", "rest"]),
        curves=withheld(of_many(curve_table(sums), sums), "n", [*TEST, "item"], ["mean"]),
        dif=dif.drop(columns=["n_reference", "n_focal"]),  # sizes of groups that ``people`` may not show
        cuts=cut_table(overview.ratings),
        reaction=withheld(reaction_table(overview.reactions), "n", None, ["agree", "low", "high", "against"]),
        flags=flags,
    )


def _shown(overview: Overview) -> Overview:
    """The small tables as pages may show them: the endings of a scenario add up, and so do learners' files."""
    return dataclasses.replace(
        overview,
        people=overview.people.head(0),
        reading=overview.reading.head(0),
        reactions=overview.reactions.head(0),
        sat=counts_shown(overview.sat, ["begun", "handed_in", "scored", "counted"]),
        practice=withheld(overview.practice, "n", None, ["first", "tries"]),
        ways=withheld(overview.ways, "n", ["scenario"], []),
        written=counts_shown(overview.written, ["n"]),
        sources=withheld(overview.sources, "n", [], []),
    )


_NAMES = {"before_form", "after_form", "by", "group", "n"}
_SCORED = {"form", "by", "group", "people"}


def _gain(gain: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """Shares to whole hundredths, as pages show them: the few who sat one test only are no exact difference."""
    figures = [name for name in gain.columns if name not in _NAMES]
    found = withheld(gain, "n", ["before_form", "after_form", "by"], figures, also=one_sided(gain, scores))
    return found.round(dict.fromkeys(figures, 2))


def _people(people: pd.DataFrame) -> pd.DataFrame:
    """How many there are of each group."""
    parts = []
    for by in ("component", "gender", "station", "language"):
        found = summed(people, [by], ["n"])
        parts.append(pd.DataFrame({"by": by, "group": found[by], "people": found["n"]}))
    return withheld(pd.concat(parts, ignore_index=True), "people", ["by"], [])
