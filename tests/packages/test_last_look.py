"""The last look finds a row that came past the view of the pack, in any wrapping, and nothing else."""

from __future__ import annotations

import gzip
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from building import TINY, quiet
from fieldbook.book.site import Site
from fieldbook.core.problems import CourseError
from fieldbook.course.sources import Course, load_course
from fieldbook.editions.edition_build import Request
from fieldbook.editions.publish import build_edition
from fieldbook.model.edition import Edition
from fieldbook.packages.base import Package
from fieldbook.packages.last_look import LastLook

ROW = 'SSD4711,2024-02-12,1,south,"Ford of the ""Two Brothers""",-0.512345,0.612345,looting,Riders,Civilians,0,0,0,0,Radio of Ánkor & sons\n'


def _course(tmp_path: Path, line: str = "may_ship: totals") -> Course:
    root = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    pack = root / "contexts" / "tinyland"
    file = pack / "context.yml"
    file.write_text(file.read_text("utf-8").replace("may_ship: rows", line), "utf-8")
    with (pack / "incidents.csv").open("a", encoding="utf-8") as rows:
        rows.write(ROW)
    return load_course(root)


def _plain(folder: Path, text: str) -> Path:
    (folder / "page.html").write_text(text, "utf-8")
    return folder / "page.html"


def _zipped(folder: Path, text: str) -> Path:
    inner = folder / "inner.zip"
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/page.html", text)
    with zipfile.ZipFile(folder / "outer.zip", "w") as archive:
        archive.write(inner, "inner.zip")
    return folder / "outer.zip"


def _gzipped(folder: Path, text: str) -> Path:
    (folder / "backup.mbz").write_bytes(gzip.compress(text.encode()))
    return folder / "backup.mbz"


TOLD = [
    "<td>SSD4711</td>",
    "In Ford of the &quot;Two Brothers&quot; two huts burned",
    "Ford of the\n  &amp;quot;Two Brothers&amp;quot;",
    json.dumps({"place": 'Ford of the "Two Brothers"'}).replace('\\"', "&quot;"),
    json.dumps({"source": "Radio of Ánkor & sons"}),
    "<p>-0.512345, 0.612345</p>",
    '{"lon": 0.612345, "place": null, "lat": -0.512345}',
    "no-id-000003",
]


@pytest.fixture(scope="module")
def look(tmp_path_factory: pytest.TempPathFactory) -> LastLook:
    """Looks at each content once, so that no two tests have the same."""
    return LastLook(_course(tmp_path_factory.mktemp("look")))


@pytest.mark.parametrize(
    ("text", "wrap"), [*((text, _plain) for text in TOLD), (TOLD[0], _zipped), (TOLD[0], _gzipped)]
)
def test_a_row_is_found_and_the_package_removed(
    look: LastLook, tmp_path: Path, text: str, wrap: Callable[[Path, str], Path]
) -> None:
    path = wrap(tmp_path, f"<html>{text} and more {wrap.__name__}</html>")
    with pytest.raises(CourseError, match="FB-LIC-01") as caught:
        look.at_package(Package("x", path, 1))
    assert not path.exists()
    assert path.name in str(caught.value), "it says where"


HARMLESS = [
    "South: 6, Riders: 4, March 2025",
    "Gate, Mill and Well are words of every day",
    "0.512345 and far from it 0.7",
    "SSD47110 and XSSD4711",
    "Radio of Ánkora",
]


def test_what_is_no_row_stays(look: LastLook, tmp_path: Path) -> None:
    path = _plain(tmp_path, "\n".join(HARMLESS))
    look.at_package(Package("x", path, 1))
    assert path.exists()


def test_what_the_course_says_itself_is_no_row(tmp_path: Path) -> None:
    course = _course(tmp_path)
    with (course.root / "index.md").open("a", encoding="utf-8") as page:
        page.write('\nEverybody knows the Ford of the "Two Brothers".\n')
    path = _plain(tmp_path, 'Ford of the "Two Brothers"')
    LastLook(course).at_package(Package("x", path, 1))
    assert path.exists()


def test_rows_that_may_leave_are_not_looked_for(tmp_path: Path) -> None:
    path = _plain(tmp_path, TOLD[0])
    LastLook(_course(tmp_path, "may_ship: rows")).at_package(Package("x", path, 1))
    assert path.exists()


def test_a_page_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    course = _course(tmp_path)
    _plain(tmp_path, TOLD[0])
    site = Site(Edition("tiny", "tinyland", "en", "learner"), tmp_path, ("page.html",))
    with pytest.raises(CourseError, match=r"SSD4711.*page\.html"):
        LastLook(course).at_site(site)


def test_a_cell_that_reads_the_file_itself_stops_the_build(tmp_path: Path) -> None:
    course = _course(tmp_path)
    path = course.root / "modules" / "two" / "map.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    cell = next(cell for cell in notebook["cells"] if cell["id"] == "t2-fig")
    cell["source"] = "import pandas as pd\npd.read_csv('../../contexts/tinyland/incidents.csv')"
    path.write_text(json.dumps(notebook), "utf-8")
    with pytest.raises(CourseError, match="FB-LIC-01"):
        build_edition(Request(course.root, None, "learner", "en"), ["html"], tmp_path / "dist", quiet)
    assert not (tmp_path / "dist" / "html").exists()
