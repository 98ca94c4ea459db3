"""Pieces of time with one price, one forecast and one free current; what each offers to a plan."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
import math

from .cheapest import PowerLevel, TimeOffer
from .free_current import FreeCurrent
from .learned_power import ExpectedPower
from .prices import PriceSlot, cover
from .settings import PlanSettings
from .sun import SolarSlot


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of time with one price, one forecast and one free current."""

    slot: PriceSlot
    solar_w: float = 0.0
    feed_in_price: float | None = None
    room_a: int | None = None
    """Current that fuses leave; None: no less than it may take."""

    def full_a(self, settings: PlanSettings) -> int:
        """Return the highest current in A here; 0 where it is too low to charge."""
        if self.room_a is None or self.room_a >= settings.maximum_a:
            return settings.maximum_a
        return self.room_a if self.room_a >= settings.minimum_a else 0

    def share(self, settings: PlanSettings) -> float:
        """Return the part of full power, 0 to 1, that fuses allow here."""
        return self.full_a(settings) / settings.maximum_a

    def offer(
        self, power: ExpectedPower, settings: PlanSettings
    ) -> tuple[TimeOffer, tuple[int, ...]]:
        """Return the offer of this time, and the current in A of each level: what the sun gives, and all."""
        full_a = self.full_a(settings)
        full = self._level(power.power_w * self.share(settings), settings)
        per_ampere_w = power.power_w / settings.maximum_a
        sun_a = max(int(self.solar_w / per_ampere_w), settings.minimum_a)
        if self.solar_w > 0 and sun_a < full_a:
            sun = self._level(sun_a * per_ampere_w, settings)
            # Where full power costs less per kWh than the sun's part, there is no reason for less.
            if full.cost * sun.power_w > sun.cost * full.power_w:
                return TimeOffer(self.slot.hours, (sun, full)), (sun_a, full_a)
        return TimeOffer(self.slot.hours, (full,)), (full_a,)

    def _level(self, power_w: float, settings: PlanSettings) -> PowerLevel:
        """Return the level of this power: surplus costs the feed-in price, the rest the grid's price."""
        own_w = min(power_w, self.solar_w)
        feed_in = settings.feed_in_price if self.feed_in_price is None else self.feed_in_price
        cost = own_w * feed_in + (power_w - own_w) * self.slot.price
        return PowerLevel(power_w, cost / 1000)


def pieces_of(
    prices: Sequence[PriceSlot],
    solar: Sequence[SolarSlot],
    room: Sequence[FreeCurrent],
    start: datetime,
    end: datetime,
) -> list[Piece]:
    """Return the time from start to end in pieces of one price, one forecast and one free current."""
    suns = [sun for sun in solar if math.isfinite(sun.power_w) and sun.power_w > 0]
    rooms = [free.start for free in room]
    cuts = sorted({at for sun in suns for at in (sun.start, sun.end)}.union(rooms))
    shining: list[SolarSlot | None] = [None] * (len(cuts) + 1)  # before the first, and from each on
    for sun in suns:
        for place in range(bisect_right(cuts, sun.start), bisect_right(cuts, sun.end)):
            shining[place] = sun
    pieces: list[Piece] = []
    for slot in cover(prices, start, end):
        for part in split(Piece(slot=slot), cuts):
            at = part.slot.start
            sun_then = shining[bisect_right(cuts, at)]
            pieces.append(
                Piece(
                    slot=part.slot,
                    solar_w=0.0 if sun_then is None else sun_then.power_w,
                    feed_in_price=None if sun_then is None else sun_then.feed_in_price,
                    room_a=room[bisect_right(rooms, at) - 1].current_a if room else None,
                )
            )
    return pieces


def split(piece: Piece, moments: Sequence[datetime]) -> list[Piece]:
    """Return the parts of a piece, cut at the moments that are within it; these are in order."""
    slot = piece.slot
    inner = moments[bisect_right(moments, slot.start) : bisect_left(moments, slot.end)]
    if not inner:
        return [piece]
    return [
        replace(piece, slot=replace(slot, start=start, end=end))
        for start, end in pairwise((slot.start, *inner, slot.end))
    ]
