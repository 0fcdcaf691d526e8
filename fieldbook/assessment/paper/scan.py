"""Pictures of answer sheets in; answers, doubts and faults out."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import cv2

from fieldbook.assessment.paper.decisions import DoubtfulMark, unknown_decision, wrong_decision
from fieldbook.assessment.paper.doubts import CODE, SheetPlace, decide, places
from fieldbook.assessment.paper.machinecode import SheetCode, sheet_code
from fieldbook.assessment.paper.marks import crop, readings
from fieldbook.assessment.paper.paper_sitting import ReadPage, sort_pages
from fieldbook.assessment.paper.pictures import SheetPicture, pictures, unread
from fieldbook.assessment.paper.registration import Flat, UnreadableSheetError, flat
from fieldbook.assessment.paper.sheet_plan import Plan
from fieldbook.core.i18n import _
from fieldbook.core.problems import Problem
from fieldbook.model.paper_results import PaperResults, PaperSitting

Decided = Mapping[str, tuple[int, str]]
"""What persons decided, by place: line in the file and text."""


@dataclasses.dataclass
class Pile:
    """What pictures gave, before anybody decided anything. ``doubts`` has every doubtful place, and every code."""

    pages: list[ReadPage] = dataclasses.field(default_factory=list)
    doubts: dict[str, DoubtfulMark] = dataclasses.field(default_factory=dict)
    problems: list[Problem] = dataclasses.field(default_factory=list)
    pictures: int = 0


@dataclasses.dataclass
class Scan:
    """What is known in the end. ``waiting`` sheets have open doubts; nothing of them is in ``sittings``.

    ``doubts`` are still open, ``asked`` are all that a person has to do with, decided or not.
    """

    sittings: list[PaperSitting]
    doubts: list[DoubtfulMark]
    asked: list[DoubtfulMark]
    problems: list[Problem]
    waiting: int

    @property
    def results(self) -> bytes:
        """The sittings as a file for ``fieldbook collect``."""
        value = PaperResults(format="fieldbook-paper", version=1, sittings=self.sittings)
        return (json.dumps(value.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n").encode()


def would_lose(path: Path, sittings: Sequence[PaperSitting]) -> Problem | None:
    """What speaks against writing ``sittings`` to ``path``: a file is there that holds more, or that is not ours."""
    if not path.exists():
        return None
    try:
        there = PaperResults.model_validate_json(path.read_bytes()).sittings
    except (OSError, ValueError):
        what = _("is there already and is no file of results on paper")
    else:
        now = {(sitting.form, sitting.day, sitting.code) for sitting in sittings}
        lost = sorted(sitting.code for sitting in there if (sitting.form, sitting.day, sitting.code) not in now)
        if not lost:
            return None
        what = _("holds participants that these pictures do not show: {codes}").format(codes=", ".join(lost[:10]))
    return Problem(path.as_posix(), 0, "", what, _("Choose another name with --out."), "FB-PAPER-10")


def read(paths: Sequence[Path], plans: Mapping[str, Plan], tell: Callable[[int], None] = lambda _count: None) -> Pile:
    """Read the answer sheets in ``paths``, files and folders, that were printed by ``plans``.

    The same picture twice counts once. No more than one picture is in memory. ``tell`` is given the number so far.
    """
    pile = Pile()
    seen: set[str] = set()
    for found in _pictures(paths):
        if isinstance(found, Problem):
            pile.problems.append(found)
        elif found.id not in seen:
            seen.add(found.id)
            pile.pictures += 1
            _read_picture(found, plans, pile)
            tell(pile.pictures)
    return pile


def conclude(pile: Pile, day: str, decided: Decided | None = None, file: Path = Path()) -> Scan:
    """The sittings of ``day`` in ``pile``, once ``decided`` (from ``file``) has been heard."""
    decided = decided or {}
    problems = list(pile.problems)
    known = {place.id for page in pile.pages for place in page.places.values()}
    problems += [unknown_decision(file, line, name) for name, (line, _text) in decided.items() if name not in known]
    pages = []
    for page in pile.pages:
        heard = {name: _heard(place, decided, file, problems) for name, place in page.places.items()}
        pages.append(dataclasses.replace(page, places=heard))
    found = sort_pages(pages, day)
    doubts = [pile.doubts[name] for name in found.open]
    doubts += [dataclasses.replace(pile.doubts[name], why=why) for name, why in found.disputed.items()]
    listed = {*found.open, *found.disputed, *decided}
    asked = [doubt for name, doubt in pile.doubts.items() if name in listed]
    return Scan(found.sittings, doubts, asked, problems + found.problems, found.waiting)


def _heard(place: SheetPlace, decided: Decided, file: Path, problems: list[Problem]) -> SheetPlace:
    line, text = decided.get(place.id, (0, ""))
    if not text:
        return place
    heard = decide(place, text)
    if heard is None:
        problems.append(wrong_decision(file, line, text, place.answers))
    return heard or place


def _pictures(paths: Iterable[Path]) -> Iterator[SheetPicture | Problem]:
    for path in paths:
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            yield from pictures(file)


def _read_picture(found: SheetPicture, plans: Mapping[str, Plan], pile: Pile) -> None:
    try:
        page = flat(found.grey)
    except UnreadableSheetError as error:
        pile.problems.append(unread(found.name, str(error)))
        return
    code = sheet_code(page.grey)
    if code is None:
        pile.problems.append(unread(found.name, _("shows a machine code that cannot be read")))
        return
    plan = plans.get(code.plan)
    if plan is None or not plan.has(code.letter, code.page):
        pile.problems.append(_other_sheet(found.name, code))
        return
    read_here = places(found.id, readings(plan.of(code.letter).pages[code.page - 1], page))
    named = {place.name: place for place in read_here}
    pile.pages.append(ReadPage(found.name, plan, code.letter, code.page, named))
    pile.doubts |= {place.id: _doubt(found, page, place) for place in read_here if place.name == CODE or not place.sure}


def _doubt(picture: SheetPicture, page: Flat, place: SheetPlace) -> DoubtfulMark:
    _ok, packed = cv2.imencode(".png", crop(page, place.groups))
    question = "" if place.name == CODE else place.name
    return DoubtfulMark(place.id, picture.name, question, place.reason, place.shown, place.answers, packed.tobytes())


def _other_sheet(name: str, code: SheetCode) -> Problem:
    what = _("is a sheet of the course {course}, form {form}, seed {seed}, version {letter}, mission {context}, and no "
             "plan at hand is of these sheets ({plan})")  # fmt: skip
    what = what.format(
        course=code.course, form=code.form, seed=code.seed, letter=code.letter, context=code.context, plan=code.plan
    )
    remedy = _("Name the folder that was made when it was printed with --printed.")
    return Problem(name, 0, "", what, remedy, "FB-PAPER-06")
