"""What we change in libraries of others: each change with its reason, and the version that it is for.

``tests/core/test_compat.py`` fails where a library no longer needs its change. Nothing is changed anywhere else.
"""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from functools import lru_cache
from typing import Any


def skip_iri_grammar() -> None:
    """Jsonschema 4.26 makes a grammar for IRIs of one to two seconds where ``rfc3987_syntax`` is installed.

    Altair and nbformat bring both, and nothing here checks IRIs. To be called before any of them is imported.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def remember_plugins() -> None:
    """Pybtex 0.26 reads the metadata of every installed package for each citation: 20 ms, four hundred times."""
    import pybtex.plugin  # noqa: PLC0415 slow

    if not hasattr(pybtex.plugin.find_plugin, "cache_info"):
        pybtex.plugin.find_plugin = lru_cache(maxsize=None)(pybtex.plugin.find_plugin)


def find_collectors_by_application() -> None:
    """Sphinx-external-toc 1.1 looks for Sphinx's own collector of contents among all objects of the process.

    There it meets those of other builds, and objects of other libraries that raise when they are looked at.
    """
    from sphinx.environment.collectors.toctree import TocTreeCollector  # noqa: PLC0415 slow
    from sphinx_external_toc import collectors  # noqa: PLC0415

    def disable(app: Any) -> None:
        owners = [getattr(listener.handler, "__self__", None) for listener in app.events.listeners["doctree-read"]]
        for owner in owners:
            if type(owner) is TocTreeCollector:
                owner.disable(app)

    collectors.disable_builtin_toctree_collector = disable


def workers_may_start_processes() -> AbstractContextManager[Any]:
    """Distributed 2026.8 starts its workers as daemons, which may not start the processes that notebooks run in."""
    import dask.config  # noqa: PLC0415 slow

    return dask.config.set({"distributed.worker.daemon": False})  # type: ignore[no-any-return, no-untyped-call, unused-ignore]
