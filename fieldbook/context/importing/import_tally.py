"""What becomes of the rows of a file while it is read: counts, totals, and why a row was refused or changed."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Sequence

from pydantic import BaseModel, ValidationError

from fieldbook.context.importing.file_columns import ColumnReader, Fault, FileRecord, LeftOut
from fieldbook.context.importing.file_letters import clean
from fieldbook.context.pack_table import value_message
from fieldbook.core.formats import number
from fieldbook.core.i18n import _
from fieldbook.core.problems import Problem
from fieldbook.model.base import NAME_LENGTH

MANY = 10_000_000
"""People in one row. More is possible, and kept: Sudan had 11,559,970 displaced people in 2024."""


@dataclasses.dataclass
class Tally:
    """Counts of rows and people, and one problem for each row that was refused or changed."""

    read: int = 0
    before: int = 0
    """People in all rows read, as far as their number can be read."""
    refused: list[Problem] = dataclasses.field(default_factory=list)
    unsure: list[Problem] = dataclasses.field(default_factory=list)
    left_out: Counter[str] = dataclasses.field(default_factory=Counter)
    remarks: list[str] = dataclasses.field(default_factory=list)

    def refuse(self, record: FileRecord, column: str, message: str) -> None:
        """The row breaks a rule."""
        self.refused.append(
            Problem(record.file, record.line, column, message, _("The row is left out."), "FB-IMP-07", warning=True)
        )

    def note(self, record: FileRecord, column: str, message: str, remedy: str, code: str) -> None:
        """The row is kept, but not as it stands."""
        self.unsure.append(Problem(record.file, record.line, column, message, remedy, code, warning=True))

    def note_many(self, reader: ColumnReader, record: FileRecord, row: BaseModel, fields: Sequence[str]) -> None:
        """Numbers of people that are so large that a person should look at them."""
        for field in fields:
            people = getattr(row, field)
            if people is not None and people > MANY:
                remedy = _("It is kept. Few numbers are so large: check it at its source.")
                self.note(
                    record,
                    reader.name(field),
                    _("has {n} people").format(n=number(people)),
                    remedy,
                    "FB-IMP-31",
                )

    def cut_names(
        self, reader: ColumnReader, record: FileRecord, values: dict[str, object], fields: Sequence[str]
    ) -> None:
        """Shorten those of ``values`` that are longer than a pack holds: a long name is no reason to lose its row."""
        for field in fields:
            name = str(values[field])
            if len(name) > NAME_LENGTH:
                values[field] = f"{name[: NAME_LENGTH - 1]}…"
                remedy = _("It is kept, cut after {n}.").format(n=NAME_LENGTH)
                self.note(
                    record,
                    reader.name(field),
                    _("has {n} letters").format(n=number(len(name))),
                    remedy,
                    "FB-IMP-31",
                )

    def pass_over(self, record: FileRecord) -> None:
        """The row is a total of the others."""
        self.note(record, "", _("is a row of totals"), _("It is left out."), "FB-IMP-30")

    def take(self, reader: ColumnReader, record: FileRecord, convert: Callable[[], None]) -> None:
        """Run ``convert`` on a whole row and write down what is wrong with it."""
        self.read += 1
        width = len(reader.columns.names)
        if not record.is_whole(width):
            self.refuse(
                record,
                "",
                _("has {found} fields under {wanted} headers").format(found=len(record.cells), wanted=width),
            )
            return
        try:
            convert()
        except LeftOut as kind:
            self.left_out[clean(str(kind))[:80]] += 1
        except Fault as fault:
            self.refuse(record, fault.column, str(fault))
        except ValidationError as error:
            for each in error.errors(include_url=False):
                self.refuse(record, reader.name(str(each["loc"][0])) if each["loc"] else "", value_message(each))
