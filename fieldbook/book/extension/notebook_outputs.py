"""Puts executed outputs into notebooks as Sphinx reads them, and takes out what is for trainers only.

Outputs are the same in all languages; here they get the plain text that the page's language has for them.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from fieldbook.book.cell_text import plain_text
from fieldbook.book.extension import handover
from fieldbook.core.fingerprint import digest
from fieldbook.course.notebook import Notebook
from fieldbook.course.sources import Course
from fieldbook.model.payload import MIME, PAYLOAD
from fieldbook.translation.course_in_language import CourseWords

TRAINER_TAG = "trainer"


def setup_notebooks(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.connect("source-read", _fill)
    app.connect("env-get-outdated", _outdated)
    app.connect("env-merge-info", _merge)


def _fill(app: Sphinx, docname: str, source: list[str]) -> None:
    if docname not in app.config.fieldbook_course.notebooks:
        path = Path(app.env.doc2path(docname))
        source[0] = _words(app).page(path.relative_to(app.srcdir).as_posix(), source[0])
        return
    notebook = _executed(app, docname)
    _digests(app.env)[docname] = _digest(notebook)
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            _put_into_words(output, app.config.fieldbook_course)
    source[0] = json.dumps(notebook, ensure_ascii=False)


def _put_into_words(output: dict[str, Any], course: Course) -> None:
    found = output.get("data", {}).get(MIME)
    if found is not None:
        output["data"] = output["data"] | {"text/plain": plain_text(PAYLOAD.validate_python(found), course)}


def _digest(notebook: dict[str, Any]) -> str:
    return digest(json.dumps(notebook))


def _executed(app: Sphinx, docname: str) -> dict[str, Any]:
    notebook: Notebook = app.config.fieldbook_course.notebooks[docname]
    outputs = handover.outputs_of(docname)
    raw: dict[str, Any] = copy.deepcopy(dict(notebook.raw))
    if app.config.fieldbook_audience != "trainer":
        raw["cells"] = [cell for cell in raw["cells"] if TRAINER_TAG not in cell.get("metadata", {}).get("tags", [])]
    for cell in raw["cells"]:
        if outputs is not None and cell["cell_type"] == "code":
            asked = partial(_words(app).question, notebook.path, cell["id"])
            cell["outputs"] = [_with_question(_with_count(output), asked) for output in outputs[cell["id"]]]
    return raw


def _words(app: Sphinx) -> CourseWords:
    found: CourseWords = app.config.fieldbook_words
    return found


def _with_question(output: dict[str, Any], asked: Callable[[str], str]) -> dict[str, Any]:
    """The question beneath a figure in the page's language."""
    data = output.get("data", {})
    payload = data.get(MIME)
    if not payload or not payload.get("question"):
        return output
    return output | {"data": data | {MIME: payload | {"question": asked(payload["question"])}}}


def _with_count(output: dict[str, Any]) -> dict[str, Any]:
    """A copy, because the outputs are those of other editions too."""
    return output | ({"execution_count": None} if output["output_type"] == "execute_result" else {})


def _digests(env: BuildEnvironment) -> dict[str, str]:
    if not hasattr(env, "fieldbook_digests"):
        env.fieldbook_digests = {}  # type: ignore[attr-defined]
    return env.fieldbook_digests  # type: ignore[attr-defined, no-any-return]


def _outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> Iterable[str]:
    del added, changed, removed
    known = _digests(env)
    own = app.config.fieldbook_course.notebooks
    return [doc for doc in own if doc in known and known[doc] != _digest(_executed(app, doc))]


def _merge(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    del app
    _digests(env).update({doc: value for doc, value in _digests(other).items() if doc in docnames})
