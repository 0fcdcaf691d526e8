"""What the documentation promises: every code that a message can carry is explained, and no other."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.core import TyperCommand, TyperGroup

from building import PROJECT
from fieldbook.cli.app import app
from fieldbook.core.yamlfile import read_yaml
from fieldbook.model.editions import EditionsFile

CODE = re.compile(r"FB-[A-Z]+-\d\d")
TEXTS = {".py", ".md", ".sh", ".txt", ".js", ".j2", ".html", ".yml"}


def test_every_code_is_explained_once() -> None:
    used = {code for path in (PROJECT / "fieldbook").rglob("*.py") for code in CODE.findall(path.read_text("utf-8"))}
    rows = [line for line in (PROJECT / "docs" / "messages.md").read_text("utf-8").splitlines() if "| FB-" in line]
    explained = [line.split("|")[1].strip() for line in rows]
    assert sorted(explained) == sorted(used)


def test_every_explanation_has_a_meaning_and_a_remedy() -> None:
    rows = [line for line in (PROJECT / "docs" / "messages.md").read_text("utf-8").splitlines() if "| FB-" in line]
    for line in rows:
        _, _code, meaning, remedy, _ = line.split("|")
        assert meaning.strip().endswith((".", "…"))
        assert remedy.strip().endswith(".")


def test_links_between_documents_lead_somewhere() -> None:
    pages = [*sorted(PROJECT.glob("*.md")), *sorted((PROJECT / "docs").rglob("*.md"))]
    for page in pages:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_codes_in_other_documents_exist() -> None:
    explained = set(CODE.findall((PROJECT / "docs" / "messages.md").read_text("utf-8")))
    for page in (PROJECT / "docs").rglob("*.md"):
        assert set(CODE.findall(page.read_text("utf-8"))) <= explained, page.name


def test_no_text_names_a_strangers_package() -> None:
    """``fieldbook`` on PyPI is somebody else's: what is to be installed comes from this folder, or is named for itself."""
    ours = ["fieldbook", "docs", "tools", "benchmarks"]
    files = [path for name in ours for path in (PROJECT / name).rglob("*") if path.suffix in TEXTS]
    found = {
        f"{path.relative_to(PROJECT)}: {line.strip()}"
        for path in [*files, *PROJECT.glob("*.md"), PROJECT / "Makefile"]
        for line in path.read_text("utf-8").splitlines()
        if re.search(r"fieldbook\[|pip install (?!ricecooker\b|--)", line)
    }
    assert not found
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["name"] == "poc-fieldbook"
    assert [*project["scripts"]] == ["fieldbook"]


TYPED = [PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", PROJECT / "docs" / "tour" / "README.md"]
SAMPLES = {
    "N": "2",
    "NAME": "name",
    "DIR": "folder",
    "ID": "m1",
    "CODE": "AAAA",
    "FILE": "file.csv",
    "YYYY-MM-DD": "2026-01-31",
}
SAMPLES_OF = {"--context": "ondara", "--format": "html", "--out": "folder"}
PROGRAMS = re.compile(
    r"(?:fieldbook|make|jupyter-book|python|sh|pre-commit|\.venv/bin/\S+|FIELDBOOK_ACCEPT=1) \S|\. \S+$"
)


def _typed(page: Path) -> list[str]:
    """Every command that a page names: in code blocks, and in code within text."""
    text = page.read_text("utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))
    lines = [line.partition("  #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in [*lines, *(span for span in spans if PROGRAMS.match(span))] if line]


def _ways(command: str) -> list[list[str]]:
    """A command as one types it: every choice of ``new|list``, samples for what is in capitals, options with them."""
    parts = shlex.split(re.sub(r"[\[\]]|\.\.\.", "", command.replace("\\|", "|")))
    ways: list[list[str]] = [[]]
    for part in parts:
        ways = [[*way, _sample(way, one)] for way in ways for one in part.split("|")]
    return ways


def _sample(before: list[str], part: str) -> str:
    if part == "\N{HORIZONTAL ELLIPSIS}":
        return SAMPLES_OF[before[-1]]
    return SAMPLES.get(part.partition(".")[0], part) if part.isupper() or part[:4].isupper() else part


@pytest.fixture(scope="module")
def command_line() -> TyperGroup:
    """Our command line, in which no command does anything: what is typed is read and refused as ever."""
    group = typer.main.get_command(app)
    for leaf in _leaves(group):
        leaf.callback = lambda **_values: None
    return group


def _leaves(command: TyperGroup | TyperCommand) -> Iterator[TyperCommand]:
    for inner in getattr(command, "commands", {}).values():
        yield from _leaves(inner)
    if isinstance(command, TyperCommand):
        yield command


def _read(group: TyperGroup, words: list[str]) -> None:
    """Raises a usage error where our command line refuses the words; a command without a word behind it is only named."""
    command, rest = group, words
    while rest and isinstance(command, TyperGroup) and not rest[0].startswith("-"):
        command, rest = command.commands[rest[0]], rest[1:]
    if rest:
        group.main(words, standalone_mode=False)


@pytest.mark.parametrize(
    ("page", "command"),
    [pytest.param(page, one, id=f"{page.name}: {one}") for page in TYPED for one in dict.fromkeys(_typed(page))],
)
def test_every_command_that_a_page_names_can_be_typed(
    command_line: TyperGroup, page: Path, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "dist" / "paper").mkdir(parents=True)
    targets = re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text("utf-8"), re.MULTILINE)
    for words in _ways(command):
        words = [word for word in words if not word.startswith("FIELDBOOK_")]  # noqa: PLW2901 set for the command
        program, *rest = words
        for name in rest:
            if re.fullmatch(r"[\w-]+\.[a-z]+", name):
                (tmp_path / name).touch()
        match program.rpartition("/")[2]:
            case "fieldbook":
                _read(command_line, rest)
            case "make":
                assert rest[0] in targets
            case "python" if rest[:2] == ["-m", "fieldbook"]:
                _read(command_line, rest[2:])
            case "python" if rest[0] == "-m":
                assert __import__(rest[1])
            case "python" | "sh":
                assert (PROJECT / rest[0]).is_file()
            case "." | "source":
                assert rest == [".venv/bin/activate"]
            case tool:
                pins = "requirements.txt" if page.name == "README.md" else "requirements-test.txt"
                assert tool == "git" or f"\n{tool}==" in (PROJECT / pins).read_text("utf-8")


def test_the_list_of_editions_that_the_readme_names_is_one() -> None:
    assert read_yaml(PROJECT / "editions.yml", EditionsFile, PROJECT).value.contexts == ("ondara",)


def test_the_readme_s_first_screen() -> None:
    """One picture, what it is, the two commands; the picture is small enough for a thin line."""
    first = (PROJECT / "README.md").read_text("utf-8").splitlines()[:14]
    (picture,) = re.findall(r"!\[[^\]]{20,}\]\(([^)]+)\)", "\n".join(first))
    assert (PROJECT / picture).stat().st_size < 80_000
    assert [line.split()[1] for line in first if line.startswith("make ")] == ["book", "test"]
