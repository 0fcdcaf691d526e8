"""Where nobody reports: the areas with fewest reports. Silence is not safety."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from fieldbook.context.disclosure import too_few
from fieldbook.core.message import Message, listing, message, plural
from fieldbook.evidence.evidence import Figure, evidence, missing, table_of
from fieldbook.evidence.figures.event_reports import FILE, no_reports, reports
from fieldbook.evidence.figures.figure_words import area_name, by_words, day, is_short, month_year, tied
from fieldbook.evidence.figures.pooling import pooled
from fieldbook.model.context import UNKNOWN_AREA

if TYPE_CHECKING:
    from fieldbook.context.pack import ContextPack

_LISTED = 15
"""Areas in the table, from the fewest reports."""


def silence_table(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Areas with fewest reports, with the last report and the longest time without one."""
    frame = reports(pack)
    if frame.empty:
        return no_reports("silence_table", pack, question)
    silences = list(_silences(pack, frame))
    if not silences:
        what = message("Areas of incidents")
        return missing("silence_table", pack, what=what, file=FILE, field="area", question=question)
    rows = pd.DataFrame(silences).sort_values(["reports", "area"], ignore_index=True, key=by_words)
    few = too_few(rows["reports"], pack.least(FILE)).any() and rows["reports"].min() > 0
    title = _few_title(pack.least(FILE)) if few else _silence_title(rows)
    rows = pooled(rows, "area", message("Other areas"), pack.least(FILE))
    labels = {
        "area": message("Area"),
        "reports": message("Incidents reported"),
        "last": message("Last report"),
        "gap": message("Longest time without a report, days"),
        "vulnerability": message("Vulnerability, 1 to 5"),
    }
    if rows["vulnerability"].isna().all():
        del labels["vulnerability"]
    if FILE in pack.limits and pack.limits[FILE].blurred:
        del labels["gap"]  # days between reports whose days may not be told
    limits = message("Why an area is silent: nothing happened, nobody dared to report, or nobody could be reached.")
    return evidence(
        "silence_table",
        pack,
        title=title,
        shows=[message("Table of areas from the fewest to the most reports.")],
        about=FILE,
        question=question,
        table=table_of(rows.head(_LISTED), labels, numbers={"reports", "gap", "vulnerability"}),
        cannot_show=[limits],
    )


def _few_title(least: int) -> Message:
    return message("Fewest reports: areas with fewer than {n}; that is not evidence of safety", n=least)


def _silence_title(rows: pd.DataFrame) -> Message:
    fewest = int(rows["reports"].min())
    quiet = list(rows.loc[rows["reports"] == fewest, "area"])
    if len(rows) == 1:
        return message("With one area on record, silence elsewhere can't be seen")
    if fewest == 0 and is_short(quiet):
        return message("No report at all from {areas}: that is not evidence of safety", areas=listing(quiet))
    if fewest == 0:
        return plural(
            "No report at all from {n} area: that is not evidence of safety",
            "No report at all from {n} areas: that is not evidence of safety",
            len(quiet),
        )
    if len(quiet) == 1:
        return plural(
            "Fewest reports: {area}, with {n} report; that is not evidence of safety",
            "Fewest reports: {area}, with {n} reports; that is not evidence of safety",
            fewest,
            area=quiet[0],
        )
    many = plural("{n} area", "{n} areas", len(quiet))
    return plural(
        "Fewest reports: {areas}, with {n} report each; that is not evidence of safety",
        "Fewest reports: {areas}, with {n} reports each; that is not evidence of safety",
        fewest,
        areas=tied(quiet, many),
    )


def _silences(pack: ContextPack, frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    start, end = frame["day"].min(), pd.Timestamp(pack.meta.as_of)
    when = day if FILE not in pack.limits else month_year
    for area in pack.meta.areas:
        if area.id == UNKNOWN_AREA:
            continue  # a place that nobody knows cannot be silent
        days = frame.loc[frame["area"] == area.id, "day"].sort_values()
        yield {
            "area": area_name(area),
            "reports": len(days),
            "last": when(days.iloc[-1]) if len(days) else None,
            "gap": int(pd.Series([start, *days, end]).diff().dt.days.max()),
            "vulnerability": area.vulnerability,
        }
