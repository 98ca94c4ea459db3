"""How documents write numbers, money, dates and months in each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Final

from .number_format import NumberFormat, number_format_of

_SPACE: Final = "\N{NO-BREAK SPACE}"
_NO_COINS: Final = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_SMALL_COINS: Final = "BHD IQD JOD KWD LYD OMR TND"
_DECIMALS: Final = {
    currency: decimals
    for currencies, decimals in ((_NO_COINS, 0), (_SMALL_COINS, 3))
    for currency in currencies.split()
}
_SYMBOLS: Final[Mapping[str, str]] = {
    "EUR": "€",
    "USD": "$",
    "GBP": "£",
    "JPY": "¥",
    "PLN": "zł",
    "CZK": "Kč",
    "DKK": "kr.",
    "SEK": "kr",
    "NOK": "kr",
}
"""Currencies with a sign that people know; all others are written with their code."""
_MONTHS: Final[Mapping[str, str]] = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pl": "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
    "cs": "leden únor březen duben květen červen červenec srpen září říjen listopad prosinec",
    "da": "januar februar marts april maj juni juli august september oktober november december",
}
"""The months as they stand alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFormat:
    """How one language writes what documents contain."""

    language: str
    numbers: NumberFormat
    day_pattern: str
    """As for strftime."""
    month: str = "{month} {year}"
    money: str = f"{{amount}}{_SPACE}{{sign}}"
    percent: str = f"{{number}}{_SPACE}%"

    def number(self, value: Decimal | float, decimals: int) -> str:
        """Return a number with exactly so many decimals."""
        return self.numbers.exact(value, decimals)

    def energy(self, kwh: Decimal) -> str:
        """Return an energy in kWh with its unit."""
        return f"{self.number(kwh, 3)}{_SPACE}kWh"

    def amount(self, value: Decimal, currency: str | None) -> str:
        """Return money without its currency."""
        return self.number(value, decimals_of(currency))

    def cost(self, value: Decimal, currency: str | None, decimals: int | None = None) -> str:
        """Return money with its currency, with the decimals of its coins unless `decimals` says otherwise."""
        if decimals is None:
            decimals = decimals_of(currency)
        sign = sign_of(currency)
        if not sign:
            return self.number(value, decimals)
        pattern = self.money.replace("{sign}{amount}", f"{{sign}}{_SPACE}{{amount}}")
        pattern = self.money if len(sign) == 1 else pattern
        minus = "-" if value < 0 else ""
        return minus + pattern.format(amount=self.number(abs(value), decimals), sign=sign)

    def share(self, value: int) -> str:
        """Return a whole number of percent."""
        return self.percent.format(number=value)

    def day(self, at: date) -> str:
        """Return a day."""
        return f"{at:{self.day_pattern}}"

    def moment(self, at: datetime) -> str:
        """Return a day and a time to the minute."""
        return f"{_day(self.day_pattern, at.date())} {at.hour:02}:{at.minute:02}"

    def month_of(self, at: date) -> str:
        """Return a month and its year."""
        months = _MONTHS[self.language].split()
        return self.month.format(month=months[at.month - 1], year=at.year)


@lru_cache(400)
def _day(pattern: str, day: date) -> str:
    """Return a day; the times of a month share some thirty."""
    return f"{day:{pattern}}"


_DOTS: Final = "%d.%m.%Y"
_SLASHES: Final = "%d/%m/%Y"
_FORMATS: Final[Mapping[str, DocumentFormat]] = {
    each.language: each
    for each in (
        DocumentFormat(
            language="en",
            numbers=number_format_of("en"),
            day_pattern="%Y-%m-%d",
            money="{sign}{amount}",
            percent="{number}%",
        ),
        DocumentFormat(language="de", numbers=number_format_of("de"), day_pattern=_DOTS),
        DocumentFormat(language="fr", numbers=number_format_of("fr"), day_pattern=_SLASHES),
        DocumentFormat(
            language="nl",
            numbers=number_format_of("nl"),
            day_pattern="%d-%m-%Y",
            money=f"{{sign}}{_SPACE}{{amount}}",
            percent="{number}%",
        ),
        DocumentFormat(
            language="es",
            numbers=number_format_of("es"),
            day_pattern=_SLASHES,
            month="{month} de {year}",
        ),
        DocumentFormat(
            language="pl", numbers=number_format_of("pl"), day_pattern=_DOTS, percent="{number}%"
        ),
        DocumentFormat(language="cs", numbers=number_format_of("cs"), day_pattern=_DOTS),
        DocumentFormat(language="da", numbers=number_format_of("da"), day_pattern=_DOTS),
    )
}
"""From Unicode's data (CLDR); English dates are ISO 8601, which reads the same on both sides of the Atlantic."""
LANGUAGES: Final = tuple(_FORMATS)


def document_format(language: str) -> DocumentFormat:
    """Return the format of a language ("de", "de-CH"); English for one that documents do not know."""
    return _FORMATS.get(language.partition("-")[0].lower(), _FORMATS["en"])


def decimals_of(currency: str | None) -> int:
    """Return how many decimals the smallest coin of a currency has (ISO 4217)."""
    return _DECIMALS.get(currency or "", 2)


def sign_of(currency: str | None) -> str:
    """Return the sign of a currency, or else its code."""
    return _SYMBOLS.get(currency or "", currency or "")
