"""What a document says of actual prices: which they are, and where they come from."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time
from decimal import Decimal
from itertools import pairwise

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from custom_components.plug_control.model.money.tariff import NO_ADJUSTMENT, FixedPrice
from custom_components.plug_control.site.options import site_options
from custom_components.plug_control.site.tariffs import ALWAYS
from custom_components.plug_control.texts.document_formats import document_format
from custom_components.plug_control.texts.document_words import document_words


def tariff_lines(
    hass: HomeAssistant, entry: ConfigEntry, start: datetime, end: datetime, language: str
) -> Iterator[str]:
    """Yield a sentence for each source of prices of a period, whose ends are local times."""
    words, form = document_words(language), document_format(language)
    site, currency = site_options(entry), hass.config.currency
    tariffs = site.tariffs

    def money(price: float) -> str:
        exact = Decimal(repr(price)).normalize()
        exponent = exact.as_tuple().exponent
        return form.cost(exact, currency, max(2, -exponent if isinstance(exponent, int) else 0))

    def fixed(key: str, prices: Iterable[FixedPrice]) -> Iterator[str]:
        for each in in_force(prices, start, end):
            since = "" if each.begins <= ALWAYS else "_since"
            yield words[f"tariff_{key}{since}"].format(
                price=money(each.price), since=form.day(each.begins)
            )
            if each.other_price is not None:
                yield words["tariff_other"].format(
                    price=money(each.other_price),
                    start=_clock(each.other_from),
                    end=_clock(each.other_until),
                )

    for entity_id in site.prices:
        yield words["tariff_entity"].format(entity=_named(hass, entity_id))
    if site.prices and tariffs.adjustment != NO_ADJUSTMENT:
        yield words["tariff_adjustment"].format(
            surcharge=money(tariffs.adjustment.surcharge),
            factor=form.number(Decimal(repr(tariffs.adjustment.factor)), 3),
        )
    yield from fixed("fixed", tariffs.fixed)
    if tariffs.feed_in_entity is not None:
        yield words["tariff_feed_in_entity"].format(entity=_named(hass, tariffs.feed_in_entity))
    yield from fixed("feed_in", tariffs.feed_in)
    if tariffs.battery_price is not None:
        yield words["tariff_battery"].format(price=money(tariffs.battery_price))


def in_force(prices: Iterable[FixedPrice], start: datetime, end: datetime) -> Iterator[FixedPrice]:
    """Yield the prices that counted at some time of a period, the first one first."""
    ordered = sorted(prices, key=lambda each: each.begins)
    for price, until in pairwise([*ordered, None]):
        assert price is not None
        if price.begins < end.date() and (until is None or until.begins > start.date()):
            yield price


def _named(hass: HomeAssistant, entity_id: str) -> str:
    state = hass.states.get(entity_id)
    return entity_id if state is None else f"{state.name} ({entity_id})"


def _clock(at: time | None) -> str:
    return "" if at is None else f"{at:%H:%M}"
