"""What the documentation promises: every code that a message can carry is explained, and no other."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

PROJECT = Path(__file__).parent.parent
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
    pages = [PROJECT / "README.md", *sorted((PROJECT / "docs").rglob("*.md"))]
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
