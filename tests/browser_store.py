"""What a learner's browser keeps: the rows of its database, read beside the page, and ways to disturb it."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page

SETTLED = "window.FIELDBOOK?.ready?.then(() => window.FIELDBOOK.session.settled())"
READ = """async (start) => {
  const database = await new Promise((done) => {
    const request = indexedDB.open("fieldbook");
    request.onupgradeneeded = () => request.transaction.abort();
    request.onerror = () => done(null);
    request.onsuccess = () => done(request.result);
  });
  if (!database) return [];
  const table = database.transaction("kept").objectStore("kept");
  const ask = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
  const [keys, rows] = await Promise.all([ask(table.getAllKeys()), ask(table.getAll())]);
  database.close();
  return keys.map((key, place) => [key, rows[place]]).filter(([key]) => key.startsWith(start));
}"""


def rows(page: Page, start: str) -> dict[str, Any]:
    """The rows of the browser's database whose keys begin with ``start``."""
    return dict(page.evaluate(READ, start))


def row(page: Page, key: str) -> dict[str, Any] | None:
    """What the browser's database has under a key."""
    return rows(page, key).get(key)


def record_at(page: Page, key: str) -> dict[str, Any]:
    """The learner's record under a key, when all that was done on the page is saved; empty where there is none."""
    page.evaluate(SETTLED)
    found = row(page, key)
    return json.loads(found["text"] if found else "null") or {}


FULL = """
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...args) {
    if (window.full) throw new DOMException("full", "QuotaExceededError");
    return put.apply(this, args);
  };
"""
"""The database refuses to write as long as `full`."""
EACH_PAGE_APART = """
  CSS.supports = () => true;
  Object.defineProperty(HTMLIFrameElement.prototype, "src", { set() {} });
"""
"""As Firefox does with pages from a folder, where not even the file with the common store can be reached."""
