"""Who sits where and who protects how: tables from the mission's own description."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pandas as pd

from fieldbook.figures.actors import CONTEXT_FILE
from fieldbook.figures.evidence import Figure, evidence, missing, table_of
from fieldbook.figures.words import listing, name, number
from fieldbook.i18n import _
from fieldbook.model.context import Component

if TYPE_CHECKING:
    from fieldbook.load.context import ContextPack

_LEVELS = ("strategic", "operational", "tactical")


def component_name(component: str) -> str:
    """A component in words."""
    words = {
        "leadership": _("Leadership"),
        "civilian": _("Civilian sections"),
        "police": _("Police"),
        "military": _("Military"),
        "support": _("Mission support"),
        "country-team": _("Country team and partners"),
        "host-state": _("Host State"),
        "community": _("Community"),
    }
    return words[component]


def _level(level: str) -> str:
    return {"strategic": _("Strategic"), "operational": _("Operational"), "tactical": _("Tactical")}[level]


def coordination_matrix(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Coordination bodies by level, what they decide and who sits in them."""
    bodies = pack.meta.bodies
    if not bodies:
        return missing("coordination_matrix", pack, what=_("Coordination bodies"), file=CONTEXT_FILE, field="bodies", question=question)
    parts: tuple[str, ...] = get_args(Component)
    rows = [
        {"name": name(b.name), "level": _level(b.level), "chair": b.chair, "meets": b.meets, "decides": b.decides}
        | {part: "●" if part in b.members else None for part in parts}
        for b in sorted(bodies, key=lambda body: _LEVELS.index(body.level))
    ]
    local = [body for body in bodies if "community" in body.members]
    title = _("{n} of {total} coordination bodies have a seat for the community: {names}").format(
        n=number(len(local)), total=number(len(bodies)), names=listing(name(body.name) for body in local) or _("none")
    )
    labels = {"name": _("Body"), "level": _("Level"), "decides": _("Decides"), "chair": _("Chair"), "meets": _("Meets")}
    labels |= {part: component_name(part) for part in parts}
    alt = _("Table of coordination bodies; a dot marks who sits in them. {title}.").format(title=title)
    return evidence("coordination_matrix", pack, title=title, alt=alt, about=CONTEXT_FILE, question=question, table=table_of(pd.DataFrame(rows), labels),
                    cannot_show=_("Whether those who have a seat come, speak and are heard."))  # fmt: skip


def protection_actors(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Who protects, in which tiers and areas."""
    actors = pack.meta.protection_actors
    if not actors:
        return missing("protection_actors", pack, what=_("Those who protect"), file=CONTEXT_FILE, field="protection_actors", question=question)
    areas = {area.id: area.name for area in pack.meta.areas}
    rows = [
        {"name": name(a.name), "component": component_name(a.component), "tiers": ", ".join(a.tiers) or None,
         "areas": listing(name(areas[area]) for area in a.areas) or None, "does": a.does}
        for a in actors
    ]  # fmt: skip
    reached = {area for actor in actors for area in actor.areas}
    without = [name(area.name) for area in pack.meta.areas if area.id not in reached]
    title = _("No protection actor is listed for {areas}").format(areas=listing(without)) if without else _("Every area has at least one protection actor")
    labels = {"name": _("Who"), "component": _("Part of"), "tiers": _("Tiers"), "areas": _("Where"), "does": _("Does")}
    alt = _("Table of those who protect. {title}.").format(title=title)
    return evidence("protection_actors", pack, title=title, alt=alt, about=CONTEXT_FILE, question=question, table=table_of(pd.DataFrame(rows), labels),
                    cannot_show=_("How well somebody protects, and what families and neighbours do for each other."))  # fmt: skip


def mandate_table(pack: ContextPack, *, question: str | None = None) -> Figure:
    """The mandate paragraph by paragraph: operative verb, text, part of the protection mandate, tier."""
    tasks = pack.meta.mandate.tasks
    if not tasks:
        return missing("mandate_table", pack, what=_("The mandate, paragraph by paragraph"), file=CONTEXT_FILE, field="mandate.tasks", question=question)
    rows = [
        {"paragraph": t.paragraph, "verb": t.verb, "text": t.text, "poc": _("yes") if t.poc else _("no"), "tier": t.tier} for t in tasks
    ]
    poc = sum(task.poc for task in tasks)
    force = [task.paragraph for task in tasks if task.verb == "authorizes"]
    title = _("{n} of {total} paragraphs belong to the protection mandate; {m} authorize force or other means").format(n=number(poc), total=number(len(tasks)), m=number(len(force)))
    labels = {"paragraph": _("Paragraph"), "verb": _("Verb"), "text": _("What it says, in our words"), "poc": _("Protection"), "tier": _("Tier")}
    alt = _("Table of the mandate's paragraphs. {title}.").format(title=title)
    return evidence("mandate_table", pack, title=title, alt=alt, about=CONTEXT_FILE, question=question, table=table_of(pd.DataFrame(rows), labels),
                    cannot_show=_("The Council's own words: read the resolution."))  # fmt: skip
