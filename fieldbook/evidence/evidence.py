"""What a figure function returns: a finding with its chart, its table, its source and its limits, not yet in words."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from fieldbook.core.message import Paragraph, Phrase, Wording, message, plural, series
from fieldbook.evidence.evidence_html import evidence_html, evidence_text, missing_html, missing_text
from fieldbook.model.chart import Chart
from fieldbook.model.context import TableInfo
from fieldbook.model.payload import MIME, Cell, EvidencePayload, MissingPayload, Table, TableColumn

if TYPE_CHECKING:
    from fieldbook.context.pack import ContextPack

_LICENCE = 40
"""Characters of a licence that fit beneath every figure."""


class Evidence(EvidencePayload):
    """A figure that shows itself in a notebook: as a payload for the build, in words for people."""

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        bundle: dict[str, Any] = {MIME: self.model_dump(mode="json")}
        if os.environ.get("FIELDBOOK_BUILD"):
            return bundle
        from fieldbook.drawing.draw import draw, picture  # noqa: PLC0415 the build draws later, centrally

        svg = draw(picture(self.chart, self.alt)) if self.chart else None
        return bundle | {"text/html": evidence_html(self, svg, {}), "text/plain": evidence_text(self)}


class Missing(MissingPayload):
    """A note that shows itself in a notebook."""

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        bundle: dict[str, Any] = {MIME: self.model_dump(mode="json")}
        if os.environ.get("FIELDBOOK_BUILD"):
            return bundle
        return bundle | {"text/html": missing_html(self), "text/plain": missing_text(self)}


Figure = Evidence | Missing


def evidence(  # noqa: PLR0913 what a figure is made of, all named
    rule: str,
    pack: ContextPack,
    *,
    title: Phrase,
    shows: Iterable[Phrase],
    table: Table,
    about: str,
    beside: str = "",
    chart: Chart | None = None,
    cannot_show: Iterable[Phrase] = (),
    both_cited: bool = False,
    question: str | None = None,
) -> Evidence:
    """Join what a figure function worked out with the source and limits of the table ``about`` that it used.

    ``rule`` is the function's name in ``figure_rules``; ``shows`` are sentences that describe chart or table, to which
    the text alternative adds the finding; ``beside`` is a second table from which it has some of its numbers, and which
    is cited too where both sources stand side by side.
    """
    infos = [info for file in (about, beside if both_cited else "") if (info := _info(pack, file))]
    limits = dict.fromkeys(limit for info in infos if (limit := info.cannot_show))
    return Evidence(
        id=figure_id(rule, question),
        rule=rule,
        title=title,
        alt=Paragraph(sentences=(*shows, message("{finding}.", finding=title))),
        chart=chart,
        table=table,
        source=_sources(infos) if infos else _own_words(pack),
        as_of=pack.meta.as_of,
        cannot_show=Paragraph(sentences=(*cannot_show, *limits)),
        restricted=_restricted(pack, about) or _restricted(pack, beside),
        question=question,
    )


def _own_words(pack: ContextPack) -> Phrase:
    if pack.meta.fictional:
        return message("Invented for this course (context.yml)")
    return message("Written by the mission (context.yml)")


def missing(
    rule: str, pack: ContextPack, *, what: Phrase, file: str, field: str, question: str | None = None
) -> Missing:
    """Say what the mission has not provided; ``file`` is a name inside the pack's folder."""
    return Missing(
        id=figure_id(rule, question),
        rule=rule,
        what=what,
        file=f"contexts/{pack.root.name}/{file}",
        field=field,
        reason=_reason(pack, file),
        question=question,
    )


def withheld(rule: str, pack: ContextPack, *, what: Phrase, file: str, question: str | None = None) -> Missing:
    """Say that a figure would tell single rows of the table ``file``, which may not leave."""
    reason = message("Only totals of this table may leave the mission, and this figure would tell single rows.")
    found = missing(rule, pack, what=what, file=file, field="", question=question)
    return found.model_copy(update={"reason": reason})


def _reason(pack: ContextPack, file: str) -> Phrase | None:
    limit = pack.limits.get(file)
    if limit is None or limit.shows != "nothing":
        return None
    if limit.restricted:
        return message("The mission shows this table to trainers only.")
    return message("The licence of this table lets nothing made from it leave the mission.")


def _restricted(pack: ContextPack, file: str) -> Phrase | None:
    limit = pack.limits.get(file)
    if limit is None or not limit.restricted:
        return None
    return plural(
        "Restricted: for trainers only. What has fewer than {n} row is added together.",
        "Restricted: for trainers only. What has fewer than {n} rows is added together.",
        limit.least,
    )


def _sources(infos: Sequence[TableInfo]) -> Phrase:
    lines = [source_line(info) for info in infos]
    return lines[0] if len(lines) == 1 else series(lines)


def source_line(info: TableInfo) -> Phrase:
    """Who says it, and by which licence it stands here; a long licence stands on the page about the data."""
    citation = info.citation.strip().removesuffix(".")
    short = len(info.licence) <= _LICENCE and info.licence not in citation
    return message("{citation}. {licence}", citation=citation, licence=info.licence) if short else citation


def figure_id(rule: str, question: str | None) -> str:
    """Stable id in a page: from the function's name and the question."""
    stem = f"fig-{rule.replace('_', '-')}"
    return f"{stem}-{hashlib.sha256(question.encode()).hexdigest()[:6]}" if question else stem


def table_of(frame: pd.DataFrame, labels: Mapping[str, Phrase], numbers: Iterable[str] = ()) -> Table:
    """The columns ``labels`` of ``frame`` under their labels; those in ``numbers`` are numbers."""
    wanted = set(numbers)
    columns = tuple(
        TableColumn(key=key, name=label, role="number" if key in wanted else "text") for key, label in labels.items()
    )
    rows = (tuple(_cell(value) for value in row) for row in frame[list(labels)].itertuples(index=False, name=None))
    return Table(columns=columns, rows=tuple(rows))


def _cell(value: Any) -> Cell:
    if isinstance(value, str | Wording):
        return value  # type: ignore[return-value]
    if value is None or pd.isna(value):
        return None
    plain = float(value)
    return int(plain) if plain.is_integer() else round(plain, 2)


def _info(pack: ContextPack, file: str) -> TableInfo | None:
    return next((table for table in pack.meta.tables if table.file == file), None)
