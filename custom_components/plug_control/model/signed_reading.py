"""Signed meter values of a session, kept exactly as they came so that a transparency program can verify them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any, Protocol

from .stored import read_row, write_row

MOST_AT_AN_END = 5
"""How many signed values of the beginning of a session are kept, and as many of its end."""
BEGIN = "Transaction.Begin"
END = "Transaction.End"


class _Signed(Protocol):
    @property
    def data(self) -> str: ...
    @property
    def context(self) -> str: ...


class _Element(Protocol):
    @property
    def timestamp(self) -> datetime | None: ...
    @property
    def signed(self) -> Sequence[_Signed]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedReading:
    """A signed meter value: its text, its ReadingContext, the charger's time `at`, and when it came."""

    data: str
    context: str
    at: datetime | None
    received: datetime

    def as_dict(self) -> dict[str, Any]:
        """Return the reading as JSON-able values, times in ISO 8601."""
        return write_row(self)

    @classmethod
    def from_dict(cls, row: Any) -> SignedReading:
        """Return the reading of a stored row; raises ValueError where it is not one."""
        return read_row(cls, row)


def signed_readings(elements: Iterable[_Element], now: datetime) -> list[SignedReading]:
    """Return the signed values of meterValue elements in order; those of one message came a microsecond apart."""
    found = [(each, element.timestamp) for element in elements for each in element.signed]
    return [
        SignedReading(
            data=each.data,
            context=each.context,
            at=at,
            received=now.astimezone(UTC) + timedelta(microseconds=number),
        )
        for number, (each, at) in enumerate(found)
    ]


def both_ends(readings: Iterable[SignedReading]) -> list[SignedReading]:
    """Return the readings to keep, in order and each text once: MOST_AT_AN_END of the beginning and of the end.

    Those with the context of their end come before all others.
    """
    every = sorted(
        {each.data: each for each in reversed(list(readings))}.values(),
        key=lambda each: each.received,
    )
    first = sorted(every, key=lambda each: each.context != BEGIN)[:MOST_AT_AN_END]
    by_end = sorted(every, key=lambda each: (each.context == END, each.received))
    last = by_end[-MOST_AT_AN_END:]
    kept = {each.data for each in chain(first, last)}
    return [each for each in every if each.data in kept]
