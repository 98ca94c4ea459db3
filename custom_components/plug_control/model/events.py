"""Events that the central system publishes; frozen, delivered in order."""

from dataclasses import dataclass, field
from enum import StrEnum, auto

from .quantity import ReadingKey
from .transaction import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something happened at a charge point."""

    charge_point_id: str


class ConnectionChanged(Event):
    """The charge point's socket opened or closed: read `ChargePoint.connected`."""


class CallRefused(Event):
    """Someone who called under the charge point's identity was not let in."""


class ChargePointChanged(Event):
    """Something of the charge point itself changed: identity, firmware, configuration, latency, its own status."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorEvent(Event):
    """Something happened at a connector."""

    connector_id: int


class ConnectorAdded(ConnectorEvent):
    """A connector was heard of for the first time."""


class ConnectorChanged(ConnectorEvent):
    """Status, readings, limit or transaction of the connector changed: once per message, whatever it carried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingsChanged(ConnectorChanged):
    """Nothing of the connector changed but readings of its meter, and what follows from them."""

    readings: frozenset[ReadingKey]
    session: bool
    """Whether the energy of the running session changed, too."""


class ReadingAdded(ConnectorEvent):
    """The connector's meter has a reading that it never had before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionStarted(ConnectorEvent):
    """A transaction began."""

    session: Session


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnded(ConnectorEvent):
    """A transaction ended and stands in the ledger."""

    session: Session


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCorrected(ConnectorEvent):
    """A session that had ended as an estimate has the charger's own figures now, in place of those of `before`."""

    session: Session
    before: Session


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFiled(Event):
    """A row of the ledger is new or better than before, of whatever time it is."""

    session: Session


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPresented(Event):
    """A card was shown to the reader, with what it was answered (Accepted, Blocked, Expired, Invalid, ConcurrentTx)."""

    connector_id: int | None
    id_tag: str
    status: str
    known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged(Event):
    """The charge point took a new password, which counts from now on (R4): it is to be kept."""

    password: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownChargePointAppeared(Event):
    """A charge point that nobody configured dials in and is held until someone confirms it."""

    vendor: str | None
    model: str | None
    serial_number: str | None
    remote_address: str


class UnknownChargePointGone(Event):
    """A held charge point left."""


class Problem(StrEnum):
    """What someone should mend."""

    DUPLICATE_IDENTITY = auto()
    WRONG_PASSWORD = auto()
    SUBPROTOCOL_MISSING = auto()
    CLOCK_OFF = auto()
    REBOOT_REQUIRED = auto()
    LIMIT_NOT_SUPPORTED = auto()
    PAUSE_IS_FINAL = auto()
    """It does not go on after a pause before the car was unplugged."""
    REGISTER_SCALE = auto()
    IMPLAUSIBLE = auto()
    """It tells of more than there can be: connectors, or charging sessions."""
    LEDGER_NOT_WRITABLE = auto()
    DISK_FULL = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemFound(Event):
    """A problem that should be shown until it is gone; `detail` is bounded, printable text."""

    problem: Problem
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemGone(Event):
    """A problem went away."""

    problem: Problem
