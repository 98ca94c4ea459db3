"""Forecast entities in a real Home Assistant: energy platforms are asked, roofs add up, days fill each other's gaps."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockModule,
    MockPlatform,
    mock_integration,
    mock_platform,
)

from custom_components.plug_control.charging.plans.sun import SolarSlot
from custom_components.plug_control.site.options import SiteOptions
from custom_components.plug_control.site.readings import SiteSensors

NOW = datetime(2026, 5, 12, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def forecast_entity(
    hass: HomeAssistant, name: str, entry: MockConfigEntry | None, watts: Mapping[int, float]
) -> str:
    """Return a forecast entity that tells the watts of hours from now in its attributes."""
    if entry is None:
        entity_id = f"sensor.{name}"
    else:
        registry = er.async_get(hass)
        entity_id = registry.async_get_or_create(
            "sensor", entry.domain, name, config_entry=entry
        ).entity_id
    told = {(NOW + at * HOUR).isoformat(): value for at, value in watts.items()}
    hass.states.async_set(entity_id, "1", {"watts": told})
    return entity_id


def entry_of(hass: HomeAssistant, domain: str = "forecaster") -> MockConfigEntry:
    entry = MockConfigEntry(domain=domain, state=ConfigEntryState.LOADED)
    entry.add_to_hass(hass)
    return entry


def energy_platform(hass: HomeAssistant, answer: Any, domain: str = "forecaster") -> list[str]:
    """Give an integration an energy platform; returns for which entries it is asked."""
    asked: list[str] = []

    class Platform(MockPlatform):
        async def async_get_solar_forecast(self, _: HomeAssistant, entry_id: str) -> Any:
            asked.append(entry_id)
            if isinstance(answer, Exception):
                raise answer
            return answer

    mock_integration(hass, MockModule(domain))
    mock_platform(hass, f"{domain}.energy", Platform())
    return asked


def sensors_of(hass: HomeAssistant, *entity_ids: str) -> SiteSensors:
    return SiteSensors(hass, SiteOptions(solar_forecast=entity_ids), ())


def told(forecast: tuple[SolarSlot, ...]) -> dict[int, float]:
    """Return the watts by hours from now."""
    return {int((slot.start - NOW) / HOUR): slot.power_w for slot in forecast}


async def test_entities_of_one_entry_fill_each_other_s_gaps_and_roofs_add_up(
    hass: HomeAssistant,
) -> None:
    entry, other = entry_of(hass), entry_of(hass)
    sensors = sensors_of(
        hass,
        forecast_entity(hass, "today", entry, {0: 100, 1: 200}),
        forecast_entity(hass, "tomorrow", entry, {1: 200, 2: 300}),
        forecast_entity(hass, "garage", other, {1: 50}),
        forecast_entity(hass, "template", None, {2: 7}),
    )
    assert told(sensors.read(NOW).forecast) == {0: 100, 1: 250, 2: 307}


async def test_a_forecast_stays_known_while_its_entity_is_unavailable(hass: HomeAssistant) -> None:
    entity_id = forecast_entity(hass, "template", None, {0: 100})
    sensors = sensors_of(hass, entity_id)
    first = sensors.read(NOW).forecast
    hass.states.async_set(entity_id, "unavailable", {})
    assert sensors.read(NOW).forecast == first
    hass.states.async_remove(entity_id)
    assert told(sensors.read(NOW).forecast) == {0: 100}


async def test_the_energy_platform_tells_what_attributes_do_not(hass: HomeAssistant) -> None:
    """Forecast.Solar has no attributes at all; others tell a day in each entity and all days here."""
    asked = energy_platform(
        hass, {"wh_hours": {(NOW + at * HOUR).isoformat(): 1000 * at for at in range(4)}}
    )
    entry = entry_of(hass)
    sensors = sensors_of(
        hass,
        forecast_entity(hass, "today", entry, {1: 111}),
        forecast_entity(hass, "tomorrow", entry, {}),
    )
    assert told(sensors.read(NOW).forecast) == {1: 111}
    await sensors.async_refresh_forecast()
    assert asked == [entry.entry_id], "once for each entry"
    assert told(sensors.read(NOW).forecast) == {0: 0, 1: 111, 2: 2000, 3: 3000}


@pytest.mark.parametrize("answer", [None, {}, {"wh_hours": None}, "text", {"wh_hours": {"x": 1}}])
async def test_a_platform_that_tells_nothing_changes_nothing(
    hass: HomeAssistant, answer: Any
) -> None:
    energy_platform(hass, answer)
    sensors = sensors_of(hass, forecast_entity(hass, "today", entry_of(hass), {1: 111}))
    await sensors.async_refresh_forecast()
    assert told(sensors.read(NOW).forecast) == {1: 111}


async def test_a_platform_that_fails_keeps_what_it_told(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    answer = {"wh_hours": {NOW.isoformat(): 500}}
    energy_platform(hass, answer)
    sensors = sensors_of(hass, forecast_entity(hass, "today", entry_of(hass), {}))
    await sensors.async_refresh_forecast()
    energy_platform(hass, RuntimeError("its bug"))
    await sensors.async_refresh_forecast()
    await sensors.async_refresh_forecast()
    assert told(sensors.read(NOW).forecast) == {0: 500}
    warnings = [one for one in caplog.records if one.levelname == "WARNING"]
    assert [one.exc_info is not None for one in warnings if "no answer" in one.message] == [True]


async def test_nobody_else_is_asked(hass: HomeAssistant) -> None:
    """Entries that are not loaded, integrations without energy platform, or with one for something else."""
    asked = energy_platform(hass, {"wh_hours": {NOW.isoformat(): 500}})
    mock_integration(hass, MockModule("plain"))
    mock_integration(hass, MockModule("other"))
    mock_platform(hass, "other.energy", MockPlatform())
    asleep = MockConfigEntry(domain="forecaster", state=ConfigEntryState.SETUP_RETRY)
    asleep.add_to_hass(hass)
    entries = [asleep, entry_of(hass, "plain"), entry_of(hass, "other")]
    sensors = sensors_of(
        hass,
        *(forecast_entity(hass, f"of_{entry.domain}", entry, {}) for entry in entries),
        "sensor.none",
    )
    await sensors.async_refresh_forecast()
    assert asked == []
    assert sensors.read(NOW).forecast == ()
