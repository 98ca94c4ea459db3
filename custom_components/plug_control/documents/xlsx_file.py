"""A document as an XLSX workbook: numbers, dates and money that can be calculated with. Imports xlsxwriter: load it in a thread only."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from html import escape
from io import BytesIO
from itertools import batched
from typing import Any, Final, override

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from custom_components.plug_control.texts.document_formats import decimals_of, sign_of

from .cells import ROWS_AT_ONCE, Memo, whole
from .document import Document, Pace
from .layouts import CURRENCY, Column, Kind, Value
from .rows import Row

_OPTIONS: Final = {
    "constant_memory": True,  # 400,000 cells that wait in memory would stop the event loop when garbage is collected
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
"""Texts stay texts: nothing that a name says is run or can be clicked on."""
_WIDTHS: Final[Mapping[Kind, int]] = {
    Kind.TEXT: 22,
    Kind.COUNT: 11,
    Kind.TIME: 17,
    Kind.ENERGY: 14,
    Kind.PERCENT: 9,
    Kind.PRICE: 13,
    Kind.MONEY: 14,
}
_PATTERNS: Final[Mapping[Kind, str]] = {
    Kind.TEXT: "@",
    Kind.COUNT: "0",
    Kind.TIME: "yyyy-mm-dd hh:mm",
    Kind.ENERGY: "#,##0.000",
    Kind.PERCENT: "0%",
    Kind.PRICE: "#,##0.0000",
}
_LONGEST: Final = 32_767
"""The longest text of a cell."""
_BAD_IN_NAMES: Final = str.maketrans("[]:*?/\\", "_______")
_LONGEST_NAME: Final = 31
_DAY_0: Final = date(1899, 12, 30).toordinal()
_MINUTES: Final = tuple(f"{minute / 1440:.11f}"[1:] for minute in range(1440))
"""The part of a day that each minute is, behind the point."""

type Rows = Sequence[Row]
type _Cells = Callable[[Rows, range], list[str]]
"""Makes the cells of a column of rows, which stand in these lines."""


def write_xlsx(document: Document, pace: Pace = iter) -> bytes:
    """Return the file; the same content gives the same bytes."""
    file = BytesIO()
    with Workbook(file, _OPTIONS) as workbook:
        workbook.set_properties(
            {
                "title": f"{document.title} – {document.period}",
                "author": "Plug Control",
                "created": document.made_at.replace(tzinfo=None),
            }
        )
        _Writer(document, workbook).write(pace)
    return file.getvalue()


class _Sheet(Worksheet):  # type: ignore[misc]  # xlsxwriter has no types
    """A sheet whose lines can be written whole: xlsxwriter's way through each cell takes ten times as long."""

    def lines(self, first: int, last: int, rows: Iterable[str], last_column: int) -> None:
        """Write the rows from `first` to `last`, below all that were written; the XML of their cells is `rows`."""
        self._write_single_row(last)
        self._check_dimensions(first, 0)
        self._check_dimensions(last, last_column)
        numbered = enumerate(rows, start=first + 1)
        self.fh.write("".join([f'<row r="{number}">{row}</row>' for number, row in numbered]))

    def text(self, text: str) -> str:
        """Return a text as a cell's content."""
        inner = escape(self._escape_control_characters(whole(text)), quote=False)
        space = ' xml:space="preserve"' if inner != inner.strip() else ""
        return f"<is><t{space}>{inner}</t></is>"

    @override
    def _xml_rich_inline_string(self, string: str, attributes: Any = ()) -> None:
        """Write a text that looks like XML of its own as the text that it is: a name may be anything."""
        self._xml_inline_string(string, False, attributes)


class _Writer:
    """Writes the two sheets: the sessions, and what the first page of a PDF says."""

    def __init__(self, document: Document, workbook: Workbook) -> None:
        self._document = document
        self._workbook = workbook
        self._columns = document.layout.columns
        self._formats: dict[tuple[Kind, str | None, bool], Format] = {}
        self._styles: dict[tuple[Kind, str | None], int] = {}

    def write(self, pace: Pace) -> None:
        words = self._document.words
        sheet = self._sheet(words["sessions"])
        heading = self._workbook.add_format(
            {"bold": True, "bg_color": "#EDEDED", "text_wrap": True, "valign": "top"}
        )
        for number, column in enumerate(self._columns):
            sheet.set_column(number, number, _WIDTHS[column.kind])
            sheet.write_string(0, number, words[f"column_{column.key}"], heading)
        sheet.freeze_panes(1, 0)
        last = len(self._document.rows)
        self._rows(sheet, pace)
        if last:
            sheet.autofilter(0, 0, last, len(self._columns) - 1)
        self._totals(sheet, last)
        self._overview(self._sheet(words["summary"]))

    def _sheet(self, name: str) -> _Sheet:
        named = name.translate(_BAD_IN_NAMES)[:_LONGEST_NAME]
        sheet = self._workbook.add_worksheet(named, _Sheet)
        assert isinstance(sheet, _Sheet)
        return sheet

    def _format(self, kind: Kind, currency: str | None = None, *, bold: bool = False) -> Format:
        key = (kind, currency if kind is Kind.MONEY else None, bold)
        if (found := self._formats.get(key)) is None:
            pattern = _money(currency) if kind is Kind.MONEY else _PATTERNS[kind]
            style = {"num_format": pattern, **({"bold": True, "top": 1} if bold else {})}
            found = self._formats[key] = self._workbook.add_format(style)
        return found

    def _rows(self, sheet: _Sheet, pace: Pace) -> None:
        writers = [
            self._writer(sheet, column, f'<c r="{xl_col_to_name(number)}')
            for number, column in enumerate(self._columns)
        ]
        first = 1
        for rows in batched(pace(self._document.rows), ROWS_AT_ONCE, strict=False):
            last = first + len(rows) - 1
            cells = [write(rows, range(first + 1, last + 2)) for write in writers]
            lines = map("".join, zip(*cells, strict=True))
            sheet.lines(first, last, lines, len(self._columns) - 1)
            first = last + 1

    def _writer(self, sheet: _Sheet, column: Column, begin: str) -> _Cells:
        """Return the function that makes the cells of a column; nothing for those that say nothing."""
        kind, values = column.kind, column.value
        style = f'" s="{self._style(kind, None)}"'

        def numbers(rows: Rows, lines: range) -> list[str]:
            return [
                "" if value is None else f"{begin}{line}{style}><v>{value!s}</v></c>"
                for value, line in zip(map(values, rows), lines, strict=True)
            ]

        def texts(rows: Rows, lines: range) -> list[str]:
            return [
                f"{begin}{line}{style}{content}" if (content := contents[value]) else ""
                for value, line in zip(map(values, rows), lines, strict=True)
            ]

        def times(rows: Rows, lines: range) -> list[str]:
            return [
                f"{begin}{line}{style}><v>{_days(at)}</v></c>" if isinstance(at, datetime) else ""
                for at, line in zip(map(values, rows), lines, strict=True)
            ]

        def money(rows: Rows, lines: range) -> list[str]:
            return [
                "" if value is None else f"{begin}{line}{styles[row.currency]}{value!s}</v></c>"
                for value, row, line in zip(map(values, rows), rows, lines, strict=True)
            ]

        def content_of(value: Value) -> str:
            if kind is Kind.PERCENT:
                return "" if value is None else f"><v>{_number(column, value)}</v></c>"
            text = str(value or "")[:_LONGEST]
            return text and f' t="inlineStr">{sheet.text(text)}</c>'

        contents = Memo(content_of)
        styles = Memo[str | None](lambda currency: f'" s="{self._style(kind, currency)}"><v>')
        match kind:
            case Kind.TIME:
                return times
            case Kind.MONEY:
                return money
            case Kind.TEXT | Kind.PERCENT:
                return texts
        return numbers

    def _style(self, kind: Kind, currency: str | None) -> int:
        """Return the number of a format."""
        key = kind, currency
        if (found := self._styles.get(key)) is None:
            found = self._styles[key] = self._format(kind, currency)._get_xf_index()  # noqa: SLF001 - as a cell of xlsxwriter does
        return found

    def _totals(self, sheet: Worksheet, last: int) -> None:
        """Write a line of sums below `last`, and one more for each further currency: formulas, with what they give."""
        totals = self._document.totals
        currencies = _place_of(self._columns, CURRENCY)
        for line, (currency, cost) in enumerate(totals.by_currency()):
            at = last + 1 + line
            for number, column in enumerate(self._columns):
                bold = self._format(column.kind, currency, bold=True)
                name = xl_col_to_name(number)
                cells = f"{name}2:{name}{max(last, 1) + 1}"
                if column.kind is Kind.MONEY and cost is not None and currencies is not None:
                    keys = xl_col_to_name(currencies)
                    where = f"{keys}2:{keys}{max(last, 1) + 1}"
                    formula = f"=SUMIF({where},{keys}{at + 1},{cells})"
                    sheet.write_formula(at, number, formula, bold, float(cost))
                elif column is CURRENCY and currency:
                    sheet.write_string(at, number, whole(currency), bold)
                elif line == 0 and column.kind is Kind.ENERGY and column.total is not None:
                    if (total := column.total(totals)) is not None:
                        value = _number(column, total)
                        sheet.write_formula(at, number, f"=SUM({cells})", bold, value)
                elif line == 0 and column.total is not None:
                    if (total := column.total(totals)) is not None:
                        sheet.write_number(at, number, _number(column, total), bold)
                elif line == 0 and number == 0:
                    sheet.write_string(at, number, self._document.words["total"], bold)

    def _overview(self, sheet: Worksheet) -> None:
        """Write what the first page of a PDF says."""
        document = self._document
        bold = self._workbook.add_format({"bold": True, "font_size": 14})
        wrap = self._workbook.add_format({"text_wrap": True, "valign": "top"})
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 1, 80)
        sheet.write_string(0, 0, document.title, bold)
        chargers = (
            (document.words["charger"], each.described(document.words))
            for each in document.chargers
        )
        lines = [*document.sums(), *document.facts(), *chargers]
        for at, (label, text) in enumerate(lines, start=2):
            sheet.write_string(at, 0, whole(label)[:_LONGEST], wrap)
            sheet.write_string(at, 1, whole(text)[:_LONGEST], wrap)
        for at, remark in enumerate(document.remarks(), start=len(lines) + 3):
            sheet.write_string(at, 0, remark)


def _days(at: datetime) -> str:
    """Return a time to the minute, by the clock of its zone, as a workbook counts: in days."""
    return f"{at.toordinal() - _DAY_0}{_MINUTES[60 * at.hour + at.minute]}"


def _money(currency: str | None) -> str:
    """Return the pattern of a number format; a sign in quotes is text for every spreadsheet."""
    decimals = decimals_of(currency)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    sign = whole(sign_of(currency)).replace('"', "")
    return f'{pattern} "{sign}"' if sign else pattern


def _number(column: Column, value: Value) -> float:
    assert isinstance(value, int | Decimal)
    return float(Decimal(value) / 100 if column.kind is Kind.PERCENT else value)


def _place_of(columns: Iterable[Column], wanted: Column) -> int | None:
    return next((number for number, each in enumerate(columns) if each is wanted), None)
