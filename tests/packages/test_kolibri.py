"""The package for Kolibri without a browser: golden texts, stored files, ids, and ricecooker's own run over it."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import re
import sqlite3
import struct
import subprocess
import uuid
import zipfile
import zlib
from pathlib import Path

import pytest
from goldens import same_as_golden

from building import PROJECT, TINY, Built
from fieldbook.book.site import Site, collect
from fieldbook.course.sources import Course, load_course
from fieldbook.model.edition import Audience, Edition
from fieldbook.packages import kolibri
from fieldbook.packages.base import Package
from fieldbook.packages.thumbnail import picture

RICECOOKER = PROJECT / ".venv-peers" / "ricecooker" / "bin" / "python"


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course(TINY)


@pytest.fixture(scope="module")
def package(course: Course, learner: Built, tmp_path_factory: pytest.TempPathFactory) -> Package:
    return kolibri.write(course, site(learner), tmp_path_factory.mktemp("kolibri"))


def site(built: Built, audience: Audience = "learner") -> Site:
    return collect(built.html, Edition("tiny", "tinyland", "en", audience))


def files(content: Path | io.BytesIO) -> dict[str, bytes]:
    with zipfile.ZipFile(content) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def app(found: dict[str, bytes]) -> dict[str, bytes]:
    [content] = [content for name, content in found.items() if name.endswith(".zip")]
    return files(io.BytesIO(content))


def database(found: dict[str, bytes]) -> sqlite3.Connection:
    [content] = [content for name, content in found.items() if name.endswith(".sqlite3")]
    connection = sqlite3.connect(":memory:")
    connection.deserialize(content)
    return connection


def test_golden(package: Package) -> None:
    """Checksums and sizes of stored files are left out: they change with every page."""
    found = files(package.path)
    rows = "".join(f"{line}\n" for line in database(found).iterdump() if line.startswith("INSERT"))
    texts = {name: found[name].decode() for name in ("channel.json", "README.txt", "sushichef.py")}
    texts |= {"database.sql": rows, "launch-t1.html": app(found)["launch-t1.html"].decode()}
    stored = sorted(Path(name).stem for name in found if "/storage/" in name)
    patterns = [(f"(././)?{name}", f"checksum-{number}") for number, name in enumerate(sorted(stored, key=rows.index))]
    patterns += [("base64,[^']*", "base64,"), (r"(zip|png)',0,\d+", r"\1',0,"), (r'(_file" VALUES\()\'\w{32}', r"\1'")]
    for old, new in patterns:
        texts = {name: re.sub(old, new, text) for name, text in texts.items()}
    same_as_golden("kolibri", texts | {"notes.txt": "\n".join([*package.notes, ""])})


def test_the_same_bytes_again(package: Package, course: Course, learner: Built, tmp_path: Path) -> None:
    assert kolibri.write(course, site(learner), tmp_path).path.read_bytes() == package.path.read_bytes()


def test_stored_files_have_their_md5_as_name_and_are_in_the_database(package: Package) -> None:
    found = files(package.path)
    stored = {name: content for name, content in found.items() if "/storage/" in name}
    listed = dict(database(found).execute("SELECT id || '.' || extension, file_size FROM content_localfile"))
    for name, content in stored.items():
        checksum = hashlib.md5(content, usedforsecurity=False).hexdigest()
        assert name.startswith(f"KOLIBRI_DATA/content/storage/{checksum[0]}/{checksum[1]}/{checksum}.")
        assert listed[Path(name).name] == len(content)
    assert len(stored) == len(listed) == 3


def test_ids_are_those_of_ricecooker(package: Package) -> None:
    found = files(package.path)
    about = json.loads(found["channel.json"])
    space = uuid.uuid5(uuid.NAMESPACE_DNS, about["source_domain"])
    channel = uuid.uuid5(space, about["source_id"])
    contents = [uuid.uuid5(space, node["source_id"]) for node in about["nodes"]]
    wanted = [(uuid.uuid5(channel, content.hex).hex, content.hex) for content in contents]
    rows = database(found).execute("SELECT id, content_id FROM content_contentnode WHERE kind = 'html5' ORDER BY lft")
    assert rows.fetchall() == wanted
    assert f"KOLIBRI_DATA/content/databases/{channel.hex}.sqlite3" in found


def test_each_node_opens_a_page_of_the_app(package: Package) -> None:
    found = files(package.path)
    inner = app(found)
    assert {"index.html", "book/index.html", "book/_static/launch.js"} <= set(inner)
    for node in json.loads(found["channel.json"])["nodes"]:
        assert node["entry"] in inner
        assert node["thumbnail"] in found
    for (options,) in database(found).execute("SELECT options FROM content_contentnode WHERE kind = 'html5'"):
        assert json.loads(options)["entry"] in inner


def test_no_link_leaves_the_app(package: Package) -> None:
    for name, content in app(files(package.path)).items():
        if name.endswith(".html"):
            assert not re.search(rb'<a\b[^>]*href="https?:', content), name


def test_an_outside_link_becomes_text_and_address() -> None:
    page = (
        b'<p><a class="x" href="https://example.org/?a=1&amp;b=2">The <em>page</em></a>, '
        b'<a href="b.html">b</a>, <a href="https://example.org/">https://example.org/</a></p>'
    )
    assert kolibri._without_outside_links(page) == (
        b'<p>The <em>page</em> (https://example.org/?a=1&amp;b=2), <a href="b.html">b</a>, https://example.org/</p>'
    )


def test_a_trainers_channel_is_another_one_and_for_coaches(
    package: Package, course: Course, trainer: Built, tmp_path: Path
) -> None:
    theirs = files(kolibri.write(course, site(trainer, "trainer"), tmp_path).path)
    ours = files(package.path)
    assert {name for name in theirs if name.endswith(".sqlite3")}.isdisjoint(ours)
    shown = database(theirs).execute("SELECT DISTINCT coach_content FROM content_contentnode").fetchall()
    assert shown == [(1,)]


@pytest.mark.parametrize(("edition", "version"), [("2026.1", 202601), ("2026.10", 202610), ("1", 1), ("draft", 1)])
def test_a_later_edition_has_a_higher_version(course: Course, learner: Built, edition: str, version: int) -> None:
    about = kolibri.channel(course, site(learner))
    assert dataclasses.replace(about, edition=edition).version == version


@pytest.mark.parametrize("bars", [1, 5, 12])
def test_the_picture_is_a_png(bars: int) -> None:
    content = picture(bars, 1)
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    place, rows = 8, b""
    while place < len(content):
        (size,) = struct.unpack_from(">I", content, place)
        name, data = content[place + 4 : place + 8], content[place + 8 : place + 8 + size]
        assert struct.unpack_from(">I", content, place + 8 + size) == (zlib.crc32(name + data),)
        rows += zlib.decompress(data) if name == b"IDAT" else b""
        place += 12 + size
    assert len(rows) == 225 * 401
    assert set(rows) == ({0, 2, 3} if bars == 1 else {0, 1, 2, 3})
    assert len(content) < 1000


@pytest.mark.acceptance
@pytest.mark.slow
@pytest.mark.skipif(not RICECOOKER.exists(), reason="ricecooker is not installed: run sh tools/setup-peers.sh")
def test_ricecooker_takes_the_package(package: Package, tmp_path: Path) -> None:
    with zipfile.ZipFile(package.path) as archive:
        archive.extractall(tmp_path)
    run = subprocess.run(
        [RICECOOKER, "sushichef.py", "dryrun"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
    )
    said = run.stdout + run.stderr
    assert run.returncode == 0, said[-2000:]
    assert "All files were successfully downloaded" in said
    assert "The first module (HTML5AppNode): 2 files" in said
