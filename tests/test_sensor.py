"""Sensors: what two chargers show, when it is written, and what stays known."""

from datetime import UTC, datetime, timedelta
from typing import Any, cast

from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed
from syrupy.assertion import SnapshotAssertion

from custom_components.plug_control.const import CONF_SHARED_SESSIONS, DOMAIN

from .chargers import (
    C2EU,
    C2EU_SAMPLES,
    NOW,
    TWO_CONNECTORS,
    FakeClock,
    boot_c2eu,
    meter_values,
    report_status,
    sample,
    start,
    stop,
)
from .entity_states import (
    assert_platform,
    charging_c2eu,
    charging_with_two_connectors,
    state,
    value,
    written_states,
)
from .helpers import (
    ID_TAG,
    ID_TAG_NAME,
    charge_point_data,
    coordinator_of,
    id_tag_data,
    set_up,
    until,
)
from .people import USER, add_user

pytestmark = pytest.mark.usefixtures("all_enabled")

PREFIX = "sensor.c2eu"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    """The time stands still."""
    clock = FakeClock()
    monkeypatch.setattr(dt_util, "utcnow", clock)
    return clock


# ---- what is shown


async def test_sensors_of_a_c2eu(hass: HomeAssistant, snapshot: SnapshotAssertion) -> None:
    async with charging_c2eu(hass) as (entry, _):
        assert_platform(hass, entry, "sensor", snapshot)


async def test_sensors_of_two_connectors_with_three_phases(
    hass: HomeAssistant, snapshot: SnapshotAssertion
) -> None:
    async with charging_with_two_connectors(hass) as (entry, _):
        assert_platform(hass, entry, "sensor", snapshot)


async def test_a_reading_that_comes_later_gets_its_sensor(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (_, charge_point):
        assert hass.states.get(f"{PREFIX}_state_of_charge") is None
        await meter_values(charge_point, (sample("64", "SoC", "Percent"),))
        await hass.async_block_till_done()
        assert value(hass, f"{PREFIX}_state_of_charge") == "64"


async def test_the_state_of_charge_leaves_with_the_car(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (_, charge_point):
        await meter_values(charge_point, (sample("64", "SoC", "Percent"),))
        await hass.async_block_till_done()
        await report_status(charge_point, "Finishing")
        await hass.async_block_till_done()
        assert value(hass, f"{PREFIX}_state_of_charge") == "64"
        await report_status(charge_point, "Available")
        await hass.async_block_till_done()
        assert value(hass, f"{PREFIX}_state_of_charge") == STATE_UNKNOWN


async def test_the_applied_limit_gets_its_sensor_once_there_is_one(hass: HomeAssistant) -> None:
    entity_id = "sensor.twin_2_applied_current_limit"
    async with charging_with_two_connectors(hass) as (entry, _):
        assert hass.states.get(entity_id) is None
        limits = coordinator_of(entry, TWO_CONNECTORS).central_system.limits
        await limits.set_limit(TWO_CONNECTORS, 2, 10)
        await hass.async_block_till_done()
        assert float(value(hass, entity_id)) == 10


async def test_a_connector_out_of_service_is_not_an_entity_without_a_state(
    hass: HomeAssistant,
) -> None:
    async with charging_c2eu(hass) as (_, charge_point):
        await report_status(charge_point, "Unavailable")
        assert value(hass, f"{PREFIX}_status") == "out_of_service"


async def test_a_fault_is_told_with_the_manufacturers_code(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (_, charge_point):
        await report_status(
            charge_point,
            "Faulted",
            errorCode="OtherError",
            vendorErrorCode="EC_DEVICE_EMERGENCY_STOP",
        )
        error = state(hass, f"{PREFIX}_error")
        assert error.state == "other_error"
        assert error.attributes["vendor_error_code"] == "EC_DEVICE_EMERGENCY_STOP"


async def test_an_error_code_that_ocpp_does_not_know_is_another_error(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (_, charge_point):
        await report_status(charge_point, "Faulted", errorCode="Error")
        error = state(hass, f"{PREFIX}_error")
        assert (error.state, error.attributes["error_code"]) == ("other_error", "Error")


async def test_an_empty_value_does_not_take_the_register_to_zero(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (_, charge_point):
        await meter_values(charge_point, (sample("", "Energy.Active.Import.Register", "Wh"),))
        assert float(value(hass, f"{PREFIX}_energy")) == pytest.approx(1235.41)


# ---- sessions and cards


async def test_a_session_is_shown_while_it_runs_and_after_it(
    hass: HomeAssistant, clock: FakeClock
) -> None:
    async with charging_c2eu(hass) as (entry, charge_point):
        assert float(value(hass, f"{PREFIX}_session_energy")) == pytest.approx(0.85)
        energy = state(hass, f"{PREFIX}_session_energy")
        assert energy.attributes["last_reset"] == "2026-03-14T06:05:12+00:00"
        assert value(hass, f"{PREFIX}_session_duration") == "14"
        assert value(hass, f"{PREFIX}_stop_reason") == STATE_UNKNOWN
        transaction = coordinator_of(entry, C2EU).charge_point.connectors[1].transaction
        assert transaction is not None
        await stop(charge_point, transaction.transaction_id, meter_stop=1236000, reason="PowerLoss")
        clock.move(timedelta(hours=2))
        async_fire_time_changed(hass, datetime.now(UTC) + timedelta(minutes=1))
        await hass.async_block_till_done()
        assert float(value(hass, f"{PREFIX}_session_energy")) == pytest.approx(1.44)
        assert value(hass, f"{PREFIX}_session_duration") == "14"
        assert value(hass, f"{PREFIX}_stop_reason") == "car_full"
        assert value(hass, f"{PREFIX}_transaction_id") == STATE_UNKNOWN


async def test_statistics_tell_sessions_apart_by_their_start(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (entry, charge_point):
        attributes = state(hass, f"{PREFIX}_session_energy").attributes
        assert attributes["last_reset"] == "2026-03-14T06:05:12+00:00"
        transaction = coordinator_of(entry, C2EU).charge_point.connectors[1].transaction
        assert transaction is not None
        await stop(charge_point, transaction.transaction_id, meter_stop=1236000)
        await start(charge_point, meter_start=1236000, timestamp=NOW)
        attributes = state(hass, f"{PREFIX}_session_energy").attributes
        assert attributes["last_reset"] == NOW


async def test_the_duration_counts_on_without_a_message(
    hass: HomeAssistant, clock: FakeClock
) -> None:
    async with charging_c2eu(hass):
        clock.move(timedelta(minutes=5))
        async_fire_time_changed(hass, datetime.now(UTC) + timedelta(minutes=1))
        await hass.async_block_till_done()
        assert value(hass, f"{PREFIX}_session_duration") == "19"


async def test_a_card_is_shown_by_its_name(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass):
        assert value(hass, f"{PREFIX}_card") == ID_TAG_NAME


async def test_a_card_without_a_name_is_shown_by_its_number(hass: HomeAssistant) -> None:
    entry = await set_up(hass, charge_point_data(C2EU, "C2EU", who_may_charge="anyone"))
    charge_point = await boot_c2eu(hass, entry)
    await start(charge_point, id_tag=ID_TAG)
    assert value(hass, f"{PREFIX}_card") == "…E580"  # everyone reads states
    await charge_point.close()


async def test_an_option_shows_whole_numbers(hass: HomeAssistant) -> None:
    entry = await set_up(
        hass,
        charge_point_data(C2EU, "C2EU", who_may_charge="anyone"),
        options={CONF_SHARED_SESSIONS: "whole"},
    )
    charge_point = await boot_c2eu(hass, entry)
    await start(charge_point, id_tag=ID_TAG)
    assert value(hass, f"{PREFIX}_card") == ID_TAG
    await charge_point.close()


async def test_a_start_from_here_is_shown_as_home_assistants(hass: HomeAssistant) -> None:
    entry = await set_up(hass, charge_point_data(C2EU, "C2EU"))
    charge_point = await boot_c2eu(hass, entry)
    charge_point.auto_reply("RemoteStartTransaction", {"status": "Accepted"})
    await coordinator_of(entry, C2EU).central_system.user_commands.start_charging(C2EU, 1)
    (request,) = charge_point.received("RemoteStartTransaction")
    await start(charge_point, id_tag=str(request["idTag"]))
    assert value(hass, f"{PREFIX}_card") == "Home Assistant"
    await charge_point.close()


async def test_who_pressed_is_shown_where_all_starts_carry_one_tag(hass: HomeAssistant) -> None:
    user = await add_user(hass, USER)
    only = charge_point_data(C2EU, "C2EU", remote_id_tag="04ONLY")
    entry = await set_up(hass, only)
    charge_point = await boot_c2eu(hass, entry)
    charge_point.auto_reply("RemoteStartTransaction", {"status": "Accepted"})
    commands = coordinator_of(entry, C2EU).central_system.user_commands
    await commands.start_charging(C2EU, 1, user_id=user.id)
    await start(charge_point, id_tag="04ONLY")
    assert value(hass, f"{PREFIX}_card") == USER
    response = await hass.services.async_call(
        DOMAIN, "get_sessions", {}, blocking=True, return_response=True
    )
    assert response is not None
    (row,) = cast(list[dict[str, Any]], response["sessions"])
    assert (row["started_by"], row["started_by_name"]) == (user.id, USER)
    await charge_point.close()


# ---- when it is written


async def test_a_message_is_one_write_for_each_entity_that_it_changes(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (_, charge_point):
        changed = (
            sample("36.5", "Temperature", "Celsius"),
            *C2EU_SAMPLES[1:3],
            sample("3.70", "Power.Active.Import", "kW"),
            sample("1235420", "Energy.Active.Import.Register", "Wh"),
        )
        with written_states(hass) as written:
            await meter_values(charge_point, changed, timestamp=NOW)
            await hass.async_block_till_done()
        assert sorted(written) == [
            f"{PREFIX}_energy",
            f"{PREFIX}_power",
            f"{PREFIX}_session_energy",
            f"{PREFIX}_temperature",
        ]


async def test_noise_that_nobody_sees_is_not_written(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (_, charge_point):
        noise = (
            sample("35.51", "Temperature", "Celsius"),
            sample("15.8338", "Current.Import", "A", "L1"),
            sample("229.88", "Voltage", "V", "L1"),
            sample("3.6402", "Power.Active.Import", "kW"),
            sample("1235410", "Energy.Active.Import.Register", "Wh"),
        )
        with written_states(hass) as written:
            await meter_values(charge_point, noise, timestamp=NOW)
            await hass.async_block_till_done()
        assert written == []


async def test_signs_of_life_are_written_now_and_then(
    hass: HomeAssistant, clock: FakeClock
) -> None:
    entity_id = "sensor.c2eu_last_seen"
    async with charging_c2eu(hass) as (entry, charge_point):
        coordinator = coordinator_of(entry, C2EU)
        assert value(hass, entity_id) == NOW
        clock.move(timedelta(minutes=2))
        await charge_point.call("Heartbeat")
        coordinator.async_update_listeners()
        assert value(hass, entity_id) == NOW
        clock.move(timedelta(minutes=4))
        await charge_point.call("Heartbeat")
        coordinator.async_update_listeners()
        assert value(hass, entity_id) == "2026-03-14T06:26:00+00:00"


# ---- what stays known


async def test_an_offline_charger_keeps_what_remains_true(
    hass: HomeAssistant, clock: FakeClock
) -> None:
    async with charging_c2eu(hass) as (entry, charge_point):
        clock.move(timedelta(minutes=1))
        await charge_point.call("Heartbeat")
        await charge_point.close()
        await until(lambda: not coordinator_of(entry, C2EU).available)
        known = {
            each.entity_id.rpartition("c2eu_")[2]
            for each in hass.states.async_all("sensor")
            if each.state != STATE_UNAVAILABLE
        }
        assert known == {
            "charging_reason",
            "check_up",
            "energy",
            "planned_start",
            "session_duration",
            "session_energy",
            "session_start",
            "stop_reason",
            "last_seen",
            "reconnects",
        }
        assert value(hass, "sensor.c2eu_last_seen") == "2026-03-14T06:21:00+00:00"


async def test_what_a_charger_can_report_is_remembered_over_a_restart(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (entry, _):
        pass
    registered = set(er.async_get(hass).entities)
    assert await hass.config_entries.async_unload(entry.entry_id)
    await hass.async_block_till_done()
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert set(er.async_get(hass).entities) == registered
    assert value(hass, f"{PREFIX}_power") == STATE_UNAVAILABLE
    assert float(value(hass, f"{PREFIX}_energy")) == pytest.approx(1235.41)
    assert float(value(hass, f"{PREFIX}_session_energy")) == pytest.approx(0.85)
    charge_point = await boot_c2eu(hass, entry)
    assert float(value(hass, f"{PREFIX}_energy")) == pytest.approx(1235.41)
    await charge_point.close()


async def test_a_new_name_of_a_card_is_shown(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (entry, _):
        (subentry,) = entry.get_subentries_of_type("id_tag")
        hass.config_entries.async_update_subentry(entry, subentry, title="Bert")
        await hass.async_block_till_done()
        assert value(hass, f"{PREFIX}_card") == "Bert"


SESSION_KEYS = {
    "id_tag",
    "session_duration",
    "session_energy",
    "session_start",
    "stop_reason",
    "transaction_id",
}


async def test_sensors_of_sessions_appear_with_the_first_and_stay(hass: HomeAssistant) -> None:
    """Before the first session they would know nothing; afterwards nothing removes them, not even a lost memory."""
    entry = await set_up(hass, charge_point_data(C2EU, "C2EU"), id_tag_data())
    charge_point = await boot_c2eu(hass, entry)
    await hass.async_block_till_done()
    assert not SESSION_KEYS & _keys(hass, entry)
    await start(charge_point, meter_start=1234560)
    await hass.async_block_till_done()
    assert _keys(hass, entry) >= SESSION_KEYS
    assert value(hass, f"{PREFIX}_card") == "Anna"
    assert float(value(hass, f"{PREFIX}_session_energy")) == 0
    await charge_point.close()

    connector = coordinator_of(entry, C2EU).charge_point.connectors[1]
    connector.transaction = connector.last_session = None
    await hass.config_entries.async_reload(entry.entry_id)
    connector = coordinator_of(entry, C2EU).charge_point.connectors[1]
    connector.transaction = connector.last_session = None
    charge_point = await boot_c2eu(hass, entry)
    await hass.async_block_till_done()
    assert value(hass, f"{PREFIX}_card") == STATE_UNKNOWN
    assert value(hass, f"{PREFIX}_session_energy") == STATE_UNKNOWN
    assert value(hass, f"{PREFIX}_session_duration") == STATE_UNKNOWN
    await charge_point.close()


def _keys(hass: HomeAssistant, entry: MockConfigEntry) -> set[str]:
    registered = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    return {each.unique_id.removeprefix(f"{C2EU}#1_") for each in registered}
