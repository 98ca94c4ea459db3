"""Quarters of an hour, and what is known of one: its energy by source, and its prices."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from .worth import QUARTER, WorthSlot


def quarter_of(time: datetime) -> datetime:
    """Return the beginning of the quarter of an hour of a time, in UTC."""
    time = time.astimezone(UTC)
    return time.replace(minute=time.minute // 15 * 15, second=0, microsecond=0)


def quarters(start: datetime, end: datetime) -> Iterator[tuple[datetime, float]]:
    """Yield each quarter between two times with the seconds of it that lie between them."""
    while start < end:
        quarter = quarter_of(start)
        until = min(quarter + QUARTER, end)
        yield quarter, (until - start).total_seconds()
        start = until


class Sources(NamedTuple):
    """The parts of an energy by source; together at most 1, the rest is unknown."""

    grid: float
    solar: float
    battery: float


NO_SOURCES = Sources(0.0, 0.0, 0.0)
ALL_GRID = Sources(1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterPrices:
    """The prices per kWh of a quarter, and the grid's CO2; None is unknown."""

    price: float | None = None
    feed_in_price: float | None = None
    co2_g_per_kwh: float | None = None

    @classmethod
    def of(cls, slot: WorthSlot) -> QuarterPrices:
        """Return the prices of a stored slot."""
        return cls(
            price=slot.price,
            feed_in_price=slot.feed_in_price,
            co2_g_per_kwh=slot.co2_g_per_kwh,
        )

    def or_else(self, other: QuarterPrices) -> QuarterPrices:
        """Return these prices, and the other's for those that are unknown."""
        co2 = self.co2_g_per_kwh
        return QuarterPrices(
            price=other.price if self.price is None else self.price,
            feed_in_price=other.feed_in_price if self.feed_in_price is None else self.feed_in_price,
            co2_g_per_kwh=other.co2_g_per_kwh if co2 is None else co2,
        )


NO_PRICES = QuarterPrices()


@dataclass(slots=True)
class Quarter:
    """Energy of a quarter, and the weights by which it is divided: what the car drew, in Wh."""

    energy_wh: float = 0.0
    gap_wh: float = 0.0
    """The part that came while nobody looked."""
    estimated: bool = False
    grid: float = 0.0
    solar: float = 0.0
    battery: float = 0.0
    unknown: float = 0.0

    @classmethod
    def of(cls, slot: WorthSlot) -> Quarter:
        """Return the quarter of a stored slot; nobody looked when the part of unknown source came."""
        known_wh = slot.grid_wh + slot.solar_wh + slot.battery_wh
        return cls(
            energy_wh=slot.energy_wh,
            gap_wh=max(slot.energy_wh - known_wh, 0.0),
            estimated=slot.estimated,
            grid=slot.grid_wh,
            solar=slot.solar_wh,
            battery=slot.battery_wh,
        )

    @property
    def drawn(self) -> float:
        """What the car was seen to draw."""
        return self.grid + self.solar + self.battery + self.unknown

    def draw(self, drawn_wh: float, sources: Sources | None) -> None:
        """Count what the car drew at a look; None: from an unknown source."""
        if sources is None:
            self.unknown += drawn_wh
        else:
            self.grid += drawn_wh * sources.grid
            self.solar += drawn_wh * sources.solar
            self.battery += drawn_wh * sources.battery

    def scale(self, factor: float) -> None:
        """Multiply the energy, also what came while nobody looked."""
        self.energy_wh *= factor
        self.gap_wh *= factor

    def fill(self, parts: Sources) -> None:
        """Divide the energy of unknown source by what others recorded; it counts as estimated."""
        seen_wh = self.energy_wh - self.gap_wh
        known = self.drawn
        unknown_wh = self.gap_wh + (seen_wh * self.unknown / known if known else seen_wh)
        scale = (seen_wh / known) if known else 0.0
        self.grid = self.grid * scale + unknown_wh * parts.grid
        self.solar = self.solar * scale + unknown_wh * parts.solar
        self.battery = self.battery * scale + unknown_wh * parts.battery
        self.unknown = unknown_wh * max(1 - sum(parts), 0.0)
        self.gap_wh = 0.0
        self.estimated |= unknown_wh > 0

    def forget_sources(self) -> None:
        """Let all energy have an unknown source again."""
        self.gap_wh = self.energy_wh
        self.grid = self.solar = self.battery = self.unknown = 0.0


NOTHING = Quarter()
"""A quarter of which nothing is known; nobody changes it."""
