"""QTI scored by software that others wrote: qti-components in Chromium gives the scores of the shared vectors, for our QTI
3 and for our QTI 2.1 as another tool converts it to 3."""

from __future__ import annotations

import os
import re
import subprocess
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from building import PROJECT, SHARED, TINY

STANDARDS = SHARED / "standards"
os.environ.setdefault("XML_CATALOG_FILES", str(STANDARDS / "catalog.xml"))  # libxml2 reads it once, at its first use

from lxml import etree  # noqa: E402
from playwright.sync_api import Browser, Page  # noqa: E402
from vector_items import ITEMS, VECTORS  # noqa: E402

from fieldbook.assessment.scoring import normal  # noqa: E402
from fieldbook.assessment.shapes import (  # noqa: E402
    BoundItem,
    ChoiceItem,
    ChoicesItem,
    GapsItem,
    NumberItem,
    OrderItem,
    PairsItem,
    TextItem,
)
from fieldbook.book.site import Site  # noqa: E402
from fieldbook.course.sources import load_course  # noqa: E402
from fieldbook.model.edition import Edition  # noqa: E402
from fieldbook.packages import qti21  # noqa: E402
from fieldbook.packages.qti_item import item_xml  # noqa: E402
from fieldbook.packages.qti_writer import QTI3, QTI21, Dialect, xml_bytes  # noqa: E402

TESTS = Path(__file__).parent.parent
COMPONENTS = TESTS / "peers/node_modules/@citolab/qti-components/cdn/index.global.js"
CONVERTER = PROJECT / ".venv-peers/checkers/bin/qti-convert"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not COMPONENTS.exists(), reason="qti-components is not installed: run sh tools/setup-peers.sh"),
]
needs_converter = pytest.mark.skipif(
    not CONVERTER.exists(), reason="citolab-qti-convert is not installed: run sh tools/setup-peers.sh"
)

SHOW = """async (xml) => {
  const container = document.querySelector("item-container");
  container.itemXML = xml;
  for (let turn = 0; turn < 100; turn += 1) {
    await new Promise((done) => setTimeout(done, 10));
    const item = container.shadowRoot.querySelector("qti-assessment-item");
    if (item?.variables?.length > 2) { window.item = item; await item.updateComplete; return item.identifier; }
  }
  return null;
}"""
SCORE = """(responses) => {
  item.resetResponses();
  for (const [name, value] of Object.entries(responses)) item.updateResponseVariable(name, value);
  try { item.processResponse(); } catch (fault) { return String(fault); }
  return item.variables.find(({identifier}) => identifier === "SCORE").value;
}"""


@pytest.fixture(scope="module")
def player(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    page.set_content("<!doctype html><qti-item><item-container></item-container></qti-item>")
    page.add_script_tag(path=COMPONENTS)
    yield page
    page.close()


def document(item: BoundItem, dialect: Dialect) -> str:
    return xml_bytes(item_xml(item, dialect, "en")).decode()


def given(item: BoundItem, response: Any) -> dict[str, Any] | None:  # noqa: C901, PLR0911 one case for each shape
    """``response`` as QTI variables; None where a QTI player gives nobody the chance to answer so."""
    if isinstance(response, dict):
        response = {name: value for name, value in response.items() if value != ""}
    if response in (None, "", [], {}):
        return {}
    ids = [ref for ref, _option in item.refs()]
    match item:
        case ChoiceItem():
            return {"RESPONSE": response} if response in ids else None
        case ChoicesItem() | OrderItem():
            fits = isinstance(response, list) and all(name in ids for name in response)
            return {"RESPONSE": response} if fits and len(set(response)) == len(response) else None
        case PairsItem():
            rights = {right.id for right in item.rights}
            if not isinstance(response, dict) or not set(response) <= {*ids} or not set(response.values()) <= rights:
                return None
            return {"RESPONSE": [f"{left} {right}" for left, right in response.items()]}
        case GapsItem():
            if not isinstance(response, dict) or not {f"{gap}.{word}" for gap, word in response.items()} <= {*ids}:
                return None
            return {f"RESPONSE_{name}": value for name, value in response.items()}
        case NumberItem():
            return {"RESPONSE": response} if isinstance(response, str) and _NUMBER.fullmatch(response) else None
        case TextItem():
            return {"RESPONSE": response} if isinstance(response, str) and _is_plain(item, response) else None


_THIRD_PLACE = 6e-4
"""qti-components rounds to three places."""
_NUMBER = re.compile(r"[+-]?(?![1-9]\d{0,2}\.\d{3}$)\d+(\.\d+)?", re.ASCII)
"""Without 1.200, which we take for 1200 too where that is expected."""


def _is_plain(item: TextItem, text: str) -> bool:
    """Only case differs from how answers are compared; accents and punctuation count in QTI (the package says so)."""
    expected = [form for answer in item.options for form in answer.texts]
    return normal(text) == text.casefold() or text.casefold() in {form.casefold() for form in expected}


CASES = [
    (case, responses)
    for case in VECTORS["cases"]
    if (responses := given(ITEMS[case["item"]], case["response"])) is not None
]


def test_enough_of_the_vectors_can_be_given_in_qti() -> None:
    """What is left out: ids that the item does not have, answers of another type, other ways to write a number or a word."""
    assert {ITEMS[case["item"]].type for case, _responses in CASES} == {item.type for item in ITEMS.values()}
    assert len(CASES) >= 78


def wrong_scores(player: Page, documents: dict[str, str]) -> list[str]:
    """Every case of the vectors for which the player of others gives another score."""
    found, shown = [], None
    for case, responses in sorted(CASES, key=lambda pair: str(pair[0]["item"])):
        if case["item"] != shown:
            shown = case["item"]
            assert player.evaluate(SHOW, documents[shown]) == shown
        score = player.evaluate(SCORE, responses)
        number = float(score or 0) if _NUMBER.fullmatch(score or "0") else -1.0
        if abs(number - case["score"]) > _THIRD_PLACE:
            found.append(f"{case['item']}: {case['why']}: {case['response']!r} {case['score']} there {score}")
    return found


def test_qti_components_gives_our_scores(player: Page) -> None:
    assert wrong_scores(player, {name: document(item, QTI3) for name, item in ITEMS.items()}) == []


def test_it_would_tell_another_score(player: Page) -> None:
    documents = {name: document(item, QTI3) for name, item in ITEMS.items()}
    documents["i-judgement"] = documents["i-judgement"].replace('mapped-value="1.0"', 'mapped-value="0.9"')
    assert [line.partition(":")[0] for line in wrong_scores(player, documents)] == ["i-judgement"]


def test_a_learner_can_answer_and_reads_the_feedback(player: Page) -> None:
    item = ITEMS["i-single"]
    assert isinstance(item, ChoiceItem)
    assert player.evaluate(SHOW, document(item, QTI3)) == "i-single"
    player.get_by_text(item.options[1].text).click()
    player.evaluate("item.processResponse()")
    assert player.evaluate("item.variables.find(({identifier}) => identifier === 'RESPONSE').value") == "b"
    shown = player.get_by_text(item.options[1].feedback)
    assert shown.is_visible()
    assert not player.get_by_text(item.options[0].feedback).is_visible()


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Our QTI 2.1 items, converted to QTI 3 by another tool."""
    folder = tmp_path_factory.mktemp("qti21")
    (folder / "in").mkdir()
    for name, item in ITEMS.items():
        (folder / "in" / f"{name}.xml").write_text(document(item, QTI21), "utf-8")
    convert(folder / "in", folder / "out")
    return {path.stem: path.read_text("utf-8") for path in (folder / "out").rglob("i-*.xml")}


def convert(source: Path, target: Path) -> None:
    done = subprocess.run(
        [CONVERTER, "upgrade", source, target], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@needs_converter
def test_qti_21_upgraded_by_others_scores_the_same(player: Page, upgraded: dict[str, str]) -> None:
    assert set(upgraded) == set(ITEMS)
    assert wrong_scores(player, upgraded) == []


@needs_converter
@pytest.mark.shared
def test_a_package_of_qti_21_upgraded_by_others_is_valid_qti_3(tmp_path: Path) -> None:
    site = Site(Edition("tiny", "tinyland", "en", "learner"), TINY, ())
    package = qti21.write(load_course(TINY), site, tmp_path)
    convert(package.path, tmp_path / "upgraded.zip")
    with zipfile.ZipFile(tmp_path / "upgraded.zip") as archive:
        documents = {name: archive.read(name) for name in archive.namelist() if name.endswith(".xml")}
    assert len(documents) == len(zipfile.ZipFile(package.path).namelist())
    for name, content in documents.items():
        rules = schema(
            "imsqtiv3p0_imscpv1p2_v1p0" if name == "imsmanifest.xml" else "imsqti_asiv3p0_sbacv1p0_v1p0",
        )
        assert rules.validate(etree.fromstring(content)), f"{name}: {rules.error_log.last_error}"


@lru_cache
def schema(name: str) -> etree.XMLSchema:
    if not STANDARDS.is_dir():
        pytest.skip("the published schemas are not here (../shared/standards)")
    path = STANDARDS / "qti3/qtiv3p0" / f"{name}.xsd"
    return etree.XMLSchema(etree.parse(path, etree.XMLParser(no_network=True)))
