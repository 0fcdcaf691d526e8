"""Times each format's package against the cold build of the book on the same sources, in one run.

    .venv/bin/python benchmarks/packages.py [--runs 5]

Goal (design, section 5): every further package at most 3 % of the book's build. Seconds are those of the package alone,
with the site already rendered; the median of the runs. *Alone*: the only further package of a build (whose checks have
bound the bank), which draws the forms and renders the questions' text; *among others*: these are there already.
docs/formats.md has the numbers of one machine.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from build import PROJECT, SKIP, row

from fieldbook.assessment.form_draw import drawn_forms
from fieldbook.editions.edition_build import Request, built_site
from fieldbook.packages.exported_bank import as_html, as_text
from fieldbook.packages.registry import FORMATS

BOOK = {"html", "offline"}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--runs", type=int, default=5)
    runs = options.parse_args().runs
    with tempfile.TemporaryDirectory() as name:
        folder, out = Path(name, "course"), Path(name, "dist")
        shutil.copytree(PROJECT, folder, ignore=SKIP)
        out.mkdir()
        start = time.perf_counter()
        with built_site(Request(folder, None, "learner", "en"), lambda _stage, _what: None) as (course, site):
            for book in BOOK:
                FORMATS[book].write(course, site, out)
        whole = time.perf_counter() - start
        row("cold build, html and offline", f"{whole:.2f} s", "the measure")
        for format_ in FORMATS.values():
            if format_.name in BOOK:
                continue
            alone, among, size = [], [], 0
            for _run in range(runs):
                for cached in (drawn_forms, as_html, as_text):
                    cached.cache_clear()
                for seconds in (alone, among):
                    start = time.perf_counter()
                    size = format_.write(course, site, out).size
                    seconds.append(time.perf_counter() - start)
            shares = [
                f"{statistics.median(seconds):.2f} s = {statistics.median(seconds) / whole:.3f}"
                for seconds in (alone, among)
            ]
            row(f"{format_.name}, {size / 1000:.0f} kB", f"alone {shares[0]}, among others {shares[1]}", "0.03")


if __name__ == "__main__":
    main()
