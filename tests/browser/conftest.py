"""Fixtures of the browser tests; helpers stand in ``tests_browser``."""

from tests_browser import context, unpacked

__all__ = ["context", "unpacked"]
