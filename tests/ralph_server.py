"""Ralph, a learning record store that others wrote, on a loopback address: started, killed and started again."""

from __future__ import annotations

import base64
import dataclasses
import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from building import PROJECT

RALPH = PROJECT / ".venv-peers" / "ralph" / "bin" / "python"
_HASH = "$2b$04$h8z87N7wM79W2CmiAauk9epC1e4bGi9JpvzCcY4TW6ME4W2Ym5/eq"
"""bcrypt of the word ``secret``."""
_START = """
import sys
import uvicorn
from ralph.backends.data.base import BaseOperationType
from ralph.backends.data.fs import FSDataBackend
FSDataBackend.default_operation_type = BaseOperationType.APPEND
uvicorn.run("ralph.api:app", port=int(sys.argv[1]), log_level="warning")
"""
"""Without a database Ralph 5.1 keeps statements in a file, but would write that file only once."""


@dataclasses.dataclass
class Ralph:
    """``home`` keeps the statements from one start to the next."""

    home: Path
    port: int = 0
    server: subprocess.Popen[bytes] | None = None
    authority: str = "Basic " + base64.b64encode(b"fieldbook:secret").decode()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Returns when it answers."""
        if not self.port:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.port = probe.getsockname()[1]
            (self.home / "data").mkdir()
            agent = {"mbox": "mailto:store@example.org"}
            user = {"username": "fieldbook", "hash": _HASH, "scopes": ["all"], "agent": agent}
            (self.home / "auth.json").write_text(json.dumps([user]), "utf-8")
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "RALPH_AUTH_FILE": str(self.home / "auth.json"),
            "RALPH_RUNSERVER_BACKEND": "fs",
            "RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH": str(self.home / "data"),
        }
        command = [RALPH, "-c", _START, str(self.port)]
        with (self.home / "server.log").open("a") as log:
            self.server = subprocess.Popen(
                command, cwd=self.home, env=environment, stdout=log, stderr=subprocess.STDOUT
            )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            assert self.server.poll() is None, (self.home / "server.log").read_text("utf-8")[-2000:]
            try:
                self.statements()
            except OSError:
                time.sleep(0.2)
            else:
                return
        raise AssertionError("Ralph does not answer")

    def kill(self) -> None:
        """As when the power goes."""
        if self.server:
            self.server.kill()
            self.server.wait()
            self.server = None

    def statements(self) -> list[dict[str, Any]]:
        """All that it holds, oldest first."""
        asked = urllib.request.Request(f"{self.address}/xAPI/statements?limit=200")
        asked.add_header("Authorization", self.authority)
        with urllib.request.urlopen(asked, timeout=10) as answer:
            found: list[dict[str, Any]] = json.load(answer)["statements"]
        return sorted(found, key=lambda one: str(one["stored"]))

    def post(self, statement: dict[str, Any]) -> int:
        """The status with which it answers to a statement."""
        asked = urllib.request.Request(f"{self.address}/xAPI/statements", json.dumps(statement).encode())
        asked.add_header("Authorization", self.authority)
        asked.add_header("Content-Type", "application/json")
        asked.add_header("X-Experience-API-Version", "1.0.3")
        try:
            with urllib.request.urlopen(asked, timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            refused.close()
            return refused.code
