"""One run: the plan, the editions, the table and the page that lists them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from filelock import FileLock, Timeout

from fieldbook.core.atomic import write_bytes
from fieldbook.core.i18n import _, language, use_language
from fieldbook.core.problems import OutputError
from fieldbook.editions.edition_build import work_folder
from fieldbook.editions.matrix.batch import Made, make
from fieldbook.editions.matrix.editions_page import index_page
from fieldbook.editions.matrix.matrix_cluster import make_on
from fieldbook.editions.matrix.matrix_plan import plan
from fieldbook.editions.matrix.result_table import write_table

INDEX = "index.html"
TABLE = "editions.csv"


def run(
    file: Path,
    root: Path,
    out: Path,
    tell: Callable[[Made, int], None],
    *,
    scheduler: str | None = None,
    jobs: int = 0,
) -> list[Made]:
    """Build what ``file`` lists of the course in ``root``; each edition in a folder of its own below ``out``.

    Editions that have not changed since an earlier run are kept as they are. ``tell`` is given each edition when it is
    ready, and the number of all. Without ``scheduler`` and ``jobs`` everything happens in this process. The table
    (``editions.csv``) and the page (``index.html``) are written before each ``tell``, so a run that is killed leaves
    those of the editions that were ready. They and the result are in the order of ``file``.

    Raises
    ------
    CourseError
        Faults in ``file``; no cluster. Faults of one edition are in its result.
    OutputError
        Another run builds this course, or ``out`` cannot be written.
    """
    root, out = root.resolve(), out.resolve()
    batches = plan(file, root)
    total = sum(map(len, batches))
    order = [planned.folder for batch in batches for planned in batch]
    spoken = language()

    ready: list[Made] = []

    def told(made: Made) -> None:
        ready.append(made)
        ready.sort(key=lambda one: order.index(one.folder))
        use_language(spoken)  # an edition that is built here leaves its own behind
        write_table(out / TABLE, ready)
        write_bytes(out / INDEX, index_page(root, ready).encode())
        tell(made, total)

    with _alone(work_folder(root)):
        if scheduler or jobs:
            make_on(batches, out, told, scheduler=scheduler, jobs=jobs)
        else:
            for batch in batches:
                make(batch, out, told)
    return ready


def _alone(work: Path) -> FileLock:
    """Two runs at once would render one edition's pages in one folder."""
    work.mkdir(parents=True, exist_ok=True)
    lock = FileLock(work / "editions.lock", blocking=False)
    try:
        lock.acquire()
    except Timeout:
        raise OutputError(
            _(
                "{folder}: another run is building the editions of this course. Nothing was changed. Wait "
                "for it, or work in a copy of the course. [FB-OUT-05]"
            ).format(folder=work.parent)
        ) from None
    return lock
