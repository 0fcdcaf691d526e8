"""Progress of a build: a live line on a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

from fieldbook.core.i18n import _
from fieldbook.editions.edition_build import Progress


def _label(stage: str) -> str:
    return {
        "load": _("Reading the course"),
        "run": _("Notebook ready"),
        "draw": _("Drawing charts"),
        "pages": _("Rendering pages"),
        "write": _("Writing"),
        "same": _("Nothing has changed"),
    }[stage]


@contextmanager
def progress() -> Iterator[Progress]:
    """A function that shows the stage and what it works on."""
    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        yield lambda stage, what: console.print(f"{_label(stage)}: {what}", soft_wrap=True, markup=False)
        return
    with console.status(_("Starting")) as status:
        yield lambda stage, what: status.update(f"{_label(stage)}: {what}")
