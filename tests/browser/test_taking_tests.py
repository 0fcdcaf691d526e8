"""Tests in the book, taken in Chromium from disk: plain ones with result and certificate, and a sealed one."""

from __future__ import annotations

import base64
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from forms_book import SECRET, TYPES, with_forms
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from typer.testing import CliRunner

from building import PATIENCE, TINY, Built, quiet
from fieldbook.assessment.form_draw import Draw
from fieldbook.assessment.sealing_keys import private_key, public_point
from fieldbook.assessment.shapes import (
    BoundItem,
    ChoiceItem,
    ChoicesItem,
    GapsItem,
    OrderItem,
    PairsItem,
    TextItem,
    WrittenItem,
)
from fieldbook.cli.app import app
from fieldbook.core.problems import Problem
from fieldbook.course.sources import load_course
from fieldbook.editions.edition_build import Request
from fieldbook.editions.publish import build_edition
from fieldbook.model.record import Record
from fieldbook.results.open_sealed import is_sealed, open_sealed
from fieldbook.results.scoring_bank import Bank
from tests_browser import open_page, violations

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STORE = "fieldbook:2:tiny:tinyland"
FORMS: dict[str, dict[str, Any]] = {
    "final": {
        "minutes": 10,
        "more_minutes": [5],
        "cut": {"score": 0.5, "method": "A guess."},
        "certificate": True,
        "tries": 2,
    },
    "review": {"lessons": True, "feedback": "answers"},
    "exam": {"sealed": True, "minutes": 20},
}


class Forms:
    """The book with tests, and the key pair that its sealed test is for."""

    def __init__(self, folder: Path) -> None:
        self.root = with_forms(Path(shutil.copytree(TINY, folder / "tiny")), FORMS)
        self.key = folder / "trainer.key"
        made = CliRunner().invoke(app, ["keys", "new", str(self.key)])
        assert made.exit_code == 0, made.output
        request = Request(self.root, None, "learner", "en", public_point(folder / "trainer.key.pub"))
        self.built = Built(self.root, build_edition(request, ["html", "scorm12", "epub"], folder / "dist", quiet))
        self.course = load_course(self.root)
        self.bound = {name: [item.bound for item in form.items] for name, form in Draw(self.course).forms.items()}

    def page(self, name: str) -> Path:
        return self.built.html / "book" / "tests" / f"{name}.html"


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Forms:
    return Forms(tmp_path_factory.mktemp("forms"))


def _question(page: Page) -> Locator:
    return page.locator("fieldbook-question:visible")


def _bound(forms: Forms, form: str, page: Page) -> BoundItem:
    name = _question(page).get_attribute("data-id")
    return next(item for item in forms.bound[form] if item.id == name)


def _answer_right(question: Locator, item: BoundItem) -> None:  # noqa: C901 one way for each shape
    """By the words of the options, which are the same on a sealed page."""

    def choose(text: str) -> None:
        question.locator(".fb-option").filter(has_text=re.compile(rf"^\s*{re.escape(text)}\s*")).locator(
            "label"
        ).click()

    match item:
        case ChoiceItem() | ChoicesItem():
            for ref, option in item.refs():
                if ref in item.keys:
                    choose(option.text)
        case WrittenItem():
            question.locator("input[type=text]").fill(item.by_key[0].text)
        case PairsItem():
            for side in item.options:
                question.locator(".fb-pair").filter(
                    has=question.page.locator("label", has_text=re.compile(f"^{re.escape(side.text)}$"))
                ).locator("select").select_option(side.match)
        case GapsItem():
            for gap in item.gaps:
                question.locator(f"select[name='{gap.id}']").select_option(
                    label=next(option.text for option in gap.options if option.key)
                )
        case OrderItem():
            for step in reversed(item.solution):
                row = question.locator(".fb-order > li").filter(has_text=step.text)
                for _turn in item.solution:
                    row.locator(".fb-move").first.click()


def _next(page: Page) -> None:
    page.get_by_role("button", name="Next", exact=True).click()


def _record(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page.evaluate(f"localStorage.getItem('{STORE}')"))
    return found


def _hand_in(page: Page) -> None:
    page.get_by_role("button", name="Review and hand in").click()
    page.get_by_role("button", name="Hand in", exact=True).click()
    page.get_by_role("button", name="Hand in now").click()


@pytest.fixture(scope="module")
def passed(forms: Forms, chromium: Browser) -> Iterator[tuple[Page, Path]]:
    """Somebody has taken the final test with everything right but one open question; the page and the record."""
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    context.set_default_timeout(PATIENCE)
    page = open_page(context, forms.page("final"))
    assert page.locator("fieldbook-question:visible").count() == 0, "no question before the start"
    page.get_by_role("button", name="Begin").click()
    expect(page.locator(".fb-label:focus")).to_have_text("Question 1 of 9")
    for place in range(TYPES):
        if place == 4:
            page.get_by_role("button", name="Mark to look at again").click()
            page.reload()
            expect(_question(page).locator(".fb-label")).to_have_text("Question 5 of 9")
            expect(page.locator(".fb-test-time")).to_have_text("Time left: 10 min")
        if place != 6:
            _answer_right(_question(page), _bound(forms, "final", page))
        assert page.locator(".fb-feedback:visible, .fb-result:visible").count() == 0, "nothing is said before the end"
        if place < TYPES - 1:
            _next(page)
    page.get_by_role("button", name="Review and hand in").click()
    expect(page.locator(".fb-test-review li")).to_have_count(TYPES)
    expect(page.locator(".fb-test-review li[data-open]")).to_contain_text("Question 7")
    expect(page.locator(".fb-test-review li[data-flagged]")).to_contain_text("Question 5")
    assert violations(page) == []
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.get_by_text("Still open: 1.")).to_be_visible()
    page.get_by_role("button", name="Not yet").click()
    assert next(iter(_record(page)["attempts"].values()))["submitted"] is None
    page.get_by_role("button", name="Hand in", exact=True).click()
    page.get_by_role("button", name="Hand in now").click()
    file = forms.root.parent / "record.json"
    file.write_text(json.dumps(_record(page)), "utf-8")
    yield page, file
    context.close()


def test_the_sitting_is_in_the_record(forms: Forms, passed: tuple[Page, Path]) -> None:
    record = Record.model_validate_json(passed[1].read_bytes())
    [sitting] = record.attempts.values()
    assert (sitting.form, sitting.submitted is not None, round(sitting.score or 0, 6)) == (
        "final",
        True,
        round(8 / 9, 6),
    )
    assert sitting.variant == Draw(forms.course).forms["final"].variant
    assert sorted(answer.score for answer in sitting.answers.values() if answer.score is not None) == [0] + [1] * 8
    assert [answer.response for answer in sitting.answers.values() if answer.score == 0] == [""], "seen and left open"
    assert len(sitting.flags) == 1


def test_the_result_says_what_to_read_again(passed: tuple[Page, Path]) -> None:
    page, _file = passed
    expect(page.locator(".fb-test-panel > .fb-result")).to_have_text("Passed: 8 of 9 points, 88.8%. To pass: 50%.")
    link = page.locator(".fb-test-module li a")
    assert (link.count(), link.inner_text()) == (1, "The first module"), "no lesson asks about this objective"
    assert page.locator(".fb-feedback").count() == 0, "the form shows no answers, so the page has none"
    assert violations(page) == []


def test_the_certificate_can_be_verified(forms: Forms, passed: tuple[Page, Path], tmp_path: Path) -> None:
    page, file = passed
    page.get_by_label("Your name as it should stand").fill("Amina Yusuf")
    page.emulate_media(media="print")
    page.evaluate("document.documentElement.dataset.print = 'certificate'")
    assert page.locator("h1").is_hidden()
    assert page.locator(".fb-certificate").is_visible()
    page.evaluate("delete document.documentElement.dataset.print")
    page.emulate_media(media="screen")
    code = page.locator(".fb-certificate-code").inner_text()

    def verify(*more: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["verify", "--course", str(forms.root), *more])
        return done.exit_code, f"{done.output}{done.exception}"

    status, output = verify(code, "--name", "amina yusuf", "--record", str(file))
    assert (status, "88.8%" in output, "record.json" in output) == (0, True, True), output
    assert "FB-CERT-02" in verify(f"{code[:-1]}{'7' if code[-1] != '7' else '8'}")[1]
    assert "FB-CERT-03" in verify(code, "--name", "Somebody Else")[1]
    record = json.loads(file.read_text("utf-8"))
    [sitting] = record["attempts"].values()
    next(answer for answer in sitting["answers"].values() if answer["score"] == 1)["response"] = "x"
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(record), "utf-8")
    assert "FB-CERT-05" in verify(code, "--record", str(changed))[1]
    record["attempts"] = {}
    changed.write_text(json.dumps(record), "utf-8")
    assert "FB-CERT-04" in verify(code, "--record", str(changed))[1]


def test_tries_and_results_so_far(passed: tuple[Page, Path], forms: Forms) -> None:
    page = open_page(passed[0].context, forms.page("final"))
    expect(page.locator(".fb-menu a[aria-current] .fb-progress")).to_have_attribute("data-done", "")
    expect(page.locator(".fb-test-done .fb-result")).to_contain_text("Passed")
    page.get_by_role("button", name="Begin again").click()
    _hand_in(page)
    expect(page.locator(".fb-test-panel > .fb-result")).to_contain_text("Not passed yet: 0 of 9")
    page.get_by_role("button", name="To the start").click()
    expect(page.locator(".fb-test-rule")).to_contain_text("as often as its rules allow")
    assert page.get_by_role("button", name="Begin").count() == 0
    page.get_by_role("button", name="See the result").last.click()
    expect(page.locator(".fb-test-panel > .fb-result")).to_contain_text("Passed: 8 of 9")
    page.close()


def test_the_time_runs_out(forms: Forms, context: BrowserContext) -> None:
    page = context.new_page()
    page.clock.install()
    page.goto(forms.page("final").as_uri())
    page.get_by_label("More time").select_option("5")
    page.get_by_role("button", name="Begin").click()
    page.clock.run_for(9 * 60_000 + 58_000)
    expect(page.locator(".fb-test-time")).to_have_text("Time left: 6 min")
    assert page.locator(".fb-test-warning").inner_text() == ""
    page.clock.run_for(3_000)
    expect(page.get_by_role("status").filter(has_text="Five minutes are left.")).to_be_visible()
    page.evaluate("localStorage.getItem('x')")
    page.reload()
    expect(page.locator(".fb-test-time")).to_have_text(re.compile("Time left: (5 min 0|4 min 5)\\d s"))
    page.clock.run_for(4 * 60_000)
    expect(page.get_by_role("status").filter(has_text="One minute is left.")).to_be_visible()
    page.clock.run_for(62_000)
    expect(page.get_by_text("The time was over.")).to_be_visible()
    [sitting] = _record(page)["attempts"].values()
    assert (sitting["submitted"] is not None, sitting["extra"], sitting["score"]) == (True, 5, 0)
    assert 895 <= sitting["spent"] <= 901


def test_answers_are_shown_afterwards_where_the_form_says_so(forms: Forms, context: BrowserContext) -> None:
    page = open_page(context, forms.page("review"))
    page.get_by_role("button", name="Begin").click()
    item = _bound(forms, "review", page)
    assert page.locator(".fb-sources:visible").count() == 0, "a source can be a hint"
    _answer_right(_question(page), item)
    _hand_in(page)
    cards = page.locator("fieldbook-question:visible")
    expect(cards).to_have_count(5)
    expect(cards.first.locator(".fb-result")).to_have_text(re.compile("Right|The most effective"))
    expect(cards.last.locator(".fb-result")).to_have_text("Left open")
    assert all(card.locator(".fb-feedback:visible").count() for card in cards.all())
    link = page.locator(".fb-test-module li a").first
    assert "modules/one.html#" in (link.get_attribute("href") or "")
    assert violations(page) == []


def test_every_screen_fits_a_small_phone_in_both_colours(forms: Forms, chromium: Browser) -> None:
    for scheme in ("light", "dark"):
        context = chromium.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme)  # type: ignore[arg-type]
        page = open_page(context, forms.page("final"))
        assert violations(page) == []
        page.get_by_role("button", name="Begin").click()
        page.locator(".fb-test-all summary").click()
        assert violations(page) == []
        page.get_by_role("button", name="Question 4 of 9: open").click()
        for _place in range(3):
            _next(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320
        context.close()


SITTER = "Amina 7"


@pytest.fixture(scope="module")
def sealed(forms: Forms, chromium: Browser) -> Iterator[tuple[Page, bytes]]:
    """A sealed test with three right answers, left once and gone on with; the page and the file for the trainer."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    page = open_page(context, forms.page("exam"))
    assert violations(page) == []
    page.get_by_label("Your name or number").fill(SITTER)
    page.get_by_label("A word that only you know").fill("mango")
    page.get_by_role("button", name="Begin").click()
    for _place in range(3):
        _answer_right(_question(page), _bound(forms, "exam", page))
        _next(page)
    expect(_question(page).locator(".fb-label")).to_have_text("Question 4 of 9")
    page.wait_for_function(
        "Object.keys(JSON.parse(localStorage.getItem('fieldbook:sealed:tiny:tinyland:exam')).waiting).length"
    )
    page.wait_for_timeout(300)
    page.reload()
    assert _question(page).count() == 0, "nobody goes on without the word"
    box = page.locator(".fb-record-sure").first
    box.get_by_label("A word that only you know").fill("papaya")
    box.get_by_role("button", name="Go on").click()
    expect(page.locator(".fb-record-message")).to_have_text("This is not the word of this test.")
    box.get_by_label("A word that only you know").fill("mango")
    box.get_by_role("button", name="Go on").click()
    expect(_question(page).locator(".fb-label")).to_have_text("Question 4 of 9")
    _hand_in(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save to file for the trainer").click()
    yield page, Path(download.value.path()).read_bytes()
    context.close()


def test_the_trainer_opens_and_scores_it(forms: Forms, sealed: tuple[Page, bytes]) -> None:
    assert is_sealed(sealed[1])
    [record] = open_sealed("a.json", sealed[1], private_key(forms.key), Bank(forms.root))
    assert isinstance(record, dict)
    assert record["learner"] == {"pseudonym": SITTER}
    [sitting] = Record.model_validate(record).attempts.values()
    assert sitting.submitted is not None
    assert round(sitting.score or 0, 6) == round(3 / 9, 6)
    assert [answer.score for answer in sitting.answers.values()] == [1, 1, 1, 0]


def test_nobody_else_reads_it(sealed: tuple[Page, bytes]) -> None:
    page, data = sealed
    kept = page.evaluate("JSON.stringify(localStorage)")
    file = json.loads(data)["sittings"][0]
    for text in (kept, data.decode(), base64.b64decode(file["data"]).decode("latin-1")):
        assert SITTER not in text
        assert "t1-i-" not in text, "no question is named"
    [mark] = _record(page)["attempts"].values()
    assert (mark["answers"], mark["score"], mark["submitted"] is not None) == ({}, None, True)


def test_a_book_without_script_has_no_tests(forms: Forms) -> None:
    with zipfile.ZipFile(forms.built.packages["epub"]) as archive:
        assert not [name for name in archive.namelist() if "tests-" in name]
        assert SECRET not in "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_no_file_of_the_bundle_tells_a_key(forms: Forms) -> None:
    """Feedback, sources of keys, expected answers: of the sealed form's questions nothing stands anywhere."""
    names = {item.id for item in forms.bound["exam"]}
    expected = [answer.text for item in forms.bound["exam"] if isinstance(item, TextItem) for answer in item.options]
    with zipfile.ZipFile(forms.built.packages["scorm12"]) as archive:
        packed = [(name, archive.read(name)) for name in archive.namelist()]
    for name, content in [*forms.built.files(), *packed]:
        text = content.decode("utf-8", "replace")
        assert "PRIVATE KEY" not in text, name
        for item in names:
            assert f"{SECRET}-{item}" not in text, name
            assert item not in text or name == "book/tests/exam.html", name
    page = forms.built.page("book/tests/exam.html")
    keys = [json.loads(found) for found in re.findall(r'class="fb-answers">([^<]*)<', page)]
    assert len(keys) == TYPES
    assert not re.search(r'"(key|score|match|place|accept|tolerance)"', json.dumps(keys))
    assert expected
    assert not any(re.search(rf">\s*{re.escape(text)}\s*<", page) for text in expected)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda sitting: sitting | {"data": sitting["data"][:-8] + "AAAAAAA="}, "FB-RES-01"),
        (lambda sitting: sitting | {"context": "elsewhere"}, "FB-RES-01"),
        (lambda sitting: sitting | {"id": "exam-20200101000000000"}, "FB-RES-01"),
        (lambda sitting: sitting | {"point": "AAAA"}, "FB-RES-01"),
        (lambda sitting: sitting | {"iv": 7}, "FB-RES-01"),
        (lambda sitting: sitting | {"key": "another"}, "FB-KEY-04"),
        (lambda sitting: [sitting], "FB-RES-01"),
    ],
)
def test_what_was_altered_is_named(forms: Forms, sealed: tuple[Page, bytes], change: Any, code: str) -> None:
    file = json.loads(sealed[1])
    file["sittings"] = [change(file["sittings"][0]), *file["sittings"]]
    bad, good = open_sealed("a.json", json.dumps(file).encode(), private_key(forms.key), Bank(forms.root))
    assert isinstance(bad, Problem)
    assert bad.code == code
    assert isinstance(good, dict), "one bad sitting does not stop the others"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"format": "fieldbook-sealed", "version": 2}', "FB-RES-04"),
        (b'{"format": "fieldbook-sealed", "version": 1, "sittings": ', "FB-RES-01"),
        (b'{"format": "fieldbook-sealed", "version": 1}', "FB-RES-01"),
    ],
)
def test_what_is_no_sealed_file_is_named(forms: Forms, data: bytes, code: str) -> None:
    [problem] = open_sealed("a.json", data, private_key(forms.key), Bank(forms.root))
    assert isinstance(problem, Problem)
    assert problem.code == code


def test_another_key_opens_nothing(forms: Forms, sealed: tuple[Page, bytes], tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["keys", "new", str(tmp_path / "other.key")]).exit_code == 0
    [problem] = open_sealed("a.json", sealed[1], private_key(tmp_path / "other.key"), Bank(forms.root))
    assert isinstance(problem, Problem)
    assert problem.code == "FB-KEY-04"


def test_a_page_that_cannot_encrypt_does_not_begin(forms: Forms, context: BrowserContext) -> None:
    """As on a page from a plain http address."""
    context.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    page = open_page(context, forms.page("exam"))
    expect(page.get_by_role("alert")).to_contain_text("cannot lock answers")
    assert page.get_by_role("button", name="Begin").count() == 0


def test_a_lost_word_hands_in_what_there_is(forms: Forms, context: BrowserContext) -> None:
    page = open_page(context, forms.page("exam"))
    page.get_by_label("Your name or number").fill("B")
    page.get_by_label("A word that only you know").fill("guava")
    page.get_by_role("button", name="Begin").click()
    _answer_right(_question(page), _bound(forms, "exam", page))
    _next(page)
    page.wait_for_timeout(500)
    page.reload()
    page.get_by_role("button", name="The word is lost").click()
    page.get_by_role("button", name="Hand in now").click()
    page.reload()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save all to one file").click()
    [record] = open_sealed("a.json", Path(download.value.path()).read_bytes(), private_key(forms.key), Bank(forms.root))
    assert isinstance(record, dict)
    [sitting] = record["attempts"].values()
    assert (sitting["submitted"], round(sitting["score"], 6)) == (None, round(1 / 9, 6))
