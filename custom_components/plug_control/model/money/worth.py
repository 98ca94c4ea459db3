"""What a session is worth, and what people say of it: kept beside the session, which has only what was measured.

None is *unknown*. Money is in the major unit of its currency (1.92 is 1.92 €), and rounded only where it is shown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from math import isfinite
from types import NoneType
from typing import Any

from custom_components.plug_control.model.stored import read_number, read_row, write_row

QUARTER = timedelta(minutes=15)

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_QUARTER = (datetime(9999, 12, 31, tzinfo=UTC) - _NEVER) // QUARTER
_NUMBERS = 8
"""How many numbers follow a slot's beginning in its stored form."""
_NO_NUMBERS = [None] * _NUMBERS
QUARTERS_AN_HOUR = 4
SOLAR_AT = 3
"""Where a slot's energy from the sun stands in its stored form."""
_USUAL = frozenset({float, NoneType})
"""What most of them are: a year of a large house has 300,000 slots, and a look at each number would take seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorthSlot:
    """The energy of a quarter of an hour, or of an hour, with where it came from and what it cost then."""

    start: datetime
    """In UTC, a full quarter of an hour."""
    energy_wh: float
    grid_wh: float = 0.0
    solar_wh: float = 0.0
    battery_wh: float = 0.0
    """What these three lack of `energy_wh` came from an unknown source."""
    price: float | None = None
    """Money per kWh from the grid."""
    feed_in_price: float | None = None
    co2_g_per_kwh: float | None = None
    estimated: bool = False
    """Whether the energy was filled in from registers, not measured live."""

    def as_list(self) -> list[int | float | None]:
        """Return the slot in its short stored form: the number of the quarter since 1970, then its numbers.

        Raises ValueError where `start` is no full quarter.
        """
        number, rest = divmod(self.start - _NEVER, QUARTER)
        if rest:
            raise ValueError("a slot begins at a full quarter of an hour")
        row = [
            number,
            self.energy_wh,
            self.grid_wh,
            self.solar_wh,
            self.battery_wh,
            self.price,
            self.feed_in_price,
            self.co2_g_per_kwh,
            1.0 if self.estimated else None,
        ]
        while row[-1] is None:
            row.pop()
        return row

    @classmethod
    def from_list(cls, row: Any) -> WorthSlot:
        """Return the slot of its stored form; raises ValueError where it is not one."""
        if not isinstance(row, list) or not 1 <= len(row) <= 1 + _NUMBERS:
            raise ValueError("no slot")
        number, *numbers = row
        if type(number) is not int or not 0 <= number <= _LAST_QUARTER:
            raise ValueError("a slot without its quarter of an hour")
        told = numbers
        if not (_USUAL.issuperset(map(type, told)) and isfinite(sum(filter(None, told)))):
            told = [None if each is None else read_number(each) for each in told]
        energy_wh, grid_wh, solar_wh, battery_wh, price, feed_in_price, co2, estimated = padded(
            told
        )
        return cls(
            start=_NEVER + number * QUARTER,
            energy_wh=energy_wh or 0.0,
            grid_wh=grid_wh or 0.0,
            solar_wh=solar_wh or 0.0,
            battery_wh=battery_wh or 0.0,
            price=price,
            feed_in_price=feed_in_price,
            co2_g_per_kwh=co2,
            estimated=bool(estimated),
        )


def padded(numbers: list[Any]) -> list[Any]:
    """Return the numbers of a stored slot, with None for those that it leaves out at its end."""
    return numbers + _NO_NUMBERS[len(numbers) :]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionWorth:
    """What a session is worth: its energy by source, its cost, what it saved, and how it went."""

    grid_wh: float | None = None
    solar_wh: float | None = None
    battery_wh: float | None = None
    cost: float | None = None
    currency: str | None = None
    """The ISO 4217 code, as Home Assistant has it."""
    price: float | None = None
    """The average, per kWh."""
    battery_price: float | None = None
    """What a kWh from the home battery counted; None: what feeding it in would have paid."""
    saved: float | None = None
    """Against charging at once at full power."""
    co2_g: float | None = None
    charging_s: float | None = None
    """How long power flowed, in seconds."""
    mean_power_w: float | None = None
    """While it flowed."""
    full_power_w: float | None = None
    """The power of charging at once, by which `saved` was computed."""
    seen_at: datetime | None = None
    """The time of the last reading in `slots`."""
    estimated: bool = False
    """Whether a part was estimated."""
    is_final: bool = False
    """Whether the session has ended."""
    plan_energy_wh: float | None = None
    """The plan as it stood at the end."""
    plan_ready_by: datetime | None = None
    why_ended: str | None = None
    """A key of the texts."""
    slots: tuple[WorthSlot, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the row as JSON-able values, without unknown ones; raises ValueError for a slot that begins in between."""
        slots = [each.as_list() for each in self.slots]
        return _told(write_row(replace(self, slots=())) | {"slots": slots})

    @classmethod
    def from_dict(cls, row: Any) -> SessionWorth:
        """Return what a stored row says; raises ValueError where it is not one."""
        return read_row(cls, _with_read(row, "slots", _read_slots))


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDetails:
    """What is known of a session beside what was measured: its car, what people corrected, and what it is worth."""

    car_id: str | None = None
    """The id of the car's subentry."""
    car_name: str | None = None
    """The car's name at that time."""
    person: str | None = None
    """Who charged, only where somebody corrected it; else the card says who."""
    note: str | None = None
    anonymised: bool = False
    worth: SessionWorth | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the row as JSON-able values, without unknown ones; raises ValueError for a slot that begins in between."""
        worth = None if self.worth is None else self.worth.as_dict()
        return _told(write_row(replace(self, worth=None)) | {"worth": worth})

    @classmethod
    def from_dict(cls, row: Any) -> SessionDetails:
        """Return the details of a stored row; raises ValueError where it is not one."""
        return read_row(cls, _with_read(row, "worth", SessionWorth.from_dict))

    def anonymous(self) -> SessionDetails:
        """Return what of these details may be kept of a session that was made anonymous: what it is worth."""
        return SessionDetails(worth=self.worth, anonymised=True)


NO_DETAILS = SessionDetails()


def has_final_worth(details: SessionDetails) -> bool:
    """Return whether the worth of an ended session is known."""
    return details.worth is not None and details.worth.is_final


def changed_fields(before: SessionDetails, details: SessionDetails) -> frozenset[str]:
    """Return the names of the fields in which details differ."""
    names = (field.name for field in fields(SessionDetails))
    return frozenset(name for name in names if getattr(before, name) != getattr(details, name))


def _read_slots(rows: Any) -> list[WorthSlot]:
    if isinstance(rows, list):
        return [*map(WorthSlot.from_list, rows)]
    raise ValueError("slots are no list")


def _with_read(row: Any, name: str, read: Callable[[Any], Any]) -> Any:
    """Return a row with one value read; a row of another form as it is, which `read_row` refuses."""
    if not isinstance(row, Mapping) or row.get(name) is None:
        return row
    return {**row, name: read(row[name])}


def _told(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row without the values that readers take where it leaves them out."""
    return {
        name: value
        for name, value in row.items()
        if value is not None and value is not False and value != []
    }
