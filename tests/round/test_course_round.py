"""A whole course round: tests before and after, a lesson, an exercise, a sealed test; in Chromium, on paper, elsewhere;
collected twice in chance order; the report's figures against those of pandas from what everybody meant to answer."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
import shutil
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from playwright.sync_api import Browser
from round_course import OBJECTIVES, make_round
from round_people import ALL, BROWSER, PAPER, SEALED, Person, people, planted
from round_play import LESSON, elsewhere, exercise_log, in_browser, on_sheets, sealed, written
from typer.testing import CliRunner

from building import TINY, Built, quiet
from fieldbook.assessment.form_draw import Draw, DrawnForm
from fieldbook.assessment.sealing_keys import private_key, public_point
from fieldbook.cli.app import app
from fieldbook.course.sources import load_course
from fieldbook.editions.edition_build import Request
from fieldbook.editions.publish import build_edition
from fieldbook.exercise.exercise_binding import bind_exercise
from fieldbook.results.collect import Summary, collect
from fieldbook.results.evaluate import report
from fieldbook.results.readers import Means
from fieldbook.results.scoring_bank import ScoringBank

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.acceptance]

SEED = 1
NOW = dt.datetime(2126, 1, 1, tzinfo=dt.UTC)  # pages take the time of the machine
CONTENT = ("attempts", "answers", "practice", "learners", "happenings", "conflicts")


@dataclasses.dataclass(frozen=True)
class Round:
    folder: Path
    forms: dict[str, DrawnForm]
    everybody: list[Person]
    goes: list[tuple[Summary, dict[str, list[object]]]]

    def table(self, name: str) -> pd.DataFrame:
        """A table of the report."""
        return duckdb.sql(f"SELECT * FROM '{self.folder}/report/parquet/{name}.parquet'").df()

    def scores(self, form: str, *names: str) -> pd.DataFrame:
        """1 and 0 by person and question, from what everybody meant; ``names`` of facts about the person besides."""
        keys = {i.bound.id: i.bound.keys[0] for i in self.forms[form].items}
        rows = {
            person.name: {item: float(option == keys[item]) for item, option in person.answers[form].items()}
            | {name: getattr(person, name) for name in names}
            for person in self.everybody
            if form in person.answers
        }
        return pd.DataFrame.from_dict(rows, orient="index")


def _played(
    root: Path, folder: Path, point: bytes, forms: dict[str, DrawnForm], everybody: list[Person], chromium: Browser
) -> None:
    """Everything that comes home, in ``folder``."""
    book = Built(
        root, build_edition(Request(root, None, "learner", "en", point), ["html"], folder / "dist", quiet)
    ).html
    home = folder / "home"
    for number, person in enumerate(everybody[:BROWSER]):
        written(home / f"b{number}.json", in_browser(chromium, book, forms, person, number))
    written(home / "sealed.json", sealed(chromium, book, forms["exam"], everybody[:SEALED]))
    for number, data in enumerate(on_sheets(root, folder / "sheets", everybody[BROWSER : BROWSER + PAPER])):
        written(home / f"paper{number}.json", data)
    for number, person in enumerate(everybody[BROWSER + PAPER :]):
        elsewhere(home / f"e{number}.json", forms, person, number)
    course = load_course(root)
    exercise_log(home / "run.json", bind_exercise(course.exercises["x1-well"], course.context, course.tensions))
    lines = [f"{p.name},{p.gender},{p.component}" for p in everybody[BROWSER:]]
    lines.append(f"{everybody[5].name},,civilian")  # and the record says otherwise
    written(home / "people.csv", "\n".join(["pseudonym,gender,component", *lines]))


def _content(store: Path) -> dict[str, list[object]]:
    with duckdb.connect(store, read_only=True) as connection:
        return {table: connection.execute(f"FROM {table} ORDER BY ALL").fetchall() for table in CONTENT}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Round:
    folder = tmp_path_factory.mktemp("round")
    root = make_round(Path(shutil.copytree(TINY, folder / "tiny")))
    forms = Draw(load_course(root)).forms
    everybody = people(forms, SEED)
    made = CliRunner().invoke(app, ["keys", "new", str(folder / "trainer.key")])
    assert made.exit_code == 0, made.output
    _played(root, folder, public_point(folder / "trainer.key.pub"), forms, everybody, chromium)
    files = sorted((folder / "home").iterdir())
    means, store = Means(ScoringBank(root), private_key(folder / "trainer.key")), folder / "c.duckdb"
    goes = []
    for seed in (1, 2):
        random.Random(seed).shuffle(files)  # noqa: S311
        goes.append((collect(files, store, means, NOW), _content(store)))
    report(store, folder / "report")
    return Round(folder, forms, everybody, goes)


def test_everything_came_home_once(played: Round) -> None:
    (first, before), (second, after) = played.goes
    count = len(list((played.folder / "home").iterdir()))
    assert (first.problems, first.files, first.again) == ([], count, 0)
    assert first.learners == ALL
    assert first.attempts == ALL + ALL - 2 + SEALED
    assert (second.problems, second.files, second.again, second.attempts) == ([], count, count, 0)
    assert after == before


def test_figures_equal_those_of_another_path(played: Round) -> None:
    questions = played.table("questions").set_index(["form", "item"])
    tests = played.table("tests").set_index("form")
    for form in ("before", "after"):
        scores = played.scores(form)
        for item in scores:
            found, rest = questions.loc[(form, item)], scores.drop(columns=item).sum(axis=1)
            assert found["n"] == len(scores)
            assert found["difficulty"] == pytest.approx(scores[item].mean(), abs=1e-6)
            assert found["discrimination"] == pytest.approx(scores[item].corr(rest), abs=1e-5)
        k, total = len(scores.columns), scores.sum(axis=1)
        assert tests["n"][form] == len(scores)
        assert tests["alpha"][form] == pytest.approx(k / (k - 1) * (1 - scores.var().sum() / total.var()), abs=1e-6)


def test_sealed_answers_and_lessons_count(played: Round) -> None:
    with duckdb.connect(played.folder / "c.duckdb", read_only=True) as connection:
        points = connection.execute(
            "SELECT pseudonym, points FROM attempts JOIN learners USING (learner) WHERE form = 'exam'"
        ).fetchall()
        ((practised,),) = connection.execute("SELECT count(*) FROM practice WHERE item = 't1-i-single'").fetchall()
    assert dict(points) == played.scores("exam").sum(axis=1).to_dict()
    assert practised == BROWSER // LESSON
    assert played.table("exercises")["done"].sum() > 0


def test_gain_mastery_and_people(played: Round) -> None:
    shares = pd.DataFrame({form: played.scores(form).mean(axis=1) for form in ("before", "after")}).dropna()
    gain = played.table("gain").set_index(["by", "group"]).loc[("", "")]
    one, two = shares.mean()
    assert (gain["n"], gain["before"], gain["after"]) == (ALL - 2, round(one, 2), round(two, 2))
    assert gain["gain"] == round((two - one) / (1 - one), 2)
    found = played.table("objectives").set_index(["form", "objective", "by", "group"])
    scores = played.scores("before", "gender")
    for objective in OBJECTIVES:
        stem = objective.replace("-o-", "-i-")
        own = scores[[name for name in scores if name.startswith(f"{stem}-")]].mean(axis=1)
        for gender in ("woman", "man"):
            mean = own[scores["gender"] == gender].mean()
            assert found.loc[("before", objective, "gender", gender)]["share"] == pytest.approx(mean, abs=1e-6)
    told = played.table("people").set_index(["by", "group"])["people"]
    assert (told["gender", "woman"], told["gender", "man"]) == (ALL / 2, ALL / 2)


def test_planted_questions_are_flagged_and_good_ones_are_not(played: Round) -> None:
    flags = played.table("flags")
    found = {(item, code) for item, code in zip(flags["item"], flags["code"], strict=True)}
    bad = planted(played.forms)
    assert set(bad.items()) <= found
    assert {item for item, _code in found} == set(bad)


def test_tests_stand_in_the_order_of_the_book(played: Round) -> None:
    page = (played.folder / "report/index.html").read_text("utf-8")
    places = [page.index(f"form-{form}.html") for form in ("before", "after", "exam")]
    assert places == sorted(places)


def test_contradictions_are_listed(played: Round) -> None:
    found = played.table("contradictions")
    assert [(row["kind"], row["about"]) for row in found.to_dict("records")] == [("group", "component")]
    assert found["detail"][0] == "several values, not shown; the list of participants counts"
