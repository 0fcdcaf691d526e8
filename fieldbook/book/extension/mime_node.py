"""Turns a cell's payload into one docutils node. Registered with MyST-NB as a render plugin."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer

from fieldbook.book.extension.activity_node import check_node
from fieldbook.book.extension.evidence_node import evidence_node, missing_node
from fieldbook.book.extension.practice_node import practice_node
from fieldbook.model.payload import MIME

_MAKERS: dict[str, Callable[[Any, dict[str, Any], int], nodes.Element]] = {
    "check": check_node,
    "evidence": evidence_node,
    "missing": missing_node,
    "scenario": practice_node,
    "product": practice_node,
}


class FieldbookMime:
    """MyST-NB's render plugin for ``application/vnd.fieldbook+json``."""

    mime_priority_overrides = (("*", MIME, 1),)

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:  # noqa: FBT001
        """The node for ``data``; None leaves the data to other renderers."""
        if data.mime_type != MIME or inline:
            return None
        # nbformat's own dictionaries are slow to pickle and behave unlike plain ones in templates
        payload: dict[str, Any] = json.loads(json.dumps(data.content))
        return [_MAKERS[payload["kind"]](renderer.renderer, payload, data.line or 0)]
