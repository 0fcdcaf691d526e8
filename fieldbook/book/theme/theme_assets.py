"""Joins the theme's files, Furo's style sheet included, so that a page asks for one style sheet and one script."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import furo
from sphinx.application import Sphinx

from fieldbook.book.theme.unused_css import purged, used_names

_ENGINE = Path(__file__).parents[2]
_STYLES = (
    "web/tokens.css",
    *(f"book/theme/css/{name}.css" for name in ("page", "navigation", "text", "parts")),
    "drawing/figures.css",
    *(f"book/theme/css/{name}.css" for name in ("provenance", "print")),
)
"""In the order of the cascade."""
_SCRIPTS = tuple(f"book/theme/js/{name}.js" for name in ("theme", "menu", "forms", "tables", "glossary"))
_SEARCH = ("documentation_options.js", "doctools.js", "language_data.js", "searchtools.js")

_UNUSED = (
    "styles",
    "scripts",
    "basic.css",
    "debug.css",
    "skeleton.css",
    "doctools.js",
    "documentation_options.js",
    "language_data.js",
    "searchtools.js",
    "sphinx_highlight.js",
    "file.png",
    "minus.png",
    "plus.png",
    "mystnb.*.css",
)
"""Static files of the parent themes and of MyST-NB that no page of this theme loads."""


def write_assets(app: Sphinx, error: Exception | None) -> None:
    """Write ``fieldbook.css``, ``fieldbook.js``, ``fieldbook-search.js`` and the licences of what is in them."""
    if error is not None or app.builder.name != "html" or app.config.html_theme != "fieldbook":
        return
    static = Path(app.outdir) / "_static"
    (static / "fieldbook.js").write_text(_joined(_SCRIPTS), "utf-8")
    (static / "third-party.txt").write_text(_read("book/theme/third-party.txt"), "utf-8")
    sphinx_search = [path.read_text("utf-8") for name in _SEARCH if (path := static / name).exists()]
    if len(sphinx_search) == len(_SEARCH):
        (static / "fieldbook-search.js").write_text(
            "\n".join([*sphinx_search[:-1], _read("book/theme/js/search.js"), sphinx_search[-1]]), "utf-8"
        )
    _clear(static)
    player = static / "player.css"  # written by the extension; the theme's own sheet comes first, so it stays last
    css = style_sheet() + (player.read_text("utf-8") if player.exists() else "")
    player.unlink(missing_ok=True)
    (static / "fieldbook.css").write_text(purged(css, used_names(Path(app.outdir))), "utf-8")


def style_sheet() -> str:
    """Furo's style sheet with logical sides, then the theme's own."""
    parent = Path(furo.__file__).parent / "theme/furo/static/styles/furo.css"
    return logical(re.sub(r"/\*.*?\*/", "", parent.read_text("utf-8"), flags=re.DOTALL)) + _joined(_STYLES)


def logical(css: str) -> str:
    """``css`` with start and end for left and right, so that Furo's layout turns round in right-to-left text.

    Only declarations change: a property stands after ``{`` or ``;``.
    """
    css = re.sub(r"(?<=[{;])(margin|padding|border)-(left|right)(?=[-:])", _sided, css)
    css = re.sub(r"(?<=[{;])(left|right)(?=:)", lambda found: f"inset-inline-{_SIDES[found[1]]}", css)
    css = re.sub(r"(?<=[{;])text-align:(left|right)", lambda found: f"text-align:{_SIDES[found[1]]}", css)
    return re.sub(r"(?<=[{;])(float|clear):(left|right)", lambda found: f"{found[1]}:inline-{_SIDES[found[2]]}", css)


_SIDES = {"left": "start", "right": "end"}


def _sided(found: re.Match[str]) -> str:
    return f"{found[1]}-inline-{_SIDES[found[2]]}"


def _joined(names: tuple[str, ...]) -> str:
    return "\n".join(_read(name) for name in names)


def _read(name: str) -> str:
    return (_ENGINE / name).read_text("utf-8")


def _clear(static: Path) -> None:
    for path in [path for name in _UNUSED for path in static.glob(name)]:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
