"""The profile as one HTML page that asks for nothing from outside and prints on one sheet of A4."""

from __future__ import annotations

import importlib.resources
from typing import Any

from markupsafe import Markup

from fieldbook.context.pack import ContextPack
from fieldbook.core.formats import number
from fieldbook.core.i18n import _, direction, language
from fieldbook.core.message import words
from fieldbook.core.templates import templates
from fieldbook.drawing.draw import draw, picture
from fieldbook.evidence.evidence import Evidence, Figure
from fieldbook.evidence.profile.profile_facts import Bar, figures, profile

_GAPS = 5
"""Gaps of a module that are named; the rest are counted."""


def profile_page(pack: ContextPack) -> str:
    """The whole page."""
    found = profile(pack)
    where, when, _who, *more = figures(pack)
    return (
        templates("fieldbook.evidence.profile")
        .get_template("profile.html.j2")
        .render(
            _=_,
            number=number,
            lang=language(),
            dir=direction(),
            style=Markup(_style()),  # noqa: S704 our own files
            found=found,
            drawn=[_drawn(figure) for figure in (where, when, *more)],
            bars=[
                (_("Areas with most incidents"), _shares(found.areas)),
                (_("Named most in attacks on civilians"), _shares(found.actors)),
            ],
            named=_GAPS,
        )
    )


def _drawn(figure: Figure) -> dict[str, Any]:
    """Finding and picture; where there are no data, what is missing."""
    if not isinstance(figure, Evidence):
        return {"title": _("Not yet provided by the mission: {what}").format(what=words(figure.what)), "svg": ""}
    svg = Markup(draw(picture(figure.chart, figure.alt))) if figure.chart else ""  # noqa: S704 made by draw
    return {"title": words(figure.title), "svg": svg}


def _shares(bars: tuple[Bar, ...]) -> list[tuple[str, int, int]]:
    """Label, count and length of the bar in per cent of the longest."""
    most = max((count for _label, count in bars), default=0) or 1
    return [(label, count, round(100 * count / most)) for label, count in bars]


def _style() -> str:
    package = importlib.resources.files("fieldbook")
    names = ("web/tokens.css", "drawing/figures.css", "evidence/profile/profile.css")
    return "".join(package.joinpath(name).read_text("utf-8") for name in names)
