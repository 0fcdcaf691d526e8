"""A person with a pen and a phone: marks on the picture of an answer sheet, and what a photograph does to it.

page = render(pdf_bytes)[0]
mark(page, bubbles, "fill")            # on the flat page, before it is photographed
cv2.imwrite("photo.jpg", photograph(page, Shot(tilt=0.1, shadow=0.4), seed=3))
"""

from __future__ import annotations

import dataclasses
import math
import random
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import cv2
import numpy as np
import pypdfium2

from fieldbook.assessment.paper.sheet_layout import RADIUS
from fieldbook.assessment.paper.sheet_plan import Bubble, Plan, SheetGroup, SheetPage, SheetVersion

DPI = 170
PX = DPI / 25.4
Image = np.ndarray[Any, np.dtype[np.uint8]]


def render(pdf: bytes) -> list[Image]:
    """Every page of a printed PDF as a grey picture."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=DPI / 72, grayscale=True).to_numpy().squeeze().copy() for page in document]


def filled(
    plan: Plan,
    letter: str,
    pages: Sequence[Image],
    code: str,
    answers: Mapping[str, Any],
    style: str = "fill",
    seed: int = 1,
) -> list[Image]:
    """The sheet of a participant who gives ``answers`` (item to response in the bank's ids), each mark in ``style``."""
    version, chance = plan.of(letter), random.Random(seed)  # noqa: S311
    done = [page.copy() for page in pages]
    for page, image in zip(version.pages, done, strict=True):
        for group in page.groups:
            for bubble in wanted(version, group, code, answers):
                mark(image, bubble, style, chance)
            if group.kind == "text" and answers.get(version.questions[group.question - 1].item):
                write(image, group, str(answers[version.questions[group.question - 1].item]))
    return done


def wanted(version: SheetVersion, group: SheetGroup, code: str, answers: Mapping[str, Any]) -> list[Bubble]:
    """The bubbles of ``group`` that say what the participant means."""
    if group.question == 0:
        return [b for b in group.bubbles if b.value == code[int(group.part) - 1]]
    response = answers.get(version.questions[group.question - 1].item)
    if response in (None, "", [], {}):
        return []
    return [b for b in group.bubbles if b.value in _values(version, group, response)]


def _values(version: SheetVersion, group: SheetGroup, response: Any) -> list[str]:
    if group.kind == "many":
        return list(response)
    if group.kind == "digit":
        return [response[int(group.part) - 1]] if int(group.part) <= len(response) else []
    if isinstance(response, list):
        return [response[int(group.part) - 1]] if int(group.part) <= len(response) else []
    if isinstance(response, dict):
        ids = version.questions[group.question - 1].parts
        return [response[ids[int(group.part) - 1]]] if ids[int(group.part) - 1] in response else []
    return [response]


def mark(image: Image, bubble: Bubble, style: str = "fill", chance: random.Random | None = None, ink: int = 45) -> None:
    """One mark in ``bubble``: fill, scribble, cross, tick, half, faint, erased, dot, crossed-out, missed."""
    chance = chance or random.Random(0)  # noqa: S311
    x, y = bubble.x + chance.uniform(-0.25, 0.25), bubble.y + chance.uniform(-0.25, 0.25)
    _STYLES[style](image, x, y, chance, ink)


def write(image: Image, group: SheetGroup, text: str) -> None:
    """Words in a box."""
    assert group.box
    where = (round((group.box.x + 2) * PX), round((group.box.y + group.box.height * 0.65) * PX))
    cv2.putText(image, text, where, cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, 1.1, 60, 2, cv2.LINE_AA)


_REACH = round(RADIUS * 3 * PX)


def _around(image: Image, x: float, y: float) -> tuple[Image, int, int]:
    """The part of ``image`` that a mark can reach, and its corner."""
    left, top = max(0, round(x * PX) - _REACH), max(0, round(y * PX) - _REACH)
    return image[top : top + 2 * _REACH, left : left + 2 * _REACH], left, top


def _blend(part: Image, cover: Image, ink: int) -> None:
    share = cover.astype(np.float32) / 255
    part[:] = (part * (1 - share) + np.minimum(part, ink) * share).astype(np.uint8)


def _disc(image: Image, x: float, y: float, radius: float, ink: int) -> None:
    part, left, top = _around(image, x, y)
    cover = np.zeros_like(part)
    cv2.circle(cover, (round(x * PX) - left, round(y * PX) - top), round(radius * PX), 255, -1, cv2.LINE_AA)
    _blend(part, cover, ink)


def _strokes(image: Image, lines: Sequence[Sequence[tuple[float, float]]], width: float, ink: int) -> None:
    x, y = np.mean([point for line in lines for point in line], axis=0)
    part, left, top = _around(image, x, y)
    cover = np.zeros_like(part)
    for line in lines:
        points = np.array([[round(px * PX) - left, round(py * PX) - top] for px, py in line], np.int32)
        cv2.polylines(
            cover, [points], isClosed=False, color=255, thickness=max(1, round(width * PX)), lineType=cv2.LINE_AA
        )
    _blend(part, cover, ink)


def _fill(image: Image, x: float, y: float, chance: random.Random, ink: int) -> None:
    _disc(image, x, y, RADIUS * chance.uniform(0.85, 1.1), ink)


def _scribble(image: Image, x: float, y: float, chance: random.Random, ink: int) -> None:
    points = []
    for step in range(14):
        side = RADIUS * 0.9 * (1 if step % 2 else -1) * chance.uniform(0.7, 1.05)
        points.append((x + side, y - RADIUS * 0.9 + 2 * RADIUS * 0.9 * step / 13))
    _strokes(image, [points], 0.35, ink)


def _cross(image: Image, x: float, y: float, chance: random.Random, ink: int) -> None:
    r = RADIUS * chance.uniform(0.8, 1.1)
    _strokes(image, [[(x - r, y - r), (x + r, y + r)], [(x - r, y + r), (x + r, y - r)]], 0.5, ink)


def _tick(image: Image, x: float, y: float, chance: random.Random, ink: int) -> None:
    r = RADIUS * chance.uniform(0.9, 1.2)
    _strokes(image, [[(x - r, y), (x - r * 0.2, y + r * 0.8), (x + r, y - r)]], 0.5, ink)


def _half(image: Image, x: float, y: float, chance: random.Random, ink: int) -> None:
    part, left, top = _around(image, x, y)
    cover = np.zeros_like(part)
    axes = (round(RADIUS * PX), round(RADIUS * PX))
    centre = (round(x * PX) - left, round(y * PX) - top)
    cv2.ellipse(cover, centre, axes, chance.uniform(0, 360), 0, 180, 255, -1, cv2.LINE_AA)
    _blend(part, cover, ink)


def _faint(image: Image, x: float, y: float, chance: random.Random, ink: int) -> None:
    del ink
    _disc(image, x, y, RADIUS * 0.95, chance.randint(195, 222))


def _erased(image: Image, x: float, y: float, chance: random.Random, ink: int) -> None:
    del ink
    _disc(image, x, y, RADIUS * 0.95, chance.randint(232, 244))


def _dot(image: Image, x: float, y: float, chance: random.Random, ink: int) -> None:
    del chance
    _disc(image, x, y, RADIUS * 0.3, ink)


def _crossed_out(image: Image, x: float, y: float, chance: random.Random, ink: int) -> None:
    _fill(image, x, y, chance, ink)
    r = RADIUS * 1.7
    _strokes(image, [[(x - r, y - r), (x + r, y + r)], [(x - r, y + r), (x + r, y - r)]], 0.5, ink)


def _missed(image: Image, x: float, y: float, chance: random.Random, ink: int) -> None:
    """A tick that lies beside its bubble for the greater part."""
    _tick(image, x + RADIUS * 1.3, y - RADIUS * 0.4, chance, ink)


_STYLES = {
    "fill": _fill,
    "scribble": _scribble,
    "cross": _cross,
    "tick": _tick,
    "half": _half,
    "faint": _faint,
    "erased": _erased,
    "dot": _dot,
    "crossed-out": _crossed_out,
    "missed": _missed,
}


HABITS = {
    "tidy": 0.62,
    "scribble": 0.06,
    "cross": 0.05,
    "tick": 0.05,
    "half": 0.03,
    "faint": 0.03,
    "dot": 0.02,
    "missed": 0.02,
    "open": 0.06,
    "two": 0.02,
    "erased-and-new": 0.02,
    "crossed-and-new": 0.01,
    "crossed-out": 0.01,
}
"""What people do in a row, and how often in a class that was told how to mark."""


def untidy(page: SheetPage, image: Image, chance: random.Random, habits: Mapping[str, float] = HABITS) -> dict[str, Meant]:
    """Fill in a whole page as people do. What was meant, by the name of each row."""
    meant = {}
    for group in page.groups:
        if group.bubbles:
            habit = chance.choices(list(habits), list(habits.values()))[0]
            meant[group.name] = Meant(habit, _row(image, group, habit, chance))
    return meant


class Meant(NamedTuple):
    """What somebody did in a row, and the values meant; None where nobody can know."""

    habit: str
    values: frozenset[str] | None


def _row(image: Image, group: SheetGroup, habit: str, chance: random.Random) -> frozenset[str] | None:
    bubbles = chance.sample(group.bubbles, len(group.bubbles))
    pen = chance.choice([25, 45, 70, 100])
    if habit == "open":
        return frozenset()
    if group.kind == "many" and habit in {"tidy", "scribble", "cross", "tick"}:
        chosen = bubbles[: chance.randint(1, len(bubbles))]
        for bubble in chosen:
            mark(image, bubble, "fill" if habit == "tidy" else habit, chance, pen)
        return frozenset(bubble.value for bubble in chosen)
    first, second = bubbles[0], bubbles[1]
    match habit:
        case "two":
            mark(image, first, "fill", chance, pen)
            mark(image, second, "fill", chance, pen)
            return frozenset({first.value, second.value}) if group.kind == "many" else None
        case "erased-and-new":
            mark(image, second, "erased", chance)
        case "crossed-and-new":
            mark(image, second, "crossed-out", chance, pen)
        case "crossed-out":
            mark(image, first, "crossed-out", chance, pen)
            return frozenset()
    plain = habit in {"tidy", "erased-and-new", "crossed-and-new"}
    mark(image, first, "fill" if plain else habit, chance, pen)
    return frozenset({first.value})


@dataclasses.dataclass(frozen=True)
class Shot:
    """How a photograph is taken: ``turn`` in degrees, ``blur`` in tenths of a millimetre, the rest as shares."""

    turn: float = 0.0
    tilt: float = 0.0
    curl: float = 0.0
    blur: float = 0.0
    shadow: float = 0.0
    edge: float = 0.0
    """A hard shadow, of a hand or the phone."""
    glare: float = 0.0
    """A lamp that shines on the sheet, so that part of it is white in the picture."""
    noise: float = 0.0
    contrast: float = 1.0
    quality: int = 90
    size: float = 1.0


def photograph(page: Image, shot: Shot, seed: int = 1) -> Image:
    """``page`` on a table, as a phone sees it."""
    chance = np.random.default_rng(seed)
    pad = int(0.08 * page.shape[1])
    table = cv2.copyMakeBorder(_curled(page, shot.curl), pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=110)
    seen = _placed(table, shot, chance)
    if shot.blur:
        seen = cv2.GaussianBlur(seen, (0, 0), shot.blur * PX * 0.1)
    light = _light(seen.shape, shot, chance) if shot.shadow or shot.edge else 1.0
    value = (
        (np.asarray(seen, np.float32) - 255 * (1 - shot.contrast) * 0.35) * shot.contrast
        if shot.contrast < 1
        else seen.astype(np.float32)
    )
    if shot.contrast < 1:
        value = 128 + (seen.astype(np.float32) - 128) * shot.contrast
    value = value * light
    if shot.glare:
        value = value + shot.glare * 255 * _lamp(seen.shape, chance)
    if shot.noise:
        value += shot.noise * chance.standard_normal(value.shape, np.float32)
    done = np.clip(value, 0, 255).astype(np.uint8)
    if shot.size != 1.0:
        done = cv2.resize(done, None, fx=shot.size, fy=shot.size, interpolation=cv2.INTER_AREA)
    _ok, packed = cv2.imencode(".jpg", done, [cv2.IMWRITE_JPEG_QUALITY, shot.quality])
    return cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE)


SHOTS = {
    "scanner": Shot(turn=0.7, quality=85, noise=2),
    "flat photograph": Shot(turn=2, tilt=0.02, shadow=0.15, noise=3),
    "turned by 8 degrees": Shot(turn=8),
    "sideways": Shot(turn=90, tilt=0.03),
    "upside down": Shot(turn=181),
    "tilted": Shot(turn=3, tilt=0.12),
    "curved": Shot(curl=0.45, tilt=0.03),
    "blurred": Shot(blur=3.0),
    "shadow": Shot(shadow=0.6),
    "hard shadow": Shot(edge=0.5, shadow=0.2),
    "glare": Shot(glare=0.8, shadow=0.2, contrast=0.8, tilt=0.03),
    "noise": Shot(noise=18),
    "low contrast": Shot(contrast=0.4),
    "JPEG 25": Shot(quality=25),
    "small": Shot(size=0.5),
    "everything": Shot(
        turn=4, tilt=0.07, curl=0.2, blur=1.5, shadow=0.4, edge=0.3, noise=8, contrast=0.7, quality=50, size=0.8
    ),
}
"""Ways in which pictures are taken."""


def _curled(page: Image, curl: float) -> Image:
    if not curl:
        return page
    height, width = page.shape
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    wave = curl * 0.02 * width * (1 - (2 * y / height - 1) ** 2)
    return cv2.remap(page, x + wave.astype(np.float32), y, cv2.INTER_LINEAR, borderValue=110)


def _placed(table: Image, shot: Shot, chance: np.random.Generator) -> Image:
    height, width = table.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    pull = (
        chance.uniform(0, shot.tilt, (4, 2)).astype(np.float32) * [width, height] * [[1, 1], [-1, 1], [-1, -1], [1, -1]]
    )
    angle = math.radians(shot.turn)
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    moved = (corners + pull - [width / 2, height / 2]) @ turn.T
    moved = (moved - moved.min(axis=0)).astype(np.float32)
    size = np.ceil(moved.max(axis=0)).astype(int)
    matrix = cv2.getPerspectiveTransform(corners, moved)
    return cv2.warpPerspective(table, matrix, (int(size[0]), int(size[1])), flags=cv2.INTER_AREA, borderValue=110)


def _lamp(shape: tuple[int, ...], chance: np.random.Generator) -> Any:
    height, width = shape[:2]
    y, x = np.arange(height, dtype=np.float32)[:, None], np.arange(width, dtype=np.float32)[None, :]
    at_x, at_y = chance.uniform(0.25, 0.75) * width, chance.uniform(0.35, 0.8) * height
    return np.exp(-((x - at_x) ** 2 + (y - at_y) ** 2) / (2 * (16 * PX) ** 2))


def _light(shape: tuple[int, ...], shot: Shot, chance: np.random.Generator) -> Any:
    height, width = shape[:2]
    y, x = np.arange(height, dtype=np.float32)[:, None], np.arange(width, dtype=np.float32)[None, :]
    angle = chance.uniform(0, 2 * math.pi)
    slope = (x / width - 0.5) * math.cos(angle) + (y / height - 0.5) * math.sin(angle)
    light = 1 - shot.shadow * (slope + 0.7) / 1.4
    if shot.edge:
        side = cv2.GaussianBlur((slope > chance.uniform(-0.2, 0.3)).astype(np.float32), (0, 0), 0.6 * PX)
        light = light * (1 - shot.edge * side)
    return light.astype(np.float32)
