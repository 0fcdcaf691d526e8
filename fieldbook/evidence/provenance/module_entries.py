"""What stands in one module of an edition, entry by entry, each beside what it was made from."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import duckdb

from fieldbook.context.fill import capital
from fieldbook.context.queries import connect
from fieldbook.context.values import markdown_safe, safe_values
from fieldbook.core.i18n import _
from fieldbook.course.sources import Course
from fieldbook.evidence.provenance.item_provenance import ItemQuestion, Mention, mentions, questions
from fieldbook.evidence.provenance.practice_provenance import Played, played
from fieldbook.evidence.provenance.sentences import Sentence, filled_in, in_markdown
from fieldbook.evidence.provenance.value_provenance import Value, explained


@dataclasses.dataclass(frozen=True, kw_only=True)
class SaidSentence:
    """A sentence as it is read, in Markdown, with the values in it."""

    text: str
    values: tuple[Value, ...]


@dataclasses.dataclass(frozen=True, eq=False)
class EditionShown:
    """Everything that a course says from its pack. Made once for a build."""

    course: Course

    @cached_property
    def _database(self) -> duckdb.DuckDBPyConnection:
        return connect(self.course.context)

    @cached_property
    def known(self) -> Mapping[str, str]:
        """Every value by its full name, safe in Markdown."""
        return safe_values(self.course.context)

    @cached_property
    def _values(self) -> Mapping[str, Value]:
        return explained(self.known, self.course.context, self._database)

    def sentences(self, page: str) -> Iterator[SaidSentence]:
        """Sentences of a page's text."""
        cells = self.course.notebooks[page].cells
        return map(self.said, in_markdown(cell.source for cell in cells if cell.kind == "markdown"))

    def said(self, sentence: Sentence, cast: Mapping[str, str] | None = None) -> SaidSentence:
        """The sentence with its values; ``cast`` has the names of an exercise's roles."""
        known = {**self.known, **(cast or {})}
        begins = sentence.names and sentence.source.startswith("{{") and sentence.names[0].startswith("mission.")
        text = filled_in(sentence, known)
        values = tuple(self._values[name] for name in sentence.names if name in self._values)
        return SaidSentence(text=capital(text) if begins else text, values=values)

    @cached_property
    def questions(self) -> tuple[ItemQuestion, ...]:
        """Query items of all modules."""
        return tuple(questions(self.course, self._database))

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Other items that hold a value."""
        return tuple(mentions(self.course))

    @cached_property
    def played(self) -> tuple[Played, ...]:
        """Exercises, scenarios and documents."""
        return tuple(played(self.course))

    def lines(self, part: Played) -> Sequence[SaidSentence]:
        """Sentences of an exercise, scenario or document with its cast filled in."""
        names = {role.id: markdown_safe(role.text) for role in part.roles}
        cast = {f"cast.{name}": text for name, text in names.items()}
        cast |= {f"Cast.{name}": capital(text) for name, text in names.items()}
        return [self.said(sentence, cast) for sentence in part.sentences]


def kind_text(kind: str) -> str:
    """Name of a kind of entry."""
    return {
        "sentence": _("Sentence"),
        "evidence": _("Figure"),
        "missing": _("Not shown"),
        "question": _("Question"),
        "left-out": _("Left out"),
        "mention": _("Question that names a value"),
        "exercise": _("Exercise"),
        "scenario": _("Scenario"),
        "product": _("Document"),
    }[kind]
