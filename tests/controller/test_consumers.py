"""Other consumers in a whole Home Assistant: a binary sensor of the site for each."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er

from custom_components.plug_control.const import DOMAIN
from tests.entity_states import value
from tests.house import MEASURED, House, house, wallbox
from tests.smart import change_site

ROD = {"name": "Heating rod", "power": 2000, "priority": 1}


def entity_id(home: House, consumer: str) -> str | None:
    """Return the binary sensor of a consumer."""
    unique_id = f"{home.entry.entry_id}_may_run_{consumer}"
    return er.async_get(home.hass).async_get_entity_id("binary_sensor", DOMAIN, unique_id)


def told(home: House, consumer: str = "Heating rod") -> str:
    """Return what it shows."""
    found = entity_id(home, consumer)
    assert found is not None
    return value(home.hass, found)


async def test_each_consumer_has_a_binary_sensor_that_says_whether_it_may_run(
    hass: HomeAssistant,
) -> None:
    async with house(hass, wallbox(), site={**MEASURED, "consumers": [ROD]}) as home:
        assert told(home) == "off"
        home.sun_w = 300 + 2100
        await home.run(90)
        assert told(home) == "on"
        state = hass.states.get(entity_id(home, "Heating rod") or "")
        assert state is not None
        assert state.name.endswith("Heating rod may run")
        home.load_w += 2000
        await home.run(200)
        assert told(home) == "on", "what it takes itself is not missing"
        home.sun_w = 500
        await home.run(200)
        assert told(home) == "off"


async def test_one_that_is_no_longer_listed_goes_and_a_new_one_comes(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), site={**MEASURED, "consumers": [ROD]}) as home:
        devices = dr.async_entries_for_config_entry(dr.async_get(hass), home.entry.entry_id)
        site = {(DOMAIN, f"site_{home.entry.entry_id}")}
        assert [device.name for device in devices if device.identifiers == site] == [
            home.entry.title
        ]
        pump = {"name": "Pump", "power": 900}
        await change_site(hass, home.entry, {**MEASURED, "consumers": [pump]})
        await home.run(20)
        assert entity_id(home, "Heating rod") is None
        assert told(home, "Pump") == "off"
        await change_site(hass, home.entry, {"consumers": [pump]})
        await home.run(20)
        assert entity_id(home, "Pump") is None, "without a meter nothing is shared"
