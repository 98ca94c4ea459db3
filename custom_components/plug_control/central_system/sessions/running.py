"""Show a transaction on its connector; from then on events and commands may name it."""

from custom_components.plug_control.central_system.stations.connectors import find_connector
from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.central_system.stations.station import Station
from custom_components.plug_control.model.connector import Connector
from custom_components.plug_control.model.events import ConnectorChanged, SessionStarted
from custom_components.plug_control.model.transaction import Transaction


def show_transaction(
    context: Context, station: Station, connector: Connector, transaction: Transaction
) -> None:
    """Put a transaction of the ledger on its connector and publish its start; without effect where it is there already.

    Call it once the charge point knows the id: before StartTransaction was answered it refuses commands that name the id.
    """
    station.unanswered.discard(transaction.transaction_id)
    if connector.transaction is transaction:
        return
    connector.transaction = transaction
    station.last_transaction_ids[connector.connector_id] = transaction.transaction_id
    station.auto_start(connector.connector_id).transaction_started()
    context.publish(
        SessionStarted(
            charge_point_id=station.identity,
            connector_id=connector.connector_id,
            session=transaction.session(),
        )
    )


def show_proven(
    context: Context, station: Station, connector: Connector, transaction_id: int | None = None
) -> bool:
    """Show a connector's open transaction, although its start's answer may be lost, where messages prove that it runs.

    They name its id, or it is not waiting for its answer any more. Returns whether it was not shown yet.
    """
    transaction = context.ledger.open_transaction(
        station.identity, connector_id=connector.connector_id
    )
    if transaction is None or connector.transaction is transaction:
        return False
    is_named = transaction.transaction_id == transaction_id
    if transaction.transaction_id in station.unanswered and not is_named:
        return False
    show_transaction(context, station, connector, transaction)
    return True


def resume(context: Context, station: Station) -> None:
    """Put the open transactions of the ledger back on their connectors, after a restart or when it is configured again."""
    for transaction in context.ledger.open_transactions(station.identity):
        connector_id = transaction.connector_id
        connector = find_connector(context, station, connector_id)
        if connector is None or connector.transaction is transaction:
            continue
        connector.transaction = transaction
        station.last_transaction_ids[connector_id] = transaction.transaction_id
        station.auto_start(connector_id).transaction_started()
        context.publish(
            ConnectorChanged(charge_point_id=station.identity, connector_id=connector_id)
        )
