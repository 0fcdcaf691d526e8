"""Which package for which system: one table for the command, the README and docs/formats.md."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from building import PROJECT
from fieldbook.cli.app import app
from fieldbook.packages.registry import FORMATS, OTHER_VERSIONS
from fieldbook.packages.which_package import choices


def rows() -> str:
    lines = (f"| {c.system} | {', '.join(f'`{name}`' for name in c.formats)} | {c.gives} |" for c in choices())
    return "\n".join(["| for | take | what you have there |", "| --- | --- | --- |", *lines])


def test_every_format_is_for_something() -> None:
    named = {name for choice in choices() for name in choice.formats}
    assert named == {*FORMATS, *OTHER_VERSIONS}, "write it into fieldbook/packages/which_package.py"


@pytest.mark.parametrize("path", ["README.md", "docs/formats.md"])
def test_the_documents_have_the_same_table(path: str) -> None:
    text = (PROJECT / path).read_text("utf-8")
    assert rows() in text, f"{path} must have this table:\n{rows()}"


def test_the_command_prints_it() -> None:
    said = CliRunner().invoke(app, ["formats"]).stdout
    for format_ in (*FORMATS.values(), *OTHER_VERSIONS.values()):
        assert f"{format_.name:10} {format_.purpose()}" in said
    for choice in choices():
        assert f"{choice.system}: {', '.join(choice.formats)} ({choice.gives})" in said
