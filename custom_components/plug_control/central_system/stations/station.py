"""A configured charge point at runtime: its model, settings, socket, quirks and watches."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from custom_components.plug_control.central_system.quirks import Quirks, quirks_for
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.events import Problem
from custom_components.plug_control.protocol.listener import Connection

from .auto_start import AutoStart
from .background import BackgroundTasks
from .clock_watch import ClockWatch
from .rate import TokenBucket
from .settings import ChargePointSettings

NEW_SESSIONS_AT_ONCE = 1000
"""Of one charge point, that was offline for a year perhaps."""
NEW_SESSION_EACH = timedelta(seconds=10)
"""How often it may tell of one more for ever; transaction ids reckon with one a second of all charge points."""


@dataclass(slots=True, kw_only=True, eq=False)
class Link:
    """An open socket: nobody's yet, a held stranger's (`identity` alone), or a configured charge point's (`station`)."""

    connection: Connection
    identity: str | None = None
    station: Station | None = None
    contested: bool = False
    """Its path is the identity of another socket that is alive: its serial number must tell them apart (C2EU Q2)."""
    booted: bool = False
    """A BootNotification was accepted on this socket."""
    ready: bool = False
    """It may be sent commands that nobody waits for: its boot was accepted, or hoped for long enough."""
    pending: bool = False
    """The last BootNotification on this socket was answered Pending (R12)."""
    onboarding: asyncio.Task[None] | None = None
    """What is done about its boot: waited for, or followed by the startup."""
    heard_at: float = 0.0
    """When the last CALL came, in the event loop's time."""
    background: BackgroundTasks = field(default_factory=BackgroundTasks)
    """What is done for this socket and ends with it."""

    @property
    def is_trusted(self) -> bool:
        """Whether what it says counts: a configured charge point whose boot was accepted, now or earlier (R9)."""
        return self.station is not None and self.station.charge_point.accepted


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedStart:
    """A remote start that was sent, whose StartTransaction is to come before `until` (event loop's time)."""

    connector_id: int
    id_tag: str
    until: float
    user_id: str | None = None
    """The user who wants it."""


@dataclass(slots=True, kw_only=True)
class LeftOpen:
    """A transaction that was open at the last boot, of which nothing was told since."""

    transaction_id: int
    idle_since: float | None = None
    """Since when the connector says that nothing runs."""


@dataclass(slots=True, kw_only=True, eq=False)
class Station:
    """The settings, the model, the socket and the watches of one configured charge point; times are the event loop's."""

    settings: ChargePointSettings
    charge_point: ChargePoint
    link: Link | None = None
    quirks: Quirks = field(default_factory=Quirks)
    auto_starts: dict[int, AutoStart] = field(default_factory=dict)
    clock_watch: ClockWatch = field(default_factory=ClockWatch)
    problems: set[Problem] = field(default_factory=set)
    startup_report: StartupReport | None = None
    """What came of the startup after the last boot."""
    expected_starts: list[ExpectedStart] = field(default_factory=list)
    waits_for_reboot: set[str] = field(default_factory=set)
    """Configuration keys whose change counts only after a reboot (R30)."""
    boots_in_vain: Counter[str] = field(default_factory=Counter)
    """How often a boot did not bring the change of a key."""
    unanswered: set[int] = field(default_factory=set)
    """Transactions that are recorded and whose StartTransaction is not answered yet: nothing may name them."""
    last_transaction_ids: dict[int, int] = field(default_factory=dict)
    """The id handed out last, by connector (C2EU Q17)."""
    last_card: tuple[str, float] | None = None
    """The card presented last, and when."""
    duplicate_at: float = 0.0
    """When another charge point with this identity knocked last."""
    implausible_at: float = 0.0
    """When it last told of more than there can be."""
    new_sessions: TokenBucket = field(
        default_factory=lambda: TokenBucket(NEW_SESSIONS_AT_ONCE, NEW_SESSION_EACH)
    )
    """How many sessions more it may tell of."""
    connected_at: float = 0.0
    """When the present socket opened, or the last one did."""
    told_at: float = 0.0
    """When a sign of life was last worth an event."""
    remembered_at: float = 0.0
    """When register readings alone were last worth remembering."""
    pinged_at: float = 0.0
    """When the latency was last measured."""
    left_open: dict[int, LeftOpen] = field(default_factory=dict)
    """What was open at the last boot, by connector."""
    free_since: dict[int, float] = field(default_factory=dict)
    """Since when a connector shows Available while a transaction is open on it."""

    @property
    def connection(self) -> Connection | None:
        """The charge point's open socket; None while it is offline."""
        return None if self.link is None else self.link.connection

    @property
    def is_ready(self) -> bool:
        """Whether it is connected and may be sent commands that nobody waits for: no boot is expected any more."""
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
        """Look up what its model does differently, after it told what it is."""
        about = self.charge_point
        self.quirks = quirks_for(about.vendor, about.model, about.firmware_version)

    def auto_start(self, connector_id: int) -> AutoStart:
        """Return the connector's state of starting by itself."""
        return self.auto_starts.setdefault(connector_id, AutoStart())


@dataclass(frozen=True, slots=True, kw_only=True)
class StartupReport:
    """What came of it: keys that were written, those that need a reboot to count, and the steps that failed."""

    changed: tuple[str, ...] = ()
    reboot_required: tuple[str, ...] = ()
    failures: dict[str, str] = field(default_factory=dict)
    """Step → what went wrong, bounded and printable."""

    @property
    def complete(self) -> bool:
        """Whether every step was carried out."""
        return not self.failures
