"""Samples that other projects publish: how many of each are taken, and the reason of each refusal (docs/items-import.md)."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from building import PROJECT, SHARED
from fieldbook.assessment.old_questions.detect import read_questions
from fieldbook.assessment.old_questions.old_text import UnreadableQuestionError

DATA = SHARED / "data"

EXPECTED = {
    "gift": (
        26,
        35,
        {"it is a text without a question": 5, "an essay has no answer that a program can compare": 3},
    ),
    "moodle-xml": (
        6,
        13,
        {
            "an essay has no answer that a program can compare": 2,
            "it has several fields, and not all of them are drop-downs": 1,
        },
    ),
    "qti21": (
        6,
        2,
        {
            "it asks nothing that can be answered": 3,
            "the file yesno.xml is not there": 1,
            "the file question.xml is not there": 1,
            "the file thankyou.xml is not there": 1,
        },
    ),
    "jupyterquiz": (5, 7, {"its answers are code": 1, "is JSON, but no list of questions": 4}),
}
ENDINGS = {"gift": {".gift"}, "moodle-xml": {".xml"}, "qti21": {".xml"}, "jupyterquiz": {".json", ".ipynb"}}


def _read(folder: Path, endings: set[str]) -> tuple[int, int, dict[str, int]]:
    files = sorted(path for path in folder.iterdir() if path.suffix in endings)
    taken, refused = 0, Counter()
    for path in files:
        try:
            _format, found = read_questions(path)
        except UnreadableQuestionError as error:
            refused[str(error)] += 1
            continue
        taken += len(found.taken)
        refused.update(remark.reason for remark in found.remarks if remark.left_out)
    return len(files), taken, dict(refused)


@pytest.mark.shared
@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_samples(name: str) -> None:
    folder = DATA / name
    if not folder.is_dir():
        pytest.skip(f"{folder} is not here; it holds other projects' samples, which are not committed")
    assert _read(folder, ENDINGS[name]) == EXPECTED[name]


@pytest.mark.shared
def test_what_the_samples_of_gift_say() -> None:
    """Their authors' own reading of the files, in JSON beside them."""
    if not (DATA / "gift").is_dir():
        pytest.skip(f"{DATA / 'gift'} is not here; it holds other projects' samples, which are not committed")
    kinds = {
        "TF": {"true-false"},
        "MC": {"single-choice", "multiple-response", "situational-judgement"},
        "Short": {"short-answer"},
        "Numerical": {"numeric"},
        "Matching": {"matching"},
    }
    for path in sorted((DATA / "gift").glob("*.gift")):
        theirs = [entry for entry in json.loads(path.with_suffix(".json").read_text("utf-8")) if entry["type"] in kinds]
        ours = read_questions(path)[1].taken
        assert [taken.item["type"] in kinds[entry["type"]] for taken, entry in zip(ours, theirs, strict=True)] == [
            True
        ] * len(ours), path.name


def test_the_documentation_has_these_numbers() -> None:
    text = (PROJECT / "docs" / "items-import.md").read_text("utf-8")
    for files, taken, _reasons in EXPECTED.values():
        assert any(f" | {files} | " in line and f" | {taken} | " in line for line in text.splitlines())
