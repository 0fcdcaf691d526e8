"""HTML around the questions of a test: what somebody should know before the start. The player's second script does the
rest; without it the page says so, and the questions can be read."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from fieldbook.assessment.group_choices import groups_html
from fieldbook.core.i18n import _, ngettext
from fieldbook.core.templates import templates


@dataclasses.dataclass(frozen=True)
class FormHtml:
    """What stands before the questions of a test and what behind them."""

    opening: str
    closing: str


def form_html(about: Mapping[str, Any]) -> FormHtml:
    """``about`` is what ``sphinxext.tests`` notes of a form; it goes to the script as it is."""
    template = templates("fieldbook.assessment").get_template("form.html.j2")
    texts = {"answers": _answers(about), "after": _after(about), "groups": groups_html(sealed="key" in about)}
    whole = template.render(about=about, facts=list(_facts(about)), **texts, _=_)
    opening, closing = whole.split("<!-- questions -->")
    return FormHtml(opening, closing)


def _facts(about: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """A name and a value for each thing that the form sets."""
    yield _("Questions"), str(about["count"])
    minutes = about["minutes"]
    yield _("Time"), ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes) if minutes else _("No limit")
    if about["cut"] is not None:
        yield _("To pass"), f"{about['cut']:.0%}"
    tries = about["tries"]
    if tries:
        yield _("How often"), ngettext("Once", "{n} times", tries).format(n=tries)
    if about["wait"]:
        hours = about["wait"]
        yield _("Wait before the next time"), ngettext("{n} hour", "{n} hours", hours).format(n=hours)


def _answers(about: Mapping[str, Any]) -> str:
    """What happens with the answers."""
    if "key" in about:
        return _(
            "Your answers are locked as you give them: only your trainer can read them, not the next person at this "
            "device, and not you. At the end you save them to a file for your trainer."
        )
    return _(
        "Your answers are kept with your record as you give them. If the page is closed or the power fails, you go on "
        "at the same question, with the time that was left."
    )


def _after(about: Mapping[str, Any]) -> str:
    """What is shown afterwards."""
    if "key" in about:
        return _("No result is shown here. Your trainer opens the file and tells you.")
    return {
        "none": _("No result is shown here. It stands in your record."),
        "result": _("After you hand in, you see your result and which lessons to read again."),
        "answers": _("After you hand in, you see your result, the answers, and which lessons to read again."),
    }[about["feedback"]]
