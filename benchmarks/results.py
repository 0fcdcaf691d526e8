"""How collecting and reporting grow: 10,000, 100,000 and 1,000,000 attempts of 50 questions.

    python benchmarks/results.py 10000 100000 [--pandas] [--keep DIR]

Each step runs in a process of its own, so that its peak of memory is its own. ``--pandas`` compares with the same
figures worked out straightforwardly in pandas (all answers in one table). Results are printed as a table; the goals are
in docs/results.md.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import pandas as pd

ITEMS = 50
PER_ZIP = 5_000
COMPONENTS = ("military", "police", "civilian")


def make(folder: Path, count: int) -> None:
    """Zips of records and a list of participants. Every learner sits one form before and one after: two attempts."""
    chance = random.Random(7)  # noqa: S311
    folder.mkdir(parents=True)
    hard = [chance.gauss(0, 1) for _ in range(2 * ITEMS)]
    people = ["pseudonym,gender,component,station"]
    learners = count // 2
    for start in range(0, learners, PER_ZIP):
        with zipfile.ZipFile(folder / f"{start:07}.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for n in range(start, min(learners, start + PER_ZIP)):
                people.append(f"P{n},{'fm'[chance.random() < 0.7]},{COMPONENTS[n % 3]},S{n % 40}")
                archive.writestr(f"{n}.json", json.dumps(_record(n, chance, hard)))
    (folder / "people.csv").write_text("\n".join(people) + "\n", "utf-8")


def _record(n: int, chance: random.Random, hard: list[float]) -> dict[str, object]:
    ability = chance.gauss(0, 1)
    attempts = {}
    for form, first, more in (("before", 0, 0.0), ("after", ITEMS, 0.8)):
        day = dt.datetime(2026, 1, 1 + n % 28, 8) + dt.timedelta(milliseconds=37 * n)  # noqa: DTZ001 plain text
        day += dt.timedelta(days=2 if more else 0)
        answers = {}
        points = 0
        for item in range(first, first + ITEMS):
            right = chance.random() < 1 / (1 + math.exp(hard[item] - ability - more))
            points += right
            at = day + dt.timedelta(seconds=30 * (item - first + 1))
            answers[f"i-{item:03}"] = {
                "variant": "0123456789ab",
                "response": "a" if right else "bcd"[int(chance.random() * 3)],
                "score": int(right),
                "seconds": 10 + int(chance.expovariate(0.04)),
                "at": at.isoformat(timespec="milliseconds") + "Z",
            }
        started = day.isoformat(timespec="milliseconds") + "Z"
        attempts[f"{form}-{n}"] = {
            "form": form,
            "variant": "v1",
            "started": started,
            "submitted": at.isoformat(timespec="milliseconds") + "Z",
            "score": points / ITEMS,
            "answers": answers,
            "flags": [],
            "at": at.isoformat(timespec="milliseconds") + "Z",
        }
    empty: dict[str, object] = {k: {} for k in ("read", "answers", "choices", "positions", "scenarios", "products")}
    head = {
        "format": "fieldbook-record",
        "version": 3,
        "course": "bench",
        "context": "ondara",
        "lang": "en",
        "build": "b",
    }
    return {**head, "learner": {"pseudonym": f"P{n}"}, "saved": None, **empty, "attempts": attempts, "place": None}


def collect_step(folder: Path) -> None:
    """``fieldbook collect``."""
    import duckdb  # noqa: PLC0415

    from fieldbook.results.collect import collect  # noqa: PLC0415
    from fieldbook.results.readers import Means  # noqa: PLC0415

    summary = collect([folder / "in"], folder / "c.duckdb", Means(), dt.datetime(2027, 1, 1, tzinfo=dt.UTC))
    assert not summary.problems, summary.problems[:3]
    with duckdb.connect(folder / "c.duckdb") as connection:  # what the course would say, were there one
        connection.execute(
            "INSERT INTO forms VALUES ('before', 'gain', 'Before', NULL, ''), ('after', 'gain', 'After', 0.7, '')"
        )


def report_step(folder: Path) -> None:
    """``fieldbook report``."""
    from fieldbook.results.evaluate import report  # noqa: PLC0415

    report(folder / "c.duckdb", folder / "report")


def pandas_step(folder: Path) -> None:
    """The same statistics as one would write them: answers in one table, Mantel-Haenszel by statsmodels. No pages."""
    import duckdb  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    with duckdb.connect(folder / "c.duckdb", read_only=True) as connection:
        table = connection.execute(
            "SELECT a.form, a.learner, item, g.response, g.score, g.seconds, l.gender, l.component, l.station "
            "FROM answers g JOIN asked USING (code) JOIN attempts a USING (attempt) JOIN learners l USING (learner)"
        ).df()
    for _form, own in table.groupby("form"):
        matrix = own.pivot_table(index="learner", columns="item", values="score", fill_value=0)
        total = matrix.sum(axis=1)
        for item in matrix.columns:
            matrix[item].corr(total - matrix[item])
        k = len(matrix.columns)
        k / (k - 1) * (1 - matrix.var().sum() / total.var())
        matrix.iloc[:, ::2].sum(axis=1).corr(matrix.iloc[:, 1::2].sum(axis=1))
        own = own.assign(total=own["learner"].map(total), right=own["score"] >= 1)  # noqa: PLW2901
        own.groupby(["item", "response"])["total"].agg(["count", "mean"])
        own.groupby("item")["seconds"].quantile([0.5, 0.9])
        for _item, answers in own.groupby("item"):
            for by in ("gender", "component"):
                _differences(answers, by)
        for by in ("gender", "component", "station"):
            own.groupby(["item", by])["score"].mean()
        own.groupby(["item", np.ceil(own["total"].rank(pct=True) * 5)])["score"].mean()
    both = table.groupby(["learner", "component", "gender", "form"])["score"].mean().unstack()
    both.groupby(["component", "gender"])[["before", "after"]].agg(["mean", "std", "count"])


def _differences(answers: pd.DataFrame, by: str) -> None:
    """Mantel-Haenszel of one item: the largest group against each other one."""
    from statsmodels.stats.contingency_tables import StratifiedTable  # noqa: PLC0415

    groups = list(answers[by].value_counts().index)
    for focal in groups[1:]:
        two = answers[answers[by].isin([groups[0], focal])]
        strata = [
            cross.to_numpy(float)
            for _level, level in two.groupby(two["total"].round())
            if (cross := pd.crosstab(level[by], level["right"])).shape == (2, 2)
        ]
        found = StratifiedTable(strata)
        _ = found.oddsratio_pooled, found.logodds_pooled_se, found.test_null_odds(correction=True).pvalue


STEPS = {"collect": collect_step, "report": report_step, "pandas": pandas_step}


def measured(step: str, folder: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of a step in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--step", step, str(folder)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    seconds, peak = done.stdout.split()[-2:]
    return float(seconds), float(peak)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="*", type=int)
    parser.add_argument("--step", nargs=2)
    parser.add_argument("--pandas", action="store_true")
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    if given.step:
        begun = time.perf_counter()
        STEPS[given.step[0]](Path(given.step[1]))
        print(time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
        return
    print("| attempts | step | seconds | per attempt (µs) | peak MB | store MB |")
    print("| --- | --- | --- | --- | --- | --- |")
    for count in given.counts:
        with tempfile.TemporaryDirectory() as temporary:
            folder = (given.keep or Path(temporary)) / str(count)
            if not folder.exists():
                make(folder / "in", count)
            for step in ["collect", "report", *(["pandas"] if given.pandas else [])]:
                if step == "collect" and (folder / "c.duckdb").exists():
                    continue
                seconds, peak = measured(step, folder)
                store = (folder / "c.duckdb").stat().st_size / 1e6
                print(
                    f"| {count:,} | {step} | {seconds:.1f} | {1e6 * seconds / count:.0f} | {peak:.0f} | {store:.0f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
