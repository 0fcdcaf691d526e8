"""What is asked about areas, actors, threats, bodies and those who protect."""

from __future__ import annotations

from fieldbook.context.asking.field_kinds import Ask, FieldGroup
from fieldbook.core.i18n import _
from fieldbook.model.context import Actor, Area, Body, ProtectionActor, Threat


def areas() -> FieldGroup:
    """Judgements about areas that the data brought."""
    return FieldGroup(
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


def actors() -> FieldGroup:
    """Who drives and who reduces threats."""
    return FieldGroup(
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


def threats() -> FieldGroup:
    """The threat assessment."""
    return FieldGroup(
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
            Ask(
                name="actor",
                label=_("By whom"),
                help=_("One of the actors."),
                example="Merin Resource Front",
                refers="actors",
            ),
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


def bodies() -> FieldGroup:
    """Who meets and decides."""
    return FieldGroup(
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
            Ask(
                name="level",
                label=_("Level"),
                help=_("Of its decisions: strategic, operational, tactical."),
                example="operational",
            ),
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


def protection_actors() -> FieldGroup:
    """Who protects."""
    return FieldGroup(
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
