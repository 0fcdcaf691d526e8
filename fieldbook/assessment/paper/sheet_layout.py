"""Where everything on an answer sheet stands: one description for the printer and for the scanner.

Markers stand in the corners and at half height; blocks of bubbles fill three columns and are never split.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import NamedTuple

from fieldbook.assessment.paper.sheet_plan import CODE_DIGITS, Box, Bubble, SheetGroup, SheetPage
from fieldbook.assessment.paper.version_questions import PaperMark, PaperQuestion

WIDTH, HEIGHT = 210.0, 297.0
MARKER = 11.0
"""Side of a registration mark."""

MARKERS = ((10.0, 10.0), (189.0, 10.0), (10.0, 143.0), (189.0, 143.0), (10.0, 276.0), (189.0, 276.0))
"""Top left corners of the marks 0 to 5."""

CODE = Box(x=158, y=9, width=26, height=26)
"""Where the machine code stands."""

RADIUS = 2.1
PITCH = 5.8
"""From bubble to bubble in a row."""

ROW = 6.1
WRITE = 7.0
"""Height of the boxes above columns of digits, where the number is written too."""

GRID_X, GRID_Y = 28.0, 49.2
"""Centre of the first column and first row of the participant's code."""

_LEFT, _TOP, _BOTTOM = 25.0, 113.0, 274.0
_COLUMN = 54.0
_COLUMNS = 3
_LABEL = 11.0
_PER_LINE = 7
_GAP = 2.6
_BOX_HEIGHT = 13.0
_LETTER_ROOM = 3.0


class Label(NamedTuple):
    """A number beside a row; strong where a question begins."""

    x: float
    y: float
    text: str
    strong: bool


@dataclasses.dataclass(frozen=True)
class Laid:
    """One page: what is read, and the labels that go with it."""

    page: SheetPage
    labels: tuple[Label, ...]


@dataclasses.dataclass
class _Block:
    """A question's bubbles, with its own corner as origin."""

    groups: list[SheetGroup]
    labels: list[Label]
    height: float


def laid_out(questions: Sequence[PaperQuestion]) -> list[Laid]:
    """The pages of an answer sheet for ``questions``."""
    pages: list[list[tuple[float, float, _Block]]] = [[]]
    column, y = 0, _TOP
    for question in questions:
        block = _block(question)
        if y + block.height > _BOTTOM:
            column, y = column + 1, _TOP
        if column == _COLUMNS:
            pages.append([])
            column = 0
        pages[-1].append((_LEFT + column * _COLUMN, y, block))
        y += block.height + _GAP
    return [_page(blocks) for blocks in pages]


def participant_code() -> list[SheetGroup]:
    """The columns of the participant's code."""
    return [
        SheetGroup(
            question=0,
            part=str(place + 1),
            kind="digit",
            bubbles=tuple(
                Bubble(x=_mm(GRID_X + place * PITCH), y=_mm(GRID_Y + digit * ROW), label=str(digit), value=str(digit))
                for digit in range(10)
            ),
        )
        for place in range(CODE_DIGITS)
    ]


def _page(blocks: Sequence[tuple[float, float, _Block]]) -> Laid:
    groups = participant_code()
    labels: list[Label] = []
    for x, y, block in blocks:
        groups += [_moved(group, x, y) for group in block.groups]
        labels += [label._replace(x=_mm(label.x + x), y=_mm(label.y + y)) for label in block.labels]
    return Laid(SheetPage(groups=tuple(groups)), tuple(labels))


def _moved(group: SheetGroup, x: float, y: float) -> SheetGroup:
    bubbles = tuple(b.model_copy(update={"x": _mm(b.x + x), "y": _mm(b.y + y)}) for b in group.bubbles)
    box = group.box
    if box:
        box = box.model_copy(update={"x": _mm(box.x + x), "y": _mm(box.y + y)})
    return group.model_copy(update={"bubbles": bubbles, "box": box})


def _block(question: PaperQuestion) -> _Block:
    kind = question.marks[0].kind
    if kind == "digit":
        return _digits(question)
    if kind == "text":
        return _written(question)
    groups, labels, y = [], [], ROW / 2
    several = len(question.marks) > 1
    for place, mark in enumerate(question.marks):
        name = str(question.number) if not several else f"{question.number}.{mark.part}"
        labels.append(Label(_LABEL - 2.8, y, name, place == 0))
        groups.append(_row(question.number, mark, y))
        y += ROW * (1 + (len(mark.choices) - 1) // _PER_LINE)
    return _Block(groups, labels, y - ROW / 2)


def _row(number: int, mark: PaperMark, y: float) -> SheetGroup:
    bubbles = tuple(
        Bubble(
            x=_LABEL + RADIUS - 0.8 + (at % _PER_LINE) * PITCH, y=y + (at // _PER_LINE) * ROW, label=label, value=value
        )
        for at, (label, value) in enumerate(mark.choices)
    )
    return SheetGroup(question=number, part=mark.part, kind=mark.kind, bubbles=bubbles)


def _digits(question: PaperQuestion) -> _Block:
    """Columns of digits under boxes in which the number is written first."""
    top = WRITE + 1.2 + ROW / 2
    groups = [
        SheetGroup(
            question=question.number,
            part=mark.part,
            kind="digit",
            bubbles=tuple(
                Bubble(
                    x=_LABEL + RADIUS - 0.8 + place * PITCH,
                    y=top + row * ROW,
                    label=label,
                    value=value,
                )
                for row, (label, value) in enumerate(mark.choices)
            ),
        )
        for place, mark in enumerate(question.marks)
    ]
    rows = len(question.marks[0].choices)
    label = Label(_LABEL - 2.8, WRITE / 2, str(question.number), strong=True)
    return _Block(groups, [label], top + (rows - 1) * ROW + ROW / 2)


def _written(question: PaperQuestion) -> _Block:
    box = Box(x=_LABEL - 0.8, y=0.6, width=_COLUMN - _LABEL - _LETTER_ROOM, height=_BOX_HEIGHT)
    label = Label(_LABEL - 2.8, ROW / 2, str(question.number), strong=True)
    return _Block([SheetGroup(question=question.number, part="", kind="text", box=box)], [label], _BOX_HEIGHT + 1.2)


def _mm(value: float) -> float:
    return round(value, 2)
