"""A document as a PDF: a first page for the reader who pays, then each session. Imports fpdf2: load it in a thread only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from custom_components.plug_control.texts.document_words import Words

from .document import Document, Pace
from .layouts import CAR, CHARGER, MARKS, PERSON, Column, GroupBy, Kind, Summary
from .paper import BLACK, GREY, Paper, Place
from .pdf_rows import Cells, Writer
from .rows import Group, Row, Totals

_LEFT_MM: Final = 15.0
_WIDTH_MM: Final = 180.0
_LANDSCAPE_MM: Final = 267.0
_TOP_MM: Final = 18.0
_BOTTOM_MM: Final = 20.0
"""The margin below the last line."""
_GAP_MM: Final = 1.5
"""Between two columns."""
_LINE_MM: Final = 5.0
_ROW_MM: Final = 4.8
_BASE_MM: Final = 1.4
"""From the lower edge of a row to its text."""
_TOLERANCE: Final = 1e-6
"""Of what fits exactly, by the error of sums."""
_LABEL_MM: Final = 45.0
_SMALL: Final = 7.5
_NORMAL: Final = 9.0
_NUMBERS: Final = frozenset({Kind.COUNT, Kind.ENERGY, Kind.PERCENT, Kind.PRICE, Kind.MONEY})
_ONLY_IF_SEVERAL: Final = frozenset({CAR.key, CHARGER.key, PERSON.key})
"""Columns that say nothing where all rows have the same: it stands on the first page then, or over the group."""

_OF_GROUP: Final = {GroupBy.PERSON: PERSON.key, GroupBy.CONNECTOR: CHARGER.key}


@dataclass(frozen=True, slots=True)
class _Table:
    """The columns of a table: headings, already broken into lines, and places."""

    headings: Sequence[list[str]]
    places: Sequence[Place]

    @property
    def head_mm(self) -> float:
        """The height of its head."""
        return 2.5 + 3.4 * max(len(lines) for lines in self.headings)


def write_pdf(document: Document, pace: Pace = iter) -> bytes:
    """Return the file; the same content gives the same bytes. `pace` lets others have their turn between rows."""
    return _Writer(document, pace).write()


class _Writer:
    """Writes one document from top to bottom."""

    def __init__(self, document: Document, pace: Pace) -> None:
        self._document = document
        self._pace = pace
        self._words: Words = document.words
        self._paper = Paper(
            title=f"{document.title} – {document.period}",
            language=document.words.language,
            made_at=document.made_at,
        )
        self._y = _TOP_MM
        self._width = _WIDTH_MM
        self._writers: Sequence[Writer] = ()
        """They make the cells of the table of sessions."""

    def write(self) -> bytes:
        self._new_page()
        self._first_page()
        self._sessions()
        self._footers()
        return bytes(self._paper.output())

    # ---- the first page

    def _first_page(self) -> None:
        document = self._document
        self._y += 4
        for line in self._paper.wrapped(document.title, _WIDTH_MM, 18, bold=True):
            self._text(line, 18, 8, bold=True)
        subject = f"{document.period} · {document.subject}" if document.subject else document.period
        for line in self._paper.wrapped(subject, _WIDTH_MM, 11):
            self._text(line, 11, 6, grey=True)
        self._y += 4
        self._sums()
        self._facts(document.facts())
        self._facts(
            (self._words["charger"], each.described(self._words)) for each in document.chargers
        )
        self._summary()
        self._y += 7
        for remark in document.remarks():
            for line in self._paper.wrapped(remark, _WIDTH_MM, _SMALL):
                self._room(4)
                self._text(line, _SMALL, 3.8, grey=True)
        if document.layout.is_signed_by_hand:
            self._signature()

    def _sums(self) -> None:
        sums = [*self._document.sums()]
        width = _WIDTH_MM / len(sums)
        self._paper.shade(self._y, _LEFT_MM, _WIDTH_MM, 16)
        places = [Place(_LEFT_MM + width * number + 3, width - 5) for number in range(len(sums))]
        labels = [label for label, _ in sums]
        texts = [text for _, text in sums]
        self._paper.put(self._y + 6, zip(places, labels, strict=True), 8, colour=GREY)
        size = 13.0
        while size > 8 and any(
            self._paper.width_of(self._paper.shown(text), size, bold=True) > width - 5
            for text in texts
        ):
            size -= 0.5
        self._paper.put(self._y + 12.5, zip(places, texts, strict=True), size, bold=True)
        self._y += 24

    def _facts(self, facts: Iterable[tuple[str, str]]) -> None:
        paper = self._paper
        for label, text in facts:
            labels = paper.wrapped(label, _LABEL_MM - _GAP_MM, _NORMAL)
            lines = paper.wrapped(text, _WIDTH_MM - _LABEL_MM, _NORMAL)
            self._room(_LINE_MM * max(len(labels), len(lines)))
            for number in range(max(len(labels), len(lines))):
                self._y += _LINE_MM
                for texts, place, colour in (
                    (labels, Place(_LEFT_MM, _LABEL_MM - _GAP_MM), GREY),
                    (lines, Place(_LEFT_MM + _LABEL_MM, _WIDTH_MM - _LABEL_MM + 1), BLACK),
                ):
                    if number < len(texts):
                        paper.put(self._y, [(place, texts[number])], _NORMAL, colour=colour)

    def _summary(self) -> None:
        document, words = self._document, self._words
        form, has_cost = document.format, document.layout.has_cost
        heads = [words["energy"] + " kWh", *([words["cost"]] if has_cost else [])]

        def figures(totals: Totals) -> list[str]:
            energy = form.number(totals.energy_kwh, 3)
            return [energy, *([document.costs(totals)] if has_cost else [])]

        match document.layout.summary:
            case Summary.GROUPS if len(document.groups) > 1:
                heading = [words["person"], words["sessions"]]
                lines = [
                    [group.name, form.number(group.totals.sessions, 0), *figures(group.totals)]
                    for group in document.groups
                ]
            case Summary.REGISTERS if document.registers:
                heading = [
                    *(words["charger"], words["month"]),
                    *(words["meter_first"], words["meter_last"]),
                ]
                lines = [
                    [
                        line.charger,
                        form.month_of(line.month),
                        *(
                            "–" if each is None else form.number(each, 3)
                            for each in (line.first_kwh, line.last_kwh)
                        ),
                        *figures(line.totals),
                    ]
                    for line in document.registers
                ]
            case Summary.MONTHS if len(document.months) > 1:
                heading = [words["month"], words["sessions"]]
                lines = [
                    [form.month_of(month), form.number(totals.sessions, 0), *figures(totals)]
                    for month, totals in document.months
                ]
            case _:
                return
        empty = [""] * (len(heading) - 1)
        total = [words["total"], *empty, *figures(document.totals)]
        self._listed(words["summary"], [*heading, *heads], lines, total)

    def _listed(
        self, title: str, heading: list[str], lines: list[list[str]], total: list[str]
    ) -> None:
        """Write a small table whose first column gets what the others leave."""
        texts = 2 if heading[1] == self._words["month"] else 1
        widths = [0.0, *(36.0 if number < texts else 30.0 for number in range(1, len(heading)))]
        widths[0] = _WIDTH_MM - sum(widths)
        table = self._table(
            [
                (each, width, number >= texts)
                for number, (each, width) in enumerate(zip(heading, widths, strict=True))
            ]
        )
        self._room(30)
        self._y += 8
        self._text(title, 11, 3, bold=True)
        self._head(table)
        for line in lines:
            if self._room(_ROW_MM):
                self._head(table)
            self._line(table, line)
        self._room(_ROW_MM)
        self._line(table, total, bold=True)

    def _signature(self) -> None:
        self._room(30)
        self._y += 24
        width = (_WIDTH_MM - 10) / 2
        for number, word in enumerate(("date", "signature")):
            x = _LEFT_MM + number * (width + 10)
            self._paper.rule(self._y, x, width, grey=80)
            self._paper.put(
                self._y + 4, [(Place(x, width), self._words[word])], _SMALL, colour=GREY
            )
        self._y += 6

    # ---- the sessions

    def _sessions(self) -> None:
        document = self._document
        if not document.rows:
            self._y += 8
            self._text(self._words["no_sessions"], _NORMAL, _LINE_MM)
            return
        columns = self._columns()
        table = self._table(
            [(self._heading(column), width, column.kind in _NUMBERS) for column, width in columns]
        )
        only = [column for column, _ in columns]
        self._new_page()
        is_several = len(document.groups) > 1
        if not is_several:
            self._text(self._words["all_sessions"], 12, 4, bold=True)
            self._head(table)
        cells = Cells(self._paper, document, _SMALL)
        writers = zip(only, table.places, strict=True)
        self._writers = [cells.writer(column, place) for column, place in writers]
        for group in document.groups:
            self._group(table, only, group, is_named=is_several)
        self._total(table, only, document.totals, self._words["total"])

    def _group(
        self, table: _Table, columns: Sequence[Column], group: Group, *, is_named: bool
    ) -> None:
        if is_named:
            if not self._room(35):
                self._y += 5
            self._text(group.name, 11, 3, bold=True)
            self._head(table)
        rows, left = iter(self._pace(group.rows)), len(group.rows)
        while left:
            if self._room(_ROW_MM):
                if is_named:
                    name = self._words["continued"].format(name=group.name)
                    self._text(name, _NORMAL, 3, bold=True)
                self._head(table)
            count = min(left, int((self._bottom_mm - self._y) / _ROW_MM + _TOLERANCE))
            self._lines(table, [*islice(rows, count)])
            left -= count
        if is_named:
            self._total(table, columns, group.totals, self._words["total"])

    def _total(self, table: _Table, columns: Sequence[Column], totals: Totals, name: str) -> None:
        """Write a line of sums, and one more for each further currency."""
        for number, (currency, cost) in enumerate(totals.by_currency()):
            cells = []
            for column in columns:
                if column.kind is Kind.MONEY and cost is not None:
                    cells.append(self._document.format.cost(cost, currency))
                elif number == 0 and column.total is not None:
                    cells.append(self._document.written(column, column.total(totals)))
                else:
                    cells.append("")
            cells[1] = name if number == 0 else ""
            if self._room(_ROW_MM):
                self._head(table)
            self._line(table, cells, bold=True)

    @property
    def _currencies(self) -> set[str]:
        return {*self._document.totals.cost}

    def _columns(self) -> list[tuple[Column, float]]:
        """Return the columns that say something, with their widths: those that shrink share what is left."""
        shown = [column for column in self._document.layout.columns if self._says(column)]
        wanted = sum(column.width_mm for column in shown)
        self._width = _WIDTH_MM if wanted <= _WIDTH_MM else _LANDSCAPE_MM
        elastic = sum(column.width_mm for column in shown if column.shrinks)
        if not elastic:
            more = (self._width - wanted) / len(shown)
            return [(column, column.width_mm + more) for column in shown]
        scale = 1 + (self._width - wanted) / elastic
        return [
            (column, column.width_mm * scale if column.shrinks else column.width_mm)
            for column in shown
        ]

    def _says(self, column: Column) -> bool:
        """Whether a column belongs to the PDF and says something: not what the first page or the group's name says."""
        document = self._document
        if not column.width_mm or column.key == _OF_GROUP.get(document.layout.group_by):
            return False
        told = (value for row in document.rows if (value := column.value(row)) not in {None, ""})
        if (first := next(told, None)) is None:
            return False
        return column.key not in _ONLY_IF_SEVERAL or any(value != first for value in told)

    def _heading(self, column: Column) -> str:
        if column is MARKS:
            return ""
        heading = self._words[f"column_{column.key}"]
        if column.kind in {Kind.MONEY, Kind.PRICE} and len(self._currencies) == 1:
            return f"{heading} {next(iter(self._currencies))}"
        return heading

    # ---- lines and pages

    def _table(self, columns: Iterable[tuple[str, float, bool]]) -> _Table:
        headings, places, x = [], [], _LEFT_MM
        for heading, width, is_right in columns:
            headings.append(self._paper.wrapped(heading, width - _GAP_MM, _SMALL, bold=True))
            places.append(Place(x, width - _GAP_MM, is_right))
            x += width
        return _Table(headings, places)

    def _head(self, table: _Table) -> None:
        self._paper.shade(self._y, _LEFT_MM - 1, self._width + 1, table.head_mm)
        for number in range(max(len(lines) for lines in table.headings)):
            cells = [
                (place, lines[number])
                for place, lines in zip(table.places, table.headings, strict=True)
                if number < len(lines)
            ]
            self._paper.put(self._y + 3.6 + 3.4 * number, cells, _SMALL, bold=True)
        self._y += table.head_mm

    def _lines(self, table: _Table, rows: Sequence[Row]) -> None:
        """Write rows of sessions, for which this page has room."""
        columns = [write(rows) for write in self._writers]
        y = self._y + _ROW_MM
        self._paper.lines(y - _BASE_MM, _ROW_MM, table.places, columns, _SMALL)
        self._paper.rules(y, _ROW_MM, len(rows), _LEFT_MM - 1, self._width + 1, grey=215)
        self._y += len(rows) * _ROW_MM

    def _line(self, table: _Table, cells: Iterable[str], *, bold: bool = False) -> None:
        self._y += _ROW_MM
        self._paper.put(
            self._y - _BASE_MM, zip(table.places, cells, strict=True), _SMALL, bold=bold
        )
        self._paper.rule(self._y, _LEFT_MM - 1, self._width + 1, grey=80 if bold else 215)

    def _text(
        self, text: str, size: float, after_mm: float, *, bold: bool = False, grey: bool = False
    ) -> None:
        cells = [(Place(_LEFT_MM, self._width + 1), text)]
        self._paper.put(self._y, cells, size, bold=bold, colour=GREY if grey else BLACK)
        self._y += after_mm

    def _room(self, height_mm: float) -> bool:
        """Begin a new page if this one has no room; return whether it did."""
        if self._y + height_mm <= self._bottom_mm:
            return False
        self._new_page()
        return True

    @property
    def _bottom_mm(self) -> float:
        return self._paper.h - _BOTTOM_MM

    def _new_page(self) -> None:
        self._paper.begin_page(is_landscape=self._width == _LANDSCAPE_MM)
        self._y = _TOP_MM

    def _footers(self) -> None:
        """Write the last line of each page, now that their number is known."""
        document, pages = self._document, self._paper.pages_count
        parts = (document.title, document.period, document.subject)
        title = " · ".join(part for part in parts if part)
        for number in range(1, pages + 1):
            page = self._words["page"].format(page=number, pages=pages)
            self._paper.at_page(number)
            width = self._paper.widths_mm[number - 1] - 2 * _LEFT_MM
            self._paper.put(
                self._paper.h - 9,
                [
                    (Place(_LEFT_MM, width - 45), title),
                    (Place(_LEFT_MM + width - 40, 40, is_right=True), page),
                ],
                _SMALL,
                colour=GREY,
            )
