"""Reads Moodle's quiz reports as CSV: *Responses* (best with question texts and right answers), or *Grades*.

Moodle names neither course nor items. The form is the file's name, an item is found by the text of its question, and
where that is missing it is called after its place. Names are not kept: an ID number, or a stand-in for the address.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fieldbook.assessment.shapes import BoundItem, ChoicesItem, GapsItem
from fieldbook.core.i18n import _
from fieldbook.core.problems import Problem
from fieldbook.results.read_csv import Row, header, rows, stand_in
from fieldbook.results.result_entries import GROUPS, Given, Sheet, Sitting, group_value, packed
from fieldbook.results.result_faults import partly

if TYPE_CHECKING:
    from fieldbook.results.scoring_bank import Bank

_MARK = re.compile(r"q\. ?(\d{1,3}) ?/([\d.,]+)")
_RESPONSE = re.compile(r"response (\d{1,3})")
_STARTED = ("started", "started on")
_COMPLETED = ("completed", "completed on")
_PERSON = ("id number", "username", "email address", "email")
_MISSING = {"", "-"}
_GROUPED = {"department": "component", "institution": "station", **{name: name for name in GROUPS}}


def is_moodle(data: bytes) -> bool:
    """Whether the head is that of a quiz report."""
    names = header(data)
    return any(name in _STARTED for name in names) and any(_MARK.fullmatch(n) or _RESPONSE.fullmatch(n) for n in names)


def read_moodle(name: str, data: bytes, bank: Bank | None) -> Iterator[Sheet | Problem]:
    """One sheet for each finished attempt."""
    form = _form(name, bank)
    for row in rows(name, data):
        if isinstance(row, Problem):
            yield row
            continue
        line, cells = row
        who = _person(cells)
        if who is None:  # the rows of averages at the end
            continue
        started, completed = (_time(_first(cells, names)) for names in (_STARTED, _COMPLETED))
        if started is None:
            yield partly(name, "started", _("is not a date that can be read"), line)
            continue
        answers = tuple(_answers(cells, form, started, bank))
        grade = _grade(cells)
        sitting = Sitting(form, "", started, completed, grade, completed or started, answers)
        groups = {group: group_value(group, cells[column]) for column, group in _GROUPED.items() if cells.get(column)}
        course, context = (bank.id, bank.home) if bank else ("", "")
        yield Sheet("moodle", course, context, "", "", who, groups, sittings=(sitting,))


def _form(name: str, bank: Bank | None) -> str:
    """``POC-Final test-responses.csv`` is the form whose title or id the name ends with, else ``poc-final-test``.

    Moodle writes the course's short name before the quiz's name.
    """
    stem = re.sub(r"-(responses|grades)$", "", re.sub(r"\.\w{1,4}$", "", name.rsplit("/", 1)[-1]).casefold())
    said = "-" + _slug(stem)
    known = (
        [form for form in bank.titles().items() if said.endswith((f"-{_slug(form[1])}", f"-{form[0]}"))] if bank else []
    )
    if known:
        return max(known, key=lambda form: (len(form[1]), form[0]))[0]
    return "f-" + re.sub(r"[^a-z0-9]+", "-", stem).strip("-")[:50] if stem[:1].isdigit() else _slug(stem)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:58] or "quiz"


def _person(cells: Row) -> str | None:
    for column in _PERSON:
        value = cells.get(column, "")
        if value not in _MISSING:
            return value[:100] if column == "id number" else stand_in(value)
    return None


def _first(cells: Row, names: tuple[str, ...]) -> str:
    return next((cells[name] for name in names if cells.get(name)), "")


def _time(text: str) -> str | None:
    from dateutil import parser  # noqa: PLC0415 slow, and only here

    if text in _MISSING:
        return None
    try:
        found: dt.datetime = parser.parse(text, dayfirst=True, ignoretz=True)
    except (ValueError, ArithmeticError):
        return None
    return found.isoformat(timespec="milliseconds") + "Z"


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _grade(cells: Row) -> float | None:
    for column, value in cells.items():
        found = re.fullmatch(r"grade/([\d.,]+)", column)
        if found:
            return _share(value, found[1])
    return None


def _share(mark: str, of: str) -> float | None:
    got, most = _number(mark), _number(of)
    return min(1.0, max(0.0, got / most)) if got is not None and most else None


def _answers(cells: Row, form: str, at: str, bank: Bank | None) -> Iterator[Given]:
    marks = {int(m[1]): _share(value, m[2]) for column, value in cells.items() if (m := _MARK.fullmatch(column))}
    texts = {int(m[1]): value for column, value in cells.items() if (m := _RESPONSE.fullmatch(column))}
    for place in sorted({*marks, *texts}):
        text, score = texts.get(place, ""), marks.get(place)
        if text in _MISSING and not score:
            continue
        item, response = f"{form[:50]}-q{place}", packed(text[:500])
        bound = bank.by_stem(cells.get(f"question {place}", "")) if bank else None
        if bound is not None:
            item, response = bound.id, _as_ids(bound, text)
        right = cells.get(f"right answer {place}")
        if score is None and right and bound is None:
            score = float(text == right)
        yield Given(item, "", response, score, None, at)


def _as_ids(bound: BoundItem, text: str) -> str:
    """A response as the bank writes it: an option's id for its text; several stand with semicolons between."""
    ids = {} if isinstance(bound, GapsItem) else {_words(option.text): option.id for option in bound.options}
    if isinstance(bound, ChoicesItem):
        return packed(sorted(ids[part] for part in map(_words, text.split("; ")) if part in ids))
    return packed(ids.get(_words(text), text[:500]))


def _words(text: str) -> str:
    return " ".join(re.sub(r"[*_`\\]", "", text).split()).casefold()
