"""``fieldbook context import``."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from fieldbook.core.i18n import _

if TYPE_CHECKING:
    from fieldbook.context.importing.event_places import Files
    from fieldbook.context.importing.file_columns import Choices

Into = Annotated[Path, typer.Option(help="Folder of the pack, such as contexts/south-sudan.")]
_FILE = {"dir_okay": False, "exists": True}


def _source(value: str) -> str:
    from fieldbook.context.importing.source_rules import words  # noqa: PLC0415 slow

    known = [*words(), "table"]
    if value not in known:
        raise typer.BadParameter(_("{value!r} is none of {known}").format(value=value, known=", ".join(known)))
    return value


def _encoding(value: str | None) -> str | None:
    from fieldbook.context.importing.file_letters import known_encoding  # noqa: PLC0415 slow

    if value is None:
        return None
    found = known_encoding(value)
    if found is None:
        raise typer.BadParameter(_("{name} is no encoding; cp1252 and iso-8859-1 are some").format(name=repr(value)))
    return found


def import_(  # noqa: PLR0913, PLR0917 one for each option
    source: Annotated[str, typer.Argument(help="Kind of file: acled, ucdp and so on.", callback=_source)],
    files: Annotated[list[Path], typer.Argument(help="The files.", **_FILE)],
    into: Into,
    country: Annotated[str, typer.Option(help="Country, by any of its names or its ISO code.")] = "",
    mission: Annotated[list[str] | None, typer.Option(help="Mission as the file writes it; may be repeated.")] = None,
    outline: Annotated[Path | None, typer.Option(help="GeoJSON outline of the country.", **_FILE)] = None,
    areas: Annotated[Path | None, typer.Option(help="GeoJSON or shapefile of the mission's areas.", **_FILE)] = None,
    mapping: Annotated[
        Path | None, typer.Option(help="With table: the mapping file. Without: drafts one.", **_FILE)
    ] = None,
    beside: Annotated[  # noqa: FBT002 a flag
        bool, typer.Option("--beside", help="Add the events as a second source to the pack that is there.")
    ] = False,
    area_name: Annotated[str | None, typer.Option(help="Column of --areas that holds their names.")] = None,
    dates: Annotated[
        Literal["day-first", "month-first"] | None,
        typer.Option(help="Where no date of a column tells it: 03/04/2024 is 3 April, or March 4."),
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(help="How a CSV file writes letters, such as cp1252.", callback=_encoding)
    ] = None,
    mend: Annotated[  # noqa: FBT002 a flag
        bool, typer.Option("--mend-letters", help="Read KpÃ©lÃ© as Kpélé.")
    ] = False,
    areas_encoding: Annotated[
        str | None, typer.Option(help="How the shapefile of --areas writes letters.", callback=_encoding)
    ] = None,
) -> None:
    """Make a context pack from event files, or add a table to a pack. What files can't know stays a marked field."""
    from fieldbook.context.importing.event_import import import_events  # noqa: PLC0415
    from fieldbook.context.importing.event_places import Files  # noqa: PLC0415
    from fieldbook.context.importing.file_columns import Choices  # noqa: PLC0415 slow
    from fieldbook.context.importing.mapping_draft import draft_mapping  # noqa: PLC0415
    from fieldbook.context.importing.source_rules import layouts, read_mapping  # noqa: PLC0415
    from fieldbook.context.importing.table_import import import_table  # noqa: PLC0415

    if source != "table" and mapping is not None:
        raise typer.BadParameter(_("it goes with table"), param_hint="--mapping")
    choices = Choices(dates, encoding, mend)
    if source == "table" and mapping is None:
        draft = draft_mapping(files[0], into, choices)
        for line in draft.lines(_command(files, country, into, choices)):
            typer.echo(line)
        return
    if beside:
        _import_beside(source, files, country, into, mapping, choices)
        return
    places = Files(outline, areas, area_name, areas_encoding)
    sources = layouts(source) if mapping is None else [read_mapping(mapping)]
    _refuse_options(sources[0].gives == "incidents", country, mission, places)
    if sources[0].gives == "incidents":
        report = import_events(sources, files, country, into, places, choices)
    else:
        report = import_table(sources, files, country, mission or [], into, choices)
    for line in report.lines():
        typer.echo(line)


def _refuse_options(makes_pack: bool, country: str, mission: list[str] | None, places: Files) -> None:  # noqa: FBT001
    if makes_pack and not country:
        raise typer.BadParameter(_("a pack of events needs it"), param_hint="--country")
    if makes_pack and mission:
        raise typer.BadParameter(_("it goes with deaths of personnel only"), param_hint="--mission")
    if not makes_pack and places != type(places)():
        raise typer.BadParameter(_("they go with events only"), param_hint="--outline, --areas")


def _import_beside(
    source: str,
    files: list[Path],
    country: str,
    into: Path,
    mapping: Path | None,
    choices: Choices,
) -> None:
    from fieldbook.context.importing.second_source import import_beside  # noqa: PLC0415 slow
    from fieldbook.context.importing.source_rules import layouts, read_mapping  # noqa: PLC0415

    sources = layouts(source) if mapping is None else [read_mapping(mapping)]
    if sources[0].gives != "incidents":
        raise typer.BadParameter(_("it goes with events only"), param_hint="--beside")
    for line in import_beside(sources, files, country, into, choices).lines():
        typer.echo(line)


def _command(files: list[Path], country: str, into: Path, choices: Choices) -> str:
    """The same command once more."""
    options = {"--country": country, "--dates": choices.order, "--encoding": choices.encoding}
    given = [part for option, value in options.items() if value for part in (option, value)]
    given += ["--mend-letters"] if choices.mend else []
    return shlex.join(["fieldbook", "context", "import", "table", *map(str, files), *given, "--into", str(into)])
