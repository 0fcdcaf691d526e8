"""What only people know about a mission: each field of ``context.yml`` that is asked, in order, with help and example.

The one place for these words: the terminal, the form page, the empty pack, the list of gaps and
``docs/context-fields.md`` take them from here. Examples are those of the fictional mission Ondara. Kinds and limits of
values come from the models.
"""

from __future__ import annotations

import dataclasses
from typing import Literal

from fieldbook.i18n import _
from fieldbook.model.base import Source
from fieldbook.model.context import Actor, Area, Body, ContextFile, Mandate, MandateTask, Mission, ProtectionActor, Threat


@dataclasses.dataclass(frozen=True, kw_only=True)
class Ask:
    """One field."""

    name: str
    label: str
    help: str
    example: str
    """As somebody would type it; parts of a list are parted by semicolons."""
    wanted: bool = True
    """Whether something in the course is missing without it."""
    long: bool = False
    """Sentences rather than a line."""
    refers: Literal["areas", "actors"] | None = None
    """The value is the id of such an entry; people write its name."""
    placeholder: str = ""
    """What stands in an empty pack, because a pack without it is not valid."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Group:
    """Fields that belong together; with ``many``, those of each entry of a list."""

    field: str
    """Path in ``context.yml``; empty for the top of the file."""
    title: str
    help: str
    whom: str
    """Whom to ask, or what to open."""
    need: str
    """What depends on it, as the list of gaps says it."""
    module: int | None
    """The first module that needs it; None where all do."""
    model: type[Source]
    asks: tuple[Ask, ...]
    many: bool = False
    prefix: str = ""
    """Of the ids of new entries, which are made from the first field; empty where ids are not made here."""
    example_id: str = ""


def groups() -> tuple[Group, ...]:
    """Every group in the order in which it is asked, in the language in use."""
    return (
        _pack(),
        _mission(),
        _mandate(),
        _tasks(),
        _languages(),
        _areas(),
        _actors(),
        _threats(),
        _bodies(),
        _protection_actors(),
    )


def group(field: str) -> Group:
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


def _pack() -> Group:
    title = Ask(
        name="title",
        label=_("Title of the pack"),
        help=_("Stands on every page of the edition."),
        example="Ondara and UNSMON",
        placeholder="TITLE OF THE PACK",
    )
    return Group(
        field="",
        title=_("The pack"),
        help=_("What trainers call this set of facts and data."),
        whom=_("you decide"),
        need=_("Text that uses it says so until then."),
        module=None,
        model=ContextFile,
        asks=(title,),
    )


def _mission() -> Group:
    return Group(
        field="mission",
        title=_("The mission"),
        help=_("How the mission is written of. Every module uses these names."),
        whom=_("the mission's own website or the resolution"),
        need=_("Text that uses it says so until then."),
        module=None,
        model=Mission,
        asks=(
            Ask(
                name="name",
                label=_("Name in full"),
                help=_("So that it reads well inside a sentence, with “the” if you say it."),
                example="the United Nations Support Mission in Ondara",
                placeholder="NAME OF THE MISSION",
            ),
            Ask(
                name="short",
                label=_("Short name"),
                help=_("As colleagues say it every day."),
                example="UNSMON",
                placeholder="SHORT NAME",
            ),
            Ask(
                name="country",
                label=_("Country or territory"),
                help=_("As the resolution writes it."),
                example="Ondara",
                placeholder="COUNTRY",
            ),
            Ask(
                name="people",
                label=_("Adjective of the country"),
                help=_("As in “the Ondaran police”."),
                example="Ondaran",
            ),
            Ask(name="headquarters", label=_("Headquarters"), help=_("The town."), example="Port Ilvane"),
            Ask(
                name="established",
                label=_("Established on"),
                help=_("Year, month, day: the date of the first resolution."),
                example="2022-02-24",
            ),
        ),
    )


def _mandate() -> Group:
    return Group(
        field="mandate",
        title=_("The mandate"),
        help=_("Open the resolution in force itself. Do not copy from a slide: slides outlive mandates."),
        whom=_("POC adviser; the resolution itself"),
        need=_("Module 1 reads the mandate."),
        module=1,
        model=Mandate,
        asks=(
            Ask(
                name="resolution",
                label=_("Resolution"),
                help=_("Number and year."),
                example="resolution 9417 (2025)",
            ),
            Ask(name="adopted", label=_("Adopted on"), help=_("Year, month, day."), example="2025-12-18"),
            Ask(name="until", label=_("In force until"), help=_("Year, month, day."), example="2026-12-31"),
            Ask(
                name="summary",
                label=_("Summary"),
                help=_("What the Council asks for, in two sentences of your own."),
                example=(
                    "The Council gives priority to the protection of civilians, supports the Ilvane Agreement and the "
                    "local elections of 2027, authorizes all necessary means to protect within capabilities and areas "
                    "of deployment, and asks for a plan to hand over tasks."
                ),
                long=True,
            ),
        ),
    )


def _tasks() -> Group:
    return Group(
        field="mandate.tasks",
        title=_("Tasks of the mandate"),
        help=_("Five to eight tasks, each with its paragraph. Protection first."),
        whom=_("POC adviser; the resolution itself"),
        need=_("Module 1 reads the mandate paragraph by paragraph."),
        module=1,
        model=MandateTask,
        many=True,
        prefix="t",
        example_id="t-physical",
        asks=(
            Ask(name="paragraph", label=_("Paragraph"), help=_("As the resolution numbers it."), example="7 (a) (i)"),
            Ask(
                name="text",
                label=_("The task"),
                help=_("Who must do what, for whom, with which limits; in short words."),
                example=(
                    "Protect civilians under threat of physical violence from any source, within capabilities and "
                    "areas of deployment, with all necessary means."
                ),
                long=True,
            ),
            Ask(
                name="verb",
                label=_("Operative verb"),
                help=_("The Council's own word: decides, authorizes, requests, calls upon."),
                example="authorizes",
            ),
            Ask(
                name="poc",
                label=_("Part of the protection mandate"),
                help=_("Whether the task protects civilians."),
                example="yes",
            ),
            Ask(
                name="tier",
                label=_("Tier"),
                help=_("I dialogue and engagement, II physical protection, III protective environment."),
                example="II",
                wanted=False,
            ),
        ),
    )


def _languages() -> Group:
    return Group(
        field="languages",
        title=_("Languages"),
        help=_("That people in the areas speak, the most spoken first."),
        whom=_("community liaison assistants, civil affairs"),
        need=_("Module 5 asks who speaks with whom."),
        module=5,
        model=ContextFile,
        asks=(
            Ask(
                name="languages",
                label=_("Languages"),
                help=_("One after the other."),
                example="Ondaran; Merinese; Teshkan",
            ),
        ),
    )


def _areas() -> Group:
    return Group(
        field="areas",
        title=_("Areas"),
        help=_("Names and shapes come with the data. How exposed people are is a judgement of the mission."),
        whom=_("JMAC, field offices"),
        need=_("Module 2 compares the areas."),
        module=2,
        model=Area,
        many=True,
        example_id="kesta-valley",
        asks=(
            Ask(
                name="name",
                label=_("Name"),
                help=_("As people in the mission say it."),
                example="Kesta Valley",
                placeholder="NAME OF AN AREA",
            ),
            Ask(
                name="vulnerability",
                label=_("Vulnerability"),
                help=_("How exposed people there are."),
                example="5",
            ),
            Ask(
                name="note",
                label=_("Note"),
                help=_("What matters here, in a line."),
                example="Farms, the market town Talmo, the seasonal road and Harsa Crossing.",
                wanted=False,
            ),
        ),
    )


def _actors() -> Group:
    return Group(
        field="actors",
        title=_("Actors"),
        help=_("Who increases or reduces threats to civilians. Begin with those named most often in the data."),
        whom=_("JMAC, POC adviser, political affairs"),
        need=_("Module 4 maps the actors."),
        module=4,
        model=Actor,
        many=True,
        prefix="a",
        example_id="mrf",
        asks=(*_actor_names(), *_actor_judgements()),
    )


def _actor_names() -> tuple[Ask, ...]:
    return (
        Ask(
            name="name",
            label=_("Name"),
            help=_("As the incident table writes it."),
            example="Merin Resource Front",
        ),
        Ask(name="short", label=_("Short name"), help=_("As colleagues say it."), example="MRF", wanted=False),
        Ask(
            name="kind",
            label=_("Kind"),
            help=_("An imported kind is a guess: correct it."),
            example="armed-group",
        ),
        Ask(
            name="areas",
            label=_("Areas"),
            help=_("Where it is present, as the areas are named above."),
            example="Upper Merin; Lake Nomi",
            refers="areas",
            wanted=False,
        ),
    )


def _actor_judgements() -> tuple[Ask, ...]:
    return (
        Ask(
            name="interests",
            label=_("Interests"),
            help=_("What it wants."),
            example="Keep the pits and the river trade; be named a party to talks.",
            long=True,
        ),
        Ask(
            name="drivers_for",
            label=_("Drivers for protection"),
            help=_("What could move it to spare or protect civilians."),
            example="Traders it depends on want quiet roads; its leaders want to come off the sanctions list.",
            long=True,
        ),
        Ask(
            name="drivers_against",
            label=_("Drivers against protection"),
            help=_("What makes it harm civilians or let harm happen."),
            example="Needs forced labour; punishes villages to keep informers silent.",
            long=True,
        ),
        Ask(name="influence", label=_("Influence"), help=_("On the safety of civilians."), example="4"),
        Ask(
            name="stance",
            label=_("Stance"),
            help=_("Whether it drives or reduces threats to civilians."),
            example="-2",
        ),
        Ask(name="intent", label=_("Intent to harm"), help=_("For armed actors."), example="5", wanted=False),
        Ask(name="capability", label=_("Capability to harm"), help=_("For armed actors."), example="4", wanted=False),
    )


def _threats() -> Group:
    return Group(
        field="threats",
        title=_("Threats"),
        help=_("The threat assessment that components agree on. Name nobody who could be identified."),
        whom=_("POC adviser, protection working group"),
        need=_("Module 2 ranks the threats."),
        module=2,
        model=Threat,
        many=True,
        prefix="th",
        example_id="th-taking",
        asks=(
            Ask(
                name="title",
                label=_("What happens"),
                help=_("In a line."),
                example="Men and boys taken for labour in the pits",
            ),
            Ask(name="actor", label=_("By whom"), help=_("One of the actors."), example="Merin Resource Front", refers="actors"),
            Ask(name="area", label=_("Where"), help=_("One of the areas."), example="Upper Merin", refers="areas"),
            Ask(
                name="who",
                label=_("Civilians at risk"),
                help=_("By sex, age and group."),
                example="men, and boys from 12",
            ),
            Ask(name="likelihood", label=_("Likelihood"), help=_("In the coming months."), example="5"),
            Ask(name="impact", label=_("Impact"), help=_("On those whom it meets."), example="5"),
            Ask(
                name="signs",
                label=_("Early warning signs"),
                help=_("What people see or hear before it happens."),
                example="recruiters at the ford; water low in the pits; traders leave",
                wanted=False,
            ),
        ),
    )


def _bodies() -> Group:
    return Group(
        field="bodies",
        title=_("Coordination bodies"),
        help=_("Who meets when, and who decides on protection."),
        whom=_("chief of staff, JOC"),
        need=_("Module 3 shows who decides."),
        module=3,
        model=Body,
        many=True,
        prefix="b",
        example_id="poc-wg",
        asks=(
            Ask(name="name", label=_("Name"), help=_("In full."), example="Protection Working Group"),
            Ask(name="short", label=_("Short name"), help=_("As colleagues say it."), example="PWG", wanted=False),
            Ask(name="level", label=_("Level"), help=_("Of its decisions."), example="operational"),
            Ask(name="chair", label=_("Chair"), help=_("The post, not the person."), example="Senior POC adviser"),
            Ask(name="meets", label=_("Meets"), help=_("How often."), example="every week"),
            Ask(
                name="decides",
                label=_("Decides"),
                help=_("What it may settle by itself."),
                example="analysis, draft plans, follow-up of alerts",
            ),
            Ask(
                name="members",
                label=_("Members"),
                help=_("The components that sit in it."),
                example="civilian; police; military; country-team",
            ),
        ),
    )


def _protection_actors() -> Group:
    return Group(
        field="protection_actors",
        title=_("Who protects"),
        help=_("Components, agencies, local organizations. Leave out those whom being named would endanger."),
        whom=_("POC adviser, protection cluster, civil affairs"),
        need=_("Module 1 shows who protects."),
        module=1,
        model=ProtectionActor,
        many=True,
        prefix="p",
        example_id="pa-ca",
        asks=(
            Ask(name="name", label=_("Name"), help=_("Of the unit or organization."), example="Civil affairs"),
            Ask(name="component", label=_("Component"), help=_("Where it belongs."), example="civilian"),
            Ask(
                name="tiers",
                label=_("Tiers"),
                help=_("I dialogue and engagement, II physical protection, III protective environment."),
                example="I; III",
                wanted=False,
            ),
            Ask(
                name="areas",
                label=_("Areas"),
                help=_("Where it works, as the areas are named above."),
                example="Kesta Valley; Lower Merin; Teshka Plateau",
                refers="areas",
                wanted=False,
            ),
            Ask(
                name="does",
                label=_("Does"),
                help=_("What it does to protect, in a line."),
                example="Local dialogue, liaison assistants, alert network",
            ),
        ),
    )
