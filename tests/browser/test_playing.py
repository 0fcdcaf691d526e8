"""A learner plays a scenario in the built page; it is there again, with a product, after the browser was closed."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Playwright, expect

from building import ARGS, TINY, Built, browser_path
from fieldbook.assessment import branching
from fieldbook.assessment.practice_binding import bind_practice
from fieldbook.assessment.practice_html import jupyter_practice
from fieldbook.course.sources import load_course
from tests_browser import one, open_page, violations

pytestmark = pytest.mark.browser


def choose(scenario: Locator, words: str) -> None:
    scenario.get_by_role("radio", name=words).check()
    scenario.get_by_role("button", name="Decide").click()


def test_a_scenario_is_played_to_its_end_and_again(context: BrowserContext, learner: Built) -> None:
    page = open_page(context, one(learner))
    scenario = page.locator("fieldbook-scenario")
    expect(scenario.get_by_text("Two groups stand at the well.")).to_be_visible()
    expect(scenario.get_by_text("Nobody has water yet.")).to_have_count(0)
    expect(scenario.locator(".fb-scenario-role")).to_contain_text("A corporal of MIT & four soldiers")
    scenario.get_by_role("button", name="Decide").click()
    expect(scenario.get_by_role("status")).to_have_text("Choose an answer first.")
    choose(scenario, "Listen to both.")
    expect(scenario.locator("[data-latest]")).to_be_focused()
    expect(scenario.locator("[data-gauge=trust]")).to_contain_text("70 of 100 (+20)")
    expect(scenario.locator("[data-gauge=exposure]")).to_contain_text("30 of 100 (\N{MINUS SIGN}10)")
    choose(scenario, "Propose hours for each.")
    expect(scenario.locator(".fb-outcome")).to_have_text(re.compile("people are safer"))
    expect(scenario.locator(".fb-balance li")).to_have_text(
        [
            "Unarmed strategies Listen to both.",
            "Local support Propose hours for each.",
            "Pragmatism Propose hours for each.",
        ]
    )
    expect(scenario.locator(".fb-balance-name")).to_have_text(
        [
            "Armed strategies: 0 \N{EN DASH} Unarmed strategies: 1",
            "National support: 0 \N{EN DASH} Local support: 1",
            "Principles: 0 \N{EN DASH} Pragmatism: 1",
        ]
    )
    expect(scenario.get_by_text("Endings that you have reached: 1 of 3.")).to_be_visible()
    scenario.get_by_role("button", name="Start again").click()
    expect(scenario.locator("[data-node=arrive]")).to_be_focused()
    choose(scenario, "Stand between them.")
    choose(scenario, "Propose hours for each.")
    expect(scenario.get_by_text("Endings that you have reached: 2 of 3.")).to_be_visible()
    expect(scenario.locator(".fb-title").last).to_have_text("Tomorrow")


def test_a_scenario_by_keyboard(context: BrowserContext, learner: Built) -> None:
    page = open_page(context, one(learner))
    scenario = page.locator("fieldbook-scenario")
    scenario.get_by_role("radio").first.focus()
    for _situation in range(2):
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
    expect(scenario.locator(".fb-outcome")).to_be_visible()


def test_another_tab_takes_no_choice_out_of_the_hand(context: BrowserContext, learner: Built) -> None:
    """What is decided in one tab stands in the other; what is being considered there stays when something else is saved."""
    scenario = open_page(context, one(learner)).locator("fieldbook-scenario")
    other = open_page(context, one(learner))
    choose(other.locator("fieldbook-scenario"), "Stand between them.")
    expect(scenario.get_by_text("Nobody has water yet.")).to_be_visible()
    considered = scenario.get_by_role("radio", name="Leave.")
    considered.check()
    other.locator("fieldbook-product").get_by_label("Where").fill("Elsewhere")
    expect(scenario.page.locator("fieldbook-product").get_by_label("Where")).to_have_value("Elsewhere")
    expect(considered).to_be_checked()
    expect(considered).to_be_focused()


def test_a_scenario_and_a_product_survive_the_browser(playwright: Playwright, tmp_path: Path, learner: Built) -> None:
    def start() -> BrowserContext:
        return playwright.chromium.launch_persistent_context(
            tmp_path / "profile", executable_path=browser_path(), args=ARGS, viewport={"width": 360, "height": 740}
        )

    context = start()
    page = open_page(context, one(learner))
    choose(page.locator("fieldbook-scenario"), "Stand between them.")
    product = page.locator("fieldbook-product")
    expect(product.get_by_label("Where")).to_have_value("In Tinyland.")
    product.get_by_label("Where").fill("At the <well> & the ford")
    product.get_by_label("Row 2, Does what").fill("=HYPERLINK(1)")
    page.close()  # in the middle of writing: no pause, no blur
    context.close()
    context = start()
    page = open_page(context, one(learner))
    expect(page.get_by_text("Nobody has water yet.")).to_be_visible()
    expect(page.locator("[data-gauge=trust]")).to_contain_text("20 of 100")
    expect(page.locator("fieldbook-product").get_by_label("Where")).to_have_value("At the <well> & the ford")
    expect(page.get_by_label("Row 2, Does what")).to_have_value("=HYPERLINK(1)")
    context.close()


def test_without_script_both_can_be_read(chromium: Browser, learner: Built) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = open_page(context, one(learner))
    for words in (
        "Nobody has water yet.",
        "If Trust is 60 or more and Exposure is below 40, go to 3.",
        "They talk.",
        "Name the place.",
    ):
        expect(page.locator("main").get_by_text(words).first).to_be_visible()
    expect(page.locator("fieldbook-product").get_by_label("Where")).to_be_visible()
    expect(page.get_by_role("button", name="Print")).to_have_count(0)
    context.close()


def test_a_scenario_is_played_in_a_notebook(context: BrowserContext) -> None:
    course = load_course(TINY)
    bound = bind_practice(course.scenarios["t1-s-well"], course.context, course.tensions)
    page = context.new_page()
    page.set_content(jupyter_practice({"kind": "scenario", "scenario": bound}))
    scenario = page.locator("fieldbook-scenario")
    choose(scenario, "Stand between them.")
    choose(scenario, "Leave.")
    expect(scenario.locator(".fb-outcome")).to_have_text(re.compile("people were harmed"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible_at_320_pixels(chromium: Browser, learner: Built, scheme: str) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 700}, color_scheme=scheme)  # type: ignore[arg-type]
    page = open_page(context, one(learner))
    choose(page.locator("fieldbook-scenario"), "Listen to both.")
    assert violations(page) == []
    choose(page.locator("fieldbook-scenario"), "Leave.")
    page.locator(".fb-example summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert violations(page) == []
    context.close()


@pytest.mark.acceptance
@pytest.mark.slow
def test_the_course_s_scenarios_are_played_to_every_ending(context: BrowserContext, unpacked: Path) -> None:
    """In the pages that learners get: the shortest path to each ending of each shipped scenario, one after the other."""
    played = 0
    for path in sorted((unpacked / "modules").rglob("*.html")):
        page = open_page(context, path)
        for scenario in page.locator("fieldbook-scenario").all():
            rules = json.loads(scenario.locator("script.fb-rules").text_content() or "")
            wanted = shortest_paths(rules)
            assert set(wanted) == {node["id"] for node in rules["nodes"] if "ending" in node}
            for number, (ending, choices) in enumerate(sorted(wanted.items()), 1):
                for choice in choices:
                    scenario.locator(f"input[value={choice}]").check()
                    scenario.get_by_role("button", name="Decide").click()
                expect(scenario.locator(f"[data-node={ending}] .fb-debrief")).to_be_visible()
                expect(scenario.get_by_text(f"reached: {number} of {len(wanted)}.")).to_be_visible()
                scenario.get_by_role("button", name="Start again").click()
            played += 1
    assert played >= 5


def shortest_paths(rules: dict[str, Any]) -> dict[str, list[str]]:
    """Choices that lead to each ending."""
    turns = {node["id"]: [turn["id"] for turn in node.get("choices", ())] for node in rules["nodes"]}
    waiting: list[tuple[branching.State, list[str]]] = [(branching.begin(rules), [])]
    found: dict[str, list[str]] = {}
    for state, path in waiting:
        if not turns[state.node]:
            found.setdefault(state.node, path)
        waiting += [(branching.choose(rules, state, turn).after, [*path, turn]) for turn in turns[state.node]]
    return found


def test_the_map_of_a_scenario_is_accessible(chromium: Browser, trainer: Built) -> None:
    for scheme in ("light", "dark"):
        context = chromium.new_context(viewport={"width": 320, "height": 700}, color_scheme=scheme)  # type: ignore[arg-type]
        page = open_page(context, one(trainer))
        expect(page.get_by_role("img", name="Map of the scenario: 5 nodes.")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert violations(page) == []
        context.close()


def test_the_map_of_a_scenario_is_for_trainers(learner: Built, trainer: Built) -> None:
    with zipfile.ZipFile(learner.packages["offline"]) as archive:
        for name in archive.namelist():
            assert b"fb-scenario-map" not in archive.read(name) or name.endswith(".css")
    page = trainer.page("modules/one/read.html")
    assert "fb-scenario-map" in page
    assert "Map of the scenario: 5 nodes." in page


def test_the_bar_says_where_i_am_and_the_module_goes_on_there(learner: Built, context: BrowserContext) -> None:
    page = open_page(context, one(learner))
    here = page.locator(".fb-here")
    expect(here).to_have_text(re.compile(r"Lesson 2 of 2\s+1 of 6 · Tension"))
    page.locator(".fb-on").click()
    page.wait_for_url(re.compile("#step-[12]$"))
    if page.url.endswith("#step-1"):  # it stood below the first lines
        expect(page.locator(".fb-on")).to_have_attribute("href", re.compile("#step-2$"))
        page.locator(".fb-on").click()
    page.wait_for_url("**#step-2")
    expect(here).to_contain_text("2 of 6 · Evidence")
    page.evaluate("document.getElementById('step-4').scrollIntoView()")
    expect(here).to_contain_text("4 of 6 · Scenario")
    expect(page.locator(".fb-step-list [aria-current=step]")).to_have_text("Scenario")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    expect(here).to_contain_text("6 of 6")
    expect(page.locator(".fb-on")).to_have_attribute("href", "close.html")
    end, bar = (page.locator(name).bounding_box() for name in (".fb-imprint", ".fb-bar"))
    assert end
    assert bar
    assert end["y"] + end["height"] <= bar["y"], "the bar covers nothing"
    page.evaluate("document.getElementById('step-4').scrollIntoView()")
    expect(here).to_contain_text("4 of 6")
    page.close()
    start = open_page(context, learner.html / "modules" / "one" / "index.html").locator(".fb-start a")
    expect(start).to_have_text("Go on: Reading a table")
    start.click()
    expect(start.page.locator(".fb-here")).to_contain_text("4 of 6 · Scenario")


def test_the_end_of_a_module_says_what_to_read_again(learner: Built, context: BrowserContext) -> None:
    page = open_page(context, one(learner))
    card = page.locator("fieldbook-activity[data-id=t1-i-true]")
    card.get_by_role("radio", name="True").check(force=True)
    card.get_by_role("button", name="Check").click()
    page.close()
    end = open_page(context, learner.html / "modules" / "one" / "close.html").locator("[data-fb-tally]")
    expect(end).to_contain_text("0 of 2 lessons done")
    expect(end).to_contain_text("Questions right at the first try: 0 of 1 answered.")
    expect(end.get_by_role("link", name="Reading a table")).to_have_attribute("href", "../../modules/one/read.html")
