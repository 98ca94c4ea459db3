"""System health: whether somebody listens, and who talks."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry, get_system_health_info

from custom_components.plug_control.const import DOMAIN
from simulator.scripted import ScriptedChargePoint

from .helpers import charge_point_data, scripted, set_up


async def health(hass: HomeAssistant) -> dict[str, Any]:
    """What the system health card shows."""
    await async_setup_component(hass, DOMAIN, {})
    assert await async_setup_component(hass, "system_health", {})
    await hass.async_block_till_done()
    return await get_system_health_info(hass, DOMAIN)


async def test_the_figures_of_all_entries_are_added_up(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    other = await set_up(hass, charge_point_data("CP-2"))
    async with scripted(entry, "STRANGER") as stranger:
        await stranger.boot()
        before = await health(hass)
        await charge_point.send_raw('[2,"x","Nonsense",{}]')
        await charge_point.call("Heartbeat")
        info = await get_system_health_info(hass, DOMAIN)
    ports = {each.runtime_data.central_system.port for each in (entry, other)}
    assert {int(port) for port in info["listening"].split(", ")} == ports
    assert info["charge_points"] == "1/2"
    assert info["unknown_charge_points"] == 1
    assert info["messages_received"] >= before["messages_received"] + 2
    assert info["messages_sent"] >= before["messages_sent"] + 2
    assert info["errors_sent"] == before["errors_sent"] + 1


async def test_nobody_listens_where_nothing_is_set_up(hass: HomeAssistant) -> None:
    info = await health(hass)
    assert info["listening"] == "no"
    assert info["charge_points"] == "0/0"
