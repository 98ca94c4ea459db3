"""Read identity, user and password from a handshake request (R2, R3)."""

import base64
import binascii
from dataclasses import dataclass
from urllib.parse import unquote

MAX_IDENTITY = 64
_FORBIDDEN = frozenset("/\\#")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tls:
    """The encryption of a connection; `certificate` is the client's (DER), None where it showed none."""

    version: str
    suite: str
    certificate: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandshakeRequest:
    """The contents of a handshake request; `identity` is None where the path is empty, `password` is raw bytes."""

    identity: str | None
    username: str | None
    password: bytes | None
    remote_address: str
    subprotocols: tuple[str, ...]
    tls: Tls | None = None
    """None where the connection is not encrypted."""
    dialled_host: str | None = None
    """The name or address of ours that the charge point called, by its Host header."""


class IdentityError(ValueError):
    """The last segment of the path cannot be the identity of a charge point."""


def is_identity(text: str) -> bool:
    """Whether a text can name a charge point: printable, at most 64 characters, no "." or "..", no slash, backslash or "#"."""
    return (
        0 < len(text) <= MAX_IDENTITY
        and text.isprintable()
        and text not in {".", ".."}
        and not _FORBIDDEN & set(text)
    )


def identity_of(path: str) -> str | None:
    """Return the percent-decoded last segment of a path (R2), None where there is none. Raises IdentityError."""
    segments = [segment for segment in path.partition("?")[0].split("/") if segment]
    if not segments:
        return None
    try:
        identity = unquote(segments[-1], errors="strict")
    except UnicodeDecodeError:
        raise IdentityError("not UTF-8") from None
    if not is_identity(identity):
        raise IdentityError("not a plain name")
    return identity


def credentials_of(authorization: str | None, identity: str | None) -> tuple[str, bytes] | None:
    """Return user and raw password of an HTTP Basic header, None where there is none (R3).

    Accepts an identity that contains a colon, although a user name must not.
    """
    scheme, _, encoded = (authorization or "").strip().partition(" ")
    if scheme.casefold() != "basic":
        return None
    try:
        decoded = base64.b64decode(encoded.strip(), validate=True)
    except binascii.Error, ValueError:
        return None
    own = f"{identity}:".encode()
    if identity and decoded.startswith(own):
        return identity, decoded[len(own) :]
    username, colon, password = decoded.partition(b":")
    return (username.decode(errors="replace"), password) if colon else None
