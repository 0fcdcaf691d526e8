"""The API that notebooks call."""

from fieldbook.authoring.activities import Check, Practice, check, mission, product, scenario

__all__ = ["Check", "Practice", "check", "mission", "product", "scenario"]
