"""Who was not let in is remembered, with the cause: someone may be waiting for that very charger."""

import asyncio
from dataclasses import replace

import pytest
from websockets.exceptions import InvalidStatus

from custom_components.plug_control.central_system.stations.refused_callers import (
    MAX_REMEMBERED,
    RefusalCause,
    RefusedCallers,
)
from custom_components.plug_control.central_system.stations.settings import (
    CentralSystemSettings,
    UnknownChargePoints,
)
from custom_components.plug_control.protocol.listener import RefusalReason
from simulator.scripted import Disconnected
from tests.central_system.conftest import QUICK, Clock, Lab, MakeLab

REFUSING = CentralSystemSettings(
    host="127.0.0.1", port=0, unknown_charge_points=UnknownChargePoints.REFUSE
)


def refused(lab: Lab) -> list[tuple[str | None, RefusalCause]]:
    """Return who was refused and why, the first one first."""
    callers = [(each.identity, each.cause) for each in lab.central_system.refused_callers]
    return callers[::-1]


async def send(lab: Lab, data: bytes) -> bytes:
    """Send bytes to the port, and return what comes back until it closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", lab.central_system.port)
    try:
        writer.write(data)
        async with asyncio.timeout(30):
            return await reader.read()
    finally:
        writer.close()


async def test_r3_a_wrong_password_is_remembered_with_the_identity(make_lab: MakeLab) -> None:
    lab = await make_lab()
    lab.add(password="secret")
    with pytest.raises(InvalidStatus):
        await lab.dial(password="wrong")
    assert refused(lab) == [("CP-1", RefusalCause.WRONG_PASSWORD)]
    (caller,) = lab.central_system.refused_callers
    assert caller.remote_address == "127.0.0.1"
    assert caller.at == lab.clock.now


async def test_a_second_charger_of_an_identity_is_remembered(make_lab: MakeLab) -> None:
    lab = await make_lab()
    lab.add()
    await lab.boot()
    with pytest.raises(InvalidStatus):
        await lab.dial()
    assert refused(lab) == [("CP-1", RefusalCause.DUPLICATE_IDENTITY)]


async def test_an_unknown_charger_is_remembered_where_those_are_refused(make_lab: MakeLab) -> None:
    lab = await make_lab(settings=REFUSING)
    with pytest.raises(InvalidStatus):
        await lab.dial("NEW-1")
    assert refused(lab) == [("NEW-1", RefusalCause.UNKNOWN_CHARGE_POINT)]


async def test_r1_a_charger_without_subprotocol_is_remembered(make_lab: MakeLab) -> None:
    lab = await make_lab()
    charge_point = await lab.dial("NEW-1", subprotocols=())
    with pytest.raises(Disconnected):
        await charge_point.boot()
    assert refused(lab) == [("NEW-1", RefusalCause.SUBPROTOCOL_MISSING)]


async def test_r2_an_identity_that_is_no_name_is_remembered(make_lab: MakeLab) -> None:
    lab = await make_lab()
    with pytest.raises(InvalidStatus):
        await lab.dial("CP%0A1")
    assert refused(lab) == [(None, RefusalCause.IDENTITY_INVALID)]


async def test_a_charger_that_tells_no_identity_at_all_is_remembered(make_lab: MakeLab) -> None:
    lab = await make_lab()
    charge_point = await lab.dial("")
    assert (await charge_point.boot())["status"] == "Rejected"
    assert refused(lab) == [(None, RefusalCause.IDENTITY_MISSING)]


async def test_a_nameless_charger_that_never_boots_is_remembered(make_lab: MakeLab) -> None:
    lab = await make_lab(timing=replace(QUICK, boot_wait_s=0.01, identify_s=0.01))
    charge_point = await lab.dial("")
    await charge_point.wait_closed()
    assert refused(lab) == [(None, RefusalCause.IDENTITY_MISSING)]


async def test_a_browser_is_remembered_and_not_counted_as_refused(make_lab: MakeLab) -> None:
    lab = await make_lab()
    answer = await send(lab, b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 426 ")
    assert refused(lab) == [(None, RefusalCause.BROWSER)]
    assert lab.central_system.counters.refused == 0


async def test_an_encrypted_call_is_remembered_and_closed_at_once(make_lab: MakeLab) -> None:
    lab = await make_lab()
    assert await send(lab, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03") == b""
    assert refused(lab) == [(None, RefusalCause.ENCRYPTED)]
    assert lab.central_system.counters.refused == 1


def test_the_same_is_remembered_once_in_half_a_minute_and_never_more_than_a_few() -> None:
    callers = RefusedCallers(Clock(), lambda _: None)
    for _ in range(3):
        callers.note("CP-1", "10.0.0.1", RefusalCause.BUSY)
    assert len(list(callers.latest)) == 1
    for number in range(2 * MAX_REMEMBERED):
        callers.note(f"CP-{number}", "10.0.0.1", RefusalCause.WRONG_PASSWORD)
    latest = list(callers.latest)
    assert len(latest) == MAX_REMEMBERED
    assert latest[0].identity == f"CP-{2 * MAX_REMEMBERED - 1}"


def test_every_reason_of_the_listener_is_a_cause() -> None:
    assert {each.value for each in RefusalReason} <= {each.value for each in RefusalCause}
