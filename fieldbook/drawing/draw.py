"""A chart -> SVG, once for each chart and language: in workers that stay warm, with a cache addressed by content.

Starting V8 costs more than half a second, a chart about forty milliseconds.
"""

from __future__ import annotations

import atexit
import dataclasses
import hashlib
import json
import math
import multiprocessing
import os
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from functools import lru_cache
from importlib.metadata import version
from multiprocessing import connection, parent_process
from pathlib import Path
from threading import Thread
from typing import Any

from fieldbook.core.atomic import write_bytes
from fieldbook.core.fingerprint import files_digest
from fieldbook.core.message import Phrase, in_words, words
from fieldbook.drawing.svg import finish
from fieldbook.model.chart import Chart

Json = Any

_CHARTS_A_WORKER = 12
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclasses.dataclass(frozen=True)
class ChartPicture:
    """A chart to draw, in words, with its text alternative. ``picture`` makes one."""

    chart: Chart
    alt: str


def picture(chart: Chart, alt: Phrase) -> ChartPicture:
    """``chart`` with its phrases in the language in use."""
    return ChartPicture(in_words(chart), words(alt))


def draw(drawn: ChartPicture) -> str:
    """A self-contained SVG.

    Raises
    ------
    ValueError
        The picture has no text alternative.
    """
    import vl_convert  # noqa: PLC0415 slow to import, and often everything is in the cache

    from fieldbook.drawing.chart_spec import chart_spec  # noqa: PLC0415 brings Altair along

    alt = str(_printable(drawn.alt))
    if not alt.strip():
        raise ValueError("a chart needs a text alternative")
    return finish(vl_convert.vegalite_to_svg(_printable(chart_spec(drawn.chart)), allowed_base_urls=[]), alt)


def draw_all(pictures: Sequence[ChartPicture], cache_dir: Path, jobs: int = 1) -> list[str]:
    """SVG of every picture, in order: from ``cache_dir`` if drawn before, else drawn in up to ``jobs`` workers."""
    cache_dir.mkdir(parents=True, exist_ok=True)
    paths = [cache_dir / f"{_key(drawn)}.svg" for drawn in pictures]
    found = {path: svg for path in set(paths) if (svg := _read(path)) is not None}
    todo = {path: drawn for path, drawn in zip(paths, pictures, strict=True) if path not in found}
    for path, svg in zip(todo, _draw_in_workers(list(todo.values()), jobs), strict=True):
        write_bytes(path, svg.encode())  # two builds may share the cache
        found[path] = svg
    return [found[path] for path in paths]


def _draw_in_workers(pictures: list[ChartPicture], jobs: int) -> list[str]:
    if not pictures:
        return []
    workers = max(1, min(jobs, math.ceil(len(pictures) / _CHARTS_A_WORKER)))
    size = math.ceil(len(pictures) / workers)
    chunks = [pictures[start : start + size] for start in range(0, len(pictures), size)]
    try:
        return _map(chunks, jobs)
    except BrokenExecutor:
        # A worker was killed, perhaps for its memory; in a long `serve` that must not be the end of all charts.
        _workers.cache_clear()
        return _map(chunks, jobs)


def _map(chunks: list[list[ChartPicture]], jobs: int) -> list[str]:
    return [svg for drawn in _workers(max(1, jobs)).map(_draw_chunk, chunks) for svg in drawn]


def _draw_chunk(pictures: list[ChartPicture]) -> list[str]:
    return [draw(drawn) for drawn in pictures]


@lru_cache(maxsize=1)
def _workers(jobs: int) -> Executor:
    # Never a fork of this process: V8 does not survive it. The fork server, where there is one, knows nothing of V8 and
    # has Altair at hand (``book.execute``). Workers start when needed and stay for the next build.
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    pool = ProcessPoolExecutor(max_workers=jobs, mp_context=context, initializer=_end_with_parent)
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


def _key(drawn: ChartPicture) -> str:
    text = json.dumps([drawn.chart.model_dump(mode="json"), drawn.alt], sort_keys=True)
    return hashlib.sha256(f"{_engine()}\n{text}".encode()).hexdigest()[:32]


@lru_cache(maxsize=1)
def _engine() -> str:
    folder = Path(__file__).parent
    return ",".join([files_digest(folder.glob("*.py"), folder), *map(version, ("altair", "vl-convert-python"))])


def _read(path: Path) -> str | None:
    if not path.is_file():
        return None
    svg = path.read_text("utf-8")
    return svg if svg.endswith("</svg>") else None


def _printable(part: Json) -> Json:
    """``part`` without characters that XML can't hold."""
    if isinstance(part, str):
        return _NOT_XML.sub("", part)
    if isinstance(part, Mapping):
        return {key: _printable(value) for key, value in part.items()}
    return [_printable(value) for value in part] if isinstance(part, list | tuple) else part
