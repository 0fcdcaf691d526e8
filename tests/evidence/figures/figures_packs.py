"""Small context packs made in memory: whatever a mission may bring, and whatever it may lack."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from fieldbook.context.pack import ContextPack
from fieldbook.model.context import ContextFile

INCIDENT = {
    "event_id": "e", "date": dt.date(2025, 3, 1), "date_precision": 1, "area": "a1", "area_name": "Area 1", "place": "Town", "lat": 1.0, "lon": 2.0,
    "kind": "attack-on-civilians", "side_a": "Group A", "side_b": "Civilians", "civilians_killed": 1, "killed_low": 1, "killed_best": 2,
    "killed_high": 5, "source": "made up",
}  # fmt: skip
COLUMNS = {
    "alerts": "alert_id date area area_name channel threat minutes_to_decision minutes_to_departure minutes_to_arrival responder outcome feedback_given",
    "displacement": "month area area_name women men girls boys",
    "threats": "id title actor area likelihood impact",
    "bodies": "id name level chair meets",
}

MakePack = Callable[..., ContextPack]


def make(
    incidents: Sequence[dict[str, Any]] = (),
    areas: Sequence[dict[str, Any]] = ({"id": "a1", "name": "Area 1"},),
    as_of: str = "2025-12-31",
    shapes: Sequence[dict[str, Any]] = (),
    alerts: Sequence[dict[str, Any]] = (),
    displacement: Sequence[dict[str, Any]] = (),
    **meta: Any,
) -> ContextPack:
    """A pack with the incidents given as differences to ``INCIDENT``; everything else is missing unless given."""
    file = ContextFile.model_validate(
        {
            "id": "test", "title": "Test", "fictional": True, "as_of": as_of, "mission": {"name": "Mission", "short": "MIS", "country": "Country"},
            "areas": list(areas), **meta,
            "tables": [{"file": "incidents.csv", "title": "Incidents", "source": "s", "licence": "CC0", "citation": "Test data",
                        "may_ship": "rows", "cannot_show": "Silence is not safety."}],
        }
    )  # fmt: skip
    rows = pd.DataFrame(
        [INCIDENT | {"event_id": f"e{n}"} | row for n, row in enumerate(incidents)], columns=list(INCIDENT)
    )
    rows["date"] = pd.to_datetime(rows["date"])
    for column in ("date_precision", "civilians_killed", "killed_low", "killed_best", "killed_high"):
        rows[column] = rows[column].astype("Int64")
    counts = rows["area"].value_counts()
    frames = {
        name: pd.DataFrame(given, columns=COLUMNS[name].split())
        for name, given in (("alerts", alerts), ("displacement", displacement))
    }
    rated = [
        {"id": a.id, "name": a.name, "vulnerability": a.vulnerability, "incidents": int(counts.get(a.id, 0))}
        for a in file.areas
    ]
    return ContextPack(
        meta=file, root=Path("contexts/test"), incidents=rows, areas=pd.DataFrame(rated).astype({"vulnerability": "Int64"}),
        actors=pd.DataFrame([actor.model_dump() for actor in file.actors]), threats=pd.DataFrame(columns=COLUMNS["threats"].split()),
        bodies=pd.DataFrame(columns=COLUMNS["bodies"].split()), shapes={"type": "FeatureCollection", "features": list(shapes)},
        lines={}, name="context.yml", **frames,
    )  # fmt: skip


def _point(area: str, lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"id": area}, "geometry": {"type": "Point", "coordinates": [lon, lat]}}


HOSTILE = "<script>alert(1)</script> \"' & {0} {{ mission.name }} ]]> $(rm)"
UNSEEN = HOSTILE + " \u202e\x07"
"""Tables may hold what the model of names refuses."""


def _two_hundred() -> ContextPack:
    areas = [{"id": f"a{n}", "name": f"District number {n}"} for n in range(200)]
    shapes = [_point(f"a{n}", n % 20 / 4, n // 20 / 4) for n in range(200)]
    incidents = [
        {
            "area": f"a{n}",
            "area_name": f"District number {n}",
            "place": f"Place {n}",
            "date": dt.date(2015 + n % 11, n % 12 + 1, 1),
        }
        for n in range(200)
    ]
    return make([row for row in incidents for _ in range(3)], areas, shapes=shapes)


def _hostile() -> ContextPack:
    actors = [
        {
            "id": "x",
            "name": HOSTILE,
            "kind": "armed-group",
            "stance": -2,
            "influence": 5,
            "interests": HOSTILE,
            "drivers_for": HOSTILE,
        }
    ]
    body = {
        "id": "b",
        "name": HOSTILE,
        "level": "tactical",
        "chair": HOSTILE,
        "meets": HOSTILE,
        "decides": HOSTILE,
        "members": ["military"],
    }
    task = {"id": "t", "paragraph": HOSTILE, "text": HOSTILE, "verb": HOSTILE, "poc": True}
    rows = [
        {"area_name": UNSEEN, "place": UNSEEN, "side_a": UNSEEN},
        {"side_a": UNSEEN, "side_b": HOSTILE, "kind": "armed-clash"},
    ]
    return make(
        rows, [{"id": "a1", "name": HOSTILE, "vulnerability": 3, "note": HOSTILE}], actors=actors, bodies=[body],
        threats=[{"id": "t", "title": HOSTILE, "actor": "x", "area": "a1", "who": HOSTILE, "likelihood": 3, "impact": 5}],
        mandate={"resolution": HOSTILE, "tasks": [task]},
        protection_actors=[{"id": "p", "name": HOSTILE, "component": "police", "does": HOSTILE}],
        alerts=[{"alert_id": "1", "minutes_to_decision": 5, "minutes_to_departure": 9, "minutes_to_arrival": 30, "responder": "x", "outcome": "reduced"}],
        displacement=[{"month": "2025-01-01", "area": "a1", "area_name": UNSEEN, "women": 1, "men": 1, "girls": 1, "boys": 1}],
    )  # fmt: skip


def _names() -> ContextPack:
    areas = [{"id": "a1", "name": "وادي النهر الكبير"}, {"id": "a2", "name": "Préfecture de l'Ouham-Pendé (Bozoum)"}]
    rows = [{"area_name": areas[0]["name"], "place": 'سوق "الخميس"', "side_a": "قوات الدفاع", "lat": 1.0}]
    return make(
        [
            *rows,
            {"area": "a2", "area_name": areas[1]["name"], "side_a": "Forces d'autodéfense «anti-voleurs»", "lat": 2.0},
        ],
        areas,
    )


EDGES: dict[str, Callable[[], ContextPack]] = {
    "nothing": make,
    "one incident": lambda: make([{}]),
    "one day": lambda: make([{}, {}, {"side_a": None, "place": None}], as_of="2025-03-01"),
    "nothing known": lambda: make([dict.fromkeys(("place", "lat", "lon", "side_a", "civilians_killed", "killed_low", "killed_best", "killed_high"))]),
    "only the year known": lambda: make([{"date_precision": 5}] * 3, as_of="2026-05-31"),
    "long ago": lambda: make([{"date": dt.date(1995, 2, 1)}], as_of="2026-05-31"),
    "200 areas": _two_hundred,
    "hostile text": _hostile,
    "Arabic and French": _names,
    "reported after the as-of date": lambda: make([{"date": dt.date(2027, 1, 1)}]),
    "polygon and outline": lambda: make([{}], shapes=[
        {"type": "Feature", "properties": {"id": "outline"}, "geometry": {"type": "MultiPolygon", "coordinates": [[[[0, 0], [4, 0], [4, 3], [0, 3], [0, 0]]]]}},
        {"type": "Feature", "properties": {"id": "a1"}, "geometry": {"type": "Polygon", "coordinates": [[[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]]]}},
    ]),
}  # fmt: skip
