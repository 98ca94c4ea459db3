"""A document as CSV for programs: RFC 4180, decimal points, times in ISO 8601, names of columns that never change."""

from collections.abc import Iterable, Iterator
from datetime import datetime
import re
from typing import Final

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


def write_csv(document: Document, pace: Pace = iter) -> bytes:
    """Return the file; its last lines are the totals, one for each currency."""
    return "".join(
        (_BOM, *(f"{','.join(map(_field, line))}\r\n" for line in _lines(document, pace)))
    ).encode()


def inert(text: str) -> str:
    """Return a text that no spreadsheet runs, as the sessions card's download writes it."""
    return _FORMULA.sub(r"\1'", text)


def _lines(document: Document, pace: Pace) -> Iterator[Iterable[str]]:
    columns = document.layout.columns
    yield [column.key for column in columns]
    for row in pace(document.rows):
        yield [_text(column, column.value(row)) for column in columns]
    for number, (currency, cost) in enumerate(document.totals.by_currency()):
        yield [
            _total(document, column, currency, cost if column.kind is Kind.MONEY else None)
            if number == 0 or column.kind is Kind.MONEY or column is CURRENCY
            else ""
            for column in columns
        ]


def _total(document: Document, column: Column, currency: str | None, cost: Value) -> str:
    if column.kind is Kind.MONEY:
        return _text(column, cost)
    if column is CURRENCY:
        return inert(currency or "")
    if column is document.layout.columns[0]:
        return "total"
    return "" if column.total is None else _text(column, column.total(document.totals))


def _text(column: Column, value: Value) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return value.isoformat(timespec="seconds")
        case str() if column is MARKS:
            return " ".join(MARK_NAMES[mark] for mark in value)
        case str():
            return inert(value)
    return str(value)


def _field(text: str) -> str:
    if _QUOTED.isdisjoint(text):
        return text
    return '"{}"'.format(text.replace('"', '""'))
