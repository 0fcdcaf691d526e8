"""Tables that are added to a pack: deaths of personnel, displacement by year, displacement by area and month."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from fieldbook.context.importing.added_table import add_table
from fieldbook.context.importing.area_names import AreaNames
from fieldbook.context.importing.column_refusal import refuse_if_many, reporting
from fieldbook.context.importing.countries import spellings
from fieldbook.context.importing.file_columns import Choices, ColumnReader, Fault, FileRecord, LeftOut
from fieldbook.context.importing.file_letters import clean
from fieldbook.context.importing.file_opening import open_file
from fieldbook.context.importing.import_report import ImportReport, report_path, write_report
from fieldbook.context.importing.import_tally import Tally
from fieldbook.context.importing.source_rules import SourceFile, Target
from fieldbook.context.pack import ContextPack, load_context
from fieldbook.core.formats import number
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.model.context import UNKNOWN_AREA
from fieldbook.model.table import Displacement, NewDisplacement, PersonnelDeath, Row

_GROUPS = ("women", "men", "girls", "boys")
_MAX_ROWS = 200_000
_MAX_NAMES = 300


@dataclasses.dataclass
class ImportedTable(Tally):
    """Rows for one table of a pack."""

    pack: ContextPack = dataclasses.field(kw_only=True)
    missions: set[str] = dataclasses.field(kw_only=True)
    """Names of missions in small letters."""
    rows: dict[str, Row] = dataclasses.field(default_factory=dict)
    """By what no two rows have alike."""
    counted: dict[str, str] = dataclasses.field(default_factory=dict)
    """The day of a death, or on which a site, or an area without sites, was counted in a month."""
    others: set[str] = dataclasses.field(default_factory=set)
    """Countries or missions that the file has beside the one wanted."""

    @functools.cached_property
    def areas(self) -> AreaNames:
        """The pack's areas by name and id."""
        return AreaNames((key, area.id) for area in self.pack.meta.areas for key in (area.name, area.id))


def import_table(
    sources: Sequence[SourceFile],
    files: Sequence[Path],
    country: str,
    missions: Sequence[str],
    into: Path,
    choices: Choices | None = None,
) -> ImportReport:
    """Add a table to the pack in the folder ``into``; the rest of the pack stays as it is, comments too.

    ``country`` empty: the pack's own. ``missions`` empty: the pack's own.

    Raises
    ------
    CourseError
        A file has none of the layouts ``sources``, nothing of this country or mission, or too many wrong rows; the
        pack has faults, or the table already.
    OutputError
        ``into`` cannot be written.
    """
    pack = load_context(into)
    wanted = {" ".join(name.split()).casefold() for name in missions or (pack.meta.mission.short,)}
    table = ImportedTable(pack=pack, missions=wanted)
    names = spellings(country or pack.meta.mission.country.removeprefix("the "))
    source = sources[0]
    for path in files:
        reader = open_file(path, sources, choices or Choices())
        source = reader.source
        _read_file(table, reader, names)
    if not table.read:
        raise CourseError([_nothing(files[0], table, source.gives)])
    with reporting(into):
        refuse_if_many(table, len(table.rows), source)
    if not table.rows:
        reasons = ", ".join(sorted(table.left_out))
        message, remedy = (
            _("has no row for this pack: {reasons}").format(reasons=reasons),
            _("Correct as_of in context.yml, or take another file."),
        )
        raise CourseError([Problem(files[0].name, 0, "", message, remedy, "FB-IMP-06")])
    rows = [table.rows[key] for key in sorted(table.rows)]
    file = f"{source.gives}.csv"
    add_table(into, file, rows, source)
    notes = tuple(sorted([*table.refused, *table.unsure]))
    write_report(report_path(into), notes)
    return ImportReport(
        read=table.read,
        imported=table.read - len({(note.path, note.line) for note in table.refused}) - table.left_out.total(),
        notes=notes,
        before=table.before,
        after=sum(_people(row) for row in rows),
        what=_counted(source.gives),
        folder=into,
        table=file,
        left_out=table.left_out,
        remarks=tuple(table.remarks),
    )


def _counted(target: Target) -> str:
    words = {
        "personnel_deaths": _("deaths of personnel"),
        "new_displacement": _("new displacements"),
        "displacement": _("displaced people, added over the months"),
    }
    return words[target]


def _people(row: Row) -> int:
    if isinstance(row, NewDisplacement):
        return row.new_displacements or 0
    if isinstance(row, Displacement):
        return sum(getattr(row, group) or 0 for group in _GROUPS)
    return 1


def _nothing(path: Path, table: ImportedTable, target: Target) -> Problem:
    known = ", ".join(sorted(table.others)[:30]) or _("none")
    if target == "personnel_deaths":
        remedy = _("Name the mission with --mission. Missions in the file: {known}.").format(known=known)
        return Problem(path.name, 0, "mission", _("has no row of this mission"), remedy, "FB-IMP-06")
    remedy = _("Name the country with --country. Countries in the file: {known}.").format(known=known)
    return Problem(path.name, 0, "country", _("has no row of this country"), remedy, "FB-IMP-06")


def _read_file(table: ImportedTable, reader: ColumnReader, names: set[str]) -> None:
    table.remarks += reader.writing.remarks
    convert = _CONVERTERS[reader.source.gives]
    fields, wanted = (
        (("mission",), table.missions)
        if reader.source.gives == "personnel_deaths"
        else (("country", "country_code"), names)
    )
    for record in reader.records:
        if reader.is_total(record):
            table.pass_over(record)
            continue
        whole = record.is_whole(len(reader.columns.names))
        written = [reader.text(field, record) for field in fields if whole and reader.has(field)]
        if written and not wanted & {name.casefold() for name in written}:
            if len(table.others) < _MAX_NAMES:
                table.others.add(clean(written[0])[:100])
            continue
        if table.read >= _MAX_ROWS:
            message, remedy = (
                _("has more than {max_rows} rows of this country").format(max_rows=number(_MAX_ROWS)),
                _("Cut it to the years you need."),
            )
            raise CourseError([Problem(reader.path.name, record.line, "", message, remedy, "FB-IMP-22")])
        table.take(reader, record, functools.partial(convert, table, reader, record))


def _not_later(table: ImportedTable, when: str) -> None:
    """Rows after the day up to which the pack is complete would tell of another time than its figures."""
    if when > table.pack.meta.as_of.isoformat()[: len(when)]:
        raise LeftOut(_("later than the pack's as_of, {day}").format(day=table.pack.meta.as_of))


def _death(table: ImportedTable, reader: ColumnReader, record: FileRecord) -> None:
    table.before += 1
    values = {field: reader.text(field, record) for field in PersonnelDeath.model_fields}
    values["date"] = reader.day("date", record)
    row = PersonnelDeath.model_validate(values)
    _not_later(table, values["date"])
    number = reader.text("row_id", record) or f"{record.file} {record.line:08}"
    if number in table.counted:
        raise Fault(reader.name("row_id"), _("{number} stands twice").format(number=number))
    table.counted[number] = values["date"]
    table.rows[f"{row.date} {number}"] = row


def _year(table: ImportedTable, reader: ColumnReader, record: FileRecord) -> None:
    values = {field: reader.text(field, record) for field in NewDisplacement.model_fields if field != "source"}
    values |= {field: reader.count(field, record) for field in ("new_displacements", "displaced_at_end")}
    table.before += reader.people("new_displacements", record)
    row = NewDisplacement.model_validate(values | {"source": reader.source.source})
    _not_later(table, str(row.year))
    table.note_many(reader, record, row, ("new_displacements", "displaced_at_end"))
    key = f"{row.year} {row.cause}"
    if key in table.rows:
        raise Fault(reader.name("year"), _("{key} stands twice").format(key=key))
    table.rows[key] = row


def _month(table: ImportedTable, reader: ColumnReader, record: FileRecord) -> None:
    """A row of one site or area; rows of one area in one month are added."""
    people = {group: reader.count(group, record) for group in _GROUPS}
    table.before += sum(reader.people(group, record) for group in _GROUPS)
    day = reader.day("date", record)
    _not_later(table, day)
    month, area = f"{day[:7]}-01", _area(table, reader, record)
    row = Displacement.model_validate({"month": month, "area": area, **people})
    if all(number is None for number in (row.women, row.men, row.girls, row.boys)):
        raise Fault("", _("has no number of women, men, girls or boys"))
    table.note_many(reader, record, row, _GROUPS)
    _once(table, reader, record, f"{month} {area}", day)
    key = f"{month} {area}"
    table.rows[key] = _added(table.rows[key], row) if key in table.rows else row


def _once(table: ImportedTable, reader: ColumnReader, record: FileRecord, key: str, day: str) -> None:
    """A site counted twice in a month, or an area on two days, would be added up as other people."""
    site = reader.text("site", record)
    if site and f"{key} {site}" in table.counted:
        raise Fault(
            reader.name("site"), _("the site {site!r} stands twice in {key}").format(site=site[:60], key=key[:7])
        )
    if not site and table.counted.get(key, day) != day:
        raise Fault(
            reader.name("date"),
            _("{key} was counted on {counted} too, in the same month").format(key=key[11:], counted=table.counted[key]),
        )
    table.counted[f"{key} {site}".strip()] = day


def _added(first: Row, second: Row) -> Row:
    values = [[getattr(row, group) for row in (first, second)] for group in _GROUPS]
    sums = [None if pair == [None, None] else sum(number or 0 for number in pair) for pair in values]
    return first.model_copy(update=dict(zip(_GROUPS, sums, strict=True)))


def _area(table: ImportedTable, reader: ColumnReader, record: FileRecord) -> str:
    name = reader.text("area", record)
    found = table.areas.find(name)
    if found is None or found == UNKNOWN_AREA:
        raise Fault(reader.name("area"), _("the pack has no area {name!r}").format(name=name[:60]))
    return found


_CONVERTERS: Mapping[str, Callable[[ImportedTable, ColumnReader, FileRecord], None]] = {
    "personnel_deaths": _death,
    "new_displacement": _year,
    "displacement": _month,
}
