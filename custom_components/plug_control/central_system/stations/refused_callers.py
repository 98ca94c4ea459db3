"""Keep the latest refused callers, for users who wonder why their charger does not appear."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto

from custom_components.plug_control.model.events import CallRefused, Event
from custom_components.plug_control.protocol.admission import Budget

MAX_REMEMBERED = 20
_PERIOD_S = 30.0


class RefusalCause(StrEnum):
    """Why a caller was refused."""

    ANOTHERS_CERTIFICATE = auto()
    BROWSER = auto()
    BUSY = auto()
    CERTIFICATE_EXPIRED = auto()
    CERTIFICATE_REVOKED = auto()
    DUPLICATE_IDENTITY = auto()
    ENCRYPTED = auto()
    FOREIGN_CERTIFICATE = auto()
    IDENTITY_INVALID = auto()
    IDENTITY_MISSING = auto()
    PROFILE_TOO_LOW = auto()
    SERVER_NOT_TRUSTED = auto()
    SUBPROTOCOL_MISSING = auto()
    TLS_FAILED = auto()
    TLS_TOO_OLD = auto()
    TOO_MANY_CONNECTIONS = auto()
    TOO_MANY_FAILURES = auto()
    UNKNOWN_CHARGE_POINT = auto()
    WRONG_PASSWORD = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedCaller:
    """A refused caller; `identity` is None where it gave no valid one."""

    identity: str | None
    remote_address: str
    cause: RefusalCause
    at: datetime


class RefusedCallers:
    """The last MAX_REMEMBERED refusals, each caller once in 30 s for the same cause."""

    def __init__(self, clock: Callable[[], datetime], publish: Callable[[Event], None]) -> None:
        self._clock = clock
        self._publish = publish
        self._budget = Budget[tuple[str, RefusalCause]](1, _PERIOD_S)
        self._latest = deque[RefusedCaller](maxlen=MAX_REMEMBERED)

    @property
    def latest(self) -> Iterable[RefusedCaller]:
        """The refused callers, newest first."""
        return reversed(self._latest)

    def note(self, identity: str | None, remote_address: str, cause: RefusalCause) -> None:
        """Record a refusal, and publish CallRefused where the identity is known."""
        if self._budget.spend((identity or remote_address, cause)):
            self._latest.append(
                RefusedCaller(
                    identity=identity,
                    remote_address=remote_address,
                    cause=cause,
                    at=self._clock(),
                )
            )
            if identity is not None:
                self._publish(CallRefused(charge_point_id=identity))
