"""Builds editions for the tests. A module of its own, because several folders have a ``conftest``."""

from __future__ import annotations

import http.client
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from fieldbook.book.site import OUTLINE
from fieldbook.course.sources import load_course
from fieldbook.editions.edition_build import Request, edition_of, work_folder
from fieldbook.editions.publish import build_edition
from fieldbook.packages.base import Package

TINY = Path(__file__).parent / "data" / "tiny"
PROJECT = Path(__file__).parent.parent
SHARED = PROJECT.parent / "shared"
PATIENCE = 20_000
"""Milliseconds that a page has to show what is expected: a machine at work is slow, and only a fault waits so long."""


def quiet(stage: str, what: str) -> None:
    """A progress function that shows nothing."""


class Built:
    """A built edition: its packages and the text of everything in it."""

    def __init__(self, root: Path, packages: list[Package] | dict[str, Path]) -> None:
        self.root = root
        self.packages = (
            packages if isinstance(packages, dict) else {package.format: package.path for package in packages}
        )
        self.html = self.packages["html"].parent

    def page(self, name: str) -> str:
        """Text of a page."""
        return (self.html / name).read_text("utf-8")

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every file of the book."""
        for path in sorted(self.html.rglob("*")):
            if path.is_file():
                yield path.relative_to(self.html).as_posix(), path.read_bytes()


def build(root: Path, out: Path, audience: str = "learner", context: str | None = None) -> Built:
    """Build an edition of the course in ``root`` as both default formats."""
    request = Request(root, context, audience, "en")  # type: ignore[arg-type]
    return built(request, ["html", "offline"], out)


def built(request: Request, formats: list[str], out: Path) -> Built:
    """The edition in these formats, with the outline of its site where ``collect`` looks for it."""
    packages = build_edition(request, formats, out, quiet)
    edition = edition_of(load_course(request.root, request.context, request.audience), request)
    shutil.copyfile(work_folder(request.root) / edition.name / OUTLINE, out / OUTLINE)
    return Built(request.root, packages)


def built_once(
    factory: pytest.TempPathFactory, name: str, audience: str = "learner", course: Path | None = None
) -> Built:
    """An edition that the first worker which asks for it builds, and all others only read."""
    top = factory.getbasetemp()
    folder = (top.parent if "PYTEST_XDIST_WORKER" in os.environ else top) / f"once-{name}"
    done = folder / "packages.json"
    with FileLock(f"{folder}.lock"):
        if not done.exists():
            root = course or Path(shutil.copytree(TINY, folder / "tiny", dirs_exist_ok=True))
            built = build(root, folder / "dist", audience)
            folder.mkdir(exist_ok=True)
            done.write_text(json.dumps([str(built.root), {key: str(path) for key, path in built.packages.items()}]))
    root, packages = json.loads(done.read_text("utf-8"))
    return Built(Path(root), {key: Path(path) for key, path in packages.items()})


def statuses(port: int, root: str = "/") -> dict[str, int]:
    """What a server on this machine answers to paths that no page links to, below ``root`` and from the top."""
    hostile = [
        "%00",
        "index.html%00",
        "index.html/x",
        "x" * 300,
        "x" * 5_000,
        "x/" * 3_000,
        "%ff%fe",
        "..%2fcourse.yml",
        "%5c",
    ]
    found = {}
    for path in (f"{top}{name}" for top in {"/", root} for name in hostile):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", path)
        found[path[:40]] = connection.getresponse().status
        connection.close()
    return found


def looks(wide: int, narrow: int) -> list[Any]:
    """Width and colours of pages that are looked at: the narrow one light and the wide one dark; the rest at length."""
    seen = {(narrow, "light"), (wide, "dark")}
    return [
        pytest.param(width, scheme, marks=[] if (width, scheme) in seen else pytest.mark.acceptance)
        for width in (narrow, wide)
        for scheme in ("light", "dark")
    ]


def browser_path() -> str:
    """Chromium, or the browser that FIELDBOOK_BROWSER names."""
    found = os.environ.get("FIELDBOOK_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")
    assert found, "No Chromium: run sh tools/setup-browser.sh"
    return found


ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
