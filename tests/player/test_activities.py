"""Questions, decisions and tensions in Chromium, opened from disk: with the mouse, with the keyboard, again later."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from player_book import ITEMS, Book, stored, write_book
from playwright.sync_api import BrowserContext, Locator, Page, Playwright, expect

from fieldbook.assessment.item_html import jupyter_html
from fieldbook.assessment.shapes import Shape

pytestmark = pytest.mark.browser


def question(page: Page, name: str) -> Locator:
    return page.locator(f"#item-{name}")


def check(part: Locator) -> None:
    part.get_by_role("button", name="Check").click()


def choose(part: Locator, *values: str) -> None:
    for value in values:
        part.locator(f"input[value='{value}']").check()


def select(part: Locator, **values: str) -> None:
    for name, value in values.items():
        part.locator(f"select[name='{name}']").select_option(value)


def move(part: Locator, option: str, way: str) -> None:
    part.locator(f"li[data-option='{option}']").get_by_role("button", name=f"Move {way}").click()


def order(part: Locator) -> list[str]:
    found: list[str] = part.locator("li[data-option]").evaluate_all("(all) => all.map((one) => one.dataset.option)")
    return found


def put_in_order(part: Locator, wanted: list[str]) -> None:
    for place, option in enumerate(wanted):
        while order(part).index(option) > place:
            move(part, option, "up")


def answer_all(page: Page) -> None:
    """Right answers to the nine questions, with the mouse."""
    choose(question(page, "i-single"), "a")
    choose(question(page, "i-truth"), "b")
    choose(question(page, "i-multiple"), "a", "b", "c")
    select(question(page, "i-matching"), a="r2", b="r1", c="r4")
    put_in_order(question(page, "i-ordering"), ["c", "d", "a", "b"])
    question(page, "i-numeric").get_by_role("textbox").fill("62,5")
    question(page, "i-short").get_by_role("textbox").fill("ACTION plan")
    select(question(page, "i-gaps"), form="b", risk="a")
    choose(question(page, "i-judgement"), "a")
    for item in ITEMS:
        check(question(page, item.id))


RIGHT = {
    "i-single": "a",
    "i-truth": "b",
    "i-multiple": ["a", "b", "c"],
    "i-matching": {"a": "r2", "b": "r1", "c": "r4"},
    "i-ordering": ["c", "d", "a", "b"],
    "i-numeric": "62,5",
    "i-short": "ACTION plan",
    "i-gaps": {"form": "b", "risk": "a"},
    "i-judgement": "a",
}


def test_every_type_can_be_answered_with_the_mouse(page: Page) -> None:
    answer_all(page)
    answers = stored(page)["answers"]
    assert {name: answer["response"] for name, answer in answers.items()} == RIGHT
    assert {(answer["score"], answer["first"], answer["tries"]) for answer in answers.values()} == {(1, 1, 1)}
    expect(page.locator(".fb-result").get_by_text("Right", exact=True)).to_have_count(8)
    expect(question(page, "i-judgement").locator(".fb-result")).to_have_text("The most effective of these actions")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def focused_in(page: Page, name: str) -> bool:
    found: bool = page.evaluate(f"Boolean(document.activeElement.closest('#item-{name}'))")
    return found


def tab_into(page: Page, name: str) -> None:
    for _ in range(12):
        press(page, "Tab")
        if focused_in(page, name):
            return
    pytest.fail(f"Tab does not reach {name}")


KEYS = {
    # The order on the page is drawn from ids, so these keys always hit the same options.
    "i-single": ["ArrowDown", "Enter"],
    "i-truth": ["ArrowDown", "Enter"],
    "i-multiple": ["Space", "Tab", "Space", "Enter"],
    "i-matching": ["ArrowDown", "Tab", "ArrowDown", "Tab", "ArrowDown", "Tab", "Enter"],
    "i-ordering": ["Tab", "Enter", "Tab", "Tab", "Tab", "Tab", "Tab", "Enter"],
    "i-numeric": ["3", "7", ",", "5", "Enter"],
    "i-short": ["x", "Enter"],
    "i-gaps": ["ArrowDown", "Tab", "ArrowDown", "Tab", "Enter"],
    "i-judgement": ["ArrowDown", "Enter"],
}


def test_every_type_can_be_answered_with_the_keyboard_alone(page: Page) -> None:
    for item in ITEMS:
        tab_into(page, item.id)
        press(page, *KEYS[item.id])
        assert item.id in stored(page)["answers"]
        # The focus is where the learner goes on: at the result, or at the button to try again.
        assert focused_in(page, item.id)
    tab_into_element(page, "fieldbook-decision")
    press(page, "Space", "Enter")
    tab_into_element(page, "fieldbook-tension")
    press(page, "ArrowLeft")
    record = stored(page)
    assert record["choices"]["d-gate"]["choice"] == "a"
    assert record["positions"]["t-gate"]["value"] == -1


def tab_into_element(page: Page, tag: str) -> None:
    for _ in range(12):
        press(page, "Tab")
        if page.evaluate(f"Boolean(document.activeElement.closest('{tag}'))"):
            return
    pytest.fail(f"Tab does not reach {tag}")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("i-single", "Choose an answer first."),
        ("i-multiple", "Choose at least one answer first."),
        ("i-matching", "Not answered yet: 3 of 3."),
        ("i-ordering", "Move the steps into the order that you mean first."),
        ("i-numeric", "Write your answer first."),
        ("i-short", "Write your answer first."),
        ("i-gaps", "Not answered yet: 2 of 2."),
    ],
)
def test_nothing_answered_says_what_is_missing(page: Page, name: str, words: str) -> None:
    check(question(page, name))
    expect(question(page, name).locator(".fb-result")).to_have_text(words)
    assert focused_in(page, name)
    assert stored(page).get("answers", {}) == {}


def test_text_in_a_number_field_is_sent_back_before_it_counts_as_a_try(page: Page) -> None:
    numeric = question(page, "i-numeric")
    numeric.get_by_role("textbox").fill("about sixty")
    check(numeric)
    expect(numeric.locator(".fb-result")).to_have_text("Write a number in digits, such as 12 or 12.5.")
    assert "i-numeric" not in stored(page).get("answers", {})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("about sixty", "Write a number in digits, such as 12 or 12.5."),
        ("60 people", "This cannot be read as one number. Write the number alone, such as 12 or 12.5."),
        ("60-65", "This cannot be read as one number. Write the number alone, such as 12 or 12.5."),
        ("1,175", "This is read as 1175. If you mean 1.175, write it like that."),
        ("1.175", "This is read as 1.175. If you mean 1175, write it like that."),
        ("62.5 per cent", ""),
        ("62.5 p", ""),
        ("1,175,000", ""),
        ("-", ""),
    ],
)
def test_a_number_that_is_not_plain_is_spoken_of_while_it_is_written(page: Page, text: str, words: str) -> None:
    numeric = question(page, "i-numeric")
    numeric.get_by_role("textbox").press_sequentially(text)
    expect(numeric.locator(".fb-result")).to_have_text(words)
    numeric.get_by_role("textbox").fill("62.5")
    expect(numeric.locator(".fb-result")).to_be_empty()


def test_a_page_reads_numbers_in_its_own_language(page: Page) -> None:
    page.evaluate("document.documentElement.lang = 'fr'")
    numeric = question(page, "i-numeric")
    numeric.get_by_role("textbox").press_sequentially("1,175")
    expect(numeric.locator(".fb-result")).to_have_text("This is read as 1,175. If you mean 1175, write it like that.")


@pytest.mark.parametrize("text", ["62.5%", "62,5 %", "62.5 percent", "62.5 per cent"])
def test_per_cent_may_be_written_out(page: Page, text: str) -> None:
    numeric = question(page, "i-numeric")
    numeric.get_by_role("textbox").fill(text)
    check(numeric)
    expect(numeric.locator(".fb-result")).to_have_text("Right")


@pytest.mark.parametrize(("name", "text"), [("i-numeric", "62.5"), ("i-short", "action plan")])
def test_check_stays_under_the_finger_when_a_hint_goes(page: Page, name: str, text: str) -> None:
    part = question(page, name)
    button = part.get_by_role("button", name="Check")
    button.click()
    expect(part.locator(".fb-result")).to_have_text("Write your answer first.")
    part.get_by_role("textbox").press_sequentially(text)
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box
    page.mouse.move(box["x"] + 10, box["y"] + 10)
    page.mouse.down()
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert button.bounding_box() == box
    page.mouse.up()
    expect(part.locator(".fb-result")).to_have_text("Right")


def test_feedback_stands_under_the_option_that_it_is_about(page: Page) -> None:
    multiple = question(page, "i-multiple")
    choose(multiple, "a", "d")
    check(multiple)
    shown = multiple.locator(".fb-feedback:visible")
    signs = "(all) => all.map((one) => [one.parentElement.dataset.option, one.dataset.sign]).sort()"
    assert shown.evaluate_all(signs) == [
        ["a", "right"],
        ["b", "partly"],
        ["c", "partly"],
        ["d", "open"],
    ]  # fmt: skip
    expect(multiple.locator("[data-option=d] .fb-feedback")).to_have_text(
        "Look again. This may expose those who told you."
    )
    expect(multiple.locator(".fb-result")).to_have_text("Partly right: 1 of 3. Too many: 1")
    described = multiple.locator("input[value=d]").get_attribute("aria-describedby")
    assert described == multiple.locator("[data-option=d] .fb-feedback").get_attribute("id")


@pytest.mark.parametrize(
    ("name", "answers", "score", "words"),
    [
        ("i-matching", {"a": "r2", "b": "r1", "c": "r3"}, 2 / 3, "Partly right: 2 of 3"),
        ("i-gaps", {"form": "b", "risk": "b"}, 0.5, "Partly right: 1 of 2"),
    ],
)
def test_partial_credit_of_drop_downs(page: Page, name: str, answers: dict[str, str], score: float, words: str) -> None:
    select(question(page, name), **answers)
    check(question(page, name))
    assert stored(page)["answers"][name]["score"] == score
    expect(question(page, name).locator(".fb-result")).to_have_text(words)


def test_partial_credit_of_steps(page: Page) -> None:
    ordering = question(page, "i-ordering")
    put_in_order(ordering, ["d", "c", "a", "b"])
    check(ordering)
    assert stored(page)["answers"]["i-ordering"]["score"] == 0.5
    expect(ordering.locator(".fb-result")).to_have_text("Partly right: 2 of 4")


def test_partial_credit_of_judgement(page: Page) -> None:
    judgement = question(page, "i-judgement")
    choose(judgement, "b")
    check(judgement)
    assert stored(page)["answers"]["i-judgement"]["score"] == 0.4
    expect(judgement.locator(".fb-result")).to_have_text("Effective in part")


def test_a_second_try_keeps_the_first_score_and_then_the_answer_is_offered(page: Page) -> None:
    single = question(page, "i-single")
    answer = single.get_by_role("button", name="Show the answer")
    choose(single, "b")
    check(single)
    expect(answer).to_be_hidden()
    expect(single.locator("input[value=b]")).to_be_disabled()
    single.get_by_role("button", name="Try again").click()
    expect(single.locator(".fb-feedback:visible")).to_have_count(0)
    choose(single, "c")
    check(single)
    answer.click()
    expect(single.locator("[data-option=a] .fb-feedback")).to_contain_text("The answer. You need to know the threat")
    single.get_by_role("button", name="Try again").click()
    choose(single, "a")
    check(single)
    found = stored(page)["answers"]["i-single"]
    assert (found["score"], found["first"], found["tries"]) == (1, 0, 3)
    expect(single.locator(".fb-tries")).to_have_text("Tries: 3. The first one counts.")
    expect(single.locator("button:visible")).to_have_count(0)


def test_the_answer_to_every_type_is_shown_in_words(page: Page) -> None:
    wrong: dict[str, Callable[[Locator], Any]] = {
        "i-matching": lambda part: select(part, a="r1", b="r2", c="r3"),
        "i-ordering": lambda part: move(part, "c", "down"),
        "i-numeric": lambda part: part.get_by_role("textbox").fill("1"),
        "i-short": lambda part: part.get_by_role("textbox").fill("x"),
        "i-gaps": lambda part: select(part, form="a", risk="b"),
    }
    answers = {
        "i-matching": "B. Predation",
        "i-ordering": "Write down the change in conduct that you want to seeFind out who",
        "i-numeric": "62.5 %",
        "i-short": "Action plan",
        "i-gaps": "quiet talks with the general",
    }
    for name, give in wrong.items():
        part = question(page, name)
        give(part)
        check(part)
        part.get_by_role("button", name="Try again").click()
        check(part)
        part.get_by_role("button", name="Show the answer").click()
        expect(part.locator(".fb-solution")).to_contain_text(answers[name])


def test_a_double_click_on_check_does_not_start_again(page: Page) -> None:
    single = question(page, "i-single")
    choose(single, "b")
    single.get_by_role("button", name="Check").dblclick()
    expect(single.locator(".fb-result")).to_have_text("Not yet")


def test_decision_shows_what_follows_from_the_choice_and_the_rest_on_request(page: Page) -> None:
    decision = page.locator("fieldbook-decision")
    expect(decision.locator(".fb-consequence:visible, .fb-after:visible")).to_have_count(0)
    decision.get_by_role("button", name="Decide").click()
    expect(decision.locator(".fb-result")).to_have_text("Choose an answer first.")
    choose(decision, "b")
    decision.get_by_role("button", name="Decide").click()
    expect(decision.locator(".fb-consequence:visible")).to_contain_text("first shots fall")
    expect(decision.locator(".fb-after")).to_be_visible()
    decision.get_by_role("button", name="What if you had chosen this?").click()
    expect(decision.locator(".fb-consequence:visible")).to_have_count(2)
    page.reload()
    expect(decision.locator(".fb-consequence:visible")).to_contain_text("first shots fall")
    decision.get_by_role("button", name="Decide again").click()
    choose(decision, "a")
    decision.get_by_role("button", name="Decide").click()
    assert stored(page)["choices"]["d-gate"]["choice"] == "a"


def test_tension_names_the_position(page: Page) -> None:
    tension = page.locator("fieldbook-tension")
    slider = tension.get_by_role("slider")
    expect(tension.locator("output")).to_have_text("Not placed yet")
    for value, words in [
        ("0", "In the middle"), ("-12", "Slightly towards: Principles"), ("30", "Clearly towards: Pragmatism"),
        ("-50", "Fully at: Principles"),
    ]:  # fmt: skip
        slider.fill(value)
        expect(tension.locator("output")).to_have_text(words)
        expect(slider).to_have_attribute("aria-valuetext", words)
    page.reload()
    expect(slider).to_have_value("-50")
    expect(tension.locator("output")).to_have_text("Fully at: Principles")


def test_the_middle_is_a_position_too(page: Page) -> None:
    page.get_by_role("button", name="I stand here").click()
    assert stored(page)["positions"]["t-gate"]["value"] == 0
    expect(page.get_by_role("button", name="I stand here")).to_be_hidden()


def test_everything_is_there_again_after_the_browser_was_closed(
    playwright: Playwright, launch_options: dict[str, Any], book: Book, tmp_path: Path
) -> None:
    def opened() -> Any:
        return playwright.chromium.launch_persistent_context(str(tmp_path), **launch_options)

    with opened() as first:
        page = first.new_page()
        page.goto(book.page.as_uri())
        answer_all(page)
        page.locator("fieldbook-tension").get_by_role("slider").fill("-30")
        expect(page.locator("fieldbook-tension .fb-saved")).to_have_text("Saved.")
    with opened() as second:
        page = second.new_page()
        page.goto(book.page.as_uri())
        expect(page.locator(".fb-result").get_by_text("Right", exact=True)).to_have_count(8)
        expect(page.locator("[data-option] .fb-feedback:visible, fieldset > .fb-feedback:visible")).to_have_count(17)
        assert order(question(page, "i-ordering")) == ["c", "d", "a", "b"]
        expect(question(page, "i-short").get_by_role("textbox")).to_have_value("ACTION plan")
        expect(page.locator("output")).to_have_text("Clearly towards: Principles")


def test_an_answer_to_an_earlier_version_is_kept_and_named(page: Page, book: Book, tmp_path: Path) -> None:
    choose(question(page, "i-single"), "b")
    check(question(page, "i-single"))
    newer = [item.model_copy(update={"variant": "ffffffffffff"}) for item in ITEMS]
    other = write_book(tmp_path / "newer", newer, "build2")
    page.goto(other.page.as_uri())
    single = question(page, "i-single")
    expect(single.locator(".fb-result")).to_contain_text("You answered an earlier version of this question.")
    expect(single.locator("input:checked")).to_have_count(0)
    kept = stored(page)["answers"]["i-single"]
    assert (kept["variant"], kept["build"], kept["response"]) == ("0123456789ab", "build1", "b")
    choose(single, "a")
    check(single)
    now = stored(page)["answers"]["i-single"]
    assert (now["variant"], now["build"], now["first"], now["tries"]) == ("ffffffffffff", "build2", 1, 1)


def test_without_a_script_everything_can_be_read_and_no_button_is_dead(browser: Any, book: Book) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(book.page.as_uri())
    for item in ITEMS:
        for option in () if item.shape in {Shape.NUMBER, Shape.TEXT, Shape.GAPS} else item.options:
            expect(question(page, item.id).get_by_text(option.text, exact=True)).to_be_visible()
    expect(page.locator("button, .fb-feedback:visible")).to_have_count(0)
    expect(page.locator(".fb-consequence:visible")).to_have_count(2)
    context.close()


def test_in_a_notebook_two_checks_work_and_nothing_is_kept(context: BrowserContext) -> None:
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_content("".join(jupyter_html([item]) for item in ITEMS[:2]))
    choose(question(page, "i-single"), "a")
    check(question(page, "i-single"))
    choose(question(page, "i-truth"), "a")
    check(question(page, "i-truth"))
    expect(page.locator(".fb-result")).to_have_text(["Right", "Not yet"])
    expect(page.locator(".fb-keeping")).to_have_count(0)
    assert complaints == []
