"""A test taken in a package: what arrives in a learning system around scorm-again."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from forms_book import TYPES, with_forms
from lms_server import PEERS, LearningSystem, learning_system
from playwright.sync_api import Browser
from scorm_learner import Learner, manifest, table, unpacked, values

from building import PATIENCE, TINY, quiet
from fieldbook.editions.edition_build import Request
from fieldbook.editions.publish import build_edition

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not PEERS.is_dir(), reason="scorm-again is not installed: run sh tools/setup-peers.sh"),
]
FINAL = {"cut": {"score": 0.1, "method": "A guess."}, "certificate": True}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("scorm-forms")
    root = with_forms(Path(shutil.copytree(TINY, folder / "tiny")), {"final": FINAL})
    written = build_edition(Request(root, None, "learner", "en"), ["scorm12", "scorm2004"], folder / "dist", quiet)
    return {package.format: unpacked(package, folder) for package in written}


@pytest.fixture(scope="module")
def system(folders: dict[str, Path]) -> Iterator[LearningSystem]:
    with learning_system(folders) as started:
        yield started


@pytest.mark.parametrize("standard", ["12", "2004"])
def test_a_test_is_told_when_it_is_handed_in(
    system: LearningSystem, folders: dict[str, Path], standard: str, chromium: Browser
) -> None:
    package = f"scorm{standard}"
    assert [form["decides"] for form in table(folders[package])["forms"]] == [True]
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    page = f"/{package}/launch{'-final' if standard == '2004' else ''}.html"
    learner = Learner(context, system, package, f"{standard}-final", page=page)
    book = learner.book
    if standard == "12":  # one unit for the course
        book.get_by_role("link", name="Final").first.click()
    book.get_by_role("button", name="Begin").click()
    for place in range(TYPES):
        question = book.locator("fieldbook-question:visible")
        if question.get_attribute("data-type") in {"true-false", "situational-judgement"}:
            key = json.loads(question.locator("script.fb-answers").text_content() or "")
            best = max(key["options"], key=lambda option: option.get("score", option.get("key", 0)))
            question.locator(f"input[value='{best['id']}']").check(force=True)
        if place < TYPES - 1:
            book.get_by_role("button", name="Next", exact=True).click()
    assert learner.commits == [], "nothing is told while it is taken"
    book.get_by_role("button", name="Review and hand in").click()
    book.get_by_role("button", name="Hand in", exact=True).click()
    book.get_by_role("button", name="Hand in now").click()
    assert learner.committed(1)
    learner.leave()
    assert learner.refused() == []
    assert learner.faults == []
    context.close()
    model = learner.model
    found = {entry["id"]: entry["result"] for entry in values(model["interactions"])}
    assert found == {"t1-i-true-final": "correct", "t1-i-judgement-final": "correct"}, "what was left open is not told"
    if standard == "12":
        objective = next(entry for entry in values(model["objectives"]) if entry["id"] == "final")
        core = model["core"]
        assert (core["lesson_status"], core["score"]["raw"], objective["status"]) == ("passed", "22.22", "passed")
    else:
        statuses = (model["completion_status"], model["success_status"], model["score"]["scaled"])
        assert statuses == ("completed", "passed", "0.2222")


def test_in_scorm_2004_the_test_is_a_unit_that_decides(folders: dict[str, Path]) -> None:
    text = manifest(folders["scorm2004"])
    names = re.findall(r'<item identifier="item-([^"]+)"', text)
    weights = re.findall(r'objectiveMeasureWeight="([^"]+)"', text)
    assert dict(zip(names, map(float, weights), strict=True)) == {"t1": 0, "t2": 0, "final": 1}
    assert "<imsss:minNormalizedMeasure>0.1</imsss:minNormalizedMeasure>" in text
