"""Follow where a session's energy comes from, quarter of an hour by quarter of an hour (docs/costs.md).

The register says how much energy came, the powers of the house where it came from: at each look what the car draws counts for
the quarter, by source, and the energy of the quarter is divided in that proportion. What came while nobody looked has an
unknown source.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from .quarters import Quarter, QuarterPrices, Sources, quarter_of, quarters
from .session_slots import DIGITS, SessionSlots
from .worth import QUARTER, WorthSlot

LONGEST_LOOK_S = 60.0
"""Longest time between two looks; in a longer gap the source of the energy is unknown."""
MAX_QUARTERS = 31 * 24 * 4
"""A session's energy is divided over this time at most, as `hours.MAX_HOURS`."""
DRAWING_W = 100.0
"""With less power a car is full or waits."""
_NOISE_W = 1.0
_TOLERANCE_WH = 20.0
_TOLERANCE = 0.01
"""A smaller correction than both of these is none that has to be marked."""
_USUAL_W = 33_000.0
"""A charger gives this much at most, unless it gave more."""


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
    currency: str | None = None
    """The one of all prices; where Home Assistant's changes, a session keeps its own."""
    battery_price: float | None = None
    _slots: SessionSlots = field(init=False)
    _gaps: list[tuple[datetime, datetime]] = field(default_factory=list)
    _is_power_known: bool = True

    def __post_init__(self) -> None:
        self._slots = SessionSlots(self.started_at)

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
            session._slots.quarters[slot.start] = Quarter.of(slot)
            session.prices[slot.start] = QuarterPrices.of(slot)
        return session

    @property
    def prices(self) -> dict[datetime, QuarterPrices]:
        """The prices of each quarter."""
        return self._slots.prices

    @property
    def energy_wh(self) -> float:
        """The energy of all quarters."""
        return sum(each.energy_wh for each in self._slots.quarters.values())

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
        self._slots.touched(quarter_of(before + (now - before) / 2)).draw(drawn_wh, sources)

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
            quarter, energy_part = self._slots.touched(begin), came_wh * seconds / whole_s
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
        self._slots.forget()
        came: dict[datetime, float] = {}
        for (start, start_wh), (end, end_wh) in pairwise(points):
            whole_s = (end - start).total_seconds()
            for begin, seconds in quarters(start, min(end, self.seen_at)):
                came[begin] = came.get(begin, 0.0) + (end_wh - start_wh) * seconds / whole_s
        for stretch in self._estimated_stretches():
            told_wh = sum(max(came.get(start, 0.0), 0.0) for start in stretch)
            whole_wh = sum(self._slots.quarters[start].energy_wh for start in stretch)
            if told_wh <= 0 or whole_wh <= 0:
                continue
            for start in stretch:
                quarter = self._slots.quarters[start]
                energy_wh = max(came.get(start, 0.0), 0.0) * whole_wh / told_wh
                gap = quarter.gap_wh / quarter.energy_wh if quarter.energy_wh else 1.0
                quarter.energy_wh, quarter.gap_wh = energy_wh, energy_wh * gap

    def _estimated_stretches(self) -> Iterator[list[datetime]]:
        """Yield the quarters that follow each other whose energy was spread evenly."""
        stretch: list[datetime] = []
        for start in sorted(self._slots.quarters):
            if stretch and (
                start != stretch[-1] + QUARTER or not self._slots.quarters[start].estimated
            ):
                yield stretch
                stretch = []
            if self._slots.quarters[start].estimated:
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
        self._slots.forget()
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
        for quarter in self._slots.quarters.values():
            quarter.scale(factor)
            quarter.estimated |= is_told
        self._slots.forget()

    def _cut(self, at: datetime, energy_wh: float) -> None:
        """Take away what was counted after a time; of that came before it what the energy up to then lacks."""
        last = quarter_of(at)
        seconds = (min(self.seen_at, last + QUARTER) - max(last, self.started_at)).total_seconds()
        part = (at - max(last, self.started_at)).total_seconds() / seconds
        counted_wh = self.energy_wh
        for start, quarter in self._slots.quarters.items():
            if start >= last:
                kept = part if start == last else 0.0
                quarter.scale(kept)
        lacks_wh = min(counted_wh, energy_wh) - self.energy_wh
        if lacks_wh > 0:
            self._slots.quarter(last).energy_wh += lacks_wh
        self.seen_at = self.looked_at = at
        self.charging_s = min(self.charging_s, (at - self.started_at).total_seconds())

    def _fill_as_drawn(self, energy_wh: float) -> None:
        """Divide the energy of a register that never moved as the car drew; all is of the last quarter where that is unknown."""
        if energy_wh <= 0:
            return
        drawn = sum(each.drawn for each in self._slots.quarters.values())
        if not drawn:
            last = self._slots.quarter(quarter_of(self.seen_at))
            last.energy_wh = last.gap_wh = energy_wh
            last.estimated = True
            return
        for quarter in self._slots.quarters.values():
            quarter.energy_wh = energy_wh * quarter.drawn / drawn
            quarter.estimated = True

    # ---- what was found out later

    def unknown_quarters(self, *, all_grid: bool = False) -> list[datetime]:
        """Return the quarters of whose energy a part has an unknown source; `all_grid`: the house has no other source."""
        return [
            slot.start
            for slot in self.slots(all_grid=all_grid)
            if slot.energy_wh - slot.grid_wh - slot.solar_wh - slot.battery_wh >= 10**-DIGITS
        ]

    def fill(self, sources: Mapping[datetime, Sources]) -> None:
        """Divide the energy of unknown source by what others recorded of those quarters; it counts as estimated."""
        self._slots.forget()
        for start, parts in sources.items():
            if (quarter := self._slots.quarters.get(start)) is not None:
                quarter.fill(parts)

    def forget_sources(self, starts: Iterable[datetime]) -> None:
        """Let all energy of these quarters have an unknown source again."""
        self._slots.forget()
        for start in starts:
            if (quarter := self._slots.quarters.get(start)) is not None:
                quarter.forget_sources()

    # ---- what it comes to

    def slots(self, *, all_grid: bool = False) -> tuple[WorthSlot, ...]:
        """Return the quarters in order; `all_grid`: the house has no other source. Their sum is the session's energy."""
        return self._slots.upto(self.seen_at, all_grid=all_grid)

    def prepare_slots(self, *, all_grid: bool = False) -> Iterator[None]:
        """Compute the slots of quarters that will not change any more in steps, so that `slots` has little left to do.

        The session may go on between two steps.
        """
        while self._slots.prepare(self.seen_at, all_grid=all_grid):
            yield

    def starts(self) -> set[datetime]:
        """Return the quarters that have a slot: those with energy, and the first ones that have a price."""
        return self._slots.starts()

    def forget_slots(self) -> None:
        """Compute all slots again: call it where prices of the past have changed."""
        self._slots.forget()


def _overlap_s(gaps: Iterable[tuple[datetime, datetime]], start: datetime, end: datetime) -> float:
    """Return the seconds between two times that lie in gaps, which do not overlap."""
    return sum(
        max((min(until, end) - max(since, start)).total_seconds(), 0.0) for since, until in gaps
    )
