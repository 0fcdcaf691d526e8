"""The mission's own judgement: which threats are likely and grave, which areas are vulnerable."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from fieldbook.core.message import message, plural, series
from fieldbook.evidence.evidence import Figure, evidence, missing, table_of
from fieldbook.evidence.figures.figure_words import actor_name, area_name, by_words, name, prose, tied
from fieldbook.evidence.figures.frame_rows import leaders, phrases, records
from fieldbook.model.chart import Rated, RatingChart

if TYPE_CHECKING:
    from fieldbook.context.pack import ContextPack

_FILE = "context.yml"


def threat_matrix(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Threats in a grid of likelihood by impact; numbers in the grid lead to the list beneath."""
    if not pack.meta.threats:
        what = message("The threat assessment")
        return missing("threat_matrix", pack, what=what, file=_FILE, field="threats", question=question)
    ranked = _ranked(pack)
    top = [message("“{text}”", text=title) for title in leaders(ranked, "title", "score")]
    many = plural("{n} threat", "{n} threats", len(top))
    title = message("Rated highest by likelihood and impact: {threats}", threats=tied(top, many))
    listed = series(
        message(
            "{number}. {threat}: likelihood {likelihood}, impact {impact}",
            number=row.number,
            threat=row.title,
            likelihood=row.likelihood,
            impact=row.impact,
        )
        for row in records(ranked)
    )
    shows = message(
        "Grid of likelihood and impact, each from 1 to 5, with the number of each threat in its cell. {values}.",
        values=listed,
    )
    labels = {
        "number": message("No."),
        "title": message("Threat"),
        "actor": message("Actor"),
        "area": message("Area"),
        "who": message("Who is at risk"),
        "likelihood": message("Likelihood"),
        "impact": message("Impact"),
    }
    limits = message(
        "Ratings are judgements by people on a given day; a product of two ratings is an order, not a measurement."
    )
    return evidence(
        "threat_matrix",
        pack,
        title=title,
        shows=[shows],
        chart=_chart(ranked),
        about=_FILE,
        question=question,
        table=table_of(ranked, labels, numbers={"likelihood", "impact"}),
        cannot_show=[limits],
    )


def _ranked(pack: ContextPack) -> pd.DataFrame:
    actors = {actor.id: actor_name(actor) for actor in pack.meta.actors}
    areas = {area.id: area_name(area) for area in pack.meta.areas}
    rows = [
        {
            "title": name(t.title),
            "actor": actors.get(t.actor, t.actor),
            "area": areas.get(t.area, t.area),
            "who": prose(t.who),
            "likelihood": t.likelihood,
            "impact": t.impact,
            "score": t.likelihood * t.impact,
        }
        for t in pack.meta.threats
    ]
    found = pd.DataFrame(rows).sort_values(
        ["score", "impact", "title"], ascending=[False, False, True], ignore_index=True, key=by_words
    )
    return found.assign(number=[str(place + 1) for place in found.index])


def _chart(ranked: pd.DataFrame) -> RatingChart:
    rated = [
        Rated(number=int(row.number), title=row.title, likelihood=row.likelihood, impact=row.impact)
        for row in records(ranked)
    ]
    return RatingChart(up=message("↑ likely"), across=message("impact →"), rated=tuple(rated))


def vulnerability_table(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Areas by the mission's rating of vulnerability, beside the number of incidents: the two need not agree."""
    if pack.areas["vulnerability"].isna().all():
        what = message("How vulnerable each area is")
        field = "areas[].vulnerability"
        return missing("vulnerability_table", pack, what=what, file=_FILE, field=field, question=question)
    rows = _rated_areas(pack)
    highest = leaders(pack.areas.dropna(subset=["vulnerability"]), "id", "vulnerability")
    top = [area_name(area) for area in pack.meta.areas if area.id in highest]
    many = plural("{n} area", "{n} areas", len(top))
    title = message(
        "Rated most vulnerable, {n} of 5: {areas}", n=int(rows["vulnerability"].max()), areas=tied(top, many)
    )
    labels = {
        "area": message("Area"),
        "vulnerability": message("Vulnerability, 1 to 5"),
        "incidents": message("Incidents reported"),
        "threats": message("Threats in the assessment"),
        "note": message("Note"),
    }
    if rows["incidents"].isna().all():
        del labels["incidents"]
    limits = message(
        "Differences inside an area: who lives there, and what they can do themselves, differs by village."
    )
    return evidence(
        "vulnerability_table",
        pack,
        title=title,
        shows=[message("Table of areas from the most to the least vulnerable.")],
        about=_FILE,
        beside="incidents.csv",
        question=question,
        table=table_of(rows, labels, numbers={"vulnerability", "incidents", "threats"}),
        cannot_show=[limits],
    )


def _rated_areas(pack: ContextPack) -> pd.DataFrame:
    """The areas, the most vulnerable first: area, vulnerability, incidents, threats (how many), note."""
    threats = pd.Series([threat.area for threat in pack.meta.threats], dtype="object").value_counts()
    described = {area.id: area for area in pack.meta.areas}
    rows = pack.areas.assign(
        area=phrases(pack.areas, (area_name(described[area]) for area in pack.areas["id"])),
        threats=[int(threats.get(area, 0)) for area in pack.areas["id"]],
        note=phrases(pack.areas, (prose(described[area].note) for area in pack.areas["id"])),
    )
    return rows.sort_values(
        ["vulnerability", "incidents", "area"],
        ascending=[False, False, True],
        na_position="last",
        ignore_index=True,
        key=by_words,
    )
