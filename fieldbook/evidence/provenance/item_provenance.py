"""Questions that the pack's data make: stem, key and distractors, with the query and the rows that decide."""

from __future__ import annotations

import dataclasses
import html
from collections.abc import Iterator
from typing import Any

import duckdb

from fieldbook.assessment.bound_bank import bound_places
from fieldbook.assessment.shapes import BoundItem, LeftOutError, WrittenItem
from fieldbook.core.i18n import _, ngettext
from fieldbook.course.sources import Course, ItemPlace
from fieldbook.evidence.provenance.deciding_rows import Rows, asked, files_of, rows_of, totals_only
from fieldbook.evidence.provenance.sentences import Sentence, in_text
from fieldbook.evidence.provenance.source_line import FigureSource, sources_of
from fieldbook.model.item import Query


@dataclasses.dataclass(frozen=True, kw_only=True)
class ItemLine:
    """An option or expected answer in Markdown, with what the learner is told."""

    text: str
    feedback: str
    right: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class ItemQuestion:
    """A query item in this edition. ``left_out`` says why there is none; then it has no text."""

    id: str
    module: str
    stem: str
    lines: tuple[ItemLine, ...]
    left_out: str
    rule: str
    sql: str
    rows: Rows
    sources: tuple[FigureSource, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Mention:
    """A question whose key does not depend on the data, with the sentences of it that hold a value."""

    id: str
    module: str
    sentences: tuple[Sentence, ...]


def questions(course: Course, database: duckdb.DuckDBPyConnection) -> Iterator[ItemQuestion]:
    """Every item with a query, in order of the bank."""
    for place, bound in bound_places(course):
        if place.item.query is not None:
            yield _question(course, place, place.item.query, bound, database)


def mentions(course: Course) -> Iterator[Mention]:
    """Every item without a query that holds a value of the pack."""
    for place, bound in bound_places(course):
        if place.item.query is None and not isinstance(bound, LeftOutError):
            found = tuple(sentence for text in _written(place) for sentence in in_text(text))
            if found:
                yield Mention(id=place.item.id, module=place.bank.value.module, sentences=found)


def _question(
    course: Course, place: ItemPlace, query: Query, bound: BoundItem | LeftOutError, database: duckdb.DuckDBPyConnection
) -> ItemQuestion:
    pack = course.context
    files = files_of(query.sql)
    left_out = str(bound) if isinstance(bound, LeftOutError) else ""
    least = 0 if left_out else query.take
    return ItemQuestion(
        id=place.item.id,
        module=place.bank.value.module,
        stem="" if isinstance(bound, LeftOutError) else bound.stem,
        lines=() if isinstance(bound, LeftOutError) else tuple(_lines(bound)),
        left_out=left_out,
        rule=_rule(query),
        sql=query.sql.strip(),
        rows=rows_of(asked(database, query.sql), least, totals_only=totals_only(files, pack)),
        sources=sources_of(files, pack),
    )


def _rule(query: Query) -> str:
    """What is done with the rows of the query, in words."""
    parts = [_("The first row gives the key.")]
    if query.take > 1:
        rest = query.take - 1
        text = ngettext(
            "The row after it gives the wrong answer.", "The {n} rows after it give the wrong answers.", rest
        )
        parts.append(text.format(n=rest))
    if query.unique is not None:
        parts.append(
            _("Where the first two rows are equal in “{column}”, the question is left out.").format(column=query.unique)
        )
    needed = max(query.rows, query.take)
    text = ngettext("It needs {n} row.", "It needs {n} rows.", needed)
    return " ".join([*parts, text.format(n=needed)])


def _lines(bound: BoundItem) -> Iterator[ItemLine]:
    written = isinstance(bound, WrittenItem)
    for _ref, option in bound.refs():
        text = html.escape(option.text, quote=False) if written else option.text
        yield ItemLine(text=text, feedback=option.feedback, right=option.is_right)
    if isinstance(bound, WrittenItem):
        yield ItemLine(text=_("any other answer"), feedback=bound.otherwise, right=False)


def _written(place: ItemPlace) -> Iterator[str]:
    """The texts of an item in their source."""
    item = place.item
    yield item.stem
    parts: list[Any] = list(getattr(item, "options", ()))
    for gap in getattr(item, "gaps", ()):
        parts += gap.options
    for part in parts:
        yield part.text
        yield part.feedback
    if otherwise := getattr(item, "otherwise", ""):
        yield otherwise
