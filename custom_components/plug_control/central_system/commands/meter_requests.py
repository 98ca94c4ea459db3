"""Ask a charger for the meter values of a connector, unless it cannot send them."""

from datetime import datetime
import logging

from ocpp.v16.enums import MessageTrigger

from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import Connector, ConnectorKey
from custom_components.plug_control.protocol.errors import CommandError

from .commands import Commands

_LOGGER = logging.getLogger(__name__)


class MeterRequests:
    """Sends TriggerMessage for MeterValues; a charger that cannot do this is not asked again until it boots."""

    def __init__(self, commands: Commands) -> None:
        """Send through `commands`."""
        self._commands = commands
        self._unable: dict[str, datetime | None] = {}
        """Charge points that cannot send them on request, with the boot after which they said so."""
        self.quiet: set[ConnectorKey] = set()
        """Connectors that are not asked, while a check-up sees what they send by themselves."""

    def can_ask(self, charge_point: ChargePoint) -> bool:
        """Whether the charger may send meter values on request."""
        charge_point_id = charge_point.charge_point_id
        unable = charge_point_id in self._unable
        return not (unable and self._unable[charge_point_id] == charge_point.booted_at)

    async def ask(self, charge_point: ChargePoint, connector: Connector) -> None:
        """Ask once, if the charger may answer; log a failure."""
        charge_point_id = charge_point.charge_point_id
        is_quiet = (charge_point_id, connector.connector_id) in self.quiet
        if is_quiet or not self.can_ask(charge_point):
            return
        try:
            able = await self._commands.trigger(
                charge_point_id, MessageTrigger.meter_values, connector.connector_id
            )
        except CommandError as error:
            _LOGGER.debug("Asking for meter values failed: %s", error)
            return
        if not able:
            self._unable[charge_point_id] = charge_point.booted_at
