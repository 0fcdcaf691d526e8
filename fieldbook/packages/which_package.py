"""Which package to take for which system: what ``fieldbook formats`` prints and docs/formats.md shows."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from fieldbook.core.i18n import _
from fieldbook.packages.registry import FORMATS


@dataclasses.dataclass(frozen=True)
class PackageChoice:
    """For ``system`` take ``formats``, the first one first; ``gives`` is what one has there then."""

    system: str
    formats: tuple[str, ...]
    gives: str


def choices() -> list[PackageChoice]:
    """Every choice whose formats there are."""
    return [choice for choice in _choices() if {name.partition(":")[0] for name in choice.formats} <= set(FORMATS)]


def _choices() -> Iterator[PackageChoice]:
    yield PackageChoice(
        _("A web server, no system"), ("html",), _("the interactive book; answers stay in each browser")
    )
    yield PackageChoice(
        _("A USB stick or shared folder, no network"), ("offline",), _("the same, opened with a double click")
    )
    yield PackageChoice(_("Phone or e-reader"), ("epub",), _("a book to read; answers at the end of each chapter"))
    yield PackageChoice(
        _("Moodle"),
        ("scorm12", "moodle"),
        _("the book with completion, score, resume; the questions for quizzes of your own"),
    )
    yield PackageChoice(
        _("Moodle, without SCORM"), ("imscc",), _("pages to edit, web links, tests and questions in Moodle's own forms")
    )
    yield PackageChoice(
        _("Canvas, Brightspace, Blackboard"),
        ("scorm2004", "imscc:1.3"),
        _("the book with completion and score apart; or pages and tests to edit"),
    )
    yield PackageChoice(
        _("Another learning system"), ("scorm2004", "scorm12"), _("what it reads; SCORM 1.2 is read by nearly all")
    )
    yield PackageChoice(
        _("Learning system with an LRS, or cmi5"),
        ("cmi5",),
        _("every answer as a statement, kept and sent when the network is back"),
    )
    yield PackageChoice(_("Kolibri"), ("kolibri",), _("a channel on a USB stick; progress and answers kept by Kolibri"))
    yield PackageChoice(
        _("Assessment system (TAO, QTI players)"),
        ("qti3", "qti21"),
        _("questions and tests with our scoring and feedback"),
    )
    yield PackageChoice(
        _("Quiz tool that reads text"), ("gift", "aiken"), _("questions as text; Aiken has single choice only")
    )
    yield PackageChoice(
        _("Table top exercise in a room"), ("exercise",), _("controller's view, teams' windows, review and paper")
    )
