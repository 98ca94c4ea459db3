"""Connectors as messages name them."""

import logging

from custom_components.plug_control.model.connector import Connector
from custom_components.plug_control.model.events import ConnectorAdded

from .context import Context
from .station import Station

_LOGGER = logging.getLogger(__name__)

MAX_CONNECTOR_ID = 64
"""A charge point that stands for several others has some dozen connectors (KEBA P30); a million is nonsense."""


def find_connector(context: Context, station: Station, connector_id: int) -> Connector | None:
    """Return a connector, adding it when it is first heard of; None where the number is nonsense."""
    charge_point = station.charge_point
    connector = charge_point.connectors.get(connector_id)
    if connector is None:
        if not 1 <= connector_id <= MAX_CONNECTOR_ID:
            _LOGGER.debug("%s speaks of connector %d", station.identity, connector_id)
            return None
        connector = charge_point.connector(connector_id)
        context.remember()
        context.publish(ConnectorAdded(charge_point_id=station.identity, connector_id=connector_id))
    return connector


def find_metered(
    context: Context, station: Station, connector_id: int, transaction_id: int | None
) -> Connector | None:
    """Return the connector that meter values are about; None where they are the station's own, connector 0's.

    Some chargers name connector 0 beside a transaction: then they are of the connector that it runs on.
    """
    if connector_id == 0:
        if transaction_id is None:
            return None
        running = context.ledger.open_transaction(station.identity, transaction_id=transaction_id)
        if running is None:
            return None
        connector_id = running.connector_id
    return find_connector(context, station, connector_id)
