"""The tiny course with tests: for each form a set of questions of every type, and a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

SECRET = "FORMSECRET"  # noqa: S105 stands, with the item's id, in every feedback of the sets
TYPES = 9


def with_forms(root: Path, forms: dict[str, dict[str, Any]]) -> Path:
    """Give the tiny course in ``root`` these forms, each with a page ``book/tests/<form>.md``.

    Each form has an objective of its own, ``t1-o-<form>``, which nine items are about, one of each type; with
    ``lessons`` it draws what the lessons ask instead.
    """
    course = yaml.safe_load((root / "course.yml").read_text("utf-8"))
    contents = yaml.safe_load((root / "_toc.yml").read_text("utf-8"))
    bank = yaml.safe_load((root / "assessments/items/t1.yml").read_text("utf-8"))
    asked = list(bank["items"])
    for folder in ("assessments/forms", "book/tests"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    for name, form in forms.items():
        whole = {"id": name, "title": name.title(), "purpose": "A test.", **form}
        if form.get("lessons"):
            whole["blueprint"] = [{"objective": "t1-o-read", "count": 3}, {"objective": "t1-o-decide", "count": 2}]
        else:
            objective = {"id": f"t1-o-{name}", "level": "apply", "text": f"Do what {name} asks."}
            course["modules"][0]["objectives"].append(objective)
            bank["items"] += [_copy(item, name) for item in asked]
            whole["blueprint"] = [{"objective": objective["id"], "count": TYPES}]
        _write(root / "assessments/forms" / f"{name}.yml", whole)
        (root / "book/tests" / f"{name}.md").write_text(f"# {name.title()}\n\n```{{test}} {name}\n```\n", "utf-8")
        contents["chapters"].append({"file": f"book/tests/{name}"})
    _write(root / "course.yml", course)
    _write(root / "_toc.yml", contents)
    _write(root / "assessments/items/t1.yml", bank)
    return root


def _write(path: Path, value: Any) -> None:
    path.write_text(yaml.safe_dump(value, sort_keys=False, allow_unicode=True), "utf-8")


def _copy(item: dict[str, Any], form: str) -> dict[str, Any]:
    copy: dict[str, Any] = yaml.safe_load(yaml.safe_dump(item))
    copy["id"] = f"{item['id']}-{form}"
    copy["objective"] = f"t1-o-{form}"
    copy["stem"] = f"In {form}: {item['stem']}"
    for option in [*copy.get("options", []), *(option for gap in copy.get("gaps", []) for option in gap["options"])]:
        option["feedback"] = f"{option['feedback']} {SECRET}-{copy['id']}"
    if "otherwise" in copy:
        copy["otherwise"] = f"{copy['otherwise']} {SECRET}-{copy['id']}"
    return copy
