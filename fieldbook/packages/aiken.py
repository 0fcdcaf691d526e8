"""``aiken``: questions with one right answer as plain text, which nearly every system reads. It has no feedback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fieldbook.assessment.option_order import arranged
from fieldbook.assessment.shapes import ChoiceItem
from fieldbook.book.site import Site
from fieldbook.core.atomic import write_bytes
from fieldbook.core.i18n import _
from fieldbook.course.sources import Course
from fieldbook.packages.base import Format, Package
from fieldbook.packages.exported_bank import Bank, as_text, bound_bank


def write(course: Course, site: Site, out: Path) -> Package:
    """Write ``out/<edition>-aiken.txt``."""
    bank = bound_bank(course)
    target = out / f"{site.edition.name}-{FORMAT.name}.txt"
    content = aiken_text(bank).encode()
    write_bytes(target, content)
    return Package(FORMAT.name, target, len(content), (*bank.notes, *_losses(bank)))


def aiken_text(bank: Bank) -> str:
    """The whole file: stem and options on a line each, an empty line after each question."""
    return "\n\n".join(_question(item) for item in bank.items if isinstance(item, ChoiceItem)) + "\n"


def _question(item: ChoiceItem) -> str:
    options = arranged(item, item.options)
    best = max(options, key=lambda option: option.worth)
    letters = dict(zip((option.id for option in options), "ABCDEFGHIJ", strict=False))
    lines = [as_text(item.stem), *(f"{letters[option.id]}. {as_text(option.text)}" for option in options)]
    return "\n".join([*lines, f"ANSWER: {letters[best.id]}"])


def _losses(bank: Bank) -> Iterator[str]:
    yield _("feedback, sources and objectives are left out of every item: Aiken has no place for them")
    for item in bank.items:
        if not isinstance(item, ChoiceItem):
            text = _("{item} is left out: Aiken has no {type}; take moodle, gift or qti21 for it")
            yield text.format(item=item.id, type=item.type)
        elif item.rated:
            yield _("{item}: the best action counts fully and the others nothing").format(item=item.id)


FORMAT = Format("aiken", lambda: _("Questions with one right answer as plain text, for any system."), write)
