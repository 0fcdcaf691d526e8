"""What becomes of the rows of a file while it is read: counts, totals, and why a row was refused or changed."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable

from pydantic import ValidationError

from fieldbook.context.importing.file_columns import Fault, LeftOut, Reader, Record
from fieldbook.context.importing.source_rows import clean
from fieldbook.context.pack_table import value_message
from fieldbook.core.problems import Problem


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

    def refuse(self, record: Record, column: str, message: str) -> None:
        """The row breaks a rule."""
        self.refused.append(
            Problem(record.file, record.line, column, message, "The row is left out.", "FB-IMP-07", warning=True)
        )

    def note(self, record: Record, column: str, message: str, remedy: str, code: str) -> None:
        """The row is kept, but not as it stands."""
        self.unsure.append(Problem(record.file, record.line, column, message, remedy, code, warning=True))

    def take(self, reader: Reader, record: Record, convert: Callable[[], None]) -> None:
        """Run ``convert`` on a whole row and write down what is wrong with it."""
        self.read += 1
        width = len(reader.columns.names)
        if not record.is_whole(width):
            self.refuse(record, "", f"has {len(record.cells)} fields under {width} headers")
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
