"""What the central system tells the relay to back ends: everything that they are to hear of, once, in its order."""

import asyncio
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from custom_components.plug_control.central_system.messages import back_end_cards
from custom_components.plug_control.central_system.stations.settings import WhoMayCharge
from custom_components.plug_control.model.events import CardPresented
from custom_components.plug_control.model.relaying import CardDecision
from custom_components.plug_control.model.tag import IdTag
from simulator.scripted import ScriptedChargePoint
from tests.central_system.conftest import (
    CARD,
    NOW,
    Lab,
    meter_values,
    start_transaction,
    status,
    tag_status,
)
from tests.central_system.session_messages import start, stop, stop_of

THEIRS = "BACKEND01"
POWER = ("Power.Active.Import", "7000", "W")
REGISTER = ("Energy.Active.Import.Register", "1500", "Wh")


@dataclass
class RecordingRelay:
    """Records what it hears; knows and answers of cards what a test says."""

    told: list[tuple[str, dict[str, Any], int | None]] = field(default_factory=list)
    """Action, payload and session id."""
    connections: list[str] = field(default_factory=list)
    cards: dict[str, CardDecision] = field(default_factory=dict)
    answer: Awaitable[CardDecision | None] | None = None
    asked: list[str] = field(default_factory=list)

    def heard(
        self,
        charge_point_id: str,
        action: str,
        payload: Mapping[str, Any],
        *,
        session_id: int | None = None,
        transaction_id: int | None = None,
    ) -> None:
        assert charge_point_id == "CP-1"
        assert (session_id is None) == (transaction_id is None)
        self.told.append((action, dict(payload), session_id))

    def ended_without_stop(
        self, charge_point_id: str, session_id: int, transaction_id: int, stop: Mapping[str, Any]
    ) -> None:
        self.told.append(("ended", dict(stop), session_id))

    def connection_changed(self, charge_point_id: str) -> None:
        self.connections.append(charge_point_id)

    def asks(self, charge_point_id: str, id_tag: str) -> Awaitable[CardDecision | None] | None:
        self.asked.append(id_tag)
        return self.answer

    def knows(self, charge_point_id: str, id_tag: str) -> CardDecision | None:
        return self.cards.get(id_tag)

    def actions(self) -> list[tuple[str, int | None]]:
        return [(action, session_id) for action, _, session_id in self.told]

    def payload(self, action: str) -> dict[str, Any]:
        (payload,) = [payload for each, payload, _ in self.told if each == action]
        return payload


@pytest.fixture
def relay(lab: Lab) -> RecordingRelay:
    lab.central_system.relay = relay = RecordingRelay()
    return relay


async def said(answer: CardDecision | None) -> CardDecision | None:
    await asyncio.sleep(0)
    return answer


# ---- messages


async def test_boots_and_statuses_are_told_as_they_came(lab: Lab, relay: RecordingRelay) -> None:
    charge_point = await lab.boot(boot={"vendor": "Acme", "model": "Box"})
    assert relay.payload("BootNotification")["chargePointVendor"] == "Acme"
    sent = status("Preparing", info="x", vendorErrorCode="")
    await charge_point.call("StatusNotification", sent)
    assert relay.payload("StatusNotification") == sent
    assert relay.connections == ["CP-1"]
    await charge_point.close()
    await lab.until(lambda: relay.connections == ["CP-1", "CP-1"])


async def test_names_that_a_charger_spells_its_own_way_are_told_as_the_standards(
    lab: Lab, relay: RecordingRelay
) -> None:
    charge_point = await lab.boot()
    odd = {key.lower(): value for key, value in status("Preparing").items()} | {"foo": 1}
    await charge_point.call("StatusNotification", odd)
    assert relay.payload("StatusNotification") == status("Preparing")


async def test_a_session_is_told_with_our_ids_and_a_repeat_is_not(
    lab: Lab, relay: RecordingRelay
) -> None:
    charge_point = await lab.boot()
    relay.told.clear()
    number = await start(charge_point)
    assert await start(charge_point) == number
    values = meter_values(POWER, transactionId=number)
    await charge_point.call("MeterValues", values)
    data: Any = [
        {"timestamp": NOW.isoformat(), "sampledValue": [{"value": "x", "format": "SignedData"}]}
    ]
    for _ in range(2):
        await stop(lab, charge_point, number, transactionData=data)
    assert relay.actions() == [
        ("StartTransaction", number),
        ("MeterValues", number),
        ("StopTransaction", number),
    ]
    assert relay.payload("StartTransaction") == start_transaction()
    assert relay.payload("MeterValues") == values
    assert relay.payload("StopTransaction") == stop_of(number, transactionData=data)


async def test_meter_values_that_are_looked_up_are_told_as_they_came(
    lab: Lab, relay: RecordingRelay
) -> None:
    charge_point = await lab.boot()
    number = await start(charge_point)
    sent = [
        meter_values(("Voltage", f"23{value}.10", "V"), POWER, transactionId=number)
        for value in range(5)
    ]
    for values in sent:
        await charge_point.call("MeterValues", values)
    assert [payload for action, payload, _ in relay.told if action == "MeterValues"] == sent


async def test_a_charger_has_its_answer_before_the_relay_hears_its_meter_values(
    lab: Lab, relay: RecordingRelay
) -> None:
    charge_point = await lab.boot()
    await lab.until_started_up()
    link = lab.station("CP-1").link
    assert link is not None
    traffic, seen = link.connection.traffic, []

    def heard(*_: Any, **ids: Any) -> None:
        seen.append(traffic.sent)

    relay.heard = heard  # type: ignore[method-assign]
    before = traffic.sent
    await charge_point.call("MeterValues", meter_values(POWER))
    assert seen == [before + 1]


async def test_meter_values_outside_of_a_transaction_belong_to_no_session(
    lab: Lab, relay: RecordingRelay
) -> None:
    charge_point = await lab.boot()
    relay.told.clear()
    await charge_point.call("MeterValues", meter_values(POWER))
    await charge_point.call("MeterValues", meter_values(POWER, connectorId=0))
    assert relay.actions() == [("MeterValues", None)] * 2


async def test_late_meter_values_belong_to_the_session_that_they_name(
    lab: Lab, relay: RecordingRelay
) -> None:
    charge_point = await lab.boot()
    number = await start(charge_point)
    await stop(lab, charge_point, number)
    later = (NOW + timedelta(hours=1)).isoformat()
    await start(charge_point, timestamp=later, meterStart=3500)
    relay.told.clear()
    await charge_point.call("MeterValues", meter_values(POWER, transactionId=number))
    assert relay.actions() == [("MeterValues", number)]


async def test_what_is_queued_is_in_the_commit_that_the_answer_waits_for(
    lab: Lab, relay: RecordingRelay
) -> None:
    """R15: what was answered is stored, with what back ends are to hear of it."""
    outbox = lab.central_system.ledger.outbox

    def put(charge_point_id: str, action: str, payload: Mapping[str, Any], **ids: Any) -> None:
        if "session_id" in ids:
            outbox.put(["monta"], charge_point_id, action=action, payload=payload, **ids)

    relay.heard = put  # type: ignore[method-assign]
    charge_point = await lab.boot()
    number = await start(charge_point)
    rows = lab.storage.reader().execute("SELECT action, session_id FROM outbox").fetchall()
    assert rows == [("StartTransaction", number)]
    await stop(lab, charge_point, number)
    rows = lab.storage.reader().execute("SELECT action FROM outbox").fetchall()
    assert rows == [("StartTransaction",), ("StopTransaction",)]


# ---- what never came


async def test_a_transaction_that_only_its_meter_values_name_gets_a_start_first(
    lab: Lab, relay: RecordingRelay
) -> None:
    charge_point = await lab.boot()
    relay.told.clear()
    await charge_point.call("StatusNotification", status("Charging"))
    await charge_point.call("MeterValues", meter_values(POWER, REGISTER, transactionId=4711))
    (transaction,) = lab.central_system.ledger.open_transactions()
    number = transaction.session_id
    assert relay.actions()[1:] == [("StartTransaction", number), ("MeterValues", number)]
    made = relay.payload("StartTransaction")
    assert made == {
        "connectorId": 1,
        "idTag": "",
        "meterStart": 1500,
        "timestamp": made["timestamp"],
    }


async def test_a_stop_without_a_known_start_gets_a_start_first(
    lab: Lab, relay: RecordingRelay
) -> None:
    charge_point = await lab.boot()
    relay.told.clear()
    await stop(lab, charge_point, 987654)
    (session,) = await lab.central_system.ledger.sessions()
    number = session.session_id
    assert relay.actions() == [("StartTransaction", number), ("StopTransaction", number)]
    assert relay.payload("StartTransaction")["idTag"] == CARD
    # Its start comes late: all is told already
    await start(charge_point)
    assert [each.session_id for each in await lab.central_system.ledger.sessions()] == [number]
    assert len(relay.told) == 2


async def test_a_session_that_a_start_ends_is_told_with_the_stop_that_we_make(
    lab: Lab, relay: RecordingRelay
) -> None:
    charge_point = await lab.boot()
    relay.told.clear()
    first = await start(charge_point)
    later = (NOW + timedelta(minutes=10)).isoformat()
    lab.clock.advance(600)
    second = await start(charge_point, timestamp=later, meterStart=2500)
    assert relay.actions() == [
        ("StartTransaction", first),
        ("ended", first),
        ("StartTransaction", second),
    ]
    made = relay.payload("ended")
    assert (made["transactionId"], made["meterStop"], made["reason"]) == (first, 2500, "Other")
    # The charger's own comes all the same
    await charge_point.call("StopTransaction", stop_of(first, meter_stop=2400))
    assert relay.actions()[-1] == ("StopTransaction", first)


async def test_a_start_whose_card_is_refused_is_told_and_ended(
    lab: Lab, relay: RecordingRelay
) -> None:
    charge_point = await lab.boot()
    relay.told.clear()
    number = await start(charge_point, idTag="STRANGER")
    assert relay.actions() == [("StartTransaction", number), ("ended", number)]
    assert relay.payload("ended")["reason"] == "DeAuthorized"


async def test_a_start_that_is_replayed_after_a_later_one_is_told_with_its_end(
    lab: Lab, relay: RecordingRelay
) -> None:
    charge_point = await lab.boot()
    lab.clock.advance(7200)
    later = (NOW + timedelta(hours=1)).isoformat()
    await start(charge_point, timestamp=later, meterStart=3000)
    relay.told.clear()
    number = await start(charge_point)
    # The ledger tells the end before the relay knows of the session, which is in vain
    assert relay.actions()[1:] == [("StartTransaction", number), ("ended", number)]


async def test_a_start_that_counted_as_a_repeat_is_told_once_its_stop_proves_a_charge(
    lab: Lab, relay: RecordingRelay
) -> None:
    charge_point = await lab.boot()
    number = await start(charge_point)
    await stop(lab, charge_point, number)
    relay.told.clear()
    assert await start(charge_point) == number
    assert relay.actions() == []
    later = (NOW + timedelta(hours=2)).isoformat()
    lab.clock.advance(3600)
    await charge_point.call("StopTransaction", stop_of(number, meter_stop=5000, timestamp=later))
    (_, other) = await lab.central_system.ledger.sessions()
    assert relay.actions() == [
        ("StartTransaction", other.session_id),
        ("StopTransaction", other.session_id),
    ]


# ---- cards


async def asks(charge_point: ScriptedChargePoint, id_tag: str = THEIRS) -> dict[str, Any]:
    return await charge_point.call("Authorize", {"idTag": id_tag})


async def test_a_card_that_we_do_not_know_is_asked_at_its_back_end(
    lab: Lab, relay: RecordingRelay
) -> None:
    charge_point = await lab.boot()
    until = NOW + timedelta(days=1)
    relay.answer = said(CardDecision(status="Accepted", parent_id_tag="GROUP", expires_at=until))
    answer = await asks(charge_point)
    assert answer["idTagInfo"] == {
        "status": "Accepted",
        "parentIdTag": "GROUP",
        "expiryDate": "2026-03-15T10:00:00Z",
    }
    assert relay.asked == [THEIRS]
    (card,) = lab.told(CardPresented)
    assert (card.status, card.known) == ("Accepted", False)


@pytest.mark.parametrize(
    ("told", "expected"),
    [("Blocked", "Blocked"), ("ConcurrentTx", "ConcurrentTx"), ("Nonsense", "Invalid")],
)
async def test_what_the_back_end_refuses_is_refused(
    lab: Lab, relay: RecordingRelay, told: str, expected: str
) -> None:
    charge_point = await lab.boot()
    relay.answer = said(CardDecision(status=told))
    assert tag_status(await asks(charge_point)) == expected


async def test_cards_that_are_ours_are_not_asked(lab: Lab, relay: RecordingRelay) -> None:
    charge_point = await lab.boot()
    lab.central_system.set_id_tags(
        [IdTag(id_tag=CARD, name="a"), IdTag(id_tag="OLD", name="b", blocked=True)]
    )
    assert tag_status(await asks(charge_point, CARD)) == "Accepted"
    assert tag_status(await asks(charge_point, "OLD")) == "Blocked"
    assert tag_status(await asks(charge_point, "")) == "Invalid"
    lab.central_system.update_charge_point(
        lab.central_system.settings_of("CP-1").__class__(
            charge_point_id="CP-1", who_may_charge=WhoMayCharge.ANYONE
        )
    )
    assert tag_status(await asks(charge_point)) == "Accepted"
    assert relay.asked == []


async def test_a_card_of_no_back_end_is_refused(lab: Lab, relay: RecordingRelay) -> None:
    charge_point = await lab.boot()
    assert tag_status(await asks(charge_point)) == "Invalid"
    relay.answer = said(None)
    assert tag_status(await asks(charge_point)) == "Invalid"


async def test_a_back_end_that_fails_or_hangs_delays_no_card_for_long(
    lab: Lab,
    relay: RecordingRelay,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    charge_point = await lab.boot()

    async def fail() -> CardDecision | None:
        raise RuntimeError("boom")

    relay.answer = fail()
    assert tag_status(await asks(charge_point)) == "Invalid"
    assert "boom" in caplog.text
    monkeypatch.setattr(back_end_cards, "ASK_S", 0.01)
    relay.answer = asyncio.get_running_loop().create_future()
    assert tag_status(await asks(charge_point)) == "Invalid"
    assert "in time" in caplog.text


async def test_a_start_counts_on_what_the_back_end_said_last_and_waits_for_nothing(
    lab: Lab, relay: RecordingRelay
) -> None:
    charge_point = await lab.boot()
    relay.cards[THEIRS] = CardDecision(status="Accepted")
    answer = await charge_point.call("StartTransaction", start_transaction(THEIRS))
    assert tag_status(answer) == "Accepted"
    assert lab.connector().transaction is not None
    relay.cards[THEIRS] = CardDecision(status="Blocked")
    later = (NOW + timedelta(minutes=1)).isoformat()
    answer = await charge_point.call(
        "StartTransaction", start_transaction(THEIRS, timestamp=later, meterStart=2000)
    )
    assert tag_status(answer) == "Blocked"
    assert relay.asked == []


async def test_no_card_of_a_back_end_ends_another_ones_charge(
    lab: Lab, relay: RecordingRelay
) -> None:
    """C2EU Q13: it ends the running charge for any accepted card."""
    charge_point = await lab.boot(boot={"vendor": "XC", "model": "C2EU"})
    await start(charge_point)
    relay.answer = said(CardDecision(status="Accepted"))
    assert tag_status(await asks(charge_point)) == "Invalid"
