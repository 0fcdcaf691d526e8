"""Fieldbook: one curriculum source, any mission, any channel.

In a notebook: ``import fieldbook as fb``, then ``fb.mission()``, ``fb.figures.…`` and ``fb.check("item-id")``.
The names are loaded at first use, because the command line must start fast and needs none of them.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any

from fieldbook._version import __version__ as __version__

__all__ = ["check", "figures", "mission", "product", "scenario"]


# Altair's jsonschema makes a grammar of one to two seconds for IRI formats where this is there; nothing here uses it
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def __getattr__(name: str) -> Any:
    if name == "figures":
        return importlib.import_module("fieldbook.evidence.figures")
    if name in __all__:
        return getattr(importlib.import_module("fieldbook.book.authoring"), name)
    raise AttributeError(f"module 'fieldbook' has no attribute {name!r}")
