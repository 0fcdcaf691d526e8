"""The profile of the edition's pack as a page of the book: facts, figures and gaps, each where the page puts it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from fieldbook.book.extension.evidence_node import figure_node
from fieldbook.context.pack import ContextPack
from fieldbook.core.i18n import language
from fieldbook.course.sources import Course

if TYPE_CHECKING:
    from fieldbook.evidence.profile.profile_facts import Profile


def mission_profile(app: Sphinx, link: Callable[[str], str]) -> dict[str, Any]:
    """What the templates of ``{mission-facts}`` and ``{mission-gaps}`` show."""
    del link
    course: Course = app.config.fieldbook_course
    return {"found": _profile(course.shown, language())}


@lru_cache(maxsize=1)
def _profile(pack: ContextPack, _lang: str) -> Profile:
    from fieldbook.evidence.profile.profile_facts import profile  # noqa: PLC0415 brings the figures along, and few pages need it

    return profile(pack)


class MissionFigures(SphinxDirective):
    """``{mission-figures}``: map, time line, actors, what else the pack has; for trainers a second source of events."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """A figure each, or the note that the mission has not provided its data."""
        from fieldbook.evidence.profile.profile_facts import figures, sources_beside  # noqa: PLC0415 as above

        course: Course = self.config.fieldbook_course
        more = sources_beside(course.shown) if self.config.fieldbook_audience == "trainer" else []
        return [figure_node(figure) for figure in [*figures(course.shown), *more]]


def setup_mission(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.add_directive("mission-figures", MissionFigures)
