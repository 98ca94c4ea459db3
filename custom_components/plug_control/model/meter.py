"""Meter values in one normal form: W, Wh, A, V, °C, %, Hz; per phase and total (decision 9)."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any, NamedTuple

from .counter import EnergyCounter
from .past import Past
from .quantity import CURRENTS, POWERS, Phase, Quantity, ReadingKey
from .readings import POWER, Reading, Readings
from .samples import BEGIN_REGISTER, IMPORT_INTERVAL, Channel, RawMeterValue, Role, pick
from .stored import read_number
from .timestamps import guard_time, read_time

__all__ = ["Meter", "Phase", "Quantity", "RawMeterValue", "Reading", "ReadingKey"]

_LIVE_PACE_S = 10.0
_LIVE_JITTER_S = 5.0

_IMPORT = Quantity.ENERGY_IMPORT_WH
_ENERGIES = {
    _IMPORT: Quantity.POWER_IMPORT_W,
    Quantity.ENERGY_EXPORT_WH: Quantity.POWER_EXPORT_W,
}
_REGISTER_KEYS: dict[Quantity, ReadingKey] = {quantity: (quantity, None) for quantity in _ENERGIES}
_OFFERS = frozenset({Quantity.POWER_OFFERED_W, Quantity.CURRENT_OFFERED_A})
_FLOWING = POWERS | CURRENTS
_FLOWS = _FLOWING - _OFFERS
_NOTHING: frozenset[Quantity] = frozenset()
_OF_CAR: ReadingKey = (Quantity.STATE_OF_CHARGE_PERCENT, None)


class RegisterReading(NamedTuple):
    """The last reading of the import register, in Wh."""

    raw_wh: float
    """In the charger's own count."""
    lifetime_wh: float
    """The same, continued over restarts of the register."""
    at: datetime
    estimated_wh: float
    """The part of `lifetime_wh` that was integrated from power while the register stood still."""
    restarted_wh: float | None
    """The reading after which it may have restarted: lower readings are not believed for a minute."""


@dataclass(slots=True, kw_only=True)
class Meter(Readings):
    """The readings of one connector, without empty, absurd or decreasing ones.

    The energy readings are lifetime registers: they never decrease, whatever the charger's register does. A value that is
    older than the shown one, or from before the end of a transaction, is history: it counts
    for energy and is never shown as the present.
    """

    running: bool = False
    """Whether a transaction runs."""
    begin_register_wh: float | None = None
    """The import register at the beginning of the running transaction, if the charger repeats it in meter values (Growatt)."""
    _counters: dict[Quantity, EnergyCounter] = field(default_factory=dict)
    _past: Past = field(default_factory=Past)
    _late: tuple[float, datetime] | None = None
    """Age (s) of the last frame that looked like history, and when it came."""

    @property
    def register_wh(self) -> float | None:
        """The import register in the charger's own count (that of meterStart), in Wh; None if none is sent."""
        counter = self._counters.get(_IMPORT)
        return None if counter is None else counter.register.raw_wh

    @property
    def register(self) -> RegisterReading | None:
        """The import register, in Wh, as a lifetime register; None if none is sent."""
        counter = self._counters.get(_IMPORT)
        lifetime = self.readings.get((_IMPORT, None))
        if counter is None or lifetime is None or counter.is_unmetered:
            return None
        raw_wh, at = counter.register.raw_wh, counter.register.at
        if raw_wh is None or at is None:
            return None
        at = max(at, lifetime.at) if counter.is_estimated else at
        return RegisterReading(
            raw_wh, lifetime.value, at, counter.estimated_wh, counter.register.restarted_wh
        )

    @property
    def register_scale(self) -> float | None:
        """The energy that the register counted in the running transaction divided by the energy that flowed; None while too little flowed."""
        counter = self._counters.get(_IMPORT)
        return None if counter is None else counter.scale

    @property
    def scales(self) -> list[float]:
        """The difference of each lifetime register from the charger's own count; it changes when that restarts."""
        return [
            counter.register.offset_wh
            for counter in self._counters.values()
            if counter.register.raw_wh
        ]

    def flowing_since(self) -> datetime | None:
        """Return the time of the last power or current above 0; None if nothing flows."""
        flows = (each for key, each in self.readings.items() if key[0] in _FLOWS and each.value)
        return max((reading.at for reading in flows), default=None)

    # ---- new values

    def take(self, elements: Iterable[RawMeterValue], *, now: datetime) -> set[ReadingKey]:
        """Apply a message's meterValue elements, oldest first, and return the keys whose value changed."""
        timed = [(guard_time(each.timestamp, now)[0], each) for each in elements]
        if len(timed) == 1:
            at, only = timed[0]
            self._watch_clock(at, now)
            return self.apply(only, at=at)
        if not timed:
            return set()
        timed.sort(key=itemgetter(0))
        self._watch_clock(timed[-1][0], now)
        changed: set[ReadingKey] = set()
        for at, each in timed:
            changed |= self.apply(each, at=at)
        return changed

    def apply(self, element: RawMeterValue, *, at: datetime) -> set[ReadingKey]:
        """Apply a meterValue element as one of the time `at`, and return the keys whose value changed."""
        changed: set[ReadingKey] = set()
        layout, values = pick(element.labels, element.values)
        if layout is not self._known_layout:
            layout, values = self._that_count(layout, values)
        if over := self._over(at):
            pairs = zip(layout.places, values, strict=True)
            values = [0.0 if place.quantity in over else value for place, value in pairs]
        totals: dict[Quantity, float | None] = dict.fromkeys(layout.by_phase)
        registers: dict[Quantity, dict[Phase | None, float]] = {}
        counted: dict[Channel, float] = {}
        for index, place in layout.others:
            role, value = place.role, values[index]
            if role is Role.TOTAL:
                totals[place.quantity] = value
            elif role is Role.REGISTER:
                registers.setdefault(place.quantity, {})[place.key[1]] = value
            elif role is Role.CAR:
                if not self._past.is_of_last_car(at):
                    self._set(place.key, value, at, changed)
            elif role is Role.ASIDE:
                self._places[place.channel] = value
            else:
                counted[place.channel] = value
        self._show(layout, values, at, changed)
        self._apply_totals(totals, layout, values, at, changed)
        self._apply_energies(registers, counted, at, changed)
        return changed

    def _over(self, at: datetime) -> frozenset[Quantity]:
        """Return the quantities that were 0 at `at`, whatever the charger says."""
        if not self._past.is_over(at):
            return _NOTHING
        return _FLOWING if self._past.is_closing(at) else _FLOWS

    def transaction_started(self, meter_start_wh: float | None, *, at: datetime) -> set[ReadingKey]:
        """Note that a transaction runs from `at` on with this register reading; return the keys that changed."""
        self.begin_register_wh = self._past.ended_at = None
        self.running = True
        changed: set[ReadingKey] = set()
        self._forget_car(at, changed)
        if meter_start_wh is not None and meter_start_wh >= 0:
            self._counter(_IMPORT).transaction_started(meter_start_wh, at=at)
            self._show_energy(_IMPORT, at, changed)
        return changed

    def transaction_ended(self, meter_stop_wh: float | None, *, at: datetime) -> set[ReadingKey]:
        """Note that a transaction ended with this register reading: power, current and offers are 0. Return the keys that changed."""
        self.begin_register_wh = None
        power_w = self.value(POWER[0]) or 0.0
        changed = self.idle(at=at)
        self._set_to_zero(_OFFERS, at, changed)
        self.running = False
        self._past.ended_at = at
        is_told = meter_stop_wh is not None and meter_stop_wh >= 0
        if is_told or _IMPORT in self._counters:
            self._counter(_IMPORT).transaction_ended(
                meter_stop_wh if is_told else None, at=at, power_w=power_w
            )
            self._show_energy(_IMPORT, at, changed)
        return changed

    def car_left(self, *, at: datetime) -> set[ReadingKey]:
        """Note that the car left: drop its state of charge. Return the keys that changed."""
        changed: set[ReadingKey] = set()
        self._past.left_at = at
        self._forget_car(at + timedelta.resolution, changed)
        return changed

    def _forget_car(self, at: datetime, changed: set[ReadingKey]) -> None:
        reading = self.readings.get(_OF_CAR)
        if reading is not None and reading.at < at:
            del self.readings[_OF_CAR]
            changed.add(_OF_CAR)

    def idle(self, *, at: datetime) -> set[ReadingKey]:
        """Note that nothing flows, which many chargers do not report: set power and current to 0. Return the keys that changed."""
        changed: set[ReadingKey] = set()
        self._past.nothing_flows(at)
        self._set_to_zero(_FLOWS, at, changed)
        if POWER in changed:
            self._integrate(0.0, at, changed)
        return changed

    def shown_before(self, key: ReadingKey, shown_wh: float) -> float:
        """Note the value that was shown of a register before its memory was lost; return the difference added now.

        A register that was not read since then keeps the shown value until it is.
        """
        reading = self.readings.get(key)
        counter = self._counters.get(key[0])
        register = None if counter is None else counter.of(key[1])
        if reading is None or register is None or reading.value >= shown_wh:
            return 0.0
        missing_wh = shown_wh - reading.value
        reading.value = shown_wh
        if register.raw_wh and not register.is_fresh:
            register.shown_wh = shown_wh
            return 0.0
        register.add(missing_wh)
        return missing_wh

    def may_flow(self) -> None:
        """Note that something may flow again: values of this very second count as the present."""
        self._past.something_flows()

    def _set_to_zero(
        self, quantities: frozenset[Quantity], at: datetime, changed: set[ReadingKey]
    ) -> None:
        for key, reading in self.readings.items():
            if key[0] in quantities:
                self._set(key, 0.0, max(at, reading.at), changed, reading.estimated)

    # ---- energy

    def _counter(self, quantity: Quantity) -> EnergyCounter:
        if (counter := self._counters.get(quantity)) is None:
            counter = self._counters[quantity] = EnergyCounter()
        return counter

    def _apply_energies(
        self,
        registers: dict[Quantity, dict[Phase | None, float]],
        counted: Mapping[Channel, float],
        at: datetime,
        changed: set[ReadingKey],
    ) -> None:
        if (begin_wh := counted.get(BEGIN_REGISTER)) is not None:
            self.begin_register_wh = begin_wh
            if self.register_wh is None:
                registers.setdefault(_IMPORT, {}).setdefault(None, begin_wh)
        power = self.readings.get(POWER)
        if power is not None and power.at == at:
            self._integrate(power.value, at, changed)
        for quantity, readings in registers.items():
            counter = self._counter(quantity)
            if counter.register.at is None or counter.register.at <= at:
                power_w = self.value(_ENERGIES[quantity]) or 0.0
                counter.take(readings, at=at, power_w=power_w, running=self.running)
                self._show_energy(quantity, at, changed)
        if (interval_wh := counted.get(IMPORT_INTERVAL)) is not None:
            self._counter(_IMPORT).take_interval(interval_wh, at=at)
            self._show_energy(_IMPORT, at, changed)

    def _integrate(self, power_w: float, at: datetime, changed: set[ReadingKey]) -> None:
        counter = self._counter(_IMPORT)
        counter.take_power(power_w, at=at, running=self.running)
        if counter.is_estimated:
            self._show_energy(_IMPORT, at, changed)

    def _show_energy(self, quantity: Quantity, at: datetime, changed: set[ReadingKey]) -> None:
        counter = self._counter(quantity)
        lifetime_wh, estimated = counter.shown()
        for phase, register in counter.phases.items():
            self._set_register((quantity, phase), register.lifetime_wh, at, changed, estimated)
        self._set_register(_REGISTER_KEYS[quantity], lifetime_wh, at, changed, estimated)

    def _set_register(
        self,
        key: ReadingKey,
        lifetime_wh: float | None,
        at: datetime,
        changed: set[ReadingKey],
        estimated: bool,
    ) -> None:
        if lifetime_wh is not None:
            shown = self.readings.get(key)
            if shown is not None:
                lifetime_wh, at = max(lifetime_wh, shown.value), max(at, shown.at)
            self._set(key, lifetime_wh, at, changed, estimated)

    # ---- time

    def _watch_clock(self, at: datetime, now: datetime) -> None:
        """Distinguish a clock that was set back from an emptied queue: live frames keep pace with our clock."""
        is_new = self._newest is None or self._newest <= at
        if not self._past.is_over(at) and (is_new or not self._is_behind(at)):
            self._late = None
            return
        age_s = (now - at).total_seconds()
        before, self._late = self._late, (age_s, now)
        if before is None or (now - before[1]).total_seconds() < _LIVE_PACE_S:
            return
        if abs(age_s - before[0]) <= _LIVE_JITTER_S:
            self._past = Past()
            self._newest = at
            for reading in self.readings.values():
                reading.at = min(reading.at, at)
            for counter in self._counters.values():
                counter.turn_back(at)

    def _is_behind(self, at: datetime) -> bool:
        """Whether anything newer was read."""
        return any(each.at > at for each in self.readings.values())

    # ---- memory

    def as_dict(self) -> dict[str, Any]:
        """Return the state to keep over a restart, as JSON values."""
        return {
            "readings": [
                [quantity, phase, reading.value, reading.at.isoformat(), reading.estimated]
                for (quantity, phase), reading in self.readings.items()
            ],
            "counters": {
                quantity: counter.as_dict() for quantity, counter in self._counters.items()
            },
            "past": self._past.as_dict(),
        }

    def energies(self) -> dict[str, Any]:
        """Return the part of `as_dict` with the registers."""
        rows = self.as_dict()
        kept = [row for row in rows["readings"] if row[0] in _ENERGIES]
        return {"readings": kept, "counters": rows["counters"]}

    @classmethod
    def from_dict(cls, data: Any) -> Meter:
        """Return the meter of a stored state; parts that cannot be read are left out."""
        meter = cls()
        with suppress(TypeError, ValueError):
            meter._past = Past.from_dict(_of(dict, data, "past"))
        for row in _of(list, data, "readings"):
            with suppress(TypeError, ValueError):
                quantity, phase, value, at, estimated = row
                key = (Quantity(quantity), None if phase is None else Phase(phase))
                if (time := read_time(at)) is not None:
                    meter.readings[key] = Reading(read_number(value), time, bool(estimated))
        meter._newest = max((each.at for each in meter.readings.values()), default=None)
        for quantity, counter in _of(dict, data, "counters").items():
            with suppress(KeyError, TypeError, ValueError, AttributeError):
                meter._counters[Quantity(quantity)] = EnergyCounter.from_dict(counter)
        for quantity in _ENERGIES:
            if quantity not in meter._counters and (shown_wh := meter.value(quantity)) is not None:
                meter._counter(quantity).register.add(shown_wh)
        return meter


def _of[T](kind: type[T], data: Any, key: str) -> T:
    """Return the dict under a key, or an empty one."""
    value = data.get(key) if isinstance(data, dict) else None
    return value if isinstance(value, kind) else kind()
