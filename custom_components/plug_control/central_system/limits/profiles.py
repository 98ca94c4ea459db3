"""Build charging profiles for a limit and its fallback; pure functions (standard's sections 3.13, 5.16; R23–R29)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
import math

from ocpp.v16 import call
from ocpp.v16.datatypes import ChargingProfile, ChargingSchedule, ChargingSchedulePeriod
from ocpp.v16.enums import (
    ChargingProfileKindType as Kind,
    ChargingProfilePurposeType as Purpose,
    ChargingRateUnitType as Unit,
    RecurrencyKind,
)

from custom_components.plug_control.model.connector import is_limit
from custom_components.plug_control.protocol.values import format_timestamp

_DAY_S = 86400
_PAST = timedelta(days=1)
"""How far in the past an absolute schedule begins: a charger's clock may be hours behind."""
_PAST_OF_STEPS = timedelta(hours=6)
"""The same for a schedule with a second limit, whose start in seconds must fit into 15 bits."""
_PAST_PERIODS = 12
"""The same in periods, for chargers that look only at their boundaries: a Heartbeat sets the clock of these."""
_HOUR_S = 3600
_WEEK_S = 7 * _DAY_S

type LimitSteps = tuple[tuple[int, float], ...]
"""A schedule: the seconds from now at which each limit begins (the first: 0), and the limit in A per phase."""

_PROFILE_IDS = {
    Purpose.charge_point_max_profile: 1000,
    Purpose.tx_default_profile: 2000,
    Purpose.tx_profile: 3000,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileStyle:
    """How the profiles for one charge point are written."""

    kind: Kind = Kind.relative
    stack_level: int = 0
    phases: int = 3
    voltage_v: float = 230.0
    whole_amps: bool = False
    period_s: int | None = None


def profile_id(purpose: Purpose, connector_id: int) -> int:
    """Return the one id of a connector's profiles of a purpose, so that they replace each other and never pile up (R25)."""
    return _PROFILE_IDS[purpose] + connector_id


def profile_for(
    *,
    purpose: Purpose,
    connector_id: int,
    unit: Unit,
    steps: LimitSteps,
    style: ProfileStyle,
    now: datetime,
    transaction_id: int | None = None,
    elapsed_s: float | None = None,
) -> ChargingProfile:
    """Return a profile with the limits of `steps`; `transaction_id` is for a TxProfile (R23).

    `elapsed_s` is how long the transaction has run, from whose start a relative schedule counts. Where that is not known,
    in a relative schedule of equal periods, and in a recurring schedule, the lowest limit stands all the time. Raises
    ValueError for 1-5 A and other values that cannot be limits (R29).
    """
    for _, limit_a in steps:
        if not is_limit(limit_a):
            raise ValueError(f"no limit: {limit_a} A")
    # ChargePointMaxProfile belongs to no transaction, so it cannot be relative to one (lbbrhzn/ocpp 677, 1565).
    station = purpose is Purpose.charge_point_max_profile
    kind = Kind.absolute if station and style.kind is Kind.relative else style.kind
    untimed = station or elapsed_s is None or style.period_s is not None
    if kind is Kind.recurring or (style.kind is Kind.relative and untimed):
        steps = ((0, lowest_a(steps)),)
    start, steps = _schedule(steps, kind, style, now, elapsed_s)
    return ChargingProfile(
        charging_profile_id=profile_id(purpose, connector_id),
        stack_level=style.stack_level,
        charging_profile_purpose=purpose,
        charging_profile_kind=kind,
        recurrency_kind=RecurrencyKind.daily if kind is Kind.recurring else None,
        transaction_id=transaction_id if purpose is Purpose.tx_profile else None,
        charging_schedule=ChargingSchedule(
            charging_rate_unit=unit,
            start_schedule=None if start is None else format_timestamp(start),
            charging_schedule_period=[_period(step, unit, style) for step in steps],
        ),
    )


def _schedule(
    steps: LimitSteps, kind: Kind, style: ProfileStyle, now: datetime, elapsed_s: float | None
) -> tuple[datetime | None, LimitSteps]:
    """Return when the schedule begins (None where it is relative or recurring) and its periods."""
    if kind is Kind.absolute:
        return _since_past(steps, style, now)
    return None, _in_periods(_later(steps, elapsed_s or 0.0), style, _DAY_S)


def _period(step: tuple[int, float], unit: Unit, style: ProfileStyle) -> ChargingSchedulePeriod:
    start_s, limit_a = step
    return ChargingSchedulePeriod(
        start_period=start_s,
        limit=limit_value(limit_a, unit, style),
        number_phases=style.phases,
    )


def lowest_a(steps: LimitSteps) -> float:
    """Return the lowest of the limits."""
    return min(limit_a for _, limit_a in steps)


def limit_value(limit_a: float, unit: Unit, style: ProfileStyle) -> float:
    """Return the limit in the profile's unit: A per phase, or W in total (R26); rounded down to what the charger reads."""
    amperes = _floor(limit_a, 1 if style.whole_amps else 10)
    if unit is Unit.amps:
        return amperes
    return _floor(amperes * style.voltage_v * style.phases, 1)


def _floor(value: float, steps: int) -> float:
    """Return the value rounded down to 1/`steps`, ignoring errors in the last bits of a float."""
    return math.floor(value * steps + 1e-6) / steps


def _later(steps: LimitSteps, seconds: float) -> LimitSteps:
    """Return the steps of a schedule that began `seconds` ago; its first limit holds from its beginning (R26)."""
    offset_s = math.ceil(seconds)
    return tuple((start_s + offset_s if start_s else 0, limit_a) for start_s, limit_a in steps)


def _since_past(
    steps: LimitSteps, style: ProfileStyle, now: datetime
) -> tuple[datetime, LimitSteps]:
    """Return when an absolute schedule begins, and its periods.

    For chargers that look only at the boundaries of periods, these are multiples of the period since 1970 for a day, then
    hourly for a week: so the charger still looks at a new limit after a long silence.
    """
    if style.period_s is None:
        past = _PAST_OF_STEPS if len(steps) > 1 else _PAST
        return now - past, _later(steps, past.total_seconds())
    period = int(now.timestamp() // style.period_s) - _PAST_PERIODS
    start = datetime.fromtimestamp(period * style.period_s, UTC)
    later = _later(steps, (now - start).total_seconds())
    week = tuple((second, _at(later, second)) for second in range(_DAY_S, _WEEK_S, _HOUR_S))
    return start, (*_in_periods(later, style, _DAY_S), *week)


def _in_periods(steps: LimitSteps, style: ProfileStyle, length_s: int) -> LimitSteps:
    """Return the steps in equal periods, for a charger that looks only at their boundaries."""
    if style.period_s is None:
        return steps
    return tuple((second, _at(steps, second)) for second in range(0, length_s, style.period_s))


def _at(steps: LimitSteps, second: int) -> float:
    """Return the limit of a schedule at `second`."""
    return [limit_a for start_s, limit_a in steps if start_s <= second][-1]


def takes_away(message: object, connector_id: int, levels: Collection[int]) -> bool:
    """Whether a message clears or replaces the profiles of a connector's limit, which have one of these stack levels."""
    own = {profile_id(purpose, connector_id) for purpose in Purpose}
    if isinstance(message, call.ClearChargingProfile):
        if message.id is not None:
            return message.id in own
        here = message.connector_id in {None, 0, connector_id}
        level = message.stack_level
        return here and (level is None or not levels or level in levels)
    profile = getattr(message, "cs_charging_profiles", None)
    if isinstance(message, call.SetChargingProfile) and isinstance(profile, ChargingProfile):
        here = message.connector_id in {0, connector_id}
        return here and (profile.charging_profile_id in own or profile.stack_level in levels)
    return False
