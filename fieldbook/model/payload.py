"""What a notebook's cell hands to the build: codes and values, put into words where the page is made.

So a notebook is run once for all languages (``docs/figures.md``). ``payload.schema.json`` is made from these models.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from fieldbook.core.message import Phrase
from fieldbook.model.base import Id
from fieldbook.model.chart import Chart

MIME = "application/vnd.fieldbook+json"
"""The type under which a payload stands in a cell's output."""

Cell = int | float | Phrase | None
"""None means: no data."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TableColumn(_Part):
    """A column of a data table; numbers are aligned and grouped, years and codes are text."""

    key: str
    name: Phrase
    role: Literal["text", "number"] = "text"


class Table(_Part):
    """The data behind a figure."""

    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]


class EvidencePayload(_Part):
    """A figure. ``title`` is the finding as a sentence, ``cannot_show`` what must not be read into it."""

    kind: Literal["evidence"] = "evidence"
    id: str
    rule: str
    """What was counted, and how: a name in ``evidence.figures.figure_rules``."""
    title: Phrase
    alt: Phrase
    chart: Chart | None
    table: Table
    source: Phrase
    as_of: dt.date
    cannot_show: Phrase
    restricted: Phrase | None = None
    """Where the table is restricted: who may see the figure, and what was done to it."""
    question: str | None = None
    """Markdown of the course."""


class MissingPayload(_Part):
    """A figure that can't be shown: the mission has not provided its data, or, with a ``reason``, keeps them back.

    ``file`` and ``field`` name the place to fill in.
    """

    kind: Literal["missing"] = "missing"
    id: str
    rule: str
    what: Phrase
    file: str
    field: str
    reason: Phrase | None = None
    question: str | None = None


class CheckPayload(_Part):
    """A knowledge check: items of the bank, which the page binds to the context."""

    kind: Literal["check"] = "check"
    items: tuple[Id, ...]


class PracticePayload(_Part):
    """A branching scenario or a module product, which the page binds to the context."""

    kind: Literal["scenario", "product"]
    id: Id


FigurePayload = EvidencePayload | MissingPayload
Payload = Annotated[
    EvidencePayload | MissingPayload | CheckPayload | PracticePayload,
    Field(discriminator="kind"),
]
PAYLOAD: TypeAdapter[EvidencePayload | MissingPayload | CheckPayload | PracticePayload] = TypeAdapter(Payload)
"""Reads a payload. What doesn't fit raises ``pydantic.ValidationError``."""
