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
from browser_store import EACH_PAGE_APART, FULL, record_at, row, rows
from forms_book import SECRET, TYPES, with_forms
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from typer.testing import CliRunner

from building import PATIENCE, TINY, built
from fieldbook.assessment import shapes
from fieldbook.assessment.form_draw import Draw
from fieldbook.assessment.sealing_keys import private_key, public_point
from fieldbook.cli.app import app
from fieldbook.core.problems import Problem
from fieldbook.course.sources import load_course
from fieldbook.editions.edition_build import Request
from fieldbook.model.record import Record
from fieldbook.results.open_sealed import is_sealed, open_sealed
from fieldbook.results.scoring_bank import ScoringBank
from tests_browser import open_page, violations

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STORE = "record:3:tiny:tinyland"
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
        self.built = built(request, ["html", "scorm12", "epub"], folder / "dist")
        self.course = load_course(self.root)
        self.bound = {name: [item.bound for item in form.items] for name, form in Draw(self.course).forms.items()}

    def page(self, name: str) -> Path:
        return self.built.html / "book" / "tests" / f"{name}.html"


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Forms:
    return Forms(tmp_path_factory.mktemp("forms"))


def _question(page: Page) -> Locator:
    return page.locator("fieldbook-question:visible")


def _bound(forms: Forms, form: str, page: Page) -> shapes.BoundItem:
    name = _question(page).get_attribute("data-id")
    return next(item for item in forms.bound[form] if item.id == name)


def _answer_right(question: Locator, item: shapes.BoundItem) -> None:  # noqa: C901 one way for each shape
    """By the words of the options, which are the same on a sealed page."""

    def choose(text: str) -> None:
        question.locator(".fb-option").filter(has_text=re.compile(rf"^\s*{re.escape(text)}\s*")).locator(
            "label"
        ).click()

    match item:
        case shapes.WrittenItem():
            question.locator("input[type=text]").fill(item.by_key[0].text)
        case shapes.PairsItem():
            for pair in item.options:
                question.locator(".fb-pair").filter(
                    has=question.page.locator("label", has_text=re.compile(f"^{re.escape(pair.text)}$"))
                ).locator("select").select_option(pair.match)
        case shapes.GapsItem():
            for gap in item.gaps:
                word = next(word.text for word in gap.options if word.key)
                question.locator(f"select[name='{gap.id}']").select_option(label=word)
        case shapes.OrderItem():
            steps = [step.text for step in item.solution]
            for text in reversed(steps):
                row = question.locator(".fb-order > li").filter(has_text=text)
                for _turn in steps:
                    row.locator(".fb-move").first.click()
        case shapes.ChoiceItem() | shapes.ChoicesItem():
            for option in item.options:
                if option.is_right:
                    choose(option.text)


def _next(page: Page) -> None:
    page.get_by_role("button", name="Next", exact=True).click()


def _record(page: Page) -> dict[str, Any]:
    return record_at(page, STORE)


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
    expect(page.locator(".fb-test-steps .fb-saved")).to_have_text("Saved.")
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
    assert "modules/one/" in (link.get_attribute("href") or "")
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
    expect(page.locator(".fb-test-steps .fb-saved")).to_have_text("Saved.")
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
    [record] = open_sealed("a.json", sealed[1], private_key(forms.key), ScoringBank(forms.root))
    assert isinstance(record, dict)
    assert record["learner"] == {"pseudonym": SITTER}
    [sitting] = Record.model_validate(record).attempts.values()
    assert sitting.submitted is not None
    assert round(sitting.score or 0, 6) == round(3 / 9, 6)
    assert [answer.score for answer in sitting.answers.values()] == [1, 1, 1, 0]


def test_nobody_else_reads_it(sealed: tuple[Page, bytes]) -> None:
    page, data = sealed
    kept = json.dumps(rows(page, ""))
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
    expected = [o.text for item in forms.bound["exam"] if isinstance(item, shapes.TextItem) for o in item.options]
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
    bad, good = open_sealed("a.json", json.dumps(file).encode(), private_key(forms.key), ScoringBank(forms.root))
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
    [problem] = open_sealed("a.json", data, private_key(forms.key), ScoringBank(forms.root))
    assert isinstance(problem, Problem)
    assert problem.code == code


def test_another_key_opens_nothing(forms: Forms, sealed: tuple[Page, bytes], tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["keys", "new", str(tmp_path / "other.key")]).exit_code == 0
    [problem] = open_sealed("a.json", sealed[1], private_key(tmp_path / "other.key"), ScoringBank(forms.root))
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
    [record] = open_sealed("a.json", Path(download.value.path()).read_bytes(), private_key(forms.key), ScoringBank(forms.root))
    assert isinstance(record, dict)
    [sitting] = record["attempts"].values()
    assert (sitting["submitted"], round(sitting["score"], 6)) == (None, round(1 / 9, 6))


EXAM = "sealed:tiny:tinyland:exam:"


def _begin_sealed(page: Page, name: str = "C") -> None:
    page.get_by_label("Your name or number").fill(name)
    page.get_by_label("A word that only you know").fill("guava")
    page.get_by_role("button", name="Begin").click()


def _answer_some(forms: Forms, form: str, page: Page, count: int) -> None:
    for _place in range(count):
        _answer_right(_question(page), _bound(forms, form, page))
        _next(page)


def _opened(forms: Forms, download: Any) -> tuple[bool, list[float]]:
    """Whether it was handed in, and the scores of the answers that were given."""
    [record] = open_sealed("a.json", Path(download.value.path()).read_bytes(), private_key(forms.key), ScoringBank(forms.root))
    assert isinstance(record, dict)
    [sitting] = record["attempts"].values()
    given = [answer["score"] for answer in sitting["answers"].values() if answer["response"]]
    return sitting["submitted"] is not None, given


def test_a_full_browser_is_named_at_once_and_no_answer_is_missing(forms: Forms, context: BrowserContext) -> None:
    context.add_init_script(FULL)
    page = open_page(context, forms.page("exam"))
    _begin_sealed(page)
    _answer_some(forms, "exam", page, 4)
    expect(page.locator(".fb-test-steps .fb-saved")).to_have_text("Saved.")
    assert page.locator(".fb-keeping").is_hidden()
    page.evaluate("window.full = true")
    _answer_some(forms, "exam", page, 1)
    line = page.locator(".fb-keeping")
    expect(line).to_contain_text("Your latest answers could not be kept in this browser: its storage is full")
    bar, said = page.locator(".fb-test-bar").bounding_box(), line.bounding_box()
    assert bar
    assert said
    assert bar["y"] + bar["height"] <= said["y"] < 300, "below the bar, above the question"
    assert violations(page) == []
    with page.expect_download() as download:
        line.get_by_role("button", name="Save to file for the trainer").click()
    assert _opened(forms, download) == (False, [1] * 5)
    _answer_some(forms, "exam", page, 2)
    page.evaluate("window.full = false")
    _hand_in(page)
    expect(page.locator(".fb-test-panel h2")).to_have_text("Handed in")
    expect(page.locator(".fb-test-panel")).to_contain_text("Answers that were read back: 7.")
    expect(line).to_be_hidden()
    page.reload()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save all to one file").click()
    assert _opened(forms, download) == (True, [1] * 7)


def test_what_no_browser_keeps_is_handed_in_when_its_file_was_read_back(
    forms: Forms, context: BrowserContext, tmp_path: Path
) -> None:
    context.add_init_script(FULL)
    page = open_page(context, forms.page("exam"))
    _begin_sealed(page)
    _answer_some(forms, "exam", page, 4)
    page.evaluate("window.full = true")
    _answer_some(forms, "exam", page, 1)
    with page.expect_download() as early:
        page.locator(".fb-keeping").get_by_role("button", name="Save to file for the trainer").click()
    _answer_some(forms, "exam", page, 2)
    _hand_in(page)
    panel = page.locator(".fb-test-panel")
    expect(panel.locator("h2")).to_have_text("Not handed in yet")
    expect(panel.get_by_role("alert")).to_contain_text("Your answers, 7, are still on this page")
    assert violations(page) == []
    panel.get_by_role("button", name="Try this browser again").click()
    expect(panel.locator("h2")).to_have_text("Not handed in yet")
    panel.locator("input[type=file]").set_input_files(early.value.path())
    expect(panel.locator(".fb-record-message")).to_contain_text("answers are missing in it")
    assert row(page, STORE) is None, "nothing says that the test was taken"
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    expect(panel.locator("h2")).to_have_text("Not handed in yet")
    with page.expect_download() as download:
        panel.get_by_role("button", name="Save to file for the trainer").click()
    panel.locator("input[type=file]").set_input_files(download.value.path())
    expect(panel.locator("h2")).to_have_text("Handed in")
    expect(panel).to_contain_text("Your answers are locked in the file that you saved, and nowhere else.")
    assert _opened(forms, download) == (True, [1] * 7)
    assert asked == ["beforeunload"]


def test_a_browser_that_keeps_again_hands_in(forms: Forms, context: BrowserContext) -> None:
    context.add_init_script(FULL)
    page = open_page(context, forms.page("exam"))
    _begin_sealed(page)
    page.evaluate("window.full = true")
    _answer_some(forms, "exam", page, 2)
    _hand_in(page)
    page.evaluate("window.full = false")
    page.get_by_role("button", name="Try this browser again").click()
    expect(page.locator(".fb-test-panel h2")).to_have_text("Handed in")
    expect(page.locator(".fb-test-panel")).to_contain_text("Answers that were read back: 2.")
    assert [list(kept) for kept in rows(page, EXAM).values()] == [["done"]]


def test_who_begins_without_room_is_told_before(forms: Forms, context: BrowserContext) -> None:
    """Chromium's own refusal: it gives this origin no room at all."""
    page = context.new_page()
    chromium = context.new_cdp_session(page)
    chromium.send("Storage.overrideQuotaForOrigin", {"origin": "file://", "quotaSize": 1})
    page.goto(forms.page("exam").as_uri())
    expect(page.get_by_role("alert")).to_contain_text("If you begin, your answers stay on this page only")
    _begin_sealed(page)
    _answer_some(forms, "exam", page, 1)
    expect(page.locator(".fb-keeping")).to_contain_text("Your latest answers could not be kept in this browser")


def test_a_lost_word_is_not_called_handed_in_where_nothing_is_kept(forms: Forms, context: BrowserContext) -> None:
    context.add_init_script(FULL)
    page = open_page(context, forms.page("exam"))
    _begin_sealed(page)
    _answer_some(forms, "exam", page, 1)
    page.wait_for_timeout(500)
    page.reload()
    page.evaluate("window.full = true")
    page.get_by_role("button", name="The word is lost").click()
    page.get_by_role("button", name="Hand in now").click()
    expect(page.locator(".fb-record-message").last).to_have_text("Not handed in yet")
    page.evaluate("window.full = false")
    page.get_by_role("button", name="Hand in now").click()
    expect(page.get_by_text("Handed in as it stood.")).to_be_visible()


def test_a_plain_test_is_handed_in_when_the_record_was_read_back(forms: Forms, context: BrowserContext) -> None:
    context.add_init_script(FULL)
    page = open_page(context, forms.page("final"))
    page.get_by_role("button", name="Begin").click()
    _answer_some(forms, "final", page, 2)
    page.evaluate("window.full = true")
    _answer_some(forms, "final", page, 2)
    expect(page.locator(".fb-keeping")).to_contain_text("Your last answer could not be saved.")
    _hand_in(page)
    panel = page.locator(".fb-test-panel")
    expect(panel.locator("h2").first).to_have_text("Not handed in yet")
    expect(panel.get_by_text("Handed in on")).to_have_count(0)
    with page.expect_download() as download:
        panel.get_by_role("button", name="Save to file").click()
    [sitting] = json.loads(Path(download.value.path()).read_text("utf-8"))["attempts"].values()
    assert sum(bool(answer["response"]) for answer in sitting["answers"].values()) == 4
    page.evaluate("window.full = false")
    panel.get_by_role("button", name="Try this browser again").click()
    expect(panel.locator("h2").first).to_have_text("Your result")
    expect(panel.get_by_text("Handed in on")).to_be_visible()
    [kept] = _record(page)["attempts"].values()
    assert kept["submitted"] is not None


@pytest.mark.parametrize("form", ["final", "exam"])
def test_a_number_that_cannot_be_read_is_named_and_stays_open(forms: Forms, context: BrowserContext, form: str) -> None:
    page = open_page(context, forms.page(form))
    if form == "exam":
        _begin_sealed(page)
    else:
        page.get_by_role("button", name="Begin").click()
    while not isinstance(_bound(forms, form, page), shapes.NumberItem):
        _next(page)
    field, said = _question(page).get_by_role("textbox"), _question(page).locator(".fb-result")
    field.press_sequentially("twelve")
    expect(said).to_have_text("Write a number in digits, such as 12 or 12.5.")
    assert violations(page) == []
    back = page.get_by_role("button", name="Back", exact=True)
    for turn in [_next, lambda _page: back.click()] if back.is_disabled() else [lambda _page: back.click(), _next]:
        turn(page)
    expect(said).to_be_visible()
    expect(page.locator(".fb-test-all summary")).to_contain_text("0 of 9 answered")
    field.fill("1,175")
    expect(said).to_have_text("This is read as 1175. If you mean 1.175, write it like that.")
    expect(page.locator(".fb-test-all summary")).to_contain_text("1 of 9 answered")
    field.fill("12")
    expect(said).to_be_empty()


def test_a_test_goes_to_another_page_by_file_where_pages_share_no_store(
    forms: Forms, context: BrowserContext, chromium: Browser
) -> None:
    context.add_init_script(EACH_PAGE_APART)
    page = open_page(context, forms.page("final"))
    expect(page.locator(".fb-keeping")).to_contain_text("Nothing leaves this page by itself")
    page.get_by_role("button", name="Begin").click()
    _answer_some(forms, "final", page, 2)
    line = page.locator(".fb-keeping")
    below = page.locator(".fb-test-steps").bounding_box()
    assert below
    assert (line.bounding_box() or below)["y"] > below["y"], "not in the way of the question"
    assert violations(page) == []
    with page.expect_download() as download:
        line.get_by_role("button", name="Save to file").click()
    other = chromium.new_context(viewport={"width": 360, "height": 740})
    other.set_default_timeout(PATIENCE)
    other.add_init_script(EACH_PAGE_APART)
    page = open_page(other, forms.page("final"))
    expect(page.locator(".fb-keeping").get_by_role("button", name="Load from file")).to_be_visible()
    page.locator(".fb-keeping input[type=file]").set_input_files(download.value.path())
    expect(_question(page).locator(".fb-label")).to_have_text("Question 3 of 9")
    expect(page.locator(".fb-test-all summary")).to_contain_text("2 of 9 answered")
    other.close()


def test_a_sealed_page_says_what_stays_on_it(forms: Forms, context: BrowserContext) -> None:
    context.add_init_script(EACH_PAGE_APART)
    page = open_page(context, forms.page("exam"))
    line = page.locator(".fb-keeping")
    expect(line).to_contain_text("Nothing leaves this page by itself: when the test is handed in, save the file")
    expect(line).to_contain_text("holds no answers of this test")
    expect(line.get_by_role("button")).to_have_text(["Save to file", "Load from file"])
