"""Handle StatusNotification of connectors and of the charge point itself (R22)."""

from datetime import datetime, timedelta
from typing import Any

from custom_components.plug_control.central_system.sessions.auto_starter import AutoStarter
from custom_components.plug_control.central_system.sessions.running import show_proven
from custom_components.plug_control.central_system.stations.connectors import find_connector
from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.central_system.stations.left_open import note_status
from custom_components.plug_control.central_system.stations.station import Station
from custom_components.plug_control.model.connector import DRAWING, Connector, ConnectorStatus
from custom_components.plug_control.model.events import ChargePointChanged, ConnectorChanged
from custom_components.plug_control.model.timestamps import guard_time
from custom_components.plug_control.protocol.messages import StatusNotification

from .clocks import compare_clock

_NO_ERROR = "NoError"
IDLE = frozenset(
    {
        ConnectorStatus.AVAILABLE,
        ConnectorStatus.PREPARING,
        ConnectorStatus.SUSPENDED_EV,
        ConnectorStatus.SUSPENDED_EVSE,
        ConnectorStatus.FINISHING,
        ConnectorStatus.RESERVED,
    }
)
"""Statuses in which nothing flows. Not Unavailable and Faulted: chargers send both during a charge (C2EU Q21, Alfen)."""


class Statuses:
    """Handles StatusNotification; accepts status transitions that the standard's table lacks (E3.20)."""

    def __init__(self, context: Context, auto_starter: AutoStarter) -> None:
        self._context = context
        self._auto_starter = auto_starter

    def status_notification(self, station: Station, message: StatusNotification) -> dict[str, Any]:
        """Store the status of a connector or, for connector 0, of the charge point; return the empty answer."""
        if message.connector_id == 0:
            self._charge_point_status(station, message)
        elif connector := find_connector(self._context, station, message.connector_id):
            if station.link is not None:
                station.link.told_status.add(connector.connector_id)
            self._connector_status(station, connector, message)
        return {}

    def _charge_point_status(self, station: Station, message: StatusNotification) -> None:
        """Store the charge point's own status, which says nothing about its connectors (R22)."""
        about = station.charge_point
        before = (about.status, about.error_code, about.vendor_error_code, about.error_info)
        about.status = message.status.value
        about.error_code = message.error_code
        about.vendor_error_code, about.error_info = _details(message)
        if before != (about.status, about.error_code, about.vendor_error_code, about.error_info):
            self._context.publish(ChargePointChanged(charge_point_id=station.identity))

    def _connector_status(
        self, station: Station, connector: Connector, message: StatusNotification
    ) -> None:
        status = ConnectorStatus(message.status.value)
        vendor_error_code, error_info = _details(message)
        after = (status, message.error_code, vendor_error_code, error_info)
        before = (
            connector.status,
            connector.error_code,
            connector.vendor_error_code,
            connector.error_info,
        )
        if status is not connector.status:
            if connector.status is not None:  # a change was written just now; a repeat may be old
                compare_clock(self._context, station, message.timestamp, self._context.clock())
            connector.status_since = since = _since(station, message, self._context.clock())
            if status in IDLE:
                connector.meter.idle(at=since)
            else:
                connector.meter.may_flow()
            self._context.remember()
        is_new = status in DRAWING and show_proven(self._context, station, connector)
        if after != before or is_new:
            connector.status = status
            connector.error_code = message.error_code
            connector.vendor_error_code, connector.error_info = vendor_error_code, error_info
            if connector.is_plugged_in is False:  # the next car is another charge
                connector.limit.stopped_id_tag = None
                connector.meter.car_left(at=connector.status_since or self._context.clock())
            self._context.publish(
                ConnectorChanged(
                    charge_point_id=station.identity, connector_id=connector.connector_id
                )
            )
        note_status(station, connector.connector_id, status)
        self._auto_starter.status_changed(station, connector.connector_id, status)


def _since(station: Station, message: StatusNotification, now: datetime) -> datetime:
    """Return when a status began, on the charger's clock like its meter values; without a timestamp, now."""
    if message.timestamp is None:
        return now + timedelta(seconds=min(station.charge_point.clock_offset_s or 0.0, 0.0))
    return guard_time(message.timestamp, now)[0]


def _details(message: StatusNotification) -> tuple[str | None, str | None]:
    """Return vendor error code and info; with NoError, the vendor's code is None."""
    code = message.vendor_error_code if message.error_code != _NO_ERROR else None
    return code, message.info
