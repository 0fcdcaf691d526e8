"""What goes wrong in the field: hostile packs, a kill in the middle, a page that is gone."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from building import build

KILLED = """
import os, pathlib, signal
from sphinx.search import IndexBuilder
from fieldbook.cli import main

def half(self, stream, format):
    stream.write("Search.setIndex({")
    stream.flush()
    for page in pathlib.Path(".fieldbook").glob("*/html/index.html"):
        page.write_text(page.read_text("utf-8")[:2000], "utf-8")
    os.kill(os.getpid(), signal.SIGKILL)

IndexBuilder.dump = half
main()
"""
"""The command, killed while it writes: half a page and half an index are there."""

HOSTILE = [
    "<script>alert(1)</script>",
    "{{ mission.name }}",
    "`code` *bold* [link](javascript:alert(1))",
    '"quoted" & <b>',
]


@pytest.mark.slow
def test_hostile_names_in_a_pack_are_shown_as_text(tiny: Path, tmp_path: Path) -> None:
    pack = tiny / "contexts" / "tinyland"
    context = (pack / "context.yml").read_text("utf-8")
    context = context.replace("name: Mission in Tinyland", f"name: '{HOSTILE[0]} {HOSTILE[1]}'")
    context = context.replace("name: North", f"name: '{HOSTILE[2]}'").replace("name: South", f"name: '{HOSTILE[3]}'")
    (pack / "context.yml").write_text(context, "utf-8")
    built = build(tiny, tmp_path / "dist")
    index = built.page("index.html")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ mission.name }}" in index
    for name, content in built.files():
        if name.endswith(".html"):
            text = content.decode()
            assert "<script>alert" not in text, name
            assert 'href="javascript:' not in text, name
    assert "&lt;b&gt;" in built.page("modules/two/map.html")


@pytest.mark.acceptance
@pytest.mark.slow
def test_kill_in_the_middle_leaves_the_last_good_output(tiny: Path, tmp_path: Path) -> None:
    good = build(tiny, tmp_path / "dist", "trainer")
    before = dict(good.files())
    page = tiny / "index.md"
    text = page.read_text("utf-8")
    page.write_text(text + "\n## Newly found\n\nA new line.\n", "utf-8")
    command = [sys.executable, "-c", KILLED, "build", "--audience", "trainer", "--out", str(tmp_path / "dist")]
    done = subprocess.run(command, cwd=tiny, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert dict(good.files()) == before
    assert "A new line." in build(tiny, tmp_path / "dist", "trainer").page("index.html")
    page.write_text(text, "utf-8")
    assert dict(build(tiny, tmp_path / "dist", "trainer").files()) == before
    assert sorted(path.name for path in (tmp_path / "dist").iterdir() if path.name != "outline.json") == [
        "html",
        "tiny-tinyland-en-trainer-offline.zip",
    ]


@pytest.mark.slow
def test_two_builds_of_one_edition_at_once_wait_for_each_other(tiny: Path, tmp_path: Path) -> None:
    command = [str(Path(sys.executable).parent / "fieldbook"), "build", "--out"]
    running = [
        subprocess.Popen([*command, tmp_path / name], cwd=tiny, stdout=subprocess.DEVNULL, umask=0o077) for name in "ab"
    ]
    assert [process.wait() for process in running] == [0, 0]
    made = [path for name in "ab" for path in ((tmp_path / name), *(tmp_path / name).rglob("*"))]
    assert {path for path in made if path.stat().st_mode & 0o077} == set(), "for nobody else, as the umask says"
    first, second = (
        {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file()
        }
        for name in "ab"
    )
    assert first == second


@pytest.mark.slow
def test_page_whose_source_is_gone_is_gone(tiny: Path, tmp_path: Path) -> None:
    built = build(tiny, tmp_path / "dist")
    assert (built.html / "book" / "offline.html").exists()
    toc = tiny / "_toc.yml"
    toc.write_text(toc.read_text("utf-8").replace("  - file: book/offline\n", ""), "utf-8")
    (tiny / "book" / "offline.md").unlink()
    pages = tiny / "index.md"
    pages.write_text(pages.read_text("utf-8").replace("```{roles}\n```\n", ""), "utf-8")
    assert not (build(tiny, tmp_path / "dist").html / "book" / "offline.html").exists()
