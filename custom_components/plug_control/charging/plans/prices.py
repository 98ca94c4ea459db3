"""Make prices over time without gaps; unknown ones are assumed to be as on the last known day."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
import math
from statistics import fmean

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_DAYS_BACK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceSlot:
    """The price of a kWh from `start` to `end`; it may be negative."""

    start: datetime
    end: datetime
    price: float
    assumed: bool = False
    """Whether the price is not known yet."""

    @property
    def hours(self) -> float:
        """Its duration in hours."""
        return (self.end - self.start) / _HOUR


def orderly(prices: Sequence[PriceSlot]) -> list[PriceSlot]:
    """Return the prices in order, without invalid and empty ones; each ends where the next starts, at the latest."""
    usable = sorted(
        (slot for slot in prices if math.isfinite(slot.price) and slot.start < slot.end),
        key=lambda slot: slot.start,
    )
    cut = [replace(slot, end=min(slot.end, after.start)) for slot, after in pairwise(usable)]
    return [slot for slot in (*cut, *usable[-1:]) if slot.start < slot.end]


def price_at(prices: Sequence[PriceSlot], moment: datetime) -> float | None:
    """Return the price at a moment; None: unknown."""
    return next((slot.price for slot in prices if slot.start <= moment < slot.end), None)


def cover(prices: Sequence[PriceSlot], start: datetime, end: datetime) -> list[PriceSlot]:
    """Return slots from `start` to `end` without a gap, with assumed prices where none are known."""
    known = orderly(prices)
    covered: list[PriceSlot] = []
    at = start
    for slot in known:
        if slot.end <= at or slot.start >= end:
            continue
        covered.extend(_assumed(known, at, slot.start))
        at = min(slot.end, end)
        covered.append(replace(slot, start=max(slot.start, start), end=at))
    covered.extend(_assumed(known, at, end))
    return covered


def _assumed(known: Sequence[PriceSlot], start: datetime, end: datetime) -> Iterator[PriceSlot]:
    """Yield slots for a gap, with the prices of that time on the last known day, else hours with the mean price."""
    if start >= end:
        return
    mean = fmean(slot.price for slot in known) if known else 0.0
    starts = [slot.start for slot in known]
    while start < end:
        hour = start - timedelta(
            minutes=start.minute, seconds=start.second, microseconds=start.microsecond
        )
        price, until = mean, hour + _HOUR
        for days in range(1, _DAYS_BACK + 1):
            before = known[bisect_right(starts, start - days * _DAY) - 1] if known else None
            if before is not None and before.start <= start - days * _DAY < before.end:
                price, until = before.price, min(until, before.end + days * _DAY)
                break
        until = min(until, end)
        yield PriceSlot(start=start, end=until, price=price, assumed=True)
        start = until
