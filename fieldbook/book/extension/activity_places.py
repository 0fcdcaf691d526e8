"""Which activities stand where. Every node that a learner answers says so with ``note_activity``.

The outline finds the activities of a lesson by the attribute; this module sees to it that an id stands only once in
the course, because answers are kept by id.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from fieldbook.core.i18n import _

_logger = logging.getLogger(__name__)

Places = dict[str, list[tuple[int, str]]]
"""Line and id of each activity, by docname."""


def note_activity(node: nodes.Element, activity: str, line: int) -> None:
    """Say that the learner's answer to ``node`` is kept under the id ``activity``."""
    node["activity"] = activity
    node.line = line


def activities(env: BuildEnvironment) -> Places:
    """Activities of every page that has been read."""
    found: Places = vars(env).setdefault("fieldbook_activities", {})
    return found


def setup_store(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.connect("doctree-read", _read)
    app.connect("env-purge-doc", lambda _app, env, docname: activities(env).pop(docname, None))
    app.connect("env-merge-info", _merge)
    app.connect("env-check-consistency", _check)


def _read(app: Sphinx, doctree: nodes.document) -> None:
    found = [(node.line or 0, node["activity"]) for node in doctree.findall(nodes.Element) if node.get("activity")]
    activities(app.env)[app.env.docname] = found


def _merge(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    del app
    activities(env).update({doc: found for doc, found in activities(other).items() if doc in docnames})


def _check(app: Sphinx, env: BuildEnvironment) -> None:
    del app
    first: dict[str, str] = {}
    for docname, found in sorted(activities(env).items()):
        for line, activity in found:
            if activity in first:
                text = _(
                    "activity {name!r} stands twice, also in {page}: answers are kept by id, so use another id here"
                )
                message = text.format(name=activity, page=first[activity])
                _logger.warning("%s", message, location=(docname, line), type="fieldbook")
            first.setdefault(activity, docname)
