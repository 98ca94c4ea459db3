"""Commands of the user: start and stop a charge, and send any OCPP message."""

from typing import Any

from ocpp.v16 import call
from ocpp.v16.enums import ClearChargingProfileStatus

from custom_components.plug_control.central_system.commands.commands import Commands, naming
from custom_components.plug_control.central_system.limits.limits import Limits
from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.central_system.stations.left_open import is_over
from custom_components.plug_control.model.charge_point import PauseHabit
from custom_components.plug_control.model.connector import DRAWING, Connector, ConnectorStatus
from custom_components.plug_control.protocol.errors import (
    NOT_DONE,
    CommandError,
    CommandRejectedError,
    NotPossible,
    NotPossibleError,
    StillFinishingError,
)

from .ending import SessionEnds


class UserCommands:
    """Commands of which limits and sessions must know; each raises like `Commands`."""

    def __init__(
        self, context: Context, commands: Commands, limits: Limits, ends: SessionEnds
    ) -> None:
        """Send through `commands`."""
        self._context = context
        self._commands = commands
        self._limits = limits
        self._ends = ends

    async def carry_out(
        self, charge_point_id: str, message: Any, *, user_id: str | None = None
    ) -> Any:
        """Send a message of the user, like `Commands.request`, and inform the limits of what it changes."""
        limits = self._limits
        take_back = _nothing
        if isinstance(message, call.RemoteStopTransaction):
            connectors = self._context.station(charge_point_id).charge_point.connectors.values()
            for connector in connectors:
                running = connector.transaction
                if running is not None and running.transaction_id == message.transaction_id:
                    take_back = limits.user_stops(charge_point_id, connector.connector_id)
        try:
            answer = await self._commands.request(charge_point_id, message, user_id=user_id)
        except NOT_DONE:
            take_back()
            raise
        except CommandError:
            limits.profiles_changed(charge_point_id, message)
            raise
        if getattr(answer, "status", None) != ClearChargingProfileStatus.unknown:
            limits.profiles_changed(charge_point_id, message)
        return answer

    async def start_charging(
        self,
        charge_point_id: str,
        connector_id: int,
        *,
        id_tag: str | None = None,
        user_id: str | None = None,
    ) -> None:
        """Start a charge, or resume a paused one; `id_tag` defaults to `Commands.remote_id_tag` of the user.

        Raises NotPossibleError ALREADY_CHARGING where a transaction runs that is not paused, StillFinishingError where the
        charge point refuses because the cable of the last charge is still plugged in.
        """
        with naming(charge_point_id, "RemoteStartTransaction"):
            _, connector = self._commands.connector(charge_point_id, connector_id)
            self.end_left_open(charge_point_id, connector_id)
            running = connector is not None and connector.transaction is not None
            paused = connector is not None and connector.limit.wanted_a == 0
            if running and not paused:
                raise NotPossibleError(NotPossible.ALREADY_CHARGING)
            if connector is not None and paused:
                # This start replaces the restart of that charge
                connector.limit.stopped_id_tag = None
                await self._limits.lift_pause(charge_point_id, connector_id)
            if not running:
                tag = id_tag or self._commands.remote_id_tag(
                    self._context.station(charge_point_id).charge_point, user_id
                )
                try:
                    await self._commands.start_transaction(
                        charge_point_id, connector_id, tag, user_id=user_id
                    )
                except CommandRejectedError as error:
                    if connector is not None and self._needs_unplugging(charge_point_id, connector):
                        raise StillFinishingError(error.status) from error
                    raise

    def _needs_unplugging(self, charge_point_id: str, connector: Connector) -> bool:
        """Whether a start may have been refused only because the car must be unplugged first."""
        is_final = (
            self._context.station(charge_point_id).charge_point.pause_habit is PauseHabit.FINAL
        )
        stopped = is_final and connector.is_plugged_in is True
        return stopped or connector.status is ConnectorStatus.FINISHING

    async def stop_charging(self, charge_point_id: str, connector_id: int) -> None:
        """End the running transaction; raises NotPossibleError NO_TRANSACTION where none is known or can be found.

        A charge that a pause ended is not started again.
        """
        with naming(charge_point_id, "RemoteStopTransaction"):
            _, connector = self._commands.connector(charge_point_id, connector_id)
            is_over = connector is None or not (
                connector.transaction is not None or connector.status in DRAWING
            )
            if connector is not None and is_over and connector.limit.stopped_id_tag is not None:
                connector.limit.stopped_id_tag = None
                self._context.remember()
                return
            take_back = self._limits.user_stops(charge_point_id, connector_id)
            try:
                await self._commands.stop_transaction(charge_point_id, connector_id)
            except NOT_DONE:
                take_back()
                raise

    def end_left_open(self, charge_point_id: str, connector_id: int) -> None:
        """End the transaction that a boot left open on a connector, if it does not run any more."""
        station = self._context.station(charge_point_id)
        connector = station.charge_point.connectors.get(connector_id)
        if connector is not None and is_over(station, connector):
            self._ends.end_without_stop(station, connector)


def _nothing() -> None:
    """Do nothing: there is nothing to undo."""
