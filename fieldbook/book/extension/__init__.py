"""The Sphinx extension. Each feature is one module with a ``setup_x(app)``; this file only lists them."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Called by Sphinx."""
    from fieldbook.book.extension.activity_node import setup_activities  # noqa: PLC0415 handover must not import Sphinx's parts
    from fieldbook.book.extension.answer_pages import setup_answers  # noqa: PLC0415
    from fieldbook.book.extension.course_config import setup_course  # noqa: PLC0415
    from fieldbook.book.extension.coverage_page import setup_coverage  # noqa: PLC0415
    from fieldbook.book.extension.evidence_node import setup_evidence  # noqa: PLC0415
    from fieldbook.book.extension.front_pages import setup_pages  # noqa: PLC0415
    from fieldbook.book.extension.glossary_page import setup_glossary  # noqa: PLC0415
    from fieldbook.book.extension.lesson_parts import setup_parts  # noqa: PLC0415
    from fieldbook.book.extension.markdown_slots import setup_slots  # noqa: PLC0415
    from fieldbook.book.extension.mission_page import setup_mission  # noqa: PLC0415
    from fieldbook.book.extension.notebook_outputs import setup_notebooks  # noqa: PLC0415
    from fieldbook.book.extension.outline import setup_outline  # noqa: PLC0415
    from fieldbook.book.extension.practice_node import setup_practice  # noqa: PLC0415
    from fieldbook.book.extension.provenance_pages import setup_said_pages  # noqa: PLC0415
    from fieldbook.book.extension.provenance_parts import setup_said  # noqa: PLC0415
    from fieldbook.book.extension.reference_style import setup_references  # noqa: PLC0415
    from fieldbook.book.extension.search_index import setup_search  # noqa: PLC0415
    from fieldbook.book.extension.test_directive import setup_tests  # noqa: PLC0415

    for setup_feature in (
        setup_course,
        setup_references,
        setup_outline,
        setup_notebooks,
        setup_slots,
        setup_activities,
        setup_tests,
        setup_evidence,
        setup_practice,
        setup_coverage,
        setup_mission,
        setup_pages,
        setup_answers,
        setup_said,
        setup_said_pages,
        setup_parts,
        setup_glossary,
        setup_search,
    ):
        setup_feature(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
