"""A source: which columns mean what, how codes and dates are written, what the licence allows.

One file in ``sources/`` for each layout that is known; a mapping file of a trainer has the same form. Adding a source
is adding a file.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from fieldbook.context.importing.column_dates import SERIAL
from fieldbook.core.i18n import _
from fieldbook.core.yamlfile import read_yaml
from fieldbook.model.base import Id, Name, Source, Text
from fieldbook.model.context import ActorKind, MayShip
from fieldbook.model.table import Displacement, NewDisplacement, PersonnelDeath

Target = Literal["incidents", "displacement", "new_displacement", "personnel_deaths"]
"""The table of a pack that a source fills."""

_EVENT = {
    *("event_id", "date", "date_end", "year", "date_precision", "country", "country_code", "area", "area_is_known"),
    *("place", "lat", "lon", "kind", "side_a", "side_b", "code_a", "code_b"),
    *("civilians_killed", "killed_low", "killed_best", "killed_high"),
}
FIELDS: Mapping[Target, frozenset[str]] = {
    "incidents": frozenset(_EVENT),
    "displacement": frozenset({*Displacement.model_fields, "date", "site", "country", "country_code"} - {"month"}),
    "new_displacement": frozenset({*NewDisplacement.model_fields, "country", "country_code"} - {"source"}),
    "personnel_deaths": frozenset({*PersonnelDeath.model_fields, "row_id"}),
}
"""What the columns of a source can become. ``date`` of displacement is any day of the month; ``site`` keeps two rows
of one camp in one month apart."""
DATES = ("date", "date_end")
DEGREES = ("lat", "lon")
NAMES = ("area", "place", "side_a", "side_b")
KILLED = ("civilians_killed", "killed_low", "killed_best", "killed_high")
COUNTS = (*KILLED, "women", "men", "girls", "boys", "new_displacements", "displaced_at_end")
"""Fields that hold numbers of people."""


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _one_list(value: object) -> object:
    return [value] if isinstance(value, list) and value and all(isinstance(each, str) for each in value) else value


def _with_column(value: object) -> object:
    return {"column": value} if isinstance(value, str | list) else value


def _words(value: object) -> object:
    """Codes may be numbers in YAML; in a table they are text."""
    return {str(key): word for key, word in value.items()} if isinstance(value, dict) else value


def _date_format(value: str) -> str:
    if value == SERIAL:
        return value
    parts = {"%Y": "Y", "%y": "Y", "%m": "M", "%b": "M", "%B": "M", "%d": "D"}
    found = "".join(parts[mark] for mark in parts if mark in value)
    if sorted(found) != ["D", "M", "Y"]:
        raise ValueError(_("is not a date format such as %d %B %Y: one year (%Y, %y), month (%m, %b, %B) and day (%d)"))
    return value


Column = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Columns = Annotated[tuple[Column, ...], BeforeValidator(_listed)]
Pattern = Annotated[str, StringConstraints(max_length=300)]
Conditions = dict[Column, Annotated[tuple[Pattern, ...], BeforeValidator(_listed)]]
DateFormat = Annotated[str, StringConstraints(max_length=40), AfterValidator(_date_format)]


class ColumnRule(Source):
    """The value where all conditions hold: a word (``gives``), another column, or the row is left out.

    A condition names a column and what may stand in it; ``*`` stands for any text, capitals do not count.
    """

    when: Conditions = Field(default_factory=dict)
    gives: Annotated[str, StringConstraints(max_length=300)] | None = None
    column: Column | None = None
    leave_out: bool = False


class FieldRule(Source):
    """Where a field of the pack's table comes from. The first column that the file has is used."""

    column: Columns = ()
    sum: Annotated[tuple[Columns, ...], BeforeValidator(_one_list)] = ()
    """Columns that are added: of several lists, the first of which the file has all; empty fields count for nothing."""
    codes: Annotated[dict[str, str | None], BeforeValidator(_words)] = Field(default_factory=dict)
    """What each code means; empty means not known. A code that is not listed is a fault of the row."""
    rules: tuple[ColumnRule, ...] = ()
    """The first rule that holds decides, before ``column``."""
    drop_endings: tuple[Pattern, ...] = ()
    prefix: Annotated[str, StringConstraints(max_length=40)] = ""

    def columns(self) -> Iterator[str]:
        """Every column that the field is made of, apart from its rules."""
        yield from self.column
        for names in self.sum:
            yield from names

    @functools.cached_property
    def known(self) -> Mapping[str, str]:
        """The codes in small letters."""
        return {code.casefold(): word or "" for code, word in self.codes.items()}


class ActorRule(Source):
    """The kind of an actor by its ``name``, the ``code`` beside it, or the ``kinds`` of events that it took part in."""

    when: Conditions = Field(default_factory=dict)
    kind: ActorKind


class SourceFile(Source):
    """One layout of one source."""

    word: Id = "table"
    """What the command calls it; two layouts of one source share it."""
    title: Text
    gives: Target
    source: Name
    """As each row and figure names it."""
    licence: Text
    citation: Text
    """``{release}`` in it stands for the entry of ``releases``."""
    releases: dict[int, Text] = Field(default_factory=dict)
    """How to cite each release, by the last year that it covers."""
    may_ship: MayShip
    cannot_show: Text
    marks: tuple[Columns, ...] = ()
    """Columns by which a file of this layout is known; of a list one is enough."""
    needs: tuple[Columns, ...] = ()
    """Columns without which nothing can be read."""
    header: Annotated[int, Field(ge=1, le=50)] = 1
    """Row of the spreadsheet or file in which the names of the columns stand."""
    dates: tuple[DateFormat, ...] = ()
    """Formats of which one fits a column of dates; empty: the column tells which of all that are known."""
    decimal: Literal[".", ","] | None = None
    """The mark before decimals; None: the numbers of the file tell."""
    as_of: Literal["last-day", "end-of-year"] = "last-day"
    """Up to which day the data are complete: the last one in them, or the end of its year."""
    fields: dict[Column, Annotated[FieldRule, BeforeValidator(_with_column)]]
    actors: tuple[ActorRule, ...] = ()
    """The first rule that holds decides; none: ``armed-group``."""

    @model_validator(mode="after")
    def _known_fields(self) -> SourceFile:
        unknown = sorted(set(self.fields) - FIELDS[self.gives])
        if unknown:
            known = ", ".join(sorted(FIELDS[self.gives]))
            raise ValueError(
                _("has no field {unknown} in {gives}; there are {known}").format(
                    unknown=", ".join(unknown), gives=self.gives, known=known
                )
            )
        return self

    def of_release(self, last_year: int) -> SourceFile:
        """Itself with the citation of the release whose last year is ``last_year``; marked where that is not known."""
        if not self.releases:
            return self
        release = self.releases.get(last_year, UNKNOWN_RELEASE)
        return self.model_copy(update={"citation": self.citation.replace("{release}", release)})


UNKNOWN_RELEASE = "THE ARTICLE OF THE RELEASE"
"""Stands in a citation until a person has replaced it."""

_FOLDER = Path(__file__).parent / "sources"


@functools.cache
def shipped() -> Sequence[SourceFile]:
    """The sources that are known, in order of their files' names."""
    return tuple(read_yaml(path, SourceFile, _FOLDER).value for path in sorted(_FOLDER.glob("*.yml")))


def words() -> list[str]:
    """What ``fieldbook context import`` takes, apart from ``table``."""
    return sorted({source.word for source in shipped()})


def layouts(word: str) -> Sequence[SourceFile]:
    """The layouts of the source called ``word``."""
    return [source for source in shipped() if source.word == word]


def read_mapping(path: Path) -> SourceFile:
    """A trainer's mapping file. Raises ``CourseError`` with every fault of it."""
    return read_yaml(path, SourceFile, path.parent).value
