"""Generate keys, check their kind and strength, write them so that only their owner can read them."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import StrEnum
import os
from pathlib import Path
import secrets
from types import MappingProxyType
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from .errors import Flaw, SecurityError

type PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

_RSA_BITS: Final = 2048
"""The least of the security whitepaper; a Raspberry Pi signs 100 handshakes a second with it."""
_CURVES: Final = (ec.SECP256R1, ec.SECP384R1, ec.SECP521R1)
_OWNER_ONLY: Final = 0o600
_OWNER_ONLY_DIRECTORY: Final = 0o700


class KeyKind(StrEnum):
    """A kind of keys; chargers differ in what they can verify."""

    ECDSA = "ecdsa"
    RSA = "rsa"


def _rsa() -> PrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=_RSA_BITS)


_GENERATE: Final[Mapping[KeyKind, Callable[[], PrivateKey]]] = MappingProxyType(
    {KeyKind.ECDSA: lambda: ec.generate_private_key(ec.SECP256R1()), KeyKind.RSA: _rsa}
)


def generate_key(kind: KeyKind) -> PrivateKey:
    """Return a new key: P-256, or RSA of 2048 bits (which takes up to a few seconds)."""
    return _GENERATE[kind]()


def kind_of(key: PublicKeyTypes) -> KeyKind:
    """Return the kind of a public key. Raises SecurityError KEY_KIND for a weak or unusual one."""
    if isinstance(key, rsa.RSAPublicKey) and key.key_size >= _RSA_BITS:
        return KeyKind.RSA
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, _CURVES):
        return KeyKind.ECDSA
    raise SecurityError(Flaw.KEY_KIND)


def key_to_pem(key: PrivateKey) -> bytes:
    """Return a key as unencrypted PEM."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def key_from_pem(pem: bytes) -> PrivateKey:
    """Return the first private key of a PEM text. Raises SecurityError."""
    try:
        key: object = load_pem_private_key(pem, password=None)
    except TypeError:
        raise SecurityError(Flaw.KEY_ENCRYPTED) from None
    except Exception as error:  # Damaged input makes cryptography raise errors of several kinds.
        raise SecurityError(Flaw.NO_PRIVATE_KEY) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise SecurityError(Flaw.KEY_KIND)
    kind_of(key.public_key())
    return key


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read, completely or not at all. Raises OSError."""
    path.parent.mkdir(mode=_OWNER_ONLY_DIRECTORY, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        number = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError:
        with suppress(OSError):
            draft.unlink()
        raise
