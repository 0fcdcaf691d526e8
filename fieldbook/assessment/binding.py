"""Joins an item of the bank with one context: text filled in, key and distractors of query items computed.

A bound item is plain data (``docs/items.md``), because it travels as JSON in notebooks, pages and packages.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

import duckdb

from fieldbook.context.fill import filled, used_names
from fieldbook.context.pack import ContextPack
from fieldbook.context.queries import connect, rows
from fieldbook.context.query_disclosure import Held
from fieldbook.context.values import format_date, format_number, held_values, markdown_safe, safe_values
from fieldbook.core.problems import CourseError, Problem
from fieldbook.course.sources import Place
from fieldbook.model.item import Choice, GapText, Item, Judgement, Matching, Option, Ordering, Query, Written

BoundItem = dict[str, Any]


class LeftOutError(Exception):
    """The context's data give no clear key, so the item is left out of this context; the text says why."""


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

    def bind(self, place: Place) -> BoundItem:
        """The item at ``place``, bound.

        Raises
        ------
        LeftOutError
            The data tie, or give too few rows.
        CourseError
            A substitution is unknown, its braces are wrong, or the query is.
        """
        item = place.item
        found = self._rows(place, item.query) if item.query else []
        first = {"first": _row(found[0])} if found else {}
        bound: BoundItem = {
            "id": item.id,
            "type": item.type,
            "objective": item.objective,
            "level": item.level,
            "stem": self._fill(place, "stem", item.stem, first),
            "source": list(item.source),
        }
        bound |= self._parts(place, item, found, first)
        packed = json.dumps(bound, sort_keys=True, ensure_ascii=False)
        bound["variant"] = hashlib.sha256(packed.encode()).hexdigest()[:12]
        return bound

    def _rows(self, place: Place, query: Query) -> Sequence[Mapping[str, Any]]:
        try:
            found = rows(self._database, query.sql)
        except duckdb.Error as error:
            message = f"the query fails: {str(error).splitlines()[0].rstrip('.!')}"
            field = f"{place.field}.query.sql"
            remedy = "See docs/tables.md for tables and columns."
            raise CourseError([place.bank.problem(field, message, remedy, "FB-QUERY-01")]) from None
        held = self._held.reason(query.sql, found[: query.take]) if self._held else None
        if held:
            raise LeftOutError(held)
        needed = max(query.rows, query.take)
        if len(found) < needed:
            raise LeftOutError(f"the query gives too few rows, {len(found)} of {needed} needed")
        if query.unique is not None and len(found) > 1:
            if query.unique not in found[0]:
                message, remedy = f"the query has no column {query.unique!r}", "Name a column of the query."
                problem = place.bank.problem(f"{place.field}.query.unique", message, remedy, "FB-QUERY-02")
                raise CourseError([problem])
            if found[0][query.unique] == found[1][query.unique]:
                raise LeftOutError(f"the first two rows tie in {query.unique!r}")
        for number, row in enumerate(found[: query.take], 1):
            empty = [name for name, value in row.items() if value is None]
            if empty:
                raise LeftOutError(f"row {number} of the query has no value in {', '.join(map(repr, empty))}")
        return found[: query.take]

    def _fill(self, place: Place, field: str, text: str, extra: Mapping[str, Mapping[str, str]]) -> str:
        held = self._held_values & used_names(text)
        if held:
            raise LeftOutError(
                f"it names {', '.join(sorted(held))}, and nothing made from incidents.csv may leave the mission"
            )
        known = self._values | {f"{group}.{name}": value for group, row in extra.items() for name, value in row.items()}

        def fault(message: str, remedy: str, code: str) -> Problem:
            return place.bank.problem(f"{place.field}.{field}", message, remedy, code)

        return filled(text, known, fault)

    def _parts(  # noqa: PLR0911 one case for each type
        self, place: Place, item: Item, found: Sequence[Mapping[str, Any]], first: Mapping[str, Any]
    ) -> dict[str, Any]:
        def fill(field: str, text: str) -> str:
            return self._fill(place, field, text, first)

        match item:
            case Choice() if item.query:
                return {"options": self._from_rows(place, item.options, found, first)}
            case Choice():
                return {"options": [_option(n, o, fill) | {"key": o.key} for n, o in enumerate(item.options)]}
            case Judgement():
                return {"options": [_option(n, o, fill) | {"score": o.score} for n, o in enumerate(item.options)]}
            case Ordering():
                return {"options": [_option(n, o, fill) | {"place": o.key} for n, o in enumerate(item.options)]}
            case Matching():
                return _matching(item, fill)
            case Written():
                typed = {"first": _typed(found[0])} if found else {}
                expected = [self._fill(place, f"options[{n}].text", o.text, typed) for n, o in enumerate(item.options)]
                options = [_expected(n, o, fill, expected[n]) for n, o in enumerate(item.options)]
                return {"options": options, "otherwise": fill("otherwise", item.otherwise), "unit": item.unit or ""}
            case GapText():
                return {"gaps": [_gap(n, gap, fill) for n, gap in enumerate(item.gaps)]}

    def _from_rows(
        self,
        place: Place,
        templates: Sequence[Option],
        found: Sequence[Mapping[str, Any]],
        first: Mapping[str, Any],
    ) -> list[dict[str, Any]]:
        key = next(n for n, option in enumerate(templates) if option.key)
        options = []
        for number, row in enumerate(found):
            which = key if number == 0 else 1 - key
            template, extra = templates[which], {**first, "row": _row(row)}
            options.append(
                {
                    "id": letter(number),
                    "text": self._fill(place, f"options[{which}].text", template.text, extra),
                    "feedback": self._fill(place, f"options[{which}].feedback", template.feedback, extra),
                    "key": number == 0,
                }
            )
        if len({option["text"] for option in options}) < len(options):
            raise LeftOutError("two options would read the same")
        return options


def letter(number: int) -> str:
    """Option id of place ``number``: 0 is a."""
    return chr(ord("a") + number)


def _row(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: _shown(name, value) for name, value in row.items()}


def _typed(row: Mapping[str, Any]) -> dict[str, str]:
    """As a learner types it: a comma between thousands would be a decimal sign."""
    return {name: markdown_safe(plain_value(value)) for name, value in row.items()}


def _shown(name: str, value: Any) -> str:
    """As figures write it, with thousands set apart; a year (a column ``year`` or ``..._year``) is no such number."""
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    if is_number and abs(value) >= 1000 and name.rsplit("_", maxsplit=1)[-1] != "year":
        return format_number(round(float(value), 1))
    return markdown_safe(plain_value(value))


def plain_value(value: Any) -> str:
    """A value of a query as text prints it."""
    if isinstance(value, dt.datetime | dt.date):
        return format_date(value)
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return str(value)


def _option(number: int, option: Any, fill: Any) -> dict[str, Any]:
    field = f"options[{number}]"
    return {
        "id": letter(number),
        "text": fill(f"{field}.text", option.text),
        "feedback": fill(f"{field}.feedback", option.feedback),
    }


def _expected(number: int, option: Option, fill: Any, text: str) -> dict[str, Any]:
    """The answer is compared with what is typed, so that it is plain text: nothing in it stands for a character."""
    bound = _option(number, option, fill)
    rest = {"key": option.key, "accept": list(option.accept), "tolerance": option.tolerance}
    return bound | {"text": html.unescape(text)} | rest


def _matching(item: Matching, fill: Any) -> dict[str, Any]:
    """Right sides get ids in an order drawn from the item's id, so that the order gives nothing away."""
    keys = [fill(f"options[{n}].key", pair.key) for n, pair in enumerate(item.options)]
    texts = {*keys, *(fill(f"extra[{n}]", text) for n, text in enumerate(item.extra))}
    drawn = sorted(texts, key=lambda text: hashlib.sha256(f"{item.id}\0{text}".encode()).digest())
    ids = {text: f"r{number}" for number, text in enumerate(drawn, 1)}
    options = [_option(n, pair, fill) | {"match": ids[keys[n]]} for n, pair in enumerate(item.options)]
    return {"options": options, "rights": [{"id": ids[text], "text": text} for text in drawn]}


def _gap(number: int, gap: Any, fill: Any) -> dict[str, Any]:
    options = []
    for n, option in enumerate(gap.options):
        field = f"gaps[{number}].options[{n}]"
        text, feedback = fill(f"{field}.text", option.text), fill(f"{field}.feedback", option.feedback)
        options.append({"id": letter(n), "text": text, "feedback": feedback, "key": option.key})
    return {"id": gap.id, "options": options}
