"""What of others a bundle carries: named with version and licence, and its notice beside it."""

from __future__ import annotations

import re
import zipfile
from importlib.metadata import distribution

from packaging.utils import canonicalize_name

from building import PROJECT, Built

NOTICE = (PROJECT / "fieldbook" / "book" / "theme" / "third-party.txt").read_text("utf-8")
PAGE = (PROJECT / "docs" / "third-party.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.split("|")[1:5]]
    for line in PAGE.splitlines()
    if re.match(r"\| \w[\w.]* \| \d", line)
]
IN_FURO = {"normalize.css"}


def _plain(text: str) -> str:
    return " ".join(text.split())


def test_the_table_names_what_is_pinned() -> None:
    pins = (PROJECT / "requirements.txt").read_text("utf-8")
    for name, version, _licence, _where in ROWS:
        if name not in IN_FURO:
            assert f"\n{canonicalize_name(name)}=={version} " in pins, name
    assert [name for name, *_ in ROWS if name not in IN_FURO] == ["Sphinx", "snowballstemmer", "Furo", "Pygments"]


def test_furo_carries_what_the_table_says() -> None:
    sheet = next(path for path in distribution("furo").files or [] if path.name == "furo.css").read_text()
    begun = re.findall(r"/\*!\s*([\w.]+) v([\d.]+) \| (\w+)", sheet)
    assert begun == [(name, version, licence) for name, version, licence, _ in ROWS if name in IN_FURO]


def test_the_notice_holds_each_licence_as_its_library_has_it() -> None:
    for name, *_ in ROWS:
        if name in IN_FURO:
            continue
        files = distribution(name).files or []
        (licence,) = [
            path for path in files if path.name in {"LICENSE", "LICENSE.rst", "COPYING"} and ".dist-info" in str(path)
        ]
        text = licence.read_text("utf-8").partition("Licenses for incorporated software")[0]
        assert _plain(text[text.index("Copyright (c)") :]) in _plain(NOTICE), name


def test_the_notice_travels_in_the_book_and_the_bundle(learner: Built) -> None:
    assert (learner.html / "_static" / "third-party.txt").read_text("utf-8") == NOTICE
    with zipfile.ZipFile(learner.packages["offline"]) as bundle:
        (name,) = [one for one in bundle.namelist() if one.endswith("_static/third-party.txt")]
        assert bundle.read(name).decode() == NOTICE
        there = {one.partition("/")[2] for one in bundle.namelist()}
    named = {one for *_, where in ROWS for one in re.findall(r"`([^`]+)`", where)}
    assert named <= there
    sheets = {one for one in there if one.endswith((".css", ".js"))}
    ours = r"_static/(fieldbook(-data|-excerpts|-glossary|-test)?|player|test|media)\.js|_static/pages/.*"
    assert {one for one in sheets - named if not re.fullmatch(ours, one)} == set(), "written by whom?"
