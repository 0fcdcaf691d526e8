"""A small cmi5 learning system for tests: launches units, serves packages, holds statements to the specification's rules.

Numbers are sections of the cmi5 specification (Quartz). What breaks a rule is refused and noted in ``faults``. With
``store`` (the address of a learning record store) what keeps the rules is handed on there, and is not kept here.
"""

from __future__ import annotations

import contextlib
import copy
import dataclasses
import hashlib
import http.server
import json
import mimetypes
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from building import PATIENCE, PROJECT

Statement = dict[str, Any]
VERBS = "http://adlnet.gov/expapi/verbs/"
CATEGORIES = "https://w3id.org/xapi/cmi5/context/categories/"
MASTERY = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore"
SESSION = "https://w3id.org/xapi/cmi5/context/extensions/sessionid"
PEER = PROJECT / "tests/peers/node_modules/@xapi/cmi5/dist/Cmi5.umd.js"
ACTOR = {"objectType": "Agent", "account": {"homePage": "https://learning.example.org", "name": "learner-7"}}
DEFINED = {"initialized", "completed", "passed", "failed", "terminated"}
_DURATION = re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")
HEADERS = "Authorization, Content-Type, If-Match, If-None-Match, X-Experience-API-Version"


@dataclasses.dataclass
class Session:
    """One launch. ``told`` are the verbs of the specification so far."""

    registration: str
    activity: str
    mode: str
    mastery: float | None
    returns: str | None
    number: str = dataclasses.field(default_factory=lambda: str(uuid.uuid4()))
    token: str | None = None
    read: list[str] = dataclasses.field(default_factory=list)
    told: list[str] = dataclasses.field(default_factory=list)

    def data(self) -> dict[str, Any]:
        """``LMS.LaunchData``."""
        template = {
            "contextActivities": {"grouping": [{"id": "urn:publisher:unit", "objectType": "Activity"}]},
            "extensions": {SESSION: self.number},
        }
        data = {"contextTemplate": template, "launchMode": self.mode, "moveOn": "CompletedAndPassed"}
        data |= {} if self.mastery is None else {"masteryScore": self.mastery}
        return data | ({} if self.returns is None else {"returnURL": self.returns})


@dataclasses.dataclass
class System:
    """What the server knows. ``down``: nobody answers; ``storeless``: nobody but for the token. ``lost``: it does its work, and the answer gets lost."""

    folders: dict[str, Path]
    store: str | None = None
    authority: str = ""
    address: str = ""
    sessions: dict[str, Session] = dataclasses.field(default_factory=dict)
    statements: dict[str, Statement] = dataclasses.field(default_factory=dict)
    states: dict[tuple[str, ...], bytes] = dataclasses.field(default_factory=dict)
    faults: list[str] = dataclasses.field(default_factory=list)
    requests: list[str] = dataclasses.field(default_factory=list)
    knocks: int = 0
    """Requests in all, those that nobody answered among them."""
    down: bool = False
    storeless: bool = False
    lost: bool = False
    strict: bool = False
    """Whether documents want to be told what they write over."""
    lock: threading.RLock = dataclasses.field(default_factory=threading.RLock)

    def launch(self, page: str, registration: str, **asked: Any) -> str:
        """The address that a learner opens; ``asked`` are fields of ``Session``."""
        activity = asked.pop("activity", f"{self.address}/unit{page}")
        defaults: dict[str, Any] = {"mode": "Normal", "mastery": None, "returns": None}
        session = Session(registration, activity, **(defaults | asked))
        self.sessions[session.number] = session
        query = {
            "endpoint": f"{self.address}/xapi",
            "fetch": f"{self.address}/fetch/{session.number}",
            "actor": json.dumps(ACTOR),
            "registration": registration,
            "activityId": activity,
        }
        return f"{self.address}{page}?{urllib.parse.urlencode(query)}"

    def rests(self) -> None:
        """Waits until nobody has asked for half a second: a page that was left, or its browser, may still try once more."""
        seen = -1
        while seen != self.knocks:
            seen = self.knocks
            time.sleep(0.5)

    def told(self, registration: str) -> list[str]:
        """Verbs of the statements that were taken for a registration, in order."""
        return [_verb(one) for one in self.statements.values() if one["context"]["registration"] == registration]

    def take(self, session: Session, statements: list[Statement]) -> tuple[int, str]:
        """All or none. Status and reason."""
        trial, held = copy.deepcopy(session), dict(self.statements)
        for statement in statements:
            known = held.get(statement.get("id", ""))
            if known is not None and known != statement:
                return 409, "another statement has this id"
            if known is None:
                if fault := definition_refused(statement):
                    return 400, fault
                if fault := rule_broken(trial, statement, held):
                    return 403, fault
                held[statement["id"]] = statement
        if self.store and (status := self._hand_on(statements)) >= 400:
            return status, "the record store"
        session.told, self.statements = trial.told, held
        return 200, ""

    def _hand_on(self, statements: list[Statement]) -> int:
        asked = urllib.request.Request(f"{self.store}/xAPI/statements", json.dumps(statements).encode())
        asked.add_header("Content-Type", "application/json")
        asked.add_header("X-Experience-API-Version", "1.0.3")
        asked.add_header("Authorization", self.authority)
        try:
            with urllib.request.urlopen(asked, timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            return refused.code
        except OSError:
            return 502


def rule_broken(session: Session, statement: Statement, held: dict[str, Statement]) -> str | None:
    """The first rule that ``statement`` breaks; else it is counted into ``session``."""
    verb, context = _verb(statement), statement.get("context", {})
    fault = _everywhere(session, statement) or _order(session, verb)
    if fault is None and verb in DEFINED and CATEGORIES + "cmi5" in _categories(statement):
        earlier = [
            _verb(one)
            for one in held.values()
            if (one["context"]["registration"], one["object"]["id"]) == (session.registration, session.activity)
        ]
        fault = _defined(session, verb, statement, earlier)
        session.told.append(verb)
    elif fault is None and (set(_categories(statement)) or verb in {"initialized", "terminated"}):
        fault = "9.6.2.1: the category is for the verbs of the specification, and they must have it"
    if fault is None and MASTERY in context.get("extensions", {}) and verb not in {"passed", "failed"}:
        fault = "9.6.3.2: mastery score where none belongs"
    return fault


COMPONENTS = {"choice": ["choices"], "sequencing": ["choices"], "matching": ["source", "target"]}
"""The parts of an interaction that its type may list (xAPI 1.0.3, Data, 2.4.4.1), of the types that are told here."""


def definition_refused(statement: Statement) -> str | None:
    """What ADL's record store does not take of an interaction, which is more than xAPI asks: a part of it without
    ``description`` is refused with 400."""
    definition = statement.get("object", {}).get("definition", {})
    allowed = COMPONENTS.get(definition.get("interactionType", ""), [])
    for field in ("choices", "source", "target"):
        parts = definition.get(field, [])
        names = [part.get("id") for part in parts]
        if field in definition and field not in allowed:
            return f"xAPI 2.4.4.1: {field} of another type of interaction"
        if len(set(names)) < len(names) or not all(isinstance(name, str) for name in names):
            return f"xAPI 2.4.4.1: ids of {field}"
        if any(set(part) != {"id", "description"} for part in parts):
            return f"ADL's store: description is missing in {field}"
        if not all(_is_language_map(part["description"]) for part in parts):
            return f"xAPI 4.2: description of {field}"
    return None


def _is_language_map(value: Any) -> bool:
    return isinstance(value, dict) and all(
        re.fullmatch(r"[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*", lang) and isinstance(text, str) and text
        for lang, text in value.items()
    )


def _everywhere(session: Session, statement: Statement) -> str | None:
    context, template = statement.get("context", {}), session.data()["contextTemplate"]
    given = template["contextActivities"]["grouping"][0]
    rules = {
        "9.1: id": re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", statement.get("id", "")),
        "9.2: actor": statement.get("actor") == ACTOR,
        "9.6.1: registration": context.get("registration") == session.registration,
        "9.6: context template": given in context.get("contextActivities", {}).get("grouping", []),
        "9.6.3.1: session": context.get("extensions", {}).get(SESSION) == session.number,
        "9.7: UTC": re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", statement.get("timestamp", "")),
        "8.2, 10, 11: state and preferences first": session.read[:2] == ["LMS.LaunchData", "cmi5LearnerPreferences"],
    }  # fmt: skip
    return next((rule for rule, kept in rules.items() if not kept), None)


def _order(session: Session, verb: str) -> str | None:
    if "terminated" in session.told:
        return "9.3.8: nothing after terminated"
    if not session.told and verb != "initialized":
        return "9.3.2: initialized comes first"
    return None


def _defined(session: Session, verb: str, statement: Statement, earlier: list[str]) -> str | None:
    result, context = statement.get("result", {}), statement["context"]
    judged = verb in {"passed", "failed"}
    scaled = result.get("score", {}).get("scaled")
    mastery = session.mastery if judged else None
    reached = scaled is not None and mastery is not None and scaled >= mastery
    rules = {
        "9.4: object": statement["object"]["id"] == session.activity,
        "9.3: once in a session": verb not in session.told,
        "9.3: once in a registration": verb not in {"completed", "passed"} or verb not in earlier,
        "9.3: passed and failed": not (judged and {"passed", "failed"} & set(session.told)),
        "9.3.5: failed after passed": not (verb == "failed" and "passed" in earlier),
        "10.2.2: browse and review": session.mode == "Normal" or verb in {"initialized", "terminated"},
        "9.6.2.2: moveon": ("moveon" in "".join(_categories(statement))) == (verb in {"completed", "passed", "failed"}),
        "9.5.1: score": "score" not in result or judged,
        "9.5.2: success": result.get("success") == {"passed": True, "failed": False}.get(verb),
        "9.5.3: completion": result.get("completion") == (True if verb == "completed" else None),
        "9.5.4: duration": verb == "initialized" or _is_duration(result.get("duration")),
        "9.6.3.2: mastery score": context["extensions"].get(MASTERY) == mastery,
        "9.3.4, 9.3.5: the score decides": mastery is None or reached == (verb == "passed"),
    }
    return next((rule for rule, kept in rules.items() if not kept), None)


def _is_duration(text: Any) -> bool:
    return isinstance(text, str) and _DURATION.fullmatch(text) is not None


def _verb(statement: Statement) -> str:
    return str(statement.get("verb", {}).get("id", "")).removeprefix(VERBS)


def _categories(statement: Statement) -> list[str]:
    activities = statement.get("context", {}).get("contextActivities", {})
    return [one["id"] for one in activities.get("category", [])]


class _Handler(http.server.BaseHTTPRequestHandler):
    system: System
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def do_PUT(self) -> None:
        self._handle()

    def do_OPTIONS(self) -> None:
        self._handle()

    def _handle(self) -> None:
        with self.system.lock:
            self.system.knocks += 1
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        url = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(url.query))
        first, _slash, rest = urllib.parse.unquote(url.path).lstrip("/").partition("/")
        if first not in {"fetch", "xapi"}:
            self._file(first, rest)
        elif self.command == "OPTIONS":
            self._answer(204)
        elif self.system.down or (self.system.storeless and first == "xapi"):
            self.close_connection = True
        else:
            with self.system.lock:
                self.system.requests.append(f"{self.command} {rest}")
                status, answer = self._fetch(rest) if first == "fetch" else self._store(rest, query, body)
            if self.system.lost and rest == "statements":
                self.close_connection = True
            else:
                self._answer(status, answer)

    def _fetch(self, number: str) -> tuple[int, Any]:
        session = self.system.sessions[number]
        if self.command != "POST":
            return self._fault(405, "8.2: POST")
        if session.token:
            return 200, self._fault(200, "8.2: once")[1] | {"error-code": "1", "error-text": "spent"}
        session.token = uuid.uuid4().hex
        return 200, {"auth-token": session.token}

    def _store(self, path: str, query: dict[str, str], body: bytes) -> tuple[int, Any]:
        token = (self.headers["Authorization"] or "").removeprefix("Basic ")
        session = next((one for one in self.system.sessions.values() if one.token == token), None)
        if session is None or self.headers["X-Experience-API-Version"] != "1.0.3":
            return self._fault(401, "8.2: token; xAPI 1.0.3: version")
        if path == "statements" and self.command == "POST":
            found = json.loads(body)
            status, reason = self.system.take(session, found if isinstance(found, list) else [found])
            return (200, {}) if status == 200 else self._fault(status, reason)
        if path == "statements" and self.command == "GET":
            found = self.system.statements.get(query["statementId"])
            return (200, found) if found else (404, {})
        if path in {"activities/state", "agents/profile"}:
            return self._document(session, path, query, body)
        return self._fault(404, f"nobody serves {path}")

    def _document(self, session: Session, path: str, query: dict[str, str], body: bytes) -> tuple[int, Any]:
        name = query.get("stateId") or query.get("profileId") or ""
        asked = [query.get(part) for part in ("activityId", "registration")]
        if json.loads(query.get("agent", "{}")) != ACTOR or (
            path == "activities/state" and asked != [session.activity, session.registration]
        ):
            return self._fault(403, "10.1, 11: about another one")
        if self.command == "GET" and name in {"LMS.LaunchData", "cmi5LearnerPreferences"}:
            session.read.append(name)
            return (200, session.data()) if name == "LMS.LaunchData" else (404, {})
        key = (session.activity, session.registration, name)
        if self.command == "GET":
            return (200, json.loads(self.system.states[key])) if key in self.system.states else (404, {})
        if session.mode != "Normal":
            return self._fault(403, "nothing is kept of what is only looked at")
        if (
            self.system.strict
            and key in self.system.states
            and self.headers["If-Match"] != _tag(self.system.states[key])
        ):
            return 409, {}
        self.system.states[key] = body
        return 204, {}

    def _fault(self, status: int, reason: str) -> tuple[int, dict[str, str]]:
        if status not in {409, 502}:
            self.system.faults.append(reason)
        return status, {"reason": reason}

    def _file(self, first: str, rest: str) -> None:
        if first == "home":
            self._answer(200, b"<!DOCTYPE html><title>Home</title><p>The list of courses.", "text/html")
            return
        file = PEER if first == "peer" else self.system.folders.get(first, PROJECT / "none") / rest
        found = file.read_bytes() if file.is_file() else None
        self._answer(200 if found else 404, found or b"", mimetypes.guess_type(file.name)[0] or "text/plain")

    def _answer(self, status: int, answer: Any = b"", kind: str = "application/json") -> None:
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Access-Control-Allow-Headers", HEADERS)
        self.send_header("Access-Control-Allow-Methods", "GET, POST, PUT")
        self.send_header("Access-Control-Expose-Headers", "ETag")
        if status != 204:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", _tag(body))
        self.end_headers()
        if status != 204:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


def _tag(body: bytes) -> str:
    return f'"{hashlib.sha1(json.dumps(json.loads(body)).encode()).hexdigest()}"' if body[:1] == b"{" else '""'  # noqa: S324 as xAPI says


@contextlib.contextmanager
def cmi5_system(folders: dict[str, Path], **asked: Any) -> Iterator[System]:
    """A learning system on a loopback port."""
    system = System(folders, **asked)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"system": system}))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    system.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield system
    finally:
        server.shutdown()
        server.server_close()


def until(true: Any, seconds: float = PATIENCE / 1000) -> bool:
    """Waits for what the learner's browser sends a moment later."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
