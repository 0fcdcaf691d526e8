"""The same figures from parts on a cluster as from one store, also when a worker dies."""

from __future__ import annotations

import dataclasses
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import pytest

from fieldbook.core.problems import CourseError
from fieldbook.results.cluster_sums import sums_on
from fieldbook.results.evaluate import report
from fieldbook.results.statistics.sums_tables import Sums
from fieldbook.results.store_parts import sums_of_part, write_parts

if TYPE_CHECKING:
    from distributed import LocalCluster

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:distributed")


def assert_same(left: Sums, right: Sums) -> None:
    for field in dataclasses.fields(Sums):
        a, b = getattr(left, field.name), getattr(right, field.name)
        pd.testing.assert_frame_equal(a, b, check_dtype=False, rtol=1e-13, obj=field.name)


def test_parts_add_up(connection: duckdb.DuckDBPyConnection, summed: Sums, tmp_path: Path) -> None:
    parts = [sums_of_part(part) for part in write_parts(connection, tmp_path, 3)]
    assert all(0 < part.tests["n"].sum() < 240 for part in parts)
    assert_same(parts[2].plus(parts[0]).plus(parts[1]), summed)


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    """Two workers in processes of their own."""
    from distributed import LocalCluster  # noqa: PLC0415 slow

    # The dashboard's port is asked for, because without one each scheduler of the machine reaches for 8787
    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", host="127.0.0.1", silence_logs=50
    ) as started:
        yield started


@pytest.mark.acceptance
def test_a_killed_worker_costs_nothing(cluster: LocalCluster, store: Path, summed: Sums) -> None:
    from distributed import Client  # noqa: PLC0415 slow

    killed: list[int] = []
    with Client(cluster, set_as_default=False) as client:
        pids = sorted(client.run(os.getpid).values())

        def kill(_done: int) -> None:
            if not killed:
                killed.append(pids[0])
                os.kill(pids[0], signal.SIGKILL)

        assert_same(sums_on(cluster.scheduler_address, store, kill), summed)
        assert killed
        client.wait_for_workers(2, timeout=30)
        assert pids[0] not in client.run(os.getpid).values()
    assert not [path for path in store.parent.iterdir() if "parts" in path.name]


def test_the_report_is_the_same(cluster: LocalCluster, store: Path, tmp_path: Path) -> None:
    report(store, tmp_path / "one")
    report(store, tmp_path / "many", scheduler=cluster.scheduler_address)
    names = sorted(
        path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*.*") if "parquet" not in path.parts
    )
    assert len(names) > 15
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "many" / name).read_bytes(), name


def test_no_cluster_is_said(store: Path) -> None:
    with pytest.raises(CourseError, match="FB-RES-10"):
        sums_on("no address", store)
