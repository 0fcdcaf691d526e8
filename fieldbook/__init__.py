"""Fieldbook: one curriculum source, any mission, any channel.

In a notebook: ``import fieldbook as fb``, then ``fb.mission()``, ``fb.figures.…`` and ``fb.check("item-id")``.
The names are loaded at first use, because the command line must start fast and needs none of them.
"""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"
__all__ = ["check", "figures", "mission", "product", "scenario"]


def __getattr__(name: str) -> Any:
    if name == "figures":
        return importlib.import_module("fieldbook.figures")
    if name in __all__:
        return getattr(importlib.import_module("fieldbook.authoring"), name)
    raise AttributeError(f"module 'fieldbook' has no attribute {name!r}")
