"""Rules of item writing: one flaw in the tiny course, one message; and banks that give keys away."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from fieldbook.checks.all_rules import check_course
from fieldbook.course.sources import load_course

BANK = "assessments/items/t1.yml"

FLAWS = {
    "all of the above": (
        "text: Call the capital,",
        "text: All of the above,",
        "assessments/items/t1.yml:13 items[0].options[2].text: says 'All of the above'. "
        "Ask for all that apply (multiple response), or write another distractor. [FB-WRITE-01]",
    ),
    "negative question": (
        "What first?",
        "What should you not do first?",
        "assessments/items/t1.yml:9 items[0].stem: the question is negative ('not') and the word is not in bold. "
        "Ask for what is right, or set the word in bold. [FB-WRITE-02]",
    ),
    "absolute word": (
        "text: Close the gate,",
        "text: Always close the gate,",
        "assessments/items/t1.yml:12 items[0].options[1].text: the absolute word 'Always' stands in a distractor and not in the key. "
        "Say it without the word; learners know that such options are wrong. [FB-WRITE-03]",
    ),
    "long key": (
        "text: Hear what they say,",
        "text: Hear what they say and write down who threatened them and where and when,",
        "assessments/items/t1.yml:10 items[0].options: the key has 72 characters, the longest distractor 16. "
        "Shorten the key or fill out the distractors. [FB-WRITE-04]",
    ),
    "one sentence among phrases": (
        "text: Close the gate,",
        "text: Close the gate.,",
        "assessments/items/t1.yml:10 items[0].options: some options end as sentences and some do not. "
        "Write all of them in one form. [FB-WRITE-05]",
    ),
    "two best actions": (
        "score: 0,",
        "score: 1,",
        "assessments/items/t1.yml:103 items[8].options: 2 actions have score 1. Leave one best action. [FB-WRITE-06]",
    ),
    "hard to read": (
        "What first?",
        "Notwithstanding interoperability considerations regarding multidimensional institutional responsibilities, "
        "which organizational configuration simultaneously operationalizes precautionary accountability, "
        "intercommunal representation and administrative proportionality throughout humanitarian deliberations?",
        "items[0].stem: the question has a Flesch-Kincaid grade of",
    ),
}


def _found(root: Path) -> list[str]:
    return [str(problem) for problem in check_course(load_course(root)) if not problem.warning]


@pytest.mark.parametrize("name", FLAWS)
def test_flaw_is_found(name: str, tiny: Path) -> None:
    old, new, message = FLAWS[name]
    path = tiny / BANK
    text = path.read_text("utf-8")
    assert old in text, "the change must hit something"
    path.write_text(text.replace(old, new, 1), "utf-8")
    assert any(message in found for found in _found(tiny))


def test_a_negation_in_bold_is_allowed(tiny: Path) -> None:
    path = tiny / BANK
    path.write_text(path.read_text("utf-8").replace("What first?", "What should you **not** do?", 1), "utf-8")
    assert _found(tiny) == []


def test_an_absolute_word_in_the_key_gives_nothing_away(tiny: Path) -> None:
    path = tiny / BANK
    text = path.read_text("utf-8").replace("text: Hear what", "text: Always hear what", 1)
    path.write_text(text.replace("text: Close the", "text: Never close the", 1), "utf-8")
    assert _found(tiny) == []


def test_a_key_in_the_words_of_the_lesson(tiny: Path) -> None:
    lesson = "the people at the gate know best which way is safe tonight"
    notebook = tiny / "modules" / "one" / "gate.ipynb"
    notebook.write_text(notebook.read_text("utf-8").replace("{{ mission.short }}", lesson, 1), "utf-8")
    path = tiny / BANK
    path.write_text(
        path.read_text("utf-8").replace("text: Hear what they say,", f"text: Because {lesson},", 1), "utf-8"
    )
    assert any(
        "items[0].options[0].text: repeats the lesson word for word: 'at the gate know best which way is safe'" in found
        for found in _found(tiny)
    )


def _bank(tiny: Path, texts: list[tuple[str, list[str]]]) -> None:
    """Replace the bank of module t1: each item a name, and options of which the first is the key."""
    path = tiny / BANK
    bank = yaml.safe_load(path.read_text("utf-8"))
    for name, options in texts:
        bank["items"].append(
            bank["items"][0]
            | {
                "id": name,
                "options": [
                    {"text": text, "feedback": "Why."} | ({"key": True} if number == 0 else {})
                    for number, text in enumerate(options)
                ],
            }
        )
    path.write_text(yaml.safe_dump(bank, sort_keys=False), "utf-8")


def test_keys_that_are_longest_too_often(tiny: Path) -> None:
    _bank(tiny, [(f"t1-i-long-{n}", ["Hear them first", "Run off", "Call", "Wait"]) for n in range(20)])
    assert any(": the key is the longest option in 100% of choices" in one for one in _found(tiny))


def test_lengths_by_chance_are_fine(tiny: Path) -> None:
    lengths = [["Hear them first", "Run off", "Call", "Wait"], ["Call", "Run off", "Hear them first", "Wait"]]
    _bank(tiny, [(f"t1-i-even-{n}", lengths[n % 4 > 0]) for n in range(20)])
    assert not any("FB-WRITE-09" in found for found in _found(tiny))


def test_keys_at_one_place_too_often(tiny: Path) -> None:
    """Numbers are shown rising, so a key that is the smallest number always stands first."""
    _bank(tiny, [(f"t1-i-first-{n}", ["10", "20", "30", "40"]) for n in range(20)])
    assert any("the key stands at place 1 in 2" in found for found in _found(tiny))


def test_a_bank_smaller_than_promised(tiny: Path) -> None:
    path = tiny / "course.yml"
    text = path.read_text("utf-8")
    path.write_text(f"targets: {{items: 60, applied: 0.9, computed: 8}}\n{text}", "utf-8")
    found = _found(tiny)
    assert any("modules[0]: the bank of module 't1' has 9 items, 60 are promised." in one for one in found)
    assert any("items at level apply or above, 90% are promised" in one for one in found)
    assert any("items computed from the mission's data, 8 are promised" in one for one in found)
