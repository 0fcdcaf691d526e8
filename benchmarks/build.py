"""Times `fieldbook build` against `jupyter-book build` on the same sources in one run, and weighs what a learner loads.

    .venv/bin/python benchmarks/build.py [--runs 3]

Every figure is printed with its goal (design, section 5). Ratios of one run can be compared between machines; seconds
cannot. The course is copied to a temporary folder, so that caches of earlier builds play no part.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import gzip
import http.server
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PROJECT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
NOTEBOOK = "modules/2-strategy/1-evidence.ipynb"
PAGE = "modules/2-strategy/1-evidence.html"
SKIP = shutil.ignore_patterns(".venv*", ".git", ".fieldbook", "dist", "_build", "__pycache__", ".*_cache", "tests")
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def timed(folder: Path, *command: str) -> tuple[float, float]:
    """Wall seconds and peak memory in MB (the largest single process) of ``command``; it must succeed."""
    start = time.perf_counter()
    with subprocess.Popen(
        [str(BIN / command[0]), *command[1:]], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        output = process.stdout.read() if process.stdout else b""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{output.decode()[-3000:]}")
    return time.perf_counter() - start, usage.ru_maxrss / 1000


def change_cell(folder: Path, mark: str) -> None:
    """Change the code of one figure's cell, so that it must run again, and a word that shows on the page."""
    path = folder / NOTEBOOK
    notebook = json.loads(path.read_text("utf-8"))
    cell = next(
        cell for cell in notebook["cells"] if cell["cell_type"] == "code" and "fb.figures" in "".join(cell["source"])
    )
    source = "".join(cell["source"]).split("\n# ")[0]
    cell["source"] = f"{source}\n# changed {mark}"
    text = next(
        cell
        for cell in notebook["cells"]
        if cell["cell_type"] == "markdown" and cell["id"] != notebook["cells"][0]["id"]
    )
    words = "".join(text["source"]).split("\n\nBenchmark ")[0]
    text["source"] = f"{words}\n\nBenchmark {mark}."
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False), "utf-8")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing: the table is what is read."""


@contextlib.contextmanager
def website(folder: Path) -> Iterator[str]:
    """The built pages on a loopback port."""
    handler = functools.partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def weigh(dist: Path, page: Page) -> tuple[int, int, int]:
    """Requests, bytes and gzipped bytes of a module's page, cold."""
    sizes: list[tuple[int, int]] = []

    def add(response) -> None:  # noqa: ANN001 playwright's own type
        body = (dist / urllib.parse.urlparse(response.url).path.lstrip("/")).read_bytes()
        sizes.append((len(body), len(gzip.compress(body, 9))))

    with website(dist) as address:
        page.on("response", add)
        page.goto(f"{address}/{PAGE}", wait_until="networkidle")
    return len(sizes), sum(size for size, _ in sizes), sum(size for _, size in sizes)


def serve_latency(folder: Path, page: Page, runs: int) -> float:
    """Median seconds from saving a changed cell to the changed word on the reloaded page."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [str(BIN / "fieldbook"), "serve", "--port", str(port)], cwd=folder, stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout
        while "http://" not in server.stdout.readline():
            if server.poll() is not None:
                raise SystemExit("fieldbook serve did not start")
        time.sleep(1)
        page.goto(f"http://127.0.0.1:{port}/{PAGE}")
        seconds = []
        for run in range(runs + 1):
            mark = f"serve{run}"
            time.sleep(1)
            start = time.perf_counter()
            change_cell(folder, mark)
            page.get_by_text(f"Benchmark {mark}.").wait_for(state="attached", timeout=30_000)
            seconds.append(time.perf_counter() - start)
        return statistics.median(seconds[1:])  # the first one warms up
    finally:
        server.terminate()
        server.wait()


def row(name: str, value: str, goal: str) -> None:
    print(f"{name:46} {value:>22}   goal {goal}", flush=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--runs", type=int, default=3)
    runs = options.parse_args().runs
    with tempfile.TemporaryDirectory() as name:
        book, ours = Path(name, "book"), Path(name, "ours")
        for folder in (book, ours):
            shutil.copytree(PROJECT, folder, ignore=SKIP)
        cold_peer, cold, peaks = [], [], []
        for _ in range(runs):
            shutil.rmtree(book / "_build", ignore_errors=True)
            shutil.rmtree(book / ".fieldbook", ignore_errors=True)
            cold_peer.append(timed(book, "jupyter-book", "build", ".")[0])
            shutil.rmtree(ours / ".fieldbook", ignore_errors=True)
            shutil.rmtree(ours / "dist", ignore_errors=True)
            seconds, peak = timed(ours, "fieldbook", "build")
            cold.append(seconds)
            peaks.append(peak)
        peer = statistics.median(cold_peer)
        row("cold jupyter-book build", f"{peer:.2f} s", "the measure")
        row("cold fieldbook build", f"{statistics.median(cold):.2f} s = {statistics.median(cold) / peer:.3f}", "0.5")
        row("peak memory, largest process", f"{max(peaks):.0f} MB", "reported")
        same = statistics.median(timed(ours, "fieldbook", "build")[0] for _ in range(runs))
        row("nothing changed", f"{same:.2f} s = {same / peer:.3f}", "0.05")
        changed = []
        for run in range(runs):
            change_cell(ours, f"run{run}")
            changed.append(timed(ours, "fieldbook", "build")[0])
        one = statistics.median(changed)
        row("one cell changed", f"{one:.2f} s = {one / peer:.3f}", "0.2")
        [bundle] = (ours / "dist").glob("*-offline.zip")
        row("offline bundle", f"{bundle.stat().st_size / 1000:.0f} kB", "600 kB")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
            requests, plain, packed = weigh(ours / "dist" / "html", browser.new_page())
            row("module page, requests", str(requests), "15")
            row("module page, bytes uncompressed", f"{plain / 1000:.0f} kB", "reported")
            row("module page, bytes gzipped", f"{packed / 1000:.0f} kB", "100 kB")
            seconds = serve_latency(ours, browser.new_page(), runs)
            row("serve: changed cell on screen", f"{seconds:.2f} s", "0.7 s")
            browser.close()


if __name__ == "__main__":
    main()
