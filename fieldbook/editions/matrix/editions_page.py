"""The page that lists the editions of a run: it opens from a stick and asks for nothing from outside.

No times and no clock are on it: the same editions give the same page.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from fieldbook.core.i18n import _, language, locale
from fieldbook.core.templates import templates
from fieldbook.core.yamlfile import read_yaml
from fieldbook.editions.matrix.batch import Made, Shipped
from fieldbook.model.course import CourseFile
from fieldbook.results.report.report_pages import style


def index_page(root: Path, made: Sequence[Made]) -> str:
    """HTML of the page for the editions ``made`` of the course in ``root``. Raises ``CourseError``."""
    missions: dict[str, list[Made]] = {}
    for one in made:
        missions.setdefault(one.context, []).append(one)
    return (
        templates("fieldbook.editions.matrix", language_name=_language_name)
        .get_template("index.html.j2")
        .render(
            _=_,
            lang=language(),
            style=style(),
            title=read_yaml(root / "course.yml", CourseFile, root).value.title,
            missions=[_mission(name, editions) for name, editions in missions.items()],
            failed=[one for one in made if one.state == "failed"],
            count=len(made),
        )
    )


def _mission(name: str, editions: Sequence[Made]) -> dict[str, Any]:
    return {
        "title": editions[0].title or name,
        "as_of": _in_words(editions[0].as_of),
        "editions": [dataclasses.asdict(one) | {"packages": [*map(_link, one.packages)]} for one in editions],
    }


def _in_words(as_of: str) -> str:
    return str(format_date(dt.date.fromisoformat(as_of), "long", locale=locale())) if as_of else ""


def _link(package: Shipped) -> dict[str, Any]:
    return {"format": package.format, "href": quote(package.path), "size": _size(package.size)}


def _size(count: int) -> str:
    return f"{count / 1000:,.0f} kB" if count < 10_000_000 else f"{count / 1_000_000:,.0f} MB"


def _language_name(tag: str) -> str:
    try:
        return Locale.parse(tag.replace("-", "_")).get_display_name(locale()) or tag
    except (UnknownLocaleError, ValueError):
        return tag



