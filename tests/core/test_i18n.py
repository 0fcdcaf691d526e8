"""User-facing text stands in the catalogue, and a catalogue reaches the reader."""

from __future__ import annotations

import subprocess
from pathlib import Path

from babel.messages.pofile import read_po

from building import PROJECT
from fieldbook.core.i18n import _, use_language


def test_template_holds_every_message(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.pot"
    subprocess.run(["sh", PROJECT / "tools" / "messages.sh", fresh], check=True, capture_output=True)
    committed = PROJECT / "fieldbook" / "locale" / "fieldbook.pot"
    with fresh.open("rb") as new, committed.open("rb") as old:
        missing = {message.id for message in read_po(new)} ^ {message.id for message in read_po(old)}
    assert not missing, "run: sh tools/messages.sh"


def test_language_without_a_catalogue_falls_back_to_english() -> None:
    use_language("xx")
    try:
        assert _("Data table") == "Data table"
    finally:
        use_language("en")
