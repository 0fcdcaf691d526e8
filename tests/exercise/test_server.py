"""The exercise server as teams meet it: real process, real sockets, real browsers."""

from __future__ import annotations

import asyncio
import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest
import websockets
from playwright.sync_api import Browser, expect
from websockets.asyncio.client import ClientConnection, connect

from building import statuses
from exercising import Served, bound, serving
from fieldbook.core.problems import CourseError, OutputError
from fieldbook.exercise.room import Room
from fieldbook.exercise.run_file import read_run
from fieldbook.exercise.run_log import open_log

T = TypeVar("T")
SECRET = ["Five men", "A log lies", "The miller called", "Calls back and asks", "Sends the platoon"]
"""Words that only some may read: an inject of the office, one of the platoon, private knowledge, what is expected, decisions."""


def in_a_thread(talk: Coroutine[Any, Any, T]) -> T:
    """What ``talk`` gives; the tests' own thread may hold the loop of Playwright."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, talk).result()


def _get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def _release(inject: str, t: int = 300) -> dict[str, Any]:
    return {
        "id": f"release-{inject}",
        "at": 1,
        "t": t,
        "by": "test",
        "kind": "release",
        "inject": inject,
        "how": "hand",
    }


async def _feed(team: ClientConnection, wanted: int) -> dict[str, Any]:
    """The first feed with so many messages."""
    while True:
        data = json.loads(await asyncio.wait_for(team.recv(), 20))
        if "feed" in data and len(data["feed"]["messages"]) >= wanted:
            return data["feed"]


async def _control(served: Served) -> ClientConnection:
    socket = await connect(served.live(f"/live/control/{served.key}"))
    await socket.recv()
    return socket


async def _kept(socket: ClientConnection, message: Any) -> dict[str, Any]:
    await socket.send(message if isinstance(message, str) else json.dumps(message))
    while True:
        data = json.loads(await asyncio.wait_for(socket.recv(), 10))
        if {"kept", "refused", "failed"} & set(data):
            return data


@pytest.fixture
def served(tmp_path: Path):  # noqa: ANN201 a generator
    with serving(tmp_path / "run.jsonl") as found:
        yield found


def test_a_team_reads_its_own_and_nothing_else(served: Served) -> None:
    """Asked every way there is: pages, scripts, sockets; with its code, with another path, with none."""

    async def ask() -> list[str]:
        control = await _control(served)
        await _kept(control, {"add": [_release("i01"), _release("i03")]})
        texts = []
        async with connect(served.live(f"/live/team/{served.codes['platoon']}")) as team:
            texts.append(json.dumps(await _feed(team, 1)))
            for message in (
                {"add": [_release("i02")]},
                {"feed": "office"},
                {"team": "office", "inject": "i01", "id": "x", "text": "?"},
            ):
                texts.append(json.dumps(await _kept(team, message)))
            texts.append(json.dumps(await _kept(team, {"id": "x1", "inject": "i01", "text": "I guess"})))
        await control.close()
        return texts

    texts = in_a_thread(ask())
    assert "A log lies" in texts[0]
    assert texts[1:] == ['{"refused": true}'] * 4
    for path in (
        "/",
        "/exercise.js",
        "/exercise.css",
        f"/t/{served.codes['platoon']}",
        "/t/wrong",
        "/control/wrong",
        f"/control/{served.codes['platoon']}",
        "/run/wrong",
    ):
        texts.append(_get(served.url(path))[1])
    read = "\n".join(texts)
    found = [secret for secret in SECRET if secret in read]
    assert found == ["A log lies"]
    assert served.key not in read
    assert served.codes["office"] not in read


def test_wrong_codes_are_refused_and_guessing_is_stopped(served: Served) -> None:
    assert _get(served.url(f"/?code={served.codes['office'].upper()}"))[0] == 200
    for page in ("/", "/t/", "/control/", "/run/", "/?code="):
        assert set(statuses(served.port, page).values()) == {404}
    answers = [_get(served.url(f"/t/guess{number}"))[0] for number in range(32)]
    assert set(answers) == {404}
    assert _get(served.url(f"/t/{served.codes['office']}"))[0] == 404, "this address has to wait"


def test_no_phone_takes_the_name_of_what_a_controller_will_write(served: Served) -> None:
    """A team's own id tells a repeat of that team, and nothing else: every release still goes out."""

    def answer(text: str, name: str = "release-i02") -> dict[str, Any]:
        return {"id": name, "inject": "i01", "text": text}

    async def play() -> dict[str, dict[str, Any]]:
        office, platoon = (served.live(f"/live/team/{served.codes[team]}") for team in ("office", "platoon"))
        async with await _control(served) as control, connect(office) as phone:
            await _kept(control, {"add": [_release("i01")]})
            await _feed(phone, 1)
            for name in ("release-i02", "decision-send", "i01"):
                assert await _kept(phone, answer("We wait.", name)) == {"kept": [name]}
            assert await _kept(phone, answer("We wait.")) == {"kept": ["release-i02"]}, "once more, as after a gap"
            assert await _kept(phone, answer("We go.")) == {"kept": ["release-i02"]}, "another answer is not lost"
            decided = {"id": "decision-send", "at": 1, "t": 300, "by": "test", "kind": "decision", "team": "office"}
            both = [_release("i02"), decided | {"decision": "send"}]
            assert await _kept(control, {"add": both}) == {"kept": ["release-i02", "decision-send"]}
            feeds = {"office": await _feed(phone, 2)}
            async with connect(platoon) as other:
                await _feed(other, 1)
                assert await _kept(other, answer("We too.") | {"inject": "i02"}) == {"kept": ["release-i02"]}
            async with connect(platoon) as other:
                feeds["platoon"] = await _feed(other, 1)
            stolen = _release("i03") | {"id": feeds["office"]["answers"][0]["id"]}
            assert await _kept(control, {"add": [stolen]}) == {"refused": True}, "the server's names are the server's"
        return feeds

    feeds = in_a_thread(asyncio.wait_for(play(), 60))
    assert sorted(one["text"] for one in feeds["office"]["answers"]) == ["We go.", "We wait.", "We wait.", "We wait."]
    assert [one["text"] for one in feeds["platoon"]["answers"]] == ["We too."]
    run = read_run("run.json", _get(served.url(f"/run/{served.key}"))[1].encode())
    assert sorted(one["kind"] for one in run.events) == ["answer"] * 5 + ["decision", "release", "release"]
    assert not run.problems


def test_a_log_of_yesterday_goes_on(tmp_path: Path) -> None:
    """Answers then had the ids that phones gave them: a blocked release goes out now, and a repeat is still one."""
    exercise = bound("x1-well")
    open_log(tmp_path / "run.jsonl", exercise, "tiny", "tinyland").close()
    old = {"id": "release-i02", "at": 7, "t": 60, "by": "office", "kind": "answer", "team": "office", "inject": "i01"}
    with (tmp_path / "run.jsonl").open("a", encoding="utf-8") as file:
        for event in (_release("i01"), old | {"text": "We wait."}):
            file.write(json.dumps(event) + "\n")
    for _time in range(2):
        log = open_log(tmp_path / "run.jsonl", exercise, "tiny", "tinyland")
        room = Room(exercise, {}, log)
        assert room.answer("office", {"id": "release-i02", "inject": "i01", "text": "We wait."}) == "release-i02"
        assert room.add([_release("i02")]) == ["release-i02"]
        assert [entry.inject["id"] for entry in room.state.inbox("platoon")] == ["i02"]
        assert [one["text"] for one in room.state.answers] == ["We wait."]
        log.close()
    assert [one["kind"] for one in log.events] == ["release", "answer", "release"]


def test_rubbish_is_refused_and_changes_nothing(served: Served) -> None:
    async def send() -> list[dict[str, Any]]:
        control = await _control(served)
        rubbish = [
            "{",
            "[]",
            "7",
            '{"add": 1}',
            json.dumps({"add": [{"kind": "fly"}]}),
            json.dumps({"add": [_release("i01"), {"id": 1}]}),
            "[" * 30_000,
        ]
        answers = [await _kept(control, one) for one in rubbish]
        async with connect(served.live(f"/live/team/{served.codes['office']}")) as team:
            with pytest.raises(websockets.exceptions.ConnectionClosed):
                await _kept(team, "x" * 200_000)
        async with connect(served.live(f"/live/team/{served.codes['office']}")) as team:
            data = json.loads(await team.recv())
        assert data["feed"]["messages"] == []
        await control.close()
        return answers

    assert in_a_thread(send()) == [{"refused": True}] * 7


async def forty_players(served: Served) -> list[float]:
    """Forty players in two teams, ten injects, an answer from each; seconds until each had each inject."""
    control = await _control(served)
    codes = [served.codes["office"], served.codes["platoon"]] * 20
    teams = await asyncio.gather(*(connect(served.live(f"/live/team/{code}")) for code in codes))
    await asyncio.gather(*(_feed(team, 0) for team in teams))
    delays: list[float] = []

    async def timed(team: ClientConnection, wanted: int, begin: float) -> None:
        await _feed(team, wanted)
        delays.append(time.perf_counter() - begin)

    for number in range(1, 11):
        inject = {
            "id": f"p-{number}",
            "from": "Radio",
            "to": ["office", "platoon"],
            "channel": "radio",
            "title": f"News {number}",
            "text": "…",
        }
        begin = time.perf_counter()
        sent = _kept(
            control,
            {"add": [{"id": f"p-{number}", "at": 1, "t": number, "by": "test", "kind": "improvise", "inject": inject}]},
        )
        await asyncio.gather(sent, *(timed(team, number, begin) for team in teams))
    answers = await asyncio.gather(
        *(_kept(team, {"id": f"a{n}", "inject": "p-10", "text": f"answer {n}"}) for n, team in enumerate(teams))
    )
    assert [answer["kept"] for answer in answers] == [[f"a{n}"] for n in range(40)]
    await asyncio.gather(control.close(), *(team.close() for team in teams))
    return delays


@pytest.mark.acceptance
def test_forty_players_get_each_inject_and_a_killed_server_loses_nothing(tmp_path: Path) -> None:
    log = tmp_path / "run.jsonl"

    with serving(log) as served:
        in_a_thread(forty_players(served))
        codes, key, port = served.codes, served.key, served.port
    with log.open("ab") as file:
        file.write(b'{"id": "half a line')

    async def second(served: Served) -> list[dict[str, Any]]:
        assert (served.codes, served.key, served.port) == (codes, key, port)
        both = [codes["office"], codes["platoon"]]
        teams = await asyncio.gather(*(connect(served.live(f"/live/team/{both[n % 2]}")) for n in range(40)))
        feeds = await asyncio.gather(*(_feed(team, 10) for team in teams))
        await asyncio.gather(*(team.close() for team in teams))
        return feeds

    with serving(log, port=port) as served:
        feeds = in_a_thread(second(served))
        assert [len(feed["messages"]) for feed in feeds] == [10] * 40
        assert {answer["text"] for answer in feeds[0]["answers"]} == {f"answer {n}" for n in range(0, 40, 2)}
        status, text = _get(served.url(f"/run/{key}"))
        assert status == 200
        assert len(json.loads(text)["events"]) == 50


@pytest.mark.acceptance
@pytest.mark.browser
def test_a_phone_answers_while_the_server_is_away_and_nothing_is_lost(tmp_path: Path, chromium: Browser) -> None:
    """The page keeps the answer, says that it waits, and sends it when the server is back; once."""
    log = tmp_path / "run.jsonl"
    phone = chromium.new_context(viewport={"width": 360, "height": 740}).new_page()
    laptop = chromium.new_context(viewport={"width": 1280, "height": 800}).new_page()
    with serving(log) as served:
        port, key = served.port, served.key
        phone.goto(served.url("/"))
        phone.get_by_label("Code of your team").fill(served.codes["office"])
        phone.get_by_role("button", name="Join").click()
        laptop.goto(served.url(f"/control/{key}#control"))
        laptop.get_by_role("button", name="Release", exact=True).click()
        expect(phone.get_by_role("heading", name="Men at the well")).to_be_visible()
    expect(phone.locator(".fx-saved")).to_contain_text("No connection")
    phone.get_by_label("Your answer").fill("We call back now.")
    phone.get_by_role("button", name="Send to the controller").click()
    laptop.locator(".fx-row", has_text="Who is there?").click()
    laptop.get_by_role("button", name="Release", exact=True).click()
    with serving(log, port=port) as served:
        expect(phone.locator(".fx-saved")).to_contain_text("Saved")
        expect(phone.get_by_text("We call back now.")).to_be_visible()
        expect(phone.get_by_role("heading", name="Who is there?")).to_be_visible(timeout=15_000)
        laptop.locator(".fx-row", has_text="Men at the well").click()
        expect(laptop.locator(".fx-answers")).to_contain_text("We call back now.")
        events = json.loads(_get(served.url(f"/run/{key}"))[1])["events"]
        assert sorted(event["kind"] for event in events) == ["answer", "release", "release"]
    phone.context.close()
    laptop.context.close()


def test_logs_that_belong_to_something_else_are_refused(tmp_path: Path) -> None:
    exercise = {"id": "x1-well", "variant": "abc", "teams": [{"id": "office"}]}
    log = open_log(tmp_path / "own.jsonl", exercise, "tiny", "tinyland")
    log.close()
    for changed, message in (
        (
            {"variant": "def"},
            "is a run of x1-well, edition abc. Choose another file with --log; a new one is made where there is none. [FB-RUN-04]",
        ),
        ({"id": "x9"}, "[FB-RUN-04]"),
    ):
        with pytest.raises(CourseError) as error:
            open_log(tmp_path / "own.jsonl", exercise | changed, "tiny", "tinyland")
        assert message in str(error.value)
    first = json.loads((tmp_path / "own.jsonl").read_text("utf-8").splitlines()[0])
    first["head"]["version"] = 2
    (tmp_path / "newer.jsonl").write_text(json.dumps(first) + "\n", "utf-8")
    (tmp_path / "rubbish.jsonl").write_text("event_id,date\n", "utf-8")
    for name, code in (("newer", "[FB-RUN-02]"), ("rubbish", "[FB-RUN-01]")):
        with pytest.raises(CourseError, match=re.escape(code)):
            open_log(tmp_path / f"{name}.jsonl", exercise, "tiny", "tinyland")
    with pytest.raises(OutputError, match=re.escape("[FB-RUN-05]")):
        open_log(tmp_path / "gone" / "run.jsonl", exercise, "tiny", "tinyland")


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with (
        serving(tmp_path / "one.jsonl") as first,
        pytest.raises(AssertionError, match=re.escape("[FB-RUN-07]")),
        serving(tmp_path / "two.jsonl", port=first.port),
    ):
        pass
    assert not (tmp_path / "two.jsonl").exists()
