"""Numbers in figures against the files of the pack, counted again without the engine."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from statistics import median
from typing import Any

import pytest
import yaml

from fieldbook.context.pack import ContextPack
from fieldbook.core.message import in_words, words
from fieldbook.evidence import figures

ONDARA = Path(__file__).parents[3] / "contexts" / "ondara"


def read(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((ONDARA / name).read_text("utf-8").splitlines()))


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    return read("incidents.csv")


@pytest.fixture(scope="module")
def names() -> dict[str, str]:
    return {area["id"]: area["name"] for area in yaml.safe_load((ONDARA / "context.yml").read_text("utf-8"))["areas"]}


def table(shown: Any, *columns: int) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in in_words(shown.table).rows]


def test_years(ondara: ContextPack, rows: list[dict[str, str]]) -> None:
    years = Counter(row["date"][:4] for row in rows)
    same = Counter(
        row["date"][:4]
        for row in rows
        if row["date"][5:] <= ondara.meta.as_of.isoformat()[5:] and int(row["date_precision"]) <= 4
    )
    civilians = Counter(row["date"][:4] for row in rows if row["side_b"] == "Civilians")
    expected = [(year, years[year], same[year], civilians[year]) for year in sorted(years)]
    shown = figures.incident_trend(ondara)
    assert table(shown, 0, 1, 2, 3) == expected
    assert f"{same['2026']:,} against {same['2025']:,}" in words(shown.title)


def test_areas(ondara: ContextPack, rows: list[dict[str, str]], names: dict[str, str]) -> None:
    counts = Counter(names[row["area"]] for row in rows)
    shown = figures.where_map(ondara)
    assert dict(table(shown, 0, 1)) == counts
    top, most = counts.most_common(1)[0]
    assert words(shown.title).startswith(f"Most incidents on record: {top}, {most:,} of {len(rows):,}")


def test_silence(ondara: ContextPack, rows: list[dict[str, str]], names: dict[str, str]) -> None:
    counts = Counter(names[row["area"]] for row in rows)
    assert table(figures.silence_table(ondara), 0, 1) == sorted(counts.items(), key=lambda pair: pair[1])


def test_killed(ondara: ContextPack, rows: list[dict[str, str]]) -> None:
    fields = ("killed_low", "killed_best", "killed_high")
    sums: dict[str, list[int]] = {}
    for row in rows:
        if all(row[field] for field in fields):
            total = sums.setdefault(row["date"][:4], [0, 0, 0])
            sums[row["date"][:4]] = [old + int(row[field]) for old, field in zip(total, fields, strict=True)]
    assert table(figures.uncertainty(ondara), 0, 1, 2, 3) == [(year, *sums[year]) for year in sorted(sums)]


def test_attackers(ondara: ContextPack, rows: list[dict[str, str]]) -> None:
    counts = Counter(row["side_a"] for row in rows if row["side_b"] == "Civilians")
    assert dict(table(figures.top_actors(ondara), 0, 1)) == counts


def test_pairs(ondara: ContextPack, rows: list[dict[str, str]]) -> None:
    def pair(row: dict[str, str]) -> str:
        return (
            f"{row['side_a']} → civilians"
            if row["side_b"] == "Civilians"
            else " \N{EN DASH} ".join(sorted([row["side_a"], row["side_b"]]))
        )

    shown = figures.who_harms_whom(ondara)
    counts = Counter(map(pair, rows))
    assert all(counts[label] == count for label, count in table(shown, 0, 1))
    assert shown.table.rows[0][1] == max(counts.values())
    attacks = sum(row["side_b"] == "Civilians" for row in rows)
    assert f"{attacks:,} of {len(rows):,}" in words(shown.title)


def test_months(ondara: ContextPack, rows: list[dict[str, str]]) -> None:
    counts = Counter(row["date"][5:7] for row in rows if int(row["date_precision"]) <= 4)
    years = {f"{month:02}": 5 if month <= 9 else 4 for month in range(1, 13)}
    expected = [round(counts[month] / years[month], 1) for month in sorted(years)]
    assert [row[0] for row in table(figures.seasonality(ondara), 1)] == pytest.approx(expected)


def test_response_times(ondara: ContextPack) -> None:
    fields = ("minutes_to_decision", "minutes_to_departure", "minutes_to_arrival")
    times = [[int(row[f]) for f in fields] for row in read("alerts.csv") if all(row[f] for f in fields)]
    steps = [median(t[0] for t in times), median(t[1] - t[0] for t in times), median(t[2] - t[1] for t in times)]
    shown = figures.response_times(ondara)
    assert [row[0] for row in table(shown, 2)] == pytest.approx(steps, abs=1)
    assert f"half of {len(times)} answered" in words(shown.title)


def test_responders(ondara: ContextPack) -> None:
    alerts = [row for row in read("alerts.csv") if row["outcome"] != "false-alarm"]
    shown = figures.response_by_responder(ondara)
    assert sum(row[0] for row in table(shown, 1)) == len(alerts)
    assert dict(table(shown, 0, 1))["Nobody"] == sum(not row["responder"] for row in alerts)
    assert sum(row[0] for row in table(shown, 4)) == sum(row["outcome"] in {"prevented", "reduced"} for row in alerts)


def test_displaced(ondara: ContextPack) -> None:
    rows = read("displacement.csv")
    months = sorted({row["month"] for row in rows})
    steady = {
        area
        for area in {row["area"] for row in rows}
        if len({row["month"] for row in rows if row["area"] == area}) == len(months)
    }
    last = [row for row in rows if row["month"] == months[-1] and row["area"] in steady]
    sums = [sum(int(row[group]) for row in last) for group in ("women", "men", "girls", "boys")]
    shown = figures.displacement(ondara)
    assert list(shown.table.rows[0][1:]) == [*sums, sum(sums)]
    assert f"{(sums[2] + sums[3]) / sum(sums):.0%}" in words(shown.title)
