"""SCORM packages without a browser: golden manifests, the published schemas, what those do not check."""

from __future__ import annotations

import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest

from building import PROJECT, SHARED, TINY, Built

STANDARDS = SHARED / "standards"
os.environ.setdefault("XML_CATALOG_FILES", str(STANDARDS / "catalog.xml"))  # libxml2 reads it once, at its first use

from goldens import same_as_golden  # noqa: E402
from lxml import etree  # noqa: E402

from fieldbook.book.site import Site, collect  # noqa: E402
from fieldbook.course.sources import Course, load_course  # noqa: E402
from fieldbook.model.edition import Edition  # noqa: E402
from fieldbook.packages import scorm12, scorm2004  # noqa: E402
from fieldbook.packages.base import Package  # noqa: E402

FORMATS = {"scorm12": scorm12, "scorm2004": scorm2004}
SCHEMAS = {"scorm12": "scorm12/adlcp_rootv1p2.xsd", "scorm2004": "scorm2004-4ed/_driver.xsd"}
EDITION = Edition("tiny", "tinyland", "en", "learner")


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The tiny course with a mastery score."""
    root = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("graded") / "tiny"))
    text = (root / "course.yml").read_text("utf-8")
    (root / "course.yml").write_text(text.replace("context: tinyland\n", "context: tinyland\nmastery: 62.5\n"), "utf-8")
    return load_course(root)


@pytest.fixture(scope="module")
def site(learner: Built) -> Site:
    return collect(learner.html, EDITION)


@pytest.fixture(scope="module")
def written(graded: Course, site: Site, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[Package]]:
    """Every package of a format, the course's first."""

    @lru_cache
    def write(name: str) -> list[Package]:
        out = tmp_path_factory.mktemp(name)
        return [FORMATS[name].write(graded, site, out), *FORMATS[name].write_modules(graded, site, out)]

    return write


Written = Callable[[str], list[Package]]


def read(package: Package, name: str = "imsmanifest.xml") -> bytes:
    with zipfile.ZipFile(package.path) as archive:
        return archive.read(name)


@pytest.mark.parametrize("name", FORMATS)
def test_golden_manifests(name: str, written: Written) -> None:
    texts = {package.path.stem: read(package).decode() for package in written(name)}
    launch = "launch.html" if name == "scorm12" else "launch-t1.html"
    files = {
        f"{stem}.xml": re.sub(r'(?m)^ *<file href="(?!launch)[^"]*"/>\n', "", text) for stem, text in texts.items()
    }
    page, table = (read(written(name)[0], path).decode() for path in (launch, "_static/launch-table.js"))
    same_as_golden(name, files | {"launch.html": page, "launch-table.js": table.replace('"},"', '"},\n"')})


@pytest.mark.parametrize("name", FORMATS)
def test_names_and_the_same_bytes_again(
    name: str, graded: Course, site: Site, written: Written, tmp_path: Path
) -> None:
    packages = written(name)
    ends = [f"-{name}", f"-t1-{name}", f"-t2-{name}"]
    assert [package.path.name for package in packages] == [f"tiny-tinyland-en{end}.zip" for end in ends]
    again = FORMATS[name].write(graded, site, tmp_path)
    assert again.path.read_bytes() == packages[0].path.read_bytes()


@pytest.mark.shared
@pytest.mark.parametrize("name", FORMATS)
def test_manifests_fit_the_published_schema(name: str, written: Written) -> None:
    for package in written(name):
        assert validate(name, read(package)) is None


BROKEN = {
    "scorm12": [
        ('type="webcontent" ', ""),
        ('isvisible="true"', 'isvisible="perhaps"'),
        ('identifierref="launch"', 'identifierref="launch" shown="yes"'),
        ('adlcp:scormtype="sco"', 'adlcp:scormtype="lesson"'),
    ],
    "scorm2004": [
        ('choice="true" ', 'choice="perhaps" '),
        ('progressWeight="0.3333"', 'progressWeight="1.7"'),
        ("<imsss:minNormalizedMeasure>0.625<", "<imsss:minNormalizedMeasure>62.5<"),
        ('objectiveSetByContent="true"', 'objectiveSetByContent="often"'),
    ],
}


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "old", "new"), [(name, *change) for name, changes in BROKEN.items() for change in changes]
)
def test_a_broken_manifest_fails_the_same_check(name: str, old: str, new: str, written: Written) -> None:
    text = read(written(name)[0]).decode()
    assert old in text
    assert validate(name, text.replace(old, new).encode()) is not None


def validate(name: str, manifest: bytes) -> str | None:
    """What the published schema finds wrong."""
    if not STANDARDS.is_dir():
        pytest.skip("the published schemas are not here (../shared/standards)")
    schema = _schema(SCHEMAS[name])
    return None if schema.validate(etree.fromstring(manifest)) else str(schema.error_log.last_error)


@lru_cache
def _schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(STANDARDS / name, etree.XMLParser(no_network=True)))


@pytest.mark.parametrize("name", FORMATS)
def test_every_file_is_listed_and_every_unit_is_there(name: str, written: Written) -> None:
    for package in written(name):
        manifest = etree.fromstring(read(package))
        with zipfile.ZipFile(package.path) as archive:
            names = archive.namelist()
        listed = [element.get("href") for element in manifest.iter("{*}file")]
        assert sorted(listed) == sorted(set(names) - {"imsmanifest.xml"})
        assert all(re.fullmatch(r"[A-Za-z0-9._/-]+", path) and ".." not in path for path in names)
        resources = {element.get("identifier"): element for element in manifest.iter("{*}resource")}
        kind = {"scorm12": "scormtype", "scorm2004": "scormType"}[name]  # the schema of 2004 lets the small t pass
        for item in manifest.iter("{*}item"):
            resource = resources[item.get("identifierref")]
            assert resource.get("href") in names
            assert [value for key, value in resource.attrib.items() if key.endswith(f"}}{kind}")] == ["sco"]
        identifiers = [element.get("identifier") for element in manifest.iter() if element.get("identifier")]
        assert len(set(identifiers)) == len(identifiers)


def test_modules_of_2004_roll_up_by_weight_and_name_their_objectives(written: Written) -> None:
    manifest = etree.fromstring(read(written("scorm2004")[0]))
    items = list(manifest.iter("{*}item"))
    assert [item.findtext("{*}title") for item in items] == ["The first module", "The second module"]
    for name, element in (("objectiveMeasureWeight", "{*}rollupRules"), ("progressWeight", "{*}completionThreshold")):
        weights = [float(found.get(name)) for item in items for found in item.iter(element)]
        assert sum(weights) == pytest.approx(1, abs=0.001)
    named = [element.get("objectiveID") for item in items for element in item.iter("{*}objective")]
    assert named == ["t1-o-read", "t1-o-decide", "t2-o-ask"]
    [control] = manifest.iter("{*}controlMode")
    assert (control.get("choice"), control.get("flow")) == ("true", "true")


def test_2004_maps_no_objective_that_one_unit_has_alone(written: Written) -> None:
    """Moodle on PHP 8 can't add a package with a ``mapInfo``; where units share no objective it says nothing."""
    for package in written("scorm2004"):
        manifest = etree.fromstring(read(package))
        assert list(manifest.iter("{*}objective")), package.path.name
        assert not list(manifest.iter("{*}mapInfo")), package.path.name


def test_2004_maps_an_objective_that_units_share_and_says_who_refuses_it(site: Site, tmp_path: Path) -> None:
    root = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    bank = root / "assessments/items/t2.yml"
    bank.write_text(bank.read_text("utf-8").replace("objective: t2-o-ask", "objective: t1-o-read"), "utf-8")
    course = load_course(root)
    package = scorm2004.write(course, site, tmp_path)
    manifest = etree.fromstring(read(package))
    mapped = {
        item.findtext("{*}title"): [(one.getparent().get("objectiveID"), one.get("targetObjectiveID")) for one in found]
        for item in manifest.iter("{*}item")
        if (found := list(item.iter("{*}mapInfo")))
    }
    shared = ("t1-o-read", "urn:fieldbook:tiny:t1-o-read")
    assert mapped == {"The first module": [shared], "The second module": [shared]}
    [note] = package.notes
    assert note.startswith("t1-o-read: ")
    assert "Moodle" in note
    assert not [one.notes for one in scorm2004.write_modules(course, site, tmp_path) if one.notes]


def test_without_a_mastery_score_the_manifests_have_none(site: Site, tmp_path: Path) -> None:
    course = load_course(TINY)
    for module in FORMATS.values():
        text = read(module.write(course, site, tmp_path)).decode()
        assert "masteryscore" not in text
        assert "minNormalizedMeasure" not in text
        assert "satisfiedByMeasure" not in text
    assert b'"mastery":null' in read(scorm12.write(course, site, tmp_path), "_static/launch-table.js")


@pytest.mark.acceptance
@pytest.mark.slow
def test_the_real_course_knows_each_question_of_its_pages(project_dist: Built, tmp_path: Path) -> None:
    """Same variant in the table as on the page, else an answer would not fit its question; and a package's size."""
    course = load_course(PROJECT)
    site = collect(project_dist.html, Edition("poc", "ondara", "en", "learner"))
    package = scorm12.write(course, site, tmp_path)
    assert package.size < 900_000
    with zipfile.ZipFile(package.path) as archive:
        table = json.loads(
            archive.read("_static/launch-table.js").decode().removeprefix("window.FIELDBOOK_TABLE=")[:-2]
        )
        asking = [name for name in archive.namelist() if name.startswith(("modules/", "book/tests/"))]
        pages = [archive.read(name).decode() for name in asking]
    shown = {
        key["id"]: key["variant"]
        for page in pages
        for key in map(json.loads, re.findall(r"<script[^>]*fb-answers[^>]*>(.*?)</script>", page, re.DOTALL))
    }
    assert len(shown) > 50
    assert {name: item["variant"] for name, item in table["items"].items()} == shown
