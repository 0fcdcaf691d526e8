"""Three real packs beside Ondara: what the course says in each is what plain pandas says of the file, and fair."""

from __future__ import annotations

import dataclasses
import html
import json
import re
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pytest
from one_key import one_key

from building import PROJECT, SHARED
from fieldbook.assessment.bound_bank import bound_places
from fieldbook.assessment.form_draw import Draw
from fieldbook.assessment.shapes import BoundItem, LeftOutError
from fieldbook.checks.all_rules import BANK_RULES, PAGE_RULES, check_course
from fieldbook.context.fill import filled
from fieldbook.context.importing.event_import import import_events
from fieldbook.context.importing.event_places import Files
from fieldbook.context.importing.source_rules import layouts
from fieldbook.context.values import safe_values, values
from fieldbook.core.message import in_words
from fieldbook.core.problems import Problem
from fieldbook.course.sources import Course, load_course
from fieldbook.drawing.chart_spec import chart_spec
from fieldbook.evidence import figures
from fieldbook.evidence.evidence import Evidence, Missing
from fieldbook.exercise.exercise_binding import bind_exercise
from fieldbook.exercise.exercise_html import dressed

GED = SHARED / "data" / "ucdp-ged"
SHAPES = SHARED / "data" / "natural-earth"
FULL = {
    "south-sudan": ("ged_south_sudan_hdx.csv", "South Sudan", "SSD"),
    "car": ("ged_central_african_republic.csv", "Central African Republic", "CAF"),
}
PACKS = {**FULL, "dr-congo": ("ged201_reduced_dr_congo.csv", "DR Congo (Zaire)", "COD")}

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not GED.exists(), reason=f"the shared data are not here: {GED}"),
]
every = pytest.mark.parametrize("name", PACKS)
full = pytest.mark.parametrize("name", FULL)


@lru_cache
def course(name: str) -> Course:
    """The course with the pack that the importer makes of the file."""
    file, country, code = PACKS[name]
    with TemporaryDirectory() as folder:
        outline = Files(outline=SHAPES / f"{code}_admin0_50m.geojson")
        import_events(layouts("ucdp"), [GED / file], country, Path(folder) / name, outline)
        if name == next(iter(PACKS)):
            return load_course(PROJECT, str(Path(folder) / name))
        pack = load_course(PROJECT, str(Path(folder) / name)).context
    return dataclasses.replace(course(next(iter(PACKS))), context=pack, shown=pack, whole=pack)


@lru_cache
def plain(name: str) -> pd.DataFrame:
    """The CSV as it is, without HDX's row of tags."""
    frame = pd.read_csv(GED / PACKS[name][0], low_memory=False)
    frame = frame[frame["year"].astype(str).str.isdigit()] if name in FULL else frame
    numbers = [column for column in ("type_of_violence", "deaths_civilians", "best") if column in frame]
    return frame.assign(**{column: frame[column].astype(int) for column in numbers})


def bound(name: str) -> dict[str, BoundItem]:
    """The computed questions that the pack's data decide."""
    return {
        place.item.id: item
        for place, item in bound_places(course(name))
        if place.item.query is not None and not isinstance(item, LeftOutError)
    }


def key(item: BoundItem) -> str:
    return next(html.unescape(option.text) for _ref, option in item.refs() if option.is_right)


@every
def test_no_fault_and_the_totals_of_the_file(name: str) -> None:
    assert [str(p) for p in check_course(course(name), BANK_RULES + PAGE_RULES) if _is_fault(p)] == []
    pack, file = course(name).context, plain(name)
    assert (len(pack.incidents), int(pack.incidents["killed_best"].sum())) == (len(file), int(file["best"].sum()))
    killed = values(pack)["data"]["civilians_killed"]
    assert int(killed.replace(",", "")) == int(file["deaths_civilians"].sum())


def _is_fault(problem: Problem) -> bool:
    return not problem.warning


@every
def test_each_computed_question_has_one_key_or_is_left_out(name: str) -> None:
    for item in bound(name).values():
        one_key(item)
    assert len(bound(name)) >= {"south-sudan": 28, "car": 28, "dr-congo": 0}[name]
    for drawn in Draw(course(name)).forms.values():
        assert drawn.items


@full
def test_keys_are_what_pandas_says(name: str) -> None:
    file, items = plain(name), bound(name)
    attacks = file[file["type_of_violence"] == 3]
    assert key(items["m1-i-who-attacks"]) == attacks["side_a"].value_counts().index[0]
    areas = file["adm_1"].str.strip().str.replace(r"\s+(state|prefecture|province|region)$", "", regex=True)
    known = areas.where(file["where_prec"].astype(int) < 5).dropna()
    assert key(items["m1-i-quiet-area"]) == known.value_counts().index[-1]
    killed = file["deaths_civilians"].groupby(known).sum().sort_values(ascending=False)
    assert key(items["m2-i-most-killed"]) == killed.index[0]
    state = attacks["side_a"] == f"Government of {PACKS[name][1]}"
    assert key(items["m3-i-record"]) == str(round(100 * state.mean()))
    clashes = file[file["type_of_violence"] < 3]
    share = 100 * clashes["deaths_civilians"].sum() / clashes["best"].sum()
    assert key(items["m1-i-clash-share"]) == str(round(share))
    assert f"the best {file['best'].sum():,}" in items["m2-i-range"].stem, "the same total as in the figures"


@every
def test_nothing_invented_is_said_of_a_real_party_or_place(name: str) -> None:
    """ "Two hundred of CPC are walking on the town" was in the exercise, and in no report."""
    pack = course(name).context
    names = {actor.name for actor in pack.meta.actors if len(actor.name) > 3} | {"Government of"}
    for loaded in course(name).exercises.values():
        exercise = bind_exercise(loaded, pack, course(name).tensions)
        assert {one["origin"] for one in exercise["cast"] if one["kind"] in ("actor", "place")} == {"neutral"}
        words = re.sub(r"<[^>]+>|&\w+;", " ", json.dumps(dressed(exercise) | {"cast": []}, ensure_ascii=False))
        assert [one for one in names if re.search(rf"\b{re.escape(one)}\b", words)] == []
        assert "{{" not in words


@every
def test_the_modules_sentences_read_well(name: str) -> None:
    known = safe_values(course(name).context)
    for notebook in course(name).notebooks.values():
        for cell in notebook.cells:
            if cell.kind != "markdown" or "{{" not in cell.source:
                continue
            text = html.unescape(filled(cell.source, known, _fault))
            assert not re.search(r"(^|[.!?:]\s+)the mission", text), text
            assert "(the mission)" not in text, text
            assert not re.search(r"\b(nan|NaT|1 January 2019)\b", text), text
            assert not re.search(r"(in|about|of) (Central|Democratic)", text), "the country has an article"


def _fault(message: str, remedy: str, code: str) -> Problem:
    raise AssertionError(message)


@every
def test_figures_are_true_to_the_file(name: str) -> None:
    shown: dict[str, Any] = {one: in_words(getattr(figures, one)(course(name).context)) for one in figures.__all__}
    for one, figure in shown.items():
        if isinstance(figure, Evidence):
            assert not re.match(r"[a-z](?!nti-Balaka)", figure.title), one
            assert figure.chart is None or chart_spec(figure.chart)["height"] < 900, f"{one} fits a phone"
    if name in FULL:
        assert "Area not known" not in shown["where_map"].title
        assert "community" in shown["who_harms_whom"].cannot_show, "sides bear the names of communities"
        return
    assert {one for one, figure in shown.items() if isinstance(figure, Missing)} >= {
        "who_harms_whom", "top_actors", "seasonality", "recent_hotspots"
    }  # fmt: skip
