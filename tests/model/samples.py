"""Short constructors of meter values as the protocol delivers them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from custom_components.plug_control.model.meter import Meter
from custom_components.plug_control.model.quantity import Quantity, ReadingKey

NOW = datetime(2026, 3, 14, 10, 0, tzinfo=UTC)

REGISTER = "Energy.Active.Import.Register"
POWER = "Power.Active.Import"
CURRENT = "Current.Import"
VOLTAGE = "Voltage"


class Labels(NamedTuple):
    """The labels of a sampled value."""

    measurand: str
    unit: str | None
    phase: str | None
    location: str
    context: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A sampled value with OCPP's defaults (R21)."""

    value: float
    measurand: str = REGISTER
    unit: str | None = None
    phase: str | None = None
    location: str = "Outlet"
    context: str = "Sample.Periodic"

    @property
    def labels(self) -> Labels:
        return Labels(self.measurand, self.unit, self.phase, self.location, self.context)


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """A meterValue element."""

    timestamp: datetime | None
    sampled_values: tuple[Sample, ...]

    @property
    def labels(self) -> tuple[Labels, ...]:
        return tuple(sample.labels for sample in self.sampled_values)

    @property
    def values(self) -> tuple[float, ...]:
        return tuple(sample.value for sample in self.sampled_values)


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def element(at: datetime | None, *samples: Sample) -> Element:
    return Element(timestamp=at, sampled_values=samples)


def register(value: float, **fields: str | None) -> Sample:
    return Sample(value=value, measurand=REGISTER, **fields)  # type: ignore[arg-type]


def power(value: float, **fields: str | None) -> Sample:
    return Sample(value=value, measurand=POWER, **fields)  # type: ignore[arg-type]


def current(value: float, phase: str | None = None) -> Sample:
    return Sample(value=value, measurand=CURRENT, unit="A", phase=phase)


def voltage(value: float, phase: str | None = None) -> Sample:
    return Sample(value=value, measurand=VOLTAGE, unit="V", phase=phase)


def interval(value: float) -> Sample:
    return Sample(value=value, measurand="Energy.Active.Import.Interval", unit="Wh")


def apply(meter: Meter, samples: Iterable[Sample], *, at: datetime) -> set[ReadingKey]:
    return meter.apply(element(at, *samples), at=at)


def metered(*samples: Sample, at: datetime = NOW) -> Meter:
    """Return a meter that has processed one element."""
    meter = Meter()
    apply(meter, samples, at=at)
    return meter


def estimated(meter: Meter, quantity: Quantity) -> bool:
    return meter.readings[quantity, None].estimated
