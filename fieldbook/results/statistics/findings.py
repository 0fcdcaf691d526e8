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
from fieldbook.results.statistics.mastery import mastery_table, score_table
from fieldbook.results.statistics.reliability import reliability_table
from fieldbook.results.statistics.small_groups import of_many, one_sided, withheld, without_few
from fieldbook.results.statistics.sums_tables import TEST, Overview, Sums, summed


@dataclasses.dataclass(frozen=True)
class Findings:
    """What a report shows. Cells about fewer than five people are taken out already (column ``withheld``).

    ``people``: by, group, people. All others: see the function of that name (``gain_table``, ``cut_table``, …).
    """

    overview: Overview
    total: int
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
        overview=overview,
        total=int(overview.people["n"].sum()),
        people=_people(overview.people),
        gain=_gain(gain, scores),
        mastery=withheld(mastery, "people", ["form", "objective", "by"], ["answers", "share", "low", "high"]),
        scores=withheld(scores, "people", ["form", "by"], [c for c in scores.columns if c not in _SCORED]),
        reliability=withheld(
            coefficients, "n", (), [c for c in coefficients.columns if c not in {*TEST, "n", "items"}]
        ),
        items=withheld(items, "n", (), measures),
        choices=withheld(of_many(choices, sums), "n", [*TEST, "item"], ["share", "rest"]),
        curves=withheld(of_many(curve_table(sums), sums), "n", [*TEST, "item"], ["mean"]),
        dif=dif.drop(columns=["n_reference", "n_focal"]),  # sizes of groups that ``people`` may not show
        cuts=cut_table(overview.ratings),
        reaction=withheld(reaction_table(overview.reactions), "n", (), ["agree", "low", "high", "against"]),
        flags=flags,
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
