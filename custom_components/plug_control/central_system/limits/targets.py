"""Combine the limits of the user, of smart charging and of back ends into the one that the charger should hold."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
import math

from custom_components.plug_control.central_system.quirks import quirks_of
from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import (
    MINIMUM_CURRENT_A,
    Connector,
    Limit,
    SmartLimit,
    is_limit,
)

from .profiles import LimitSteps


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitTarget:
    """A limit in A per phase, and its fallback for when the charger hears nothing from us."""

    limit_a: float
    phases: int | None = None
    """Number of phases to charge on; None: all."""
    fallback_a: float | None = None
    """In A per phase, different from the limit; None: the limit stands for ever."""
    silence_s: int = 0
    stops_at_once: bool = False
    """Whether 0 A also stops a running charge, since the charger would take the limit only later."""

    @property
    def steps(self) -> LimitSteps:
        """The schedule from now on; a fallback above the limit waits twice as long, until others have gone down."""
        if self.fallback_a is None:
            return ((0, self.limit_a),)
        silence_s = self.silence_s if self.fallback_a < self.limit_a else 2 * self.silence_s
        return ((0, self.limit_a), (silence_s, self.fallback_a))

    def is_old(self, given_at: datetime, now: datetime) -> bool:
        """Whether a schedule that was sent at `given_at` must be sent again: half of the silence has passed."""
        if self.fallback_a is None:
            return False
        return now - given_at >= timedelta(seconds=self.silence_s / 2)


def ceiling_of(limit_a: float) -> float:
    """Return what a back end's limit means for a car: 0 below 6 A (R29), with the one decimal of a profile (R26)."""
    limit_a = math.floor(limit_a * 10) / 10 if math.isfinite(limit_a) else limit_a
    return 0.0 if 0 < limit_a < MINIMUM_CURRENT_A else limit_a


def is_smart_limit(smart: SmartLimit) -> bool:
    """Whether it can be sent to a charger: limits of 0 or at least 6 A (R29), on 1 to 3 phases."""
    limits_a = [smart.limit_a, 0.0 if smart.fallback_a is None else smart.fallback_a]
    return all(map(is_limit, limits_a)) and smart.phases in {None, 1, 2, 3} and smart.silence_s > 0


def target_of(limit: Limit, maximum_a: float) -> LimitTarget | None:
    """Return the least of what user, smart charging, back ends, check-up and charge point allow; None where only the last limits."""
    smart, trial = limit.smart, limit.trial
    given_a = [each for each in (limit.wanted_a, limit.ceiling_a) if each is not None]
    others_a = min((maximum_a, *given_a))
    most_a, phases = others_a, None
    if trial is not None:
        most_a, phases = min(others_a, trial.limit_a), trial.phases
    if smart is None:
        nobody = not given_a and not limit.released and trial is None
        return None if nobody else LimitTarget(limit_a=most_a, phases=phases)
    if smart.phases is not None:
        phases = smart.phases if phases is None else min(smart.phases, phases)
    limit_a = min(smart.limit_a, most_a)
    # A trial ends with us: in a long silence the car may charge on with the fallback
    fallback_a = limit_a if smart.fallback_a is None else min(smart.fallback_a, others_a)
    if fallback_a == limit_a:
        return LimitTarget(limit_a=limit_a, phases=phases, stops_at_once=smart.stops_at_once)
    return LimitTarget(
        limit_a=limit_a,
        phases=phases,
        fallback_a=fallback_a,
        silence_s=smart.silence_s,
        stops_at_once=smart.stops_at_once,
    )


def allowed_a(context: Context, charge_point: ChargePoint, connector: Connector) -> float:
    """Return what the connector may draw without a check-up, in A per phase: the least of all other limits."""
    maximum_a = charge_point_maximum_a(context, charge_point.charge_point_id)
    target = target_of(replace(connector.limit, trial=None), maximum_a)
    return maximum_a if target is None else target.limit_a


def charge_point_maximum_a(context: Context, charge_point_id: str) -> float:
    """Return the most that a charge point may charge with, in A per phase."""
    limit_a = context.station(charge_point_id).settings.maximum_current_a
    return max(float(limit_a), MINIMUM_CURRENT_A)


def standing_target(
    context: Context, charge_point: ChargePoint, connector: Connector
) -> LimitTarget | None:
    """Return what the charger should hold: the wanted limit, else its maximum where a profile must always stand."""
    settings = context.station(charge_point.charge_point_id).settings
    most_a = charge_point_maximum_a(context, charge_point.charge_point_id)
    target = target_of(connector.limit, most_a)
    if target is not None:
        return target
    standing = quirks_of(charge_point).standing_profile
    if standing and not settings.leave_configuration_alone:
        return LimitTarget(limit_a=most_a)
    return None


def wished_target(
    context: Context, charge_point: ChargePoint, connector: Connector
) -> LimitTarget | None:
    """Return what the charger should hold; None where neither user, smart charging, back end nor check-up has set a limit."""
    limit = connector.limit
    by_user = limit.wanted_a is not None or limit.released
    if not (by_user or limit.smart or limit.trial or limit.ceilings):
        return None
    return standing_target(context, charge_point, connector)
