"""What a connector shows before anybody chose: few entities, all of which come to know something."""

from datetime import timedelta

from homeassistant.const import EVENT_STATE_CHANGED, STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_platform import async_get_platforms
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.const import CONF_SITE, DOMAIN
from tests.chargers import (
    TWO_CONNECTORS,
    TWO_CONNECTORS_SAMPLES,
    FakeClock,
    charge_with_two_connectors,
    meter_values,
    sample,
    stop,
)
from tests.helpers import car_data, charge_point_data, id_tag_data, set_up
from tests.smart import METER, PRICES

MOST = 28
"""Entities of a connector that are enabled when nobody chose; people look through them."""
CAR = car_data(soc_entity="sensor.car", battery_capacity=60, connectors=[f"{TWO_CONNECTORS}#1"])


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    """The time stands still until it is moved."""
    clock = FakeClock()
    monkeypatch.setattr(dt_util, "utcnow", clock)
    return clock


@pytest.fixture
def seen(hass: HomeAssistant) -> dict[str, set[str]]:
    """The states that every entity has had."""
    states: dict[str, set[str]] = {}

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        if (state := event.data["new_state"]) is not None:
            states.setdefault(state.entity_id, set()).add(state.state)

    hass.bus.async_listen(EVENT_STATE_CHANGED, note)
    return states


def enabled(hass: HomeAssistant, entry: MockConfigEntry, connector: str) -> list[er.RegistryEntry]:
    """The entities of a connector that nobody had to enable."""
    return [
        each
        for each in er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
        if each.unique_id.startswith(f"{connector}_") and not each.disabled
    ]


async def test_a_connector_with_everything_has_28_enabled_entities_at_most_and_none_stays_unknown(
    hass: HomeAssistant, seen: dict[str, set[str]], clock: FakeClock
) -> None:
    """A talkative car at a house with a meter, prices and a car's state of charge; a session, a plan, a press of each kind."""
    hass.states.async_set("sensor.grid", "-3000", {"unit_of_measurement": "W"})
    hass.states.async_set("sensor.car", "57", {"unit_of_measurement": "%"})
    entry = await set_up(
        hass,
        charge_point_data(TWO_CONNECTORS, "Twin"),
        CAR,
        id_tag_data(),
        options={CONF_SITE: {**METER, **PRICES}},
    )
    charge_point = await charge_with_two_connectors(hass, entry)
    await hass.services.async_call(
        "switch", "turn_on", {"entity_id": "switch.twin_1_plan"}, blocking=True
    )
    for minutes in range(6):
        clock.move(timedelta(minutes=1))
        hass.states.async_set(
            "sensor.grid",
            str(-3000 - minutes),
            {"unit_of_measurement": "W"},
            timestamp=clock.now.timestamp(),
        )
        register = sample(f"{2_000_000 + 400 * minutes}", "Energy.Active.Import.Register", "Wh")
        samples = (register, *TWO_CONNECTORS_SAMPLES[1:])
        await meter_values(charge_point, samples, timestamp=clock.now.isoformat())
        await entry.runtime_data.controller.async_wish((TWO_CONNECTORS, 1))
    charge_point.auto_reply("UnlockConnector", {"status": "Unlocked"})
    await hass.services.async_call(
        "button", "press", {"entity_id": "button.twin_1_unlock"}, blocking=True
    )
    (transaction,) = entry.runtime_data.central_system.ledger.open_transactions(TWO_CONNECTORS)
    await stop(
        charge_point,
        transaction.transaction_id,
        meter_stop=2_002_000,
        timestamp=clock.now.isoformat(),
    )
    await hass.async_block_till_done()
    entities = enabled(hass, entry, f"{TWO_CONNECTORS}#1")
    nothing = {STATE_UNKNOWN, STATE_UNAVAILABLE}
    assert {each.entity_id for each in entities if seen[each.entity_id] <= nothing} == set()
    assert len(entities) <= MOST
    await charge_point.close()


async def test_no_entity_needs_a_dictionary_of_more_than_a_few_hundred_bytes(
    hass: HomeAssistant, all_enabled: None
) -> None:
    """A dictionary of 22 attributes takes 1.6 kB once Python stores the attributes' names with each entity."""
    entry = await set_up(
        hass,
        charge_point_data(TWO_CONNECTORS, "Twin"),
        CAR,
        options={CONF_SITE: {**METER, **PRICES}},
    )
    charge_point = await charge_with_two_connectors(hass, entry)
    entities = [
        entity
        for platform in async_get_platforms(hass, DOMAIN)
        for entity in platform.entities.values()
    ]
    assert len(entities) > 2 * MOST
    assert {type(each).__name__ for each in entities if len(vars(each)) > 21} == set()
    await charge_point.close()
