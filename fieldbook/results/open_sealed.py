"""Opens what the pages of sealed forms wrote (``player/sealing.js``): encrypted for the trainer's key, scored here.

A file holds one sitting or many, each one encrypted for itself. Nothing in it is believed: what does not decrypt, or
does not fit a record, is named and left out.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from fieldbook.assessment.sealed_item import opened_response
from fieldbook.assessment.sealing_keys import key_id, raw_point
from fieldbook.core.i18n import _
from fieldbook.core.problems import Problem
from fieldbook.model.record import Record
from fieldbook.results.result_entries import is_blank, packed
from fieldbook.results.result_faults import newer, not_ours

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

    from fieldbook.results.scoring_bank import ScoringBank

MOST = 20_000_000
"""Bytes of a file: a few hundred sittings."""

_NAME = "fieldbook-sealed-1"
_HEAD = ("course", "context", "form", "variant", "id")
_MOST_SITTINGS = 5000
_EMPTY = ("read", "answers", "choices", "positions", "scenarios", "products")


def is_sealed(data: bytes) -> bool:
    """Whether ``data`` begins like a file of sealed sittings."""
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"{") and b'"fieldbook-sealed"' in head


def open_sealed(
    name: str, data: bytes, key: EllipticCurvePrivateKey, bank: ScoringBank
) -> Iterator[dict[str, Any] | Problem]:
    """A record for each sitting in ``data``, with the bank's own ids, scored; or what is wrong with a sitting.

    What was not reached counts nothing. A question that the bank does not hold as it was asked keeps the page's ids and
    has no score, nor has its sitting. Where the word was lost, ``submitted`` is None.
    """
    sittings = _sittings(name, data)
    if isinstance(sittings, Problem):
        yield sittings
        return
    for number, sealed in enumerate(sittings):
        place = f"{name}#{number + 1}" if len(sittings) > 1 else name
        opened = _opened(place, sealed, key)
        yield opened if isinstance(opened, Problem) else _scored(opened, bank)


def _sittings(name: str, data: bytes) -> list[Any] | Problem:
    try:
        value = json.loads(data.removeprefix(b"\xef\xbb\xbf")) if len(data) <= MOST else None
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict) or value.get("format") != "fieldbook-sealed":
        return not_ours(name, _("is damaged: it is no file of sealed sittings"))
    version = value.get("version")
    if isinstance(version, int) and version > 1:
        what = _("is a sealed file of version {version}, known is up to {known}").format(version=version, known=1)
        return newer(name, what)
    found = value.get("sittings")
    if not isinstance(found, list) or len(found) > _MOST_SITTINGS:
        return not_ours(name, _("is damaged: it has no list of sittings"))
    return found


def _opened(place: str, sealed: Any, key: EllipticCurvePrivateKey) -> dict[str, Any] | Problem:
    """The record of one sitting, as the page had it."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 slow

    mine = key_id(raw_point(key.public_key()))
    if isinstance(sealed, dict) and isinstance(sealed.get("key"), str) and sealed["key"] != mine:
        remedy = _("Give the private key of the pair whose public key the course was built with.")
        return Problem(place, 0, "key", _("is sealed for another key"), remedy, "FB-KEY-04")
    try:
        content = json.loads(_decrypted(sealed, key))
        return _record(sealed, content)
    except InvalidTag:
        return not_ours(place, _("was altered after it was sealed, or is damaged"))
    except (ValidationError, ValueError, TypeError, KeyError, RecursionError):
        return not_ours(place, _("is damaged: it is no sitting"))


def _decrypted(sealed: Mapping[str, Any], key: EllipticCurvePrivateKey) -> bytes:
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 slow
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(sealed["point"]))
    shared = key.exchange(ec.ECDH(), point)
    secret = HKDF(algorithm=hashes.SHA256(), length=32, salt=b"", info=_NAME.encode()).derive(shared)
    outside = json.dumps([_NAME, *(sealed[field] for field in _HEAD)], ensure_ascii=False, separators=(",", ":"))
    return AESGCM(secret).decrypt(_bytes(sealed["iv"]), _bytes(sealed["data"]), outside.encode())


def _bytes(text: Any) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from None


def _record(sealed: Mapping[str, Any], content: Mapping[str, Any]) -> dict[str, Any]:
    """As ``record.schema.json`` wants it; what is inside must be what it says outside."""
    sitting = content["sitting"]
    if (sitting["form"], sitting["variant"]) != (sealed["form"], sealed["variant"]):
        raise ValueError(_("another form inside than outside"))
    record = {
        "format": "fieldbook-record",
        "version": 3,
        **{field: sealed[field] for field in ("course", "context")},
        **{field: content[field] for field in ("lang", "build", "learner")},
        "saved": sitting["at"],
        **{field: {} for field in _EMPTY},
        "attempts": {sealed["id"]: sitting},
        "place": None,
    }
    found = Record.model_validate(record)
    return found.model_dump(mode="json") | {"learner": found.learner.model_dump(exclude_none=True)}


def _scored(record: dict[str, Any], bank: ScoringBank) -> dict[str, Any]:
    """With the bank's ids and scores."""
    [(name, sitting)] = record["attempts"].items()
    answers = {}
    for item, answer in sitting["answers"].items():
        bound = bank.bound(record["context"], item, answer["variant"])
        if bound is None:
            answers[item] = answer | {"score": 0.0 if is_blank(packed(answer["response"])) else None}
        else:
            response = opened_response(bound, answer["response"])
            answers[item] = answer | {"response": response, "score": bound.outcome(response).score}
    scores = [answer["score"] for answer in answers.values()]
    count = bank.count(sitting["form"])
    score = sum(scores) / count if count and None not in scores else None
    return record | {"attempts": {name: sitting | {"answers": answers, "score": score}}}
