"""Our scripts, read by ESLint and by TypeScript's checker: no finding, and nothing above the browsers that we promise."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from building import PROJECT

HERE = PROJECT / "tests" / "scripts"
SCRIPTS = sorted((PROJECT / "fieldbook").rglob("*.js"))
BIN = HERE / "node_modules" / ".bin"

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not (BIN / "eslint").exists(),
    reason="ESLint is missing: sh tools/setup-peers.sh installs it with npm",
)

ABOVE_THE_FLOOR = {
    "const a = (b) => b.at(-1); a([]);": "no-restricted-syntax",
    "let a = null; a ??= 1; self.a = a;": "es-x/no-logical-assignment-operators",
    'self.a = "b".replaceAll("b", "c");': "es-x/no-string-prototype-replaceall",
    "self.a = class { b = 1; }": "es-x/no-class-instance-fields",
    "self.a = class { #b() {} c() { this.#b(); } }": "es-x/no-class-private-methods",
    "document.body.replaceChildren();": "no-restricted-properties",
    "self.a = BigInt(1);": "compat/compat",
    "self.a = Object.hasOwn({}, 'b');": "es-x/no-object-hasown",
    "self.a = 1_000;": "es-x/no-numeric-separators",
    "makeFilePicker();": "no-undef",
}


def _eslint(*arguments: str, typed: str | None = None) -> list[dict[str, object]]:
    command = [BIN / "eslint", "--config", HERE / "eslint.config.js", "--format", "json", *arguments]
    done = subprocess.run([*map(str, command)], cwd=PROJECT, input=typed, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1}, done.stderr
    return [
        {"file": Path(one["filePath"]).name, **found} for one in json.loads(done.stdout) for found in one["messages"]
    ]


def test_eslint_finds_nothing() -> None:
    found = _eslint(*(path.relative_to(PROJECT).as_posix() for path in SCRIPTS))
    assert [f"{one['file']}:{one['line']} {one['ruleId']} {one['message']}" for one in found] == []


def test_what_the_oldest_browser_lacks_is_found() -> None:
    """One run for all: to start ESLint takes longer than to read a script. Each line has its fault."""
    typed = "\n".join(f"{{ {code} }}" for code in ABOVE_THE_FLOOR)
    found = _eslint("--stdin", "--stdin-filename", "fieldbook/player/new.js", typed=typed)
    for line, rule in enumerate(ABOVE_THE_FLOOR.values(), start=1):
        assert rule in {one["ruleId"] for one in found if one["line"] == line}, rule


def test_types_agree() -> None:
    """As if each script began with ``// @ts-check``; types are those of the JSDoc comments."""
    command = [str(BIN / "tsc"), "--project", str(HERE / "tsconfig.json")]
    listed = subprocess.run([*command, "--listFilesOnly"], capture_output=True, text=True, check=True).stdout
    assert {path.as_posix() for path in SCRIPTS} <= {*listed.split()}
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.stdout == ""
    assert done.returncode == 0
