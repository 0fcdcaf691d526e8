"""Text that is put into words late: a whole message of the catalogue with typed values, in the language of the page.

What is worked out once for all languages, such as a figure, holds phrases instead of sentences: JSON of codes and
values. ``words`` puts one into the language in use; the result is plain text, which the page escapes.
"""

from __future__ import annotations

import datetime as dt
import string
from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from numbers import Integral, Real
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypeAliasType

from fieldbook.core import formats
from fieldbook.core.i18n import _, ngettext

_source_words: ContextVar[Mapping[str, str]] = ContextVar("fieldbook_source_words", default={})  # noqa: B039 never changed


def use_source_words(words: Mapping[str, str]) -> None:
    """From now on in this context ``words`` stand for texts of the pack, by the English ones."""
    _source_words.set(words)


class Wording(BaseModel):
    """What has no words yet."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def words(self) -> str:
        """Plain text in the language in use."""
        raise NotImplementedError


class Number(Wording):
    """A count, or a mean with one decimal."""

    kind: Literal["number"] = "number"
    value: float | int

    def words(self) -> str:
        """As ``1,234`` or ``3.5``."""
        return formats.number(self.value)


class Percent(Wording):
    """A share from 0 to 1."""

    kind: Literal["percent"] = "percent"
    share: float

    def words(self) -> str:
        """As ``27%``."""
        return formats.percent(self.share)


class Date(Wording):
    """A day, or what of it matters: the day of a year, the month of a year."""

    kind: Literal["date"] = "date"
    date: dt.date
    form: Literal["day", "day-month", "month-year"] = "day"

    def words(self) -> str:
        """As ``30 September 2026``, ``30 September`` or ``September 2026``."""
        form = {"day": formats.day, "day-month": formats.day_month, "month-year": formats.month_year}[self.form]
        return form(self.date)


class Month(Wording):
    """A calendar month of any year, 1 to 12."""

    kind: Literal["month"] = "month"
    number: Annotated[int, Field(ge=1, le=12)]
    short: bool = False

    def words(self) -> str:
        """As ``September`` or ``Sept``."""
        return formats.month(self.number, short=self.short)


class ProperName(Wording):
    """What a place or a party is called. ``id`` is that of an area or an actor of the pack, where it is one."""

    kind: Literal["name"] = "name"
    text: str
    of: Literal["area", "actor"] | None = None
    id: str | None = None

    def words(self) -> str:
        """The name by itself."""
        return _source_words.get().get(self.text, self.text)

    def bent(self, form: str) -> str:
        """The name as a sentence needs it: ``{area|in}`` in a template asks for the form ``in``.

        Here the forms of a language come in, by ``of`` and ``id`` from the pack or by the language's own rule
        (issue 16). English has one form of every name.
        """
        del form
        return self.words()


class Listing(Wording):
    """Several phrases as one: ``a, b and c``, or a series ``a; b; c`` whose parts may hold commas."""

    kind: Literal["list"] = "list"
    parts: tuple[Phrase, ...]
    form: Literal["and", "series"] = "and"

    def words(self) -> str:
        """The parts, joined as the language joins them."""
        join = formats.listing if self.form == "and" else formats.series
        return join(map(words, self.parts))


class Paragraph(Wording):
    """Whole sentences, each with its full stop."""

    kind: Literal["paragraph"] = "paragraph"
    sentences: tuple[Phrase, ...]

    def words(self) -> str:
        """The sentences one after the other."""
        return formats.paragraph(map(words, self.sentences))


class Message(Wording):
    """A message of the catalogue. ``template`` is its English text with the names of ``values`` in braces.

    With ``plural`` it has a form for each kind of ``count``, by the rules of the language.
    """

    kind: Literal["message"] = "message"
    template: str
    plural: str | None = None
    count: int | None = None
    values: Mapping[str, Phrase] = {}

    def words(self) -> str:
        """The message in the language in use; in English where the catalogue has none.

        Raises
        ------
        KeyError
            The template, or its translation, names a value that the message has not got.
        """
        if self.plural is None or self.count is None:
            return _template.vformat(_(self.template), (), self.values)
        return _template.vformat(ngettext(self.template, self.plural, self.count), (), self.values)


Phrase = TypeAliasType(
    "Phrase",
    str
    | Annotated[
        Number | Percent | Date | Month | ProperName | Listing | Paragraph | Message, Field(discriminator="kind")
    ],
)
"""Text of the pack or the course as it stands, or what is put into words in the language of the page."""

Listing.model_rebuild()
Paragraph.model_rebuild()
Message.model_rebuild()

Value = str | float | int | Wording
T = TypeVar("T")


def message(template: str, /, **values: Value) -> Message:
    """A message; numbers among ``values`` are written as the language writes them."""
    return Message(template=template, values=_phrases(values))


def plural(one: str, many: str, count: int, /, **values: Value) -> Message:
    """A message with a form for ``count``, which is the value ``n`` too where no other is given."""
    return Message(template=one, plural=many, count=count, values=_phrases({"n": count, **values}))


def listing(parts: Iterable[Phrase]) -> Listing:
    """``a, b and c``."""
    return Listing(parts=tuple(parts))


def series(parts: Iterable[Phrase]) -> Listing:
    """``a; b; c``."""
    return Listing(parts=tuple(parts), form="series")


def words(phrase: Phrase) -> str:
    """``phrase`` as plain text in the language in use."""
    return phrase.words() if isinstance(phrase, Wording) else _source_words.get().get(phrase, phrase)


def in_words(part: T) -> T:
    """A model, or a tuple of models, with every phrase in it put into words."""
    found: Any = part
    if isinstance(part, Wording):
        found = part.words()
    elif isinstance(part, BaseModel):
        found = part.model_copy(update={name: in_words(getattr(part, name)) for name in type(part).model_fields})
    elif isinstance(part, tuple):
        found = tuple(map(in_words, part))
    return found  # type: ignore[no-any-return]


def _phrases(values: Mapping[str, Value]) -> dict[str, Any]:
    """Numbers, those of numpy too, as phrases."""
    return {
        name: Number(value=int(value) if isinstance(value, Integral) else float(value))
        if isinstance(value, Real)
        else value
        for name, value in values.items()
    }


class _Template(string.Formatter):
    """Braces hold the name of a value and perhaps, after a bar, the form of it; nothing is looked up inside a value."""

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[str, str]:
        del args
        name, _bar, form = field_name.partition("|")
        value = kwargs[name]
        return (value.bent(form) if form and isinstance(value, ProperName) else words(value)), name


_template = _Template()
