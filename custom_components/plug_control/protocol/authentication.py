"""Who knocks: identity from the path, user and password from the header."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Knock:
    """What a handshake says; `identity` is None where the path ends in nothing, `password` is raw."""

    identity: str | None
    username: str | None
    password: bytes | None
    remote_address: str
    subprotocols: tuple[str, ...]


def check_password(expected: str, given: bytes | None) -> bool:
    """Compare in constant time (R3)."""
    raise NotImplementedError
