"""Learners in Chromium with the cmi5 package: a system that enforces the specification's rules, then a real record store."""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cmi5_server import ACTOR, COMPONENTS, MASTERY, PEER, System, cmi5_system, until
from forms_book import TYPES, with_forms
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect
from ralph_server import RALPH, Ralph
from scorm_learner import PARTLY, RIGHT, Learner, unpacked

from building import PATIENCE, TINY, quiet
from fieldbook.editions.edition_build import Request
from fieldbook.editions.publish import build_edition
from fieldbook.results.read_xapi import read_xapi

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FINAL = {"cut": {"score": 0.1, "method": "A guess."}, "certificate": True}
LATE = "Your learning system does not answer"
FIRST = [name for name in RIGHT if name.startswith("t1")]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The tiny course with a mastery score of 60 and a final test, unpacked."""
    folder = tmp_path_factory.mktemp("cmi5")
    root = with_forms(Path(shutil.copytree(TINY, folder / "tiny")), {"final": FINAL})
    course = root / "course.yml"
    course.write_text(course.read_text("utf-8") + "mastery: 60\n", "utf-8")
    [package] = build_edition(Request(root, None, "learner", "en"), ["cmi5"], folder / "dist", quiet)
    return {"book": unpacked(package, folder)}


@pytest.fixture
def system(folders: dict[str, Path]) -> Iterator[System]:
    with cmi5_system(folders) as started:
        yield started


@pytest.fixture
def device(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


class Unit(Learner):
    """One launch of an assignable unit in a window of its own."""

    def __init__(
        self, device: BrowserContext, system: System, registration: str, unit: str = "t1", **asked: Any
    ) -> None:
        self.cmi5, self.registration = system, registration
        self.page: Page = device.new_page()
        self.lms = self.page
        self.window: Page | FrameLocator = self.page
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.goto(system.launch(f"/book/launch-{unit}.html", registration, **({"mastery": 0.6} | asked)))
        expect(self.book.locator("h1")).to_be_visible()

    def leave(self) -> None:
        """Somewhere else in the same window."""
        self.page.goto(f"{self.cmi5.address}/home")

    def told(self) -> list[str]:
        return self.cmi5.told(self.registration)

    def hears(self, *verbs: str) -> bool:
        """Whether the system has been told just this, in this order."""
        return until(lambda: self.told() == list(verbs)) or pytest.fail(f"{self.told()}, faults {self.cmi5.faults}")


def statements(system: System, verb: str) -> list[dict[str, Any]]:
    return [one for one in system.statements.values() if one["verb"]["id"].endswith(f"/{verb}")]


@pytest.fixture
def registration() -> str:
    return str(uuid.uuid4())


INTERACTIONS = {
    "t1-i-single": ("choice", ["a"], "c", 0),
    "t1-i-multiple": ("choice", ["a[,]b"], "a", 0.5),
    "t1-i-true": ("true-false", ["false"], "true", 0),
    "t1-i-matching": ("matching", ["a[.]r1[,]b[.]r2"], "a[.]r1[,]b[.]r3", 0.5),
    "t1-i-ordering": ("sequencing", ["b[,]c[,]a"], "b[,]a[,]c", 0.3333),
    "t1-i-numeric": ("numeric", ["8[:]8"], "9.5", 0),
    "t1-i-short": ("fill-in", ["{case_matters=false}early warning", "{case_matters=false}warning"], "alarm, late", 0),
    "t1-i-gap": ("matching", ["where[.]where-a[,]other[.]other-b"], "where[.]where-b[,]other[.]other-b", 0.5),
    "t1-i-judgement": ("choice", ["a"], "b", 0.4),
}


def test_every_type_is_a_statement_and_comes_back_on_another_device(
    device: BrowserContext, chromium: Browser, system: System, registration: str
) -> None:
    learner = Unit(device, system, registration)
    learner.answer(PARTLY)
    learner.hears("initialized", *["answered"] * TYPES)
    learner.leave()
    learner.hears("initialized", *["answered"] * TYPES, "terminated")
    assert system.faults == []
    assert learner.faults == []
    found = {}
    for one in statements(system, "answered"):
        definition, result = one["object"]["definition"], one["result"]
        found[one["object"]["id"].removeprefix("urn:fieldbook:tiny:")] = (
            definition["interactionType"],
            definition["correctResponsesPattern"],
            result["response"],
            result["score"]["scaled"],
        )
        assert definition["type"] == "http://adlnet.gov/expapi/activities/cmi.interaction"
        assert_answers_are_listed(one)
        assert definition["description"]["en"]
        assert one["actor"] == ACTOR
    assert found == INTERACTIONS
    assert system.requests.count("POST statements") <= TYPES + 2
    elsewhere = chromium.new_context(viewport={"width": 1280, "height": 900})
    again = Unit(elsewhere, system, registration)
    for name in INTERACTIONS:
        expect(again.card(name).locator(".fb-result")).not_to_be_empty()
    again.leave()
    assert until(lambda: again.told()[-2:] == ["initialized", "terminated"])
    elsewhere.close()
    assert system.faults == []


def assert_answers_are_listed(statement: dict[str, Any]) -> None:
    """Whoever reads a choice or a match in a store finds what it says, there and in what is right."""
    definition, given = statement["object"]["definition"], statement["result"]["response"]
    for answer in [given, *definition["correctResponsesPattern"]]:
        pairs = [part.split("[.]") for part in answer.split("[,]")]
        for place, field in enumerate(COMPONENTS.get(definition["interactionType"], [])):
            assert {pair[place] for pair in pairs} <= {part["id"] for part in definition[field]}


@pytest.mark.acceptance
def test_as_many_answers_as_fit_go_with_the_end(
    device: BrowserContext, system: System, folders: dict[str, Path], registration: str
) -> None:
    """A browser takes 64 kB from a page that is being left: the rest follows at the next launch, and nothing twice."""
    script = folders["book"] / "_static" / "launch.js"
    text = script.read_text("utf-8")
    assert "44000" in text
    script.write_text(text.replace("44000", "5000"), "utf-8")
    try:
        learner = Unit(device, system, registration)
        system.down = True
        learner.answer(RIGHT, *FIRST[:6])
        expect(learner.book.get_by_text(LATE)).to_be_visible()
        system.down = False
        learner.leave()
        assert until(lambda: "terminated" in learner.told())
        assert 0 < learner.told().count("answered") < 6
    finally:
        script.write_text(text, "utf-8")
    later = Unit(device, system, registration)
    assert until(lambda: later.told().count("answered") == 6), (later.told(), system.faults)
    assert sorted(one["object"]["id"].rpartition(":")[2] for one in statements(system, "answered")) == sorted(FIRST[:6])
    assert system.faults == []


@pytest.mark.acceptance
def test_our_reports_read_these_statements(device: BrowserContext, system: System, registration: str) -> None:
    learner = Unit(device, system, registration)
    learner.answer(PARTLY, "t1-i-single", "t1-i-multiple")
    learner.hears("initialized", "answered", "answered")
    lines = "\n".join(json.dumps(one) for one in system.statements.values())
    [sheet] = read_xapi("statements.jsonl", lines.encode())
    assert (sheet.course, sheet.context, sheet.lang, sheet.pseudonym) == ("tiny", "tinyland", "en", "learner-7")  # type: ignore[union-attr]
    assert {one.given.item for one in sheet.practice} == {"t1-i-single", "t1-i-multiple"}  # type: ignore[union-attr]


@pytest.mark.acceptance
@pytest.mark.parametrize(("answers", "verdict"), [(RIGHT, "passed"), (PARTLY, "failed")])
def test_a_verdict(
    device: BrowserContext, system: System, registration: str, answers: dict[str, Any], verdict: str
) -> None:
    """Completed, then passed or failed, with what the specification asks; who failed begins anew and may pass."""
    learner = Unit(device, system, registration)
    learner.finish_first_module()
    learner.answer(answers, *FIRST)
    assert until(lambda: verdict in learner.told()), system.faults
    learner.leave()
    assert until(lambda: "terminated" in learner.told())
    assert [verb for verb in learner.told() if verb != "answered"] == [
        "initialized",
        "completed",
        verdict,
        "terminated",
    ]
    [judged] = statements(system, verdict)
    assert judged["context"]["extensions"][MASTERY] == 0.6
    assert (judged["result"]["score"]["scaled"] >= 0.6) == (verdict == "passed")
    again = Unit(device, system, registration)
    if verdict == "failed":
        again.finish_first_module()
        again.answer(RIGHT, *FIRST)
        assert until(lambda: "passed" in again.told()), system.faults
    again.leave()
    assert until(lambda: again.told()[-1] == "terminated")
    last = [verb for verb in again.told() if verb != "answered"][4:]
    assert last == (["initialized", "passed", "terminated"] if verdict == "failed" else ["initialized", "terminated"])
    assert system.faults == []


@pytest.mark.acceptance
def test_without_a_mastery_score_it_is_completed_only(
    device: BrowserContext, system: System, folders: dict[str, Path], registration: str
) -> None:
    table = folders["book"] / "_static" / "launch-table.js"
    text = table.read_text("utf-8")
    table.write_text(text.replace('"mastery":60.0', '"mastery":null'), "utf-8")
    try:
        learner = Unit(device, system, registration, "t2", mastery=None)
        learner.answer(PARTLY, "t2-i-most")
        learner.hears("initialized", "answered", "completed")
    finally:
        table.write_text(text, "utf-8")
    assert system.faults == []


def take_final(learner: Unit) -> None:
    book = learner.book
    book.get_by_role("button", name="Begin").click()
    for place in range(TYPES):
        question = book.locator("fieldbook-question:visible")
        if question.get_attribute("data-type") in {"true-false", "situational-judgement"}:
            key = json.loads(question.locator("script.fb-answers").text_content() or "")
            best = max(key["options"], key=lambda option: option.get("score", option.get("key", 0)))
            question.locator(f"input[value='{best['id']}']").check(force=True)
        if place < TYPES - 1:
            book.get_by_role("button", name="Next", exact=True).click()
    assert learner.told() == ["initialized"], "nothing is told while it is taken"
    book.get_by_role("button", name="Review and hand in").click()
    book.get_by_role("button", name="Hand in", exact=True).click()
    book.get_by_role("button", name="Hand in now").click()


@pytest.mark.acceptance
@pytest.mark.parametrize(("mastery", "verdict"), [(0.1, ["passed"]), (0.9, [])])
def test_the_final_test(
    device: BrowserContext, system: System, registration: str, mastery: float, verdict: list[str]
) -> None:
    """A unit of its own; where the system asks for more than the test does, the system's mastery score counts."""
    learner = Unit(device, system, registration, "final", mastery=mastery)
    take_final(learner)
    learner.hears("initialized", "answered", "answered", "completed", *verdict)
    learner.leave()
    learner.hears("initialized", "answered", "answered", "completed", *verdict, "terminated")
    assert system.faults == []


@pytest.mark.acceptance
@pytest.mark.parametrize("mode", ["Browse", "Review"])
def test_modes_that_record_nothing(device: BrowserContext, system: System, registration: str, mode: str) -> None:
    first = Unit(device, system, registration)
    first.answer(RIGHT, "t1-i-single")
    first.hears("initialized", "answered")
    first.leave()
    first.hears("initialized", "answered", "terminated")
    kept = dict(system.states)
    looking = Unit(device, system, registration, mode=mode)
    result = looking.card("t1-i-single").locator(".fb-result")
    if mode == "Review":
        expect(result).not_to_be_empty()
    else:
        expect(looking.card("t1-i-single").get_by_role("button", name="Check")).to_be_visible()
    looking.answer(RIGHT, "t1-i-true")
    looking.leave()
    looking.hears("initialized", "answered", "terminated", "initialized", "terminated")
    assert system.states == kept
    later = Unit(device, system, registration)
    expect(later.card("t1-i-single").locator(".fb-result")).not_to_be_empty()
    expect(later.card("t1-i-true").get_by_role("button", name="Check")).to_be_visible()
    later.leave()
    assert until(lambda: later.told()[-1] == "terminated")
    assert later.told().count("answered") == 1
    assert system.faults == []


@pytest.mark.acceptance
def test_back_to_the_system(device: BrowserContext, system: System, registration: str) -> None:
    learner = Unit(device, system, registration, returns=f"{system.address}/home?from=unit")
    learner.answer(RIGHT, "t1-i-single")
    learner.page.get_by_role("link", name="Back to the learning system").click()
    learner.page.wait_for_url("**/home?from=unit")
    assert learner.told() == ["initialized", "answered", "terminated"], "told before the page is left"
    assert system.faults == []


@pytest.mark.acceptance
def test_no_way_back_to_what_is_no_page(device: BrowserContext, system: System, registration: str) -> None:
    learner = Unit(device, system, registration, returns="javascript:alert(1)")
    expect(learner.card("t1-i-single")).to_be_visible()
    expect(learner.page.locator("[data-back]")).to_be_hidden()


@pytest.mark.acceptance
def test_other_origin_and_a_store_that_asks_for_tags(
    device: BrowserContext, folders: dict[str, Path], registration: str
) -> None:
    """The book lies on another server than the system, which lets it in (CORS)."""
    with cmi5_system(folders) as books, cmi5_system({}, strict=True) as system:
        place = system.address
        system.address = books.address
        system.address = place
        address = system.launch("/book/launch-t1.html", registration, mastery=0.6).replace(
            f"{place}/book", f"{books.address}/book", 1
        )
        page = device.new_page()
        page.goto(address)
        learner = Unit.__new__(Unit)
        learner.cmi5, learner.registration, learner.page, learner.lms, learner.window = (
            system,
            registration,
            page,
            page,
            page,
        )
        learner.answer(RIGHT, "t1-i-single", "t1-i-true")
        learner.hears("initialized", "answered", "answered")
        page.goto(f"{books.address}/home")
        learner.hears("initialized", "answered", "answered", "terminated")
        assert system.faults == []


@pytest.mark.acceptance
def test_a_system_that_fails_and_works_again(device: BrowserContext, system: System, registration: str) -> None:
    learner = Unit(device, system, registration)
    system.down = True
    learner.answer(RIGHT, "t1-i-single")
    expect(learner.book.get_by_text(LATE)).to_be_visible()
    learner.answer(RIGHT, "t1-i-true")
    system.down = False
    learner.answer(RIGHT, "t1-i-short")
    learner.hears("initialized", *["answered"] * 3)
    expect(learner.book.get_by_text(LATE)).to_be_hidden()
    order = [one["object"]["id"].rpartition(":")[2] for one in statements(system, "answered")]
    assert order == ["t1-i-single", "t1-i-true", "t1-i-short"]


@pytest.mark.acceptance
def test_answers_wait_for_the_next_launch_none_is_doubled(
    device: BrowserContext, system: System, registration: str
) -> None:
    """What the system took without being able to say so has the same id, in a session with another number."""
    learner = Unit(device, system, registration)
    system.lost = True
    learner.answer(RIGHT, "t1-i-single")
    expect(learner.book.get_by_text(LATE)).to_be_visible()
    system.lost, system.down = False, True
    learner.answer(RIGHT, "t1-i-true")
    learner.leave()
    system.rests()
    assert learner.told() == ["initialized", "answered"]
    system.down = False
    later = Unit(device, system, registration)
    expect(later.card("t1-i-true").locator(".fb-result")).not_to_be_empty()
    later.hears("initialized", "answered", "initialized", "answered")
    assert system.faults == []


@pytest.mark.acceptance
@pytest.mark.parametrize("fault", ["down", "storeless"])
def test_a_system_that_is_not_there_at_the_launch(
    device: BrowserContext, system: System, registration: str, fault: str
) -> None:
    setattr(system, fault, True)
    learner = Unit(device, system, registration)
    expect(learner.book.get_by_text(LATE)).to_be_visible()
    learner.answer(RIGHT, "t1-i-single")
    setattr(system, fault, False)
    learner.answer(RIGHT, "t1-i-true")
    learner.hears("initialized", "answered", "answered")
    assert system.requests.count(f"POST {next(iter(system.sessions))}") == 1, "the token is asked for once"
    assert system.faults == []


@pytest.mark.acceptance
def test_a_page_loaded_anew_is_no_session(device: BrowserContext, system: System, registration: str) -> None:
    """The session has ended with the first page, and there is no second token; the learner is told where to go."""
    learner = Unit(device, system, registration)
    learner.answer(RIGHT, "t1-i-single")
    learner.hears("initialized", "answered")
    learner.page.reload()
    expect(learner.page.get_by_text("open the course from your learning system")).to_be_visible()
    learner.hears("initialized", "answered", "terminated")
    later = Unit(device, system, registration)
    expect(later.card("t1-i-single").locator(".fb-result")).not_to_be_empty()
    assert system.faults == []


def test_opened_without_a_system(device: BrowserContext, system: System) -> None:
    page = device.new_page()
    page.goto(f"{system.address}/book/launch-t1.html?endpoint=javascript:1&fetch=x&actor=nothing")
    expect(page.get_by_text("No learning system was found")).to_be_visible()
    expect(page.frame_locator("iframe").locator("h1")).to_be_visible()


@pytest.mark.acceptance
@pytest.mark.skipif(not PEER.is_file(), reason="@xapi/cmi5 is not installed: run sh tools/setup-peers.sh")
def test_the_system_of_these_tests_agrees_with_another_client(
    device: BrowserContext, system: System, registration: str
) -> None:
    """@xapi/cmi5 goes through a session; the same calls in a wrong order are refused."""
    page = device.new_page()
    page.goto(system.launch("/home", registration, mastery=0.6))
    page.add_script_tag(url=f"{system.address}/peer")
    page.evaluate(
        """async () => {
        window.unit = new Cmi5();
        await unit.initialize();
        await unit.interactionTrueFalse("test", "question", true, true);
        await unit.complete();
        await unit.pass({scaled: 0.8});
        await unit.terminate();
    }"""
    )
    assert system.told(registration) == ["initialized", "answered", "completed", "passed", "terminated"]
    assert system.faults == []
    assert page.evaluate("unit.complete().then(() => 'taken', () => 'refused')") == "refused"
    assert system.faults == ["9.3.8: nothing after terminated"]


@pytest.fixture(scope="module")
def ralph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ralph]:
    if not RALPH.is_file():
        pytest.skip("Ralph is not installed: run sh tools/setup-peers.sh")
    store = Ralph(tmp_path_factory.mktemp("ralph"))
    store.start()
    yield store
    store.kill()


@pytest.mark.acceptance
def test_a_real_record_store_is_killed_and_started(
    device: BrowserContext, folders: dict[str, Path], ralph: Ralph, registration: str
) -> None:
    """Statements are accepted and read back; between kill and start nothing is lost, and nothing is there twice."""
    with cmi5_system(folders, store=ralph.address, authority=ralph.authority) as system:
        learner = Unit(device, system, registration)
        learner.finish_first_module()
        learner.answer(RIGHT, *FIRST[:3])
        assert until(lambda: len(ralph.statements()) == 4)
        ralph.kill()
        learner.answer(RIGHT, *FIRST[3:6])
        expect(learner.book.get_by_text(LATE)).to_be_visible()
        ralph.start()
        learner.answer(RIGHT, FIRST[6])
        assert until(lambda: len(ralph.statements()) == 8)
        ralph.kill()
        learner.answer(RIGHT, *FIRST[7:])
        learner.leave()
        ralph.start()
        later = Unit(device, system, registration)
        assert until(lambda: "passed" in later.told()), system.faults
        later.leave()
        assert until(lambda: later.told()[-1] == "terminated")
        assert system.faults == []
        stored = ralph.statements()
        assert [one["id"] for one in stored] == list(system.statements), "read back in the order of sending"
        for one in stored:
            mine = system.statements[one["id"]]
            assert {name: one[name] for name in mine} == mine
        answered = [one["object"]["id"].rpartition(":")[2] for one in stored if one["verb"]["id"].endswith("/answered")]
        assert answered == FIRST


@pytest.mark.acceptance
def test_this_store_refuses_what_is_no_statement(ralph: Ralph) -> None:
    assert ralph.post({"actor": ACTOR, "object": {"id": "urn:x"}}) == 422
