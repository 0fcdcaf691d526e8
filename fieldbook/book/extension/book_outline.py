"""The outline of the whole book, which packages get as data beside the pages."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from fieldbook.book.extension.outline import outlined_modules
from fieldbook.book.extension.test_directive import tests_of
from fieldbook.model.outline import Outline


def outline(app: Sphinx) -> Outline:
    """Modules with their lessons, tests, and all pages in the order of the contents."""
    pages = tuple(f"{docname}.html" for docname in _in_order(app.env, app.config.root_doc))
    return Outline(modules=outlined_modules(app), tests=tests_of(app), pages=pages)


def _in_order(env: BuildEnvironment, docname: str) -> Iterator[str]:
    yield docname
    for inner in env.toctree_includes.get(docname, ()):
        yield from _in_order(env, inner)
