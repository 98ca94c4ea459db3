"""Make the rows of a document: each value is rounded once, and a total is the sum of the rounded rows.

PDF, XLSX and CSV all print these rows, so that they agree with each other; they agree with the ledger within the rounding.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from custom_components.plug_control.model.cost import sun_percent
from custom_components.plug_control.texts.document_formats import decimals_of

_WH: Final = Decimal(1)
_KWH: Final = Decimal("0.001")
_PRICE: Final = Decimal("0.0001")
_NONE: Final = Decimal(0)
_ROUNDING: Final = Context(prec=400, rounding=ROUND_HALF_UP)
"""Holds any float: an absurd value from a file costs no document."""

ENERGY_MARK: Final = "*"
"""Its energy is an estimate."""
TIME_MARK: Final = "†"
"""Its times are an estimate."""
COST_MARK: Final = "‡"
"""A part of its cost or of its sources is an estimate."""

MARK_NAMES: Final[Mapping[str, str]] = {ENERGY_MARK: "energy", TIME_MARK: "time", COST_MARK: "cost"}
"""What the marks mean, for programs."""

type ConnectorOfCharger = tuple[str, int | None]
"""The charge point's identity and the number of the connector."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """An ended session as the ledger has it, with the names of that time; energies and registers in Wh, times in the reader's zone."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
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
    charges: Iterable[Charge], price: FixedPrice | None = None, *, marks_worth: bool = True
) -> list[Row]:
    """Return the rows of charges in order of time; with a fixed price that decides the cost.

    `marks_worth`: those are marked whose cost or sources were estimated.
    """
    ordered = sorted(
        charges, key=lambda each: (each.started_at or each.stopped_at, each.session_id)
    )
    return [
        _row(number, charge, price, marks_worth=marks_worth)
        for number, charge in enumerate(ordered, start=1)
    ]


def totals_of(rows: Iterable[Row]) -> Totals:
    """Return the sums of rows."""
    sessions = without_cost = estimated = signed = 0
    energy = solar = source = _NONE
    cost: dict[str, Decimal] = {}
    knows_solar = False
    for row in rows:
        sessions += 1
        energy += row.energy_kwh
        if row.solar_kwh is not None:
            knows_solar = True
            solar += row.solar_kwh
            source += row.source_kwh
        if row.cost is None:
            without_cost += 1
        else:
            currency = row.currency or ""
            cost[currency] = cost.get(currency, _NONE) + row.cost
        estimated += bool(row.marks)
        signed += row.signed_values > 0
    return Totals(
        sessions=sessions,
        energy_kwh=energy,
        solar_kwh=solar if knows_solar else None,
        solar_percent=percent(solar, source, energy) if knows_solar else None,
        cost=dict(sorted(cost.items())),
        without_cost=without_cost,
        estimated=estimated,
        signed=signed,
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
    """Return Wh as kWh, rounded to the Wh."""
    return rounded(Decimal(repr(wh)), _WH) * _KWH


def money(amount: Decimal, currency: str | None) -> Decimal:
    """Return money rounded to the smallest coin of its currency."""
    return rounded(amount, Decimal(1).scaleb(-decimals_of(currency)))


def rounded(value: Decimal, step: Decimal) -> Decimal:
    """Return the nearest multiple of a power of ten, halves away from zero; never -0."""
    return value.quantize(step, context=_ROUNDING) + _NONE


def _row(number: int, charge: Charge, price: FixedPrice | None, *, marks_worth: bool) -> Row:
    energy_kwh = kwh(charge.energy_wh)
    cost, per_kwh, currency = _cost(charge, energy_kwh, price)
    solar_kwh = None if charge.solar_wh is None else min(kwh(charge.solar_wh), energy_kwh)
    source_kwh = min(energy_kwh if charge.source_wh is None else kwh(charge.source_wh), energy_kwh)
    return Row(
        number=number,
        session_id=charge.session_id,
        connector=charge.connector,
        charger=charge.charger,
        person=charge.person,
        started_at=charge.started_at,
        stopped_at=charge.stopped_at,
        energy_kwh=energy_kwh,
        card=charge.card,
        car=charge.car,
        note=charge.note,
        meter_start_kwh=None if charge.meter_start_wh is None else kwh(charge.meter_start_wh),
        meter_stop_kwh=None if charge.meter_stop_wh is None else kwh(charge.meter_stop_wh),
        solar_kwh=solar_kwh,
        source_kwh=source_kwh,
        solar_percent=percent(solar_kwh, source_kwh, energy_kwh),
        price=per_kwh,
        cost=cost,
        currency=currency,
        marks=_marks(charge, marks_worth=marks_worth),
        signed_values=charge.signed_values,
    )


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
    marks = (
        (ENERGY_MARK, charge.energy_estimated),
        (TIME_MARK, charge.time_estimated),
        (COST_MARK, charge.cost_estimated and marks_worth),
    )
    return "".join(mark for mark, is_set in marks if is_set)


def percent(solar: Decimal | None, source: Decimal, energy: Decimal) -> int | None:
    """Return the sun's part in whole % of the energy whose source is known; None where that is too little."""
    exact = sun_percent(solar, source, energy)
    return None if exact is None else int(rounded(exact, _WH))
