"""What a notebook's cells call: the mission's data, knowledge checks, scenarios and products."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from fieldbook.book.activities import bound_items, bound_practice
from fieldbook.book.cell_text import plain_text
from fieldbook.context.pack import ContextPack
from fieldbook.core.i18n import _
from fieldbook.course.sources import Course, find_root, load_course
from fieldbook.model.payload import MIME, CheckPayload, PracticePayload


class Check(CheckPayload):
    """A knowledge check that shows itself in a notebook: as codes for the build, as questions for people."""

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        bundle: dict[str, Any] = {MIME: self.model_dump(mode="json")}
        if os.environ.get("FIELDBOOK_BUILD"):
            return bundle
        from fieldbook.assessment.item_html import jupyter_html  # noqa: PLC0415 only JupyterLab needs it

        html = jupyter_html(bound_items(_course(), self.items))
        return bundle | {"text/html": html, "text/plain": plain_text(self, _course())}


class ShownPractice(PracticePayload):
    """A branching scenario or a module product that shows itself in a notebook."""

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        bundle: dict[str, Any] = {MIME: self.model_dump(mode="json")}
        if os.environ.get("FIELDBOOK_BUILD"):
            return bundle
        from fieldbook.assessment.practice_html import jupyter_practice, practice_plain  # noqa: PLC0415 only JupyterLab needs it

        bound = bound_practice(_course(), self)
        return bundle | {"text/html": jupyter_practice(bound), "text/plain": practice_plain(bound)}


def mission() -> ContextPack:
    """The active context pack, as far as it may be shown: ``FIELDBOOK_CONTEXT`` if set, else the course's own."""
    return _course().shown


def check(*ids: str) -> Check:
    """A knowledge check with the items ``ids``. Items that this context's data can't decide are left out.

    Raises
    ------
    KeyError
        An id is not in the bank.
    """
    unknown = [name for name in ids if name not in _course().items]
    if unknown:
        raise KeyError(_("not in the item bank: {unknown}").format(unknown=", ".join(unknown)))
    return Check(items=ids)


def scenario(name: str) -> ShownPractice:
    """The branching scenario ``name`` of assessments/scenarios/. Raises ``KeyError`` where there is none."""
    return ShownPractice(kind="scenario", id=_course().scenarios[name].value.id)


def product(name: str) -> ShownPractice:
    """The module product ``name`` of assessments/products/. Raises ``KeyError`` where there is none."""
    return ShownPractice(kind="product", id=_course().products[name].value.id)


def use(course: Course) -> None:
    """Work on ``course``, which a build has loaded already, instead of reading the folder again."""
    _given.append(course)


_given: list[Course] = []


@lru_cache(maxsize=1)
def _course() -> Course:
    if _given:
        return _given[-1]
    root = os.environ.get("FIELDBOOK_COURSE")
    return load_course(Path(root) if root else find_root(Path.cwd()), os.environ.get("FIELDBOOK_CONTEXT"))
