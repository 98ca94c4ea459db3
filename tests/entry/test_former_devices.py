"""What refers to a device that became part of its charge point's: listed in a repair, understood by our actions."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

from homeassistant.components.lovelace.const import LOVELACE_DATA
from homeassistant.components.lovelace.dashboard import LovelaceStorage
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, issue_registry as ir
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.plug_control.actions.targets import async_get_target
from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.device_layout import former_identifier
from custom_components.plug_control.entry.former_devices import SETTLE_S
from tests.helpers import (
    CHARGE_POINT_ID,
    charge_point_data,
    coordinator_of,
    scripted,
    set_up,
    status,
)

FORMER = "0123456789abcdef0123456789abcdef"


@pytest.fixture
async def migrated(hass: HomeAssistant) -> MockConfigEntry:
    """A config entry whose charge point took its connector's device in, when it was migrated."""
    entry = await set_up(hass, charge_point_data(main_connector=1))
    registry = dr.async_get(hass)
    device = registry.async_get_device_by_identifier((DOMAIN, CHARGE_POINT_ID), entry.entry_id)
    assert device is not None
    registry.async_update_device(
        device.id, new_identifiers=device.identifiers | {former_identifier(FORMER)}
    )
    return entry


def automation(device_id: str, **more: Any) -> dict[str, Any]:
    """An automation with a device trigger, which cannot be loaded when its device is gone."""
    return {
        "id": "night",
        "alias": "Night [charge]",
        "triggers": [
            {
                "trigger": "device",
                "domain": "switch",
                "type": "turned_on",
                "device_id": device_id,
                "entity_id": "switch.garage_charge",
            }
        ],
        "actions": [],
        **more,
    }


def script(device_id: str) -> dict[str, Any]:
    """A script that names a device as target."""
    return {
        "alias": "Stop all",
        "sequence": [{"action": "switch.turn_off", "target": {"device_id": device_id}}],
    }


def listed(hass: HomeAssistant) -> str | None:
    """What the repair lists, None where there is none."""
    for issue in ir.async_get(hass).issues.values():
        if issue.domain == DOMAIN and issue.translation_key == "former_device":
            assert issue.translation_placeholders is not None
            assert issue.translation_placeholders["name"] == "Garage"
            return issue.translation_placeholders["references"]
    return None


async def reload(hass: HomeAssistant, domain: str, config: dict[str, Any]) -> None:
    """Load automations or scripts anew, as their editors do."""
    with patch("homeassistant.config.load_yaml_config_file", return_value=config):
        await hass.services.async_call(domain, "reload", blocking=True)


async def looked(hass: HomeAssistant) -> None:
    """Let the time pass after which changes are looked at."""
    await hass.async_block_till_done()
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=SETTLE_S + 1))
    await hass.async_block_till_done(wait_background_tasks=True)


async def test_automations_scripts_and_dashboards_are_listed_until_they_are_changed(
    hass: HomeAssistant, migrated: MockConfigEntry
) -> None:
    assert await async_setup_component(hass, "lovelace", {})
    dashboard = LovelaceStorage(hass, {"id": "house", "url_path": "my-house", "title": "House"})
    hass.data[LOVELACE_DATA].dashboards["my-house"] = dashboard
    template = f"{{{{ device_attr('{FORMER}', 'name') }}}}"
    await dashboard.async_save({"views": [{"cards": [{"type": "markdown", "content": template}]}]})
    assert await async_setup_component(hass, "automation", {"automation": automation(FORMER)})
    assert await async_setup_component(hass, "script", {"script": {"stop": script(FORMER)}})
    await hass.config_entries.async_reload(migrated.entry_id)
    await hass.async_block_till_done()
    assert listed(hass) == (
        "- [Night \\[charge\\]](/config/automation/edit/night)\n"
        "- [Stop all](/config/script/edit/stop)\n"
        "- [House](/my-house)"
    )

    await dashboard.async_save({"views": []})
    await looked(hass)
    assert listed(hass) == (
        "- [Night \\[charge\\]](/config/automation/edit/night)\n"
        "- [Stop all](/config/script/edit/stop)"
    )

    (device,) = dr.async_entries_for_config_entry(dr.async_get(hass), migrated.entry_id)
    await reload(hass, "script", {"script": {"stop": script(device.id)}})
    await reload(hass, "automation", {"automation": automation(device.id)})
    await looked(hass)
    assert listed(hass) is None


async def test_nothing_is_listed_where_nothing_refers_to_it(
    hass: HomeAssistant, migrated: MockConfigEntry
) -> None:
    (device,) = dr.async_entries_for_config_entry(dr.async_get(hass), migrated.entry_id)
    assert await async_setup_component(hass, "script", {"script": {"stop": script(device.id)}})
    await hass.config_entries.async_reload(migrated.entry_id)
    await looked(hass)
    assert listed(hass) is None


async def test_actions_understand_the_device_that_went(
    hass: HomeAssistant, migrated: MockConfigEntry
) -> None:
    async with scripted(migrated) as charge_point:
        await charge_point.boot()
        await status(charge_point)
        await hass.async_block_till_done()
        target = async_get_target(hass, {"device_id": [FORMER]})
        assert (target.charge_point_id, target.connector_id) == (CHARGE_POINT_ID, 1)


async def test_the_device_of_a_charge_point_means_it_and_its_connector(
    hass: HomeAssistant, migrated: MockConfigEntry
) -> None:
    """A connector that is heard of later does not change what "Garage" means."""
    async with scripted(migrated) as charge_point:
        await charge_point.boot()
        await status(charge_point, connector_id=1)
        await status(charge_point, connector_id=2)
        await hass.async_block_till_done()
        device_id = coordinator_of(migrated).device_id
        target = async_get_target(hass, {"device_id": [device_id]})
        assert (target.connector_id, target.require_connector_id()) == (None, 1)
        second = coordinator_of(migrated).async_connector_device(2)
        assert second is not None
        target = async_get_target(hass, {"device_id": [second.id]})
        assert (target.connector_id, target.require_connector_id()) == (2, 2)
        both = async_get_target(hass, {"device_id": [device_id, second.id]})
        assert both.require_connector_id() == 2
