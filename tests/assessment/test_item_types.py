"""A new type of question: what it touches, and that everybody who asks for the shape of a response takes it as it is.

A toy of each type has another name and nothing else. Where somebody asks for a type's name, or leaves a shape out, its
toy is lost on the way.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args

import pytest
from cohorts import Simulated, key_of, record, write
from forms_book import with_forms
from pydantic import Field, create_model

from building import PROJECT, TINY
from fieldbook.assessment.form_draw import DrawnForm
from fieldbook.assessment.item_html import activity_html, question_html, slot_texts
from fieldbook.assessment.paper import booklet, doubts, scoring_guide, sheet_layout, version_questions
from fieldbook.assessment.paper.marks import MarkReading
from fieldbook.assessment.paper.press import _asked
from fieldbook.assessment.sealed_item import opened_response, sealed_item
from fieldbook.assessment.shapes import BoundItem, ChoiceItem, GapsItem, Shape, WrittenItem
from fieldbook.assessment.types import TYPES
from fieldbook.book.extension import answer_pages
from fieldbook.book.site import Site
from fieldbook.checks.all_rules import BANK_RULES, check_course
from fieldbook.course import sources
from fieldbook.course.sources import Course
from fieldbook.evidence.profile.pack_diff import key_text
from fieldbook.evidence.provenance import item_provenance
from fieldbook.model.edition import Edition
from fieldbook.model.item import BankFile, Item
from fieldbook.packages import aiken, gift, imscc, launch_pages, moodle, qti3, qti21
from fieldbook.packages.exported_bank import as_text
from fieldbook.packages.interaction import interaction_parts
from fieldbook.results import read_moodle
from fieldbook.results.collect import collect
from fieldbook.results.evaluate import report
from fieldbook.results.readers import Means
from fieldbook.results.report import report_pages
from fieldbook.results.scoring_bank import ScoringBank

ENGINE = PROJECT / "fieldbook"
NAMED = re.compile(
    "|".join(name for name in TYPES if "-" in name)
    + "|".join(["", *(f"[\"']{name}[\"']" for name in TYPES if "-" not in name)])
)
OURS = {"model/item.py", "player/types.js", "assessment/old_questions/to_items.py"}
"""Outside the descriptors: the fields for authors, the player's table, and what old questions become."""
THEIRS = {
    "assessment/old_questions/jupyterquiz_reader.py", "assessment/old_questions/moodle_reader.py", "packages/moodle.py",
    "player/adapters/patterns.js", "player/adapters/cmi5.js",
    "desk/templates/mission_form.html.j2", "exercise/page/bar.js",
}  # fmt: skip
"""The same words as others use them: Moodle and jupyterquiz of questions, SCORM of interactions, HTML of keyboards."""


def test_ten_files_name_types_besides_the_descriptors() -> None:
    suffixes = {".py", ".js", ".j2", ".typ", ".sql"}
    files = [path for path in ENGINE.rglob("*") if path.suffix in suffixes and path.parent.name != "types"]
    named = {path.relative_to(ENGINE).as_posix() for path in files if NAMED.search(path.read_text("utf-8"))}
    assert named <= OURS | THEIRS
    assert len(OURS | THEIRS) <= 10


def test_authors_and_the_player_know_the_same_types() -> None:
    models = get_args(get_args(Item)[0])
    assert {name for model in models for name in get_args(model.model_fields["type"].annotation)} == set(TYPES)
    script = (ENGINE / "player/types.js").read_text("utf-8")
    table = re.search(r"SHAPE_OF = \{(.*?)\};", script, re.DOTALL)
    assert table
    found = dict(re.findall(r'"?([a-z-]+)"?: "([a-z]+)"', table[1]))
    assert found == {name: str(kind.shape) for name, kind in TYPES.items()}
    assert set(found.values()) == set(Shape)
    statements = [name for name, kind in TYPES.items() if issubclass(kind, ChoiceItem) and kind.is_statement]
    assert re.findall(r'type === "([a-z-]+)"', script) == statements


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    """The tiny course with a toy in the place of each type, and a test of toys."""
    root = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("toys") / "tiny"))
    with_forms(root, {"toys": {"minutes": 20, "cut": {"score": 0.6, "method": "Ours."}}})
    for bank in (root / "assessments/items").glob("*.yml"):
        bank.write_text(re.sub(r"^( +(?:- )?type: )", r"\1toy-", bank.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    models = get_args(get_args(Item)[0])
    toys = tuple(
        create_model("Toy", __base__=model, type=(Literal[f"toy-{name}"], ...))
        for model in models
        for name in get_args(model.model_fields["type"].annotation)
    )
    items = Annotated[Union[toys], Field(discriminator="type")]  # noqa: UP007 made here
    with pytest.MonkeyPatch.context() as patch:
        for name, kind in list(TYPES.items()):
            toy = create_model("Toy", __base__=kind, type=(Literal[f"toy-{name}"], f"toy-{name}"))
            patch.setitem(TYPES, f"toy-{name}", toy)
        bank_file = create_model("ToyFile", __base__=BankFile, items=(tuple[items, ...], ...))
        patch.setattr(sources, "BankFile", bank_file)
        yield sources.load_course(root)


@pytest.fixture(scope="module")
def sat(course: Course) -> Simulated:
    return Simulated(seed=3, course=course)


@pytest.fixture(scope="module")
def drawn(sat: Simulated) -> DrawnForm:
    return sat.forms["toys"]


@pytest.fixture(scope="module")
def toys(drawn: DrawnForm) -> list[BoundItem]:
    """One of each, bound."""
    found = [entry.bound for entry in drawn.items]
    assert {toy.type for toy in found} == {f"toy-{name}" for name in TYPES if not name.startswith("toy-")}
    return found


def test_toys_are_checked_as_they_are_written(course: Course) -> None:
    assert [str(problem) for problem in check_course(course, BANK_RULES) if not problem.warning] == []


def test_toys_score(toys: list[BoundItem], sat: Simulated) -> None:
    for toy in toys:
        assert toy.outcome(sat.response(toy, right=True)).score == 1, toy.type
        assert toy.outcome(sat.response(toy, right=False)).score < 1, toy.type
        assert toy.outcome(None).score == 0, toy.type


def _shown(toy: BoundItem) -> list[str]:
    """Words that somebody must see who is to answer."""
    stem = re.split(r"\[\[[^]]*\]\]", toy.stem)
    options = [] if isinstance(toy, WrittenItem) else [option.text for _ref, option in toy.refs()]
    return [part.strip(" .") for part in stem if part.strip(" .")] + options


def test_toys_stand_on_pages(toys: list[BoundItem]) -> None:
    for toy in toys:
        page = activity_html(toy, slot_texts(toy))
        sealed = sealed_item(toy)
        test = question_html(sealed, slot_texts(sealed, feedback=False), feedback=False, sealed=True)
        for words in _shown(toy):
            assert words in page, toy.type
            assert words in test, toy.type
        assert any(mark in page for mark in ("<input", "<select", "fb-order")), toy.type
        assert toy.hint() in page


def test_sealed_toys_are_opened(toys: list[BoundItem], sat: Simulated) -> None:
    for toy in toys:
        sealed: Any = sealed_item(toy)
        if isinstance(toy, GapsItem):
            given: Any = {gap.id: gap.options[0].id for gap in sealed.gaps}
        elif isinstance(toy, WrittenItem):
            given = sat.response(toy, right=True)
        else:
            names = [option.id for option in sealed.options]
            given = {
                Shape.CHOICE: names[0],
                Shape.CHOICES: names,
                Shape.ORDER: names,
                Shape.PAIRS: dict.fromkeys(names, "r1"),
            }[toy.shape]
        opened = opened_response(toy, given)
        assert toy.outcome(opened).wrong + toy.outcome(opened).right > 0, "the bank's own ids"


def test_toys_are_explained_to_trainers(toys: list[BoundItem]) -> None:
    for toy in toys:
        assert key_text(toy), toy.type
        assert len(list(answer_pages._lines(toy))) == len(toy.refs()), toy.type
        assert len(list(item_provenance._lines(toy))) >= len(toy.refs()), toy.type


def test_toys_are_printed_and_read_from_paper(course: Course, drawn: DrawnForm) -> None:
    asked = version_questions.questions(drawn, "A")
    figures = booklet.pictures(course, [question.item for question in asked])
    data = booklet.booklet_data(course, drawn, "A", asked, figures)
    assert len(data["words"]["types"]) == len(Shape)
    groups = [group for laid in sheet_layout.laid_out(asked) for group in laid.page.groups if group.question]
    for question, shown in zip(asked, data["questions"], strict=True):
        toy = question.item
        assert shown["hint"]
        assert scoring_guide.key(question), toy.type
        assert len(scoring_guide._answers(question)) == len(toy.refs()), toy.type
        mine = [group for group in groups if group.question == question.number]
        read = [MarkReading(group, tuple(b.value for b in group.bubbles[-1:]) or ("word",), 1.0, "clear") for group in mine]
        found = {place.name: place for place in doubts.places("picture", read)}
        response = doubts._response(_asked(question), list(found.values()))
        outcome = toy.outcome(response)
        assert outcome.right + outcome.wrong > 0, (toy.type, response)


@pytest.mark.parametrize("made", [moodle, gift, aiken, qti21, qti3, imscc], ids=lambda made: made.FORMAT.name)
def test_toys_are_exported_or_named(made: Any, course: Course, toys: list[BoundItem], tmp_path: Path) -> None:
    if made is imscc:
        questions = imscc.questions(toys)
        assert {question.item for question in questions} == {toy.id for toy in toys}
        return
    package = made.write(course, Site(Edition("tiny", "tinyland", "en", "learner"), course.root, ()), tmp_path)
    if package.path.suffix == ".zip":
        shutil.unpack_archive(package.path, tmp_path / "package")
    text = "".join(p.read_text("utf-8") for p in tmp_path.rglob("*") if p.suffix != ".zip" and p.is_file())
    left_out = [toy for toy in toys if any(note.startswith(f"{toy.id} is left out") for note in package.notes)]
    cannot = {aiken: lambda toy: not isinstance(toy, ChoiceItem), gift: lambda toy: isinstance(toy, GapsItem)}
    assert left_out == list(filter(cannot.get(made, lambda _toy: False), toys))
    for toy in toys:
        assert toy in left_out or as_text(toy.stem)[:9] in text.replace("\\", ""), toy.type
        assert toy in left_out or made is aiken or toy.id in text, toy.type


def test_learning_systems_get_the_key_of_toys(toys: list[BoundItem]) -> None:
    for toy in toys:
        row = launch_pages._row(toy)
        assert row["type"] == toy.type
        options = row.get("options") or [option for gap in row["gaps"] for option in gap["options"]]
        assert all(len(option) > 1 for option in options), toy.type
        nothing_listed = isinstance(toy, WrittenItem) or (isinstance(toy, ChoiceItem) and toy.is_statement)
        assert bool(interaction_parts(toy, "en")) is not nothing_listed, toy.type


def test_toys_are_reported(course: Course, sat: Simulated, tmp_path: Path) -> None:
    for number in range(12):
        sitting = sat.sitting("toys", 1.0 - number / 6, number)
        about = record(f"P{number}", course="tiny", attempts={key_of(sitting): sitting}) | {"context": "tinyland"}
        write(tmp_path / f"in/{number}.json", about)
    bank = ScoringBank(course.root)
    collect([tmp_path / "in"], tmp_path / "c.duckdb", Means(bank), dt.datetime(2026, 12, 1, tzinfo=dt.UTC))
    found = report(tmp_path / "c.duckdb", tmp_path / "report")
    rows = {row.item: row for row in bank.rows()}
    page = (tmp_path / "report/form-toys.html").read_text("utf-8")
    for entry in sat.forms["toys"].items:
        toy = entry.bound
        assert toy.id in page, toy.type
        if toy.shape in {Shape.CHOICE, Shape.CHOICES}:
            assert json.loads(rows[toy.id].keys) == list(toy.keys) != []
            chosen = found.choices[found.choices["item"] == toy.id]
            assert len(chosen) > 0, toy.type
            about = {"type": toy.type, "options": rows[toy.id].options, "keys": rows[toy.id].keys}
            given = json.dumps(sat.response(toy, right=True))
            marked = report_pages._options([{"response": given}], about)
            assert next(row["key"] for row in marked if row["name"] == report_pages._shown(given)), toy.type


def test_toys_are_found_in_moodle_s_reports(toys: list[BoundItem]) -> None:
    for toy in toys:
        if toy.shape in {Shape.CHOICE, Shape.CHOICES}:
            words = "; ".join(option.text for ref, option in toy.refs() if ref in toy.keys)
            assert toy.outcome(json.loads(read_moodle._response(toy, words))).score == 1, toy.type
