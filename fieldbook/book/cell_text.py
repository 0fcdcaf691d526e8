"""What a cell shows as plain text, in the page's language: for search, and where no HTML is shown."""

from __future__ import annotations

from fieldbook.book.activities import bound_items, bound_practice
from fieldbook.course.sources import Course
from fieldbook.evidence.evidence_html import evidence_text, missing_text
from fieldbook.model.payload import CheckPayload, EvidencePayload, MissingPayload, PracticePayload


def plain_text(payload: EvidencePayload | MissingPayload | CheckPayload | PracticePayload, course: Course) -> str:
    """A figure's texts, a check's questions, the title of a scenario or a product."""
    match payload:
        case EvidencePayload():
            return evidence_text(payload)
        case MissingPayload():
            return missing_text(payload)
        case CheckPayload():
            return "\n\n".join(f"[{item.id}] {item.stem}" for item in bound_items(course, payload.items))
        case PracticePayload():
            return f"[{payload.id}] {bound_practice(course, payload)[payload.kind]['title']}"
