"""Who is let in: unknown identities, passwords, and two sockets of one identity."""

import asyncio
from dataclasses import replace
import time

from ocpp.v16 import call
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Subprotocol

from custom_components.plug_control.central_system.reception import gate as gate_module
from custom_components.plug_control.central_system.stations.refused_callers import RefusalCause
from custom_components.plug_control.central_system.stations.settings import (
    CentralSystemSettings,
    ChargePointSettings,
    UnknownChargePoints,
)
from custom_components.plug_control.model.events import (
    ConnectionChanged,
    PasswordChanged,
    Problem,
    ProblemFound,
    ProblemGone,
    UnknownChargePointAppeared,
)
from custom_components.plug_control.protocol.errors import CallTimeoutError, CommandRejectedError
from custom_components.plug_control.protocol.listener import HandshakeRequest
from custom_components.plug_control.security import passwords as passwords_module
from custom_components.plug_control.security.passwords import check_password, hash_password
from simulator.scripted import ScriptedChargePoint
from tests.central_system.conftest import QUICK, Lab, MakeLab

REFUSING = CentralSystemSettings(
    host="127.0.0.1", port=0, unknown_charge_points=UnknownChargePoints.REFUSE
)
HEX_PASSWORD = "0001020304050607FFFFFFFFFFFFFFFFFFFFFFFF"


async def refused(charge_point: ScriptedChargePoint) -> int:
    """Dial and return the HTTP status of the refusal."""
    with pytest.raises(InvalidStatus) as caught:
        await charge_point.connect()
    return caught.value.response.status_code


def problems(lab: Lab) -> list[tuple[str, Problem]]:
    return [
        (type(event).__name__, event.problem)
        for event in lab.events
        if isinstance(event, ProblemFound | ProblemGone)
    ]


# ---- unknown identities (R1)


async def test_r1_an_unknown_identity_gets_404_where_unknown_ones_are_refused(
    make_lab: MakeLab,
) -> None:
    lab = await make_lab(settings=REFUSING)
    lab.add()
    assert await refused(lab.scripted("CP-2")) == 404
    await lab.boot("CP-1")
    assert lab.central_system.counters.refused == 1
    assert not lab.told(UnknownChargePointAppeared)


async def test_the_policy_changes_without_disconnecting_anybody(lab: Lab) -> None:
    known, held = await lab.boot("CP-1"), await lab.dial("CP-2")
    lab.central_system.update_settings(
        replace(lab.central_system.settings, unknown_charge_points=UnknownChargePoints.REFUSE)
    )
    assert await refused(lab.scripted("CP-3")) == 404
    assert known.connected
    assert held.connected


async def test_new_identities_of_one_network_are_bounded_and_others_are_let_in(lab: Lab) -> None:
    for number in range(gate_module.MAX_NEW_A_MINUTE):
        async with lab.scripted(f"flood-{number}"):
            pass
    assert await refused(lab.scripted("one-more")) == 503
    await lab.boot("CP-1")
    elsewhere = await connect(
        lab.url("newcomer"), subprotocols=[Subprotocol("ocpp1.6")], local_addr=("127.0.0.2", 0)
    )
    assert "newcomer" in lab.central_system.unknown
    await elsewhere.close()


async def test_sockets_of_held_and_nameless_charge_points_are_bounded_by_network(
    make_lab: MakeLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate_module, "MAX_STRANGERS_A_MINUTE", 3)
    bounded = await make_lab()
    for path in ("held", "held", "", "held"):
        async with bounded.scripted(path):
            pass
    assert await refused(bounded.scripted("held")) == 503
    assert await refused(bounded.scripted("")) == 503


async def test_new_identities_are_bounded_in_all(
    make_lab: MakeLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate_module, "MAX_NEW_IN_ALL_A_MINUTE", 1)
    bounded = await make_lab()
    await bounded.dial("one")
    assert await refused(bounded.scripted("another")) == 503


# ---- passwords (R3, R4)


@pytest.mark.parametrize(
    ("expected", "given"),
    [
        ("secret", "secret"),
        (HEX_PASSWORD, bytes.fromhex(HEX_PASSWORD)),
        (HEX_PASSWORD, HEX_PASSWORD),
    ],
)
async def test_r3_the_right_password_is_let_in(lab: Lab, expected: str, given: str | bytes) -> None:
    lab.add("CP-2", password=expected)
    await lab.boot("CP-2", password=given)
    assert not problems(lab)


async def test_the_right_password_gets_in_while_others_guess_from_the_same_network(
    make_lab: MakeLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R3: guesses are slow, whoever knows the password waits behind some of them, ten seconds at most."""
    monkeypatch.setattr(gate_module, "GUESSES_A_SECOND", 50)
    lab = await make_lab()
    lab.add("CP-2", password="secret")
    guesses = 0

    async def guess(number: int) -> None:
        nonlocal guesses
        while True:
            status = await refused(lab.scripted("CP-2", password=f"guess-{number}"))
            guesses += status == 401

    began = asyncio.get_running_loop().time()
    guessing = [asyncio.create_task(guess(number)) for number in range(12)]
    try:
        await lab.until(lambda: guesses >= 12)
        async with asyncio.timeout(30):
            await lab.boot("CP-2", password="secret")
    finally:
        for task in guessing:
            task.cancel()
        await asyncio.gather(*guessing, return_exceptions=True)
    took_s = asyncio.get_running_loop().time() - began
    assert guesses <= gate_module.GUESSES_A_SECOND * took_s + 13


async def test_attack_more_guesses_than_can_wait_are_turned_away(
    make_lab: MakeLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate_module, "LONGEST_WAIT_S", 1.5)
    monkeypatch.setattr(gate_module, "GUESSES_A_SECOND", 1)
    bounded = await make_lab()
    bounded.add("CP-2", password="secret")
    assert await refused(bounded.scripted("CP-2")) == 401
    statuses = await asyncio.gather(*(refused(bounded.scripted("CP-2")) for _ in range(6)))
    assert set(statuses) == {401, 429}
    assert RefusalCause.TOO_MANY_FAILURES in {
        caller.cause for caller in bounded.central_system.refused_callers
    }
    bounded.add()
    await bounded.boot("CP-1")


async def test_attack_guesses_at_a_slow_hash_wait_before_the_hash_is_computed(
    make_lab: MakeLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Guesses that come all at once must not get past the queue while the first one's hash is computed."""
    monkeypatch.setattr(gate_module, "LONGEST_WAIT_S", 0.0)
    monkeypatch.setattr(gate_module, "GUESSES_A_SECOND", 0.01)
    computed = []

    def slowly(stored: str, given: bytes | None) -> bool:
        computed.append(given)
        time.sleep(0.2)
        return check_password(stored, given)

    monkeypatch.setattr(passwords_module, "check_password", slowly)
    lab = await make_lab()
    lab.add("CP-2", password=hash_password("secret"))
    statuses = await asyncio.gather(
        *(refused(lab.scripted("CP-2", password=f"guess-{number}")) for number in range(6))
    )
    assert sorted(statuses) == [401] + [429] * 5
    assert len(computed) == 1


async def test_attack_passwords_are_not_guessed_by_naming_the_serial_number_either(
    make_lab: MakeLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate_module, "LONGEST_WAIT_S", 0.0)
    monkeypatch.setattr(gate_module, "GUESSES_A_SECOND", 0.1)
    bounded = await make_lab()
    bounded.add("CP-2", password="secret")
    for _ in range(2):
        guesser = await bounded.dial("", password="wrong")
        answer = await guesser.boot(chargePointSerialNumber="CP-2")
        assert answer["status"] == "Rejected"
    assert [caller.cause for caller in bounded.central_system.refused_callers] == [
        RefusalCause.TOO_MANY_FAILURES,
        RefusalCause.WRONG_PASSWORD,
    ]


@pytest.mark.parametrize("given", ["wrong", "", None])
async def test_r1_r3_a_wrong_or_missing_password_gets_401_and_is_shown_once(
    lab: Lab, given: str | None
) -> None:
    lab.add("CP-2", password="secret")
    for _ in range(3):
        assert await refused(lab.scripted("CP-2", password=given)) == 401
    assert problems(lab) == [("ProblemFound", Problem.WRONG_PASSWORD)]
    await lab.boot("CP-2", password="secret")
    assert problems(lab)[1:] == [("ProblemGone", Problem.WRONG_PASSWORD)]


async def test_r4_a_changed_password_counts_from_the_next_handshake(lab: Lab) -> None:
    lab.add("CP-2", password="old")
    charge_point = await lab.boot("CP-2", password="old")
    lab.central_system.update_charge_point(
        ChargePointSettings(charge_point_id="CP-2", password="new")
    )
    await charge_point.call("Heartbeat")
    await charge_point.close()
    assert await refused(lab.scripted("CP-2", password="old")) == 401
    await lab.boot("CP-2", password="new")


def passwords_told(lab: Lab) -> list[tuple[str, str]]:
    return [(event.charge_point_id, event.password) for event in lab.told(PasswordChanged)]


async def test_r4_a_key_that_the_charger_accepted_is_the_password_from_then_on(lab: Lab) -> None:
    lab.add("CP-2", password="old")
    charge_point = await lab.started_up("CP-2", password="old")
    charge_point.auto_reply("ChangeConfiguration", {"status": "Accepted"})
    change = call.ChangeConfiguration(key="authorizationKey", value="new")
    await lab.central_system.commands.request("CP-2", change)
    assert passwords_told(lab) == [("CP-2", "new")]
    assert "new" not in repr(lab.told(PasswordChanged))
    await charge_point.close()
    assert await refused(lab.scripted("CP-2", password="old")) == 401
    await lab.boot("CP-2", password="new")


@pytest.mark.parametrize("answers", [True, False])
async def test_r4_a_key_that_the_charger_may_use_later_is_let_in_beside_the_old_one_until_it_is_used(
    lab: Lab, answers: bool
) -> None:
    """As after RebootRequired, and where no answer came: nobody knows which one the charger uses."""
    lab.add("CP-2", password="old")
    charge_point = await lab.started_up("CP-2", password="old")
    change = call.ChangeConfiguration(key="AuthorizationKey", value="new")
    if answers:
        charge_point.auto_reply("ChangeConfiguration", {"status": "RebootRequired"})
        await lab.central_system.commands.request("CP-2", change)
    else:
        charge_point.auto_reply("ChangeConfiguration", None)
        with pytest.raises(CallTimeoutError):
            await lab.central_system.commands.request("CP-2", change, timeout_s=0.05)
    await charge_point.close()
    await (await lab.boot("CP-2", password="old")).close()
    assert not lab.told(PasswordChanged)
    assert await refused(lab.scripted("CP-2", password="other")) == 401
    await (await lab.boot("CP-2", password="new")).close()
    ((identity, stored),) = passwords_told(lab)
    assert identity == "CP-2"
    assert check_password(stored, b"new")
    assert await refused(lab.scripted("CP-2", password="old")) == 401


async def test_r4_a_key_that_the_charger_may_have_taken_is_let_in_after_a_restart_too(
    lab: Lab,
) -> None:
    lab.add("CP-2", password="old")
    charge_point = await lab.started_up("CP-2", password="old")
    charge_point.auto_reply("ChangeConfiguration", None)
    change = call.ChangeConfiguration(key="AuthorizationKey", value="new")
    with pytest.raises(CallTimeoutError):
        await lab.central_system.commands.request("CP-2", change, timeout_s=0.05)
    await charge_point.close()
    memory = lab.central_system.memory()
    assert "new" not in str(memory["CP-2"]["offered_password"])
    await lab.central_system.stop()
    async with Lab(memory=memory) as after:
        after.add("CP-2", password="old")
        assert await refused(after.scripted("CP-2", password="other")) == 401
        await (await after.boot("CP-2", password="new")).close()
        assert await refused(after.scripted("CP-2", password="old")) == 401


async def test_r4_a_password_that_the_user_sets_ends_the_doubt(lab: Lab) -> None:
    lab.add("CP-2", password="old")
    charge_point = await lab.started_up("CP-2", password="old")
    charge_point.auto_reply("ChangeConfiguration", {"status": "RebootRequired"})
    change = call.ChangeConfiguration(key="AuthorizationKey", value="new")
    await lab.central_system.commands.request("CP-2", change)
    lab.central_system.update_charge_point(
        ChargePointSettings(charge_point_id="CP-2", password="third")
    )
    await charge_point.close()
    assert await refused(lab.scripted("CP-2", password="new")) == 401
    await lab.boot("CP-2", password="third")


async def test_r4_a_refused_key_changes_nothing_nor_does_one_where_none_is_asked_for(
    lab: Lab,
) -> None:
    lab.add("CP-2", password="old")
    change = call.ChangeConfiguration(key="AuthorizationKey", value="new")
    guarded = await lab.started_up("CP-2", password="old")
    guarded.auto_reply("ChangeConfiguration", {"status": "Rejected"})
    with pytest.raises(CommandRejectedError):
        await lab.central_system.commands.request("CP-2", change)
    await lab.started_up("CP-1")
    await lab.central_system.commands.request("CP-1", change)
    settings = lab.central_system.settings_of
    assert settings("CP-1").password is None
    assert check_password(settings("CP-2").password or "", b"old")
    assert not lab.told(PasswordChanged)


async def test_a_changed_password_takes_the_problem_back_until_it_is_wrong_again(lab: Lab) -> None:
    lab.add("CP-2", password="old")
    assert await refused(lab.scripted("CP-2", password="new")) == 401
    lab.central_system.update_charge_point(
        ChargePointSettings(charge_point_id="CP-2", password="new")
    )
    assert await refused(lab.scripted("CP-2", password="old")) == 401
    kinds = [kind for kind, _ in problems(lab)]
    assert kinds == ["ProblemFound", "ProblemGone", "ProblemFound"]


async def test_a_wrong_password_never_touches_the_socket_that_is_there(lab: Lab) -> None:
    lab.add("CP-2", password="secret")
    charge_point = await lab.boot("CP-2", password="secret")
    assert await refused(lab.scripted("CP-2", password="wrong")) == 401
    await charge_point.call("Heartbeat")
    assert lab.model("CP-2").connected


# ---- two sockets of one identity


async def test_a_live_socket_stays_and_the_newcomer_is_refused_and_shown(lab: Lab) -> None:
    charge_point = await lab.boot()
    lab.events.clear()
    assert await refused(lab.scripted()) == 409
    assert await refused(lab.scripted()) == 409
    await charge_point.call("Heartbeat")
    assert lab.model().connected
    assert problems(lab) == [("ProblemFound", Problem.DUPLICATE_IDENTITY)]
    assert not lab.told(ConnectionChanged)


async def test_r10_a_socket_that_answers_no_ping_but_speaks_is_alive(lab: Lab) -> None:
    charge_point = await lab.boot()
    charge_point.freeze()  # its pongs stay out
    knocking = asyncio.create_task(refused(lab.scripted()))
    await lab.until(lambda: lab.central_system._gate.expects("CP-1"))
    speaking = asyncio.create_task(keep_speaking(charge_point))
    assert await knocking == 409
    speaking.cancel()
    assert lab.model().connected


async def keep_speaking(charge_point: ScriptedChargePoint) -> None:
    while True:
        await charge_point.start_call("Heartbeat")
        await asyncio.sleep(0.02)


async def test_a_dead_socket_is_replaced_and_nothing_ever_shows_unavailable(lab: Lab) -> None:
    old = await lab.boot()
    old.freeze()
    lab.events.clear()
    new = await lab.boot()
    assert lab.model().connected
    assert not lab.told(ConnectionChanged)
    await new.call("Heartbeat")
    connection = lab.central_system.connection_of("CP-1")
    old.thaw()
    await old.wait_closed()
    assert lab.central_system.connection_of("CP-1") is connection
    assert lab.model().connected
    assert not lab.told(ConnectionChanged)
    assert not problems(lab)


async def test_a_socket_that_closes_while_the_newcomer_knocks_shows_nothing(lab: Lab) -> None:
    old = await lab.boot()
    old.freeze()
    lab.events.clear()
    knocking = asyncio.create_task(lab.boot())
    await lab.until(lambda: lab.central_system._gate.expects("CP-1"))
    await old.abort()
    await knocking
    assert lab.model().connected
    assert not lab.told(ConnectionChanged)


async def test_a_newcomer_that_never_arrives_leaves_the_charge_point_offline(
    make_lab: MakeLab,
) -> None:
    lab = await make_lab(timing=replace(QUICK, takeover_ping_s=0.3, arrival_s=0.1))
    lab.add()
    old = await lab.boot()
    old.freeze()
    reader, writer = await asyncio.open_connection("127.0.0.1", lab.central_system.port)
    writer.write(
        b"GET /CP-1 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        b"Sec-WebSocket-Protocol: ocpp1.6\r\n\r\n"
    )
    await lab.until(lambda: lab.central_system._gate.expects("CP-1"))
    writer.transport.abort()
    await old.abort()
    await lab.until(lambda: not lab.model().connected)
    assert reader is not None


async def test_several_newcomers_at_once_are_decided_about_one_after_the_other(lab: Lab) -> None:
    old = await lab.boot()
    old.freeze()
    newcomers = [lab.scripted() for _ in range(4)]
    outcomes = await asyncio.gather(
        *(newcomer.connect() for newcomer in newcomers), return_exceptions=True
    )
    statuses = sorted(
        outcome.response.status_code if isinstance(outcome, InvalidStatus) else 0
        for outcome in outcomes
    )
    assert statuses == [0, 409, 409, 409]
    assert lab.model().connected
    for newcomer in newcomers:
        await newcomer.close()


async def test_more_newcomers_than_the_door_holds_are_told_to_try_again(lab: Lab) -> None:
    old = await lab.boot()
    old.freeze()
    newcomers = [lab.scripted() for _ in range(gate_module.MAX_AT_THE_DOOR + 1)]
    outcomes = await asyncio.gather(
        *(newcomer.connect() for newcomer in newcomers), return_exceptions=True
    )
    codes = [o.response.status_code for o in outcomes if isinstance(o, InvalidStatus)]
    assert 503 in codes
    assert len(codes) == gate_module.MAX_AT_THE_DOOR
    for newcomer in newcomers:
        await newcomer.close()


async def test_a_turn_that_does_not_come_in_time_is_told_to_try_again(make_lab: MakeLab) -> None:
    lab = await make_lab(timing=replace(QUICK, takeover_ping_s=3.0, admission_s=0.1))
    lab.add()
    (await lab.boot()).freeze()
    assert await refused(lab.scripted()) == 503


async def test_an_admitted_newcomer_that_does_not_come_holds_the_next_up_only_so_long(
    make_lab: MakeLab,
) -> None:
    lab = await make_lab(timing=replace(QUICK, arrival_s=0.2))
    lab.add()
    no_show = HandshakeRequest(
        identity="CP-1", username=None, password=None, remote_address="a", subprotocols=()
    )
    assert await lab.central_system._gate.admit(no_show) is None
    await lab.boot()
    assert await lab.central_system._gate.admit(replace(no_show, identity="CP-2")) is None
    await lab.central_system.stop()  # while CP-2 is on its way
    refusal = await lab.central_system._gate.admit(replace(no_show, identity="CP-3"))
    assert refusal is not None
    assert refusal.status == 503


async def test_a_socket_that_is_being_closed_is_replaced_at_once(make_lab: MakeLab) -> None:
    lab = await make_lab(timing=replace(QUICK, takeover_ping_s=60.0))
    lab.add()
    old = await lab.boot()
    old.freeze()
    connection = lab.central_system.connection_of("CP-1")
    assert connection is not None
    closing = asyncio.create_task(connection.close())
    await lab.until(lambda: not connection.is_open)
    await lab.boot()
    await closing
    assert lab.model().connected


async def test_the_problem_of_a_second_one_is_gone_when_it_stops_knocking(
    make_lab: MakeLab,
) -> None:
    lab = await make_lab(timing=replace(QUICK, duplicate_gone_s=0.2, tick_s=0.02))
    lab.add()
    await lab.boot()
    assert await refused(lab.scripted()) == 409
    await lab.until(lambda: ("ProblemGone", Problem.DUPLICATE_IDENTITY) in problems(lab))


async def test_strangers_of_one_identity_follow_the_same_rule(lab: Lab) -> None:
    first = await lab.dial("stranger")
    assert await refused(lab.scripted("stranger")) == 409
    assert not problems(lab)
    first.freeze()
    second = await lab.dial("stranger")
    assert (await second.boot())["status"] == "Pending"
    assert len(lab.told(UnknownChargePointAppeared)) == 1  # with what its boot told


# ---- subprotocol


async def test_r1_a_missing_subprotocol_of_a_configured_one_is_a_problem_until_it_connects(
    lab: Lab,
) -> None:
    for identity in ("CP-1", "stranger"):
        charge_point = lab.scripted(identity, subprotocols=())
        await charge_point.connect()
        await charge_point.wait_closed()
    await lab.until(lambda: problems(lab))
    assert problems(lab) == [("ProblemFound", Problem.SUBPROTOCOL_MISSING)]
    await lab.boot()
    assert problems(lab)[1:] == [("ProblemGone", Problem.SUBPROTOCOL_MISSING)]
    assert lab.central_system.counters.refused == 2


async def test_r1_without_subprotocol_is_let_in_where_the_user_wants_that(lab: Lab) -> None:
    async with lab.scripted(subprotocols=()) as turned_away:
        await turned_away.wait_closed()
    await lab.until(lambda: problems(lab))
    lab.central_system.update_settings(
        replace(lab.central_system.settings, require_subprotocol=False)
    )
    assert problems(lab)[1:] == [("ProblemGone", Problem.SUBPROTOCOL_MISSING)]
    await lab.boot(subprotocols=())
