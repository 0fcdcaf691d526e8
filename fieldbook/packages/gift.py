"""``gift``: the item bank in Moodle's text format, a category for each module, in one UTF-8 file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fieldbook.assessment import shapes
from fieldbook.assessment.option_order import arranged
from fieldbook.book.site import Site
from fieldbook.core.atomic import write_bytes
from fieldbook.core.i18n import _
from fieldbook.course.sources import Course
from fieldbook.packages.base import Format, Package
from fieldbook.packages.exported_bank import Bank, as_html, as_text, bound_bank, general_feedback
from fieldbook.packages.moodle import losses, nearest_grade


def write(course: Course, site: Site, out: Path) -> Package:
    """Write ``out/<edition>-gift.txt``."""
    bank = bound_bank(course)
    target = out / f"{site.edition.name}-{FORMAT.name}.txt"
    content = gift_text(bank, course.file.value.title).encode()
    write_bytes(target, content)
    return Package(FORMAT.name, target, len(content), (*bank.notes, *losses(bank), *_refused(bank)))


def gift_text(bank: Bank, title: str) -> str:
    """The whole file. ``title`` is the name of the category above the modules' ones."""
    blocks = []
    for chapter in bank.chapters:
        names = (name.replace("/", "//") for name in ("$course$", "top", title, chapter.title))
        blocks.append(f"$CATEGORY: {'/'.join(names)}")
        blocks += [_question(item, bank.data) for item in chapter.items if _gaps(item) < 2]
    return "\n\n".join(blocks) + "\n"


def _refused(bank: Bank) -> Iterator[str]:
    for item in bank.items:
        if _gaps(item) > 1:
            text = _("{item} is left out: GIFT has no text with {count} gaps; take the moodle format for it")
            yield text.format(item=item.id, count=_gaps(item))


def _gaps(item: shapes.BoundItem) -> int:
    return len(item.gaps) if isinstance(item, shapes.GapsItem) else 0


def _question(item: shapes.BoundItem, data: str) -> str:
    """One question: no blank line inside, because that would end it."""
    about = f"// [tag:{item.objective}] [tag:{item.level}] [id:{item.id}]"
    stem, answers = _escaped(as_html(item.stem)), "".join(f"\n{line}" for line in _answers(item))
    general = f"\n####{_rich('; '.join(general_feedback(item, data)))}"
    if isinstance(item, shapes.GapsItem):
        before, _mark, after = stem.partition(_escaped(f"[[{item.gaps[0].id}]]"))
        body = f"{before}{{{answers}{general}\n}}{after}"
    else:
        body = f"{stem}{{{answers}{general}\n}}"
    return f"{about}\n::{_escaped(item.id)}::[html]{body}"


def _answers(item: shapes.BoundItem) -> Iterator[str]:  # noqa: PLR0911 one for each shape
    match item:
        case shapes.ChoiceItem(is_statement=True):
            return _statement(item)
        case shapes.ChoiceItem():
            return _choice(item)
        case shapes.ChoicesItem():
            return _choices(item)
        case shapes.PairsItem():
            return _pairs(item)
        case shapes.OrderItem():
            return (f"={_rich(step.text)} -> {step.place}" for step in arranged(item, item.options))
        case shapes.NumberItem():
            return _number(item)
        case shapes.TextItem():
            return _text(item)
        case shapes.GapsItem():
            return _gap(item)


def _choice(item: shapes.ChoiceItem) -> Iterator[str]:
    for option in arranged(item, item.options):
        share = nearest_grade(option.worth * 100)
        text = _rich(option.text)
        signed = f"~%{share:.8g}%{text}" if 0 < share < 100 else _signed(share == 100, text)
        yield f"{signed}#{_rich(option.feedback)}"


def _choices(item: shapes.ChoicesItem) -> Iterator[str]:
    share = nearest_grade(100 / len(item.keys))
    for option in arranged(item, item.options):
        sign = "" if option.key else "-"
        yield f"~%{sign}{share:.8g}%{_rich(option.text)}#{_rich(option.feedback)}"


def _statement(item: shapes.ChoiceItem) -> Iterator[str]:
    """The word, then the feedback for who chose wrongly, then that for who chose rightly."""
    right = next(number for number, option in enumerate(item.options) if option.is_right)
    wrong, fitting = item.options[1 - right].feedback, item.options[right].feedback
    yield f"{('TRUE', 'FALSE')[right]}#{_rich(wrong)}#{_rich(fitting)}"


def _pairs(item: shapes.PairsItem) -> Iterator[str]:
    for side in item.options:
        yield f"={_rich(side.text)} -> {_plain(item.right_of(side.id).text)}"
    for right in item.unused:
        yield f"= -> {_plain(right.text)}"


def _number(item: shapes.NumberItem) -> Iterator[str]:
    yield "#"
    for answer in item.options:
        for text in answer.texts:
            share = "" if answer.key else "%0%"
            yield f"={share}{_plain(text)}:{answer.tolerance:g}#{_rich(answer.feedback)}"
    yield f"~#{_rich(item.otherwise)}"


def _text(item: shapes.TextItem) -> Iterator[str]:
    for answer in item.options:
        for text in answer.texts:
            share = "" if answer.key else "%0%"
            yield f"={share}{_plain(text.replace('*', chr(92) + '*'))}#{_rich(answer.feedback)}"
    yield f"=%0%*#{_rich(item.otherwise)}"


def _gap(item: shapes.GapsItem) -> Iterator[str]:
    for option in arranged(item, item.gaps[0].options, item.gaps[0].id):
        yield f"{_signed(option.key, _rich(option.text))}#{_rich(option.feedback)}"


def _signed(key: bool, text: str) -> str:  # noqa: FBT001 the key
    """An answer with its sign; one that begins like a weight gets its weight before it."""
    weight = ("%100%" if key else "%0%") if text.startswith("%") else ""
    return f"{'=' if key else '~'}{weight}{text}"


def _rich(markdown: str) -> str:
    return _escaped(as_html(markdown))


def _plain(text: str) -> str:
    return _escaped(as_text(text))


def _escaped(text: str) -> str:
    """On one line, with the signs that mean something in GIFT escaped."""
    return "".join(f"\\{char}" if char in "\\~=#{}:" else char for char in " ".join(text.split()))


FORMAT = Format("gift", lambda: _("The item bank as GIFT text, for Moodle and tools that read GIFT."), write)
