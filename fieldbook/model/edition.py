"""An edition: a course for one context, language and audience."""

from __future__ import annotations

import dataclasses
from typing import Literal

Audience = Literal["learner", "trainer"]

EXERCISES = "exercises"
"""Folder of the table top exercises inside the trainer's book."""


@dataclasses.dataclass(frozen=True)
class Edition:
    """What is built. ``course`` and ``context`` are ids, ``lang`` is a BCP 47 tag."""

    course: str
    context: str
    lang: str
    audience: Audience

    @property
    def name(self) -> str:
        """``<course>-<context>-<lang>[-trainer]``, the stem of every package's name."""
        parts = [self.course, self.context, self.lang]
        return "-".join([*parts, "trainer"] if self.audience == "trainer" else parts)
