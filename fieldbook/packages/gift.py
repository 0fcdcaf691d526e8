"""``gift``: the item bank in Moodle's text format, a category for each module, in one UTF-8 file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from fieldbook.assessment.binding import BoundItem
from fieldbook.assessment.option_order import arranged
from fieldbook.book.site import Site
from fieldbook.core.atomic import write_bytes
from fieldbook.core.i18n import _
from fieldbook.course.sources import Course
from fieldbook.packages.base import Format, Package
from fieldbook.packages.exported_bank import Bank, as_html, as_text, bound_bank
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
        blocks += [_question(item) for item in chapter.items if _fits(item)]
    return "\n\n".join(blocks) + "\n"


def _refused(bank: Bank) -> Iterator[str]:
    for item in bank.items:
        if not _fits(item):
            text = _("{item} is left out: GIFT has no text with {count} gaps; take the moodle format for it")
            yield text.format(item=item["id"], count=len(item["gaps"]))


def _fits(item: BoundItem) -> bool:
    return len(item.get("gaps", ())) < 2


def _question(item: BoundItem) -> str:
    """One question: no blank line inside, because that would end it."""
    about = f"// [tag:{item['objective']}] [tag:{item['level']}] [id:{item['id']}]"
    stem, answers = _escaped(as_html(item["stem"])), "".join(f"\n{line}" for line in _TYPES[item["type"]](item))
    general = f"\n####{_rich('; '.join(_general(item)))}"
    if item["type"] == "gap-text":
        before, _mark, after = stem.partition(_escaped(f"[[{item['gaps'][0]['id']}]]"))
        body = f"{before}{{{answers}{general}\n}}{after}"
    else:
        body = f"{stem}{{{answers}{general}\n}}"
    return f"{about}\n::{_escaped(item['id'])}::[html]{body}"


def _general(item: BoundItem) -> Iterator[str]:
    """Feedback for which GIFT has no place, and the sources."""
    if item["type"] in {"matching", "ordering"}:
        for option in item["options"]:
            yield f"{option['text']}: {option['feedback']}"
    if "data" in item:
        yield item["data"]
    yield _("Source: {source}").format(source=", ".join(item["source"]))


def _choice(item: BoundItem) -> Iterator[str]:
    for option in arranged(item, item["options"]):
        yield f"{_signed(option['key'], _rich(option['text']))}#{_rich(option['feedback'])}"


def _multiple(item: BoundItem) -> Iterator[str]:
    share = nearest_grade(100 / sum(option["key"] for option in item["options"]))
    for option in arranged(item, item["options"]):
        sign = "" if option["key"] else "-"
        yield f"~%{sign}{share:.8g}%{_rich(option['text'])}#{_rich(option['feedback'])}"


def _judgement(item: BoundItem) -> Iterator[str]:
    for option in arranged(item, item["options"]):
        share = nearest_grade(option["score"] * 100)
        text = _rich(option["text"])
        signed = f"~%{share:.8g}%{text}" if 0 < share < 100 else _signed(share == 100, text)
        yield f"{signed}#{_rich(option['feedback'])}"


def _true_false(item: BoundItem) -> Iterator[str]:
    """The word, then the feedback for who chose wrongly, then that for who chose rightly."""
    right = next(number for number, option in enumerate(item["options"]) if option["key"])
    wrong, fitting = item["options"][1 - right]["feedback"], item["options"][right]["feedback"]
    yield f"{('TRUE', 'FALSE')[right]}#{_rich(wrong)}#{_rich(fitting)}"


def _matching(item: BoundItem) -> Iterator[str]:
    rights = {right["id"]: right["text"] for right in item["rights"]}
    used = {option["match"] for option in item["options"]}
    for option in item["options"]:
        yield f"={_rich(option['text'])} -> {_plain(rights[option['match']])}"
    for name, text in rights.items():
        if name not in used:
            yield f"= -> {_plain(text)}"


def _ordering(item: BoundItem) -> Iterator[str]:
    for option in arranged(item, item["options"]):
        yield f"={_rich(option['text'])} -> {option['place']}"


def _numeric(item: BoundItem) -> Iterator[str]:
    yield "#"
    for option in item["options"]:
        for text in (option["text"], *option["accept"]):
            share = "" if option["key"] else "%0%"
            yield f"={share}{_plain(text)}:{option['tolerance']:g}#{_rich(option['feedback'])}"
    yield f"~#{_rich(item['otherwise'])}"


def _short(item: BoundItem) -> Iterator[str]:
    for option in item["options"]:
        for text in (option["text"], *option["accept"]):
            share = "" if option["key"] else "%0%"
            yield f"={share}{_plain(text.replace('*', chr(92) + '*'))}#{_rich(option['feedback'])}"
    yield f"=%0%*#{_rich(item['otherwise'])}"


def _gap(item: BoundItem) -> Iterator[str]:
    for option in arranged(item, item["gaps"][0]["options"], item["gaps"][0]["id"]):
        yield f"{_signed(option['key'], _rich(option['text']))}#{_rich(option['feedback'])}"


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


_TYPES: dict[str, Callable[[BoundItem], Iterator[str]]] = {
    "single-choice": _choice,
    "multiple-response": _multiple,
    "situational-judgement": _judgement,
    "true-false": _true_false,
    "matching": _matching,
    "ordering": _ordering,
    "numeric": _numeric,
    "short-answer": _short,
    "gap-text": _gap,
}

FORMAT = Format("gift", lambda: _("The item bank as GIFT text, for Moodle and tools that read GIFT."), write)
