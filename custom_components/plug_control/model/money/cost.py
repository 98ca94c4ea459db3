"""Compute what a session's energy cost, what charging at once would have cost, and its CO2 (docs/costs.md).

Nothing is guessed: a sum of which more than half is unknown is unknown; where less is, the rest counts as the known part, and
the session as estimated.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from .quarters import quarters
from .worth import QUARTERS_AN_HOUR, SOLAR_AT, SessionWorth, WorthSlot, padded

_KNOWN_PART = 0.5
"""This part of a session must be known to say what the whole of it is worth."""
_NEARLY_ALL = 0.01
"""A smaller unknown part is no estimate worth marking: a look or two were missed."""
_NOTHING_WH = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a session's worth depends on beside its quarters."""

    currency: str | None
    battery_price: float | None = None
    """What a kWh from the home battery counts; None: what feeding it in would have paid."""
    full_power_w: float | None = None
    """The power of charging at once; None is unknown."""


def known_wh(slot: WorthSlot) -> float:
    """Return the energy of a slot whose source is known."""
    return slot.grid_wh + slot.solar_wh + slot.battery_wh


def solar_percent(worth: SessionWorth | None, energy_wh: float) -> float | None:
    """Return the sun's part, in %, of a session's energy whose source is known; None where that is too little."""
    if worth is None:
        return None
    return sun_percent(
        worth.solar_wh, known_sum(worth.grid_wh, worth.solar_wh, worth.battery_wh), energy_wh
    )


def known_sum(*parts_wh: float | None) -> float:
    """Return the energy whose source is known."""
    return sum(each or 0.0 for each in parts_wh)


def sun_percent[N: (float, Decimal)](solar: N | None, known: N, energy: N) -> N | None:
    """Return the sun's part, in %, of the energy whose source is known; None where that is less than half of all."""
    if solar is None or known <= 0 or 2 * known < energy:
        return None
    return 100 * solar / known


def worth_of(
    slots: Sequence[WorthSlot],
    terms: Terms,
    *,
    started_at: datetime,
    charging_s: float,
) -> SessionWorth:
    """Return what the energy in `slots` is worth."""
    energy_wh = sum(slot.energy_wh for slot in slots)
    sources_wh = sum(map(known_wh, slots))
    is_known = sources_wh > 0
    cost, is_cost_whole = _cost(slots, terms, energy_wh, sources_wh)
    at_once = _cost_at_once(slots, terms, energy_wh, started_at)
    co2_g, _ = _sum_of(slots, lambda slot: _co2_g(slot, is_known=known_wh(slot) > 0), energy_wh)
    return SessionWorth(
        grid_wh=round(sum(slot.grid_wh for slot in slots), 1) if is_known else None,
        solar_wh=round(sum(slot.solar_wh for slot in slots), 1) if is_known else None,
        battery_wh=round(sum(slot.battery_wh for slot in slots), 1) if is_known else None,
        cost=cost,
        currency=None if cost is None else terms.currency,
        price=None if cost is None or energy_wh <= 0 else cost / energy_wh * 1000,
        battery_price=terms.battery_price,
        saved=None if cost is None or at_once is None else at_once - cost,
        co2_g=co2_g,
        charging_s=charging_s,
        mean_power_w=energy_wh * 3600 / charging_s if charging_s > 0 else None,
        estimated=any(slot.estimated for slot in slots)
        or not is_cost_whole
        or sources_wh < energy_wh * (1 - _NEARLY_ALL),
        slots=tuple(slots),
    )


def _cost(
    slots: Sequence[WorthSlot], terms: Terms, energy_wh: float, sources_wh: float
) -> tuple[float | None, bool]:
    """Return the cost, None where too little is known, and whether no part of it had to be supplemented."""
    is_priced = energy_wh > 0 or any(slot.price is not None for slot in slots)
    if terms.currency is None or not is_priced or sources_wh < energy_wh * _KNOWN_PART:
        return None, True
    return _sum_of(slots, lambda slot: slot_cost(slot, terms.battery_price), energy_wh)


def slot_cost(slot: WorthSlot, battery_price: float | None) -> float | None:
    """Return what a quarter's energy cost; energy of unknown source counts as from the grid. None: a price is unknown."""
    return _cost_of(
        slot.energy_wh,
        slot.solar_wh,
        slot.battery_wh,
        slot.price,
        slot.feed_in_price,
        slot.feed_in_price if battery_price is None else battery_price,
    )


def _cost_of(
    energy_wh: float,
    solar_wh: float,
    battery_wh: float,
    price: float | None,
    feed_in_price: float | None,
    battery_price: float | None,
) -> float | None:
    cost = 0.0
    grid_wh = energy_wh - solar_wh - battery_wh
    if grid_wh >= _NOTHING_WH:
        if price is None:
            return None
        cost = grid_wh / 1000 * price
    if solar_wh >= _NOTHING_WH:
        if feed_in_price is None:
            return None
        cost += solar_wh / 1000 * feed_in_price
    if battery_wh >= _NOTHING_WH:
        if battery_price is None:
            return None
        cost += battery_wh / 1000 * battery_price
    return cost


type ByHour = dict[int, float]
"""An amount by the number of the hour since 1970."""


def solar_by_hour(slots: Iterable[Sequence[Any]]) -> ByHour:
    """Return the energy in Wh from the sun by hour, of slots in their stored form."""
    hours: ByHour = {}
    for slot in slots:
        if len(slot) > SOLAR_AT and (solar_wh := slot[SOLAR_AT]):
            hour = slot[0] // QUARTERS_AN_HOUR
            hours[hour] = hours.get(hour, 0.0) + solar_wh
    return hours


def cost_by_hour(
    slots: Iterable[Sequence[Any]], cost: float, battery_price: float | None
) -> ByHour:
    """Return a session's cost by hour, of slots in their stored form: by the quarters' own prices.

    What these do not explain follows in proportion to the energy, so that the sum is the cost.
    """
    told: ByHour = {}
    energy: ByHour = {}
    for slot in slots:
        number, *numbers = slot
        energy_wh, _, solar_wh, battery_wh, price, feed_in, _, _ = padded(numbers)
        if not energy_wh or energy_wh < 0:
            continue
        hour = number // QUARTERS_AN_HOUR
        stored = feed_in if battery_price is None else battery_price
        one = _cost_of(energy_wh, solar_wh or 0.0, battery_wh or 0.0, price, feed_in, stored)
        told[hour] = told.get(hour, 0.0) + (one or 0.0)
        energy[hour] = energy.get(hour, 0.0) + energy_wh
    whole_wh = sum(energy.values())
    if whole_wh <= 0:
        return {}
    rest = (cost - sum(told.values())) / whole_wh
    return {hour: told[hour] + rest * energy_wh for hour, energy_wh in energy.items()}


def _co2_g(slot: WorthSlot, *, is_known: bool) -> float | None:
    """Return the CO2 of a quarter's energy from the grid; None is unknown."""
    grid_wh = slot.energy_wh - slot.solar_wh - slot.battery_wh
    if grid_wh < _NOTHING_WH and is_known:
        return 0.0
    if slot.co2_g_per_kwh is None:
        return None
    return grid_wh / 1000 * slot.co2_g_per_kwh


def _sum_of(
    slots: Iterable[WorthSlot], value: Callable[[WorthSlot], float | None], energy_wh: float
) -> tuple[float | None, bool]:
    """Return the sum of the slots' values, where some are unknown in proportion to the energy; and whether all were known."""
    told, told_wh = 0.0, 0.0
    for slot in slots:
        if slot.energy_wh > 0 and (one := value(slot)) is not None:
            told += one
            told_wh += slot.energy_wh
    if energy_wh <= 0:
        return 0.0, True
    if told_wh < energy_wh * _KNOWN_PART or told_wh <= 0:
        return None, True
    is_whole = told_wh >= energy_wh - _NOTHING_WH
    return (told if is_whole else told * energy_wh / told_wh), is_whole


def _cost_at_once(
    slots: Sequence[WorthSlot], terms: Terms, energy_wh: float, started_at: datetime
) -> float | None:
    """Return what the same energy would have cost from the grid, at full power from the start on; None: a price is unknown."""
    if not terms.full_power_w or energy_wh <= 0:
        return None
    prices = {slot.start: slot.price for slot in slots}
    until = started_at + timedelta(seconds=energy_wh / terms.full_power_w * 3600)
    cost = 0.0
    for quarter, seconds in quarters(started_at, until):
        if (price := prices.get(quarter)) is None:
            return None
        cost += terms.full_power_w * seconds / 3_600_000 * price
    return cost
