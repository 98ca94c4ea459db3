"""Price entities in a real Home Assistant: several together, plain ones, unavailable ones, midnight, and when they are parsed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
import pytest

from custom_components.plug_control.site import forecast_sources, price_sources
from custom_components.plug_control.site.options import SiteOptions
from custom_components.plug_control.site.readings import SiteSensors, SiteValues

NOW = datetime(2026, 5, 12, 11, 0, tzinfo=UTC)
PRICES, NEXT_DAY = "sensor.prices", "event.next_day_rates"
SOLAR = "sensor.solar"
WITH_PRICES = SiteOptions(prices=(PRICES, NEXT_DAY))


@pytest.fixture(autouse=True)
async def noon(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """It is 13:00 in Zurich."""
    await hass.config.async_set_time_zone("Europe/Zurich")
    hass.config.currency = "CHF"
    freezer.move_to(NOW)


def read(hass: HomeAssistant, options: SiteOptions) -> SiteValues:
    return SiteSensors(hass, options, ()).read(NOW)


def rows(first: datetime, *prices: float) -> list[dict[str, Any]]:
    """Return an hour's row for each price."""
    return [
        {
            "start": first + at * timedelta(hours=1),
            "end": first + (at + 1) * timedelta(hours=1),
            "value": price,
        }
        for at, price in enumerate(prices)
    ]


def test_prices_of_several_entities(hass: HomeAssistant) -> None:
    hass.states.async_set(
        PRICES, "0.1", {"unit_of_measurement": "GBP/kWh", "rates": rows(NOW, 0.1, 0.2)}
    )
    hass.states.async_set(
        NEXT_DAY, "2026-05-12T10:00:00+00:00", {"rates": rows(NOW + timedelta(hours=1), 9, 0.3)}
    )
    values = read(hass, WITH_PRICES)
    assert [slot.price for slot in values.prices] == [0.1, 0.2, 0.3]
    assert (values.price, values.price_unit) == (0.1, "GBP/kWh")


def test_a_plain_price_sensor_tells_this_hour_in_the_first_one_s_unit(hass: HomeAssistant) -> None:
    hass.states.async_set(PRICES, "180", {"unit_of_measurement": "EUR/MWh"})
    values = read(hass, WITH_PRICES)
    assert values.price == pytest.approx(0.18)
    assert values.price_unit == "EUR/kWh"
    assert [(slot.start, slot.end) for slot in values.prices] == [(NOW, NOW + timedelta(hours=1))]
    hass.states.async_set(PRICES, "unavailable", {})
    values = read(hass, WITH_PRICES)
    assert (values.price, values.price_unit) == (None, "CHF/kWh")


def test_a_unit_that_is_known_late_or_changes_is_that_of_all_prices(hass: HomeAssistant) -> None:
    """After a start of Home Assistant the first entity may come last; the second one tells cents."""
    sensors = SiteSensors(hass, WITH_PRICES, ())
    attributes = {"unit_of_measurement": "ct/kWh", "raw_today": rows(NOW, 12.0)}
    assert sensors.read(NOW).price_unit == "CHF/kWh"
    hass.states.async_set(NEXT_DAY, "x", attributes)
    values = sensors.read(NOW)
    assert (values.price, values.price_unit) == (12.0, "ct/kWh")
    hass.states.async_set(PRICES, "unknown", {"unit_of_measurement": "EUR/kWh"})
    values = sensors.read(NOW)
    assert values.price == pytest.approx(0.12)
    assert values.price_unit == "EUR/kWh"
    for entity_id in (PRICES, NEXT_DAY):
        hass.states.async_remove(entity_id)
    values = sensors.read(NOW)
    assert values.price == pytest.approx(0.12)
    assert values.price_unit == "EUR/kWh", "what is known stays in its unit"


def test_a_plain_price_is_told_in_both_of_the_hours_that_have_one_name(hass: HomeAssistant) -> None:
    """When summer time ends, the hour from 02:00 comes twice."""
    hass.states.async_set(PRICES, "0.18", {"unit_of_measurement": "EUR/kWh"})
    sensors = SiteSensors(hass, WITH_PRICES, ())
    for hour in (0, 1):
        now = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
        assert sensors.read(now).price == 0.18


def test_prices_stay_known_while_their_entity_is_unavailable(hass: HomeAssistant) -> None:
    sensors = SiteSensors(hass, WITH_PRICES, ())
    hass.states.async_set(PRICES, "0.1", {"raw_today": rows(NOW, 0.1, 0.2)})
    assert len(sensors.read(NOW).prices) == 2
    hass.states.async_set(PRICES, "unavailable", {})
    assert [slot.price for slot in sensors.read(NOW).prices] == [0.1, 0.2]
    hass.states.async_remove(PRICES)
    assert [slot.price for slot in sensors.read(NOW).prices] == [0.1, 0.2]


def test_a_list_called_today_is_of_the_day_on_which_it_was_written(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    """At midnight it is yesterday's until the integration writes it anew."""
    sensors = SiteSensors(hass, replace(WITH_PRICES, prices=(PRICES,)), ())
    hass.states.async_set(PRICES, "0.5", {"today": [0.5] * 24})
    midnight = datetime(2026, 5, 12, 22, 0, 5, tzinfo=UTC)
    freezer.move_to(midnight)
    assert [slot.price for slot in sensors.read(midnight).prices] == [0.5] * 24 + [0.5]
    assert sensors.read(midnight).prices[0].start == datetime(2026, 5, 11, 22, tzinfo=UTC)
    hass.states.async_set(PRICES, "0.6", {"today": [0.6] * 24})
    assert [slot.price for slot in sensors.read(midnight).prices] == [0.6] * 24


def test_what_has_not_changed_is_not_parsed_again(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[str] = []

    def counted(module: Any, name: str) -> None:
        parse = getattr(module, name)

        def count(*arguments: Any) -> Any:
            parsed.append(name)
            return parse(*arguments)

        monkeypatch.setattr(module, name, count)

    counted(price_sources, "attribute_prices")
    counted(forecast_sources, "forecast_slots")
    options = SiteOptions(prices=(PRICES,), solar_forecast=(SOLAR,))
    attributes = {"today": [0.5] * 24}
    hass.states.async_set(PRICES, "0.5", attributes)
    hass.states.async_set(SOLAR, "5", {"watts": {NOW.isoformat(): 5}})
    sensors = SiteSensors(hass, options, ())
    first = sensors.read(NOW)
    assert parsed == ["attribute_prices", "forecast_slots"]
    again = sensors.read(NOW + timedelta(seconds=10))
    hass.states.async_set(PRICES, "0.7", dict(attributes))
    after = sensors.read(NOW + timedelta(seconds=20))
    assert parsed == ["attribute_prices", "forecast_slots"]
    assert again.prices is first.prices
    assert again.forecast is first.forecast
    assert after.prices == first.prices
