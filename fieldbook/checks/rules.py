"""All rules over a loaded course. Each rule is one function from a course to problems; two lists name them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from fieldbook.checks import bank, exercises, forms, items, leaving, notebooks, objectives, practice, writing
from fieldbook.errors import Problem
from fieldbook.load.course import Course

Rule = Callable[[Course], Iterable[Problem]]

BANK_RULES: tuple[Rule, ...] = (
    items.unique_ids,
    items.known_objectives,
    items.keys,
    items.known_sources,
    items.decidable,
    objectives.unique_ids,
    objectives.have_items,
    forms.known_objectives,
    forms.rows_apart,
    forms.parallel,
    forms.enough_time,
    forms.drawable,
    practice.places,
    practice.texts,
    practice.scenario_names,
    practice.scenario_ways,
    practice.product_tables,
    practice.product_pages,
    exercises.texts,
    exercises.names,
    exercises.reached,
    exercises.parts,
    exercises.times,
    exercises.observed,
    exercises.balanced,
)
"""What they find depends on the bank, the context, the bibliography and ``course.yml`` only."""

PAGE_RULES: tuple[Rule, ...] = (
    notebooks.known_items,
    notebooks.known_substitutions,
    practice.shown,
)

WRITING_RULES: tuple[Rule, ...] = (
    items.unfinished,
    writing.all_or_none,
    writing.negative_stem,
    writing.absolute_words,
    writing.conspicuous_key,
    writing.parallel_options,
    writing.one_best_action,
    writing.own_words,
    writing.reading_level,
    bank.length_cue,
    bank.key_positions,
    bank.targets,
)
"""How well questions are written, and whether they are finished. A course with such faults can still be built: a
trainer's own ten questions, say."""


LEAVING_RULES: tuple[Rule, ...] = (
    *(leaving.figures_held_back, leaving.files_read_directly),
    *(leaving.values_held_back, leaving.cast_held_back),
)
"""What of the mission's data may not be shown, and where that would be. They find warnings only."""


def check_course(
    course: Course, rules: Iterable[Rule] = BANK_RULES + PAGE_RULES + WRITING_RULES + LEAVING_RULES
) -> list[Problem]:
    """Every problem of ``course``, sorted by place; some are warnings."""
    return sorted({problem for rule in rules for problem in rule(course)})
