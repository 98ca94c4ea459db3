"""Give a charger the limit that is wanted now, or stop its charge where it cannot pause."""

from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import Connector
from custom_components.plug_control.protocol.errors import (
    CommandError,
    NotPossible,
    NotPossibleError,
    OfflineError,
)

from .connectors import ACTION, changed, charge_point_of
from .given import GivenLimits
from .negotiation import LimitNegotiation
from .problems import LimitProblems
from .search import REFUSALS
from .stopped_charges import StoppedCharges
from .targets import LimitTarget, charge_point_maximum_a, standing_target

_NOTHING_CHANGED = (NotPossibleError, *REFUSALS)
"""Failures after which the charger holds what it held before; after others that is not known."""


class LimitGiver:
    """Gives connectors their limits, and notes what each was given."""

    def __init__(
        self,
        context: Context,
        negotiation: LimitNegotiation,
        stopped: StoppedCharges,
        given: GivenLimits,
    ) -> None:
        """Send in the way of `negotiation`, stop by `stopped`, and note it in `given`."""
        self._context = context
        self._negotiation = negotiation
        self._stopped = stopped
        self._given = given
        self.problems = LimitProblems(context)

    async def give(self, charge_point_id: str, connector_id: int) -> None:
        """Send the charger what is wanted now; raises CommandError."""
        charge_point = charge_point_of(self._context, charge_point_id)
        connector = charge_point.connector(connector_id)
        target = standing_target(self._context, charge_point, connector)
        if target is None:
            return
        if self._is_to_give(charge_point, connector, target):
            if self._context.registry.connection_of(charge_point_id) is None:
                raise OfflineError().about(charge_point_id, ACTION)
            try:
                await self._send(charge_point, connector, target)
            except NotPossibleError:
                # The charger needs no limit to charge with its maximum
                if target.limit_a == charge_point_maximum_a(self._context, charge_point_id):
                    await self._stopped.start_due(charge_point, connector, target)
                raise
        await self._stopped.start_due(charge_point, connector, target)

    async def _send(
        self, charge_point: ChargePoint, connector: Connector, target: LimitTarget
    ) -> None:
        key = charge_point.charge_point_id, connector.connector_id
        due = self._given.begin(key)
        try:
            told_a = await self._take(charge_point, connector, target)
        except BaseException as error:
            if not isinstance(error, _NOTHING_CHANGED):
                if self._given.doubt(key, connector.limit, target):
                    self._context.remember()
            elif due:
                self._given.set_due(key)
            raise
        now = self._context.clock()
        if self._given.note(key, connector.limit, target, at=now, told_a=told_a) or due:
            changed(self._context, *key)

    def _is_to_give(
        self, charge_point: ChargePoint, connector: Connector, target: LimitTarget
    ) -> bool:
        """Whether the target must be sent: the charger does not hold it, not in the best way, or not for long any more."""
        key = charge_point.charge_point_id, connector.connector_id
        given = self._given
        if given.is_due(key) or not given.holds(key, connector.limit, target):
            return True
        if target.limit_a > 0 and self._negotiation.is_again_due(charge_point, connector):
            return True
        is_old = given.is_old(key, target, self._context.clock())
        return is_old and self._negotiation.is_timed(charge_point, connector)

    def has_to_do(self, charge_point_id: str, connector: Connector) -> bool:
        """Whether applying the wanted limit would do anything now."""
        charge_point = self._context.charge_points[charge_point_id]
        key = charge_point_id, connector.connector_id
        target = standing_target(self._context, charge_point, connector)
        if target is None or self._given.waits(key, connector, target):
            return False
        if self._stopped.is_due(charge_point, connector, target):
            return True
        offline = self._context.registry.connection_of(charge_point_id) is None
        if offline and self._given.holds(key, connector.limit, target):
            return False  # it falls back by itself, and gets the limit again when it is back
        return self._is_to_give(charge_point, connector, target)

    async def _take(
        self, charge_point: ChargePoint, connector: Connector, target: LimitTarget
    ) -> float | None:
        """Send the target and return the limit in A that the charger holds; None where it takes one only in a transaction.

        Where the charger cannot pause, the charge is stopped instead, now or as soon as one begins.
        """
        if target.limit_a == 0:
            if not self._negotiation.can_pause(charge_point):
                return await self._stopped.stop(charge_point, connector)
            key = charge_point.charge_point_id, connector.connector_id
            if target.stops_at_once and connector.transaction is not None:
                await self._stop_before_pause(charge_point, connector, target)
            else:
                self._stopped.note_pause(key, connector.transaction, by_stop=False)
        try:
            told_a = await self._negotiation.take(charge_point, connector, target)
        except REFUSALS:  # the charger refuses only the pause
            return await self._stopped.stop(charge_point, connector)
        except NotPossibleError as error:
            if error.reason is NotPossible.LIMIT_NOT_SUPPORTED:
                self.problems.found(charge_point.charge_point_id, error.detail)
                if target.limit_a == 0 and connector.transaction is not None:
                    return await self._stopped.stop(charge_point, connector)
            raise
        if told_a is not None:
            self.problems.gone(charge_point.charge_point_id)
        return told_a

    async def _stop_before_pause(
        self, charge_point: ChargePoint, connector: Connector, target: LimitTarget
    ) -> None:
        """Stop the charge, since the pause would act late; where it is not stopped, send the pause before the error is raised."""
        try:
            await self._stopped.stop(charge_point, connector)
        except CommandError:
            await self._negotiation.take(charge_point, connector, target)
            raise
