"""What the user changes, and what chargers tell, while a config entry is set up, unloaded or stopped."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

from homeassistant.config_entries import ConfigEntryState, ConfigSubentry, ConfigSubentryData
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import CoreState, Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers.event import async_track_state_change_event
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.const import CONF_FUSE, CONF_METER_INTERVAL, SUBENTRY_CIRCUIT
from custom_components.plug_control.controller.controller import Controller
from simulator.scripted import ScriptedChargePoint
from tests.helpers import (
    CHARGE_POINT_ID,
    charge_point_data,
    coordinator_of,
    id_tag_data,
    scripted,
    set_up,
    state_of,
    status,
    until,
)

CONNECTIVITY = "binary_sensor.garage_connection"


def add(
    hass: HomeAssistant, entry: MockConfigEntry, subentry: ConfigSubentryData
) -> ConfigSubentry:
    """Add a subentry, as its flow does at its end."""
    added = ConfigSubentry(
        data=MappingProxyType(dict(subentry["data"])),
        subentry_type=subentry["subentry_type"],
        title=subentry["title"],
        unique_id=subentry["unique_id"],
    )
    hass.config_entries.async_add_subentry(entry, added)
    return added


@asynccontextmanager
async def held(kind: type, name: str) -> AsyncGenerator[asyncio.Event]:
    """Hold a coroutine method up until the block ends; the event is set once it was called."""
    began, go = asyncio.Event(), asyncio.Event()
    real = getattr(kind, name)

    async def slow(self: Any) -> None:
        began.set()
        await go.wait()
        await real(self)

    with patch.object(kind, name, slow):
        try:
            yield began
        finally:
            go.set()


# ---- setting up


async def test_what_is_added_changed_and_removed_during_set_up_counts(hass: HomeAssistant) -> None:
    entry = await set_up(hass, charge_point_data(), charge_point_data("CP-2", "Carport"))
    await hass.config_entries.async_unload(entry.entry_id)
    (carport,) = (each for each in entry.subentries.values() if each.title == "Carport")
    async with held(CentralSystem, "start") as began:
        task = hass.async_create_task(hass.config_entries.async_setup(entry.entry_id))
        await began.wait()
        add(hass, entry, id_tag_data("NEWCARD1", "Ben"))
        add(hass, entry, charge_point_data("CP-3", "Barn"))
        hass.config_entries.async_remove_subentry(entry, carport.subentry_id)
        add(hass, entry, charge_point_data("CP-2", "Shed", maximum_current=10))
        hass.config_entries.async_update_entry(entry, options={CONF_METER_INTERVAL: 17})
    assert await task
    await hass.async_block_till_done()
    central_system = entry.runtime_data.central_system
    assert central_system.id_tag("NEWCARD1") is not None
    assert set(central_system.charge_points) == {CHARGE_POINT_ID, "CP-2", "CP-3"}
    assert central_system.settings_of("CP-2").maximum_current_a == 10
    assert coordinator_of(entry, "CP-2").name == "Shed"
    assert central_system.settings.meter_interval_s == 17
    shown = {state.entity_id for state in hass.states.async_all("binary_sensor")}
    # Home Assistant gives entities that come back the ids that they had.
    assert {"binary_sensor.barn_connection", "binary_sensor.carport_connection"} <= shown


async def test_a_charge_point_that_is_removed_and_added_at_once_is_a_new_one(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    before = coordinator_of(entry)
    hass.config_entries.async_remove_subentry(entry, before.subentry.subentry_id)
    add(hass, entry, charge_point_data(name="Barn"))
    await hass.async_block_till_done()
    after = coordinator_of(entry)
    assert after is not before
    assert (connected := hass.states.get(CONNECTIVITY)) is not None
    assert connected.state == "off"


# ---- another name


async def test_another_name_decides_nothing_anew(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    await status(charge_point)
    circuit = add(
        hass,
        entry,
        ConfigSubentryData(
            data={CONF_FUSE: 20}, subentry_type=SUBENTRY_CIRCUIT, title="Yard", unique_id=None
        ),
    )
    await hass.async_block_till_done()
    controller: Controller = entry.runtime_data.controller
    sent = len(charge_point.frames)
    with patch.object(controller, "async_decide_soon") as decided:
        named = coordinator_of(entry).subentry
        hass.config_entries.async_update_subentry(entry, named, title="Barn")
        await hass.async_block_till_done()
        decided.assert_not_called()
        known = controller.rounds.state
        hass.config_entries.async_update_subentry(entry, circuit, title="Old yard")
        await hass.async_block_till_done()
        decided.assert_called_once()  # reasons name circuits
        assert controller.rounds.state is known
    assert len(charge_point.frames) == sent
    assert controller.rounds.installation.circuit_name(circuit.subentry_id) == "Old yard"
    assert coordinator_of(entry).name == "Barn"


async def test_another_password_decides_nothing_anew(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    controller: Controller = entry.runtime_data.controller
    with patch.object(controller, "async_decide_soon") as decided:
        subentry = coordinator_of(entry).subentry
        hass.config_entries.async_update_subentry(
            entry, subentry, data={**subentry.data, "password": "new-password-0815"}
        )
        await hass.async_block_till_done()
        decided.assert_not_called()
        hass.config_entries.async_update_subentry(
            entry, subentry, data={**subentry.data, "maximum_current": 10}
        )
        await hass.async_block_till_done()
        decided.assert_called()


# ---- unloading and stopping


async def test_what_is_heard_of_while_unloading_builds_nothing_and_is_there_afterwards(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    charge_point: ScriptedChargePoint,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await status(charge_point)
    await hass.async_block_till_done()
    async with held(Controller, "async_stop") as began:
        unloading = hass.async_create_task(hass.config_entries.async_unload(entry.entry_id))
        await began.wait()
        await status(charge_point, connector_id=2)
        add(hass, entry, charge_point_data("CP-2", "Barn"))
        await asyncio.sleep(0)
    assert await unloading
    await hass.async_block_till_done()
    assert state_of(entry) is ConfigEntryState.NOT_LOADED
    new = [
        state
        for state in hass.states.async_all()
        if "connector_2" in state.entity_id or "barn" in state.entity_id
    ]
    assert not new
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert hass.states.get("binary_sensor.barn_connection") is not None
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


@pytest.mark.parametrize("end", ["stop", "unload"])
async def test_a_charge_point_does_not_go_offline_by_our_own_end(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint, end: str
) -> None:
    await status(charge_point, "Charging")
    await hass.async_block_till_done()
    shown: list[tuple[str, str]] = []

    @callback
    def changed(event: Event[EventStateChangedData]) -> None:
        if (state := event.data["new_state"]) is not None and not state.attributes.get("restored"):
            shown.append((state.entity_id, state.state))

    assert (connected := hass.states.get(CONNECTIVITY)) is not None
    assert connected.state == "on"
    ids = [state.entity_id for state in hass.states.async_all()]
    async_track_state_change_event(hass, ids, changed)
    if end == "unload":
        await hass.config_entries.async_unload(entry.entry_id)
    else:
        hass.set_state(CoreState.stopping)
        hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await charge_point.wait_closed()
    await hass.async_block_till_done()
    hass.set_state(CoreState.running)
    told = [each for each in shown if each[1] in {"off", "unavailable"}]
    assert told == []


async def test_a_charge_point_that_was_there_before_a_reload_is_there_after_it(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    await hass.config_entries.async_reload(entry.entry_id)
    async with scripted(entry) as again:
        await again.boot()
        await until(lambda: coordinator_of(entry).available)
