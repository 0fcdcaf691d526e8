"""HTML from templates: one way for every room, so that no value reaches a page unescaped."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined


@lru_cache
def templates(package: str, **filters: Callable[..., Any]) -> Environment:
    """The templates in the folder ``templates`` of ``package``, read once; ``filters`` are added to Jinja's.

    Every value is escaped, and a name that a template uses and nobody gave is an error.
    """
    environment = Environment(
        loader=PackageLoader(package), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= filters
    return environment
