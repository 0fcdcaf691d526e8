"""What is asked about the mission itself, its mandate and the languages of its areas."""

from __future__ import annotations

from fieldbook.context.asking.field_kinds import Ask, FieldGroup
from fieldbook.core.i18n import _
from fieldbook.model.context import ContextFile, Mandate, MandateTask, Mission


def pack() -> FieldGroup:
    """The top of the file."""
    title = Ask(
        name="title",
        label=_("Title of the pack"),
        help=_("Stands on every page of the edition."),
        example="Ondara and UNSMON",
        placeholder="TITLE OF THE PACK",
    )
    return FieldGroup(
        field="",
        title=_("The pack"),
        help=_("What trainers call this set of facts and data."),
        whom=_("you decide"),
        need=_("Text that uses it says so until then."),
        module=None,
        model=ContextFile,
        asks=(title,),
    )


def mission() -> FieldGroup:
    """How the mission is written of."""
    return FieldGroup(
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
                name="time_zone",
                label=_("Time zone"),
                help=_("Hours from UTC, and whether clocks change in summer. Who calls from elsewhere needs it."),
                example="UTC+3, all year",
            ),
            Ask(
                name="established",
                label=_("Established on"),
                help=_("Year, month, day: the date of the first resolution."),
                example="2022-02-24",
            ),
        ),
    )


def mandate() -> FieldGroup:
    """The resolution in force."""
    return FieldGroup(
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


def tasks() -> FieldGroup:
    """Paragraphs of the mandate."""
    return FieldGroup(
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


def languages() -> FieldGroup:
    """One list."""
    return FieldGroup(
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
