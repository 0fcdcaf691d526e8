"""Write the JSON Schemas that are made from models: of the learner's record, of payloads, and those for editors.

    python tools/schemas.py

Run it after changing a model; a test compares the files.
"""

from __future__ import annotations

from pathlib import Path

from fieldbook.core.json_schema import schema_text
from fieldbook.course.editor_schemas import write_schemas
from fieldbook.model.payload import Payload
from fieldbook.model.record import Record

PROJECT = Path(__file__).parent.parent
ENGINE = {
    "fieldbook/results/record.schema.json": (Record, "Fieldbook: the learner's record"),
    "fieldbook/book/payload.schema.json": (Payload, "Fieldbook: what a notebook's cell hands to the build"),
}
"""Schemas of what the engine itself writes."""


def main() -> None:
    """Write all files."""
    for name, (model, title) in ENGINE.items():
        (PROJECT / name).write_text(schema_text(model, title), "utf-8")
    write_schemas(PROJECT)


if __name__ == "__main__":
    main()
