"""Charges of chargers that cannot pause: stopped instead, and started again where smart charging had them stopped."""

from datetime import datetime, timedelta
import logging

from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import Connector
from custom_components.plug_control.protocol.errors import CommandError

from .commands import MAX_ID_TAG, Commands
from .host import CommandHost
from .limit_targets import LimitTarget

_LOGGER = logging.getLogger(__name__)

_RETRY = timedelta(minutes=5)
"""A remote start may take so long to bring its transaction (C2EU section 4), and a full car brings none."""


class StoppedCharges:
    """Stops instead of pausing, and starts again what smart charging stopped: with its tag, while the car is there."""

    def __init__(self, host: CommandHost, commands: Commands) -> None:
        """Send through `commands`."""
        self._host = host
        self._commands = commands
        self._not_before: dict[tuple[str, int], datetime] = {}
        """When the next start may be tried."""

    async def stop(self, charge_point: ChargePoint, connector: Connector) -> bool:
        """End the running transaction; False where none runs. What the user did not stop himself may go on later."""
        transaction = connector.transaction
        limit = connector.limit
        by_smart = limit.smart is not None and limit.wanted_a != 0
        if transaction is None:
            return by_smart  # nothing flows, and what begins is stopped at once
        await self._commands.stop_charging(charge_point.charge_point_id, connector.connector_id)
        if by_smart:
            usable = 0 < len(transaction.id_tag) <= MAX_ID_TAG
            own = self._commands.remote_id_tag(charge_point)
            limit.stopped_id_tag = transaction.id_tag if usable else own
            self._not_before.pop((charge_point.charge_point_id, connector.connector_id), None)
        return True

    def is_due(self, charge_point: ChargePoint, connector: Connector, target: LimitTarget) -> bool:
        """Whether a charge is to be started again now."""
        if connector.limit.stopped_id_tag is None or connector.transaction is not None:
            return False
        if target.limit_a == 0 or not connector.is_plugged_in:
            return False
        if self._host.connection_of(charge_point.charge_point_id) is None:
            return False
        not_before = self._not_before.get((charge_point.charge_point_id, connector.connector_id))
        return not_before is None or self._host.clock() >= not_before

    async def start_due(
        self, charge_point: ChargePoint, connector: Connector, target: LimitTarget
    ) -> None:
        """Start a charge again where that is due; a failure is logged, and it is tried again in a few minutes."""
        if not self.is_due(charge_point, connector, target):
            return
        key = charge_point.charge_point_id, connector.connector_id
        self._not_before[key] = self._host.clock() + _RETRY
        try:
            await self._commands.start_charging(*key, id_tag=connector.limit.stopped_id_tag)
        except CommandError as error:
            _LOGGER.info("The charge of %s#%s is not started again: %s", *key, error)

    def forget(self, charge_point_id: str) -> None:
        """Drop what is known of a charge point that was removed."""
        self._not_before = {
            key: at for key, at in self._not_before.items() if key[0] != charge_point_id
        }
