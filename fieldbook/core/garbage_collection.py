"""How often Python looks for objects that nobody uses any more."""

from __future__ import annotations

import gc


def look_rarely() -> None:
    """A build makes millions of objects that live to its end; to look through them again and again costs a tenth."""
    gc.set_threshold(200_000, 20, 100)
