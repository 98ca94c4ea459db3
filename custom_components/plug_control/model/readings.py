"""The last readings of a meter, and the totals computed from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from .quantity import PER_PHASE, POWERS, Phase, Quantity, ReadingKey
from .samples import LINE_PAIRS, NEUTRAL, Channel, Layout, Picked, Place, only
from .totals import ABSENT_V, estimated_power_w, representative_voltage_v

_FRESH = timedelta(minutes=10)
"""How long the value of one phase counts beside newer ones of the others."""

POWER: ReadingKey = (Quantity.POWER_IMPORT_W, None)
_CURRENT = Quantity.CURRENT_IMPORT_A
_VOLTAGE = Quantity.VOLTAGE_V
_TOTAL_KEYS: dict[Quantity, ReadingKey] = {quantity: (quantity, None) for quantity in PER_PHASE}
_PHASE_KEYS = {
    quantity: tuple((phase, (quantity, phase)) for phase in Phase) for quantity in PER_PHASE
}


@dataclass(slots=True)
class Reading:
    """The last value of one key; `estimated` if it was computed from other values."""

    value: float
    at: datetime
    estimated: bool = False


@dataclass(slots=True, kw_only=True)
class Readings:
    """The last value of each key; an older value never replaces it."""

    readings: dict[ReadingKey, Reading] = field(default_factory=dict)
    _places: dict[Channel, float] = field(default_factory=dict)
    """Values that are not shown themselves: on N, and between phases."""
    _locations: dict[Channel, int] = field(default_factory=dict)
    """The best location at which a channel was ever sampled: worse ones no longer count."""
    _sent_totals: dict[Quantity, datetime] = field(default_factory=dict)
    """When a total was sent last."""
    _newest: datetime | None = None
    """No reading is newer."""
    _known_layout: Layout | None = None
    """A layout whose samples all count, since none has a better location than the known one."""

    def value(self, quantity: Quantity, phase: Phase | None = None) -> float | None:
        """Return the last value in the quantity's unit, or None."""
        reading = self.readings.get((quantity, phase))
        return None if reading is None else reading.value

    def _that_count(self, layout: Layout, values: Sequence[float]) -> Picked:
        """Return the samples that count, and note whether all samples of this layout do."""
        pairs = zip(layout.places, values, strict=True)
        counting = only([each for each in pairs if self._counts(each[0])])
        is_complete = layout.is_present and counting[0] is layout
        self._known_layout = layout if is_complete else None
        return counting

    def _counts(self, place: Place) -> bool:
        """Whether a value counts: not if its location is worse than a known one, or if it is history beside a known value."""
        channel = place.channel
        best = self._locations.get(channel)
        if best is None or place.location_rank < best:
            self._locations[channel] = place.location_rank
        elif place.location_rank > best:
            return False
        return not (place.historic and channel in self.readings)

    def _show(
        self, layout: Layout, values: Sequence[float], at: datetime, changed: set[ReadingKey]
    ) -> None:
        """Set the readings of the samples that are shown as they are."""
        get = self.readings.get
        for index, key in layout.shown:
            reading, value = get(key), values[index]
            if reading is None or reading.at > at or reading.estimated:
                self._set(key, value, at, changed)
                continue
            if reading.value != value:
                reading.value = value
                changed.add(key)
            reading.at = at
        if self._newest is None or self._newest < at:
            self._newest = at

    def _set(
        self,
        key: ReadingKey,
        value: float,
        at: datetime,
        changed: set[ReadingKey],
        estimated: bool = False,
    ) -> None:
        reading = self.readings.get(key)
        if reading is None:
            if value >= ABSENT_V or key[0] is not _VOLTAGE or key[1] is None:
                # A phase without voltage is not created
                self.readings[key] = Reading(value, at, estimated)
                changed.add(key)
        elif reading.at <= at:
            if reading.value != value or reading.estimated is not estimated:
                reading.value = value
                reading.estimated = estimated
                changed.add(key)
            reading.at = at
        if self._newest is None or self._newest < at:
            self._newest = at

    def _phases(self, quantity: Quantity, at: datetime) -> dict[Phase, float]:
        """Return the values of the phases that are of about the same time."""
        values: dict[Phase, float] = {}
        for phase, key in _PHASE_KEYS[quantity]:
            reading = self.readings.get(key)
            if reading is not None and (reading.at >= at or at - reading.at <= _FRESH):
                values[phase] = reading.value
        return values

    # ---- totals

    def _apply_totals(
        self,
        totals: Mapping[Quantity, float | None],
        layout: Layout,
        values: Sequence[float],
        at: datetime,
        changed: set[ReadingKey],
    ) -> None:
        is_newest = self._newest is None or self._newest <= at
        for quantity, sent in totals.items():
            if quantity in POWERS:
                if sent is not None:
                    self._sent_totals[quantity] = at
                    self._set(_TOTAL_KEYS[quantity], sent, at, changed)
                    continue
                sent_at = self._sent_totals.get(quantity)
                if sent_at is not None and at - sent_at <= _FRESH:
                    continue
            in_order = layout.phases.get(quantity) if is_newest else None
            phases = () if in_order is None else in_order(values)
            if not phases or (quantity is _VOLTAGE and min(phases) < ABSENT_V):
                phases = tuple(self._phases(quantity, at).values())
            elif quantity is _VOLTAGE:
                self._set(_TOTAL_KEYS[_VOLTAGE], sum(phases) / len(phases), at, changed)
                continue
            if (total := self._total(quantity, sent, phases)) is not None:
                self._set(_TOTAL_KEYS[quantity], total[0], at, changed, total[1])
        if _CURRENT in totals or _VOLTAGE in totals:
            self._estimate_power(at, changed)

    def _total(
        self, quantity: Quantity, sent: float | None, phases: Sequence[float]
    ) -> tuple[float, bool] | None:
        """Return the total or representative value and whether it is an estimate."""
        if quantity in POWERS:
            sent = sum(phases) if phases else None
        elif quantity is not _VOLTAGE:
            # A charger that sends both may send the sum of the phases as total
            sent = max(phases, default=sent)
            sent = self._places.get((quantity, NEUTRAL)) if sent is None else sent
        elif phases or sent is None:
            between = (self._places.get((_VOLTAGE, pair), 0.0) for pair in LINE_PAIRS)
            return representative_voltage_v(phases, between)
        return None if sent is None else (sent, False)

    def _estimate_power(self, at: datetime, changed: set[ReadingKey]) -> None:
        """Compute power from voltage and current if power was never sent."""
        power = self.readings.get(POWER)
        if power is not None and not power.estimated:
            return
        power_w = estimated_power_w(
            self._phases(_CURRENT, at),
            self._phases(_VOLTAGE, at),
            self.value(_CURRENT),
            self.value(_VOLTAGE),
        )
        if power_w is not None:
            self._set(POWER, power_w, at, changed, estimated=True)
