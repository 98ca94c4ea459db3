"""Read prices from price entities: attributes, states, and answers of price actions.

Attributes and fields of rows are found by name, for any integration; docs/prices-and-forecasts.md says which of an
integration's entities to choose. Bad data costs only its slot.

| integration | attribute | a row |
| --- | --- | --- |
| Nord Pool (HACS) | `raw_today`, `raw_tomorrow` | `start`, `end`, `value` |
| Energi Data Service | `raw_today`, `raw_tomorrow`, `forecast` | `hour` or `time`, `price` |
| ENTSO-e | `prices`, `prices_today`, `prices_tomorrow` | `time`, `price` |
| EPEX Spot | `data` | `start_time`, `end_time`, `price_per_kwh` (once: `price_ct_per_kwh`, `price_eur_per_mwh`) |
| Tibber's answer, in templates | `today`, `tomorrow` | `startsAt`, `total` |
| Octopus Energy | `rates` (an event entity for each day) | `start`, `end`, `value_inc_vat` |
| Amber Electric | `forecasts` | `start_time`, `end_time`, `per_kwh` |
| Frank Energie | `prices` | `from`, `till`, `price` |
| Zonneplan (HACS) | `forecast` | `datetime`, `electricity_price` (ten millionths) |
| PVPC (Spain) | `price_00h` … `price_23h`, `price_next_day_00h` … | a number |
| any | `today`, `tomorrow`, … | numbers: the day's hours, half hours or quarters |
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from custom_components.plug_control.charging.plans.prices import PriceSlot, orderly
from custom_components.plug_control.model.money.quarters import quarter_of

from .slots import (
    HOUR,
    MAXIMUM_ROWS,
    AttributeRow,
    day_slots,
    ended,
    fill_gaps,
    first_of,
    moment,
    number,
)

_LISTS: Mapping[str, int] = {
    "raw_today": 0,
    "raw_tomorrow": 1,
    "prices_today": 0,
    "prices_tomorrow": 1,
    "prices": 0,
    "data": 0,
    "rates": 0,
    "forecasts": 0,
    "today": 0,
    "tomorrow": 1,
    "forecast": 0,
}
"""The attributes that hold prices, and the day of a plain list of numbers (0: today); earlier ones win."""
_HOURLY: Mapping[str, int] = {"price_{:02}h": 0, "price_next_day_{:02}h": 1}
"""The attributes that hold one hour's price each, and their day (0: today)."""
_STARTS = ("start", "start_time", "startsAt", "time", "hour", "from", "datetime", "timestamp")
_ENDS = ("end", "end_time", "endsAt", "till")
_PRICES: Mapping[str, float | None] = {
    "value": None,
    "total": None,
    "value_inc_vat": None,
    "price_per_kwh": None,
    "per_kwh": None,
    "price": None,
    "price_ct_per_kwh": 1e-2,
    "price_pence_per_kwh": 1e-2,
    "price_eur_per_mwh": 1e-3,
    "price_gbp_per_mwh": 1e-3,
    "electricity_price": 1e-7,
}
"""The fields that hold a row's price, and their unit in the currency's main unit per kWh; None: the entity's unit."""
_MINOR_UNITS = frozenset(
    {
        "c",
        "c€",
        "cent",
        "cents",
        "ct",
        "cts",
        "gr",
        "p",
        "pence",
        "rp",
        "snt",
        "öre",
        "øre",
        "¢",
        "€ct",
    }
)
"""Hundredths of a currency, in lower case."""
_KWH_PER: Mapping[str, float] = {"wh": 1e-3, "kwh": 1.0, "mwh": 1e3, "gwh": 1e6}


def unit_scale(unit: object) -> float:
    """Return a unit of price in the currency's main unit per kWh; 1.0 for an unknown unit."""
    money, _, energy = unit.lower().partition("/") if isinstance(unit, str) else ("", "", "")
    hundredth = 0.01 if money.strip() in _MINOR_UNITS else 1.0
    return hundredth / _KWH_PER.get(energy.strip(), 1.0)


def unit_per_kwh(unit: str) -> str:
    """Return the unit for prices of entities in `unit`: the same money, per kWh."""
    return f"{unit.partition('/')[0].strip()}/kWh"


def attribute_prices(
    attributes: Mapping[str, Any], today: date, zone: tzinfo, unit: str
) -> list[PriceSlot]:
    """Return the prices in an entity's attributes, in `unit`, in order and without overlaps.

    Plain lists of numbers are for `today` or the day after, in `zone`.
    """
    scale = unit_scale(attributes.get("unit_of_measurement") or unit) / unit_scale(unit)
    found: list[PriceSlot] = []
    for name, days in _LISTS.items():
        values = attributes.get(name)
        if isinstance(values, (list, tuple)):
            day = today + timedelta(days=days)
            found = fill_gaps(found, _listed(values, day, zone, scale, unit))
    for pattern, days in _HOURLY.items():
        hours = [attributes.get(pattern.format(hour)) for hour in range(24)]
        found = fill_gaps(found, _of_day(hours, today + timedelta(days=days), zone, scale))
    return found


def state_price(
    state: str, unit_told: object, since: datetime, now: datetime, unit: str
) -> list[PriceSlot]:
    """Return the price in a plain sensor's state until the next full hour (local); empty: it is no number.

    It counts from the full hour on, or from the quarter of an hour in which it changed, at `since`.
    """
    price = number(state)
    if price is None:
        return []
    hour = now.replace(minute=0, second=0, microsecond=0).astimezone(UTC)
    scale = unit_scale(unit_told or unit) / unit_scale(unit)
    start = quarter_of(since) if hour < since < hour + HOUR else hour
    return orderly([PriceSlot(start=start, end=hour + HOUR, price=price * scale)])


def row_prices(
    rows: Iterable[Any], zone: tzinfo, scale: float = 1.0, unit: str | None = None
) -> list[PriceSlot]:
    """Return the prices in rows of fields, those in the entity's unit times `scale`; in order and without overlaps."""
    known = (found for row in rows if (found := _row(row, zone, scale, unit_scale(unit))))
    return orderly([PriceSlot(start=at, end=end, price=price) for at, end, price in ended(known)])


def merged(prices: Iterable[Sequence[PriceSlot]]) -> tuple[PriceSlot, ...]:
    """Return the prices of several entities together; later ones only fill gaps."""
    found: list[PriceSlot] = []
    for further in prices:
        found = fill_gaps(found, further)
    return tuple(found)


def _listed(
    values: Sequence[Any], day: date, zone: tzinfo, scale: float, unit: str
) -> list[PriceSlot]:
    """Return the prices of a list of rows, or of a day's numbers."""
    if len(values) > MAXIMUM_ROWS:
        return []
    if any(isinstance(value, Mapping) for value in values):
        return row_prices(values, zone, scale, unit)
    return _of_day(values, day, zone, scale)


def _of_day(values: Sequence[Any], day: date, zone: tzinfo, scale: float) -> list[PriceSlot]:
    return orderly(
        [
            PriceSlot(start=slot[0], end=slot[1], price=price * scale)
            for value, slot in zip(values, day_slots(len(values), day, zone), strict=False)
            if slot is not None and (price := number(value)) is not None
        ]
    )


def _row(row: Any, zone: tzinfo, scale: float, unit: float) -> AttributeRow | None:
    """Return a row's start, end and price; None where it lacks one, or ends before it starts."""
    if not isinstance(row, Mapping):
        return None
    start = moment(first_of(row, _STARTS), zone)
    end = moment(first_of(row, _ENDS), zone)
    name = next((name for name in _PRICES if row.get(name) is not None), "")
    price = number(row.get(name))
    if start is None or price is None or (end is not None and end <= start):
        return None
    fixed = _PRICES[name]
    return start, end, price * (scale if fixed is None else fixed / unit)
