"""BootNotification, strangers, and what follows a connection."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from custom_components.plug_control.central_system.stations import pending
from custom_components.plug_control.central_system.stations.settings import ChargePointSettings
from custom_components.plug_control.model.events import (
    ChargePointChanged,
    ConnectionChanged,
    UnknownChargePointAppeared,
    UnknownChargePointGone,
)
from simulator.frames import Direction
from simulator.scripted import CallErrorReceived, Disconnected, ScriptedChargePoint
from tests.central_system.conftest import NOW, QUICK, Lab, MakeLab, answer_startup, startups, status

C2EU: dict[str, Any] = {"vendor": "XC", "model": "C2EU"}
SERIAL_A, SERIAL_B = "C2011907DEMOEU01", "C2011907DEMOEU02"


async def security_error(
    charge_point: ScriptedChargePoint, action: str, payload: dict[str, Any] | None = None
) -> None:
    """Expect that a CALL is refused with SecurityError."""
    with pytest.raises(CallErrorReceived) as caught:
        await charge_point.call(action, payload or {})
    assert caught.value.code == "SecurityError"


# ---- BootNotification of a configured charge point


async def test_boot_is_accepted_with_utc_time_and_interval_and_read_into_the_model(
    lab: Lab,
) -> None:
    charge_point = await lab.dial()
    answer = await charge_point.boot(
        vendor="XC",
        model="C2EU",
        chargePointSerialNumber=SERIAL_A,
        firmwareVersion="1.1.1807.1-2.2.10.23",
        imsi="262011234567890",
        iccid="89490200001234567890",
        meterSerialNumber="M-1",
    )
    assert answer == {"status": "Accepted", "currentTime": "2026-03-14T10:00:00Z", "interval": 300}
    model = lab.model()
    assert (model.vendor, model.model, model.serial_number) == ("XC", "C2EU", SERIAL_A)
    assert model.firmware_version == "1.1.1807.1-2.2.10.23"
    assert (model.imsi, model.iccid) == ("262011234567890", "89490200001234567890")
    assert model.meter_serial_number == "M-1"
    assert model.accepted
    assert model.connected
    assert model.booted_at == model.last_seen == NOW
    assert model.connections == 1
    assert model.remote_address == "127.0.0.1"
    assert lab.told(ConnectionChanged, "CP-1")
    assert lab.told(ChargePointChanged, "CP-1")
    assert lab.remembered


async def test_a_boot_that_tells_less_takes_nothing_back(lab: Lab) -> None:
    charge_point = await lab.boot(boot={"firmwareVersion": "1.0", "chargeBoxSerialNumber": "BOX"})
    await charge_point.call("BootNotification", {"chargePointVendor": "", "chargePointModel": ""})
    model = lab.model()
    assert (model.vendor, model.model, model.firmware_version) == ("Scripted", "Test", "1.0")
    assert model.serial_number == "BOX"


async def test_nothing_is_sent_before_the_boot_was_answered_and_then_it_is_configured(
    lab: Lab,
) -> None:
    charge_point = await lab.boot()
    await lab.until(lambda: charge_point.received("GetConfiguration"))
    came_first = next(f for f in charge_point.frames if f.direction is Direction.RECEIVED)
    assert came_first.text.startswith("[3,")


async def test_a_second_boot_on_one_socket_configures_again(lab: Lab) -> None:
    charge_point = await lab.started_up()
    await charge_point.boot()
    await lab.until(lambda: startups(charge_point) == 2)


async def test_changed_intervals_reach_who_is_connected_without_disconnecting(lab: Lab) -> None:
    lab.add("CP-2")
    charge_point, waiting = await lab.started_up(), await lab.dial("CP-2")
    lab.central_system.update_settings(
        replace(lab.central_system.settings, heartbeat_interval_s=600)
    )
    await lab.until(lambda: startups(charge_point) == 2)
    assert not startups(waiting)
    assert (await charge_point.boot())["interval"] == 600


async def test_changed_settings_of_a_charge_point_reach_it_a_password_does_not_disturb_it(
    lab: Lab,
) -> None:
    charge_point = await lab.started_up()
    update = lab.central_system.update_charge_point
    update(ChargePointSettings(charge_point_id="CP-1", password="new"))
    await charge_point.call("Heartbeat")
    assert startups(charge_point) == 1
    update(ChargePointSettings(charge_point_id="CP-1", password="new", maximum_current_a=16))
    await lab.until(lambda: startups(charge_point) == 2)
    assert lab.central_system.settings_of("CP-1").maximum_current_a == 16


async def test_what_a_startup_could_not_do_is_logged_and_the_rest_is_done(
    lab: Lab, caplog: pytest.LogCaptureFixture
) -> None:
    charge_point = await lab.dial()
    charge_point.auto_reply("GetConfiguration", None)
    with caplog.at_level("INFO"):
        await charge_point.boot()
        while not ("Startup of CP-1" in caplog.text and charge_point.received("TriggerMessage")):
            with suppress(TimeoutError):
                request = await charge_point.expect("GetConfiguration", timeout=0.1)
                await request.refuse("InternalError", "broken")


# ---- acceptance (R9, R12, R13)


async def test_r9_calls_before_acceptance_get_a_security_error(lab: Lab) -> None:
    charge_point = await lab.dial()
    await security_error(charge_point, "Heartbeat")
    await security_error(charge_point, "StatusNotification", status())
    await security_error(charge_point, "NoSuchAction")
    assert not lab.model().connectors
    assert not lab.model().accepted
    await charge_point.boot()
    await charge_point.call("Heartbeat")


async def test_r9_a_reconnect_without_boot_is_served_and_refreshed(make_lab: MakeLab) -> None:
    lab = await make_lab(timing=replace(QUICK, boot_wait_s=0.1))
    lab.add()
    await (await lab.started_up()).close()
    await lab.until(lambda: not lab.model().connected)
    charge_point = await lab.dial()
    await charge_point.call("StatusNotification", status("Charging"))
    await lab.until(lambda: charge_point.received("TriggerMessage"))
    asked = {payload["requestedMessage"] for payload in charge_point.received("TriggerMessage")}
    assert "BootNotification" not in asked  # R13
    assert not charge_point.received("ChangeConfiguration")


async def test_r9_acceptance_is_remembered_over_a_restart(make_lab: MakeLab) -> None:
    before = await make_lab()
    before.add()
    await before.boot()
    memory = before.central_system.memory()
    after = await make_lab(memory=memory)
    after.add()
    await (await after.dial()).call("Heartbeat")


async def test_r9_one_that_sends_calls_but_no_boot_is_asked_to_boot_after_a_while(
    make_lab: MakeLab,
) -> None:
    lab = await make_lab(timing=replace(QUICK, boot_wait_s=0.1))
    lab.add()
    charge_point = await lab.dial()
    charge_point.auto_reply("TriggerMessage", None)
    await security_error(charge_point, "Heartbeat")
    assert not charge_point.received("TriggerMessage")
    asked = await charge_point.expect("TriggerMessage")
    assert asked.payload == {"requestedMessage": "BootNotification"}
    await asked.reply({"status": "Accepted"})
    answer_to_boot = await charge_point.boot()
    assert answer_to_boot["status"] == "Accepted"


@pytest.mark.parametrize("answer", ["NotImplemented", "Rejected", None])
async def test_r9_one_that_never_boots_is_accepted_in_the_end(
    make_lab: MakeLab, answer: str | None
) -> None:
    lab = await make_lab(timing=replace(QUICK, boot_wait_s=0.05, boot_retry_s=0.1))
    lab.add()
    charge_point = await lab.dial()
    charge_point.auto_reply("TriggerMessage", None if answer is None else {"status": answer})
    if answer is None:
        await (await charge_point.expect("TriggerMessage")).refuse("NotSupported")
        answer_startup(charge_point)
    await lab.until(lambda: lab.model().accepted)
    await charge_point.call("StatusNotification", status())
    await lab.until(lambda: charge_point.received("GetConfiguration"))


async def test_r13_an_accepted_charge_point_is_never_triggered_to_boot(
    make_lab: MakeLab,
) -> None:
    lab = await make_lab(timing=replace(QUICK, boot_wait_s=0.05))
    lab.add()
    charge_point = await lab.started_up()
    await asyncio.sleep(0.15)  # past the time when one that did not boot is asked to
    asked = [payload["requestedMessage"] for payload in charge_point.received("TriggerMessage")]
    assert asked
    assert "BootNotification" not in asked


async def test_a_flood_before_acceptance_ends_the_connection_and_others_are_served(
    lab: Lab,
) -> None:
    other = await lab.boot()
    stranger = await lab.dial("stranger")
    with suppress(Disconnected):
        for _ in range(500):
            await security_error(stranger, "Heartbeat")
    assert (await stranger.wait_closed())[0] == 1008
    await other.call("Heartbeat")


# ---- strangers


async def test_r12_an_unknown_one_is_pending_told_of_once_and_never_trusted(lab: Lab) -> None:
    stranger = await lab.dial("stranger")
    answer = await stranger.boot(
        vendor="XC", model="C2EU", chargePointSerialNumber=SERIAL_A, firmwareVersion="2"
    )
    assert answer["status"] == "Pending"
    assert answer["interval"] == 30
    assert str(answer["currentTime"]).endswith("Z")
    await stranger.boot(
        vendor="XC", model="C2EU", chargePointSerialNumber=SERIAL_A, firmwareVersion="2"
    )
    await security_error(stranger, "StatusNotification", status())
    (told,) = lab.told(UnknownChargePointAppeared)
    assert (told.charge_point_id, told.remote_address) == ("stranger", "127.0.0.1")
    assert (told.vendor, told.model, told.serial_number) == ("XC", "C2EU", SERIAL_A)
    held = lab.central_system.unknown["stranger"]
    assert (held.vendor, held.firmware_version, held.first_seen) == ("XC", "2", NOW)
    assert set(lab.central_system.charge_points) == {"CP-1"}
    assert "stranger" not in lab.central_system.memory()
    assert not stranger.received("GetConfiguration")


async def test_confirming_triggers_the_boot_and_accepts_it_within_moments(lab: Lab) -> None:
    stranger = await lab.dial("stranger")
    await stranger.boot()
    stranger.auto_reply("TriggerMessage", None)
    model = lab.add("stranger")
    assert model.connected
    assert lab.central_system.is_pending("stranger")
    asked = await stranger.expect("TriggerMessage")
    assert asked.payload == {"requestedMessage": "BootNotification"}
    await security_error(stranger, "Heartbeat")
    await asked.reply({"status": "Accepted"})
    assert (await stranger.boot())["status"] == "Accepted"
    assert not lab.central_system.is_pending("stranger")
    assert lab.told(ConnectionChanged, "stranger")
    assert not lab.told(UnknownChargePointGone)
    assert not lab.central_system.unknown
    answer_startup_again = {"status": "Accepted"}
    stranger.auto_reply("TriggerMessage", answer_startup_again)
    await lab.until(lambda: stranger.received("GetConfiguration"))


async def test_a_confirmed_one_that_cannot_be_triggered_is_accepted_with_its_next_boot(
    lab: Lab,
) -> None:
    stranger = await lab.dial("stranger")
    await stranger.boot()
    stranger.auto_reply("TriggerMessage", {"status": "NotImplemented"})
    lab.add("stranger")
    await lab.until(lambda: stranger.received("TriggerMessage"))
    assert (await stranger.boot())["status"] == "Accepted"


async def test_a_confirmed_one_that_never_boots_is_taken_as_accepted(make_lab: MakeLab) -> None:
    lab = await make_lab(timing=replace(QUICK, boot_retry_s=0.1))
    stranger = await lab.dial("stranger")
    await security_error(stranger, "Heartbeat")
    lab.add("stranger")
    await lab.until(lambda: lab.model("stranger").accepted)
    await stranger.call("Heartbeat")


async def test_a_stranger_that_never_boots_is_told_of_by_its_identity_once_it_is_held(
    make_lab: MakeLab,
) -> None:
    lab = await make_lab(timing=replace(QUICK, introduce_s=0.05, tick_s=0.02))
    held_when_told: list[bool] = []
    lab.central_system._tell = lambda event: held_when_told.append(
        event.charge_point_id in lab.central_system.unknown
    )
    for _ in range(2):  # it comes back without a word
        async with lab.scripted("stranger"):
            await lab.until(lambda: held_when_told)
    assert held_when_told == [True]


async def test_a_stranger_that_left_is_gone_after_a_while_not_at_once(make_lab: MakeLab) -> None:
    lab = await make_lab(timing=replace(QUICK, unknown_grace_s=1.5, tick_s=0.02))
    async with lab.scripted("stranger") as stranger:
        await stranger.boot()
    async with lab.scripted("stranger") as stranger:
        await stranger.boot()
    assert len(lab.told(UnknownChargePointAppeared)) == 1
    assert not lab.told(UnknownChargePointGone)
    await lab.until(lambda: lab.told(UnknownChargePointGone))
    assert not lab.central_system.unknown


async def test_a_stranger_that_left_can_be_confirmed_and_is_known_when_it_comes_back(
    lab: Lab,
) -> None:
    async with lab.scripted("stranger") as stranger:
        await stranger.boot()
    pending_charge_points = lab.central_system._context.registry.pending_charge_points
    await lab.until(lambda: pending_charge_points.link_of("stranger") is None)
    assert not lab.add("stranger").connected
    await lab.boot("stranger")


async def test_strangers_are_bounded_in_number_and_known_ones_are_served(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        lab.central_system._context.registry.pending_charge_points, "max_unknown", 3
    )
    known = await lab.boot()
    crowd = [await lab.dial(f"stranger-{number}") for number in range(4)]
    await crowd[0].wait_closed()
    assert set(lab.central_system.unknown) == {"stranger-1", "stranger-2", "stranger-3"}
    assert [event.charge_point_id for event in lab.told(UnknownChargePointGone)] == ["stranger-0"]
    await known.call("Heartbeat")
    assert pending.MAX_UNKNOWN == 20


# ---- removal


async def test_a_removed_one_is_closed_forgotten_and_asked_about_again(lab: Lab) -> None:
    charge_point, other = await lab.boot(), None
    lab.add("CP-2")
    other = await lab.boot("CP-2")
    await lab.central_system.remove_charge_point("CP-1")
    assert (await charge_point.wait_closed())[0] == 1008
    assert "CP-1" not in lab.central_system.charge_points
    assert "CP-1" not in lab.central_system.memory()
    assert lab.central_system.connection_of("CP-1") is None
    again = await lab.dial()
    assert (await again.boot())["status"] == "Pending"
    assert "CP-1" in lab.central_system.unknown
    await other.call("Heartbeat")


async def test_removing_an_unknown_or_offline_one_is_harmless(lab: Lab) -> None:
    await lab.central_system.remove_charge_point("nobody")
    await lab.central_system.remove_charge_point("CP-1")
    assert not lab.central_system.charge_points


async def test_adding_a_configured_one_again_changes_its_settings(lab: Lab) -> None:
    before = lab.model()
    assert lab.add("CP-1", phases=1) is before
    assert lab.central_system.settings_of("CP-1").phases == 1


async def test_r12_one_that_ignores_pending_can_be_commanded_once_it_is_taken_as_accepted(
    make_lab: MakeLab,
) -> None:
    """It never boots again, and cannot be asked to (ocpp-virtual-charge-point)."""
    lab = await make_lab(timing=replace(QUICK, boot_retry_s=0.1))
    charge_point = await lab.dial()
    charge_point.auto_reply("TriggerMessage", {"status": "NotImplemented"})
    assert (await charge_point.boot())["status"] == "Pending"
    lab.add()
    await lab.until(lambda: lab.model().accepted)
    assert not lab.central_system.is_pending("CP-1")
    await lab.central_system.user_commands.start_charging("CP-1", 1)
    assert charge_point.received("RemoteStartTransaction")
