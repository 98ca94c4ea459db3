"""Helpers of the tests of the platforms: two chargers in the middle of a charge, and the snapshot of a platform."""

from collections.abc import AsyncGenerator, Callable, Generator, Mapping
from contextlib import asynccontextmanager, contextmanager

from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, State, callback
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from custom_components.plug_control.const import CONF_SITE
from simulator.scripted import ScriptedChargePoint

from .chargers import C2EU, TWO_CONNECTORS, charge_with_c2eu, charge_with_two_connectors
from .helpers import charge_point_data, id_tag_data, set_up

type Charge = Callable[[HomeAssistant, MockConfigEntry], object]


@asynccontextmanager
async def charging_c2eu(
    hass: HomeAssistant, *, site: Mapping[str, object] | None = None, **settings: object
) -> AsyncGenerator[tuple[MockConfigEntry, ScriptedChargePoint]]:
    """Yield a config entry and its C2EU, which charges; `site` are the options of the site."""
    entry = await set_up(
        hass,
        charge_point_data(C2EU, "C2EU", **settings),
        id_tag_data(),
        options={CONF_SITE: site or {}},
    )
    charge_point = await charge_with_c2eu(hass, entry)
    try:
        yield entry, charge_point
    finally:
        await charge_point.close()


@asynccontextmanager
async def charging_with_two_connectors(
    hass: HomeAssistant,
) -> AsyncGenerator[tuple[MockConfigEntry, ScriptedChargePoint]]:
    """Yield a config entry and its charger with two connectors, the first of which charges."""
    entry = await set_up(hass, charge_point_data(TWO_CONNECTORS, "Twin"), id_tag_data())
    charge_point = await charge_with_two_connectors(hass, entry)
    try:
        yield entry, charge_point
    finally:
        await charge_point.close()


def state(hass: HomeAssistant, entity_id: str) -> State:
    """Return the state of an entity; fail if there is none."""
    found = hass.states.get(entity_id)
    assert found is not None, f"there is no {entity_id}"
    return found


def value(hass: HomeAssistant, entity_id: str) -> str:
    """Return the value of an entity's state."""
    return state(hass, entity_id).state


def assert_platform(
    hass: HomeAssistant, entry: MockConfigEntry, platform: str, snapshot: SnapshotAssertion
) -> None:
    """Compare the registry entries and the states of a platform's entities with the snapshot."""
    entries = [
        each
        for each in er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
        if each.domain == platform
    ]
    assert entries
    for each in sorted(entries, key=lambda each: each.entity_id):
        assert each == snapshot(name=f"{each.entity_id}-entry")
        if each.disabled_by is None:
            assert state(hass, each.entity_id) == snapshot(name=f"{each.entity_id}-state")


@contextmanager
def written_states(hass: HomeAssistant) -> Generator[list[str]]:
    """Yield a list that collects the ids of entities whose state is written in the block, in order."""
    written: list[str] = []

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        written.append(event.data["entity_id"])

    unsubscribe = hass.bus.async_listen(EVENT_STATE_CHANGED, note)
    try:
        yield written
    finally:
        unsubscribe()
