"""What packages for learning systems share: the book, a launch page for each unit, and the table that the launch page
needs to report (docs/tracking.md)."""

from __future__ import annotations

import dataclasses
import html
import json
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from fieldbook.assessment.bound_bank import bound_places
from fieldbook.assessment.form_draw import drawn_forms
from fieldbook.assessment.shapes import BoundItem, LeftOutError, PairsItem
from fieldbook.book.site import Site
from fieldbook.core.i18n import _
from fieldbook.course.sources import Course
from fieldbook.model.course import Module
from fieldbook.packages.exported_bank import as_text
from fieldbook.packages.interaction import interaction_parts
from fieldbook.player.joined import launch_script

_GAP = re.compile(r"\[\[[a-z0-9-]+\]\]")

_STYLE = (
    "html,body{block-size:100%;margin:0}body{display:flex;flex-direction:column}"
    "iframe{flex:1;inline-size:100%;border:0}p{margin:0;padding:.6em 1em;font:1rem/1.5 system-ui,sans-serif;"
    "color:#1a1a1a;background:#fff3d6;border-block-end:1px solid #8a6100}"
)


@dataclasses.dataclass(frozen=True)
class Unit:
    """Something with a launch page: a module, a test, or the whole course where both are None. ``cut`` is a test's."""

    module: Module | None
    title: str
    page: str
    items: tuple[str, ...]
    lessons: int
    test: str | None = None
    cut: float | None = None

    @property
    def name(self) -> str:
        """Short id, for identifiers in manifests."""
        return self.test or ("course" if self.module is None else self.module.id)


class Launching:
    """The parts of a package that a learning system launches. ``folder`` (``book/``) is where the book lies in it."""

    def __init__(self, course: Course, site: Site, folder: str = "") -> None:
        self.course, self.site, self.folder = course, site, folder

    @cached_property
    def items(self) -> dict[str, BoundItem]:
        """The questions that stand in the book's lessons and tests, bound, by id."""
        used = {
            name for module in self.site.outline.modules for lesson in module.lessons for name in lesson.activities
        } | self._tested
        return {
            place.item.id: bound
            for place, bound in bound_places(self.course)
            if place.item.id in used and not isinstance(bound, LeftOutError)
        }

    @cached_property
    def _tested(self) -> set[str]:
        """The questions of the book's tests. A sealed test's are left out, for their keys would stand in the table."""
        tests = [test.id for test in self.site.outline.tests if not test.sealed]
        return {item for name in tests for item in self._asked(name)}

    def unit(self, module: Module | None, page: str = "launch.html") -> Unit:
        """The unit for ``module``, or for the course, that starts at ``page``."""
        parts = [part for part in self.site.outline.modules if module is None or part.id == module.id]
        lessons = [lesson for part in parts for lesson in part.lessons]
        items = tuple(name for lesson in lessons for name in lesson.activities if name in self.items)
        title = self.course.file.value.title if module is None else module.title
        return Unit(module, title, page, items, len(lessons))

    def units(self) -> list[Unit]:
        """A unit for each module, each with a launch page of its own."""
        return [self.unit(module, f"launch-{module.id}.html") for module in self.course.modules]

    def tests(self) -> list[Unit]:
        """A unit for each test that decides whether the course is passed, each with a launch page of its own."""
        return [
            Unit(None, test.title, f"launch-{test.id}.html", self._asked(test.id), 1, test.id, test.cut)
            for test in self.site.outline.tests
            if test.certificate
        ]

    def _asked(self, test: str) -> tuple[str, ...]:
        return tuple(item.bound.id for item in drawn_forms(self.course)[test].items)

    def objectives(self, unit: Unit) -> list[tuple[str, str]]:
        """Id and text of each objective that a question of ``unit`` is about, in the course's order."""
        used = {self.items[name].objective for name in unit.items}
        found = [objective for module in self.course.modules for objective in module.objectives]
        return [(objective.id, objective.text) for objective in found if objective.id in used]

    def entries(self, units: list[Unit], format_name: str) -> Iterator[tuple[str, bytes]]:
        """Name and content of every file but the manifest."""
        for name in self.site.files:
            yield f"{self.folder}{name}", (self.site.root / name).read_bytes()
        for unit in units:
            yield unit.page, self._launch_page(unit, way_back=format_name == "cmi5").encode()
        yield f"{self.folder}_static/launch.js", launch_script(format_name).encode()
        yield f"{self.folder}_static/launch-table.js", f"window.FIELDBOOK_TABLE={self._table(format_name)};\n".encode()

    def _table(self, format_name: str) -> str:
        whole = self.unit(None)
        table = {
            "format": format_name,
            "course": self.course.file.value.id,
            "start": "index.html",
            "mastery": self.course.file.value.mastery,
            "objectives": [{"id": name, "text": text} for name, text in self.objectives(whole)],
            "items": {name: self._row(item, format_name) for name, item in self.items.items()},
        }
        if tests := self.site.outline.tests:
            table["forms"] = [
                test.model_dump(include={"id", "title", "page", "cut"}) | {"decides": test.certificate}
                for test in tests
            ]
        return json.dumps(table, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def _row(self, item: BoundItem, format_name: str) -> dict[str, Any]:
        """Only statements tell what the options say; in SCORM's words options have no text."""
        parts = interaction_parts(item, self.site.edition.lang) if format_name == "cmi5" else {}
        return _row(item) | ({"parts": parts} if parts else {})

    def _launch_page(self, unit: Unit, *, way_back: bool) -> str:
        module = "" if unit.module is None else f' data-module="{html.escape(unit.module.id)}"'
        module += "" if unit.test is None else f' data-test="{html.escape(unit.test)}"'
        title = html.escape(unit.title)
        base = f'<base href="{self.folder}">\n' if self.folder else ""
        lang = html.escape(self.site.edition.lang)
        alone = _(
            "No learning system was found above this window. You can read and answer; your answers are kept in this "
            "browser only. To have them count, open the course from your learning system."
        )
        other = _("That module is a unit of its own. Open it from your learning system, so that your answers count.")
        name = html.escape(_("Back to the learning system"))
        back = f"<p data-back hidden><a>{name}</a></p>\n" if way_back else ""
        script = _("This course reports to your learning system with JavaScript, which is switched off.")
        return (
            f'<!DOCTYPE html>\n<html lang="{lang}"{module}>\n<head>\n<meta charset="utf-8">\n{base}'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{title}</title>\n<style>{_STYLE}</style>\n"
            + "".join(
                f'<script defer src="_static/{name}.js"></script>\n'
                for name in ("fieldbook-data", "launch-table", "launch")
            )
            + f'</head>\n<body>\n<p data-alone role="status" hidden>{html.escape(alone)}</p>\n'
            f'<p data-other role="status" hidden>{html.escape(other)}</p>\n{back}'
            f'<noscript><p>{html.escape(script)} <a href="index.html">{title}</a></p></noscript>\n'
            f'<iframe title="{title}"></iframe>\n</body>\n</html>\n'
        )


def package_path(out: Path, site: Site, format_name: str, module: Module | None) -> Path:
    """``<edition>[-<module>]-<format>.zip`` in ``out``."""
    part = "" if module is None else f"-{module.id}"
    return out / f"{site.edition.name}{part}-{format_name}.zip"


def _row(item: BoundItem) -> dict[str, Any]:
    """What reporting needs of a question: no feedback, options without their words unless these are the answer."""
    row = item.model_dump(include={"id", "type", "variant", "objective"}) | item.key()
    row["stem"] = _GAP.sub("…", as_text(item.stem))
    if isinstance(item, PairsItem):
        row["rights"] = [{"id": right.id} for right in item.rights]
    return row
