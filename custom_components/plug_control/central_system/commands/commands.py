"""Send commands: check the request, send it, read the answer; raise if it was not carried out (decision 10)."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ocpp.v16 import call
from ocpp.v16.enums import (
    AvailabilityType,
    ConfigurationKey as Key,
    ConfigurationStatus,
    MessageTrigger,
    ResetType,
)

from custom_components.plug_control.central_system.quirks import quirks_of
from custom_components.plug_control.central_system.stations import passwords, reboots
from custom_components.plug_control.central_system.stations.configuration import (
    find_key,
    kept_key,
    known_connectors,
    read_configuration,
    same_value,
    value_of,
)
from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.central_system.stations.expected_starts import expect_start
from custom_components.plug_control.central_system.stations.station import Station
from custom_components.plug_control.model.charge_point import ChargePoint, ConfigurationKey
from custom_components.plug_control.model.connector import DRAWING, Connector
from custom_components.plug_control.model.events import ChargePointChanged
from custom_components.plug_control.model.tag import MAX_ID_TAG
from custom_components.plug_control.protocol.errors import (
    CallErrorReceived,
    CallTimeoutError,
    CommandError,
    CommandRejectedError,
    ErrorCode,
    NotPossible,
    NotPossibleError,
    OfflineError,
    may_be_done,
)
from custom_components.plug_control.protocol.listener import Connection
from custom_components.plug_control.protocol.messages import action_of, read_answer, to_payload

from .answers import check_status, deadline_s
from .checks import as_understood, check_request

BACK_S = 180.0
"""How long a charge point that closed the connection at a Reset may take to connect again."""
_BACK_STEP_S = 0.2
_LEARN_S = 3.0
"""How long to wait for meter values that name an unknown transaction's id."""
_LEARN_STEP_S = 0.1
_PASSWORD_KEY = Key.authorization_key.casefold()
_NOT_SUPPORTED = frozenset({ErrorCode.NOT_IMPLEMENTED, ErrorCode.NOT_SUPPORTED})


class Commands:
    """The commands to charge points; each raises CommandError subclasses that name charge point and action."""

    def __init__(self, context: Context) -> None:
        """Send through the open sockets of the configured charge points."""
        self._context = context

    # ---- the one way out

    async def request(
        self,
        charge_point_id: str,
        message: Any,
        *,
        timeout_s: float | None = None,
        user_id: str | None = None,
        back_end_id_tag: str | None = None,
    ) -> Any:
        """Send an `ocpp.v16.call` message, for `user_id` if given, and return its `ocpp.v16.call_result`.

        `back_end_id_tag` is the card that a back end named for a remote start with another one.

        All commands are sent here. Raises NotPossibleError where target or moment is wrong (then nothing is sent),
        CommandRejectedError for a status that is no success (see `answers`), and OfflineError, CallTimeoutError,
        CallErrorReceived, QueueFullError, AnswerUnreadableError. `timeout_s` defaults to the action's deadline.
        """
        action = action_of(message)
        with naming(charge_point_id, action):
            station = self._context.station(charge_point_id)
            payload = as_understood(station.charge_point, action, to_payload(message))
            connection = _connection(station, action, payload)
            if timeout_s is None:
                timeout_s = deadline_s(action)
            take_back = await self._announce(station, message, user_id, back_end_id_tag)
            try:
                answer = read_answer(
                    action, await connection.call(action, payload, timeout_s=timeout_s)
                )
                check_status(action, answer)
            except CommandError as error:
                if not may_be_done(error):
                    take_back()
                raise
            self._note_configuration(station, message, answer)
            return answer

    async def _announce(
        self,
        station: Station,
        message: Any,
        user_id: str | None,
        back_end_id_tag: str | None,
    ) -> Callable[[], None]:
        """Note a remote start or a new password before it is sent; return how to undo this.

        StartTransaction may come together with the answer, and a new password may be used although no answer came.
        """
        if isinstance(message, call.ChangeConfiguration) and _is_password(message):
            return await passwords.offer(self._context, station, message.value)
        if not isinstance(message, call.RemoteStartTransaction):
            return _nothing
        return expect_start(
            station, message.connector_id or 0, message.id_tag, user_id, back_end_id_tag
        )

    def _note_configuration(self, station: Station, message: Any, answer: Any) -> None:
        """Note what a ChangeConfiguration led to: a reboot that is required (R30), or a new password (R4)."""
        if not isinstance(message, call.ChangeConfiguration):
            return
        if answer.status == ConfigurationStatus.reboot_required:
            reboots.note_required(self._context, station, message.key)
        elif answer.status == ConfigurationStatus.accepted and _is_password(message):
            passwords.taken(self._context, station, message.value)

    # ---- charging

    async def start_transaction(
        self,
        charge_point_id: str,
        connector_id: int,
        id_tag: str | None,
        *,
        user_id: str | None = None,
        back_end_id_tag: str | None = None,
    ) -> None:
        """Send RemoteStartTransaction, for `user_id` if given, whatever the limit is; `id_tag` defaults to `remote_id_tag`."""
        charge_point = self._context.station(charge_point_id).charge_point
        await self.request(
            charge_point_id,
            call.RemoteStartTransaction(
                id_tag=id_tag or self.remote_id_tag(charge_point), connector_id=connector_id
            ),
            user_id=user_id,
            back_end_id_tag=back_end_id_tag,
        )

    async def stop_transaction(self, charge_point_id: str, connector_id: int) -> None:
        """End the running transaction; raises NotPossibleError NO_TRANSACTION where none is known or can be found."""
        charge_point, connector = self.connector(charge_point_id, connector_id)
        if connector is not None and connector.transaction is not None:
            await self._stop_known(charge_point, connector, connector.transaction.transaction_id)
        elif connector is not None and connector.status in DRAWING:
            await self._stop_unknown(charge_point_id, connector)
        else:
            raise NotPossibleError(NotPossible.NO_TRANSACTION)

    async def _stop_known(
        self, charge_point: ChargePoint, connector: Connector, transaction_id: int
    ) -> None:
        """Stop a transaction by its id; by the id given last, where the charger takes only that (C2EU Q17)."""
        charge_point_id = charge_point.charge_point_id
        try:
            await self._remote_stop(charge_point_id, transaction_id)
        except CommandRejectedError:
            last = self._context.station(charge_point_id).last_transaction_ids.get(
                connector.connector_id
            )
            by_last = quirks_of(charge_point).stops_by_last_transaction_id
            if not by_last or last is None or last == transaction_id:
                raise
            await self._remote_stop(charge_point_id, last)

    async def _stop_unknown(self, charge_point_id: str, connector: Connector) -> None:
        """Stop a charge whose transaction is not known: by the last id, or by the one that its meter values name."""
        last = self._context.station(charge_point_id).last_transaction_ids.get(
            connector.connector_id
        )
        if last is not None:
            try:
                await self._remote_stop(charge_point_id, last)
            except CommandRejectedError:
                pass
            else:
                return
        transaction_id = await self._learn_transaction_id(charge_point_id, connector)
        if transaction_id is None:
            raise NotPossibleError(NotPossible.NO_TRANSACTION)
        await self._remote_stop(charge_point_id, transaction_id)

    async def _learn_transaction_id(self, charge_point_id: str, connector: Connector) -> int | None:
        """Ask for meter values, by which a running transaction is adopted; return its id, None if none comes."""
        try:
            asked = await self.trigger(
                charge_point_id, MessageTrigger.meter_values, connector.connector_id
            )
        except CommandRejectedError:
            return None
        for _ in range(round(_LEARN_S / _LEARN_STEP_S) if asked else 0):
            if connector.transaction is not None:
                return connector.transaction.transaction_id
            await asyncio.sleep(_LEARN_STEP_S)
        return None

    async def _remote_stop(self, charge_point_id: str, transaction_id: int) -> None:
        await self.request(
            charge_point_id, call.RemoteStopTransaction(transaction_id=transaction_id)
        )

    def remote_id_tag(self, charge_point: ChargePoint, user_id: str | None = None) -> str:
        """Return the tag for remote starts: the only one that the charge point takes, the user's card, or our own."""
        if (only := self.only_id_tag(charge_point)) is not None:
            return only
        context = self._context
        card = None if user_id is None else context.id_tags.of_user(user_id, context.clock())
        return context.settings.remote_id_tag if card is None else card.id_tag

    def only_id_tag(self, charge_point: ChargePoint) -> str | None:
        """Return the only tag that the charge point takes for remote starts; None where it takes any."""
        if only := self._context.station(charge_point.charge_point_id).settings.remote_id_tag:
            return only
        if (key := quirks_of(charge_point).remote_id_tag_key) is not None:
            only = value_of(charge_point.configuration, key)
            if only and len(only) <= MAX_ID_TAG:
                return only
        return None

    def connector(
        self, charge_point_id: str, connector_id: int
    ) -> tuple[ChargePoint, Connector | None]:
        """Return the charge point and its connector (None: not heard of yet); raises NotPossibleError for a wrong one."""
        charge_point = self._context.station(charge_point_id).charge_point
        if connector_id not in known_connectors(charge_point):
            raise NotPossibleError(NotPossible.UNKNOWN_CONNECTOR)
        return charge_point, charge_point.connectors.get(connector_id)

    # ---- other commands of entities

    async def set_availability(
        self, charge_point_id: str, connector_id: int | None, operative: bool
    ) -> str:
        """Put a connector (None: the whole charge point) into or out of service; returns Accepted or Scheduled (R32)."""
        message = call.ChangeAvailability(
            connector_id=connector_id or 0,
            type=AvailabilityType.operative if operative else AvailabilityType.inoperative,
        )
        return str((await self.request(charge_point_id, message)).status)

    async def unlock(self, charge_point_id: str, connector_id: int) -> None:
        """Unlock the cable; this ends a running charge."""
        await self.request(charge_point_id, call.UnlockConnector(connector_id=connector_id))

    async def reset(self, charge_point_id: str, hard: bool) -> None:
        """Restart the charge point; a hard reset does not wait for running transactions.

        If it closes the connection instead of answering, it has obeyed once it is connected again (C2EU Q27).
        """
        message = call.Reset(type=ResetType.hard if hard else ResetType.soft)
        try:
            await self.request(charge_point_id, message)
        except OfflineError as error:
            if not error.sent or not await self.comes_back(charge_point_id, BACK_S):
                raise

    async def comes_back(self, charge_point_id: str, within_s: float) -> bool:
        """Wait until the charge point is connected again; False where that takes too long."""
        until = asyncio.get_running_loop().time() + within_s
        while self._context.registry.connection_of(charge_point_id) is None:
            if asyncio.get_running_loop().time() >= until:
                return False
            await asyncio.sleep(_BACK_STEP_S)
        return True

    async def trigger(
        self, charge_point_id: str, requested_message: str, connector_id: int | None = None
    ) -> bool:
        """Ask the charger to send a message; False where it says that it cannot (R33)."""
        message = call.TriggerMessage(
            requested_message=MessageTrigger(requested_message), connector_id=connector_id
        )
        try:
            await self.request(charge_point_id, message)
        except CommandRejectedError as error:
            if error.status != "NotImplemented":
                raise
            return False
        except CallErrorReceived as error:
            if error.code not in _NOT_SUPPORTED:
                raise
            return False
        return True

    async def trigger_all(self, charge_point_id: str, requested_message: str) -> None:
        """Ask for a message for every connector (C2EU Q7); raises the first refusal after asking for all.

        Stops at once where the charger is offline, does not answer, or cannot send the message.
        """
        failure: CommandError | None = None
        with naming(charge_point_id, "TriggerMessage"):
            connectors = known_connectors(self._context.station(charge_point_id).charge_point)
        for connector_id in connectors:
            try:
                if not await self.trigger(charge_point_id, requested_message, connector_id):
                    return
            except OfflineError, CallTimeoutError:
                raise
            except CommandError as error:
                failure = failure or error
        if failure is not None:
            raise failure

    async def refresh(self, charge_point_id: str) -> None:
        """Ask for the status and the meter values of every connector and read the configuration again.

        Raises the first failure after trying all.
        """
        failure: CommandError | None = None
        for work in (
            self.trigger_all(charge_point_id, MessageTrigger.status_notification),
            self.trigger_all(charge_point_id, MessageTrigger.meter_values),
            self.read_configuration(charge_point_id),
        ):
            try:
                await work
            except CommandError as error:
                failure = failure or error
        if failure is not None:
            raise failure

    # ---- configuration

    async def read_configuration(self, charge_point_id: str) -> Mapping[str, ConfigurationKey]:
        """Read the whole configuration into the charge point (R30) and return it."""
        with naming(charge_point_id, "GetConfiguration"):
            charge_point = self._context.station(charge_point_id).charge_point
            charge_point.configuration = await read_configuration(
                lambda message: self.request(charge_point_id, message)
            )
        self._configuration_changed(charge_point_id)
        return charge_point.configuration

    async def change_configuration(self, charge_point_id: str, key: str, value: str) -> str | None:
        """Write a key whose known value differs; returns Accepted or RebootRequired, or None where nothing was sent."""
        with naming(charge_point_id, "ChangeConfiguration"):
            charge_point = self._context.station(charge_point_id).charge_point
        known = find_key(charge_point.configuration, key)
        if known is not None and known.value is not None and same_value(known.value, value):
            return None
        name = key if known is None else known.key
        answer = await self.request(
            charge_point_id, call.ChangeConfiguration(key=name, value=value)
        )
        charge_point.configuration[name] = kept_key(name, value, readonly=False)
        self._configuration_changed(charge_point_id)
        return str(answer.status)

    def _configuration_changed(self, charge_point_id: str) -> None:
        self._context.publish(ChargePointChanged(charge_point_id=charge_point_id))
        self._context.remember()


def _is_password(message: call.ChangeConfiguration) -> bool:
    return bool(message.key.casefold() == _PASSWORD_KEY)


def _connection(station: Station, action: str, payload: dict[str, Any]) -> Connection:
    """Return the connection to send on; raises OfflineError, and NotPossibleError for what must not be sent now."""
    connection = station.connection
    if connection is None:
        raise OfflineError
    check_request(station.charge_point, action, payload, pending=station.is_pending)
    return connection


def _nothing() -> None:
    """Do nothing: no start was announced."""


@contextmanager
def naming(charge_point_id: str, action: str) -> Iterator[None]:
    """Add charge point and action to a CommandError of the block."""
    try:
        yield
    except CommandError as error:
        if error.action is None:
            error.about(charge_point_id, action)
        raise
