"""A configured charge point at runtime: its model, settings, link, quirks and watches."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum, auto

from custom_components.plug_control.central_system.quirks import Quirks, quirks_for
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.events import Problem
from custom_components.plug_control.model.local_list import HeldList
from custom_components.plug_control.model.reservation import Reservation
from custom_components.plug_control.protocol.errors import CommandError
from custom_components.plug_control.protocol.listener import Connection

from .auto_start import AutoStart
from .background import BackgroundTasks
from .clock_watch import ClockWatch
from .rate import TokenBucket
from .settings import ChargePointSettings

NEW_SESSIONS_AT_ONCE = 1000
"""New sessions that one charge point may report at once: it may have been offline for a year."""
NEW_SESSION_EACH = timedelta(seconds=10)
"""How often it may report one more in the long run; transaction ids suffice for one a second of all charge points."""
REQUESTS_AT_ONCE = 5
REQUEST_EACH = timedelta(hours=1)
"""How often it may request a certificate in the long run."""

NOTICES_AT_ONCE = 30
"""Notices of a kind that one charge point may report at once: those of a while without connection."""
NOTICE_EACH = timedelta(seconds=10)
"""How often it may report one more in the long run."""


class Notice(Enum):
    """Kinds of messages that are only passed on: a chatty vendor takes nothing from an alarm."""

    VENDOR_MESSAGE = auto()
    SECURITY_EVENT = auto()
    CONCERN = auto()
    """A security event that a user should look into."""


@dataclass(slots=True, kw_only=True, eq=False)
class Link:
    """An open connection: without identity yet, of an unknown charge point (`identity` only), or of a `station`."""

    connection: Connection
    identity: str | None = None
    station: Station | None = None
    contested: bool = False
    """Its path is the identity of another live connection: its serial number must tell them apart (C2EU Q2)."""
    booted: bool = False
    """A BootNotification was accepted on this connection."""
    ready: bool = False
    """Background commands may go: its boot was accepted, or did not come in time."""
    pending: bool = False
    """The last BootNotification on this connection was answered Pending (R12)."""
    onboarding: asyncio.Task[None] | None = None
    """The task that waits for its boot, or runs the startup after it."""
    told_status: set[int] = field(default_factory=set)
    """The connectors whose status came on this connection."""
    heard_at: float = 0.0
    """When the last CALL came, in the event loop's time."""
    background: BackgroundTasks = field(default_factory=BackgroundTasks)
    """Tasks that end with this connection."""

    @property
    def is_trusted(self) -> bool:
        """Whether its messages count: a configured charge point whose boot was accepted, now or earlier (R9)."""
        return self.station is not None and self.station.charge_point.accepted


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedStart:
    """A remote start whose StartTransaction is expected before `until` (event loop's time)."""

    connector_id: int
    id_tag: str
    until: float
    user_id: str | None = None
    """The user who started it."""
    back_end_id_tag: str | None = None
    """The card that a back end named for it, where the charger takes only one of its own."""


@dataclass(slots=True, kw_only=True)
class LeftOpen:
    """A transaction that was open at the last boot and that no message has confirmed since."""

    transaction_id: int
    idle_since: float | None = None
    """Since when the connector's status says that nothing runs (event loop's time)."""


@dataclass(slots=True, kw_only=True, eq=False)
class Station:
    """Settings, model, link and watches of one configured charge point; times are the event loop's."""

    settings: ChargePointSettings
    charge_point: ChargePoint
    link: Link | None = None
    quirks: Quirks = field(default_factory=Quirks)
    auto_starts: dict[int, AutoStart] = field(default_factory=dict)
    clock_watch: ClockWatch = field(default_factory=ClockWatch)
    problems: set[Problem] = field(default_factory=set)
    startup_report: StartupReport | None = None
    """The report of the startup after the last boot."""
    expected_starts: list[ExpectedStart] = field(default_factory=list)
    offered_password: str | None = field(default=None, repr=False)
    """The hash of a new password that it may have taken."""
    certificate_answer: asyncio.Future[CommandError | None] | None = None
    """Done when it took, or refused, the certificate that it was asked to request."""
    certificate_requests: TokenBucket = field(
        default_factory=lambda: TokenBucket(REQUESTS_AT_ONCE, REQUEST_EACH)
    )
    """Limits its signing requests."""
    renewed_at: float = float("-inf")
    """When the renewal of its certificate was last tried."""
    waits_for_reboot: set[str] = field(default_factory=set)
    """Configuration keys whose change takes effect only after a reboot (R30)."""
    boots_in_vain: Counter[str] = field(default_factory=Counter)
    """Configuration key → how many boots did not apply its change."""
    unanswered: set[int] = field(default_factory=set)
    """Ids of transactions whose StartTransaction is recorded but not answered: no command may use them yet."""
    last_transaction_ids: dict[int, int] = field(default_factory=dict)
    """The latest transaction id that was assigned, by connector (C2EU Q17)."""
    last_request_id: int = 0
    """The latest id of a log request or a signed firmware update (R35)."""
    reservations: list[Reservation] = field(default_factory=list)
    """The latest reservations, oldest first."""
    last_reservation_id: int = 0
    held_list: HeldList = field(default_factory=HeldList)
    """The cards that it knows by itself."""
    last_card: tuple[str, float] | None = None
    """The card presented last, normalised, and when."""
    duplicate_at: float = 0.0
    """When another charge point with this identity last tried to connect."""
    implausible_at: float = 0.0
    """When it last sent more than is plausible."""
    new_sessions: TokenBucket = field(
        default_factory=lambda: TokenBucket(NEW_SESSIONS_AT_ONCE, NEW_SESSION_EACH)
    )
    """Limits the new sessions that it may report."""
    notices: dict[Notice, TokenBucket] = field(
        default_factory=lambda: {kind: TokenBucket(NOTICES_AT_ONCE, NOTICE_EACH) for kind in Notice}
    )
    """Limits what becomes events in Home Assistant, each kind by itself."""
    connected_at: float = 0.0
    """When the present connection opened, or the last one closed."""
    told_at: float = 0.0
    """When a change of the charge point was last published."""
    remembered_at: float = 0.0
    """When readings alone last caused the memory to be saved."""
    pinged_at: float = 0.0
    """When the latency measurement last began."""
    left_open: dict[int, LeftOpen] = field(default_factory=dict)
    """Transactions that were open at the last boot, by connector."""
    free_since: dict[int, float] = field(default_factory=dict)
    """Connector id → since when it shows Available while a transaction is open on it."""

    @property
    def connection(self) -> Connection | None:
        """The charge point's open connection; None while it is offline."""
        return None if self.link is None else self.link.connection

    @property
    def is_ready(self) -> bool:
        """Whether it is connected and no longer expected to boot, so that background commands may go."""
        return self.link is not None and self.link.ready

    @property
    def is_pending(self) -> bool:
        """Whether its last BootNotification on this connection was answered Pending (R12)."""
        return self.link is not None and self.link.pending

    @property
    def identity(self) -> str:
        """The charge point's identity."""
        return self.charge_point.charge_point_id

    def find_quirks(self) -> None:
        """Look up the quirks of its model; call it after vendor, model or firmware version changed."""
        about = self.charge_point
        self.quirks = quirks_for(about.vendor, about.model, about.firmware_version)

    def auto_start(self, connector_id: int) -> AutoStart:
        """Return the automatic start of a connector, creating it at first use."""
        return self.auto_starts.setdefault(connector_id, AutoStart())


@dataclass(frozen=True, slots=True, kw_only=True)
class StartupReport:
    """Result of a startup: the keys that were written, those that need a reboot, and the steps that failed."""

    changed: tuple[str, ...] = ()
    reboot_required: tuple[str, ...] = ()
    failures: dict[str, str] = field(default_factory=dict)
    """Step → what went wrong, bounded and printable."""

    @property
    def complete(self) -> bool:
        """Whether no step failed."""
        return not self.failures
