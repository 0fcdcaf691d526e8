"""``fieldbook context new --form``: a form page on the loopback address, behind a token in the address."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from fieldbook.context.asking.pack_document import ChangedError, Document, open_document, write_changes
from fieldbook.core.i18n import _
from fieldbook.core.problems import FieldbookError
from fieldbook.desk.mission_form import form_css, form_html, form_js, missing_counts, names_to_choose
from fieldbook.desk.mission_form_answers import Sent, accepted_answers
from fieldbook.web.listening import GRACE_SECONDS, bound

_LARGEST = 4 * 1024 * 1024
"""Bytes that a page may send; the largest pack needs a tenth."""
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class FormServer:
    """One pack's form. Answers that cannot be in the file yet are kept until they can, or the server stops."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.token = secrets.token_urlsafe(16)
        self._pending: Sent | None = None
        self._faults: dict[str, str] = {}

    def application(self) -> Starlette:
        """The ASGI application; without the token in the address nothing is there."""
        root = f"/{self.token}"
        routes = [
            Route(f"{root}/", self._page),
            Route(f"{root}/save", self._save, methods=["POST"]),
            Route(f"{root}/form.css", lambda _request: _text(form_css(), "text/css")),
            Route(f"{root}/form.js", lambda _request: _text(form_js(), "text/javascript")),
            Route("/favicon.ico", lambda _request: Response(status_code=204)),
        ]
        hosts = Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])
        return Starlette(routes=routes, middleware=[hosts])

    def _page(self, _request: Request) -> Response:
        try:
            document = open_document(self._folder)
        except FieldbookError as error:
            remedy = _("Mend the file, then load this page again.")
            return _text(f"{error}\n\n{remedy}\n", "text/plain", 500)
        return HTMLResponse(form_html(document, self._pending, self._faults), headers=_HEADERS)

    async def _save(self, request: Request) -> Response:
        if request.headers.get("content-type", "").partition(";")[0] != "application/json":
            return JSONResponse({"failed": "JSON"}, 415, headers=_HEADERS)
        if int(request.headers.get("content-length", _LARGEST + 1)) > _LARGEST:
            return JSONResponse({"failed": _("too much for one pack")}, 413, headers=_HEADERS)
        try:
            sent = Sent.model_validate_json(await request.body())
            answer, status = self._kept(sent)
        except ValidationError:
            answer, status = {"failed": _("the page is of another version; load it again")}, 422
        except FieldbookError as error:
            answer, status = {"failed": str(error)}, 422
        return JSONResponse(answer, status, headers=_HEADERS)

    def _kept(self, sent: Sent) -> tuple[dict[str, Any], int]:
        document = open_document(self._folder)
        if document.digest != sent.digest:
            return _conflict(), 409
        found = accepted_answers(document, sent)
        try:
            document = write_changes(document, found.changes)
        except ChangedError:
            return _conflict(), 409
        self._pending, self._faults = (sent, found.faults) if found.faults else (None, {})
        return _answer(document, found.faults, found.ids), 200


def _answer(document: Document, faults: dict[str, str], ids: dict[str, str]) -> dict[str, Any]:
    return {
        "digest": document.digest,
        "faults": faults,
        "ids": ids,
        "missing": missing_counts(document),
        "names": names_to_choose(document),
    }


def _conflict() -> dict[str, Any]:
    text = _("context.yml was changed outside this page, so nothing was written over it.")
    return {"conflict": text}


def _text(text: str, kind: str, status: int = 200) -> Response:
    return Response(text, status, media_type=kind, headers=_HEADERS)


def serve_form(folder: Path, port: int, echo: Callable[[str], object]) -> None:
    """Serve the form of the pack in ``folder`` until it is stopped.

    Raises
    ------
    CourseError
        ``context.yml`` has faults.
    OutputError
        The port is taken.
    """
    open_document(folder)
    server = FormServer(folder)
    sock = bound("127.0.0.1", port)
    echo(_("Open http://127.0.0.1:{port}/{token}/").format(port=sock.getsockname()[1], token=server.token))
    echo(_("Answers go to {file} as you type. Stop with Ctrl-C.").format(file=folder / "context.yml"))
    config = uvicorn.Config(server.application(), log_level="warning", timeout_graceful_shutdown=GRACE_SECONDS)
    uvicorn.Server(config).run(sockets=[sock])
