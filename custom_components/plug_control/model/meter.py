"""Meter values in one normal form: W, Wh, A, V, °C, %, Hz; per phase and total."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Quantity(StrEnum):
    """What is measured, with its unit in the name."""

    ENERGY_IMPORT_WH = "energy_import_wh"
    ENERGY_EXPORT_WH = "energy_export_wh"
    POWER_IMPORT_W = "power_import_w"
    POWER_EXPORT_W = "power_export_w"
    POWER_OFFERED_W = "power_offered_w"
    CURRENT_IMPORT_A = "current_import_a"
    CURRENT_EXPORT_A = "current_export_a"
    CURRENT_OFFERED_A = "current_offered_a"
    VOLTAGE_V = "voltage_v"
    FREQUENCY_HZ = "frequency_hz"
    POWER_FACTOR = "power_factor"
    TEMPERATURE_C = "temperature_c"
    STATE_OF_CHARGE_PERCENT = "state_of_charge_percent"


class Phase(StrEnum):
    """A phase of the supply."""

    L1 = "L1"
    L2 = "L2"
    L3 = "L3"


type ReadingKey = tuple[Quantity, Phase | None]
"""A quantity on a phase; None is the total (power, energy) or the representative one (current: the highest, voltage: the mean)."""


class RawSample(Protocol):
    """A sampled value as it came off the wire, with OCPP's defaults filled in (R21)."""

    value: float
    measurand: str
    unit: str | None
    phase: str | None
    location: str
    context: str


@dataclass(slots=True)
class Reading:
    """The last value of one key."""

    value: float
    at: datetime
    estimated: bool = False


@dataclass(slots=True, kw_only=True)
class Meter:
    """The readings of one connector; nothing empty, absurd or backward gets in."""

    readings: dict[ReadingKey, Reading] = field(default_factory=dict)

    def value(self, quantity: Quantity, phase: Phase | None = None) -> float | None:
        """Return the last value in the quantity's unit, or None where there is none."""
        reading = self.readings.get((quantity, phase))
        return None if reading is None else reading.value

    def apply(self, samples: Iterable[RawSample], *, at: datetime) -> set[ReadingKey]:
        """Take one meterValue element's samples in and return the keys whose value changed."""
        raise NotImplementedError
