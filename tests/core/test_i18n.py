"""User-facing text stands in the catalogue, and a catalogue reaches the reader."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

from building import PROJECT
from fieldbook.core.i18n import _, use_language

KEYWORDS = {"_", "ngettext", "message", "plural"}


def test_template_holds_every_message(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.pot"
    subprocess.run(["sh", PROJECT / "tools" / "messages.sh", fresh], check=True, capture_output=True)
    committed = PROJECT / "fieldbook" / "core" / "locale" / "fieldbook.pot"
    with fresh.open("rb") as new, committed.open("rb") as old:
        missing = {message.id for message in read_po(new)} ^ {message.id for message in read_po(old)}
    assert not missing, "run: sh tools/messages.sh"


def test_no_message_is_lost_inside_another() -> None:
    """Pybabel reads tokens, and loses a message whose values hold the call of another one: give that one a name."""
    lost = [
        f"{path.name}:{call.lineno}"
        for path in (PROJECT / "fieldbook").rglob("*.py")
        for call in _messages(ast.parse(path.read_text("utf-8")))
        for part in [*call.args, *(keyword.value for keyword in call.keywords)]
        if any(_messages(part))
    ]
    assert not lost


def test_no_message_is_lost_inside_a_string() -> None:
    """Pybabel does not look into the braces of an f-string: such a message has no translation, and nobody notices."""
    lost = [
        f"{path.name}:{call.lineno}"
        for path in (PROJECT / "fieldbook").rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in _messages(text)
    ]
    assert not lost, "give it a name before the string"


def _messages(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
            yield node


def test_language_without_a_catalogue_falls_back_to_english() -> None:
    use_language("xx")
    try:
        assert _("Data table") == "Data table"
    finally:
        use_language("en")
