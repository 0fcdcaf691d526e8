"""Sends statements on to a learning record store (xAPI 1.0.3). The only part of results that uses a network."""

from __future__ import annotations

import base64
import itertools
import json
import os
import urllib.error
import urllib.request
from collections.abc import Iterable

from fieldbook.errors import CourseError, Problem
from fieldbook.i18n import _
from fieldbook.results.statements import Statement

_BATCH = 100
_SECONDS = 30
_CONFLICT = 409


def push(found: Iterable[Statement], url: str) -> tuple[int, int]:
    """Send statements to the store at ``url``; how many it took, and how many it had already.

    User and password come from ``FIELDBOOK_LRS_USER`` and ``FIELDBOOK_LRS_PASSWORD``. What was sent before a failure
    stays there; sending all again changes nothing.

    Raises
    ------
    CourseError
        The store does not answer, or refuses (``FB-RES-09``).
    """
    if not url.startswith(("https://", "http://")):
        raise CourseError([_refused(url, _("is no web address"))])
    taken = again = 0
    for batch in _batched(found):
        if _send(url, batch):
            taken += len(batch)
            continue
        for statement in batch:  # the store has one of them: which one, it does not say
            if _send(url, [statement]):
                taken += 1
            else:
                again += 1
    return taken, again


def _batched(found: Iterable[Statement]) -> Iterable[tuple[Statement, ...]]:
    rest = iter(found)
    while batch := tuple(itertools.islice(rest, _BATCH)):
        yield batch


def _send(url: str, batch: Iterable[Statement]) -> bool:
    """Whether the store took them; False where it has one already."""
    headers = {"Content-Type": "application/json", "X-Experience-API-Version": "1.0.3"}
    user = os.environ.get("FIELDBOOK_LRS_USER")
    if user:
        pair = f"{user}:{os.environ.get('FIELDBOOK_LRS_PASSWORD', '')}"
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    data = json.dumps(list(batch), ensure_ascii=False).encode()
    request = urllib.request.Request(url.rstrip("/") + "/statements", data, headers, method="POST")  # noqa: S310 checked
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 as above
            answer.read()
    except urllib.error.HTTPError as error:
        with error:
            if error.code == _CONFLICT:
                return False
            raise CourseError(
                [_refused(url, _("refuses: {code} {text}").format(code=error.code, text=error.reason))]
            ) from None
    except OSError as error:
        reason = getattr(error, "reason", error)
        raise CourseError([_refused(url, _("does not answer: {reason}").format(reason=reason))]) from error
    return True


def _refused(url: str, what: str) -> Problem:
    remedy = _("What was collected is in the store. Send it again later: nothing doubles.")
    return Problem(url, 0, "", what, remedy, "FB-RES-09")
