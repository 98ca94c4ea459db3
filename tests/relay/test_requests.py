"""What a back end asks is done as far as its rules allow, and otherwise answered politely, without effect."""

from dataclasses import replace
import json
from typing import Any
from unittest.mock import patch

import pytest

from custom_components.plug_control.model.events import BackEndCommand
from custom_components.plug_control.protocol.errors import (
    CallErrorReceived,
    CallTimeoutError,
    CommandRejectedError,
    OfflineError,
)
from custom_components.plug_control.relay.requests import NOT_ALLOWED, PASSED_ON, REFUSALS
from custom_components.plug_control.relay.settings import CommandKind, Rules, SessionChoice
from custom_components.plug_control.relay.state import Trouble

from .conftest import QUICK, Lab, meter_values
from .scripted import ScriptedBackEnd
from .times import until

PROFILE = {
    "chargingProfileId": 1,
    "stackLevel": 0,
    "chargingProfilePurpose": "TxDefaultProfile",
    "chargingProfileKind": "Absolute",
    "chargingSchedule": {
        "chargingRateUnit": "A",
        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 10}],
    },
}
COMMANDS: list[tuple[CommandKind, str, dict[str, Any]]] = [
    (CommandKind.REMOTE_START, "RemoteStartTransaction", {"connectorId": 1, "idTag": "CARD"}),
    (CommandKind.REMOTE_STOP, "RemoteStopTransaction", {"transactionId": 9001}),
    (CommandKind.UNLOCK, "UnlockConnector", {"connectorId": 1}),
    (CommandKind.AVAILABILITY, "ChangeAvailability", {"connectorId": 0, "type": "Inoperative"}),
    (CommandKind.RESET, "Reset", {"type": "Hard"}),
    (CommandKind.TRIGGER, "TriggerMessage", {"requestedMessage": "MeterValues", "connectorId": 1}),
    (CommandKind.CEILING, "SetChargingProfile", {"connectorId": 1, "csChargingProfiles": PROFILE}),
]


async def running(lab: Lab, scripted: ScriptedBackEnd, rules: Rules) -> int:
    """Have a charge point with a session that the back end knows as 9001; return its id."""
    lab.add()
    lab.use(scripted, rules=rules)
    session_id = lab.start()
    await lab.until_delivered()
    await lab.until_connected()
    return session_id


@pytest.mark.parametrize("action", sorted({*REFUSALS, *PASSED_ON}))
async def test_report_only_answers_politely_and_changes_nothing(
    lab: Lab, scripted: ScriptedBackEnd, action: str
) -> None:
    payload = next((each[2] for each in COMMANDS if each[1] == action), {"type": "Hard"})
    await running(lab, scripted, Rules())
    answer = await scripted.ask(action, payload)
    if action == "UpdateFirmware":
        assert answer[:3] == [4, answer[1], "NotSupported"]
    elif action == "ExtendedTriggerMessage":  # the payload asks for no message that there is
        assert answer == [3, answer[1], {"status": "NotImplemented"}]
    else:
        assert answer == [3, answer[1], REFUSALS[action]]
    assert not lab.port.commands
    assert not lab.port.ceilings
    if action not in ("ChangeConfiguration", "ClearCache", "ExtendedTriggerMessage"):
        told = lab.of_kind(BackEndCommand)
        assert [(each.action, each.outcome) for each in told] == [(action, NOT_ALLOWED)]


async def test_an_unknown_action_is_not_implemented(lab: Lab, scripted: ScriptedBackEnd) -> None:
    await running(lab, scripted, Rules(actions=frozenset({"Explode", "Reset"})))
    for action in ("Explode", "BootNotification"):
        answer = await scripted.ask(action, {})
        assert answer[2] == "NotImplemented"
    assert (await scripted.ask("Reset", {"type": "Hard"}))[2] == {"status": "Rejected"}
    assert not lab.port.commands


@pytest.mark.parametrize("allowed", list(CommandKind))
async def test_each_kind_of_command_is_allowed_by_itself(
    lab: Lab, scripted: ScriptedBackEnd, allowed: CommandKind
) -> None:
    session_id = await running(lab, scripted, Rules(commands=frozenset({allowed})))
    lab.charge_points["CP-1"].connector(1)
    for kind, action, payload in COMMANDS:
        lab.port.commands.clear()
        lab.port.ceilings.clear()
        answer = await scripted.ask(action, payload)
        done = bool(lab.port.commands or lab.port.ceilings)
        assert done == (kind is allowed)
        assert (answer[2] == {"status": "Accepted"}) == (kind is allowed)
        if action == "RemoteStopTransaction" and done:
            assert lab.port.commands == [(action, "CP-1", session_id + 100)]


async def test_an_event_tells_of_each_command(lab: Lab, scripted: ScriptedBackEnd) -> None:
    await running(lab, scripted, Rules(commands=frozenset({CommandKind.UNLOCK})))
    await scripted.ask("UnlockConnector", {"connectorId": 1})
    await scripted.ask("Reset", {"type": "Hard"})
    told = [
        (each.back_end_id, each.charge_point_id, each.action, each.outcome, each.connector_id)
        for each in lab.of_kind(BackEndCommand)
    ]
    assert told == [
        ("BE-1", "CP-1", "UnlockConnector", "Accepted", 1),
        ("BE-1", "CP-1", "Reset", NOT_ALLOWED, None),
    ]


ALL = Rules(commands=frozenset(CommandKind))


@pytest.mark.parametrize(
    ("action", "payload"),
    [
        ("RemoteStartTransaction", {"connectorId": 1}),
        ("RemoteStartTransaction", {"connectorId": 1, "idTag": "X" * 21}),
        ("RemoteStartTransaction", {"connectorId": 7, "idTag": "CARD"}),
        ("RemoteStartTransaction", {"connectorId": 0, "idTag": "CARD"}),
        ("RemoteStopTransaction", {"transactionId": 4}),
        ("RemoteStopTransaction", {"transactionId": "x"}),
        ("RemoteStopTransaction", {}),
        ("UnlockConnector", {"connectorId": 2}),
        ("ChangeAvailability", {"connectorId": 1, "type": "Explode"}),
        ("ChangeAvailability", {"connectorId": -1, "type": "Operative"}),
        ("Reset", {"type": "Wet"}),
        ("TriggerMessage", {"requestedMessage": "MeterValues", "connectorId": 8}),
    ],
)
async def test_what_makes_no_sense_is_rejected(
    lab: Lab, scripted: ScriptedBackEnd, action: str, payload: dict[str, Any]
) -> None:
    await running(lab, scripted, ALL)
    answer = await scripted.ask(action, payload)
    assert answer[2] == {"status": "Rejected"}
    assert not lab.port.commands


async def test_a_back_end_stops_no_transaction_of_another_charge_point(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    """R20."""
    await running(lab, scripted, ALL)
    lab.add("CP-2")
    await lab.until_connected("CP-2")
    answer = await scripted.ask("RemoteStopTransaction", {"transactionId": 9001}, "CP-2")
    assert answer[2] == {"status": "Rejected"}
    assert not lab.port.commands


async def test_a_start_of_the_back_end_is_its_own_session(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    lab.add()
    lab.use(scripted, rules=replace(ALL, sessions=SessionChoice.OWN))
    await lab.until_connected()
    await scripted.ask("RemoteStartTransaction", {"idTag": "GUEST"})
    assert lab.port.commands == [("RemoteStartTransaction", "CP-1", None, "GUEST")]
    lab.charge("GUEST")
    lab.charge("HOUSE")
    await lab.until_delivered()
    assert [each["idTag"] for each in scripted.starts] == ["GUEST"]


async def test_the_start_may_come_before_the_answer(lab: Lab, scripted: ScriptedBackEnd) -> None:
    lab.add()
    lab.use(scripted, rules=replace(ALL, sessions=SessionChoice.OWN))
    await lab.until_connected()
    lab.port.during = lambda: lab.charge("GUEST")
    await scripted.ask("RemoteStartTransaction", {"idTag": "GUEST"})
    await lab.until_delivered()
    assert [each["idTag"] for each in scripted.starts] == ["GUEST"]


async def test_a_start_that_the_charger_rejects_makes_no_card_the_back_ends(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    lab.add()
    lab.use(scripted, rules=replace(ALL, sessions=SessionChoice.OWN))
    await lab.until_connected()
    lab.port.answers["RemoteStartTransaction"] = "Rejected"
    answer = await scripted.ask("RemoteStartTransaction", {"idTag": "HOUSE"})
    assert answer[2] == {"status": "Rejected"}
    lab.charge("HOUSE")
    await lab.until_delivered()
    assert not scripted.starts


@pytest.mark.parametrize(
    ("error", "answer", "outcome"),
    [
        (CommandRejectedError("UnlockFailed"), {"status": "UnlockFailed"}, "UnlockFailed"),
        (OfflineError(), {"status": "NotSupported"}, "Failed"),
        (CallTimeoutError(30), {"status": "NotSupported"}, "Failed"),
        (CallErrorReceived("InternalError", "secret"), "InternalError", "InternalError"),
        (CallErrorReceived("Odd", "secret"), "GenericError", "Odd"),
    ],
)
async def test_a_command_that_fails_is_answered_and_told(
    lab: Lab, scripted: ScriptedBackEnd, error: Exception, answer: Any, outcome: str
) -> None:
    await running(lab, scripted, ALL)
    lab.port.answers["UnlockConnector"] = error
    frame = await scripted.ask("UnlockConnector", {"connectorId": 1})
    assert frame[2] == answer
    assert "secret" not in str(frame)
    assert lab.of_kind(BackEndCommand)[-1].outcome == outcome


async def test_commands_are_bounded_in_number(lab: Lab, scripted: ScriptedBackEnd) -> None:
    await running(lab, scripted, ALL)
    answers = [(await scripted.ask("Reset", {"type": "Soft"}))[2]["status"] for _ in range(30)]
    assert answers.count("Accepted") == 20
    assert len(lab.port.commands) == 20
    assert len(lab.of_kind(BackEndCommand)) == 20


async def test_actions_that_are_allowed_by_name_reach_the_charger(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    await running(lab, scripted, Rules(actions=frozenset({"GetDiagnostics"})))
    lab.port.answers["GetDiagnostics"] = {"fileName": "log.txt"}
    answer = await scripted.ask("GetDiagnostics", {"location": "ftp://x/"})
    assert answer[2] == {"fileName": "log.txt"}
    assert lab.port.commands == [("GetDiagnostics", "CP-1", {"location": "ftp://x/"})]


# --- what concerns the back end's own connection --------------------------------------------------


@pytest.mark.parametrize("action", ["TriggerMessage", "ExtendedTriggerMessage"])
async def test_what_we_know_ourselves_is_told_when_asked_for(
    lab: Lab, scripted: ScriptedBackEnd, action: str
) -> None:
    lab.add().status = "Available"
    lab.use(scripted)
    await scripted.until_heard("StatusNotification", 2)
    expected = {"BootNotification": 2, "Heartbeat": 1}
    for message, count in expected.items():
        answer = await scripted.ask(action, {"requestedMessage": message})
        assert answer[2] == {"status": "Accepted"}
        await scripted.until_heard(message, count)
    heard = len(scripted.payloads("StatusNotification"))
    await scripted.ask(action, {"requestedMessage": "StatusNotification", "connectorId": 1})
    await scripted.until_heard("StatusNotification", heard + 1)
    assert scripted.payloads("StatusNotification")[-1]["connectorId"] == 1
    answer = await scripted.ask(action, {"requestedMessage": "MeterValues"})
    assert answer[2] == {"status": "Rejected"}
    answer = await scripted.ask(action, {"requestedMessage": "FirmwareStatusNotification"})
    assert answer[2] == {"status": "NotImplemented"}
    assert not lab.port.commands


async def test_a_heartbeat_that_was_accepted_comes_though_something_else_is_sent_first(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    """What is sent later than it was asked for may stand for a regular heartbeat, but not for this one."""
    await running(lab, scripted, Rules())
    for message in ("Heartbeat", "BootNotification"):
        frame = json.dumps([2, f"{message}-1", "TriggerMessage", {"requestedMessage": message}])
        await scripted.sockets["CP-1"].send(frame)
    await scripted.until_heard("BootNotification", 2)
    await scripted.until_heard("Heartbeat")
    assert {tuple(each[2].values()) for each in scripted.answers} == {("Accepted",)}


async def test_the_configuration_that_a_back_end_sees_is_none_of_the_chargers(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    await running(lab, scripted, Rules())
    answer = (await scripted.ask("GetConfiguration", {}))[2]
    values = {each["key"]: each for each in answer["configurationKey"]}
    assert values["NumberOfConnectors"] == {
        "key": "NumberOfConnectors",
        "readonly": True,
        "value": "1",
    }
    assert not values["MeterValueSampleInterval"]["readonly"]
    asked = ["HEARTBEATINTERVAL", "AuthorizationKey", 7, "x" * 80]
    answer = (await scripted.ask("GetConfiguration", {"key": asked}))[2]
    assert answer == {
        "configurationKey": [{"key": "HeartbeatInterval", "readonly": False, "value": "300"}],
        "unknownKey": ["AuthorizationKey", "7", "x" * 50],
    }
    assert not lab.port.commands


@pytest.mark.parametrize(
    ("payload", "status"),
    [
        ({"key": "HeartbeatInterval", "value": "0"}, "Accepted"),
        ({"key": "HeartbeatInterval", "value": "-1"}, "Rejected"),
        ({"key": "MeterValueSampleInterval", "value": "often"}, "Rejected"),
        ({"key": "MeterValueSampleInterval", "value": "100000"}, "Rejected"),
        ({"key": "NumberOfConnectors", "value": "7"}, "Rejected"),
        ({"key": "LocalAuthListEnabled", "value": "true"}, "NotSupported"),
        ({"value": "true"}, "NotSupported"),
    ],
)
async def test_a_back_end_changes_what_concerns_its_connection(
    lab: Lab, scripted: ScriptedBackEnd, payload: dict[str, str], status: str
) -> None:
    await running(lab, scripted, Rules(commands=frozenset(CommandKind)))
    answer = await scripted.ask("ChangeConfiguration", payload)
    assert answer[2] == {"status": status}
    assert not lab.port.commands


async def test_heartbeats_come_as_often_as_the_back_end_sets(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    lab.relay._host = replace(lab.relay._host, timing=replace(QUICK, shortest_heartbeat_s=0.05))
    await running(lab, scripted, Rules())
    await scripted.ask("ChangeConfiguration", {"key": "HeartbeatInterval", "value": "1"})
    await scripted.until_heard("Heartbeat")


async def test_keys_of_the_list_reach_the_charger_but_never_secrets(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    keys = frozenset({"LightIntensity", "AuthorizationKey", "metervaluesampleinterval"})
    await running(lab, scripted, Rules(configuration_keys=keys))
    for key in ("lightintensity", "AuthorizationKey", "MeterValueSampleInterval"):
        await scripted.ask("ChangeConfiguration", {"key": key, "value": "5"})
    answer = await scripted.ask("ChangeConfiguration", {"key": "LightIntensity"})
    assert answer[2] == {"status": "NotSupported"}
    assert lab.port.commands == [
        ("ChangeConfiguration", "CP-1", {"key": "lightintensity", "value": "5"})
    ]


async def test_the_chargers_configuration_is_read_without_secrets(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    await running(lab, scripted, ALL)
    lab.port.answers["GetConfiguration"] = {
        "configurationKey": [
            {"key": "LightIntensity", "readonly": False, "value": "5"},
            {"key": "AuthorizationKey", "readonly": False, "value": "s3cret"},
            {"key": "ServerURL", "readonly": False, "value": "ws://house:9016/"},
            {"readonly": False},
            7,
        ],
        "unknownKey": ["Odd"],
    }
    answer = (await scripted.ask("GetConfiguration", {"key": ["LightIntensity", 0, {}]}))[2]
    assert answer == {
        "configurationKey": [
            {"key": "LightIntensity", "readonly": False, "value": "5"},
            {"key": "AuthorizationKey", "readonly": False},
            {"key": "ServerURL", "readonly": False},
        ],
        "unknownKey": ["Odd"],
    }
    assert lab.port.commands[-1][2] == {"key": ["LightIntensity", "0"]}
    lab.port.answers["GetConfiguration"] = {}
    assert (await scripted.ask("GetConfiguration", {}))[2] == {"configurationKey": []}
    assert lab.port.commands[-1][2] == {}


async def test_the_cache_of_cards_is_the_back_ends_to_clear(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    await running(lab, scripted, Rules(asks_cards=True))
    asked = lab.relay.asks("CP-1", "CARD")
    assert asked is not None
    await asked
    assert lab.relay.knows("CP-1", "CARD") is not None
    assert (await scripted.ask("ClearCache", {}))[2] == {"status": "Accepted"}
    assert lab.relay.knows("CP-1", "CARD") is None


async def test_an_error_within_does_not_reach_the_central_system(
    lab: Lab, scripted: ScriptedBackEnd, caplog: pytest.LogCaptureFixture
) -> None:
    await running(lab, scripted, Rules())

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("bug")

    lab.outbox.put = fail  # type: ignore[method-assign]
    lab.charge()
    lab.relay.ended_without_stop("CP-1", 1, 101, {})
    with patch.object(lab.outbox, "queue", fail):
        lab.connect(False)
        await until(lambda: "The connection of CP-1 to a back end failed" in caplog.text)
    assert lab.link().trouble is Trouble.CLOSED
    assert "A StartTransaction could not be relayed" in caplog.text
    assert "The end of a session could not be relayed" in caplog.text


async def test_readings_can_be_unwanted(lab: Lab, scripted: ScriptedBackEnd) -> None:
    lab.add()
    lab.use(scripted, meter_interval_s=0)
    await lab.until_connected()
    session_id = lab.start()
    lab.meter(session_id)
    lab.tell("MeterValues", None, **meter_values())
    lab.stop(session_id)
    await lab.until_delivered()
    assert not scripted.payloads("MeterValues")
