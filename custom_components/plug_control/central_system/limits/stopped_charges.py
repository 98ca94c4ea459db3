"""Restart charges that a pause ended: of chargers that cannot pause, or that end the transaction at 0 A.

A charge that a pause ended is started again with its tag, once the connector may charge and while the car is there.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
import logging

from custom_components.plug_control.central_system.commands.commands import Commands
from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.model.charge_point import ChargePoint, PauseHabit
from custom_components.plug_control.model.connector import Connector, ConnectorKey
from custom_components.plug_control.model.events import Problem, ProblemFound, ProblemGone
from custom_components.plug_control.model.session import Session, StopReason
from custom_components.plug_control.model.tag import MAX_ID_TAG
from custom_components.plug_control.model.transaction import Transaction
from custom_components.plug_control.protocol.errors import (
    NOT_DONE,
    CommandError,
    CommandRejectedError,
)

from .targets import LimitTarget

_LOGGER = logging.getLogger(__name__)

_RETRY = timedelta(minutes=5)
_LONGEST_RETRY = timedelta(hours=1)
"""Waits between remote starts: a transaction may take minutes to begin (C2EU section 4); with a full car none does."""
_BY_PAUSE = timedelta(minutes=1)
"""If a charge ends so soon after a pause, the pause ended it, unless the charger gives another reason."""
_LATE = timedelta(minutes=10)
"""A StopTransaction that we asked for may come so late (answers a minute late: evcc 26837)."""
_SURE = 2
"""Refused restarts after which a charger counts as one that does not go on; a single one may be a passing fault."""
_OTHERS = frozenset(
    {
        StopReason.EV_DISCONNECTED,
        StopReason.CAR_FULL,
        StopReason.POWER_LOSS,
        StopReason.REBOOT,
        StopReason.RESET,
        StopReason.EMERGENCY_STOP,
        StopReason.DEAUTHORIZED,
        StopReason.UNLOCK,
    }
)
"""Reasons for which a charge ended otherwise than by a pause, whatever the limit is."""


@dataclass(slots=True, kw_only=True)
class _Pausing:
    """A running charge that is being paused."""

    transaction_id: int
    id_tag: str
    started_by: str | None
    at: datetime
    by_stop: bool = False
    """By RemoteStopTransaction, since the charger cannot pause."""


@dataclass(slots=True, kw_only=True)
class _Restart:
    """The last attempt to start a charge again."""

    not_before: datetime
    wait: timedelta
    refused: int = 0
    """How often the charger has refused it."""


class StoppedCharges:
    """Stops charges where they cannot be paused, and starts again those that a pause ended."""

    def __init__(self, context: Context, commands: Commands) -> None:
        """Send through `commands`."""
        self._context = context
        self._commands = commands
        self._pausing: dict[ConnectorKey, _Pausing] = {}
        self._user_stops: set[ConnectorKey] = set()
        self._restarts: dict[ConnectorKey, _Restart] = {}
        self._by_limit: set[ConnectorKey] = set()
        """Connectors whose charge ended by 0 A, not by a stop."""

    # ---- what ends

    def note_pause(
        self, key: ConnectorKey, transaction: Transaction | None, *, by_stop: bool
    ) -> None:
        """Note that a charge is about to be paused; some chargers end it then."""
        if transaction is None:
            return
        before = self._pausing.get(key)
        if before is None or before.transaction_id != transaction.transaction_id or by_stop:
            self._pausing[key] = _Pausing(
                transaction_id=transaction.transaction_id,
                id_tag=transaction.id_tag,
                started_by=transaction.started_by,
                at=self._context.clock(),
                by_stop=by_stop,
            )

    def note_user_stop(self, key: ConnectorKey) -> None:
        """Note that the user is about to stop a charge: it is not started again, whatever the limit is."""
        self._user_stops.add(key)

    def forget_user_stop(self, key: ConnectorKey) -> None:
        """Note that the charger refused the user's stop."""
        self._user_stops.discard(key)

    def ended(
        self,
        charge_point: ChargePoint,
        connector: Connector,
        session: Session | None,
        *,
        paused: bool,
    ) -> bool:
        """Note that a transaction ended, `paused` where its limit was 0 A; returns whether it is to be started again."""
        key = charge_point.charge_point_id, connector.connector_id
        pausing = self._pausing.pop(key, None)
        reason = StopReason.UNKNOWN if session is None else session.stop_reason
        if key in self._user_stops:
            self._user_stops.discard(key)
            # Of an earlier charge whose restart was not heard of
            connector.limit.stopped_id_tag = None
            return False
        if connector.is_plugged_in is False or reason in _OTHERS:
            return False
        if not self._is_by_pause(pausing, reason, paused=paused):
            return False
        told = "" if session is None else session.id_tag or ""
        id_tag = told if pausing is None else pausing.id_tag
        by_user = None if session is None else session.started_by
        started_by = by_user if pausing is None else pausing.started_by
        usable = 0 < len(id_tag) <= MAX_ID_TAG
        connector.limit.stopped_id_tag = (
            id_tag if usable else self._commands.remote_id_tag(charge_point, started_by)
        )
        connector.limit.stopped_started_by = started_by
        self._restarts.pop(key, None)
        self._by_limit.discard(key)
        if pausing is not None and not pausing.by_stop:
            self._by_limit.add(key)
        self._context.remember()
        return True

    def _is_by_pause(
        self, pausing: _Pausing | None, reason: StopReason | None, *, paused: bool
    ) -> bool:
        """Whether a pause ended the charge; Local means someone at the charger, or a charger that gives no reason."""
        if pausing is None:
            return paused and reason is not StopReason.LOCAL
        age = self._context.clock() - pausing.at
        if pausing.by_stop and age <= _LATE:
            return True
        return age <= _BY_PAUSE or (paused and reason is not StopReason.LOCAL)

    async def stop(self, charge_point: ChargePoint, connector: Connector) -> float | None:
        """Stop the running transaction, to start it again later, and return 0; None where none runs and the user pauses.

        Raises CommandError where the charger does not stop it.
        """
        transaction = connector.transaction
        key = charge_point.charge_point_id, connector.connector_id
        if transaction is None:
            limit = connector.limit
            by_others = (limit.smart is not None or limit.ceilings) and limit.wanted_a != 0
            # Nothing flows, and a charge that begins is stopped at once
            return 0.0 if by_others else None
        self.note_pause(key, transaction, by_stop=True)
        try:
            await self._commands.stop_transaction(*key)
        except NOT_DONE:
            self._pausing.pop(key, None)
            raise
        return 0.0

    # ---- starting again

    def is_due(self, charge_point: ChargePoint, connector: Connector, target: LimitTarget) -> bool:
        """Whether a stopped charge must be started again now."""
        if connector.limit.stopped_id_tag is None or connector.transaction is not None:
            return False
        if target.limit_a == 0 or not connector.is_plugged_in:
            return False
        if self._context.registry.connection_of(charge_point.charge_point_id) is None:
            return False
        restart = self._restarts.get((charge_point.charge_point_id, connector.connector_id))
        return restart is None or self._context.clock() >= restart.not_before

    async def start_due(
        self, charge_point: ChargePoint, connector: Connector, target: LimitTarget
    ) -> None:
        """Start a charge again where that is due; log a failure, and wait longer after each."""
        if not self.is_due(charge_point, connector, target):
            return
        key = charge_point.charge_point_id, connector.connector_id
        before = self._restarts.get(key)
        wait = _RETRY if before is None else min(2 * before.wait, _LONGEST_RETRY)
        refused = 0 if before is None else before.refused
        restart = _Restart(not_before=self._context.clock() + wait, wait=wait, refused=refused)
        self._restarts[key] = restart
        try:
            await self._commands.start_transaction(
                *key, connector.limit.stopped_id_tag, user_id=connector.limit.stopped_started_by
            )
        except CommandError as error:
            _LOGGER.info("The charge of %s#%s could not be started again: %s", *key, error)
            if isinstance(error, CommandRejectedError):
                restart.refused += 1
            if restart.refused >= _SURE:
                self._learn(charge_point, PauseHabit.FINAL)

    def begun(self, charge_point: ChargePoint, connector: Connector) -> None:
        """Note that a charge has begun, whoever started it; after a pause it shows that the charger does go on."""
        key = charge_point.charge_point_id, connector.connector_id
        is_back = connector.limit.stopped_id_tag is not None  # and the car was not unplugged
        if is_back and charge_point.pause_habit is PauseHabit.FINAL:
            by_limit = key in self._by_limit
            self._learn(charge_point, PauseHabit.GOES_ON if by_limit else PauseHabit.STOP_ONLY)
        self._by_limit.discard(key)
        connector.limit.stopped_id_tag = None
        self._restarts.pop(key, None)
        self._user_stops.discard(key)

    # ---- what a pause leads to

    def _learn(self, charge_point: ChargePoint, habit: PauseHabit) -> None:
        if charge_point.pause_habit is habit:
            return
        was_final = charge_point.pause_habit is PauseHabit.FINAL
        charge_point.pause_habit = habit
        _LOGGER.info("%s: the effect of a pause is now %s", charge_point.charge_point_id, habit)
        if was_final:
            self._context.publish(
                ProblemGone(
                    charge_point_id=charge_point.charge_point_id, problem=Problem.PAUSE_IS_FINAL
                )
            )
        self.tell_habit(charge_point)
        self._context.remember()

    def tell_habit(self, charge_point: ChargePoint) -> None:
        """Publish the problem of a charger that does not go on after a pause."""
        if charge_point.pause_habit is PauseHabit.FINAL:
            self._context.publish(
                ProblemFound(
                    charge_point_id=charge_point.charge_point_id, problem=Problem.PAUSE_IS_FINAL
                )
            )

    def forget_habit(self, charge_point: ChargePoint) -> None:
        """Assume that the charger goes on after a pause, until it shows otherwise."""
        self._learn(charge_point, PauseHabit.GOES_ON)

    def forget(self, charge_point_id: str) -> None:
        """Forget a charge point that was removed."""
        self._user_stops = {key for key in self._user_stops if key[0] != charge_point_id}
        self._by_limit = {key for key in self._by_limit if key[0] != charge_point_id}
        self._pausing = {
            key: each for key, each in self._pausing.items() if key[0] != charge_point_id
        }
        self._restarts = {
            key: each for key, each in self._restarts.items() if key[0] != charge_point_id
        }
