"""A real Firefox that opens the book from a folder: it gives each file a store of its own, and the pages share one all the same."""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from player_book import write_book
from websockets.sync.client import ClientConnection, connect

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
PREFERENCES = {
    "security.fileuri.strict_origin_policy": True,  # as people have it; drivers switch it off
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.enabled": False,
}
LISTENS = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
SECONDS = 90

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(FIREFOX is None, reason="no Firefox here: apt-get install firefox-esr"),
]


class Tab:
    """One tab, driven by WebDriver BiDi."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._ask("session.new", capabilities={})
        self._tab = self._ask("browsingContext.getTree")["contexts"][0]["context"]

    def _ask(self, method: str, **params: Any) -> Any:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(self._socket.recv(timeout=SECONDS))
            if answer.get("id") == number:
                assert answer["type"] == "success", answer
                return answer["result"]

    def open(self, page: Path, anchor: str = "") -> None:
        """Open a page and wait until the player has begun."""
        self._ask("browsingContext.navigate", context=self._tab, url=page.as_uri() + anchor, wait="complete")
        self.run("window.FIELDBOOK.ready.then(() => true)")

    def run(self, script: str) -> Any:
        """The value of an expression on the page; a promise is waited for."""
        result = self._ask("script.evaluate", expression=script, target={"context": self._tab}, awaitPromise=True)
        assert result["type"] == "success", result
        return result["result"].get("value")

    def text(self, place: str) -> str:
        return str(self.run(f"(document.querySelector({json.dumps(place)}) || {{}}).innerText || ''"))

    def until(self, place: str, words: str) -> None:
        """Wait until a part of the page says ``words``."""
        deadline = time.monotonic() + SECONDS
        while words not in self.text(place):
            assert time.monotonic() < deadline, self.text(place)
            time.sleep(0.1)


@contextmanager
def _firefox(profile: Path) -> Iterator[Tab]:
    """Firefox with a profile that stays; killed at the end, so that nothing is written late."""
    profile.mkdir(exist_ok=True)
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PREFERENCES.items()]
    (profile / "user.js").write_text("".join(lines), "utf-8")
    log = profile / "log.txt"
    with log.open("w", encoding="utf-8") as stream:
        assert FIREFOX
        command = [FIREFOX, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
        process = subprocess.Popen(command, stdout=stream, stderr=stream, start_new_session=True)
    try:
        deadline = time.monotonic() + SECONDS
        while not (found := LISTENS.search(log.read_text("utf-8"))):
            assert time.monotonic() < deadline, "Firefox does not start"
            time.sleep(0.1)
        with connect(f"{found[1]}/session", max_size=None, open_timeout=SECONDS, close_timeout=1) as socket:
            yield Tab(socket)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=30)


ANSWER = """(() => {
  const card = document.querySelector("#item-i-single");
  card.querySelector("input[value=b]").checked = true;
  card.querySelector("form").requestSubmit();
})()"""


def test_all_pages_share_one_record_and_a_kill_loses_nothing(tmp_path: Path) -> None:
    book = write_book(tmp_path / "book")
    with _firefox(tmp_path / "profile") as tab:
        tab.open(book.page)
        assert tab.run("document.querySelector('.fb-keeping').hidden"), "nothing to be said: answers are kept"
        assert tab.run("indexedDB.databases().then((all) => all.length)") == 0, "not in the page's own store"
        tab.run(ANSWER)
        tab.until("#item-i-single .fb-saved", "Saved.")
    with _firefox(tmp_path / "profile") as tab:
        tab.open(book.root / "index.html")
        assert "Questions answered: 1 of 11." in tab.text(".fb-record-summary")
        tab.open(book.root / "deep" / "reading.html", "#road")
        assert tab.run("Object.keys(FIELDBOOK.session.record.answers).join()") == "i-single"
        assert tab.run("location.hash") == "#road", "address, way back, print and search are the page's own"
        tab.run("history.back()")
        tab.until(".fb-record-summary", "Questions answered: 1 of 11.")


def test_a_page_that_stands_alone_says_so(tmp_path: Path) -> None:
    book = write_book(tmp_path / "book")
    (book.root / "_static" / "store.html").unlink()
    with _firefox(tmp_path / "profile") as tab:
        tab.open(book.page)
        tab.until(".fb-keeping", "keeps the answers of each page apart")
