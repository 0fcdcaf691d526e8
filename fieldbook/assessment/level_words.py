"""The levels of Bloom's revised taxonomy in words."""

from __future__ import annotations

from fieldbook.core.i18n import _


def level_word(level: str) -> str:
    """What ``level`` (``model.course.Level``) is called in the language in use."""
    names = {
        "remember": _("Remember"),
        "understand": _("Understand"),
        "apply": _("Apply"),
        "analyse": _("Analyse"),
        "evaluate": _("Evaluate"),
        "create": _("Create"),
    }
    return names[level]
