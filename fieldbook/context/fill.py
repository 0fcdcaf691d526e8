"""Fills the context's values into text: names between double braces, and nothing more."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem

_SUBSTITUTION = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_BRACES = re.compile(r"\{\{|\}\}|\{%|%\}")

Fault = Callable[[str, str, str], Problem]
"""Makes a problem of a message, a remedy and a code; knows the place of the text."""


def used_names(text: str) -> set[str]:
    """Names between double braces in ``text``."""
    return {found[1].strip() for found in _SUBSTITUTION.finditer(text)}


def filled(text: str, known: Mapping[str, str], fault: Fault) -> str:
    """``text`` with its names filled in; names only, so that no text can compute, loop or reach an attribute.

    Raises
    ------
    CourseError
        A name is not in ``known`` (``FB-SUB-01``), or there are braces that hold none (``FB-SUB-02``).
    """
    faults = [
        fault(
            _("unknown substitution {found!r}").format(found=found[1].strip()),
            _("docs/architecture.md lists the names."),
            "FB-SUB-01",
        )
        for found in _SUBSTITUTION.finditer(text)
        if found[1].strip() not in known
    ]
    if _BRACES.search(_SUBSTITUTION.sub("", text)):
        message, remedy = _("has braces that are no substitution"), _("Double braces hold a name and nothing else.")
        faults.append(fault(message, remedy, "FB-SUB-02"))
    if faults:
        raise CourseError(faults)
    begins = len(text) - len(text.lstrip())

    def value(found: re.Match[str]) -> str:
        name = found[1].strip()
        at_start = found.start() == begins and name.startswith("mission.")
        return capital(known[name]) if at_start else known[name]

    return _SUBSTITUTION.sub(value, text)


def capital(text: str) -> str:
    """``text`` as it begins a sentence: a mission may be called "the mission in …"."""
    return text[:1].upper() + text[1:]
