"""A second source of events for a pack that is there: a table of its own, to be read beside the first, never added."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from shapely.geometry import MultiPolygon, Polygon, shape

from fieldbook.context.importing.added_table import add_table
from fieldbook.context.importing.area_names import AreaNames, plain
from fieldbook.context.importing.area_shapes import Areas
from fieldbook.context.importing.countries import spellings
from fieldbook.context.importing.event_rows import EventRow, read_events
from fieldbook.context.importing.file_columns import Choices
from fieldbook.context.importing.import_report import ImportReport, report_path, write_report
from fieldbook.context.importing.source_rules import SourceFile
from fieldbook.context.pack import ContextPack, load_context
from fieldbook.core.i18n import _, ngettext
from fieldbook.core.problems import CourseError, Problem
from fieldbook.model.context import UNKNOWN_AREA
from fieldbook.model.table import Incident

_FILE = "incidents_other.csv"
_LISTED = 12


def import_beside(
    sources: Sequence[SourceFile], files: Sequence[Path], country: str, into: Path, choices: Choices | None = None
) -> ImportReport:
    """Write the events of ``country`` (empty: the pack's own) to ``incidents_other.csv`` of the pack ``into``.

    Events lie in the pack's areas, by the area's name or by the area's shape; what lies in none of them, or is later
    than the pack's ``as_of``, is left out and said.

    Raises
    ------
    CourseError
        A file has none of the layouts ``sources``, no such country, or too many wrong rows; the pack has faults, or a
        second source already.
    OutputError
        ``into`` cannot be written.
    """
    pack = load_context(into)
    country = country or pack.meta.mission.country.removeprefix("the ")
    events = read_events(files, sources, country, spellings(country), choices or Choices())
    kept = [row for row in events.sorted() if row.date <= pack.meta.as_of]
    notes: list[Problem] = [*events.refused, *events.unsure]
    placed = _placed(kept, pack, notes)
    if not placed:
        message = _("has no event in the areas and the time of the pack")
        remedy = _("Look at the areas and as_of in context.yml.")
        raise CourseError([Problem(files[0].name, 0, "", message, remedy, "FB-IMP-06")])
    add_table(into, _FILE, [_row(event, area, events.source) for event, area in placed], events.source)
    write_report(report_path(into), sorted(notes))
    return ImportReport(
        read=events.read,
        imported=len(placed),
        notes=tuple(sorted(notes)),
        before=events.before,
        after=sum(event.killed_best or 0 for event, _area in placed),
        what=_("people killed, best estimate"),
        folder=into,
        table=_FILE,
        left_out=events.left_out,
        remarks=(*events.remarks, *_later(len(events.rows) - len(kept), pack), *_unknown_parties(placed, pack)),
    )


def _placed(rows: Sequence[EventRow], pack: ContextPack, notes: list[Problem]) -> list[tuple[EventRow, str]]:
    """Each event with the id of its area."""
    names = AreaNames((area.name, area.id) for area in pack.meta.areas)
    areas = _areas(pack)
    unknown = UNKNOWN_AREA if any(area.id == UNKNOWN_AREA for area in pack.meta.areas) else None
    found = []
    for row in rows:
        area = names.find(row.area) if row.area else None
        if area is None and row.area_is_known and areas and row.lon is not None and row.lat is not None:
            area = areas.of_point(row.lon, row.lat)
        area = area or unknown
        if area is None:
            message = _("event {event_id} ({area}) lies in none of the pack's areas").format(
                event_id=row.event_id, area=row.area or _("no area")
            )
            remedy = _("It is left out. Add the area {unknown_area} to keep such events.").format(
                unknown_area=UNKNOWN_AREA
            )
            notes.append(Problem(f"{pack.root.name}/areas.geojson", 0, "", message, remedy, "FB-IMP-26", warning=True))
        else:
            found.append((row, area))
    return found


def _areas(pack: ContextPack) -> Areas | None:
    """The polygons of the pack by the ids of their areas."""
    shapes = {
        feature["properties"]["id"]: shape(feature["geometry"])
        for feature in pack.shapes["features"]
        if feature["properties"]["id"] != "outline"
    }
    polygons = {name: one for name, one in shapes.items() if isinstance(one, Polygon | MultiPolygon)}
    return Areas(polygons, "areas.geojson") if polygons else None


def _row(event: EventRow, area: str, source: SourceFile) -> Incident:
    given = event.model_dump(include=set(Incident.model_fields) - {"area", "source"})
    return Incident.model_validate(given | {"area": area, "source": source.source})


def _later(number: int, pack: ContextPack) -> list[str]:
    if not number:
        return []
    text = ngettext(
        "{n} event is later than the pack's as_of, {day}, and is left out",
        "{n} events are later than the pack's as_of, {day}, and are left out",
        number,
    )
    return [text.format(n=number, day=pack.meta.as_of)]


def _unknown_parties(placed: Sequence[tuple[EventRow, str]], pack: ContextPack) -> list[str]:
    """Names by which the pack does not know its actors: two reports of one party under two names make no pair."""
    known = {
        plain(text) for actor in pack.meta.actors for text in (actor.name, actor.short, *actor.aliases) if text
    } | {"civilians"}
    named = {side for event, _area in placed for side in (event.side_a, event.side_b) if side}
    new = sorted(name for name in named if plain(name) not in known)
    if not new:
        return []
    text = _("{n} names of parties are new: {names}. Write them under aliases of the same actor, where there is one")
    return [text.format(n=len(new), names=", ".join(new[:_LISTED]) + (" …" if len(new) > _LISTED else ""))]
