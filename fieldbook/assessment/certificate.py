"""The code on a certificate, twin of ``player/certificate.js``; ``tests/vectors/certificates.json`` referees both.

A code says a day, a score, a form's variant, and short hashes of the sitting and the name; a check over these and over
course, edition, context and form ends it. It is made in the learner's browser, so it holds no secret: it shows a
copying mistake or a changed line, not that somebody has taken a test. docs/forms.md says what is a proof of that.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import unicodedata

from fieldbook.core.i18n import _

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", **dict.fromkeys(" -\u2010\u2011\u2013\u00a0", None)})
_LENGTH = 25
_WIDTHS = (16, 10, 24, 20, 23)
_FIRST_DAY = dt.date(2020, 1, 1)


class CodeError(ValueError):
    """The text is no code at all: too long, too short, or with signs that no code has."""


@dataclasses.dataclass(frozen=True)
class CertificatePlace:
    """What a certificate says besides the code: the course's id and edition, the context's id, the form's id."""

    course: str
    edition: str
    context: str
    form: str


@dataclasses.dataclass(frozen=True)
class Code:
    """What stands in a code. ``variant`` are the first six signs of the form's, ``score`` is cut to thousandths."""

    date: dt.date
    score: float
    variant: str
    sitting: int
    name: int
    check: int

    def belongs_to(self, place: CertificatePlace) -> bool:
        """Whether the check agrees."""
        return self.check == _hash("\n".join([*dataclasses.astuple(place), *map(str, self._values())]))

    def is_of(self, name: str) -> bool:
        """Whether this is the name on the certificate, without regard to case and spaces."""
        return self.name == _hash(_plain(name)) >> 9

    def is_sitting(self, name: str) -> bool:
        """Whether the code was made from the sitting that a record holds under ``name``."""
        return self.sitting == _hash(name) >> 12

    def _values(self) -> tuple[int, ...]:
        days = (self.date - _FIRST_DAY).days
        return (days, round(self.score * 1000), int(self.variant, 16), self.sitting, self.name)


def read_code(text: str) -> Code:
    """The code in ``text``, in any case, with or without hyphens. Raises ``CodeError``."""
    signs = text.upper().translate(_READ_AS)
    if len(signs) != _LENGTH:
        raise CodeError(_("has {n_signs} signs, a code has {length}").format(n_signs=len(signs), length=_LENGTH))
    foreign = sorted(set(signs) - set(_DIGITS))
    if foreign:
        raise CodeError(_("has signs that no code has: {foreign}").format(foreign=" ".join(foreign)))
    bits = 0
    for sign in signs:
        bits = bits << 5 | _DIGITS.index(sign)
    check, bits = bits & 0xFFFFFFFF, bits >> 32
    values = []
    for width in reversed(_WIDTHS):
        values.append(bits & ((1 << width) - 1))
        bits >>= width
    name, sitting, variant, score, day = values
    return Code(_FIRST_DAY + dt.timedelta(days=day), score / 1000, f"{variant:06x}", sitting, name, check)


def sitting_id(form: str, started: str) -> str:
    """The name under which a record holds the sitting of ``form`` that was begun at ``started``."""
    return f"{form[:40].removesuffix('-')}-{re.sub('[^0-9]', '', started)}"


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).lower().split())


def _hash(text: str) -> int:
    """FNV-1a of 32 bits, its high bits folded into the low ones, as ``player/bits.js`` does."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value ^ value >> 15
