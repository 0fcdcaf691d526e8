"""UCDP Georeferenced Event Dataset (GED) -> context pack. Reads the download and HDX's form with its HXL row."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from fieldbook.errors import CourseError, Problem
from fieldbook.i18n import _
from fieldbook.imports.outline import Outline, outline_shape
from fieldbook.imports.pack import Draft, Event, write_pack
from fieldbook.load.textfile import read_text

COLUMNS = (
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name dyad_dset_id "
    "dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b number_of_sources "
    "source_article source_office source_date source_headline source_original where_prec where_coordinates "
    "where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id region event_clarity "
    "date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob"
).split()
"""The 49 columns of GED, in its order."""

_OPTIONAL = {"iso3"}
_ACLED = {"event_id_cnty", "event_type", "sub_event_type", "actor1", "fatalities"}
_KINDS = {1: "armed-clash", 2: "group-clash", 3: "attack-on-civilians"}
_SHOWN = 50

CITATION = (
    "Davies, Pettersson and Öberg (2023), Organized violence 1989-2022, Journal of Peace Research 60(4); Sundberg and Melander "
    "(2013), Introducing the UCDP Georeferenced Event Dataset, Journal of Peace Research 50(4). Changed: one country's events, "
    "columns renamed and reduced"
)


class Row(BaseModel):
    """The fields of a GED event that a pack needs."""

    model_config = ConfigDict(frozen=True)

    id: int
    type_of_violence: int = Field(ge=1, le=3)
    side_a: str = Field(min_length=1, max_length=300)
    side_b: str = Field(min_length=1, max_length=300)
    where_coordinates: str = Field(max_length=300)
    adm_1: str = Field(max_length=300)
    latitude: float = Field(ge=-90, le=90, allow_inf_nan=False)
    longitude: float = Field(ge=-180, le=180, allow_inf_nan=False)
    date_prec: int = Field(ge=1, le=5)
    date_start: dt.date
    date_end: dt.date
    deaths_civilians: int = Field(ge=0)
    best: int = Field(ge=0)
    high: int = Field(ge=0)
    low: int = Field(ge=0)
    source_office: str = Field(default="", max_length=2000)

    @field_validator("date_start", "date_end", mode="before")
    @classmethod
    def _day(cls, value: str) -> str:
        """GED writes the hour too, always midnight."""
        return value[:10]


@dataclasses.dataclass(frozen=True)
class Report:
    """What an import did."""

    read: int
    imported: int
    notes: tuple[Problem, ...]
    """Rows refused, and rows kept with an estimate left out."""
    killed_before: int
    killed_after: int
    outside: int
    folder: Path

    def lines(self) -> Iterator[str]:
        """The report in words."""
        yield _("{read} events of this country read, {imported} imported into {folder}").format(
            read=self.read, imported=self.imported, folder=self.folder
        )
        yield _("best estimate of people killed: {before} in the file, {after} in the pack").format(
            before=self.killed_before, after=self.killed_after
        )
        if self.outside:
            yield _("{n} events lie outside the outline; they are kept").format(n=self.outside)
        yield from (str(problem) for problem in self.notes)
        yield _("Next: fieldbook check --context {folder} lists what the file could not know.").format(folder=self.folder)


def import_ucdp(path: Path, country: str, outline: Path | None, into: Path) -> Report:
    """Write a context pack with the events of ``country`` to the new folder ``into``.

    Rows that break a rule are refused with line and reason; if more than fifty do, nothing is written.

    Raises
    ------
    CourseError
        The file is no GED file, has no such country, or too many rows are wrong; ``into`` exists already.
    OutputError
        ``into`` cannot be written.
    """
    records = _records(path)
    found = [(line, record) for line, record in records if record["country"].casefold() == country.casefold()]
    if not found:
        raise CourseError([_no_country(path, country, records)])
    rows, notes = _validated(path, found)
    shape = outline_shape(outline, [(row.longitude, row.latitude) for row in rows]) if outline else None
    draft = _draft(country, rows, shape)
    write_pack(draft, into)
    inside = shape.inside if shape else len(rows)
    before = sum(int(record["best"]) for _line, record in found if record["best"].strip().isdigit())
    after = sum(row.best for row in rows)
    return Report(len(found), len(rows), tuple(notes), before, after, len(rows) - inside, into)


def _records(path: Path) -> list[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(read_text(path, path.parent), newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(path, header)
        rows = [(reader.line_num, fields) for fields in reader if fields]
    except csv.Error as error:
        message = f"is not valid CSV: {error}"
        raise CourseError([Problem(path.name, reader.line_num, "", message, "Download the file again.", "FB-IMP-01")]) from None
    if rows and any(field.startswith("#") for field in rows[0][1]):
        rows = rows[1:]  # HDX puts a row of HXL tags under the header
    faults = [
        Problem(path.name, line, "", f"has {len(fields)} fields under {len(header)} headings", "Check this line for a missing or additional comma.", "FB-IMP-02")
        for line, fields in rows
        if len(fields) != len(header)
    ]
    if faults:
        raise CourseError(faults[:_SHOWN])
    return [(line, dict(zip(header, fields, strict=True))) for line, fields in rows]


def _check_header(path: Path, header: Sequence[str]) -> None:
    if len(_ACLED & set(header)) >= 3:
        message = "is an ACLED file, not UCDP GED"
        remedy = "There is no importer for ACLED yet; download UCDP GED for this country."
        raise CourseError([Problem(path.name, 1, "header", message, remedy, "FB-IMP-03")])
    missing = [name for name in COLUMNS if name not in header]
    unknown = [name[:40] or "(empty)" for name in header if name not in COLUMNS and name not in _OPTIONAL]
    problems = []
    remedy = "Use the file as UCDP or HDX gives it."
    if missing:
        problems.append(Problem(path.name, 1, "header", f"columns are missing: {', '.join(missing)}", remedy, "FB-IMP-04"))
    if unknown:
        problems.append(Problem(path.name, 1, "header", f"columns are not known: {', '.join(unknown[:10])}", remedy, "FB-IMP-05"))
    if problems:
        raise CourseError(problems)


def _no_country(path: Path, country: str, records: Sequence[tuple[int, Mapping[str, str]]]) -> Problem:
    names = sorted({record["country"] for _line, record in records})
    known = ", ".join(names[:30]) or "none"
    return Problem(path.name, 0, "country", f"has no event in {country!r}", f"Countries in the file: {known}.", "FB-IMP-06")


def _validated(path: Path, found: Sequence[tuple[int, dict[str, str]]]) -> tuple[list[Row], list[Problem]]:
    rows: list[Row] = []
    refused: list[Problem] = []
    unsure: list[Problem] = []
    seen: set[int] = set()
    for line, record in found:
        try:
            row = Row.model_validate(record)
        except ValidationError as error:
            refused += [_fault(path, line, fault["loc"], fault["msg"], fault["input"]) for fault in error.errors()]
            continue
        fault = "stands twice" if row.id in seen else "ends before it begins" if row.date_end < row.date_start else ""
        seen.add(row.id)
        if fault:
            refused.append(Problem(path.name, line, "id", f"event {row.id} {fault}", "The row is left out.", "FB-IMP-07"))
            continue
        if not row.low <= row.best <= row.high:
            message = f"event {row.id} has low {row.low}, best {row.best}, high {row.high}, which do not rise"
            remedy = "The best estimate is kept, low and high are left empty."
            unsure.append(Problem(path.name, line, "low", message, remedy, "FB-IMP-13", warning=True))
        rows.append(row)
    if len(refused) > _SHOWN or not rows:
        raise CourseError(refused[:_SHOWN])
    return sorted(rows, key=lambda row: (row.date_start, row.id)), [*refused, *unsure]


def _fault(path: Path, line: int, loc: Sequence[int | str], message: str, value: object) -> Problem:
    text = message.removeprefix("Value error, ").removeprefix("Input ").rstrip(".")
    return Problem(path.name, line, str(loc[0]), f"{text}, got {str(value)[:60]!r}", "The row is left out.", "FB-IMP-07")


def _draft(country: str, rows: Sequence[Row], shape: Outline | None) -> Draft:
    events = [
        Event(
            event_id=f"ucdp-{row.id}",
            date=row.date_start,
            date_precision=row.date_prec,
            area=_area(row.adm_1),
            place=row.where_coordinates.strip(),
            lat=row.latitude,
            lon=row.longitude,
            kind=_KINDS[row.type_of_violence],
            side_a=row.side_a.strip(),
            side_b=row.side_b.strip(),
            civilians_killed=row.deaths_civilians,
            killed_low=row.low if row.low <= row.best <= row.high else None,
            killed_best=row.best,
            killed_high=row.high if row.low <= row.best <= row.high else None,
            source="UCDP GED",
        )
        for row in rows
    ]
    named = {(side, event.kind) for event in events for side in (event.side_a, event.side_b) if side != "Civilians"}
    kinds = {name: _actor_kind(name, {kind for other, kind in named if other == name}, country) for name, _kind in named}
    as_of = dt.date(max(row.date_end for row in rows).year, 12, 31)
    return Draft(
        country=country,
        as_of=as_of,
        events=events,
        actors=kinds,
        outline=shape,
        source="UCDP GED",
        licence="CC BY 4.0",
        citation=CITATION,
        cannot_show=(
            "Events without a death, and deaths that no source reported. Deaths are estimates. It has no population, so it shows no risk "
            "for a person. No event on record is not safety."
        ),
    )


def _area(name: str) -> str:
    plain = re.sub(r"\s+(state|province|region|prefecture|county)$", "", name.strip(), flags=re.IGNORECASE)
    return plain or _("Area not known")


def _actor_kind(name: str, kinds: set[str], country: str) -> str:
    """A guess that the mission corrects: UCDP codes no kind, but says in which kinds of conflict a side took part."""
    if name.casefold().startswith("government of"):
        return "host-state" if name.casefold() == f"government of {country.casefold()}" else "foreign"
    return "communal" if kinds == {"group-clash"} else "armed-group"
