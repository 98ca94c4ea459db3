"""Find the connectors that limits are for, and publish what changed there."""

from custom_components.plug_control.central_system.quirks import quirks_of
from custom_components.plug_control.central_system.stations.configuration import known_connectors
from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import Connector
from custom_components.plug_control.model.events import ConnectorAdded, ConnectorChanged
from custom_components.plug_control.protocol.errors import NotPossible, NotPossibleError

from .targets import standing_target

ACTION = "SetChargingProfile"


def charge_point_of(context: Context, charge_point_id: str) -> ChargePoint:
    """Return the charge point; raises NotPossibleError where it was removed."""
    charge_point = context.charge_points.get(charge_point_id)
    if charge_point is None:
        raise NotPossibleError(NotPossible.UNKNOWN_CHARGE_POINT).about(charge_point_id, ACTION)
    return charge_point


def connector_of(context: Context, charge_point_id: str, connector_id: int) -> Connector:
    """Return the connector, added if need be; raises NotPossibleError where the charge point cannot have it."""
    charge_point = charge_point_of(context, charge_point_id)
    if connector_id not in known_connectors(charge_point):
        raise NotPossibleError(NotPossible.UNKNOWN_CONNECTOR).about(charge_point_id, ACTION)
    if connector_id not in charge_point.connectors:
        charge_point.connector(connector_id)
        context.publish(ConnectorAdded(charge_point_id=charge_point_id, connector_id=connector_id))
    return charge_point.connector(connector_id)


def limited_connectors(context: Context, charge_point: ChargePoint) -> list[Connector]:
    """Return the connectors with a target; where a profile must always stand, this includes those not heard of yet."""
    if quirks_of(charge_point).standing_profile:
        for connector_id in known_connectors(charge_point):
            connector_of(context, charge_point.charge_point_id, connector_id)
    return [
        connector
        for connector in charge_point.connectors.values()
        if standing_target(context, charge_point, connector) is not None
    ]


def changed(context: Context, charge_point_id: str, connector_id: int) -> None:
    """Publish that a connector's limit changed, and store it."""
    context.publish(ConnectorChanged(charge_point_id=charge_point_id, connector_id=connector_id))
    context.remember()
