"""What firmware updates and log requests share: their ids, and the outcome of asking."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from custom_components.plug_control.central_system.stations.station import Station
from custom_components.plug_control.protocol.errors import (
    CallErrorReceived,
    CommandError,
    CommandRejectedError,
    may_be_done,
)

_MAX_ID = 2**31 - 1


def next_request_id(station: Station, now: datetime) -> int:
    """Return an id that no earlier request of this charge point had (R35): the time in s, or one more than the last."""
    station.last_request_id = max(station.last_request_id + 1, int(now.timestamp()) & _MAX_ID)
    return station.last_request_id


@dataclass(slots=True)
class Outcome:
    """How a request ended: with an answer, or with `error`."""

    error: CommandError | None = None

    @property
    def refusal(self) -> str | None:
        """The charge point's word where it certainly refused; None where it took the request, or may have."""
        if isinstance(self.error, CommandRejectedError | CallErrorReceived):
            return self.error.said
        return None

    @property
    def nothing_sent(self) -> bool:
        """Whether the request never reached the charge point."""
        return self.error is not None and not may_be_done(self.error) and self.refusal is None

    def raise_error(self) -> None:
        """Raise the error, if there is one."""
        if self.error is not None:
            raise self.error


@contextmanager
def asking() -> Iterator[Outcome]:
    """Catch the CommandError of the block into the outcome."""
    outcome = Outcome()
    try:
        yield outcome
    except CommandError as error:
        outcome.error = error
