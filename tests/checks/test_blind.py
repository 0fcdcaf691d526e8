"""The blind reading: a planted cue is found, a bank without one is not, and the shipped bank can be read."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from building import PROJECT
from fieldbook import cli
from fieldbook.checks.blind import GATED, GUESSED, BlindGuess, Rate, blind_guesses, giveaways
from fieldbook.checks.blind_others import form_rates, leaning_words, longest_gap_keys, true_false_keys
from fieldbook.checks.blind_report import over_goal, report
from fieldbook.checks.surface import CUES, counts, plain
from fieldbook.core.problems import CourseError
from fieldbook.course.sources import load_course

Run = Callable[..., tuple[int, str, str]]
Write = Callable[[random.Random, int], str]
"""Writes the option at a place of an item; the first one is right."""

WORDS = ["guard", "well", "market", "river", "teacher", "village", "convoy", "harvest", "bridge", "school", "patrol"]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run ``fieldbook``: exit code, standard output, standard error."""

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setenv("COLUMNS", "200")
        monkeypatch.setattr(sys, "argv", ["fieldbook", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        shown = capsys.readouterr()
        return int(ended.value.code or 0), shown.out, shown.err

    return call


def _phrase(draw: random.Random, least: int = 4, most: int = 9) -> str:
    return " ".join(draw.choice(WORDS) for _number in range(draw.randint(least, most)))


def no_cue(draw: random.Random, _place: int) -> str:
    """Right and wrong options come from one source."""
    joined = draw.choice([" and ", ", ", " because ", " "])
    return f"{_phrase(draw)}{joined}{_phrase(draw)}"


def reasons_in_wrong_ones(draw: random.Random, place: int) -> str:
    """Six in seven wrong options have a reason, one in twenty right ones; lengths say nothing."""
    reason = draw.random() < (0.05 if place == 0 else 0.85)
    return f"{_phrase(draw)}{' because ' if reason else ' '}{_phrase(draw)}"


def right_in_the_middle(draw: random.Random, place: int) -> str:
    """Wrong options are short or long, right ones between: no single cue says more or less."""
    words = 8 if place == 0 else draw.choice([4, 12])
    return _phrase(draw, words, words + 1)


def _bank(tiny: Path, write: Write, *, each: int = 30, types: tuple[str, ...] = GATED) -> Path:
    """Fill both modules with ``each`` items of each of ``types`` that ``write`` makes; the key is always the first."""
    draw = random.Random(7)  # noqa: S311 a bank is no secret
    for module, objective in (("t1", "t1-o-decide"), ("t2", "t2-o-ask")):
        items = [
            {
                "id": f"{module}-i-{kind.partition('-')[0]}-{number}",
                "type": kind,
                "objective": objective,
                "level": "apply",
                "difficulty": 0.5,
                "source": ["policy"],
                "stem": "What first?",
                "options": [
                    {"text": write(draw, place), "feedback": "Why."}
                    | ({"key": place == 0} if kind == "single-choice" else {"score": 1 if place == 0 else 0.2})
                    for place in range(4)
                ],
            }
            for kind in types
            for number in range(each)
        ]
        path = tiny / "assessments" / "items" / f"{module}.yml"
        path.write_text(yaml.safe_dump({"module": module, "items": items}, sort_keys=False), "utf-8")
    return tiny


def _rate(guesses: list[BlindGuess], kind: str) -> Rate:
    return Rate.of(guess for guess in guesses if guess.question.type == kind)


def test_a_planted_cue_is_found_and_named(tiny: Path) -> None:
    course = load_course(_bank(tiny, reasons_in_wrong_ones))
    guesses = blind_guesses(course)
    for kind in GATED:
        rate = _rate(guesses, kind)
        assert (rate.items, rate.chance) == (60, 0.25)
        assert rate.share > 0.6
    named = [(CUES[found.cue].name(), found.most) for found in giveaways(guesses)[:4]]
    assert ("reasons (“because”, “since”, “as”)", False) in named
    assert leaning_words(guesses, 2)[1][0] == "because"
    assert [problem.code for problem in over_goal(course, guesses)] == ["FB-BLIND-01", "FB-BLIND-01"]


def test_a_cue_that_is_neither_most_nor_least_is_found(tiny: Path) -> None:
    guesses = blind_guesses(load_course(_bank(tiny, right_in_the_middle)))
    assert Rate.of(guesses).share > 0.6


def test_a_bank_without_a_cue_is_not_found(run: Run, tiny: Path) -> None:
    """The key stands first in each item: the order in the file must say nothing."""
    code, out, err = run("check", "--blind", "--course", _bank(tiny, no_cue, each=60))
    assert (code, err) == (0, "")
    assert out.count("within the goal of 35%") == 2


def test_options_that_look_the_same_are_found_by_chance(tiny: Path) -> None:
    """What can't be told apart by its surface is not told apart by its place in the file."""
    syllables = [f"{a}{b}" for a in "bcdfghjkl" for b in "aeiou"]
    names = iter(f"{a}{b}" for a in syllables for b in syllables)

    def alike(_draw: random.Random, _place: int) -> str:
        return f"Ask {next(names)}"

    assert abs(Rate.of(blind_guesses(load_course(_bank(tiny, alike)))).share - 0.25) < 0.1


def test_stems_and_feedback_say_nothing(tiny: Path) -> None:
    bank = _bank(tiny, no_cue, each=12) / "assessments" / "items" / "t1.yml"
    before = [guess.said.chances.tolist() for guess in blind_guesses(load_course(tiny))]
    text = bank.read_text("utf-8").replace("What first?", "Guard, market or river?").replace("Why.", "Because of this.")
    bank.write_text(text, "utf-8")
    assert [guess.said.chances.tolist() for guess in blind_guesses(load_course(tiny))] == before


@pytest.mark.parametrize(
    ("text", "cue", "count"),
    [
        ("Stay, and **ask** him; he knows", "commas", 1),
        ("Stay, and **ask** him; he knows", "characters", 27),
        ("Stay, and **ask** him; he knows", "parts between marks and joining words", 3),
        ("Stay, and **ask** him; he knows", "words in the last part", 2),
        ("They can't go, since nobody will", "negations (“not”, “no”, “without”)", 1),
        ("They can't go, since nobody will", "reasons (“because”, “since”, “as”)", 1),
        ("They can't go, since nobody will", "absolutes (“all”, “never”, “only”)", 1),
        ("Some may go twice on 3 May", "hedges (“may”, “some”, “often”)", 3),
        ("Some may go twice on 3 May", "numbers", 2),
        ("Some may go twice on 3 May", "opening with an article or a quantity", 1),
        ("Asking first", "opening with a word in “-ing”", 1),
        ("12 people", "opening with a number", 1),
        ("", "words in a part", 0),
    ],
)
def test_what_is_counted_in_an_option(text: str, cue: str, count: float) -> None:
    found = counts([plain(text), "Another one"])[0]
    assert dict(zip((each.name() for each in CUES), found, strict=True))[cue] == count


@pytest.mark.acceptance
@pytest.mark.slow
def test_the_shipped_bank_can_be_read(run: Run) -> None:
    """Every type, module and form has its number, each of the worst items a line that leads to it."""
    course = load_course(PROJECT)
    guesses = blind_guesses(course)
    assert {guess.question.type for guess in guesses} == set(GUESSED)
    for kind in GATED:
        assert {guess.question.module for guess in guesses if guess.question.type == kind} == {
            module.id for module in course.modules
        }
        assert 0 <= _rate(guesses, kind).share <= 1
    assert all(abs(guess.said.chances.sum() - 1) < 1e-9 for guess in guesses)
    assert sum(true_false_keys(course).values()) > 0
    assert longest_gap_keys(course).items > 0
    assert set(form_rates(course, guesses)) == set(course.forms)
    lines = list(report(course, guesses))
    worst = [line.split()[:2] for line in lines if line.startswith("  assessments/items/")]
    assert len(worst) == 20
    for where, name in worst:
        path, line = where.split(":")
        assert (PROJECT / path).read_text("utf-8").splitlines()[int(line) - 1].strip() == f"- id: {name}"


def test_over_the_goal_is_exit_1_and_the_same_twice(run: Run, tiny: Path) -> None:
    _bank(tiny, reasons_in_wrong_ones, each=12)
    first = run("check", "--blind", "--course", tiny)
    assert first == run("check", "--blind", "--course", tiny)
    code, out, err = first
    assert code == 1
    assert "single-choice is answered blind in" in err
    assert err.count("[FB-BLIND-01]") == 2
    assert "by chance 25%; over the goal of 35%" in out
    assert "least: reasons (“because”, “since”, “as”)" in out


def test_a_module_item_by_item(run: Run, tiny: Path) -> None:
    _bank(tiny, reasons_in_wrong_ones, each=12)
    _code, out, _err = run("check", "--blind", "--module", "t2", "--course", tiny)
    assert "assessments/items/t2.yml:3 t2-i-single-0 single-choice: " in out
    assert "t1-i-single-0" not in out
    first = out.split("\n\n")[1].splitlines()
    assert len(first) == 6
    assert [line.split()[-len(WORDS) :] for line in first if line.startswith("  >")], "the option that the model takes"
    assert sum(int(line.replace(">", " ").split()[0].rstrip("%")) for line in first[1:5]) in range(98, 103)


def test_too_few_items_to_learn_from(tiny: Path) -> None:
    with pytest.raises(
        CourseError, match=r"course.yml:22 modules: 0 items of choice stand outside module 't1'.*FB-BLIND-02"
    ):
        blind_guesses(load_course(tiny))


def test_without_the_library_the_remedy_can_be_typed(run: Run, tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _bank(tiny, no_cue, each=12)
    monkeypatch.setitem(sys.modules, "sklearn.svm", None)
    code, out, err = run("check", "--blind", "--course", tiny)
    assert (code, out) == (1, "")
    assert f"Install it: {sys.executable} -m pip install scikit-learn [FB-BLIND-03]" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["--module", "t1"], "--module goes with --blind"), (["--blind", "--module", "t9"], "use one of: t1, t2")],
)
def test_wrong_use(run: Run, tiny: Path, arguments: list[str], message: str) -> None:
    code, _out, err = run("check", "--course", tiny, *arguments)
    assert code == 2
    assert message in err
