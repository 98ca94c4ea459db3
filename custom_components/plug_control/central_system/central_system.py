"""The central system: builds its parts and is the interface for the other packages."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
import logging
from typing import Any

from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.events import Event, Problem
from custom_components.plug_control.model.relaying import Relay
from custom_components.plug_control.model.tag import IdTag, IdTags
from custom_components.plug_control.protocol.listener import Connection
from custom_components.plug_control.security.store import CertificateStore

from .commands.certificates import CertificateCommands
from .commands.commands import Commands
from .commands.meter_polling import MeterPolling
from .commands.meter_requests import MeterRequests
from .commands.meter_watch import MeterWatch
from .housekeeping import Housekeeping
from .ledger.ledger import Damage, LedgerDatabase
from .ledger_events import create_ledger
from .limits.composite import CompositeSchedules
from .limits.limits import Limits
from .local_list.local_lists import LocalLists
from .maintenance.maintenance import Maintenance
from .memory import recall, remember, remember_energy
from .messages.certificates import CertificateRequests
from .messages.handlers import Handlers
from .messages.metering import Metering
from .messages.notices import Notices
from .messages.statuses import Statuses
from .messages.transactions import Transactions
from .port import Port
from .reception.gate import Gatekeeper
from .reception.onboarding import Onboarding
from .reception.reception import Reception
from .reservations.reservations import Reservations
from .sessions.auto_starter import AutoStarter
from .sessions.back_end_commands import BackEndCommands
from .sessions.ending import SessionEnds, currents_a, running_transactions, stop_for_good
from .sessions.running import resume
from .sessions.user_commands import UserCommands
from .stations import client_certificates, reboots
from .stations.background import BackgroundTasks
from .stations.context import Context
from .stations.counters import Counters
from .stations.expected_starts import expects_start
from .stations.pending import UnknownChargePoint
from .stations.refused_callers import RefusedCaller
from .stations.settings import CentralSystemSettings, ChargePointSettings
from .stations.station import StartupReport, Station
from .stations.timing import Timing

_LOGGER = logging.getLogger(__name__)

_LEDGER = ""
"""Key of the ledger's own data in `memory()`, beside the charge points: no charge point has an empty identity."""


def utc_now() -> datetime:
    """Return the present time, aware, in UTC."""
    return datetime.now(UTC)


class CentralSystem:
    """An OCPP 1.6-J central system."""

    def __init__(
        self,
        *,
        settings: CentralSystemSettings,
        storage: LedgerDatabase,
        publish: Callable[[Event], None],
        clock: Callable[[], datetime] = utc_now,
        memory: Mapping[str, dict[str, Any]] | None = None,
        memory_changed: Callable[[], None] = lambda: None,
        timing: Timing | None = None,
        on_damage: Callable[[Damage], None] = lambda damage: None,
        certificates: CertificateStore | None = None,
        tls: client_certificates.TlsSettings | None = None,
    ) -> None:
        """Build the parts; `memory` is what `memory()` returned before the restart.

        `certificates` are our certificate authorities, `tls` the TLS settings of the port: without them, there is none.

        Calls `publish` synchronously and in order, `memory_changed` whenever `memory()` would return something new
        (often: save it with a delay), and `on_damage` for each file of the ledger that could not be read.
        """
        self.clock = clock
        self._tell = publish
        self.remember = memory_changed
        self.ledger = create_ledger(
            storage, clock, self.publish, on_damage, lambda: self._context.relay
        )
        self._context = self._create_context(settings, timing or Timing(), certificates)
        self.commands = Commands(self._context)
        self.certificates = CertificateCommands(self._context, self.commands)
        self.limits = Limits(self._context, self.commands)
        self.maintenance = Maintenance(self._context, self.commands)
        self._memory = dict(memory or {})
        self.local_lists = LocalLists(self._context, self.commands)
        self.composite_schedules = CompositeSchedules(self._context, self.commands)
        self.reservations = Reservations(self._context, self.commands)
        self._onboarding = Onboarding(self._context, self.commands, self.limits, self.local_lists)
        self._gate = Gatekeeper(self._context, self._settled)
        self._reception = Reception(self._context, self._gate, self._onboarding, self.maintenance)
        ends = SessionEnds(self._context, self.limits)
        self.user_commands = UserCommands(self._context, self.commands, self.limits, ends)
        self.back_end_commands = BackEndCommands(
            self._context, self.commands, self.limits, self.user_commands
        )
        """What back ends may ask; implements `model.relaying.CommandPort`."""
        self._auto_starter = AutoStarter(self.user_commands)
        self._port = self._create_port(self._create_handlers(ends), tls)
        self._housekeeping = self._create_housekeeping(ends)
        self.meter_requests = requests = MeterRequests(self.commands)
        self._polling = MeterPolling(self._context, requests)
        self._meter_watch = MeterWatch(self._context, requests)
        self._background = BackgroundTasks()
        self._is_loaded = False

    def _create_context(
        self,
        settings: CentralSystemSettings,
        timing: Timing,
        certificates: CertificateStore | None,
    ) -> Context:
        return Context(
            settings=settings,
            timing=timing,
            clock=self.clock,
            publish=self.publish,
            remember=self.remember,
            ledger=self.ledger,
            certificates=certificates,
        )

    def _create_handlers(self, ends: SessionEnds) -> Handlers:
        return Handlers(
            self._context,
            self._reception,
            Transactions(self._context, self.limits, ends, self.reservations),
            Metering(self._context),
            Statuses(self._context, self._auto_starter),
            self.maintenance,
            Notices(self._context),
            CertificateRequests(self._context, self.certificates),
        )

    def _create_port(self, handlers: Handlers, tls: client_certificates.TlsSettings | None) -> Port:
        return Port(self._context, self._gate, self._reception, handlers, tls)

    def _create_housekeeping(self, ends: SessionEnds) -> Housekeeping:
        return Housekeeping(
            self._context,
            self._reception,
            ends,
            self._auto_starter,
            self.limits,
            self.maintenance,
            self.local_lists,
            self.reservations,
            self.certificates,
        )

    async def load(self) -> None:
        """Load the ledger and put its open transactions on their connectors. Raises OSError."""
        await self.ledger.load(self._memory.pop(_LEDGER, None))
        self._is_loaded = True
        for station in self._context.registry.stations.values():
            resume(self._context, station)

    async def start(self) -> None:
        """Load the ledger if that has not happened, then listen. Raises OSError of the ledger, ListenerError of the port."""
        if not self._is_loaded:
            await self.load()
        await self._port.start()
        self._housekeeping.start(self._background)
        self._polling.start(self._background)

    async def stop(self) -> None:
        """Close every socket and end every task, in bounded time; `memory()` stays readable.

        Publishes no charge point as offline: automations that run while Home Assistant stops would act on it.
        """
        self._port.leave()
        self._reception.stop()
        await self._background.stop()
        await self._context.background.stop()
        await self._port.stop()
        await self.limits.stop()
        await self._meter_watch.stop()
        await self.ledger.close()
        self.remember()

    # ---- settings

    @property
    def settings(self) -> CentralSystemSettings:
        """The current settings."""
        return self._context.settings

    def update_settings(self, settings: CentralSystemSettings) -> None:
        """Apply new settings and keep all connections; another port or host needs a new central system."""
        before, self._context.settings = self._context.settings, settings
        self._port.settings_changed()
        if not settings.require_subprotocol:
            for station in self._context.registry.stations.values():
                self._context.problem_gone(station, Problem.SUBPROTOCOL_MISSING)
        intervals = (settings.heartbeat_interval_s, settings.meter_interval_s)
        if intervals != (before.heartbeat_interval_s, before.meter_interval_s):
            for station in self._context.registry.stations.values():
                self._onboarding.configure(station)

    def set_id_tags(self, tags: Iterable[IdTag]) -> None:
        """Replace the registered cards, also in the chargers' own lists."""
        before, self._context.id_tags = self._context.id_tags, IdTags(tags)
        self.local_lists.cards_changed(before)

    def id_tag(self, id_tag: str, charge_point_id: str | None = None) -> IdTag | None:
        """Return the registered card of a presented idTag, None for an unknown one; minds how that charger writes idTags."""
        station = self._context.registry.stations.get(charge_point_id or "")
        card_serial = station is not None and station.quirks.id_tag_separator is not None
        return self._context.id_tags.find(id_tag, card_serial=card_serial)

    def card_of_user(self, user_id: str) -> IdTag | None:
        """Return the first card of a Home Assistant user that may charge; None without one."""
        return self._context.id_tags.of_user(user_id, self.clock())

    # ---- charge points

    @property
    def charge_points(self) -> Mapping[str, ChargePoint]:
        """The configured charge points by identity."""
        return self._context.charge_points

    @property
    def unknown(self) -> Mapping[str, UnknownChargePoint]:
        """The unknown charge points by identity, those that left within the last minute included."""
        return self._context.registry.pending_charge_points.unknown

    @property
    def refused_callers(self) -> Iterable[RefusedCaller]:
        """The latest callers whose handshake or boot was refused, newest first."""
        return self._context.refused_callers.latest

    def add_charge_point(self, settings: ChargePointSettings) -> ChargePoint:
        """Configure a charge point, or confirm an unknown one that waits and ask it to boot again at once.

        Restores what is remembered of it. For a charge point that is already configured, applies the settings.
        """
        stations = self._context.registry.stations
        if settings.charge_point_id in stations:
            self.update_charge_point(settings)
            return stations[settings.charge_point_id].charge_point
        charge_point = ChargePoint(charge_point_id=settings.charge_point_id)
        station = Station(settings=settings, charge_point=charge_point)
        recall(station, self._memory.pop(settings.charge_point_id, {}))
        station.find_quirks()
        stations[settings.charge_point_id] = station
        resume(self._context, station)
        reboots.tell(self._context, station)
        self.reservations.show(station)
        self.limits.tell_again(settings.charge_point_id)
        self.remember()
        self._reception.confirm(station)
        return charge_point

    def update_charge_point(self, settings: ChargePointSettings) -> None:
        """Apply new settings; a new password counts from the next handshake. Raises NotPossibleError for an unknown one."""
        station = self._context.station(settings.charge_point_id)
        before, station.settings = station.settings, settings
        if before.password != settings.password:
            station.offered_password = None
            self._context.problem_gone(station, Problem.WRONG_PASSWORD)
        if replace(before, password=None) != replace(settings, password=None):
            self._onboarding.configure(station)
            self._auto_starter.tick(station)

    async def remove_charge_point(self, charge_point_id: str) -> dict[int, float]:
        """Stop its charging, close its socket, end its transactions and forget all but its energy registers.

        Does nothing for an unknown one. Returns connector id → limit in A of the connectors that may go on charging,
        since the stop did not arrive or was refused; one that is paused at 0 A does not.
        """
        station = self._context.registry.stations.pop(charge_point_id, None)
        self._memory.pop(charge_point_id, None)
        if station is None:
            return {}
        charging_on = currents_a(station)
        transactions = running_transactions(station)
        self.limits.forget(charge_point_id)
        self.local_lists.forget(charge_point_id)
        if energy := remember_energy(station):
            self._memory[charge_point_id] = energy
        link = self._reception.remove(station)
        await client_certificates.revoke(self._context, station)
        self.ledger.close_transactions(charge_point_id)
        self.remember()
        if link is not None:
            for connector_id in await stop_for_good(self._context, link, transactions):
                charging_on.pop(connector_id, None)
            await link.connection.close(1008, "removed")
        await self.ledger.saved()
        return charging_on

    def settings_of(self, charge_point_id: str) -> ChargePointSettings:
        """Return the settings of a charge point. Raises NotPossibleError where it is not configured."""
        return self._context.station(charge_point_id).settings

    def connection_of(self, charge_point_id: str) -> Connection | None:
        """Return the open connection of a charge point, None where it is offline."""
        return self._context.registry.connection_of(charge_point_id)

    def startup_report_of(self, charge_point_id: str) -> StartupReport | None:
        """Return the report of the startup after its last boot, None before the first. Raises NotPossibleError."""
        return self._context.station(charge_point_id).startup_report

    def watch_meters(self, keys: Collection[tuple[str, int]], every_s: float) -> None:
        """Keep the power or current of connectors (charge point, connector) no older than `every_s` while they charge.

        Call it at each decision that needs the meters: it requests the meter values that are too old by then.
        """
        self._meter_watch.watch(keys, every_s)

    # ---- what the other packages ask

    @property
    def relay(self) -> Relay | None:
        """Who tells back ends what charge points say; None (as at first) where there are none."""
        return self._context.relay

    @relay.setter
    def relay(self, relay: Relay | None) -> None:
        self._context.relay = relay

    def publish(self, event: Event) -> None:
        """Publish an event; logs the failure of a listener, so that the charger still gets its answer (R15)."""
        try:
            self._tell(event)
        except Exception:  # The boundary to the listeners.
            _LOGGER.exception("Publishing a %s failed", type(event).__name__)

    def is_pending(self, charge_point_id: str) -> bool:
        """Whether the last BootNotification on its connection was answered Pending (R12). Raises NotPossibleError."""
        return self._context.station(charge_point_id).is_pending

    def expects_start(self, charge_point_id: str, connector_id: int) -> bool:
        """Whether a remote start was sent to a connector and its StartTransaction has not come yet."""
        station = self._context.registry.stations.get(charge_point_id)
        return station is not None and expects_start(station, connector_id)

    def is_ready(self, charge_point_id: str) -> bool:
        """Whether it is connected and no longer expected to boot, so that background commands may go. Raises NotPossibleError."""
        return self._context.station(charge_point_id).is_ready

    # ---- state

    def memory(self) -> dict[str, dict[str, Any]]:
        """Return the state to keep over a restart by charge point identity, as JSON values."""
        stations = self._context.registry.stations
        ledger = {_LEDGER: self.ledger.mark()} if self._is_loaded else {}
        remembered = {identity: remember(station) for identity, station in stations.items()}
        return self._memory | remembered | ledger

    @property
    def counters(self) -> Counters:
        """A copy of the counters, with the traffic of the open connections."""
        counters = self._context.counters.copy()
        for connection in self._context.registry.links:
            counters.add(connection.traffic)
        return counters

    @property
    def port(self) -> int:
        """The bound port; the configured one before `start`."""
        return self._port.number

    @property
    def is_listening(self) -> bool:
        """Whether the central system listens."""
        return self._port.is_listening

    # ---- inside

    def _settled(self, identity: str) -> None:
        self._reception.settled(identity)
