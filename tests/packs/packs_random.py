"""Random packs that keep every rule of a pack, and are otherwise as awkward as a mission's own files can be."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from fieldbook.model.context import UNKNOWN_AREA
from fieldbook.model.table import Alert, Displacement, Incident

NASTY = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "</textarea></script><svg onload=alert(3)>",
    "{{ hostile.name }} {% raw %} {0} }}",
    "$x$ `code` **bold** | pipe [link](javascript:alert(4)) {cite}`y` #h :ref:`z`",
    'L\'Ouham-Pendé "Nord": «été», 50 %',
    "وادي النهر الكبير",
    "turned \u202e round",
    "Prefecture-without-a-space-" * 11,
    "Préfecture de la très longue vallée du fleuve " * 6,
    "- 1. --- ~~~ ::: &lt;b&gt; \\ ]]> $(rm)",
    "12",
    '=HYPERLINK("http://example.org")',
)
"""What a real name never is, and what a table may hold."""

LAST = dt.date(2025, 6, 30)
_KINDS = (
    *("attack-on-civilians", "armed-clash", "group-clash", "abduction"),
    *("sexual-violence", "looting", "explosive", "detention"),
)


@dataclasses.dataclass(frozen=True)
class Shape:
    """What a pack is like; the rest follows from ``seed``."""

    seed: int = 0
    areas: int = 4
    incidents: int = 60
    days: int = 1200
    """From the first incident to the as-of date."""
    actors: int = 5
    empty: float = 0.1
    """Share of fields that may be empty and are."""
    names: Sequence[str] = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon")
    polygons: bool = True
    outline: bool = True
    judged: bool = True
    """Ratings, mandate, threats, bodies, alerts, displacement: what no import can know."""
    fictional: bool = False
    may_ship: str = "rows"
    restricted: bool = False
    precision: int | None = None


def shapes() -> st.SearchStrategy[Shape]:
    """Packs of all sorts, the empty and the very large among them."""
    names = st.one_of(
        st.sampled_from(NASTY), st.text(st.characters(exclude_categories=("C",)), min_size=1, max_size=300)
    )
    return st.builds(
        Shape,
        seed=st.integers(0, 10_000),
        areas=st.sampled_from([0, 1, 4, 30, 200]),
        incidents=st.sampled_from([0, 1, 2, 60, 400]),
        days=st.sampled_from([0, 40, 1200, 11_000]),
        actors=st.sampled_from([0, 1, 6]),
        empty=st.sampled_from([0.0, 0.2, 1.0]),
        names=st.lists(names.map(_lawful), min_size=1, max_size=8),
        polygons=st.booleans(),
        outline=st.booleans(),
        judged=st.booleans(),
        fictional=st.booleans(),
        may_ship=st.sampled_from(["rows", "rows", "totals", "nothing"]),
        restricted=st.sampled_from([False, False, True]),
        precision=st.sampled_from([None, None, 5]),
    )


def _lawful(name: str) -> str:
    return " ".join(name.replace("../", "").split()) or "x"


def write(shape: Shape, folder: Path) -> Path:
    """The pack in ``folder``, made the same way each time."""
    folder.mkdir(parents=True)
    chance = random.Random(shape.seed)  # noqa: S311 not a secret
    areas = [f"a{number}" for number in range(shape.areas)] or [UNKNOWN_AREA]
    meta = _meta(shape, chance, areas)
    (folder / "context.yml").write_text(yaml.safe_dump(meta, allow_unicode=True, sort_keys=False), "utf-8")
    (folder / "areas.geojson").write_text(json.dumps(_places(shape, areas)), "utf-8")
    _table(folder / "incidents.csv", Incident, [_incident(shape, chance, n, areas) for n in range(shape.incidents)])
    if shape.judged:
        _table(folder / "alerts.csv", Alert, [_alert(chance, n, areas) for n in range(40)])
        months = [dt.date(2025, month, 1) for month in (4, 5, 6)]
        rows = [_displaced(chance, month, area) for month in months for area in areas]
        _table(folder / "displacement.csv", Displacement, rows)
    return folder


def _name(shape: Shape, number: int) -> str:
    """A name of its own for each, as nasty as the others."""
    name = shape.names[number % len(shape.names)]
    return name if number < len(shape.names) else f"{name[:280].strip()} {number}"


def _meta(shape: Shape, chance: random.Random, areas: Sequence[str]) -> dict[str, Any]:
    rated = shape.judged
    table = {"source": _name(shape, 1), "licence": "CC0", "citation": _name(shape, 0), "cannot_show": _name(shape, 2)}
    ship = {"may_ship": shape.may_ship, "restricted": shape.restricted}
    files = ["incidents.csv", "areas.geojson", *(["alerts.csv", "displacement.csv"] if rated else [])]
    meta: dict[str, Any] = {
        "id": "random",
        "title": _name(shape, 0),
        "fictional": shape.fictional,
        "as_of": LAST,
        "mission": {"name": _name(shape, 0), "short": _name(shape, 1), "country": _name(shape, 2)},
        "areas": [
            {"id": area, "name": _name(shape, number), **({"vulnerability": chance.randint(1, 5)} if rated else {})}
            for number, area in enumerate(areas)
        ],
        "actors": [_actor(shape, chance, number, areas) for number in range(shape.actors)],
        "tables": [{"file": file, "title": _name(shape, 0), **table, **ship} for file in files],
    }
    return meta | (_judged(shape, areas) if rated else {})


def _actor(shape: Shape, chance: random.Random, number: int, areas: Sequence[str]) -> dict[str, Any]:
    kind = ("host-state", "armed-group", "communal", "foreign", "unknown", "opposition")[number % 6]
    actor: dict[str, Any] = {"id": f"p{number}", "name": f"Party {_name(shape, number)}"[:300].strip(), "kind": kind}
    if not shape.judged:
        return actor
    text = {"interests": _name(shape, 0), "drivers_for": _name(shape, 1), "drivers_against": _name(shape, 2)}
    return actor | text | {"influence": chance.randint(1, 5), "stance": chance.randint(-2, 2), "areas": [areas[0]]}


def _judged(shape: Shape, areas: Sequence[str]) -> dict[str, Any]:
    name, other = _name(shape, 0), _name(shape, 1)
    threat = {"area": areas[0], "who": name, "likelihood": 3, "impact": 4, "signs": [other]}
    return {
        "mandate": {
            "resolution": name,
            "adopted": dt.date(2025, 1, 1),
            "summary": other,
            "tasks": [{"id": "t1", "paragraph": "1", "text": name, "verb": other, "poc": True, "tier": "I"}],
        },
        "languages": [name],
        "threats": [{"id": "t1", "title": name, "actor": "p0", **threat}] if shape.actors else [],
        "bodies": [
            {"id": "b1", "name": name, "level": "tactical", "chair": other, "meets": name, "decides": other,
             "members": ["military"]}
        ],
        "protection_actors": [
            {"id": "u1", "name": other, "component": "military", "tiers": ["II"], "areas": [areas[0]], "does": name}
        ],
    }  # fmt: skip


def _places(shape: Shape, areas: Sequence[str]) -> dict[str, Any]:
    features = [_feature("outline", 0, 0, 20, 20)] if shape.outline else []
    for number, area in enumerate(areas):
        west, south = number % 20, number // 20
        if shape.polygons and area != UNKNOWN_AREA:
            features.append(_feature(area, west, south, west + 1, south + 1))
        else:
            point = {"type": "Point", "coordinates": [west + 0.5, south + 0.5]}
            features.append({"type": "Feature", "properties": {"id": area}, "geometry": point})
    return {"type": "FeatureCollection", "features": features}


def _feature(name: str, west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Feature", "properties": {"id": name}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def _incident(shape: Shape, chance: random.Random, number: int, areas: Sequence[str]) -> dict[str, Any]:
    place = chance.randrange(min(len(areas), chance.choice((1, 3, 200))))
    low, best, high = sorted(chance.choices(range(40), k=3))
    lost = chance.random() < 0.6
    parties = [f"Party {_name(shape, party)}"[:300].strip() for party in range(shape.actors)] or ["Somebody"]
    row = {
        "place": _name(shape, chance.randrange(8)), "lat": place // 20 + chance.random(), "lon": place % 20 + chance.random(),
        "kind": "attack-on-civilians" if lost else chance.choice(_KINDS), "side_a": chance.choice(parties),
        "side_b": "Civilians" if lost else chance.choice(parties), "civilians_killed": low, "killed_low": low,
        "killed_best": best, "killed_high": high, "source": _name(shape, 3),
    }  # fmt: skip
    kept = {name: None if chance.random() < shape.empty else value for name, value in row.items()}
    day = LAST - dt.timedelta(days=chance.randint(0, shape.days))
    fixed = {"event_id": f"e{number}", "date": day, "area": areas[place]}
    return kept | fixed | {"date_precision": shape.precision or chance.choice((1, 1, 1, 2, 4))}


def _alert(chance: random.Random, number: int, areas: Sequence[str]) -> dict[str, Any]:
    times = sorted(chance.choices(range(1, 900), k=3))
    answered = chance.random() < 0.7
    names = ("minutes_to_decision", "minutes_to_departure", "minutes_to_arrival")
    return {
        "alert_id": f"al{number}", "date": LAST - dt.timedelta(days=number), "area": chance.choice(areas),
        "channel": chance.choice(("phone", "radio", "visit", "rumour")), "threat": None, "responder": None,
        **dict.fromkeys(names), **(dict(zip(names, times, strict=True)) if answered else {}),
        "outcome": chance.choice(("prevented", "reduced", "too-late", "false-alarm", "unknown")),
        "feedback_given": chance.choice(("true", "false", "")),
    }  # fmt: skip


def _displaced(chance: random.Random, month: dt.date, area: str) -> dict[str, Any]:
    return {"month": month, "area": area, **{who: chance.randint(0, 900) for who in ("women", "men", "girls", "boys")}}


def _table(path: Path, model: Any, rows: Sequence[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(model.model_fields))
        writer.writeheader()
        writer.writerows(rows)
