"""Limits that a check-up tries, and the way back to what stood before."""

from collections.abc import Awaitable, Callable

from ocpp.v16 import call
from ocpp.v16.enums import ChargingProfilePurposeType as Purpose, ChargingRateUnitType as Unit

from custom_components.plug_control.central_system.commands.commands import Commands
from custom_components.plug_control.central_system.quirks import LimitWay, quirks_of
from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import (
    Connector,
    ConnectorKey,
    TrialLimit,
    is_limit,
)
from custom_components.plug_control.model.events import ConnectorChanged
from custom_components.plug_control.protocol.errors import (
    CallTimeoutError,
    NotPossible,
    NotPossibleError,
)

from .given import GivenLimits
from .negotiation import LimitNegotiation
from .profiles import profile_for, profile_id
from .search import REFUSALS, ProfileVariant, charger_time, profile_kinds, stack_levels
from .targets import LimitTarget, allowed_a, charge_point_maximum_a, standing_target, wished_target
from .ways import SHAPES

_STATION = 0


class LimitTrials:
    """Tries limits at one connector; none is ever above what the user, smart charging and the charge point allow."""

    def __init__(
        self,
        context: Context,
        commands: Commands,
        negotiation: LimitNegotiation,
        given: GivenLimits,
        apply: Callable[[str, int], Awaitable[None]],
    ) -> None:
        """Send through `commands`; `apply` sends a connector what is wanted now, and raises CommandError."""
        self._context = context
        self._commands = commands
        self._negotiation = negotiation
        self._given = given
        self._apply = apply

    def allowed_a(self, key: ConnectorKey) -> float:
        """Return what the connector may draw without a trial, in A per phase."""
        return allowed_a(self._context, *self._find(key))

    def is_free(self, key: ConnectorKey) -> bool:
        """Whether, without a trial, nothing but the charge point's own maximum limits it, and no profile must stand."""
        charge_point, connector = self._find(key)
        trial, connector.limit.trial = connector.limit.trial, None
        try:
            wished = wished_target(self._context, charge_point, connector)
            return (
                wished is None and standing_target(self._context, charge_point, connector) is None
            )
        finally:
            connector.limit.trial = trial

    async def set(self, key: ConnectorKey, trial: TrialLimit) -> None:
        """Try a limit by the charger's usual way. Raises like `Limits.set_limit`."""
        if not is_limit(trial.limit_a):
            raise NotPossibleError(NotPossible.LIMIT_OUT_OF_RANGE).about(
                key[0], "SetChargingProfile"
            )
        _, connector = self._find(key)
        connector.limit.trial = trial
        self._changed(key)
        await self._apply(*key)

    def drop(self, key: ConnectorKey) -> None:
        """End the trial without sending anything: what is wanted is at once what was wanted before."""
        _, connector = self._find(key)
        connector.limit.trial = None
        self._given.set_due(key)
        self._changed(key)

    async def end(self, key: ConnectorKey, *, released: bool) -> None:
        """End the trial and have the charger hold what stood before; raises CommandError.

        Where nobody had set a limit before (`released`: smart charging had withdrawn its own), our profiles are cleared;
        a charger that does not clear them gets its maximum.
        """
        charge_point, connector = self._find(key)
        connector.limit.trial = None
        connector.limit.released = released
        self._changed(key)
        self._given.set_due(key)
        if standing_target(self._context, charge_point, connector) is None:
            if await self._withdraw(charge_point, connector):
                return
            connector.limit.released = True
        await self._apply(*key)

    def ways(self, charge_point_id: str) -> tuple[LimitWay, ...]:
        """Return the ways in which this charger may be limited, best first."""
        return self._negotiation.ways(self._context.charge_points[charge_point_id])

    async def resend(self, key: ConnectorKey) -> None:
        """Send what is wanted now, whatever the charger holds; raises CommandError."""
        self._given.set_due(key)
        await self._apply(*key)

    async def send_profile(
        self, key: ConnectorKey, purpose: Purpose, unit: Unit, limit_a: float
    ) -> None:
        """Send one profile of this purpose and unit, with the fallback of the present limit; raises CommandError.

        It stays until `remove_profile`, or until `resend` replaces it. `limit_a` is at most what is allowed.
        """
        _, connector = self._find(key)
        allowed = LimitTarget(limit_a=min(limit_a, self.allowed_a(key)))
        smart = connector.limit.smart
        if smart is not None and smart.fallback_a is not None:
            allowed = LimitTarget(
                limit_a=allowed.limit_a,
                phases=smart.phases,
                fallback_a=min(smart.fallback_a, allowed.limit_a),
                silence_s=smart.silence_s,
            )
        await self._send_profile(key, purpose, unit, allowed)

    async def remove_profile(self, key: ConnectorKey, purpose: Purpose) -> None:
        """Clear our profile of this purpose, or give it the charge point's maximum where it cannot be cleared.

        Raises CommandError where neither is sure. A TxProfile that cannot be cleared ends with its transaction: raised, it
        could overrule what limits the charger otherwise.
        """
        try:
            await self.clear_profile(key, purpose)
        except REFUSALS:
            if purpose is Purpose.tx_profile:
                return
            most = LimitTarget(limit_a=charge_point_maximum_a(self._context, key[0]))
            try:
                await self._send_profile(key, purpose, Unit.amps, most)
            except REFUSALS:
                await self._send_profile(key, purpose, Unit.watts, most)

    async def _send_profile(
        self, key: ConnectorKey, purpose: Purpose, unit: Unit, target: LimitTarget
    ) -> None:
        charge_point, connector = self._find(key)
        transaction = connector.transaction
        variant = self._variant(charge_point, purpose)
        now = charger_time(charge_point, self._context.clock())
        is_timed = transaction is not None and not transaction.adopted
        started = transaction.started_at if transaction is not None and is_timed else None
        profile = profile_for(
            purpose=purpose,
            connector_id=connector.connector_id,
            unit=unit,
            steps=target.steps,
            style=self._negotiation.style(charge_point, variant, target.phases),
            now=now,
            transaction_id=None if transaction is None else transaction.transaction_id,
            elapsed_s=None if started is None else max((now - started).total_seconds(), 0.0),
        )
        station = purpose is Purpose.charge_point_max_profile
        message = call.SetChargingProfile(
            connector_id=_STATION if station else connector.connector_id,
            cs_charging_profiles=profile,
        )
        self._negotiation.lost(charge_point, connector.connector_id, message)
        await self._commands.request(charge_point.charge_point_id, message)

    async def clear_profile(self, key: ConnectorKey, purpose: Purpose) -> None:
        """Clear our profile of this purpose, which the charger need not have; raises CommandError."""
        charge_point, connector = self._find(key)
        # With its purpose: without one, a C2EU looks into stores that were never filled, and does not answer
        message = call.ClearChargingProfile(
            id=profile_id(purpose, connector.connector_id), charging_profile_purpose=purpose
        )
        self._negotiation.lost(charge_point, connector.connector_id, message)
        await self._commands.request(charge_point.charge_point_id, message)

    async def _withdraw(self, charge_point: ChargePoint, connector: Connector) -> bool:
        """Clear the profiles of the charger's way; returns False where that is not sure."""
        key = charge_point.charge_point_id, connector.connector_id
        way = self._negotiation.way_of(charge_point)
        if way is None:
            return connector.limit.applied_a is None
        if way not in SHAPES:
            return False
        shape = SHAPES[way]
        try:
            for purpose in dict.fromkeys((shape.running, shape.idle)):
                if purpose is not None:
                    await self.clear_profile(key, purpose)
        except (*REFUSALS, CallTimeoutError):
            return False
        self._given.begin(key)
        self._given.lost(key, connector.limit)
        self._changed(key)
        return True

    def _variant(self, charge_point: ChargePoint, purpose: Purpose) -> ProfileVariant:
        known = self._negotiation.variant_of(charge_point)
        if known is not None:
            return known
        quirks = quirks_of(charge_point)
        way = next(way for way, shape in SHAPES.items() if shape.running is purpose)
        kinds = profile_kinds(quirks, way, scheduled=False)
        return ProfileVariant(stack_levels(charge_point, quirks)[0], kinds[0])

    def _find(self, key: ConnectorKey) -> tuple[ChargePoint, Connector]:
        """Return charge point and connector; raises NotPossibleError where there is none."""
        charge_point = self._context.charge_points.get(key[0])
        connector = None if charge_point is None else charge_point.connectors.get(key[1])
        if charge_point is None or connector is None:
            raise NotPossibleError(NotPossible.UNKNOWN_CONNECTOR).about(
                key[0], "SetChargingProfile"
            )
        return charge_point, connector

    def _changed(self, key: ConnectorKey) -> None:
        self._context.publish(ConnectorChanged(charge_point_id=key[0], connector_id=key[1]))
        self._context.remember()
