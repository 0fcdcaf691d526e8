"""The bank in other systems' formats: golden files, the published schemas, and the demands of those systems."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from building import SHARED, TINY

STANDARDS = SHARED / "standards"
os.environ.setdefault("XML_CATALOG_FILES", str(STANDARDS / "catalog.xml"))  # libxml2 reads it once, at its first use

from goldens import same_as_golden  # noqa: E402
from lxml import etree  # noqa: E402

from fieldbook.assessment.shapes import BoundItem  # noqa: E402
from fieldbook.book.site import Site  # noqa: E402
from fieldbook.course.sources import load_course  # noqa: E402
from fieldbook.model.edition import Edition  # noqa: E402
from fieldbook.packages import aiken, gift, moodle, qti3, qti21  # noqa: E402
from fieldbook.packages.base import Package  # noqa: E402
from fieldbook.packages.exported_bank import bound_bank  # noqa: E402

FORMATS = {"moodle": moodle, "gift": gift, "aiken": aiken, "qti21": qti21, "qti3": qti3}
SCHEMAS = {
    "qti21": ("qti/qtiv2p1/imsqti_v2p1.xsd", "qti/imscp_v1p1.xsd"),
    "qti3": ("qti3/qtiv3p0/imsqti_asiv3p0_sbacv1p0_v1p0.xsd", "qti3/qtiv3p0/imsqtiv3p0_imscpv1p2_v1p0.xsd"),
}


def written(name: str, out: Path) -> Package:
    course = load_course(TINY)
    return FORMATS[name].write(course, Site(Edition("tiny", "tinyland", "en", "learner"), TINY, ()), out)


def files(package: Package) -> dict[str, str]:
    if package.path.suffix != ".zip":
        return {package.path.name: package.path.read_text("utf-8")}
    with zipfile.ZipFile(package.path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.mark.parametrize("name", FORMATS)
def test_golden(name: str, tmp_path: Path) -> None:
    package = written(name, tmp_path)
    same_as_golden(name, {**files(package), "notes.txt": "\n".join([*package.notes, ""])})


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_bytes_again(name: str, tmp_path: Path) -> None:
    one, two = written(name, tmp_path / "one"), written(name, tmp_path / "two")
    assert one.path.read_bytes() == two.path.read_bytes()


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_file_fits_the_published_schema(name: str, tmp_path: Path) -> None:
    for path, text in files(written(name, tmp_path)).items():
        schema = _schema(SCHEMAS[name][path == "imsmanifest.xml"])
        document = etree.fromstring(text.encode())
        assert schema.validate(document), f"{path}: {schema.error_log.last_error}"


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_broken_manifest_fails_the_same_check(name: str, tmp_path: Path) -> None:
    text = files(written(name, tmp_path))["imsmanifest.xml"].replace("<organizations/>", "")
    text = text.replace(re.search(r"<[\w:]*organizations ?/>", text)[0], "") if "organizations" in text else text
    assert not _schema(SCHEMAS[name][1]).validate(etree.fromstring(text.encode()))


@lru_cache
def _schema(name: str) -> etree.XMLSchema:
    if not STANDARDS.is_dir():
        pytest.skip("the published schemas are not here (../shared/standards)")
    return etree.XMLSchema(etree.parse(STANDARDS / name, etree.XMLParser(no_network=True)))


def test_what_the_schemas_do_not_check(tmp_path: Path) -> None:
    """Identifiers that are used are declared; every file is in the manifest and the other way round."""
    found = files(written("qti21", tmp_path))
    manifest = etree.fromstring(found.pop("imsmanifest.xml").encode())
    listed = {element.get("href") for element in manifest.iter("{*}file")}
    assert listed == set(found)
    for path, text in found.items():
        item = etree.fromstring(text.encode())
        declared = {
            element.get("identifier") for element in item.iter("{*}responseDeclaration", "{*}outcomeDeclaration")
        }
        asked = {element.get("responseIdentifier") for element in item.iter() if element.get("responseIdentifier")}
        assert asked <= declared, path
        choices = {element.get("identifier") for element in item.iter("{*}simpleChoice", "{*}inlineChoice")}
        correct = {value.text for value in item.iterfind(".//{*}responseDeclaration[@baseType='identifier']//{*}value")}
        assert correct <= choices, path


def test_moodle_knows_every_grade_and_each_question_can_be_answered_in_full(tmp_path: Path) -> None:
    quiz = etree.fromstring(next(iter(files(written("moodle", tmp_path)).values())).encode())
    for question in quiz.iterfind("question"):
        shares = [float(answer.get("fraction")) for answer in question.iterfind("answer")]
        assert all(any(abs(abs(share) - grade) < 0.00001 for grade in moodle.GRADES) for share in shares)
        if question.findtext("single") == "false":
            assert sum(share for share in shares if share > 0) == pytest.approx(100, abs=0.01)
        elif shares:
            assert max(shares) == 100


def test_a_category_for_each_module(tmp_path: Path) -> None:
    text = next(iter(files(written("gift", tmp_path)).values()))
    assert re.findall(r"^\$CATEGORY: (.*)$", text, re.MULTILINE) == [
        "$course$/top/A tiny course/The first module",
        "$course$/top/A tiny course/The second module",
    ]


def items() -> Iterator[BoundItem]:
    yield from bound_bank(load_course(TINY)).items


@pytest.mark.parametrize("name", ["moodle", "gift", "aiken"])
def test_an_item_is_there_or_is_named(name: str, tmp_path: Path) -> None:
    package = written(name, tmp_path)
    text = "".join(files(package).values())
    for item in items():
        stem: Any = item.stem.split("[[")[0].split("{{")[0].strip()
        assert stem[:30] in text.replace("\\", "") or any(note.startswith(item.id) for note in package.notes), item[
            "id"
        ]


def test_signs_that_mean_something_in_gift_are_escaped() -> None:
    from fieldbook.packages.gift import _escaped  # noqa: PLC0415 its table is the rule

    assert _escaped("a = b ~ {c}: #1 \\ d\n\n e") == "a \\= b \\~ \\{c\\}\\: \\#1 \\\\ d e"
