"""How documents write numbers, money and dates in eight languages."""

from datetime import datetime
from decimal import Decimal

import pytest

from custom_components.plug_control.texts.document_formats import (
    LANGUAGES,
    decimals_of,
    document_format,
)
from custom_components.plug_control.texts.document_words import document_words
from custom_components.plug_control.texts.languages import plural_form

AT = datetime(2026, 3, 5, 8, 7)  # noqa: DTZ001 - only shown


@pytest.mark.parametrize(
    ("language", "energy", "cost", "share", "moment", "month"),
    [
        ("en", "1,234.500 kWh", "€1,234.50", "87%", "2026-03-05 08:07", "March 2026"),
        ("de", "1.234,500 kWh", "1.234,50 €", "87 %", "05.03.2026 08:07", "März 2026"),
        ("fr", "1 234,500 kWh", "1 234,50 €", "87 %", "05/03/2026 08:07", "mars 2026"),
        ("nl", "1.234,500 kWh", "€ 1.234,50", "87%", "05-03-2026 08:07", "maart 2026"),
        ("es", "1.234,500 kWh", "1.234,50 €", "87 %", "05/03/2026 08:07", "marzo de 2026"),
        ("pl", "1 234,500 kWh", "1 234,50 €", "87%", "05.03.2026 08:07", "marzec 2026"),
        ("cs", "1 234,500 kWh", "1 234,50 €", "87 %", "05.03.2026 08:07", "březen 2026"),
        ("da", "1.234,500 kWh", "1.234,50 €", "87 %", "05.03.2026 08:07", "marts 2026"),
    ],
)
def test_each_language_writes_in_its_way(
    language: str, energy: str, cost: str, share: str, moment: str, month: str
) -> None:
    form = document_format(language)
    value = Decimal("1234.5")
    written = (form.energy(value), form.cost(value, "EUR"), form.share(87))
    assert tuple(each.replace("\N{NO-BREAK SPACE}", " ") for each in written) == (
        energy,
        cost,
        share,
    )
    assert (form.moment(AT), form.day(AT)) == (moment, moment.split(maxsplit=1)[0])
    assert form.month_of(AT) == month


def test_there_are_eight_languages_and_others_are_in_english() -> None:
    assert set(LANGUAGES) == {"en", "de", "fr", "nl", "es", "pl", "cs", "da"}
    assert document_format("pt-BR") is document_format("en")
    assert document_format("de-CH") is document_format("de")


@pytest.mark.parametrize(
    ("language", "value", "currency", "written"),
    [
        ("en", "-1.2", "GBP", "-£1.20"),
        ("en", "3", "CHF", "CHF 3.00"),
        ("de", "-1.2", "CHF", "-1,20 CHF"),
        ("da", "12", "DKK", "12,00 kr."),
        ("pl", "12", "PLN", "12,00 zł"),
        ("en", "1200", "JPY", "¥1,200"),
        ("nl", "-3", "EUR", "-€ 3,00"),
        ("de", "3", None, "3,00"),
    ],
)
def test_money_has_its_sign_and_its_coins(
    language: str, value: str, currency: str | None, written: str
) -> None:
    cost = document_format(language).cost(Decimal(value), currency)
    assert cost.replace("\N{NO-BREAK SPACE}", " ") == written


def test_coins() -> None:
    assert [decimals_of(each) for each in ("EUR", "JPY", "KWD", None)] == [2, 0, 3, 2]


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", {0: "other", 1: "one", 2: "other"}),
        ("fr", {0: "one", 1: "one", 2: "other"}),
        ("cs", {1: "one", 2: "few", 4: "few", 5: "other", 22: "other"}),
        ("pl", {0: "many", 1: "one", 3: "few", 5: "many", 12: "many", 22: "few", 112: "many"}),
    ],
)
def test_plural_forms(language: str, forms: dict[int, str]) -> None:
    assert {number: plural_form(language, number) for number in forms} == forms


def test_a_sentence_takes_the_form_of_its_number() -> None:
    words = document_words("de-AT")
    assert words.counted("running", 1).startswith("1 Ladevorgang ")
    assert words.counted("running", 1200, "1.200").startswith("1.200 Ladevorgänge ")
    assert document_words("xx")["sessions"] == "Sessions"
