"""``jupyter-book build .`` alone still builds the book, with questions and figures."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from building import TINY

pytestmark = pytest.mark.slow


@pytest.mark.acceptance
def test_jupyter_book_builds_the_course(tmp_path: Path) -> None:
    shutil.copytree(TINY, tmp_path / "tiny")
    command = [str(Path(sys.executable).parent / "jupyter-book"), "build", "."]
    run = subprocess.run(command, cwd=tmp_path / "tiny", capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-3000:]
    warnings = [
        line
        for line in (run.stdout + run.stderr).splitlines()
        if "WARNING" in line and "comments_config" not in line and "IPKernelApp" not in line
    ]
    assert not warnings
    page = (tmp_path / "tiny" / "_build" / "html" / "modules" / "one" / "gate.html").read_text("utf-8")
    assert 'data-id="t1-i-single"' in page
    assert "<svg" in page
    assert "FACILITATORSECRET" not in page
    assert "cdn" not in page
