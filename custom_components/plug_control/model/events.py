"""Events that the central system publishes: frozen, and delivered in order."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, auto

from .maintenance import FirmwareUpdate, LogRequest
from .quantity import ReadingKey
from .security_event import SecurityEventType
from .transaction import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something happened at a charge point."""

    charge_point_id: str


class ConnectionChanged(Event):
    """The charge point's socket opened or closed: read `ChargePoint.connected`."""


class CallRefused(Event):
    """A connection under the charge point's identity was refused."""


class ChargePointChanged(Event):
    """The charge point itself changed: its identity, firmware, configuration, latency or own status."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorEvent(Event):
    """Something happened at a connector."""

    connector_id: int


class ConnectorAdded(ConnectorEvent):
    """A connector was heard of for the first time."""


class ConnectorChanged(ConnectorEvent):
    """Status, readings, limit or transaction of the connector changed: one event per message, whatever it carried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingsChanged(ConnectorChanged):
    """Only readings of the connector's meter changed, and what follows from them."""

    readings: frozenset[ReadingKey]
    session: bool
    """Whether the energy of the running session changed, too."""


class ReadingAdded(ConnectorEvent):
    """The connector's meter has a reading for the first time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionStarted(ConnectorEvent):
    """A transaction began."""

    session: Session


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnded(ConnectorEvent):
    """A transaction ended and is recorded in the ledger."""

    session: Session


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCorrected(ConnectorEvent):
    """A session that had ended as an estimate has the charger's own figures now, in place of those of `before`."""

    session: Session
    before: Session


class CheckUpChanged(ConnectorEvent):
    """A check-up of the connector began, found something, or is at another step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckUpEnded(ConnectorEvent):
    """A check-up of the connector ended; `outcome` says how, the counts what it found by verdict."""

    outcome: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFiled(Event):
    """A session was recorded or corrected in the ledger, whenever it took place."""

    session: Session
    has_worth: bool = False
    """Whether it came with what it was worth, which is not to be computed again (an import)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDetailsChanged(Event):
    """What is known of a session beside what was measured changed: its car, person, note or worth."""

    session_id: int
    changed: frozenset[str]
    """The fields of `SessionDetails` that changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsDeleted(Event):
    """Sessions were deleted from the ledger, of whichever charge points; the first of them is of the time `since`."""

    session_ids: frozenset[int]
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPresented(Event):
    """A card was presented, and answered with `status` (Accepted, Blocked, Expired, Invalid, ConcurrentTx)."""

    connector_id: int | None
    id_tag: str
    status: str
    known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorMessageReceived(Event):
    """A charge point sent a message that its vendor has defined (DataTransfer); its texts are bounded, and foreign."""

    vendor_id: str
    message_id: str | None
    data: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityEventReported(Event):
    """A charge point reported a security event; `told` is its own word for it, `at` by its own clock."""

    type: SecurityEventType
    told: str
    at: datetime | None
    tech_info: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargedAlthoughRefused(ConnectorEvent):
    """A card that is refused with `status` had charged already, while the charger decided by itself."""

    id_tag: str
    status: str
    known: bool
    started_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged(Event):
    """The charge point accepted a new password, which is valid from now on (R4): store it."""

    password: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordHashed(Event):
    """The charge point has used its password, of which only the hash is needed from now on: store it instead."""

    stored: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityProfileChanged(Event):
    """The wanted security profile changed, or the one with which the charge point has connected: store both (R5)."""

    security_profile: int
    reached_profile: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownChargePointAppeared(Event):
    """A charge point that is not configured has connected, and is held until a user confirms it."""

    vendor: str | None
    model: str | None
    serial_number: str | None
    remote_address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmwareUpdateEnded(Event):
    """A firmware update was installed, or failed."""

    update: FirmwareUpdate


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRequestEnded(Event):
    """A charge point uploaded its log, or failed to."""

    request: LogRequest


class UnknownChargePointGone(Event):
    """A held charge point has disconnected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackEndEvent(Event):
    """Something happened between a charge point and a back end."""

    back_end_id: str


class BackEndChanged(BackEndEvent):
    """The connection to a back end, what it has taken or what it says against us changed: read `Relay.state`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackEndCommand(BackEndEvent):
    """A back end gave a command; `action` and `outcome` are short, printable, foreign text."""

    action: str
    outcome: str
    """The status that it was answered, `not_allowed` where its rules do not have the command, or `too_many`."""
    connector_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BackEndRefusedCard(BackEndEvent):
    """A back end answered a start with another status than Accepted: the session goes on here."""

    session_id: int
    status: str
    stopped: bool
    """Whether the charge is stopped for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackEndSetAside(BackEndEvent):
    """A back end does not take a session: a person sends it again or lets it go."""

    session_id: int
    error: str


class Problem(StrEnum):
    """A problem that a user should solve."""

    DUPLICATE_IDENTITY = auto()
    WRONG_PASSWORD = auto()
    SUBPROTOCOL_MISSING = auto()
    PROFILE_TOO_LOW = auto()
    """The charge point tried to connect with a lower security profile than it has connected with before."""
    CERTIFICATE_REFUSED = auto()
    """The charge point showed a certificate that does not count, where it needs one."""
    NOT_ENCRYPTED = auto()
    """The charge point, which is set to an encrypted profile, does not get through the TLS handshake."""
    CERTIFICATE_ENDS = auto()
    """The charge point's certificate ends soon, or has ended, and could not be renewed."""
    CLOCK_OFF = auto()
    REBOOT_REQUIRED = auto()
    LIMIT_NOT_SUPPORTED = auto()
    PAUSE_IS_FINAL = auto()
    """The charge point does not go on after a pause until the car was unplugged."""
    REGISTER_SCALE = auto()
    IMPLAUSIBLE = auto()
    """The charge point reports more connectors or charging sessions than it can have."""
    LEDGER_NOT_WRITABLE = auto()
    DISK_FULL = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemFound(Event):
    """A problem to show until it is gone; `detail` is short, printable text."""

    problem: Problem
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemGone(Event):
    """A problem is gone."""

    problem: Problem
