"""Learners in Chromium with the packages in a learning system around scorm-again: what arrives there, field by field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser_store import record_at
from lms_server import PEERS, LearningSystem, learning_system
from playwright.sync_api import Browser, BrowserContext, Playwright, expect
from scorm_learner import PARTLY, RIGHT, Learner, packages, values

from building import ARGS, PATIENCE, browser_path

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not PEERS.is_dir(), reason="scorm-again is not installed: run sh tools/setup-peers.sh"),
]
CLOCK12 = re.compile(r"\d{2,4}:\d\d:\d\d(\.\d{1,2})?")
CLOCK2004 = re.compile(r"PT(\d+H)?(\d+M)?(\d+(\.\d{1,2})?S)?")


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    started = playwright.chromium.launch(
        executable_path=browser_path(), args=ARGS, ignore_default_args=["--disable-back-forward-cache"]
    )
    yield started
    started.close()


@pytest.fixture
def device(browser: Browser) -> Iterator[BrowserContext]:
    """A learner's device: what it keeps is its own."""
    context = browser.new_context(viewport={"width": 900, "height": 900})
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture(scope="module")
def unpacked_packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return packages(tmp_path_factory.mktemp("scorm"))


@pytest.fixture
def system(unpacked_packages: dict[str, Path]) -> Iterator[LearningSystem]:
    with learning_system(unpacked_packages) as started:
        yield started


INTERACTIONS_12 = {
    "t1-i-single": ("choice", ["a"], "c", "wrong"),
    "t1-i-multiple": ("choice", ["a,b"], "a", "0.5"),
    "t1-i-true": ("true-false", ["f"], "t", "wrong"),
    "t1-i-matching": ("matching", ["1.a,2.b"], "1.a,2.c", "0.5"),
    "t1-i-ordering": ("sequencing", ["b,c,a"], "b,a,c", "0.33"),
    "t1-i-numeric": ("numeric", ["8"], "9.5", "wrong"),
    "t1-i-short": ("fill-in", ["early warning", "warning"], "alarm, late", "wrong"),
    "t1-i-gap": ("matching", ["1.a,2.b"], "1.b,2.b", "0.5"),
    "t1-i-judgement": ("choice", ["a"], "b", "0.4"),
}


def test_scorm12_every_type_arrives_and_comes_back(
    device: BrowserContext, browser: Browser, system: LearningSystem
) -> None:
    learner = Learner(device, system, "scorm12", "12-all")
    learner.open("The first module")
    answers = {name: PARTLY[name] for name in INTERACTIONS_12}
    for number, name in enumerate(answers, 1):
        learner.answer(answers, name)
        assert learner.committed(number), "one commit for each answer"
    learner.leave()
    assert learner.refused() == []
    assert [len(learner.calls(name)) for name in ("Initialize", "Finish")] == [1, 1]
    core, model = learner.model["core"], learner.model
    assert (core["lesson_status"], core["exit"]) == ("incomplete", "suspend")
    assert core["score"]["raw"] == "", "with a mastery score none is told before the end: systems decide on any"
    assert core["lesson_location"].startswith("modules/one/")
    assert CLOCK12.fullmatch(core["session_time"])
    assert 0 < len(model["suspend_data"]) <= 4096
    found = {entry["id"]: entry for entry in values(model["interactions"])}
    assert len(values(model["interactions"])) == len(found) == 9
    for name, (kind, patterns, response, result) in INTERACTIONS_12.items():
        entry = found[name]
        assert (entry["type"], entry["student_response"], entry["result"]) == (kind, response, result), name
        assert [right["pattern"] for right in values(entry["correct_responses"])] == patterns, name
        assert [objective["id"] for objective in values(entry["objectives"])] in (["t1-o-read"], ["t1-o-decide"])
        assert CLOCK12.fullmatch(entry["latency"]), name
        assert re.fullmatch(r"\d\d:\d\d:\d\d", entry["time"])
    assert_resumes(browser, system, "scorm12", "12-all", answers)


INTERACTIONS_2004 = {
    "t1-i-single": ("choice", ["a"], "c", "incorrect"),
    "t1-i-multiple": ("choice", ["a[,]b"], "a", "0.5"),
    "t1-i-true": ("true-false", ["false"], "true", "incorrect"),
    "t1-i-matching": ("matching", ["a[.]r1[,]b[.]r2"], "a[.]r1[,]b[.]r3", "0.5"),
    "t1-i-ordering": ("sequencing", ["b[,]c[,]a"], "b[,]a[,]c", "0.3333"),
    "t1-i-numeric": ("numeric", ["8[:]8"], "9.5", "incorrect"),
    "t1-i-short": (
        "fill-in",
        ["{case_matters=false}early warning", "{case_matters=false}warning"],
        "alarm, late",
        "incorrect",
    ),
    "t1-i-gap": ("matching", ["where[.]where-a[,]other[.]other-b"], "where[.]where-b[,]other[.]other-b", "0.5"),
    "t1-i-judgement": ("choice", ["a"], "b", "0.4"),
}


def test_scorm2004_every_type_arrives_and_comes_back(
    device: BrowserContext, browser: Browser, system: LearningSystem
) -> None:
    learner = Learner(device, system, "scorm2004", "2004-all", page="/scorm2004/launch-t1.html")
    answers = {name: PARTLY[name] for name in INTERACTIONS_2004}
    for number, name in enumerate(answers, 1):
        learner.answer(answers, name)
        assert learner.committed(number)
    learner.leave()
    assert learner.refused() == []
    assert [len(learner.calls(name)) for name in ("Initialize", "Terminate")] == [1, 1]
    model = learner.model
    assert (model["completion_status"], model["success_status"], model["exit"]) == ("incomplete", "unknown", "suspend")
    assert model["location"].startswith("modules/one/")
    assert float(model["progress_measure"]) == pytest.approx((4 / 5 + 5 / 8) / 2, abs=1e-4)
    assert CLOCK2004.fullmatch(model["session_time"])
    found = {entry["id"]: entry for entry in values(model["interactions"])}
    assert len(found) == 9
    for name, (kind, patterns, response, result) in INTERACTIONS_2004.items():
        entry = found[name]
        assert (entry["type"], entry["learner_response"], entry["result"]) == (kind, response, result), name
        assert [right["pattern"] for right in values(entry["correct_responses"])] == patterns, name
        assert entry["description"] or name == "", "the question in words"
        assert CLOCK2004.fullmatch(entry["latency"])
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,2}Z", entry["timestamp"]), "at most two decimals"
    objectives = {entry["id"]: entry for entry in values(model["objectives"])}
    read = objectives["t1-o-read"]
    assert (read["success_status"], read["completion_status"], read["progress_measure"]) == ("failed", "completed", "1")
    assert float(read["score"]["scaled"]) == pytest.approx((0 + 0.5 + 0 + 0 + 0.5) / 5)
    assert_resumes(browser, system, "scorm2004", "2004-all", answers, page="/scorm2004/launch-t1.html")


def assert_resumes(
    browser: Browser, system: LearningSystem, package: str, attempt: str, answers: dict[str, Any], **asked: str
) -> None:
    """On another device everything is there again, at the place where it was left, and nothing is sent twice."""
    place = system.last(attempt).get("core", system.last(attempt))
    interactions = len(values(system.last(attempt)["interactions"]))
    other = browser.new_context(viewport={"width": 900, "height": 900})
    learner = Learner(other, system, package, attempt, **asked)
    expect(learner.card("t1-i-single").locator(".fb-result")).not_to_be_empty()
    anchor = (place.get("lesson_location") or place.get("location")).split("#")[1]
    assert learner.book.locator("html").evaluate("() => location.hash") == f"#{anchor}"
    kept = learner.stored()["answers"]
    assert {name: entry["response"] for name, entry in kept.items()} == answers
    learner.leave()
    assert len(values(learner.model["interactions"])) == interactions
    assert learner.refused() == []
    other.close()


@pytest.mark.acceptance
@pytest.mark.parametrize("standard", ["12", "2004"])
def test_fail_leave_try_again_and_pass(device: BrowserContext, system: LearningSystem, standard: str) -> None:
    package, attempt = f"t2-scorm{standard}", f"{standard}-retry"
    learner = Learner(device, system, package, attempt)
    learner.answer(PARTLY, "t2-i-most")
    learner.leave()
    assert result(learner) == ("failed", "0", "" if standard == "12" else "normal")
    again = Learner(device, system, package, attempt)
    expect(again.card("t2-i-most").get_by_role("button", name="Check")).to_be_visible()
    again.answer(RIGHT, "t2-i-most")
    again.leave()
    assert result(again) == ("passed", "100", "suspend")
    back = Learner(device, system, package, attempt)
    expect(back.card("t2-i-most").get_by_role("button", name="Check")).to_be_hidden()
    back.leave()
    assert result(back)[:2] == ("passed", "100"), "who has passed stays so"
    assert learner.refused() + again.refused() + back.refused() == []


def result(learner: Learner) -> tuple[str, str, str]:
    model = learner.model
    if learner.standard == "12":
        core = model["core"]
        assert (core["score"]["min"], core["score"]["max"]) == ("0", "100")
        return core["lesson_status"], core["score"]["raw"], core["exit"]
    assert model["completion_status"] == "completed"
    assert float(model["score"]["scaled"]) * 100 == float(model["score"]["raw"])
    return model["success_status"], model["score"]["raw"], model["exit"]


@pytest.mark.acceptance
def test_the_whole_first_module_completes_and_passes(device: BrowserContext, system: LearningSystem) -> None:
    learner = Learner(device, system, "t1-scorm12", "12-whole", override="1")
    learner.answer({name: RIGHT[name] for name in RIGHT if name.startswith("t1")})
    learner.finish_first_module()
    learner.lms.wait_for_timeout(300)
    learner.leave()
    core = learner.model["core"]
    assert (core["lesson_status"], core["score"]["raw"]) == ("passed", "100")
    objectives = {entry["id"]: entry["status"] for entry in values(learner.model["objectives"])}
    assert objectives == {"t1-o-read": "passed", "t1-o-decide": "passed"}


@pytest.mark.acceptance
def test_what_is_begun_on_one_device_completes_on_another(
    device: BrowserContext, browser: Browser, system: LearningSystem
) -> None:
    """A document's long text stays where it was written; that it was begun goes along."""
    learner = Learner(device, system, "t1-scorm12", "12-devices")
    learner.finish_first_module()
    field = learner.book.locator("fieldbook-product textarea").first
    field.fill("Long words that stay here. " * 70)
    field.blur()
    others = learner.book.locator("fieldbook-product textarea").all()[1:]
    for number, other in enumerate(others):
        other.fill(f"{number}: more words that do not fit. " * 55)
        other.blur()
    learner.lms.wait_for_function("Object.values(localStorage).some((value) => value.includes('Long words'))")
    learner.leave()
    assert len(learner.model["suspend_data"]) < 4096
    context = browser.new_context(viewport={"width": 900, "height": 900})
    elsewhere = Learner(context, system, "t1-scorm12", "12-devices")
    elsewhere.answer({name: RIGHT[name] for name in RIGHT if name.startswith("t1")})
    elsewhere.leave()
    context.close()
    assert elsewhere.model["core"]["lesson_status"] == "passed"


@pytest.mark.acceptance
def test_without_a_mastery_score_it_is_completed(
    device: BrowserContext, system: LearningSystem, unpacked_packages: dict[str, Path]
) -> None:
    """The same package whose table and system know of none."""
    path = unpacked_packages["t2-scorm12"] / "_static" / "launch-table.js"
    text = path.read_text("utf-8")
    path.write_text(re.sub(r'"mastery":[\d.]+', '"mastery":null', text), "utf-8")
    try:
        learner = Learner(device, system, "t2-scorm12", "12-free")
        learner.answer(PARTLY, "t2-i-most")
        learner.leave()
    finally:
        path.write_text(text, "utf-8")
    assert learner.model["core"]["lesson_status"] == "completed"
    assert learner.model["core"]["score"]["raw"] == "0"


# How a unit may be launched, left and disturbed


@pytest.mark.acceptance
def test_in_a_popup(device: BrowserContext, system: LearningSystem) -> None:
    learner = Learner(device, system, "t2-scorm12", "12-popup", how="popup")
    with device.expect_page() as opened:
        learner.lms.evaluate("openPopup()")
    learner.window = opened.value
    learner.answer(RIGHT, "t2-i-most")
    assert learner.committed(1)
    opened.value.close(run_before_unload=False)
    learner.lms.wait_for_function("calls.some((call) => call[0] === 'Finish')")
    assert learner.model["core"]["lesson_status"] == "passed"
    assert len(learner.calls("Finish")) == 1


@pytest.mark.acceptance
@pytest.mark.parametrize("other_origin", [False, True], ids=["same origin", "cross-origin parent"])
def test_with_a_frame_between(device: BrowserContext, system: LearningSystem, other_origin: bool) -> None:  # noqa: FBT001
    """A system may put a page of its own, or of another origin, between its window and the unit."""
    between = f"{system.other if other_origin else system.address}/lms/wrapper.html?page={system.address}/t2-scorm2004/launch.html"
    learner = Learner(device, system, "", "2004-nested", page=between)
    learner.window = learner.lms.frame_locator("#content").frame_locator("#content")
    learner.answer(RIGHT, "t2-i-most")
    learner.leave()
    assert learner.model["success_status"] == "passed"


def test_no_system_in_reach(device: BrowserContext, system: LearningSystem) -> None:
    """On another origin than the system, or opened without one: the learner is told, answers are kept here."""
    page = device.new_page()
    page.goto(f"{system.address}/t2-scorm12/launch.html")
    expect(page.get_by_text("No learning system was found")).to_be_visible()
    book = page.frame_locator("iframe")
    book.locator(".fb-start a").click()
    card = book.locator("fieldbook-activity").first
    card.locator("input[value=a]").check(force=True)
    card.get_by_role("button", name="Check").click()
    expect(card.locator(".fb-saved")).to_have_text("Saved.")
    assert "t2-i-most" in record_at(page, "record:3:tiny:tinyland")["answers"]


@pytest.mark.acceptance
def test_a_learner_who_never_closes(device: BrowserContext, system: LearningSystem) -> None:
    """The power goes: what was answered has been committed; on another device it is there."""
    learner = Learner(device, system, "scorm12", "12-power")
    learner.open("The first module")
    learner.answer(RIGHT, "t1-i-single")
    learner.answer(RIGHT, "t1-i-true")
    learner.reports("t1-i-single", "t1-i-true")
    assert system.ends["12-power"] == 0
    assert learner.model["core"]["exit"] == "suspend", "else a system may throw the state away"


@pytest.mark.acceptance
def test_a_hidden_page_sends_the_place(device: BrowserContext, system: LearningSystem) -> None:
    learner = Learner(device, system, "scorm12", "12-hidden")
    learner.open("The second module")
    expect(learner.book.locator("fieldbook-activity").first).to_be_visible()
    learner.book.locator("fieldbook-activity").first.scroll_into_view_if_needed()
    learner.lms.wait_for_function("Object.values(localStorage).some((value) => value.includes('t2-l-map'))")
    assert learner.commits == [], "to read on is no reason to commit"
    device.new_page().bring_to_front()
    hide = "Object.defineProperty(document, 'hidden', {value: true}); document.dispatchEvent(new Event('visibilitychange'))"
    learner.lms.frames[1].evaluate(hide)
    assert len(learner.commits) == 1
    assert learner.model["core"]["lesson_location"].startswith("modules/two/map.html")
    learner.lms.frames[1].evaluate(hide)
    assert len(learner.commits) == 1, "nothing new, nothing sent"


@pytest.mark.acceptance
def test_terminated_once_whatever_happens(device: BrowserContext, system: LearningSystem) -> None:
    learner = Learner(device, system, "t2-scorm2004", "2004-twice")
    learner.answer(RIGHT, "t2-i-most")
    shell = learner.lms.frames[1]
    shell.evaluate(
        "dispatchEvent(new PageTransitionEvent('pagehide')); dispatchEvent(new PageTransitionEvent('pagehide'))"
    )
    learner.leave()
    assert len(learner.calls("Terminate")) == 1
    assert learner.refused() == []
    assert system.ends["2004-twice"] == 1


@pytest.mark.acceptance
def test_back_from_the_browsers_cache(device: BrowserContext, system: LearningSystem) -> None:
    """The window leaves and comes back as it was: the session has ended, so the learner is told and nothing is lost."""
    learner = Learner(device, system, "scorm12", "12-back")
    learner.open("The first module")
    learner.answer(RIGHT, "t1-i-single")
    learner.lms.evaluate("window.same = true")
    learner.lms.goto(f"{system.address}/lms/wrapper.html?page=about:blank")
    learner.lms.go_back(wait_until="commit")
    if not learner.lms.evaluate("window.same === true"):
        pytest.skip("this browser does not keep the page")
    book = "document.getElementById('content').contentDocument.querySelector('iframe').contentDocument"
    learner.lms.wait_for_function(f"{book}.querySelector('.fb-keeping').textContent.includes('has ended')")
    learner.lms.evaluate(f"{book}.querySelector('[data-id=t1-i-multiple] input[value=b]').click()")
    learner.lms.evaluate(f"{book}.querySelector('[data-id=t1-i-multiple] form').requestSubmit()")
    learner.lms.wait_for_function("Object.values(localStorage).some((value) => value.includes('t1-i-multiple'))")
    assert system.ends["12-back"] == 1
    learner.lms.close()
    later = Learner(device, system, "scorm12", "12-back")
    expect(later.card("t1-i-multiple").locator(".fb-result")).not_to_be_empty()
    later.leave()
    later.reports("t1-i-single", "t1-i-multiple")


@pytest.mark.acceptance
def test_two_tabs(device: BrowserContext, system: LearningSystem) -> None:
    """Two windows on one attempt, and a page in a tab of its own: the last commit has what all of them answered."""
    one = Learner(device, system, "scorm12", "12-tabs")
    one.open("The first module")
    two = Learner(device, system, "scorm12", "12-tabs")
    two.open("The first module")
    one.answer(RIGHT, "t1-i-single")
    two.answer(RIGHT, "t1-i-true")
    alone = device.new_page()
    alone.goto(f"{system.address}/scorm12/modules/one/read.html")
    expect(alone.locator("[data-id=t1-i-true] .fb-result")).not_to_be_empty()
    card = alone.locator("fieldbook-activity[data-id=t1-i-short]")
    card.locator("input[type=text]").fill("warning")
    card.get_by_role("button", name="Check").click()
    expect(two.card("t1-i-short").locator(".fb-result")).not_to_be_empty()
    sent = [
        entry["id"]
        for commit in (one, two)
        for entry in values(
            commit.lms.evaluate(
                "JSON.parse(JSON.stringify(made.cmi.interactions)).childArray ?? JSON.parse(JSON.stringify(made.cmi.interactions))"
            )
        )
    ]
    assert sorted(sent) == ["t1-i-short", "t1-i-single", "t1-i-true"], "each by one of the windows"
    two.leave()
    one.leave()
    other = Learner(device.browser.new_context(viewport={"width": 900, "height": 900}), system, "scorm12", "12-tabs")
    for name in ("t1-i-single", "t1-i-true", "t1-i-short"):
        expect(other.card(name).locator(".fb-result")).not_to_be_empty()
    other.lms.context.close()


@pytest.mark.acceptance
@pytest.mark.parametrize("fault", ["Commit", "SetValue", "throw", "server"])
def test_a_system_that_fails_and_works_again(device: BrowserContext, system: LearningSystem, fault: str) -> None:
    learner = Learner(device, system, "scorm12", f"12-{fault}")
    learner.open("The first module")
    system.refusing = fault == "server"
    learner.lms.evaluate(f"broken.add('{fault}')")
    learner.answer(RIGHT, "t1-i-single")
    notice = learner.book.get_by_text("Your learning system does not answer")
    expect(notice).to_be_visible()
    learner.answer(RIGHT, "t1-i-true")
    assert learner.commits == []
    system.refusing = False
    learner.lms.evaluate("broken.clear()")
    learner.answer(RIGHT, "t1-i-short")
    expect(notice).to_be_hidden()
    learner.reports("t1-i-single", "t1-i-true", "t1-i-short")


@pytest.mark.acceptance
def test_a_system_that_never_works_again_in_this_session(device: BrowserContext, system: LearningSystem) -> None:
    """Answers wait in the browser and are sent at the next launch, none of them twice."""
    learner = Learner(device, system, "scorm12", "12-later")
    learner.open("The first module")
    learner.answer(RIGHT, "t1-i-single")
    learner.lms.evaluate("broken.add('Commit')")
    learner.answer(RIGHT, "t1-i-true")
    learner.lms.close()
    later = Learner(device, system, "scorm12", "12-later")
    expect(later.card("t1-i-true").locator(".fb-result")).not_to_be_empty()
    later.reports("t1-i-single", "t1-i-true")


@pytest.mark.acceptance
def test_a_system_without_interactions_and_objectives(device: BrowserContext, system: LearningSystem) -> None:
    """Both are optional in SCORM 1.2: everything else arrives, and the learner is not troubled."""
    learner = Learner(device, system, "scorm12", "12-less", broken="cmi.interactions,cmi.objectives")
    learner.open("The first module")
    learner.answer(RIGHT, "t1-i-single")
    assert learner.committed(1)
    assert learner.model["suspend_data"]
    expect(learner.book.locator(".fb-keeping")).to_be_hidden()


@pytest.mark.acceptance
def test_an_answer_whose_commit_was_lost_on_the_way_back_is_not_doubled(
    device: BrowserContext, system: LearningSystem
) -> None:
    """The system has it, but could not say so, and the power went: 2004 lets a later session see that it is there."""
    learner = Learner(device, system, "t1-scorm2004", "2004-lost")
    learner.lms.evaluate("{ const real = watched.Commit; watched.Commit = (text) => (real(text), 'false'); }")
    learner.answer(RIGHT, "t1-i-single")
    expect(learner.book.get_by_text("Your learning system does not answer")).to_be_visible()
    learner.reports("t1-i-single")
    learner.lms.evaluate("broken.add('throw')")
    learner.lms.close()
    later = Learner(device, system, "t1-scorm2004", "2004-lost")
    later.answer(RIGHT, "t1-i-true")
    later.reports("t1-i-single", "t1-i-true")


@pytest.mark.acceptance
def test_a_system_that_does_not_begin(device: BrowserContext, system: LearningSystem) -> None:
    learner = Learner(device, system, "scorm12", "12-begin", broken="Initialize")
    learner.open("The first module")
    expect(learner.book.get_by_text("Your learning system does not answer")).to_be_visible()
    learner.answer(RIGHT, "t1-i-single")
    learner.lms.evaluate("broken.clear()")
    learner.answer(RIGHT, "t1-i-true")
    learner.reports("t1-i-single", "t1-i-true")


@pytest.mark.acceptance
def test_a_slow_system(device: BrowserContext, system: LearningSystem) -> None:
    system.seconds = 0.5
    learner = Learner(device, system, "scorm12", "12-slow")
    learner.open("The first module")
    learner.answer(RIGHT, "t1-i-single", "t1-i-true")
    learner.leave()
    learner.reports("t1-i-single", "t1-i-true")


@pytest.mark.acceptance
def test_the_next_learner_on_the_same_computer_begins_afresh(device: BrowserContext, system: LearningSystem) -> None:
    first = Learner(device, system, "scorm12", "12-first")
    first.open("The first module")
    first.answer(RIGHT, "t1-i-single")
    first.leave()
    second = Learner(device, system, "scorm12", "12-second", learner="learner-8")
    second.open("The first module")
    expect(second.card("t1-i-single").get_by_role("button", name="Check")).to_be_visible()
    second.leave()
    assert "interactions" not in second.model or values(second.model["interactions"]) == []


@pytest.mark.acceptance
def test_a_new_attempt_begins_afresh_and_leaves_the_documents(device: BrowserContext, system: LearningSystem) -> None:
    first = Learner(device, system, "t1-scorm2004", "2004-old")
    first.answer(RIGHT, "t1-i-single")
    first.card("t1-i-true")  # on the page with the document
    first.book.locator("fieldbook-product textarea").first.fill("A plan of ours.")
    first.book.locator("fieldbook-product textarea").first.blur()
    first.leave()
    second = Learner(device, system, "t1-scorm2004", "2004-new")
    expect(second.card("t1-i-single").get_by_role("button", name="Check")).to_be_visible()
    second.card("t1-i-true")
    expect(second.book.locator("fieldbook-product textarea").first).to_have_value("A plan of ours.")


@pytest.mark.acceptance
def test_the_other_module_is_a_unit_of_its_own(device: BrowserContext, system: LearningSystem) -> None:
    learner = Learner(device, system, "t2-scorm12", "12-other")
    learner.book.get_by_role("link", name="The first module").first.click()
    expect(learner.lms.frame_locator("#content").get_by_text("That module is a unit of its own")).to_be_visible()
    expect(learner.book.locator("h1")).to_contain_text("The second module")
