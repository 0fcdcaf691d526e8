"""The JSON Schemas in the repository are those of the models, and they take what the models take."""

from __future__ import annotations

import datetime as dt
import json
import runpy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from building import PROJECT, TINY
from fieldbook.core.json_schema import schema_text
from fieldbook.course.editor_schemas import FOLDER, SCHEMAS, SETTINGS, schema_file, settings, write_schemas
from fieldbook.model.record import Record

COURSES = (PROJECT, TINY)


def _schema(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((PROJECT / FOLDER / schema_file(name)).read_text("utf-8")))


def _read(path: Path) -> Any:
    """As an editor reads it: a day is text."""
    return _loaded(path.read_text("utf-8"))


def _loaded(text: str) -> Any:
    return _days_as_text(YAML(typ="safe", pure=True).load(text))


def _days_as_text(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _days_as_text(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_days_as_text(value) for value in part]
    return part.isoformat() if isinstance(part, dt.date) else part


def test_files_are_fresh(tmp_path: Path) -> None:
    for path in write_schemas(tmp_path):
        name = path.relative_to(tmp_path)
        assert path.read_text("utf-8") == (PROJECT / name).read_text("utf-8"), "run: python tools/schemas.py"
    for name, (model, title) in runpy.run_path(str(PROJECT / "tools" / "schemas.py"))["ENGINE"].items():
        assert schema_text(model, title) == (PROJECT / name).read_text("utf-8"), "run: python tools/schemas.py"


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_source_fits_its_schema(name: str) -> None:
    schema = _schema(name)
    Draft202012Validator.check_schema(schema.schema)
    paths = [path for course in COURSES for path in sorted(course.glob(SCHEMAS[name][1]))]
    for path in paths:
        assert not [f"{path}: {error.json_path} {error.message}" for error in schema.iter_errors(_read(path))]
    assert paths or name == "editions"


@pytest.mark.parametrize(
    ("name", "file", "old", "new", "where"),
    [
        ("items", "assessments/items/t1.yml", "difficulty:", "dificulty:", "$.items[0]"),
        ("items", "assessments/items/t1.yml", "level: understand", "level: understood", ".level"),
        ("course", "course.yml", "level: apply", "level: applied", ".level"),
        ("context", "contexts/tinyland/context.yml", "fictional: true", "fictional: perhaps", "$.fictional"),
    ],
)
def test_a_fault_is_marked_where_it_stands(name: str, file: str, old: str, new: str, where: str) -> None:
    text = (TINY / file).read_text("utf-8")
    assert old in text
    faults = [
        error
        for found in _schema(name).iter_errors(_loaded(text.replace(old, new, 1)))
        for error in [found, *(found.context or [])]
    ]
    assert faults
    assert any(where in error.json_path for error in faults)


def test_fields_are_explained() -> None:
    [choice] = [made for made in _schema("items").schema["$defs"].values() if made["title"] == "Choice"]
    assert choice["properties"]["difficulty"]["description"] == "Expected share of correct answers."


def test_keys_of_a_mapping_are_checked() -> None:
    """Pydantic's own schema lets keys pass that do not fit."""
    schema = Draft202012Validator(json.loads(schema_text(Record, "Record")))
    record = json.loads((PROJECT / "tests/vectors/records.json").read_text("utf-8"))
    whole = next(part for part in _parts(record) if part.get("format") == "fieldbook-record" and schema.is_valid(part))
    assert not schema.is_valid(whole | {"positions": {"No Id": {"value": 1, "at": "2026-01-01T00:00:00.000Z"}}})


def _parts(part: Any) -> Any:
    if isinstance(part, dict):
        yield part
        for value in part.values():
            yield from _parts(value)
    elif isinstance(part, list):
        for value in part:
            yield from _parts(value)


def test_settings_of_an_editor_are_never_written_over(tmp_path: Path) -> None:
    (tmp_path / SETTINGS).parent.mkdir()
    (tmp_path / SETTINGS).write_text("{}", "utf-8")
    assert tmp_path / SETTINGS not in write_schemas(tmp_path)
    assert (tmp_path / SETTINGS).read_text("utf-8") == "{}"
    assert (PROJECT / SETTINGS).read_text("utf-8") == settings()


def test_the_page_about_editors_names_every_schema() -> None:
    page = (PROJECT / "docs" / "editors.md").read_text("utf-8")
    for name, (_model, files) in SCHEMAS.items():
        up = "../" * files.count("/")
        assert f"| `{files}` | `# yaml-language-server: $schema={up}{FOLDER}/{schema_file(name)}` |" in page
