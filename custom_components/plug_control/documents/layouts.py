"""The kinds of documents: what their first page shows, and which columns their rows have."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter
from typing import Final

from .rows import Row, Totals

type Value = str | int | Decimal | datetime | None


class Kind(StrEnum):
    """What a column's values are, which decides how they are written."""

    TEXT = "text"
    COUNT = "count"
    TIME = "time"
    ENERGY = "energy"
    """In kWh."""
    PERCENT = "percent"
    PRICE = "price"
    """Money per kWh."""
    MONEY = "money"


class Format(StrEnum):
    """The file formats of documents."""

    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"


class GroupBy(StrEnum):
    """What the sessions of a document are listed by."""

    NOTHING = "nothing"
    PERSON = "person"
    CONNECTOR = "connector"


class Summary(StrEnum):
    """What the first page sums up beside the totals."""

    MONTHS = "months"
    """Each month, where there are several."""
    GROUPS = "groups"
    """Each group."""
    REGISTERS = "registers"
    """Each connector and month, with the meter's readings at both ends."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `key` is its name in CSV files and, after `column_`, the key of its heading's words."""

    key: str
    kind: Kind
    value: Callable[[Row], Value]
    width_mm: float = 0.0
    """In a PDF; 0: not there, in tables only."""
    total: Callable[[Totals], Value] | None = None
    """Its sum; money is summed by currency."""
    shrinks: bool = False
    """Its width gives way to the others, and its text is cut."""


NUMBER: Final = Column("number", Kind.COUNT, attrgetter("number"), 10)
SESSION_ID: Final = Column("session_id", Kind.COUNT, attrgetter("session_id"))
STARTED: Final = Column("started_at", Kind.TIME, attrgetter("started_at"), 25.5)
STOPPED: Final = Column("stopped_at", Kind.TIME, attrgetter("stopped_at"), 25.5)
PERSON: Final = Column("person", Kind.TEXT, attrgetter("person"), 24, shrinks=True)
CARD: Final = Column("card", Kind.TEXT, attrgetter("card"), 20, shrinks=True)
CAR: Final = Column("car", Kind.TEXT, attrgetter("car"), 20, shrinks=True)
CHARGER: Final = Column("charger", Kind.TEXT, attrgetter("charger"), 24, shrinks=True)
CHARGE_POINT_ID: Final = Column("charge_point_id", Kind.TEXT, lambda row: row.connector[0])
CONNECTOR_ID: Final = Column("connector_id", Kind.COUNT, lambda row: row.connector[1])
METER_START: Final = Column("meter_start_kwh", Kind.ENERGY, attrgetter("meter_start_kwh"), 20)
METER_STOP: Final = Column("meter_stop_kwh", Kind.ENERGY, attrgetter("meter_stop_kwh"), 20)
ENERGY: Final = Column(
    "energy_kwh", Kind.ENERGY, attrgetter("energy_kwh"), 16, attrgetter("energy_kwh")
)
MARKS: Final = Column("estimated", Kind.TEXT, attrgetter("marks"), 7)
SOLAR: Final = Column("solar_kwh", Kind.ENERGY, attrgetter("solar_kwh"), 0, attrgetter("solar_kwh"))
SUN_SHARE: Final = Column(
    "solar_percent",
    Kind.PERCENT,
    attrgetter("solar_percent"),
    12,
    attrgetter("solar_percent"),
)
PRICE: Final = Column("price_per_kwh", Kind.PRICE, attrgetter("price"), 16)
COST: Final = Column("cost", Kind.MONEY, attrgetter("cost"), 20)
CURRENCY: Final = Column("currency", Kind.TEXT, attrgetter("currency"))
SIGNED: Final = Column("signed_values", Kind.COUNT, attrgetter("signed_values"))
NOTE: Final = Column("note", Kind.TEXT, attrgetter("note"))

_TIMES: Final = (NUMBER, STARTED, STOPPED)
_METER: Final = (METER_START, METER_STOP, ENERGY, MARKS)
_PLACE: Final = (CHARGE_POINT_ID, CONNECTOR_ID, SESSION_ID, SIGNED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A kind of document; `key` is its name in actions, and the key of its title after `title_`."""

    key: str
    columns: tuple[Column, ...]
    group_by: GroupBy = GroupBy.NOTHING
    summary: Summary = Summary.MONTHS
    has_cost: bool = True
    is_signed_by_hand: bool = False
    """Its first page has lines for date and signature."""

    @property
    def has_sun(self) -> bool:
        """Whether it says how much was from the sun."""
        return SUN_SHARE in self.columns


LAYOUTS: Final[Mapping[str, Layout]] = {
    layout.key: layout
    for layout in (
        Layout(
            key="sessions",
            columns=(
                *(*_TIMES, PERSON, CARD, CAR, CHARGER, *_METER, SOLAR, SUN_SHARE, PRICE, COST),
                *(CURRENCY, *_PLACE, NOTE),
            ),
        ),
        Layout(
            key="company_car",
            columns=(*_TIMES, CAR, CHARGER, *_METER, PRICE, COST, CURRENCY, *_PLACE),
            is_signed_by_hand=True,
        ),
        Layout(
            key="landlord",
            columns=(
                *(*_TIMES, PERSON, CARD, CHARGER, *_METER, SOLAR, SUN_SHARE, PRICE, COST),
                *(CURRENCY, *_PLACE),
            ),
            group_by=GroupBy.PERSON,
            summary=Summary.GROUPS,
        ),
        Layout(
            key="registration",
            columns=(*_TIMES, CHARGER, *_METER, *_PLACE),
            group_by=GroupBy.CONNECTOR,
            summary=Summary.REGISTERS,
            has_cost=False,
        ),
    )
}
"""The layouts by name."""
