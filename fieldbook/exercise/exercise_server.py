"""``fieldbook exercise serve``: one exercise for phones and laptops in one local network, without internet.

A controller's page needs the key, a team's page its code. A team is sent its own feed and nothing else: its page holds
no exercise.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from fieldbook.core.problems import OutputError
from fieldbook.exercise.room import Room
from fieldbook.exercise.run_file import write_run

Pages = Mapping[str, str]
"""``control``, ``team``, ``join`` (HTML), ``script``, ``style``."""

_MOST_CLIENTS = 300
_TRIES, _WINDOW = 30, 60.0
"""Wrong codes from one address within so many seconds; then it waits."""
_BEAT = 10.0
"""Seconds after which a silent connection is spoken to, so that both sides notice its loss."""

_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class Gate:
    """Who may come in. Keys and codes are compared in constant time, guesses are counted by address."""

    def __init__(self, room: Room) -> None:
        self._joining = room.log.joining
        self._wrong: dict[str, deque[float]] = {}

    def controls(self, key: str, address: str) -> bool:
        """Whether ``key`` is the controller's."""
        return self._judged(secrets.compare_digest(key.encode(), self._joining.key.encode()), address)

    def team(self, code: str, address: str) -> str | None:
        """The team with this code; None for a wrong one and for an address that guesses."""
        given = code.strip().lower().encode()
        found = [team for team, own in self._joining.codes.items() if secrets.compare_digest(given, own.encode())]
        return found[0] if self._judged(bool(found), address) else None

    def _judged(self, right: bool, address: str) -> bool:  # noqa: FBT001 a verdict, not an option
        wrong = self._wrong.setdefault(address, deque())
        while wrong and wrong[0] < time.monotonic() - _WINDOW:
            wrong.popleft()
        if len(wrong) >= _TRIES:
            return False
        if not right:
            wrong.append(time.monotonic())
        return right


class Server:
    """Routes and connections of one room."""

    def __init__(self, room: Room, pages: Pages) -> None:
        self._room = room
        self._pages = pages
        self._gate = Gate(room)
        self._clients = 0

    def application(self) -> Starlette:
        """The ASGI application."""
        routes = [
            Route("/", self._join),
            Route("/t/{code}", self._team_page),
            Route("/control/{key}", self._control_page),
            Route("/run/{key}", self._run_file),
            Route("/exercise.js", lambda _request: self._text("script", "text/javascript")),
            Route("/exercise.css", lambda _request: self._text("style", "text/css")),
            Route("/favicon.ico", lambda _request: Response(status_code=204)),
            WebSocketRoute("/live/control/{key}", self._control),
            WebSocketRoute("/live/team/{code}", self._team),
        ]
        return Starlette(routes=routes)

    def _text(self, name: str, kind: str) -> Response:
        return Response(self._pages[name], media_type=kind, headers=_HEADERS)

    async def _join(self, request: Request) -> Response:
        code = request.query_params.get("code", "").strip().lower()
        if code and self._gate.team(code, _address(request)):
            return RedirectResponse(f"/t/{code}", 303)
        return HTMLResponse(self._pages["join-wrong" if code else "join"], 404 if code else 200, headers=_HEADERS)

    async def _team_page(self, request: Request) -> Response:
        if self._gate.team(request.path_params["code"], _address(request)) is None:
            return HTMLResponse(self._pages["join-wrong"], 404, headers=_HEADERS)
        return HTMLResponse(self._pages["team"], headers=_HEADERS)

    async def _control_page(self, request: Request) -> Response:
        if not self._gate.controls(request.path_params["key"], _address(request)):
            return HTMLResponse(self._pages["join-wrong"], 404, headers=_HEADERS)
        return HTMLResponse(self._pages["control"], headers=_HEADERS)

    async def _run_file(self, request: Request) -> Response:
        if not self._gate.controls(request.path_params["key"], _address(request)):
            return HTMLResponse(self._pages["join-wrong"], 404, headers=_HEADERS)
        log = self._room.log
        name = f"{log.head.exercise}-{log.head.run}.json"
        headers = _HEADERS | {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(write_run(log.head, log.events), media_type="application/json", headers=headers)

    async def _control(self, socket: WebSocket) -> None:
        if not self._gate.controls(socket.path_params["key"], _address(socket)):
            return await socket.close(4404)
        sent = 0

        def news() -> dict[str, Any]:
            nonlocal sent
            events, sent = self._room.log.events[sent:], len(self._room.log.events)
            return {"events": events, "run": self._room.log.head.run, "now": self._room.now()}

        def take(data: Any) -> dict[str, Any]:
            if not isinstance(data, dict) or not isinstance(data.get("add"), list) or len(data["add"]) > 500:
                raise ValueError("a controller adds events")
            return {"kept": self._room.add(data["add"])}

        return await self._serve(socket, news, take)

    async def _team(self, socket: WebSocket) -> None:
        team = self._gate.team(socket.path_params["code"], _address(socket))
        if team is None:
            return await socket.close(4404)
        return await self._serve(
            socket, lambda: {"feed": self._room.feed(team)}, lambda data: {"kept": [self._room.answer(team, data)]}
        )

    async def _serve(
        self, socket: WebSocket, news: Callable[[], dict[str, Any]], take: Callable[[Any], dict[str, Any]]
    ) -> None:
        """Send ``news`` at once and after each change; give what comes in to ``take``."""
        if self._clients >= _MOST_CLIENTS:
            return await socket.close(1013)
        await socket.accept()
        self._clients += 1
        changed = asyncio.Event()
        changed.set()
        leave = self._room.on_change(changed.set)
        sender = asyncio.create_task(_send_news(socket, changed, news))
        try:
            while True:
                await _receive(socket, take)
        except (WebSocketDisconnect, RuntimeError):
            pass  # gone; it comes back with its code
        finally:
            leave()
            self._clients -= 1
            sender.cancel()
            with contextlib.suppress(asyncio.CancelledError, WebSocketDisconnect, RuntimeError):
                await sender
        return None


async def _send_news(socket: WebSocket, changed: asyncio.Event, news: Callable[[], dict[str, Any]]) -> None:
    """One message for any number of changes since the last: a slow phone gets the newest state, not a queue."""
    while True:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(changed.wait(), _BEAT)
        if changed.is_set():
            changed.clear()
            await _send(socket, news())
        else:
            await _send(socket, {"beat": True})


async def _receive(socket: WebSocket, take: Callable[[Any], dict[str, Any]]) -> None:
    """One message in, one answer out. Rubbish is refused and the connection stays."""
    text = await socket.receive_text()
    try:
        answer = take(json.loads(text))
    except OutputError as error:
        answer = {"failed": str(error)}
    except (ValueError, RecursionError):
        answer = {"refused": True}
    await _send(socket, answer)


def _send(socket: WebSocket, data: dict[str, Any]) -> Awaitable[None]:
    return socket.send_text(json.dumps(data, ensure_ascii=False))


def _address(connection: Request | WebSocket) -> str:
    return connection.client.host if connection.client else ""
