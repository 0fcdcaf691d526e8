"""HTML of one figure from its payload (docs/architecture.md). Everything from the payload is escaped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from markupsafe import Markup

from fieldbook.core.i18n import _, locale
from fieldbook.core.templates import templates

Payload = Mapping[str, Any]

_PROSE = 40


def evidence_html(payload: Payload, svg: str | None, slots: Mapping[str, str]) -> str:
    """``<figure class="fb-evidence">`` with finding, chart, data table, source and limits.

    ``svg`` comes from ``draw``; without it the table is shown directly. ``slots`` holds HTML that has been rendered
    already (``question``) and is taken as it is.
    """
    question = Markup(slots["question"]) if slots.get("question") else payload.get("question")  # noqa: S704 rendered by us
    values = (
        {"restricted": None}
        | dict(payload)
        | {
            "svg": Markup(svg) if svg else None,  # noqa: S704 made by draw
            "question": question,
            "source": str(payload["source"]).strip().removesuffix("."),
            "as_of": _date(payload["as_of"]),
            "long_columns": _long_columns(payload["table"]["rows"]),
        }
    )
    return _render("evidence.html.j2", values)


def missing_html(payload: Payload) -> str:
    """A calm note that says what the mission has not provided and where to fill it in."""
    return _render("missing.html.j2", {"id": None, "reason": None, **payload})


def _render(template: str, values: Mapping[str, Any]) -> str:
    return templates("fieldbook.evidence").get_template(template).render(values, _=_, number=_number)


def _long_columns(rows: Sequence[Sequence[Any]]) -> set[int]:
    """Columns of prose, which need room even where the table has to scroll."""
    return {place for row in rows for place, cell in enumerate(row) if isinstance(cell, str) and len(cell) > _PROSE}


def _number(value: str | float) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return str(format_decimal(value, "#,##0.##", locale=locale()))


def _date(value: str) -> str:
    return str(format_date(dt.date.fromisoformat(value), "long", locale=locale()))
