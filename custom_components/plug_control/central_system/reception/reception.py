"""Give each connection its place: a configured charge point's, an unknown one's, or none until its boot names it."""

import asyncio
from dataclasses import replace
from functools import partial
import logging

from ocpp.v16 import call_result
from ocpp.v16.enums import RegistrationStatus

from custom_components.plug_control.central_system.maintenance.maintenance import Maintenance
from custom_components.plug_control.central_system.quirks import quirks_for
from custom_components.plug_control.central_system.stations import credentials, reboots
from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.central_system.stations.left_open import note_boot
from custom_components.plug_control.central_system.stations.pending import UnknownChargePoint
from custom_components.plug_control.central_system.stations.rate import RateLimit
from custom_components.plug_control.central_system.stations.refused_callers import RefusalCause
from custom_components.plug_control.central_system.stations.settings import UnknownChargePoints
from custom_components.plug_control.central_system.stations.station import Link, Station
from custom_components.plug_control.model.events import (
    ChargePointChanged,
    ConnectionChanged,
    Problem,
    UnknownChargePointAppeared,
    UnknownChargePointGone,
)
from custom_components.plug_control.protocol.call_session import Answer
from custom_components.plug_control.protocol.listener import Connection, is_identity
from custom_components.plug_control.protocol.messages import (
    BootNotification,
    format_timestamp,
    to_payload,
)

from .gate import Gatekeeper
from .onboarding import Onboarding

_LOGGER = logging.getLogger(__name__)

POLICY_VIOLATION = 1008
TRY_AGAIN_LATER = 1013
_COMPLAINTS_A_MINUTE = 5
"""How often the log mentions refused BootNotifications: no caller can fill it."""
REJECTED_INTERVAL_S = 300
"""The interval of BootNotification in the answer Rejected."""


class Reception:
    """Assigns connections to charge points and releases them; answers BootNotification."""

    def __init__(
        self,
        context: Context,
        gate: Gatekeeper,
        onboarding: Onboarding,
        maintenance: Maintenance,
    ) -> None:
        self._context = context
        self._gate = gate
        self._onboarding = onboarding
        self._maintenance = maintenance
        self._complaints = RateLimit(_COMPLAINTS_A_MINUTE, 60.0)
        self._is_stopped = False

    # ---- connections open and close

    def connected(self, connection: Connection) -> Link:
        """Register an open connection, assign it by its identity where it has one, and return its link."""
        context = self._context
        context.counters.connections += 1
        link = Link(connection=connection, heard_at=asyncio.get_running_loop().time())
        context.registry.links[connection] = link
        link.contested = self._gate.is_contested(connection.knock)
        if connection.identity is None or link.contested:
            if (surplus := context.registry.pending_charge_points.add_nameless(link)) is not None:
                self._close(surplus, TRY_AGAIN_LATER, "too many charge points without an identity")
            self._onboarding.nameless(link)
        else:
            self._place(link, connection.identity)
        self._gate.arrived(connection.knock)
        return link

    def disconnected(self, connection: Connection) -> None:
        """Release the place of a closed connection and cancel its tasks."""
        link = self._context.registry.links.pop(connection)
        self._context.counters.add(connection.traffic)
        link.background.cancel()
        self._leave(link)

    def settled(self, identity: str) -> None:
        """Show a charge point offline where its connection closed and the expected newcomer did not come."""
        station = self._context.registry.stations.get(identity)
        if station is not None:
            self._show_offline(station)

    def confirm(self, station: Station) -> None:
        """Give a newly configured charge point its waiting connection, if that exists and gave the password (R5)."""
        link = self._context.registry.pending_charge_points.forget(station.identity)
        if link is None:
            return
        if (refusal := self._gate.check_credentials(station, link.connection.knock)) is not None:
            self._close(link, POLICY_VIOLATION, refusal.reason)
            return
        self._attach(link, station)
        self._onboarding.confirmed(link, station)

    def remove(self, station: Station) -> Link | None:
        """Detach the link of a charge point that is not configured any more, and return it; None where it is offline."""
        link = station.link
        if link is not None:
            link.background.cancel()
            link.station = None
            station.link = None
        self._show_offline(station)
        return link

    def introduce_silent(self) -> None:
        """Announce, by identity, unknown charge points that wait and have not booted: some never boot again."""
        now = asyncio.get_running_loop().time()
        after_s = self._context.timing.introduce_s
        for unknown in self._context.registry.pending_charge_points.silent(
            now=now, after_s=after_s
        ):
            self._announce(unknown)

    def forget_gone(self) -> None:
        """Forget the unknown charge points that left a while ago."""
        now = asyncio.get_running_loop().time()
        pending_charge_points = self._context.registry.pending_charge_points
        for identity in pending_charge_points.gone(
            now=now, grace_s=self._context.timing.unknown_grace_s
        ):
            self._turn_out(identity)

    def stop(self) -> None:
        """Publish no charge point as offline from now on: the central system itself closes the connections."""
        self._is_stopped = True

    # ---- BootNotification

    async def boot(self, link: Link, message: BootNotification) -> Answer:
        """Answer a BootNotification: Accepted; Pending for an unknown charge point; Rejected without identity or admission."""
        identity = self._identify(link, message)
        if identity is None:
            self._context.refused_callers.note(
                None, link.connection.remote_address, RefusalCause.IDENTITY_MISSING
            )
            return self._turn_away(link, "neither the URL nor BootNotification has an identity")
        if identity != link.identity:
            async with self._gate.claim(link, identity) as refusal:
                if refusal is not None:
                    return self._turn_away(link, refusal.reason)
                still_there = link.connection in self._context.registry.links
                if still_there and link.identity != identity:
                    self._move(link, identity)
        if link.station is None:
            return self._hold_on(link, message)
        return self._accept(link, link.station, message)

    def _identify(self, link: Link, message: BootNotification) -> str | None:
        """Return the identity: the path, or the serial number where the path does not identify (decision 3, C2EU Q2)."""
        path = link.connection.knock.identity
        serial = _serial_number(message)
        if path is None:
            return serial
        quirks = quirks_for(
            message.charge_point_vendor, message.charge_point_model, message.firmware_version
        )
        if serial is None or serial == path or not quirks.verbatim_path:
            return path
        if serial in self._context.registry.stations:
            return serial
        about = self._context.registry.about(path)
        its_own = about is None or about.serial_number in {None, serial}
        return path if its_own else serial

    def _accept(self, link: Link, station: Station, message: BootNotification) -> Answer:
        context = self._context
        now = context.clock()
        charge_point = station.charge_point
        charge_point.vendor = message.charge_point_vendor or charge_point.vendor
        charge_point.model = message.charge_point_model or charge_point.model
        charge_point.serial_number = _any_serial(message) or charge_point.serial_number
        self._maintenance.booted(station, message.firmware_version)
        charge_point.firmware_version = message.firmware_version or charge_point.firmware_version
        charge_point.meter_serial_number = (
            message.meter_serial_number or charge_point.meter_serial_number
        )
        charge_point.imsi = message.imsi or charge_point.imsi
        charge_point.iccid = message.iccid or charge_point.iccid
        charge_point.booted_at = charge_point.last_seen = now
        station.find_quirks()
        link.connection.trust(station.quirks.max_frame_bytes)
        station.clock_watch.reset()
        note_boot(context, station)
        reboots.note_boot(context, station)
        link.booted, link.pending = True, False
        self._onboarding.accept(station)
        context.remember()
        context.publish(ChargePointChanged(charge_point_id=station.identity))
        answer = call_result.BootNotification(
            current_time=format_timestamp(now),
            interval=context.settings.heartbeat_interval_s,
            status=RegistrationStatus.accepted,
        )
        return Answer(to_payload(answer), after=partial(self._onboarding.booted, link))

    def _hold_on(self, link: Link, message: BootNotification) -> Answer:
        """Answer Pending, and announce the charge point for the user to confirm."""
        pending_charge_points = self._context.registry.pending_charge_points
        identity = link.identity or ""
        if pending_charge_points.link_of(identity) is link:
            told = replace(
                pending_charge_points.unknown[identity],
                vendor=message.charge_point_vendor or None,
                model=message.charge_point_model or None,
                serial_number=_any_serial(message),
                firmware_version=message.firmware_version,
            )
            if pending_charge_points.tell(told):
                self._announce(told)
        link.pending = True
        return Answer(self._not_accepted(RegistrationStatus.pending))

    def _turn_away(self, link: Link, reason: str) -> Answer:
        """Answer Rejected, and close the connection after the answer."""
        if self._complaints.allows(asyncio.get_running_loop().time()):
            _LOGGER.warning("Turned %s away: %s", link.connection.remote_address, reason)
        close = partial(self._close, link, POLICY_VIOLATION, reason)
        return Answer(self._not_accepted(RegistrationStatus.rejected), after=close)

    def _not_accepted(self, status: RegistrationStatus) -> dict[str, object]:
        pending = status is RegistrationStatus.pending
        answer = call_result.BootNotification(
            current_time=format_timestamp(self._context.clock()),
            interval=self._context.timing.pending_interval_s if pending else REJECTED_INTERVAL_S,
            status=status,
        )
        return to_payload(answer)

    # ---- places

    def _move(self, link: Link, identity: str) -> None:
        """Move a connection to the identity that its BootNotification gave."""
        self._leave(link)
        link.contested = False
        if link.connection.identity is None:
            link.connection.identity = identity
        self._place(link, identity)

    def _place(self, link: Link, identity: str) -> None:
        station = self._context.registry.stations.get(identity)
        if station is not None:
            self._attach(link, station)
            self._onboarding.opened(link, station)
        elif self._context.settings.unknown_charge_points is UnknownChargePoints.REFUSE:
            self._close(link, POLICY_VIOLATION, "unknown charge point")  # removed meanwhile
        else:
            self._hold(link, identity)

    def _attach(self, link: Link, station: Station) -> None:
        """Make `link` the link of `station`; closes the previous one without showing the charge point offline."""
        now = asyncio.get_running_loop().time()
        before, station.link = station.link, link
        link.station, link.identity = station, station.identity
        station.connected_at = station.told_at = now
        station.pinged_at = float("-inf")
        for auto_start in station.auto_starts.values():
            auto_start.connected(now=now)
        charge_point = station.charge_point
        charge_point.connections += 1
        charge_point.remote_address = link.connection.remote_address
        credentials.connected(self._context, station, link.connection.knock)
        charge_point.last_seen = self._context.clock()
        link.connection.trust(station.quirks.max_frame_bytes)
        if before is not None:
            before.station = None
            before.background.cancel()
            self._close(before, POLICY_VIOLATION, "replaced by a new connection")
        self._context.problem_gone(station, Problem.SUBPROTOCOL_MISSING)
        if charge_point.connected:
            self._context.publish(ChargePointChanged(charge_point_id=station.identity))
        else:
            charge_point.connected = True
            self._connection_changed(station)

    def _hold(self, link: Link, identity: str) -> None:
        """Give an unknown charge point a place among the pending ones; close the one that must make room."""
        pending_charge_points = self._context.registry.pending_charge_points
        link.identity = identity
        self._onboarding.held(link)
        if (known := pending_charge_points.unknown.get(identity)) is None:
            if (surplus := pending_charge_points.surplus(link)) is not None:
                self._turn_out(surplus)
            known = UnknownChargePoint(
                charge_point_id=identity,
                remote_address=link.connection.remote_address,
                first_seen=self._context.clock(),
            )
        before = pending_charge_points.hold(link, known, now=asyncio.get_running_loop().time())
        if before is not None:
            self._close(before, POLICY_VIOLATION, "replaced by a new connection")

    def _turn_out(self, identity: str) -> None:
        link = self._context.registry.pending_charge_points.forget(identity)
        if link is not None:
            self._close(link, TRY_AGAIN_LATER, "too many unknown charge points")
        self._context.publish(UnknownChargePointGone(charge_point_id=identity))

    def _leave(self, link: Link) -> None:
        """Release the place of a link that closed or moves to another identity."""
        now = asyncio.get_running_loop().time()
        self._context.registry.pending_charge_points.leave(link, now=now)
        station, link.station = link.station, None
        if station is not None:
            station.link = None
            station.connected_at = now
            if not self._gate.expects(station.identity):
                self._show_offline(station)

    def _show_offline(self, station: Station) -> None:
        if station.link is None and station.charge_point.connected and not self._is_stopped:
            station.charge_point.connected = False
            self._context.remember()
            self._connection_changed(station)

    def _connection_changed(self, station: Station) -> None:
        self._context.publish(ConnectionChanged(charge_point_id=station.identity))
        if self._context.relay is not None:
            self._context.relay.connection_changed(station.identity)

    def _announce(self, unknown: UnknownChargePoint) -> None:
        self._context.publish(
            UnknownChargePointAppeared(
                charge_point_id=unknown.charge_point_id,
                vendor=unknown.vendor,
                model=unknown.model,
                serial_number=unknown.serial_number,
                remote_address=unknown.remote_address,
            )
        )

    @staticmethod
    def _close(link: Link, code: int, reason: str) -> None:
        link.background.spawn(link.connection.close(code, reason), f"closing {link.identity}")


def _any_serial(message: BootNotification) -> str | None:
    return message.charge_point_serial_number or message.charge_box_serial_number


def _serial_number(message: BootNotification) -> str | None:
    """Return the first serial number that can serve as an identity, None without one."""
    serials = (message.charge_point_serial_number, message.charge_box_serial_number)
    return next((serial for serial in serials if serial and is_identity(serial)), None)
