"""Early warning: how long from an alert to somebody's arrival, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from fieldbook.figures.evidence import Figure, Missing, evidence, missing, table_of
from fieldbook.figures.rows import row_chart
from fieldbook.figures.words import duration, name, number, percent
from fieldbook.i18n import _

if TYPE_CHECKING:
    from fieldbook.load.context import ContextPack

FILE = "alerts.csv"
_STEPS = ("minutes_to_decision", "minutes_to_departure", "minutes_to_arrival")


def _no_alerts(figure: str, pack: ContextPack, question: str | None) -> Missing:
    return missing(figure, pack, what=_("Alerts and the response to them"), file=FILE, field="alert_id, date, area, …", question=question)


def response_times(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Where the time goes between an alert and arrival: the median of each step over alerts that were answered."""
    alerts = pack.alerts
    answered = alerts.dropna(subset=list(_STEPS))
    if answered.empty:
        return _no_alerts("response_times", pack, question)
    decision, departure, arrival = (answered[column].astype(float) for column in _STEPS)
    steps = {_("From the alert to a decision"): decision, _("From the decision to departure"): departure - decision, _("From departure to arrival"): arrival - departure}
    frame = pd.DataFrame({"step": list(steps), "median": [s.median() for s in steps.values()], "slow": [s.quantile(0.9) for s in steps.values()]})
    longest = frame.sort_values("median", ascending=False, kind="stable").iloc[0]
    title = _("Half of the answered alerts took more than {time} until somebody arrived; the longest step: {step}").format(
        time=duration(arrival.median()), step=_lower(longest["step"])
    )
    shown = [duration(value) for value in frame["median"]]
    chart = row_chart(list(frame["step"]), list(frame["median"]), shown, list(frame["step"] == longest["step"]))
    listed = "; ".join(f"{step}: {text}" for step, text in zip(frame["step"], shown, strict=True))
    alt = _("Bars for the median time of three steps. {values}.").format(values=listed)
    labels = {"step": _("Step"), "median": _("Median, minutes"), "slow": _("Nine in ten took at most, minutes")}
    never = 1 - len(answered) / len(alerts)
    limits = _("{share} of {n} alerts brought no arrival on record and are not in these times.").format(share=percent(never), n=number(len(alerts)))
    return evidence("response_times", pack, title=title, alt=f"{alt} {title}.", chart=chart, about=FILE, question=question,
                    table=table_of(frame.round(0), labels, numbers={"median", "slow"}), cannot_show=limits)  # fmt: skip


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def response_by_responder(pack: ContextPack, *, question: str | None = None) -> Figure:
    """Alerts by who responded: how many, the median time to arrival, and how often harm was prevented or reduced."""
    alerts = pack.alerts
    if alerts.empty:
        return _no_alerts("response_by_responder", pack, question)
    labels_of = {actor.id: name(actor.short or actor.name) for actor in pack.meta.actors} | {"joint": _("Mission and national forces together")}
    who = alerts["responder"].map(lambda value: _("Nobody") if pd.isna(value) else labels_of.get(str(value), name(pack.meta.mission.short)))
    real = alerts.assign(who=who, minutes=alerts["minutes_to_arrival"].astype("Float64"), helped=alerts["outcome"].isin(["prevented", "reduced"]))
    real = real[real["outcome"] != "false-alarm"]
    grouped = real.groupby("who")
    frame = pd.DataFrame({"alerts": grouped.size(), "median": grouped["minutes"].median(), "helped": grouped["helped"].mean(), "late": grouped["outcome"].apply(lambda o: (o == "too-late").mean())})
    frame = frame.reset_index().sort_values(["alerts", "who"], ascending=[False, True], ignore_index=True)
    nobody = frame.loc[frame["who"] == _("Nobody"), "alerts"].sum()
    title = _("Of {n} alerts that were not false, {share} brought no response on record").format(n=number(len(real)), share=percent(nobody / len(real)) if len(real) else "0")
    shown = [f"{number(n)} · {duration(m)}" if not pd.isna(m) else number(n) for n, m in zip(frame["alerts"], frame["median"], strict=True)]
    chart = row_chart(list(frame["who"]), list(frame["alerts"]), shown, list(frame["who"] == _("Nobody")))
    listed = "; ".join(f"{row.who}: {number(row.alerts)}" for row in frame.itertuples())
    alt = _("Bars for the number of alerts by who responded, with the median time to arrival. {values}.").format(values=listed)
    table = frame.assign(median=frame["median"].astype("Float64").round(0), helped=[percent(v) for v in frame["helped"]], late=[percent(v) for v in frame["late"]])
    labels = {"who": _("Responder"), "alerts": _("Alerts"), "median": _("Median minutes to arrival"), "helped": _("Prevented or reduced"), "late": _("Too late")}
    return evidence("response_by_responder", pack, title=title, alt=f"{alt} {title}.", chart=chart, about=FILE, question=question,
                    table=table_of(table, labels, numbers={"alerts", "median"}),
                    cannot_show=_("Responders get different alerts: some are near, some far, some by night. The table does not compare like with like."))  # fmt: skip
