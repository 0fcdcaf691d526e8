"""The MSEL as a spreadsheet: to read, to print, and to edit; ``tabletop.msel`` takes the edits back."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter

from fieldbook.core.i18n import _
from fieldbook.model.exercise import Decision, Exercise, Expected, Inject, Logged, Member, Without

MSEL = ("inject", "use", "at", "when", "after", "from", "to", "channel", "title", "text",
        "attachment title", "attachment text", "marks", "effects")  # fmt: skip
EXPECTED = ("inject", "id", "role", "within", "objective", "tension", "source", "text")
DECISIONS = ("inject", "id", "team", "effects", "leans", "text")
CAST = ("id", "kind", "neutral words", "here", "why", "your choice")
"""Columns of the sheets, in this order; a file that lacks one is refused."""

SHEETS = {"MSEL": MSEL, "Expected": EXPECTED, "Decisions": DECISIONS, "Cast": CAST}
CHANNELS = ("radio", "phone", "letter", "email", "meeting", "report", "social-media", "rumour", "news", "visit")
_WIDTHS = {"text": 60, "title": 28, "attachment text": 40, "from": 24, "why": 50, "marks": 24, "when": 24}
_MADE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
"""The same sources give the same bytes, so no file says when it was made."""


def msel_workbook(exercise: Exercise, context: str, cast: Sequence[Mapping[str, Any]]) -> bytes:
    """The workbook. ``cast`` as bound to ``context``; texts stand as in the source, with their ``{{ … }}``."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": exercise.title, "created": _MADE})
    members = {member.id: member for member in exercise.cast}
    rows: Mapping[str, Iterable[Sequence[object]]] = {
        "MSEL": (_inject(inject) for inject in exercise.injects),
        "Expected": (_expected(inject, one) for inject in exercise.injects for one in inject.expects),
        "Decisions": (_decision(inject, one) for inject in exercise.injects for one in inject.decisions),
        "Cast": (_member(members[one["id"]], one, context) for one in cast),
    }
    _guide(book, exercise, context)
    for name, columns in SHEETS.items():
        _sheet(book, name, columns, rows[name])
    lists = {"channel": list(CHANNELS), "use": ["yes", "no"]}
    _validate(book, "MSEL", MSEL, lists)
    _validate(
        book, "Expected", EXPECTED, {"role": [role.id for role in exercise.roles], "objective": exercise.objectives}
    )
    _validate(book, "Decisions", DECISIONS, {"team": [team.id for team in exercise.teams]})
    book.close()
    return buffer.getvalue()


def _guide(book: xlsxwriter.Workbook, exercise: Exercise, context: str) -> None:
    lines = [
        ("exercise", exercise.id),
        ("context", context),
        ("", ""),
        ("", _("Change cells, add rows, save, and bring it back with: fieldbook exercise import FILE")),
        (
            "",
            _("Sheets and columns keep their names. To take an inject out, write no under use; do not delete its row."),
        ),
        ("", _("at: hours:minutes on the exercise clock. to: teams with commas. effects: exposure +10, consent -5.")),
        (
            "",
            _("when: decision: ID; without: ID; GAUGE >= 60; GAUGE < 40. marks: PLACE | SIGN | words, one to a line."),
        ),
        ("", _("leans: a tension's id: its pole's id. your choice: an id of the context or words of your own.")),
    ]
    sheet = book.add_worksheet("Read me")
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 100)
    for row, (name, text) in enumerate(lines):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, text)


def _sheet(book: xlsxwriter.Workbook, name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    head = book.add_format({"bold": True, "bg_color": "#E7ECF5", "border": 1, "text_wrap": True, "valign": "top"})
    cell = book.add_format(
        {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#D6D1C6", "num_format": "@"}
    )
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _WIDTHS.get(column, 13), cell)
        sheet.write_string(0, place, column, head)
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            sheet.write_string(number, place, "" if value is None else str(value), cell)


def _validate(book: xlsxwriter.Workbook, name: str, columns: Sequence[str], lists: Mapping[str, Sequence[str]]) -> None:
    sheet = book.get_worksheet_by_name(name)
    for column, values in lists.items():
        place = columns.index(column)
        if len(",".join(values)) <= 255:  # more than Excel takes in a list
            sheet.data_validation(
                1, place, 500, place, {"validate": "list", "source": list(values), "error_type": "warning"}
            )


def _inject(inject: Inject) -> Sequence[object]:
    paper = inject.attachment
    marks = "\n".join(f"{mark.place} | {mark.sign} | {mark.label}" for mark in inject.marks)
    when = "; ".join(_condition(one) for one in inject.when)
    return (
        *(inject.id, "yes", inject.at, when, inject.after or None, inject.sender, ", ".join(inject.to)),
        *(inject.channel, inject.title, inject.text),
        *((paper.title, paper.text) if paper else (None, None)),
        *(marks, _effects(inject.effects)),
    )


def _expected(inject: Inject, one: Expected) -> Sequence[object]:
    return inject.id, one.id, one.role, one.within, one.objective, one.tension, one.source, one.text


def _decision(inject: Inject, one: Decision) -> Sequence[object]:
    leans = ", ".join(f"{tension}: {pole}" for tension, pole in one.leans.items())
    return inject.id, one.id, one.team, _effects(one.effects), leans, one.text


def _member(member: Member, bound: Mapping[str, Any], context: str) -> Sequence[object]:
    return member.id, member.kind, member.name, bound["text"], bound["why"], member.set.get(context)


def _condition(one: Any) -> str:
    if isinstance(one, Logged):
        return f"decision: {one.decision}"
    if isinstance(one, Without):
        return f"without: {one.without}"
    return f"{one.gauge} < {one.below}" if one.below is not None else f"{one.gauge} >= {one.at_least}"


def _effects(effects: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {by:+d}" for name, by in effects.items())
