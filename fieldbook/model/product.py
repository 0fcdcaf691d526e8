"""A module product: a document that the learner fills in for the own mission (``docs/products.md``)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from fieldbook.model.base import Id, Named, Source, Text


class Column(Source):
    """A column of a table; ``width`` is its share of the line."""

    id: Id
    title: Text
    width: int = Field(default=1, ge=1, le=10)


class FixedRow(Source):
    """A row that stands in the table with its title."""

    id: Id
    title: Text


class TextSection(Source):
    """One field of ``lines`` lines. ``prefill`` comes from the context and may be changed."""

    kind: Literal["text"]
    id: Id
    title: Text
    help: Text
    lines: int = Field(default=3, ge=1, le=12)
    prefill: Text | None = None
    example: Text


class TableSection(Source):
    """A table: so many empty rows, or rows with titles. ``example`` has a line of cells for each filled row."""

    kind: Literal["table"]
    id: Id
    title: Text
    help: Text
    columns: tuple[Column, ...] = Field(min_length=1, max_length=6)
    rows: Annotated[int, Field(ge=1, le=12)] | tuple[FixedRow, ...]
    example: tuple[tuple[Text, ...], ...] = Field(min_length=1, max_length=12)


Section = Annotated[TextSection | TableSection, Field(discriminator="kind")]


class Product(Named):
    """``assessments/products/<id>.yml``. ``pages`` is the most that a filled form may take on A4."""

    module: Id
    title: Text
    objectives: tuple[Id, ...] = Field(min_length=1)
    purpose: Text
    pages: Literal[1, 2] = 1
    sections: tuple[Section, ...] = Field(min_length=1, max_length=12)
