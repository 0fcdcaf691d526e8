"""``fieldbook schemas``: JSON Schemas for the editors that authors use."""

from __future__ import annotations

from pathlib import Path

import typer

from fieldbook.cli.options import CourseOption


def schemas(course: CourseOption = Path()) -> None:
    """Write JSON Schemas into the course, by which an editor completes and checks its YAML files."""
    from fieldbook.course.editor_schemas import write_schemas  # noqa: PLC0415 slow
    from fieldbook.course.sources import find_root  # noqa: PLC0415

    for path in write_schemas(find_root(course.resolve())):
        typer.echo(str(path))
