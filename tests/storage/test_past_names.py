"""What was deleted or renamed keeps the names that it had in sessions and statistics of then."""

from datetime import datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.const import DOMAIN, SUBENTRY_ID_TAG
from custom_components.plug_control.storage.past_names import PastNames
from tests.action_calls import device_id
from tests.chargers import TWO_CONNECTORS, charge_with_two_connectors
from tests.helpers import ID_TAG, charge_point_data, id_tag_data, set_up

DAY = timedelta(days=1)


@pytest.fixture
async def entry(hass: HomeAssistant) -> MockConfigEntry:
    """A charger with two connectors and the card "Anna"."""
    return await set_up(hass, charge_point_data(TWO_CONNECTORS, "Twin"), id_tag_data())


def names_of(entry: MockConfigEntry) -> PastNames:
    """The names that are remembered."""
    names: PastNames = entry.runtime_data.names
    return names


def subentry_of(entry: MockConfigEntry, kind: str) -> Any:
    """The only subentry of a kind."""
    (subentry,) = entry.get_subentries_of_type(kind)
    return subentry


async def test_each_time_has_its_name(
    hass: HomeAssistant, entry: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    began = dt_util.utcnow()
    manager = hass.config_entries
    freezer.tick(DAY)
    manager.async_update_subentry(entry, subentry_of(entry, SUBENTRY_ID_TAG), title="Anne")
    manager.async_update_subentry(entry, subentry_of(entry, "charge_point"), title="Yard")
    freezer.tick(DAY)
    for kind in (SUBENTRY_ID_TAG, "charge_point"):
        manager.async_remove_subentry(entry, subentry_of(entry, kind).subentry_id)
    await hass.async_block_till_done()
    names = names_of(entry)
    moments: tuple[datetime | None, ...] = (began - DAY, began, began + DAY, began + 5 * DAY, None)
    assert [names.card(ID_TAG, at) for at in moments] == ["Anna", "Anna", "Anne", "Anne", "Anne"]
    assert [names.charge_point(TWO_CONNECTORS, at) for at in moments] == [
        *("Twin", "Twin"),
        *("Yard", "Yard", "Yard"),
    ]
    assert names.card("UNKNOWN") is None


async def test_a_card_is_known_in_every_spelling(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    for spelling in (ID_TAG.lower(), f"{ID_TAG}_21012345", "04:a1:b2:c3:d4:e5:80"):
        assert names_of(entry).card(spelling) == "Anna"


async def test_connectors_are_remembered_by_their_devices_names(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    charge_point = await charge_with_two_connectors(hass, entry)
    registry = dr.async_get(hass)
    registry.async_update_child_device(device_id(hass, 2), name_by_user="Left bay")
    await hass.async_block_till_done()
    assert names_of(entry).connector(TWO_CONNECTORS, 2) == "Left bay"
    assert names_of(entry).connector(TWO_CONNECTORS, 9) is None
    await charge_point.close()


async def test_names_outlast_a_restart_and_what_makes_no_sense_is_left_out(
    hass: HomeAssistant, entry: MockConfigEntry, hass_storage: dict[str, Any]
) -> None:
    manager = hass.config_entries
    manager.async_remove_subentry(entry, subentry_of(entry, SUBENTRY_ID_TAG).subentry_id)
    await manager.async_unload(entry.entry_id)
    stored = hass_storage[f"{DOMAIN}.{entry.entry_id}.names"]["data"]
    stored["cards"] |= {"b": [["yesterday", "Ben"]], "c": "nonsense", "d": [1, ["x"], None]}
    await manager.async_setup(entry.entry_id)
    names = names_of(entry)
    assert names.card(ID_TAG) == "Anna"
    assert names.card("b") is names.card("c") is names.card("d") is None
    assert [tag.name for tag in names.cards()] == ["Anna"]
