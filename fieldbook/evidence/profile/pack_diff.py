"""What changed between two versions of a pack: fields, entries, rows, values in text, and questions.

Packs come as they stand in their folders; questions are bound to what may leave with a learner, as a build does.
"""

from __future__ import annotations

import dataclasses
import html
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from fieldbook.assessment.binding import Binder
from fieldbook.assessment.shapes import BoundItem, LeftOutError, OrderItem, PairsItem
from fieldbook.context.disclosure import disclosable
from fieldbook.context.pack import ContextPack
from fieldbook.context.values import values
from fieldbook.core.formats import number
from fieldbook.course.sources import ItemPlace
from fieldbook.evidence.figures.figure_words import clean

_KEYS = {
    "incidents.csv": ["event_id"],
    "incidents_other.csv": ["event_id"],
    "alerts.csv": ["alert_id"],
    "displacement.csv": ["month", "area"],
    "new_displacement.csv": ["year", "cause", "source"],
    "personnel_deaths.csv": [],
}
"""What tells one row of a table from another; without such columns rows are only added or removed."""
_DERIVED = "area_name"
_LISTS = ("mandate.tasks", "areas", "actors", "threats", "bodies", "protection_actors", "tables")
LONGEST = 100
"""Characters of a value in a difference; the files hold the whole."""


@dataclasses.dataclass(frozen=True)
class Change:
    """A value that is another one now. ``path`` names a field, ``key`` the entry, row or question it belongs to."""

    path: str
    key: str
    before: str
    after: str


@dataclasses.dataclass(frozen=True)
class Entries:
    """Entries of a list of ``context.yml``, by name."""

    path: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]


@dataclasses.dataclass(frozen=True)
class TableChange:
    """Rows of one table. ``cells`` has one change for each cell of a row that stands in both versions."""

    file: str
    rows: tuple[int, int]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    cells: tuple[Change, ...]
    totals: tuple[Change, ...]

    @property
    def changed_rows(self) -> int:
        """Rows in which a cell differs."""
        return len({cell.key for cell in self.cells})


@dataclasses.dataclass(frozen=True)
class ItemChanges:
    """What becomes of the questions of a course."""

    keys: tuple[Change, ...]
    left_out: tuple[Change, ...]
    """``after`` is the reason."""
    back: tuple[str, ...]
    texts: tuple[str, ...]
    """Only words or wrong options are others."""


@dataclasses.dataclass(frozen=True)
class Difference:
    """Everything that differs."""

    entries: tuple[Entries, ...]
    fields: tuple[Change, ...]
    tables: tuple[TableChange, ...]
    values: tuple[Change, ...]
    items: ItemChanges | None
    """None where no course was given."""


def difference(old: ContextPack, new: ContextPack, places: Sequence[ItemPlace] | None) -> Difference:
    """Compare two packs; ``places`` are the items of the course that is built with them.

    Raises
    ------
    CourseError
        An item cannot be bound to any pack, because it is wrong.
    """
    return Difference(
        entries=tuple(_entries(old, new)),
        fields=tuple(_fields(old, new)),
        tables=tuple(_tables(old, new)),
        values=tuple(_values(old, new)),
        items=None if places is None else _items(old, new, places),
    )


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """The dump with tasks beside the other lists; entries of lists are compared by id, tables by file."""
    flat = dict(data) | {"mandate.tasks": data["mandate"]["tasks"]}
    flat["mandate"] = {key: value for key, value in data["mandate"].items() if key != "tasks"}
    named = {"tables": "file"}
    return {
        key: {entry[named.get(key, "id")]: entry for entry in value} if key in _LISTS else value
        for key, value in flat.items()
    }


def _entries(old: ContextPack, new: ContextPack) -> Iterator[Entries]:
    before, after = _plain(old.meta.model_dump()), _plain(new.meta.model_dump())
    for path in _LISTS:
        was, now = before[path], after[path]
        added = tuple(_name(now[key]) for key in now if key not in was)
        removed = tuple(_name(was[key]) for key in was if key not in now)
        both = [(_name(was[key]), _name(now[key])) for key in was if key in now]
        renamed = tuple((one, other) for one, other in both if one != other)
        if added or removed or renamed:
            yield Entries(path, added, removed, renamed)


def _name(entry: Mapping[str, Any]) -> str:
    return clean(str(entry.get("name") or entry.get("title") or entry.get("paragraph") or entry.get("id")))


def _fields(old: ContextPack, new: ContextPack) -> Iterator[Change]:
    """Fields that stand in both; entries that came, went or were renamed are told by ``_entries``."""
    before, after = _plain(old.meta.model_dump()), _plain(new.meta.model_dump())
    for path in before:
        if path not in _LISTS:
            yield from _leaves(before[path], after[path], path, "")
    for path in _LISTS:
        for entry, was in before[path].items():
            if entry in after[path]:
                now = after[path][entry]
                yield from _leaves(was | {"name": None}, now | {"name": None}, path, _name(now))


def _leaves(before: Any, after: Any, path: str, key: str) -> Iterator[Change]:
    if isinstance(before, dict) and isinstance(after, dict):
        for name in dict.fromkeys([*before, *after]):
            yield from _leaves(before.get(name), after.get(name), f"{path}.{name}", key)
    elif before != after:
        yield Change(path, key, shown(before), shown(after))


def shown(value: Any) -> str:
    """A value as one short line."""
    if isinstance(value, list | tuple):
        value = ", ".join(str(part) for part in value)
    text = clean("" if value is None or value is pd.NA else str(value))
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _tables(old: ContextPack, new: ContextPack) -> Iterator[TableChange]:
    for file, keys in _KEYS.items():
        was, now = _rows(old, file, keys), _rows(new, file, keys)
        if was.equals(now):
            continue
        both = was.index.intersection(now.index)
        yield TableChange(
            file=file,
            rows=(len(was), len(now)),
            added=tuple(now.index.difference(was.index)),
            removed=tuple(was.index.difference(now.index)),
            cells=tuple(_cells(was.loc[both], now.loc[both], file)),
            totals=tuple(_totals(was, now, file)),
        )


def _rows(pack: ContextPack, file: str, keys: Sequence[str]) -> pd.DataFrame:
    """The rows under one text key each, sorted; rows with the same key are numbered."""
    table = getattr(pack, file.removesuffix(".csv"), None)
    if not isinstance(table, pd.DataFrame):
        return pd.DataFrame()
    table = table.drop(columns=_DERIVED, errors="ignore")
    parts = table[list(keys) or list(table.columns)]
    texts = [" ".join(_cell(value) for value in row) for row in parts.itertuples(index=False, name=None)]
    seen: Counter[str] = Counter()
    labels = []
    for text in texts:
        seen[text] += 1
        labels.append(text if seen[text] == 1 else f"{text} ({seen[text]})")
    return table.set_axis(pd.Index(labels, dtype="str"), axis=0).sort_index()


def _cells(was: pd.DataFrame, now: pd.DataFrame, file: str) -> Iterator[Change]:
    for column in now.columns:
        if column not in was.columns:
            continue
        one, other = was[column], now[column]
        differs = ~((one == other).fillna(value=False) | (one.isna() & other.isna()))
        for key in one.index[differs.to_numpy(dtype=bool)]:
            yield Change(f"{file}.{column}", str(key), _cell(one[key]), _cell(other[key]))


def _cell(value: Any) -> str:
    if pd.isna(value):
        return ""
    return str(value.date()) if isinstance(value, pd.Timestamp) else clean(str(value))


def _totals(was: pd.DataFrame, now: pd.DataFrame, file: str) -> Iterator[Change]:
    """Sums of counted columns, where they differ; a column without a number has none."""
    for column in now.columns if len(now.columns) else was.columns:
        if column in ("date_precision", "year"):
            continue
        sums = [_sum(frame, column) for frame in (was, now)]
        if sums[0] != sums[1]:
            yield Change(f"{file}.{column}", "", *sums)


def _sum(frame: pd.DataFrame, column: str) -> str:
    if column not in frame.columns or frame[column].dtype != "Int64" or frame[column].isna().all():
        return ""
    return number(frame[column].sum())


def _values(old: ContextPack, new: ContextPack) -> Iterator[Change]:
    before, after = values(old), values(new)
    for group, names in before.items():
        for name, text in names.items():
            if text != after[group][name]:
                yield Change(f"{group}.{name}", "", shown(text), shown(after[group][name]))


def _items(old: ContextPack, new: ContextPack, places: Sequence[ItemPlace]) -> ItemChanges:
    binders = Binder(disclosable(old, "learner")), Binder(disclosable(new, "learner"))
    keys, left, back, texts = [], [], [], []
    for place in places:
        was, now = (_bound(binder, place) for binder in binders)
        name = place.item.id
        if isinstance(now, str):
            if not isinstance(was, str):
                left.append(Change("", name, key_text(was), now))
        elif isinstance(was, str):
            back.append(name)
        elif key_text(was) != key_text(now):
            keys.append(Change("", name, key_text(was), key_text(now)))
        elif was.variant != now.variant:
            texts.append(name)
    return ItemChanges(tuple(keys), tuple(left), tuple(back), tuple(texts))


def _bound(binder: Binder, place: ItemPlace) -> BoundItem | str:
    """The item, or why the data leave it out."""
    try:
        return binder.bind(place)
    except LeftOutError as reason:
        return str(reason)


def key_text(item: BoundItem) -> str:
    """The right answer of a bound item, in words."""
    match item:
        case PairsItem():
            parts = [f"{side.text} → {item.right_of(side.id).text}" for side in item.options]
        case OrderItem():
            parts = [f"{step.place}. {step.text}" for step in item.options]
        case _:
            parts = [option.text for _ref, option in item.refs() if option.is_right]
    return shown(html.unescape("; ".join(parts)))
