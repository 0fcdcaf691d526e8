"""All rules over a loaded course. Each rule is one function from a course to problems; two lists name them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from fieldbook.checks import (
    bank_rules,
    contents_rules,
    disclosure_rules,
    exercise_rules,
    form_rules,
    item_rules,
    notebook_rules,
    objective_rules,
    practice_rules,
    writing_rules,
)
from fieldbook.core.problems import Problem
from fieldbook.course.sources import Course

Rule = Callable[[Course], Iterable[Problem]]

BANK_RULES: tuple[Rule, ...] = (
    item_rules.unique_ids,
    item_rules.known_objectives,
    item_rules.keys,
    item_rules.known_sources,
    item_rules.decidable,
    objective_rules.unique_ids,
    objective_rules.have_items,
    form_rules.known_objectives,
    form_rules.rows_apart,
    form_rules.parallel,
    form_rules.enough_time,
    form_rules.drawable,
    practice_rules.places,
    practice_rules.texts,
    practice_rules.scenario_names,
    practice_rules.scenario_ways,
    practice_rules.product_tables,
    practice_rules.product_pages,
    *exercise_rules.EXERCISE_RULES,
)
"""What they find depends on the bank, the context, the bibliography and ``course.yml`` only."""

PAGE_RULES: tuple[Rule, ...] = (
    contents_rules.same_pages,
    contents_rules.own_notebooks,
    contents_rules.one_title,
    notebook_rules.known_items,
    notebook_rules.known_substitutions,
    practice_rules.shown,
)

WRITING_RULES: tuple[Rule, ...] = (
    item_rules.unfinished,
    writing_rules.all_or_none,
    writing_rules.negative_stem,
    writing_rules.absolute_words,
    writing_rules.conspicuous_key,
    writing_rules.parallel_options,
    writing_rules.one_best_action,
    writing_rules.own_words,
    writing_rules.reading_level,
    bank_rules.length_cue,
    bank_rules.key_positions,
    bank_rules.targets,
)
"""How well questions are written, and whether they are finished. A course with such faults can still be built: a
trainer's own ten questions, say."""


LEAVING_RULES: tuple[Rule, ...] = (
    *(disclosure_rules.figures_held_back, disclosure_rules.files_read_directly),
    *(disclosure_rules.values_held_back, disclosure_rules.cast_held_back),
)
"""What of the mission's data may not be shown, and where that would be. They find warnings only."""


def check_course(
    course: Course, rules: Iterable[Rule] = BANK_RULES + PAGE_RULES + WRITING_RULES + LEAVING_RULES
) -> list[Problem]:
    """Every problem of ``course``, sorted by place; some are warnings."""
    return sorted({problem for rule in rules for problem in rule(course)})
