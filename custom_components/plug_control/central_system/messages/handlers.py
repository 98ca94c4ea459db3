"""Dispatch each incoming message to its handler and return the answer."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from custom_components.plug_control.central_system.maintenance.maintenance import Maintenance
from custom_components.plug_control.central_system.reception.reception import Reception
from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.central_system.stations.station import Link, Station
from custom_components.plug_control.model.events import ChargePointChanged
from custom_components.plug_control.protocol.call_session import Answer
from custom_components.plug_control.protocol.errors import ErrorCode, PayloadError
from custom_components.plug_control.protocol.frames import Call
from custom_components.plug_control.protocol.messages import (
    Authorize,
    BootNotification,
    DataTransfer,
    DiagnosticsStatusNotification,
    FirmwareStatusNotification,
    Heartbeat,
    LogStatusNotification,
    MeterValues,
    SecurityEventNotification,
    SignCertificate,
    SignedFirmwareStatusNotification,
    StartTransaction,
    StatusNotification,
    StopTransaction,
    as_told,
    format_timestamp,
    read,
)

from .certificates import CertificateRequests
from .metering import Metering
from .notices import Notices
from .statuses import Statuses
from .transactions import Transactions

type Payload = dict[str, Any]

_BOOT = "BootNotification"


class Handlers:
    """Answers every CALL of every charge point; refuses those of untrusted ones before any handler."""

    def __init__(
        self,
        context: Context,
        reception: Reception,
        transactions: Transactions,
        metering: Metering,
        statuses: Statuses,
        maintenance: Maintenance,
        notices: Notices,
        certificates: CertificateRequests,
    ) -> None:
        self._context = context
        self._maintenance = maintenance
        self._reception = reception
        self._at_once: dict[type, Callable[[Station, Any], Payload]] = {
            Heartbeat: self._heartbeat,
            StatusNotification: statuses.status_notification,
            DataTransfer: notices.data_transfer,
            DiagnosticsStatusNotification: self._diagnostics_status,
            LogStatusNotification: self._diagnostics_status,
            FirmwareStatusNotification: self._firmware_status,
            SignedFirmwareStatusNotification: self._firmware_status,
            SecurityEventNotification: notices.security_event,
        }
        self._meter_values = metering.meter_values
        self._later: dict[type, Callable[[Station, Any, Call], Awaitable[Answer]]] = {
            Authorize: transactions.authorize,
            SignCertificate: certificates.sign_certificate,
            StartTransaction: transactions.start_transaction,
            StopTransaction: transactions.stop_transaction,
        }

    def handle(self, link: Link, call: Call) -> Answer | Awaitable[Answer]:
        """Answer a CALL that came over `link`. Raises PayloadError, which becomes a CALLERROR."""
        link.heard_at = asyncio.get_running_loop().time()
        station = link.station
        if call.action == _BOOT or station is None or not link.is_trusted:
            return self._before_trust(link, call)
        self._seen(station, link.heard_at)
        message = read(call.action, call.payload)
        if type(message) is MeterValues:
            return self._meter_values(station, message, call)
        if (at_once := self._at_once.get(type(message))) is not None:
            answer = Answer(at_once(station, message))
            if self._context.relay is not None and type(message) is StatusNotification:
                self._context.relay.heard(station.identity, "StatusNotification", as_told(call))
            return answer
        return self._later[type(message)](station, message, call)

    async def _before_trust(self, link: Link, call: Call) -> Answer:
        """Answer a BootNotification. Raises PayloadError for every other message before one was accepted (R9, R12)."""
        if call.action != _BOOT:
            raise PayloadError(ErrorCode.SECURITY_ERROR, "BootNotification was not accepted yet")
        message = read(call.action, call.payload)
        assert isinstance(message, BootNotification)
        answer = await self._reception.boot(link, message)
        if self._context.relay is not None and link.booted and link.station is not None:
            self._context.relay.heard(link.station.identity, _BOOT, as_told(call))
        return answer

    def _seen(self, station: Station, now: float) -> None:
        """Note a sign of life, which any message is (R10); publish it now and then."""
        station.charge_point.last_seen = self._context.clock()
        if now - station.told_at >= self._context.timing.last_seen_s:
            self._changed(station, now)

    def _changed(self, station: Station, now: float | None = None) -> None:
        station.told_at = asyncio.get_running_loop().time() if now is None else now
        self._context.publish(ChargePointChanged(charge_point_id=station.identity))

    # ---- messages about the charge point itself

    def _heartbeat(self, station: Station, message: Heartbeat) -> Payload:
        return {"currentTime": format_timestamp(self._context.clock())}

    def _diagnostics_status(
        self, station: Station, message: DiagnosticsStatusNotification | LogStatusNotification
    ) -> Payload:
        if station.charge_point.diagnostics_status != message.status:
            station.charge_point.diagnostics_status = message.status
            self._changed(station)
        self._maintenance.logs.status(station, message)
        return {}

    def _firmware_status(
        self,
        station: Station,
        message: FirmwareStatusNotification | SignedFirmwareStatusNotification,
    ) -> Payload:
        if station.charge_point.firmware_status != message.status:
            station.charge_point.firmware_status = message.status
            self._changed(station)
        self._maintenance.firmware.status(station, message)
        return {}
