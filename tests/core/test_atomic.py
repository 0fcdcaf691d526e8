"""Output appears whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
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


@pytest.mark.parametrize("umask", [0o022, 0o077, 0o002], ids=oct)
def test_whose_files_they_are_is_for_the_user_to_say(tmp_path: Path, umask: int) -> None:
    """Folders and files have the rights that the umask leaves, those that are replaced too."""
    target = _old(tmp_path)
    before = os.umask(umask)
    try:
        with new_folder(target) as beside:
            (beside / "modules").mkdir()
            (beside / "modules" / "one.html").write_text("new", "utf-8")
        with new_file(tmp_path / "a" / "b.zip") as file:
            file.write_bytes(b"zip")
    finally:
        os.umask(before)
    rights = {path: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*")}
    assert len(rights) == 5
    assert rights == {path: (0o777 if path.is_dir() else 0o666) & ~umask for path in rights}
