"""A small learning system for tests: serves unpacked packages and scorm-again, keeps what is committed."""

from __future__ import annotations

import contextlib
import dataclasses
import http.server
import json
import mimetypes
import threading
import time
import urllib.parse
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PEERS = HERE.parent / "peers" / "node_modules" / "scorm-again" / "dist"


@dataclasses.dataclass
class LearningSystem:
    """What the server knows. ``folders`` are served by their first name; ``commits`` are by attempt, oldest first."""

    folders: dict[str, Path]
    address: str = ""
    other: str = ""
    """The same server under another origin."""
    commits: dict[str, list[dict[str, Any]]] = dataclasses.field(default_factory=lambda: defaultdict(list))
    ends: dict[str, int] = dataclasses.field(default_factory=lambda: defaultdict(int))
    refusing: bool = False
    seconds: float = 0.0
    """How long a commit takes."""

    def state(self, attempt: str, standard: str) -> dict[str, Any]:
        """What a launch begins with: everything where the last session was suspended; of a session that was not, SCORM
        1.2 systems hand out the same data without ``resume``, and 2004 begins a new attempt."""
        if not self.commits[attempt]:
            return {}
        cmi = json.loads(json.dumps(self.commits[attempt][-1]["cmi"]))
        core = cmi["core"] if standard == "12" else cmi
        suspended = core.get("exit") == "suspend"
        for name in ("exit", "session_time", "entry"):
            core.pop(name, None)
        if suspended:
            return {"cmi": cmi, "entry": "resume"}
        return {"cmi": cmi, "entry": ""} if standard == "12" else {"entry": "ab-initio"}

    def last(self, attempt: str) -> dict[str, Any]:
        """The data model of the last commit."""
        found: dict[str, Any] = self.commits[attempt][-1]["cmi"]
        return found


class _Handler(http.server.BaseHTTPRequestHandler):
    system: LearningSystem
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = urllib.parse.unquote(urllib.parse.urlsplit(self.path).path)
        first, _slash, rest = path.lstrip("/").partition("/")
        if first == "state":
            standard = rest.split("-")[0]
            self._answer(json.dumps(self.system.state(rest, standard)).encode(), "application/json")
            return
        file = (
            PEERS if first == "peers" else HERE / "lms" if first == "lms" else self.system.folders.get(first, HERE)
        ) / rest
        if first in {"peers", "lms", *self.system.folders} and file.is_file():
            self._answer(file.read_bytes(), mimetypes.guess_type(file.name)[0] or "text/plain")
        else:
            self._answer(b"nothing here", "text/plain", 404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        url = urllib.parse.urlsplit(self.path)
        attempt = url.path.split("/")[-1]
        time.sleep(self.system.seconds)
        if self.system.refusing:
            self._answer(b'{"result": false, "errorCode": 101}', "application/json", 503)
            return
        self.system.commits[attempt].append(json.loads(body))
        self.system.ends[attempt] += "end=true" in url.query
        self._answer(b'{"result": true, "errorCode": 0}', "application/json")

    def _answer(self, body: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextlib.contextmanager
def learning_system(folders: dict[str, Path]) -> Iterator[LearningSystem]:
    """A learning system on two loopback ports: two origins."""
    system = LearningSystem(folders)
    handler = type("Handler", (_Handler,), {"system": system})
    servers = [http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) for _ in range(2)]
    for server in servers:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
    system.address, system.other = (f"http://127.0.0.1:{server.server_port}" for server in servers)
    try:
        yield system
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()
