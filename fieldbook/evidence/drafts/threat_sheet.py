"""The draft of the threat assessment as a spreadsheet, as CSV and as a block for ``context.yml``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from fieldbook.context.pack import ContextPack
from fieldbook.core.atomic import new_file, write_bytes
from fieldbook.core.formats import day, number
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.core.spreadsheet import write_csv, write_spreadsheet
from fieldbook.evidence.drafts.threat_draft import Period, ThreatLine, draft
from fieldbook.evidence.figures.figure_words import clean

KINDS = (".xlsx", ".csv", ".yml")
_TODO = "TODO"


def write_draft(pack: ContextPack, path: Path) -> int:
    """Write the draft for ``pack`` to ``path`` (one of ``KINDS``) and return the number of its lines.

    Raises
    ------
    CourseError
        The file is there already: somebody may have worked in it.
    """
    if path.exists():
        message = _("is there already, and somebody may have written into it")
        raise CourseError([Problem(str(path), 0, "", message, _("Choose another name, or move it away."), "FB-OUT-04")])
    lines = draft(pack)
    if path.suffix == ".yml":
        write_bytes(path, block(pack, lines).encode())
        return len(lines)
    with new_file(path) as beside:
        table = working_sheet(pack, lines)
        if path.suffix == ".csv":
            write_csv(beside, table)
        else:
            write_spreadsheet(beside, {_("Draft"): table, _("Read me"): _read_me(pack)}, _("Results"))
    return len(lines)


def working_sheet(pack: ContextPack, lines: Sequence[ThreatLine]) -> pd.DataFrame:
    """One row for each line; an empty cell is for people to fill in."""
    return pd.DataFrame([_row(pack, line) for line in lines], columns=list(_row(pack, None)), dtype=object)


def _row(pack: ContextPack, line: ThreatLine | None) -> dict[str, str | int | None]:
    """The cells of ``line`` by their heads; without one, the heads alone."""
    if line is None:
        nothing = Period(reports=0, killed=None, unknown=0)
        line = ThreatLine(
            actor="", actor_id=None, area="", area_id="", recent=nothing, before=nothing, whole=nothing, last="",
            intent=None, capability=None, vulnerability=None, assessed=(),
        )  # fmt: skip
    return {
        _("Status"): _("DRAFT"),
        _("Actor"): line.actor,
        _("Area"): line.area,
        _("Reports, last 12 months"): line.recent.reports,
        _("Reports, 12 months before"): line.before.reports,
        _("Reports, whole record"): line.whole.reports,
        _("Civilians reported killed, last 12 months"): line.recent.killed,
        _("Civilians reported killed, 12 months before"): line.before.killed,
        _("Civilians reported killed, whole record"): line.whole.killed,
        _("Reports without a number of dead"): line.whole.unknown,
        _("Last report"): line.last,
        _("Intent, 1 to 5"): line.intent,
        _("Capability, 1 to 5"): line.capability,
        _("Vulnerability, 1 to 5"): line.vulnerability,
        _("Who is at risk (decide)"): None,
        _("What protects them (decide)"): None,
        _("Likelihood, 1 to 5 (decide)"): None,
        _("Impact, 1 to 5 (decide)"): None,
        _("In the assessment already"): "; ".join(line.assessed),
        _("Source"): source(pack),
        _("Decided by, on"): None,
    }


def source(pack: ContextPack) -> str:
    """Where the counts come from, and as of when."""
    table = next(table for table in pack.meta.tables if table.file == "incidents.csv")
    return _("{source}; as of {date}").format(source=clean(table.source), date=day(pack.meta.as_of))


def _read_me(pack: ContextPack) -> pd.DataFrame:
    return pd.DataFrame({_("Read me"): [*notes(), source(pack)]})


def notes() -> list[str]:
    """What a reader must know before she writes a rating."""
    return [
        _("DRAFT. A working sheet for people who decide; it is no assessment."),
        _("Counts are of reports, and of civilians reported killed. No report is not safety."),
        _("Where civilians were killed in a clash, the reports do not say by whom: such a line blames neither side."),
        _("Two counts side by side show more or fewer reports. They show no cause and no forecast."),
        _("Intent, capability and vulnerability stand as the pack has them; empty means that nobody has rated them."),
        _("Likelihood and impact are for people to decide, with what is not in any report."),
        _("Name nobody who could be identified, and write no source of information here."),
    ]


def block(pack: ContextPack, lines: Sequence[ThreatLine]) -> str:
    """``threats:`` for ``context.yml`` as comments: nothing counts until somebody decides and takes off the ``#``."""
    head = [
        "# DRAFT of the threat assessment, made from the reports. Nothing here counts until people decide:",
        "# replace each TODO, take away what is no threat, and then the # in front of the lines.",
        f"# {source(pack)}.",
        "# threats:",
    ]
    taken: set[str] = set()
    body = [text for line in lines if line.actor_id for text in _entry(line, line.actor_id, taken)]
    return "\n".join([*head, *body]) + "\n"


def _entry(line: ThreatLine, actor: str, taken: set[str]) -> list[str]:
    found = _id(f"th-{actor}-{line.area_id}", taken)
    return [
        f"#   - id: {found}  # DRAFT",
        f"#     # {_history(line)}",
        f"#     title: {_TODO}  # what happens, in a line",
        f"#     actor: {actor}",
        f"#     area: {line.area_id}",
        f"#     who: {_TODO}  # civilians at risk, by sex, age and group",
        f"#     likelihood: {_TODO}  # 1 to 5",
        f"#     impact: {_TODO}  # 1 to 5",
        f"#     signs: [{_TODO}]  # early warning signs",
    ]


def _history(line: ThreatLine) -> str:
    rated = {_("intent"): line.intent, _("capability"): line.capability, _("vulnerability"): line.vulnerability}
    unrated = _("not rated")
    shown = "; ".join(f"{word}: {unrated if value is None else value}" for word, value in rated.items())
    text = _("reports in the last 12 months: {recent}, in the 12 months before: {before}, in all: {whole}; {rated}")
    counts = (number(period.reports) for period in (line.recent, line.before, line.whole))
    return text.format(**dict(zip(("recent", "before", "whole"), counts, strict=True)), rated=shown)


def _id(wanted: str, taken: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", wanted).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    found, turn = stem, 2
    while found in taken:
        found, turn = f"{stem}-{turn}", turn + 1
    taken.add(found)
    return found
