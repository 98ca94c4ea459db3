"""Charging profiles for a constant limit: pure functions (standard's sections 3.13, 5.16; R23–R29)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
import math

from ocpp.v16.datatypes import ChargingProfile, ChargingSchedule, ChargingSchedulePeriod
from ocpp.v16.enums import (
    ChargingProfileKindType as Kind,
    ChargingProfilePurposeType as Purpose,
    ChargingRateUnitType as Unit,
    RecurrencyKind,
)

from custom_components.plug_control.protocol.values import format_timestamp

MINIMUM_CURRENT_A = 6.0
"""Under it a car does not charge (IEC 61851; R29)."""
_DAY_S = 86400
_PAST = timedelta(days=1)
"""How long ago an absolute schedule begins: a charger's clock may be hours behind."""
_PROFILE_IDS = {
    Purpose.charge_point_max_profile: 1000,
    Purpose.tx_default_profile: 2000,
    Purpose.tx_profile: 3000,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How the profiles for one charge point are written."""

    kind: Kind = Kind.relative
    stack_level: int = 0
    phases: int = 3
    voltage_v: float = 230.0
    whole_amps: bool = False
    period_s: int | None = None


def is_limit(limit_a: float) -> bool:
    """Whether it can be a limit: 0, or at least 6 A (R29)."""
    return math.isfinite(limit_a) and (limit_a == 0 or limit_a >= MINIMUM_CURRENT_A)


def profile_id(purpose: Purpose, connector_id: int) -> int:
    """The one id of a connector's profiles of a purpose, so that they are replaced and never pile up (R25)."""
    return _PROFILE_IDS[purpose] + connector_id


def profile_for(
    *,
    purpose: Purpose,
    connector_id: int,
    unit: Unit,
    limit_a: float,
    style: Style,
    now: datetime,
    transaction_id: int | None = None,
) -> ChargingProfile:
    """A profile that limits to `limit_a` amperes per phase, always; `transaction_id` for a TxProfile (R23).

    Raises ValueError for what is no limit (R29).
    """
    if not is_limit(limit_a):
        raise ValueError(f"no limit: {limit_a} A")
    # A station's limit begins with no transaction, so it cannot be relative to one (lbbrhzn/ocpp 677, 1565).
    station = purpose is Purpose.charge_point_max_profile
    kind = Kind.absolute if station and style.kind is Kind.relative else style.kind
    return ChargingProfile(
        charging_profile_id=profile_id(purpose, connector_id),
        stack_level=style.stack_level,
        charging_profile_purpose=purpose,
        charging_profile_kind=kind,
        recurrency_kind=RecurrencyKind.daily if kind is Kind.recurring else None,
        transaction_id=transaction_id if purpose is Purpose.tx_profile else None,
        charging_schedule=ChargingSchedule(
            charging_rate_unit=unit,
            start_schedule=format_timestamp(now - _PAST) if kind is Kind.absolute else None,
            charging_schedule_period=_periods(limit_value(limit_a, unit, style), style),
        ),
    )


def limit_value(limit_a: float, unit: Unit, style: Style) -> float:
    """The limit in the unit of the message: A per phase, W in total (R26); rounded down to what is understood."""
    amperes = _floor(limit_a, 1 if style.whole_amps else 10)
    if unit is Unit.amps:
        return amperes
    return _floor(amperes * style.voltage_v * style.phases, 1)


def _floor(value: float, steps: int) -> float:
    """Round down to 1/`steps`, not minding the last bits of a float."""
    return math.floor(value * steps + 1e-6) / steps


def _periods(limit: float, style: Style) -> list[ChargingSchedulePeriod]:
    """One period without end, or a day of equal ones; the first startPeriod is 0 (R26)."""
    starts = range(0, _DAY_S if style.period_s else 1, style.period_s or 1)
    return [
        ChargingSchedulePeriod(start_period=start, limit=limit, number_phases=style.phases)
        for start in starts
    ]
