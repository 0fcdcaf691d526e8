"""Sentences of the report that depend on its figures."""

from __future__ import annotations

import math
from typing import Any

from fieldbook.core.i18n import _, ngettext
from fieldbook.results.statistics.findings import Findings
from fieldbook.results.statistics.item_flags import LEAST_SITTINGS
from fieldbook.results.statistics.small_groups import LEAST_SHOWN

_TESTS = 4
"""Of how many tests the first lines speak: those that most people sat."""


def group_name(group: str) -> str:
    """A group as it is shown."""
    names = {
        "": _("not given"),
        "*": _("others (fewer than {least} each)").format(least=LEAST_SHOWN),
        "woman": _("Women"),
        "man": _("Men"),
        "military": _("Military"),
        "police": _("Police"),
        "civilian": _("Civilian"),
        "other": _("Other"),
    }
    return names.get(group, group)


def source_name(source: str) -> str:
    """Where results came from."""
    names = {
        "record": _("Records saved by the book"),
        "moodle": _("Moodle's quiz reports"),
        "xapi": _("xAPI statements"),
        "paper": _("Answer sheets on paper"),
    }
    return names.get(source, source)


def headlines(found: Findings) -> list[str]:
    """What a reader in a hurry should know; each sentence carries its uncertainty."""
    lines = [
        ngettext("{n} learner is in the store.", "{n} learners are in the store.", found.total).format(n=found.total)
    ]
    lines += [_gain(row) for row in found.gain[found.gain["by"] == ""].to_dict("records") if not row["withheld"]]
    tests = found.reliability[~found.reliability["withheld"]].sort_values("n", ascending=False, kind="stable")
    lines += [_reliability(row, found) for row in tests.head(_TESTS).to_dict("records")]
    serious = found.flags[found.flags["serious"]]["item"].nunique()
    if serious:
        text = ngettext(
            "{n} question needs a look before it is used again.",
            "{n} questions need a look before they are used again.",
            serious,
        )
        lines.append(text.format(n=serious))
    elif len(found.items):
        lines.append(judged_line(found) or _("No question stands out as faulty."))
    return lines


def judged_line(found: Findings) -> str:
    """That no question was judged, where no test was sat by enough people; else empty."""
    most = found.reliability["n"].max()
    if most >= LEAST_SITTINGS:
        return ""
    text = _("No question was judged: that takes {least} sittings of one test.")
    return text.format(least=LEAST_SITTINGS)


def reading_line(found: Findings) -> str:
    """How many lessons were read to the end; empty where too few records say so. Paper and learning systems do not."""
    read = found.lessons_read
    if read is None:
        return ""
    if read.none == read.people:
        text = _("None of the records of {n} learners names a lesson that was read to the end.")
        return text.format(n=read.people)
    text = _("Lessons read to the end, by the records of {n} learners: half of them have read {half} or more.")
    none = "" if read.none is None else " " + _("{n} have read none.").format(n=read.none)
    return text.format(n=read.people, half=read.half) + none


def _gain(row: dict[Any, Any]) -> str:
    if math.isnan(row["gain"]):
        return _("Before and after: {n:.0f} learners sat both tests.").format(n=row["n"])
    text = _(
        "{n:.0f} learners sat a test before and after: from {before:.0%} to {after:.0%} of the points. "
        "That is {gain} of what they could still win; between {low} and {high} with 95% confidence."
    )
    return text.format(
        n=row["n"],
        before=row["before"],
        after=row["after"],
        gain=_minus(f"{row['gain']:.0%}"),
        low=_minus(f"{row['gain_low']:.0%}"),
        high=_minus(f"{row['gain_high']:.0%}"),
    )


def _reliability(row: dict[Any, Any], found: Findings) -> str:
    titles = dict(zip(found.overview.forms["form"], found.overview.forms["title"], strict=True))
    name = titles.get(row["form"], row["form"])
    alpha = row["alpha"]
    if math.isnan(alpha):
        return _("{form}: reliability cannot be worked out.").format(form=name)
    sure = alpha if math.isnan(row["alpha_low"]) else row["alpha_low"]
    if sure >= 0.8:
        verdict = _("good enough for decisions about one person, together with other evidence")
    elif sure >= 0.7:
        verdict = _("good enough to compare groups, not to decide about one person alone")
    elif alpha >= 0.7:
        verdict = _("perhaps good enough to compare groups, but too few people sat it to be sure")
    else:
        verdict = _("too low to say anything about one person")
    text = _("{form}: reliability {alpha} ({low} to {high}), {verdict}.")
    figures = {column: _minus(f"{row[column]:.2f}") for column in ("alpha", "alpha_low", "alpha_high")}
    return text.format(
        form=name, alpha=figures["alpha"], low=figures["alpha_low"], high=figures["alpha_high"], verdict=verdict
    )


def _minus(figure: str) -> str:
    return figure.replace("-", "\N{MINUS SIGN}")


def prompts(found: Findings, objectives: dict[str, str]) -> list[str]:
    """Questions to send to participants after three months, on the objectives that were weakest at the end."""
    latest = set(found.gain["after_form"]) or set(found.mastery["form"])
    table = found.mastery[(found.mastery["by"] == "") & found.mastery["form"].isin(latest)]
    weakest = table.sort_values(["share", "objective"]).drop_duplicates("objective").head(3)["objective"]
    about = [objectives[name] for name in weakest if name in objectives]
    text = _(
        "The course set out to: \u201c{objective}\u201d When did your work last ask this of you? "
        "What did you do, and what came of it?"
    )
    return [
        _("Tell us of one decision in the last three months in which you used something from the course."),
        *(text.format(objective=objective) for objective in about),
        _("What did you want to do as the course suggests, and could not? What stood in the way?"),
        _("Who noticed a difference in your work? May we ask that person?"),
    ]
