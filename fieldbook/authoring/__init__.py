"""The API that notebooks call."""

from fieldbook.authoring.activities import Check, check, mission

__all__ = ["Check", "check", "mission"]
