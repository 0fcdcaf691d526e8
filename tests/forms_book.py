"""The tiny course with tests: a second set of questions of every type, and a page for each form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

BLUEPRINT = [{"objective": "t1-o-read", "count": 5}, {"objective": "t1-o-decide", "count": 4}]
SECRET = "FORMSECRET"  # noqa: S105
"""Stands in every feedback of the second set."""


def with_forms(root: Path, forms: dict[str, dict[str, Any]]) -> Path:
    """Give the tiny course in ``root`` these forms, each with a page ``book/tests/<form>.md``."""
    path = root / "assessments" / "items" / "t1.yml"
    bank = yaml.safe_load(path.read_text("utf-8"))
    for item in list(bank["items"]):
        bank["items"].append(_second(item))
    path.write_text(yaml.safe_dump(bank, sort_keys=False, allow_unicode=True), "utf-8")
    contents = yaml.safe_load((root / "_toc.yml").read_text("utf-8"))
    for folder in ("assessments/forms", "book/tests"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    for name, form in forms.items():
        whole = {"id": name, "title": name.title(), "purpose": "A test.", "blueprint": BLUEPRINT, **form}
        (root / "assessments/forms" / f"{name}.yml").write_text(yaml.safe_dump(whole, sort_keys=False), "utf-8")
        (root / "book/tests" / f"{name}.md").write_text(f"# {name.title()}\n\n```{{test}} {name}\n```\n", "utf-8")
        contents["chapters"].append({"file": f"book/tests/{name}"})
    (root / "_toc.yml").write_text(yaml.safe_dump(contents, sort_keys=False), "utf-8")
    return root


def _second(item: dict[str, Any]) -> dict[str, Any]:
    copy = yaml.safe_load(yaml.safe_dump(item))
    copy["id"] = f"{item['id']}-two"
    copy["stem"] = f"Again: {item['stem']}"
    for option in [*copy.get("options", []), *(option for gap in copy.get("gaps", []) for option in gap["options"])]:
        option["feedback"] = f"{option['feedback']} {SECRET}"
    if "otherwise" in copy:
        copy["otherwise"] = f"{copy['otherwise']} {SECRET}"
    return copy
