"""Fieldbook: one curriculum source, any mission, any channel.

In a notebook: ``import fieldbook as fb``, then ``fb.mission()``, ``fb.figures.…`` and ``fb.check("item-id")``.
The names are loaded at first use, because the command line must start fast and needs none of them.
"""

from __future__ import annotations

import importlib
from typing import Any

from fieldbook._version import __version__ as __version__
from fieldbook.core.compat import skip_iri_grammar

__all__ = ["check", "figures", "mission", "product", "scenario"]


skip_iri_grammar()  # before anything else is imported that would make it


def __getattr__(name: str) -> Any:
    if name == "figures":
        return importlib.import_module("fieldbook.evidence.figures")
    if name in __all__:
        return getattr(importlib.import_module("fieldbook.book.authoring"), name)
    raise AttributeError(f"module 'fieldbook' has no attribute {name!r}")
