"""A house with solar panels: the readings of its meter and inverter, and the prices of its supplier."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self
from zoneinfo import ZoneInfo

from simulator.charge_point import ChargePoint
from simulator.clock import Clock, RunningClock, Timers
from simulator.frames import Json, Payload

from . import day
from .battery import Battery
from .day import HOURS, PHASES, PerPhase
from .prices import Slot, price_at, prices_of

NOMINAL_VOLTAGE_V: Final = 230.0
SECONDS_PER_HOUR: Final = 3600.0
WH_PER_KWH: Final = 1000.0
STEP_S: Final = 1.0
THREE_PHASES: Final = (0, 1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wallbox:
    """A charge point of the house; `wired_to` maps its own phases in order to the house's (0 … 2)."""

    charge_point: ChargePoint
    wired_to: Sequence[int] = THREE_PHASES

    def takes_w(self) -> PerPhase:
        """Return the power that it draws from each of the house's phases, W."""
        power_w = [0.0] * PHASES
        for connector in self.charge_point.connectors.values():
            used = self.wired_to[: connector.active_phases]
            for phase in used:
                power_w[phase] += connector.power_w / len(used)
        l1, l2, l3 = power_w
        return (l1, l2, l3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Powers:
    """The powers at one moment, W."""

    solar_w: float
    house_w: PerPhase
    """The consumption per phase, cars included."""
    battery_w: float = 0.0
    """The home battery's power, charging positive."""

    @property
    def grid_w(self) -> PerPhase:
        """The power from the grid per phase, negative for feed-in; inverter and battery use all phases alike."""
        given_w = (self.solar_w - self.battery_w) / PHASES
        l1, l2, l3 = (house_w - given_w for house_w in self.house_w)
        return (l1, l2, l3)


@dataclass(slots=True, kw_only=True)
class Registers:
    """The energies since the simulation began, Wh."""

    solar_wh: float = 0.0
    imported_wh: float = 0.0
    exported_wh: float = 0.0

    def count(self, powers: Powers, seconds: float) -> None:
        """Count `powers` for `seconds`; the meter adds its phases before it counts."""
        hours = seconds / SECONDS_PER_HOUR
        grid_wh = sum(powers.grid_w) * hours
        self.solar_wh += powers.solar_w * hours
        self.imported_wh += max(grid_wh, 0.0)
        self.exported_wh += max(-grid_wh, 0.0)


@dataclass(slots=True, kw_only=True)
class Whims:
    """What the operator changes of the scripted day."""

    sun: float | None = None
    """The share of the clear-sky power; None: as scripted."""
    load_w: float = 0.0
    """Additional load of the household, evenly on all phases."""


class House:
    """Sun, household and wallboxes behind one meter.

    The scripted day runs `speed` times as fast as `clock`, from `start_h` on, and repeats; everything else, energies and
    prices included, runs on `clock` itself.
    """

    def __init__(
        self,
        wallboxes: Sequence[Wallbox] = (),
        *,
        zone: ZoneInfo,
        clock: Clock | None = None,
        start_h: float = 11.0,
        speed: float = 1.0,
        battery: Battery | None = None,
    ) -> None:
        """Prepare; counts energies within `async with`."""
        self.wallboxes = wallboxes
        self.battery = battery
        self.whims = Whims()
        self.registers = Registers()
        self._zone = zone
        self._clock = clock or RunningClock()
        self._speed = speed
        self._hour_was = start_h
        self._hour_was_at_s = self._counted_until_s = self._clock.monotonic()
        self._timers = Timers(self._clock)

    async def __aenter__(self) -> Self:
        """Begin to count energies."""
        self._counted_until_s = self._clock.monotonic()
        self._timers.every("count", STEP_S, self._count)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop counting."""
        self._timers.cancel_all()

    @property
    def hour(self) -> float:
        """The hour of the house's clock, 0 … 24."""
        passed_s = self._clock.monotonic() - self._hour_was_at_s
        return (self._hour_was + passed_s * self._speed / SECONDS_PER_HOUR) % HOURS

    def set_hour(self, hour: float) -> None:
        """Set the house's clock to `hour`."""
        self._hour_was, self._hour_was_at_s = hour, self._clock.monotonic()

    def powers(self) -> Powers:
        """Return the present powers."""
        hour = self.hour
        takers = [day.household_w(hour), *(wallbox.takes_w() for wallbox in self.wallboxes)]
        l1, l2, l3 = (
            sum(phase) + self.whims.load_w / PHASES for phase in zip(*takers, strict=True)
        )
        sun = self.whims.sun
        solar_w = day.solar_w(hour) if sun is None else sun * day.clear_sky_w(hour)
        battery_w = 0.0
        if self.battery is not None:
            battery_w = self.battery.takes_w(l1 + l2 + l3 - solar_w)
        return Powers(solar_w=solar_w, house_w=(l1, l2, l3), battery_w=battery_w)

    def meters(self) -> Payload:
        """Return the present readings of meter and inverter in W, A (negative: feed-in) and kWh."""
        powers, registers = self.powers(), self.registers
        grid_w = powers.grid_w
        return {
            "clock": _as_time(self.hour),
            "solar_power": round(powers.solar_w),
            "house_power": round(sum(powers.house_w)),
            "grid_power": round(sum(grid_w)),
            **{
                f"grid_current_l{number}": round(power_w / NOMINAL_VOLTAGE_V, 2)
                for number, power_w in enumerate(grid_w, start=1)
            },
            "solar_energy": round(registers.solar_wh / WH_PER_KWH, 3),
            "grid_import": round(registers.imported_wh / WH_PER_KWH, 3),
            "grid_export": round(registers.exported_wh / WH_PER_KWH, 3),
            **self._battery_meters(powers),
        }

    def _battery_meters(self, powers: Powers) -> dict[str, Json]:
        """Return the home battery's power in W (charging positive), state of charge in % and mode; empty without one."""
        battery = self.battery
        if battery is None:
            return {}
        return {
            "battery_power": round(powers.battery_w),
            "battery_charge": round(battery.percent, 1),
            "battery_mode": "held" if battery.held else "automatic",
        }

    def hold_battery(self, held: bool) -> Payload:
        """Hold the home battery, or let it work again; return the readings."""
        if self.battery is not None:
            self.battery.held = held
        return self.meters()

    def prices(self) -> Payload:
        """Return the prices per kWh now, today and tomorrow, by the date of `clock`."""
        now = self._clock.now()
        today = now.astimezone(self._zone).date()
        tomorrow = today.fromordinal(today.toordinal() + 1)
        return {
            "price": price_at(now, self._zone),
            "raw_today": [_as_json(slot) for slot in prices_of(today, self._zone)],
            "raw_tomorrow": [_as_json(slot) for slot in prices_of(tomorrow, self._zone)],
        }

    def _count(self) -> None:
        now = self._clock.monotonic()
        powers, seconds = self.powers(), now - self._counted_until_s
        self.registers.count(powers, seconds)
        if self.battery is not None:
            self.battery.count(powers.battery_w, seconds)
        self._counted_until_s = now


def _as_time(hour: float) -> str:
    minutes = int(hour * 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _as_json(slot: Slot) -> Json:
    return {"start": slot.start.isoformat(), "end": slot.end.isoformat(), "value": slot.price}
