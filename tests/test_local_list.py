"""The cards in a charger's own list, seen and set in Home Assistant."""

from collections.abc import AsyncGenerator
from dataclasses import replace

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.central_system.stations.timing import Timing
from custom_components.plug_control.const import (
    CONF_CARD_MEMORY,
    CONF_DECIDES_ALONE,
    CONF_ID_TAG,
    CONF_LOCAL_LIST,
    CONF_OFFLINE_CHARGING,
    SUBENTRY_CHARGE_POINT,
    SUBENTRY_ID_TAG,
)
from simulator.frames import Json
from simulator.scripted import ScriptedChargePoint

from .entity_states import state, value
from .helpers import (
    CHARGE_POINT_ID,
    CHARGE_POINT_NAME,
    ID_TAG,
    charge_point_data,
    coordinator_of,
    id_tag_data,
    scripted,
    set_up,
    until,
)
from .subentries import add, reconfigure, suggestions

SENSOR = "sensor.garage_cards_in_the_charge_point"


@pytest.fixture
async def entry(hass: HomeAssistant) -> MockConfigEntry:
    entry = await set_up(hass, charge_point_data(), id_tag_data())
    context = entry.runtime_data.central_system._context
    context.timing = replace(Timing(), list_delay_s=0.0)
    return entry


@pytest.fixture
async def charge_point(
    hass: HomeAssistant, entry: MockConfigEntry
) -> AsyncGenerator[ScriptedChargePoint]:
    """A charger with a list, which has booted."""
    assert CHARGE_POINT_NAME == "Garage"
    async with scripted(entry) as charge_point:
        keys: list[Json] = [
            {"key": key, "value": value, "readonly": False}
            for key, value in {
                "NumberOfConnectors": "1",
                "SupportedFeatureProfiles": "Core,LocalAuthListManagement",
                "LocalAuthListEnabled": "true",
                "LocalAuthorizeOffline": "true",
            }.items()
        ]
        charge_point.auto_reply("GetConfiguration", {"configurationKey": keys})
        charge_point.auto_reply("GetLocalListVersion", {"listVersion": 0})
        charge_point.auto_reply("SendLocalList", {"status": "Accepted"})
        await charge_point.boot()
        await until(lambda: charge_point.received("SendLocalList"))
        await until(lambda: hass.states.get(SENSOR) is not None)
        yield charge_point


async def test_the_sensor_says_whether_list_and_charger_agree(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    assert value(hass, SENSOR) == "up_to_date"
    assert state(hass, SENSOR).attributes["cards"] == 1
    charge_point.auto_reply("SendLocalList", {"status": "Failed"})
    await add(hass, entry, SUBENTRY_ID_TAG, {CONF_ID_TAG: "04FF", "name": "Ben", "blocked": False})
    await until(lambda: state(hass, SENSOR).attributes["refused"] == "Failed")
    assert value(hass, SENSOR) == "outdated"
    await charge_point.close()
    await until(lambda: not coordinator_of(entry).available)
    assert value(hass, SENSOR) == "outdated"


async def test_the_options_are_set_in_the_charger(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    result = await reconfigure(hass, entry, SUBENTRY_CHARGE_POINT, "cards")
    before = {
        CONF_OFFLINE_CHARGING: "as_online",
        CONF_LOCAL_LIST: True,
        CONF_DECIDES_ALONE: False,
        CONF_CARD_MEMORY: "unchanged",
    }
    assert suggestions(result) == before
    result = await hass.config_entries.subentries.async_configure(
        result["flow_id"],
        before | {CONF_OFFLINE_CHARGING: "nobody", CONF_LOCAL_LIST: False},
    )
    assert result["type"] is FlowResultType.ABORT
    await until(lambda: value(hass, SENSOR) == "not_used")
    written = {each["key"]: each["value"] for each in charge_point.received("ChangeConfiguration")}
    assert written["LocalAuthorizeOffline"] == written["LocalAuthListEnabled"] == "false"
    (subentry,) = entry.get_subentries_of_type(SUBENTRY_CHARGE_POINT)
    assert subentry.data["charge_point_id"] == CHARGE_POINT_ID
    assert subentry.data[CONF_OFFLINE_CHARGING] == "nobody"


async def test_the_list_can_be_sent_and_its_version_asked_for(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    async def call(action: str, **data: object) -> object:
        return await hass.services.async_call(
            "plug_control",
            action,
            {"charge_point_id": CHARGE_POINT_ID, **data},
            blocking=True,
            return_response=True,
        )

    assert await call("get_local_list_version") == {"list_version": 0}
    assert await call("send_local_list") == {"list_version": 2, "cards": 1}
    assert await call("send_local_list", update_type="differential") == {
        "list_version": 3,
        "cards": 1,
    }
    full, differential = charge_point.received("SendLocalList")[-2:]
    assert full["localAuthorizationList"] == [
        {"idTag": ID_TAG, "idTagInfo": {"status": "Accepted"}}
    ]
    assert (differential["updateType"], differential["localAuthorizationList"]) == (
        "Differential",
        [],
    )
    charge_point.auto_reply("SendLocalList", {"status": "Failed"})
    with pytest.raises(HomeAssistantError, match="Failed"):
        await call("send_local_list")
