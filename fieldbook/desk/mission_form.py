"""The form page: what it shows of one pack, and its HTML, style and script."""

from __future__ import annotations

import importlib.resources
from typing import Any

from fieldbook.context.asking.field_answers import kind_of, options, required, typed_of, written
from fieldbook.context.asking.field_kinds import Ask, FieldGroup
from fieldbook.context.asking.pack_document import Document
from fieldbook.context.asking.pack_fields import groups
from fieldbook.core.i18n import _, direction, language, ngettext
from fieldbook.core.templates import templates
from fieldbook.desk.mission_form_answers import Sent

_OPEN = 3
"""So many entries with something missing are open when the page is."""

View = dict[str, Any]


def form_html(document: Document, pending: Sent | None, faults: dict[str, str]) -> str:
    """The page for ``document``; answers that could not be taken yet (``pending`` with ``faults``) stand in it."""
    parts = [_group(document, group, pending, faults) for group in groups()]
    folder = document.path.parent
    text = templates("fieldbook.desk").get_template("mission_form.html.j2")
    return text.render(
        _=_,
        ngettext=ngettext,
        lang=language(),
        dir=direction(),
        pack=folder.name,
        file=str(document.path),
        digest=document.digest,
        groups=parts,
        words=_words(),
        marked=bool(faults),
    )


def names_to_choose(document: Document) -> dict[str, list[str]]:
    """Names of areas and actors as a field that refers to them takes them."""
    return {kind: list(written(names).values()) for kind, names in document.names.items()}


def missing_counts(document: Document) -> dict[str, int]:
    """Fields still open in each group; a list without entries counts as one."""
    return {group.field: _missing(document, group) for group in groups()}


def form_css() -> str:
    """The project's colours and type, and the form's own rules."""
    package = importlib.resources.files("fieldbook")
    return "".join(package.joinpath(name).read_text("utf-8") for name in ("web/tokens.css", "desk/mission_form.css"))


def form_js() -> str:
    """The form's script."""
    return importlib.resources.files("fieldbook").joinpath("desk/mission_form.js").read_text("utf-8")


def _words() -> dict[str, str]:
    return {
        "saving": _("Saving …"),
        "saved": _("Saved in context.yml."),
        "partly": _("Saved. What is marked is not in context.yml yet."),
        "unsaved": _("Not saved yet."),
        "away": _("Not saved: the command no longer runs. Start it again, then open its new address."),
        "complete": _("complete"),
        "open": _("{n} open"),
    }


def _missing(document: Document, group: FieldGroup) -> int:
    if not group.many:
        return len(document.missing(group))
    entries = document.incomplete(group)
    if not document.entries(group):
        return 1
    return sum(len(document.missing(group, entry)) for entry in entries)


def _group(document: Document, group: FieldGroup, pending: Sent | None, faults: dict[str, str]) -> View:
    view: View = {
        "field": group.field,
        "id": group.field.replace(".", "-") or "pack",
        "title": group.title,
        "help": group.help,
        "whom": group.whom,
        "missing": _missing(document, group),
        "many": group.many,
        "closed": group.field == "areas",
    }
    if not group.many:
        sent = pending.values.get(group.field, {}) if pending else {}
        return view | {"fields": [_field(document, group, ask, None, ("", sent, faults)) for ask in group.asks]}
    entries = list(_entries(document, group, pending, faults))
    blank = [_field(document, group, ask, None, ("__key__", {}, {})) for ask in group.asks]
    first = [entry for entry in entries if entry["missing"]][:_OPEN]
    for entry in entries:
        entry["shown"] = entry in first or entry["faulty"]
    return view | {
        "entries": entries,
        "blank": {"key": "__key__", "id": "", "title": "", "missing": 0, "shown": True, "fields": blank},
    }


def _entries(document: Document, group: FieldGroup, pending: Sent | None, faults: dict[str, str]) -> Any:
    sent = pending.entries.get(group.field, []) if pending else []
    typed = {entry.id: entry.values for entry in sent if entry.id}
    often = document.incomplete(group)
    for entry in document.entries(group):
        marks = (entry.id, typed.get(entry.id, {}), faults)
        yield {
            "key": entry.id,
            "id": entry.id,
            "title": str(getattr(entry, group.asks[0].name)),
            "missing": len(document.missing(group, entry)) if entry in often else 0,
            "faulty": any(path.startswith(f"{group.field}/{entry.id}/") for path in faults),
            "fields": [_field(document, group, ask, entry, marks) for ask in group.asks],
        }
    for new in sent:
        if new.id is None and any(path.startswith(f"{group.field}/{new.key}/") for path in faults):
            fields = [_field(document, group, ask, None, (new.key, new.values, faults)) for ask in group.asks]
            title = new.values.get(group.asks[0].name, "")
            yield {"key": new.key, "id": "", "title": title, "missing": 0, "faulty": True, "fields": fields}


def _field(
    document: Document, group: FieldGroup, ask: Ask, entry: Any, marks: tuple[str, dict[str, str], dict[str, str]]
) -> View:
    key, typed, faults = marks
    held = None if group.many and entry is None else document.value(group, ask, entry)
    fault = faults.get(f"{group.field}/{key}/{ask.name}", "")
    unkept = ask.name in typed and (bool(fault) or (group.many and entry is None))
    text = typed[ask.name] if unkept else typed_of(ask, held, document.names)
    kind, known = kind_of(group, ask), options(group, ask, document.names)
    return {
        "name": ask.name,
        "id": "-".join(part for part in (group.field.replace(".", "-") or "pack", key, ask.name) if part),
        "label": ask.label,
        "help": ask.help,
        "example": "; ".join(dict(known).get(part, part) for part in ask.example.split("; ")),
        "kind": "choice" if kind in ("scale", "flag") else kind,
        "options": known,
        "text": text.replace("; ", "\n") if kind == "list" else text,
        "chosen": text.split("; "),
        "fault": fault,
        "needed": required(group, ask),
        "refers": ask.refers or "",
        "open": ask.wanted and held is None,
        "optional": not ask.wanted,
    }
