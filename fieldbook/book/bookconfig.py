"""Jupyter Book's ``_config.yml`` as Sphinx settings: the part of it that a course uses.

Jupyter Book's own reader takes seconds to import, and adds extensions that load scripts from outside.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from fieldbook.core.atomic import write_bytes
from fieldbook.course.book_config_file import read_book_config
from fieldbook.course.contents_file import ENDINGS, FILE, read_contents
from fieldbook.model.edition import Audience
from fieldbook.translation.course_in_language import CourseWords

WORK = ".fieldbook"
"""Folder in a course for caches and half-made things; Sphinx must never take its notebooks for pages."""

GUIDE = "book/guide/"
"""Pages below are for trainers; a learner's edition has neither them nor their lines in the table of contents."""

_PEER_ONLY = {"jupyter_book"}
"""Extensions that work only when Jupyter Book runs Sphinx."""


def sphinx_settings(root: Path, audience: Audience, lang: str) -> dict[str, Any]:
    """Sphinx settings of the course folder ``root`` for one audience, in ``lang``. Raises ``CourseError``."""
    words = CourseWords(root, lang)
    book = words.loaded(read_book_config(root)).value
    config = book.sphinx.config
    extensions = [name for name in config.get("extensions", []) if name not in _PEER_ONLY]
    return {
        "project": book.title,
        "html_title": book.title,
        "author": book.author,
        "copyright": book.copyright or "",
        # given here, because Sphinx adds to one default dictionary in each build of a process
        "source_suffix": dict.fromkeys(ENDINGS, "myst-nb"),
        "external_toc_path": _contents(root, audience, words),
        "external_toc_exclude_missing": True,
        "exclude_patterns": [".*", "**/.*", "dist", "_build", *([] if audience == "trainer" else [f"{GUIDE}**"])],
        "bibtex_bibfiles": book.bibtex_bibfiles,
        "myst_enable_extensions": book.parse.myst_enable_extensions,
        **config,
        "extensions": extensions,
    }


def _contents(root: Path, audience: Audience, words: CourseWords) -> str:
    """Table of contents, from the course folder: the course's own, or a copy: for learners, in another language."""
    english, guide = read_contents(root), (root / GUIDE).is_dir()
    spoken = words.loaded(english)
    if spoken == english and (audience == "trainer" or not guide):
        return FILE
    contents = spoken.value.model_dump(mode="json", exclude_unset=True)
    if audience != "trainer":
        contents = _for_learners(contents)
    # relative, or the folder's name would be in every page's fingerprint
    path = f"{WORK}/{audience}-{words.lang}-toc.yml"
    write_bytes(root / path, yaml.safe_dump(contents, sort_keys=False).encode())
    return path


def _for_learners(part: Any) -> Any:
    """``part`` of a table of contents without the guide's pages and without parts that are left empty."""
    if isinstance(part, list):
        return [kept for entry in part if (kept := _for_learners(entry)) is not None]
    if not isinstance(part, dict):
        return part
    if str(part.get("file", "")).startswith(GUIDE):
        return None
    kept = {name: _for_learners(value) for name, value in part.items()}
    emptied = any(kept.get(name) == [] and part[name] for name in ("chapters", "parts", "sections"))
    return None if emptied else kept
