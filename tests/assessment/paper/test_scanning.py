"""Answer sheets filled in by a simulated hand, photographed, read."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import sheet_filler
from papers import Paper
from sheet_filler import SHOTS, Image, Shot, filled, photograph, untidy

from fieldbook.assessment.paper.doubts import responses
from fieldbook.assessment.paper.machinecode import sheet_code
from fieldbook.assessment.paper.marks import readings
from fieldbook.assessment.paper.registration import flat
from fieldbook.assessment.paper.scan import Pile, conclude, read
from fieldbook.assessment.shapes import (
    ChoiceItem,
    ChoicesItem,
    GapsItem,
    NumberItem,
    OrderItem,
    PairsItem,
    TextItem,
)

DAY = "2026-11-20"
PHONE = Shot(turn=3, tilt=0.03, shadow=0.3, noise=4, quality=70, size=0.8)


def _answers(paper: Paper, seed: int) -> dict[str, Any]:
    """Chance answers to every question, as docs/items.md writes them; words and numbers are right."""
    chance = random.Random(seed)  # noqa: S311
    found: dict[str, Any] = {}
    for entry in paper.drawn.items:
        item = entry.bound
        match item:
            case ChoicesItem():
                found[item.id] = sorted(o.id for o in item.options if chance.random() < 0.5)
            case PairsItem():
                found[item.id] = {o.id: chance.choice(item.rights).id for o in item.options}
            case OrderItem():
                found[item.id] = chance.sample([o.id for o in item.options], len(item.options))
            case GapsItem():
                found[item.id] = {g.id: chance.choice(g.options).id for g in item.gaps}
            case NumberItem():
                found[item.id] = "-12.5"
            case TextItem():
                found[item.id] = ""
            case ChoiceItem():
                found[item.id] = chance.choice(item.options).id
    return found


def _save(folder: Path, pages: list[Image], shot: Shot = PHONE, name: str = "photo") -> list[Path]:
    folder.mkdir(exist_ok=True)
    paths = []
    for number, page in enumerate(pages, 1):
        paths.append(folder / f"{name}-{number}.jpg")
        cv2.imwrite(str(paths[-1]), photograph(page, shot, number), [cv2.IMWRITE_JPEG_QUALITY, shot.quality])
    return paths


def _sheet(paper: Paper, code: str, answers: dict[str, Any], letter: str = "A", style: str = "fill") -> list[Image]:
    return filled(paper.plan, letter, paper.pages[letter], code, answers, style)


@pytest.mark.parametrize("letter", ["A", "B"])
def test_all_nine_types_come_back_in_the_banks_ids(nine: Paper, tmp_path: Path, letter: str) -> None:
    given = _answers(nine, 3)
    _save(tmp_path, _sheet(nine, "042731", given, letter))
    found = conclude(read([tmp_path], nine.plans), DAY)
    assert (found.problems, found.doubts) == ([], [])
    [sitting] = found.sittings
    assert (sitting.code, sitting.version, sitting.form) == ("042731", letter, "paper")
    assert {item: answer.response for item, answer in sitting.answers.items()} == given
    assert min(answer.confidence for answer in sitting.answers.values()) >= 0.95


def test_an_empty_sheet_is_nine_open_questions(nine: Paper, tmp_path: Path) -> None:
    _save(tmp_path, _sheet(nine, "900001", {}))
    [sitting] = conclude(read([tmp_path], nine.plans), DAY).sittings
    assert all(answer.response in ("", [], {}) for answer in sitting.answers.values())


@pytest.mark.parametrize("name", SHOTS)
def test_untidy_marks_in_bad_pictures_are_read_rightly_or_asked_for(final: Paper, name: str) -> None:
    """No wrong answer is accepted; most rows are read without asking; tidy ones nearly all."""
    chance = random.Random(f"{name} 7")  # noqa: S311
    page, image = final.plan.of("A").pages[0], final.pages["A"][0].copy()
    meant = untidy(page, image, chance)
    laid = flat(photograph(image, SHOTS[name], 7))
    code = sheet_code(laid.grey)
    assert code
    assert (code.plan, code.letter, code.page) == (final.plan.id, "A", 1)
    total: Counter[str] = Counter()
    for reading in readings(page, laid):
        if reading.group.bubbles:
            was = meant[reading.group.name]
            kind = "tidy" if was.habit == "tidy" else "untidy"
            total[kind] += 1
            total[f"{kind} sure"] += reading.sure
            assert not reading.sure or was.values == frozenset(reading.values), (reading, was)
    assert total["tidy sure"] >= (0.6 if name == "glare" else 0.85) * total["tidy"]
    assert total["untidy sure"] >= 0.2 * total["untidy"]


@pytest.mark.parametrize(
    ("habit", "reason"),
    [
        ("two", "two"),
        ("dot", "faint"),
        ("crossed-out", "beside"),
        ("crossed-and-new", "two"),
        ("erased-and-new", "clear"),
        ("tidy", "clear"),
        ("half", "clear"),
        ("open", "empty"),
    ],
)
def test_what_becomes_of_each_habit(nine: Paper, habit: str, reason: str) -> None:
    page, image = nine.plan.of("A").pages[0], nine.pages["A"][0].copy()
    rows = page.model_copy(update={"groups": tuple(g for g in page.groups if g.kind == "one")})
    untidy(rows, image, random.Random(2), {habit: 1.0})  # noqa: S311
    found = Counter(r.reason for r in readings(page, flat(photograph(image, PHONE, 3))) if r.group.kind == "one")
    assert found.most_common(1)[0][0] == reason, found
    if reason not in {"clear", "empty"}:
        assert not found["clear"] + found["empty"], found


def test_words_are_shown_to_a_person_and_never_read(nine: Paper, tmp_path: Path) -> None:
    short = next(e.bound.id for e in nine.drawn.items if isinstance(e.bound, TextItem))
    _save(tmp_path, _sheet(nine, "111111", {short: "Early warning"}))
    pile = read([tmp_path], nine.plans)
    [doubt] = conclude(pile, DAY).doubts
    assert cv2.imdecode(np.frombuffer(doubt.crop, np.uint8), 0).shape[0] > 80
    done = conclude(pile, DAY, {doubt.id: (2, "early warning")})
    [sitting] = done.sittings
    assert sitting.answers[short].response == "early warning"
    assert sitting.answers[short].decided


def test_a_sheet_with_an_open_doubt_waits_until_it_is_decided(nine: Paper, tmp_path: Path) -> None:
    single = next(e.bound for e in nine.drawn.items if isinstance(e.bound, ChoiceItem) and not e.bound.is_statement)
    group = _group(nine, single.id)
    [image] = _sheet(nine, "222222", {})
    for bubble in group.bubbles[:2]:
        sheet_filler.mark(image, bubble)
    _save(tmp_path, [image])
    pile = read([tmp_path], nine.plans)
    first = conclude(pile, DAY)
    assert (first.sittings, first.waiting, len(first.doubts)) == ([], 1, 1)
    assert first.doubts[0].read == "A B"
    wrong = conclude(pile, DAY, {first.doubts[0].id: (2, "Z")}, Path("d.csv"))
    assert [str(p).partition(":")[0] + p.code for p in wrong.problems] == ["d.csvFB-PAPER-09"]
    assert wrong.sittings == []
    for text, value in (("b", group.bubbles[1].value), ("-", "")):
        [sitting] = conclude(pile, DAY, {first.doubts[0].id: (2, text)}).sittings
        assert sitting.answers[single.id].response == value


def test_a_code_that_is_half_filled_in_is_asked_for(nine: Paper, tmp_path: Path) -> None:
    [image] = _sheet(nine, "333333", {})
    last = next(g for g in nine.plan.of("A").pages[0].groups if g.question == 0 and g.part == "6")
    image[:] = np.where(_near(image, last), nine.pages["A"][0], image)
    _save(tmp_path, [image])
    pile = read([tmp_path], nine.plans)
    [doubt] = conclude(pile, DAY).doubts
    assert doubt.question == ""
    assert doubt.read == "33333"
    assert [s.code for s in conclude(pile, DAY, {doubt.id: (2, "333 334")}).sittings] == ["333334"]
    assert conclude(pile, DAY, {doubt.id: (2, "33333")}).sittings == []


def test_two_sheets_with_one_code_are_named_and_neither_is_taken(nine: Paper, tmp_path: Path) -> None:
    _save(tmp_path, _sheet(nine, "444444", _answers(nine, 1)), name="one")
    _save(tmp_path, _sheet(nine, "444444", _answers(nine, 2)), name="two")
    _save(tmp_path, _sheet(nine, "555555", _answers(nine, 2)), name="three")
    pile = read([tmp_path], nine.plans)
    found = conclude(pile, DAY)
    assert [s.code for s in found.sittings] == ["555555"]
    assert [p.code for p in found.problems] == ["FB-PAPER-07"]
    assert len(found.doubts) == 2
    mended = conclude(pile, DAY, {found.doubts[0].id: (2, "444445")})
    assert [s.code for s in mended.sittings] == ["444444", "444445", "555555"]
    assert mended.problems == []


def test_one_sheet_photographed_twice_counts_once(nine: Paper, tmp_path: Path) -> None:
    given = _answers(nine, 1)
    [page] = _sheet(nine, "666666", given)
    _save(tmp_path, [page], name="one")
    group = _group(nine, next(e.bound.id for e in nine.drawn.items if getattr(e.bound, "is_statement", False)))
    for bubble in group.bubbles:
        sheet_filler.mark(page, bubble)
    _save(tmp_path, [page], Shot(turn=180, quality=80), name="smudged")
    found = conclude(read([tmp_path], nine.plans), DAY)
    assert [s.code for s in found.sittings] == ["666666"]
    assert (found.problems, found.doubts) == ([], [])


def test_a_missing_page_is_named_and_nothing_of_its_sheet_is_taken(final: Paper, tmp_path: Path) -> None:
    first, second = _save(tmp_path, _sheet(final, "777777", _answers(final, 4), "B"))
    found = conclude(read([second], final.plans), DAY)
    assert found.sittings == []
    assert [p.code for p in found.problems] == ["FB-PAPER-08"]
    assert "page 1" in found.problems[0].message
    assert [doubt.read for doubt in found.doubts] == ["777777"]
    assert [s.code for s in conclude(read([second, first], final.plans), DAY).sittings] == ["777777"]


def test_a_sheet_of_another_printing_is_named(nine: Paper, final: Paper, tmp_path: Path) -> None:
    paths = _save(tmp_path, [nine.pages["A"][0]])
    pile = read(paths, final.plans)
    assert pile.pages == []
    assert [p.code for p in pile.problems] == ["FB-PAPER-06"]
    assert "course tiny, form paper" in pile.problems[0].message


def test_a_scanned_pdf_is_read_page_by_page(final: Paper, tmp_path: Path) -> None:
    sheets = next(data for name, data in final.printed.learner.items() if "answers-A" in name)
    (tmp_path / "scan.pdf").write_bytes(sheets)
    assert [page.number for page in read([tmp_path], final.plans).pages] == [1, 2]


def test_pictures_that_show_no_sheet_are_named_and_the_rest_is_read(nine: Paper, tmp_path: Path) -> None:
    _save(tmp_path, _sheet(nine, "888888", {}), name="good")
    whole = (tmp_path / "good-1.jpg").read_bytes()
    page = nine.pages["A"][0]
    bomb = b"\x89PNG\r\n\x1a\n" + _png_head(60_000, 60_000)
    bad = {
        "blank.png": cv2.imencode(".png", np.full((1500, 1000), 255, np.uint8))[1].tobytes(),
        "bomb.png": bomb,
        "cut.jpg": whole[: len(whole) // 20],
        "empty.jpg": b"",
        "half.png": cv2.imencode(".png", page[: page.shape[0] // 3])[1].tobytes(),
        "locked.pdf": b"%PDF-1.7 nothing",
        "notes.txt": b"no picture",
        "tiny.png": cv2.imencode(".png", cv2.resize(page, None, fx=0.25, fy=0.25))[1].tobytes(),
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    pile = read([tmp_path], nine.plans)
    named = {Path(problem.path).name: problem.code for problem in pile.problems}
    assert named == {name: "FB-PAPER-05" if name == "bomb.png" else "FB-PAPER-04" for name in bad}
    assert [s.code for s in conclude(pile, DAY).sittings] == ["888888"]


def test_an_order_with_a_place_left_open_keeps_the_others(nine: Paper) -> None:
    page, version = nine.plan.of("A").pages[0], nine.plan.of("A")
    order = next(n for n, asked in enumerate(version.questions, 1) if asked.type == "ordering")
    image = nine.pages["A"][0].copy()
    rows = [g for g in page.groups if g.question == order]
    sheet_filler.mark(image, rows[0].bubbles[0])
    sheet_filler.mark(image, rows[2].bubbles[1])
    from fieldbook.assessment.paper.doubts import places  # noqa: PLC0415

    found = {place.name: place for place in places("x", readings(page, flat(photograph(image, PHONE, 1))))}
    del found["code"]
    response = responses(version.questions, found)[version.questions[order - 1].item]
    assert response == [rows[0].bubbles[0].value, "", rows[2].bubbles[1].value]


def _group(paper: Paper, item: str) -> Any:
    version = paper.plan.of("A")
    number = next(n for n, asked in enumerate(version.questions, 1) if asked.item == item)
    return next(g for page in version.pages for g in page.groups if g.question == number)


def _near(image: Image, group: Any) -> Any:
    x, y = group.bubbles[0].x * sheet_filler.PX, group.bubbles[0].y * sheet_filler.PX
    rows, columns = np.mgrid[0 : image.shape[0], 0 : image.shape[1]]
    return (abs(columns - x) < 2.9 * sheet_filler.PX) & (rows > y - 30) & (rows < y + 60 * sheet_filler.PX)


def _png_head(width: int, height: int) -> bytes:
    import struct  # noqa: PLC0415
    import zlib  # noqa: PLC0415

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def test_nothing_is_a_pile(tmp_path: Path) -> None:
    assert read([tmp_path], {}) == Pile()
