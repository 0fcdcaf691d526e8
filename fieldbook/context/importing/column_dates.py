"""One date format for a whole column: the one that fits, or what to ask where day and month cannot be told apart."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from fieldbook.core.formats import either, number
from fieldbook.core.i18n import _, ngettext
from fieldbook.core.problems import CourseError, Problem

Order = Literal["day-first", "month-first"]

SERIAL = "serial"
"""A date as a spreadsheet counts it: 45292 is 1 January 2024."""

FORMATS: Sequence[str] = (
    *("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d"),
    *(f"%{first}{mark}%{second}{mark}%{year}" for year in "Yy" for mark in "/.-" for first, second in ("dm", "md")),
    *("%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%B-%Y", "%d-%b-%y", "%d %b %y"),
    *("%B %d, %Y", "%B %d %Y", "%b %d, %Y", "%b %d %Y", SERIAL),
)
"""The formats that are known; of two that read a column alike, the first one names it."""

_SERIAL_BEGINS = dt.date(1899, 12, 30)
_HOUR = re.compile(
    r"[ T]\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?( ?[AaPp]\.?[Mm]\.?)?( ?(Z|UTC|GMT|[+-]\d{2}:?\d{2}))?$",
)
_YEARS = range(1900, 2101)
_MOST = 100_000
"""Different days of a column that are looked at: two hundred years have 73,000."""
_SAMPLE = 300
_STRAYS = 5
"""One date in five may be written in another way than its column; such rows are left out and named."""


def without_hour(text: str) -> str:
    """A date without the time of day behind it."""
    return _HOUR.sub("", text)


@functools.lru_cache(100_000)
def parse_day(day: str, form: str) -> dt.date:
    """A date without an hour, read as ``form``. Raises ``ValueError`` where it is none."""
    if form == SERIAL:
        if not re.fullmatch(r"\d{5}([.,]\d+)?", day):
            raise ValueError(day)
        return _SERIAL_BEGINS + dt.timedelta(days=int(day[:5]))
    if form == "%Y%m%d" and len(day) != 8:  # Python takes 202411 for 1 January 2024
        raise ValueError(day)
    return dt.datetime.strptime(day, form).date()  # noqa: DTZ007 a day has no zone


def example(form: str) -> str:
    """The last day of January 2024 as ``form`` writes it."""
    return "45322" if form == SERIAL else dt.date(2024, 1, 31).strftime(form)


def order_of(form: str) -> Order | None:
    """Which of day and month stands first in a format of figures that has the year behind both."""
    if form == SERIAL or "%m" not in form or form.startswith("%Y"):
        return None
    return "day-first" if form.index("%d") < form.index("%m") else "month-first"


def _swapped(form: str) -> str:
    return form.translate(str.maketrans("dm", "md"))


@dataclasses.dataclass
class Days:
    """What stands in a column of dates, without hours: each text with its number of rows and its first line."""

    name: str
    counts: Counter[str] = dataclasses.field(default_factory=Counter)
    lines: dict[str, int] = dataclasses.field(default_factory=dict)

    def add(self, text: str, line: int) -> None:
        """Count the date ``text`` of a row; empty fields count for nothing."""
        day = without_hour(text)
        if day and (day in self.counts or len(self.counts) < _MOST):
            self.counts[day] += 1
            self.lines.setdefault(day, line)

    def rows(self, texts: Iterable[str]) -> int:
        """In how many rows one of ``texts`` stands."""
        return sum(self.counts[text] for text in texts)

    def shown(self, texts: Iterable[str]) -> str:
        """The first of ``texts`` with its line."""
        first = min(texts, key=lambda text: self.lines[text])
        return f"{first[:60]!r} (line {self.lines[first]})"

    def fitting(self, formats: Iterable[str]) -> dict[str, set[str]]:
        """The texts that each format reads as a day between 1900 and 2100; formats that read none are left out."""
        sample = list(itertools.islice(self.counts, _SAMPLE))
        likely = [form for form in dict.fromkeys(formats) if any(fits(text, form) for text in sample)]
        return {form: {text for text in self.counts if fits(text, form)} for form in likely}


@functools.lru_cache(10_000)
def is_date(text: str) -> bool:
    """Whether any format that is known reads ``text``, with an hour behind it or not, as a day."""
    return any(fits(without_hour(text), form) for form in FORMATS)


def fits(text: str, form: str) -> bool:
    """Whether ``form`` reads ``text``, which has no hour behind it, as a day between 1900 and 2100."""
    try:
        return parse_day(text, form).year in _YEARS
    except (ValueError, OverflowError):
        return False


@dataclasses.dataclass(frozen=True)
class DateDoubt:
    """Why no format was chosen for a column, and what the user can do."""

    message: str
    remedy: str
    order_only: bool = False
    """Only the order of day and month is open."""


Formats = tuple[str, ...]
"""How a column writes its dates: one format, or several of which each one tells by itself what is what."""


def choose_formats(
    file: str, columns: Mapping[str, Days], given: Sequence[str], order: Order | None
) -> dict[str, Formats]:
    """The formats of each column of dates, by field; empty where a column holds no date at all.

    ``given`` are the formats that a mapping file names, empty: all that are known. ``order`` is what the user says.
    A column in which day and month cannot be told apart goes by the other columns of its file, if these are sure.

    Raises
    ------
    CourseError
        A column fits no format, or several that contradict each other: one problem for each column.
    """
    found = {field: choose_format(days, given, order) for field, days in columns.items()}
    sure = {order_of(forms[0]) for forms in found.values() if not isinstance(forms, DateDoubt) and forms} - {None}
    for field, doubt in found.items():
        if isinstance(doubt, DateDoubt) and doubt.order_only and len(sure) == 1:
            found[field] = choose_format(columns[field], given, next(iter(sure)))
    doubts = {columns[field].name: doubt for field, doubt in found.items() if isinstance(doubt, DateDoubt)}
    if doubts:
        raise CourseError(
            Problem(file, 0, name, doubt.message, doubt.remedy, "FB-IMP-29") for name, doubt in doubts.items()
        )
    return {field: forms for field, forms in found.items() if not isinstance(forms, DateDoubt)}


def choose_format(days: Days, given: Sequence[str], order: Order | None) -> Formats | DateDoubt:
    """The one format that fits the column ``days``; the doubt where there is none or more than one.

    Dates that begin with the year or have the month in words may be mixed: none of them can be read in two ways.
    """
    read = days.fitting([*given, *FORMATS])
    readable = set[str]().union(*read.values())
    if not readable:
        return _unreadable(days, given) if days.counts else ()
    clear = [form for form in read if _is_clear(form) and _is_allowed(form, given, order)]
    if clear and readable == set[str]().union(*(read[form] for form in clear)):
        return tuple(clear)
    allowed = {form: texts for form, texts in read.items() if _is_allowed(form, given, order)}
    best = max(allowed, key=lambda form: days.rows(allowed[form]), default=None)
    if best and order_of(best) and (twin := allowed.get(_swapped(best))):
        only, others = allowed[best] - twin, twin - allowed[best]
        if only and others:
            return _contradictory(days, best, only, others)
        either = [text for text in allowed[best] if text in twin and len(_meanings(text, best)) > 1]
        if not only and either:
            return _ambiguous(days, best, either)
    strays = readable - (allowed[best] if best else set())
    if best is None or days.rows(strays) * _STRAYS > days.rows(readable):
        return _not_one_format(days, best, strays, read, given, order)
    return (best,)


def _is_clear(form: str) -> bool:
    return form != SERIAL and order_of(form) is None


def _is_allowed(form: str, given: Sequence[str], order: Order | None) -> bool:
    return (not given or form in given) and (order is None or order_of(form) in (None, order))


def _order_words(order: str | None) -> str:
    return _("the day first") if order == "day-first" else _("the month first")


def _unreadable(days: Days, given: Sequence[str]) -> DateDoubt:
    text = ngettext(
        "its only value is not a date, such as {shown}",
        "all of its {n} values are not a date, such as {shown}",
        days.counts.total(),
    )
    message = text.format(n=number(days.counts.total()), shown=days.shown(days.counts))
    if given:
        remedy = _("Name the column that holds the dates, and its format under dates, in the mapping file.")
        return DateDoubt(message, remedy)
    return DateDoubt(message, _("Write the dates as 2024-01-31, or {another_way}.").format(another_way=another_way()))


def another_way() -> str:
    """What can be done whatever a file looks like, to stand at the end of a remedy after "or"."""
    return _("run the command again with the word table for the source: it drafts a mapping file to correct")


def _meanings(text: str, form: str) -> list[dt.date]:
    """The day or, where day and month can change places, the two days that ``text`` can be."""
    return sorted({parse_day(text, form), parse_day(text, _swapped(form))})


def _ambiguous(days: Days, form: str, either: Sequence[str]) -> DateDoubt:
    text = min(either, key=lambda text: days.lines[text])
    first, second = _meanings(text, form)
    template = ngettext(
        "its only date is without a sign whether the day or the month stands first: {text!r} (line {line}) can be "
        "{first} or {second}",
        "all of its {n} dates are without a sign whether the day or the month stands first: {text!r} (line {line}) "
        "can be {first} or {second}",
        days.counts.total(),
    )
    message = template.format(
        n=number(days.counts.total()), text=text, line=days.lines[text], first=first, second=second
    )
    return DateDoubt(message, _("Add --dates day-first or --dates month-first to the command."), order_only=True)


def _contradictory(days: Days, best: str, only: set[str], others: set[str]) -> DateDoubt:
    message = _(
        "{n} dates have {order}, such as {shown}, and {n_others} have {other_order}, such as {shown_others}, so that "
        "the others can be either"
    ).format(
        n=number(days.rows(only)),
        order=_order_words(order_of(best)),
        shown=days.shown(only),
        n_others=number(days.rows(others)),
        other_order=_order_words(order_of(_swapped(best))),
        shown_others=days.shown(others),
    )
    remedy = _("Correct the file, or add --dates day-first or --dates month-first: what does not fit is then left out.")
    return DateDoubt(message, remedy)


def _not_one_format(
    days: Days,
    best: str | None,
    strays: set[str],
    read: Mapping[str, set[str]],
    given: Sequence[str],
    order: Order | None,
) -> DateDoubt:
    other = max(read, key=lambda form: len(read[form] & strays))
    values = {
        "n": number(days.rows(strays & read[other])),
        "all": number(days.counts.total()),
        "shown": days.shown(strays & read[other]),
    }
    if order is not None and order_of(other) not in (None, order):
        remedy = _("Use --dates {order}, or leave --dates out.").format(order=order_of(other))
        message = _("{n} of its {all} dates have {order}, such as {shown}")
        return DateDoubt(message.format(**values, order=_order_words(order_of(other))), remedy)
    if given and other not in given:
        remedy = _(
            "Correct dates in the mapping file, or remove its line there: the file then tells the format itself."
        )
        message = _("{n} of its {all} dates are not written as {written}, such as {shown}")
        return DateDoubt(message.format(**values, written=either(map(example, given))), remedy)
    message = _("written in more than one way: as {best}, and {n} of its {all} dates as {shown}")
    remedy = _("Write all in one way; begin with the original, for a spreadsheet may have taken months for days.")
    return DateDoubt(message.format(**values, best=example(best or other)), remedy)
