"""The player as it goes into a page: joined from its modules, small, with all its words."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from fieldbook.player.form_strings import form_strings
from fieldbook.player.joined import FOLDER, form_script, joined, launch_script, player_css, player_script
from fieldbook.player.strings import player_strings

WORDS = set(player_strings() | form_strings())
MODULES = sorted(FOLDER.rglob("*.js"))


def test_at_most_24_kilobytes_compressed() -> None:
    assert len(gzip.compress(player_script().encode(), 9)) <= 24_000


@pytest.mark.parametrize("format_name", ["scorm12", "cmi5"])
def test_a_launch_page_adds_at_most_16_kilobytes_compressed(format_name: str) -> None:
    assert len(gzip.compress(launch_script(format_name).encode(), 9)) <= 16_384


@pytest.mark.parametrize("sealed", [False, True])
def test_a_tests_page_adds_at_most_10_kilobytes_compressed(sealed: bool) -> None:  # noqa: FBT001
    assert len(gzip.compress(form_script(sealed=sealed).encode(), 9)) <= 10_000


def _all_scripts() -> str:
    return player_script() + launch_script() + launch_script("cmi5") + form_script() + form_script(sealed=True)


def test_every_module_is_in_a_script() -> None:
    script = _all_scripts()
    for path in MODULES:
        for name in re.findall(
            r"^export (?:async )?(?:function|class|const) (\w+)", path.read_text("utf-8"), re.MULTILINE
        ):
            assert name in script, path


def test_nothing_of_modules_is_left() -> None:
    assert not re.search(r"^\s*(import|export)\b", _all_scripts(), re.MULTILINE)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_modules_write_no_html_and_load_nothing(path: Path) -> None:
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|XMLHttpRequest"
    if path.name != "cmi5.js":  # its system is reached by address, which the system gives at the launch
        forbidden += r"|fetch\("
    assert not re.search(forbidden, path.read_text("utf-8"))


def test_only_adapters_know_where_records_go() -> None:
    for path in MODULES:
        if path.parent.name != "adapters":
            assert not re.search(r"localStorage|sessionStorage|SCORM|cmi5|xAPI", path.read_text("utf-8")), path


def test_script_ends_no_script_element() -> None:
    assert "</" not in player_script().lower().replace("</svg", "")
    assert "</" not in player_css()


def test_words_are_all_there_and_all_used() -> None:
    source = "".join(path.read_text("utf-8") for path in MODULES)
    written = set(re.findall(r'"([a-z]+(?:-[a-z0-9]+)*)"', source))
    composed = {
        *("kept-yes", "kept-weak", "kept-page", "kept-no", "kept-failed", "kept-system", "kept-late", "kept-ended"),
        *("move-up", "move-down"),
    } | {f"file-{fault}" for fault in ("json", "newer", "other")}
    assert written | composed >= WORDS
    asked = set(re.findall(r'say\("([a-z-]+)"', source))
    assert asked <= WORDS


def _module(folder: Path, name: str, source: str) -> None:
    (folder / name).write_text(source, "utf-8")


def test_modules_stand_after_what_they_import(tmp_path: Path) -> None:
    _module(tmp_path, "a.js", 'import { two } from "./b.js";\nimport {\n  three,\n} from "./c.js";\ntwo(three);\n')
    _module(tmp_path, "b.js", 'import { three } from "./c.js";\n// reason\nexport function two() { return three; }\n')
    _module(tmp_path, "c.js", "/** doc\n * more */\nexport const three = 3;\n")
    assert joined("a.js", tmp_path) == "const three = 3;\nfunction two() { return three; }\ntwo(three);\n"


def test_what_another_script_holds_is_taken_from_it(tmp_path: Path) -> None:
    _module(tmp_path, "a.js", 'import { two } from "./b.js";\nimport { three } from "./c.js";\ntwo(three);\n')
    _module(tmp_path, "b.js", "export function two() {}\n")
    _module(tmp_path, "c.js", "export const three = 3;\n")
    _module(tmp_path, "page.js", 'import { two } from "./b.js";\nconst PARTS = { two };\n')
    assert (
        joined("a.js", tmp_path, "page.js")
        == "const { two } = window.FIELDBOOK.parts;\nconst three = 3;\ntwo(three);\n"
    )
    _module(tmp_path, "page.js", 'import { two } from "./b.js";\nconst PARTS = { };\n')
    with pytest.raises(ValueError, match="PARTS does not offer two"):
        joined("a.js", tmp_path, "page.js")


X = "export const x = 1;\n"
TAKES_X = 'import { x } from "./b.js";\n'


@pytest.mark.parametrize(
    ("a", "b", "message"),
    [
        (f"{TAKES_X}const y = 1;\n", f"{X}const y = 2;\n", "a.js: the name 'y' stands in b.js too"),
        ('import { z } from "./b.js";\n', X, "a.js: b.js does not export z"),
        (f"{TAKES_X}export const y = 1;\n", f'import {{ y }} from "./a.js";\n{X}', "a.js -> b.js -> a.js"),
        ('import * as all from "./b.js";\n', X, "a.js: cannot join"),
        (TAKES_X, f"export default 1;\n{X}", "b.js: cannot join"),
    ],
)
def test_what_cannot_be_joined_is_refused(tmp_path: Path, a: str, b: str, message: str) -> None:
    _module(tmp_path, "a.js", a)
    _module(tmp_path, "b.js", b)
    with pytest.raises(ValueError, match=re.escape(message)):
        joined("a.js", tmp_path)
