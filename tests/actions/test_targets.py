"""Whom a service call means: the one that it names, or nobody."""

from collections.abc import AsyncGenerator
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import device_registry as dr
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.const import DOMAIN
from simulator.scripted import ScriptedChargePoint
from tests.chargers import C2EU, TWO_CONNECTORS, boot_c2eu, charge_with_two_connectors
from tests.helpers import charge_point_data, coordinator_of, set_up

type Chargers = tuple[ScriptedChargePoint, ScriptedChargePoint]


@pytest.fixture
async def entry(hass: HomeAssistant) -> MockConfigEntry:
    """A config entry with two charge points."""
    return await set_up(
        hass, charge_point_data(C2EU, "C2EU"), charge_point_data(TWO_CONNECTORS, "Twin")
    )


@pytest.fixture
async def chargers(hass: HomeAssistant, entry: MockConfigEntry) -> AsyncGenerator[Chargers]:
    """A C2EU and a charger with two connectors, dialled in."""
    chargers = await boot_c2eu(hass, entry), await charge_with_two_connectors(hass, entry)
    for each in chargers:
        each.auto_reply("ClearCache", {"status": "Accepted"})
        each.auto_reply("UnlockConnector", {"status": "Unlocked"})
    yield chargers
    for each in chargers:
        await each.close()


async def call(hass: HomeAssistant, service: str, **data: Any) -> None:
    """Call a service."""
    await hass.services.async_call(DOMAIN, service, data, blocking=True)


def connector_device_id(hass: HomeAssistant, entry: MockConfigEntry, connector_id: int) -> str:
    """The device of a connector of the charger with two."""
    device = dr.async_get(hass).async_get_child_device_by_identifier(
        (DOMAIN, f"{TWO_CONNECTORS}#{connector_id}"), entry.entry_id
    )
    assert device is not None
    return device.id


async def refusal(hass: HomeAssistant, service: str, **data: Any) -> str | None:
    """The translation key of the error with which a call is refused."""
    with pytest.raises(ServiceValidationError) as error:
        await call(hass, service, **data)
    assert error.value.translation_domain in {DOMAIN, "homeassistant"}
    return error.value.translation_key


# ---- the one that is meant


async def test_by_device(hass: HomeAssistant, entry: MockConfigEntry, chargers: Chargers) -> None:
    await call(hass, "clear_cache", device_id=coordinator_of(entry, TWO_CONNECTORS).device_id)
    assert [len(each.received("ClearCache")) for each in chargers] == [0, 1]


async def test_by_identity(hass: HomeAssistant, chargers: Chargers) -> None:
    await call(hass, "clear_cache", charge_point_id=C2EU)
    assert [len(each.received("ClearCache")) for each in chargers] == [1, 0]


async def test_by_a_target_as_in_automations(
    hass: HomeAssistant, entry: MockConfigEntry, chargers: Chargers
) -> None:
    target = {"device_id": [coordinator_of(entry, C2EU).device_id]}
    await hass.services.async_call(DOMAIN, "clear_cache", {}, blocking=True, target=target)
    assert [len(each.received("ClearCache")) for each in chargers] == [1, 0]


async def test_a_connectors_device_supplies_the_connector(
    hass: HomeAssistant, entry: MockConfigEntry, chargers: Chargers
) -> None:
    await call(hass, "unlock_connector", device_id=connector_device_id(hass, entry, 2))
    assert chargers[1].received("UnlockConnector") == [{"connectorId": 2}]


async def test_a_charge_points_only_connector_needs_not_be_named(
    hass: HomeAssistant, chargers: Chargers
) -> None:
    await call(hass, "unlock_connector", charge_point_id=C2EU)
    assert chargers[0].received("UnlockConnector") == [{"connectorId": 1}]


async def test_device_and_identity_of_the_same_charge_point_agree(
    hass: HomeAssistant, entry: MockConfigEntry, chargers: Chargers
) -> None:
    await call(
        hass,
        "unlock_connector",
        device_id=connector_device_id(hass, entry, 1),
        charge_point_id=TWO_CONNECTORS,
        connector_id=1,
    )
    assert chargers[1].received("UnlockConnector") == [{"connectorId": 1}]


async def test_with_two_entries_each_service_goes_to_the_charge_points_own(
    hass: HomeAssistant, chargers: Chargers
) -> None:
    other = await set_up(hass, charge_point_data("CP-9", "Elsewhere"))
    assert await refusal_of_offline(hass, charge_point_id="CP-9") == "offline"
    await call(hass, "clear_cache", charge_point_id=C2EU)
    assert [len(each.received("ClearCache")) for each in chargers] == [1, 0]
    assert other.runtime_data.coordinators.keys() == {"CP-9"}


async def refusal_of_offline(hass: HomeAssistant, **data: Any) -> str | None:
    """The translation key of the error of a charge point that is not connected."""
    with pytest.raises(Exception, match="is not connected") as error:
        await call(hass, "clear_cache", **data)
    return getattr(error.value, "translation_key", None)


# ---- nobody


async def test_nothing_given(hass: HomeAssistant, chargers: Chargers) -> None:
    assert await refusal(hass, "clear_cache") == "no_target"
    assert await refusal(hass, "clear_cache", device_id=[]) == "no_target"


async def test_an_unknown_device(hass: HomeAssistant, chargers: Chargers) -> None:
    assert await refusal(hass, "clear_cache", device_id="nobody") == "service_device_not_found"


async def test_an_unknown_identity_does_not_fall_back_to_another(
    hass: HomeAssistant, chargers: Chargers
) -> None:
    assert await refusal(hass, "clear_cache", charge_point_id="CP-0") == "unknown_charge_point"
    assert [len(each.received("ClearCache")) for each in chargers] == [0, 0]


async def test_a_device_of_another_integration(hass: HomeAssistant, chargers: Chargers) -> None:
    foreign = MockConfigEntry(domain="foreign")
    foreign.add_to_hass(hass)
    device = dr.async_get(hass).async_get_or_create(
        config_entry_id=foreign.entry_id, identifiers={("foreign", "1")}
    )
    assert await refusal(hass, "clear_cache", device_id=device.id) == "service_device_wrong_domain"


async def test_several_charge_points(
    hass: HomeAssistant, entry: MockConfigEntry, chargers: Chargers
) -> None:
    devices = [each.device_id for each in entry.runtime_data.coordinators.values()]
    assert await refusal(hass, "clear_cache", device_id=devices) == "several_charge_points"
    assert (
        await refusal(hass, "clear_cache", device_id=devices[:1], charge_point_id=TWO_CONNECTORS)
        == "several_charge_points"
    )


async def test_several_connectors(
    hass: HomeAssistant, entry: MockConfigEntry, chargers: Chargers
) -> None:
    first, second = (connector_device_id(hass, entry, each) for each in (1, 2))
    assert (
        await refusal(hass, "unlock_connector", device_id=[first, second]) == "several_connectors"
    )
    assert (
        await refusal(hass, "unlock_connector", device_id=first, connector_id=2)
        == "several_connectors"
    )
    assert chargers[1].received("UnlockConnector") == []


async def test_one_of_several_connectors_must_be_named(
    hass: HomeAssistant, chargers: Chargers
) -> None:
    assert (
        await refusal(hass, "unlock_connector", charge_point_id=TWO_CONNECTORS)
        == "connector_needed"
    )


async def test_a_connector_that_does_not_exist(hass: HomeAssistant, chargers: Chargers) -> None:
    assert (
        await refusal(
            hass, "remote_start_transaction", charge_point_id=TWO_CONNECTORS, connector_id=3
        )
        == "unknown_connector"
    )
    assert chargers[1].received("RemoteStartTransaction") == []


async def test_the_charger_knows_best_which_connectors_it_can_unlock(
    hass: HomeAssistant, chargers: Chargers
) -> None:
    await call(hass, "unlock_connector", charge_point_id=TWO_CONNECTORS, connector_id=3)
    assert chargers[1].received("UnlockConnector") == [{"connectorId": 3}]


async def test_an_entry_that_is_not_loaded(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    device_id = coordinator_of(entry, C2EU).device_id
    assert await hass.config_entries.async_unload(entry.entry_id)
    not_loaded = "service_config_entry_not_loaded"
    assert await refusal(hass, "clear_cache", device_id=device_id) == not_loaded
    assert await refusal(hass, "clear_cache", charge_point_id=C2EU) == not_loaded


async def test_a_device_whose_charge_point_is_gone(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    device_id = coordinator_of(entry, C2EU).device_id
    del entry.runtime_data.coordinators[C2EU]
    assert await refusal(hass, "clear_cache", device_id=device_id) == "unknown_charge_point"


async def test_the_same_identity_on_two_ports_is_told_apart_by_the_device(
    hass: HomeAssistant, entry: MockConfigEntry, chargers: Chargers
) -> None:
    await set_up(hass, charge_point_data(C2EU, "Another C2EU"))
    assert await refusal(hass, "clear_cache", charge_point_id=C2EU) == "several_charge_points"
    await call(hass, "clear_cache", device_id=coordinator_of(entry, C2EU).device_id)
    assert len(chargers[0].received("ClearCache")) == 1
