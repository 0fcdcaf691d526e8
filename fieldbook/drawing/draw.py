"""Vega-Lite -> SVG, once for each chart: in worker processes that stay warm, with a cache addressed by content.

Starting V8 costs more than half a second, a chart about forty milliseconds.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import math
import os
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from functools import lru_cache
from importlib.metadata import version
from multiprocessing import connection, get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import Any

from fieldbook.core.atomic import write_bytes
from fieldbook.drawing.svg import finish

Spec = Mapping[str, Any]
Json = Any

_CHARTS_A_WORKER = 12
_FORBIDDEN = frozenset({"url", "href", "$schema"})
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def draw(spec: Spec) -> str:
    """Draw ``spec`` as a self-contained SVG; its ``description`` becomes the text alternative.

    Raises
    ------
    ValueError
        ``spec`` has no description, or names an address: a chart carries its own data.
    """
    import vl_convert  # noqa: PLC0415 slow to import, and often everything is in the cache

    alt = str(_printable(spec.get("description") or ""))
    if not alt.strip():
        raise ValueError("a chart needs a description, which becomes its text alternative")
    _refuse_addresses(spec)
    svg = vl_convert.vegalite_to_svg(_printable(spec), allowed_base_urls=[])
    return finish(svg, alt)


def draw_all(specs: Sequence[Spec], cache_dir: Path, jobs: int = 1) -> list[str]:
    """SVG of every spec, in order: from ``cache_dir`` if drawn before, else drawn in up to ``jobs`` workers."""
    cache_dir.mkdir(parents=True, exist_ok=True)
    paths = [cache_dir / f"{_key(spec)}.svg" for spec in specs]
    found = {path: svg for path in set(paths) if (svg := _read(path)) is not None}
    todo = {path: spec for path, spec in zip(paths, specs, strict=True) if path not in found}
    for path, svg in zip(todo, _draw_in_workers(list(todo.values()), jobs), strict=True):
        write_bytes(path, svg.encode())  # two builds may share the cache
        found[path] = svg
    return [found[path] for path in paths]


def _draw_in_workers(specs: list[Spec], jobs: int) -> list[str]:
    if not specs:
        return []
    workers = max(1, min(jobs, math.ceil(len(specs) / _CHARTS_A_WORKER)))
    size = math.ceil(len(specs) / workers)
    chunks = [specs[start : start + size] for start in range(0, len(specs), size)]
    try:
        return _map(chunks, jobs)
    except BrokenExecutor:
        # A worker was killed, perhaps for its memory; in a long `serve` that must not be the end of all charts.
        _workers.cache_clear()
        return _map(chunks, jobs)


def _map(chunks: list[list[Spec]], jobs: int) -> list[str]:
    return [svg for drawn in _workers(max(1, jobs)).map(_draw_chunk, chunks) for svg in drawn]


def _draw_chunk(specs: list[Spec]) -> list[str]:
    return [draw(spec) for spec in specs]


@lru_cache(maxsize=1)
def _workers(jobs: int) -> Executor:
    # Spawned, not forked: V8 does not survive a fork. Workers start when needed and stay for the next build.
    pool = ProcessPoolExecutor(max_workers=jobs, mp_context=get_context("spawn"), initializer=_end_with_parent)
    atexit.register(pool.shutdown, cancel_futures=True)
    return pool


def _end_with_parent() -> None:
    """A worker whose parent was killed, as Dask ends its own, would wait for work for ever and hold its output open."""
    parent = parent_process()
    if parent is not None:
        Thread(target=_exit_after, args=(parent.sentinel,), daemon=True).start()


def _exit_after(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(0)


def _key(spec: Spec) -> str:
    text = json.dumps(spec, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(f"{_engine()}\n{text}".encode()).hexdigest()[:32]


@lru_cache(maxsize=1)
def _engine() -> str:
    total = hashlib.sha256(version("vl-convert-python").encode())
    for name in ("draw.py", "palette.py", "svg.py"):
        total.update(Path(__file__).with_name(name).read_bytes())
    return total.hexdigest()


def _read(path: Path) -> str | None:
    if not path.is_file():
        return None
    svg = path.read_text("utf-8")
    return svg if svg.endswith("</svg>") else None


def _refuse_addresses(part: Json) -> None:
    if isinstance(part, Mapping):
        if named := _FORBIDDEN & part.keys():
            raise ValueError(f"a chart carries its own data and links nowhere, but this one has {sorted(named)}")
        for value in part.values():
            _refuse_addresses(value)
    elif isinstance(part, list | tuple):
        for value in part:
            _refuse_addresses(value)


def _printable(part: Json) -> Json:
    """``part`` without characters that XML can't hold."""
    if isinstance(part, str):
        return _NOT_XML.sub("", part)
    if isinstance(part, Mapping):
        return {key: _printable(value) for key, value in part.items()}
    return [_printable(value) for value in part] if isinstance(part, list | tuple) else part
