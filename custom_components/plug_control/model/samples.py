"""Sampled values in one normal form: which quantity, where, and how much in its unit (decision 9, R21)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple, Protocol

from .quantity import Phase, Quantity


class RawSample(Protocol):
    """A sampled value as it came off the wire, with OCPP's defaults filled in (R21)."""

    @property
    def value(self) -> float:
        """The number as it was sent."""

    @property
    def measurand(self) -> str:
        """OCPP's name of what is measured."""

    @property
    def unit(self) -> str | None:
        """The unit as it was sent, None where it is missing."""

    @property
    def phase(self) -> str | None:
        """The phase as it was sent, None for none."""

    @property
    def location(self) -> str:
        """Outlet, Inlet, Body, Cable or EV."""

    @property
    def context(self) -> str:
        """Why it was sampled: Sample.Periodic, Transaction.Begin and others."""


class RawMeterValue(Protocol):
    """Samples taken at one time."""

    @property
    def timestamp(self) -> datetime | None:
        """The charger's own time, aware; None where it has none."""

    @property
    def sampled_values(self) -> Sequence[RawSample]:
        """The samples."""


NEUTRAL = "N"
INTERVAL = "interval"
BEGIN = "begin"
LINE_PAIRS = ("L1-L2", "L2-L3", "L3-L1")

type Channel = tuple[Quantity, str | None]
"""A `ReadingKey`, or one that no reading has: the current on N, a line voltage, an interval's energy, a begin register."""

_REGISTER: Channel = (Quantity.ENERGY_IMPORT_WH, None)
_BEGIN_REGISTER: Channel = (Quantity.ENERGY_IMPORT_WH, BEGIN)


class Picked(NamedTuple):
    """The sample that counts for a channel; a lower rank is preferred."""

    rank: int
    value: float
    historic: bool
    """Sampled when the transaction began: nothing that is newer gives way to it."""


class _Range(NamedTuple):
    """What a quantity can be; a value below `low` by no more than `noise` is `low`."""

    low: float
    high: float
    noise: float = 0.0


type _Unit = tuple[float, float]
"""Factor and offset."""
type _Units = dict[str, _Unit]

_AS_IT_IS: _Unit = (1.0, 0.0)


class _Scale(NamedTuple):
    """How a sent value becomes one in the quantity's unit."""

    channel: Channel
    unit: _Unit
    bounds: _Range


_MEASURANDS: dict[str, Quantity] = {
    "energy.active.import.register": Quantity.ENERGY_IMPORT_WH,
    "energy.active.export.register": Quantity.ENERGY_EXPORT_WH,
    "power.active.import": Quantity.POWER_IMPORT_W,
    "power.active.export": Quantity.POWER_EXPORT_W,
    "power.offered": Quantity.POWER_OFFERED_W,
    "current.import": Quantity.CURRENT_IMPORT_A,
    "current.export": Quantity.CURRENT_EXPORT_A,
    "current.offered": Quantity.CURRENT_OFFERED_A,
    "voltage": Quantity.VOLTAGE_V,
    "frequency": Quantity.FREQUENCY_HZ,
    "power.factor": Quantity.POWER_FACTOR,
    "temperature": Quantity.TEMPERATURE_C,
    "soc": Quantity.STATE_OF_CHARGE_PERCENT,
}
_IMPORT_INTERVAL = "energy.active.import.interval"

_ENERGY = _Range(0.0, 1e11)
_POWER = _Range(0.0, 4e6, noise=100.0)
_CURRENT = _Range(0.0, 4000.0, noise=1.0)
_BOUNDS: dict[Quantity, _Range] = {
    Quantity.ENERGY_IMPORT_WH: _ENERGY,
    Quantity.ENERGY_EXPORT_WH: _ENERGY,
    Quantity.POWER_IMPORT_W: _POWER,
    Quantity.POWER_EXPORT_W: _POWER,
    Quantity.POWER_OFFERED_W: _POWER,
    Quantity.CURRENT_IMPORT_A: _CURRENT,
    Quantity.CURRENT_EXPORT_A: _CURRENT,
    Quantity.CURRENT_OFFERED_A: _CURRENT,
    Quantity.VOLTAGE_V: _Range(0.0, 1500.0, noise=1.0),
    Quantity.FREQUENCY_HZ: _Range(10.0, 100.0),
    Quantity.POWER_FACTOR: _Range(-1.0, 1.0),
    Quantity.TEMPERATURE_C: _Range(-60.0, 150.0),
    Quantity.STATE_OF_CHARGE_PERCENT: _Range(0.0, 100.0),
}

# Power in kWh and energy in kW are slips that leave no doubt (and VA is what some call W).
_WATTS: _Units = {
    "w": _AS_IT_IS,
    "wh": _AS_IT_IS,
    "va": _AS_IT_IS,
    "kw": (1000.0, 0.0),
    "kwh": (1000.0, 0.0),
    "kva": (1000.0, 0.0),
}
_AMPERES: _Units = {"a": _AS_IT_IS, "ma": (0.001, 0.0)}
_VOLTS: _Units = {"v": _AS_IT_IS, "mv": (0.001, 0.0), "kv": (1000.0, 0.0)}
_FAHRENHEIT = (5 / 9, -32 * 5 / 9)
_DEGREES: _Units = {
    **dict.fromkeys(("celsius", "celcius", "degc", "°c", "c"), _AS_IT_IS),
    **dict.fromkeys(("fahrenheit", "degf", "°f", "f"), _FAHRENHEIT),
    **dict.fromkeys(("k", "kelvin"), (1.0, -273.15)),
}
_PERCENT: _Units = {"percent": _AS_IT_IS, "%": _AS_IT_IS}
_UNITS: dict[Quantity, _Units] = {
    **dict.fromkeys((quantity for quantity in Quantity if quantity.endswith("_wh")), _WATTS),
    **dict.fromkeys((quantity for quantity in Quantity if quantity.endswith("_w")), _WATTS),
    **dict.fromkeys((quantity for quantity in Quantity if quantity.endswith("_a")), _AMPERES),
    Quantity.VOLTAGE_V: _VOLTS,
    Quantity.FREQUENCY_HZ: {"hz": _AS_IT_IS},
    Quantity.POWER_FACTOR: {"percent": (0.01, 0.0), "%": (0.01, 0.0)},
    Quantity.TEMPERATURE_C: _DEGREES,
    Quantity.STATE_OF_CHARGE_PERCENT: _PERCENT,
}
_KNOWN_UNITS = frozenset().union(*_UNITS.values())

_PHASES: dict[str, Phase | str | None] = {
    **{phase.lower(): phase for phase in Phase},
    **{f"{phase.lower()}-n": phase for phase in Phase},
    **{pair.lower(): pair for pair in LINE_PAIRS},
    "n": NEUTRAL,
    "": None,
}
_PHASELESS = frozenset(
    {
        Quantity.FREQUENCY_HZ,
        Quantity.POWER_FACTOR,
        Quantity.TEMPERATURE_C,
        Quantity.STATE_OF_CHARGE_PERCENT,
    }
)
# What alone is of use on N and between two phases.
_ONLY_OF: dict[str | None, frozenset[Quantity]] = {
    NEUTRAL: frozenset(
        {Quantity.CURRENT_IMPORT_A, Quantity.CURRENT_EXPORT_A, Quantity.CURRENT_OFFERED_A}
    ),
    **dict.fromkeys(LINE_PAIRS, frozenset({Quantity.VOLTAGE_V})),
}

_LOCATIONS = {"Outlet": 0, "Inlet": 1, "Cable": 2, "EV": 3, "Body": 4}
_TEMPERATURE_LOCATIONS = _LOCATIONS | {"Body": -1}
_BEGIN = "Transaction.Begin"
_CONTEXTS = {"Transaction.End": 0, _BEGIN: 2}
_CONTEXT_RANKS = 3

_TENTHS = _Range(100.0, 500.0)
"""A supply's voltage: what a voltage beyond all bounds must be in tenths of a volt, to be taken as that."""


def pick(samples: Iterable[RawSample]) -> dict[Channel, Picked]:
    """Return the samples that can be read, one a channel: Outlet before other places, the end before the beginning."""
    picked: dict[Channel, Picked] = {}
    for sample in samples:
        scale = _scale(sample.measurand, sample.unit, sample.phase)
        if scale is None or (value := _convert(sample.value, scale)) is None:
            continue
        channel = scale.channel
        historic = sample.context == _BEGIN
        if historic and channel == _REGISTER:
            channel = _BEGIN_REGISTER
        rank = _rank(channel[0], sample.location, sample.context)
        before = picked.get(channel)
        if before is None or rank <= before.rank:
            picked[channel] = Picked(rank, value, historic)
    return picked


def location_rank(picked: Picked) -> int:
    """Return the part of a rank that tells where the sample was taken."""
    return picked.rank // _CONTEXT_RANKS


def _rank(quantity: Quantity, location: str, context: str) -> int:
    locations = _TEMPERATURE_LOCATIONS if quantity is Quantity.TEMPERATURE_C else _LOCATIONS
    return locations.get(location, 5) * _CONTEXT_RANKS + _CONTEXTS.get(context, 1)


@lru_cache(maxsize=1024)
def _scale(measurand: str, unit: str | None, phase: str | None) -> _Scale | None:
    """Return how such samples are read, or None where they mean nothing here."""
    channel = _channel(measurand.strip().casefold(), (phase or "").strip().casefold())
    if channel is None:
        return None
    quantity = channel[0]
    units = _UNITS[quantity]
    written = (unit or "").strip().casefold()
    if written in _KNOWN_UNITS and written not in units:
        return None
    return _Scale(channel, units.get(written, _AS_IT_IS), _BOUNDS[quantity])


def _channel(measurand: str, phase: str) -> Channel | None:
    if phase not in _PHASES:
        return None
    place = _PHASES[phase]
    if measurand == _IMPORT_INTERVAL and place is None:
        return Quantity.ENERGY_IMPORT_WH, INTERVAL
    quantity = _MEASURANDS.get(measurand)
    if quantity is None or (place in _ONLY_OF and quantity not in _ONLY_OF[place]):
        return None
    return quantity, None if quantity in _PHASELESS else place


def _convert(sent: float, scale: _Scale) -> float | None:
    """Return the value in the quantity's unit, or None where it cannot be true (and for NaN)."""
    value = sent
    if scale.unit != _AS_IT_IS:
        factor, offset = scale.unit
        value = round(sent * factor + offset, 6)
    low, high, noise = scale.bounds
    if low <= value <= high:
        return value
    if low - noise <= value < low:
        return low
    tenth = value / 10
    if scale.channel[0] is Quantity.VOLTAGE_V and _TENTHS.low <= tenth <= _TENTHS.high:
        return tenth
    return None
