"""Early warning: how long from an alert to somebody's arrival, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from fieldbook.core.i18n import _, ngettext
from fieldbook.evidence.evidence import Figure, Missing, evidence, held, missing, table_of
from fieldbook.evidence.figures.figure_words import duration, leaders, listing, name, number, part
from fieldbook.evidence.figures.frame_rows import records
from fieldbook.evidence.figures.pooling import enough, pooled
from fieldbook.evidence.figures.row_chart import interval_chart, row_chart

if TYPE_CHECKING:
    from fieldbook.context.pack import ContextPack

FILE = "alerts.csv"
_TIMES = ["minutes_to_decision", "minutes_to_departure", "minutes_to_arrival"]
_FEW = 5
"""With fewer alerts a median says nothing."""


def _no_alerts(figure: str, pack: ContextPack, question: str | None) -> Missing:
    return missing(
        figure,
        pack,
        what=_("Alerts and the response to them"),
        file=FILE,
        field="alert_id, date, area, …",
        question=question,
    )


def response_times(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Where the time goes between an alert and arrival: the median and the middle half of each step."""
    alerts = pack.alerts
    times = alerts[_TIMES].dropna().astype(float)
    if times.empty:
        return _no_alerts("response_times", pack, question)
    if len(times) < max(pack.least(FILE), _FEW) and FILE in pack.limits:
        return held("response_times", pack, what=_("Alerts and the response to them"), file=FILE, question=question)
    steps = _steps(times)
    longest = leaders(steps.set_index("step")["median"]) if len(times) >= _FEW else []
    title = _times_title(times, longest)
    shown = [duration(value) for value in steps["median"]]
    spans = [(row.quick, row.median, row.slow) for row in records(steps)]
    chart = interval_chart(list(steps["step"]), spans, shown, [step in longest for step in steps["step"]])
    values = "; ".join(
        _("{step}: median {median}, middle half {quick} to {slow}").format(
            step=row.step, median=duration(row.median), quick=duration(row.quick), slow=duration(row.slow)
        )
        for row in records(steps)
    )
    alt = _("For three steps a point at the median time and a line over the middle half of alerts. {values}.").format(
        values=values
    )
    labels = {
        "step": _("Step"),
        "quick": _("A quarter took at most, minutes"),
        "median": _("Half took at most, minutes"),
        "slow": _("Three quarters took at most, minutes"),
    }
    return evidence(
        "response_times",
        pack,
        title=title,
        alt=f"{alt} {title}.",
        chart=chart,
        about=FILE,
        question=question,
        table=table_of(steps.round(0), labels, numbers=set(labels) - {"step"}),
        cannot_show=_left_out(len(alerts) - len(times)),
    )


def _left_out(count: int) -> str:
    if not count:
        return _("Whether anybody was helped: a time of arrival is no result.")
    text = ngettext(
        "{n} alert has no arrival, or no time for one of the steps, and is not in these times.",
        "{n} alerts have no arrival, or no time for one of the steps, and are not in these times.",
        count,
    )
    return text.format(n=number(count))


def _steps(times: pd.DataFrame) -> pd.DataFrame:
    """One row for each step: step (in words), quick, median, slow (quartiles, in minutes)."""
    decision, departure, arrival = (times[column] for column in _TIMES)
    parts = {
        _("From the alert to a decision"): decision,
        _("From the decision to departure"): departure - decision,
        _("From departure to arrival"): arrival - departure,
    }
    return pd.DataFrame(
        [
            {"step": step, "quick": p.quantile(0.25), "median": p.median(), "slow": p.quantile(0.75)}
            for step, p in parts.items()
        ]
    )


def _times_title(times: pd.DataFrame, longest: list[str]) -> str:
    if not longest:
        text = ngettext(
            "Only {n} alert has a time for each step, too few to say where time is lost",
            "Only {n} alerts have a time for each step, too few to say where time is lost",
            len(times),
        )
        return text.format(n=number(len(times)))
    steps = listing(f"“{step}”" for step in longest)
    return _(
        "In half of {n} answered alerts it took {time} or longer until somebody arrived; the longest step is {steps}"
    ).format(n=number(len(times)), time=duration(times[_TIMES[-1]].median()), steps=steps)


def response_by_responder(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Alerts that were not false by who responded: how many, the median time to arrival, and what came of it."""
    alerts = pack.alerts
    if alerts.empty:
        return _no_alerts("response_by_responder", pack, question)
    real = alerts[alerts["outcome"] != "false-alarm"]
    nobody = int(real["responder"].isna().sum())
    title = _responder_title(nobody, len(real))
    frame = _by_responder(pack, real)
    frame["median"] = enough(frame, "median", "arrived", pack.least(FILE))
    frame = pooled(frame, "who", _("Others"), pack.least(FILE), ["arrived", "helped", "late", "open"], count="alerts")
    shown = [_alerts_text(row.alerts, row.median) for row in records(frame)]
    chart = row_chart(list(frame["who"]), list(frame["alerts"]), shown, list(frame["none"])) if len(frame) else None
    values = "; ".join(f"{who}: {text}" for who, text in zip(frame["who"], shown, strict=True))
    alt = _("Bars for the number of alerts by who responded. {values}.").format(values=values)
    labels = {
        "who": _("Responder"),
        "alerts": _("Alerts"),
        "arrived": _("Arrived"),
        "median": _("Median minutes to arrival"),
        "helped": _("Prevented or reduced"),
        "late": _("Too late"),
        "open": _("Outcome not known"),
    }
    return evidence(
        "response_by_responder",
        pack,
        title=title,
        alt=f"{alt} {title}.",
        chart=chart,
        about=FILE,
        question=question,
        table=table_of(frame, labels, numbers=set(labels) - {"who"}),
        cannot_show=_(
            "Who is better: responders get different alerts, near or far, by day or by night. Times are of arrivals."
        ),
    )


def _responder_title(nobody: int, real: int) -> str:
    if not real:
        return _("Every alert on record was a false alarm")
    return _("Alerts that were not false and have no response on record: {part}").format(part=part(nobody, real))


def _by_responder(pack: ContextPack, real: pd.DataFrame) -> pd.DataFrame:
    names = {actor.id: name(actor.name) for actor in pack.meta.actors} | {
        "joint": _("Mission and national forces together")
    }
    who = [
        _("Nobody") if pd.isna(value) else names.get(value, name(pack.meta.mission.short))
        for value in real["responder"]
    ]
    frame = real.assign(who=who, none=real["responder"].isna(), minutes=real["minutes_to_arrival"].astype("Float64"))
    frame = frame.assign(
        helped=frame["outcome"].isin(["prevented", "reduced"]),
        late=frame["outcome"] == "too-late",
        open=frame["outcome"] == "unknown",
    )
    found = frame.groupby(["who", "none"]).agg(
        alerts=("who", "size"),
        arrived=("minutes", "count"),
        median=("minutes", "median"),
        helped=("helped", "sum"),
        late=("late", "sum"),
        open=("open", "sum"),
    )
    return found.reset_index().sort_values(["alerts", "who"], ascending=[False, True], ignore_index=True)


def _alerts_text(alerts: int, median: float) -> str:
    count = ngettext("{n} alert", "{n} alerts", alerts).format(n=number(alerts))
    return count if pd.isna(median) else _("{alerts}, median {time}").format(alerts=count, time=duration(median))
