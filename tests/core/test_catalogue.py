"""What is wrong with a source is told in the reader's language: no text of a fault stands outside the catalogue."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import pytest
from made_up_language import LANG, made_up_language
from pydantic import BaseModel, Field

from building import PROJECT
from fieldbook.core.i18n import use_language
from fieldbook.core.problems import CourseError
from fieldbook.core.yamlfile import parse_yaml

ROOT = PROJECT / "fieldbook"
FILES = {path.relative_to(ROOT).as_posix(): path for path in sorted(ROOT.rglob("*.py"))}
CATALOGUE = {"_", "ngettext", "message", "plural"}
PROGRAMMERS = {"TypeError", "KeyError", "AssertionError", "NotImplementedError", "AttributeError", "RuntimeError"}
"""Errors that no reader sees."""
PROSE = re.compile(r"[A-Za-z']{2,},? [a-z']{2,} [a-z']+|^[A-Z][a-z]+ [a-z' ]+\.$|^is [a-z]+|^has [a-z]+|^there is ")
TEXT = re.compile(r"[A-Za-z]{2,}.* |^[A-Z][a-z]+\.$| [A-Za-z]{2,}")
OTHERWISE = {
    # Words that texts are searched for.
    "checks/surface.py": 22,
    "context/importing/area_names.py": 5,
    "assessment/old_questions/moodle_reader.py": 3,
    "evidence/figures/source_pairs.py": 1,
    # Written into a pack, a draft or the head of a catalogue, which is in English as the course is (issue 16).
    "translation/merging.py": 1,
    "context/asking/empty_pack.py": 5,
    "context/asking/fields_mission.py": 2,
    "context/asking/fields_people.py": 9,
    "context/importing/added_table.py": 4,
    "context/importing/countries.py": 1,
    "context/importing/event_places.py": 2,
    "context/importing/mapping_draft.py": 16,
    "context/importing/pack_writer.py": 6,
    "evidence/drafts/threat_sheet.py": 5,
    # Read by other programs, and by people who write programs.
    "assessment/paper/sheet_plan.py": 1,
    "drawing/draw.py": 1,
    "exercise/exercise_server.py": 2,
    "exercise/room.py": 3,
    "player/joined.py": 5,
}
"""Prose outside the catalogue, by file: this list may only shrink. Help of commands is Typer's and not counted."""


def _called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def _bare(node: ast.AST, *, docs: frozenset[int] = frozenset()) -> Iterator[tuple[int, str]]:
    """Line and text of what stands outside of calls that ask the catalogue."""
    if _called(node) in CATALOGUE or (isinstance(node, ast.keyword) and node.arg == "help"):
        return
    if isinstance(node, ast.Raise) and node.exc is not None and _called(node.exc) in PROGRAMMERS:
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
        yield node.lineno, node.value
    elif isinstance(node, ast.JoinedStr):
        yield node.lineno, "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    else:
        for child in ast.iter_child_nodes(node):
            yield from _bare(child, docs=docs)


def _texts(call: ast.Call) -> Iterator[ast.expr]:
    """What is wrong and what to do, among the arguments of a ``Problem`` or a ``.problem``."""
    first = {"Problem": 3, "problem": 1}[_called(call)]
    yield from call.args[first : first + 2]
    yield from (keyword.value for keyword in call.keywords if keyword.arg in ("message", "remedy"))


def _values(function: ast.AST, name: str) -> Iterator[ast.expr]:
    """What ``name`` is set to in a function."""
    for node in ast.walk(function):
        for target in node.targets if isinstance(node, ast.Assign) else ():
            if isinstance(target, ast.Name) and target.id == name:
                yield node.value
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                yield from (v for t, v in zip(target.elts, node.value.elts, strict=False) if ast.unparse(t) == name)
        if isinstance(node, ast.AugAssign) and ast.unparse(node.target) == name:
            yield node.value


@pytest.mark.parametrize("name", sorted(FILES))
def test_texts_of_problems_come_from_the_catalogue(name: str) -> None:
    tree = ast.parse(FILES[name].read_text("utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    faults = []
    for function in functions:
        for call in (node for node in ast.walk(function) if _called(node) in ("Problem", "problem")):
            for text in _texts(call):
                found = [text, *(_values(function, text.id) if isinstance(text, ast.Name) else ())]
                faults += [f"{name}:{line}: {bare}" for one in found for line, bare in _bare(one) if TEXT.search(bare)]
    assert faults == []


def test_prose_outside_the_catalogue_may_only_shrink() -> None:
    """Helpers hand texts on in ways that no reader of code follows; so prose as such is counted."""
    found: Counter[str] = Counter()
    lines = []
    for name, path in FILES.items():
        tree = ast.parse(path.read_text("utf-8"))
        docs = frozenset(id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr))
        for line, text in _bare(tree, docs=docs):
            if PROSE.search(text) and not re.search(r"\b(SELECT|FROM|CREATE|TABLE|BY)\b|<|fb-", text):
                found[name] += 1
                lines.append(f"{name}:{line}: {text[:90]!r}")
    more = [line for line in lines if found[line.partition(":")[0]] > OTHERWISE.get(line.partition(":")[0], 0)]
    assert more == []
    assert {name: found[name] for name in OTHERWISE} == OTHERWISE, "fewer than before: lower the number"


class _Small(BaseModel, extra="forbid"):
    kind: Literal["a", "b"]
    share: Annotated[float, Field(gt=0)]
    names: Annotated[list[str], Field(min_length=2)]
    text: Annotated[str, Field(min_length=1)]
    yes: bool


def test_faults_of_a_file_come_in_the_readers_language(tmp_path: Path) -> None:
    """What pydantic finds, too: only names and values of the file keep their letters."""
    text = "kind: c\nshare: 0\nnames: [x]\ntext: ''\nyes: 7\nmore: 1\n"
    with made_up_language(tmp_path):
        use_language(LANG)
        with pytest.raises(CourseError) as error:
            parse_yaml(text, "small.yml", _Small)
    said = {problem.field: f"{problem.message} {problem.remedy}" for problem in error.value.problems}
    assert set(said) == {"kind", "share", "names", "text", "yes", "more"}
    assert {field: re.findall(r"[A-Za-z]{2,}", text) for field, text in said.items() if field != "kind"} == {
        field: [] for field in said if field != "kind"
    }
