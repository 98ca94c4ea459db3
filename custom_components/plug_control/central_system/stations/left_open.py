"""Transactions that were open when their charge point booted: ended, unless a message proves that they run (evcc 33908).

After a power cut many chargers forget the transaction and never send its stop; others continue it and report it.
"""

import asyncio
from collections.abc import Collection

from custom_components.plug_control.model.connector import DRAWING, Connector, ConnectorStatus
from custom_components.plug_control.model.meter import ReadingKey
from custom_components.plug_control.model.quantity import Quantity

from .context import Context
from .station import LeftOpen, Station

_POWER: ReadingKey = (Quantity.POWER_IMPORT_W, None)
_NOTHING_RUNS = frozenset(
    {ConnectorStatus.AVAILABLE, ConnectorStatus.PREPARING, ConnectorStatus.FINISHING}
)


def note_boot(context: Context, station: Station) -> None:
    """Note the transactions that are open at a boot."""
    station.left_open = {
        transaction.connector_id: LeftOpen(transaction_id=transaction.transaction_id)
        for transaction in context.ledger.open_transactions(station.identity)
    }


def note_status(station: Station, connector_id: int, status: ConnectorStatus) -> None:
    """Note a connector's status after the boot: it proves that the transaction runs, or that nothing does."""
    left = station.left_open.get(connector_id)
    if left is None:
        return
    if status in DRAWING:
        del station.left_open[connector_id]
    elif status in _NOTHING_RUNS:
        if left.idle_since is None:
            left.idle_since = asyncio.get_running_loop().time()
    else:
        left.idle_since = None


def note_values(
    station: Station,
    connector: Connector,
    transaction_id: int | None,
    changed: Collection[ReadingKey],
) -> None:
    """Note meter values: those with the transaction's id, and a power above 0, prove that it runs."""
    left = station.left_open.get(connector.connector_id)
    if left is None:
        return
    flows = _POWER in changed and connector.meter.value(_POWER[0])
    if flows or transaction_id == left.transaction_id:
        del station.left_open[connector.connector_id]


def is_over(station: Station, connector: Connector, *, after_s: float = 0.0) -> bool:
    """Whether the connector's transaction was open at the boot and its status has been idle for at least `after_s`."""
    left, running = station.left_open.get(connector.connector_id), connector.transaction
    if left is None or left.idle_since is None or running is None:
        return False
    idle_s = asyncio.get_running_loop().time() - left.idle_since
    return running.transaction_id == left.transaction_id and idle_s >= after_s
