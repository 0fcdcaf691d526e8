"""Tests in the book: ``{test} final`` places the form that the course draws; the player's second script runs it.

Which pages have a test is noted, for the player, for packages and for the objectives' lessons to read again.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from fieldbook.assessment.form_draw import DrawnForm, asked_in_lessons, drawn_forms
from fieldbook.assessment.form_html import form_html
from fieldbook.assessment.item_html import question_html, slot_texts
from fieldbook.assessment.sealed_item import sealed_item
from fieldbook.book.extension.activity_node import source_text
from fieldbook.book.extension.markdown_slots import slot, slot_html
from fieldbook.book.extension.outline import outlined_modules
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError
from fieldbook.course.sources import Course
from fieldbook.model.form import Form
from fieldbook.model.outline import OutlineTest
from fieldbook.player.form_strings import form_strings
from fieldbook.player.joined import form_script

_logger = logging.getLogger(__name__)


class fb_test(nodes.General, nodes.Element):  # noqa: N801 docutils names nodes in lower case
    """A test; its children are the questions. ``form`` is the id, ``about`` what the page's script needs to know."""


class fb_question(nodes.General, nodes.Element):  # noqa: N801 docutils names nodes in lower case
    """A question of a test. Its texts are slots, by the names that ``render.activity.slot_texts`` gives."""


class PlacedTest(SphinxDirective):
    """``{test} final``: a form of assessments/forms/, as the course's seed draws it."""

    required_arguments = 1
    has_content = False
    option_spec: ClassVar[dict[str, Any]] = {"title": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """The test, or nothing where there is none that could stand here."""
        course: Course = self.config.fieldbook_course
        name = self.arguments[0]
        if name not in course.forms:
            return self._fault(_("there is no form {name!r}").format(name=name), _("Use one of assessments/forms/."))
        form = course.forms[name].value
        for path in (Path(course.forms[name].path), *(Path(bank.path) for bank in course.banks)):
            self.env.note_dependency(str(course.root / path))
        if form.sealed and not self.config.fieldbook_sealed:
            message = _("the form {name!r} is sealed, and this build has no key to seal answers with").format(name=name)
            return self._fault(message, _("Build with --sealed KEY.pub; see docs/forms.md"))
        try:
            drawn = drawn_forms(course)[name]
        except CourseError as error:
            return self._fault(str(error.problems[0]), _("See fieldbook check"))
        return [self._node(drawn)]

    def _node(self, drawn: DrawnForm) -> fb_test:
        node = fb_test("", form=drawn.form.id, apart=True)
        node["about"] = _about(drawn, self.config.fieldbook_sealed)
        self.set_source_info(node)
        renderer = self.state._renderer  # type: ignore[attr-defined]  # noqa: SLF001 MyST's, which reads the slots
        feedback = drawn.form.shows == "answers"
        for entry in drawn.items:
            item = sealed_item(entry.bound) if drawn.form.sealed else entry.bound
            question = fb_question("", item=item, feedback=feedback, sealed=drawn.form.sealed)
            question.line = self.lineno
            question += [
                slot(renderer, ref, text, self.lineno) for ref, text in slot_texts(item, feedback=feedback).items()
            ]
            if feedback:
                text = source_text(item.source, self.config.fieldbook_course)
                question += slot(renderer, "source", text, self.lineno)
            node += question
        return node

    def _fault(self, message: str, remedy: str) -> list[nodes.Node]:
        _logger.warning("test: %s. %s", message, remedy, location=self.get_location(), type="fieldbook")
        return []


def setup_tests(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.add_config_value("fieldbook_sealed", "", "env", str)
    app.add_directive("test", PlacedTest)
    plain = (_pass, _pass)
    app.add_node(fb_test, html=(_open, _close), latex=plain, text=plain)
    app.add_node(fb_question, html=(_visit_question, None), latex=plain, text=plain)
    app.connect("env-get-outdated", _outdated)
    app.connect("doctree-read", _read)
    app.connect("env-purge-doc", lambda _app, env, docname: _store(env).pop(docname, None))
    app.connect("env-merge-info", _merge)
    app.connect("html-page-context", _page_context)
    app.connect("build-finished", _write)


def tests_of(app: Sphinx) -> tuple[OutlineTest, ...]:
    """Every test in the book, by id."""
    course: Course = app.config.fieldbook_course
    found = []
    for docname, forms in _store(app.env).items():
        for name, about in forms.items():
            form: Form = course.forms[name].value
            kept = {field: about[field] for field in ("variant", "count", "minutes", "cut", "certificate")}
            title = app.env.titles[docname].astext()
            found.append(OutlineTest(id=name, title=title, page=f"{docname}.html", sealed=form.sealed, **kept))
    return tuple(sorted(found, key=lambda test: test.id))


def _about(drawn: DrawnForm, key: str) -> dict[str, Any]:
    form = drawn.form
    about: dict[str, Any] = {
        "id": form.id,
        "variant": drawn.variant,
        "count": len(drawn.items),
        "minutes": form.minutes,
        "more": list(form.more_minutes),
        "cut": form.cut.score if form.cut and not form.sealed else None,
        "feedback": form.shows,
        "tries": form.tries,
        "wait": form.wait_hours,
        "certificate": form.certificate,
    }
    return about | ({"key": key} if form.sealed else {})


def _store(env: BuildEnvironment) -> dict[str, dict[str, dict[str, Any]]]:
    """What is known of each test, by docname and form."""
    found: dict[str, dict[str, dict[str, Any]]] = vars(env).setdefault("fieldbook_tests", {})
    return found


def _read(app: Sphinx, doctree: nodes.document) -> None:
    found = {node["form"]: node["about"] for node in doctree.findall(fb_test)}
    _store(app.env).pop(app.env.docname, None)
    for name in found:
        other = next((docname for docname, forms in _store(app.env).items() if name in forms), None)
        if other:
            message = _("test: the form {name!r} stands in {page} too. A test has one page").format(
                name=name, page=other
            )
            _logger.warning("%s", message, location=app.env.docname, type="fieldbook")
    if found:
        _store(app.env)[app.env.docname] = found


def _outdated(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Pages with tests, where lessons ask other items than when these were read: what is left to draw from differs."""
    del added, changed, removed
    asked = sorted(asked_in_lessons(app.config.fieldbook_course))
    before = vars(env).get("fieldbook_asked", asked)
    vars(env)["fieldbook_asked"] = asked
    return sorted(_store(env)) if asked != before else []


def _merge(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    del app
    _store(env).update({doc: found for doc, found in _store(other).items() if doc in docnames})


def _page_context(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    del template, doctree
    found = list(_store(app.env).get(page, {}).values())
    context["fb_tests"] = {f"{doc}.html": name for doc, forms in _store(app.env).items() for name in forms}
    context["fb_test"] = ("sealed-test.js" if "key" in found[0] else "test.js") if found else ""


def _write(app: Sphinx, error: Exception | None) -> None:
    """The second scripts, and what a test says: only what some page loads."""
    if error is not None or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    sealed = {test.sealed for test in tests_of(app)}
    files = {
        "test.js": form_script() if False in sealed else None,
        "sealed-test.js": form_script(sealed=True) if True in sealed else None,
        "fieldbook-test.js": f"window.FIELDBOOK_TEST={_test_data(app)};\n" if sealed else None,
    }
    for name, text in files.items():
        if text is None:
            (static / name).unlink(missing_ok=True)
        else:
            (static / name).write_text(text, "utf-8")


def _test_data(app: Sphinx) -> str:
    course: Course = app.config.fieldbook_course
    data = {
        "course": course.file.value.title,
        "edition": course.file.value.edition,
        "context": course.context.meta.title,
        "objectives": _objectives(app, course),
        "strings": form_strings(),
    }
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _objectives(app: Sphinx, course: Course) -> dict[str, Any]:
    """Each objective with the lessons that ask about it; where no lesson does, its module stands for them."""
    found: dict[str, Any] = {}
    for module, shown in zip(course.modules, outlined_modules(app), strict=True):
        for objective in module.objectives:
            asked = {place.item.id for place in course.places if place.item.objective == objective.id}
            lessons = [lesson.id for lesson in shown.lessons if asked & set(lesson.activities)]
            found[objective.id] = {"text": objective.text, "module": module.id, "lessons": lessons}
    return found


def _open(translator: Any, node: fb_test) -> None:
    translator.body.append(form_html(node["about"]).opening)


def _close(translator: Any, node: fb_test) -> None:
    translator.body.append(form_html(node["about"]).closing)


def _visit_question(translator: Any, node: fb_question) -> None:
    slots = slot_html(translator, node)
    translator.body.append(question_html(node["item"], slots, feedback=node["feedback"], sealed=node["sealed"]))
    raise nodes.SkipNode


def _pass(translator: Any, node: nodes.Element) -> None:
    del translator, node
