"""Sealed files in a collection: closed without the key, taken with it, tried again with another."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cohorts import Simulated, attempt, key_of
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fieldbook.assessment.sealed_item import opened_response
from fieldbook.assessment.sealing_keys import key_id, raw_point
from fieldbook.assessment.types import SingleChoiceItem
from fieldbook.results.collect import Summary
from fieldbook.results.scoring_bank import ScoringBank

Into = Callable[..., Summary]
Answers = dict[str, tuple[str, Any, float | None]]


def sealed(key: ec.EllipticCurvePrivateKey, pseudonym: str, answers: Answers | None = None) -> dict[str, Any]:
    """A sitting as a page seals it, without answers if need be."""
    sitting = attempt("final", answers or {})
    head = {"course": "poc", "context": "ondara", "form": "final", "variant": "v1", "id": key_of(sitting)}
    once = ec.generate_private_key(ec.SECP256R1())
    shared = once.exchange(ec.ECDH(), key.public_key())
    secret = HKDF(algorithm=hashes.SHA256(), length=32, salt=b"", info=b"fieldbook-sealed-1").derive(shared)
    outside = json.dumps(["fieldbook-sealed-1", *head.values()], separators=(",", ":")).encode()
    inside = {"lang": "en", "build": "b1", "learner": {"pseudonym": pseudonym}, "sitting": sitting}
    data = AESGCM(secret).encrypt(bytes(12), json.dumps(inside).encode(), outside)
    parts = {"point": raw_point(once.public_key()), "iv": bytes(12), "data": data}
    return head | {name: base64.b64encode(part).decode() for name, part in parts.items()} | {
        "key": key_id(raw_point(key.public_key()))
    }  # fmt: skip


@pytest.fixture
def keys() -> list[ec.EllipticCurvePrivateKey]:
    return [ec.generate_private_key(ec.SECP256R1()) for _n in range(2)]


def test_with_and_without_the_key(
    tmp_path: Path, into: Into, asked: Callable[[str], list[Any]], bank: ScoringBank, keys: list[ec.EllipticCurvePrivateKey]
) -> None:
    file = tmp_path / "sealed.json"
    sittings = [sealed(keys[0], "Ada"), sealed(keys[1], "Bo")]
    file.write_text(json.dumps({"format": "fieldbook-sealed", "version": 1, "sittings": sittings}))
    assert [p.code for p in into(file, bank=bank).problems] == ["FB-RES-08"]
    first = into(file, bank=bank, key=keys[0])
    assert (first.attempts, [p.code for p in first.problems]) == (1, ["FB-KEY-04"])
    assert into(file, bank=bank, key=keys[0]).again == 1
    assert into(file, bank=bank, key=keys[1]).attempts == 1
    assert asked("SELECT pseudonym FROM learners ORDER BY 1") == [("Ada",), ("Bo",)]


def test_a_question_left_open_that_the_bank_does_not_have_costs_no_score(
    tmp_path: Path, into: Into, asked: Callable[[str], list[Any]], bank: ScoringBank, keys: list[ec.EllipticCurvePrivateKey]
) -> None:
    sitting = sealed(keys[0], "Ada", {"i-gone": ("v", "", None)})
    file = tmp_path / "sealed.json"
    file.write_text(json.dumps({"format": "fieldbook-sealed", "version": 1, "sittings": [sitting]}))
    into(file, bank=bank, key=keys[0])
    assert asked("SELECT stated, answered, unscored FROM attempts") == [(0, 0, 0)]


def test_scores_in_a_sealed_file_never_count(
    tmp_path: Path,
    into: Into,
    asked: Callable[[str], list[Any]],
    simulated: Simulated,
    bank: ScoringBank,
    keys: list[ec.EllipticCurvePrivateKey],
) -> None:
    """A page of a sealed form knows no key: a score in its file was written by somebody else."""
    items = [drawn.bound for drawn in simulated.forms["final"].items if isinstance(drawn.bound, SingleChoiceItem)][:2]
    answers: Answers = {}
    for item, key in zip(items, (True, False), strict=True):
        page = [f"o{n}" for n in range(1, len(item.options) + 1)]
        chosen = next(name for name in page if (item.outcome(opened_response(item, name)).score == 1) is key)
        answers[item.id] = (item.variant, chosen, 1 - float(key))
    file = tmp_path / "sealed.json"
    for name, more in (("Ada", {}), ("Bo", {"i-gone": ("v", "o1", 1.0)})):
        sitting = sealed(keys[0], name, answers | more)
        file.write_text(json.dumps({"format": "fieldbook-sealed", "version": 1, "sittings": [sitting]}))
        into(file, bank=bank, key=keys[0])
    right, wrong = (item.id for item in items)
    found = asked("SELECT item, score, stated FROM answers JOIN asked USING (code) ORDER BY attempt")
    assert sorted(found[:2]) == sorted([(right, 1.0, 1.0), (wrong, 0.0, 0.0)]), "by the bank's key"
    assert ("i-gone", None, None) in found[2:], "nobody can say what an answer to an unknown question is worth"
    count = bank.count("final")
    assert asked("SELECT points, unscored, stated FROM attempts ORDER BY attempt") == [
        (1.0, 0, pytest.approx(1 / count)), (1.0, 1, None),
    ]  # fmt: skip
