"""HTML and plain text of one figure: here it gets its words. Everything is escaped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from babel.numbers import format_decimal
from markupsafe import Markup

from fieldbook.core import formats
from fieldbook.core.i18n import _, locale
from fieldbook.core.message import in_words, words
from fieldbook.core.templates import templates
from fieldbook.model.payload import EvidencePayload, MissingPayload, Table

_PROSE = 40


def evidence_html(payload: EvidencePayload, svg: str | None, slots: Mapping[str, str]) -> str:
    """``<figure class="fb-evidence">`` with finding, chart, data table, source and limits.

    ``svg`` comes from ``draw``; without it the table is shown directly. ``slots`` holds HTML that has been rendered
    already (``question``) and is taken as it is.
    """
    figure = in_words(payload)
    question = Markup(slots["question"]) if slots.get("question") else figure.question  # noqa: S704 rendered by us
    return _render(
        "evidence.html.j2",
        figure=figure,
        svg=Markup(svg) if svg else None,  # noqa: S704 made by draw
        question=question,
        source=words(figure.source).strip().removesuffix("."),
        as_of=formats.day(figure.as_of),
        long_columns=_long_columns(figure.table),
    )


def missing_html(payload: MissingPayload) -> str:
    """A calm note that says what the mission has not provided and where to fill it in."""
    return _render("missing.html.j2", figure=in_words(payload))


def evidence_text(figure: EvidencePayload) -> str:
    """The figure as lines of plain text."""
    parts = (figure.title, figure.alt, figure.source, figure.restricted, figure.cannot_show, figure.question)
    return "\n".join(words(part) for part in parts if part)


def missing_text(figure: MissingPayload) -> str:
    """The note as plain text."""
    if figure.reason:
        return _("Not shown here: {what}. {reason}").format(what=words(figure.what), reason=words(figure.reason))
    return _("Not yet provided by the mission: {what}. To be filled in: {file}, {field}.").format(
        what=words(figure.what), file=figure.file, field=figure.field
    )


def _render(template: str, **values: Any) -> str:
    return templates("fieldbook.evidence").get_template(template).render(values, _=_, number=_number)


def _long_columns(table: Table) -> set[int]:
    """Columns of prose, which need room even where the table has to scroll."""
    return {
        place for row in table.rows for place, cell in enumerate(row) if isinstance(cell, str) and len(cell) > _PROSE
    }


def _number(value: str | float) -> str:
    if isinstance(value, str):
        return value
    return str(format_decimal(value, "#,##0.##", locale=locale()))
