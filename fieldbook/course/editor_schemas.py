"""JSON Schemas of the files that authors write, so that an editor completes and checks them (docs/editors.md)."""

from __future__ import annotations

import json
from pathlib import Path

from fieldbook.core.atomic import write_bytes
from fieldbook.core.json_schema import schema_text
from fieldbook.model.base import Source
from fieldbook.model.context import ContextFile
from fieldbook.model.course import CourseFile
from fieldbook.model.editions import EditionsFile
from fieldbook.model.exercise import Exercise
from fieldbook.model.form import Form
from fieldbook.model.glossary import GlossaryFile
from fieldbook.model.item import BankFile
from fieldbook.model.product import Product
from fieldbook.model.scenario import Scenario

FOLDER = "schemas"
"""Where a course keeps them."""
SETTINGS = ".vscode/settings.json"

SCHEMAS: dict[str, tuple[type[Source], str]] = {
    "course": (CourseFile, "course.yml"),
    "items": (BankFile, "assessments/items/*.yml"),
    "form": (Form, "assessments/forms/*.yml"),
    "scenario": (Scenario, "assessments/scenarios/*.yml"),
    "product": (Product, "assessments/products/*.yml"),
    "exercise": (Exercise, "assessments/tabletop/*.yml"),
    "context": (ContextFile, "contexts/*/context.yml"),
    "glossary": (GlossaryFile, "book/glossary.yml"),
    "editions": (EditionsFile, "editions.yml"),
}
"""Name of each schema: its model, and the files of a course that it is for."""


def schema_file(name: str) -> str:
    """Name of the file with the schema ``name``."""
    return f"{name}.schema.json"


def write_schemas(root: Path) -> list[Path]:
    """Write every schema into the course folder ``root``, and where there is none the settings of VS Code for them.

    Returns the paths of what was written.
    """
    texts = {f"{FOLDER}/{schema_file(name)}": _schema(name) for name in SCHEMAS}
    if not (root / SETTINGS).exists():
        texts[SETTINGS] = settings()
    for name, text in texts.items():
        write_bytes(root / name, text.encode())
    return [root / name for name in texts]


def _schema(name: str) -> str:
    model, files = SCHEMAS[name]
    return schema_text(model, f"Fieldbook: {files}")


def settings() -> str:
    """Which schema is for which files, as VS Code's extension for YAML reads it."""
    known = {f"{FOLDER}/{schema_file(name)}": files for name, (_model, files) in SCHEMAS.items()}
    return json.dumps({"yaml.schemas": known}, indent=2) + "\n"
