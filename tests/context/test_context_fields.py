"""What is asked about a mission: every field once, with an example that the fictional mission really has."""

from __future__ import annotations

import runpy
from operator import attrgetter

import pytest

from building import PROJECT
from fieldbook.context.asking.field_answers import kind_of, typed_of, value_of
from fieldbook.context.asking.field_kinds import Ask, FieldGroup
from fieldbook.context.asking.pack_document import open_document
from fieldbook.context.asking.pack_fields import group, groups

ONDARA = open_document(PROJECT / "contexts" / "ondara")
ASKS = [(part, ask) for part in groups() for ask in part.asks]
NAMES = [f"{part.field}.{ask.name}" for part, ask in ASKS]
BY_IMPORT = {
    "id",
    "fictional",
    "as_of",
    "areas",
    "actors",
    "threats",
    "bodies",
    "protection_actors",
    "tables",
    "protect",
}
"""Fields of ``context.yml`` that are a group of their own, or come with the data."""


def _values(part: FieldGroup, ask: Ask) -> list[object]:
    if part.many:
        return [getattr(entry, ask.name) for entry in attrgetter(part.field)(ONDARA.meta)]
    return [ONDARA.value(part, ask)]


@pytest.mark.parametrize(("part", "ask"), ASKS, ids=NAMES)
def test_an_example_is_ondaras_own(part: FieldGroup, ask: Ask) -> None:
    typed = [typed_of(ask, value, ONDARA.names) for value in _values(part, ask)]
    assert ask.example in typed
    entry = (
        next((one for one in attrgetter(part.field)(ONDARA.meta) if one.id == part.example_id), None)
        if part.many
        else None
    )
    assert entry is None or typed_of(ask, getattr(entry, ask.name), ONDARA.names) == ask.example


@pytest.mark.parametrize(("part", "ask"), ASKS, ids=NAMES)
def test_what_is_typed_is_what_the_file_holds(part: FieldGroup, ask: Ask) -> None:
    for value in _values(part, ask):
        found = value_of(part, ask, typed_of(ask, value, ONDARA.names), ONDARA.names)
        assert (tuple(found) if isinstance(found, list) else found) == (value or None if value == () else value)


def test_every_field_is_asked_once_or_comes_with_the_data() -> None:
    assert len(set(NAMES)) == len(NAMES)
    for part in groups():
        asked = {ask.name for other in groups() if other.model is part.model for ask in other.asks}
        left = set(part.model.model_fields) - asked - {"id", "aliases", "tasks"}
        assert left <= (BY_IMPORT | {"mission", "mandate"} if part.model.__name__ == "ContextFile" else set())


@pytest.mark.parametrize(
    ("field", "name", "typed", "message"),
    [
        ("mission", "established", "24 Feb 2022", "is not a date as 2024-01-31"),
        ("mission", "established", "2022-02-30", "'2022-02-30' is not a date as 2024-01-31"),
        ("mission", "name", "../../etc", "contains a path (../)"),
        ("mission", "name", "x" * 301, "is longer than 300 characters"),
        ("areas", "vulnerability", "6", "is above 5"),
        ("areas", "vulnerability", "high", "is not a whole number"),
        ("actors", "stance", "-3", "is below -2"),
        ("mandate.tasks", "poc", "maybe", "'maybe' is none of: yes, no"),
        ("threats", "area", "Kesta", None),
        ("threats", "area", "Lower Kesta", "is none of: port-ilvane, kesta-valley"),
        ("bodies", "members", "civilian; navy", "'navy' is none of: leadership, civilian"),
    ],
)
def test_an_answer_that_does_not_fit_says_why(field: str, name: str, typed: str, message: str | None) -> None:
    part = group(field)
    ask = next(one for one in part.asks if one.name == name)
    if message is None:
        assert value_of(part, ask, typed, ONDARA.names) == "kesta-valley", "the beginning of one name is enough"
        return
    with pytest.raises(ValueError) as caught:  # noqa: PT011 the message is compared
        value_of(part, ask, typed, ONDARA.names)
    assert message in str(caught.value)


def test_kinds_come_from_the_model() -> None:
    kinds = {f"{part.field}.{ask.name}": kind_of(part, ask) for part, ask in ASKS}
    assert kinds["mission.established"] == "date"
    assert kinds["actors.stance"] == kinds["areas.vulnerability"] == "scale"
    assert kinds["actors.kind"] == kinds["threats.actor"] == "choice"
    assert kinds["bodies.members"] == "choices"
    assert kinds["actors.areas"] == kinds["languages.languages"] == "list"
    assert kinds["mandate.tasks.poc"] == "flag"
    assert kinds["mandate.summary"] == "text"


def test_the_page_of_fields_is_made_from_the_same_words() -> None:
    tool = PROJECT / "tools" / "context_fields.py"
    found = runpy.run_path(str(tool))
    assert (PROJECT / "docs" / "context-fields.md").read_text("utf-8") == found["page"](), f"run {tool.name}"
