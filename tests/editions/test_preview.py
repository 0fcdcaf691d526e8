"""``fieldbook serve`` shows the book, shows what changed, and keeps the last good pages when a source is broken."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from building import statuses

pytestmark = pytest.mark.slow


@pytest.fixture
def address(tiny: Path) -> Iterator[str]:
    """A running server over a copy of the tiny course."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).parent / "fieldbook"), "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=tiny, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout
        assert f"http://127.0.0.1:{port}/" in server.stdout.readline()
        _wait_for(lambda: _get(f"http://127.0.0.1:{port}/"), "A tiny course")
        yield f"http://127.0.0.1:{port}"
        server.terminate()


def _get(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=10) as response:
            return response.read().decode()
    except urllib.error.HTTPError as error:
        error.close()
        return str(error.code)
    except urllib.error.URLError:
        return ""


def _wait_for(read, text: str) -> str:  # noqa: ANN001
    for _try in range(150):
        found = read()
        if text in found:
            return found
        time.sleep(0.2)
    raise AssertionError(f"{text!r} did not come")


def test_changes_show_and_faults_leave_the_last_good_page(tiny: Path, address: str) -> None:
    page = f"{address}/modules/one/gate.html"
    assert "EventSource" in _get(page)
    assert _get(f"{address}/..%2f..%2f..%2f..%2fcourse.yml") == "404"
    assert set(statuses(int(address.rpartition(":")[2])).values()) == {404}
    notebook = tiny / "modules" / "one" / "gate.ipynb"
    good = notebook.read_text("utf-8")
    notebook.write_text(good.replace("A family is at the gate.", "Two families are at the gate."), "utf-8")
    _wait_for(lambda: _get(page), "Two families are at the gate.")
    notebook.write_text("{", "utf-8")
    time.sleep(3)
    assert "Two families are at the gate." in _get(page)
    notebook.write_text(good, "utf-8")
    _wait_for(lambda: _get(page), "A family is at the gate.")
    written = tiny / ".fieldbook" / "tiny-tinyland-en" / "html" / "modules" / "one" / "gate.html"
    assert "EventSource" not in written.read_text("utf-8")
