"""Archives from sticks and mails: bounds hold, and what is sound is read all the same."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from fieldbook.core.problems import Problem
from fieldbook.results.intake import Limits, Plain, files

SMALL = Limits(file=10_000, total=30_000, members=6, depth=2, ratio=50)


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def read(tmp_path: Path, data: bytes, limits: Limits = SMALL) -> tuple[dict[str, bytes], dict[str, str]]:
    """What was read, and the code for what was not, by name in the archive."""
    path = tmp_path / "in.zip"
    path.write_bytes(data)
    found = list(files([path], limits))
    good = {f.name.partition("in.zip/")[2]: f.data for f in found if isinstance(f, Plain)}
    bad = {f.path.partition("in.zip")[2].lstrip("/"): f.code for f in found if isinstance(f, Problem)}
    return good, bad


def test_folders_zips_and_zips_in_zips(tmp_path: Path) -> None:
    inner = zipped(**{"b.json": b"b"})
    (tmp_path / "d" / "e").mkdir(parents=True)
    (tmp_path / "d" / "e" / "x.zip").write_bytes(
        zipped(**{"a.json": b"a", "in.zip": inner, "__MACOSX/a.json": b"junk"})
    )
    (tmp_path / "d" / "c.json").write_bytes(b"c")
    found = [f for f in files([tmp_path / "d"], SMALL) if isinstance(f, Plain)]
    assert {f.name.rpartition("/d/")[2]: f.data for f in found} == {
        "c.json": b"c", "e/x.zip/a.json": b"a", "e/x.zip/in.zip/b.json": b"b",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/etc/x", "C:/x", "..\\x", "a\\..\\..\\x"])
def test_names_that_lead_out_are_left_out(tmp_path: Path, name: str) -> None:
    good, bad = read(tmp_path, zipped(**{name: b"evil", "ok.json": b"ok"}))
    assert good == {"ok.json": b"ok"}
    assert list(bad.values()) == ["FB-RES-06"]


def test_too_deep(tmp_path: Path) -> None:
    deep = zipped(**{"1.zip": zipped(**{"2.zip": zipped(x=b"x")})})
    assert read(tmp_path, deep) == ({}, {"1.zip/2.zip": "FB-RES-03"})


def test_bombs(tmp_path: Path) -> None:
    large = Limits(file=100_000_000, total=100_000_000, members=6, depth=2, ratio=50)
    good, bad = read(tmp_path, zipped(**{"bomb.json": bytes(60_000_000), "ok.json": b"ok"}), large)
    assert (good, bad) == ({"ok.json": b"ok"}, {"bomb.json": "FB-RES-03"})


def test_one_file_too_large_and_all_together(tmp_path: Path) -> None:
    noise = bytes(range(256)) * 36
    good, bad = read(tmp_path, zipped(**{f"{n}.bin": noise for n in range(5)}))
    assert list(good) == ["0.bin", "1.bin", "2.bin"]
    assert set(bad.values()) == {"FB-RES-03"}


def test_too_many_members(tmp_path: Path) -> None:
    good, bad = read(tmp_path, zipped(**{f"{n}.json": b"x" for n in range(9)}))
    assert len(good) == 6
    assert bad == {"": "FB-RES-03"}


def test_damage_is_named(tmp_path: Path) -> None:
    data = bytearray(zipped(**{"a.json": b"abcabc" * 200, "b.json": b"sound"}))
    data[45] ^= 0xFF
    good, bad = read(tmp_path, bytes(data))
    assert good == {"b.json": b"sound"}
    assert bad == {"a.json": "FB-RES-01"}


class _Pipe(io.BytesIO):
    """Cannot go back, so that sizes stand behind the members."""

    def seekable(self) -> bool:
        return False


# Stored by a pipe, where a member ends stands in the part that is missing: nothing can be saved.
@pytest.mark.parametrize(
    ("stream", "method"),
    [(io.BytesIO, zipfile.ZIP_DEFLATED), (_Pipe, zipfile.ZIP_DEFLATED), (io.BytesIO, zipfile.ZIP_STORED)],
)
def test_what_lies_before_the_cut_is_read(tmp_path: Path, stream: type[io.BytesIO], method: int) -> None:
    content = {f"d/ä{n}.json": bytes(range(n, 200 + n)) * 9 for n in range(4)}
    members = {"../x": b"evil", "d/": b"", "__MACOSX/a": b"junk", "in.zip": zipped(**{"b.json": b"b"}), **content}
    with stream() as buffer:
        with zipfile.ZipFile(buffer, "w", method) as archive:
            for name, data in members.items():
                archive.writestr(name, data)
        whole = buffer.getvalue()
    end = int.from_bytes(whole[-6:-2], "little")  # where the list of all members begins
    sound = {"in.zip/b.json": b"b", **content}
    evil = {"": "FB-RES-02", "../x": "FB-RES-06"}
    assert read(tmp_path, whole[: end + 30], Limits()) == (sound, evil)
    *_others, last = content
    assert read(tmp_path, whole[: end - 30], Limits()) == ({k: v for k, v in sound.items() if k != last}, evil)
    for length in range(4, end, 97):
        good, bad = read(tmp_path, whole[:length], Limits())
        assert good.items() <= sound.items()
        assert bad[""] == "FB-RES-02"


def test_bounds_hold_before_a_cut(tmp_path: Path) -> None:
    large = Limits(file=100_000_000, total=100_000_000, members=6, depth=2, ratio=50)
    assert read(tmp_path, zipped(**{"bomb.json": bytes(60_000_000)})[:-10], large) == ({}, {"": "FB-RES-02"})
    assert len(read(tmp_path, zipped(**{f"{n}.json": b"x" for n in range(9)})[:-10])[0]) == 6
    deep = zipped(**{"1.zip": zipped(**{"2.zip": zipped(x=b"x")})})[:-10]
    assert read(tmp_path, deep)[0] == {}
    assert read(tmp_path, zipped(**{f"{n}.bin": bytes(range(256)) * 36 for n in range(5)})[:-10])[1][""] == "FB-RES-03"


def test_locked_with_a_password(tmp_path: Path) -> None:
    data = bytearray(zipped(**{"a.json": b"abc"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert read(tmp_path, bytes(data)) == ({}, {"a.json": "FB-RES-01"})


def test_large_plain_file(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(bytes(20_000))
    assert [f.code for f in files([tmp_path / "a.json"], SMALL) if isinstance(f, Problem)] == ["FB-RES-03"]
