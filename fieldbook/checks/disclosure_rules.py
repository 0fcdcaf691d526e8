"""Where something would show that may not leave the mission, and what stands there instead. Warnings, to be read once.

Questions that are left out are named by their own rule, with the reason.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from fieldbook.context.disclosure import disclosable
from fieldbook.context.fill import used_names
from fieldbook.context.values import held_values
from fieldbook.core.i18n import _
from fieldbook.core.message import words
from fieldbook.core.problems import Problem
from fieldbook.course.notebook import Cell, Notebook
from fieldbook.course.sources import Course
from fieldbook.exercise.cast import choose_cast

if TYPE_CHECKING:
    from fieldbook.context.pack import ContextPack
    from fieldbook.evidence.evidence import Figure


def _remedy() -> str:
    return _("Nothing to do, unless the table may leave after all: may_ship and restricted in context.yml.")


def figures_held_back(course: Course) -> Iterator[Problem]:
    """Figures that learners can't see, and what trainers see."""
    if not course.context.limits:
        return
    from fieldbook.evidence import figures  # noqa: PLC0415 every command would wait for the drawing library
    from fieldbook.evidence.figures import people  # noqa: PLC0415 as above

    trainers = disclosable(course.whole, "trainer")

    @cache
    def outcome(name: str) -> str | None:
        function = getattr(figures, name, None) or getattr(people, name)
        return _outcome(name, function(course.context), function(trainers))

    for notebook in course.notebooks.values():
        for cell, line, name in _figures(notebook, figures.__all__):
            message = outcome(name)
            if message:
                field = f"cell {cell.id} line {line}"
                yield Problem(notebook.path, cell.line, field, message, _remedy(), "FB-LIC-02", warning=True)
    for path, number, text in _pages(course):
        names = _profiled(course.whole) if _directive(text, "mission-figures") else ()
        counts = _counts(course, trainers) if _directive(text, "mission-facts") else ()
        for message in filter(None, [*map(outcome, names), *counts]):
            yield Problem(path, number, "", message, _remedy(), "FB-LIC-02", warning=True)


PROFILE_FIGURES = ("where_map", "incident_trend", "top_actors", "personnel_deaths", "new_displacement")
BESIDE_FIGURES = ("two_sources", "source_pairs")
"""What ``{mission-figures}`` shows, and what it adds for trainers where there is a second source."""


def _profiled(pack: ContextPack) -> Sequence[str]:
    return PROFILE_FIGURES if pack.incidents_other.empty else PROFILE_FIGURES + BESIDE_FIGURES


def _directive(line: str, name: str) -> bool:
    return re.match(rf"\s*[`:]{{3,}}\{{{name}\}}", line) is not None


def _counts(course: Course, trainers: ContextPack) -> Iterator[str]:
    """Tables of which ``{mission-facts}`` counts nothing for learners."""
    for file, limit in course.context.limits.items():
        if limit.shows == "nothing" and file.endswith(".csv") and len(course.whole.rows_of(file)):
            nobody = trainers.limits[file].shows == "nothing"
            to_some = _("the counts of {file} are shown to trainers, but not to learners")
            yield (_("the counts of {file} are shown to nobody") if nobody else to_some).format(file=file)


def _outcome(name: str, learners: Figure, trainers: Figure) -> str | None:
    from fieldbook.evidence.evidence import Evidence  # noqa: PLC0415 as above

    if isinstance(learners, Evidence) or not learners.reason:
        return None
    reason = words(learners.reason).rstrip(".")
    if isinstance(trainers, Evidence):
        return _("the figure {name} is not shown to learners ({reason}); trainers see it, marked as restricted").format(
            name=name, reason=reason
        )
    return _("the figure {name} is shown to nobody ({reason})").format(name=name, reason=reason)


def _figures(notebook: Notebook, names: Collection[str]) -> Iterator[tuple[Cell, int, str]]:
    """Cell, line and name of every call of a figure: ``fb.figures.where_map(m)``."""
    for cell, node in _nodes(notebook):
        if isinstance(node, ast.Attribute) and node.attr in names:
            yield cell, node.lineno, node.attr


def _nodes(notebook: Notebook) -> Iterator[tuple[Cell, ast.AST]]:
    for cell in notebook.cells:
        if cell.kind != "code":
            continue
        try:
            tree = ast.parse(cell.source)
        except SyntaxError:
            continue  # found when the notebook runs, with a better message
        yield from ((cell, node) for node in ast.walk(tree))


def files_read_directly(course: Course) -> Iterator[Problem]:
    """Cells that name the file of a table that is held back: numbers that they read from it nobody can tell later."""
    for notebook in course.notebooks.values():
        for cell, node in _nodes(notebook):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            for file in sorted(file for file in course.context.limits if file in node.value):
                message = _(
                    "names the file {file}, which may not leave as it is; what a cell reads from it is not held back"
                ).format(file=file)
                remedy = _("Take the data from fb.mission() or fb.figures, where what may not leave is not.")
                field = f"cell {cell.id} line {node.lineno}"
                yield Problem(notebook.path, cell.line, field, message, remedy, "FB-LIC-05", warning=True)


def values_held_back(course: Course) -> Iterator[Problem]:
    """Texts that name a value which nobody may be told."""
    held = held_values(course.context)
    if not held:
        return
    for notebook in course.notebooks.values():
        for cell in notebook.cells:
            names = used_names(cell.source) & held if cell.kind == "markdown" else set()
            yield from (_told(notebook.path, cell.line, f"cell {cell.id}", name) for name in sorted(names))
    for parts in (course.scenarios, course.products, course.exercises):
        for loaded in parts.values():
            text = json.dumps(loaded.value.model_dump(mode="json"), ensure_ascii=False)
            yield from (_told(loaded.path, 0, "", name) for name in sorted(used_names(text) & held))
    yield from _pages_held_back(course, held)


def _pages_held_back(course: Course, held: frozenset[str]) -> Iterator[Problem]:
    for path, number, line in _pages(course):
        yield from (_told(path, number, "", name) for name in sorted(used_names(line) & held))


def _pages(course: Course) -> Iterator[tuple[str, int, str]]:
    """Path, number and text of each line of the pages around the modules."""
    for path in sorted([course.root / "index.md", *(course.root / "book").rglob("*.md")]):
        lines = path.read_text("utf-8", "replace").splitlines() if path.is_file() else []
        where = path.relative_to(course.root).as_posix()
        yield from ((where, number, line) for number, line in enumerate(lines, 1))


def _told(path: str, line: int, field: str, name: str) -> Problem:
    message = _("{name} may not be told: words stand in its place").format(name=name)
    return Problem(path, line, field, message, _remedy(), "FB-LIC-03", warning=True)


def cast_held_back(course: Course) -> Iterator[Problem]:
    """Members of an exercise's cast that stay neutral, because the reports that would tell them may not leave."""
    if not course.context.limits:
        return
    for part in course.exercises.values():
        for number, choice in enumerate(choose_cast(part.value, course.context).values()):
            if choice.missing == "held-back":
                message = _('{member!r} stays "{choice}": {why}').format(
                    member=choice.member.id, choice=choice.text, why=choice.why
                )
                remedy = _("Write yours under set: {pack}.").format(pack=course.context.meta.id)
                yield part.problem(f"cast[{number}]", message, remedy, "FB-LIC-04", warning=True)
