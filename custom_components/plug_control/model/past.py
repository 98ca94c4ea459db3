"""What is over at a connector: when nothing flowed, when the last transaction ended, when the last car left."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from .timestamps import read_time, write_time

_CLOSING = timedelta(minutes=1)
"""How long after its end a transaction may still tell what flowed before."""


@dataclass(slots=True, kw_only=True)
class Past:
    """Times on the charger's clock; what it tells of before them is history, however late it comes."""

    still_at: datetime | None = None
    """Nothing flowed then."""
    ended_at: datetime | None = None
    """When the last transaction ended, while none runs."""
    left_at: datetime | None = None
    """When the last car left."""

    def nothing_flows(self, at: datetime) -> None:
        """Note that nothing flowed at a time."""
        self.still_at = at if self.still_at is None else max(at, self.still_at)

    def something_flows(self) -> None:
        """Note that something may flow from now on: what is told of this very moment is the present, and the car's that is there."""
        self.still_at = None
        if self.left_at is not None:
            self.left_at -= timedelta.resolution

    def is_over(self, at: datetime) -> bool:
        """Whether what flowed then is over: nothing flows since, or it is the last word of a transaction."""
        return (self.still_at is not None and at <= self.still_at) or self.is_closing(at)

    def is_closing(self, at: datetime) -> bool:
        """Whether it is of a transaction that has ended."""
        return self.ended_at is not None and at <= self.ended_at + _CLOSING

    def is_of_last_car(self, at: datetime) -> bool:
        """Whether what a car told then was told by one that left."""
        return self.left_at is not None and at <= self.left_at

    def as_dict(self) -> dict[str, str | None]:
        """Return what is to be remembered over a restart, JSON-able."""
        return {each.name: write_time(getattr(self, each.name)) for each in fields(self)}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Past:
        """Return what was remembered; raises TypeError and ValueError."""
        return cls(**{each.name: read_time(data.get(each.name)) for each in fields(cls)})
