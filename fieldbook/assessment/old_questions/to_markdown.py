"""Text from outside as Markdown of a bank: nothing of it is ever read as markup, directive, role or substitution."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, NavigableString
from markdownify import MarkdownConverter

_KEPT = [
    *("p", "div", "br", "b", "strong", "em", "i", "ul", "ol", "li", "blockquote", "pre", "code", "kbd", "samp", "q"),
    *("table", "tr", "td", "th", "sub", "sup", "a", "h1", "h2", "h3", "h4", "h5", "h6", "[document]"),
]
_REMOVED = [
    *("script", "style", "iframe", "object", "embed", "applet", "form", "input", "button", "select", "textarea"),
    *("svg", "math", "audio", "video", "canvas", "noscript", "template", "link", "meta", "base", "frame", "frameset"),
]
_SILENT = {"style", "link", "meta", "base"}
"""What a reader of the question would not have seen."""

_IN_TABLES = re.compile(r"(?<=\{)%|[\\`{}|]|\[|<(?=[A-Za-z/!?])|&(?=#|\w+;)")
_INLINE = re.compile(r"(?<=\{)%|[\\`{}]|\[|<(?=[A-Za-z/!?])|&(?=#|\w+;)")
_STARS = re.compile(r"(?<!\s)\*|\*(?!\s)|^\s*\*")
_UNDERSCORES = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_BLANK = re.compile(r"(?<!\S)_+(?!\S)|(?<!\S)_+(?=[.,;:?!)])")
_START = re.compile(
    r"^\s*(?=#{1,6}(?:\s|$)|>|[-+*](?:\s|[-+]|$)|_[_\s]*$|=+\s*(?:$|\n)|:(?:[\s:-]|$)|%|~{3}|\([^)\n]*\)=)"
)
_NUMBERED = re.compile(r"^(\s*\d{1,9})(?=[.)](?:\s|$))")
_DOUBLE_BRACES = re.compile(r"(?<=\{)(?=[{%])|(?<=[}%])(?=\})")
_SUPERSCRIPT = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_SUBSCRIPT = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ue000\ufffe\uffff\ud800-\udfff]")
"""Controls, also those that turn the direction of all text that follows."""

_BREAK = "\ue000"
"""Holds the place of the backslash at a line break; no text from outside has it."""


def visible(text: str) -> str:
    """``text`` without characters that nobody sees and that a file of a bank cannot hold."""
    return _HIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def literal(text: str, *, in_table: bool = False) -> str:
    """One line of text in which no sign means anything to MyST Markdown or to the bank's substitutions."""
    found = (_IN_TABLES if in_table else _INLINE).sub(lambda sign: f"\\{sign[0]}", text)
    found = _STARS.sub(lambda sign: sign[0].replace("*", r"\*"), found)
    return at_start(_with_blanks(found))


def at_start(markdown: str) -> str:
    """``markdown`` whose first line does not begin a list, a quotation or another block."""
    return _NUMBERED.sub(r"\1\\", _START.sub(lambda space: f"{space[0]}\\", markdown))


def _with_blanks(text: str) -> str:
    """A line to write on stays as it is where other words stand beside it; other underscores are escaped."""
    if not text.strip(" _"):
        return text.replace("_", r"\_")
    pieces, end = [], 0
    for blank in _BLANK.finditer(text):
        pieces += [_UNDERSCORES.sub(r"\_", text[end : blank.start()]), blank[0]]
        end = blank.end()
    return "".join([*pieces, _UNDERSCORES.sub(r"\_", text[end:])])


def html_to_markdown(html: str, lost: list[str]) -> str:
    """HTML as Markdown; ``lost`` gets what was left out, in words for a list. Raises ``RecursionError``."""
    soup = BeautifulSoup(f"<div>{visible(html)}</div>", "html.parser")
    _clean(soup, lost)
    text = str(_CONVERTER.convert_soup(soup)).replace("\N{NO-BREAK SPACE}", " ")
    lines = [line.rstrip() for line in text.strip().split("\n")]
    for place, after in enumerate([*lines[1:], ""]):
        if not after.strip(f" {_BREAK}"):
            lines[place] = lines[place].rstrip(f" {_BREAK}")  # a break before nothing would be a backslash
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip().replace(_BREAK, "\\")


def _clean(soup: BeautifulSoup, lost: list[str]) -> None:
    """Take out what a bank cannot hold, and every attribute but the addresses of links."""
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for tag in soup.find_all(_REMOVED):
        if not tag.decomposed:
            lost += [] if tag.name in _SILENT else [tag.name]
            tag.decompose()
    for tag in soup.find_all("img"):
        lost.append(f"img {str(tag.get('src', ''))[:60]}".strip())
        tag.replace_with(str(tag.get("alt") or ""))
    for tag in soup.find_all(lambda tag: tag.name != "a"):
        tag.attrs = {}
    for tag in soup.find_all("a"):
        _clean_link(tag, lost)
    soup.smooth()
    for tag in soup.find_all("br"):
        if isinstance(after := tag.next_sibling, NavigableString):
            after.replace_with(after.lstrip())


def _clean_link(tag: Tag, lost: list[str]) -> None:
    href = str(tag.get("href") or "")
    address = _address(href)
    if href and not address:
        lost.append(f"a {href[:60]}")
    tag.attrs = {"href": address}
    if not address or not tag.get_text(strip=True):
        tag.unwrap()
    elif isinstance(before := tag.previous_sibling, NavigableString) and before.endswith("!"):
        before.replace_with(f"{before} ")  # or it would be a picture


def _address(href: str) -> str:
    """A web address that can stand in brackets; nothing for others."""
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return ""
    return quote(href.strip(), safe="/:?#@!$&'*+,;=%~-._")


_Base: Any = MarkdownConverter  # its stubs do not name what a subclass may replace


class _Converter(_Base):  # type: ignore[misc]
    class Options:
        autolinks = False
        bullets = "-"
        convert = _KEPT
        table_infer_header = True
        wrap = True
        wrap_width = None

    def escape(self, text: str, parent_tags: set[str]) -> str:
        found = literal(text, in_table=bool(parent_tags & {"td", "th"}))
        return found.replace("]", r"\]") if "a" in parent_tags else found

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        del el, text
        return " " if "_inline" in parent_tags else f"{_BREAK}\n"

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: N802 the library's name
        del n, el
        words = " ".join(text.split()).replace("**", "")
        return words if "_inline" in parent_tags or not words else f"\n\n**{words}**\n\n"

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        del el, parent_tags
        code = _apart(text.strip("\n"))
        longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"\n\n{fence}\n{code}\n{fence}\n\n" if code.strip() else ""

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return str(super().convert_code(el, _apart(text), parent_tags))

    convert_kbd = convert_code
    convert_samp = convert_code

    def convert_sup(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        del el, parent_tags
        return _small(text, _SUPERSCRIPT, "^")

    def convert_sub(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        del el, parent_tags
        return _small(text, _SUBSCRIPT, "")


def _apart(code: str) -> str:
    """Nothing can be escaped in code, so that double braces are written apart; elsewhere they are escaped."""
    return _DOUBLE_BRACES.sub(" ", code)


def _small(text: str, letters: dict[int, int], sign: str) -> str:
    plain = text.replace("\\", "")
    if plain and all(ord(char) in letters for char in plain):
        return plain.translate(letters)
    return f"{sign}{text}" if len(plain) < 2 or not sign else f"{sign}({text})"


_CONVERTER: Any = _Converter()
