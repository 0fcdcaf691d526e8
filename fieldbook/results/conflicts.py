"""What files contradict each other in: found in the store as codes with values, in words where a report is made."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import duckdb

from fieldbook.core.formats import number
from fieldbook.core.i18n import _, ngettext
from fieldbook.results.result_entries import EDITION, UNDISCLOSED


def last_of_second(moment: dt.datetime) -> str:
    """A moment in UTC as records write it; what they wrote within its second is not after it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.999Z")


def list_conflicts(connection: duckdb.DuckDBPyConnection, now: str) -> None:
    """Fill the table ``conflicts`` anew from the other tables. ``now`` is UTC as in records."""
    connection.execute("DELETE FROM conflicts")
    for rule in _RULES:
        connection.execute(f"INSERT INTO conflicts {rule}", {"now": now} if "$now" in rule else {})


def conflict_text(detail: str, *, names: bool) -> str:
    """A row's ``detail`` in words. Values of groups only where ``names``: a station of few is a name."""
    found: dict[str, Any] = json.loads(detail)
    code = found.pop("code")
    if code == "several-values":
        return _several_values(found, names=names)
    count = found.get("n")
    values = found if count is None else found | {"n": number(count)}
    return _texts(count or 0)[code].format(**values)


def _several_values(found: dict[str, Any], *, names: bool) -> str:
    shown, hidden = {
        "refused": (
            _("several values: {values}; the learner prefers not to say, and is counted in none"),
            _("several values, not shown; the learner prefers not to say, and is counted in none"),
        ),
        "list": (
            _("several values: {values}; the list of participants counts"),
            _("several values, not shown; the list of participants counts"),
        ),
        "first": (
            _("several values: {values}; the first in the alphabet counts"),
            _("several values, not shown; the first in the alphabet counts"),
        ),
    }[found["counts"]]
    return shown.format(values=", ".join(found["values"])) if names else hidden


def _texts(count: int) -> dict[str, str]:
    """The message of each code; ``count`` chooses the form of those that count something."""
    return {
        "sitting-differs": _("handed in {n} times with different content, begun {begun}"),
        "score-of-form": ngettext(
            "{n} answer with another score than the key gives, begun {begun}",
            "{n} answers with another score than the key gives, begun {begun}",
            count,
        ),
        "score-of-lessons": ngettext(
            "{n} answer with another score than the key gives",
            "{n} answers with another score than the key gives",
            count,
        ),
        "same-answers": _("the same answers stand under another pseudonym (learner {other})"),
        "overlap": _("two sittings at the same time, begun {begun} and {other}"),
        "repeated": _("handed in {n} times; the first counts"),
        "ends-before-it-begins": _("handed in before it was begun: {begun}, {submitted}"),
        "begun-in-future": _("begun in the future: {begun}"),
        "submitted-in-future": _("handed in in the future: {submitted}"),
        "answers-in-future": ngettext(
            "{n} answer in the future, the last {last}", "{n} answers in the future, the last {last}", count
        ),
        "before-the-course": _("begun before this course existed: {begun}"),
        "event-differs": _("event {event} stands there with different content"),
        "rated-twice": _("judge {judge} rates {item} twice, differently; the mean counts"),
    }


_RULES = (
    # One sitting, handed in, with two contents: a file was altered, or a device told two stories.
    """SELECT 'sitting', learner, form, json_object('code', 'sitting-differs', 'n', count(*), 'begun', started)
    FROM attempts WHERE submitted IS NOT NULL GROUP BY learner, form, started HAVING count(*) > 1""",
    # A file that states another score than the key gives.
    """SELECT 'score', a.learner, a.form, json_object('code', 'score-of-form', 'n', count(*), 'begun', a.started)
    FROM answers g JOIN attempts a USING (attempt) WHERE a.usable AND abs(g.score - g.stated) > 0.001
    GROUP BY a.attempt, a.learner, a.form, a.started""",
    """SELECT 'score', learner, 'lessons', json_object('code', 'score-of-lessons', 'n', count(*))
    FROM practice WHERE abs(score - stated) > 0.001 GROUP BY learner""",
    # The same moments under two pseudonyms.
    """SELECT 'renamed', a.learner, 'pseudonym', json_object('code', 'same-answers', 'other', b.learner)
    FROM marks a JOIN (SELECT mark FROM marks GROUP BY mark HAVING count(*) > 1) USING (mark) JOIN marks b USING (mark)
    WHERE a.learner < b.learner GROUP BY a.learner, b.learner HAVING count(*) > 1""",
    # Two sittings of one form that overlap in time: two people with one pseudonym, or two devices.
    """SELECT 'pseudonym', a.learner, a.form, json_object('code', 'overlap', 'begun', a.started, 'other', b.started)
    FROM attempts a JOIN attempts b ON a.learner = b.learner AND a.form = b.form AND a.started < b.started
      AND b.started < coalesce(a.submitted, a.done)
    WHERE a.usable AND b.usable""",
    # Several sittings: the first counts in a report.
    """SELECT 'repeated', learner, form, json_object('code', 'repeated', 'n', count(*))
    FROM attempts WHERE usable AND submitted IS NOT NULL GROUP BY learner, form HAVING count(*) > 1""",
    # Clocks.
    """SELECT 'clock', learner, form,
      json_object('code', 'ends-before-it-begins', 'begun', started, 'submitted', submitted)
    FROM attempts WHERE usable AND submitted < started""",
    """SELECT 'clock', learner, form, json_object('code', 'begun-in-future', 'begun', started)
    FROM attempts WHERE usable AND started > $now""",
    """SELECT 'clock', learner, form, json_object('code', 'submitted-in-future', 'submitted', submitted)
    FROM attempts WHERE usable AND started <= $now AND submitted > $now""",
    """SELECT 'clock', learner, 'lessons', json_object('code', 'answers-in-future', 'n', count(*), 'last', max(done))
    FROM practice WHERE done > $now GROUP BY learner""",
    """SELECT 'clock', learner, form, json_object('code', 'before-the-course', 'begun', started)
    FROM attempts WHERE usable AND started < '2025'""",
    # Groups.
    f"""SELECT 'group', l.learner, field, json_object('code', 'several-values',
        'values', list_sort(list(DISTINCT value)),
        'counts', CASE WHEN bool_or(value = '{UNDISCLOSED}') THEN 'refused' WHEN bool_or(listed) THEN 'list'
            ELSE 'first' END)
    FROM (SELECT l.learner, field, value, false AS listed FROM said l WHERE field <> '{EDITION}' UNION
          SELECT l.learner, field, value, true FROM participants JOIN learners l USING (name_key)) l
    GROUP BY l.learner, field HAVING count(DISTINCT value) > 1""",
    # Exercises: an event that two files tell differently.
    """SELECT 'run', NULL, run, json_object('code', 'event-differs', 'event', event)
    FROM happenings GROUP BY run, event HAVING count(*) > 1""",
    # Ratings.
    """SELECT 'rating', NULL, form, json_object('code', 'rated-twice', 'judge', judge, 'item', item)
    FROM ratings GROUP BY form, item, judge HAVING count(DISTINCT rating) > 1""",
)
