"""The cartridge: golden files, the published schemas, and that a broken manifest fails the same check."""

from __future__ import annotations

import os
import zipfile
from functools import lru_cache
from pathlib import Path

import pytest

from building import SHARED, TINY

STANDARDS = SHARED / "standards"
os.environ.setdefault("XML_CATALOG_FILES", str(STANDARDS / "catalog.xml"))  # libxml2 reads it once, at its first use

from goldens import same_as_golden  # noqa: E402
from lxml import etree  # noqa: E402

from fieldbook.build.site import Site  # noqa: E402
from fieldbook.export import imscc  # noqa: E402
from fieldbook.export.base import Package  # noqa: E402
from fieldbook.load.course import load_course  # noqa: E402
from fieldbook.model.edition import Edition  # noqa: E402

PAGES = {
    "index.html": "<nav><a href='b.html'>B</a></nav><article><h1>A</h1><p><a href='b.html'>B</a></p></article>",
    "b.html": "<article><h1>B</h1><script>1</script><svg viewBox='0 0 1 1'><g></g></svg></article>",
}


def written(folder: Path) -> Package:
    site = folder / "site"
    site.mkdir(parents=True)
    for name, body in PAGES.items():
        (site / name).write_text(f"<html><body>{body}</body></html>", "utf-8")
    edition = Edition("tiny", "tinyland", "en", "learner")
    return imscc.write(load_course(TINY), Site(edition, site, tuple(sorted(PAGES))), folder / "out")


def files(package: Package) -> dict[str, str]:
    with zipfile.ZipFile(package.path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@lru_cache
def schema(name: str) -> etree.XMLSchema:
    if not STANDARDS.is_dir():
        pytest.skip("the published schemas are not here (../shared/standards)")
    return etree.XMLSchema(etree.parse(STANDARDS / "cc11" / name, etree.XMLParser(no_network=True)))


def test_golden(tmp_path: Path) -> None:
    package = written(tmp_path)
    same_as_golden("imscc", {**files(package), "notes.txt": "\n".join([*package.notes, ""])})


def test_the_same_bytes_again(tmp_path: Path) -> None:
    assert written(tmp_path / "one").path.read_bytes() == written(tmp_path / "two").path.read_bytes()


def test_every_document_fits_the_published_schema(tmp_path: Path) -> None:
    for name, text in files(written(tmp_path)).items():
        if name.endswith(".xml"):
            manifest = name == "imsmanifest.xml"
            rules = schema("cc11libxml2validator.xsd" if manifest else "ccv1p1_qtiasiv1p2p1_v1p0.xsd")
            assert rules.validate(etree.fromstring(text.encode())), f"{name}: {rules.error_log.last_error}"


def test_a_broken_manifest_fails_the_same_check(tmp_path: Path) -> None:
    broken = files(written(tmp_path))["imsmanifest.xml"].replace("rooted-hierarchy", "flat")
    assert not schema("cc11libxml2validator.xsd").validate(etree.fromstring(broken.encode()))


def test_the_manifest_lists_every_file(tmp_path: Path) -> None:
    found = files(written(tmp_path))
    manifest = etree.fromstring(found.pop("imsmanifest.xml").encode())
    assert {element.get("href") for element in manifest.iter("{*}file")} == set(found)
