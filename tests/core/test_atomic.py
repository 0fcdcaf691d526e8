"""Output appears whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from fieldbook.core.atomic import new_file, new_folder
from fieldbook.core.problems import OutputError


def _old(folder: Path) -> Path:
    target = folder / "html"
    target.mkdir()
    (target / "index.html").write_text("old", "utf-8")
    return target


def test_folder_is_replaced_as_a_whole(tmp_path: Path) -> None:
    target = _old(tmp_path)
    with new_folder(target) as beside:
        (beside / "new.html").write_text("new", "utf-8")
        assert (target / "index.html").read_text("utf-8") == "old"
    assert [path.name for path in target.iterdir()] == ["new.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["html"], "nothing is left beside it"


def test_failure_leaves_the_old_folder(tmp_path: Path) -> None:
    target = _old(tmp_path)
    with pytest.raises(OutputError, match="No space left on device"), new_folder(target) as beside:
        (beside / "half.html").write_text("half", "utf-8")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert [path.name for path in target.iterdir()] == ["index.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["html"]


def test_kill_between_the_two_renames_is_mended_next_time(tmp_path: Path) -> None:
    target = _old(tmp_path)
    target.rename(tmp_path / ".html.old")
    with pytest.raises(RuntimeError), new_folder(target):
        raise RuntimeError
    assert (target / "index.html").read_text("utf-8") == "old"


def test_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    target = tmp_path / "a.zip"
    target.write_bytes(b"old")
    with pytest.raises(OutputError), new_file(target) as beside:
        beside.write_bytes(b"half")
        raise OSError(errno.EIO, "broken")
    assert target.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1
