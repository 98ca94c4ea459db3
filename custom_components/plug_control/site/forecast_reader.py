"""Read solar forecasts from attributes of forecast entities and from energy platforms; bad data costs only its slot.

| integration | where | what |
| --- | --- | --- |
| Solcast (HACS) | `detailedForecast`, `detailedHourly` | rows: `period_start`, `pv_estimate` (mean kW) |
| Open-Meteo Solar Forecast (HACS) | `wh_period_15m`, `wh_period`, `watts` | by time: Wh from then on; W at that time |
| Helios Forecast (HACS) | `forecast` | rows: `datetime`, `watts` |
| Forecast.Solar, Victron Remote Monitoring, and all of the above | its energy platform | `wh_hours`: by time, Wh from then on |
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import islice, pairwise
import math
from typing import Any

from custom_components.plug_control.charging.plans.sun import SolarSlot

from .slots import HOUR, MAXIMUM_ROWS, AttributeRow, ended, fill_gaps, first_of, moment, number

_MAXIMUM_W = 10_000_000.0
"""A value above this is bad data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """Layout of an attribute that holds a forecast."""

    times: tuple[str, ...] = ()
    """Names of the field with a row's time; empty: the attribute maps times to values."""
    values: tuple[str, ...] = ()
    factor: float = 1.0
    is_energy: bool = False
    """Whether the values are energies (Wh) of their spans, not powers."""


_SHAPES: Mapping[str, _Shape] = {
    "detailedForecast": _Shape(times=("period_start",), values=("pv_estimate",), factor=1000.0),
    "detailedHourly": _Shape(times=("period_start",), values=("pv_estimate",), factor=1000.0),
    "wh_period_15m": _Shape(is_energy=True),
    "wh_period": _Shape(is_energy=True),
    "wh_hours": _Shape(is_energy=True),
    "watts": _Shape(),
    "forecast": _Shape(times=("datetime", "period_start"), values=("watts",)),
}
"""The attributes that hold a forecast; earlier ones win."""


def forecast_slots(told: Mapping[str, Any], zone: tzinfo) -> list[SolarSlot]:
    """Return the forecast in an entity's attributes or an energy platform's answer, in order and without overlaps."""
    found: list[SolarSlot] = []
    for name, shape in _SHAPES.items():
        rows = _rows(told.get(name), shape, zone)
        found = fill_gaps(found, list(_slots(rows, shape)))
    return found


def total(forecasts: Iterable[Sequence[SolarSlot]]) -> tuple[SolarSlot, ...]:
    """Return the sum of the forecasts of several roofs; each is in order and without overlaps."""
    told = [forecast for forecast in forecasts if forecast]
    if len(told) < 2:
        return tuple(told[0]) if told else ()
    times = sorted(
        {time for forecast in told for slot in forecast for time in (slot.start, slot.end)}
    )
    return tuple(
        SolarSlot(start=start, end=end, power_w=math.fsum(powers_w))
        for start, end in pairwise(times)
        if (powers_w := [slot.power_w for one in told if (slot := _slot_at(one, start))])
    )


def _slot_at(forecast: Sequence[SolarSlot], time: datetime) -> SolarSlot | None:
    place = bisect_right(forecast, time, key=lambda slot: slot.start) - 1
    return forecast[place] if place >= 0 and time < forecast[place].end else None


def _rows(values: Any, shape: _Shape, zone: tzinfo) -> list[AttributeRow]:
    """Return the valid times and values of an attribute, one for each time; empty: it has another layout."""
    pairs: Iterable[tuple[Any, Any]] = ()
    if isinstance(values, Mapping) and not shape.times:
        pairs = values.items()
    elif isinstance(values, (list, tuple)) and shape.times:
        rows = (row for row in values if isinstance(row, Mapping))
        pairs = ((first_of(row, shape.times), first_of(row, shape.values)) for row in rows)
    told = {
        at: (at, None, value)
        for time, text in islice(pairs, MAXIMUM_ROWS)
        if (at := moment(time, zone)) is not None and (value := number(text)) is not None
    }
    return list(told.values())


def _slots(rows: Sequence[AttributeRow], shape: _Shape) -> Iterator[SolarSlot]:
    for start, end, value in ended(rows):
        hours = (end - start) / HOUR if shape.is_energy else 1.0
        power_w = value * shape.factor / hours
        if 0 <= power_w <= _MAXIMUM_W:
            yield SolarSlot(start=start, end=end, power_w=power_w)
