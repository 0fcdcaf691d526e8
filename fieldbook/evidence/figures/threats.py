"""The mission's own judgement: which threats are likely and grave, which areas are vulnerable."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import pandas as pd

from fieldbook.core.i18n import _, ngettext
from fieldbook.drawing.palette import LINE, MUTED, PAPER, SOFT
from fieldbook.evidence.evidence import Figure, evidence, missing, table_of
from fieldbook.evidence.figures.chart_style import SIZE, WIDTH, bars, canvas, texts
from fieldbook.evidence.figures.figure_words import leaders, name, number, prose, tied
from fieldbook.evidence.figures.frame_rows import records

if TYPE_CHECKING:
    from fieldbook.context.pack import ContextPack

_FILE = "context.yml"
_HIGH = 15
"""Likelihood times impact from which a cell is tinted: at least 3 by 5."""
_LEFT = 60
_CELL_WIDTH = (WIDTH - _LEFT) / 5
_CELL = 50
_WRAP = 50


def threat_matrix(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Threats in a grid of likelihood by impact; numbers in the grid lead to the list beneath."""
    if not pack.meta.threats:
        return missing(
            "threat_matrix", pack, what=_("The threat assessment"), file=_FILE, field="threats", question=question
        )
    ranked = _ranked(pack)
    top = ranked[ranked["score"] == ranked["score"].max()]
    many = ngettext("{n} threat", "{n} threats", len(top)).format(n=len(top))
    title = _("Rated highest by likelihood and impact: {threats}").format(
        threats=tied([f"“{t}”" for t in top["title"]], many)
    )
    listed = "; ".join(
        _("{number}. {threat}: likelihood {likelihood}, impact {impact}").format(
            number=row.number, threat=row.title, likelihood=row.likelihood, impact=row.impact
        )
        for row in records(ranked)
    )
    alt = _(
        "Grid of likelihood and impact, each from 1 to 5, with the number of each threat in its cell. {values}."
    ).format(values=listed)
    labels = {
        "number": _("No."),
        "title": _("Threat"),
        "actor": _("Actor"),
        "area": _("Area"),
        "who": _("Who is at risk"),
        "likelihood": _("Likelihood"),
        "impact": _("Impact"),
    }
    return evidence(
        "threat_matrix",
        pack,
        title=title,
        alt=f"{alt} {title}.",
        chart=_matrix(ranked),
        about=_FILE,
        question=question,
        table=table_of(ranked, labels, numbers={"likelihood", "impact"}),
        cannot_show=_(
            "Ratings are judgements by people on a given day; a product of two ratings is an order, not a measurement."
        ),
    )


def _ranked(pack: ContextPack) -> pd.DataFrame:
    actors = {actor.id: name(actor.name) for actor in pack.meta.actors}
    areas = {area.id: name(area.name) for area in pack.meta.areas}
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
        ["score", "impact", "title"], ascending=[False, False, True], ignore_index=True
    )
    return found.assign(number=[str(place + 1) for place in found.index])


def _matrix(ranked: pd.DataFrame) -> dict[str, Any]:
    height = 5 * _CELL
    cells = pd.DataFrame([_cell(likelihood, impact) for likelihood in range(1, 6) for impact in range(1, 6)])
    inside = [
        {"text": line, **_middle(row.likelihood, row.impact, place, len(lines))}
        for row in ranked.groupby(["likelihood", "impact"])["number"].agg(list).reset_index().pipe(records)
        for lines in [textwrap.wrap(" ".join(row.number), 8)]
        for place, line in enumerate(lines)
    ]
    scale = [{"text": str(n), "x": _LEFT + (n - 0.5) * _CELL_WIDTH, "y": height + 12.0} for n in range(1, 6)]
    scale += [{"text": str(n), "x": _LEFT - 10.0, "y": height - (n - 0.5) * _CELL} for n in range(1, 6)]
    words = pd.DataFrame({"text": [_("impact →"), _("↑ likely")], "x": [WIDTH * 1.0, 0.0], "y": [height + 30.0, 8.0]})
    keys, bottom = _key(ranked, height + 62.0)
    layers = [
        bars(cells[~cells["high"]], color=PAPER, stroke=LINE),
        bars(cells[cells["high"]], color=SOFT, stroke=LINE),
        texts(pd.DataFrame(inside), align="center", fontWeight="bold"),
        texts(pd.DataFrame(scale), align="center", color=MUTED),
        texts(words.head(1), align="right", color=MUTED),
        texts(words.tail(1), color=MUTED, limit=_LEFT - 4),
        texts(keys[keys["x"] == 0], fontWeight="bold"),
        texts(keys[keys["x"] > 0], limit=WIDTH - 28),
    ]
    return canvas(layers, bottom)


def _cell(likelihood: int, impact: int) -> dict[str, Any]:
    x, y = _LEFT + (impact - 1) * _CELL_WIDTH, (5 - likelihood) * _CELL
    return {"x": x, "x2": x + _CELL_WIDTH, "y": y, "y2": y + _CELL, "high": likelihood * impact >= _HIGH}


def _middle(likelihood: int, impact: int, place: int, lines: int) -> dict[str, float]:
    y = (5.5 - likelihood) * _CELL + (place - (lines - 1) / 2) * (SIZE + 3)
    return {"x": _LEFT + (impact - 0.5) * _CELL_WIDTH, "y": y}


def _key(ranked: pd.DataFrame, top: float) -> tuple[pd.DataFrame, float]:
    """Number and wrapped title of every threat beneath the grid, and where the list ends."""
    rows: list[dict[str, Any]] = []
    y = top
    for row in records(ranked):
        rows.append({"text": row.number, "x": 0.0, "y": y})
        for line in textwrap.wrap(str(row.title), _WRAP):
            rows.append({"text": line, "x": 28.0, "y": y})
            y += 18
        y += 5
    return pd.DataFrame(rows), y - 10


def vulnerability_table(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Areas by the mission's rating of vulnerability, beside the number of incidents: the two need not agree."""
    areas = pack.areas[pack.areas["vulnerability"].notna()]
    if areas.empty:
        return missing(
            "vulnerability_table",
            pack,
            what=_("How vulnerable each area is"),
            file=_FILE,
            field="areas[].vulnerability",
            question=question,
        )
    threats = pd.Series([threat.area for threat in pack.meta.threats], dtype="object").value_counts()
    notes = {area.id: prose(area.note) for area in pack.meta.areas}
    rows = pack.areas.assign(
        area=[name(n) for n in pack.areas["name"]],
        threats=[int(threats.get(i, 0)) for i in pack.areas["id"]],
        note=pack.areas["id"].map(notes),
    )
    rows = rows.sort_values(
        ["vulnerability", "incidents", "area"], ascending=[False, False, True], na_position="last", ignore_index=True
    )
    rating = areas.set_index(areas["name"].map(name))["vulnerability"].astype(int)
    top = leaders(rating)
    many = ngettext("{n} area", "{n} areas", len(top)).format(n=len(top))
    title = _("Rated most vulnerable, {n} of 5: {areas}").format(n=number(int(rating.max())), areas=tied(top, many))
    labels = {
        "area": _("Area"),
        "vulnerability": _("Vulnerability, 1 to 5"),
        "incidents": _("Incidents reported"),
        "threats": _("Threats in the assessment"),
        "note": _("Note"),
    }
    if rows["incidents"].isna().all():
        del labels["incidents"]
    alt = _("Table of areas from the most to the least vulnerable. {title}.").format(title=title)
    return evidence(
        "vulnerability_table",
        pack,
        title=title,
        alt=alt,
        about=_FILE,
        beside="incidents.csv",
        question=question,
        table=table_of(rows, labels, numbers={"vulnerability", "incidents", "threats"}),
        cannot_show=_(
            "Differences inside an area: who lives there, and what they can do themselves, differs by village."
        ),
    )
