"""The figures of an after-action review. Twin of ``page/figures.js``; plain data in and out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean, median
from typing import Any

from fieldbook.exercise.play import Event, Exercise, Play, PlayedInject, play


def review(exercise: Exercise, log: Iterable[Event]) -> dict[str, Any]:
    """``counts``, ``waits``, ``teams``, ``expected``, ``objectives``, ``tensions``, ``state``, ``quotes``, ``lessons``.

    ``waits``: seconds from an inject to a team's first decision logged on it, None where there is none; ``median`` of a
    team is over the injects that it answered. ``level`` of an objective is the mean of its ratings (1 to 4), None
    without one.
    """
    state = play(exercise, log)
    released = state.released()
    expected = [
        {
            "id": one["id"],
            "inject": entry.inject["id"],
            "objective": one["objective"],
            "grade": state.observed.get(one["id"], "unseen"),
        }
        for entry in released
        for one in entry.inject["expects"]
    ]
    improvised = sum(entry.how == "improvised" for entry in released)
    return {
        "counts": {
            "injects": len(exercise["injects"]),
            "released": len(released) - improvised,
            "improvised": improvised,
            "decisions": len(state.decisions),
        },
        "waits": [_wait(state, entry, team) for entry in released for team in entry.inject["to"]],
        "teams": [_team(state, team["id"]) for team in exercise["teams"]],
        "expected": expected,
        "objectives": [_objective(exercise, state, expected, one) for one in exercise["objectives"]],
        "tensions": [_tension(state, tension) for tension in exercise["tensions"]],
        "state": state.steps,
        "quotes": [{"id": n["id"], "text": n["text"], "team": n.get("team")} for n in state.notes if n["quote"]],
        "lessons": [
            {"sort": one["sort"], "text": one["text"], "owner": one.get("owner") or "", "due": one.get("due") or ""}
            for one in state.lessons
        ],
    }


def _wait(state: Play, entry: PlayedInject, team: str) -> dict[str, Any]:
    begin = entry.t or 0
    times = (
        one["t"]
        for one in state.decisions
        if one["team"] == team and one.get("inject") == entry.inject["id"] and one["t"] >= begin
    )
    first = next(times, None)
    return {"inject": entry.inject["id"], "team": team, "seconds": None if first is None else first - begin}


def _team(state: Play, team: str) -> dict[str, Any]:
    got = state.inbox(team)
    waits = [seconds for entry in got if (seconds := _wait(state, entry, team)["seconds"]) is not None]
    return {
        "team": team,
        "received": len(got),
        "decisions": sum(one["team"] == team for one in state.decisions),
        "answered": len(waits),
        "median": median(waits) if waits else None,
    }


def _objective(
    exercise: Exercise, state: Play, expected: Sequence[Mapping[str, Any]], objective: str
) -> dict[str, Any]:
    grades = [one["grade"] for one in expected if one["objective"] == objective]
    lines = {line["id"] for line in exercise["rubric"] if line["objective"] == objective}
    levels = [rating["level"] for rating in state.ratings if rating["rubric"] in lines]
    return {
        "objective": objective,
        "expected": len(grades),
        "done": grades.count("done"),
        "partly": grades.count("partly"),
        "missed": grades.count("not"),
        "unseen": grades.count("unseen"),
        "ratings": len(levels),
        "level": fmean(levels) if levels else None,
    }


def _tension(state: Play, tension: Mapping[str, Any]) -> dict[str, Any]:
    leaning = Counter(one["leans"].get(tension["id"]) for one in state.decisions)
    return {"tension": tension["id"], "poles": {pole["id"]: leaning[pole["id"]] for pole in tension["poles"]}}
