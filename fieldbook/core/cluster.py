"""A Dask cluster that others have started: how long we wait for it, and what we say where none answers."""

from __future__ import annotations

from typing import Any

from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, Problem

CONNECT_SECONDS = 10
"""A scheduler that has not answered by then is not there."""


def connect(scheduler: str, code: str) -> Any:
    """A client (``distributed.Client``) of the cluster at ``scheduler`` (``tcp://…``).

    Raises
    ------
    CourseError
        With ``code``: no cluster answers there.
    """
    from distributed import Client  # noqa: PLC0415 slow

    try:
        return Client(scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        what = _("no cluster answers: {reason}").format(reason=error)
        remedy = _("Start one with `dask scheduler` and `dask worker`, or leave --scheduler out.")
        raise CourseError([Problem(scheduler, 0, "", what, remedy, code)]) from error
