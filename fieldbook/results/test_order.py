"""In which order the book places its tests: what tells before from after where no clock does."""

from __future__ import annotations

import re
from pathlib import Path

from fieldbook.core.problems import CourseError
from fieldbook.course.contents_file import lines, pages, read_contents

_PLACED = re.compile(r"\{test\}\s+([a-z][a-z0-9-]*)")


def forms_in_order(root: Path) -> list[str]:
    """Ids of the forms as the pages of the contents name them. A book that cannot be read has none: builds say why."""
    try:
        known = pages(root)
        listed = lines(read_contents(root).value, known)
        texts = [known[page].read_text("utf-8") for line in listed for page in line.pages]
    except (CourseError, OSError, ValueError):
        return []
    return list(dict.fromkeys(form for text in texts for form in _PLACED.findall(text)))
