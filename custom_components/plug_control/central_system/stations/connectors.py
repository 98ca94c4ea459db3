"""Find the connector that a message names."""

from ocpp.v16.enums import ConfigurationKey

from custom_components.plug_control.model.connector import Connector
from custom_components.plug_control.model.events import ConnectorAdded

from .configuration import integer_of
from .context import Context
from .station import Station

MAX_CONNECTOR_ID = 64
"""A charge point that represents several others has a few dozen connectors (KEBA P30); a million is nonsense."""
_UNCOUNTED = 4
"""Connector ids up to this are valid whatever NumberOfConnectors says: not all chargers count right."""


def find_connector(context: Context, station: Station, connector_id: int) -> Connector | None:
    """Return a connector, adding a new one; reports an implausible number as a problem and returns None."""
    charge_point = station.charge_point
    connector = charge_point.connectors.get(connector_id)
    if connector is None:
        if not 1 <= connector_id <= most_connectors(station):
            context.implausible(station, f"connector {connector_id}")
            return None
        connector = charge_point.connector(connector_id)
        context.remember()
        context.publish(ConnectorAdded(charge_point_id=station.identity, connector_id=connector_id))
    return connector


def most_connectors(station: Station) -> int:
    """Return the highest connector id that this charge point can have."""
    if station.quirks.connectors is not None:
        return station.quirks.connectors
    told = integer_of(station.charge_point.configuration, ConfigurationKey.number_of_connectors)
    return MAX_CONNECTOR_ID if told is None else min(max(told, _UNCOUNTED), MAX_CONNECTOR_ID)


def find_metered(
    context: Context, station: Station, connector_id: int, transaction_id: int | None
) -> Connector | None:
    """Return the connector that meter values belong to; None where they are the charge point's own (connector 0).

    Some chargers send connector 0 with a transaction id: then it is the connector of that open transaction.
    """
    if connector_id == 0:
        if transaction_id is None:
            return None
        running = context.ledger.open_transaction(station.identity, transaction_id=transaction_id)
        if running is None:
            return None
        connector_id = running.connector_id
    return find_connector(context, station, connector_id)
