"""What every reader of questions gives: items as they stand in a bank, and what could not be taken over."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from fieldbook.assessment.old_questions.old_feedback import completed
from fieldbook.assessment.old_questions.old_text import Item, RefusedError, Text, UnreadableQuestionError
from fieldbook.assessment.old_questions.to_markdown import visible
from fieldbook.core.i18n import _

MOST_BYTES = 16 * 1024 * 1024
"""No file of questions that a person wrote is larger."""
_MOST_QUESTIONS = 3_000


@dataclasses.dataclass(frozen=True)
class Remark:
    """A question that was left out, or one that was taken and what it has lost. ``line`` is 0 where there is none."""

    file: str
    line: int
    name: str
    reason: str
    left_out: bool


@dataclasses.dataclass(frozen=True)
class TakenQuestions:
    """A question as an item without id, objective, level, difficulty and source.

    ``id`` and ``tags`` are what the file calls it, ``sources`` what its feedback names as such.
    """

    file: str
    line: int
    name: str
    item: Item
    id: str
    tags: tuple[str, ...]
    sources: tuple[str, ...]


@dataclasses.dataclass
class Found:
    """What a file holds. ``file`` names it in remarks."""

    file: str
    taken: list[TakenQuestions] = dataclasses.field(default_factory=list)
    remarks: list[Remark] = dataclasses.field(default_factory=list)

    def refuse(self, line: int, name: str, reason: str) -> None:
        """Leave a question out."""
        self._room()
        self.remarks.append(Remark(self.file, line, short(name), reason, left_out=True))

    def take(
        self, line: int, name: str, make: Callable[[Text], Item], *, id_: str = "", tags: tuple[str, ...] = ()
    ) -> None:
        """Take the question that ``make`` gives, or leave it out where that raises ``RefusedError``."""
        self._room()
        text = Text()
        try:
            item, sources = completed(make(text), text)
        except RefusedError as reason:
            self.refuse(line, name, str(reason))
            return
        except RecursionError:
            self.refuse(line, name, _("its text is nested too deeply"))
            return
        self.taken.append(
            TakenQuestions(self.file, line, short(name or item["stem"]), item, id_.strip(), tags, sources)
        )
        for lost in text.remarks():
            self.remarks.append(Remark(self.file, line, short(name or item["stem"]), lost, left_out=False))

    def _room(self) -> None:
        if len(self.taken) + len(self.remarks) > _MOST_QUESTIONS:
            raise UnreadableQuestionError(_("holds more than {count} questions").format(count=_MOST_QUESTIONS))

    def add(self, other: Found) -> None:
        """All of ``other`` too."""
        self.taken += other.taken
        self.remarks += other.remarks


def short(name: str) -> str:
    """A name of a question for a list: one line of at most sixty characters."""
    line = " ".join(visible(name).split())
    return line if len(line) <= 60 else f"{line[:59]}…"
