"""An empty context pack in which every field is explained."""

from __future__ import annotations

import re
from pathlib import Path

from fieldbook.build.atomic import new_folder
from fieldbook.errors import CourseError, Problem
from fieldbook.i18n import _
from fieldbook.model.table import Alert, Displacement, Incident

PLACEHOLDERS = {
    *("TITLE OF THE PACK", "NAME OF THE MISSION", "SHORT NAME", "COUNTRY", "NAME OF AN AREA"),
    *("WHO KEEPS THIS TABLE", "LICENCE", "HOW TO CITE IT"),
}
"""Words of an empty pack that the mission has to replace."""

_TEXT = """\
# Context pack {name}. Replace what stands in capitals, and remove the # from what you can fill in.
# What stays out prints as "not yet provided by the mission". Fields: docs/context-packs.md.
id: {name}
title: TITLE OF THE PACK
fictional: false
as_of: 2026-01-31              # the day up to which the data are complete
mission:
  name: NAME OF THE MISSION
  short: SHORT NAME
  country: COUNTRY
  # people: ADJECTIVE OF THE COUNTRY
  # headquarters: CITY
  # established: 2011-07-09
# mandate:                     # read the resolution itself; module 1 shows it
#   resolution: resolution 0000 (2026)
#   adopted: 2026-01-31
#   until: 2027-01-31
#   summary: What the Council asks for, in two sentences.
#   tasks:
#     - id: t-protect
#       paragraph: "1"
#       verb: authorizes       # decides, authorizes, requests, calls upon
#       poc: true              # part of the protection mandate
#       tier: II               # I, II or III
#       text: Who must do what, for whom, with which limits.
# languages: []                # that people in the areas speak
areas:                         # at least one; its shape is the feature with the same id in areas.geojson
  - id: area-one
    name: NAME OF AN AREA
    # vulnerability: 3         # 1 to 5
    # note: What matters here.
# actors:
#   - id: actor-one
#     name: NAME AS IN incidents.csv
#     kind: armed-group        # host-state, opposition, armed-group, self-defence, communal, criminal,
#                              # community, civil-society, foreign, unknown
#     interests: What it wants.
#     influence: 3             # 1 to 5
#     stance: -1               # -2 drives threats, 2 reduces them
#     intent: 3                # 1 to 5
#     capability: 3            # 1 to 5
# threats:
#   - id: th-one
#     title: What happens
#     actor: id-of-actor
#     area: id-of-area
#     who: Women, men, girls or boys at risk
#     likelihood: 3            # 1 to 5
#     impact: 3                # 1 to 5
#     signs: [early warning sign, another sign]
# bodies:
#   - id: b-one
#     name: Name
#     level: operational       # strategic, operational, tactical
#     chair: Who
#     meets: every week
#     decides: What
#     members: [civilian, police, military]
# protection_actors:
#   - id: p-one
#     name: Name
#     component: civilian
#     tiers: [I]
#     areas: [id-of-area]
#     does: What
tables:                        # one entry for each table with rows
  - file: incidents.csv
    title: Reported incidents
    source: WHO KEEPS THIS TABLE
    licence: LICENCE
    citation: HOW TO CITE IT
    may_ship: totals           # what the licence lets leave in a package: rows, totals or nothing
    cannot_show: What nobody reported. No event on record is not safety.
"""

_SHAPES = """\
{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"id": "area-one"}, "geometry": {"type": "Point", "coordinates": [0, 0]}}
]}
"""


def new_context(name: str, into: Path) -> str:
    """Write the empty pack ``name`` to the new folder ``into``; what to do next, in words.

    Raises
    ------
    CourseError
        The name is no id, or the folder exists.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name) or len(name) > 60:
        message, remedy = f"{name!r} is not an id", "Use small letters, digits and hyphens, and begin with a letter."
        raise CourseError([Problem("contexts", 0, "name", message, remedy, "FB-IMP-12")])
    if into.exists():
        message, remedy = "exists already", "Choose another name."
        raise CourseError([Problem(str(into), 0, "", message, remedy, "FB-IMP-11")])
    with new_folder(into) as folder:
        (folder / "context.yml").write_text(_TEXT.format(name=name), "utf-8")
        (folder / "areas.geojson").write_text(_SHAPES, "utf-8")
        for file, model in (("incidents.csv", Incident), ("alerts.csv", Alert), ("displacement.csv", Displacement)):
            (folder / file).write_text(",".join(model.model_fields) + "\n", "utf-8")
    return _(
        "{folder} is ready: fill in context.yml and incidents.csv, then run fieldbook check --context {name}"
    ).format(folder=into, name=name)
