"""Switches: charging, and what is in service."""

from homeassistant.components.switch.const import DOMAIN as SWITCH
from homeassistant.const import (
    ATTR_ENTITY_ID,
    SERVICE_TURN_OFF,
    SERVICE_TURN_ON,
    STATE_OFF,
    STATE_ON,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
)
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import pytest
from pytest_homeassistant_custom_component.common import MockUser
from syrupy.assertion import SnapshotAssertion

from custom_components.plug_control.const import DOMAIN

from .chargers import C2EU, TWO_CONNECTORS, boot_c2eu, report_status, start, stop
from .entity_states import assert_platform, charging_c2eu, charging_with_two_connectors, value
from .helpers import charge_point_data, coordinator_of, id_tag_data, set_up, until

pytestmark = pytest.mark.usefixtures("all_enabled")

CHARGE = "switch.c2eu_charge"
CONNECTOR_AVAILABILITY = "switch.c2eu_connector_availability"
AVAILABILITY = "switch.c2eu_availability"


async def switch(hass: HomeAssistant, entity_id: str, *, on: bool) -> None:
    """Turn a switch on or off, as the user does."""
    await hass.services.async_call(
        SWITCH,
        SERVICE_TURN_ON if on else SERVICE_TURN_OFF,
        {ATTR_ENTITY_ID: entity_id},
        blocking=True,
    )


async def test_switches_of_a_c2eu(hass: HomeAssistant, snapshot: SnapshotAssertion) -> None:
    async with charging_c2eu(hass) as (entry, _):
        assert_platform(hass, entry, SWITCH, snapshot)


async def test_switches_of_two_connectors(hass: HomeAssistant, snapshot: SnapshotAssertion) -> None:
    async with charging_with_two_connectors(hass) as (entry, _):
        assert_platform(hass, entry, SWITCH, snapshot)


# ---- charging


async def test_switching_on_starts_a_charge(hass: HomeAssistant) -> None:
    entry = await set_up(hass, charge_point_data(C2EU, "C2EU"), id_tag_data())
    charge_point = await boot_c2eu(hass, entry)
    charge_point.auto_reply("RemoteStartTransaction", {"status": "Accepted"})
    assert value(hass, CHARGE) == STATE_OFF
    await switch(hass, CHARGE, on=True)
    (request,) = charge_point.received("RemoteStartTransaction")
    assert request == {"connectorId": 1, "idTag": "HOMEASSISTANT"}
    await start(charge_point, id_tag="HOMEASSISTANT")
    assert value(hass, CHARGE) == STATE_ON
    await charge_point.close()


async def test_switching_off_ends_the_charge(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (entry, charge_point):
        charge_point.auto_reply("RemoteStopTransaction", {"status": "Accepted"})
        transaction = coordinator_of(entry, C2EU).charge_point.connectors[1].transaction
        assert transaction is not None
        await switch(hass, CHARGE, on=False)
        (request,) = charge_point.received("RemoteStopTransaction")
        assert request == {"transactionId": transaction.transaction_id}
        await stop(charge_point, transaction.transaction_id, meter_stop=1236000)
        assert value(hass, CHARGE) == STATE_OFF


async def test_a_refused_start_says_so(hass: HomeAssistant) -> None:
    entry = await set_up(hass, charge_point_data(C2EU, "C2EU"), id_tag_data())
    charge_point = await boot_c2eu(hass, entry)
    charge_point.auto_reply("RemoteStartTransaction", {"status": "Rejected"})
    with pytest.raises(HomeAssistantError) as error:
        await switch(hass, CHARGE, on=True)
    assert error.value.translation_key == "command_rejected"
    assert error.value.translation_placeholders is not None
    assert error.value.translation_placeholders["charge_point"] == "C2EU"
    assert error.value.translation_placeholders["status"] == "Rejected"
    await charge_point.close()


async def test_there_is_nothing_to_stop_without_a_charge(hass: HomeAssistant) -> None:
    entry = await set_up(hass, charge_point_data(C2EU, "C2EU"), id_tag_data())
    charge_point = await boot_c2eu(hass, entry)
    with pytest.raises(ServiceValidationError, match="C2EU"):
        await switch(hass, CHARGE, on=False)
    assert charge_point.received("RemoteStopTransaction") == []
    await charge_point.close()


# ---- in service


@pytest.mark.parametrize(
    ("entity_id", "connector_id"), [(AVAILABILITY, 0), (CONNECTOR_AVAILABILITY, 1)]
)
@pytest.mark.parametrize(("on", "kind"), [(True, "Operative"), (False, "Inoperative")])
async def test_in_and_out_of_service(
    hass: HomeAssistant, entity_id: str, connector_id: int, on: bool, kind: str
) -> None:
    async with charging_c2eu(hass) as (_, charge_point):
        charge_point.auto_reply("ChangeAvailability", {"status": "Scheduled"})
        await switch(hass, entity_id, on=on)
        (request,) = charge_point.received("ChangeAvailability")
        assert request == {"connectorId": connector_id, "type": kind}


async def test_a_charger_without_a_status_of_its_own_is_in_service_with_its_connectors(
    hass: HomeAssistant,
) -> None:
    entry = await set_up(hass, charge_point_data(C2EU, "C2EU"))
    assert value(hass, AVAILABILITY) == STATE_UNAVAILABLE
    charge_point = await boot_c2eu(hass, entry)
    assert value(hass, AVAILABILITY) == STATE_ON
    await report_status(charge_point, "Unavailable")
    assert value(hass, CONNECTOR_AVAILABILITY) == STATE_OFF
    assert value(hass, AVAILABILITY) == STATE_OFF
    await charge_point.close()


async def test_a_charger_with_a_status_of_its_own_tells_itself(hass: HomeAssistant) -> None:
    async with charging_with_two_connectors(hass) as (_, charge_point):
        assert value(hass, "switch.twin_availability") == STATE_ON
        await report_status(charge_point, "Unavailable", 0)
        assert value(hass, "switch.twin_availability") == STATE_OFF
        assert value(hass, "switch.twin_1_connector_availability") == STATE_ON


async def test_nothing_is_known_before_a_connector_reported(hass: HomeAssistant) -> None:
    entry = await set_up(hass, charge_point_data(TWO_CONNECTORS, "Twin"))
    coordinator_of(entry, TWO_CONNECTORS).charge_point.connected = True
    coordinator_of(entry, TWO_CONNECTORS).async_update_all_listeners()
    assert value(hass, "switch.twin_availability") == STATE_UNKNOWN


async def test_an_offline_charger_cannot_be_switched(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (entry, charge_point):
        await charge_point.close()
        await until(lambda: not coordinator_of(entry, C2EU).available)
        assert value(hass, CHARGE) == STATE_UNAVAILABLE


async def test_a_start_by_a_user_with_a_card_is_that_persons(
    hass: HomeAssistant, hass_admin_user: MockUser
) -> None:
    """Who presses is who charges, not Home Assistant."""
    entry = await set_up(hass, charge_point_data(C2EU, "C2EU"), id_tag_data())
    charge_point = await boot_c2eu(hass, entry)
    charge_point.auto_reply("RemoteStartTransaction", {"status": "Accepted"})
    (card,) = entry.get_subentries_of_type("id_tag")
    data = {**card.data, "user": hass_admin_user.id}
    hass.config_entries.async_update_subentry(entry, card, data=data)
    await hass.async_block_till_done()
    for user_id, tag in ((hass_admin_user.id, card.data["id_tag"]), (None, "HOMEASSISTANT")):
        await hass.services.async_call(
            SWITCH,
            SERVICE_TURN_ON,
            {ATTR_ENTITY_ID: CHARGE},
            blocking=True,
            context=Context(user_id=user_id),
        )
        assert charge_point.received("RemoteStartTransaction")[-1]["idTag"] == tag
    await hass.services.async_call(
        DOMAIN,
        "remote_start_transaction",
        {"charge_point_id": C2EU, "connector_id": 1},
        blocking=True,
        context=Context(user_id=hass_admin_user.id),
    )
    assert charge_point.received("RemoteStartTransaction")[-1]["idTag"] == card.data["id_tag"]
    await charge_point.close()
