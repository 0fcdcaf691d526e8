"""Early warning: how long from an alert to somebody's arrival, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd

from fieldbook.core.message import Message, Phrase, listing, message, plural, series
from fieldbook.evidence.evidence import Figure, Missing, evidence, missing, table_of, withheld
from fieldbook.evidence.figures.figure_words import actor_name, by_words, duration, name, part
from fieldbook.evidence.figures.frame_rows import leaders, phrases, records
from fieldbook.evidence.figures.pooling import enough, pooled
from fieldbook.model.chart import Bar, BarChart, Interval, IntervalChart

if TYPE_CHECKING:
    from fieldbook.context.pack import ContextPack

FILE = "alerts.csv"
_TIMES = ["minutes_to_decision", "minutes_to_departure", "minutes_to_arrival"]
_FEW = 5
"""With fewer alerts a median says nothing."""
_NOBODY = ""
_STEPS = {
    "decision": message("From the alert to a decision"),
    "departure": message("From the decision to departure"),
    "arrival": message("From departure to arrival"),
}


def _no_alerts(figure: str, pack: ContextPack, question: str | None) -> Missing:
    what = message("Alerts and the response to them")
    return missing(figure, pack, what=what, file=FILE, field="alert_id, date, area, …", question=question)


def response_times(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Where the time goes between an alert and arrival: the median and the middle half of each step."""
    alerts = pack.alerts
    times = alerts[_TIMES].dropna().astype(float)
    if times.empty:
        return _no_alerts("response_times", pack, question)
    if len(times) < max(pack.least(FILE), _FEW) and FILE in pack.limits:
        what = message("Alerts and the response to them")
        return withheld("response_times", pack, what=what, file=FILE, question=question)
    steps = _steps(times)
    longest = leaders(steps, "step", "median") if len(times) >= _FEW else []
    intervals = [
        Interval(
            name=row.step,
            low=row.quick,
            middle=row.median,
            high=row.slow,
            shown=duration(row.median),
            accent=row.step in longest,
        )
        for row in records(steps)
    ]
    shows = message(
        "For three steps a point at the median time and a line over the middle half of alerts. {values}.",
        values=series(_valued(row) for row in records(steps)),
    )
    labels = {
        "step": message("Step"),
        "quick": message("A quarter took at most, minutes"),
        "median": message("Half took at most, minutes"),
        "slow": message("Three quarters took at most, minutes"),
    }
    return evidence(
        "response_times",
        pack,
        title=_times_title(times, longest),
        shows=[shows],
        chart=IntervalChart(intervals=tuple(intervals)),
        about=FILE,
        question=question,
        table=table_of(steps.round(0), labels, numbers=set(labels) - {"step"}),
        cannot_show=[_left_out(len(alerts) - len(times))],
    )


def _valued(row: Any) -> Message:
    return message(
        "{step}: median {median}, middle half {quick} to {slow}",
        step=row.step,
        median=duration(row.median),
        quick=duration(row.quick),
        slow=duration(row.slow),
    )


def _left_out(count: int) -> Message:
    if not count:
        return message("Whether anybody was helped: a time of arrival is no result.")
    return plural(
        "{n} alert has no arrival, or no time for one of the steps, and is not in these times.",
        "{n} alerts have no arrival, or no time for one of the steps, and are not in these times.",
        count,
    )


def _steps(times: pd.DataFrame) -> pd.DataFrame:
    """One row for each step: step, quick, median, slow (quartiles, in minutes)."""
    decision, departure, arrival = (times[column] for column in _TIMES)
    parts = {"decision": decision, "departure": departure - decision, "arrival": arrival - departure}
    return pd.DataFrame(
        [
            {"step": _STEPS[step], "quick": p.quantile(0.25), "median": p.median(), "slow": p.quantile(0.75)}
            for step, p in parts.items()
        ]
    )


def _times_title(times: pd.DataFrame, longest: list[Phrase]) -> Message:
    if not longest:
        return plural(
            "Only {n} alert has a time for each step, too few to say where time is lost",
            "Only {n} alerts have a time for each step, too few to say where time is lost",
            len(times),
        )
    steps = [message("“{text}”", text=step) for step in longest]
    return message(
        "In half of {n} answered alerts it took {time} or longer until somebody arrived; the longest step is {steps}",
        n=len(times),
        time=duration(times[_TIMES[-1]].median()),
        steps=listing(steps),
    )


def response_by_responder(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Alerts that were not false by who responded: how many, the median time to arrival, and what came of it."""
    alerts = pack.alerts
    if alerts.empty:
        return _no_alerts("response_by_responder", pack, question)
    real = alerts[alerts["outcome"] != "false-alarm"]
    frame = _by_responder(pack, real)
    frame["median"] = enough(frame, "median", "arrived", pack.least(FILE))
    others = message("Others")
    frame = pooled(frame, "who", others, pack.least(FILE), ["arrived", "helped", "late", "open"], count="alerts")
    bars = [Bar(name=row.who, value=row.alerts, shown=_alerts(row), accent=row.none) for row in records(frame)]
    values = series(message("{name}: {value}", name=row.who, value=_alerts(row)) for row in records(frame))
    shows = message("Bars for the number of alerts by who responded. {values}.", values=values)
    labels = {
        "who": message("Responder"),
        "alerts": message("Alerts"),
        "arrived": message("Arrived"),
        "median": message("Median minutes to arrival"),
        "helped": message("Prevented or reduced"),
        "late": message("Too late"),
        "open": message("Outcome not known"),
    }
    limits = message(
        "Who is better: responders get different alerts, near or far, by day or by night. Times are of arrivals."
    )
    return evidence(
        "response_by_responder",
        pack,
        title=_responder_title(int(real["responder"].isna().sum()), len(real)),
        shows=[shows],
        chart=BarChart(bars=tuple(bars)) if bars else None,
        about=FILE,
        question=question,
        table=table_of(frame, labels, numbers=set(labels) - {"who"}),
        cannot_show=[limits],
    )


def _responder_title(nobody: int, real: int) -> Message:
    if not real:
        return message("Every alert on record was a false alarm")
    return message("Alerts that were not false and have no response on record: {part}", part=part(nobody, real))


def _by_responder(pack: ContextPack, real: pd.DataFrame) -> pd.DataFrame:
    """One row for each responder, most alerts first: who, none (nobody came), alerts, and what came of them."""
    frame = real.assign(
        responder=real["responder"].fillna(_NOBODY),
        minutes=real["minutes_to_arrival"].astype("Float64"),
        helped=real["outcome"].isin(["prevented", "reduced"]),
        late=real["outcome"] == "too-late",
        open=real["outcome"] == "unknown",
    )
    grouped = frame.groupby("responder").agg(
        alerts=("outcome", "size"),
        arrived=("minutes", "count"),
        median=("minutes", "median"),
        helped=("helped", "sum"),
        late=("late", "sum"),
        open=("open", "sum"),
    )
    found = grouped.reset_index()
    found = found.assign(who=phrases(found, _names(pack, found["responder"])), none=found["responder"] == _NOBODY)
    return found.sort_values(["alerts", "who"], ascending=[False, True], ignore_index=True, key=by_words)


def _names(pack: ContextPack, responders: Iterable[str]) -> list[Phrase]:
    """A responder is nobody, an actor of the pack, the mission with national forces, or the mission."""
    known: dict[str, Phrase] = {actor.id: actor_name(actor) for actor in pack.meta.actors}
    known |= {_NOBODY: message("Nobody"), "joint": message("Mission and national forces together")}
    return [known.get(responder, name(pack.meta.mission.short)) for responder in responders]


def _alerts(row: Any) -> Message:
    if pd.isna(row.median):
        return plural("{n} alert", "{n} alerts", int(row.alerts))
    return plural("{n} alert, median {time}", "{n} alerts, median {time}", int(row.alerts), time=duration(row.median))
