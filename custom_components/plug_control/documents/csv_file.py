"""A document as CSV for programs: RFC 4180, decimal points, times in ISO 8601, names of columns that never change."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import batched
import re
from typing import Final

from .cells import ROWS_AT_ONCE, Memo, whole
from .document import Document, Pace
from .layouts import CURRENCY, MARKS, Column, Kind, Value
from .rows import MARK_NAMES

_BOM: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Tells spreadsheets that it is UTF-8."""
_FORMULA: Final = re.compile(
    r"""([;|\t\r\n\x0b\x0c\x85\u2028\u2029]|^)(?=[\s"\x00-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*[=+\-@\t\r＝＋－＠])"""
)
"""Before what a spreadsheet would take for a formula.

That is where a text begins, behind blanks and what cannot be seen, and where it goes on after a separator that is not
this file's: a spreadsheet whose language separates by semicolons does not see the quotes around a text with one.
"""
_QUOTED: Final = frozenset('",;|\r\n\t')
_CLOCK: Final = tuple(f"{second // 60:02}:{second % 60:02}" for second in range(3600))
"""Minutes and seconds."""
_AFTER_HOUR: Final = len("2026-10-01T18:")
_AFTER_SECOND: Final = len("2026-10-01T18:00:00")


def write_csv(document: Document, pace: Pace = iter) -> bytes:
    """Return the file; its last lines are the totals, one for each currency."""
    columns = document.layout.columns
    writers = [_writer(column) for column in columns]
    parts = [_encoded([_BOM + ",".join(column.key for column in columns)])]
    for rows in batched(pace(document.rows), ROWS_AT_ONCE, strict=False):
        cells = [
            map(write, map(column.value, rows))
            for column, write in zip(columns, writers, strict=True)
        ]
        parts.append(_encoded(map(",".join, zip(*cells, strict=True))))
    parts.append(_encoded(map(",".join, _totals(document, writers))))
    return b"".join(parts)


def inert(text: str) -> str:
    """Return a text that no spreadsheet runs, as the sessions card's download writes it."""
    return _FORMULA.sub(r"\1'", text)


def _encoded(lines: Iterable[str]) -> bytes:
    """Return lines in UTF-8; a few at a time, since nothing else runs meanwhile."""
    return "".join([f"{line}\r\n" for line in lines]).encode()


def _totals(
    document: Document, writers: Iterable[Callable[[Value], str]]
) -> Iterator[Iterable[str]]:
    columns = [*zip(document.layout.columns, writers, strict=True)]
    for number, (currency, cost) in enumerate(document.totals.by_currency()):
        yield [
            _total(document, column, currency, write, cost if column.kind is Kind.MONEY else None)
            if number == 0 or column.kind is Kind.MONEY or column is CURRENCY
            else ""
            for column, write in columns
        ]


def _total(
    document: Document,
    column: Column,
    currency: str | None,
    write: Callable[[Value], str],
    cost: Value,
) -> str:
    if column.kind is Kind.MONEY:
        return write(cost)
    if column is CURRENCY:
        return write(currency)
    if column is document.layout.columns[0]:
        return "total"
    return "" if column.total is None else write(column.total(document.totals))


def _writer(column: Column) -> Callable[[Value], str]:
    """Return the function that writes the values of a column."""
    if column.kind is Kind.TIME:
        return _moments()
    if column is MARKS:
        return Memo(_marks).__getitem__
    return Memo(_field).__getitem__ if column.kind is Kind.TEXT else _number


def _number(value: Value) -> str:
    return "" if value is None else str(value)


def _marks(value: Value) -> str:
    return " ".join(MARK_NAMES[mark] for mark in str(value))


def _field(value: Value) -> str:
    text = inert(whole(str(value or "")))
    if _QUOTED.isdisjoint(text):
        return text
    return '"{}"'.format(text.replace('"', '""'))


def _moments() -> Callable[[Value], str]:
    """Return the function that writes times in ISO 8601 to the second; what is the same in an hour is made once."""
    hours: dict[int, tuple[str, str]] = {}

    def moment(at: Value) -> str:
        if at is None:
            return ""
        assert isinstance(at, datetime)
        hour = 2 * (24 * at.toordinal() + at.hour) + at.fold
        if (found := hours.get(hour)) is None:
            text = at.isoformat(timespec="seconds")
            found = hours[hour] = text[:_AFTER_HOUR], text[_AFTER_SECOND:]
        begin, offset = found
        return f"{begin}{_CLOCK[60 * at.minute + at.second]}{offset}"

    return moment
