"""Sends statements on to a learning record store. With ``pull`` the only part of results that uses a network."""

from __future__ import annotations

import http.client
import itertools
from collections.abc import Iterable

from fieldbook.results.record_store import Lrs
from fieldbook.results.xapi_statements import Statement

_BATCH = 100


def push(found: Iterable[Statement], url: str) -> tuple[int, int]:
    """Send statements to the store at ``url``; how many it took, and how many it had already.

    What was sent before a failure stays there; sending all again changes nothing.

    Raises
    ------
    CourseError
        The store does not answer, or refuses (``FB-RES-09``).
    """
    lrs = Lrs(url)
    taken = again = 0
    for batch in _batched(found):
        new = _sent(lrs, batch)
        taken, again = taken + new, again + len(batch) - new
    return taken, again


def _batched(found: Iterable[Statement]) -> Iterable[tuple[Statement, ...]]:
    rest = iter(found)
    while batch := tuple(itertools.islice(rest, _BATCH)):
        yield batch


def _sent(lrs: Lrs, batch: tuple[Statement, ...]) -> int:
    """How many of ``batch`` are new to the store.

    A store that has some of them takes the others (and may say which), or takes none and answers 409: then half by
    half, since it does not say which.
    """
    code, ids = lrs.post(batch)
    if code == http.client.NO_CONTENT:
        return 0
    if code != http.client.CONFLICT:
        return len(batch) if ids is None else len({one["id"] for one in batch} & {str(name) for name in ids})
    if len(batch) == 1:
        return 0
    middle = len(batch) // 2
    return _sent(lrs, batch[:middle]) + _sent(lrs, batch[middle:])
