"""To a record store that others wrote and back; and stores that are down, lie or lead elsewhere."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cohorts import attempt, key_of, record, write
from ralph_server import RALPH, Ralph
from typer.testing import CliRunner

from fieldbook.cli.app import app
from fieldbook.core.problems import CourseError
from fieldbook.results.collect import Summary
from fieldbook.results.lrs_pull import pull
from fieldbook.results.lrs_push import push
from fieldbook.results.read_xapi import ANSWERED

Into = Callable[..., Summary]
Asked = Callable[[str], list[Any]]

SITTINGS = """SELECT l.pseudonym, form, a.variant, started, submitted, points, item, g.response, g.score, g.seconds, g.done
    FROM answers g JOIN attempts a USING (attempt) JOIN learners l USING (learner) JOIN asked USING (code)
    WHERE usable ORDER BY ALL"""


@pytest.fixture
def ralph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ralph]:
    if not RALPH.is_file():
        pytest.skip("Ralph is not installed: run sh tools/setup-peers.sh")
    (tmp_path / "ralph").mkdir()
    monkeypatch.setenv("FIELDBOOK_LRS_USER", "fieldbook")
    monkeypatch.setenv("FIELDBOOK_LRS_PASSWORD", "secret")
    store = Ralph(tmp_path / "ralph")
    store.start()
    yield store
    store.kill()


def _command(tmp_path: Path, *more: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["collect", "--into", str(tmp_path / "c.duckdb"), *more])
    return done.exit_code, f"{done.output}{done.stderr}{done.exception or ''}"


@pytest.mark.acceptance
def test_a_real_store_takes_each_once_and_gives_them_back(
    tmp_path: Path, into: Into, asked: Asked, ralph: Ralph
) -> None:
    """None answers at first; then sent, sent twice, and read into a store that knew nothing."""
    for name, count in (("Ada", 60), ("Bo", 50)):
        answers = {f"i-{n}": ("v", ["a", "ü"] if n % 2 else {"x": "=1"}, n / 60) for n in range(count)}
        sat = attempt("final", answers, len(name))
        into(write(tmp_path / f"{name}.json", record(name, attempts={key_of(sat): sat})))
    address = f"{ralph.address}/xAPI"
    status, said = _command(tmp_path, "--push", "lrs", "http://127.0.0.1:1/xAPI")
    assert (status, "FB-RES-09" in said, "does not answer" in said, "secret" in said) == (1, True, True, False), said
    sat = attempt("final", {"i-1": ("v", "a", 1.0)}, 90)
    into(write(tmp_path / "Cy.json", record("Cy", attempts={key_of(sat): sat})))
    for told in ("114 statements sent, 0 there", "0 statements sent, 114 there"):
        assert told in _command(tmp_path, "--push", "lrs", address)[1]
    first = {one["id"] for one in ralph.statements()}
    before = asked(SITTINGS), asked("SELECT * FROM conflicts")
    assert "1 file, 0 known already; 0 new" in _command(tmp_path, "--pull", "lrs", address)[1]
    assert (asked(SITTINGS), asked("SELECT * FROM conflicts")) == before
    (tmp_path / "c.duckdb").unlink()
    assert "3 new attempts; 3 learners" in _command(tmp_path, "--pull", "lrs", address)[1]
    assert asked(SITTINGS) == before[0]
    assert {one["id"] for one in ralph.statements()} == first
    assert "secret" not in (tmp_path / "ralph/server.log").read_text("utf-8")


class _Server:
    """Answers each request with the next of its answers: status, body, place to go."""

    def __init__(self, answers: Sequence[tuple[int, Any, str]]) -> None:
        self.asked: list[tuple[str, str, str | None]] = []
        rest, server = iter(answers), self

        class Handler(BaseHTTPRequestHandler):
            def _answer(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"] or 0))
                server.asked.append((self.command, self.path, self.headers["Authorization"]))
                code, body, place = next(rest)
                data = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(code)
                self.send_header("Content-Length", str(len(data)))
                if place:
                    self.send_header("Location", place)
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = _answer  # noqa: N815 names of http.server

            def log_message(self, *_parts: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/xapi"


@contextmanager
def serving(*answers: tuple[int, Any, str]) -> Iterator[_Server]:
    server = _Server(answers)
    thread = threading.Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.http.shutdown()
        server.http.server_close()
        thread.join()


def page(number: int, more: str | None = None) -> tuple[int, Any, str]:
    return (
        200,
        {"statements": [{"id": str(number), "verb": {"id": ANSWERED}}, {"id": "0", "verb": {}}, 7]}
        | ({"more": more} if more is not None else {}),
        "",
    )


def test_pages_are_followed_in_any_form_of_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDBOOK_LRS_USER", "u")
    with serving(page(1, "/xapi/statements?p=2"), page(2, "more/3"), page(3, "")) as server:
        assert [json.loads(line)["id"] for line in pull(server.url).data.split(b"\n")] == ["1", "2", "3"]
    assert [path for _verb, path, _who in server.asked][1:3] == ["/xapi/statements?p=2", "/xapi/more/3"]
    assert {who for _verb, _path, who in server.asked} == {"Basic dTo="}


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([page(1, "http://127.0.0.1:9/elsewhere")], "another place"),
        ([page(1, "//example.org/x")], "another place"),
        ([page(1, "?p=2"), page(2, "?p=2")], "without end"),
        ([(302, {}, "http://127.0.0.1:9/")], "refuses: 302"),
        ([(200, b"<html>", "")], "no JSON"),
        ([(200, [1, 2], "")], "no list of statements"),
        ([(401, {}, "")], "refuses: 401"),
        ([(200, {"statements": []}, "")], "no answers"),
        ([page(1, "?p=2"), (500, {}, "")], "refuses: 500"),
    ],
)
def test_stores_that_lie_or_lead_elsewhere(answers: list[tuple[int, Any, str]], said: str) -> None:
    with serving(*answers) as server, pytest.raises(CourseError, match=said):
        pull(server.url)


def test_a_moved_store_has_taken_nothing() -> None:
    with serving((302, {}, "/other")) as server, pytest.raises(CourseError, match="refuses: 302"):
        push([{"id": "1"}], server.url)
    assert [verb for verb, _path, _who in server.asked] == ["POST"]


def test_only_what_is_new_is_counted_whatever_a_store_answers() -> None:
    some = [{"id": str(n)} for n in range(4)]
    with serving((200, ["0", "3"], "")) as server:
        assert push(some, server.url) == (2, 2)
    with serving((204, b"", "")) as server:
        assert push(some, server.url) == (0, 4)
    # 409 for the four, for the first two, for the first; the others are taken
    with serving(*[(409, b"", "")] * 3, *[(200, b"", "")] * 2) as server:
        assert push(some, server.url) == (3, 1)


@pytest.mark.parametrize("url", ["http://u:hunter2@127.0.0.1:1/x", "http://[/hunter2@"])
def test_a_password_in_an_address_is_refused_and_not_repeated(url: str) -> None:
    for send in (lambda: push([], url), lambda: pull(url)):
        with pytest.raises(CourseError) as error:
            send()
        assert "FB-RES-09" in str(error.value)
        assert "hunter2" not in str(error.value)
