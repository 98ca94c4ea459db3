"""Periodic work: forget unknown charge points, end lost transactions, measure latencies, start charging by itself."""

import asyncio
from datetime import timedelta
import logging

from custom_components.plug_control.model.connector import ConnectorStatus
from custom_components.plug_control.model.events import (
    ChargePointChanged,
    ConnectorChanged,
    Problem,
)

from .commands.certificates import CertificateCommands
from .limits.limits import Limits
from .local_list.local_lists import LocalLists
from .maintenance.maintenance import Maintenance
from .messages.statuses import IDLE
from .reception.reception import Reception
from .reservations.reservations import Reservations
from .sessions.auto_starter import AutoStarter
from .sessions.ending import SessionEnds
from .stations.background import BackgroundTasks
from .stations.context import Context
from .stations.left_open import is_over
from .stations.station import Link, Station

_LOGGER = logging.getLogger(__name__)

PINGS_A_ROUND = 10
"""How many latencies one round measures at most."""
_PING_TIMEOUT_S = 10.0
STALE_FLOW = timedelta(minutes=5)
"""Age at which an unconfirmed power or current becomes 0, where nothing can flow."""


class Housekeeping:
    """Does the periodic work of a central system."""

    def __init__(
        self,
        context: Context,
        reception: Reception,
        ends: SessionEnds,
        auto_starter: AutoStarter,
        limits: Limits,
        maintenance: Maintenance,
        local_lists: LocalLists,
        reservations: Reservations,
        certificates: CertificateCommands,
    ) -> None:
        self._context = context
        self._reception = reception
        self._ends = ends
        self._auto_starter = auto_starter
        self._limits = limits
        self._maintenance = maintenance
        self._local_lists = local_lists
        self._reservations = reservations
        self._certificates = certificates

    def start(self, background: BackgroundTasks) -> None:
        """Call `look_round` every `Timing.tick_s` until `background` is stopped."""
        background.repeat(self.look_round, lambda: self._context.timing.tick_s, "the watch")

    def look_round(self) -> None:
        """Do what is due; logs what fails at one charge point and goes on with the others."""
        now = asyncio.get_running_loop().time()
        self._reception.introduce_silent()
        self._reception.forget_gone()
        stations = tuple(self._context.registry.stations.values())
        for station in stations:
            try:
                self._look_at(station, now)
            except Exception:  # The boundary between charge points.
                _LOGGER.exception("Unexpected error in the watch of %s", station.identity)
        self._measure_latencies(stations, now)

    def _look_at(self, station: Station, now: float) -> None:
        self._end_problems(station, now)
        self._end_lost(station, now)
        self._end_flows(station)
        self._auto_starter.tick(station)
        self._limits.look_round(station.identity)
        self._maintenance.look_round(station)
        self._local_lists.look_round(station)
        self._reservations.look_round(station)
        self._certificates.look_round(station)

    def _end_problems(self, station: Station, now: float) -> None:
        timing = self._context.timing
        if now - station.duplicate_at >= timing.duplicate_gone_s:
            self._context.problem_gone(station, Problem.DUPLICATE_IDENTITY)
        if now - station.implausible_at >= timing.implausible_gone_s:
            self._context.problem_gone(station, Problem.IMPLAUSIBLE)

    def _end_lost(self, station: Station, now: float) -> None:
        """End transactions without a stop whose connector is free or that a boot ended; a late stop corrects them."""
        timing = self._context.timing
        for connector in tuple(station.charge_point.connectors.values()):
            if is_over(station, connector, after_s=timing.left_open_s):
                self._ends.end_without_stop(station, connector)
            free = connector.status is ConnectorStatus.AVAILABLE and station.link is not None
            if not free or connector.transaction is None:
                station.free_since.pop(connector.connector_id, None)
                continue
            since = station.free_since.setdefault(connector.connector_id, now)
            if now - max(since, station.connected_at) >= timing.lost_stop_s:
                self._ends.end_without_stop(station, connector)

    def _end_flows(self, station: Station) -> None:
        """Set stale power and current to 0 where no transaction runs and the status says that nothing flows."""
        now = self._context.clock()
        for connector in station.charge_point.connectors.values():
            if connector.transaction is not None or connector.status not in IDLE:
                continue
            since = connector.meter.flowing_since()
            if since is not None and now - since >= STALE_FLOW:
                connector.meter.idle(at=since)
                self._context.publish(
                    ConnectorChanged(
                        charge_point_id=station.identity, connector_id=connector.connector_id
                    )
                )

    def _measure_latencies(self, stations: tuple[Station, ...], now: float) -> None:
        due = [
            station
            for station in stations
            if station.link is not None
            and now - station.pinged_at >= self._context.timing.ping_interval_s
        ]
        due.sort(key=lambda station: station.pinged_at)
        for station in due[:PINGS_A_ROUND]:
            station.pinged_at = now
            if (link := station.link) is not None:
                link.background.spawn(self._ping(station, link), f"ping of {station.identity}")

    async def _ping(self, station: Station, link: Link) -> None:
        station.charge_point.latency_s = await link.connection.ping(_PING_TIMEOUT_S)
        self._context.publish(ChargePointChanged(charge_point_id=station.identity))
