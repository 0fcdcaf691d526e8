"""A learning record store (xAPI 1.0.3) over the network: what ``push`` and ``pull`` share.

User and password come from ``FIELDBOOK_LRS_USER`` and ``FIELDBOOK_LRS_PASSWORD``, go to the store's own host alone, and
stand in no message.
"""

from __future__ import annotations

import base64
import http.client
import json
import os
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem

_SECONDS = 30
_MOST = 64 * 1024**2
"""Bytes of one answer."""


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows nothing: the password would go along, and a moved POST would become a GET that stores nothing."""

    def redirect_request(self, *_parts: Any, **_more: Any) -> None:
        return None


class Lrs:
    """The store at ``url``, which ends before ``/statements``. Every fault is a ``CourseError`` (``FB-RES-09``)."""

    def __init__(self, url: str) -> None:
        if "@" in url:
            what = _("carries a user or password, which would stand in logs")
            remedy = _("Give them as FIELDBOOK_LRS_USER and FIELDBOOK_LRS_PASSWORD.")
            raise CourseError([Problem(url.rpartition("@")[2], 0, "", what, remedy, "FB-RES-09")])
        try:
            parts = urlsplit(url)
            _port = parts.port
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in {"https", "http"} or not parts.hostname:
            raise self.refused(url, _("is no web address"))
        self.url = url.rstrip("/") + "/statements"
        self._place = (parts.scheme, parts.netloc)
        self._opener = urllib.request.build_opener(_Stay)

    def refused(self, url: str, what: str) -> CourseError:
        """The fault that ``what`` says."""
        remedy = _("What is in your store is safe. Do it again later: nothing doubles.")
        return CourseError([Problem(url.partition("?")[0], 0, "", what, remedy, "FB-RES-09")])

    def get(self, url: str) -> Any:
        """The JSON at ``url``, which may be relative, as ``more`` of an answer is."""
        whole = urljoin(self.url, url)
        parts = urlsplit(whole)
        if (parts.scheme, parts.netloc) != self._place:
            raise self.refused(self.url, _("sends on to another place, where the password does not go"))
        _code, data = self._ask(urllib.request.Request(whole))  # noqa: S310 checked
        try:
            return json.loads(data)
        except ValueError:
            raise self.refused(self.url, _("answers with something that is no JSON")) from None

    def post(self, statements: Sequence[Any]) -> tuple[int, list[Any] | None]:
        """The status, 409 among them, and the ids that the store says it took; None where it does not say."""
        data = json.dumps(list(statements), ensure_ascii=False).encode()
        request = urllib.request.Request(self.url, data, {"Content-Type": "application/json"}, method="POST")  # noqa: S310 checked
        code, answer = self._ask(request)
        try:
            found = json.loads(answer)
        except ValueError:
            return code, None
        return code, found if isinstance(found, list) else None

    def _ask(self, request: urllib.request.Request) -> tuple[int, bytes]:
        request.add_header("X-Experience-API-Version", "1.0.3")
        user = os.environ.get("FIELDBOOK_LRS_USER")
        if user:
            pair = f"{user}:{os.environ.get('FIELDBOOK_LRS_PASSWORD', '')}"
            request.add_unredirected_header("Authorization", "Basic " + base64.b64encode(pair.encode()).decode())
        try:
            with self._opener.open(request, timeout=_SECONDS) as answer:
                data = answer.read(_MOST + 1)
                code = int(answer.status)
        except urllib.error.HTTPError as error:
            with error:
                if error.code == http.client.CONFLICT:
                    return error.code, b""
                what = _("refuses: {code} {text}").format(code=error.code, text=str(error.reason)[:100])
            raise self.refused(self.url, what) from None
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", error)
            raise self.refused(self.url, _("does not answer: {reason}").format(reason=reason)) from None
        if len(data) > _MOST:
            raise self.refused(self.url, _("answers with more than a page may hold"))
        return code, data
