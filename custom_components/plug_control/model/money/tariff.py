"""Fixed prices with a beginning, and what changes what an entity says into what the user pays."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedPrice:
    """A price per kWh from a day on, until the next one begins; by night it may be another one."""

    begins: date
    price: float
    other_price: float | None = None
    """The price in the second band; None: there is only one."""
    other_from: time | None = None
    other_until: time | None = None
    """The second band by the clock on the wall, over midnight where it ends before it begins."""

    def at(self, clock: time) -> float:
        """Return the price at a time of day."""
        start, end = self.other_from, self.other_until
        if self.other_price is None or start is None or end is None:
            return self.price
        is_other = start <= clock < end if start < end else clock >= start or clock < end
        return self.other_price if is_other else self.price


def fixed_price_at(prices: Iterable[FixedPrice], local: datetime) -> float | None:
    """Return the price in force at a local time; None: none had begun."""
    begun = [each for each in prices if each.begins <= local.date()]
    if not begun:
        return None
    return max(begun, key=lambda each: each.begins).at(local.timetz().replace(tzinfo=None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """What a supplier adds to the price that an entity says: (price + surcharge) × factor."""

    surcharge: float = 0.0
    factor: float = 1.0

    def of(self, price: float) -> float:
        """Return what a kWh costs in the end."""
        return (price + self.surcharge) * self.factor


NO_ADJUSTMENT = Adjustment()
