"""What forecast sun is worth: what feeding it in would pay, or cost."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from .plan import SolarSlot
from .prices import PriceSlot, price_at


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
