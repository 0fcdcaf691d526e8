"""Fixtures of the browser tests; helpers stand in ``tests_browser``."""

from tests_browser import chromium, playwright, unpacked

__all__ = ["chromium", "playwright", "unpacked"]
