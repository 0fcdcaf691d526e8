"""A module product: a document that the learner fills in for the own mission (``docs/products.md``)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from fieldbook.model.base import Id, Named, Prose, Source

PartId = Annotated[Id, Field(max_length=38)]
"""Short enough that section, row and column together name a field of the learner's record."""


class Column(Source):
    """A column of a table; ``width`` is its share of the line."""

    id: PartId
    title: Prose
    width: int = Field(default=1, ge=1, le=10)


class FixedRow(Source):
    """A row that stands in the table with its title."""

    id: PartId
    title: Prose


class TextSection(Source):
    """One field of ``lines`` lines. ``prefill`` comes from the context and may be changed."""

    kind: Literal["text"]
    id: PartId
    title: Prose
    help: Prose
    lines: int = Field(default=3, ge=1, le=12)
    prefill: Prose | None = None
    example: Prose


def _kind_of_rows(value: object) -> str:
    return "titles" if isinstance(value, list | tuple) else "number"


Rows = Annotated[
    Annotated[int, Field(ge=1, le=12), Tag("number")]
    | Annotated[tuple[FixedRow, ...], Field(min_length=1, max_length=12), Tag("titles")],
    Discriminator(_kind_of_rows),
]
"""So many empty rows, or rows with titles."""


class TableSection(Source):
    """A table. ``example`` has a line of cells for each filled row."""

    kind: Literal["table"]
    id: PartId
    title: Prose
    help: Prose
    columns: tuple[Column, ...] = Field(min_length=1, max_length=6)
    rows: Rows
    example: tuple[tuple[Prose, ...], ...] = Field(min_length=1, max_length=12)


Section = Annotated[TextSection | TableSection, Field(discriminator="kind")]


class Product(Named):
    """``assessments/products/<id>.yml``. ``pages`` is the most that a filled form may take on A4."""

    module: Id
    title: Prose
    objectives: tuple[Id, ...] = Field(min_length=1)
    purpose: Prose
    pages: Literal[1, 2] = 1
    sections: tuple[Section, ...] = Field(min_length=1, max_length=12)
