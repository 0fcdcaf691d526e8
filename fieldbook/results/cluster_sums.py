"""The sums of a store on a Dask cluster. Its workers need Fieldbook, and the store's folder under the same path."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Callable
from pathlib import Path

from fieldbook.core.cluster import connect
from fieldbook.results.statistics.sums_tables import Sums
from fieldbook.results.store import reading
from fieldbook.results.store_parts import sums_of_part, write_parts

_PER_WORKER = 4
"""Parts for each worker: a lost one costs a quarter of a worker's share."""


def sums_on(scheduler: str, store: Path, tell: Callable[[int], None] = lambda _done: None) -> Sums:
    """The sums of ``store``, by the workers of the cluster at ``scheduler`` (``tcp://…``).

    A worker that dies is made up for by the others. ``tell`` is given the number of parts that are done.

    Raises
    ------
    CourseError
        No cluster answers there (``FB-RES-10``).
    """
    from distributed import as_completed  # noqa: PLC0415 slow

    client = connect(scheduler, "FB-RES-10")

    with client, tempfile.TemporaryDirectory(prefix=f".{store.name}.parts.", dir=store.parent) as folder:
        count = _PER_WORKER * max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
        with reading(store) as connection:
            parts = write_parts(connection, Path(folder).resolve(), count)
        futures = client.map(sums_of_part, parts, retries=3, pure=False)
        with client.as_current():
            for done, _future in enumerate(as_completed(futures), 1):
                tell(done)
        found: list[Sums] = client.gather(futures)
        return functools.reduce(Sums.plus, found)
