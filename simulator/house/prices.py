"""Hourly electricity prices of a day, as a supplier with a dynamic tariff publishes them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

SLOT: Final = timedelta(hours=1)
BY_HOUR: Final = (
    *(0.21, 0.19, 0.18, 0.17, 0.17, 0.19, 0.25, 0.31),
    *(0.32, 0.29, 0.25, 0.22, 0.19, 0.17, 0.17, 0.20),
    *(0.25, 0.31, 0.36, 0.37, 0.34, 0.29, 0.26, 0.23),
)
"""The price of a kWh by hour of the local day, before the variation of each day."""


@dataclass(frozen=True, slots=True)
class Slot:
    """The price of a kWh from `start` to `end`."""

    start: datetime
    end: datetime
    price: float


def prices_of(day: date, zone: ZoneInfo) -> list[Slot]:
    """Return the 23 to 25 hours of a local day with their prices, which depend on the date only."""
    random = Random(day.toordinal())
    level = random.uniform(0.85, 1.15)
    begin, end = (_midnight(each, zone) for each in (day, day + timedelta(days=1)))
    return [
        _slot(begin + number * SLOT, zone, level * random.uniform(0.94, 1.06))
        for number in range(round((end - begin) / SLOT))
    ]


def price_at(moment: datetime, zone: ZoneInfo) -> float:
    """Return the price of a kWh at `moment`."""
    slots = prices_of(moment.astimezone(zone).date(), zone)
    return next(slot.price for slot in slots if slot.start <= moment < slot.end)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def _slot(start: datetime, zone: ZoneInfo, factor: float) -> Slot:
    local = start.astimezone(zone)
    price = round(BY_HOUR[local.hour] * factor, 4)
    return Slot(local, (start + SLOT).astimezone(zone), price)
