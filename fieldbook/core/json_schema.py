"""JSON Schemas made from models: for editors, and for other programs that read what we write."""

from __future__ import annotations

import ast
import inspect
import itertools
import json
import sys
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_text(model: Any, title: str) -> str:
    """The schema of ``model``, a model or an annotated type, as a file that is read and compared."""
    made = TypeAdapter(model).json_schema(schema_generator=_Generator)
    return json.dumps({"$schema": DIALECT, **made, "title": title}, indent=2, ensure_ascii=False) + "\n"


class _Generator(GenerateJsonSchema):
    """Describes fields by the texts beneath them, and refuses keys of a mapping that do not fit."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """A title would repeat the name."""
        del schema
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """That a field may be left out is said where the required ones are listed; null says nothing more."""
        made = super().default_schema(schema)
        return {key: value for key, value in made.items() if (key, value) != ("default", None)}

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """A mapping. Pydantic's own schema lets keys pass that do not fit their pattern."""
        made = super().dict_schema(schema)
        for pattern, values in made.pop("patternProperties", {}).items():
            made["propertyNames"] = {"pattern": pattern, **made.get("propertyNames", {})}
            made["additionalProperties"] = values
        return made

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """A model with its fields."""
        made = super().model_schema(schema)
        model: type[BaseModel] = schema["cls"]
        texts = _field_texts(model)
        for name, field in model.model_fields.items():
            if name in texts and (found := made["properties"].get(field.alias or name)) is not None:
                found["description"] = texts[name]
        if "description" in made:
            made["description"] = _markdown(made["description"])
        return made


def _field_texts(model: type[BaseModel]) -> dict[str, str]:
    """The text beneath each field, by its name; those of parents too."""
    found: dict[str, str] = {}
    for cls in reversed(model.__mro__):
        if issubclass(cls, BaseModel) and cls is not BaseModel:
            found |= _module_texts(cls.__module__).get(cls.__name__, {})
    return found


@lru_cache
def _module_texts(name: str) -> dict[str, dict[str, str]]:
    tree = ast.parse(inspect.getsource(sys.modules[name]))
    return {node.name: _texts_beneath(node.body) for node in tree.body if isinstance(node, ast.ClassDef)}


def _texts_beneath(body: list[ast.stmt]) -> dict[str, str]:
    found = {}
    for field, after in itertools.pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            match after:
                case ast.Expr(value=ast.Constant(value=str(text))):
                    found[field.target.id] = _markdown(inspect.cleandoc(text))
    return found


def _markdown(text: str) -> str:
    return text.replace("``", "`")
