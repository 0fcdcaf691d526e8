"""Turns a cell's payload into one docutils node. Registered with MyST-NB as a render plugin."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer

from fieldbook.book.extension.activity_node import check_node
from fieldbook.book.extension.evidence_node import asking_node
from fieldbook.book.extension.practice_node import practice_node
from fieldbook.model.payload import MIME, PAYLOAD

_MAKERS: dict[str, Callable[[Any, Any, int], nodes.Element]] = {
    "check": check_node,
    "evidence": asking_node,
    "missing": asking_node,
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
        payload = PAYLOAD.validate_json(json.dumps(data.content))
        return [_MAKERS[payload.kind](renderer.renderer, payload, data.line or 0)]
