"""What is sent on comes back the same, and never twice."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cohorts import attempt, key_of, record, write

from fieldbook.core.problems import CourseError
from fieldbook.results.collect import Summary
from fieldbook.results.lrs_push import push
from fieldbook.results.store import reading
from fieldbook.results.xapi_statements import statements

Into = Callable[..., Summary]


class Lrs:
    """A learning record store: keeps statements by id, answers 409 where it has one."""

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, Any]] = {}
        self.seen: list[str | None] = []
        self.answer = 200
        lrs = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                found = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                lrs.seen.append(self.headers["Authorization"])
                code = lrs.answer if self.path == "/xapi/statements" else 404
                if code == 200 and any(one["id"] in lrs.kept for one in found):
                    code = 409
                elif code == 200:
                    lrs.kept |= {one["id"]: one for one in found}
                self.send_response(code)
                self.end_headers()

            def log_message(self, *_parts: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/xapi"


@pytest.fixture
def lrs() -> Iterator[Lrs]:
    started = Lrs()
    thread = threading.Thread(target=started.server.serve_forever)
    thread.start()
    yield started
    started.server.shutdown()
    started.server.server_close()
    thread.join()


def test_statements_come_back_and_nothing_doubles(
    tmp_path: Path, into: Into, asked: Callable[[str], list[Any]], lrs: Lrs, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = {f"i-{n}": ("v", ["a", "b"] if n % 2 else {"x": "ü"}, n / 60) for n in range(60)}
    sittings = [attempt(form, answers, begun) for form, begun in (("before", 0), ("after", 90))]
    unnamed = attempt("before", {"i-1": ("v", "a", 1.0), "i-2": ("v", "a", 0.0)}, 200)
    into(write(tmp_path / "a.json", record("Ada", attempts={key_of(sat): sat for sat in sittings})))
    into(write(tmp_path / "b.json", record(None, attempts={key_of(unnamed): unnamed})))
    monkeypatch.setenv("FIELDBOOK_LRS_USER", "u")
    with reading(tmp_path / "c.duckdb") as connection:
        assert push(statements(connection), lrs.url) == (125, 0)
        assert push(statements(connection), lrs.url) == (0, 125)
    assert all(uuid.UUID(name).version == 5 for name in lrs.kept)
    assert lrs.seen[0] == "Basic dTo="
    lines = tmp_path / "export.jsonl"
    lines.write_text("\n".join(json.dumps(one) for one in reversed(lrs.kept.values())))
    before = asked("SELECT * FROM attempts"), asked("SELECT * FROM conflicts"), asked("SELECT count(*) FROM answers")
    done = into(lines)
    assert (done.problems, done.attempts) == ([], 0)
    assert (
        asked("SELECT * FROM attempts"),
        asked("SELECT * FROM conflicts"),
        asked("SELECT count(*) FROM answers"),
    ) == before


@pytest.mark.parametrize(("code", "url", "said"), [(401, "", "refuses: 401"), (200, "/nowhere", "refuses: 404")])
def test_a_refusal_is_said(lrs: Lrs, code: int, url: str, said: str) -> None:
    lrs.answer = code
    with pytest.raises(CourseError, match=said):
        push([{"id": "1"}], lrs.url + url)


def test_no_answer_and_no_address_are_said(lrs: Lrs) -> None:
    with pytest.raises(CourseError, match="does not answer"):
        push([{"id": "1"}], "http://127.0.0.1:1/xapi")
    with pytest.raises(CourseError, match="no web address"):
        push([{"id": "1"}], "file:///etc")
