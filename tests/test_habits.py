"""The hooks that run before a commit do what CONTRIBUTING.md says, and find nothing in what is committed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from building import PROJECT, TINY

CONFIG = PROJECT / ".pre-commit-config.yaml"
BIN = Path(sys.executable).parent


def _tracked(pattern: str) -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", pattern], cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout
    return listed.split()


def test_no_notebook_that_is_committed_has_outputs() -> None:
    for name in _tracked("*.ipynb"):
        cells = json.loads((PROJECT / name).read_text("utf-8"))["cells"]
        assert not [cell["id"] for cell in cells if cell.get("outputs") or cell.get("execution_count")], name


def test_every_hook_is_a_pinned_tool_of_ours() -> None:
    (repo,) = yaml.safe_load(CONFIG.read_text("utf-8"))["repos"]
    assert repo["repo"] == "local"
    pins = (PROJECT / "requirements-test.txt").read_text("utf-8")
    for hook in repo["hooks"]:
        program = hook["entry"].split()[0].removeprefix(".venv/bin/")
        assert f"\n{program}==" in pins


@pytest.mark.skipif(not (BIN / "pre-commit").exists(), reason="pre-commit is missing: run make test")
def test_hooks_mend_and_refuse(tmp_path: Path) -> None:
    """As a commit would: outputs go and cell ids stay, a file is formatted, a fault of ruff stops it."""
    shutil.copy(CONFIG, tmp_path)
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    (tmp_path / ".venv").symlink_to(BIN.parent, target_is_directory=True)
    clean = (TINY / "modules" / "two" / "map.ipynb").read_text("utf-8")
    notebook = json.loads(clean)
    notebook["cells"][1] |= {
        "execution_count": 3,
        "outputs": [{"output_type": "stream", "name": "stdout", "text": ["x"]}],
    }
    (tmp_path / "lesson.ipynb").write_text(json.dumps(notebook, indent=1), "utf-8")
    (tmp_path / "kept.ipynb").write_text(clean, "utf-8")
    (tmp_path / "code.py").write_text('"""Code."""\nx = [ 1,2 ]\n', "utf-8")
    git = ["git", "-C", str(tmp_path), "-c", "core.hooksPath=/dev/null"]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "lesson.ipynb", "kept.ipynb", "code.py"], check=True)
    command = [BIN / "pre-commit", "run"]
    clean_env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    clean_env |= {"PRE_COMMIT_HOME": str(tmp_path / "home")}
    done = subprocess.run(command, cwd=tmp_path, env=clean_env, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    mended = json.loads((tmp_path / "lesson.ipynb").read_text("utf-8"))
    assert mended["cells"] == json.loads(clean)["cells"]
    assert (tmp_path / "kept.ipynb").read_text("utf-8") == clean
    assert (tmp_path / "code.py").read_text("utf-8") == '"""Code."""\n\nx = [1, 2]\n'
