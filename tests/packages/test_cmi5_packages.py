"""The cmi5 package without a browser: golden structure, the published schema, what that does not check."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from functools import lru_cache
from pathlib import Path

import pytest

from building import SHARED, TINY, Built

STANDARDS = SHARED / "standards"
os.environ.setdefault("XML_CATALOG_FILES", str(STANDARDS / "catalog.xml"))  # libxml2 reads it once, at its first use

from forms_book import with_forms  # noqa: E402
from goldens import same_as_golden  # noqa: E402
from lxml import etree  # noqa: E402

from building import build  # noqa: E402
from fieldbook.assessment.types import OrderingItem  # noqa: E402
from fieldbook.book.site import Site, collect  # noqa: E402
from fieldbook.course.sources import Course, load_course  # noqa: E402
from fieldbook.model.edition import Edition  # noqa: E402
from fieldbook.packages import cmi5  # noqa: E402
from fieldbook.packages.base import Package  # noqa: E402
from fieldbook.packages.interaction import LONGEST, interaction_parts  # noqa: E402

EDITION = Edition("tiny", "tinyland", "en", "learner")


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, Site]:
    """The tiny course with a mastery score and a final test of its own pass mark."""
    folder = tmp_path_factory.mktemp("cmi5-graded")
    cut = {"cut": {"score": 0.55, "method": "A guess."}, "certificate": True}
    root = with_forms(Path(shutil.copytree(TINY, folder / "tiny")), {"final": cut})
    (root / "course.yml").write_text((root / "course.yml").read_text("utf-8") + "mastery: 62.5\n", "utf-8")
    built = build(root, folder / "dist")
    return load_course(root), collect(built.html, EDITION)


@pytest.fixture(scope="module")
def package(graded: tuple[Course, Site], tmp_path_factory: pytest.TempPathFactory) -> Package:
    return cmi5.write(*graded, tmp_path_factory.mktemp("cmi5"))


def structure(package: Package) -> bytes:
    with zipfile.ZipFile(package.path) as archive:
        return archive.read("cmi5.xml")


def test_golden(package: Package) -> None:
    with zipfile.ZipFile(package.path) as archive:
        pages = {name: archive.read(name).decode() for name in ("launch-t1.html", "launch-final.html")}
        table = json.loads(
            archive.read("_static/launch-table.js").decode().removeprefix("window.FIELDBOOK_TABLE=")[:-2]
        )
    parts = {name: item.get("parts") for name, item in table["items"].items() if not name.endswith("-final")}
    texts = json.dumps(parts, ensure_ascii=False, indent=1)
    same_as_golden("cmi5", {"cmi5.xml": structure(package).decode(), "parts.json": f"{texts}\n"} | pages)


def test_a_statement_stays_small_whatever_an_author_writes() -> None:
    steps = [{"id": "a", "text": "So *many* words. " * 300}, {"id": "b", "text": "![](map.png)"}]
    steps = [step | {"feedback": "", "place": place} for place, step in enumerate(steps, 1)]
    about = {"id": "i-steps", "objective": "o1", "level": "remember", "stem": "Which first?", "source": ()}
    [long, empty] = interaction_parts(OrderingItem(**about, options=steps), "fr")["choices"]
    assert len(long["description"]["fr"]) == LONGEST
    assert long["description"]["fr"].startswith("So many words. So")
    assert empty == {"id": "b", "description": {"fr": "b"}}, "no part is without words"


def test_the_same_bytes_again_and_a_package_for_each_module(
    package: Package, graded: tuple[Course, Site], tmp_path: Path
) -> None:
    assert cmi5.write(*graded, tmp_path).path.read_bytes() == package.path.read_bytes()
    single = cmi5.write_modules(*graded, tmp_path)
    assert [one.path.name for one in single] == [f"tiny-tinyland-en-{module}-cmi5.zip" for module in ("t1", "t2")]
    for one in single:
        assert len(list(etree.fromstring(structure(one)).iter("{*}au"))) == 1


@lru_cache
def schema() -> etree.XMLSchema:
    if not STANDARDS.is_dir():
        pytest.skip("the published schemas are not here (../shared/standards)")
    return etree.XMLSchema(etree.parse(STANDARDS / "cmi5/CourseStructure.xsd", etree.XMLParser(no_network=True)))


@pytest.mark.shared
def test_the_structure_fits_the_published_schema(package: Package) -> None:
    schema().assertValid(etree.fromstring(structure(package)))


@pytest.mark.shared
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('moveOn="CompletedAndPassed"', 'moveOn="Finished"'),
        ('masteryScore="0.625"', 'masteryScore="62.5"'),
        ('launchMethod="AnyWindow"', 'launchMethod="Popup"'),
        ("<url>launch-final.html</url>", ""),
        ('<langstring lang="en">The first module</langstring>', "The first module"),
    ],
)
def test_a_broken_structure_fails_the_same_check(package: Package, old: str, new: str) -> None:
    text = structure(package).decode()
    assert old in text
    assert not schema().validate(etree.fromstring(text.replace(old, new).encode()))


def test_ids_are_addresses_that_stand_once_and_units_lie_in_the_zip(package: Package) -> None:
    root = etree.fromstring(structure(package))
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert all(name.startswith("urn:fieldbook:") for name in ids)
    assert {element.get("idref") for element in root.iter("{*}objective") if element.get("idref")} <= set(ids)
    with zipfile.ZipFile(package.path) as archive:
        assert {url.text for url in root.iter("{*}url")} <= set(archive.namelist())
    scores = {au.findtext("{*}url"): au.get("masteryScore") for au in root.iter("{*}au")}
    assert scores == {"launch-t1.html": "0.625", "launch-t2.html": "0.625", "launch-final.html": "0.55"}


def test_without_a_mastery_score_units_are_completed(learner: Built, tmp_path: Path) -> None:
    text = structure(cmi5.write(load_course(TINY), collect(learner.html, EDITION), tmp_path)).decode()
    assert "masteryScore" not in text
    assert text.count('moveOn="Completed"') == 2
