"""The form page: who may come, what it writes, and that it never writes over somebody's change."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from building import statuses
from fieldbook.context.asking.empty_pack import new_context
from fieldbook.context.asking.pack_document import open_document
from fieldbook.desk.mission_form_server import FormServer
from fieldbook.web.listening import bound


class Served:
    """A running form server of the pack in ``folder``."""

    def __init__(self, folder: Path, port: int, token: str) -> None:
        self.folder = folder
        self.port = port
        self.root = f"/{token}/"
        self.address = f"http://127.0.0.1:{port}{self.root}"

    def ask(self, path: str, method: str = "GET", body: str | None = None, **headers: str) -> tuple[int, str]:
        """Status and text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def save(self, digest: str | None = None, **parts: Any) -> tuple[int, Any]:
        """What the page's own save sends."""
        sent = {
            "digest": digest or open_document(self.folder).digest,
            "values": {},
            "entries": {},
            "removed": {},
        } | parts
        status, text = self.ask(f"{self.root}save", "POST", json.dumps(sent), Content_Type="application/json")
        return status, json.loads(text)


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    server = FormServer(folder)
    sock = bound("127.0.0.1", 0)
    running = uvicorn.Server(uvicorn.Config(server.application(), log_level="error"))
    thread = threading.Thread(target=lambda: running.run(sockets=[sock]))
    thread.start()
    try:
        yield Served(folder, sock.getsockname()[1], server.token)
    finally:
        running.should_exit = True
        thread.join(10)
        sock.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    folder = tmp_path / "contexts" / "land"
    new_context("land", folder)
    with serving(folder) as found:
        yield found


def test_nobody_comes_in_without_the_token_or_from_another_host(served: Served) -> None:
    assert served.ask(served.root)[0] == 200
    assert served.ask("/")[0] == 404
    assert set(statuses(served.port, served.root).values()) == {404}
    assert served.ask("/wrong/save", "POST", "{}", Content_Type="application/json")[0] == 404
    assert served.ask(served.root, Host="attacker.example")[0] == 400
    assert served.ask(f"{served.root}save", "POST", "{}", Content_Type="text/plain")[0] == 415
    assert served.ask(f"{served.root}save", "POST", "{", Content_Type="application/json")[0] == 422
    assert (
        served.ask(f"{served.root}save", "POST", "{}", Content_Type="application/json", Content_Length="9999999")[0]
        == 413
    )


def test_valid_answers_are_written_and_the_others_are_told(served: Served) -> None:
    status, answer = served.save(
        values={
            "mission": {"short": "UNML", "established": "soon", "country": ""},
            "languages": {"languages": "A; B"},
        },
        entries={"actors": [{"key": "new-1", "id": None, "values": {"name": "Riders", "kind": "communal"}}],
                 "threats": [{"key": "new-2", "id": None, "values": {"title": "Raids"}}]},
    )  # fmt: skip
    assert status == 200
    assert answer["ids"] == {"new-1": "riders"}
    assert answer["faults"]["mission//established"] == "is not a date as 2024-01-31"
    assert answer["faults"]["threats/new-2/actor"] == "is needed before this entry is kept"
    assert "mission//country" not in answer["faults"], "what an empty pack writes is as good as nothing"
    meta = open_document(served.folder).meta
    assert (meta.mission.short, meta.languages, meta.mission.established) == ("UNML", ("A", "B"), None)
    assert [actor.name for actor in meta.actors] == ["Riders"]
    page = served.ask(served.root)[1]
    assert 'value="soon"' in page, "an answer that is not in the file yet stands in the page when it is loaded again"
    assert 'value="Raids"' in page


def test_what_is_emptied_or_taken_out_goes(served: Served) -> None:
    served.save(values={"mission": {"people": "Landish", "country": "Land"}},
                entries={"actors": [{"key": "k", "id": None, "values": {"name": "A", "kind": "communal"}}]})  # fmt: skip
    threat = {"title": "T", "actor": "A", "area": "NAME OF AN AREA", "who": "w", "likelihood": "1", "impact": "2"}
    served.save(entries={"threats": [{"key": "k", "id": None, "values": threat}]})
    status, answer = served.save(values={"mission": {"people": "", "country": ""}}, removed={"actors": ["a"]})
    assert status == 200
    assert answer["faults"] == {
        "mission//country": "is needed; the file keeps what it has",
        "actors/a/name": "is named by a threat; change the threat first",
    }
    served.save(removed={"threats": ["th-t"]})
    served.save(removed={"actors": ["a"], "areas": ["area-one"]})
    meta = open_document(served.folder).meta
    assert (meta.mission.people, meta.mission.country, meta.threats, meta.actors) == (None, "Land", (), ())
    assert len(meta.areas) == 1, "areas come with the data"


def test_hostile_answers_are_text(served: Served) -> None:
    hostile = "<script>alert(1)</script>\u202e'\": #"
    served.save(values={"mission": {"short": hostile}, "mandate": {"summary": hostile}})
    assert open_document(served.folder).meta.mission.short == hostile
    page = served.ask(served.root)[1]
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_file_with_faults_is_shown_with_them(served: Served) -> None:
    file = served.folder / "context.yml"
    file.write_text("id: land\n", "utf-8")
    status, text = served.ask(served.root)
    assert status == 500
    assert "land/context.yml:1 areas: is missing" in text
    assert served.save(digest="x")[0] == 422
    assert file.read_text("utf-8") == "id: land\n"


def test_a_page_that_was_loaded_before_a_change_writes_nothing(served: Served) -> None:
    before = open_document(served.folder)
    by_hand = before.content.replace(b"SHORT NAME", b"UNMX")
    before.path.write_bytes(by_hand)
    status, answer = served.save(digest=before.digest, values={"mission": {"people": "Landish"}})
    assert status == 409
    assert answer == {"conflict": "context.yml was changed outside this page, so nothing was written over it."}
    assert before.path.read_bytes() == by_hand


@pytest.mark.browser
def test_a_journey_by_keyboard(served: Served, chromium: Browser) -> None:
    """Open, fill, save, load again; a change by hand in between is refused and kept. No fault for axe, no overflow."""
    file = served.folder / "context.yml"
    page = chromium.new_page(viewport={"width": 360, "height": 740}, color_scheme="dark")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(served.address)
    page.get_by_label("Short name").first.fill("UNML")
    page.get_by_role("button", name="Add an entry: Actors").press("Enter")
    page.keyboard.type("Riders")
    expect(page.get_by_role("status")).to_have_text("Saved. What is marked is not in context.yml yet.")
    page.get_by_role("button", name="Go to the first mark").press("Enter")
    expect(page.get_by_label("Kind")).to_be_focused()
    page.keyboard.press("a")
    expect(page.get_by_role("status")).to_have_text("Saved in context.yml.")
    page.get_by_role("button", name="Add an entry: Threats").press("Enter")
    expect(page.get_by_label("By whom").get_by_role("option", name="Riders")).to_have_count(1)
    _fits(page)
    page.reload()
    expect(page.get_by_label("Short name").first).to_have_value("UNML")
    expect(page.locator("#actors summary")).to_contain_text("Riders")
    by_hand = file.read_text("utf-8").replace("short: UNML", "short: UNMX")
    file.write_text(by_hand, "utf-8")
    page.get_by_label("Headquarters").fill("Port Land")
    expect(page.get_by_role("status")).to_contain_text("changed outside this page")
    assert file.read_text("utf-8") == by_hand
    page.get_by_role("button", name="Load the page again").click()
    expect(page.get_by_label("Short name").first).to_have_value("UNMX")
    assert all(url.startswith(served.address) for url in asked)
    page.close()


def _fits(page: Page) -> None:
    faults = Axe().run(page).response["violations"]
    assert not faults, [f"{fault['id']}: {fault['nodes'][0]['html'][:150]}" for fault in faults]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
