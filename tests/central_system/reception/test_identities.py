"""Who is who where the path does not tell: by serial number, and several on one path."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from custom_components.plug_control.central_system.stations.settings import (
    CentralSystemSettings,
    UnknownChargePoints,
)
from custom_components.plug_control.model.events import (
    ConnectionChanged,
    Problem,
    ProblemFound,
    UnknownChargePointAppeared,
)
from simulator.frames import Direction
from simulator.scripted import CallErrorReceived, ScriptedChargePoint
from tests.central_system.conftest import QUICK, Lab, MakeLab

C2EU: dict[str, Any] = {"vendor": "XC", "model": "C2EU"}
SERIAL_A, SERIAL_B = "C2011907DEMOEU01", "C2011907DEMOEU02"


async def security_error(
    charge_point: ScriptedChargePoint, action: str, payload: dict[str, Any] | None = None
) -> None:
    """Expect that a CALL is refused with SecurityError."""
    with pytest.raises(CallErrorReceived) as caught:
        await charge_point.call(action, payload or {})
    assert caught.value.code == "SecurityError"


# ---- identity by serial number (decision 3)


@pytest.mark.parametrize("field", ["chargePointSerialNumber", "chargeBoxSerialNumber"])
async def test_r2_without_a_path_the_serial_number_is_the_identity(lab: Lab, field: str) -> None:
    lab.add(SERIAL_A)
    charge_point = await lab.dial("")
    await security_error(charge_point, "Heartbeat")
    assert (await charge_point.boot(**{field: SERIAL_A}))["status"] == "Accepted"
    assert lab.model(SERIAL_A).connected
    connection = lab.central_system.connection_of(SERIAL_A)
    assert connection is not None
    assert connection.identity == SERIAL_A
    await charge_point.call("Heartbeat")


async def test_r2_an_unknown_serial_number_is_held_like_a_path(lab: Lab) -> None:
    charge_point = await lab.dial("")
    assert not lab.told(UnknownChargePointAppeared)
    assert (await charge_point.boot(chargePointSerialNumber=SERIAL_A))["status"] == "Pending"
    assert set(lab.central_system.unknown) == {SERIAL_A}
    lab.add(SERIAL_A)
    assert (await charge_point.boot(chargePointSerialNumber=SERIAL_A))["status"] == "Accepted"


@pytest.mark.parametrize("serial", [None, "", "a/b", "..", "x" * 100])
async def test_r2_without_any_usable_identity_it_is_rejected_and_closed(
    lab: Lab, serial: str | None
) -> None:
    charge_point = await lab.dial("")
    fields = {} if serial is None else {"chargePointSerialNumber": serial}
    assert (await charge_point.boot(**fields))["status"] == "Rejected"
    await charge_point.wait_closed()
    assert not lab.central_system.unknown


async def test_many_that_are_turned_away_do_not_fill_the_log(
    lab: Lab, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(10):
        async with lab.scripted("") as nobody:
            await nobody.boot()
    assert caplog.text.count("Turned 127.0.0.1 away") == 5


async def test_r12_nothing_is_sent_to_one_that_was_rejected(make_lab: MakeLab) -> None:
    lab = await make_lab(timing=replace(QUICK, tick_s=0.01))
    charge_point = await lab.dial("")
    assert (await charge_point.boot())["status"] == "Rejected"
    await charge_point.wait_closed()
    answers = [f.text[:2] for f in charge_point.frames if f.direction is Direction.RECEIVED]
    assert answers == ["[3"]


async def test_without_a_path_a_password_is_checked_at_the_boot(lab: Lab) -> None:
    lab.add(SERIAL_A, password="secret")
    wrong = await lab.dial("", password="wrong", username=SERIAL_A)
    assert (await wrong.boot(chargePointSerialNumber=SERIAL_A))["status"] == "Rejected"
    await wrong.wait_closed()
    assert not lab.model(SERIAL_A).connected
    assert [e.problem for e in lab.told(ProblemFound)] == [Problem.WRONG_PASSWORD]
    right = await lab.dial("", password="secret", username=SERIAL_A)
    assert (await right.boot(chargePointSerialNumber=SERIAL_A))["status"] == "Accepted"


async def test_without_a_path_the_takeover_rule_is_the_same(lab: Lab) -> None:
    lab.add(SERIAL_A)
    first, second = await lab.dial(""), await lab.dial("")
    await first.boot(chargePointSerialNumber=SERIAL_A)
    assert (await second.boot(chargePointSerialNumber=SERIAL_A))["status"] == "Rejected"
    await second.wait_closed()
    assert [e.problem for e in lab.told(ProblemFound)] == [Problem.DUPLICATE_IDENTITY]
    lab.events.clear()
    first.freeze()
    third = await lab.dial("")
    assert (await third.boot(chargePointSerialNumber=SERIAL_A))["status"] == "Accepted"
    assert not lab.told(ConnectionChanged)
    await third.call("Heartbeat")


async def test_without_a_path_unknown_ones_are_refused_where_the_user_wants_that(
    make_lab: MakeLab,
) -> None:
    settings = CentralSystemSettings(
        host="127.0.0.1", port=0, unknown_charge_points=UnknownChargePoints.REFUSE
    )
    lab = await make_lab(settings=settings)
    lab.add(SERIAL_A)
    stranger, known = await lab.dial(""), await lab.dial("")
    assert (await stranger.boot(chargePointSerialNumber=SERIAL_B))["status"] == "Rejected"
    assert (await known.boot(chargePointSerialNumber=SERIAL_A))["status"] == "Accepted"
    assert not lab.central_system.unknown


async def test_two_boots_at_once_on_a_nameless_socket_make_one_connection(lab: Lab) -> None:
    lab.add(SERIAL_A)
    charge_point = await lab.dial("")
    answers = await asyncio.gather(
        charge_point.boot(chargePointSerialNumber=SERIAL_A),
        charge_point.boot(chargePointSerialNumber=SERIAL_A),
    )
    assert [answer["status"] for answer in answers] == ["Accepted", "Accepted"]
    assert len(lab.told(ConnectionChanged)) == 1


async def test_a_nameless_socket_is_asked_to_boot_and_closed_when_it_does_not(
    make_lab: MakeLab,
) -> None:
    lab = await make_lab(timing=replace(QUICK, boot_wait_s=0.05, identify_s=0.1))
    charge_point = await lab.dial("")
    await lab.until(lambda: charge_point.received("TriggerMessage"))
    assert (await charge_point.wait_closed())[0] == 1008


async def test_nameless_sockets_are_bounded(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        lab.central_system._context.registry.pending_charge_points, "max_nameless", 2
    )
    first, second, third = [await lab.dial("") for _ in range(3)]
    assert (await first.wait_closed())[0] == 1013
    assert second.connected
    assert third.connected


async def test_a_nameless_socket_that_closes_while_it_is_decided_about_takes_no_place(
    lab: Lab,
) -> None:
    lab.add(SERIAL_A)
    first, second = await lab.dial(""), await lab.dial("")
    await first.boot(chargePointSerialNumber=SERIAL_A)
    connection = lab.central_system.connection_of(SERIAL_A)
    first.freeze()
    await second.start_call(
        "BootNotification",
        {"chargePointVendor": "", "chargePointModel": "", "chargePointSerialNumber": SERIAL_A},
    )
    await lab.until(lambda: lab.central_system._gate.expects(SERIAL_A))
    await second.abort()
    await lab.until(lambda: not lab.central_system._gate.expects(SERIAL_A))
    assert lab.central_system.connection_of(SERIAL_A) is connection
    assert lab.model(SERIAL_A).connected


async def test_one_that_is_removed_while_it_knocks_is_closed_where_unknown_ones_are_refused(
    make_lab: MakeLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = CentralSystemSettings(
        host="127.0.0.1", port=0, unknown_charge_points=UnknownChargePoints.REFUSE
    )
    lab = await make_lab(settings=settings)
    lab.add()
    gate = lab.central_system._gate
    is_contested = gate.is_contested

    def remove_first(knock: Any) -> bool:
        lab.central_system._context.registry.stations.clear()
        return is_contested(knock)

    monkeypatch.setattr(gate, "is_contested", remove_first)
    charge_point = await lab.dial()
    assert (await charge_point.wait_closed())[0] == 1008
    assert not lab.central_system.unknown


# ---- one path for several (C2EU Q2)


async def test_c2eu_q2_a_second_one_on_the_same_path_is_known_by_its_serial_number(
    lab: Lab,
) -> None:
    lab.add("ocpp")
    first = await lab.boot("ocpp", boot={**C2EU, "chargePointSerialNumber": SERIAL_A})
    second = await lab.dial("ocpp")
    answer = await second.boot(**C2EU, chargePointSerialNumber=SERIAL_B)
    assert answer["status"] == "Pending"
    assert set(lab.central_system.unknown) == {SERIAL_B}
    assert lab.model("ocpp").serial_number == SERIAL_A
    await first.call("Heartbeat")
    lab.add(SERIAL_B)
    assert (await second.boot(**C2EU, chargePointSerialNumber=SERIAL_B))["status"] == "Accepted"
    assert lab.model(SERIAL_B).connected
    assert lab.model("ocpp").connected


async def test_c2eu_q2_the_other_one_is_told_apart_even_when_the_first_is_away(lab: Lab) -> None:
    lab.add("ocpp")
    lab.add(SERIAL_B)
    first = await lab.boot("ocpp", boot={**C2EU, "chargePointSerialNumber": SERIAL_A})
    await first.close()
    await lab.until(lambda: not lab.model("ocpp").connected)
    second = await lab.dial("ocpp")
    await second.boot(**C2EU, chargePointSerialNumber=SERIAL_B)
    assert lab.model(SERIAL_B).connected
    assert not lab.model("ocpp").connected
    first = await lab.boot("ocpp", boot={**C2EU, "chargePointSerialNumber": SERIAL_A})
    assert lab.model("ocpp").connected


async def test_c2eu_q2_the_same_serial_number_twice_is_a_duplicate(lab: Lab) -> None:
    lab.add("ocpp")
    first = await lab.boot("ocpp", boot={**C2EU, "chargePointSerialNumber": SERIAL_A})
    second = await lab.dial("ocpp")
    answer = await second.boot(**C2EU, chargePointSerialNumber=SERIAL_A)
    assert answer["status"] == "Rejected"
    await second.wait_closed()
    assert [e.problem for e in lab.told(ProblemFound)] == [Problem.DUPLICATE_IDENTITY]
    await first.call("Heartbeat")


async def test_c2eu_q2_strangers_on_one_path_are_told_apart_too(lab: Lab) -> None:
    first, second = await lab.dial("ocpp"), None
    await first.boot(**C2EU, chargePointSerialNumber=SERIAL_A)
    second = await lab.dial("ocpp")
    await second.boot(**C2EU, chargePointSerialNumber=SERIAL_B)
    assert set(lab.central_system.unknown) == {"ocpp", SERIAL_B}
    first.freeze()
    third = await lab.dial("ocpp")
    await third.boot(**C2EU, chargePointSerialNumber="C2011907DEMOEU03")
    assert set(lab.central_system.unknown) == {"ocpp", SERIAL_B, "C2011907DEMOEU03"}


async def test_c2eu_q2_where_the_first_one_was_removed_the_path_is_free(lab: Lab) -> None:
    lab.add("ocpp")
    await lab.boot("ocpp", boot={**C2EU, "chargePointSerialNumber": SERIAL_A})
    second = await lab.dial("ocpp")
    await lab.central_system.remove_charge_point("ocpp")
    await second.boot(**C2EU, chargePointSerialNumber=SERIAL_B)
    assert set(lab.central_system.unknown) == {"ocpp"}


async def test_other_models_are_known_by_their_path_whatever_their_serial_number(
    lab: Lab,
) -> None:
    charge_point = await lab.boot(boot={"chargePointSerialNumber": SERIAL_A})
    await charge_point.close()
    await lab.boot(boot={"chargePointSerialNumber": SERIAL_B})
    assert lab.model().serial_number == SERIAL_B
