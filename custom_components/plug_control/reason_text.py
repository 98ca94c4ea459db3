"""Why a connector charges as it does, in words.

Of the sentences of a topic the most telling one is taken whose values are all known. They are translations; what is filled in,
foreign names included, is never read as a template.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
import math
from string import Formatter
from typing import Any, Literal

from .charging.plan import Window
from .charging.types import Reason, ReasonCode
from .wording import (
    Texts,
    clock_time,
    duration,
    nearest_minute,
    plain,
    price,
    scaled,
    shortened,
    span,
    wait_shown_s,
)

type Shown = str | int | float
type OutOfOrder = Literal["faulted", "out_of_service"]

MAXIMUM_LENGTH = 255
"""What Home Assistant takes as a state."""

SENTENCES: Mapping[str, tuple[str, ...]] = {
    "offline": ("reason_offline",),
    "faulted": ("reason_faulted",),
    "out_of_service": ("reason_out_of_service",),
    "starting": ("reason_starting",),
    "mode_off": ("reason_mode_off",),
    "paused": ("reason_paused",),
    "no_car": ("reason_no_car",),
    "no_session": ("reason_no_session",),
    "car_takes_nothing": ("reason_car_takes_nothing",),
    "fast": ("reason_fast",),
    "boost": ("reason_boost",),
    "cheap": ("reason_cheap_price", "reason_cheap"),
    "solar": ("reason_solar",),
    "minimum": ("reason_minimum",),
    "waiting_for_surplus": (
        "reason_waiting_for_surplus_wait",
        "reason_waiting_for_surplus_power",
        "reason_waiting_for_surplus",
    ),
    "minimum_off_time": ("reason_minimum_off_time_wait", "reason_minimum_off_time"),
    "holding_minimum": ("reason_holding_minimum_wait", "reason_holding_minimum"),
    "switching_phases": (
        "reason_switching_phases_wait",
        "reason_switching_phases_phases",
        "reason_switching_phases",
    ),
    "home_battery_first": ("reason_home_battery_first_soc", "reason_home_battery_first"),
    "surplus_unknown": ("reason_surplus_unknown",),
    "surplus_unknown_charging": ("reason_surplus_unknown_charging",),
    "plan": ("reason_plan_span", "reason_plan"),
    "plan_cheapest": ("reason_plan_cheapest_span", "reason_plan"),
    "plan_solar": ("reason_plan_solar_span", "reason_plan"),
    "plan_waiting": ("reason_plan_waiting_span", "reason_plan_waiting"),
    "plan_waiting_cheapest": ("reason_plan_waiting_cheapest_span", "reason_plan_waiting"),
    "plan_waiting_solar": ("reason_plan_waiting_solar_span", "reason_plan_waiting"),
    "plan_unreachable": ("reason_plan_unreachable_energy", "reason_plan_unreachable"),
    "limited_by_circuit": (
        "reason_limited_by_circuit_phase",
        "reason_limited_by_circuit_circuit",
        "reason_limited_by_circuit",
    ),
    "waiting_for_turn": (
        "reason_waiting_for_turn_wait",
        "reason_waiting_for_turn_circuit",
        "reason_waiting_for_turn",
    ),
}
"""The sentences of each topic, the most telling one first; the last one needs no values."""

_CHARGING = frozenset(
    {
        ReasonCode.FAST,
        ReasonCode.BOOST,
        ReasonCode.CHEAP,
        ReasonCode.SOLAR,
        ReasonCode.MINIMUM,
        ReasonCode.PLAN,
        ReasonCode.PLAN_UNREACHABLE,
        ReasonCode.LIMITED_BY_CIRCUIT,
    }
)
"""Reasons to charge, which a car that takes nothing belies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What a sentence depends on beside the reason."""

    now: datetime
    """In the time zone that times are told in."""
    online: bool = True
    """Whether the charge point is connected."""
    out_of_order: OutOfOrder | None = None
    """Why the connector cannot charge at all."""
    plugged_in: bool | None = None
    takes_nothing: bool = False
    """The car itself says that it takes no power."""
    allowed: bool = False
    """Whether it may charge."""
    circuit_name: str | None = None
    """The circuit that the reason speaks of; empty: the main fuse."""
    price_unit: str | None = None
    cheapest: bool = False
    """Whether prices that are known chose the plan's hours."""
    window: Window | None = None
    """The plan's window that the reason speaks of."""


def sentence(reason: Reason, circumstances: Circumstances, texts: Texts) -> str:
    """Return the reason as a sentence of at most 255 characters."""
    values = dict(_values(reason, circumstances, texts))
    keys = SENTENCES[topic(reason, circumstances)]
    key = next(key for key in keys if placeholders(texts[key]) <= values.keys())
    return shortened(texts[key].format_map(values), MAXIMUM_LENGTH)


def topic(reason: Reason, circumstances: Circumstances) -> str:
    """Return what is to be told: the reason, or what makes it beside the point; a plan with the kind of its hours."""
    code = told_code(reason, circumstances)
    if code in {ReasonCode.PLAN, ReasonCode.PLAN_WAITING}:
        return code + _kind_of_hours(circumstances)
    return code


def told_code(reason: Reason, circumstances: Circumstances) -> str:
    """Return the reason's code, or that of what makes it beside the point."""
    code = reason.code
    if not circumstances.online:
        return "offline"
    if circumstances.out_of_order is not None:
        return circumstances.out_of_order
    if code is ReasonCode.NO_CAR:
        return "no_session" if circumstances.plugged_in else "no_car"
    if code in _CHARGING and circumstances.takes_nothing:
        return "car_takes_nothing"
    if code is ReasonCode.SURPLUS_UNKNOWN and circumstances.allowed:
        return "surplus_unknown_charging"
    return code.value


def _kind_of_hours(circumstances: Circumstances) -> str:
    if circumstances.window is not None and circumstances.window.solar:
        return "_solar"
    return "_cheapest" if circumstances.cheapest else ""


@cache
def placeholders(template: str) -> frozenset[str]:
    """Return the names of the values that a template shows."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name)


# ---- what is filled in


def _values(
    reason: Reason, circumstances: Circumstances, texts: Texts
) -> Iterator[tuple[str, str]]:
    """Yield what is known, as the language writes it."""
    yield from _amounts(reason, circumstances.price_unit, texts)
    if reason.phases is not None:
        yield "phases", _phases(reason.phases, texts)
    if reason.phase is not None:
        yield "phase", reason.phase.value
    if circumstances.circuit_name is not None:
        yield "circuit", _circuit(circumstances.circuit_name, texts)
    if reason.end is not None:
        yield "end", clock_time(reason.end, circumstances.now, texts)
        if reason.start is not None:
            yield "span", span(reason.start, reason.end, circumstances.now, texts)


def _amounts(reason: Reason, price_unit: str | None, texts: Texts) -> Iterator[tuple[str, str]]:
    for name, (field, written) in _NUMBERS.items():
        if _is_known(value := getattr(reason, field)):
            yield name, written(value, texts)
    for name, amount in (("price", reason.price), ("price_limit", reason.price_limit)):
        if amount is not None and _is_known(amount):
            yield name, price(amount, price_unit, texts)
    if reason.wait_s and _is_known(reason.wait_s):
        yield "wait", duration(reason.wait_s)


def _percent(value: float, _: Texts) -> str:
    return f"{value:.0f} %"


def _watts(value: float, texts: Texts) -> str:
    return scaled(value, "W", texts)


def _watt_hours(value: float, texts: Texts) -> str:
    return scaled(value, "Wh", texts)


_NUMBERS: Mapping[str, tuple[str, Callable[[float, Texts], str]]] = {
    "power": ("power_w", _watts),
    "energy": ("energy_wh", _watt_hours),
    "soc": ("soc_percent", _percent),
    "target": ("target_percent", _percent),
}


def _is_known(value: float | None) -> bool:
    return value is not None and math.isfinite(value)


def _phases(phases: int, texts: Texts) -> str:
    return texts["one_phase"] if phases == 1 else texts["several_phases"].format(phases=phases)


def _circuit(name: str, texts: Texts) -> str:
    """Return what a circuit is called: its name is foreign text, and the main fuse has none."""
    return texts["named_circuit"].format(name=plain(name)) if name else texts["main_fuse"]


# ---- for automations


def reason_attributes(reason: Reason, circumstances: Circumstances) -> dict[str, Shown]:
    """Return what the sentence tells, no more exact than it, so that noise writes no state."""
    if (code := told_code(reason, circumstances)) != reason.code:
        return {"code": code}
    told = {field.name: getattr(reason, field.name) for field in fields(reason)}
    shown: dict[str, Shown] = {
        name: _EXACTNESS.get(name, _as_it_is)(value)
        for name, value in told.items()
        if value is not None and not (isinstance(value, float) and not math.isfinite(value))
    }
    if circumstances.circuit_name:
        shown["circuit"] = plain(circumstances.circuit_name)
    return shown


def _hundreds(value: float) -> int:
    return round(value / 100) * 100


def _four_digits(value: float) -> float:
    return round(value, 4)


def _moment(value: datetime) -> str:
    return nearest_minute(value).isoformat()


def _as_it_is(value: Shown) -> Shown:
    return value


_EXACTNESS: Mapping[str, Callable[[Any], Shown]] = {
    "code": str,
    "phase": str,
    "power_w": _hundreds,
    "current_a": math.floor,
    "wait_s": wait_shown_s,
    "start": _moment,
    "end": _moment,
    "energy_wh": _hundreds,
    "price": _four_digits,
    "price_limit": _four_digits,
    "soc_percent": round,
    "target_percent": round,
}
