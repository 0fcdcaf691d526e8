"""After-action review of one run or several: a page to print, a spreadsheet, and the figures as JSON."""

from __future__ import annotations

import datetime as dt
import html
import io
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from fieldbook.core.atomic import write_bytes
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem
from fieldbook.core.templates import templates
from fieldbook.course.sources import Course
from fieldbook.exercise.exercise_binding import bind_exercise
from fieldbook.exercise.exercise_files import page_head, style
from fieldbook.exercise.exercise_html import dressed
from fieldbook.exercise.find_exercise import find_exercise
from fieldbook.exercise.page.exercise_words import runner_strings
from fieldbook.exercise.play import play
from fieldbook.exercise.review_figures import review
from fieldbook.exercise.run_file import Run, read_run

_WIDE = 720
_LEFT, _RIGHT, _ROW = 150, 20, 34
_MADE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)


def write_review(course: Course, files: Sequence[Path], out: Path) -> list[Problem]:
    """Write ``review.html``, ``review.xlsx`` and ``review.json`` of the runs in ``files`` into ``out``.

    Returns what of the files could not be used; runs of other editions are used and marked.

    Raises
    ------
    CourseError
        A file is no run, or the runs are of different exercises.
    OutputError
        ``out`` cannot be written.
    """
    runs = [read_run(path.name, path.read_bytes()) for path in files]
    problems = [problem for run in runs for problem in run.problems]
    names = sorted({run.head.exercise for run in runs})
    if len(names) > 1:
        message = _("runs of different exercises: {names}").format(names=", ".join(names))
        remedy = _("Review the runs of one exercise at a time.")
        raise CourseError([Problem(files[0].name, 0, "exercise", message, remedy, "FB-RUN-08")])
    exercise = bind_exercise(find_exercise(course, names[0]), course.context, course.tensions)
    problems += [_other(path, run) for path, run in zip(files, runs, strict=True) if _is_other(run, exercise)]
    shown = [_shown(exercise, run) for run in runs]
    head = page_head(course)
    write_bytes(out / "review.html", _page(exercise, shown, head).encode())
    write_bytes(out / "review.xlsx", _workbook(exercise, shown, head))
    record = {"format": "fieldbook-review", "version": 1, "exercise": exercise["id"], "variant": exercise["variant"]}
    figures = [{"run": one["run"], "context": one["context"], **one["figures"]} for one in shown]
    text = json.dumps(record | {"runs": figures}, ensure_ascii=False, indent=1, sort_keys=True)
    write_bytes(out / "review.json", f"{text}\n".encode())
    return problems


def _is_other(run: Run, exercise: Mapping[str, Any]) -> bool:
    return bool(run.head.variant != exercise["variant"])


def _other(path: Path, run: Run) -> Problem:
    message = _("was made with another edition of the exercise ({variant})").format(variant=run.head.variant)
    remedy = _("Entries that no longer fit are left out of the figures.")
    return Problem(path.name, 0, "variant", message, remedy, "FB-RUN-09", warning=True)


def _shown(exercise: Mapping[str, Any], run: Run) -> dict[str, Any]:
    """A run as the page shows it: figures, and the timeline in pixels."""
    state = play(exercise, run.events)
    total = max([exercise["duration"] * 60, *(event["t"] for event in run.events)])

    def x(seconds: float) -> float:
        return round(_LEFT + float(seconds / total) * (_WIDE - _LEFT - _RIGHT), 1)

    rows = [
        {
            "team": team["name"],
            "y": 20 + _ROW * number,
            "injects": [{"x": x(e.t or 0), "new": e.how == "improvised"} for e in state.inbox(team["id"])],
            "decisions": [x(one["t"]) for one in state.decisions if one["team"] == team["id"]],
        }
        for number, team in enumerate(exercise["teams"])
    ]
    phases = [{"x": x(phase["begins"] * 60), "clock": clock(phase["begins"] * 60)} for phase in exercise["phases"]]
    return {
        "run": run.head.run,
        "context": run.head.context,
        "other": _is_other(run, exercise),
        "figures": review(exercise, run.events),
        "titles": {e.inject["id"]: e.inject["title"] for e in state.injects.values()},
        "log": sorted(_log(exercise, state), key=lambda row: row[0]),
        "timeline": {"rows": rows, "phases": phases, "high": 34 + _ROW * len(rows), "wide": _WIDE},
    }


def _log(exercise: Mapping[str, Any], state: Any) -> list[tuple[int, str, str, str]]:
    """Everything that was said or sent, in words: second, kind, team, text."""
    teams = {team["id"]: team["name"] for team in exercise["teams"]}
    rows = [
        (e.t, _("Inject"), ", ".join(teams.get(t, t) for t in e.inject["to"]), e.inject["title"])
        for e in state.released()
    ]
    rows += [(one["t"], _("Decision"), teams.get(one["team"], one["team"]), one["text"]) for one in state.decisions]
    rows += [(one["t"], _("Answer"), teams.get(one["team"], one["team"]), one["text"]) for one in state.answers]
    rows += [(one["t"], _("Note"), teams.get(one.get("team") or "", ""), one["text"]) for one in state.notes]
    return rows


def _page(exercise: Mapping[str, Any], runs: Sequence[Mapping[str, Any]], head: Mapping[str, Any]) -> str:
    page = templates("fieldbook.exercise").get_template("exercise-review.html.j2")
    html_exercise = dressed(exercise)
    return page.render(
        _=_,
        exercise=html_exercise,
        runs=runs,
        head=head,
        style=style(),
        words=runner_strings(),
        poles={pole["id"]: pole["name"] for tension in exercise["tensions"] for pole in tension["poles"]},
        clock=clock,
        minutes=lambda seconds: f"{int(seconds / 6 + 0.5) / 10:g}",
        expected={one["id"]: one for inject in html_exercise["injects"] for one in inject["expects"]},
        roles={role["id"]: role["title"] for role in html_exercise["roles"]},
        injects={inject["id"]: inject["title"] for inject in html_exercise["injects"]},
        teams={team["id"]: team["name"] for team in html_exercise["teams"]},
    )


def _workbook(exercise: Mapping[str, Any], runs: Sequence[Mapping[str, Any]], head: Mapping[str, Any]) -> bytes:
    names = {member["id"]: member["text"] for member in exercise["cast"]}
    sheets = {
        _("Teams"): [
            [_("Run"), _("Team"), _("Injects received"), _("Decisions"), _("Answered"), _("Median, seconds")],
            *([run["run"], *_values(one)] for run in runs for one in run["figures"]["teams"]),
        ],
        _("Waits"): [
            [_("Run"), _("Inject"), _("Team"), _("Seconds to the first decision")],
            *([run["run"], *_values(one)] for run in runs for one in run["figures"]["waits"]),
        ],
        _("Expected"): [
            [_("Run"), _("Expected action"), _("Inject"), _("Objective"), _("Noted")],
            *([run["run"], *_values(one)] for run in runs for one in run["figures"]["expected"]),
        ],
        _("Objectives"): [
            [_("Run"), _("Objective"), *(_("Expected"), _("Done"), _("Partly"), _("Not done"), _("Not noted")),
             _("Ratings"), _("Mean level"), _("In words")],
            *([run["run"], *_values(one), head["objectives"].get(one["objective"], "")]
              for run in runs for one in run["figures"]["objectives"]),
        ],
        _("Tensions"): [
            [_("Run"), _("Tension"), _("Pole"), _("Decisions")],
            *([run["run"], one["tension"], pole, count]
              for run in runs for one in run["figures"]["tensions"] for pole, count in one["poles"].items()),
        ],
        _("State"): [
            [_("Run"), _("Second"), *(gauge["name"] for gauge in exercise["state"])],
            *([run["run"], step["t"], *step["gauges"].values()] for run in runs for step in run["figures"]["state"]),
        ],
        _("Log"): [
            [_("Run"), _("Clock"), _("Kind"), _("Team"), _("Text")],
            *([run["run"], clock(row[0]), *row[1:]] for run in runs for row in run["log"]),
        ],
    }  # fmt: skip
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": exercise["title"], "created": _MADE})
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name[:31])
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 9, 24, wrap)
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                _write(sheet, number, place, value, names, bold if number == 0 else None)
    book.close()
    return buffer.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any, names: Mapping[str, str], form: Any) -> None:
    """Numbers as numbers, text as text: what players wrote is never a formula."""
    if value is None:
        return
    if isinstance(value, int | float):
        sheet.write_number(row, column, value, form)
    else:
        text = re.sub(r"\{\{ [Cc]ast\.([a-z0-9-]+) \}\}", lambda found: names.get(found[1], found[1]), str(value))
        sheet.write_string(row, column, html.unescape(text), form)


def _values(part: Mapping[str, Any]) -> list[Any]:
    return [value for key, value in part.items() if key != "id"] if "grade" not in part else list(part.values())


def clock(seconds: float) -> str:
    """Seconds as ``1:05``."""
    return f"{int(seconds) // 3600}:{int(seconds) // 60 % 60:02}"
