"""Tell late readings of a connector from present ones: when nothing flowed, the transaction ended, the car left."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from .timestamps import read_time, write_time

_CLOSING = timedelta(minutes=1)
"""How long after its end readings of a transaction may be stamped."""


@dataclass(slots=True, kw_only=True)
class Past:
    """Times by the charger's clock; readings from before them are history, however late they come."""

    still_at: datetime | None = None
    """The latest time at which nothing flowed."""
    ended_at: datetime | None = None
    """When the last transaction ended, while none runs."""
    left_at: datetime | None = None
    """When the last car left."""

    def nothing_flows(self, at: datetime) -> None:
        """Note that nothing flowed at `at`."""
        self.still_at = at if self.still_at is None else max(at, self.still_at)

    def something_flows(self) -> None:
        """Note that current may flow from now on: readings of this moment are present ones, of the car that is there."""
        self.still_at = None
        if self.left_at is not None:
            self.left_at -= timedelta.resolution

    def is_over(self, at: datetime) -> bool:
        """Whether what flowed at `at` is over: nothing flowed at a later time, or the transaction has ended."""
        if self.still_at is not None and at <= self.still_at:
            return True
        return self.ended_at is not None and self.is_closing(at)

    def is_closing(self, at: datetime) -> bool:
        """Whether a reading of `at` belongs to a transaction that has ended."""
        return self.ended_at is not None and at <= self.ended_at + _CLOSING

    def is_of_last_car(self, at: datetime) -> bool:
        """Whether a car's reading of `at` is of a car that has left."""
        return self.left_at is not None and at <= self.left_at

    def as_dict(self) -> dict[str, str | None]:
        """Return the state to store, JSON-able."""
        return {each.name: write_time(getattr(self, each.name)) for each in fields(self)}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Past:
        """Return the stored state; raises TypeError and ValueError."""
        return cls(**{each.name: read_time(data.get(each.name)) for each in fields(cls)})
