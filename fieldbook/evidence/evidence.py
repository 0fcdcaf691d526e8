"""What a figure function returns: a finding with its chart, its table, its source and its limits."""

from __future__ import annotations

import dataclasses
import hashlib
import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from fieldbook.core.i18n import _
from fieldbook.evidence.evidence_html import evidence_html, missing_html
from fieldbook.model.context import TableInfo
from fieldbook.model.payload import MIME

if TYPE_CHECKING:
    from fieldbook.context.pack import ContextPack

_LICENCE = 40
"""Characters of a licence that fit beneath every figure."""

Cell = str | int | float | None
Spec = dict[str, Any]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a data table; numbers are aligned and grouped, years and codes are text."""

    name: str
    role: Literal["text", "number"] = "text"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Table:
    """The data behind a figure. ``None`` in a cell means: no data."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


class _Shown:
    """Shows itself in a notebook: as a payload for the build, as HTML in JupyterLab, as text elsewhere."""

    def payload(self) -> dict[str, Any]:
        """The ``application/vnd.fieldbook+json`` of docs/architecture.md."""
        raise NotImplementedError

    def _html(self) -> str:
        raise NotImplementedError

    def _text(self) -> str:
        raise NotImplementedError

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        bundle: dict[str, Any] = {MIME: self.payload(), "text/plain": self._text()}
        if not os.environ.get("FIELDBOOK_BUILD"):
            bundle["text/html"] = self._html()
        return bundle


@dataclasses.dataclass(frozen=True, kw_only=True)
class Evidence(_Shown):
    """A figure. ``title`` is the finding as a sentence, ``cannot_show`` what must not be read into it."""

    id: str
    title: str
    alt: str
    chart: Spec | None
    table: Table
    source: str
    as_of: str
    """ISO date."""
    cannot_show: str
    restricted: str | None = None
    """Where the table is restricted: who may see the figure, and what was done to it."""
    question: str | None = None
    kind: Literal["evidence"] = "evidence"

    def payload(self) -> dict[str, Any]:
        """The chart carries the text alternative with it, so that drawing needs nothing else."""
        return dataclasses.asdict(self)

    def _html(self) -> str:
        from fieldbook.drawing.draw import draw  # noqa: PLC0415 the build draws later, centrally

        return evidence_html(self.payload(), draw(self.chart) if self.chart else None, {})

    def _text(self) -> str:
        parts = (self.title, self.alt, self.source, self.restricted, self.cannot_show, self.question)
        return "\n".join(part for part in parts if part)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Missing(_Shown):
    """A figure that can't be shown: the mission has not provided its data, or, with a ``reason``, keeps them back.

    ``file`` and ``field`` name the place to fill in.
    """

    id: str
    what: str
    file: str
    field: str
    reason: str | None = None
    question: str | None = None
    kind: Literal["missing"] = "missing"

    def payload(self) -> dict[str, Any]:
        """As in docs/architecture.md, with the id."""
        return dataclasses.asdict(self)

    def _html(self) -> str:
        return missing_html(self.payload())

    def _text(self) -> str:
        if self.reason:
            return _("Not shown here: {what}. {reason}").format(what=self.what, reason=self.reason)
        return _("Not yet provided by the mission: {what}. To be filled in: {file}, {field}.").format(
            what=self.what, file=self.file, field=self.field
        )


Figure = Evidence | Missing


def evidence(  # noqa: PLR0913 what a figure is made of, all named
    name: str,
    pack: ContextPack,
    *,
    title: str,
    alt: str,
    table: Table,
    about: str,
    beside: str = "",
    chart: Spec | None = None,
    cannot_show: str = "",
    question: str | None = None,
) -> Evidence:
    """Join what a figure function worked out with the source and limits of the table ``about`` that it used.

    ``beside`` is a second table from which it has some of its numbers.
    """
    info = _info(pack, about)
    limits = " ".join(part for part in (cannot_show, info.cannot_show if info else "") if part)
    return Evidence(
        id=figure_id(name, question),
        title=title,
        alt=alt,
        chart=chart and {**chart, "description": alt},
        table=table,
        source=source_line(info) if info else _own_words(pack),
        as_of=pack.meta.as_of.isoformat(),
        cannot_show=limits,
        restricted=_restricted(pack, about) or _restricted(pack, beside),
        question=question,
    )


def _own_words(pack: ContextPack) -> str:
    return (
        _("Invented for this course (context.yml)")
        if pack.meta.fictional
        else _("Written by the mission (context.yml)")
    )


def missing(name: str, pack: ContextPack, *, what: str, file: str, field: str, question: str | None = None) -> Missing:
    """Say what the mission has not provided; ``file`` is a name inside the pack's folder."""
    path = f"contexts/{pack.root.name}/{file}"
    reason = _reason(pack, file)
    return Missing(id=figure_id(name, question), what=what, file=path, field=field, reason=reason, question=question)


def held(name: str, pack: ContextPack, *, what: str, file: str, question: str | None = None) -> Missing:
    """Say that a figure would tell single rows of the table ``file``, which may not leave."""
    reason = _("Only totals of this table may leave the mission, and this figure would tell single rows.")
    return dataclasses.replace(missing(name, pack, what=what, file=file, field="", question=question), reason=reason)


def _reason(pack: ContextPack, file: str) -> str | None:
    limit = pack.limits.get(file)
    if limit is None or limit.shows != "nothing":
        return None
    if limit.restricted:
        return _("The mission shows this table to trainers only.")
    return _("The licence of this table lets nothing made from it leave the mission.")


def _restricted(pack: ContextPack, file: str) -> str | None:
    limit = pack.limits.get(file)
    if limit is None or not limit.restricted:
        return None
    return _("Restricted: for trainers only. What has fewer than {least} rows is added together.").format(
        least=limit.least
    )


def source_line(info: TableInfo) -> str:
    """Who says it, and by which licence it stands here; a long licence stands on the page about the data."""
    citation = info.citation.strip().removesuffix(".")
    short = len(info.licence) <= _LICENCE and info.licence not in citation
    return f"{citation}. {info.licence}" if short else citation


def figure_id(name: str, question: str | None) -> str:
    """Stable id in a page: from the function's name and the question."""
    stem = f"fig-{name.replace('_', '-')}"
    return f"{stem}-{hashlib.sha256(question.encode()).hexdigest()[:6]}" if question else stem


def table_of(frame: pd.DataFrame, labels: Mapping[str, str], numbers: Iterable[str] = ()) -> Table:
    """The columns ``labels`` of ``frame`` under their labels; those in ``numbers`` are numbers."""
    wanted = set(numbers)
    columns = tuple(Column(name=label, role="number" if key in wanted else "text") for key, label in labels.items())
    rows = (tuple(_cell(value) for value in row) for row in frame[list(labels)].itertuples(index=False, name=None))
    return Table(columns=columns, rows=tuple(rows))


def _cell(value: Any) -> Cell:
    if value is None or pd.isna(value):
        return None
    if isinstance(value, str):
        return value
    plain = float(value)
    return int(plain) if plain.is_integer() else round(plain, 2)


def _info(pack: ContextPack, file: str) -> TableInfo | None:
    return next((table for table in pack.meta.tables if table.file == file), None)
