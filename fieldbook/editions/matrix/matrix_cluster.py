"""Batches of editions on a Dask cluster: one of this machine's own, or one that is there.

Workers of a cluster need Fieldbook, and the course and the run's folder under the same paths.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from fieldbook.core.cluster import connect
from fieldbook.core.compat import workers_may_start_processes
from fieldbook.core.i18n import _
from fieldbook.core.problems import Problem
from fieldbook.editions.matrix.batch import Made, failed, make
from fieldbook.editions.matrix.matrix_plan import Planned

_TRIES = 2
"""How often a batch is tried again after its worker died. More would let one bad pack kill worker after worker."""


def make_on(
    batches: Sequence[Sequence[Planned]], out: Path, tell: Callable[[Made], None], *, scheduler: str | None, jobs: int
) -> None:
    """Build ``batches`` on the cluster at ``scheduler`` (``tcp://…``), or on ``jobs`` processes of this machine.

    A batch whose worker dies is built by another, which goes on with the editions that are not there yet.

    Raises
    ------
    CourseError
        No cluster answers (``FB-MAT-06``).
    """
    with ExitStack() as stack:
        client = stack.enter_context(_client(stack, scheduler, jobs))
        _gather(client, batches, out.resolve(), tell)


def _gather(client: Any, batches: Sequence[Sequence[Planned]], out: Path, tell: Callable[[Made], None]) -> None:
    from distributed import as_completed  # noqa: PLC0415 slow

    futures = {client.submit(make, batch, out, retries=_TRIES, pure=False): batch for batch in batches}
    for future in as_completed(list(futures), loop=client.loop):
        error = future.exception()
        if error is None:
            made = future.result()
        else:
            reason = _("its worker died: {reason}").format(reason=type(error).__name__)
            remedy = _("Build this edition by itself; a pack may need more memory than a worker has.")
            made = [
                failed(planned, str(Problem(planned.folder, 0, "", reason, remedy, "FB-MAT-05")))
                for planned in futures[future]
            ]
        for one in made:
            tell(one)


def _client(stack: ExitStack, scheduler: str | None, jobs: int) -> Any:
    if scheduler is not None:
        return connect(scheduler, "FB-MAT-06")
    from distributed import Client, LocalCluster  # noqa: PLC0415 slow

    stack.enter_context(workers_may_start_processes())
    cluster = stack.enter_context(
        LocalCluster(
            n_workers=jobs,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",  # without it each scheduler of a machine reaches for one port
            memory_limit=0,
            silence_logs=50,
        )
    )
    return Client(cluster, set_as_default=False)
