"""The transfers that are expected: each has an unguessable token, one direction, one file and an end."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, auto
from pathlib import Path
import secrets
from typing import Any

MAX_FILE_BYTES = 50 * 1024 * 1024
"""The largest file that is taken from a charge point."""
_TOKEN_BYTES = 16
_USER_BYTES = 4


class Direction(StrEnum):
    """Who sends the file."""

    DOWNLOAD = auto()
    """The charge point gets a file."""
    UPLOAD = auto()
    """The charge point sends a file."""


class Server(StrEnum):
    """Where a charge point finds the file."""

    HOME_ASSISTANT = auto()
    """Home Assistant's own web server."""
    LISTENER = auto()
    """The small plain-http server."""
    FTP = auto()


@dataclass(slots=True, kw_only=True, eq=False)
class Operation:
    """One transfer, which ends when the charge point has reported its end, or at `expires_at`; it may try several times."""

    charge_point_id: str
    direction: Direction
    path: Path
    """The file to send, or the file in which an upload is collected."""
    name: str
    """The file's name in the URL: a download keeps the ending of the user's file."""
    expires_at: datetime
    server: Server = Server.HOME_ASSISTANT
    token: str = field(default_factory=lambda: secrets.token_hex(_TOKEN_BYTES), repr=False)
    """In the path of an http URL; the password of an FTP URL."""
    user: str = field(default_factory=lambda: secrets.token_hex(_USER_BYTES), repr=False)
    """The user of an FTP URL."""
    on_uploaded: Callable[[bool], None] = field(default=lambda certain: None, repr=False)
    """Is called in the event loop after an upload; whether it is certain that the file is whole."""
    uploaded_name: str | None = None
    """The charge point's own name of an uploaded file."""
    is_taken: bool = False
    """Whether the uploaded file was taken away to be kept; a later upload changes nothing."""
    has_ended: bool = False
    """Whether it was closed: what is still on its way is not taken any more."""
    attempt: int = 0
    """The number of the latest upload, which ends earlier ones that still hang."""
    writing: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)
    """Held while something is written, so that an earlier upload never writes into a later one."""


class Operations:
    """The open operations, by token and by FTP user."""

    def __init__(self) -> None:
        self._by_token: dict[str, Operation] = {}
        self._by_user: dict[str, Operation] = {}

    def open(self, operation: Operation) -> None:
        """Make an operation known."""
        self._by_token[operation.token] = operation
        self._by_user[operation.user] = operation

    def close(self, operation: Operation) -> None:
        """Forget an operation: its token is worthless from now on, and what is under way with it ends."""
        operation.has_ended = True
        self._by_token.pop(operation.token, None)
        self._by_user.pop(operation.user, None)

    @property
    def all(self) -> tuple[Operation, ...]:
        """All open operations."""
        return tuple(self._by_token.values())

    def of(self, charge_point_id: str, direction: Direction) -> Operation | None:
        """Return the latest open operation of a charge point in a direction."""
        return next(
            (
                each
                for each in reversed(self._by_token.values())
                if each.charge_point_id == charge_point_id and each.direction is direction
            ),
            None,
        )

    def by_token(self, token: str, now: datetime) -> Operation | None:
        """Return the operation of a token, unless it has expired."""
        return _valid(self._by_token.get(token), now)

    def by_user(self, user: str, now: datetime) -> Operation | None:
        """Return the operation of an FTP user, unless it has expired; any thread may call this."""
        return _valid(self._by_user.get(user), now)

    def needs(self, server: Server) -> bool:
        """Whether an open operation uses a server."""
        return any(each.server is server for each in self._by_token.values())


def write_operation(operation: Operation) -> dict[str, str]:
    """Return what makes an operation go on after a restart, as JSON values; its path is known otherwise."""
    return {
        "charge_point_id": operation.charge_point_id,
        "direction": operation.direction.value,
        "name": operation.name,
        "expires_at": operation.expires_at.isoformat(),
        "server": operation.server.value,
        "token": operation.token,
        "user": operation.user,
    }


def read_operation(row: Mapping[str, Any], path: Callable[[Operation], Path]) -> Operation:
    """Return the operation of a row of `write_operation`; raises ValueError or KeyError for a damaged one."""
    if not all(isinstance(value, str) for value in row.values()):
        raise ValueError("a row of an operation has texts only")
    expires_at = datetime.fromisoformat(row["expires_at"])
    if expires_at.tzinfo is None or not row["token"] or not row["user"]:
        raise ValueError("an operation has a token, a user and an end")
    operation = Operation(
        charge_point_id=row["charge_point_id"],
        direction=Direction(row["direction"]),
        path=Path(),
        name=row["name"],
        expires_at=expires_at,
        server=Server(row["server"]),
        token=row["token"],
        user=row["user"],
    )
    operation.path = path(operation)
    return operation


def _valid(operation: Operation | None, now: datetime) -> Operation | None:
    return operation if operation is not None and now < operation.expires_at else None
