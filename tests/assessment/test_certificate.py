"""Codes of certificates: the vectors that the player's twin keeps to, and every sign that is copied wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fieldbook.assessment.certificate import CertificatePlace, CodeError, read_code, sitting_id

VECTORS: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "vectors" / "certificates.json").read_text("utf-8"))


def _place(vector: dict[str, Any]) -> CertificatePlace:
    return CertificatePlace(*(vector[field] for field in ("course", "edition", "context", "form")))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["code"])
def test_a_code_says_what_it_was_made_from(vector: dict[str, Any]) -> None:
    code = read_code(vector["code"])
    assert code.date.isoformat() == vector["submitted"][:10]
    assert 0 <= vector["score"] - code.score + 1e-9 < 0.001
    assert vector["variant"].startswith(code.variant)
    assert code.belongs_to(_place(vector))
    assert code.is_of(vector["name"])
    assert code.is_of(f"  {vector['name'].upper()} ") or "ß" in vector["name"]
    assert code.is_sitting(vector["sitting"])
    assert not code.is_of("Somebody Else")


def test_every_wrong_sign_is_found() -> None:
    vector = VECTORS[0]
    plain = vector["code"].replace("-", "")
    for place, sign in enumerate(plain):
        other = "0" if sign != "0" else "7"
        assert not read_code(plain[:place] + other + plain[place + 1 :]).belongs_to(_place(vector)), place


@pytest.mark.parametrize("field", ["course", "edition", "context", "form"])
def test_a_changed_line_is_found(field: str) -> None:
    vector = VECTORS[0] | {field: "other"}
    assert not read_code(vector["code"]).belongs_to(_place(vector))


def test_signs_that_look_alike_are_read_alike() -> None:
    code = VECTORS[1]["code"]
    assert read_code(code.lower().replace("0", "o").replace("-", " ")) == read_code(code)


@pytest.mark.parametrize("text", ["", "ABC", "U" * 25, f"{VECTORS[0]['code']}7", "é" * 25])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(CodeError):
        read_code(text)


def test_a_sitting_is_named_by_form_and_start() -> None:
    assert sitting_id("final", "2026-11-23T07:57:46.877Z") == "final-20261123075746877"
