"""Starts the exercise server: pages, log, addresses."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import segno
import uvicorn

from fieldbook.core.i18n import _
from fieldbook.course.sources import Course
from fieldbook.exercise.exercise_binding import bind_exercise
from fieldbook.exercise.exercise_files import ground_of, page_head, script, style
from fieldbook.exercise.exercise_html import dressed, live_pages
from fieldbook.exercise.exercise_server import Server
from fieldbook.exercise.find_exercise import find_exercise
from fieldbook.exercise.room import Room
from fieldbook.exercise.run_log import RunLog, open_log
from fieldbook.web.listening import GRACE_SECONDS, bound

_LARGEST = 64 * 1024
"""Bytes of one message; a page's own are far smaller."""


def serve_exercise(
    course: Course, name: str, log_file: Path, host: str, port: int, echo: Callable[[str], object]
) -> None:
    """Serve the exercise ``name`` until it is stopped; everything lies in ``log_file``, and goes on from there.

    Raises
    ------
    CourseError
        No such exercise, faults in it, or a log that belongs to another.
    OutputError
        The port is taken or the log cannot be written.
    """
    loaded = find_exercise(course, name)
    exercise = bind_exercise(loaded, course.context, course.tensions)
    sock = bound(host, port)
    log = open_log(log_file, exercise, course.file.value.id, course.context.meta.id)
    port = sock.getsockname()[1]
    address = f"http://{_own_address(host)}:{port}"
    joining = {team: _joining(address, code) for team, code in log.joining.codes.items()}
    ground = ground_of(course.context, exercise)
    pages = live_pages(exercise, ground, page_head(course), joining, f"{address}/")
    pages |= {"script": script(), "style": style()}
    room = Room(dressed(exercise), {} if ground is None else ground.places, log)
    _announce(log, address, log_file, echo)
    config = uvicorn.Config(
        Server(room, pages).application(),
        log_level="warning",
        ws="websockets-sansio",
        ws_max_size=_LARGEST,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    try:
        uvicorn.Server(config).run(sockets=[sock])
    finally:
        log.close()


def _announce(log: RunLog, address: str, log_file: Path, echo: Callable[[str], object]) -> None:
    echo(_("Controller: {url}").format(url=f"{address}/control/{log.joining.key}"))
    for team, code in log.joining.codes.items():
        echo(_("Team {team}: {url}   code {code}").format(team=team, url=f"{address}/t/{code}", code=code))
    echo(
        _("Everything is kept in {file}; the same command goes on from there. Stop with Ctrl-C.").format(file=log_file)
    )


def _joining(address: str, code: str) -> dict[str, str]:
    url = f"{address}/t/{code}"
    picture = segno.make(url, micro=False).svg_inline(scale=4, border=2, dark="#000", light="#fff", omitsize=True)
    return {"url": url, "code": code, "qr": picture}


def _own_address(host: str) -> str:
    """This machine's address in the local network; nothing is sent to find it."""
    if host not in ("0.0.0.0", "::"):  # noqa: S104 compared, not bound
        return host
    probe = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        probe.connect(("192.0.2.1", 9))  # a documentation address: chooses the interface, no packet leaves
        return str(probe.getsockname()[0])
    except OSError:
        return "127.0.0.1"
    finally:
        probe.close()
