"""Reads Moodle's quiz reports as CSV: *Responses* (best with question texts and right answers), or *Grades*.

Moodle names neither course nor items. The form is the file's name, an item is found by the text of its question, and
where that is missing it is called after its place. Names are not kept: an ID number, or a stand-in for the address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from fieldbook.assessment import shapes
from fieldbook.assessment.bound_option import BoundOption
from fieldbook.core.i18n import _
from fieldbook.core.problems import Problem
from fieldbook.results.moments import Order, OrderError, moment, order_of
from fieldbook.results.read_csv import Row, header, rows, stand_in
from fieldbook.results.result_entries import GROUPS, UNKNOWN, GivenAnswer, Sheet, Sitting, group_value, packed, parted
from fieldbook.results.result_faults import partly, unclear_dates
from fieldbook.results.scoring_bank import plain

if TYPE_CHECKING:
    from fieldbook.results.scoring_bank import ScoringBank

_MARK = re.compile(r"q\. ?(\d{1,3}) ?/([\d.,]+)")
_RESPONSE = re.compile(r"response (\d{1,3})")
_STARTED = ("started", "started on")
_COMPLETED = ("completed", "completed on")
_PERSON = ("id number", "username", "email address", "email")
_MISSING = {"", "-"}
_MOST_PARTS = 60
_GROUPED = {"department": "component", "institution": "station", **{name: name for name in GROUPS}}


def is_moodle(data: bytes) -> bool:
    """Whether the head is that of a quiz report."""
    names = header(data)
    return any(name in _STARTED for name in names) and any(_MARK.fullmatch(n) or _RESPONSE.fullmatch(n) for n in names)


def read_moodle(name: str, data: bytes, bank: ScoringBank | None) -> Iterator[Sheet | Problem]:
    """One sheet for each finished attempt; none where the file's dates may have the day or the month first."""
    try:
        order = order_of(date for _line, date in _dates(name, data))
    except OrderError as error:
        line = next(line for line, date in _dates(name, data) if date == error.date)
        yield unclear_dates(name, line, error.date, error.other)
        return
    yield from _sheets(name, data, bank, order)


def _dates(name: str, data: bytes) -> Iterator[tuple[int, str]]:
    """Line and text of every date."""
    for row in rows(name, data):
        if not isinstance(row, Problem) and _person(row[1]) is not None:
            yield from ((row[0], _first(row[1], names)) for names in (_STARTED, _COMPLETED))


def _sheets(name: str, data: bytes, bank: ScoringBank | None, order: Order) -> Iterator[Sheet | Problem]:
    form = _form(name, bank)
    for row in rows(name, data):
        if isinstance(row, Problem):
            yield row
            continue
        line, cells = row
        who = _person(cells)
        if who is None:  # the rows of averages at the end
            continue
        started, completed = (moment(_first(cells, names), order) for names in (_STARTED, _COMPLETED))
        if started is None:
            yield partly(name, "started", _("is not a date that can be read"), line)
            continue
        answers, left_open = parted(_answers(cells, form, started, bank))
        grade = _grade(cells)
        sitting = Sitting(form, "", started, completed, grade, completed or started, answers, left_open)
        groups = {group: group_value(group, cells[column]) for column, group in _GROUPED.items() if cells.get(column)}
        course, context = (bank.id, bank.home) if bank else ("", "")
        yield Sheet("moodle", course, context, "", "", who, groups, sittings=(sitting,))


def _form(name: str, bank: ScoringBank | None) -> str:
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


def _answers(cells: Row, form: str, at: str, bank: ScoringBank | None) -> Iterator[GivenAnswer]:
    marks = {int(m[1]): _share(value, m[2]) for column, value in cells.items() if (m := _MARK.fullmatch(column))}
    texts = {int(m[1]): value for column, value in cells.items() if (m := _RESPONSE.fullmatch(column))}
    for place in sorted({*marks, *texts}):
        text, score = texts.get(place, ""), marks.get(place)
        bound = bank.by_question(cells.get(f"question {place}", "")) if bank else None
        item = bound.id if bound else f"{form[:50]}-q{place}"
        response = _response(bound, text)
        right = cells.get(f"right answer {place}")
        if text in _MISSING:
            has_points = bool(score) or (score is not None and place not in texts)
            response = UNKNOWN if has_points else packed("")
        elif score is None and right and (bound is None or response == UNKNOWN):
            score = float(text == right)
        yield GivenAnswer(item, "", response, score, None, at)


def _response(bound: shapes.BoundItem | None, text: str) -> str:
    """``text`` as the bank writes a response: ids of options for their words. Where that cannot be told, what was said
    is unknown, and the mark stands."""
    match bound:
        case None | shapes.WrittenItem():
            return packed(text[:500])
        case shapes.ChoiceItem():
            chosen = _chosen(bound.options, text)
            return packed(chosen[0]) if len(chosen) == 1 else UNKNOWN
        case shapes.ChoicesItem():
            chosen = _chosen(bound.options, text)
            return packed(sorted(chosen)) if chosen else UNKNOWN
        case shapes.PairsItem() | shapes.OrderItem() | shapes.GapsItem():
            return UNKNOWN


def _chosen(options: Sequence[BoundOption], text: str) -> list[str]:
    """Ids of the options that ``text`` names, semicolons between them and perhaps in them; none where it names
    anything else."""
    parts = text.split(";")[:_MOST_PARTS]
    found: list[str] = []
    start = 0
    while start < len(parts):
        ends = range(len(parts), start, -1)
        named = ((end, _option(options, ";".join(parts[start:end]))) for end in ends)
        start, name = next((one for one in named if one[1] is not None), (len(parts), None))
        if name is None:
            return []
        found.append(name)
    return found


def _option(options: Sequence[BoundOption], text: str) -> str | None:
    """Id of the option with these words; signs decide where two have the same (5 and -5)."""
    alike = [option for option in options if plain(option.text) == plain(text)]
    found = [option for option in alike if _words(option.text) == _words(text)] or alike
    return found[0].id if len(found) == 1 else None


def _words(text: str) -> str:
    return " ".join(re.sub(r"[*_`\\]", "", text).split()).casefold()
