"""Bring sampled values into one form: quantity, place, and value in the quantity's unit (decision 9, R21)."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from functools import lru_cache
import math
from operator import ge, itemgetter, le
from typing import NamedTuple, Protocol

from .quantity import ENERGIES, PER_PHASE, Phase, Quantity, ReadingKey
from .register import MAX_WH


class RawLabels(Hashable, Protocol):
    """The texts beside a sampled value, with OCPP's defaults filled in (R21)."""

    @property
    def measurand(self) -> str:
        """What is measured, by OCPP's name."""

    @property
    def unit(self) -> str | None:
        """The unit as sent, None where it is missing."""

    @property
    def phase(self) -> str | None:
        """The phase as sent, None without one."""

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
        """The charger's own time, aware; None without one."""

    @property
    def labels(self) -> tuple[RawLabels, ...]:
        """The texts beside each sample; the same objects for the same texts, where possible."""

    @property
    def values(self) -> Sequence[float]:
        """The number of each sample, as sent."""


NEUTRAL = "N"
LINE_PAIRS = ("L1-L2", "L2-L3", "L3-L1")

type Channel = tuple[Quantity, str | None]
"""A `ReadingKey`, or what is no reading: current on N, a voltage between phases, an interval's energy, a begin register."""

_REGISTER: Channel = (Quantity.ENERGY_IMPORT_WH, None)
BEGIN_REGISTER: Channel = (Quantity.ENERGY_IMPORT_WH, "begin")
IMPORT_INTERVAL: Channel = (Quantity.ENERGY_IMPORT_WH, "interval")


class _Range(NamedTuple):
    """The range of a quantity; a value below `low` by no more than `noise` counts as `low`."""

    low: float
    high: float
    noise: float = 0.0


type _Unit = tuple[float, float]
"""Factor and offset."""
type _Units = dict[str, _Unit]

_AS_IT_IS: _Unit = (1.0, 0.0)
_NOTHING = (math.inf, -math.inf)


class Role(Enum):
    """What a meter does with a value."""

    READING = auto()
    """It is shown as it is."""
    PHASE = auto()
    """It is shown, and the quantity's total follows from it."""
    ASIDE = auto()
    """Only the quantity's total follows from it."""
    TOTAL = auto()
    CAR = auto()
    """It belongs to the car that is connected."""
    REGISTER = auto()
    COUNTED = auto()
    """Energy that is no register's present reading."""


_SHOWN = frozenset({Role.READING, Role.PHASE})
_BY_PHASE = frozenset({Role.PHASE, Role.ASIDE})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Place:
    """What the texts beside a value mean: its channel, its rank there, and how to convert it."""

    channel: Channel
    quantity: Quantity
    role: Role
    key: ReadingKey
    """The channel's reading; of a channel without one, the quantity's total."""
    rank: int
    """Of several samples of a channel, the one with the lowest rank counts."""
    location_rank: int
    """The part of the rank that depends on the location."""
    historic: bool
    """Sampled when the transaction began: it does not replace newer values."""
    low: float
    high: float
    """A value within these counts as sent; any other is converted."""
    unit: _Unit
    bounds: _Range
    is_voltage: bool

    def read(self, sent: float) -> float | None:
        """Return the value in the quantity's unit, or None where it is impossible (also NaN)."""
        return sent if self.low <= sent <= self.high else self._convert(sent)

    def _convert(self, sent: float) -> float | None:
        value = sent
        if self.unit is not _AS_IT_IS:
            factor, offset = self.unit
            value = round(sent * factor + offset, 6)
        low, high, noise = self.bounds
        if low <= value <= high:
            return value
        if low - noise <= value < low:
            return low
        tenth = value / 10
        if self.is_voltage and _TENTHS.low <= tenth <= _TENTHS.high:
            return tenth
        return None


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
_INTERVAL = "energy.active.import.interval"

_ENERGY = _Range(0.0, MAX_WH)
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

# Power in kWh and energy in kW are slips with a clear meaning; some chargers send VA for W.
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
# The only quantities that are used on N and between two phases.
_ONLY_OF: dict[str | None, frozenset[Quantity]] = {
    NEUTRAL: frozenset(
        {Quantity.CURRENT_IMPORT_A, Quantity.CURRENT_EXPORT_A, Quantity.CURRENT_OFFERED_A}
    ),
    **dict.fromkeys(LINE_PAIRS, frozenset({Quantity.VOLTAGE_V})),
}

_LOCATIONS = {"Outlet": 0, "Inlet": 1, "Cable": 2, "EV": 3, "Body": 4}
_TEMPERATURE_LOCATIONS = _LOCATIONS | {"Body": -1}
_ELSEWHERE = 5
_BEGIN = "Transaction.Begin"
_CONTEXTS = {"Transaction.End": 0, _BEGIN: 2}
_CONTEXT_RANKS = 3

_TENTHS = _Range(100.0, 500.0)
"""Supply voltages: an impossible voltage that is in this range in tenths of a volt is taken as that."""


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Which samples an element has, one for each channel: a charge point repeats one or two layouts."""

    places: tuple[Place, ...]
    lows: tuple[float, ...]
    highs: tuple[float, ...]
    shown: tuple[tuple[int, ReadingKey], ...]
    """Index and key of each sample that is shown as it is."""
    by_phase: tuple[Quantity, ...]
    """Quantities whose totals follow from the samples."""
    phases: Mapping[Quantity, Callable[[Sequence[float]], Sequence[float]]]
    """Quantity → picks the values of L1, L2 and L3, where all three are shown."""
    others: tuple[tuple[int, Place], ...]
    """Index and place of each sample that is not simply shown."""
    is_present: bool
    """Whether none was taken at the beginning of the transaction."""

    def has_in_range(self, values: Sequence[float]) -> bool:
        """Whether each value counts as sent."""
        return all(map(le, self.lows, values, strict=True)) and all(
            map(ge, self.highs, values, strict=True)
        )


type Picked = tuple[Layout, Sequence[float]]
"""Samples that count for their channels, with their values in the quantities' units."""

_MOST_CACHED = 60
"""The longest element whose layout is cached, in samples."""


def pick(labels: tuple[RawLabels, ...], values: Sequence[float]) -> Picked:
    """Return one readable sample for each channel: Outlet before other locations, the end before the beginning."""
    known = _known_layout(labels) if len(labels) <= _MOST_CACHED else None
    if known is not None:
        if known.has_in_range(values):
            return known, values
        read = [place.read(sent) for place, sent in zip(known.places, values, strict=True)]
        readable = [value for value in read if value is not None]
        if len(readable) == len(read):
            return known, readable
    best: dict[Channel, tuple[Place, float]] = {}
    for place, sent in zip(map(_place, labels), values, strict=True):
        if place is None or (value := place.read(sent)) is None:
            continue
        channel = place.channel
        if channel not in best or place.rank <= best[channel][0].rank:
            best[channel] = place, value
    return only(best.values())


def only(samples: Iterable[tuple[Place, float]]) -> Picked:
    """Return samples of different channels with their layout."""
    pairs = list(samples)
    places = tuple([place for place, _ in pairs])
    layout = _layout(places) if len(places) <= _MOST_CACHED else _new_layout(places)
    return layout, [value for _, value in pairs]


@lru_cache(maxsize=128)
def _known_layout(labels: tuple[RawLabels, ...]) -> Layout | None:
    """Return the layout of an element whose samples all count, None where some may not."""
    places = [place for place in map(_place, labels) if place is not None]
    is_complete = len({place.channel for place in places}) == len(labels)
    return _layout(tuple(places)) if is_complete else None


def _new_layout(places: tuple[Place, ...]) -> Layout:
    numbered = list(enumerate(places))
    shown = {place.key: index for index, place in numbered if place.role in _SHOWN}
    by_phase = tuple(dict.fromkeys(place.quantity for place in places if place.role in _BY_PHASE))
    return Layout(
        places=places,
        lows=tuple([place.low for place in places]),
        highs=tuple([place.high for place in places]),
        shown=tuple([(index, key) for key, index in shown.items()]),
        by_phase=by_phase,
        phases={
            quantity: itemgetter(*[shown[quantity, phase] for phase in Phase])
            for quantity in by_phase
            if all((quantity, phase) in shown for phase in Phase)
        },
        others=tuple([each for each in numbered if each[1].role not in _SHOWN]),
        is_present=not any(place.historic for place in places),
    )


_layout = lru_cache(maxsize=128)(_new_layout)


@lru_cache(maxsize=1024)
def _place(labels: RawLabels) -> Place | None:
    """Return what the texts mean, or None where the value is not used."""
    channel = _channel(labels.measurand.strip().casefold(), (labels.phase or "").strip().casefold())
    if channel is None:
        return None
    quantity = channel[0]
    units = _UNITS[quantity]
    written = (labels.unit or "").strip().casefold()
    if written in _KNOWN_UNITS and written not in units:
        return None
    historic = labels.context == _BEGIN
    if historic and channel == _REGISTER:
        channel = BEGIN_REGISTER
    where = channel[1]
    locations = _TEMPERATURE_LOCATIONS if quantity is Quantity.TEMPERATURE_C else _LOCATIONS
    location_rank = locations.get(labels.location, _ELSEWHERE)
    unit, bounds = units.get(written, _AS_IT_IS), _BOUNDS[quantity]
    low, high = (bounds.low, bounds.high) if unit is _AS_IT_IS else _NOTHING
    return Place(
        channel=channel,
        quantity=quantity,
        role=_role(quantity, where),
        key=(quantity, where if isinstance(where, Phase) else None),
        rank=location_rank * _CONTEXT_RANKS + _CONTEXTS.get(labels.context, 1),
        location_rank=location_rank,
        historic=historic,
        low=low,
        high=high,
        unit=unit,
        bounds=bounds,
        is_voltage=quantity is Quantity.VOLTAGE_V,
    )


def _role(quantity: Quantity, where: str | None) -> Role:
    is_reading = where is None or isinstance(where, Phase)
    if quantity in ENERGIES:
        return Role.REGISTER if is_reading else Role.COUNTED
    if quantity not in PER_PHASE:
        return Role.CAR if quantity is Quantity.STATE_OF_CHARGE_PERCENT else Role.READING
    if where is None:
        return Role.TOTAL
    return Role.PHASE if is_reading else Role.ASIDE


def _channel(measurand: str, phase: str) -> Channel | None:
    if phase not in _PHASES:
        return None
    place = _PHASES[phase]
    if measurand == _INTERVAL and place is None:
        return IMPORT_INTERVAL
    quantity = _MEASURANDS.get(measurand)
    if quantity is None or (place in _ONLY_OF and quantity not in _ONLY_OF[place]):
        return None
    return quantity, None if quantity in _PHASELESS else place
