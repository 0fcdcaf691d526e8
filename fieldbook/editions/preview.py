"""``fieldbook serve``: the book on this machine's loopback address; rebuilds what changed and reloads the page.

The built files stay as they are: the script that listens for changes is put into pages on their way out.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import mimetypes
from collections.abc import AsyncIterator, Callable
from importlib import resources
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route
from watchfiles import Change, DefaultFilter, awatch

from fieldbook.core.i18n import _
from fieldbook.core.problems import FieldbookError
from fieldbook.editions.edition_build import Request, built_site
from fieldbook.web.listening import GRACE_SECONDS

Echo = Callable[[str], object]


class _Sources(DefaultFilter):
    """What a course is made of; not what a build writes."""

    ignore_dirs = (*DefaultFilter.ignore_dirs, ".fieldbook", "dist", "_build", ".ipynb_checkpoints")

    def __call__(self, change: Change, path: str) -> bool:
        return super().__call__(change, path) and Path(path).suffix in {
            ".ipynb", ".md", ".yml", ".csv", ".geojson", ".bib", ".py", ".js", ".css", ".html", ".j2",
        }  # fmt: skip


class Live:
    """The site as last built, and those who wait for the next one."""

    def __init__(self, request: Request, echo: Echo) -> None:
        self._request = request
        self._echo = echo
        self._changed = asyncio.Condition()
        self.version = 0
        self.fault = ""
        self.root = Path()

    def build(self) -> None:
        """Build the site; a fault is kept for the pages and printed. The last good pages stay."""
        try:
            self.build_or_raise()
        except FieldbookError as error:
            self.fault = str(error)
            self._echo(self.fault)

    def build_or_raise(self) -> None:
        """Build the site. Raises ``FieldbookError``; the last good pages stay."""
        with built_site(self._request, lambda _stage, _what: None) as (_course, site):
            self.root, self.fault = site.root, ""

    async def watch(self) -> None:
        """Rebuild whenever a source changes."""
        async for _changes in awatch(self._request.root, watch_filter=_Sources(), step=20):
            await asyncio.to_thread(self.build)
            async with self._changed:
                self.version += 1
                self._changed.notify_all()

    async def events(self) -> AsyncIterator[str]:
        """Server-sent events: one for each rebuild."""
        seen = self.version
        yield ": hello\n\n"
        while True:
            async with self._changed:
                await self._changed.wait_for(lambda: self.version != seen)  # noqa: B023 read at once
            seen = self.version
            yield f"data: {json.dumps({'fault': self.fault})}\n\n"


def application(live: Live) -> Starlette:
    """The server's routes over ``live``."""
    script = resources.files("fieldbook.editions").joinpath("reload.js").read_text("utf-8")

    async def events(_request: HttpRequest) -> Response:
        return StreamingResponse(live.events(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    async def page(request: HttpRequest) -> Response:
        name = request.path_params["path"] or "index.html"
        content = _inside(live.root, name)
        if content is None:
            return HTMLResponse(_("Not found"), status_code=404)
        kind = mimetypes.guess_type(name)[0]
        if kind == "text/html":
            content = content.replace(b"</body>", f"<script>{script}</script></body>".encode())
        return Response(content, media_type=kind, headers={"Cache-Control": "no-store"})

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(live.watch())
        yield
        task.cancel()

    return Starlette(routes=[Route("/__events", events), Route("/{path:path}", page)], lifespan=lifespan)


def _inside(root: Path, name: str) -> bytes | None:
    """The file ``name`` below ``root``; None for what is not there, lies outside, or no file can be called."""
    try:
        file = (root / name).resolve()
        return file.read_bytes() if file.is_relative_to(root.resolve()) else None
    except (OSError, ValueError):
        return None


def serve_forever(request: Request, port: int, echo: Echo) -> None:
    """Build, then serve on 127.0.0.1 until stopped. Faults of the first build are raised (``CourseError``)."""
    live = Live(request, echo)
    live.build_or_raise()
    echo(_("Open http://127.0.0.1:{port}/ (Ctrl+C stops)").format(port=port))
    uvicorn.run(
        application(live), host="127.0.0.1", port=port, log_level="warning", timeout_graceful_shutdown=GRACE_SECONDS
    )
