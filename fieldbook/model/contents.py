"""The table of contents, ``_toc.yml``, as Jupyter Book has it: a welcome page, then chapters, in parts or not."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from fieldbook.core.i18n import _
from fieldbook.model.base import Prose, Source, Text


def _inside(value: str) -> str:
    path = PurePosixPath(value)
    if path.is_absolute() or ".." in path.parts or "\\" in value:
        raise ValueError(_("is no path inside the course folder, with / between names"))
    return value


PagePath = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_inside)
]
"""A page's file relative to the course folder, with or without its ending; or a pattern of such names."""


class Look(Source):
    """How a list of pages is shown."""

    caption: Prose | None = None
    hidden: bool | None = None
    maxdepth: int | None = None
    numbered: bool | int | None = None
    reversed: bool | None = None
    titlesonly: bool | None = None
    style: Text | tuple[Text, ...] | None = None
    restart_numbering: bool | None = None


class Entry(Source):
    """A line: one page, the pages that a pattern finds, or a link."""

    file: PagePath | None = None
    glob: PagePath | None = None
    url: Text | None = None
    title: Prose | None = None
    options: Look | None = None
    sections: Annotated[tuple[Entry, ...], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _one(self) -> Entry:
        if sum(part is not None for part in (self.file, self.glob, self.url)) != 1:
            raise ValueError(_("needs one of file, glob and url"))
        if self.sections and self.file is None:
            raise ValueError(_("has sections, and only a file may have them"))
        return self


class Part(Look):
    """Chapters under one caption."""

    chapters: Annotated[tuple[Entry, ...], Field(min_length=1)]


class Contents(Source):
    """The whole file."""

    format: Literal["jb-book", "jb-article"]
    root: PagePath
    parts: Annotated[tuple[Part, ...], Field(min_length=1)] | None = None
    chapters: Annotated[tuple[Entry, ...], Field(min_length=1)] | None = None
    sections: Annotated[tuple[Entry, ...], Field(min_length=1)] | None = None
    title: Prose | None = None
    options: Look | None = None
    defaults: Look | None = None
    meta: dict[str, Any] | None = None

    @model_validator(mode="after")
    def _fitting(self) -> Contents:
        given = [name for name in ("parts", "chapters", "sections") if getattr(self, name) is not None]
        fitting = ["parts", "chapters"] if self.format == "jb-book" else ["sections"]
        if len(given) != 1 or given[0] not in fitting:
            if self.format == "jb-book":
                raise ValueError(_("needs parts or chapters, as its format is jb-book"))
            raise ValueError(_("needs sections, as its format is {format}").format(format=self.format))
        return self
