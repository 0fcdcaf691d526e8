"""The cartridge: golden files, the published schemas and their rules, and what Moodle's importer makes of it."""

from __future__ import annotations

import os
import re
import shutil
import zipfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest

from building import SHARED, TINY

STANDARDS = SHARED / "standards"
os.environ.setdefault("XML_CATALOG_FILES", str(STANDARDS / "catalog.xml"))  # libxml2 reads it once, at its first use

from cartridge_reader import broken_rules, imported  # noqa: E402
from goldens import same_as_golden  # noqa: E402
from lxml import etree, html  # noqa: E402

from fieldbook.book.site import Site  # noqa: E402
from fieldbook.course.sources import load_course  # noqa: E402
from fieldbook.model.edition import Edition  # noqa: E402
from fieldbook.model.outline import Outline  # noqa: E402
from fieldbook.packages.base import Package  # noqa: E402
from fieldbook.packages.registry import FORMATS, find  # noqa: E402

PAGES = {
    "index.html": "<nav><a href='modules/one/gate.html'>B</a><a href='book/references.html'>R</a></nav>"
    "<article><h1>A</h1><p><a href='modules/one/gate.html#well'>B</a> and <a href='https://example.org/'>out</a></p></article>",
    "modules/one/gate.html": "<article><h1>B</h1><script>1</script><h2 id='well'>W</h2><p><a href='../../index.html'>A</a>, "
    "<a href='#well'>W</a> <a href='../../book/references.html#id1'>1</a> <a href='../../book/references.html#id2'>2</a></p>"
    "<p>é<svg class='fb-icon' aria-hidden='true'><path d='M0 0'/></svg> tail</p>"
    "<svg role='img' aria-label='A &lt;figure&gt;' viewBox='0 0 1 1' width='9' height='8'><g></g></svg></article>",
    "book/references.html": "<article><h1>R</h1><ul><li id='id1'>One. A &amp; B, 2020. URL: "
    "<a href='https://example.org/?a=1&amp;b=2'>…</a>.</li><li id='id2'>Two, on paper.</li></ul></article>",
}
FORM = """id: after
title: After "all" <of it>
purpose: To see.
minutes: 5
lessons: true
blueprint: [{objective: t1-o-read, count: 5}, {objective: t1-o-decide, count: 4}, {objective: t2-o-ask, count: 1}]
"""
SCHEMAS = {"imsmanifest.xml": "cc11libxml2validator.xsd", "links": "ccv1p1_imswl_v1p1.xsd"}
QTI = "ccv1p1_qtiasiv1p2p1_v1p0.xsd"


def written(folder: Path, name: str = "imscc") -> Package:
    course = Path(shutil.copytree(TINY, folder / "course"))
    (course / "assessments" / "forms").mkdir()
    (course / "assessments" / "forms" / "after.yml").write_text(FORM, "utf-8")
    for page, body in PAGES.items():
        (folder / "site" / page).parent.mkdir(parents=True, exist_ok=True)
        (folder / "site" / page).write_text(
            f"<html><head><meta charset=utf-8></head><body>{body}</body></html>", "utf-8"
        )
    edition = Edition("tiny", "tinyland", "en", "learner")
    site = Site(edition, folder / "site", tuple(sorted(PAGES)), Outline(pages=tuple(PAGES)))
    return find(name).write(load_course(course), site, folder / "out")


Cartridge = Callable[[str], Package]


@pytest.fixture(scope="module")
def cartridge(tmp_path_factory: pytest.TempPathFactory) -> Cartridge:
    """A cartridge of each version, written once."""

    @lru_cache
    def write(name: str) -> Package:
        return written(tmp_path_factory.mktemp("imscc"), name)

    return write


def files(package: Package) -> dict[str, str]:
    with zipfile.ZipFile(package.path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def schema_of(path: str) -> str:
    return SCHEMAS.get(path.partition("/")[0], QTI)


@lru_cache
def schema(name: str) -> etree.XMLSchema:
    if not STANDARDS.is_dir():
        pytest.skip("the published schemas are not here (../shared/standards)")
    return etree.XMLSchema(etree.parse(STANDARDS / "cc11" / name, etree.XMLParser(no_network=True)))


def as_version_11(text: str) -> bytes:
    """A cartridge 1.3 under the names of 1.1: the schemas of 1.3 can't be had, and its shape is the same."""
    return text.replace("v1p3", "v1p1").replace(">1.3.0<", ">1.1.0<").encode()


def test_golden(cartridge: Cartridge) -> None:
    package = cartridge("imscc")
    assert package.path.name == "tiny-tinyland-en-imscc.imscc"
    same_as_golden("imscc", {**files(package), "notes.txt": "\n".join([*package.notes, ""])})


def test_the_same_bytes_again(cartridge: Cartridge, tmp_path: Path) -> None:
    assert cartridge("imscc").path.read_bytes() == written(tmp_path).path.read_bytes()


@pytest.mark.shared
@pytest.mark.parametrize("name", ["imscc", "imscc:1.3"])
def test_every_document_fits_the_published_schema_and_its_rules(name: str, cartridge: Cartridge) -> None:
    documents = {path: text for path, text in files(cartridge(name)).items() if path.endswith(".xml")}
    assert {path.partition("/")[0] for path in documents} == {"bank.xml", "imsmanifest.xml", "links", "tests"}
    for path, text in documents.items():
        rules = schema(schema_of(path))
        assert rules.validate(etree.fromstring(as_version_11(text))), f"{path}: {rules.error_log.last_error}"
        own = "ccv1p1_imscp_v1p2_v1p0.xsd" if path == "imsmanifest.xml" else schema_of(path)
        assert broken_rules(as_version_11(text), STANDARDS / "cc11" / own) == []


@pytest.mark.shared
@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("imsmanifest.xml", "rooted-hierarchy", "flat"),
        ("imsmanifest.xml", 'type="imswl_xmlv1p1"', 'type="link"'),
        ("bank.xml", 'rcardinality="Single"', 'rcardinality="One"'),
        ("links/t1-1.xml", "<url ", "<address "),
    ],
)
def test_a_broken_document_fails_the_same_check(path: str, old: str, new: str, cartridge: Cartridge) -> None:
    text = files(cartridge("imscc"))[path]
    assert old in text
    document = etree.fromstring(text.replace(old, new).encode())
    assert not schema(schema_of(path)).validate(document)


@pytest.mark.shared
def test_a_choice_with_two_options_breaks_the_rules(cartridge: Cartridge) -> None:
    schema(QTI)
    text = files(cartridge("imscc"))["bank.xml"]
    poorer, count = re.subn(r'(?s)<response_label ident="unknown">.*?</response_label>', "", text)
    found = broken_rules(poorer.encode(), STANDARDS / "cc11" / QTI)
    assert len(found) == count > 0
    assert all("too few response labels" in message for message in found)


def test_the_names_of_1_3(cartridge: Cartridge) -> None:
    package = cartridge("imscc:1.3")
    found = files(package)
    assert (package.path.name, package.format) == ("tiny-tinyland-en-imscc1.3.imscc", "imscc:1.3")
    assert "v1p1/" not in found["imsmanifest.xml"].replace("/imscp_v1p1", "")
    assert '<a href="$IMS-CC-FILEBASE$/pages/modules-one-gate.html#well">' in found["pages/index.html"]
    assert '<img src="$IMS-CC-FILEBASE$/pages/modules-one-gate-figure-1.svg"' in found["pages/modules-one-gate.html"]
    assert "imscc:1.3" not in FORMATS


def test_the_manifest_lists_every_file(cartridge: Cartridge) -> None:
    found = files(cartridge("imscc"))
    manifest = etree.fromstring(found.pop("imsmanifest.xml").encode())
    assert sorted(element.get("href") for element in manifest.iter("{*}file")) == sorted(found)
    names = [element.get("identifier") for element in manifest.iter() if element.get("identifier")]
    assert len(names) == len(set(names))
    used = {element.get("identifierref") for element in manifest.iter() if element.get("identifierref")}
    assert used <= {element.get("identifier") for element in manifest.iter("{*}resource")}


def test_links_and_pictures_lead_to_files(cartridge: Cartridge) -> None:
    """Moodle looks for the file under a link as it stands: relative, and without a place in the page."""
    found = files(cartridge("imscc"))
    for name, text in found.items():
        if name.endswith(".html"):
            page = html.document_fromstring(text.encode())
            assert page.find(".//meta").get("charset") == "utf-8"
            for _element, _attribute, target, _place in page.iterlinks():
                assert "://" in target or target.startswith("#") or f"pages/{target}" in found, (name, target)
    drawing = etree.fromstring(found["pages/modules-one-gate-figure-1.svg"].encode())
    assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
    assert "é tail" in html.fromstring(found["pages/modules-one-gate.html"].encode()).text_content()


def test_moodle_gets_every_question_with_its_score_and_feedback(cartridge: Cartridge) -> None:
    found = imported(files(cartridge("imscc"))["tests/after.xml"])
    truth = found["t1-i-true"]
    assert truth.answers["false"] == ("False", 1.0, "It may be cut off or afraid.")
    assert truth.answers["true"][1] == 0
    assert [share for _text, share, _why in found["t1-i-multiple"].answers.values()].count(0.5) == 2
    assert found["t1-i-single"].answers["a"] == (
        "Hear what they say",
        1.0,
        "You need to know the threat before you choose.",
    )
    assert {name for name, (_t, share, _w) in found["t1-i-short"].answers.items() if share} == {
        "early warning",
        "warning",
    }
    assert found["t1-i-judgement"].answers["b"][1:] == (0.0, "Clean but you lose the contact.")
    assert found["t1-i-numeric"].text.endswith("______ incidents</p>")
    assert set(found["t1-i-numeric"].answers) == {"8"}


def test_questions_have_their_module_as_category(cartridge: Cartridge) -> None:
    bank = etree.fromstring(files(cartridge("imscc"))["bank.xml"].encode())
    path = "{*}itemmetadata//{*}qtimetadatafield[{*}fieldlabel='cc_question_category']/{*}fieldentry"
    found = {item.get("ident"): item.findtext(path) for item in bank.iter("{*}item")}
    assert (found["t1-i-gap-where"], found["t2-i-most"]) == ("The first module", "The second module")


def test_parts_of_an_item_weigh_as_much_as_an_item(cartridge: Cartridge) -> None:
    found = imported(files(cartridge("imscc"))["tests/after.xml"])
    parts = {"t1-i-matching": 2, "t1-i-ordering": 3, "t1-i-gap": 2, "t1-i-single": 1}
    for item, count in parts.items():
        weights = [question.grade for name, question in found.items() if name.startswith(item)]
        assert weights == [6 // count] * count


@pytest.mark.parametrize(
    ("text", "tolerance", "right", "wrong"),
    [
        ("31", 0.5, {"31", "30.5", "31,5", "30.7"}, {"30", "31.05", "31.6"}),
        ("2.75", 0.06, {"2.75", "2,69", "2.81"}, {"2.68", "2.8100"}),
        ("100", 20.0, {"100", "80", "120", "93"}, {"79", "93.5"}),
        ("5000", 400.0, {"5000"}, {"5001"}),
        ("0", 0.0, {"0"}, {"0.0"}),
        ("-1.5", 0.1, {"-1.5", "-1,4", "-1.6"}, {"1.5"}),
    ],
)
def test_a_tolerance_becomes_a_list(text: str, tolerance: float, right: set[str], wrong: set[str]) -> None:
    from vector_items import bound_item  # noqa: PLC0415

    from fieldbook.packages.cartridge_question import questions  # noqa: PLC0415

    option = {"id": "a", "text": text, "key": True, "accept": [], "tolerance": tolerance, "feedback": "Yes."}
    about = {"objective": "o", "level": "apply", "stem": "How many?", "source": ["s"]}
    item = {"id": "n", "type": "numeric", **about, "options": [option], "otherwise": "", "unit": ""}
    [question] = questions([bound_item(item)])
    listed = set(question.answers[0].texts)
    assert right <= listed
    assert not wrong & listed
    assert question.answers[0].texts[0] == text
