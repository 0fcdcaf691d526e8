"""Questions in the terminal: what is answered is written, nothing is asked twice, and a change by hand stays."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from building import PROJECT
from fieldbook.context.asking.empty_pack import new_context
from fieldbook.context.asking.pack_document import open_document
from fieldbook.context.asking.terminal import Asking
from fieldbook.context.pack import load_context


class Person:
    """Answers by label; empty where nothing is prepared. ``asked`` are the prompts in order."""

    def __init__(self, answers: dict[str, Iterable[str]]) -> None:
        self.answers = {label: list(texts) for label, texts in answers.items()}
        self.asked: list[str] = []
        self.told: list[str] = []

    def read(self, prompt: str) -> str:
        label = prompt.strip().rstrip(":").partition(" (")[0]
        self.asked.append(label)
        texts = self.answers.get(label, [])
        return texts.pop(0) if texts else ""


def _ask(folder: Path, **answers: Iterable[str]) -> Person:
    person = Person({label.replace("_", " "): texts for label, texts in answers.items()})
    Asking(folder, person.told.append, person.read).run()
    return person


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """An empty pack."""
    folder = tmp_path / "contexts" / "land"
    new_context("land", folder)
    return folder


def test_answers_are_written_and_asked_for_once(empty: Path) -> None:
    person = _ask(
        empty,
        Name_in_full=["?", "the United Nations Mission in Land"],
        Short_name=["UNML"],
        Established_on=["2022-2-24", "2022-02-24"],
        Paragraph=["5 (a)"], The_task=["Protect, all."], Operative_verb=["decides"], Part_of_the_protection_mandate=["yes"],
        Name=["North", "Riders"], Kind=["armed"], Stance=["-2"],
        What_happens=["Raids"], By_whom=["rid"], Where=["North"], Civilians_at_risk=["farmers"], Likelihood=["4"], Impact=["5"],
    )  # fmt: skip
    meta = open_document(empty).meta
    assert meta.mission.short == "UNML"
    assert str(meta.mission.established) == "2022-02-24"
    assert [(task.id, task.paragraph, task.poc) for task in meta.mandate.tasks] == [("t-5-a", "5 (a)", True)]
    assert [(actor.id, actor.kind, actor.stance) for actor in meta.actors] == [("riders", "armed-group", -2)]
    assert [(threat.actor, threat.area, threat.impact) for threat in meta.threats] == [("riders", "area-one", 5)]
    told = "\n".join(person.told)
    assert "is not a date as 2024-01-31" in told
    assert "Example: the United Nations Support Mission in Ondara" in told
    load_context(empty)
    again = _ask(empty)
    assert "Name in full" not in again.asked
    assert "Paragraph" not in again.asked
    assert "Kind" not in again.asked
    assert {"Headquarters", "Interests"} <= set(again.asked), "what was left open is asked again"


def test_a_complete_pack_is_asked_nothing(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(PROJECT / "contexts" / "ondara", tmp_path / "contexts" / "ondara"))
    before = (folder / "context.yml").read_bytes()
    person = _ask(folder)
    assert set(person.asked) <= {
        "Interests",
        "Drivers for protection",
        "Drivers against protection",
        "Influence",
        "Stance",
    }
    assert (folder / "context.yml").read_bytes() == before


def test_an_entry_without_what_it_needs_is_asked_once_more_and_dropped(empty: Path) -> None:
    person = _ask(empty, Paragraph=["1", "2"], The_task=["", "", "Two."], Operative_verb=["a", "b"],
                  Part_of_the_protection_mandate=["no", "yes"])  # fmt: skip
    assert "  Not taken over; this is missing: The task." in person.told
    assert [task.paragraph for task in open_document(empty).meta.mandate.tasks] == ["2"]


def test_a_stop_keeps_what_came_before_it(empty: Path) -> None:
    _ask(empty, Title_of_the_pack=["Land 2026"], Short_name=["UNML"], Country_or_territory=["."])
    meta = open_document(empty).meta
    assert (meta.title, meta.mission.short, meta.mission.country) == ("Land 2026", "UNML", "COUNTRY")


def test_what_somebody_writes_meanwhile_stays(empty: Path) -> None:
    file = empty / "context.yml"

    def read(prompt: str) -> str:
        if "Short name" in prompt:
            file.write_text(file.read_text("utf-8").replace("SHORT NAME", "BY HAND  # mine"), "utf-8")
            return "UNML"
        return "Land" if "Country" in prompt else "." if "Headquarters" in prompt else ""

    Asking(empty, lambda _line: None, read).run()
    meta = open_document(empty).meta
    assert (meta.mission.short, meta.mission.country) == ("BY HAND", "Land")
    assert "BY HAND  # mine" in file.read_text("utf-8")


def test_names_cannot_steer_the_terminal(empty: Path) -> None:
    file = empty / "context.yml"
    file.write_text(file.read_text("utf-8").replace("NAME OF AN AREA", '"North\\u202e\\u2066gnol"'), "utf-8")
    person = _ask(empty)
    told = "".join(person.told)
    assert "Northgnol" in told
    assert not {"\u202e", "\u2066", "\x1b"} & set(told)


def test_the_command_asks_at_a_terminal(tmp_path: Path) -> None:
    """In a real pseudo-terminal; without one the same command writes the empty pack and asks nothing."""
    import pty  # noqa: PLC0415 only where there are such terminals

    run = [
        sys.executable,
        "-c",
        "from fieldbook.cli import main; main()",
        "context",
        "new",
        "land",
        "--course",
        str(tmp_path),
    ]
    ours, theirs = pty.openpty()
    with subprocess.Popen(run, stdin=theirs, stdout=theirs, stderr=theirs, cwd=PROJECT) as process:
        os.close(theirs)
        os.write(ours, b"Land 2026\n.\n")
        shown, end = b"", time.monotonic() + 20
        while time.monotonic() < end:
            try:
                shown += os.read(ours, 4096)
            except OSError:
                break  # the other side has closed
        assert process.wait(10) == 0
    os.close(ours)
    assert b"Title of the pack" in shown
    assert open_document(tmp_path / "contexts" / "land").meta.title == "Land 2026"
