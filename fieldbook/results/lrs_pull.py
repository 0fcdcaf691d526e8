"""Reads answers from a learning record store, page by page, as the lines that ``read_xapi`` reads from a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from fieldbook.core.i18n import _
from fieldbook.results.intake import LIMITS, Plain
from fieldbook.results.read_xapi import ANSWERED, COMPLETED
from fieldbook.results.record_store import Lrs

_PAGE = 500
_PAGES = 50_000


def pull(url: str) -> Plain:
    """Every statement of the store at ``url`` that says that something was answered or completed.

    Raises
    ------
    CourseError
        The store does not answer, refuses, or goes on without end (``FB-RES-09``); then nothing is taken.
    """
    lrs = Lrs(url)
    lines: list[bytes] = []
    size = 0
    for statement in _statements(lrs):
        if _verb(statement) not in {ANSWERED, COMPLETED}:
            continue
        lines.append(json.dumps(statement, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace"))
        size += len(lines[-1]) + 1
        if size > LIMITS.file:
            raise lrs.refused(lrs.url, _("holds more than can be read at once; export it in parts"))
    if not lines:
        raise lrs.refused(lrs.url, _("holds no answers, or none that this user may read"))
    # The order is the store's own affair: the same statements are the same file.
    return Plain(lrs.url, b"\n".join(sorted(set(lines))))


def _verb(statement: Any) -> Any:
    verb = statement.get("verb") if isinstance(statement, dict) else None
    return verb.get("id") if isinstance(verb, dict) else None


def _statements(lrs: Lrs) -> Iterator[Any]:
    """All of them: some stores (Ralph 5.1 on files) find none by a verb, which looks like an empty store."""
    seen: set[str] = set()
    link = f"?limit={_PAGE}"
    while link and link not in seen and len(seen) < _PAGES:
        seen.add(link)
        page = lrs.get(link)
        found = page.get("statements") if isinstance(page, dict) else None
        if not isinstance(found, list):
            raise lrs.refused(lrs.url, _("answers with something that is no list of statements"))
        yield from found
        more = page.get("more")
        link = more if isinstance(more, str) else ""
    if link:
        raise lrs.refused(lrs.url, _("names pages without end"))
