"""Whether two checkouts of the engine make the same bytes: the net under every move of code.

    python tools/compare_builds.py OLD NEW [--context DIR]...

OLD and NEW are folders of checkouts, each with its own ``.venv``. Builds the tiny course and the real one with every
format, for learners and trainers, and the real one about every further pack; prints what differs; exit code 1 then.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

_MARK = re.compile(rb'"build": ?"[0-9a-f]{12}"')
_DIGEST = re.compile(rb"[0-9a-f]{32}")
_STORED = re.compile(r"([0-9a-f]/){2}[0-9a-f]{32}")


def main() -> int:
    """Build with both, print the names that differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--context", type=Path, action="append", default=[], help="a folder of a further pack")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        differing = [
            line
            for name, arguments in editions(asked.context)
            for line in compared(
                name,
                contents(asked.old.resolve(), arguments, Path(folder, "old", name)),
                contents(asked.new.resolve(), arguments, Path(folder, "new", name)),
            )
        ]
    print(*differing, f"{len(differing)} differences", sep="\n")
    return int(bool(differing))


def editions(contexts: list[Path]) -> Iterator[tuple[str, list[str]]]:
    """Name and arguments of each build; ``ROOT`` stands for the checkout."""
    for audience in ("learner", "trainer"):
        yield f"tiny-{audience}", ["--course", "ROOT/tests/data/tiny", "--audience", audience]
        yield f"ondara-{audience}", ["--course", "ROOT", "--audience", audience]
        for pack in contexts:
            more = ["--course", "ROOT", "--context", str(pack.resolve()), "--audience", audience]
            yield f"{pack.name}-{audience}", more


def contents(root: Path, arguments: list[str], out: Path) -> dict[str, str]:
    """Digest of every file that the engine in ``root`` makes, files inside zips too."""
    out.mkdir(parents=True)
    words = [word.replace("ROOT", str(root)) for word in arguments]
    command = [root / ".venv/bin/python", "-c", "from fieldbook.cli import main; main()", "build", *words]
    environment = os.environ | {"PYTHONPATH": str(root)}
    subprocess.run([*command, "--format", "all", "--out", str(out)], check=True, env=environment, cwd=root)
    return {
        name: digest
        for path in sorted(out.rglob("*"))
        if path.is_file()
        for name, digest in digests(path.relative_to(out).as_posix(), path.read_bytes())
    }


def digests(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """``name`` and SHA-256 of ``data``; of a zip, the same for all that it holds.

    The mark of the build follows the engine's own files; names and digests made of content follow the mark.
    """
    if data.startswith(b"PK\3\4"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for inner in archive.namelist():
                yield from digests(f"{name}!{inner}", archive.read(inner))
    else:
        bare = _DIGEST.sub(b"DIGEST", _MARK.sub(b"MARK", data))
        yield _STORED.sub("DIGEST", name), hashlib.sha256(bare).hexdigest()


def compared(edition: str, old: dict[str, str], new: dict[str, str]) -> Iterator[str]:
    """A line for each file that is not the same in both."""
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name):
            what = "only old" if name not in new else "only new" if name not in old else "differs"
            yield f"{edition}: {name}: {what}"


if __name__ == "__main__":
    sys.exit(main())
