"""What back ends may ask: it is done, but the house's own wishes stay."""

from typing import Any

import pytest

from custom_components.plug_control.central_system.sessions.back_end_commands import BackEndCommands
from custom_components.plug_control.model.relaying import CommandPort
from custom_components.plug_control.protocol.errors import (
    CommandRejectedError,
    NotPossible,
    NotPossibleError,
    OfflineError,
)
from tests.central_system.conftest import Lab, start_transaction, status, tag_status
from tests.central_system.messages.test_relaying import RecordingRelay
from tests.central_system.session_messages import C2EU, start

THEIRS = "BACKEND01"


@pytest.fixture
def port(lab: Lab) -> BackEndCommands:
    port: CommandPort = lab.central_system.back_end_commands
    assert isinstance(port, BackEndCommands)
    return port


async def ready(lab: Lab, *connectors: str) -> Any:
    """Return a charger that is ready, its connectors in these statuses."""
    charge_point = await lab.started_up()
    for number, each in enumerate(connectors or ("Preparing",), start=1):
        await charge_point.call("StatusNotification", status(each, number))
    return charge_point


async def test_a_start_with_the_back_ends_card_is_accepted(lab: Lab, port: BackEndCommands) -> None:
    charge_point = await ready(lab)
    assert await port.remote_start("CP-1", 1, THEIRS, "monta") == "Accepted"
    assert charge_point.received("RemoteStartTransaction") == [{"idTag": THEIRS, "connectorId": 1}]
    answer = await charge_point.call("StartTransaction", start_transaction(THEIRS))
    assert tag_status(answer) == "Accepted"
    transaction = lab.connector().transaction
    assert transaction is not None
    assert (transaction.remote, transaction.started_by) == (True, None)


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [(("Available", "Preparing"), 2), (("Available", "Available"), 1), (("Preparing",), 1)],
)
async def test_a_start_that_names_no_connector_takes_one_with_a_car(
    lab: Lab, port: BackEndCommands, statuses: tuple[str, ...], expected: int
) -> None:
    charge_point = await ready(lab, *statuses)
    await port.remote_start("CP-1", None, THEIRS, "monta")
    (sent,) = charge_point.received("RemoteStartTransaction")
    assert sent["connectorId"] == expected


async def test_a_start_where_a_transaction_runs_is_refused(lab: Lab, port: BackEndCommands) -> None:
    charge_point = await ready(lab)
    await start(charge_point)
    for connector_id in (1, None):
        with pytest.raises(NotPossibleError) as refused:
            await port.remote_start("CP-1", connector_id, THEIRS, "monta")
        assert refused.value.reason is NotPossible.ALREADY_CHARGING
    assert charge_point.received("RemoteStartTransaction") == []


async def test_a_start_does_not_lift_the_users_pause(lab: Lab, port: BackEndCommands) -> None:
    charge_point = await ready(lab)
    await lab.central_system.limits.set_limit("CP-1", 1, 0.0)
    await port.remote_start("CP-1", 1, THEIRS, "monta")
    assert lab.connector().limit.wanted_a == 0
    assert len(charge_point.received("RemoteStartTransaction")) == 1


async def test_a_charger_that_takes_only_its_own_tag_gets_that_and_the_back_end_hears_its_card(
    lab: Lab, port: BackEndCommands
) -> None:
    lab.add(remote_id_tag="ONLY")
    lab.central_system.relay = relay = RecordingRelay()
    charge_point = await ready(lab)
    await port.remote_start("CP-1", 1, THEIRS, "monta")
    (sent,) = charge_point.received("RemoteStartTransaction")
    assert sent["idTag"] == "ONLY"
    await charge_point.call("StartTransaction", start_transaction("ONLY"))
    assert relay.payload("StartTransaction")["idTag"] == THEIRS


async def test_a_charger_that_refuses_a_start_is_an_error(lab: Lab, port: BackEndCommands) -> None:
    charge_point = await ready(lab)
    charge_point.auto_reply("RemoteStartTransaction", {"status": "Rejected"})
    with pytest.raises(CommandRejectedError):
        await port.remote_start("CP-1", 1, THEIRS, "monta")


async def test_a_stop_names_our_transaction(lab: Lab, port: BackEndCommands) -> None:
    charge_point = await ready(lab)
    number = await start(charge_point)
    assert await port.remote_stop("CP-1", number) == "Accepted"
    assert charge_point.received("RemoteStopTransaction") == [{"transactionId": number}]
    with pytest.raises(NotPossibleError) as refused:
        await port.remote_stop("CP-1", number + 1)
    assert refused.value.reason is NotPossible.NO_TRANSACTION


@pytest.mark.parametrize(
    ("action", "payload", "answer"),
    [
        ("UnlockConnector", {"connectorId": 1}, {"status": "Unlocked"}),
        ("UnlockConnector", {"connectorId": 1}, {"status": "UnlockFailed"}),
        ("ChangeAvailability", {"connectorId": 0, "type": "Inoperative"}, {"status": "Scheduled"}),
        ("Reset", {"type": "Soft"}, {"status": "Rejected"}),
        ("TriggerMessage", {"requestedMessage": "MeterValues"}, {"status": "NotImplemented"}),
        ("ClearCache", {}, {"status": "Accepted"}),
    ],
)
async def test_other_commands_are_sent_and_answered_as_the_charger_does(
    lab: Lab,
    port: BackEndCommands,
    action: str,
    payload: dict[str, Any],
    answer: dict[str, Any],
) -> None:
    charge_point = await ready(lab)
    charge_point.auto_reply(action, answer)
    before = len(charge_point.received(action))
    assert await port.send("CP-1", action, {**payload, "unknown": 5}) == answer
    assert charge_point.received(action)[before:] == [payload]


async def test_the_configuration_is_read_and_written(lab: Lab, port: BackEndCommands) -> None:
    charge_point = await ready(lab)
    entry = {"key": "HeartbeatInterval", "readonly": False, "value": "60"}
    charge_point.auto_reply("GetConfiguration", {"configurationKey": [entry]})
    assert await port.send("CP-1", "GetConfiguration", {"key": ["HeartbeatInterval"]}) == {
        "configurationKey": [entry]
    }
    change = {"key": "LightIntensity", "value": "50"}
    assert await port.send("CP-1", "ChangeConfiguration", change) == {"status": "Accepted"}
    assert change in charge_point.received("ChangeConfiguration")
    sent = len(charge_point.received("ChangeConfiguration"))
    assert await port.send("CP-1", "ChangeConfiguration", change) == {"status": "Accepted"}
    assert len(charge_point.received("ChangeConfiguration")) == sent  # it has that


@pytest.mark.parametrize(
    ("action", "payload"),
    [
        ("ChangeConfiguration", {"key": "authorizationkey", "value": "0123456789abcdef"}),
        ("SetChargingProfile", {"connectorId": 1, "csChargingProfiles": {}}),
        ("ClearChargingProfile", {}),
        ("RemoteStartTransaction", {"idTag": "X"}),
        ("RemoteStopTransaction", {"transactionId": 1}),
        ("UnlockConnector", {}),
        ("Nonsense", {}),
        ("dataclass", {}),
        ("UnlockConnector", {"connectorId": object()}),
    ],
)
async def test_what_no_back_end_may_send_is_rejected_here(
    lab: Lab, port: BackEndCommands, action: str, payload: dict[str, Any]
) -> None:
    charge_point = await ready(lab)
    before = len(charge_point.received(action))
    assert await port.send("CP-1", action, payload) == {"status": "Rejected"}
    assert len(charge_point.received(action)) == before


ENTRY = {"idTag": "A", "idTagInfo": {"status": "Accepted"}}


@pytest.mark.parametrize("update", ["Full", "Differential"])
@pytest.mark.parametrize("cards", [None, [], [ENTRY]])
async def test_a_c2eu_gets_a_list_in_the_spelling_that_it_reads(
    lab: Lab, port: BackEndCommands, update: str, cards: list[Any] | None
) -> None:
    """C2EU Q25: an update in OCPP 1.6's spelling alone clears its list, and it answers Accepted."""
    charge_point = await lab.boot(boot=C2EU)
    charge_point.auto_reply("SendLocalList", {"status": "Accepted"})
    told: dict[str, Any] = {"listVersion": 7, "updateType": update}
    if cards is not None:
        told["localAuthorizationList"] = cards
    assert await port.send("CP-1", "SendLocalList", told) == {"status": "Accepted"}
    (sent,) = charge_point.received("SendLocalList")
    lists = dict.fromkeys(("localAuthorizationList", "localAuthorisationList"), cards or [])
    assert sent == told | lists


@pytest.mark.parametrize("entry", [{"idTag": "B"}, {"idTag": "B", "idTagInfo": {}}, "B"])
async def test_a_c2eu_gets_no_entry_that_it_does_not_answer(
    lab: Lab, port: BackEndCommands, entry: object
) -> None:
    """C2EU section 4: an entry without idTagInfo gets no answer, and the version is spent."""
    charge_point = await lab.boot(boot=C2EU)
    told = {
        "listVersion": 7,
        "updateType": "Differential",
        "localAuthorizationList": [ENTRY, entry],
    }
    with pytest.raises(NotPossibleError) as refused:
        await port.send("CP-1", "SendLocalList", told)
    assert refused.value.reason is NotPossible.NEVER_ANSWERED
    assert charge_point.received("SendLocalList") == []


@pytest.mark.parametrize("entries", [5, "x", [5], {"a": 1}])
async def test_any_list_of_a_back_end_reaches_another_charger_as_it_is_or_costs_nothing(
    lab: Lab, port: BackEndCommands, entries: object
) -> None:
    charge_point = await ready(lab)
    charge_point.auto_reply("SendLocalList", {"status": "Failed"})
    told = {"listVersion": 7, "updateType": "Full", "localAuthorizationList": entries}
    assert await port.send("CP-1", "SendLocalList", told) == {"status": "Failed"}
    assert charge_point.received("SendLocalList") == [told]


async def test_a_charger_that_is_away_or_unknown_is_an_error(
    lab: Lab, port: BackEndCommands
) -> None:
    with pytest.raises(OfflineError):
        await port.send("CP-1", "Reset", {"type": "Soft"})
    with pytest.raises(NotPossibleError):
        await port.send("CP-9", "Reset", {"type": "Soft"})


async def test_ceilings_of_back_ends_that_were_deleted_are_lifted(
    lab: Lab, port: BackEndCommands
) -> None:
    await ready(lab)
    await port.set_ceiling("CP-1", 1, "monta", 10.0)
    await port.set_ceiling("CP-1", 1, "road", 8.0)
    await port.keep_ceilings({"monta"})
    assert lab.connector().limit.ceilings == {"monta": 10.0}
    assert lab.connector().limit.applied_a == 10


async def test_a_charger_that_is_away_loses_the_ceiling_once_it_is_back(
    lab: Lab, port: BackEndCommands
) -> None:
    charge_point = await ready(lab)
    await port.set_ceiling("CP-1", 1, "monta", 10.0)
    await charge_point.close()
    await lab.until(lambda: not lab.model().connected)
    await port.keep_ceilings(())
    assert lab.connector().limit.ceilings == {}
    await lab.started_up()
    maximum_a = lab.central_system.settings_of("CP-1").maximum_current_a
    await lab.until(lambda: lab.connector().limit.applied_a == maximum_a)
