"""What ``fieldbook paper scan`` writes and ``fieldbook collect`` reads: sittings on paper."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from fieldbook.model.base import Id
from fieldbook.model.record import Build, Response, Share

Code = Annotated[str, StringConstraints(pattern=r"^\d{4,9}$", max_length=9)]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$", max_length=10)]
Lang = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,8}([_-][A-Za-z0-9]{1,8})*$", max_length=35)]

MOST_SITTINGS = 100_000


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class PaperAnswer(_Part):
    """An answer on a sheet. ``confidence`` is the least of its marks; ``decided`` says that a person read it."""

    variant: Build
    response: Response
    confidence: Share
    decided: bool


class PaperSitting(_Part):
    """The sheet of one participant."""

    course: Id
    context: Id
    lang: Lang
    build: Build
    form: Id
    variant: Build
    code: Code
    version: Annotated[str, StringConstraints(pattern=r"^[A-Z]$")]
    day: Day
    answers: Annotated[dict[Id, PaperAnswer], Field(max_length=200)]


class PaperResults(_Part):
    """A file of them."""

    format: Literal["fieldbook-paper"]
    version: Literal[1]
    sittings: Annotated[list[PaperSitting], Field(max_length=MOST_SITTINGS)]
