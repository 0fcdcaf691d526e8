"""A learner in a learning system: opens a unit, answers, leaves, comes back. Helpers of the SCORM journeys."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from lms_server import LearningSystem
from playwright.sync_api import BrowserContext, FrameLocator, Locator, Page, expect

from building import PATIENCE, TINY, quiet
from fieldbook.editions.edition_build import Request
from fieldbook.editions.publish import build_edition
from fieldbook.packages.base import Package

RIGHT: dict[str, Any] = {
    "t1-i-single": "a",
    "t1-i-multiple": ["a", "b"],
    "t1-i-true": "b",
    "t1-i-matching": {"a": "r1", "b": "r2"},
    "t1-i-ordering": ["b", "c", "a"],
    "t1-i-numeric": "8 incidents",
    "t1-i-short": "Warning",
    "t1-i-gap": {"where": "a", "other": "b"},
    "t1-i-judgement": "a",
    "t2-i-most": "a",
}
PARTLY: dict[str, Any] = {
    "t1-i-single": "c",
    "t1-i-multiple": ["a"],
    "t1-i-true": "a",
    "t1-i-matching": {"a": "r1", "b": "r3"},
    "t1-i-ordering": ["b", "a", "c"],
    "t1-i-numeric": "9,5",
    "t1-i-short": "alarm, late",
    "t1-i-gap": {"where": "b", "other": "b"},
    "t1-i-judgement": "b",
    "t2-i-most": "b",
}


def packages(folder: Path) -> dict[str, Path]:
    """Unpacked packages of the tiny course with a mastery score of 60, by the end of their names."""
    root = Path(shutil.copytree(TINY, folder / "tiny"))
    course = root / "course.yml"
    course.write_text(
        course.read_text("utf-8").replace("context: tinyland\n", "context: tinyland\nmastery: 60\n"), "utf-8"
    )
    request = Request(root, None, "learner", "en")
    written = build_edition(request, ["scorm12", "scorm2004"], folder / "dist", quiet, per_module=True)
    return {package.path.stem.removeprefix("tiny-tinyland-en-"): unpacked(package, folder) for package in written}


def unpacked(package: Package, folder: Path) -> Path:
    target = folder / package.path.stem
    with zipfile.ZipFile(package.path) as archive:
        archive.extractall(target)
    return target


def values(part: Any) -> list[Any]:
    """A list of the data model: scorm-again writes it as an object with numbers for names, or as a list."""
    return part if isinstance(part, list) else [part[name] for name in sorted(part, key=int)]


MODULES = {"t1": "The first module", "t2": "The second module"}
LESSONS = dict.fromkeys(("t1-i-true", "t1-i-matching", "t1-i-numeric", "t1-i-short", "t1-i-gap"), "Reading a table")
LESSONS |= {"t2-i-most": "A map"}
"""Which lesson of the tiny course asks a question; all others stand in the first."""


class Learner:
    """One browser window on one attempt."""

    def __init__(
        self, context: BrowserContext, system: LearningSystem, package: str, attempt: str, **asked: str
    ) -> None:
        self.system, self.attempt = system, attempt
        self.standard = attempt.split("-", maxsplit=1)[0]
        page = asked.pop("page", f"/{package}/launch.html")
        how = asked.pop("how", "frame")
        self.lms: Page = context.new_page()
        self.faults: list[str] = []
        self.lms.on("pageerror", lambda error: self.faults.append(str(error)))
        query = "&".join(
            f"{name}={value}"
            for name, value in {
                "standard": self.standard,
                "attempt": attempt,
                "page": page,
                "how": how,
                **asked,
            }.items()
        )
        self.lms.goto(f"{system.address}/lms/lms.html?{query}")
        self.window: Page | FrameLocator = self.lms.frame_locator("#content") if how == "frame" else self.lms

    @property
    def book(self) -> FrameLocator:
        return self.window.frame_locator("iframe")

    def open(self, module: str) -> None:
        """Open a module's page from the book's navigation, and start."""
        self.book.get_by_role("link", name=module).first.click()
        expect(self.book.locator("h1")).to_contain_text(module)
        self.start()

    def start(self) -> None:
        """From a module's page to its first lesson, or to where the learner stopped."""
        self.book.locator(".fb-start a").click()
        expect(self.card().first.get_by_role("button").first).to_be_visible()

    def card(self, name: str = "") -> Locator:
        """A question, on the lesson's page that asks it; the learner leafs to it where it is another."""
        if not name:
            return self.book.locator("fieldbook-activity")
        self.book.locator("h1").wait_for()
        if not self._leaf_to(name):
            self.book.get_by_role("link", name=MODULES[name[:2]]).first.click()
            expect(self.book.locator("h1")).to_have_text(MODULES[name[:2]])
            self._leaf_to(name)
        return self.book.locator(f"fieldbook-activity[data-id={name}]")

    def _leaf_to(self, name: str) -> bool:
        """Whether the lesson that asks the question is the page, or could be opened from the side bar."""
        title = LESSONS.get(name, "At the gate")
        if self.book.locator("h1").inner_text() == title:
            return True
        link = self.book.locator(".fb-lessons a", has_text=title)
        if not link.count():
            return False
        link.evaluate("link => link.click()")  # in a narrow window the side bar is folded away
        expect(self.book.locator("h1")).to_have_text(title)
        return True

    def answer(self, answers: Mapping[str, Any], *names: str) -> None:
        """Answer these questions, or all of ``answers`` that the module has."""
        self.book.locator("h1").wait_for()  # a popup may still be loading
        for name in names or answers:
            if names or self._leaf_to(name):
                card = self.card(name)
                card.wait_for(state="attached")
                give(card, answers[name])

    def committed(self, number: int) -> bool:
        """Whether the system has got ``number`` commits; the page sends them a moment after the answer."""
        self._until(lambda: len(self.commits) >= number)
        return len(self.commits) == number

    def reports(self, *items: str) -> None:
        """The system holds answers to just these, in this order; the last may come a moment after it was given."""
        self._until(lambda: self._interactions() == list(items))
        assert self._interactions() == list(items)

    def _interactions(self) -> list[str]:
        return [entry["id"] for entry in values(self.model["interactions"])] if self.commits else []

    def _until(self, true: Callable[[], bool]) -> None:
        for _try in range(PATIENCE // 50):
            if true():
                break
            self.lms.wait_for_timeout(50)

    def finish_first_module(self) -> None:
        """All besides the questions in the tiny course's first module."""
        self._leaf_to("t1-i-single")
        decision = self.book.locator("fieldbook-decision")
        decision.locator("label:has(input)").first.click()
        decision.get_by_role("button", name="Decide").click()
        self._leaf_to("t1-i-true")
        tension = self.book.locator("fieldbook-tension input[type=range]")
        tension.fill("25")
        scenario = self.book.locator("fieldbook-scenario")
        for _step in range(9):
            if not scenario.locator("form").count():
                break
            scenario.locator("label:has(input)").first.click()
            scenario.get_by_role("button", name="Decide").click()
        product = self.book.locator("fieldbook-product textarea").first
        product.fill("A plan of ours.")
        product.blur()

    def leave(self) -> None:
        """The learning system takes its frame away, as when the learner goes back to the course's list."""
        self.lms.evaluate("document.getElementById('content').remove()")
        self.lms.wait_for_timeout(100)

    def calls(self, name: str) -> list[list[Any]]:
        return [call for call in self.lms.evaluate("calls") if call[0] == name]

    def refused(self) -> list[list[Any]]:
        return [
            call
            for call in self.lms.evaluate("calls")
            if call[0] != "GetValue" and call[2] != "true" and call[0] not in {"GetLastError", "GetErrorString"}
        ]

    @property
    def commits(self) -> list[dict[str, Any]]:
        return self.system.commits[self.attempt]

    @property
    def model(self) -> dict[str, Any]:
        return self.system.last(self.attempt)

    def stored(self) -> dict[str, Any]:
        """The record in this browser."""
        script = "Object.keys(localStorage).filter((key) => key.startsWith('fieldbook:3:')).map((key) => JSON.parse(localStorage.getItem(key)))"
        [found] = [value for value in self.lms.evaluate(script) if value.get("format") == "fieldbook-record"]
        return found


def give(card: Locator, answer: Any) -> None:
    """Answer the question of ``card`` as a learner does, and check."""
    again = card.get_by_role("button", name="Try again")
    if again.is_visible():
        again.click()
    kind = card.get_attribute("data-type")
    if kind in {"matching", "gap-text"}:
        for name, value in answer.items():
            card.locator(f"select[name={name}]").select_option(value)
    elif kind == "ordering":
        steps(card, answer)
    elif kind in {"numeric", "short-answer"}:
        card.locator("input[type=text]").fill(answer)
    else:
        for value in [answer] if isinstance(answer, str) else answer:
            card.locator(f"input[value={value}]").check(force=True)
    card.get_by_role("button", name="Check").click()
    expect(card.locator(".fb-result")).not_to_be_empty()


def steps(card: Locator, wanted: list[str]) -> None:
    """Move the steps until they stand as wanted."""
    moved = False
    for place, name in enumerate(wanted):
        for _move in range(9):
            shown = card.locator(".fb-order [data-option]").evaluate_all("all => all.map((one) => one.dataset.option)")
            if shown.index(name) <= place:
                break
            card.locator(f".fb-order [data-option={name}]").get_by_role("button", name=re.compile("up")).click()
            moved = True
    if not moved:  # it stood so from the beginning: there and back
        first = card.locator(f".fb-order [data-option={wanted[0]}]")
        first.get_by_role("button", name=re.compile("down")).click()
        first.get_by_role("button", name=re.compile("up")).click()


def manifest(folder: Path) -> str:
    return (folder / "imsmanifest.xml").read_text("utf-8")


def table(folder: Path) -> dict[str, Any]:
    text = (folder / "_static" / "launch-table.js").read_text("utf-8")
    found: dict[str, Any] = json.loads(text.removeprefix("window.FIELDBOOK_TABLE=").rstrip().removesuffix(";"))
    return found
