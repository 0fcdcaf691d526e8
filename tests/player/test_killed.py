"""A real Chromium with a profile of its own, killed at random moments: nothing that was shown as saved is lost."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from browser_store import record_at
from player_book import KEY, Book
from playwright.sync_api import Page, Playwright, expect

from building import ARGS, PATIENCE, browser_path

pytestmark = pytest.mark.browser

ANSWERING = """() => {
  const KINDS = { "FIELDBOOK-ACTIVITY": "answers", "FIELDBOOK-DECISION": "choices", "FIELDBOOK-TENSION": "positions" };
  const { session } = window.FIELDBOOK;
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const { tagName, dataset: { id } } = target.parentElement;
      const kind = KINDS[tagName];
      if (target.hasAttribute("data-saved")) console.log(`saved ${JSON.stringify([kind, id, session.record[kind][id].at])}`);
    }
  }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["data-saved"] });
  const any = (all) => all[Math.floor(Math.random() * all.length)];
  const choose = (card) => {
    const again = [...card.querySelectorAll("button")].find(({ textContent, hidden }) => textContent.endsWith("again") && !hidden);
    if (again) again.click();
    const inputs = [...card.querySelectorAll("input[type=radio]:not(:disabled)")];
    if (!inputs.length) return;
    any(inputs).checked = true;
    card.querySelector("form").requestSubmit();
  };
  const place = (card) => {
    const range = card.querySelector("input[type=range]");
    range.value = String(Math.floor(Math.random() * 100) - 50);
    range.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const cards = [...document.querySelectorAll("[data-type=single-choice], fieldbook-decision, fieldbook-tension")];
  const step = () => {
    const card = any(cards);
    (card.tagName === "FIELDBOOK-TENSION" ? place : choose)(card);
    setTimeout(step, Math.random() * 60);
  };
  step();
}"""
"""Somebody who answers quickly, and goes on answering; each line that says saved is told."""


@contextmanager
def _opened(playwright: Playwright, profile: Path, book: Book) -> Iterator[tuple[Page, subprocess.Popen[bytes]]]:
    """The book's page in a browser that is a process group of its own; killed at the end."""
    port = profile / "DevToolsActivePort"
    port.unlink(missing_ok=True)
    options = [f"--user-data-dir={profile}", "--remote-debugging-port=0", "--headless=new", "--no-first-run", *ARGS]
    process = subprocess.Popen(
        [browser_path(), *options, "about:blank"], start_new_session=True, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 30
        while not (port.is_file() and port.read_text("utf-8").strip()):
            assert time.monotonic() < deadline, "Chromium does not start"
            time.sleep(0.05)
        browser = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port.read_text('utf-8').split()[0]}")
        page = browser.contexts[0].new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(book.page.as_uri())
        yield page, process
    finally:
        _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """As when the power goes: no process of the group has a last word."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=30)


def _lost(page: Page, told: dict[tuple[str, str], str]) -> list[tuple[str, str]]:
    """What was shown as saved, and is missing or older; ``told`` has the time of each."""
    page.evaluate("window.FIELDBOOK.ready")
    record = record_at(page, KEY)
    return [(kind, name) for (kind, name), at in told.items() if record.get(kind, {}).get(name, {"at": ""})["at"] < at]


@pytest.mark.parametrize("kills", [3, pytest.param(30, marks=pytest.mark.slow)])
def test_nothing_that_was_shown_as_saved_is_lost(
    playwright: Playwright, book: Book, tmp_path: Path, kills: int
) -> None:
    told: dict[tuple[str, str], str] = {}
    shown = 0
    for _number in range(kills):
        with _opened(playwright, tmp_path / "profile", book) as (page, process):
            assert _lost(page, told) == []
            lines: list[str] = []
            page.on("console", lambda message, lines=lines: lines.append(message.text))
            page.evaluate(ANSWERING)
            page.wait_for_event("console", lambda message: message.text.startswith("saved "))
            page.wait_for_timeout(random.uniform(0, 1500))  # noqa: S311
            _kill(process)
        for line in lines:
            if line.startswith("saved "):
                kind, name, at = json.loads(line.removeprefix("saved "))
                told[kind, name] = at
                shown += 1
    with _opened(playwright, tmp_path / "profile", book) as (page, _process):
        assert _lost(page, told) == []
        for _kind, name in told:
            expect(page.locator(f"[data-id={name}] .fb-saved")).to_have_text("Saved.")
    assert shown >= 3 * kills, "too little was shown as saved to prove anything"
    print(f"{kills} kills, {shown} times shown as saved")  # noqa: T201
