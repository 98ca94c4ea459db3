"""A house with a real charge point on a real websocket, its ledger, the relay, and a back end."""

from collections.abc import AsyncIterator
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from custom_components.plug_control.central_system.stations.settings import CentralSystemSettings
from custom_components.plug_control.model.relaying import RelayState
from custom_components.plug_control.relay.relay import Relay
from custom_components.plug_control.relay.settings import CommandKind, Rules, SessionChoice
from simulator.scripted import ScriptedChargePoint
from tests.central_system.conftest import CARD, Lab as House, start_transaction, tag_status

from .conftest import QUICK, back_end
from .scripted import Payload, ScriptedBackEnd, Silence
from .times import until


class Home(House):
    """A central system whose relay has one back end."""

    relay: Relay | None = None

    def relays(self, scripted: ScriptedBackEnd, **settings: Any) -> None:
        """Have the back end."""
        central_system = self.central_system
        self.relay = Relay(
            outbox=central_system.ledger.outbox,
            charge_points=lambda: central_system.charge_points,
            port=central_system.back_end_commands,
            publish=self.events.append,
            clock=self.clock,
            timing=QUICK,
            random=Random(0),
        )
        central_system.relay = self.relay
        self.relay.update_settings([back_end(scripted, **settings)])

    async def until_delivered(self) -> None:
        await until(lambda: not self.central_system.ledger.outbox.queue("BE-1").messages)


@pytest.fixture
async def home() -> AsyncIterator[Home]:
    settings = CentralSystemSettings(host="127.0.0.1", port=0)
    async with Home(settings=settings) as home:
        home.add()
        home.cards(CARD)
        yield home
        if home.relay is not None:
            await home.relay.stop()


def at(home: Home, minutes: float = 0) -> str:
    return f"{home.clock.now + timedelta(minutes=minutes):%Y-%m-%dT%H:%M:%SZ}"


async def plugged_in(home: Home) -> ScriptedChargePoint:
    """Return a charge point with a car."""
    charger = await home.started_up()
    await charger.call(
        "StatusNotification", {"connectorId": 1, "status": "Preparing", "errorCode": "NoError"}
    )
    return charger


async def begin(home: Home, charger: ScriptedChargePoint, id_tag: str = CARD) -> Payload:
    answer = await charger.call(
        "StartTransaction",
        start_transaction(id_tag, meterStart=1000, timestamp=at(home)),
    )
    return dict(answer)


async def end(home: Home, charger: ScriptedChargePoint, transaction_id: int, meter: int) -> None:
    await charger.call(
        "StopTransaction",
        {"transactionId": transaction_id, "meterStop": meter, "timestamp": at(home)},
    )


async def test_a_charge_arrives_with_its_boot_statuses_and_values(
    home: Home, scripted: ScriptedBackEnd
) -> None:
    home.relays(scripted)
    charger = await home.started_up()
    await scripted.until_heard("BootNotification")
    await charger.call(
        "StatusNotification", {"connectorId": 1, "status": "Charging", "errorCode": "NoError"}
    )
    started = await begin(home, charger)
    await charger.call(
        "MeterValues",
        {
            "connectorId": 1,
            "transactionId": started["transactionId"],
            "meterValue": [{"timestamp": at(home), "sampledValue": [{"value": "1200"}]}],
        },
    )
    home.clock.advance(3600)
    await end(home, charger, started["transactionId"], 3000)
    await home.until_delivered()
    assert scripted.payloads("BootNotification")[-1]["chargePointVendor"] == "Scripted"
    await until(
        lambda: any(
            each["status"] == "Charging" for each in scripted.payloads("StatusNotification")
        )
    )
    assert [each["meterStart"] for each in scripted.starts] == [1000]
    assert scripted.payloads("MeterValues")[0]["meterValue"][0]["sampledValue"] == [
        {"value": "1200"}
    ]
    assert [each["meterStop"] for each in scripted.stops[9001]] == [3000]
    (relayed,) = await home.central_system.ledger.outbox.relayed_sessions()
    assert relayed.state is RelayState.DELIVERED


async def test_the_charger_waits_for_no_back_end(home: Home, scripted: ScriptedBackEnd) -> None:
    def silence(*_: object) -> Payload:
        raise Silence

    for action in ("StartTransaction", "StopTransaction", "MeterValues", "Heartbeat"):
        scripted.replies[action] = silence
    home.relays(scripted)
    charger = await home.started_up()
    started = await begin(home, charger)
    await end(home, charger, started["transactionId"], 3000)
    assert len(await home.central_system.ledger.sessions()) == 1
    scripted.replies.clear()


async def test_a_card_of_the_back_end_charges_and_only_its_session_is_told(
    home: Home, scripted: ScriptedBackEnd
) -> None:
    home.relays(scripted, rules=Rules(asks_cards=True, sessions=SessionChoice.OWN))
    scripted.replies["Authorize"] = lambda _, told: {
        "idTagInfo": {"status": "Accepted" if told["idTag"] == "GUEST" else "Invalid"}
    }
    charger = await home.started_up()
    await until(lambda: home.relay.state("BE-1").links["CP-1"].connected)  # type: ignore[union-attr]
    for id_tag, status in (("GUEST", "Accepted"), ("THIEF", "Invalid"), (CARD, "Accepted")):
        answer = await charger.call("Authorize", {"idTag": id_tag})
        assert tag_status(answer) == status
    assert [each["idTag"] for each in scripted.payloads("Authorize")] == ["GUEST", "THIEF"]
    for id_tag in ("GUEST", CARD):
        started = await begin(home, charger, id_tag)
        assert tag_status(started) == "Accepted"
        home.clock.advance(600)
        await end(home, charger, started["transactionId"], 2000)
    await home.until_delivered()
    assert [each["idTag"] for each in scripted.starts] == ["GUEST"]


async def test_a_back_end_starts_limits_and_stops_a_charge_within_its_rules(
    home: Home, scripted: ScriptedBackEnd
) -> None:
    kinds = {CommandKind.REMOTE_START, CommandKind.REMOTE_STOP, CommandKind.UNLOCK}
    home.relays(scripted, rules=Rules(commands=frozenset(kinds), sessions=SessionChoice.OWN))
    charger = await plugged_in(home)
    for action in ("RemoteStartTransaction", "RemoteStopTransaction"):
        charger.auto_reply(action, {"status": "Accepted"})
    charger.auto_reply("UnlockConnector", {"status": "Unlocked"})
    answer = await scripted.ask("RemoteStartTransaction", {"connectorId": 1, "idTag": "GUEST"})
    assert answer[2] == {"status": "Accepted"}
    assert charger.received("RemoteStartTransaction")[0]["idTag"] == "GUEST"
    started = await begin(home, charger, "GUEST")
    assert tag_status(started) == "Accepted"
    await home.until_delivered()
    assert (await scripted.ask("Reset", {"type": "Hard"}))[2] == {"status": "Rejected"}
    assert (await scripted.ask("UnlockConnector", {"connectorId": 1}))[2]["status"] == "Unlocked"
    answer = await scripted.ask("RemoteStopTransaction", {"transactionId": 9001})
    assert answer[2] == {"status": "Accepted"}
    stopped = charger.received("RemoteStopTransaction")
    assert stopped == [{"transactionId": started["transactionId"]}]
    assert not charger.received("Reset")


async def test_a_back_ends_profile_is_a_ceiling_of_the_connector(
    home: Home, scripted: ScriptedBackEnd
) -> None:
    home.relays(scripted, rules=Rules(commands=frozenset({CommandKind.CEILING})))
    charger = await plugged_in(home)
    charger.auto_reply("SetChargingProfile", {"status": "Accepted"})
    charger.auto_reply("ClearChargingProfile", {"status": "Accepted"})
    profile = {
        "chargingProfileId": 1,
        "stackLevel": 0,
        "chargingProfilePurpose": "TxDefaultProfile",
        "chargingProfileKind": "Absolute",
        "chargingSchedule": {
            "chargingRateUnit": "A",
            "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 8}],
        },
    }
    answer = await scripted.ask(
        "SetChargingProfile", {"connectorId": 1, "csChargingProfiles": profile}
    )
    assert answer[2] == {"status": "Accepted"}
    assert home.connector().limit.ceilings == {"BE-1": 8}
    answer = await scripted.ask("ClearChargingProfile", {})
    assert answer[2] == {"status": "Accepted"}
    assert not home.connector().limit.ceilings
