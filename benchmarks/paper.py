"""Reads answer sheets that were filled in untidily and photographed badly: how much is read, and what is read wrongly.

    python benchmarks/paper.py [--sheets 20] [--seed 1]

Every kind of picture gets the same number of sheets. A place is a row of bubbles, a number or the participant's code.
Exit 1 where a wrong answer was accepted without asking.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests" / "paper")]

from sheet_filler import HABITS, SHOTS, Meant, photograph, render, untidy  # noqa: E402

from fieldbook.assessment.form_draw import Draw  # noqa: E402
from fieldbook.assessment.paper.machinecode import sheet_code  # noqa: E402
from fieldbook.assessment.paper.marks import readings  # noqa: E402
from fieldbook.assessment.paper.press import Printed, printed  # noqa: E402
from fieldbook.assessment.paper.registration import UnreadableSheetError, flat  # noqa: E402
from fieldbook.course.sources import load_course  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheets", type=int, default=20, help="pages of each kind of picture")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    papers = _papers()
    wrong: list[str] = []
    habits: Counter[tuple[str, str]] = Counter()
    print(f"{'picture':22} {'pages':>5} {'read':>5} {'rows':>6} {'sure':>7} {'asked':>7} {'wrong':>5} {'s/page':>7}")
    for number, name in enumerate(SHOTS):
        total: Counter[str] = Counter()
        start = time.process_time()
        for sheet in range(given.sheets):
            seed = given.seed * 1_000_000 + number * 1000 + sheet
            total += _one(papers, name, seed, habits, wrong)
        _line(name, total, (time.process_time() - start - total["drawing"] / 1000) / given.sheets)
    print(f"\n{'what people did':18} {'rows':>6} {'sure':>7} {'wrong':>6}")
    for habit in HABITS:
        rows = sum(habits[habit, kind] for kind in ("right", "asked", "wrong"))
        taken = habits[habit, "right"] + habits[habit, "wrong"]
        print(f"{habit:18} {rows:6} {taken / max(rows, 1):7.1%} {habits[habit, 'wrong']:6}")
    for line in wrong[:20]:
        print("wrong:", line)
    return 1 if wrong else 0


def _papers() -> dict[str, tuple[Printed, list]]:
    course = load_course(ROOT)
    papers = printed(course, Draw(course).forms["final"], 2)
    pages = {
        version.letter: render(
            next(data for name, data in papers.learner.items() if f"answers-{version.letter}" in name)
        )
        for version in papers.plan.versions
    }
    return {letter: (papers, images) for letter, images in pages.items()}


def _one(
    papers: dict[str, tuple[Printed, list]], name: str, seed: int, habits: Counter, wrong: list[str]
) -> Counter[str]:
    chance = random.Random(seed)  # noqa: S311
    letter = chance.choice(sorted(papers))
    printed_here, images = papers[letter]
    place = chance.randrange(len(images))
    page, image = printed_here.plan.of(letter).pages[place], images[place].copy()
    begun = time.process_time()
    meant = untidy(page, image, chance)
    picture = photograph(image, SHOTS[name], seed % 2**31)
    total = Counter(pages=1, drawing=int((time.process_time() - begun) * 1000))
    try:
        laid = flat(picture)
    except UnreadableSheetError:
        return total
    code = sheet_code(laid.grey)
    if code is None:
        return total
    if (code.plan, code.letter, code.page) != (printed_here.plan.id, letter, place + 1):
        wrong.append(f"{name} {seed}: code {code}")
    total["read"] = 1
    for reading in readings(page, laid):
        if reading.group.bubbles:
            judged = _judged(meant[reading.group.name], reading)
            total[judged] += 1
            habits[meant[reading.group.name].habit, judged] += 1
            if judged == "wrong":
                was = meant[reading.group.name]
                wrong.append(f"{name} {seed} {reading.group.name}: {was} read as {reading.values} {reading.confidence}")
    return total


def _judged(was: Meant, reading: object) -> str:
    if not reading.sure:
        return "asked"
    return "right" if was.values is not None and frozenset(reading.values) == was.values else "wrong"


def _line(name: str, total: Counter[str], seconds: float) -> None:
    rows = total["right"] + total["asked"] + total["wrong"]
    shares = f"{(total['right'] + total['wrong']) / max(rows, 1):7.1%} {total['asked'] / max(rows, 1):7.1%}"
    print(
        f"{name:22} {total['pages']:5} {total['read']:5} {rows:6} {shares} {total['wrong']:5} {seconds:7.2f}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
