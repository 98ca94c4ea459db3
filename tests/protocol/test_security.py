"""Passwords and acceptance, as far as the wire is concerned: what a gate decides comes out as the rules want it."""

import base64
from http import HTTPStatus

import pytest
from websockets.exceptions import InvalidStatus

from custom_components.plug_control.protocol.call_session import Answer
from custom_components.plug_control.protocol.errors import ErrorCode, PayloadError
from custom_components.plug_control.protocol.frames import Call
from custom_components.plug_control.protocol.listener import HandshakeRequest, Refusal
from custom_components.plug_control.security.passwords import check_password

from .gate import Dialler, RecordingGate, ask, assert_alive

OLD_KEY = bytes(range(20))
NEW_KEY = bytes(range(20, 40))


class Passwords:
    """An admission that knows one password for each charge point."""

    def __init__(self, gate: RecordingGate, **expected: str) -> None:
        self.expected = expected
        gate.admission = self.admit

    async def admit(self, knock: HandshakeRequest) -> Refusal | None:
        expected = self.expected.get(knock.identity or "")
        if expected is None or check_password(expected, knock.password):
            return None
        return Refusal(HTTPStatus.UNAUTHORIZED, "wrong password")


def basic(user: str, password: bytes) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(user.encode() + b':' + password).decode()}"}


async def status_of(dial: Dialler, **headers: dict[str, str]) -> int:
    with pytest.raises(InvalidStatus) as caught:
        await dial("/AL1000", additional_headers=headers.get("headers", {}))
    return caught.value.response.status_code


async def test_r3_a_password_lets_in_and_a_wrong_one_gets_401(
    dial: Dialler, gate: RecordingGate
) -> None:
    Passwords(gate, AL1000=OLD_KEY.hex())
    await assert_alive(await dial("/AL1000", additional_headers=basic("AL1000", OLD_KEY)))
    await assert_alive(
        await dial("/AL1000", additional_headers=basic("AL1000", OLD_KEY.hex().encode()))
    )
    assert await status_of(dial, headers=basic("AL1000", NEW_KEY)) == 401


async def test_r4_after_the_key_was_changed_the_old_one_fails(
    dial: Dialler, gate: RecordingGate
) -> None:
    passwords = Passwords(gate, AL1000=OLD_KEY.hex())
    charge_point = await dial("/AL1000", additional_headers=basic("AL1000", OLD_KEY))
    passwords.expected["AL1000"] = NEW_KEY.hex()
    await assert_alive(charge_point)
    assert await status_of(dial, headers=basic("AL1000", OLD_KEY)) == 401
    await assert_alive(await dial("/AL1000", additional_headers=basic("AL1000", NEW_KEY)))


async def test_r5_a_charge_point_with_a_password_is_never_let_in_without_one(
    dial: Dialler, gate: RecordingGate
) -> None:
    Passwords(gate, AL1000=OLD_KEY.hex())
    assert await status_of(dial) == 401
    assert await status_of(dial, headers=basic("AL1000", b"")) == 401
    assert await status_of(dial, headers={"Authorization": "Bearer x"}) == 401
    await assert_alive(await dial("/OTHER"))


async def test_r9_a_call_before_acceptance_is_a_security_error_and_the_connection_goes_on(
    dial: Dialler, gate: RecordingGate
) -> None:
    accepted = False

    async def handle(call: Call) -> Answer:
        nonlocal accepted
        if call.action == "BootNotification":
            accepted = True
        if not accepted:
            raise PayloadError(ErrorCode.SECURITY_ERROR, "boot first")
        return await gate.answer(call)

    gate.handler = handle
    charge_point = await dial()
    assert await ask(charge_point, '[2,"1","Heartbeat",{}]') == [
        4,
        "1",
        "SecurityError",
        "boot first",
        {},
    ]
    assert (await ask(charge_point, '[2,"2","BootNotification",{}]'))[0] == 3
    await assert_alive(charge_point)
