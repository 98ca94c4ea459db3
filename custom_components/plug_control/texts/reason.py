"""Return the charging reason's code and numbers for its sensor; Home Assistant and the card translate the code."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
import math
from typing import Any, Final, Literal

from custom_components.plug_control.charging.plans.plan import PlanWindow
from custom_components.plug_control.charging.types import Reason, ReasonCode

from .wording import nearest_minute, plain, wait_shown_s

type ShownValue = str | int | float
type OutOfOrder = Literal["faulted", "out_of_service"]

_BESIDE_THE_POINT: Final = (
    "offline",
    "faulted",
    "out_of_service",
    "no_session",
    "waiting_for_car",
    "needs_unplugging",
    "about_to_charge",
    "limited_by_user",
    "limited_by_back_end",
    "car_takes_nothing",
    "surplus_unknown_charging",
)
CODES: Final = (*map(str, ReasonCode), *_BESIDE_THE_POINT)
"""All states of the sensor: the decision's reasons, and the circumstances that override them."""

_CHARGING = frozenset(
    {
        ReasonCode.FAST,
        ReasonCode.BOOST,
        ReasonCode.MINIMUM_SOC,
        ReasonCode.CHEAP,
        ReasonCode.SOLAR,
        ReasonCode.MINIMUM,
        ReasonCode.KEPT_CHARGING,
        ReasonCode.PLAN,
        ReasonCode.PLAN_UNREACHABLE,
        ReasonCode.LIMITED_BY_CIRCUIT,
        ReasonCode.LIMITED_BY_AWAY,
        ReasonCode.LIMITED_BY_GRID,
    }
)
"""Reasons to charge, overridden when the car takes nothing."""
_FULL_POWER = frozenset({ReasonCode.FAST, ReasonCode.BOOST, ReasonCode.CHEAP})
"""Reasons to charge at full power, overridden by the user's own limit."""
_ENDED_BY_USER = frozenset({ReasonCode.MODE_OFF, ReasonCode.PAUSED})
_BY_PLAN = frozenset({ReasonCode.PLAN, ReasonCode.PLAN_WAITING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """The circumstances, beside the reason, that decide what the sensor shows."""

    online: bool = True
    """Whether the charge point is connected."""
    out_of_order: OutOfOrder | None = None
    """Why the connector cannot charge at all; None if it can."""
    plugged_in: bool | None = None
    start_sent: bool = False
    """A start was sent, and the charge point waits for the car."""
    needs_unplugging: bool = False
    """The charge was stopped, and its charger needs the car unplugged before it charges again."""
    charging: bool | None = None
    """Whether the charge point reports that it charges; None if it does not report it."""
    limited_by_user: bool = False
    """The user's own limit is less than the charge point's maximum."""
    ceiling_a: float | None = None
    """What a back end allows, where that is less than the decision and the user's limit."""
    takes_nothing: bool = False
    """The charge point reports that the car takes no power."""
    allowed: bool = False
    """Whether the decision lets the connector charge."""
    circuit_name: str | None = None
    """The name of the circuit in the reason; empty for the main fuse."""
    away_name: str | None = None
    """The name of the offline charge point in the reason."""
    price_unit: str | None = None
    cheapest: bool = False
    """Whether known prices chose the plan's hours."""
    window: PlanWindow | None = None
    """The plan's window in the reason."""


def told_code(reason: Reason, circumstances: Circumstances) -> str:
    """Return the reason's code, or the code of the first circumstance that overrides it."""
    code, told = reason.code, circumstances
    charges = (
        code in _CHARGING and reason.current_a != 0
    )  # a fuse, or the grid operator, may leave it nothing
    no_car = code is ReasonCode.NO_CAR
    overrides: tuple[tuple[bool, str | None], ...] = (
        (not told.online, "offline"),
        (told.out_of_order is not None, told.out_of_order),
        (no_car and told.start_sent, "waiting_for_car"),
        (no_car, "no_session" if told.plugged_in else "no_car"),
        (told.needs_unplugging and code not in _ENDED_BY_USER, "needs_unplugging"),
        (charges and told.ceiling_a == 0, "limited_by_back_end"),
        (charges and told.takes_nothing, "car_takes_nothing"),
        (charges and told.charging is False, "about_to_charge"),
        (charges and told.ceiling_a is not None, "limited_by_back_end"),
        (code in _FULL_POWER and told.limited_by_user, "limited_by_user"),
        (code is ReasonCode.SURPLUS_UNKNOWN and told.allowed, "surplus_unknown_charging"),
    )
    return next((each for holds, each in overrides if holds and each is not None), code.value)


def reason_attributes(reason: Reason, circumstances: Circumstances) -> dict[str, ShownValue]:
    """Return the code and its numbers, rounded as people read them, so that noise writes no states."""
    if (code := told_code(reason, circumstances)) != reason.code:
        ceiling_a = circumstances.ceiling_a if code == "limited_by_back_end" else None
        return {"code": code} | ({} if ceiling_a is None else {"current_a": math.floor(ceiling_a)})
    told = {field.name: getattr(reason, field.name) for field in fields(reason)}
    shown: dict[str, ShownValue] = {
        name: _EXACTNESS.get(name, _as_it_is)(value)
        for name, value in told.items()
        if value is not None and not (isinstance(value, float) and not math.isfinite(value))
    }
    if circumstances.circuit_name:
        shown["circuit"] = plain(circumstances.circuit_name)
    if "away" in shown:
        shown["away"] = plain(circumstances.away_name or "")
    if "price" in shown and circumstances.price_unit:
        shown["price_unit"] = plain(circumstances.price_unit)
    if hours := _kind_of_hours(reason, circumstances):
        shown["hours"] = hours
    return shown


def _kind_of_hours(reason: Reason, circumstances: Circumstances) -> str | None:
    """Return why a plan chose its hours: `solar`, `cheapest`, or None."""
    if reason.code not in _BY_PLAN:
        return None
    if circumstances.window is not None and circumstances.window.solar:
        return "solar"
    return "cheapest" if circumstances.cheapest else None


ATTRIBUTES: Final = frozenset({*(field.name for field in fields(Reason)), "price_unit", "hours"})
"""The names of all possible attributes."""


def _hundreds(value: float) -> int:
    return round(value / 100) * 100


def _four_digits(value: float) -> float:
    return round(value, 4)


def _moment(value: datetime) -> str:
    return nearest_minute(value).isoformat()


def _as_it_is(value: ShownValue) -> ShownValue:
    return value


_EXACTNESS: Mapping[str, Callable[[Any], ShownValue]] = {
    "code": str,
    "phase": str,
    "power_w": _hundreds,
    "current_a": math.floor,
    "away_a": math.ceil,
    "wait_s": wait_shown_s,
    "start": _moment,
    "end": _moment,
    "energy_wh": _hundreds,
    "price": _four_digits,
    "price_limit": _four_digits,
    "soc_percent": round,
    "target_percent": round,
}
