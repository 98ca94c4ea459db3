"""The life of a config entry: set up, stopped, unloaded, restarted, removed; its devices and what the entities hear."""

import asyncio
from functools import partial
import gc
import logging
import socket
from typing import Any
from unittest.mock import patch
import weakref

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import (
    CONF_HOST,
    CONF_PORT,
    EVENT_HOMEASSISTANT_FINAL_WRITE,
    EVENT_HOMEASSISTANT_STOP,
)
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.plug_control import async_remove_config_entry_device
from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.model.events import ConnectionChanged, ConnectorChanged, Event
from simulator.frames import Json
from simulator.scripted import ScriptedChargePoint

from .helpers import (
    CHARGE_POINT_ID,
    CHARGE_POINT_NAME,
    HOST,
    ID_TAG,
    charge_point_data,
    coordinator_of,
    devices_of,
    scripted,
    set_up,
    state_of,
    status,
    until,
)

START: dict[str, Json] = {
    "connectorId": 1,
    "idTag": ID_TAG,
    "meterStart": 1000,
    "timestamp": "2026-11-22T08:00:00Z",
}
NUMBER = "number.garage_maximum_current"


def children(hass: HomeAssistant, entry: MockConfigEntry) -> list[dr.ChildDeviceEntry]:
    """The child devices of the entry."""
    return dr.async_child_entries_for_config_entry(dr.async_get(hass), entry.entry_id)


# ---- setting up and ending


async def test_the_actions_are_there_without_any_entry(hass: HomeAssistant) -> None:
    assert await async_setup_component(hass, DOMAIN, {})
    assert hass.services.has_service(DOMAIN, "remote_start_transaction")


async def test_a_charge_point_is_connected_once_it_dialled_in(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    assert state_of(entry) is ConfigEntryState.LOADED
    assert coordinator_of(entry).available


async def test_an_entry_whose_port_is_taken_is_tried_again(
    hass: HomeAssistant, charge_point: ScriptedChargePoint, entry: MockConfigEntry
) -> None:
    await status(charge_point)
    await hass.async_block_till_done()
    await hass.config_entries.async_unload(entry.entry_id)
    with socket.create_server((HOST, 0)) as other:
        hass.config_entries.async_update_entry(
            entry, data={CONF_HOST: HOST, CONF_PORT: other.getsockname()[1]}
        )
        await hass.config_entries.async_setup(entry.entry_id)
        assert state_of(entry) is ConfigEntryState.SETUP_RETRY
        assert all(
            state.state == "unavailable" and state.attributes.get("restored")
            for state in hass.states.async_all()
        )
    await hass.config_entries.async_reload(entry.entry_id)
    assert state_of(entry) is ConfigEntryState.LOADED


async def test_a_ledger_that_cannot_be_read_now_is_tried_again(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    await hass.config_entries.async_unload(entry.entry_id)
    with patch(
        "custom_components.plug_control.CentralSystem.load", side_effect=OSError("I/O error")
    ):
        await hass.config_entries.async_setup(entry.entry_id)
    assert state_of(entry) is ConfigEntryState.SETUP_RETRY
    assert entry.reason == "I/O error"


async def test_unloading_closes_the_sockets_and_the_port(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    central_system = entry.runtime_data.central_system
    port = central_system.port
    assert await hass.config_entries.async_unload(entry.entry_id)
    await charge_point.wait_closed()
    assert not central_system.is_listening
    with pytest.raises(OSError, match=r"refused|failed"):
        await asyncio.open_connection(HOST, port)


async def test_an_entry_whose_platforms_do_not_unload_listens_no_more(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    with patch.object(hass.config_entries, "async_unload_platforms", return_value=False):
        assert not await hass.config_entries.async_unload(entry.entry_id)
    assert state_of(entry) is ConfigEntryState.FAILED_UNLOAD
    await charge_point.wait_closed()
    # Else Home Assistant would not unload it at the end of the test.
    object.__setattr__(entry, "state", ConfigEntryState.LOADED)


async def test_home_assistants_stop_closes_the_sockets_and_saves_what_was_told(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    charge_point: ScriptedChargePoint,
    hass_storage: dict[str, Any],
) -> None:
    await charge_point.boot("XC", "C2EU")
    hass.set_state(CoreState.stopping)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await charge_point.wait_closed()
    await hass.async_block_till_done()
    hass.set_state(CoreState.final_write)
    hass.bus.async_fire("homeassistant_final_write")
    await hass.async_block_till_done()
    hass.set_state(CoreState.running)

    remembered = hass_storage[f"{DOMAIN}.{entry.entry_id}.memory"]["data"][CHARGE_POINT_ID]
    assert "C2EU" in str(remembered)


async def test_after_a_restart_everything_is_as_it_was(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    await charge_point.boot("XC", "C2EU", firmwareVersion="2.2.10.23")
    await status(charge_point, "Charging")
    started = await charge_point.call("StartTransaction", START)
    await hass.async_block_till_done()
    entities = {state.entity_id for state in hass.states.async_all()}
    before = coordinator_of(entry)

    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()

    after = coordinator_of(entry)
    assert after is not before
    assert after.charge_point.model == "C2EU"
    transaction = after.charge_point.connectors[1].transaction
    assert transaction is not None
    assert transaction.transaction_id == started["transactionId"]
    assert entities <= {state.entity_id for state in hass.states.async_all()}
    async with scripted(entry) as again:
        await again.call("Heartbeat")
        await until(lambda: after.available)


def listener_counts(hass: HomeAssistant) -> dict[str, int]:
    """Return how many listeners each event has, but for those of stores that are about to write anyway."""
    counts = {str(event): count for event, count in hass.bus.async_listeners().items()}
    counts.pop(str(EVENT_HOMEASSISTANT_FINAL_WRITE), None)
    return counts


async def test_reloading_leaves_nothing_behind(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    await status(charge_point)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    listeners = listener_counts(hass)
    coordinator = weakref.ref(coordinator_of(entry))
    entity = weakref.ref(hass.data["entity_components"]["number"].get_entity(NUMBER))
    assert entity() is not None

    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()

    gc.collect()
    assert listener_counts(hass) == listeners
    assert coordinator() is None
    assert entity() is None


async def test_two_entries_live_side_by_side(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    other = await set_up(hass, charge_point_data("CP-2", "Carport"))
    async with scripted(other, "CP-2") as second:
        await second.boot()
        await until(lambda: coordinator_of(other, "CP-2").available)
        await hass.config_entries.async_unload(other.entry_id)
    assert charge_point.connected


# ---- devices


async def test_the_device_of_a_charge_point_tells_what_it_told_of_itself(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    await charge_point.boot(
        "XC", "C2EU", chargePointSerialNumber="SN-0815", firmwareVersion="2.2.10.23"
    )
    device = devices_of(hass, entry)[CHARGE_POINT_ID]
    assert isinstance(device, dr.DeviceEntry)
    assert device.name == CHARGE_POINT_NAME
    assert (device.manufacturer, device.model) == ("XC", "C2EU")
    assert (device.serial_number, device.sw_version) == ("SN-0815", "2.2.10.23")

    await charge_point.boot("XC", "C2EU", firmwareVersion="2.3")
    device = devices_of(hass, entry)[CHARGE_POINT_ID]
    assert isinstance(device, dr.DeviceEntry)
    assert device.sw_version == "2.3"


async def test_a_connector_that_is_no_more_can_be_removed_and_nothing_else(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    charge_point: ScriptedChargePoint,
    hass_ws_client: WebSocketGenerator,
) -> None:
    await status(charge_point)
    await hass.async_block_till_done()
    registry = dr.async_get(hass)
    coordinator = coordinator_of(entry)
    stale = registry.async_get_or_create_child(
        config_entry_id=entry.entry_id,
        config_subentry_id=coordinator.subentry.subentry_id,
        **coordinator.connector_device_info(2),
    )
    parent = registry.async_get(coordinator.device_id)
    assert parent is not None

    assert not await async_remove_config_entry_device(hass, entry, parent)
    assert await async_setup_component(hass, "config", {})
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {
            "type": "config/device_registry/remove_config_entry",
            "config_entry_id": entry.entry_id,
            "device_id": stale.id,
        }
    )
    response = await client.receive_json()
    assert response["success"]
    assert children(hass, entry) == []

    await status(charge_point, connector_id=2)
    await hass.async_block_till_done()
    (present,) = children(hass, entry)
    assert not await async_remove_config_entry_device(hass, entry, present)


async def test_nothing_is_removed_while_the_entry_is_not_loaded(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    (device,) = devices_of(hass, entry).values()
    await hass.config_entries.async_unload(entry.entry_id)
    assert not await async_remove_config_entry_device(hass, entry, device)


# ---- what the entities hear


async def test_a_connection_is_logged_once_each_way(
    hass: HomeAssistant, entry: MockConfigEntry, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="custom_components.plug_control.coordinator")
    coordinator = coordinator_of(entry)
    for _ in range(2):
        async with scripted(entry) as charge_point:
            await charge_point.boot()
            await until(lambda: coordinator.available)
        await until(lambda: not coordinator.available)
        coordinator.async_handle_event(ConnectionChanged(charge_point_id=CHARGE_POINT_ID))
    lines = [
        record.getMessage() for record in caplog.records if record.name.endswith("coordinator")
    ]
    assert lines == ["Garage is connected", "Garage is not connected"] * 2


async def test_a_connectors_listeners_hear_of_it_and_of_the_connection_alone(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    for connector_id in (1, 2):
        await status(charge_point, connector_id=connector_id)
    coordinator = coordinator_of(entry)
    heard: list[int | None] = []
    listeners = [(partial(heard.append, each), each) for each in (None, 1, 2)]
    for update, source in listeners:
        coordinator.async_add_listener(update, source)

    await status(charge_point, "Preparing", 2)
    assert set(heard) == {2}
    heard.clear()
    await charge_point.close()
    await until(lambda: not coordinator.available)
    assert set(heard) == {None, 1, 2}

    heard.clear()
    for update, source in listeners:
        coordinator.async_remove_listener(update, source)
    coordinator.async_update_all_listeners()
    assert heard == []


async def test_event_listeners_hear_of_their_connector_or_of_everything(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    coordinator = coordinator_of(entry)
    first: list[Event] = []
    everything: list[Event] = []
    remove = coordinator.async_add_event_listener(first.append, 1)
    coordinator.async_add_event_listener(everything.append)

    await status(charge_point, connector_id=1)
    await status(charge_point, connector_id=2)

    changed = [
        ConnectorChanged(charge_point_id=CHARGE_POINT_ID, connector_id=number) for number in (1, 2)
    ]
    assert changed[0] in first
    assert changed[1] not in first
    assert [event for event in everything if event in changed] == changed
    remove()
    first.clear()
    await status(charge_point, "Preparing", connector_id=1)
    assert first == []


async def test_an_event_of_a_connector_that_was_never_heard_of_harms_nobody(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    coordinator_of(entry).async_handle_event(
        ConnectorChanged(charge_point_id=CHARGE_POINT_ID, connector_id=9)
    )
    assert 9 not in coordinator_of(entry).charge_point.connectors
