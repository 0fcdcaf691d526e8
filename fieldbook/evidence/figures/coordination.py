"""Who sits where, who protects where, and what the Council asked for."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import pandas as pd

from fieldbook.core.i18n import _, ngettext
from fieldbook.drawing.palette import ACCENT, LINE
from fieldbook.evidence.evidence import Figure, evidence, missing, table_of
from fieldbook.evidence.figures.chart_style import SIZE, WIDTH, canvas, circles, rules, texts
from fieldbook.evidence.figures.figure_words import clean, day, listing, name, number, tied
from fieldbook.evidence.figures.frame_rows import records

if TYPE_CHECKING:
    from fieldbook.context.pack import ContextPack

_FILE = "context.yml"
_COMPONENTS = ("leadership", "civilian", "police", "military", "support", "country-team", "host-state", "community")
_LEVELS = ("strategic", "operational", "tactical")
_HEAD = 104.0
_LEFT = 138.0
_ROW = 40.0
_WRAP = 18
"""Letters of a body's name that fit in a line; two lines are drawn."""


def component_text(component: str) -> str:
    """A component in words."""
    return {
        "leadership": _("leadership"),
        "civilian": _("civilian"),
        "police": _("police"),
        "military": _("military"),
        "support": _("support"),
        "country-team": _("country team"),
        "host-state": _("host State"),
        "community": _("community"),
    }[component]


def _level_text(level: str) -> str:
    return {"strategic": _("strategic"), "operational": _("operational"), "tactical": _("tactical")}[level]


def coordination_matrix(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Coordination bodies by the components that sit in them."""
    if not pack.meta.bodies:
        return missing(
            "coordination_matrix",
            pack,
            what=_("Coordination bodies and their members"),
            file=_FILE,
            field="bodies",
            question=question,
        )
    bodies = sorted(pack.meta.bodies, key=lambda body: _LEVELS.index(body.level))
    seats = pd.Series({part: sum(part in body.members for body in bodies) for part in _COMPONENTS})
    title = _seats_title(seats, len(bodies))
    rows = pd.DataFrame(
        [
            {
                "body": name(b.name),
                "short": name(b.short or b.name),
                "level": _level_text(b.level),
                "chair": name(b.chair),
                "meets": name(b.meets),
                "decides": clean(b.decides),
                "members": listing(component_text(part) for part in _COMPONENTS if part in b.members),
            }
            for b in bodies
        ]
    )
    values = "; ".join(f"{row.body}: {row.members}" for row in records(rows))
    alt = _(
        "Grid of coordination bodies and components, with a point where a component sits in a body. {values}."
    ).format(values=values)
    labels = {
        "body": _("Body"),
        "level": _("Level"),
        "chair": _("Chair"),
        "meets": _("Meets"),
        "decides": _("Decides"),
        "members": _("Members"),
    }
    chart = _grid(
        [row.short for row in records(rows)], [[part in body.members for part in _COMPONENTS] for body in bodies]
    )
    return evidence(
        "coordination_matrix",
        pack,
        title=title,
        alt=f"{alt} {title}.",
        chart=chart,
        about=_FILE,
        question=question,
        table=table_of(rows, labels),
        cannot_show=_("Whether members come, speak and are heard."),
    )


def _seats_title(seats: pd.Series, bodies: int) -> str:
    absent = [component_text(part) for part in seats.index[seats == 0]]
    if absent:
        text = ngettext(
            "No seat for {components} in the only coordination body listed",
            "No seat for {components} in any of {n} coordination bodies",
            bodies,
        )
        return text.format(n=number(bodies), components=listing(absent))
    fewest = [component_text(part) for part in seats.index[seats == seats.min()]]
    text = ngettext(
        "Every component sits in the only coordination body listed",
        "Fewest seats: {components}, in {n} of {bodies} coordination bodies",
        bodies,
    )
    return text.format(bodies=number(bodies), components=listing(fewest), n=number(int(seats.min())))


def _grid(names: list[str], members: list[list[bool]]) -> dict[str, Any]:
    step = (WIDTH - _LEFT) / len(_COMPONENTS)
    ys = [_HEAD + _ROW * (place + 0.5) for place in range(len(names))]
    xs = [_LEFT + step * (place + 0.5) for place in range(len(_COMPONENTS))]
    across = pd.DataFrame(
        {"x": 0.0, "x2": float(WIDTH), "y": [y + _ROW / 2 for y in ys], "y2": [y + _ROW / 2 for y in ys]}
    )
    seats = pd.DataFrame(
        [
            {"x": x, "y": y, "r": 7.0}
            for y, row in zip(ys, members, strict=True)
            for x, yes in zip(xs, row, strict=True)
            if yes
        ]
    )
    heads = pd.DataFrame({"text": [component_text(part) for part in _COMPONENTS], "x": xs, "y": _HEAD - 8})
    labels = pd.DataFrame([label for y, text in zip(ys, names, strict=True) for label in _two_lines(text, y)])
    down = pd.DataFrame({"x": xs, "x2": xs, "y": _HEAD, "y2": _HEAD + _ROW * len(names)})
    layers = [
        rules(across, color=LINE),
        rules(down, color=LINE),
        circles(seats, color=ACCENT),
        texts(heads, angle=270, align="left", fontSize=SIZE, limit=_HEAD - 10),
        texts(labels, limit=_LEFT - 8),
    ]
    return canvas(layers, _HEAD + _ROW * len(names) + 2)


def _two_lines(text: str, middle: float) -> list[dict[str, Any]]:
    lines = textwrap.wrap(text, _WRAP, max_lines=2, placeholder="…")
    return [
        {"text": line, "x": 0.0, "y": middle + (place - (len(lines) - 1) / 2) * (SIZE + 2)}
        for place, line in enumerate(lines)
    ]


def protection_actors(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Everybody who protects: component, tiers, areas, what they do."""
    actors = pack.meta.protection_actors
    if not actors:
        return missing(
            "protection_actors",
            pack,
            what=_("Who protects, where and how"),
            file=_FILE,
            field="protection_actors",
            question=question,
        )
    areas = {area.id: name(area.name) for area in pack.meta.areas}
    covered = {area for actor in actors for area in actor.areas}
    empty = [label for area, label in areas.items() if area not in covered]
    rows = pd.DataFrame(
        [
            {
                "actor": name(a.name),
                "component": component_text(a.component),
                "tiers": listing(a.tiers) or None,
                "areas": listing(areas.get(area, area) for area in a.areas) or None,
                "does": clean(a.does),
            }
            for a in actors
        ]
    )
    labels = {
        "actor": _("Who"),
        "component": _("Component"),
        "tiers": _("Tiers"),
        "areas": _("Areas"),
        "does": _("What they do"),
    }
    title = _covered_title(len(actors), empty, len(areas))
    return evidence(
        "protection_actors",
        pack,
        title=title,
        alt=_("Table of those who protect. {title}.").format(title=title),
        about=_FILE,
        question=question,
        table=table_of(rows, labels),
        cannot_show=_("How people protect themselves, and who is present on a given day."),
    )


def _covered_title(actors: int, empty: list[str], areas: int) -> str:
    who = ngettext("{n} protection actor is listed", "{n} protection actors are listed", actors).format(
        n=number(actors)
    )
    if not empty:
        return who + _("; each area has at least one")
    none = ngettext("{n} area", "{n} areas", len(empty)).format(n=len(empty))
    if len(empty) == areas:
        return who + _("; no area is named for any of them")
    return who + _("; none for {areas}").format(areas=tied(empty, none))


def mandate_table(pack: ContextPack, *, question: str | None = None) -> Figure:
    """The mandate, paragraph by paragraph: verb, task, part of the protection mandate or not, tier."""
    mandate = pack.meta.mandate
    if not mandate.tasks:
        return missing(
            "mandate_table",
            pack,
            what=_("The mandate, paragraph by paragraph"),
            file=_FILE,
            field="mandate.tasks",
            question=question,
        )
    rows = pd.DataFrame(
        [
            {
                "paragraph": clean(task.paragraph),
                "verb": clean(task.verb),
                "text": clean(task.text),
                "poc": _("yes") if task.poc else _("no"),
                "tier": task.tier,
            }
            for task in mandate.tasks
        ]
    )
    poc = sum(task.poc for task in mandate.tasks)
    of = ngettext("{poc} of {n} task listed", "{poc} of {n} tasks listed", len(mandate.tasks)).format(
        poc=number(poc), n=number(len(mandate.tasks))
    )
    title = _("Protection mandate: {tasks}").format(tasks=of)
    if mandate.resolution:
        title = _("Protection mandate in {resolution}: {tasks}").format(resolution=name(mandate.resolution), tasks=of)
    labels = {
        "paragraph": _("Paragraph"),
        "verb": _("Verb"),
        "text": _("Task"),
        "poc": _("Protection mandate"),
        "tier": _("Tier"),
    }
    until = _("The mandate runs until {day}.").format(day=day(mandate.until)) if mandate.until else ""
    limits = " ".join(part for part in (_("The exact words: read the resolution itself."), until) if part)
    return evidence(
        "mandate_table",
        pack,
        title=title,
        alt=_("Table of the mandate's tasks. {title}.").format(title=title),
        about=_FILE,
        question=question,
        table=table_of(rows, labels),
        cannot_show=limits,
    )
