"""Sealed files in a collection: closed without the key, taken with it, tried again with another."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cohorts import attempt, key_of
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fieldbook.assessment.sealing_keys import key_id, raw_point
from fieldbook.results.collect import Summary
from fieldbook.results.scoring_bank import Bank

Into = Callable[..., Summary]


def sealed(
    key: ec.EllipticCurvePrivateKey, pseudonym: str, answers: dict[str, tuple[str, Any, float | None]] | None = None
) -> dict[str, Any]:
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
    tmp_path: Path, into: Into, asked: Callable[[str], list[Any]], bank: Bank, keys: list[ec.EllipticCurvePrivateKey]
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
    tmp_path: Path, into: Into, asked: Callable[[str], list[Any]], bank: Bank, keys: list[ec.EllipticCurvePrivateKey]
) -> None:
    sitting = sealed(keys[0], "Ada", {"i-gone": ("v", "", None)})
    file = tmp_path / "sealed.json"
    file.write_text(json.dumps({"format": "fieldbook-sealed", "version": 1, "sittings": [sitting]}))
    into(file, bank=bank, key=keys[0])
    assert asked("SELECT stated, answered, unscored FROM attempts") == [(0, 0, 0)]
