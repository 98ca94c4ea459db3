"""Make the rows of a document: each value is rounded once, and a total is the sum of the rounded rows.

PDF, XLSX and CSV all print these rows, so that they agree with each other; they agree with the ledger within the rounding.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache
from operator import attrgetter
from typing import Final, NamedTuple

from custom_components.plug_control.model.money.cost import sun_percent
from custom_components.plug_control.texts.document_formats import decimals_of

_WH: Final = Decimal(1)
_KWH: Final = Decimal("0.001")
_PRICE: Final = Decimal("0.0001")
_NONE: Final = Decimal(0)
_ROUNDING: Final = Context(prec=400, rounding=ROUND_HALF_UP)
"""Holds any float: an absurd value from a file costs no document."""
_EXACT_WH: Final = 2**50
"""Below this a float's fraction is exact."""
_HALF: Final = 0.5

ENERGY_MARK: Final = "*"
"""Its energy is an estimate."""
TIME_MARK: Final = "†"
"""Its times are an estimate."""
COST_MARK: Final = "‡"
"""A part of its cost or of its sources is an estimate."""

MARK_NAMES: Final[Mapping[str, str]] = {ENERGY_MARK: "energy", TIME_MARK: "time", COST_MARK: "cost"}
"""What the marks mean, for programs."""

_ENERGY: Final = attrgetter("energy_kwh")
_SOLAR: Final = attrgetter("solar_kwh")
_SOURCE: Final = attrgetter("source_kwh")

type ConnectorOfCharger = tuple[str, int | None]
"""The charge point's identity and the number of the connector."""


class Charge(NamedTuple):
    """An ended session as the ledger has it, with the names of that time; energies and registers in Wh, times in the reader's zone.

    Charges and rows are tuples: 20,000 of them are made four times as fast as objects with fields.
    """

    session_id: int
    connector: ConnectorOfCharger
    charger: str
    person: str
    started_at: datetime | None
    stopped_at: datetime
    energy_wh: float
    card: str | None = None
    car: str | None = None
    note: str | None = None
    meter_start_wh: float | None = None
    meter_stop_wh: float | None = None
    solar_wh: float | None = None
    source_wh: float | None = None
    """The energy whose source is known; None: all."""
    cost: float | None = None
    """None: not known."""
    currency: str | None = None
    energy_estimated: bool = False
    time_estimated: bool = False
    cost_estimated: bool = False
    signed_values: int = 0


class Row(NamedTuple):
    """A line of a document; energies in kWh to the Wh, money to the smallest coin."""

    number: int
    session_id: int
    connector: ConnectorOfCharger
    charger: str
    person: str
    started_at: datetime | None
    stopped_at: datetime
    energy_kwh: Decimal
    card: str | None
    car: str | None
    note: str | None
    meter_start_kwh: Decimal | None
    meter_stop_kwh: Decimal | None
    solar_kwh: Decimal | None
    source_kwh: Decimal
    """The energy whose source is known."""
    solar_percent: int | None
    """Of that; None where it is less than half."""
    price: Decimal | None
    """Money per kWh: the fixed one, or the average."""
    cost: Decimal | None
    currency: str | None
    marks: str
    signed_values: int

    @property
    def began(self) -> datetime:
        """When it began, or ended where that is not known: it belongs to the month of this time."""
        return self.stopped_at if self.started_at is None else self.started_at


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedPrice:
    """A price per kWh that was agreed on, instead of what the energy cost."""

    per_kwh: Decimal
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Sums of rounded rows."""

    sessions: int
    energy_kwh: Decimal
    solar_kwh: Decimal | None
    """Of those whose solar energy is known; None where it is known of none."""
    solar_percent: int | None
    cost: Mapping[str, Decimal]
    """By currency, of those whose cost is known."""
    without_cost: int
    estimated: int
    signed: int
    """How many have signed meter values."""

    def by_currency(self) -> list[tuple[str | None, Decimal | None]]:
        """Return the cost in each currency, at least one line."""
        return [*self.cost.items()] or [(None, None)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The rows of one person, connector or month, with their sums."""

    name: str
    rows: tuple[Row, ...]
    totals: Totals


def rows_of(
    charges: Iterable[Charge],
    price: FixedPrice | None = None,
    *,
    marks_worth: bool = True,
    pace: Callable[[Iterable[Charge]], Iterable[Charge]] = iter,
) -> list[Row]:
    """Return the rows of charges in order of time; with a fixed price that decides the cost.

    `marks_worth`: those are marked whose cost or sources were estimated. `pace` lets others have their turn between rows.
    """
    ordered = sorted(charges, key=_time)
    return [
        _row(number, charge, price, marks_worth=marks_worth)
        for number, charge in enumerate(pace(ordered), start=1)
    ]


def totals_of(rows: Iterable[Row]) -> Totals:
    """Return the sums of rows."""
    rows = tuple(rows)
    energy = sum(map(_ENERGY, rows), _NONE)
    with_solar = [row for row in rows if row.solar_kwh is not None]
    solar = sum(map(_SOLAR, with_solar), _NONE)
    source = sum(map(_SOURCE, with_solar), _NONE)
    costs: dict[str, list[Decimal]] = {}
    for row in rows:
        if row.cost is not None:
            costs.setdefault(row.currency or "", []).append(row.cost)
    return Totals(
        sessions=len(rows),
        energy_kwh=energy,
        solar_kwh=solar if with_solar else None,
        solar_percent=percent(solar, source, energy) if with_solar else None,
        cost={currency: sum(each, _NONE) for currency, each in sorted(costs.items())},
        without_cost=len(rows) - sum(map(len, costs.values())),
        estimated=sum(1 for row in rows if row.marks),
        signed=sum(1 for row in rows if row.signed_values > 0),
    )


def grouped[K](
    rows: Iterable[Row], key: Callable[[Row], K], name: Callable[[Row], str]
) -> list[Group]:
    """Return the rows in groups with the same key, in the order of their names; rows keep their order."""
    found: dict[K, list[Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    groups = [
        Group(name=name(each[-1]), rows=tuple(each), totals=totals_of(each))
        for each in found.values()
    ]
    return sorted(groups, key=lambda group: group.name.casefold())


def kwh(wh: float) -> Decimal:
    """Return Wh as kWh, rounded to the Wh, halves away from zero."""
    if 0 <= wh < _EXACT_WH:
        whole = int(wh)
        return Decimal(whole + 1 if wh - whole >= _HALF else whole) * _KWH
    return rounded(Decimal(repr(wh)), _WH) * _KWH


def money(amount: Decimal, currency: str | None) -> Decimal:
    """Return money rounded to the smallest coin of its currency."""
    return rounded(amount, _coin(currency))


def rounded(value: Decimal, step: Decimal) -> Decimal:
    """Return the nearest multiple of a power of ten, halves away from zero; never -0."""
    return value.quantize(step, context=_ROUNDING) + _NONE


def _row(number: int, charge: Charge, price: FixedPrice | None, *, marks_worth: bool) -> Row:
    energy_kwh = kwh(charge.energy_wh)
    cost, per_kwh, currency = _cost(charge, energy_kwh, price)
    solar_kwh = None if charge.solar_wh is None else min(kwh(charge.solar_wh), energy_kwh)
    source_kwh = energy_kwh
    if charge.source_wh is not None:
        source_kwh = min(kwh(charge.source_wh), energy_kwh)
    start, stop = charge.meter_start_wh, charge.meter_stop_wh
    # By place, in the order of the fields: names would take twice as long.
    return Row(
        *(number, charge.session_id, charge.connector, charge.charger, charge.person),
        *(charge.started_at, charge.stopped_at, energy_kwh),
        *(charge.card, charge.car, charge.note),
        None if start is None else kwh(start),
        None if stop is None else kwh(stop),
        *(solar_kwh, source_kwh, percent(solar_kwh, source_kwh, energy_kwh)),
        *(per_kwh, cost, currency),
        _marks(charge, marks_worth=marks_worth),
        charge.signed_values,
    )


def _time(charge: Charge) -> tuple[float, int]:
    """Return by what charges are sorted: not by the clock, which shows an hour of autumn twice."""
    return (charge.started_at or charge.stopped_at).timestamp(), charge.session_id


def _cost(
    charge: Charge, energy_kwh: Decimal, price: FixedPrice | None
) -> tuple[Decimal | None, Decimal | None, str | None]:
    """Return the cost, the price per kWh and the currency of a charge."""
    if price is not None:
        cost = money(energy_kwh * price.per_kwh, price.currency)
        return cost, price.per_kwh, price.currency
    if charge.cost is None:
        return None, None, charge.currency
    cost = money(Decimal(repr(charge.cost)), charge.currency)
    average = rounded(cost / energy_kwh, _PRICE) if energy_kwh else None
    return cost, average, charge.currency


def _marks(charge: Charge, *, marks_worth: bool) -> str:
    energy = ENERGY_MARK if charge.energy_estimated else ""
    time = TIME_MARK if charge.time_estimated else ""
    cost = COST_MARK if charge.cost_estimated and marks_worth else ""
    return energy + time + cost


@cache
def _coin(currency: str | None) -> Decimal:
    """Return the smallest coin of a currency."""
    return Decimal(1).scaleb(-decimals_of(currency))


def percent(solar: Decimal | None, source: Decimal, energy: Decimal) -> int | None:
    """Return the sun's part in whole % of the energy whose source is known; None where that is too little."""
    exact = sun_percent(solar, source, energy)
    return None if exact is None else int(rounded(exact, _WH))
