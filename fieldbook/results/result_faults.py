"""Faults of result files, in one place: what happened, what was kept, what to do."""

from __future__ import annotations

from fieldbook.core.i18n import _
from fieldbook.core.problems import Problem


def not_ours(name: str, what: str) -> Problem:
    """A file that no reader knows, or that is damaged past saving."""
    return Problem(name, 0, "", what, _("Nothing of it was taken. Ask for the file again."), "FB-RES-01")


def other_table(name: str, columns: list[str]) -> Problem:
    """A table whose columns no reader knows: most often a list of participants with a head of its own."""
    what = _("is a table with columns that are not known here: {columns}")
    remedy = _(
        "A list of participants needs a column pseudonym or email, and one of component, gender, station, language; "
        "for other tables see docs/results.md. Rename the columns and collect it again."
    )
    return Problem(name, 0, "", what.format(columns=", ".join(columns)[:200]), remedy, "FB-RES-01")


def partly(name: str, field: str, what: str, line: int = 0) -> Problem:
    """A part that could not be used; the rest was taken."""
    remedy = _("The rest was taken. Ask for the file again if this part matters.")
    return Problem(name, line, field, what, remedy, "FB-RES-02", warning=True)


def cut_off(name: str) -> Problem:
    """An archive without its end: members before the cut are taken, nobody knows how many came after."""
    what = _("is an archive that is cut off")
    return Problem(name, 0, "", what, _("The files before the cut were read. Ask for the archive again."), "FB-RES-02")


def too_much(name: str, what: str) -> Problem:
    """A file or an archive that goes past a bound."""
    return Problem(name, 0, "", what, _("Take out what is needed and collect that."), "FB-RES-03")


def newer(name: str, what: str) -> Problem:
    """A version that this Fieldbook does not know."""
    return Problem(name, 0, "version", what, _("Install a newer Fieldbook and collect the file again."), "FB-RES-04")


def other_course(name: str, found: str, wanted: str) -> Problem:
    """A file of another course."""
    what = _("is of the course {found!r}, the store is of {wanted!r}").format(found=found, wanted=wanted)
    return Problem(name, 0, "course", what, _("Collect it into a store of its own."), "FB-RES-05")


def bad_path(name: str) -> Problem:
    """A name in an archive that leads out of it."""
    what = _("has a name that leads out of the archive")
    return Problem(name, 0, "", what, _("It was left out. Ask who made the archive."), "FB-RES-06")


def unclear_dates(name: str, line: int, date: str, other: str) -> Problem:
    """A table whose dates may have the day or the month first; ``other`` is a date that has it otherwise."""
    if other:
        what = _("has dates with the day first ({date}) and dates with the month first ({other})")
    else:
        what = _("has dates such as {date}, and no day after the 12th tells whether day or month comes first")
    remedy = _(
        "Nothing of it was taken. Write the dates with the year first, as 2026-03-31 09:00, and collect it again."
    )
    return Problem(name, line, "", what.format(date=date[:60], other=other[:60]), remedy, "FB-RES-13")
