"""What documents say of actual prices: which they are, and where they come from."""

from datetime import date, datetime
from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.documents.tariff import in_force, tariff_lines
from custom_components.plug_control.model.money.tariff import FixedPrice

from .charges import BERLIN

OCTOBER = datetime(2026, 10, 1, tzinfo=BERLIN)
NOVEMBER = datetime(2026, 11, 1, tzinfo=BERLIN)


def said(hass: HomeAssistant, options: dict[str, Any], language: str = "en") -> list[str]:
    """Return the sentences of October."""
    entry = MockConfigEntry(domain=DOMAIN, options=options)
    lines = tariff_lines(hass, entry, OCTOBER, NOVEMBER, language)
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]


def test_prices_of_the_period_and_their_sources_are_named(hass: HomeAssistant) -> None:
    hass.config.currency = "EUR"
    hass.states.async_set("sensor.price", "0.3", {"friendly_name": "Strompreis"})
    lines = said(
        hass,
        {
            "site": {"prices": ["sensor.price"]},
            "tariffs": {
                "price_surcharge": 0.125,
                "price_factor": 1.19,
                "fixed_prices": [
                    {"begins": "2000-01-01", "price": 0.25},
                    {"begins": "2026-01-01", "price": 0.3436},
                    {
                        "begins": "2026-10-15",
                        "price": 0.4,
                        "other_price": 0.2,
                        "other_from": "22:00:00",
                        "other_until": "06:00:00",
                    },
                    {"begins": "2026-11-01", "price": 0.5},
                ],
                "feed_in_entity": "sensor.feed_in",
                "feed_in_prices": [{"begins": "2000-01-01", "price": 0.08}],
                "battery_price": 0.1,
            },
        },
    )
    assert lines == [
        "From the grid: the price of its hour, of Strompreis (sensor.price)",
        "To this price €0.125 per kWh are added, then it is multiplied by 1.190",
        "€0.3436 per kWh from the grid since 2026-01-01",
        "€0.40 per kWh from the grid since 2026-10-15",
        "But €0.20 from 22:00 to 06:00",
        "From the sun: what feeding in would have paid in its hour, of sensor.feed_in",
        "From the sun: €0.08 per kWh, which feeding in would have paid",
        "From the home battery: €0.10 per kWh",
    ]


def test_no_price_says_nothing(hass: HomeAssistant) -> None:
    assert said(hass, {}) == []


@pytest.mark.parametrize(
    ("begins", "counted"),
    [((1, 5), [1, 5]), ((1, 10), [1, 10]), ((11,), []), ((1, 3, 11), [3])],
)
def test_a_price_counts_until_the_next_one(begins: tuple[int, ...], counted: list[int]) -> None:
    prices = [
        FixedPrice(begins=date(2026, month, 1 if month != 10 else 2), price=0.3) for month in begins
    ]
    found = [price.begins.month for price in in_force(prices, OCTOBER, NOVEMBER)]
    assert found == (counted if begins != (1, 5) else [5])
