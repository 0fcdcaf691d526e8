"""Rows of event files -> checked events, with every refused row and the totals."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import functools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from fieldbook.context.importing.column_refusal import refuse_if_many
from fieldbook.context.importing.file_columns import Choices, ColumnReader, Fault, FileRecord
from fieldbook.context.importing.file_letters import clean
from fieldbook.context.importing.file_opening import open_file
from fieldbook.context.importing.import_tally import Tally
from fieldbook.context.importing.source_rules import DEGREES, KILLED, NAMES, SourceFile
from fieldbook.core.formats import number
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.model.base import Name
from fieldbook.model.table import Key, Kind, Latitude, Longitude, People

_MAX_EVENTS = 200_000
"""Of one country. UCDP has 300,000 of all countries since 1989."""
_MAX_NAMES = 300


def _empty_is_none(value: object) -> object:
    return None if value == "" else value


def _in_our_time(value: dt.date) -> dt.date:
    if not 1900 <= value.year <= 2100:
        raise ValueError(_("is not a date between 1900 and 2100"))
    return value


Day = Annotated[dt.date, AfterValidator(_in_our_time)]
Maybe = Annotated[Name | None, BeforeValidator(_empty_is_none)]


class EventRow(BaseModel):
    """An event with its area by name; other fields as in ``docs/tables.md``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    event_id: Key
    date: Day
    date_end: Day
    date_precision: int = Field(ge=1, le=5)
    area: Maybe
    area_is_known: bool
    """False where the coordinates stand for a region or a country, and not for a place."""
    place: Maybe
    lat: Latitude
    lon: Longitude
    kind: Annotated[Kind | None, BeforeValidator(_empty_is_none)]
    side_a: Maybe
    side_b: Maybe
    code_a: Maybe
    code_b: Maybe
    civilians_killed: People
    killed_low: People
    killed_best: People
    killed_high: People

    @model_validator(mode="after")
    def _agree(self) -> EventRow:
        if self.date_end < self.date:
            raise ValueError(_("event {event_id} ends before it begins").format(event_id=self.event_id))
        if (self.lat is None) != (self.lon is None):
            raise ValueError(
                _("event {event_id} has one of latitude and longitude, not both").format(event_id=self.event_id)
            )
        best, civilians = self.killed_best, self.civilians_killed
        if best is not None and civilians is not None and civilians > best:
            raise ValueError(
                _("event {event_id} has {civilians} civilians among {best} people killed").format(
                    event_id=self.event_id, civilians=civilians, best=best
                )
            )
        return self

    @property
    def rises(self) -> bool:
        """Whether low, best and high estimate rise, as far as they are known."""
        given = [value for value in (self.killed_low, self.killed_best, self.killed_high) if value is not None]
        return given == sorted(given)


@dataclasses.dataclass
class Events(Tally):
    """Events of one country, and what became of the other rows."""

    source: SourceFile = dataclasses.field(kw_only=True)
    country: str = dataclasses.field(kw_only=True)
    """As the file writes it, or as the user does where the file does not."""
    rows: dict[str, EventRow] = dataclasses.field(default_factory=dict)
    last_year: int = 0
    """The last one in the files, of any country: it tells the release."""

    @property
    def after(self) -> int:
        """People killed in the events kept."""
        return sum(row.killed_best or 0 for row in self.rows.values())

    def sorted(self) -> list[EventRow]:
        """Events by date."""
        return sorted(self.rows.values(), key=lambda row: (row.date, len(row.event_id), row.event_id))

    def as_of(self) -> dt.date:
        """Day up to which the data are complete."""
        last = max(row.date_end for row in self.rows.values())
        return dt.date(last.year, 12, 31) if self.source.as_of == "end-of-year" else last


def read_events(
    files: Sequence[Path], sources: Sequence[SourceFile], country: str, names: set[str], choices: Choices
) -> Events:
    """Events of ``country`` in ``files``; ``names`` is how files may write it, in small letters.

    Raises
    ------
    CourseError
        A file has none of the layouts ``sources``, no file has events of the country, or too many rows are wrong.
    """
    events, others = Events(source=sources[0], country=country), set[str]()
    for place, path in enumerate(files, start=1):
        reader = open_file(path, sources, choices)
        events.source = reader.source
        _read_file(events, reader, names, others, f"{place}-" if len(files) > 1 else "")
    if not events.read:
        known = ", ".join(sorted(others)[:30]) or _("none")
        message, remedy = (
            _("has no event in {country!r}").format(country=country),
            _("Countries in the file: {known}.").format(known=known),
        )
        raise CourseError([Problem(files[0].name, 0, "country", message, remedy, "FB-IMP-06")])
    refuse_if_many(events, len(events.rows), events.source)
    events.source = events.source.of_release(events.last_year)
    events.remarks += _release(events)
    if not events.rows:
        message, remedy = _("has no event of a kind that a pack knows"), _("Look at what the report leaves out.")
        raise CourseError([Problem(files[0].name, 0, "kind", message, remedy, "FB-IMP-06")])
    return events


def _read_file(events: Events, reader: ColumnReader, names: set[str], others: set[str], mark: str) -> None:
    events.remarks += [*_missing_columns(reader), *reader.writing.remarks]
    for record in reader.records:
        if reader.is_total(record):
            events.pass_over(record)
            continue
        written = _countries(reader, record)
        if reader.source.releases and record.is_whole(len(reader.columns.names)):
            events.last_year = max(events.last_year, _year(reader, record))
        if written and not names & {name.casefold() for name in written}:
            if len(others) < _MAX_NAMES:
                others.add(clean(written[0])[:100])
            continue
        if written and reader.has("country"):
            events.country = written[0]
        if events.read >= _MAX_EVENTS:
            message, remedy = (
                _("has more than {max_events} events of this country").format(max_events=number(_MAX_EVENTS)),
                _("Cut it to the years you need."),
            )
            raise CourseError([Problem(reader.path.name, record.line, "", message, remedy, "FB-IMP-22")])
        events.take(reader, record, functools.partial(_add, events, reader, record, mark))


def _countries(reader: ColumnReader, record: FileRecord) -> list[str]:
    """Name and code of the row's country; nothing where the file has no such column or the row is cut off."""
    if len(record.cells) < len(reader.columns.names):
        return []
    return [reader.text(field, record) for field in ("country", "country_code") if reader.has(field)]


def _year(reader: ColumnReader, record: FileRecord) -> int:
    """0 where the row has none."""
    text = reader.text("year", record)
    if not text and reader.has("date"):
        with contextlib.suppress(Fault):
            text = reader.day("date", record)[:4]
    return int(text) if re.fullmatch(r"(19|20)\d\d", text) else 0


def _release(events: Events) -> Iterator[str]:
    """What a person has to confirm: a file tells its last year, not its release."""
    if events.last_year in events.source.releases:
        yield _(
            "The citation is that of the release which covers up to {year}, the last year in the file. "
            "If the file is of another release, correct citation in context.yml."
        ).format(year=events.last_year)
    elif events.source.releases:
        yield _("No article is known for a release up to {year}: write it into citation in context.yml.").format(
            year=events.last_year or "?"
        )


def _missing_columns(reader: ColumnReader) -> Iterator[str]:
    fields = ("date", "area", "kind", "side_a", "side_b", *KILLED)
    missing = [field for field in fields if field in reader.source.fields and not _given(reader, field)]
    if "date" in missing:
        missing.remove("date")
        yield _("{file} has years only: events stand on the first day of their year, with precision 5.").format(
            file=reader.path.name
        )
    if missing:
        yield _("{file} has no column for {fields}: these stay empty.").format(
            file=reader.path.name, fields=", ".join(missing)
        )


def _given(reader: ColumnReader, field: str) -> bool:
    rules = reader.source.fields[field].rules
    return reader.has(field) or any(rule.gives for rule in rules) or (field == "civilians_killed" and bool(rules))


def _add(events: Events, reader: ColumnReader, record: FileRecord, mark: str) -> None:
    events.before += reader.people("killed_best", record)
    values = _values(reader, record, mark)
    events.cut_names(reader, record, values, NAMES)
    row = EventRow.model_validate(values)
    if row.event_id in events.rows:
        raise Fault(reader.name("event_id"), _("event {event_id} stands twice").format(event_id=row.event_id))
    events.note_many(reader, record, row, KILLED)
    if not row.rises:
        given = _("low {killed_low}, best {killed_best}, high {killed_high}").format(
            killed_low=row.killed_low, killed_best=row.killed_best, killed_high=row.killed_high
        )
        remedy = _("The best estimate is kept, low and high are left empty.")
        events.note(
            record,
            "low",
            _("event {event_id} has {given}, which do not rise").format(event_id=row.event_id, given=given),
            remedy,
            "FB-IMP-13",
        )
        row = row.model_copy(update={"killed_low": None, "killed_high": None})
    if row.lat == 0 and row.lon == 0:
        message, remedy = (
            _("event {event_id} lies at 0, 0, which stands for no place").format(event_id=row.event_id),
            _("It has no coordinates now."),
        )
        events.note(record, "lat", message, remedy, "FB-IMP-23")
        row = row.model_copy(update={"lat": None, "lon": None})
    events.rows[row.event_id] = row


def _values(reader: ColumnReader, record: FileRecord, mark: str) -> dict[str, object]:
    fields = set(EventRow.model_fields) - {"area_is_known", "date", "date_end", "date_precision", "event_id"}
    values: dict[str, object] = {field: reader.text(field, record) for field in fields}
    values |= {field: reader.count(field, record) for field in KILLED}
    values |= {field: reader.degrees(field, record) for field in DEGREES}
    values["area_is_known"] = reader.text("area_is_known", record) != "no"
    values["event_id"] = reader.text("event_id", record) or f"{reader.source.word}-{mark}line-{record.line}"
    if values["kind"] == "attack-on-civilians" and not values["side_b"]:
        values["side_b"] = "Civilians"  # the kind says so; pages count attacks by it
    return values | _when(reader, record)


def _when(reader: ColumnReader, record: FileRecord) -> dict[str, object]:
    """A table that has only years gives the first day of the year, with the precision that says so."""
    year, precision = reader.text("year", record), reader.text("date_precision", record)
    if not reader.has("date"):
        if not reader.has("year"):
            raise Fault(reader.name("date"), _("the date is empty"))
        if not re.fullmatch(r"\d{4}", year):
            raise Fault(reader.name("year"), _("{year!r} is not a year").format(year=year[:60]))
        day = f"{year}-01-01"
        return {"date": day, "date_end": f"{year}-12-31", "date_precision": 5}
    day = reader.day("date", record)
    end = reader.day("date_end", record) if reader.text("date_end", record) else day
    if year and day[:4] != year and "1900" <= day[:4] <= "2100":
        raise Fault(reader.name("year"), _("{year!r} is not the year of {day}").format(year=year[:60], day=day))
    return {"date": day, "date_end": end, "date_precision": precision or 1}
