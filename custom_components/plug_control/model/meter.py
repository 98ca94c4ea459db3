"""Meter values in one normal form: W, Wh, A, V, °C, %, Hz; per phase and total (decision 9)."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any, NamedTuple

from .counter import EnergyCounter
from .past import Past
from .quantity import Phase, Quantity, ReadingKey
from .readings import CURRENTS, PER_PHASE, POWER, POWERS, Reading, Readings
from .samples import BEGIN_REGISTER, IMPORT_INTERVAL, Channel, RawMeterValue, RawSample, pick
from .stored import read_number
from .timestamps import guard_time, read_time
from .totals import ABSENT_V

__all__ = ["Meter", "Phase", "Quantity", "RawMeterValue", "RawSample", "Reading", "ReadingKey"]

_LIVE_PACE_S = 10.0
_LIVE_JITTER_S = 5.0

_IMPORT = Quantity.ENERGY_IMPORT_WH
_VOLTAGE = Quantity.VOLTAGE_V
_ENERGIES = {
    _IMPORT: Quantity.POWER_IMPORT_W,
    Quantity.ENERGY_EXPORT_WH: Quantity.POWER_EXPORT_W,
}
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
        counters = self._counters.values()
        return [each.register.offset_wh for each in counters if not each.is_unmetered]

    def flowing_since(self) -> datetime | None:
        """Return the time of the last power or current above 0; None if nothing flows."""
        flows = (each for key, each in self.readings.items() if key[0] in _FLOWS and each.value)
        return max((reading.at for reading in flows), default=None)

    # ---- new values

    def take(self, elements: Iterable[RawMeterValue], *, now: datetime) -> set[ReadingKey]:
        """Apply a message's meterValue elements, oldest first, and return the keys whose value changed."""
        timed = [(guard_time(item.timestamp, now)[0], item.sampled_values) for item in elements]
        if not timed:
            return set()
        timed.sort(key=itemgetter(0))
        self._watch_clock(timed[-1][0], now)
        changed: set[ReadingKey] = set()
        for at, samples in timed:
            self._apply(samples, at, changed)
        return changed

    def apply(self, samples: Iterable[RawSample], *, at: datetime) -> set[ReadingKey]:
        """Apply the samples of one meterValue element and return the keys whose value changed."""
        changed: set[ReadingKey] = set()
        self._apply(samples, at, changed)
        return changed

    def _apply(self, samples: Iterable[RawSample], at: datetime, changed: set[ReadingKey]) -> None:
        totals: dict[Quantity, float | None] = {}
        registers: dict[Quantity, dict[Phase | None, float]] = {}
        counted: dict[Channel, float] = {}
        over = _FLOWS if self._past.is_over(at) else _NOTHING
        over = _FLOWING if self._past.is_closing(at) else over
        locations, readings = self._locations, self.readings
        for channel, (place, read) in pick(samples).items():
            if (
                locations.get(channel) != place.location_rank or place.historic
            ) and not self._counts(channel, place):
                continue
            quantity, key = channel[0], place.key
            value = 0.0 if over and quantity in over else read
            if quantity in PER_PHASE:
                if key is None:
                    self._places[channel] = value
                elif key[1] is None:
                    totals[quantity] = value
                    continue
                elif quantity is not _VOLTAGE or value >= ABSENT_V or key in readings:
                    # A phase without voltage is not created
                    self._set(key, value, at, changed)
                totals.setdefault(quantity)
            elif quantity not in _ENERGIES:
                if key != _OF_CAR or not self._past.is_of_last_car(at):
                    self._set((quantity, None), value, at, changed)
            elif key is None:
                counted[channel] = value
            else:
                registers.setdefault(quantity, {})[key[1]] = value
        self._apply_totals(totals, at, changed)
        self._apply_energies(registers, counted, at, changed)

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
                self._set(key, 0.0, max(at, reading.at), changed, estimated=reading.estimated)

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
            if not self._is_history(quantity, at):
                power_w = self.value(_ENERGIES[quantity]) or 0.0
                self._counter(quantity).take(readings, at=at, power_w=power_w, running=self.running)
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
        estimated = counter.is_estimated
        for phase, register in counter.phases.items():
            self._set_register((quantity, phase), register.lifetime_wh, at, changed, estimated)
        self._set_register((quantity, None), counter.lifetime_wh, at, changed, estimated)

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

    def _is_history(self, quantity: Quantity, at: datetime) -> bool:
        """Whether a newer register was read."""
        counter = self._counters.get(quantity)
        return counter is not None and counter.register.at is not None and counter.register.at > at

    def _watch_clock(self, at: datetime, now: datetime) -> None:
        """Distinguish a clock that was set back from an emptied queue: live frames keep pace with our clock."""
        if not self._past.is_over(at) and not self._is_behind(at):
            self._late = None
            return
        age_s = (now - at).total_seconds()
        before, self._late = self._late, (age_s, now)
        if before is None or (now - before[1]).total_seconds() < _LIVE_PACE_S:
            return
        if abs(age_s - before[0]) <= _LIVE_JITTER_S:
            self._past = Past()
            for reading in self.readings.values():
                reading.at = min(reading.at, at)
            for counter in self._counters.values():
                counter.turn_back(at)

    def _is_behind(self, at: datetime) -> bool:
        """Whether anything newer was read; a plain loop, since this runs for each message."""
        for each in self.readings.values():  # noqa: SIM110
            if each.at > at:
                return True
        return False

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
