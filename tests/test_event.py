"""Events: sessions that start and end, cards that are presented."""

from typing import Any

from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest
from syrupy.assertion import SnapshotAssertion

from .chargers import C2EU, STARTED, FakeClock, boot_c2eu, start, stop
from .entity_states import (
    assert_platform,
    charging_c2eu,
    charging_with_two_connectors,
    state,
    value,
)
from .helpers import ID_TAG, charge_point_data, coordinator_of, id_tag_data, set_up, until

SESSION = "event.c2eu_session"
CARD = "event.c2eu_card_reader"
VENDOR = "event.c2eu_vendor_message"
SECURITY = "event.c2eu_security_event"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    """The time stands still."""
    clock = FakeClock()
    monkeypatch.setattr(dt_util, "utcnow", clock)
    return clock


async def test_events_of_a_c2eu(hass: HomeAssistant, snapshot: SnapshotAssertion) -> None:
    async with charging_c2eu(hass) as (entry, _):
        assert_platform(hass, entry, "event", snapshot)


async def test_events_of_two_connectors(hass: HomeAssistant, snapshot: SnapshotAssertion) -> None:
    async with charging_with_two_connectors(hass) as (entry, _):
        assert_platform(hass, entry, "event", snapshot)


async def test_a_session_that_started(hass: HomeAssistant) -> None:
    entry = await set_up(hass, charge_point_data(C2EU, "C2EU"), id_tag_data())
    charge_point = await boot_c2eu(hass, entry)
    assert value(hass, SESSION) == STATE_UNKNOWN
    transaction_id = await start(charge_point)
    attributes = state(hass, SESSION).attributes
    assert attributes["event_type"] == "started"
    assert attributes["transaction_id"] == transaction_id
    assert attributes["card"] == "Anna"
    assert attributes["started_at"] == STARTED
    await charge_point.close()


async def test_a_session_that_ended_tells_energy_duration_card_and_reason(
    hass: HomeAssistant,
) -> None:
    async with charging_c2eu(hass) as (entry, charge_point):
        transaction = coordinator_of(entry, C2EU).charge_point.connectors[1].transaction
        assert transaction is not None
        await stop(charge_point, transaction.transaction_id, meter_stop=1236000)
        attributes = state(hass, SESSION).attributes
        assert attributes["event_type"] == "ended"
        assert attributes["energy_kwh"] == pytest.approx(1.44)
        assert attributes["duration_s"] == 888
        assert attributes["card"] == "Anna"
        assert attributes["reason"] == "local"
        assert attributes["energy_estimated"] is False


async def test_a_stop_that_nobody_knows_is_a_session_without_a_start(hass: HomeAssistant) -> None:
    entry = await set_up(hass, charge_point_data(C2EU, "C2EU"), id_tag_data())
    charge_point = await boot_c2eu(hass, entry)
    await stop(charge_point, 4711, meter_stop=998000)
    await hass.async_block_till_done()
    assert value(hass, SESSION) == STATE_UNKNOWN
    await charge_point.close()


@pytest.mark.parametrize(
    ("settings", "event_type"), [({}, "accepted"), ({"blocked": True}, "blocked")]
)
async def test_a_registered_card_is_told_by_its_name(
    hass: HomeAssistant, settings: dict[str, Any], event_type: str
) -> None:
    entry = await set_up(hass, charge_point_data(C2EU, "C2EU"), id_tag_data(**settings))
    charge_point = await boot_c2eu(hass, entry)
    await charge_point.call("Authorize", {"idTag": ID_TAG.lower()})
    attributes = state(hass, CARD).attributes
    assert attributes["event_type"] == event_type
    assert (attributes["known"], attributes["name"], attributes["id_tag"]) == (True, "Anna", None)
    await charge_point.close()


async def test_an_unknown_card_is_told_by_its_number(hass: HomeAssistant) -> None:
    entry = await set_up(hass, charge_point_data(C2EU, "C2EU"), id_tag_data())
    charge_point = await boot_c2eu(hass, entry)
    await charge_point.call("Authorize", {"idTag": "DEADBEEF"})
    attributes = state(hass, CARD).attributes
    assert attributes["event_type"] == "invalid"
    assert (attributes["known"], attributes["name"], attributes["id_tag"]) == (
        False,
        None,
        "…EEF",  # everyone reads states
    )
    await charge_point.close()


async def test_autocharge_a_car_at_the_reader_is_called_one(hass: HomeAssistant) -> None:
    entry = await set_up(hass, charge_point_data(C2EU, "C2EU"), id_tag_data())
    charge_point = await boot_c2eu(hass, entry)
    await charge_point.call("Authorize", {"idTag": "VID:92D50A693F80"})
    attributes = state(hass, CARD).attributes
    assert (attributes["kind"], attributes["id_tag"]) == ("car", "VID:…3F80")
    await charge_point.call("Authorize", {"idTag": ID_TAG})
    assert state(hass, CARD).attributes["kind"] == "card"
    await charge_point.close()


async def test_a_card_that_charged_offline_although_it_is_refused(hass: HomeAssistant) -> None:
    entry = await set_up(hass, charge_point_data(C2EU, "C2EU"), id_tag_data())
    charge_point = await boot_c2eu(hass, entry)
    await start(charge_point, id_tag="DEADBEEF", timestamp="2026-03-14T05:00:00+00:00")
    attributes = state(hass, CARD).attributes
    assert attributes["event_type"] == "charged_although_refused"
    assert (attributes["refused"], attributes["id_tag"]) == ("invalid", "…EEF")
    assert attributes["started_at"] == "2026-03-14T05:00:00+00:00"
    await charge_point.close()


async def test_the_last_event_stays_known_while_the_charger_is_offline(
    hass: HomeAssistant,
) -> None:
    async with charging_c2eu(hass) as (entry, charge_point):
        shown = value(hass, SESSION)
        await charge_point.close()
        await until(lambda: not coordinator_of(entry, C2EU).available)
        assert value(hass, SESSION) == shown != STATE_UNAVAILABLE


async def test_two_cards_at_one_moment_are_two_events(hass: HomeAssistant) -> None:
    entry = await set_up(hass, charge_point_data(C2EU, "C2EU"), id_tag_data())
    charge_point = await boot_c2eu(hass, entry)
    await charge_point.call("Authorize", {"idTag": ID_TAG})
    first = value(hass, CARD)
    await charge_point.call("Authorize", {"idTag": ID_TAG})
    assert value(hass, CARD) > first
    await charge_point.close()


async def test_a_vendor_message_creates_its_event_and_shows_there(hass: HomeAssistant) -> None:
    entry = await set_up(hass, charge_point_data(C2EU, "C2EU"))
    charge_point = await boot_c2eu(hass, entry)
    assert hass.states.get(VENDOR) is None
    await charge_point.call("DataTransfer", {"vendorId": "V", "messageId": "M", "data": "one"})
    await until(lambda: hass.states.get(VENDOR))
    for data in ("one", "<b>two</b>"):
        if data != "one":
            await charge_point.call("DataTransfer", {"vendorId": "V", "data": data})
        attributes = state(hass, VENDOR).attributes
        assert (attributes["event_type"], attributes["data"]) == ("received", data)
    assert (attributes["vendor_id"], attributes["message_id"]) == ("V", None)
    shown = value(hass, VENDOR)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    assert value(hass, VENDOR) == shown
    await charge_point.close()


async def test_security_events_are_told_by_their_standard_names(hass: HomeAssistant) -> None:
    entry = await set_up(hass, charge_point_data(C2EU, "C2EU"))
    charge_point = await boot_c2eu(hass, entry)
    event = {"type": "SettingSystemTime", "timestamp": STARTED, "techInfo": "NTP"}
    await charge_point.call("SecurityEventNotification", event)
    await until(lambda: hass.states.get(SECURITY))
    attributes = state(hass, SECURITY).attributes
    assert attributes["event_type"] == "setting_system_time"
    assert (attributes["type"], attributes["time"], attributes["tech_info"]) == (
        "SettingSystemTime",
        STARTED,
        "NTP",
    )
    await charge_point.call("SecurityEventNotification", {"type": "LidOpened"})
    attributes = state(hass, SECURITY).attributes
    assert (attributes["event_type"], attributes["type"]) == ("other", "LidOpened")
    await charge_point.close()
