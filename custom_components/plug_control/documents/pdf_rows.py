"""Write the rows of a table in a PDF: the cells column by column, a page at a time."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Final

from .cells import Memo
from .document import Document, written
from .layouts import Column, Kind, Value
from .paper import Paper, Place
from .rows import Row

_PLAIN: Final[dict[Kind, Callable[[Value], str]]] = {
    Kind.COUNT: str,
    Kind.ENERGY: "{:,.3f}".format,
    Kind.PRICE: "{:,.4f}".format,
}
"""How numbers are written before they get the separators of the language."""
_MINUTES: Final = 24 * 60

type Writer = Callable[[Sequence[Row]], Iterable[str]]
"""Makes the cells of a column, as the operators that write them."""


class Cells:
    """Makes the cells of a document's rows at their places."""

    def __init__(self, paper: Paper, document: Document, size: float) -> None:
        """Use texts of a size in points."""
        self._paper = paper
        self._format = document.format
        self._size = size
        self._is_one_currency = len(document.totals.cost) < 2

    def writer(self, column: Column, place: Place) -> Writer:
        """Return what makes the cells of a column."""
        values = column.value
        if column.kind is Kind.MONEY and not self._is_one_currency:
            return self._costs(column, place)
        match column.kind:
            case Kind.TEXT | Kind.PERCENT | Kind.MONEY:
                cells: Callable[[Value], str] = self._repeated(column, place)
            case Kind.TIME:
                cells = self._moments(place)
            case kind:
                return self._numbers(column, _PLAIN[kind], place)
        return lambda rows: map(cells, map(values, rows))

    def _repeated(self, column: Column, place: Place) -> Callable[[Value], str]:
        """Return what writes values of which many are the same."""

        def cell(value: Value) -> str:
            text = written(self._format, column.kind, value)
            return self._paper.operator(text, place, self._size)

        return Memo(cell).__getitem__

    def _numbers(self, column: Column, plain: Callable[[Value], str], place: Place) -> Writer:
        values, form = column.value, self._format.numbers
        unknown = self._paper.operator(written(self._format, column.kind, None), place, self._size)

        def cells(rows: Sequence[Row]) -> list[str]:
            texts = ["" if value is None else plain(value) for value in map(values, rows)]
            made = self._paper.numbers(
                texts, place, self._size, decimal=form.decimal, group=form.group
            )
            return [cell or unknown for cell in made]

        return cells

    def _moments(self, place: Place) -> Callable[[Value], str]:
        """Return what writes times: the same days and the same minutes come again and again."""
        encoded = self._paper.encoded
        unknown = self._paper.operator(written(self._format, Kind.TIME, None), place, self._size)
        days: dict[int, str] = {}
        clock = [encoded(f" {minute // 60:02}:{minute % 60:02}") for minute in range(_MINUTES)]

        def moment(at: Value) -> str:
            if at is None:
                return unknown
            assert isinstance(at, datetime)
            day = at.toordinal()
            if (code := days.get(day)) is None:
                code = days[day] = encoded(self._format.day(at.date()))
            return f"({code}{clock[60 * at.hour + at.minute]})Tj"

        return moment

    def _costs(self, column: Column, place: Place) -> Writer:
        """Return what writes money with its currency."""

        def cell(row: Row) -> str:
            text = (
                written(self._format, column.kind, None)
                if row.cost is None
                else self._format.cost(row.cost, row.currency)
            )
            return self._paper.operator(text, place, self._size)

        return lambda rows: map(cell, rows)
