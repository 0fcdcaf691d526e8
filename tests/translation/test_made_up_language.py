"""The gate of every language: a course in letters that English has not. A Latin word left on a page is out of reach."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree, html
from made_up_language import made_up_course

from building import TINY, quiet
from fieldbook.editions.edition_build import Request
from fieldbook.editions.publish import build_edition

WORDS = re.compile(r"[A-Za-z]{2,}")
ALLOWED = {
    *("An author", "A policy", "A publisher"),  # the bibliography
    *("Español", "Português", "Kiswahili"),  # languages are named in themselves
    *("Well", "Mill", "Ada Stone"),  # places and persons of rows and casts are written as the data write them
    *("POC", "mission.short", "incidents.csv", "context.yml", "north", "south"),
    *("t2-i-tie", "answer", "value"),  # an id, columns of an author's query
    *("[where]", "[other]", "policy", "context", "true", "false", "MULTICHOICE"),  # gaps, keys of sources, Moodle's words
}
"""Names, quotations in the original, codes of files."""
SHOWN = ("{*}p", "{*}simpleChoice", "{*}h1", "{*}h2", "{*}prompt", "{*}li", "{*}td")
QUESTIONS = "//*[self::questiontext or self::answer or self::feedback or self::generalfeedback or self::subquestion]/text"
SKIPPED = ("script", "style", "template", "code", "pre")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny course in the made-up language, both editions, in every format; the learner's book also in Arabic."""
    folder = tmp_path_factory.mktemp("made-up")
    root = folder / "tiny"
    shutil.copytree(TINY, root)
    for lang in ("ru", "ar"):
        made_up_course(root, lang)
    for audience in ("learner", "trainer"):
        formats = ["html", "exercise", "epub", "qti21", "moodle", "scorm12", "kolibri"]
        build_edition(Request(root, None, audience, "ru"), formats, folder / audience, quiet)  # type: ignore[arg-type]
    build_edition(Request(root, None, "learner", "ar"), ["html", "epub"], folder / "arabic", quiet)
    return folder


def _left(text: str) -> list[str]:
    for name in sorted(ALLOWED, key=len, reverse=True):
        text = text.replace(name, "")
    return WORDS.findall(text)


def _texts(page: Path) -> Iterator[str]:
    for element in html.parse(page).getroot().iter():
        above = [element, *element.iterancestors()] if isinstance(element.tag, str) else []
        other = any(one.get("lang") in {"en", "fr", "ar"} for one in above[:-1])
        if not above or other or any(one.tag in SKIPPED for one in above):
            continue
        yield from (text for text in [element.text, *(child.tail for child in element)] if text)
        yield from (element.get(name) for name in ("alt", "title", "aria-label", "placeholder") if element.get(name))


@pytest.mark.parametrize("folder", ["learner/html", "learner/exercise", "trainer/html", "trainer/exercise"])
def test_no_word_of_a_page_is_out_of_a_translators_reach(made: Path, folder: str) -> None:
    pages = sorted(page for page in (made / folder).rglob("*.html") if page.name != "store.html")  # nobody sees it
    assert pages
    left = {page.name: words for page in pages if (words := [text for text in _texts(page) if _left(text)])}
    assert not left


@pytest.mark.parametrize("name", ["qti21", "epub", "moodle"])
def test_no_question_of_a_package_is_out_of_reach(made: Path, name: str) -> None:
    [package] = (made / "learner").glob(f"*-{name}.*")
    found = []
    for part, content in _parts(package):
        tree = etree.fromstring(content)
        for other in tree.xpath("//*[@lang or @xml:lang][not(self::*[local-name()='html'])]"):
            other.text = ""
        shown = tree.xpath(QUESTIONS) if name == "moodle" else tree.iter(*SHOWN)
        for element in shown:
            text = " ".join(element.itertext())
            if _left(re.sub(r"<[^>]+>|https?://\S+", " ", text)):
                found.append((part, text))
    assert not found


def _parts(package: Path) -> Iterator[tuple[str, bytes]]:
    if package.suffix == ".xml":
        yield package.name, package.read_bytes()
        return
    with zipfile.ZipFile(package) as file:
        for name in file.namelist():
            if name.endswith((".xml", ".xhtml")) and "manifest" not in name:
                yield name, file.read(name)


def test_pages_of_a_language_that_runs_left_say_so(made: Path) -> None:
    for page in (made / "arabic" / "html").glob("**/[!_]*.html"):
        if page.name == "store.html":
            continue
        root = html.parse(page).getroot()
        assert (root.get("lang"), root.get("dir")) == ("ar", "rtl"), page
    [book] = (made / "arabic").glob("*.epub")
    with zipfile.ZipFile(book) as file:
        [opf] = [name for name in file.namelist() if name.endswith(".opf")]
        assert b'page-progression-direction="rtl"' in file.read(opf)
