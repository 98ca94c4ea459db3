"""Forecast sun, and what it is worth: what feeding it in would pay, or cost."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from .prices import PriceSlot, price_at


@dataclass(frozen=True, slots=True, kw_only=True)
class SolarSlot:
    """The forecast surplus from `start` to `end`."""

    start: datetime
    end: datetime
    power_w: float
    feed_in_price: float | None = None
    """What a kWh of it earns when no car takes it; negative: what it costs; None: as now."""


def with_feed_in(solar: Sequence[SolarSlot], feed_in: Sequence[PriceSlot]) -> tuple[SolarSlot, ...]:
    """Return the sun cut where the price of feeding in changes, with that price where it is known."""
    return tuple(part for slot in solar for part in _parts(slot, feed_in))


def _parts(slot: SolarSlot, feed_in: Sequence[PriceSlot]) -> Iterator[SolarSlot]:
    cuts = {moment for price in feed_in for moment in (price.start, price.end)}
    inner = sorted(moment for moment in cuts if slot.start < moment < slot.end)
    for start, end in pairwise((slot.start, *inner, slot.end)):
        yield SolarSlot(
            start=start, end=end, power_w=slot.power_w, feed_in_price=price_at(feed_in, start)
        )
