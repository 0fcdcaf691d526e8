"""The libraries of the extra ``paper``: nobody who never prints or scans needs their 160 MB."""

from __future__ import annotations

import importlib
from typing import Any

from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem


def library(name: str) -> Any:
    """The module ``name``. Raises ``CourseError`` with the remedy where it is not installed (``FB-PAPER-01``)."""
    try:
        return importlib.import_module(name)
    except ImportError:
        what = _("is needed for tests on paper and not installed")
        raise CourseError([Problem(name, 0, "", what, 'pip install "fieldbook[paper]"', "FB-PAPER-01")]) from None
