"""Times many editions in one run against as many single builds, on the same sources in one run.

    .venv/bin/python benchmarks/editions.py [--packs 12] [--sample 4] [--jobs 0 1 2]

The packs are Ondara's with other names and, drawn with a seed, fewer of its reports, so that each has figures and keys
of its own. `--sample` of the single builds are made, each as a process of its own with an empty cache; their mean
stands for all (0 builds every one). `--jobs 0` is one process. The course is copied to a temporary folder.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
FIELDBOOK = str(Path(sys.executable).parent / "fieldbook")
SKIP = shutil.ignore_patterns(".venv*", ".git", ".fieldbook", "dist", "_build", "__pycache__", ".*_cache", "tests")
AUDIENCES = ("learner", "trainer")
GOAL = 1 / 3


def timed(course: Path, *options: str) -> float:
    """Wall seconds of a `fieldbook build`, which must succeed."""
    start = time.perf_counter()
    done = subprocess.run([FIELDBOOK, "build", *options], cwd=course, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(options)} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return time.perf_counter() - start


def make_pack(course: Path, number: int) -> str:
    """A pack with a part of Ondara's reports; its name."""
    name, draw = f"pack-{number:02}", random.Random(number)  # noqa: S311 no secret
    folder = Path(shutil.copytree(course / "contexts" / "ondara", course / "contexts" / name))
    text = (folder / "context.yml").read_text("utf-8")
    text = text.replace("id: ondara", f"id: {name}", 1).replace("title: Ondara", f"title: Pack {number}", 1)
    (folder / "context.yml").write_text(text, "utf-8")
    head, *rows = (folder / "incidents.csv").read_text("utf-8").splitlines(keepends=True)
    kept = [row for row in rows if draw.random() < 0.9]
    (folder / "incidents.csv").write_text(head + "".join(kept), "utf-8")
    return name


def write_list(course: Path, packs: Sequence[str]) -> None:
    """``editions.yml`` with these packs."""
    lines = [f"contexts: [{', '.join(packs)}]", f"audiences: [{', '.join(AUDIENCES)}]", "formats: [html, offline]"]
    (course / "editions.yml").write_text("\n".join(lines), "utf-8")


def forget(course: Path) -> None:
    """Empty the course's cache."""
    shutil.rmtree(course / ".fieldbook", ignore_errors=True)


def single(course: Path, packs: Sequence[str], out: Path, sample: int) -> float:
    """Mean seconds of a single build of the editions, audiences in turn."""
    editions = [(pack, audience) for pack in packs for audience in AUDIENCES]
    seconds = []
    for number, (pack, audience) in enumerate(editions[:sample] if sample else editions):
        forget(course)
        seconds.append(timed(course, "--context", pack, "--audience", audience, "--out", str(out / str(number))))
    return sum(seconds) / len(seconds)


def matrix(course: Path, out: Path, jobs: int) -> float:
    """Seconds of a run with ``jobs`` processes of Dask, or in one process."""
    options = ["--matrix", "editions.yml", "--out", str(out)]
    return timed(course, *options, *(["--jobs", str(jobs)] if jobs else []))


def with_a_kill(course: Path, out: Path, after: float) -> float:
    """Seconds of a run on two workers of which one is killed ``after`` seconds."""
    import dask.config  # noqa: PLC0415 an extra
    from distributed import Client, LocalCluster  # noqa: PLC0415

    with (
        dask.config.set({"distributed.worker.daemon": False}),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50) as cluster,
    ):
        with Client(cluster, set_as_default=False) as client:
            victim = min(client.run(os.getpid).values())
        timer = threading.Timer(after, os.kill, (victim, signal.SIGKILL))
        timer.start()
        return timed(course, "--matrix", "editions.yml", "--out", str(out), "--scheduler", cluster.scheduler_address)


def main() -> None:
    """Build and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--packs", type=int, default=12)
    parser.add_argument("--sample", type=int, default=4)
    parser.add_argument("--jobs", type=int, nargs="*", default=[0, 1, 2])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        course, out = Path(shutil.copytree(PROJECT, Path(folder) / "course", ignore=SKIP)), Path(folder) / "out"
        packs = [make_pack(course, number) for number in range(1, asked.packs + 2)]
        *usual, last = packs
        count = len(usual) * len(AUDIENCES)
        write_list(course, usual)
        alone = single(course, usual, out / "single", asked.sample) * count
        print(f"{count} single builds: {alone:.0f} s, {alone / count:.1f} s each")
        times = {}
        for jobs in asked.jobs:
            forget(course)
            times[jobs] = matrix(course, out / f"jobs-{jobs}", jobs)
            label = f"{jobs} workers" if jobs else "in one process"
            print(f"one run, {label}: {times[jobs]:.0f} s, {times[jobs] / count:.1f} s each,", end=" ")
            print(f"{times[jobs] / alone:.2f} of single builds (goal {GOAL:.2f})")
        best = max(times)
        again = matrix(course, out / f"jobs-{best}", best)
        print(f"again, nothing changed: {again:.1f} s")
        write_list(course, [*usual, last])
        more = matrix(course, out / f"jobs-{best}", best) - again
        print(f"one pack more: {more:.1f} s for {len(AUDIENCES)} editions")
        forget(course)
        killed = with_a_kill(course, out / "killed", times[best] / 3)
        fair = times[best] * (count + len(AUDIENCES)) / count
        print(f"a worker killed after a third: {killed:.0f} s, {killed / fair:.2f} of a run without")


if __name__ == "__main__":
    main()
