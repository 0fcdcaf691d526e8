"""What the tests of exercises share: pages on disk, a script for a whole run, the exercise server as a process."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from building import PROJECT, TINY
from fieldbook.course.sources import load_course
from fieldbook.exercise.exercise_binding import bind_exercise
from fieldbook.exercise.exercise_files import exercise_files


def bound(name: str, root: Path = TINY, context: str | None = None) -> dict[str, Any]:
    """An exercise as the pages have it, texts as Markdown."""
    course = load_course(root, context)
    return bind_exercise(course.exercises[name], course.context, course.tensions)


def write_pages(folder: Path, root: Path = TINY, context: str | None = None) -> Path:
    """The file set of a course's exercises."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in exercise_files(load_course(root, context)):
        (folder / name).write_bytes(content)
    return folder


class Served:
    """A running exercise server."""

    def __init__(self, process: subprocess.Popen[str], lines: list[str]) -> None:
        self.process = process
        self.key = re.search(r"/control/(\w+)", lines[0])[1]  # type: ignore[index]
        self.port = int(re.search(r":(\d+)/control/", lines[0])[1])  # type: ignore[index]
        self.codes = {m[1]: m[2] for line in lines[1:] if (m := re.match(r"Team ([\w-]+): .* code (\w+)", line))}

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def live(self, path: str) -> str:
        return f"ws://127.0.0.1:{self.port}{path}"


@contextmanager
def serving(log: Path, name: str = "x1-well", root: Path = TINY, port: int = 0) -> Iterator[Served]:
    """The server as a trainer starts it; killed at the end as a power cut would."""
    command = [sys.executable, "-c", "from fieldbook.cli import main; main()", "exercise", "serve", name]
    command += ["--course", str(root), "--log", str(log), "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=PROJECT)
    try:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if "Ctrl-C" in line:
                break
        assert lines, "the server said nothing"
        assert "/control/" in lines[0], "".join(lines)
        yield Served(process, lines)
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
