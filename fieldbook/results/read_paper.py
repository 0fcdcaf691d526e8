"""Reads what ``fieldbook paper scan`` writes: sittings on paper, one entry for each participant and form.

Paper has no clock. A sitting's moment is the day that the trainer names, and behind midnight the code in
milliseconds: two participants never share a moment, and the same sheet always has the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, get_args

import pydantic_core
from pydantic import TypeAdapter, ValidationError

from fieldbook.core.i18n import _
from fieldbook.core.problems import Problem
from fieldbook.model.paper_results import MOST_SITTINGS, PaperResults, PaperSitting
from fieldbook.results.result_entries import EDITION, GivenAnswer, Sheet, Sitting, packed, parted
from fieldbook.results.result_faults import newer, not_ours, partly

MOST = 256 * 1024**2
_SHOWN = 20


_VERSION: int = get_args(PaperResults.model_fields["version"].annotation)[0]
_SITTING = TypeAdapter(PaperSitting)


def is_paper(data: bytes) -> bool:
    """Whether ``data`` begins like results on paper."""
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"{") and b'"fieldbook-paper"' in head


def read_paper(name: str, data: bytes) -> Iterator[Sheet | Problem]:
    """A sheet for each sitting; those that are damaged are named."""
    text = data.removeprefix(b"\xef\xbb\xbf")
    try:
        value: Any = pydantic_core.from_json(text)
    except ValueError:
        try:
            value = pydantic_core.from_json(text, allow_partial=True)
        except ValueError:
            yield not_ours(name, _("is damaged: it is not JSON"))
            return
        yield partly(name, "", _("is cut off"))
    version = value.get("version")
    if isinstance(version, int) and version > _VERSION:
        what = _("is a results file of version {version}, known is up to {known}")
        yield newer(name, what.format(version=version, known=_VERSION))
        return
    found = value.get("sittings")
    if not isinstance(found, list) or len(found) > MOST_SITTINGS:
        yield not_ours(name, _("is damaged: it has no list of sittings"))
        return
    yield from _sittings(name, found)


def _sittings(name: str, found: list[Any]) -> Iterator[Sheet | Problem]:
    wrong = 0
    for place, entry in enumerate(found):
        try:
            sitting = _SITTING.validate_python(entry)
            yield _sheet(sitting)
        except (ValidationError, ValueError):
            wrong += 1
            if wrong <= _SHOWN:
                yield partly(name, f"sittings[{place}]", _("does not fit"))
    if wrong > _SHOWN:
        yield partly(name, "", _("{count} more parts cannot be used").format(count=wrong - _SHOWN))


def _sheet(sitting: PaperSitting) -> Sheet:
    moment = _moment(sitting.day, sitting.code)
    answers, left_open = parted(
        GivenAnswer(item, a.variant, packed(a.response), None, None, moment)
        for item, a in sorted(sitting.answers.items())
    )
    return Sheet(
        source="paper",
        course=sitting.course,
        context=sitting.context,
        lang=sitting.lang,
        build=sitting.build,
        pseudonym=sitting.code,
        groups={EDITION: sitting.lang},
        saved=moment,
        sittings=(Sitting(sitting.form, sitting.variant, moment, moment, None, moment, answers, left_open),),
    )


def _moment(day: str, code: str) -> str:
    start = dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC)
    moment = start + dt.timedelta(milliseconds=int(code) % 86_400_000)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"
