"""The file set of the exercises of one edition: a page to run each, its paper, a list, one style and one script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import rjsmin

from fieldbook.context.pack import ContextPack
from fieldbook.context.values import format_date
from fieldbook.core.i18n import _, direction, language
from fieldbook.course.sources import Course
from fieldbook.drawing.sketch_map import FieldMap, Ground, field_map
from fieldbook.exercise.exercise_binding import bind_exercise
from fieldbook.exercise.exercise_html import list_page, paper_page, run_page
from fieldbook.exercise.msel_write import msel_workbook
from fieldbook.model.context import UNKNOWN_AREA
from fieldbook.player.joined import joined

FOLDER = Path(__file__).parent / "page"


def exercise_files(course: Course) -> Iterator[tuple[str, bytes]]:
    """Name and content of every file, in order of name."""
    head = page_head(course)
    bound = [
        bind_exercise(loaded, course.context, course.tensions) for _name, loaded in sorted(course.exercises.items())
    ]
    files = {"exercise.css": style(), "exercise.js": script(), "index.html": list_page(bound, head)}
    for exercise in bound:
        ground = ground_of(course.context, exercise)
        paper = f"{exercise['id']}-paper.html"
        own = head | {"paper": paper}
        files[f"{exercise['id']}.html"] = run_page(exercise, ground, own)
        files[paper] = paper_page(exercise, ground, own)
    packed = {name: text.encode() for name, text in files.items()}
    for exercise in bound:
        source = course.exercises[exercise["id"]].value
        packed[f"{exercise['id']}-msel.xlsx"] = msel_workbook(source, head["context"], exercise["cast"])
    yield from sorted(packed.items())


def page_head(course: Course) -> dict[str, Any]:
    """What every page of an edition says about it."""
    meta = course.context.meta
    invented = _("An exercise. Events are invented.")
    where = _("{context}, data as of {date}.").format(context=meta.title, date=format_date(meta.as_of))
    return {
        "course": course.file.value.id,
        "context": meta.id,
        "context_title": meta.title,
        "lang": language(),
        "dir": direction(),
        "note": f"{invented} {where}",
        "objectives": {name: objective.text for name, objective in course.objectives.items()},
        "kinds": {"strategic": _("Strategic"), "operational": _("Operational"), "local": _("Local")},
        "paper": "",
    }


def ground_of(pack: ContextPack, exercise: Mapping[str, Any]) -> FieldMap | None:
    """The map of an exercise: the area and places of its cast, reports as circles by place."""
    names = {area.id: area.name for area in pack.meta.areas if area.id != UNKNOWN_AREA}
    areas = [member["key"] for member in exercise["cast"] if member["kind"] == "area" and member["key"]]
    places = {m["id"]: tuple(m["point"]) for m in exercise["cast"] if m["kind"] == "place" and m["point"]}
    ground = Ground(pack.shapes, names, areas[:1], places, _reports(pack))
    return field_map(ground, _("Map of {area}").format(area=names.get(areas[0], "") if areas else ""))


def _reports(pack: ContextPack) -> list[tuple[float, float, int]]:
    """Reports by place: the middle of their positions, and how many."""
    frame = pack.incidents.dropna(subset=["place", "lat", "lon"])
    frame = frame[pd.to_datetime(frame["date"]) <= pd.Timestamp(pack.meta.as_of)]
    found = frame.groupby(["area", "place"]).agg(lon=("lon", "mean"), lat=("lat", "mean"), reports=("event_id", "size"))
    rows = found.itertuples(index=False, name=None)
    return [(round(lon, 2), round(lat, 2), int(count)) for lon, lat, count in rows]


@lru_cache
def script() -> str:
    """The run page's script: classic, because browsers refuse modules on ``file://``."""
    return f'(() => {{"use strict";{rjsmin.jsmin(joined("run.js", FOLDER))}}})();\n'


@lru_cache
def style() -> str:
    """The style sheet of all pages of exercises."""
    return (FOLDER / "exercise.css").read_text("utf-8")
