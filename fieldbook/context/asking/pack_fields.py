"""What only people know about a mission: each field of ``context.yml`` that is asked, in order, with help and example.

The one place for these words: the terminal, the form page, the empty pack, the list of gaps and
``docs/context-fields.md`` take them from here. Examples are those of the fictional mission Ondara. Kinds and limits of
values come from the models.
"""

from __future__ import annotations

from fieldbook.context.asking import fields_mission, fields_people
from fieldbook.context.asking.field_kinds import FieldGroup
from fieldbook.core.i18n import _


def groups() -> tuple[FieldGroup, ...]:
    """Every group in the order in which it is asked, in the language in use."""
    return (
        fields_mission.pack(),
        fields_mission.mission(),
        fields_mission.mandate(),
        fields_mission.tasks(),
        fields_mission.languages(),
        fields_people.areas(),
        fields_people.actors(),
        fields_people.threats(),
        fields_people.bodies(),
        fields_people.protection_actors(),
    )


def group(field: str) -> FieldGroup:
    """The group of ``field``, such as ``mandate.tasks``."""
    return next(found for found in groups() if found.field == field)


def choice_words(value: object) -> str:
    """A value of a closed list, in words."""
    words = {
        "host-state": _("host State"),
        "self-defence": _("self-defence group"),
        "country-team": _("country team, agencies, NGOs"),
        "communal": _("communal militia"),
        "opposition": _("opposition movement"),
        "criminal": _("criminal group"),
        "unknown": _("unknown, unidentified"),
        "support": _("mission support"),
        "True": _("yes"),
        "False": _("no"),
    }
    return words.get(str(value), str(value).replace("-", " "))


def scale_words(name: str) -> dict[int, str]:
    """Each step of a rating with its words; ``stance`` has a scale of its own."""
    if name == "stance":
        return {
            -2: _("drives threats"),
            -1: _("rather drives threats"),
            0: _("mixed"),
            1: _("rather reduces threats"),
            2: _("reduces threats"),
        }
    return {1: _("very low"), 2: _("low"), 3: _("medium"), 4: _("high"), 5: _("very high")}
