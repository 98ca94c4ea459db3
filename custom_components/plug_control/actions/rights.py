"""Check that the caller of an action may use the connectors and cards that it names."""

from collections.abc import Iterator, Mapping
from typing import Any

from custom_components.plug_control.const import CONF_ID_TAG
from custom_components.plug_control.permissions import Access, Caller, Permission, connector_entity

from .targets import ServiceTarget


def require_permission(
    caller: Caller, permission: Permission, target: ServiceTarget, data: Mapping[str, Any]
) -> None:
    """Raise Unauthorized if a caller may not control the action's connectors, or uses another user's card."""
    if permission.access is not Access.CONTROL or caller.is_administrator:
        return
    charge_point_id, entity = target.charge_point_id, permission.entity
    for connector_id in _connectors(target, data):
        entity_id = connector_entity(caller.hass, charge_point_id, connector_id, entity)
        caller.require_control(entity_id)
    id_tag = data.get(CONF_ID_TAG)
    if id_tag is not None and not caller.owns(target.coordinator.entry, id_tag):
        raise caller.refusal()


def _connectors(target: ServiceTarget, data: Mapping[str, Any]) -> Iterator[int | None]:
    """Yield the connectors of an action: the transaction's, the named one, or all; None for an unknown one."""
    connectors = target.coordinator.charge_point.connectors
    if (transaction_id := data.get("transaction_id")) is not None:
        yield next(
            (
                connector_id
                for connector_id, connector in connectors.items()
                if connector.transaction is not None
                and connector.transaction.transaction_id == transaction_id
            ),
            None,
        )
    elif (connector_id := target.only_connector_id) is not None:
        yield connector_id
    else:
        yield from connectors or (None,)
