"""Breaks the engine on purpose and looks whether a test notices. ``docs/testing.md`` says what it is for.

``tools/mutants.py`` runs everything, ``tools/mutants.py scoring sums`` what has one of these words in its file's name.
All is done in a copy of the sources in a temporary folder: the folder that you work in is not touched.

Two kinds: mutants that mutmut makes of whole modules (``[tool.mutmut]`` in ``pyproject.toml``), with the survivors that
are known and why in ``tests/mutants/survivors.yml``; and the breaks of ``tests/mutants/breaks.yml``, made by hand where a
mutant costs too much or where mutmut makes none (SQL, constants, scripts).
"""

from __future__ import annotations

import multiprocessing
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
BREAKS = ROOT / "tests" / "mutants" / "breaks.yml"
SURVIVORS = ROOT / "tests" / "mutants" / "survivors.yml"
LEAST_CAUGHT = 0.9
"""Of the mutants of a module that change behaviour."""
_CAUGHT = {"killed", "timeout", "segfault"}


@dataclass(frozen=True)
class Break:
    """``line`` of ``file`` becomes ``to``; then a test of ``test`` must fail."""

    file: str
    line: str
    to: str
    test: str

    def applied(self, text: str) -> str:
        """The file's ``text``, broken. Raises ``ValueError`` where the line does not stand there once."""
        count = text.count(self.line)
        if count != 1 or self.line == self.to:
            raise ValueError(
                f"{BREAKS.name}: {self.file} has {count} times {self.line!r}; write what stands there once"
            )
        return text.replace(self.line, self.to)


@dataclass(frozen=True)
class Survivor:
    """A mutant that no test notices: the lines that it takes out of ``function``, and those that it puts there."""

    function: str
    was: str
    now: str


def breaks() -> Iterator[Break]:
    """All of the list."""
    for part in yaml.safe_load(BREAKS.read_text("utf-8")):
        for one in part["breaks"]:
            yield Break(part["file"], one["line"], one["to"], one.get("test", part["test"]))


def known_survivors() -> dict[Survivor, Mapping[str, Any]]:
    """The list, each with its ``reason``, and with ``same`` where it behaves as the original does."""
    found = yaml.safe_load(SURVIVORS.read_text("utf-8")) or []
    return {Survivor(one["function"], str(one["was"]).strip(), str(one["now"]).strip()): one for one in found}


def main(words: Sequence[str]) -> int:
    """Run what has one of ``words`` in its name; all without any. 0 where nothing was missed that is not listed."""
    with tempfile.TemporaryDirectory(prefix="fieldbook-mutants-") as folder:
        copy = Path(folder) / "fieldbook"
        _copied(copy)
        faults = [*_run_breaks(copy, words), *_run_mutants(copy, words)]
    for fault in faults:
        print(fault)
    return 1 if faults else 0


def _copied(copy: Path) -> None:
    """The files that git knows, as they are now."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    )
    for name in listed.stdout.decode().split("\0"):
        source = ROOT / name
        if name and source.is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy / name)


def _chosen(name: str, words: Sequence[str]) -> bool:
    return not words or any(word in name for word in words)


def _run_breaks(copy: Path, words: Sequence[str]) -> Iterator[str]:
    """Every break that its test did not notice, and a line for each file."""
    _START.set_forkserver_preload(_SLOW)
    by_file: dict[str, list[Break]] = defaultdict(list)
    for one in breaks():
        if _chosen(one.file, words):
            by_file[one.file].append(one)
    for file, listed in by_file.items():
        missed = [one for one in listed if not _noticed(copy, one)]
        print(f"{file}: {len(listed)} breaks, {len(listed) - len(missed)} caught", flush=True)
        yield from (f"{one.file}: {one.test} does not notice {one.line!r} -> {one.to!r}" for one in missed)


def _noticed(copy: Path, one: Break) -> bool:
    """Whether a test fails, and not merely the import of what is broken."""
    file = copy / one.file
    whole = file.read_text("utf-8")
    file.write_text(one.applied(whole), "utf-8")
    try:
        process = _START.Process(target=_tested, args=(copy, one.test))
        process.start()
        process.join()
        return bool(process.exitcode == pytest.ExitCode.TESTS_FAILED)
    finally:
        file.write_text(whole, "utf-8")


_START = multiprocessing.get_context("forkserver")
"""Each test runs in a process of its own, that has the slow libraries already."""
_SLOW = [
    "altair",
    "duckdb",
    "hypothesis",
    "nbclient",
    "pandas",
    "playwright.sync_api",
    "pydantic",
    "scipy.stats",
    "xdist",
]


def _tested(copy: Path, test: str) -> None:
    """Ends the process with pytest's code. What Python compiles of a broken file must not outlive it."""
    os.chdir(copy)
    os.environ["PYTHONPATH"] = str(copy)
    sys.path.insert(0, str(copy))
    sys.dont_write_bytecode = True
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
        sys.exit(
            pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning", test])
        )


def _run_mutants(copy: Path, words: Sequence[str]) -> Iterator[str]:
    """Every survivor that is not listed, everything listed that survives no more, and a line for each module."""
    names = [f"*{word}*" for word in words]
    done = _mutmut(copy, "run", "--max-children", str(os.cpu_count() or 1), *names)
    if done.returncode and "Filtered for specific mutants, but nothing matches" in done.stdout + done.stderr:
        return
    if done.returncode:
        yield f"mutmut did not run:\n{(done.stdout + done.stderr)[-2000:]}"
        return
    statuses = dict(
        re.findall(r"^\s*(\S+__mutmut_\d+): (.+)$", _mutmut(copy, "results", "--all", "true").stdout, re.MULTILINE)
    )
    statuses = {name: status for name, status in statuses.items() if status != "not checked"}
    left = {name: _described(copy, name) for name, status in statuses.items() if status not in _CAUGHT}
    known = known_survivors()
    yield from _score(statuses, left, known)
    yield from (f"unlisted survivor ({name}): {one}" for name, one in left.items() if one not in known)
    modules = {_module(name) for name in statuses}
    gone = [one for one in known if one not in left.values() and one.function.rpartition(".")[0] in modules]
    yield from (f"{SURVIVORS.name}: survives no more, take it out: {one}" for one in gone if not words)


def _mutmut(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mutmut", *arguments]
    return subprocess.run(
        command, cwd=copy, env=os.environ | {"PYTHONPATH": str(copy)}, capture_output=True, text=True, check=False
    )


def _described(copy: Path, name: str) -> Survivor:
    diff = [line for line in _mutmut(copy, "show", name).stdout.splitlines() if not line.startswith(("---", "+++"))]
    was, now = ("\n".join(line[1:].strip() for line in diff if line.startswith(sign)) for sign in "-+")
    return Survivor(_function(name), was.strip(), now.strip())


def _function(name: str) -> str:
    """``package.module.function`` of mutmut's ``package.module.x_function__mutmut_1``."""
    module, _dot, mangled = name.rpartition(".")
    return f"{module}.{mangled.partition('__mutmut_')[0].removeprefix('x_').replace('xǁ', '').replace('ǁ', '.')}"


def _module(name: str) -> str:
    return name.rpartition(".")[0]


def _score(
    statuses: Mapping[str, str], left: Mapping[str, Survivor], known: Mapping[Survivor, Mapping[str, Any]]
) -> Iterator[str]:
    """A line for each module; those of which too few mutants are caught."""
    made, same, survived = Counter(map(_module, statuses)), Counter[str](), Counter[str]()
    for name, one in left.items():
        (same if known.get(one, {}).get("same") else survived)[_module(name)] += 1
    for module, count in sorted(made.items()):
        real = count - same[module]
        share = (real - survived[module]) / real if real else 1.0
        print(
            f"{module}: {count} mutants, {same[module]} behave the same, {survived[module]} survive, {share:.0%} caught"
        )
        if share < LEAST_CAUGHT:
            yield f"{module}: {share:.0%} of the mutants are caught, {LEAST_CAUGHT:.0%} are wanted"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
