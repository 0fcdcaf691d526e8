"""What the documentation promises: every code that a message can carry is explained, and no other."""

from __future__ import annotations

import re
from pathlib import Path

PROJECT = Path(__file__).parent.parent
CODE = re.compile(r"FB-[A-Z]+-\d\d")


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
