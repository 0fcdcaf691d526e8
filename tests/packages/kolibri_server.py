"""A real Kolibri with a channel, on loopback addresses, for the tests: set up, imported from a folder as from a drive."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import socket
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from building import PROJECT

KOLIBRI = PROJECT / ".venv-peers" / "kolibri" / "bin" / "kolibri"
USER = PASSWORD = "admin"  # noqa: S105 of a Kolibri that lives for one test

_SET_UP = """
import sys
from kolibri.main import initialize
initialize()
from django.core.management import call_command
channel, source, user, password = sys.argv[1:]
account = ["--superusername", user, "--superuserpassword", password, "--preset", "nonformal", "--language_id", "en"]
call_command("provisiondevice", "--facility", "Station", *account, "--noinput")
call_command("importchannel", "disk", channel, source)
call_command("importcontent", "disk", channel, source)
"""
"""Kolibri's own commands, in one process: each start of it takes seconds."""


@dataclasses.dataclass(frozen=True)
class Kolibri:
    """A running Kolibri. ``channel`` is the id of the imported channel."""

    address: str
    home: Path
    channel: str

    def rows(self, query: str) -> list[Any]:
        """Rows of Kolibri's own database."""
        with contextlib.closing(sqlite3.connect(self.home / "db.sqlite3", timeout=10)) as connection:
            return connection.execute(query).fetchall()

    def progress(self) -> list[float]:
        """What Kolibri keeps of the one learner's progress, by module in the order in which they were opened."""
        found = self.rows("SELECT progress FROM logger_contentsummarylog ORDER BY start_timestamp")
        return [float(progress) for (progress,) in found]


@contextlib.contextmanager
def kolibri_with(drive: Path, home: Path) -> Iterator[Kolibri]:
    """A Kolibri whose data lie in ``home``, with the channel that lies in the folder ``drive``."""
    port, zip_port = _free_port(), _free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "KOLIBRI_HOME": str(home),
        "KOLIBRI_LISTEN_ADDRESS": "127.0.0.1",
        "KOLIBRI_ZEROCONF_ENABLED": "false",
        "KOLIBRI_DISABLE_PING": "true",
        "KOLIBRI_RUN_MODE": "fieldbook-test",
    }
    channel = next((drive / "KOLIBRI_DATA/content/databases").glob("*.sqlite3")).stem
    source = str(drive / "KOLIBRI_DATA")
    python = KOLIBRI.with_name("python")
    done = subprocess.run(
        [python, "-c", _SET_UP, channel, source, USER, PASSWORD],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    address = f"http://127.0.0.1:{port}"
    start = [KOLIBRI, "start", f"--port={port}", f"--zip-port={zip_port}", "--foreground"]
    with (home / "server.log").open("w") as log:
        server = subprocess.Popen(start, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait(address, server)
            yield Kolibri(address, home, channel)
        finally:
            server.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(15)
            server.kill()
            server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert server.poll() is None, "Kolibri has stopped"
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            json.load(urllib.request.urlopen(f"{address}/api/public/info/", timeout=5))
            return
        time.sleep(0.3)
    raise AssertionError("Kolibri does not answer")
