"""Joins an item of the bank with one context: text filled in, key and distractors of query items computed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cached_property, partial

import duckdb

from fieldbook.assessment.item_texts import ItemTexts, Row
from fieldbook.assessment.shapes import BoundItem, LeftOutError
from fieldbook.assessment.types import type_of
from fieldbook.context.fill import filled, used_names
from fieldbook.context.pack import ContextPack
from fieldbook.context.queries import connect, rows
from fieldbook.context.query_disclosure import Held
from fieldbook.context.values import held_values, safe_values
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.course.sources import ItemPlace
from fieldbook.model.item import Item, Query


class Binder:
    """Binds items to one context pack. Keeps one database connection; not for use from several threads."""

    def __init__(self, pack: ContextPack) -> None:
        self._pack = pack
        self._values = safe_values(pack)
        self._held = Held(pack) if pack.limits else None
        self._held_values = held_values(pack)

    @cached_property
    def _database(self) -> duckdb.DuckDBPyConnection:
        return connect(self._pack)

    def bind(self, place: ItemPlace) -> BoundItem:
        """The item at ``place``, bound.

        Raises
        ------
        LeftOutError
            The data tie, or give too few rows.
        CourseError
            A substitution is unknown, its braces are wrong, or the query is.
        """
        rows_of_query = self._rows(place, place.item.query) if place.item.query else ()
        bound = _joined(place.item, ItemTexts(partial(self._fill, place), rows_of_query))
        packed = json.dumps(bound.model_dump(mode="json", exclude={"variant"}), sort_keys=True, ensure_ascii=False)
        return bound.model_copy(update={"variant": hashlib.sha256(packed.encode()).hexdigest()[:12]})

    def _rows(self, place: ItemPlace, query: Query) -> Sequence[Row]:
        try:
            found = rows(self._database, query.sql)
        except duckdb.Error as error:
            message = _("the query fails: {error}").format(error=str(error).splitlines()[0].rstrip(".!"))
            field = f"{place.field}.query.sql"
            remedy = _("See docs/tables.md for tables and columns.")
            raise CourseError([place.bank.problem(field, message, remedy, "FB-QUERY-01")]) from None
        held = self._held.reason(query.sql, found[: query.take]) if self._held else None
        if held:
            raise LeftOutError(held)
        needed = max(query.rows, query.take)
        if len(found) < needed:
            raise LeftOutError(
                _("the query gives too few rows, {n_found} of {needed} needed").format(
                    n_found=len(found), needed=needed
                )
            )
        if query.unique is not None and len(found) > 1:
            if query.unique not in found[0]:
                message, remedy = (
                    _("the query has no column {unique!r}").format(unique=query.unique),
                    _("Name a column of the query."),
                )
                problem = place.bank.problem(f"{place.field}.query.unique", message, remedy, "FB-QUERY-02")
                raise CourseError([problem])
            if found[0][query.unique] == found[1][query.unique]:
                raise LeftOutError(_("the first two rows tie in {unique!r}").format(unique=query.unique))
        for number, row in enumerate(found[: query.take], 1):
            empty = [name for name, value in row.items() if value is None]
            if empty:
                raise LeftOutError(
                    _("row {number} of the query has no value in {empty}").format(
                        number=number, empty=", ".join(map(repr, empty))
                    )
                )
        return found[: query.take]

    def _fill(self, place: ItemPlace, field: str, text: str, extra: Mapping[str, str]) -> str:
        held = self._held_values & used_names(text)
        if held:
            raise LeftOutError(
                _("it names {held}, and nothing made from incidents.csv may leave the mission").format(
                    held=", ".join(sorted(held))
                )
            )

        def fault(message: str, remedy: str, code: str) -> Problem:
            return place.bank.problem(f"{place.field}.{field}", message, remedy, code)

        return filled(text, {**self._values, **extra}, fault)


def as_written(item: Item) -> BoundItem:
    """``item`` bound to no context: texts as the author wrote them, a query's templates in the place of its rows."""
    return _joined(item.model_copy(update={"query": None}), ItemTexts(lambda _field, text, _extra: text, ()))


def _joined(item: Item, texts: ItemTexts) -> BoundItem:
    kind = type_of(item)
    common = item.model_dump(include={"id", "type", "objective", "level", "source"})
    return kind.model_validate({**common, "stem": texts.filled("stem", item.stem), **kind.bound_parts(item, texts)})
