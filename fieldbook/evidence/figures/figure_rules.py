"""What each figure counts, over which rows: for the trainer who checks it. The chart's own words say what was found."""

from __future__ import annotations

import dataclasses

from fieldbook.core.message import Message, message

_INCIDENTS, _OTHER, _ALERTS, _DESCRIPTION = "incidents.csv", "incidents_other.csv", "alerts.csv", "context.yml"


@dataclasses.dataclass(frozen=True, kw_only=True)
class FigureRule:
    """``words`` is the rule; ``file`` holds the rows."""

    file: str
    words: Message


_BY_FILE = {
    _INCIDENTS: {
        "incident_trend": message(
            "Rows of incidents.csv up to the as-of day, counted by calendar year; the last year is compared with the "
            "same days of the year before. Rows of which only the year is known are not in that comparison."
        ),
        "uncertainty": message(
            "killed_low, killed_best and killed_high, each added up by calendar year, all victims. A row without a "
            "best estimate is left out; one without a low or high estimate counts with its best."
        ),
        "seasonality": message(
            "Rows counted by calendar month, as a mean over the years in which the month lies whole inside the record. "
            "Rows of which only the year is known are left out. The three months in a row with most are named if they "
            "hold at least 35 per cent."
        ),
        "where_map": message(
            "Rows counted by area. Rows whose area is not known are in the total, but not on the map."
        ),
        "recent_hotspots": message(
            "Rows of the 90 days up to the as-of day, counted by place and area, beside the same days a year before. "
            "Rows without a place, or of which only the year is known, are left out."
        ),
        "silence_table": message(
            "Rows counted by area, fewest first, with the date of the last row and the longest time between two rows, "
            "from the first day of the record to the as-of day."
        ),
        "who_harms_whom": message(
            "Rows counted by pair of side_a and side_b. Civilians count as attacked where side_b is Civilians; the two "
            "names of a clash have no order."
        ),
        "top_actors": message(
            "Rows in which side_b is Civilians, counted by side_a. Rows without side_a, and actors of the kind "
            "unknown, are listed apart and never named first."
        ),
    },
    _OTHER: {
        "two_sources": message(
            "Rows of incidents.csv and of incidents_other.csv, each counted by year for itself. Nothing is added up "
            "over the two."
        ),
        "source_pairs": message(
            "A row of each table, near in days and place and with a party in common: perhaps one event told twice. "
            "People read both and decide."
        ),
    },
    _ALERTS: {
        "response_times": message(
            "Alerts with all three times. Each step is the difference of two times; shown are its median and the "
            "middle half of the alerts."
        ),
        "response_by_responder": message(
            "Alerts whose outcome is not false-alarm, counted by responder; an alert without one has no response on "
            "record. The median is of minutes_to_arrival."
        ),
    },
    "displacement.csv": {
        "displacement": message(
            "Women, men, girls and boys added up by month, over the areas that were counted in every month. Where "
            "no area was, the last month alone."
        )
    },
    "new_displacement.csv": {
        "new_displacement": message(
            "Movements through conflict, added up by year, of the source with most rows. Somebody who flees twice "
            "is counted twice."
        )
    },
    "personnel_deaths.csv": {
        "personnel_deaths": message(
            "Rows counted by year of the date; those of the kind malicious-act once more by themselves."
        )
    },
    _DESCRIPTION: {
        "threat_matrix": message("threats: likelihood and impact as people rated them, in order of their product."),
        "vulnerability_table": message(
            "areas: vulnerability as people rated it, beside the number of rows of incidents.csv."
        ),
        "actor_map": message(
            "actors: stance and influence as people rated them; actors without a stance are left out."
        ),
        "actor_table": message("actors: interests, drivers_for and drivers_against as people wrote them."),
        "coordination_matrix": message("bodies: members. The finding counts the bodies in which a component sits."),
        "protection_actors": message("protection_actors: areas. The finding counts the areas that none of them names."),
        "mandate_table": message("mandate: tasks. The finding counts those with poc: true."),
    },
}

RULES = {
    name: FigureRule(file=file, words=words) for file, figures in _BY_FILE.items() for name, words in figures.items()
}
"""The rule of each figure, by the name of its function."""
