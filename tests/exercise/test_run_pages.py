"""A whole run through the real pages, from ``file://`` without a network: controller, two teams, a crash, the review."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from building import ARGS, PATIENCE, PROJECT, browser_path, looks
from exercising import write_pages
from fieldbook.exercise.run_file import read_run

pytestmark = pytest.mark.browser

SHIPPED = sorted(path.stem for path in (PROJECT / "assessments" / "tabletop").glob("*.yml"))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folders of the tiny course's and the shipped exercises, by id."""
    tiny = write_pages(tmp_path_factory.mktemp("tiny"))
    found = {"x1-well": tiny}
    if SHIPPED:
        own = write_pages(tmp_path_factory.mktemp("own"), PROJECT)
        found |= dict.fromkeys(SHIPPED, own)
    return found


class Room:
    """A browser with one profile: the controller's and the teams' windows of one computer."""

    def __init__(self, playwright: Playwright, profile: Path, page: Path) -> None:
        self.url = page.as_uri()
        self.faults: list[str] = []
        self.context: BrowserContext = playwright.chromium.launch_persistent_context(
            str(profile),
            executable_path=browser_path(),
            args=ARGS,
            viewport={"width": 1280, "height": 800},
            accept_downloads=True,
        )
        self.context.set_default_timeout(PATIENCE)
        self.context.route("**/*", self._route)
        self.context.on(
            "console", lambda message: message.type in ("error", "warning") and self.faults.append(message.text)
        )
        self.context.on("weberror", lambda error: self.faults.append(str(error.error)))

    def _route(self, route: Any) -> None:
        if route.request.url.startswith(("file:", "data:", "blob:")):
            route.continue_()
        else:
            self.faults.append(f"request to the outside: {route.request.url}")
            route.abort()

    def open(self, fragment: str) -> Page:
        page = self.context.new_page()
        page.goto(f"{self.url}#{fragment}")
        return page


def jump(control: Page, minute: int) -> None:
    control.get_by_label("Jump to").fill(f"{minute // 60}:{minute % 60:02}")
    control.get_by_role("button", name="Go", exact=True).click()


def saved(page: Page, tmp_path: Path) -> list[dict[str, Any]]:
    """The events of the run, by the file that the review page gives."""
    with page.expect_download() as found:
        page.get_by_role("button", name="Save to file").click()
    found.value.save_as(tmp_path / "run.json")
    run = read_run("run.json", (tmp_path / "run.json").read_bytes())
    assert run.problems == ()
    return sorted(run.events, key=lambda event: (event["at"], event["id"]))


def play_on(control: Page, exercise: dict[str, Any], begin: int, end: int) -> None:
    """Jump from time to time; log each second inject's first decision, note its first expected action."""
    control.bring_to_front()  # a window in the background draws once a second, and Playwright waits for it
    timed = [one for one in exercise["injects"] if one["minute"] is not None and begin <= one["minute"] < end]
    for number, inject in enumerate(timed):
        if number % 3 == 0:
            jump(control, timed[min(number + 2, len(timed) - 1)]["minute"])
        row = control.locator(f'[data-key="row-{inject["id"]}"]')
        row.click()
        if inject["when"] and "out" not in (row.get_attribute("class") or ""):
            continue
        expect(row).to_have_class("fx-row fx-is-out")
        if number % 2:
            control.locator(
                f'[data-key="{inject["expects"][0]["id"]}-{("done", "partly", "not")[number % 3]}"]'
            ).click()
        elif inject["decisions"]:
            control.keyboard.press("1")
            expect(control.locator(".fx-decisions")).to_contain_text("Logged at")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["x1-well", *(pytest.param(name, marks=pytest.mark.acceptance) for name in SHIPPED)])
def test_a_whole_run(  # noqa: PLR0915 one run from start to end
    name: str, pages: dict[str, Path], playwright: Playwright, tmp_path: Path
) -> None:
    room = Room(playwright, tmp_path / "profile", pages[name] / f"{name}.html")
    control = room.open("control")
    exercise = json.loads(control.locator("#fx-data").text_content() or "")["exercise"]
    run = control.evaluate("Object.keys(sessionStorage).map((key) => sessionStorage.getItem(key))[0]")
    teams = {team["id"]: room.open(f"team={team['id']}&run={run}") for team in exercise["teams"][:2]}
    first, second = teams
    middle = exercise["duration"] // 2

    control.get_by_role("button", name="Start").click()
    play_on(control, exercise, 0, middle)
    control.get_by_role("button", name="Pause").click()
    time = control.locator(".fx-time").text_content()
    control.wait_for_timeout(1200)
    assert control.locator(".fx-time").text_content() == time, "the clock stands still"

    improvise = control.locator(".fx-improvise")
    improvise.get_by_label("From").fill("A driver")
    improvise.get_by_label("Title").fill("<b>Smoke</b>")
    improvise.get_by_label("Text").fill("Smoke behind the hill <img src=x onerror=alert(1)>")
    improvise.get_by_role("checkbox").first.check()
    improvise.get_by_role("button", name="Send").click()
    teams[first].bring_to_front()
    card = teams[first].locator(".fx-card").first
    expect(card.get_by_role("heading")).to_have_text("<b>Smoke</b>")
    expect(teams[second].get_by_text("Smoke behind the hill")).to_have_count(0)
    card.get_by_label("Your answer").fill("We go and look.")
    card.get_by_role("button", name="Send to the controller").click()
    control.bring_to_front()
    control.locator(".fx-row", has_text="<b>Smoke</b>").click()
    expect(control.locator(".fx-detail .fx-answers")).to_contain_text("We go and look.")
    control.locator(".fx-decide textarea").fill("Sends two vehicles to look.")
    control.locator(".fx-decide").get_by_role("button", name="Log").click()
    entry = control.locator(".fx-logpanel li").first
    entry.locator(".fx-tags").first.get_by_role("button").first.click()
    entry.locator(".fx-tags").last.get_by_role("button", name="Unarmed").click()
    expect(entry.locator(".fx-tags").last.get_by_role("button", name="Unarmed")).to_have_attribute(
        "aria-pressed", "true"
    )
    control.locator(".fx-notes textarea").fill("Who owns the road?")
    control.locator(".fx-notes").get_by_role("button", name="Save").click()
    control.locator(".fx-notes").get_by_role("button", name="Quote in the review").click()
    line = control.locator(".fx-rubric details").first
    line.locator("summary").click()
    line.get_by_role("button").nth(2).click()

    control.reload()
    rows = control.locator(".fx-is-out").count()
    assert rows > 1, "a reload loses nothing"
    before = set(control.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('fieldbook:x1:'))"))
    control.wait_for_timeout(600)
    room.context.close()  # the profile is on disk; the next browser starts from it
    room = Room(playwright, tmp_path / "profile", pages[name] / f"{name}.html")
    control = room.open(f"control&run={run}")
    assert set(control.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('fieldbook:x1:'))")) == before
    assert control.locator(".fx-is-out").count() == rows
    other = room.open(f"control&run={run}")
    control.bring_to_front()
    control.get_by_role("button", name="Go on").click()
    play_on(control, exercise, middle, exercise["duration"])
    control.get_by_role("button", name="End the exercise").click()
    control.get_by_role("button", name="Press again to end it").click()
    expect(other.locator(".fx-phase")).to_have_text("The exercise has ended.")

    control.get_by_role("link", name="Review").click()
    control.locator(".fx-lessons").get_by_label("Text").fill("One name decides.")
    control.locator(".fx-lessons").get_by_role("button", name="Add").click()
    expect(control.locator(".fx-lessons li")).to_have_text("One name decides.")
    expect(control.locator("blockquote")).to_contain_text("Who owns the road?")
    _compare(control, exercise, saved(control, tmp_path))
    assert room.faults == []
    room.context.close()


def _compare(review: Page, exercise: dict[str, Any], events: list[dict[str, Any]]) -> None:  # noqa: C901 counts
    """The page's figures against the log, counted here in the plainest way."""
    recipients = {one["id"]: one["to"] for one in exercise["injects"]}
    recipients |= {one["inject"]["id"]: one["inject"]["to"] for one in events if one["kind"] == "improvise"}
    out = {one["inject"]: one["t"] for one in events if one["kind"] == "release"}
    out |= {one["inject"]["id"]: one["t"] for one in events if one["kind"] == "improvise"}
    assert len(out) == len([one for one in events if one["kind"] in ("release", "improvise")]), "no inject twice"
    decided: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in events:
        if one["kind"] == "decision":
            decided[one["team"]].append(one)
    rows = review.locator("section", has_text="From inject to decision").locator("tbody tr")
    for place, team in enumerate(exercise["teams"]):
        waits = []
        for inject, t in out.items():
            own = [one["t"] - t for one in decided[team["id"]] if one.get("inject") == inject]
            if team["id"] in recipients[inject] and own:
                waits.append(min(own))
        cells = rows.nth(place).locator("td").all_text_contents()
        assert cells[0] == str(sum(team["id"] in recipients[inject] for inject in out))
        assert cells[1] == str(len(waits))
        assert cells[2] == (f"{int(median(waits) / 6 + 0.5) / 10:g} min" if waits else "no decision")
        assert cells[3] == str(len(decided[team["id"]]))
    grades = {one["expected"]: one["grade"] for one in events if one["kind"] == "observed"}
    shown = review.locator("section", has_text="Objectives").locator("tbody tr").first.locator("td").all_text_contents()
    asked = [
        e["id"]
        for one in exercise["injects"]
        if one["id"] in out
        for e in one["expects"]
        if e["objective"] == exercise["objectives"][0]
    ]
    assert shown[:4] == [
        str(len(asked)),
        *(str(sum(grades.get(e) == grade for e in asked)) for grade in ("done", "partly", "not")),
    ]
    leans: dict[str, int] = defaultdict(int)
    known = {d["id"]: d["leans"] for one in exercise["injects"] for d in one["decisions"]}
    for one in events:
        if one["kind"] == "decision":
            for pole in known.get(one.get("decision"), {}).values():
                leans[pole] += 1
        elif one["kind"] == "tag" and one.get("pole"):
            leans[one["pole"]] += 1
    text = review.locator(".fx-balance").all_inner_texts()
    for pole in ("Principles", "Pragmatism", "National", "Local", "Armed", "Unarmed"):
        assert any(f"{pole}: {leans[pole.lower()]}" in one for one in text), (pole, text)


@pytest.mark.parametrize(("width", "scheme"), looks(1920, 320))
def test_nothing_keeps_people_out(
    width: int, scheme: str, pages: dict[str, Path], playwright: Playwright, tmp_path: Path
) -> None:
    """axe-core on every view, at a projector's and a phone's width."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415

    room = Room(playwright, tmp_path / "profile", pages["x1-well"] / "x1-well.html")
    found = []
    for fragment in ("start", "control", "team=office", "review"):
        page = room.open(fragment)
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        if fragment == "control":
            page.keyboard.press("p")
            jump(page, 16)
            page.keyboard.press("1")
        page.set_viewport_size({"width": width, "height": 800})
        result = Axe().run(page, options={"preload": False, "runOnly": RULES})
        found += [f"{fragment} {v['id']}: {v['nodes'][0]['html'][:150]}" for v in result.response["violations"]]
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            found.append(f"{fragment}: {wide} px too wide")
        page.close()
    for name in ("index.html", "x1-well-paper.html"):
        page = room.context.new_page()
        page.goto((pages["x1-well"] / name).as_uri())
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        result = Axe().run(page, options={"preload": False, "runOnly": RULES})
        found += [f"{name} {v['id']}: {v['nodes'][0]['html'][:150]}" for v in result.response["violations"]]
    room.context.close()
    assert found == []
    assert room.faults == []


def test_files_that_are_no_run_change_nothing(pages: dict[str, Path], playwright: Playwright, tmp_path: Path) -> None:
    room = Room(playwright, tmp_path / "profile", pages["x1-well"] / "x1-well.html")
    page = room.open("start")
    exercise = json.loads(page.locator("#fx-data").text_content() or "")["exercise"]
    event = {"id": "a1", "at": 5, "t": 300, "by": "w", "kind": "release", "inject": "i01", "how": "hand"}
    good = {
        "format": "fieldbook-exercise",
        "version": 1,
        "run": "rabcd",
        "exercise": "x1-well",
        "variant": exercise["variant"],
        "events": [event],
    }
    for content, said in (
        ("{", "This file holds no run of an exercise. Nothing was changed."),
        ("null", "This file holds no run of an exercise."),
        (json.dumps(good | {"run": "../x"}), "This file holds no run of an exercise."),
        (json.dumps(good | {"version": 9}), "newer version of Fieldbook"),
        (json.dumps(good | {"exercise": "<img src=x onerror=alert(1)>"}), "This run is of another exercise (<img"),
    ):
        page.get_by_label("Load a run from a file").set_input_files(
            {"name": "run.json", "mimeType": "application/json", "buffer": content.encode()}
        )
        expect(page.locator(".fx-runs [role=status]")).to_contain_text(said)
    assert page.evaluate("Object.keys(localStorage).length") == 0
    page.get_by_label("Load a run from a file").set_input_files(
        {"name": "run.json", "mimeType": "application/json", "buffer": json.dumps(good).encode()}
    )
    expect(page.get_by_role("button", name="Continue")).to_be_visible()
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".fx-is-out")).to_have_count(1)
    assert room.faults == []
    room.context.close()
