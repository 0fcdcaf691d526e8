"""From pages to participants: which pages belong together, what is missing, and who used another one's code."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from fieldbook.assessment.paper.doubts import CODE, SheetPlace, responses
from fieldbook.assessment.paper.sheet_plan import Plan
from fieldbook.core.i18n import _
from fieldbook.core.problems import Problem
from fieldbook.model.paper_results import PaperAnswer, PaperSitting


@dataclasses.dataclass(frozen=True)
class ReadPage:
    """One page of an answer sheet as it was read."""

    name: str
    plan: Plan
    letter: str
    number: int
    places: Mapping[str, SheetPlace]

    @property
    def code(self) -> str | None:
        """The participant's; None while it is in doubt."""
        return "".join(self.places[CODE].said) if self.places[CODE].sure else None

    @property
    def open(self) -> list[str]:
        """Ids of the places that are to be decided."""
        return [place.id for place in self.places.values() if not place.sure]


@dataclasses.dataclass
class Sorted:
    """Sittings that are whole, the participants that wait for a decision, and what is wrong."""

    sittings: list[PaperSitting] = dataclasses.field(default_factory=list)
    waiting: int = 0
    open: list[str] = dataclasses.field(default_factory=list)
    """Ids of the places that they wait for. Where another picture of the same page is clear, nobody is asked."""
    disputed: dict[str, str] = dataclasses.field(default_factory=dict)
    """Codes that may be wrong, by the id of their place, with the reason in words."""
    problems: list[Problem] = dataclasses.field(default_factory=list)


def sort_pages(pages: Iterable[ReadPage], day: str) -> Sorted:
    """The sittings in ``pages``. Nothing that contradicts itself is taken: who marked what is not for us to guess."""
    found = Sorted()
    people: dict[tuple[str, str], list[ReadPage]] = defaultdict(list)
    for page in pages:
        if page.code is None:
            found.waiting += 1
            found.open += page.open
        else:
            people[page.plan.id, page.code].append(page)
    for (_plan, code), theirs in sorted(people.items()):
        _person(code, sorted(theirs, key=lambda page: (page.letter, page.number, page.name)), day, found)
    found.sittings.sort(key=lambda sitting: (sitting.form, sitting.code))
    return found


def _person(code: str, pages: Sequence[ReadPage], day: str, found: Sorted) -> None:
    kept: dict[int, ReadPage] = {}
    for page in pages:
        other = kept.setdefault(page.number, page)
        if page.letter != pages[0].letter or not _same(page, other):
            clash = pages[0] if page.letter != pages[0].letter else other
            found.problems.append(_twice(code, clash, page))
            found.disputed |= {one.places[CODE].id: _("two sheets have this code") for one in pages}
            return
        if not page.open:
            kept[page.number] = page
    first = pages[0]
    version = first.plan.of(first.letter)
    missing = [number for number in range(1, len(version.pages) + 1) if number not in kept]
    if missing:
        what = _("of the participant {code}, {form}: page {pages} is missing").format(
            code=code, form=first.plan.title, pages=", ".join(map(str, missing))
        )
        remedy = _("Scan it together with the others. Until then nothing of this sheet is taken.")
        found.problems.append(Problem(first.name, 0, "", what, remedy, "FB-PAPER-08"))
        found.disputed |= {one.places[CODE].id: _("another page with this code is missing") for one in kept.values()}
        return
    if any(page.open for page in kept.values()):
        found.waiting += 1
        found.open += [name for page in kept.values() for name in page.open]
        return
    found.sittings.append(_sitting(code, first.plan, first.letter, kept.values(), day))


def _same(page: ReadPage, other: ReadPage) -> bool:
    """Whether two pictures can show one page: what is sure in both says the same."""
    return all(
        place.said == other.places[name].said
        for name, place in page.places.items()
        if place.sure and other.places[name].sure
    )


def _twice(code: str, one: ReadPage, other: ReadPage) -> Problem:
    what = _("has the participant's code {code}, as {other} has, and other answers").format(code=code, other=one.name)
    remedy = _("Neither was taken. Find out whose sheet it is, and correct the code with a decision, or on the sheet.")
    return Problem(other.name, 0, "", what, remedy, "FB-PAPER-07")


def _sitting(code: str, plan: Plan, letter: str, pages: Iterable[ReadPage], day: str) -> PaperSitting:
    places = {name: place for page in pages for name, place in page.places.items() if name != CODE}
    questions = plan.of(letter).questions
    sure: dict[int, float] = {}
    decided: set[int] = set()
    for place in places.values():
        sure[place.question] = min(sure.get(place.question, 1.0), 1.0 if place.decided else place.confidence)
        decided |= {place.question} if place.decided else set()
    numbers = {asked.item: number for number, asked in enumerate(questions, 1)}
    variants = {asked.item: asked.variant for asked in questions}
    answers = {
        item: PaperAnswer(
            variant=variants[item],
            response=response,
            confidence=round(sure[numbers[item]], 4),
            decided=numbers[item] in decided,
        )
        for item, response in sorted(responses(questions, places).items())
    }
    return PaperSitting(
        course=plan.course,
        context=plan.context,
        lang=plan.lang,
        build=f"paper-{plan.id}",
        form=plan.form,
        variant=plan.variant,
        code=code,
        version=letter,
        day=day,
        answers=answers,
    )
