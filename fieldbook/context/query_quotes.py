"""Whether a query tells single events of a table of which totals alone may be shown, and the same without small totals.

DuckDB's own parser reads the query. Columns of such a table are closed, but for those by which events are added up;
a closed column may be counted, summed and averaged, and the year or month of a date may be told. What is not known to
add up counts as telling. Columns that the view of the pack has emptied, and the day of a date, can't be asked at all.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import duckdb

Node = dict[str, Any]

_ADDING = frozenset({"count", "count_star", "count_if", "sum", "avg", "mean", "median"})
_COUNTING = frozenset({"count", "count_star", "count_if"})
_PARTS = frozenset({"year", "month", "monthname", "quarter"})
"""Of a date: what these functions give does not tell the day."""
_ENDS = frozenset({"min", "max", "count"})
_DAYS = frozenset({"to_days", "to_weeks"})
"""What an interval of days or weeks is to the parser."""
_EVERYTHING = "*"


@dataclasses.dataclass(frozen=True)
class _Relation:
    """What a part of FROM gives: ``each`` where a row stands for one event, ``closed`` columns that tell of one."""

    each: bool = False
    closed: frozenset[str] = frozenset()
    emptied: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    """Columns with dates of which the month alone is true."""

    def tells(self) -> bool:
        return self.each or bool(self.closed)


_TELLS = _Relation(each=True, closed=frozenset({_EVERYTHING}))


@dataclasses.dataclass(frozen=True)
class QueryFound:
    """What a query says about events: the ``tables`` it reads, whether it ``tells`` single events.

    ``unknown``: it asks for what the view of the pack does not have, so that its answer would be wrong.
    """

    tables: frozenset[str]
    tells: bool
    unknown: bool
    pooled: str
    """The same query, in which only totals of enough events are left."""


@dataclasses.dataclass(frozen=True)
class Closed:
    """Columns of a table whose single rows may not be told: the ``closed`` ones, among them the ``emptied``."""

    closed: frozenset[str]
    emptied: frozenset[str]


def read_query(connection: duckdb.DuckDBPyConnection, sql: str, tables: Mapping[str, Closed], least: int) -> QueryFound:
    """Read ``sql``, in which single rows of ``tables`` may not be told, nor totals of fewer than ``least`` events."""
    (text,) = _one(connection, "SELECT json_serialize_sql(?)", sql)
    tree = json.loads(text)
    if tree["error"]:
        return QueryFound(frozenset(tables), tells=True, unknown=False, pooled=sql)
    wanted = f"SELECT 1 FROM t HAVING count(*) >= {least}"  # noqa: S608 a number
    (having,) = _one(connection, "SELECT json_serialize_sql(?)", wanted)
    reader = _Reader(tables, json.loads(having)["statements"][0]["node"]["having"], _aggregates(connection))
    tells = reader.node(tree["statements"][0]["node"], {}).tells()
    (pooled,) = _one(connection, "SELECT json_deserialize_sql(?)", json.dumps(tree))
    return QueryFound(frozenset(_base_tables(tree)), tells, reader.unknown, pooled)


def _one(connection: duckdb.DuckDBPyConnection, statement: str, value: str) -> tuple[str]:
    found: tuple[str] = connection.execute(statement, [value]).fetchone() or ("",)
    return found


@lru_cache(maxsize=1)
def _names() -> list[frozenset[str]]:
    return []


def _aggregates(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Names of functions that make one value of many rows."""
    if not _names():
        listed = connection.execute(
            "SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type = 'aggregate'"
        )
        _names().append(frozenset(name for (name,) in listed.fetchall()))
    return _names()[0]


class _Reader:
    """Walks a query once. Where it adds up events, it writes into the tree that small totals are left out."""

    def __init__(self, tables: Mapping[str, Closed], having: Node, aggregates: frozenset[str]) -> None:
        self._tables = {
            name: _Relation(each=True, closed=table.closed, emptied=table.emptied, days=table.closed & {"date"})
            for name, table in tables.items()
        }
        self.unknown = False
        self._having = having
        self._aggregates = aggregates

    def node(self, node: Node, known: Mapping[str, _Relation]) -> _Relation:
        """What ``node`` gives; ``known`` are the relations that WITH has named so far."""
        known = dict(known)
        for entry in (node.get("cte_map") or {}).get("map", ()):
            inner = self.node(entry["value"]["query_node"], known)
            known[entry["key"].casefold()] = _renamed(inner, entry["value"]["aliases"])
        if node["type"] == "SELECT_NODE":
            return self._select(node, known)
        if node["type"] != "SET_OPERATION_NODE":
            return _TELLS
        sides = [self.node(side, known) for side in node["children"]]
        closed = frozenset({_EVERYTHING}) if any(side.closed for side in sides) else frozenset[str]()
        return _Relation(any(side.each for side in sides), closed)

    def _select(self, node: Node, known: Mapping[str, _Relation]) -> _Relation:
        scope = dict(self._sources(node["from_table"], known))
        items = node["select_list"]
        outside = {key: value for key, value in node.items() if key not in {"from_table", "cte_map"}}
        self.unknown |= _asks_emptied(list(outside.values()), scope) or _asks_emptied(node["from_table"], scope)
        self._look_into(list(outside.values()), known)
        days = _days(items, scope)
        telling = [item for item in items if self._tells(item, scope, known)]
        closed = frozenset(_name(item) for item in telling)
        if not any(source.each for source in scope.values()):
            return _Relation(closed=closed, days=days)
        groups = [_resolved(group, items) for group in node.get("group_expressions") or ()]
        adds = bool(groups) or any(self._has_aggregate(item) for item in [*items, node.get("having")])
        if not adds or any(self._tells(group, scope, known) for group in groups):
            emptied = frozenset[str]().union(*(source.emptied for source in scope.values()))
            star = any(item["class"] == "STAR" for item in items)
            return _Relation(each=True, closed=closed, emptied=emptied if star else frozenset(), days=days)
        node["having"] = _both(node.get("having"), self._having)
        return _Relation(closed=closed, days=days)

    def _look_into(self, part: Any, known: Mapping[str, _Relation]) -> None:
        """Read the queries inside of conditions: they tell nothing, but they may ask for what is not known."""
        if isinstance(part, list):
            for one in part:
                self._look_into(one, known)
        elif isinstance(part, dict):
            if part.get("class") == "SUBQUERY":
                self.node(part["subquery"]["node"], known)
            else:
                self._look_into(list(part.values()), known)

    def _sources(self, table: Node, known: Mapping[str, _Relation]) -> Iterator[tuple[str, _Relation]]:
        kind, alias = table["type"], (table.get("alias") or "").casefold()
        if kind == "JOIN":
            yield from self._sources(table["left"], known)
            yield from self._sources(table["right"], known)
        elif kind == "SUBQUERY":
            inner = self.node(table["subquery"]["node"], known)
            yield alias or str(id(table)), _renamed(inner, table["column_name_alias"])
        elif kind == "BASE_TABLE":
            name = table["table_name"].casefold()
            found = known.get(name) or self._tables.get(name, _Relation())
            yield alias or name, _renamed(found, table["column_name_alias"])
        elif kind in {"EMPTY", "TABLE_FUNCTION", "EXPRESSION_LIST"}:
            yield alias or str(id(table)), _Relation()
        else:
            yield alias or str(id(table)), _TELLS

    def _tells(self, part: Any, scope: Mapping[str, _Relation], known: Mapping[str, _Relation]) -> bool:
        """Whether a value of the expression ``part`` is one event's own."""
        if isinstance(part, list):
            return any(self._tells(one, scope, known) for one in part)
        if not isinstance(part, dict):
            return False
        kind = part.get("class")
        if kind == "COLUMN_REF":
            return _is_of(part["column_names"], {name: source.closed for name, source in scope.items()})
        if kind == "SUBQUERY":
            return self.node(part["subquery"]["node"], known).tells()
        adds = kind in {"FUNCTION", "WINDOW"} and _adds(part)
        star = kind == "STAR" and any(source.closed for source in scope.values())
        inner = [value for key, value in part.items() if key not in {"orders", "partitions", "order_bys"}]
        return star or (not adds and self._tells(inner, scope, known))

    def _has_aggregate(self, part: Any) -> bool:
        if isinstance(part, list):
            return any(self._has_aggregate(one) for one in part)
        if not isinstance(part, dict) or part.get("class") in {"SUBQUERY", "WINDOW"}:
            return False
        if part.get("class") == "FUNCTION" and part["function_name"] in self._aggregates | _ADDING:
            return True
        return self._has_aggregate(list(part.values()))


def _uncast(part: Node) -> Node:
    return _uncast(part["child"]) if part["class"] == "CAST" else part


def _days(items: list[Node], scope: Mapping[str, _Relation]) -> frozenset[str]:
    """Columns of a select list that hold dates as they are in ``scope``, or the first or the last of them."""
    dates = {name: source.days for name, source in scope.items()}
    if any(item["class"] == "STAR" for item in items):
        return frozenset[str]().union(*dates.values())
    found = set()
    for item in items:
        inner = item["arguments"][0]["expression"] if _is_end(item) else item
        if inner["class"] == "COLUMN_REF" and _is_of(inner["column_names"], dates):
            found.add(_name(item))
    return frozenset(found)


def _is_end(item: Node) -> bool:
    return (
        item["class"] in {"FUNCTION", "WINDOW"} and item["function_name"] in {"min", "max"} and bool(item["arguments"])
    )


def _adds(call: Node) -> bool:
    """Whether a function gives a total, or the month of a date; a sum of chosen events could be a sum of one."""
    name = call["function_name"]
    return name in _PARTS | _COUNTING or (name in _ADDING and not call.get("filter"))


def _is_of(names: list[str], columns: Mapping[str, frozenset[str]]) -> bool:
    """Whether the column with its qualifiers is one of ``columns``, which are given for each relation."""
    *qualifier, column = (name.casefold() for name in names)
    sources = [columns[qualifier[-1]]] if qualifier and qualifier[-1] in columns else columns.values()
    return any(column in source or _EVERYTHING in source for source in sources)


def _asks_emptied(part: Any, scope: Mapping[str, _Relation]) -> bool:
    """Whether ``part`` asks for a column that is empty, or for more of a date than its month."""
    if isinstance(part, list):
        return any(_asks_emptied(one, scope) for one in part)
    if not isinstance(part, dict) or part.get("type") == "SELECT_NODE":
        return False
    if part.get("class") == "COLUMN_REF":
        return _is_of(part["column_names"], {name: source.emptied for name, source in scope.items()})
    if part.get("class") in {"FUNCTION", "WINDOW"} and _asks_days(part, scope):
        return True
    return _asks_emptied(list(part.values()), scope)


def _asks_days(call: Node, scope: Mapping[str, _Relation]) -> bool:
    """Whether a function needs the days of dates, of which the view of the pack knows the months only."""
    name, given = call["function_name"], [_uncast(one["expression"]) for one in call["arguments"]]
    if name in _PARTS or (name in _ENDS and not call["distinct"]):
        return False
    if name in _DAYS:
        return any(source.days for source in scope.values())
    limited = {key: source.days for key, source in scope.items()}
    dates = [one for one in given if one["class"] == "COLUMN_REF" and _is_of(one["column_names"], limited)]
    sums = call["class"] == "FUNCTION" and call["is_operator"]
    return len(dates) > 1 or bool(dates and (not sums or any(one["class"] == "CONSTANT" for one in given)))


def _name(item: Node) -> str:
    """The column that an expression of a select list becomes; everything where it has no name of its own."""
    if item.get("alias"):
        return str(item["alias"]).casefold()
    return str(item["column_names"][-1]).casefold() if item["class"] == "COLUMN_REF" else _EVERYTHING


def _resolved(group: Node, items: list[Node]) -> Node:
    """What is grouped by: an expression of the select list where its name or number is given."""
    if group["class"] == "COLUMN_REF":
        return next((item for item in items if item.get("alias") == group["column_names"][-1]), group)
    if group["class"] == "CONSTANT" and group["literal"]["kind"] == "INTEGER":
        return items[int(group["literal"]["text"]) - 1]
    return group


def _renamed(relation: _Relation, names: list[str]) -> _Relation:
    """The relation under other column names: any of them may be a closed one."""
    return dataclasses.replace(relation, closed=frozenset({_EVERYTHING})) if names and relation.closed else relation


def _both(given: Node | None, more: Node) -> Node:
    if not given:
        return more
    return {"class": "CONJUNCTION", "type": "CONJUNCTION_AND", "alias": "", "children": [given, more]}


def _base_tables(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for one in part:
            yield from _base_tables(one)
    elif isinstance(part, dict):
        if part.get("type") == "BASE_TABLE":
            yield part["table_name"].casefold()
        yield from _base_tables(list(part.values()))
