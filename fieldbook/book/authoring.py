"""What a notebook's cells call: the mission's data and knowledge checks."""

from __future__ import annotations

import dataclasses
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from fieldbook.assessment.binding import Binder
from fieldbook.assessment.practice_binding import bind_practice
from fieldbook.assessment.shapes import BoundItem, LeftOutError
from fieldbook.context.pack import ContextPack
from fieldbook.course.sources import Course, Place, find_root, load_course
from fieldbook.model.payload import MIME


@dataclasses.dataclass(frozen=True)
class Check:
    """A knowledge check: items of the bank, bound to the context. Shows itself in a notebook."""

    items: tuple[BoundItem, ...]

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        from fieldbook.assessment.item_html import jupyter_html  # noqa: PLC0415 only JupyterLab needs it

        payload = {"kind": "check", "items": [item.model_dump(mode="json") for item in self.items]}
        bundle: dict[str, Any] = {MIME: payload, "text/plain": self._text()}
        if not os.environ.get("FIELDBOOK_BUILD"):
            bundle["text/html"] = jupyter_html(self.items)
        return bundle

    def _text(self) -> str:
        return "\n\n".join(f"[{item.id}] {item.stem}" for item in self.items)


@dataclasses.dataclass(frozen=True)
class Practice:
    """A branching scenario or a module product, bound to the context. Shows itself in a notebook."""

    kind: str
    bound: dict[str, Any]

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        from fieldbook.assessment.practice_html import jupyter_practice, practice_plain  # noqa: PLC0415 only JupyterLab needs it

        payload = {"kind": self.kind, self.kind: self.bound}
        bundle: dict[str, Any] = {MIME: payload, "text/plain": f"[{self.bound['id']}] {self.bound['title']}"}
        if not os.environ.get("FIELDBOOK_BUILD"):
            bundle |= {"text/html": jupyter_practice(payload), "text/plain": practice_plain(payload)}
        return bundle


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
    places = _places()
    unknown = [name for name in ids if name not in places]
    if unknown:
        raise KeyError(f"not in the item bank: {', '.join(unknown)}")
    bound = (_bind(places[name]) for name in ids)
    return Check(tuple(item for item in bound if item is not None))


def scenario(name: str) -> Practice:
    """The branching scenario ``name`` of assessments/scenarios/. Raises ``KeyError`` where there is none."""
    return Practice("scenario", bind_practice(_course().scenarios[name], _course().context))


def product(name: str) -> Practice:
    """The module product ``name`` of assessments/products/. Raises ``KeyError`` where there is none."""
    return Practice("product", bind_practice(_course().products[name], _course().context))


def _bind(place: Place) -> BoundItem | None:
    try:
        return _binder().bind(place)
    except LeftOutError:
        return None


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


@lru_cache(maxsize=1)
def _places() -> dict[str, Place]:
    return {place.item.id: place for place in _course().places}


@lru_cache(maxsize=1)
def _binder() -> Binder:
    return Binder(_course().context)
