"""The book as an EPUB: golden files, and two checkers that others wrote find no error and no warning."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from goldens import same_as_golden

from building import PROJECT, TINY, Built
from fieldbook.book.site import collect
from fieldbook.course.sources import Course, load_course
from fieldbook.model.edition import Audience, Edition
from fieldbook.packages import epub
from fieldbook.packages.base import Package

CHECKER = PROJECT / ".venv-peers/checkers/bin/python"
SECOND = PROJECT / "tests/peers/node_modules/.bin/epubcheck-ts"
LANGUAGE = b"<dc:language>en</dc:language>"


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course(TINY)


def written(course: Course, built: Built, audience: Audience, out: Path) -> Package:
    return epub.write(course, collect(built.html, Edition("tiny", "tinyland", "en", audience)), out)


@pytest.fixture(scope="module")
def books(course: Course, learner: Built, trainer: Built, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The learner's book and the trainer's, in a folder of their own."""
    out = tmp_path_factory.mktemp("epub")
    return [written(course, learner, "learner", out).path, written(course, trainer, "trainer", out).path]


@pytest.fixture(scope="module")
def broken(books: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The learner's book without its language."""
    target = tmp_path_factory.mktemp("broken") / "broken.epub"
    with zipfile.ZipFile(books[0]) as whole, zipfile.ZipFile(target, "w") as poorer:
        for entry in whole.infolist():
            content = whole.read(entry)
            assert entry.filename != "book/package.opf" or LANGUAGE in content
            poorer.writestr(entry, content.replace(LANGUAGE, b""))
    return target


def test_golden(books: list[Path]) -> None:
    with zipfile.ZipFile(books[0]) as archive:
        names = ["META-INF/container.xml", "book/nav.xhtml", "book/package.opf"]
        names += ["book/modules-two-index.xhtml", "book/modules-two-map.xhtml"]
        texts = {name.rpartition("/")[2]: archive.read(name).decode() for name in names}
    same_as_golden("epub", {name: text.replace("><", ">\n<") for name, text in texts.items()})


def test_the_same_bytes_again(course: Course, learner: Built, books: list[Path], tmp_path: Path) -> None:
    assert written(course, learner, "learner", tmp_path).path.read_bytes() == books[0].read_bytes()


def test_the_media_type_comes_first_and_bare(books: list[Path]) -> None:
    content = books[0].read_bytes()
    assert content[26:30] == b"\x08\x00\x00\x00"  # eight letters of name, no extra field
    assert content[30:58] == b"mimetypeapplication/epub+zip"


needs_epubcheck = pytest.mark.skipif(
    not CHECKER.exists() or shutil.which("java") is None,
    reason="EPUBCheck needs Java and sh tools/setup-peers.sh",
)


@pytest.mark.slow
@needs_epubcheck
def test_epubcheck_finds_nothing(books: list[Path], tmp_path: Path) -> None:
    assert findings(books[0].parent, tmp_path) == []


@pytest.mark.slow
@needs_epubcheck
@pytest.mark.acceptance
def test_nor_in_the_real_course(project_dist: Built, tmp_path: Path) -> None:
    edition = Edition("poc", "ondara", "en", "learner")
    book = epub.write(load_course(PROJECT), collect(project_dist.html, edition), tmp_path / "book").path
    assert findings(book.parent, tmp_path) == []
    assert second_opinion(book).returncode == 0


def findings(folder: Path, tmp_path: Path) -> list[dict[str, str]]:
    """What EPUBCheck finds in the books of ``folder``."""
    report = tmp_path / "report.csv"
    run = subprocess.run(
        [CHECKER, "-m", "epubcheck", folder, "-c", report],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
        env=os.environ | {"JDK_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"},  # half the time for one book
    )
    with report.open(encoding="utf-8") as file:
        found = [row for row in csv.DictReader(file, delimiter=";") if row["level"] in {"FATAL", "ERROR", "WARNING"}]
    assert found or run.returncode == 0, run.stdout + run.stderr
    return found


def second_opinion(book: Path) -> subprocess.CompletedProcess[str]:
    if not SECOND.exists():
        pytest.skip("epubcheck-ts is not installed: run sh tools/setup-peers.sh")
    command = ["node", SECOND, book, "--fail-on-warnings", "--quiet"]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_a_second_checker_finds_nothing(books: list[Path]) -> None:
    for book in books:
        run = second_opinion(book)
        assert run.returncode == 0, run.stdout + run.stderr


def test_a_broken_book_fails_the_same_check(broken: Path) -> None:
    assert second_opinion(broken).returncode == 1
