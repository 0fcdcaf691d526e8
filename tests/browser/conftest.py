"""Fixtures of the browser tests; helpers stand in ``tests_browser``."""

from tests_browser import chromium, context, playwright, unpacked

__all__ = ["chromium", "context", "playwright", "unpacked"]
