"""The tiny course with a test before, a parallel one after and a sealed one, of short questions with four options."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

OBJECTIVES = ("t1-o-guard", "t1-o-warn")
EACH = 7
"""Questions of a form on each objective."""

_FORMS: dict[str, dict[str, Any]] = {
    "before": {"series": "gain", "feedback": "result"},
    "after": {"series": "gain", "feedback": "result", "cut": {"score": 0.5, "method": "A guess."}},
    "exam": {"sealed": True},
}


def make_round(root: Path) -> Path:
    """Give the tiny course in ``root`` these forms, with a page for each."""
    course, contents, bank = (
        yaml.safe_load((root / name).read_text("utf-8"))
        for name in ("course.yml", "_toc.yml", "assessments/items/t1.yml")
    )
    for objective in OBJECTIVES:
        course["modules"][0]["objectives"].append({"id": objective, "level": "apply", "text": f"Do {objective[5:]}."})
        bank["items"] += [_item(objective, number) for number in range(2 * EACH)]
    bank["items"] += [_item("t1-o-last", number) for number in range(4)]
    course["modules"][0]["objectives"].append({"id": "t1-o-last", "level": "apply", "text": "Do the last thing."})
    for folder in ("assessments/forms", "book/tests"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    for name, form in _FORMS.items():
        blueprint = [{"objective": objective, "count": EACH} for objective in OBJECTIVES]
        if name == "exam":
            blueprint = [{"objective": "t1-o-last", "count": 4}]
        whole = {"id": name, "title": name.title(), "purpose": "A test.", **form, "blueprint": blueprint}
        _write(root / "assessments/forms" / f"{name}.yml", whole)
        (root / "book/tests" / f"{name}.md").write_text(f"# {name.title()}\n\n```{{test}} {name}\n```\n", "utf-8")
        contents["chapters"].append({"file": f"book/tests/{name}"})
    _write(root / "course.yml", course)
    _write(root / "_toc.yml", contents)
    _write(root / "assessments/items/t1.yml", bank)
    return root


def _item(objective: str, number: int) -> dict[str, Any]:
    name = f"{objective.replace('-o-', '-i-')}-q{number}"
    options: list[dict[str, Any]] = [{"text": f"{name} {what}", "feedback": "Why."} for what in "abcd"]
    options[number % 4]["key"] = True
    head = {"id": name, "type": "single-choice", "objective": objective, "level": "apply", "difficulty": 0.5}
    return head | {"source": ["policy"], "stem": f"Which of these is {name}?", "options": options}


def _write(path: Path, value: Any) -> None:
    path.write_text(yaml.safe_dump(value, sort_keys=False, allow_unicode=True), "utf-8")
