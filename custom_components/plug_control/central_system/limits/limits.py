"""Make each charger obey the wanted limit: find a way, remember it, apply the limit again after a boot (decision 12)."""

import asyncio
from collections.abc import Callable
from functools import partial
import logging

from custom_components.plug_control.central_system.commands.commands import Commands
from custom_components.plug_control.central_system.quirks import quirks_of
from custom_components.plug_control.central_system.stations.background import BackgroundTasks
from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.model.charge_point import ChargePoint, PauseHabit
from custom_components.plug_control.model.connector import (
    Connector,
    ConnectorKey,
    SmartLimit,
    is_limit,
    name_of,
)
from custom_components.plug_control.model.session import Session
from custom_components.plug_control.protocol.errors import (
    CommandError,
    NotPossible,
    NotPossibleError,
    OfflineError,
)

from .coalescing import Coalescer
from .connectors import ACTION, changed, charge_point_of, connector_of, limited_connectors
from .given import GivenLimits
from .giving import LimitGiver
from .negotiation import LimitNegotiation
from .retries import LimitRetries
from .search import LimitHabits
from .stopped_charges import StoppedCharges
from .targets import ceiling_of, is_smart_limit, wished_target
from .trials import LimitTrials

_LOGGER = logging.getLogger(__name__)

SETTLE_S = 1.0
"""Seconds after a start before its limit is sent: the charger must know the transaction's id by then."""


class Limits:
    """The standing limits of all connectors, in amperes per phase."""

    def __init__(self, context: Context, commands: Commands) -> None:
        """Send through `commands`; a new transaction gets its limit after SETTLE_S."""
        self._context = context
        self._commands = commands
        self._negotiation = LimitNegotiation(context, commands)
        self._stopped = StoppedCharges(context, commands)
        self._runs = Coalescer(self._apply)
        self._background = BackgroundTasks()
        self._given = GivenLimits()
        self._giver = LimitGiver(context, self._negotiation, self._stopped, self._given)
        self.trials = LimitTrials(context, commands, self._negotiation, self._given, self._runs.run)
        """What a check-up tries."""
        self._settle_s = SETTLE_S
        self._settled_at: dict[ConnectorKey, float] = {}
        """When the charger surely knows the id of its new transaction, in the event loop's time."""
        self._retries = LimitRetries(context, is_due=self._is_due, apply=self._runs.run)

    # ---- what others want

    async def set_limit(self, charge_point_id: str, connector_id: int, limit_a: float) -> None:
        """Limit a connector to `limit_a` per phase, at most the charge point's maximum; 0 pauses. It outlasts reconnects.

        Raises NotPossibleError LIMIT_OUT_OF_RANGE (1–5 A, R29) and LIMIT_NOT_SUPPORTED (with a Problem event), and
        CommandError subclasses. Offline: OfflineError, and the limit is applied at the next connection. Rapid calls
        are merged: the last value wins, and all callers get its outcome. A confirmed limit is not sent again.
        """
        connector = connector_of(self._context, charge_point_id, connector_id)
        maximum_a = self._context.station(charge_point_id).settings.maximum_current_a
        limit_a = min(limit_a, maximum_a)
        if not is_limit(limit_a):
            raise NotPossibleError(NotPossible.LIMIT_OUT_OF_RANGE).about(charge_point_id, ACTION)
        limit = connector.limit
        if limit_a == 0:
            limit.resume_a = limit.wanted_a or limit.resume_a
        if limit.wanted_a != limit_a:
            limit.wanted_a = limit_a
            changed(self._context, charge_point_id, connector_id)
        await self._runs.run(charge_point_id, connector_id)

    async def set_smart_limit(
        self, charge_point_id: str, connector_id: int, smart: SmartLimit | None
    ) -> None:
        """Set what smart charging allows beside the user's limit; the charger gets the lesser of both.

        Call it at every decision: it does nothing where the charger holds the limit and its schedule needs no renewal.
        None: smart charging does not limit any more. Raises like `set_limit`.
        """
        connector = connector_of(self._context, charge_point_id, connector_id)
        if smart is not None and not is_smart_limit(smart):
            raise NotPossibleError(NotPossible.LIMIT_OUT_OF_RANGE).about(charge_point_id, ACTION)
        limit = connector.limit
        if limit.smart != smart:
            limit.released = smart is None
            limit.smart = smart
            changed(self._context, charge_point_id, connector_id)
        elif smart is None or not self._giver.has_to_do(charge_point_id, connector):
            return
        # Its limits are sent after its boot (C2EU Q5)
        if not self._context.station(charge_point_id).is_ready:
            raise OfflineError().about(charge_point_id, ACTION)
        await self._runs.run(charge_point_id, connector_id)

    async def set_ceiling(
        self, charge_point_id: str, connector_id: int, back_end_id: str, limit_a: float | None
    ) -> None:
        """Hold a connector at or below `limit_a` per phase for a back end, 0 below 6 A; None lifts that. Raises like `set_limit`.

        It only ever lowers what user, smart charging and charge point allow.
        """
        limit = connector_of(self._context, charge_point_id, connector_id).limit
        if limit_a is not None and not is_limit(limit_a := ceiling_of(limit_a)):
            raise NotPossibleError(NotPossible.LIMIT_OUT_OF_RANGE).about(charge_point_id, ACTION)
        if limit.ceilings.get(back_end_id) == limit_a:
            return
        if limit_a is not None:
            limit.ceilings[back_end_id] = limit_a
        else:
            del limit.ceilings[back_end_id]
            limit.released |= limit.smart is None
        changed(self._context, charge_point_id, connector_id)
        await self._runs.run(charge_point_id, connector_id)

    async def lift_pause(self, charge_point_id: str, connector_id: int) -> bool:
        """Restore the limit from before a pause (limit 0); returns False where there is no pause. Raises like `set_limit`.

        A charger that takes no limit was stopped instead: then there is nothing to restore, and no error.
        """
        limit = connector_of(self._context, charge_point_id, connector_id).limit
        if limit.wanted_a != 0:
            return False
        maximum_a = self._context.station(charge_point_id).settings.maximum_current_a
        try:
            await self.set_limit(charge_point_id, connector_id, limit.resume_a or maximum_a)
        except NotPossibleError as error:
            if error.reason is not NotPossible.LIMIT_NOT_SUPPORTED:
                raise
        return True

    async def reapply(self, charge_point_id: str, *, only_missing: bool = False) -> None:
        """Apply the standing limits of all connectors again; raises the first failure after trying all.

        After a boot all are sent; with `only_missing`, only those that the charger has not confirmed.
        """
        charge_point = charge_point_of(self._context, charge_point_id)
        if not only_missing:
            self._negotiation.rebooted(charge_point_id)
        failure: CommandError | None = None
        for connector in limited_connectors(self._context, charge_point):
            if not only_missing:
                self._given.set_due((charge_point_id, connector.connector_id))
                connector.limit.applied_a = connector.limit.applied_at = None
                connector.limit.held = None
            try:
                await self._runs.run(charge_point_id, connector.connector_id)
            except CommandError as error:
                failure = failure or error
        if failure is not None:
            raise failure

    def habits(self, charge_point_id: str) -> LimitHabits:
        """Return how a charger obeys limits, as far as is known; raises NotPossibleError for an unknown charge point."""
        charge_point = charge_point_of(self._context, charge_point_id)
        quirks = quirks_of(charge_point)
        return LimitHabits(
            latency_s=max(quirks.limit_latency_s, charge_point.limit_latency_s or 0.0),
            period_s=quirks.period_s or 0,
            has_fail_safe=self._negotiation.has_fail_safe(charge_point),
            can_pause=self._negotiation.can_pause(charge_point),
            pause_is_final=charge_point.pause_habit is PauseHabit.FINAL,
        )

    async def reset_learned(self, charge_point_id: str) -> None:
        """Forget how this charger takes limits and pauses, and apply its limits anew; raises like `reapply`."""
        charge_point = charge_point_of(self._context, charge_point_id)
        charge_point.limit_way = None
        charge_point.limit_is_fallback = charge_point.whole_amps = False
        charge_point.limit_latency_s = None
        self._stopped.forget_habit(charge_point)
        self._context.remember()
        await self.reapply(charge_point_id)

    def tell_again(self, charge_point_id: str) -> None:
        """Publish the remembered problems of a charge point again, after a restart of the central system."""
        self._stopped.tell_habit(charge_point_of(self._context, charge_point_id))

    # ---- what happens at the charge point

    def transaction_started(self, charge_point_id: str, connector_id: int) -> None:
        """Note that a transaction has just begun (R17), and send its limit in the background where it needs one."""
        charge_point = self._context.charge_points.get(charge_point_id)
        if charge_point is None:  # removed while the start was written
            return
        connector = charge_point.connector(connector_id)
        key = charge_point_id, connector_id
        self._stopped.begun(charge_point, connector)
        self._settled_at[key] = asyncio.get_running_loop().time() + self._settle_s
        target = wished_target(self._context, charge_point, connector)
        if target is not None and (
            not self._given.holds(key, connector.limit, target)
            or target.limit_a == 0  # the last charge may have been stopped instead of paused
            or self._negotiation.is_for_transactions(charge_point)
            or self._negotiation.is_outdated(charge_point, connector_id, target)
        ):
            self._apply_later(charge_point_id, connector_id)

    def transaction_ended(
        self, charge_point_id: str, connector_id: int, session: Session | None = None
    ) -> None:
        """Note that a transaction ended, and prepare the limit of the next one in the background.

        A charge that a pause ended is started again when the pause is over.
        """
        charge_point = self._context.charge_points.get(charge_point_id)
        if charge_point is None:  # removed while the stop was written
            return
        connector = charge_point.connector(connector_id)
        target = wished_target(self._context, charge_point, connector)
        paused = target is not None and target.limit_a == 0
        goes_on = self._stopped.ended(charge_point, connector, session, paused=paused)
        if target is not None and (
            self._negotiation.is_outdated(charge_point, connector_id, target)
            or (goes_on and not paused)
        ):
            self._apply_later(charge_point_id, connector_id)

    def profiles_changed(self, charge_point_id: str, message: object) -> None:
        """Note that a user's command may have removed profiles, and send the limits again that these held."""
        charge_point = self._context.charge_points.get(charge_point_id)
        if charge_point is None:
            return
        for connector_id, connector in charge_point.connectors.items():
            key = charge_point_id, connector_id
            if not self._negotiation.lost(charge_point, connector_id, message):
                continue
            was_held = connector.limit.applied_a is not None
            self._given.lost(key, connector.limit)
            if was_held:
                changed(self._context, *key)
            if wished_target(self._context, charge_point, connector) is not None:
                self._apply_later(*key)

    def user_stops(self, charge_point_id: str, connector_id: int) -> Callable[[], None]:
        """Note that the user is about to stop a charge, which is then not started again; returns a function to undo this."""
        key = charge_point_id, connector_id
        self._stopped.note_user_stop(key)
        return partial(self._stopped.forget_user_stop, key)

    def look_round(self, charge_point_id: str) -> None:
        """Apply limits of a charge point that are due although nobody asks; call it every few seconds."""
        self._retries.look(charge_point_id, self._background)

    def _is_due(self, charge_point: ChargePoint, connector: Connector) -> bool:
        """Whether the limit must be applied although nobody asks; smart charging asks for its own limits."""
        target = wished_target(self._context, charge_point, connector)
        if target is None:
            return False
        if connector.limit.smart is None:
            return self._giver.has_to_do(charge_point.charge_point_id, connector)
        return self._stopped.is_due(charge_point, connector, target) or (
            target.limit_a > 0 and self._negotiation.is_again_due(charge_point, connector)
        )

    def forget(self, charge_point_id: str) -> None:
        """Forget a charge point that was removed."""
        self._negotiation.forget(charge_point_id)
        self._stopped.forget(charge_point_id)
        self._giver.problems.forget(charge_point_id)
        self._given.forget(charge_point_id)
        self._retries.forget(charge_point_id)
        for key in [key for key in self._settled_at if key[0] == charge_point_id]:
            del self._settled_at[key]

    async def stop(self) -> None:
        """Cancel the work under way; call it when the central system stops."""
        await self._background.stop()
        await self._runs.stop()

    def _apply_later(self, charge_point_id: str, connector_id: int) -> None:
        self._given.set_due((charge_point_id, connector_id))

        async def apply() -> None:
            try:
                await self._runs.run(charge_point_id, connector_id)
            except CommandError as error:
                _LOGGER.warning(
                    "The limit of %s#%d was not taken: %s", charge_point_id, connector_id, error
                )

        self._background.spawn(apply(), f"limit of {name_of((charge_point_id, connector_id))}")

    # ---- applying

    async def _apply(self, charge_point_id: str, connector_id: int) -> None:
        """Send the charger what is wanted now; after a start, wait first until it knows the transaction's id."""
        settled_at = self._settled_at.pop((charge_point_id, connector_id), 0.0)
        await asyncio.sleep(max(settled_at - asyncio.get_running_loop().time(), 0.0))
        await self._giver.give(charge_point_id, connector_id)
