"""Follow where a session's energy comes from, quarter of an hour by quarter of an hour (docs/costs.md).

The register says how much energy came, the powers of the house where it came from: at each look what the car draws counts for
the quarter, by source, and the energy of the quarter is divided in that proportion. What came while nobody looked has an
unknown source.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from .worth import QUARTER, WorthSlot

LONGEST_LOOK_S = 60.0
"""Longest time between two looks; in a longer gap the source of the energy is unknown."""
MAX_QUARTERS = 31 * 24 * 4
"""A session's energy is divided over this time at most, as `hours.MAX_HOURS`."""
AT_ONCE = 48 * 4
"""So many quarters are computed in one step: a session may last for weeks, and the event loop does not wait for all of it."""
PRICED_QUARTERS = 48 * 4
"""From a session's start on, quarters without energy are kept, too: what charging at once would have cost needs their prices."""
DRAWING_W = 100.0
"""With less power a car is full or waits."""
_NOISE_W = 1.0
_TOLERANCE_WH = 20.0
_TOLERANCE = 0.01
"""A smaller correction than both of these is none that has to be marked."""
_USUAL_W = 33_000.0
"""A charger gives this much at most, unless it gave more."""
_DIGITS = 1


class Sources(NamedTuple):
    """The parts of an energy by source; together at most 1, the rest is unknown."""

    grid: float
    solar: float
    battery: float


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterPrices:
    """The prices per kWh of a quarter, and the grid's CO2; None is unknown."""

    price: float | None = None
    feed_in_price: float | None = None
    co2_g_per_kwh: float | None = None

    def or_else(self, other: QuarterPrices) -> QuarterPrices:
        """Return these prices, and the other's for those that are unknown."""
        co2 = self.co2_g_per_kwh
        return QuarterPrices(
            price=other.price if self.price is None else self.price,
            feed_in_price=other.feed_in_price if self.feed_in_price is None else self.feed_in_price,
            co2_g_per_kwh=other.co2_g_per_kwh if co2 is None else co2,
        )


NO_PRICES = QuarterPrices()
NO_SOURCES = Sources(0.0, 0.0, 0.0)
ALL_GRID = Sources(1.0, 0.0, 0.0)


@dataclass(slots=True)
class _Quarter:
    """Energy of a quarter, and the weights by which it is divided: what the car drew, in Wh."""

    energy_wh: float = 0.0
    gap_wh: float = 0.0
    """The part that came while nobody looked."""
    estimated: bool = False
    grid: float = 0.0
    solar: float = 0.0
    battery: float = 0.0
    unknown: float = 0.0

    @property
    def drawn(self) -> float:
        return self.grid + self.solar + self.battery + self.unknown


_NOTHING = _Quarter()


class _Past(NamedTuple):
    """Slots before a quarter, which are computed once: a session may last for weeks."""

    before: datetime
    slots: list[WorthSlot]
    exact_wh: float
    told_wh: float
    all_grid: bool


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


@dataclass(slots=True, kw_only=True)
class SessionSources:
    """The energy of one session by quarter and source."""

    started_at: datetime
    seen_at: datetime
    """The time of the last reading that counts here."""
    looked_at: datetime
    charging_s: float = 0.0
    peak_power_w: float = 0.0
    """The most that the car drew; what came while nobody looked came with it."""
    prices: dict[datetime, QuarterPrices] = field(default_factory=dict)
    currency: str | None = None
    """The one of all prices; where Home Assistant's changes, a session keeps its own."""
    battery_price: float | None = None
    _quarters: dict[datetime, _Quarter] = field(default_factory=dict)
    _gaps: list[tuple[datetime, datetime]] = field(default_factory=list)
    _is_power_known: bool = True
    _past: _Past | None = None
    """The slots of quarters that will not change any more."""

    @classmethod
    def begin(cls, started_at: datetime, currency: str | None = None) -> SessionSources:
        """Return a session that has just begun."""
        return cls(
            started_at=started_at, seen_at=started_at, looked_at=started_at, currency=currency
        )

    @classmethod
    def resume(
        cls,
        started_at: datetime,
        slots: Iterable[WorthSlot],
        *,
        seen_at: datetime,
        charging_s: float = 0.0,
        peak_power_w: float = 0.0,
        currency: str | None = None,
        battery_price: float | None = None,
    ) -> SessionSources:
        """Return a session as `slots` said of it up to `seen_at`; since then nobody has looked."""
        session = cls(
            started_at=started_at,
            seen_at=max(seen_at, started_at),
            looked_at=max(seen_at, started_at),
            charging_s=charging_s,
            peak_power_w=peak_power_w,
            currency=currency,
            battery_price=battery_price,
        )
        for slot in slots:
            known_wh = slot.grid_wh + slot.solar_wh + slot.battery_wh
            session._quarters[slot.start] = _Quarter(
                energy_wh=slot.energy_wh,
                gap_wh=max(slot.energy_wh - known_wh, 0.0),
                estimated=slot.estimated,
                grid=slot.grid_wh,
                solar=slot.solar_wh,
                battery=slot.battery_wh,
            )
            session.prices[slot.start] = QuarterPrices(
                price=slot.price,
                feed_in_price=slot.feed_in_price,
                co2_g_per_kwh=slot.co2_g_per_kwh,
            )
        return session

    @property
    def energy_wh(self) -> float:
        """The energy of all quarters."""
        return sum(each.energy_wh for each in self._quarters.values())

    # ---- what is seen

    def look(self, now: datetime, power_w: float | None, sources: Sources | None) -> None:
        """Count what the car draws now for the time since the last look; None is unknown."""
        before = self.looked_at
        elapsed_s = (now - before).total_seconds()
        if elapsed_s <= 0:
            return
        self.looked_at = now
        self._is_power_known = power_w is not None
        if elapsed_s > LONGEST_LOOK_S:
            self._gaps.append((before, now))
            return
        drawn_w = max(power_w or 0.0, 0.0)
        self.peak_power_w = max(self.peak_power_w, drawn_w)
        if drawn_w >= DRAWING_W:
            self.charging_s += elapsed_s
        if drawn_w < _NOISE_W:
            return
        drawn_wh = drawn_w * elapsed_s / 3600
        quarter = self._touched(quarter_of(before + (now - before) / 2))
        if sources is None:
            quarter.unknown += drawn_wh
        else:
            quarter.grid += drawn_wh * sources.grid
            quarter.solar += drawn_wh * sources.solar
            quarter.battery += drawn_wh * sources.battery

    def observe(self, at: datetime, energy_wh: float) -> None:
        """Take in the session's energy at a time; it flowed evenly since the last reading."""
        at = min(at, quarter_of(self.started_at) + MAX_QUARTERS * QUARTER)
        if at <= self.seen_at:
            return
        start, self.seen_at = self.seen_at, at
        came_wh = energy_wh - self.energy_wh
        if came_wh <= 0:
            return
        gaps = [*self._gaps]
        if (at - max(self.looked_at, start)).total_seconds() > LONGEST_LOOK_S:
            gaps.append((max(self.looked_at, start), at))
        whole_s = (at - start).total_seconds()
        spread = whole_s > QUARTER.total_seconds() and _overlap_s(gaps, start, at) > 0
        unseen_s = 0.0
        for begin, seconds in quarters(start, at):
            quarter, energy_part = self._touched(begin), came_wh * seconds / whole_s
            first = max(begin, start)
            gap_s = min(_overlap_s(gaps, first, first + timedelta(seconds=seconds)), seconds)
            quarter.energy_wh += energy_part
            quarter.gap_wh += energy_part * gap_s / seconds
            quarter.estimated |= spread
            unseen_s += gap_s
        if not self._is_power_known:
            self.charging_s += whole_s - unseen_s
        self.charging_s += self._charging_s(unseen_s, came_wh * unseen_s / whole_s)
        self._gaps = [(one, other) for one, other in self._gaps if other > at]

    def spread(self, points: Iterable[tuple[datetime, float]]) -> None:
        """Divide what came while nobody looked by what the charger told of that time afterwards; its sum stays.

        `points` are times, and the session's energy up to then; only those up to the last reading count here.
        """
        self.forget_slots()
        came: dict[datetime, float] = {}
        for (start, start_wh), (end, end_wh) in pairwise(points):
            whole_s = (end - start).total_seconds()
            for begin, seconds in quarters(start, min(end, self.seen_at)):
                came[begin] = came.get(begin, 0.0) + (end_wh - start_wh) * seconds / whole_s
        for stretch in self._estimated_stretches():
            told_wh = sum(max(came.get(start, 0.0), 0.0) for start in stretch)
            whole_wh = sum(self._quarters[start].energy_wh for start in stretch)
            if told_wh <= 0 or whole_wh <= 0:
                continue
            for start in stretch:
                quarter = self._quarters[start]
                energy_wh = max(came.get(start, 0.0), 0.0) * whole_wh / told_wh
                gap = quarter.gap_wh / quarter.energy_wh if quarter.energy_wh else 1.0
                quarter.energy_wh, quarter.gap_wh = energy_wh, energy_wh * gap

    def _estimated_stretches(self) -> Iterator[list[datetime]]:
        """Yield the quarters that follow each other whose energy was spread evenly."""
        stretch: list[datetime] = []
        for start in sorted(self._quarters):
            if stretch and (start != stretch[-1] + QUARTER or not self._quarters[start].estimated):
                yield stretch
                stretch = []
            if self._quarters[start].estimated:
                stretch.append(start)
        if stretch:
            yield stretch

    def _charging_s(self, unseen_s: float, unseen_wh: float) -> float:
        """Return how long a car charged while nobody looked: as long as its energy takes at the power that it was seen to take."""
        if not self.peak_power_w:
            return unseen_s
        return min(unseen_s, unseen_wh * 3600 / self.peak_power_w)

    def end(self, at: datetime, energy_wh: float, *, is_known: bool = True) -> None:
        """Make the sum the session's energy: the rest came up to the end, or else all quarters change in proportion.

        Nothing came after the end; `is_known` tells whether that time is the charger's own.
        """
        self.forget_slots()
        if is_known and self.started_at <= at < self.seen_at:
            self._cut(at, energy_wh)
        rest_wh = energy_wh - self.energy_wh
        most_wh = max(_USUAL_W, self.peak_power_w) * (at - self.seen_at).total_seconds() / 3600
        if 0 <= rest_wh <= most_wh:
            self.observe(at, energy_wh)
        rest_wh = energy_wh - self.energy_wh
        if not self.energy_wh:
            self._fill_as_drawn(energy_wh)
            return
        factor = energy_wh / self.energy_wh
        is_told = abs(rest_wh) > max(_TOLERANCE_WH, _TOLERANCE * energy_wh)
        for quarter in self._quarters.values():
            quarter.energy_wh *= factor
            quarter.gap_wh *= factor
            quarter.estimated |= is_told
        self.forget_slots()

    def _cut(self, at: datetime, energy_wh: float) -> None:
        """Take away what was counted after a time; of that came before it what the energy up to then lacks."""
        last = quarter_of(at)
        seconds = (min(self.seen_at, last + QUARTER) - max(last, self.started_at)).total_seconds()
        part = (at - max(last, self.started_at)).total_seconds() / seconds
        counted_wh = self.energy_wh
        for start, quarter in self._quarters.items():
            if start >= last:
                kept = part if start == last else 0.0
                quarter.energy_wh *= kept
                quarter.gap_wh *= kept
        lacks_wh = min(counted_wh, energy_wh) - self.energy_wh
        if lacks_wh > 0:
            self._quarter(last).energy_wh += lacks_wh
        self.seen_at = self.looked_at = at
        self.charging_s = min(self.charging_s, (at - self.started_at).total_seconds())

    def _fill_as_drawn(self, energy_wh: float) -> None:
        """Divide the energy of a register that never moved as the car drew; all is of the last quarter where that is unknown."""
        if energy_wh <= 0:
            return
        drawn = sum(each.drawn for each in self._quarters.values())
        if not drawn:
            last = self._quarter(quarter_of(self.seen_at))
            last.energy_wh = last.gap_wh = energy_wh
            last.estimated = True
            return
        for quarter in self._quarters.values():
            quarter.energy_wh = energy_wh * quarter.drawn / drawn
            quarter.estimated = True

    # ---- what was found out later

    def unknown_quarters(self, *, all_grid: bool = False) -> list[datetime]:
        """Return the quarters of whose energy a part has an unknown source; `all_grid`: the house has no other source."""
        return [
            slot.start
            for slot in self.slots(all_grid=all_grid)
            if slot.energy_wh - slot.grid_wh - slot.solar_wh - slot.battery_wh >= 10**-_DIGITS
        ]

    def fill(self, sources: Mapping[datetime, Sources]) -> None:
        """Divide the energy of unknown source by what others recorded of those quarters; it counts as estimated."""
        self.forget_slots()
        for start, parts in sources.items():
            if (quarter := self._quarters.get(start)) is None:
                continue
            seen_wh = quarter.energy_wh - quarter.gap_wh
            known = quarter.drawn
            unknown_wh = quarter.gap_wh + (seen_wh * quarter.unknown / known if known else seen_wh)
            scale = (seen_wh / known) if known else 0.0
            quarter.grid = quarter.grid * scale + unknown_wh * parts.grid
            quarter.solar = quarter.solar * scale + unknown_wh * parts.solar
            quarter.battery = quarter.battery * scale + unknown_wh * parts.battery
            quarter.unknown = unknown_wh * max(1 - sum(parts), 0.0)
            quarter.gap_wh = 0.0
            quarter.estimated |= unknown_wh > 0

    def forget_sources(self, starts: Iterable[datetime]) -> None:
        """Let all energy of these quarters have an unknown source again."""
        self.forget_slots()
        for start in starts:
            if (quarter := self._quarters.get(start)) is not None:
                quarter.gap_wh = quarter.energy_wh
                quarter.grid = quarter.solar = quarter.battery = quarter.unknown = 0.0

    # ---- what it comes to

    def slots(self, *, all_grid: bool = False) -> tuple[WorthSlot, ...]:
        """Return the quarters in order; `all_grid`: the house has no other source. Their sum is the session's energy."""
        past = self._slots_of_past(all_grid)
        starts = sorted(start for start in self.starts() if start >= past.before)
        present = quarter_of(self.seen_at) - 2 * QUARTER
        if starts and starts[0] < present:
            before = bisect_left(starts, present)
            past = self._past = self._followed(past, starts[:before], present)
            starts = starts[before:]
        return tuple(self._followed(past, starts, past.before).slots)

    def prepare_slots(self, *, all_grid: bool = False) -> Iterator[None]:
        """Compute the slots of quarters that will not change any more in steps, so that `slots` has little left to do.

        The session may go on between two steps.
        """
        while True:
            past = self._slots_of_past(all_grid)
            present = quarter_of(self.seen_at) - 2 * QUARTER
            starts = sorted(start for start in self.starts() if past.before <= start < present)
            if len(starts) <= AT_ONCE:
                return
            self._past = self._followed(past, starts[:AT_ONCE], starts[AT_ONCE])
            yield

    def _slots_of_past(self, all_grid: bool) -> _Past:
        if self._past is None or self._past.all_grid != all_grid:
            return _Past(quarter_of(self.started_at), [], 0.0, 0.0, all_grid)
        return self._past

    def _followed(self, past: _Past, starts: Iterable[datetime], before: datetime) -> _Past:
        """Return slots with those of the quarters that follow them, up to `before`."""
        found = [*past.slots]
        exact_wh, told_wh = past.exact_wh, past.told_wh
        for start in starts:
            exact_wh += self._quarters[start].energy_wh if start in self._quarters else 0.0
            energy_wh = round(round(exact_wh, _DIGITS) - told_wh, _DIGITS)
            told_wh = round(told_wh + energy_wh, _DIGITS)
            found.append(self._slot(start, energy_wh, past.all_grid))
        return _Past(before, found, exact_wh, told_wh, past.all_grid)

    def starts(self) -> set[datetime]:
        """Return the quarters that have a slot: those with energy, and the first ones that have a price."""
        first = quarter_of(self.started_at)
        last_priced = first + PRICED_QUARTERS * QUARTER
        starts = {start for start, each in self._quarters.items() if each.energy_wh > 0}
        return starts | {start for start in self.prices if first <= start < last_priced}

    def forget_slots(self) -> None:
        """Compute all slots again: call it where prices of the past have changed."""
        self._past = None

    def _slot(self, start: datetime, energy_wh: float, all_grid: bool) -> WorthSlot:
        quarter = self._quarters.get(start, _NOTHING)
        prices = self.prices.get(start, NO_PRICES)
        grid, solar, battery = ALL_GRID if all_grid else self._parts(start, quarter)
        to_grid = min(round(energy_wh * grid, _DIGITS), energy_wh)
        to_solar = min(round(energy_wh * (grid + solar), _DIGITS), energy_wh)
        to_battery = min(round(energy_wh * (grid + solar + battery), _DIGITS), energy_wh)
        return WorthSlot(
            start=start,
            energy_wh=energy_wh,
            grid_wh=to_grid,
            solar_wh=round(to_solar - to_grid, _DIGITS),
            battery_wh=round(to_battery - to_solar, _DIGITS),
            price=prices.price,
            feed_in_price=prices.feed_in_price,
            co2_g_per_kwh=prices.co2_g_per_kwh,
            estimated=quarter.estimated,
        )

    def _parts(self, start: datetime, quarter: _Quarter) -> Sources:
        """Return the parts of a quarter's energy from grid, sun and battery; without a look of its own, as the quarter beside it."""
        if not quarter.energy_wh:
            return NO_SOURCES
        seen = max(1 - quarter.gap_wh / quarter.energy_wh, 0.0)
        looked, drawn = quarter, quarter.drawn
        if not drawn:
            for at in (start - QUARTER, start + QUARTER):
                looked = self._quarters.get(at, _NOTHING)
                if drawn := looked.drawn:
                    break
            else:
                return NO_SOURCES
        scale = seen / drawn
        return Sources(looked.grid * scale, looked.solar * scale, looked.battery * scale)

    def _touched(self, start: datetime) -> _Quarter:
        """Return a quarter that changes: those beside it may, too."""
        if self._past is not None and start - QUARTER < self._past.before:
            self.forget_slots()
        return self._quarter(start)

    def _quarter(self, start: datetime) -> _Quarter:
        return self._quarters.setdefault(start, _Quarter())


def _overlap_s(gaps: Iterable[tuple[datetime, datetime]], start: datetime, end: datetime) -> float:
    """Return the seconds between two times that lie in gaps, which do not overlap."""
    return sum(
        max((min(until, end) - max(since, start)).total_seconds(), 0.0) for since, until in gaps
    )
