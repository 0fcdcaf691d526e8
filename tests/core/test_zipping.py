"""The same files make the same zip: wherever, whenever and in whatever order they come."""

from __future__ import annotations

import io
import os
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldbook.core.zipping import write_entries, write_zip, zipped

ENTRIES = [
    ("b/page.html", b"<p>b" * 99),
    ("a.txt", b"a" * 99),
    ("b.html", b""),
    ("inner.zip", b"PK" * 99),
    ("Z.txt", b"z"),
]


@pytest.fixture(params=["UTC", "Asia/Kathmandu", "America/St_Johns"])
def clock(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The time zone of the machine."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield request.param
    time.tzset()


def _files(folder: Path, *, turned: bool) -> list[tuple[str, Path]]:
    """``ENTRIES`` as files, written in one order or the other, with other times and rights."""
    found = []
    for number, (name, content) in enumerate(ENTRIES[::-1] if turned else ENTRIES):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(0o600 if turned else 0o755)
        os.utime(path, (10**9 + number * 10**7, 1.7 * 10**9 - number * 10**7))
        found.append((name, path))
    return found


def test_a_zip_depends_on_names_and_contents_alone(tmp_path: Path, clock: str) -> None:
    once, again, other = tmp_path / "once.zip", tmp_path / "again.zip", tmp_path / "other.zip"
    size = write_zip(once, _files(tmp_path / "one", turned=False))
    assert write_zip(again, _files(tmp_path / "two", turned=True)) == size == once.stat().st_size
    write_entries(other, ENTRIES[::-1])
    assert once.read_bytes() == again.read_bytes() == other.read_bytes() == zipped(ENTRIES)
    with zipfile.ZipFile(once) as archive:
        assert archive.namelist() == sorted(name for name, _content in ENTRIES)
        assert {name: archive.read(name) for name in archive.namelist()} == dict(ENTRIES)
        for entry in archive.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0), "no clock, and no time zone"
            assert (entry.external_attr >> 16, entry.create_system) == (0o644, 3), "readable on every system"


def test_the_same_bytes_in_every_time_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    made = set()
    for zone in ("UTC", "Pacific/Kiritimati", "Etc/GMT+12"):
        with monkeypatch.context() as patch:
            patch.setenv("TZ", zone)
            time.tzset()
            made.add(zipped(ENTRIES))
    time.tzset()
    assert len(made) == 1


def test_what_comes_first_and_what_is_compressed_already(tmp_path: Path) -> None:
    """The mimetype of an EPUB, and a zip in a zip."""
    write_entries(tmp_path / "book.epub", ENTRIES, first=("mimetype", b"application/epub+zip"))
    with zipfile.ZipFile(tmp_path / "book.epub") as archive:
        assert archive.namelist() == ["mimetype", *sorted(name for name, _content in ENTRIES)]
        stored = {entry.filename for entry in archive.infolist() if entry.compress_type == zipfile.ZIP_STORED}
        assert stored == {"mimetype", "inner.zip"}
        assert archive.getinfo("a.txt").compress_type == zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(io.BytesIO(zipped([("x.txt", b"x" * 500)]))) as archive:
        assert archive.getinfo("x.txt").compress_size < 50
