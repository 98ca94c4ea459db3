"""Handle messages that are only passed on: DataTransfer (R34) and SecurityEventNotification."""

from collections.abc import Mapping
import logging
from typing import Any, Final

from ocpp.v16 import call_result
from ocpp.v16.enums import DataTransferStatus

from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.central_system.stations.station import Notice, Station
from custom_components.plug_control.model.events import (
    ChargePointChanged,
    SecurityEventReported,
    VendorMessageReceived,
)
from custom_components.plug_control.model.security_event import CONCERNS, SecurityEventType
from custom_components.plug_control.model.timestamps import is_plausible
from custom_components.plug_control.protocol.messages import (
    DataTransfer,
    SecurityEventNotification,
    to_payload,
)
from custom_components.plug_control.protocol.values import without_credentials

KNOWN_DATA_TRANSFERS: Final[Mapping[str, frozenset[str]]] = {
    # Repeats StatusNotification and MeterValues as text (evcc 14733, lbbrhzn/ocpp 221).
    "ev-box": frozenset({"evbstatusnotification"}),
    # Signal levels of the control pilot, every few seconds (evcc 15874).
    "en+": frozenset({"cpchargingparameterrpt"}),
}
"""Vendor id → message ids, in lower case: routine messages that are accepted and not used."""
_LOGGER = logging.getLogger(__name__)


class Notices:
    """Answers messages that change nothing here, and publishes them within the station's limit of rate."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def data_transfer(self, station: Station, message: DataTransfer) -> dict[str, Any]:
        """Publish a vendor's message, unless it is a routine one, and answer whether its vendor is known (R34)."""
        status = data_transfer_status(message)
        is_routine = status is DataTransferStatus.accepted
        if not is_routine and self._may_publish(station, Notice.VENDOR_MESSAGE):
            event = VendorMessageReceived(
                charge_point_id=station.identity,
                vendor_id=message.vendor_id,
                message_id=message.message_id,
                data=message.data,
            )
            station.charge_point.vendor_message = event
            if not station.charge_point.sends_vendor_messages:
                station.charge_point.sends_vendor_messages = True
                self._first(station)
            self._context.publish(event)
        return to_payload(call_result.DataTransfer(status=status))

    def security_event(
        self, station: Station, message: SecurityEventNotification
    ) -> dict[str, Any]:
        """Publish a security event, without its time where that is implausible (R14); return the empty answer."""
        kind = SecurityEventType.read(message.type)
        if self._may_publish(
            station, Notice.CONCERN if kind in CONCERNS else Notice.SECURITY_EVENT
        ):
            told = without_credentials(message.type)
            _LOGGER.info("%s reports a security event: %s", station.identity, told)
            is_dated = is_plausible(message.timestamp, self._context.clock())
            event = SecurityEventReported(
                charge_point_id=station.identity,
                type=kind,
                told=told,
                at=message.timestamp if is_dated else None,
                tech_info=message.tech_info,
            )
            station.charge_point.security_event = event
            if not station.charge_point.sends_security_events:
                station.charge_point.sends_security_events = True
                self._first(station)
            self._context.publish(event)
        return {}

    def _may_publish(self, station: Station, kind: Notice) -> bool:
        now, bucket = self._context.clock(), station.notices[kind]
        if not bucket.has_any(now):
            return False
        bucket.take(now)
        return True

    def _first(self, station: Station) -> None:
        """Note that a charge point sends such messages, so that its entity exists from now on."""
        self._context.remember()
        self._context.publish(ChargePointChanged(charge_point_id=station.identity))


def data_transfer_status(message: DataTransfer) -> DataTransferStatus:
    """Return the status to answer a DataTransfer of a charge point with."""
    known = KNOWN_DATA_TRANSFERS.get(message.vendor_id.casefold())
    if known is None:
        return DataTransferStatus.unknown_vendor_id
    if (message.message_id or "").casefold() not in known:
        return DataTransferStatus.unknown_message_id
    return DataTransferStatus.accepted
