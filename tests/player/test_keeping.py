"""What is kept of a learner: in the browser, in a file, in two tabs, and where nothing is kept."""

from __future__ import annotations

import copy
import datetime
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from browser_store import EACH_PAGE_APART, FULL, SETTLED, row, rows
from player_book import KEY, LOCAL, RECORD, stored
from playwright.sync_api import Browser, BrowserContext, Page, expect

from fieldbook.model.record import Record

pytestmark = pytest.mark.browser

SCHEMA = json.loads((Path(__file__).parents[2] / "fieldbook/results/record.schema.json").read_text("utf-8"))
VALID = json.loads((Path(__file__).parents[1] / "vectors/records.json").read_text("utf-8"))[0]["record"]
LATER = "2026-11-24T00:00:00.000Z"


def answer(page: Page, value: str = "b") -> None:
    single = page.locator("#item-i-single")
    if single.get_by_role("button", name="Try again").is_visible():
        single.get_by_role("button", name="Try again").click()
    single.locator(f"input[value={value}]").check()
    single.get_by_role("button", name="Check").click()


def load(page: Page, path: Path) -> None:
    page.locator("input[type=file]").set_input_files(path)


def write(path: Path, record: object) -> Path:
    path.write_text(record if isinstance(record, str) else json.dumps(record), "utf-8")
    return path


def test_the_record_fits_the_schema_and_python_reads_it(page: Page) -> None:
    answer(page)
    page.locator("fieldbook-decision input").first.check()
    page.get_by_role("button", name="Decide").click()
    page.get_by_role("slider").fill("20")
    record = stored(page)
    jsonschema.validate(record, SCHEMA)
    assert Record.model_validate(record).positions["t-gate"].value == 20
    assert record["place"]["lesson"] == "m1-questions"


def test_who_somebody_is_may_be_said_and_taken_back(open_book: Callable[..., Page]) -> None:
    start = open_book("index.html")
    assert stored(start) == {}
    start.get_by_text("About you (not needed)").click()
    start.get_by_label("Component").select_option("police")
    start.get_by_label("Gender").select_option("undisclosed")
    start.get_by_label("Duty station").fill(" Tano <b> ")
    start.get_by_label("Duty station").blur()
    start.get_by_role("textbox", name="A name of your choice").fill("7")
    start.get_by_role("textbox", name="A name of your choice").blur()
    said = {"pseudonym": "7", "component": "police", "gender": "undisclosed", "station": "Tano <b>"}
    assert stored(start)["learner"] == said
    start.reload()
    start.get_by_text("About you (not needed)").click()
    expect(start.get_by_label("Gender")).to_have_value("undisclosed")
    start.get_by_label("Component").select_option(label="No answer")
    record = stored(start)
    assert record["learner"] == said | {"component": ""}
    jsonschema.validate(record, SCHEMA)
    Record.model_validate(record)


def test_a_record_goes_to_another_device_by_file(
    open_book: Callable[..., Page], browser: Browser, book: Any, tmp_path: Path
) -> None:
    answer(open_book())
    start = open_book("index.html")
    start.get_by_role("textbox", name="A name of your choice").fill("Sefa <7>")
    start.get_by_role("textbox", name="A name of your choice").blur()
    with start.expect_download() as download:
        start.get_by_role("button", name="Save to file").click()
    assert download.value.suggested_filename == "tiny-ondara-Sefa-7-record.json"
    file = tmp_path / "record.json"
    download.value.save_as(file)
    jsonschema.validate(json.loads(file.read_text("utf-8")), SCHEMA)

    other = browser.new_context()
    page = other.new_page()
    page.goto((book.root / "index.html").as_uri())
    load(page, file)
    expect(page.locator(".fb-record-message")).to_contain_text("Loaded.")
    expect(page.locator(".fb-record-summary")).to_have_text("Questions answered: 1 of 11. Lessons done: 0 of 3.")
    before, after = stored(start), stored(page)
    assert after["answers"] == before["answers"]
    assert after["learner"] == {"pseudonym": "Sefa <7>"}
    page.goto(book.page.as_uri())
    expect(page.locator("#item-i-single .fb-result")).to_have_text("Not yet")
    other.close()


def test_loading_keeps_what_is_newer_here(open_book: Callable[..., Page], tmp_path: Path) -> None:
    answer(open_book(), "a")
    start = open_book("index.html")
    old = copy.deepcopy(VALID)
    old["answers"]["i-single"]["at"] = "2001-01-01T00:00:00.000Z"
    old["answers"]["i-truth"] = old["answers"]["i-single"]
    load(start, write(tmp_path / "old.json", old))
    expect(start.locator(".fb-record-message")).to_contain_text("Loaded.")
    found = stored(start)["answers"]
    assert (found["i-single"]["response"], found["i-truth"]["response"]) == ("a", "b")


HOSTILE = "<img src=x onerror=window.hacked=1>"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "This file is no record, or it is damaged. Nothing has changed."),
        ("[1, 2]", "This file is no record"),
        ("null", "This file is no record"),
        (VALID | {"version": 4}, "This file was written by a newer edition of the course."),
        (VALID | {"course": HOSTILE}, "This file is no record"),
        (VALID | {"course": "other"}, "This file belongs to the course “other” and the mission “ondara”."),
        (VALID | {"context": "south-sudan"}, "This file belongs to the course “tiny” and the mission “south-sudan”."),
        (VALID | {"answers": {HOSTILE: {}}}, "This file is no record"),
        ('{"__proto__": {"hacked": 1}, "format": "fieldbook-record"}', "This file is no record"),
        (" " * (2 * 1024 * 1024 + 1), "This file is larger than 2 MB, so it is no record of this course."),
    ],
)
def test_a_file_that_is_no_record_changes_nothing(
    open_book: Callable[..., Page], tmp_path: Path, content: object, words: str
) -> None:
    start = open_book("index.html")
    before = stored(start)
    load(start, write(tmp_path / "bad.json", content))
    expect(start.locator(".fb-record-message")).to_contain_text(words)
    assert stored(start) == before
    assert start.evaluate("window.hacked") is None


def test_hostile_text_in_a_record_stays_text(open_book: Callable[..., Page], tmp_path: Path) -> None:
    start = open_book("index.html")
    bad = copy.deepcopy(VALID)
    bad["learner"] = {"pseudonym": HOSTILE}
    bad["place"] = {"lesson": "m9-elsewhere", "step": "x", "at": LATER}
    bad["answers"] = {
        "i-short": bad["answers"]["i-single"] | {"response": HOSTILE},
        "i-matching": bad["answers"]["i-single"] | {"response": {"a": HOSTILE, "__proto__": "r1"}},
        "i-ordering": bad["answers"]["i-single"] | {"response": [HOSTILE, "a", "a"]},
        "i-single": bad["answers"]["i-single"] | {"response": ["a"]},
        "constructor": bad["answers"]["i-single"],
    }
    load(start, write(tmp_path / "hostile.json", bad))
    expect(start.locator(".fb-record-message")).to_contain_text("Loaded.")
    expect(start.locator("[data-fb-resume] a")).to_have_attribute("href", "./page.html")
    page = open_book()
    expect(page.locator("#item-i-short").get_by_role("textbox")).to_have_value(HOSTILE)
    expect(page.locator("#item-i-single .fb-result")).to_contain_text("an earlier version")
    expect(page.locator("img")).to_have_count(0)
    assert page.evaluate("window.hacked") is None


def test_a_place_in_a_record_is_followed_only_within_the_course(open_book: Callable[..., Page], tmp_path: Path) -> None:
    start = open_book("index.html")
    record = VALID | {"answers": {}, "read": {}, "place": {"lesson": "m9-elsewhere", "step": "x", "at": LATER}}
    load(start, write(tmp_path / "place.json", record))
    expect(start.locator(".fb-record-message")).to_contain_text("Loaded.")
    expect(start.locator("[data-fb-resume]")).to_be_hidden()


OLD = VALID | {"positions": {"t-gate": {"value": 20, "at": VALID["saved"]}}}
VERSION_1 = {name: part for name, part in OLD.items() if name not in {"scenarios", "products", "attempts"}}
LEFT_THERE = {LOCAL: OLD, "fieldbook:1:tiny:ondara": VERSION_1 | {"version": 1}}


def _leave_there(context: BrowserContext, key: str) -> None:
    """What an edition of before this one has put into the local storage."""
    text = json.dumps(json.dumps(LEFT_THERE[key]))
    context.add_init_script(
        f"if (!localStorage.getItem('was')) {{ localStorage.setItem('was', '1'); localStorage.setItem('{key}', {text}); }}"
    )


@pytest.mark.parametrize("key", LEFT_THERE)
def test_what_an_older_edition_kept_is_taken_over(
    open_book: Callable[..., Page], context: BrowserContext, key: str
) -> None:
    _leave_there(context, key)
    page = open_book()
    expect(page.get_by_role("slider")).to_have_value("20")
    assert page.evaluate("Object.keys(localStorage)") == ["was"]
    answer(page)
    assert stored(page)["positions"] == OLD["positions"]
    page.reload()
    expect(page.get_by_role("slider")).to_have_value("20")


def test_what_cannot_be_taken_over_stays_where_it_is(open_book: Callable[..., Page], context: BrowserContext) -> None:
    _leave_there(context, LOCAL)
    context.add_init_script(f"window.full = true; {FULL}")
    page = open_book()
    expect(page.get_by_role("slider")).to_have_value("20")
    expect(page.locator(".fb-keeping")).to_contain_text("it may lose the latest ones when the power fails")
    answer(page)
    page.wait_for_function(f"localStorage.getItem('{LOCAL}').includes('i-single')")
    assert row(page, KEY) is None
    assert page.locator("#item-i-single .fb-saved").inner_text() == ""


def test_damaged_storage_starts_anew(open_book: Callable[..., Page], context: BrowserContext) -> None:
    context.add_init_script(f"localStorage.setItem('{LOCAL}', '{{\"version\": 1')")
    page = open_book()
    answer(page)
    assert stored(page)["answers"]["i-single"]["response"] == "b"


NO_DATABASE = "Object.defineProperty(window, 'indexedDB', { value: undefined });"
REFUSED = "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };"
HANGS = "IDBFactory.prototype.open = () => ({});"
BLOCKED = (
    "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
    + REFUSED
)
FORGETFUL = "Storage.prototype.setItem = () => {};" + NO_DATABASE


@pytest.mark.parametrize("script", [BLOCKED, FORGETFUL], ids=["blocked", "forgets"])
def test_without_storage_the_page_works_says_so_and_offers_the_file(
    open_book: Callable[..., Page], context: BrowserContext, script: str
) -> None:
    context.add_init_script(script)
    page = open_book()
    line = page.locator(".fb-keeping")
    expect(line).to_contain_text("This browser does not keep your answers.")
    answer(page)
    expect(page.locator("#item-i-single .fb-result")).to_have_text("Not yet")
    expect(page.locator("#item-i-single .fb-saved")).to_be_empty()
    with page.expect_download() as download:
        line.get_by_role("button", name="Save to file").click()
    saved = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert saved["answers"]["i-single"]["response"] == "b"


@pytest.mark.parametrize("script", [NO_DATABASE, REFUSED, HANGS], ids=["missing", "refused", "hangs"])
def test_without_a_database_answers_are_kept_and_nobody_is_told_that_they_are_safe(
    open_book: Callable[..., Page], context: BrowserContext, script: str
) -> None:
    context.add_init_script(script)
    page = open_book()
    line = page.locator(".fb-keeping")
    expect(line).to_contain_text("kept in this browser, but it may lose the latest ones when the power fails.")
    expect(line.get_by_role("button", name="Save to file")).to_be_visible()
    answer(page)
    expect(page.locator("#item-i-single .fb-saved")).to_be_empty()
    page.reload()
    expect(page.locator("#item-i-single .fb-result")).to_have_text("Not yet")


SLOW = """
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...args) {
    const wait = () => { if (window.slow) this.get("x").onsuccess = wait; };
    wait();
    return put.apply(this, args);
  };
"""
"""A disk that takes its time: the transaction is open as long as `slow`."""


def test_saved_is_said_when_the_transaction_has_completed(
    open_book: Callable[..., Page], context: BrowserContext
) -> None:
    context.add_init_script(SLOW)
    page = open_book()
    page.evaluate(SETTLED)
    page.evaluate("window.slow = true")
    answer(page)
    line = page.locator("#item-i-single .fb-saved")
    expect(line).to_have_text("Saving…")
    page.wait_for_timeout(300)
    expect(line).to_have_text("Saving…")
    page.evaluate("window.slow = false")
    expect(line).to_have_text("Saved.")
    page.reload()
    expect(line).to_have_text("Saved.")


def test_a_question_waits_for_its_record_but_not_for_long(
    open_book: Callable[..., Page], context: BrowserContext
) -> None:
    context.add_init_script(HANGS)
    page = open_book()
    style = "getComputedStyle(document.querySelector('fieldbook-activity'))"
    assert page.evaluate(f"{style}.animationName") == "fb-wait", "hidden at first"
    page.wait_for_function(f"{style}.visibility === 'visible' && !customElements.get('fieldbook-activity')")
    expect(page.get_by_role("button", name="Check").first).to_be_visible()


def test_what_was_not_saved_when_the_page_was_left_is_there_on_the_next(
    open_book: Callable[..., Page], context: BrowserContext
) -> None:
    context.add_init_script(SLOW)
    page = open_book()
    page.evaluate(SETTLED)
    page.evaluate("window.slow = true")
    answer(page)
    page.goto(page.url.replace("page.html", "index.html"))
    expect(page.locator(".fb-record-summary")).to_contain_text("Questions answered: 1 of 11.")
    assert stored(page)["answers"]["i-single"]["response"] == "b"
    assert page.evaluate("Object.keys(localStorage)") == []


def test_a_clock_set_back_or_forward_changes_no_date(open_book: Callable[..., Page]) -> None:
    page = open_book()
    order = []
    for name, time in [
        ("single", "2031-11-20T08:00:00Z"),
        ("truth", "2031-11-19T08:00:00Z"),
        ("judgement", "2001-01-01T00:00:00Z"),
    ]:
        page.clock.set_fixed_time(time)
        page.reload()
        item = page.locator(f"#item-i-{name}")
        item.locator("input").first.check()
        item.get_by_role("button", name="Check").click()
        expect(item.locator(".fb-saved")).to_have_text("Saved.")
        order.append(f"i-{name}")
    found = {name: entry["at"] for name, entry in stored(page)["answers"].items()}
    assert found["i-single"].startswith("2031-11-20T08:00:00.0")
    assert sorted(found, key=found.__getitem__) == order, "in the order in which they were given"
    page.clock.set_fixed_time("2032-01-01T00:00:00Z")
    answer(page, "a")
    after = {name: entry["at"] for name, entry in stored(page)["answers"].items()}
    assert after.pop("i-single").startswith("2032-01-01T00:00:00.0")
    assert found.items() >= after.items()


def test_a_clock_with_an_empty_battery_leaves_the_dates_of_a_file(
    open_book: Callable[..., Page], tmp_path: Path
) -> None:
    start = open_book("index.html")
    start.clock.set_fixed_time("2001-01-01T00:00:00Z")
    start.reload()
    load(start, write(tmp_path / "record.json", VALID))
    expect(start.locator(".fb-record-message")).to_contain_text("Loaded.")
    assert stored(start)["answers"] == VALID["answers"]


def test_a_page_that_slept_brings_back_nothing(open_book: Callable[..., Page], context: BrowserContext) -> None:
    """Neither what was erased meanwhile nor an earlier answer; what is answered there then is kept."""
    page = open_book()
    answer(page, "b")
    stored(page)
    page.evaluate("BroadcastChannel.prototype.postMessage = () => {}")
    asleep = open_book()
    expect(asleep.locator("#item-i-single .fb-result")).to_have_text("Not yet")
    page.evaluate("window.FIELDBOOK.session.erase()")
    answer(page, "a")
    stored(page)
    asleep.locator("#item-i-truth input[value=b]").check()
    asleep.locator("#item-i-truth").get_by_role("button", name="Check").click()
    expect(asleep.locator("#item-i-truth .fb-saved")).to_have_text("Saved.")
    found = stored(page)["answers"]
    assert (found["i-single"]["response"], found["i-single"]["tries"], set(found)) == ("a", 1, {"i-single", "i-truth"})
    expect(asleep.locator("#item-i-single .fb-result")).to_have_text("Right")


def test_pages_that_are_kept_apart_share_the_store_of_one_file(
    open_book: Callable[..., Page], context: BrowserContext
) -> None:
    """As in Firefox, whose real one is tried in test_firefox.py."""
    context.add_init_script(
        "if (!location.pathname.endsWith('store.html')) { CSS.supports = () => true; " + NO_DATABASE + "}"
    )
    page, other = open_book(), open_book()
    assert page.locator(".fb-keeping").is_hidden()
    answer(page)
    expect(page.locator("#item-i-single .fb-saved")).to_have_text("Saved.")
    expect(other.locator("#item-i-single .fb-result")).to_have_text("Not yet")
    frame = page.frame(url=re.compile("store.html$"))
    assert frame
    assert frame.evaluate("indexedDB.databases().then(([one]) => one.name)") == "fieldbook"


@pytest.mark.parametrize(
    "question", ["{ id: 1, name: 'read', values: ['other'] }", "{ id: 1, name: 'constructor', values: ['record:x'] }"]
)
def test_the_file_with_the_store_answers_for_records_only(
    open_book: Callable[..., Page], context: BrowserContext, question: str
) -> None:
    context.add_init_script("if (!location.pathname.endsWith('store.html')) CSS.supports = () => true;")
    page = open_book()
    page.evaluate(SETTLED)
    said = page.evaluate(
        f"""new Promise((done) => {{
          addEventListener("message", ({{ data }}) => {{ if (data.id === 1) done(data.fault); }});
          [...document.querySelectorAll("iframe")].at(-1).contentWindow.postMessage({question}, "*");
        }})"""
    )
    assert "not asked here" in said


def test_a_browser_that_keeps_each_page_apart_says_so_and_offers_the_file(
    open_book: Callable[..., Page], context: BrowserContext, tmp_path: Path
) -> None:
    context.add_init_script(EACH_PAGE_APART)
    page = open_book()
    line = page.locator(".fb-keeping")
    expect(line).to_contain_text("keeps the answers of each page apart")
    expect(line.get_by_role("button")).to_have_text(["Save to file", "Load from file"])
    record = VALID | {"answers": {"i-truth": VALID["answers"]["i-single"]}}
    line.locator("input[type=file]").set_input_files(write(tmp_path / "record.json", record))
    expect(line.locator(".fb-record-message")).to_contain_text("Loaded.")
    expect(page.locator("#item-i-truth .fb-result")).not_to_be_empty()


def test_what_stands_on_the_record_s_page_does_not_move_under_the_finger(open_book: Callable[..., Page]) -> None:
    start = open_book("index.html")
    start.set_viewport_size({"width": 360, "height": 740})
    start.add_style_tag(content="html { overflow-anchor: none; }")  # as in Safari
    start.get_by_text("About you (not needed)").click()
    button = start.get_by_role("button", name="Save to file")
    for field in ("A name of your choice", "Duty station"):
        start.get_by_role("textbox", name=field).press_sequentially("Tano")
        button.scroll_into_view_if_needed()
        box = button.bounding_box()
        assert box
        start.mouse.move(box["x"] + 10, box["y"] + 10)
        start.mouse.down()
        start.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert abs((button.bounding_box() or {"y": 0})["y"] - box["y"]) < 1, field
        with start.expect_download():
            start.mouse.up()


def test_a_failed_save_is_shown_and_tried_again(open_book: Callable[..., Page], context: BrowserContext) -> None:
    context.add_init_script(FULL)
    page = open_book()
    page.clock.install()
    page.evaluate("window.full = true")
    answer(page)
    expect(page.locator(".fb-keeping")).to_contain_text("Your last answer could not be saved.")
    assert "i-single" not in stored(page).get("answers", {})
    page.evaluate("window.full = false")
    page.clock.run_for(11_000)
    expect(page.locator(".fb-keeping")).to_be_hidden()
    assert stored(page)["answers"]["i-single"]["response"] == "b"


def test_two_tabs_do_not_write_over_each_other(open_book: Callable[..., Page]) -> None:
    first, second = open_book(), open_book()
    answer(first, "b")
    expect(second.locator("#item-i-single .fb-result")).to_have_text("Not yet")
    second.locator("#item-i-truth input[value=b]").check()
    second.locator("#item-i-truth").get_by_role("button", name="Check").click()
    _until(first, lambda: set(stored(first)["answers"]) == {"i-single", "i-truth"})
    answer(second, "a")
    _until(first, lambda: stored(first)["answers"]["i-single"]["tries"] == 2)
    expect(first.locator("#item-i-single .fb-result")).to_have_text("Right")


def _until(page: Page, holds: Callable[[], bool]) -> None:
    """A store that two tabs share reaches the other tab's process a moment later."""
    for _try in range(100):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError("the other tab's answer did not come")


def test_what_is_being_worked_on_survives_an_answer_in_another_tab(open_book: Callable[..., Page]) -> None:
    first, second = open_book(), open_book()
    first.locator("#item-i-multiple input[value=a]").check()
    answer(second)
    expect(first.locator("#item-i-single .fb-result")).to_have_text("Not yet")
    expect(first.locator("#item-i-multiple input[value=a]")).to_be_checked()


def test_erasing_asks_first_and_reaches_the_other_tab(open_book: Callable[..., Page]) -> None:
    page = open_book()
    answer(page)
    start = open_book("index.html")
    start.get_by_role("button", name="Erase my record").click()
    start.get_by_role("button", name="Keep").click()
    assert "i-single" in stored(start)["answers"]
    start.get_by_role("button", name="Erase my record").click()
    start.get_by_role("button", name="Erase", exact=True).click()
    expect(start.locator(".fb-record-message")).to_have_text("Your record is empty now.")
    expect(start.locator(".fb-record-summary")).to_contain_text("Questions answered: 0 of 11.")
    expect(page.locator("#item-i-single .fb-result")).to_be_empty()
    expect(page.locator("#item-i-single input:checked")).to_have_count(0)


def test_progress_and_the_way_on(open_book: Callable[..., Page]) -> None:
    start = open_book("index.html")
    expect(start.locator("[data-fb-resume]")).to_be_hidden()
    page = open_book()
    answer(page)
    expect(page.locator("[data-fb-progress=module]")).to_have_text("0 of 2 lessons done")
    start = open_book("index.html")
    expect(start.locator("[data-fb-ref=m1-questions]")).to_have_text("1 of 9 answered")
    expect(start.locator("[data-fb-progress=course]")).to_have_text("0 of 3 lessons done")
    link = start.locator("[data-fb-resume] a")
    expect(link).to_have_text("Go on where you stopped: Questions at the gate")
    link.click()
    expect(start.locator("h1")).to_have_text("The gate")


def test_a_lesson_without_activities_is_read_when_its_end_was_seen(open_book: Callable[..., Page]) -> None:
    page = open_book("deep/reading.html")
    page.wait_for_timeout(200)
    assert stored(page).get("read", {}) == {}
    page.mouse.wheel(0, 20_000)
    expect(page.locator(".fb-lesson-end")).to_be_in_viewport()
    page.wait_for_function("window.FIELDBOOK.session.isSaved('read', 'm2-road')")
    start = open_book("index.html")
    expect(start.locator("[data-fb-ref=m2-road]")).to_have_text("Done")
    assert stored(page)["course"] == RECORD["course"]


def test_progress_follows_what_happens_on_the_page(open_book: Callable[..., Page]) -> None:
    page = open_book()
    page.locator("fieldbook-decision input").first.check()
    page.get_by_role("button", name="Decide").click()
    page.get_by_role("button", name="I stand here").click()
    expect(page.locator("[data-fb-progress=module]")).to_have_text("1 of 2 lessons done")


# Several people on one computer


def _somebody_new(start: Page, name: str) -> None:
    start.get_by_role("button", name="Somebody else is learning").click()
    start.get_by_label("Somebody new: a name of your choice").fill(name)
    with start.expect_event("load"):
        start.get_by_role("button", name="Begin a record of my own").click()
    expect(start.get_by_role("textbox", name="A name of your choice (not needed)")).to_have_value(name)


def _people(page: Page) -> dict[str, dict[str, Any]]:
    """Records by name."""
    records = [json.loads(found["text"]) for found in rows(page, KEY).values()]
    return {record["learner"].get("pseudonym", ""): record for record in records}


def test_two_people_on_one_computer_have_a_record_each(open_book: Callable[..., Page]) -> None:
    page = open_book()
    answer(page, "b")
    stored(page)
    start = open_book("index.html")
    assert start.get_by_role("button", name="I stop").count() == 0, "nothing of it where one person learns"
    _somebody_new(start, "Amina")
    expect(start.get_by_text("there is no password")).to_have_count(0)
    expect(start.locator(".fb-record-summary")).to_contain_text("Questions answered: 0 of 11.")
    expect(page.locator("#item-i-single .fb-result")).to_be_empty()  # the other window has begun anew
    answer(page, "a")
    expect(page.locator("#item-i-single .fb-saved")).to_have_text("Saved.")
    found = {name: record["answers"]["i-single"] for name, record in _people(page).items()}
    assert {name: (entry["response"], entry["tries"]) for name, entry in found.items()} == {
        "": ("b", 1),
        "Amina": ("a", 1),
    }
    with start.expect_download() as download:
        start.get_by_role("button", name="Save to file").click()
    assert download.value.suggested_filename == "tiny-ondara-Amina-record.json"


def test_who_stops_leaves_a_question_to_the_next(open_book: Callable[..., Page]) -> None:
    start = open_book("index.html")
    _somebody_new(start, "Amina")
    with start.expect_event("load"):
        start.get_by_role("button", name="I stop").click()
    page = open_book()
    expect(page.get_by_role("heading", name="Who is learning?")).to_be_focused()
    expect(page.get_by_text("there is no password")).to_be_visible()
    assert page.get_by_role("button", name="Check").count() == 0, "nothing can be answered before"
    page.get_by_label("Somebody new").fill(" amina")
    page.get_by_role("button", name="Begin a record of my own").click()
    expect(page.get_by_text("There is a record with this name already.")).to_be_visible()
    with page.expect_event("load"):
        page.get_by_role("button", name="Amina", exact=True).click()
    answer(page)
    expect(page.locator("#item-i-single .fb-saved")).to_have_text("Saved.")
    assert set(_people(page)["Amina"]["answers"]) == {"i-single"}


def test_after_a_pause_the_page_asks_who_it_is(open_book: Callable[..., Page]) -> None:
    start = open_book("index.html")
    _somebody_new(start, "Amina")
    page = open_book()
    page.clock.install()
    page.reload()
    answer(page)
    expect(page.locator("#item-i-single .fb-saved")).to_have_text("Saved.")
    page.clock.fast_forward(29 * 60_000)
    page.mouse.click(5, 5)
    page.clock.fast_forward(31 * 60_000)
    with page.expect_event("load"):
        page.mouse.click(5, 5)
    expect(page.get_by_role("heading", name="Who is learning?")).to_be_visible()


def test_who_comes_after_the_only_learner_has_a_way_out(open_book: Callable[..., Page]) -> None:
    page = open_book()
    answer(page)
    stored(page)
    assert page.get_by_role("button", name="Somebody else is learning").count() == 0
    page.clock.install(time=datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=2))
    page.reload()
    expect(page.get_by_text("Answers were last saved here on")).to_be_visible()
    page.get_by_role("button", name="Somebody else is learning").click()
    page.get_by_label("Somebody new").fill("Amina")
    with page.expect_event("load"):
        page.get_by_role("button", name="Begin a record of my own").click()
    expect(page.locator("#item-i-single .fb-result")).to_be_empty()


def test_a_file_under_another_name_is_not_joined_unasked(open_book: Callable[..., Page], tmp_path: Path) -> None:
    start = open_book("index.html")
    start.get_by_role("textbox", name="A name of your choice").fill("Sefa")
    file = write(tmp_path / "amina.json", VALID | {"learner": {"pseudonym": "Amina"}})
    load(start, file)
    message = start.locator(".fb-record-message")
    expect(message).to_contain_text("This file is of “Amina”, and the record here is of “Sefa”.")
    start.get_by_role("button", name="Leave the file").click()
    expect(message).to_contain_text("Nothing has changed.")
    assert stored(start)["answers"] == {}
    load(start, file)
    start.get_by_role("button", name="Both names are mine").click()
    expect(message).to_contain_text("Loaded.")
    found = stored(start)
    assert (found["learner"]["pseudonym"], found["answers"]) == ("Sefa", VALID["answers"])
