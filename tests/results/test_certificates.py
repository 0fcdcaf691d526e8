"""The codes on certificates held against a course, a name and records: what agrees, and each way not to."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from cohorts import attempt, key_of, record, write

from fieldbook.assessment.certificate import CertificatePlace, Code, read_code, sitting_id
from fieldbook.results.scoring_bank import ScoringBank
from fieldbook.results.verify_certificates import Claims, Verified, verify

DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PLACE = CertificatePlace("poc", "1", "ondara", "final")
SITTING = attempt("final", {f"i-{n}": ("v", "a" if n < 7 else "b", None) for n in range(10)}, variant="abcdef01")
MADE = Code(
    dt.date.fromisoformat(SITTING["submitted"][:10]), 0.7, "abcdef",
    sitting=0, name=0, check=0,
)  # fmt: skip


def _fnv(text: str) -> int:
    value = 2166136261
    for byte in text.encode():
        value = ((value ^ byte) * 16777619) % 2**32
    return value ^ value >> 15


def _code(
    name: str = "ada doe", score: float = 0.7, day: int = 0, variant: str = "abcdef", place: CertificatePlace = PLACE
) -> str:
    """A code as the player makes it (``player/certificate.js``)."""
    days = (MADE.date - dt.date(2020, 1, 1)).days + day
    started = sitting_id("final", SITTING["started"])
    values = (days, round(score * 1000), int(variant, 16), _fnv(started) >> 12, _fnv(name) >> 9)
    check = _fnv("\n".join([place.course, place.edition, place.context, place.form, *map(str, values)]))
    bits = 0
    for value, width in zip((*values, check), (16, 10, 24, 20, 23, 32), strict=True):
        bits = bits << width | value
    return "".join(DIGITS[bits >> 5 * n & 31] for n in reversed(range(25)))


@pytest.fixture
def bank(tmp_path: Path) -> ScoringBank:
    """A course with one test of ten questions, of which ``a`` is the answer."""
    for context in ("ondara", "other"):
        (tmp_path / "contexts" / context).mkdir(parents=True)
        (tmp_path / "contexts" / context / "context.yml").touch()
    forms = {"final": SimpleNamespace(value=SimpleNamespace(title="Final test"))}
    scores = {'"a"': 1.0, '"b"': 0.0}
    return cast(
        "ScoringBank",
        SimpleNamespace(
            id="poc",
            home="ondara",
            course=SimpleNamespace(root=tmp_path, forms=forms),
            score=lambda _context, item, _variant, response: None if item == "i-gone" else scores[response],
            count=lambda form: 10 if form == "final" else None,
        ),
    )


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return write(tmp_path / "ada.json", record("Ada", attempts={key_of(SITTING): SITTING}))


def _codes(found: Verified | list[Any]) -> list[str]:
    return [problem.code for problem in found] if isinstance(found, list) else []


def test_codes_are_made_as_the_player_makes_them() -> None:
    code = read_code(_code())
    assert (code.score, code.variant, code.date) == (0.7, "abcdef", MADE.date)
    assert code.belongs_to(PLACE)
    assert code.is_of("Ada Doe")


def test_a_good_code_says_whose_it_is(bank: ScoringBank, kept: Path) -> None:
    found = verify(_code(), bank, Claims("1", " Ada  DOE", (kept,)))
    assert isinstance(found, Verified)
    assert (found.place, found.title, found.record) == (PLACE, "Final test", str(kept))
    alone = verify(_code(), bank, Claims("1", None, ()))
    assert isinstance(alone, Verified)
    assert alone.record is None
    other = verify(_code(place=CertificatePlace("poc", "1", "other", "final")), bank, Claims("1", None, ()))
    assert isinstance(other, Verified)
    assert other.place.context == "other"


@pytest.mark.parametrize(
    ("text", "claims", "codes"),
    [
        ("no code", ("1", None, False), ["FB-CERT-01"]),
        (_code(), ("2", None, False), ["FB-CERT-02"]),
        (_code(place=CertificatePlace("poc", "1", "ondara", "other")), ("1", None, False), ["FB-CERT-02"]),
        (_code(), ("1", "Bo Roe", False), ["FB-CERT-03"]),
        (_code(score=0.701), ("1", None, True), ["FB-CERT-05"]),
        (_code(score=0.699), ("1", None, True), ["FB-CERT-05"]),
        (_code(day=1), ("1", None, True), ["FB-CERT-05"]),
        (_code(variant="abcdee"), ("1", None, True), ["FB-CERT-05"]),
        (_code(day=1, score=0.9), ("1", "Bo Roe", True), ["FB-CERT-03", "FB-CERT-05", "FB-CERT-05"]),
    ],
)
def test_what_does_not_agree_is_named(
    bank: ScoringBank, kept: Path, text: str, claims: tuple[str, str | None, bool], codes: list[str]
) -> None:
    edition, name, with_record = claims
    assert _codes(verify(text, bank, Claims(edition, name, (kept,) if with_record else ()))) == codes


def test_records_that_do_not_hold_the_sitting(bank: ScoringBank, tmp_path: Path) -> None:
    later = SITTING | {"started": "2026-11-02T09:00:00.000Z"}
    other = write(tmp_path / "bo.json", record("Bo", attempts={key_of(later): later}))
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    found = verify(_code(), bank, Claims("1", None, (other, tmp_path / "photo.jpg")))
    assert _codes(found) == ["FB-RES-01", "FB-CERT-04"]


def test_what_the_bank_cannot_score_is_a_warning(bank: ScoringBank, tmp_path: Path) -> None:
    answers = SITTING["answers"] | {"i-gone": SITTING["answers"]["i-0"]}
    file = write(tmp_path / "ada.json", record("Ada", attempts={key_of(SITTING): SITTING | {"answers": answers}}))
    found = verify(_code(), bank, Claims("1", None, (file,)))
    assert isinstance(found, list)
    assert [(problem.code, problem.warning) for problem in found] == [("FB-CERT-06", True)]
