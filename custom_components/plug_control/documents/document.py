"""A document's content, whatever the file: what the first page says, the groups of rows, and the sums."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Final

from custom_components.plug_control.texts.document_formats import DocumentFormat, document_format
from custom_components.plug_control.texts.document_words import Words, document_words

from .layouts import Column, GroupBy, Kind, Layout, Value
from .rows import MARK_NAMES, Charge, FixedPrice, Group, Row, Totals, grouped, rows_of, totals_of

type Pace = Callable[[Iterable[Row]], Iterable[Row]]
"""Yields rows as they come, and lets others have their turn between them."""

_INSTANT: Final = timedelta(microseconds=1)
_PLACES: Final = {Kind.ENERGY: 3, Kind.PRICE: 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Charger:
    """A charge point as a document names it; what is not known is None."""

    name: str
    model: str | None = None
    serial_number: str | None = None
    firmware: str | None = None
    meter_serial_number: str | None = None

    def described(self, words: Words) -> str:
        """Return its name and, in a second line, what is known of it."""
        details = (
            ("model", self.model),
            ("serial_number", self.serial_number),
            ("meter_serial_number", self.meter_serial_number),
            ("firmware", self.firmware),
        )
        known = " · ".join(f"{words[key]} {text}" for key, text in details if text)
        return f"{self.name}\n{known}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedState:
    """How many sessions have signed meter values, and of how many these were checked with the meter's public key."""

    sessions: int = 0
    verified: int = 0
    failed: int = 0

    @property
    def only_kept(self) -> int:
        """Sessions whose signed values were kept, but not checked."""
        return self.sessions - self.verified - self.failed


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLine:
    """What a connector's meter counted in a month: readings in kWh at the start of the first and the end of the last session."""

    charger: str
    month: date
    first_kwh: Decimal | None
    last_kwh: Decimal | None
    totals: Totals


@dataclass(frozen=True, kw_only=True)
class Document:
    """All that a document says; times are in the time zone of the house."""

    layout: Layout
    language: str
    start: datetime
    end: datetime
    """The first moment after the period."""
    made_at: datetime
    rows: tuple[Row, ...]
    place: str = ""
    """The name of the house."""
    subject: str | None = None
    """Whose sessions, or which ones, by the filter; None: all."""
    chargers: tuple[Charger, ...] = ()
    price: FixedPrice | None = None
    tariff: tuple[str, ...] = ()
    """Where the actual prices come from."""
    signed: SignedState = SignedState()
    running: int = 0
    """Sessions of the period that have not ended, and are not in the document."""

    @cached_property
    def words(self) -> Words:
        """The words of its language."""
        return document_words(self.language)

    @cached_property
    def format(self) -> DocumentFormat:
        """The numbers and dates of its language."""
        return document_format(self.language)

    @cached_property
    def totals(self) -> Totals:
        """The sums of all rows."""
        return totals_of(self.rows)

    @cached_property
    def groups(self) -> list[Group]:
        """The rows by what the layout groups them; one group without a name where it does not."""
        match self.layout.group_by:
            case GroupBy.PERSON:
                return grouped(self.rows, lambda row: row.person, lambda row: row.person)
            case GroupBy.CONNECTOR:
                return grouped(self.rows, lambda row: row.connector, lambda row: row.charger)
        return [Group(name="", rows=self.rows, totals=self.totals)] if self.rows else []

    @cached_property
    def months(self) -> list[tuple[date, Totals]]:
        """The sums of each month that has sessions."""
        return [(month, totals_of(rows)) for month, rows in _by_month(self.rows).items()]

    @cached_property
    def registers(self) -> list[RegisterLine]:
        """What each connector's meter counted in each month."""
        lines = []
        for group in grouped(self.rows, lambda row: row.connector, lambda row: row.charger):
            for month, rows in _by_month(group.rows).items():
                first = (row.meter_start_kwh for row in rows)
                last = (row.meter_stop_kwh for row in reversed(rows))
                lines.append(
                    RegisterLine(
                        charger=group.name,
                        month=month,
                        first_kwh=next((each for each in first if each is not None), None),
                        last_kwh=next((each for each in last if each is not None), None),
                        totals=totals_of(rows),
                    )
                )
        return lines

    @property
    def title(self) -> str:
        """What it is."""
        return self.words[f"title_{self.layout.key}"]

    @cached_property
    def last_day(self) -> date:
        """The last day of its period."""
        return (self.end - _INSTANT).date()

    @cached_property
    def is_month(self) -> bool:
        """Whether its period is one whole month."""
        first = self.start.date()
        next_month = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        return first.day == 1 and self.last_day == next_month - timedelta(days=1)

    @cached_property
    def period(self) -> str:
        """Its period: a month by its name, else the first and the last day."""
        first, last = self.start.date(), self.last_day
        if self.is_month:
            return self.format.month_of(first)
        if first == last:
            return self.format.day(first)
        return f"{self.format.day(first)} – {self.format.day(last)}"

    def counted(self, key: str, number: int) -> str:
        """Return a sentence about a number, in the plural form of the language."""
        return self.words.counted(key, number, self.format.number(number, 0))

    def written(self, column: Column, value: Value, currency: str | None = None) -> str:
        """Return a value as people read it in the column of a PDF."""
        return written(self.format, column.kind, value, currency)

    def facts(self) -> Iterator[tuple[str, str]]:
        """Yield what the first page says of the document itself, label and text."""
        words, layout = self.words, self.layout
        yield words["period"], self.period
        if self.place:
            yield words["place"], self.place
        yield words["sessions_of"], self.subject or words["everybody"]
        if layout.has_cost:
            yield words["tariff"], "\n".join(self._tariff())
        yield words["signed_values"], self._signed()
        yield words["made"], self.format.moment(self.made_at)

    def sums(self) -> Iterator[tuple[str, str]]:
        """Yield the totals, label and text."""
        words, totals = self.words, self.totals
        yield words["sessions"], self.format.number(totals.sessions, 0)
        yield words["energy"], self.format.energy(totals.energy_kwh)
        if self.layout.has_sun and totals.solar_percent is not None:
            yield words["sun_share"], self.format.share(totals.solar_percent)
        if self.layout.has_cost:
            yield words["cost"], self.costs(totals)

    def costs(self, totals: Totals) -> str:
        """Return the cost in all its currencies."""
        costs = [self.format.cost(cost, currency) for currency, cost in totals.cost.items()]
        return " + ".join(costs) or "–"

    def remarks(self) -> Iterator[str]:
        """Yield what a reader of the totals has to know."""
        totals = self.totals
        if self.layout.has_cost and totals.without_cost:
            yield self.counted("without_cost", totals.without_cost)
        if self.running:
            yield self.counted("running", self.running)
        marks = {mark for row in self.rows for mark in row.marks}
        for mark, name in MARK_NAMES.items():
            if mark in marks:
                yield f"{mark} {self.words[f'{name}_estimated']}"
        yield self.words["rounding"]

    def _tariff(self) -> Iterator[str]:
        if self.price is not None:
            price = self.format.cost(
                self.price.per_kwh, self.price.currency, _decimals(self.price.per_kwh)
            )
            yield self.words["fixed_price"].format(price=price)
        elif self.tariff:
            yield from self.tariff
        else:
            yield self.words["no_tariff"]

    def _signed(self) -> str:
        signed = self.signed
        if not signed.sessions:
            return self.words["signed_none"]
        parts = [self.counted("with_signed", signed.sessions)]
        for key, number in (
            ("signed_verified", signed.verified),
            ("signed_failed", signed.failed),
            ("signed_kept", signed.only_kept),
        ):
            if number:
                parts.append(self.counted(key, number))
        return " ".join(parts)


type Writer = Callable[[Document, Pace], bytes]
"""Writes a document as a file."""


def rows_for(
    layout: Layout,
    charges: Iterable[Charge],
    price: FixedPrice | None,
    pace: Callable[[Iterable[Charge]], Iterable[Charge]] = iter,
) -> tuple[Row, ...]:
    """Return the rows of a layout; estimated costs and sources are marked where it shows them."""
    shows_worth = layout.has_sun or (layout.has_cost and price is None)
    return tuple(rows_of(charges, price, marks_worth=shows_worth, pace=pace))


def written(form: DocumentFormat, kind: Kind, value: Value, currency: str | None = None) -> str:
    """Return a value as people read it; what is not known is a dash."""
    match value:
        case None:
            return "" if kind is Kind.TEXT else "–"
        case str():
            return value
        case datetime():
            return form.moment(value)
        case int():
            return form.share(value) if kind is Kind.PERCENT else str(value)
    if kind is Kind.MONEY:
        return form.amount(value, currency)
    return form.number(value, _PLACES[kind])


def _decimals(price: Decimal) -> int:
    """Return how many decimals a price per kWh needs: those of a coin, or its own."""
    exponent = price.normalize().as_tuple().exponent
    return max(2, -exponent) if isinstance(exponent, int) else 2


def _by_month(rows: tuple[Row, ...]) -> dict[date, list[Row]]:
    months: dict[date, list[Row]] = {}
    for row in rows:
        months.setdefault(row.began.date().replace(day=1), []).append(row)
    return dict(sorted(months.items()))
