"""What each figure counts, over which rows: for the trainer who checks it. The chart's own words say what was found."""

from __future__ import annotations

import dataclasses

from fieldbook.core.i18n import _

_INCIDENTS, _OTHER, _ALERTS, _DESCRIPTION = "incidents.csv", "incidents_other.csv", "alerts.csv", "context.yml"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Rule:
    """``words`` is the rule; ``file`` holds the rows."""

    file: str
    words: str


def rules() -> dict[str, Rule]:
    """The rule of each figure, by the name of its function."""
    return {
        name: Rule(file=file, words=words)
        for file, group in (
            (_INCIDENTS, _of_incidents()),
            (_OTHER, _of_two_sources()),
            (_ALERTS, _of_alerts()),
            *((file, {figure: words}) for figure, file, words in _of_people()),
            (_DESCRIPTION, _of_description()),
        )
        for name, words in group.items()
    }


def rule_of(figure_id: str) -> Rule | None:
    """The rule of a figure by its id in a page (``fig-where-map-4f0a1b``)."""
    stem = figure_id.removeprefix("fig-").replace("-", "_")
    names = [name for name in rules() if stem == name or stem.startswith(f"{name}_")]
    return rules()[max(names, key=len)] if names else None


def _of_incidents() -> dict[str, str]:
    return {
        "incident_trend": _(
            "Rows of incidents.csv up to the as-of day, counted by calendar year; the last year is compared with the "
            "same days of the year before. Rows of which only the year is known are not in that comparison."
        ),
        "uncertainty": _(
            "killed_low, killed_best and killed_high, each added up by calendar year, all victims. A row without a "
            "best estimate is left out; one without a low or high estimate counts with its best."
        ),
        "seasonality": _(
            "Rows counted by calendar month, as a mean over the years in which the month lies whole inside the record. "
            "Rows of which only the year is known are left out. The three months in a row with most are named if they "
            "hold at least 35 per cent."
        ),
        "where_map": _("Rows counted by area. Rows whose area is not known are in the total, but not on the map."),
        "recent_hotspots": _(
            "Rows of the 90 days up to the as-of day, counted by place and area, beside the same days a year before. "
            "Rows without a place, or of which only the year is known, are left out."
        ),
        "silence_table": _(
            "Rows counted by area, fewest first, with the date of the last row and the longest time between two rows, "
            "from the first day of the record to the as-of day."
        ),
        "who_harms_whom": _(
            "Rows counted by pair of side_a and side_b. Civilians count as attacked where side_b is Civilians; the two "
            "names of a clash have no order."
        ),
        "top_actors": _(
            "Rows in which side_b is Civilians, counted by side_a. Rows without side_a, and actors of the kind "
            "unknown, are listed apart and never named first."
        ),
    }


def _of_alerts() -> dict[str, str]:
    return {
        "response_times": _(
            "Alerts with all three times. Each step is the difference of two times; shown are its median and the "
            "middle half of the alerts."
        ),
        "response_by_responder": _(
            "Alerts whose outcome is not false-alarm, counted by responder; an alert without one has no response on "
            "record. The median is of minutes_to_arrival."
        ),
    }


def _of_two_sources() -> dict[str, str]:
    return {
        "two_sources": _(
            "Rows of incidents.csv and of incidents_other.csv, each counted by year for itself. Nothing is added up "
            "over the two."
        ),
        "source_pairs": _(
            "A row of each table, near in days and place and with a party in common: perhaps one event told twice. "
            "People read both and decide."
        ),
    }


def _of_people() -> list[tuple[str, str, str]]:
    """Name, file and rule of the figures about people."""
    return [
        (
            "displacement",
            "displacement.csv",
            _(
                "Women, men, girls and boys added up by month, over the areas that were counted in every month. Where "
                "no area was, the last month alone."
            ),
        ),
        (
            "new_displacement",
            "new_displacement.csv",
            _(
                "Movements through conflict, added up by year, of the source with most rows. Somebody who flees twice "
                "is counted twice."
            ),
        ),
        (
            "personnel_deaths",
            "personnel_deaths.csv",
            _("Rows counted by year of the date; those of the kind malicious-act once more by themselves."),
        ),
    ]


def _of_description() -> dict[str, str]:
    return {
        "threat_matrix": _("threats: likelihood and impact as people rated them, in order of their product."),
        "vulnerability_table": _(
            "areas: vulnerability as people rated it, beside the number of rows of incidents.csv."
        ),
        "actor_map": _("actors: stance and influence as people rated them; actors without a stance are left out."),
        "actor_table": _("actors: interests, drivers_for and drivers_against as people wrote them."),
        "coordination_matrix": _("bodies: members. The finding counts the bodies in which a component sits."),
        "protection_actors": _("protection_actors: areas. The finding counts the areas that none of them names."),
        "mandate_table": _("mandate: tasks. The finding counts those with poc: true."),
    }
