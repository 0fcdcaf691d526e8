"""Figures computed from a context pack: a pack in, a finding with its evidence out (``docs/figures.md``)."""

from fieldbook.evidence.figures.actors import actor_map, actor_table
from fieldbook.evidence.figures.coordination import coordination_matrix, mandate_table, protection_actors
from fieldbook.evidence.figures.deaths import uncertainty
from fieldbook.evidence.figures.displaced import displacement
from fieldbook.evidence.figures.harm import top_actors, who_harms_whom
from fieldbook.evidence.figures.places import recent_hotspots, where_map
from fieldbook.evidence.figures.seasonality import seasonality
from fieldbook.evidence.figures.silence import silence_table
from fieldbook.evidence.figures.threats import threat_matrix, vulnerability_table
from fieldbook.evidence.figures.trend import incident_trend
from fieldbook.evidence.figures.two_sources import source_pairs, two_sources
from fieldbook.evidence.figures.warnings import response_by_responder, response_times

__all__ = [
    "actor_map",
    "actor_table",
    "coordination_matrix",
    "displacement",
    "incident_trend",
    "mandate_table",
    "protection_actors",
    "recent_hotspots",
    "response_by_responder",
    "response_times",
    "seasonality",
    "silence_table",
    "source_pairs",
    "threat_matrix",
    "top_actors",
    "two_sources",
    "uncertainty",
    "vulnerability_table",
    "where_map",
    "who_harms_whom",
]
