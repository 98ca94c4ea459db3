"""What a back end may ask: the house keeps control, so its commands pause, resume and overrule nothing of the user's."""

from collections.abc import Collection, Mapping
from typing import Any

from ocpp.v16.enums import ConfigurationKey, RemoteStartStopStatus

from custom_components.plug_control.central_system.commands.commands import Commands, naming
from custom_components.plug_control.central_system.limits.limits import Limits
from custom_components.plug_control.central_system.stations.configuration import known_connectors
from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.tag import normalise_id_tag
from custom_components.plug_control.protocol.errors import (
    CommandError,
    CommandRejectedError,
    NotPossible,
    NotPossibleError,
)
from custom_components.plug_control.protocol.messages import from_payload, to_payload

from .user_commands import UserCommands

_ACCEPTED = RemoteStartStopStatus.accepted.value
_REJECTED = RemoteStartStopStatus.rejected.value
_NEVER = frozenset(
    {
        "ClearChargingProfile",
        "RemoteStartTransaction",
        "RemoteStopTransaction",
        "SetChargingProfile",
    }
)
"""Never sent as they are: there are the other commands for them."""
_PASSWORD = ConfigurationKey.authorization_key.casefold()


class BackEndCommands:
    """Implements `model.relaying.CommandPort`: what rules allow, the relay decides; how it is done, this."""

    def __init__(
        self, context: Context, commands: Commands, limits: Limits, user_commands: UserCommands
    ) -> None:
        """Send through `commands`."""
        self._context = context
        self._commands = commands
        self._limits = limits
        self._user_commands = user_commands

    def is_of_house(self, charge_point_id: str, id_tag: str) -> bool:
        """Whether a card is registered, or the one with which we start charges ourselves; in any spelling."""
        context = self._context
        charge_point = context.station(charge_point_id).charge_point
        ours = (context.settings.remote_id_tag, self._commands.only_id_tag(charge_point) or "")
        return context.id_tags.find(id_tag, card_serial=True) is not None or normalise_id_tag(
            id_tag
        ) in map(normalise_id_tag, ours)

    async def remote_start(
        self, charge_point_id: str, connector_id: int | None, id_tag: str, back_end_id: str
    ) -> str:
        """Start a transaction with a card of the back end, at a free connector where it names none. Raises CommandError.

        A user's pause stays: the transaction then begins paused. A charger that takes only one idTag of its own gets that;
        the back end hears of its card all the same.
        """
        with naming(charge_point_id, "RemoteStartTransaction"):
            charge_point = self._context.station(charge_point_id).charge_point
            if connector_id is None:
                connector_id = _free_connector(charge_point)
            _, connector = self._commands.connector(charge_point_id, connector_id)
            self._user_commands.end_left_open(charge_point_id, connector_id)
            if connector is not None and connector.transaction is not None:
                raise NotPossibleError(NotPossible.ALREADY_CHARGING)
            await self._commands.start_transaction(
                charge_point_id,
                connector_id,
                self._commands.only_id_tag(charge_point) or id_tag,
                back_end_id_tag=id_tag,
            )
        return _ACCEPTED

    async def remote_stop(self, charge_point_id: str, transaction_id: int) -> str:
        """Stop a transaction by our id. Raises CommandError, NO_TRANSACTION where it does not run."""
        with naming(charge_point_id, "RemoteStopTransaction"):
            connectors = self._context.station(charge_point_id).charge_point.connectors.values()
            for connector in connectors:
                running = connector.transaction
                if running is not None and running.transaction_id == transaction_id:
                    connector_id = connector.connector_id
                    await self._user_commands.stop_charging(charge_point_id, connector_id)
                    return _ACCEPTED
            raise NotPossibleError(NotPossible.NO_TRANSACTION)

    async def send(
        self, charge_point_id: str, action: str, payload: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """Send another command and return its answer, also one that is no success; Rejected for none that may be sent.

        Raises CommandError where no answer came.
        """
        if action in _NEVER:
            return {"status": _REJECTED}
        try:
            message = from_payload(action, payload)
        except TypeError:
            return {"status": _REJECTED}
        with naming(charge_point_id, action):
            try:
                if action == "ChangeConfiguration":
                    return {"status": await self._change(charge_point_id, message)}
                answer = await self._user_commands.carry_out(charge_point_id, message)
            except CommandRejectedError as error:
                return {"status": error.status}
        return to_payload(answer)

    async def _change(self, charge_point_id: str, message: Any) -> str:
        """Write a configuration key, never the password of the charger's connection to us."""
        key, value = str(message.key), str(message.value)
        if key.casefold() == _PASSWORD:
            return _REJECTED
        return await self._commands.change_configuration(charge_point_id, key, value) or _ACCEPTED

    async def set_ceiling(
        self, charge_point_id: str, connector_id: int, back_end_id: str, limit_a: float | None
    ) -> None:
        """Hold a connector at or below `limit_a` per phase; None lifts this back end's ceiling. Raises CommandError.

        It stands also where the charge point is offline, and is sent once it is back.
        """
        await self._limits.set_ceiling(charge_point_id, connector_id, back_end_id, limit_a)

    async def keep_ceilings(self, back_end_ids: Collection[str]) -> None:
        """Lift the ceilings of all other back ends, which were deleted; what a charger does not take now is sent later."""
        for charge_point_id, charge_point in [*self._context.charge_points.items()]:
            for connector_id, connector in [*charge_point.connectors.items()]:
                for back_end_id in [*connector.limit.ceilings]:
                    if back_end_id not in back_end_ids:
                        try:
                            await self.set_ceiling(charge_point_id, connector_id, back_end_id, None)
                        except CommandError:
                            continue


def _free_connector(charge_point: ChargePoint) -> int:
    """Return a connector without a transaction, one with a car first; raises NotPossibleError where all charge."""
    free = [
        connector_id
        for connector_id in known_connectors(charge_point)
        if (connector := charge_point.connectors.get(connector_id)) is None
        or connector.transaction is None
    ]
    with_car = [
        connector_id
        for connector_id in free
        if (connector := charge_point.connectors.get(connector_id)) is not None
        and connector.is_plugged_in
    ]
    for connector_id in (*with_car, *free):
        return connector_id
    raise NotPossibleError(NotPossible.ALREADY_CHARGING)
