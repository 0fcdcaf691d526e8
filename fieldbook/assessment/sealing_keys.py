"""Keys of sealed forms: ECDH on P-256, which browsers have. The public key goes into a build, the private one stays
with the trainer; whoever has it reads the answers."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from fieldbook.core.atomic import write_private
from fieldbook.core.i18n import _
from fieldbook.core.problems import CourseError, OutputError, Problem

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey

_MOST = 10_000


def write_pair(path: Path) -> tuple[Path, Path]:
    """Write a new pair: the private key to ``path``, readable by its owner only, the public one beside it as ``.pub``.

    Raises
    ------
    OutputError
        One of the files is there already: a key that was written over opens nothing any more.
    """
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 slow
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415

    public = path.with_name(f"{path.name}.pub")
    for file in (path, public):
        if file.exists():
            what = _("{file}: is there already, and without it what was sealed for it stays sealed.").format(file=file)
            remedy = _("Choose another name.")
            raise OutputError(f"{what} {remedy} [FB-KEY-01]")
    key = ec.generate_private_key(ec.SECP256R1())
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_private(path, secret)
    write_private(
        public,
        key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo),
        mode=0o644,
    )
    return path, public


def public_point(path: Path) -> str:
    """The public key in ``path`` as browsers take it: the raw point in base64. Raises ``CourseError``."""
    from cryptography.hazmat.primitives.serialization import load_pem_public_key  # noqa: PLC0415 slow

    data = _read(path)
    if b"PRIVATE KEY" in data:
        what = _("is the private key, and a build takes the public one")
        raise CourseError([Problem(str(path), 0, "", what, _("Give the file that ends in .pub."), "FB-KEY-03")])
    try:
        key = load_pem_public_key(data)
    except ValueError:
        raise _no_key(path) from None
    return base64.b64encode(raw_point(_on_curve(path, key))).decode()


def private_key(path: Path) -> EllipticCurvePrivateKey:
    """The private key in ``path``. Raises ``CourseError``."""
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 slow
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415

    try:
        key = load_pem_private_key(_read(path), password=None)
    except (ValueError, TypeError):
        raise _no_key(path) from None
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise _no_key(path)
    _on_curve(path, key.public_key())
    return key


def raw_point(key: EllipticCurvePublicKey) -> bytes:
    """The uncompressed point of a public key."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # noqa: PLC0415 slow

    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def key_id(point: bytes) -> str:
    """By which a sealed file names the key that it is for."""
    return base64.b64encode(hashlib.sha256(point).digest()[:12]).decode()


def _on_curve(path: Path, key: object) -> EllipticCurvePublicKey:
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 slow

    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise _no_key(path)
    return key


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MOST)
    except OSError as error:
        what = _("cannot be read: {reason}").format(reason=error.strerror)
        raise CourseError([Problem(str(path), 0, "", what, _("Name the key's file."), "FB-KEY-02")]) from None


def _no_key(path: Path) -> CourseError:
    remedy = _("Make a pair with fieldbook keys new.")
    return CourseError([Problem(str(path), 0, "", _("is no key of ours"), remedy, "FB-KEY-02")])
