"""What an earlier version stored of what feeding in pays, as a tariff."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.entry.migration import MINOR_VERSION, VERSION, async_migrate


@pytest.mark.parametrize(
    ("site", "expected_site", "tariffs"),
    [
        ({}, {}, {}),
        ({"feed_in_price": 0.0}, {}, {}),
        (
            {"feed_in_price": 0.08},
            {},
            {"feed_in_prices": [{"begins": "2000-01-01", "price": 0.08}]},
        ),
        (
            {"feed_in_price": 8.2, "prices": ["sensor.gone", "sensor.cents"]},
            {"prices": ["sensor.gone", "sensor.cents"]},
            {"feed_in_prices": [{"begins": "2000-01-01", "price": 0.082}]},
        ),
        (
            {"feed_in_price": 80, "prices": ["sensor.registered"]},
            {"prices": ["sensor.registered"]},
            {"feed_in_prices": [{"begins": "2000-01-01", "price": 0.08}]},
        ),
    ],
)
async def test_what_feeding_in_pays_becomes_a_tariff_in_the_currency(
    hass: HomeAssistant,
    site: dict[str, Any],
    expected_site: dict[str, Any],
    tariffs: dict[str, Any],
) -> None:
    hass.states.async_set("sensor.cents", "30", {"unit_of_measurement": "ct/kWh"})
    er.async_get(hass).async_get_or_create(
        "sensor", "market", "1", suggested_object_id="registered", unit_of_measurement="EUR/MWh"
    )
    old = MockConfigEntry(
        domain=DOMAIN,
        version=3,
        minor_version=1,
        data={"port": 0},
        options={"site": site, "other": 1},
    )
    old.add_to_hass(hass)
    await async_migrate(hass, old)
    assert (old.version, old.minor_version) == (VERSION, MINOR_VERSION)
    assert old.options["site"] == expected_site
    assert old.options.get("tariffs", {}) == tariffs
    assert old.options["other"] == 1
