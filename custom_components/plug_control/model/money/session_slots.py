"""Make the slots of a session's worth from its quarters; those of quarters that will not change any more are made once."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from .quarters import (
    ALL_GRID,
    NO_PRICES,
    NO_SOURCES,
    NOTHING,
    Quarter,
    QuarterPrices,
    Sources,
    quarter_of,
)
from .worth import QUARTER, WorthSlot

AT_ONCE = 48 * 4
"""So many quarters are computed in one step: a session may last for weeks, and the event loop does not wait for all of it."""
PRICED_QUARTERS = 48 * 4
"""From a session's start on, quarters without energy are kept, too: what charging at once would have cost needs their prices."""
DIGITS = 1
"""Energies in Wh are told with so many digits after the point."""


class _Past(NamedTuple):
    """Slots before a quarter, which are computed once: a session may last for weeks."""

    before: datetime
    slots: list[WorthSlot]
    exact_wh: float
    told_wh: float
    all_grid: bool


@dataclass(slots=True)
class SessionSlots:
    """The quarters of one session, and the slots that they make."""

    started_at: datetime
    quarters: dict[datetime, Quarter] = field(default_factory=dict)
    prices: dict[datetime, QuarterPrices] = field(default_factory=dict)
    _past: _Past | None = None
    """The slots of quarters that will not change any more."""

    def quarter(self, start: datetime) -> Quarter:
        """Return the quarter that begins at a time, a new one where nothing is known of it."""
        return self.quarters.setdefault(start, Quarter())

    def touched(self, start: datetime) -> Quarter:
        """Return a quarter that changes: those beside it may, too."""
        if self._past is not None and start - QUARTER < self._past.before:
            self.forget()
        return self.quarter(start)

    def forget(self) -> None:
        """Compute all slots again: call it where energy, sources or prices of the past have changed."""
        self._past = None

    def starts(self) -> set[datetime]:
        """Return the quarters that have a slot: those with energy, and the first ones that have a price."""
        first = quarter_of(self.started_at)
        last_priced = first + PRICED_QUARTERS * QUARTER
        starts = {start for start, each in self.quarters.items() if each.energy_wh > 0}
        return starts | {start for start in self.prices if first <= start < last_priced}

    def upto(self, seen_at: datetime, *, all_grid: bool) -> tuple[WorthSlot, ...]:
        """Return the slots in order; `seen_at` is when the last reading came. Their sum is the session's energy."""
        past = self._slots_of_past(all_grid)
        starts = sorted(start for start in self.starts() if start >= past.before)
        present = _present(seen_at)
        if starts and starts[0] < present:
            before = bisect_left(starts, present)
            past = self._past = self._followed(past, starts[:before], present)
            starts = starts[before:]
        return tuple(self._followed(past, starts, past.before).slots)

    def prepare(self, seen_at: datetime, *, all_grid: bool) -> bool:
        """Compute the next slots of quarters that will not change any more; False where `upto` has little left to do."""
        past = self._slots_of_past(all_grid)
        present = _present(seen_at)
        starts = sorted(start for start in self.starts() if past.before <= start < present)
        if len(starts) <= AT_ONCE:
            return False
        self._past = self._followed(past, starts[:AT_ONCE], starts[AT_ONCE])
        return True

    def _slots_of_past(self, all_grid: bool) -> _Past:
        if self._past is None or self._past.all_grid != all_grid:
            return _Past(quarter_of(self.started_at), [], 0.0, 0.0, all_grid)
        return self._past

    def _followed(self, past: _Past, starts: Iterable[datetime], before: datetime) -> _Past:
        """Return slots with those of the quarters that follow them, up to `before`."""
        found = [*past.slots]
        exact_wh, told_wh = past.exact_wh, past.told_wh
        for start in starts:
            exact_wh += self.quarters[start].energy_wh if start in self.quarters else 0.0
            energy_wh = round(round(exact_wh, DIGITS) - told_wh, DIGITS)
            told_wh = round(told_wh + energy_wh, DIGITS)
            found.append(self._slot(start, energy_wh, past.all_grid))
        return _Past(before, found, exact_wh, told_wh, past.all_grid)

    def _slot(self, start: datetime, energy_wh: float, all_grid: bool) -> WorthSlot:
        quarter = self.quarters.get(start, NOTHING)
        prices = self.prices.get(start, NO_PRICES)
        grid, solar, battery = ALL_GRID if all_grid else self._parts(start, quarter)
        to_grid = min(round(energy_wh * grid, DIGITS), energy_wh)
        to_solar = min(round(energy_wh * (grid + solar), DIGITS), energy_wh)
        to_battery = min(round(energy_wh * (grid + solar + battery), DIGITS), energy_wh)
        return WorthSlot(
            start=start,
            energy_wh=energy_wh,
            grid_wh=to_grid,
            solar_wh=round(to_solar - to_grid, DIGITS),
            battery_wh=round(to_battery - to_solar, DIGITS),
            price=prices.price,
            feed_in_price=prices.feed_in_price,
            co2_g_per_kwh=prices.co2_g_per_kwh,
            estimated=quarter.estimated,
        )

    def _parts(self, start: datetime, quarter: Quarter) -> Sources:
        """Return the parts of a quarter's energy from grid, sun and battery; without a look of its own, as the quarter beside it."""
        if not quarter.energy_wh:
            return NO_SOURCES
        seen = max(1 - quarter.gap_wh / quarter.energy_wh, 0.0)
        looked, drawn = quarter, quarter.drawn
        if not drawn:
            for at in (start - QUARTER, start + QUARTER):
                looked = self.quarters.get(at, NOTHING)
                if drawn := looked.drawn:
                    break
            else:
                return NO_SOURCES
        scale = seen / drawn
        return Sources(looked.grid * scale, looked.solar * scale, looked.battery * scale)


def _present(seen_at: datetime) -> datetime:
    """Return the first quarter that may still change when the last reading came at a time."""
    return quarter_of(seen_at) - 2 * QUARTER
