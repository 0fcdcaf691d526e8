"""Makes the tables of the fictional context pack ``contexts/ondara``: the same bytes every time.

    .venv/bin/python tools/make_ondara.py

``context.yml`` beside the tables is written by hand. Nothing here resembles a real community or place: the country lies
in the open South Atlantic, where there is no land, and groups are named by livelihood and valley.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely import affinity
from shapely.geometry import MultiPoint, Point, Polygon, mapping
from shapely.ops import voronoi_diagram

OUT = Path(__file__).resolve().parent.parent / "contexts" / "ondara"
FIRST, LAST = dt.date(2022, 1, 1), dt.date(2026, 9, 30)
CENTRE = (-21.5, -5.5)
THURSDAY = 3

# area: seed point for its shape (degrees from the centre) and its places
AREAS: dict[str, tuple[tuple[float, float], list[str]]] = {
    "port-ilvane": ((-2.3, -1.9), ["Port Ilvane", "Old Harbour", "Saltpan site", "Hill site"]),
    "kesta-valley": ((0.2, 0.1), ["Talmo", "Harsa Crossing", "Low Bridge", "Orra", "Vell", "Three Wells"]),
    "upper-merin": ((2.4, 1.5), ["Brasa pits", "Tinhead", "Kolo", "Upper Ford"]),
    "lower-merin": ((-1.7, 0.3), ["Merinford", "Reed Landing", "Asta", "Flatboat"]),
    "teshka-plateau": ((0.6, 2.2), ["Teshka Station", "Dry Cairn", "Nessa", "Salt Spring"]),
    "oruna-plain": ((2.1, -1.2), ["Oruna", "Long Acre", "Mabb", "Thornfield"]),
    "sandrel-corridor": ((0.0, -1.9), ["Sandrel", "Mile 40", "Mile 90", "Toll Hill"]),
    "lake-nomi": ((-1.6, 2.1), ["Nomi Landing", "Heron Island", "Far Shore"]),
}

ODF, ONP = "Ondara Defence Force", "Ondara National Police"
MRF, FVM, KHG = "Merin Resource Front", "Free Valley Movement", "Kesta Home Guard"
RIDERS, GANGS, UNKNOWN = "Teshka Riders", "Sandrel gangs", "Unidentified armed men"
CIVILIANS, FARMERS = "Civilians", "Oruna farm guards"

DRY = [1.6, 2.0, 2.3, 1.7, 1.2, 0.5, 0.35, 0.3, 0.35, 0.5, 0.8, 1.3]
HERDS = [0.5, 0.8, 2.2, 2.8, 2.0, 0.6, 0.3, 0.3, 0.4, 0.5, 0.6, 0.5]
EVEN = [1.0] * 12
AFTER_2024 = {2022: 0.5, 2023: 0.6, 2024: 1.3, 2025: 1.5, 2026: 1.6}
RISING = {2022: 0.7, 2023: 0.9, 2024: 1.0, 2025: 1.2, 2026: 1.3}
STEADY = dict.fromkeys(range(2022, 2027), 1.0)

VOLUME = 1.3
"""Reports for each event of PROCESSES; enough of them that each area and year can be asked about."""

# area, kind, side_a, side_b, events a month, season, years, mean civilians killed, mean other victims
PROCESSES: list[tuple[str, str, str, str, float, list[float], dict[int, float], float, float]] = [
    ("kesta-valley", "attack-on-civilians", KHG, CIVILIANS, 1.5, DRY, RISING, 1.0, 0.0),
    ("kesta-valley", "attack-on-civilians", ODF, CIVILIANS, 0.7, DRY, AFTER_2024, 0.9, 0.0),
    ("kesta-valley", "detention", ODF, CIVILIANS, 0.5, DRY, AFTER_2024, 0.0, 0.0),
    ("kesta-valley", "looting", KHG, CIVILIANS, 0.9, DRY, RISING, 0.1, 0.0),
    ("kesta-valley", "armed-clash", ODF, FVM, 0.5, DRY, STEADY, 0.4, 3.0),
    ("kesta-valley", "abduction", KHG, CIVILIANS, 0.4, DRY, RISING, 0.1, 0.0),
    ("kesta-valley", "sexual-violence", FVM, CIVILIANS, 0.3, DRY, STEADY, 0.1, 0.0),
    ("upper-merin", "attack-on-civilians", MRF, CIVILIANS, 1.6, EVEN, STEADY, 2.6, 0.0),
    ("upper-merin", "abduction", MRF, CIVILIANS, 1.2, EVEN, STEADY, 0.2, 0.0),
    ("upper-merin", "armed-clash", ODF, MRF, 0.7, EVEN, AFTER_2024, 0.5, 4.0),
    ("upper-merin", "sexual-violence", MRF, CIVILIANS, 0.4, EVEN, STEADY, 0.1, 0.0),
    ("lower-merin", "armed-clash", ODF, FVM, 1.1, DRY, STEADY, 0.6, 3.5),
    ("lower-merin", "attack-on-civilians", ODF, CIVILIANS, 0.8, DRY, AFTER_2024, 1.6, 0.0),
    ("lower-merin", "explosive", FVM, ODF, 0.3, EVEN, RISING, 0.8, 1.5),
    ("lower-merin", "attack-on-civilians", FVM, CIVILIANS, 0.5, DRY, STEADY, 1.2, 0.0),
    ("teshka-plateau", "group-clash", RIDERS, KHG, 0.7, HERDS, STEADY, 1.0, 2.5),
    ("teshka-plateau", "looting", RIDERS, CIVILIANS, 0.5, HERDS, STEADY, 0.2, 0.0),
    ("oruna-plain", "group-clash", RIDERS, FARMERS, 0.9, HERDS, RISING, 1.2, 2.5),
    ("oruna-plain", "attack-on-civilians", RIDERS, CIVILIANS, 0.8, HERDS, RISING, 1.9, 0.0),
    ("sandrel-corridor", "attack-on-civilians", GANGS, CIVILIANS, 1.1, DRY, STEADY, 0.8, 0.0),
    ("sandrel-corridor", "looting", GANGS, CIVILIANS, 1.2, DRY, STEADY, 0.1, 0.0),
    ("sandrel-corridor", "abduction", GANGS, CIVILIANS, 0.3, EVEN, RISING, 0.0, 0.0),
    ("port-ilvane", "attack-on-civilians", ONP, CIVILIANS, 0.5, EVEN, RISING, 0.7, 0.0),
    ("port-ilvane", "detention", ONP, CIVILIANS, 0.5, EVEN, RISING, 0.0, 0.0),
    ("lake-nomi", "attack-on-civilians", MRF, CIVILIANS, 0.12, EVEN, STEADY, 1.5, 0.0),
    ("lake-nomi", "looting", UNKNOWN, CIVILIANS, 0.1, EVEN, STEADY, 0.0, 0.0),
]
NAMELESS = {MRF: 0.22, ODF: 0.25, KHG: 0.3, FVM: 0.3, RIDERS: 0.3, GANGS: 0.6, ONP: 0.1}
SOURCES = ["Radio network", "Community liaison assistant", "Local authority", "Patrol report", "Partner organization"]
WET = range(6, 12)
STORY: list[tuple[dt.date, str, str, str, str, str, int]] = [
    (dt.date(2026, 2, 10), "kesta-valley", "Harsa Crossing", "abduction", UNKNOWN, CIVILIANS, 0),
    (dt.date(2026, 4, 10), "kesta-valley", "Low Bridge", "attack-on-civilians", UNKNOWN, CIVILIANS, 4),
]
"""Events that the modules tell: date, area, place, kind, sides, civilians killed."""


def shapes() -> dict[str, Polygon]:
    """Areas that tile the country: Voronoi cells, bent by one smooth field so that borders meet."""
    outline = affinity.scale(Point(0, 0).buffer(1, quad_segs=16), 3.9, 3.3)
    seeds = MultiPoint([seed for seed, _ in AREAS.values()])
    cells = list(voronoi_diagram(seeds, envelope=outline.buffer(3)).geoms)
    found = {}
    for name, (seed, _places) in AREAS.items():
        cell = next(cell for cell in cells if cell.contains(Point(seed)))
        found[name] = shapely.transform(cell.intersection(outline).segmentize(0.25), _bend)
    return found


def _bend(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    x, y = points[:, 0], points[:, 1]
    dx = 0.22 * np.sin(1.9 * y + 0.4) + 0.09 * np.sin(5.3 * y + 2.1 * x) + 0.05 * np.sin(11 * x + 3 * y)
    dy = 0.20 * np.sin(1.7 * x + 1.1) + 0.10 * np.sin(4.7 * x - 1.3 * y) + 0.05 * np.sin(9 * y + 4 * x)
    return np.round(np.stack([CENTRE[0] + x + dx, CENTRE[1] + y + dy], axis=1), 3)


def places(polygons: dict[str, Polygon], rng: np.random.Generator) -> dict[str, list[tuple[str, float, float]]]:
    """Places of each area, inside its shape."""
    found = {}
    for name, (_, names) in AREAS.items():
        inner, points = polygons[name].buffer(-0.15), []
        west, south, east, north = inner.bounds
        while len(points) < len(names):
            point = Point(rng.uniform(west, east), rng.uniform(south, north))
            if inner.contains(point) and all(point.distance(other) > 0.18 for other in points):
                points.append(point)
        found[name] = [(place, round(p.y, 3), round(p.x, 3)) for place, p in zip(names, points, strict=True)]
    return found


def months() -> list[tuple[int, int]]:
    """Every year and month of the pack."""
    return [(year, month) for year in range(2022, 2027) for month in range(1, 13) if dt.date(year, month, 1) <= LAST]


def incidents(spots: dict[str, list[tuple[str, float, float]]], rng: np.random.Generator) -> list[dict[str, Any]]:
    """Incident rows in order of date."""
    rows = []
    for area, kind, side_a, side_b, rate, season, years, civilians, others in PROCESSES:
        weights = np.array([1 / (rank + 1) for rank in range(len(spots[area]))])
        for year, month in months():
            for _ in range(rng.poisson(VOLUME * rate * season[month - 1] * years[year])):
                place, lat, lon = spots[area][rng.choice(len(weights), p=weights / weights.sum())]
                nameless = rng.random() < NAMELESS.get(side_a, 0)
                rows.append(
                    {
                        "date": _day(year, month, side_a, rng),
                        "date_precision": int(rng.choice([1, 2, 3, 4], p=[0.72, 0.15, 0.08, 0.05])),
                        "area": area,
                        "place": place,
                        "lat": round(lat + rng.normal(0, 0.02), 3),
                        "lon": round(lon + rng.normal(0, 0.02), 3),
                        "kind": kind,
                        "side_a": UNKNOWN if nameless else side_a,
                        "side_b": side_b,
                        **_killed(civilians, others, rng),
                        "source": SOURCES[rng.integers(len(SOURCES))],
                    }
                )
    told = {(event[0], event[2]) for event in STORY}
    rows = [row for row in rows if (row["date"], row["place"]) not in told]  # what the modules tell stands alone
    rows += [_told(event, spots) for event in STORY]
    rows.sort(key=lambda row: (row["date"], row["area"], row["place"], row["kind"], row["side_a"], row["lat"]))
    return [{"event_id": f"ond-{number:04}", **row} for number, row in enumerate(rows, 1)]


def _told(
    event: tuple[dt.date, str, str, str, str, str, int], spots: dict[str, list[tuple[str, float, float]]]
) -> dict[str, Any]:
    day, area, place, kind, side_a, side_b, killed = event
    [(lat, lon)] = [(lat, lon) for name, lat, lon in spots[area] if name == place]
    count = dict.fromkeys(("civilians_killed", "killed_low", "killed_best", "killed_high"), killed)
    where = {"date": day, "date_precision": 1, "area": area, "place": place, "lat": lat, "lon": lon}
    return {**where, "kind": kind, "side_a": side_a, "side_b": side_b, **count, "source": "Patrol report"}


def _day(year: int, month: int, side: str, rng: np.random.Generator) -> dt.date:
    day = dt.date(year, month, int(rng.integers(1, 29)))
    if side == GANGS and rng.random() < 0.6:  # Thursday is market day on the road
        day += dt.timedelta(days=(THURSDAY - day.weekday()) % 7)
        day = day if day.month == month else day - dt.timedelta(days=7)
    return min(day, LAST)


def _killed(civilians: float, others: float, rng: np.random.Generator) -> dict[str, int | None]:
    dead = int(rng.negative_binomial(0.7, 0.7 / (0.7 + civilians))) if civilians else 0
    best = dead + (int(rng.poisson(others)) if others else 0)
    unsure = rng.random()
    low = max(dead, best - int(rng.poisson(0.25 * best))) if unsure < 0.4 else best
    high = best + int(rng.poisson(0.5 * best + 0.2)) if unsure < 0.5 else best
    known = rng.random() > 0.06
    return {"civilians_killed": dead if known else None, "killed_low": low, "killed_best": best, "killed_high": high}


def alerts(rng: np.random.Generator) -> list[dict[str, Any]]:
    """Alert rows. The one from Low Bridge on 9 April 2026 is part of the story."""
    rows: list[dict[str, Any]] = []
    weights = {
        "kesta-valley": 9,
        "lower-merin": 4,
        "oruna-plain": 4,
        "teshka-plateau": 3,
        "sandrel-corridor": 5,
        "upper-merin": 3,
        "port-ilvane": 2,
        "lake-nomi": 1,
    }
    share = np.array(list(weights.values())) / sum(weights.values())
    for _ in range(319):
        day = dt.date(2024, 1, 1) + dt.timedelta(days=int(rng.integers(0, (LAST - dt.date(2024, 1, 1)).days)))
        rows.append(_alert(day, list(weights)[rng.choice(len(weights), p=share)], rng))
    low_bridge = {
        "date": dt.date(2026, 4, 9), "area": "kesta-valley", "channel": "phone",
        "threat": "armed men on the road to Low Bridge",
        "minutes_to_decision": 660, "minutes_to_departure": 705, "minutes_to_arrival": 790, "responder": "unsmon",
        "outcome": "too-late", "feedback_given": "false",
    }  # fmt: skip
    rows.append(low_bridge)
    rows.sort(key=lambda row: (row["date"], row["area"], row["channel"], str(row["minutes_to_decision"])))
    return [{"alert_id": f"al-{number:03}", **row} for number, row in enumerate(rows, 1)]


_SPEED = {"unsmon": (95, 35, 80), "odf": (60, 40, 75), "onp": (50, 25, 45), "joint": (150, 55, 90)}
_THREATS = [
    "armed men near the village",
    "threats at a checkpoint",
    "cattle driven off",
    "strangers ask for names",
    "people did not come home",
    "shots at night",
]


def _alert(day: dt.date, area: str, rng: np.random.Generator) -> dict[str, Any]:
    responder = str(rng.choice(["unsmon", "odf", "onp", "joint", ""], p=[0.34, 0.2, 0.16, 0.1, 0.2]))
    slow = (1.6 if day.month in WET else 1.0) * (1.7 if rng.random() < 0.35 else 1.0)
    steps: list[int | None] = [None, None, None]
    if responder:
        total, waits = 0.0, []
        for mean in _SPEED[responder]:
            total += float(rng.lognormal(math.log(mean * slow), 0.55))
            waits.append(round(total))
        steps = list(waits)
    arrival = steps[2]
    false_alarm = rng.random() < 0.12
    if false_alarm:
        outcome = "false-alarm"
    elif arrival is None:
        outcome = str(rng.choice(["too-late", "unknown"], p=[0.55, 0.45]))
    else:
        late = min(0.85, arrival / 900)
        outcome = str(
            rng.choice(
                ["too-late", "reduced", "prevented", "unknown"],
                p=[late * 0.8, 0.3 * (1 - late), 0.6 * (1 - late), 1 - late * 0.8 - 0.9 * (1 - late)],
            )
        )
    return {
        "date": day,
        "area": area,
        "channel": str(rng.choice(["phone", "radio", "visit", "rumour"], p=[0.52, 0.14, 0.22, 0.12])),
        "threat": _THREATS[rng.integers(len(_THREATS))],
        "minutes_to_decision": steps[0],
        "minutes_to_departure": steps[1],
        "minutes_to_arrival": arrival,
        "responder": responder,
        "outcome": outcome,
        "feedback_given": "true" if rng.random() < 0.38 else "false",
    }


_DISPLACED = {
    "port-ilvane": 41_000,
    "kesta-valley": 17_000,
    "lower-merin": 12_500,
    "oruna-plain": 7_800,
    "upper-merin": 5_200,
    "teshka-plateau": 2_900,
}


def displacement(rng: np.random.Generator) -> list[dict[str, Any]]:
    """Displacement rows: people displaced in an area at the end of each month; two areas were never counted."""
    rows = []
    for area, start in _DISPLACED.items():
        total = float(start)
        for year, month in months():
            total *= 1 + 0.012 * (DRY[month - 1] - 0.95) + float(rng.normal(0.003, 0.012))
            if area == "upper-merin" and month in WET:
                continue  # nobody could reach the pits to count
            shares = (0.27, 0.19, 0.28, 0.26)
            people = [round(total * share * float(rng.normal(1, 0.01))) for share in shares]
            rows.append(
                {
                    "month": dt.date(year, month, 1),
                    "area": area,
                    **dict(zip(("women", "men", "girls", "boys"), people, strict=True)),
                }
            )
    return sorted(rows, key=lambda row: (row["month"], row["area"]))


def write_csv(path: Path, rows: list[dict[str, Any]]) -> None:
    """Rows as CSV; missing is empty."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def make(out: Path) -> None:
    """Write every generated file of the pack into ``out``."""
    rng, alert_rng, people_rng = (np.random.default_rng([9417, table]) for table in range(3))
    polygons = shapes()
    features = [
        {"type": "Feature", "properties": {"id": name}, "geometry": mapping(shape)} for name, shape in polygons.items()
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))
    (out / "areas.geojson").write_text(text.replace('{"type":"Feature",', '\n{"type":"Feature",') + "\n", "utf-8")
    write_csv(out / "incidents.csv", incidents(places(polygons, rng), rng))
    write_csv(out / "alerts.csv", alerts(alert_rng))
    write_csv(out / "displacement.csv", displacement(people_rng))


if __name__ == "__main__":
    make(OUT)
