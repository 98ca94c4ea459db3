"""The port: handshake, identity, subprotocol, bounds."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Protocol

from .authentication import Knock, check_password
from .connection import Connection
from .session import CallHandler


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenerConfig:
    """Where to listen, and the bounds."""

    host: str | None = None
    port: int = 9016
    require_subprotocol: bool = True
    max_frame_bytes: int = 1 << 20
    max_trusted_frame_bytes: int = 16 << 20
    max_sockets: int = 1000


class RefusalReason(StrEnum):
    """Why a handshake did not get as far as the gate."""

    IDENTITY_INVALID = "identity_invalid"
    SUBPROTOCOL_MISSING = "subprotocol_missing"
    TOO_MANY_FAILURES = "too_many_failures"
    TOO_MANY_CONNECTIONS = "too_many_connections"


@dataclass(frozen=True, slots=True)
class Refusal:
    """How a handshake is refused; `reason` is told to the charge point."""

    status: HTTPStatus
    reason: str = ""


class Gate(Protocol):
    """Who decides about those that knock."""

    async def admit(self, knock: Knock) -> Refusal | None:
        """Decide within the handshake; None lets in. May take up to about five seconds."""

    def connected(self, connection: Connection) -> CallHandler:
        """Take note that the socket is open and return who answers its CALLs."""

    def disconnected(self, connection: Connection) -> None:
        """Take note that the socket is closed; called exactly once after `connected`."""

    def refused(self, identity: str | None, remote_address: str, reason: RefusalReason) -> None:
        """Take note of what the gate was not asked about; at most once a minute for the same."""


class Listener:
    """The open port and all of its connections."""

    def __init__(self, config: ListenerConfig, gate: Gate) -> None:
        raise NotImplementedError

    async def start(self) -> None:
        """Bind the port; raises ListenerError."""
        raise NotImplementedError

    async def stop(self) -> None:
        """Close the port and every socket, within a bounded time."""
        raise NotImplementedError

    @property
    def port(self) -> int:
        """The bound port."""
        raise NotImplementedError

    @property
    def connections(self) -> Collection[Connection]:
        """The open connections."""
        raise NotImplementedError


__all__ = [
    "Connection",
    "Gate",
    "Knock",
    "Listener",
    "ListenerConfig",
    "Refusal",
    "RefusalReason",
    "check_password",
]
