"""The Sphinx extension. Each feature is one module with a ``setup_x(app)``; this file only lists them."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Called by Sphinx."""
    from fieldbook.sphinxext.activities import setup_activities  # noqa: PLC0415 handover must not import Sphinx's parts
    from fieldbook.sphinxext.answers import setup_answers  # noqa: PLC0415
    from fieldbook.sphinxext.course import setup_course  # noqa: PLC0415
    from fieldbook.sphinxext.coverage import setup_coverage  # noqa: PLC0415
    from fieldbook.sphinxext.evidence import setup_evidence  # noqa: PLC0415
    from fieldbook.sphinxext.glossary import setup_glossary  # noqa: PLC0415
    from fieldbook.sphinxext.mission import setup_mission  # noqa: PLC0415
    from fieldbook.sphinxext.notebooks import setup_notebooks  # noqa: PLC0415
    from fieldbook.sphinxext.outline import setup_outline  # noqa: PLC0415
    from fieldbook.sphinxext.pages import setup_pages  # noqa: PLC0415
    from fieldbook.sphinxext.parts import setup_parts  # noqa: PLC0415
    from fieldbook.sphinxext.practice import setup_practice  # noqa: PLC0415
    from fieldbook.sphinxext.references import setup_references  # noqa: PLC0415
    from fieldbook.sphinxext.said import setup_said  # noqa: PLC0415
    from fieldbook.sphinxext.saidpages import setup_said_pages  # noqa: PLC0415
    from fieldbook.sphinxext.search import setup_search  # noqa: PLC0415
    from fieldbook.sphinxext.slots import setup_slots  # noqa: PLC0415
    from fieldbook.sphinxext.tests import setup_tests  # noqa: PLC0415

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
