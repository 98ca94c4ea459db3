"""Find the meters and cars that a round needs fresh readings of, and the events that need a decision at once."""

from collections.abc import Mapping
from datetime import datetime
import logging

from custom_components.plug_control.charging.round_types import ConnectorRow
from custom_components.plug_control.charging.solar.phase_change import PhaseChange
from custom_components.plug_control.model.connector import Connector, ConnectorKey, key_of

from .installation import Installation

_LOGGER = logging.getLogger(__name__)


def circuits_start(
    rows: Mapping[str, ConnectorRow], stale: tuple[str, ...], installation: Installation
) -> bool:
    """Return whether a current of a circuit, or of a car behind a measured circuit, is still missing.

    An offline charger counts with what it may draw, so its readings are not waited for.
    """
    return installation.circuits_wait_for(stale) or any(
        row.online
        and row.wiring is not None
        and row.case.readings.connected
        and not _tells_draw(row)
        and installation.has_currents(row.wiring.circuit)
        for row in rows.values()
    )


def _tells_draw(row: ConnectorRow) -> bool:
    readings = row.case.readings
    return readings.power_w is not None or any(readings.currents_a)


def needed_meters(
    rows: Mapping[str, ConnectorRow], stale: tuple[str, ...], installation: Installation
) -> tuple[str, ...]:
    """Return the silent sensors that a connector's mode or a circuit needs."""
    follows_sun = any(row.case.settings.mode.follows_sun for row in rows.values())
    if follows_sun or installation.is_fuse_told_by_grid_power:
        return stale
    return tuple(each for each in stale if each in installation.current_sensors)


def regulated(rows: Mapping[str, ConnectorRow], installation: Installation) -> list[ConnectorKey]:
    """Return the connectors whose draw must always be known."""
    return [
        key_of(name)
        for name, row in rows.items()
        if row.online
        and row.case.readings.connected
        and (
            row.case.settings.mode.follows_sun
            or (row.wiring is not None and installation.has_currents(row.wiring.circuit))
        )
    ]


def notable(connector: Connector) -> tuple[object, ...]:
    """Return the facts of a connector whose change needs a decision at once."""
    limit, transaction = connector.limit, connector.transaction
    return (
        transaction.transaction_id if transaction is not None else None,
        connector.is_plugged_in,
        limit.wanted_a,
        limit.stopped_id_tag,
    )


def log_failed_contactors(contactors: Mapping[str, PhaseChange], now: datetime) -> None:
    """Log the contactors that failed in this round."""
    for name, change in contactors.items():
        if change.failed_at == now:
            _LOGGER.warning(
                "%s stayed on %d phases; its phases are not switched again for half an hour",
                name,
                change.phases,
            )
