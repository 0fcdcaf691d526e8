"""The ways in which people of the round take tests: in Chromium from disk, sealed, on paper, elsewhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cv2
from browser_store import record_at
from cohorts import attempt, key_of, moment, record, write
from papers import on_paper
from playwright.sync_api import Browser, Page
from round_people import Person
from sheet_filler import Shot, filled, photograph

from building import PATIENCE
from fieldbook.assessment.form_draw import DrawnForm
from fieldbook.assessment.paper.scan import conclude, read

Texts = Mapping[str, str]
STORE = "record:3:tiny:tinyland"
LESSON = 4
"""Every fourth reads a lesson and answers its question: each page takes a part of a second."""

# Presses what a learner would press, in the page itself: a hundred sittings in the time of three by a real hand.
TAKE = """async (wanted) => {
  const test = document.querySelector("fieldbook-test");
  const pause = () => new Promise((done) => setTimeout(done, 0));
  const shown = (all) => [...all].filter((element) => !element.closest("[hidden]"));
  const press = (text) => shown(test.querySelectorAll("button")).find((button) => button.textContent.trim() === text).click();
  press("Begin");
  let [now] = shown(test.querySelectorAll("fieldbook-question"));
  while (!now) {
    await pause();
    [now] = shown(test.querySelectorAll("fieldbook-question"));
  }
  for (let left = Object.keys(wanted).length; left; left -= 1) {
    const option = [...now.querySelectorAll(".fb-option")].find((one) => one.textContent.includes(wanted[now.dataset.id]));
    option.querySelector("input").click();
    if (left > 1) press("Next");
    [now] = shown(test.querySelectorAll("fieldbook-question"));
  }
  for (const text of ["Review and hand in", "Hand in", "Hand in now"]) press(text);
}"""
PRACTISE = """() => {
  const option = [...document.querySelectorAll(".fb-option")].find((one) => one.textContent.includes("Hear what they say"));
  option.querySelector("input").click();
  [...option.closest("fieldbook-activity").querySelectorAll("button")].find((one) => one.textContent === "Check").click();
}"""


def texts(form: DrawnForm, answers: Mapping[str, str]) -> Texts:
    """What is chosen, in the words on the page: a sealed page has ids of its own."""
    words = {item.bound.id: {ref: option.text for ref, option in item.bound.refs()} for item in form.items}
    return {item: words[item][option] for item, option in answers.items()}


def in_browser(browser: Browser, book: Path, forms: Mapping[str, DrawnForm], person: Person, number: int) -> Any:
    """Before, a question of a lesson, after; the record as the book saves it, of the first two by its own button."""
    by_hand = number < 2
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    for form in ("before", "after"):
        if form == "after" and number % LESSON == 0:
            page.goto((book / "modules/one/gate.html").as_uri())
            page.wait_for_function("window.FIELDBOOK.ready.then(() => true)")
            page.evaluate(PRACTISE)
        page.goto((book / f"book/tests/{form}.html").as_uri())
        page.locator("fieldbook-test[data-state=start]").wait_for()
        if form == "before":
            _introduce(page, person, by_hand=by_hand)
        page.evaluate(TAKE, texts(forms[form], person.answers[form]))
        page.locator("fieldbook-test[data-state=result]").wait_for()
    if by_hand:
        page.goto((book / "index.html").as_uri())
        with page.expect_download() as download:
            page.get_by_role("button", name="Save to file").click()
        found = Path(download.value.path()).read_text("utf-8")
    else:
        found = json.dumps(record_at(page, STORE))
    context.close()
    return found


def _introduce(page: Page, person: Person, *, by_hand: bool) -> None:
    """The pseudonym has its place on the page of the record; the groups stand here too, until they are told."""
    about = {"pseudonym": person.name, "gender": person.gender, "component": person.component}
    if by_hand:
        page.get_by_text("About you (not needed)").click()
        page.get_by_label("Gender").select_option(person.gender)
        page.get_by_label("Component").select_option(person.component)
        page.get_by_label("The language").select_option("undisclosed")
        page.get_by_text("About you (not needed)").click()
        page.reload()
        page.locator("fieldbook-test[data-state=start]").wait_for()
        assert page.locator("[data-fb-groups]").is_hidden(), "nobody is asked twice"
        about = {"pseudonym": person.name}
    page.evaluate("(about) => document.querySelector('fieldbook-test').session.callMe(about)", about)


def sealed(browser: Browser, book: Path, form: DrawnForm, sitters: list[Person]) -> bytes:
    """One computer, one person after the other; the file with all of them."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto((book / "book/tests/exam.html").as_uri())
    for person in sitters:
        page.get_by_label("Your name or number").fill(person.name)
        page.get_by_label("A word that only you know").fill("mango")
        page.evaluate("document.querySelector('[data-fb-groups]').open = true")
        assert page.get_by_label("Gender").input_value() == "", "what somebody said before is gone"
        page.get_by_label("Gender").select_option(person.gender)
        page.evaluate(TAKE, texts(form, person.answers["exam"]))
        page.get_by_role("button", name="To the start").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save all to one file").click()
    found = Path(download.value.path()).read_bytes()
    context.close()
    return found


def on_sheets(root: Path, folder: Path, sitters: list[Person]) -> list[bytes]:
    """Printed, filled in, photographed, read: a results file for each test. Both were on one day."""
    results = []
    for form in ("before", "after"):
        paper = on_paper(root, form)
        place = folder / form
        place.mkdir(parents=True)
        for person in sitters:
            letter = "AB"[int(person.name) % 2]
            pages = filled(paper.plan, letter, paper.pages[letter], person.name, person.answers[form])
            for count, image in enumerate(pages):
                shot = photograph(image, Shot(turn=2, tilt=0.02, shadow=0.2, noise=3, size=0.8), int(person.name))
                cv2.imwrite(str(place / f"{person.name}-{count}.jpg"), shot)
        found = conclude(read([place], paper.plans), "2026-11-02")
        assert (found.problems, found.doubts, len(found.sittings)) == ([], [], len(sitters))
        results.append(found.results)
    return results


def elsewhere(path: Path, forms: Mapping[str, DrawnForm], person: Person, number: int) -> Path:
    """A record as another browser saved it."""
    taken = {}
    for form, answers in person.answers.items():
        items = {item.bound.id: item.bound for item in forms[form].items}
        given = {
            name: (items[name].variant, option, items[name].outcome(option).score) for name, option in answers.items()
        }
        sat = attempt(form, given, number + (700 if form == "after" else 0), variant=forms[form].variant)
        taken[key_of(sat)] = sat
    about = record(person.name, course="tiny", attempts=taken, saved=moment(900)) | {"context": "tinyland"}
    return write(path, about)


def written(path: Path, content: str | bytes) -> Path:
    """``content`` as a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def exercise_log(path: Path, bound: Mapping[str, Any]) -> Path:
    """A run in which every expected action was seen done."""
    expected = [one["id"] for inject in bound["injects"] for one in inject["expects"]]
    events = [
        {"id": f"e{n}", "at": n, "t": n, "by": "w", "kind": "observed", "expected": name, "grade": "done"}
        for n, name in enumerate(expected)
    ]
    head = {"format": "fieldbook-exercise", "version": 1, "run": "rone", "course": "tiny", "context": "tinyland"}
    return written(path, json.dumps(head | {"exercise": bound["id"], "variant": bound["variant"], "events": events}))
