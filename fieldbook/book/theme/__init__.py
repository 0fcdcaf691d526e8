"""The Sphinx theme ``fieldbook``. It inherits Furo, whose own setup Sphinx runs because it loads the parent theme."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from fieldbook.book.theme.page_context import add_page_context
from fieldbook.book.theme.theme_assets import write_assets

THEME = Path(__file__).parent / "fieldbook"


def setup(app: Sphinx) -> dict[str, Any]:
    """Called by Sphinx, through the entry point ``sphinx.html_themes``."""
    app.add_html_theme("fieldbook", str(THEME))
    # After Furo's and the engine's handlers, which have the default priority.
    app.connect("html-page-context", add_page_context, priority=700)
    app.connect("build-finished", write_assets, priority=700)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
