"""Reads xAPI statements, one JSON object a line (or one array), as learning record stores export them.

Statements that ``fieldbook collect --push`` sent come back whole. Of others the answers are taken where the object's id
ends in an item's id. See docs/results.md for the ids and extensions.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pydantic_core

from fieldbook.core.i18n import _
from fieldbook.core.problems import Problem
from fieldbook.model.record import LONGEST_ANSWER
from fieldbook.results.read_csv import stand_in
from fieldbook.results.result_entries import (
    EDITION,
    UNKNOWN,
    GivenAnswer,
    PracticeAnswer,
    Sheet,
    Sitting,
    is_blank,
    packed,
    parted,
)
from fieldbook.results.result_faults import not_ours, partly

ANSWERED = "http://adlnet.gov/expapi/verbs/answered"
COMPLETED = "http://adlnet.gov/expapi/verbs/completed"
EXTENSION = "urn:fieldbook:x:"

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_WORD = re.compile(r"[A-Za-z0-9._-]{0,64}")
_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:?\d\d)?")
_LONGEST = 100_000


def is_xapi(data: bytes) -> bool:
    """Whether the first line begins like a statement."""
    head = data[:4000].lstrip(b"\xef\xbb\xbf \t\r\n[")
    return head.startswith(b"{") and b'"verb"' in data[:20_000] and b'"actor"' in data[:20_000]


def read_xapi(name: str, data: bytes) -> Iterator[Sheet | Problem]:
    """One sheet for each learner, course and context."""
    people: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    used = 0
    for line, statement in _statements(name, data):
        if isinstance(statement, Problem):
            yield statement
        elif (found := _read(statement)) is not None:
            used += 1
            people.setdefault((found["who"], found["course"], found["context"]), []).append(found)
        elif not _is_statement(statement):
            yield partly(name, "", _("is not an xAPI statement"), line)
    if not used:
        yield not_ours(name, _("holds no answers to questions of a course of ours"))
    for (who, course, context), found_all in people.items():
        yield _sheet(who, course, context, found_all)


def _statements(name: str, data: bytes) -> Iterator[tuple[int, Any]]:
    text = data.removeprefix(b"\xef\xbb\xbf")
    if text.lstrip().startswith(b"["):
        try:
            values = pydantic_core.from_json(text)
        except ValueError:
            values = pydantic_core.from_json(text, allow_partial=True)
            yield 0, partly(name, "", _("is cut off"))
        yield from enumerate(values, 1)
        return
    for number, line in enumerate(text.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            yield number, pydantic_core.from_json(line[:_LONGEST])
        except ValueError:
            yield number, partly(name, "", _("is not a whole statement"), number)


def _is_statement(value: Any) -> bool:
    return isinstance(value, dict) and {"actor", "verb", "object"} <= set(value)


def _dict(value: Any, *names: str) -> dict[str, Any]:
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def _read(statement: Any) -> dict[str, Any] | None:
    """What one statement says, or None where it is about something else."""
    verb = _dict(statement, "verb").get("id")
    at = _time(_dict(statement).get("timestamp"))
    who = _who(_dict(statement, "actor"))
    about = re.split(r"[:/#]", str(_dict(statement, "object").get("id", "")))
    extra = {
        key.removeprefix(EXTENSION): value
        for key, value in _dict(statement, "context", "extensions").items()
        if key.startswith(EXTENSION)
    }
    if verb not in {ANSWERED, COMPLETED} or at is None or who is None or not _is_id(about[-1]):
        return None
    ours = len(about) == 4 and about[:2] == ["urn", "fieldbook"] and _is_id(about[2])
    if verb == COMPLETED and "started" not in extra:
        return None
    return {
        "who": who,
        "course": about[2] if ours else "",
        "context": extra["context"] if _is_id(extra.get("context")) else "",
        "verb": verb,
        "about": about[-1],
        "at": at,
        "extra": extra,
        "result": _dict(statement, "result"),
    }


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= 60 and _ID.fullmatch(value) is not None


def _who(actor: dict[str, Any]) -> str | None:
    """A stand-in: names and addresses are not kept. Accounts are, for they are what an administrator gave out."""
    account = _dict(actor, "account").get("name")
    if isinstance(account, str) and account:
        return account[:100] if "@" not in account else stand_in(account)
    for name in ("mbox", "mbox_sha1sum", "openid"):
        if isinstance(actor.get(name), str):
            return stand_in(actor[name].removeprefix("mailto:"))
    return None


def _time(value: Any) -> str | None:
    """A timestamp in UTC to the millisecond."""
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    try:
        moment = dt.datetime.fromisoformat(
            f"{found[1]}.{(found[2] or '0'):0<6.6}{(found[3] or 'Z').replace('Z', '+00:00')}"
        )
    except ValueError:
        return None
    return moment.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def _share(result: dict[str, Any]) -> float | None:
    score = _dict(result, "score")
    scaled, raw, most = (score.get(name) for name in ("scaled", "raw", "max"))
    if isinstance(scaled, int | float):
        return min(1.0, max(0.0, float(scaled)))
    if isinstance(raw, int | float) and isinstance(most, int | float) and most > 0:
        return min(1.0, max(0.0, raw / most))
    success = result.get("success")
    return float(success) if isinstance(success, bool) else None


def _response(found: dict[str, Any]) -> str:
    """Ours carry the answer as it is; others have it in SCORM's words, which are kept as text, or none."""
    exact = found["extra"].get("response")
    if isinstance(exact, str) and len(exact) <= 5000:
        try:
            return packed(pydantic_core.from_json(exact))
        except ValueError:
            pass
    told = found["result"].get("response")
    return UNKNOWN if told is None else packed(str(told)[:500])


def _word(value: Any) -> str:
    return value if isinstance(value, str) and _WORD.fullmatch(value) else ""


def _given(found: dict[str, Any]) -> GivenAnswer:
    seconds = found["extra"].get("seconds")
    whole = seconds if isinstance(seconds, int) and 0 <= seconds <= LONGEST_ANSWER else None
    variant = _word(found["extra"].get("variant"))
    response, score = _response(found), _share(found["result"])
    if score and is_blank(response):  # what has points was answered
        response = UNKNOWN
    return GivenAnswer(found["about"], variant, response, score, whole, found["at"])


def _sheet(who: str, course: str, context: str, found: list[dict[str, Any]]) -> Sheet:
    sittings: dict[tuple[str, str, str], dict[str, Any]] = {}
    practice: dict[str, list[GivenAnswer]] = {}
    for one in sorted(found, key=lambda one: (one["at"], one["about"])):
        extra = one["extra"]
        form = one["about"] if one["verb"] == COMPLETED else extra.get("form")
        started = _time(extra.get("started"))
        if not _is_id(form) or started is None:
            practice.setdefault(one["about"], []).append(_given(one))
            continue
        place = sittings.setdefault((form, _word(extra.get("form-variant")), started), {"answers": {}, "end": None})
        if one["verb"] == COMPLETED:
            place["end"] = one
        else:
            place["answers"][one["about"]] = _given(one)
    langs = sorted({str(one["extra"].get("lang", ""))[:35] for one in found})
    builds = sorted({_word(one["extra"].get("build")) for one in found})
    return Sheet(
        source="xapi",
        course=course,
        context=context,
        lang=langs[-1],
        build=builds[-1],
        pseudonym=who,
        groups={EDITION: langs[-1]} if langs[-1] else {},
        sittings=tuple(_sitting(*key, **place) for key, place in sorted(sittings.items())),
        practice=tuple(PracticeAnswer(a[-1], a[0].score or 0.0, len(a)) for _item, a in sorted(practice.items())),
    )


def _sitting(
    form: str, variant: str, started: str, answers: dict[str, GivenAnswer], end: dict[str, Any] | None
) -> Sitting:
    answered, left_open = parted(answers.values())
    last = max([answer.at for answer in answers.values()] + ([end["at"]] if end else []))
    return Sitting(
        form,
        variant,
        started,
        end["at"] if end else None,
        _share(end["result"]) if end else None,
        last,
        answered,
        left_open,
    )
