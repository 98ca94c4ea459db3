"""The charger that follows the standard: connection, boot, cards, transactions."""

import base64
from pathlib import Path

from ocpp.messages import get_validator
import pytest

from simulator.car import Car
from simulator.frames import Error, Payload

from .central_system import CentralSystem
from .harness import CARD, Bench, bench


def assert_valid(b: Bench) -> None:
    """Every CALL that was sent follows the standard's JSON schema."""
    for call in b.cs.calls:
        get_validator(2, call.action, "1.6").validate(call.payload)


async def configure(b: Bench, key: str, value: str) -> None:
    """Change a key."""
    assert await b.cs.call("ChangeConfiguration", {"key": key, "value": value}) == {
        "status": "Accepted"
    }


async def start(b: Bench, connector: int = 1, id_tag: str = CARD, car: Car | None = None) -> None:
    """Plug in and begin with a card."""
    b.cp.plug(connector, car or Car())
    await b.advance(1)
    b.cp.tap(id_tag, connector)
    await b.advance(5)


# ---- connection and boot


async def test_generic_appends_its_percent_encoded_identity_and_authenticates() -> None:
    async with bench("generic", charge_point_id="CP 1/a", password="secret") as b:
        assert b.cs.requests[0].path == "/CP%201%2Fa"
        credentials = b.cs.requests[0].headers["Authorization"].removeprefix("Basic ")
        assert base64.b64decode(credentials) == b"CP 1/a:secret"


@pytest.mark.parametrize(
    ("password", "secret"),
    [("00" * 19 + "ff", b"\x00" * 19 + b"\xff"), ("x" * 40, b"x" * 40)],
)
async def test_r3_a_password_of_40_hex_digits_is_20_bytes(password: str, secret: bytes) -> None:
    async with bench("generic", password=password) as b:
        credentials = b.cs.requests[0].headers["Authorization"].removeprefix("Basic ")
        assert base64.b64decode(credentials) == b"GENERIC-0001:" + secret


async def test_generic_boots_and_tells_every_connector() -> None:
    async with bench("generic") as b:
        assert [call.action for call in b.cs.calls] == [
            "BootNotification",
            *["StatusNotification"] * 3,
        ]
        told = [(p["connectorId"], p["status"]) for p in b.cs.payloads("StatusNotification")]
        assert told == [(0, "Available"), (1, "Available"), (2, "Available")]
        assert b.cs.payloads("StatusNotification")[0]["timestamp"] == "2026-03-14T06:01:00Z"
        await b.advance(300)
        assert len(b.cs.payloads("Heartbeat")) == 1
        assert_valid(b)


async def test_r6_one_call_at_a_time() -> None:
    async with bench("generic") as b:
        b.cs.replies["StatusNotification"] = None
        b.cp.plug(1)
        b.cp.plug(2)
        await b.advance(1)
        assert len(b.cs.payloads("StatusNotification")) == 4
        await b.network.advance(30)
        await b.cs.wait_call("StatusNotification", 5)


async def test_r9_reconnects_without_boot_and_tells_what_changed() -> None:
    async with bench("generic") as b:
        b.cp.cut_network()
        await b.waiting()
        b.cp.plug(2)
        await b.advance(5)
        b.cp.restore_network()
        for _ in range(3):
            await b.network.advance(5)
        await b.cs.wait_status("Preparing", 2)
        assert len(b.cs.payloads("BootNotification")) == 1
        assert len(b.cs.payloads("StatusNotification")) == 4


async def test_generic_waits_longer_after_each_failed_attempt() -> None:
    def refuse(cs: CentralSystem) -> None:
        cs.refuse = 503

    async with bench("generic", prepare=refuse, boot=False) as b:
        for attempt, wait_s in enumerate((5, 10, 20, 40, 60, 60), start=1):
            await b.cs.wait(lambda attempt=attempt: len(b.cs.requests) == attempt)  # type: ignore[misc]
            await b.waiting()
            await b.network.advance(wait_s - 1)
            assert len(b.cs.requests) == attempt
            await b.network.advance(1)


async def test_generic_closes_when_a_ping_was_not_answered_before_the_next() -> None:
    async with bench("generic") as b:
        await b.network.advance(60)
        await b.cs.ping()
        assert b.cs.pings == 1
        b.cs.connection.transport.pause_reading()
        await b.network.advance(60)
        assert b.cp.connected
        await b.network.advance(60)
        await b.cp.wait_for(lambda cp: not cp.connected)
        b.cs.connection.transport.resume_reading()


async def test_r11_interval_0_ends_pings() -> None:
    async with bench("generic") as b:
        await configure(b, "WebSocketPingInterval", "0")
        await b.network.advance(600)
        await b.cs.ping()
        assert b.cs.pings == 0


@pytest.mark.parametrize("status", ["Pending", "Rejected"])
async def test_r12_not_accepted(status: str) -> None:
    def prepare(cs: CentralSystem) -> None:
        cs.replies["BootNotification"] = cs.boot_answer(status, 10)

    async with bench("generic", boot=False, prepare=prepare) as b:
        await b.cs.wait_call("BootNotification")
        await b.settle()
        b.cp.plug()
        await b.advance(5)
        assert len(b.cs.calls) == 1
        message_id = await b.cs.send_call(
            "TriggerMessage", {"requestedMessage": "StatusNotification"}
        )
        await b.settle()
        answer = b.cs.results[message_id][0]
        if status == "Pending":
            await b.cs.wait_call("StatusNotification", 2)
            start_answer = await b.cs.call("RemoteStartTransaction", {"idTag": CARD})
            assert start_answer == {"status": "Rejected"}
        else:
            assert isinstance(answer, Error)
            assert answer.code == "SecurityError"
        b.cs.replies["BootNotification"] = b.cs.boot_answer()
        await b.advance(10)
        assert b.cp.accepted
        assert b.statuses()[-1] == "Preparing"


@pytest.mark.parametrize("answer", [{}, {"status": "Nonsense", "interval": 1}])
async def test_generic_boots_again_after_an_unreadable_answer(answer: Payload) -> None:
    def prepare(cs: CentralSystem) -> None:
        cs.replies["BootNotification"] = answer

    async with bench("generic", boot=False, prepare=prepare) as b:
        await b.cs.wait_call("BootNotification")
        await b.settle()
        await b.advance(30)
        assert len(b.cs.payloads("BootNotification")) == 2


async def test_generic_takes_the_time_of_boot_and_heartbeat_and_ignores_what_is_none() -> None:
    async with bench("generic") as b:
        b.cs.replies["Heartbeat"] = {"currentTime": "2026-03-14T08:06:05+02:00"}
        await b.advance(300)
        assert b.cp.device_time().isoformat() == "2026-03-14T06:06:05+00:00"
        b.cs.replies["Heartbeat"] = {"currentTime": "soon"}
        await b.advance(300)
        assert b.cp.device_time().isoformat() == "2026-03-14T06:11:05+00:00"


async def test_r8_unknown_and_malformed_calls_get_the_right_callerror() -> None:
    async with bench("generic") as b:
        for frame, code in (
            ('[2,"a","Nonsense",{}]', "NotImplemented"),
            ('[2,"b","Reset",{}]', "OccurenceConstraintViolation"),
            ('[2,"c","Reset",{"type":1}]', "TypeConstraintViolation"),
            ('[2,"d","Reset",{"type":"Medium"}]', "PropertyConstraintViolation"),
            ('[2,"e","Reset"]', "FormationViolation"),
            (
                '[2,"f","SendLocalList",{"updateType":"Full","listVersion":1,"localAuthorizationList":{}}]',
                "TypeConstraintViolation",
            ),
            (
                '[2,"g","SendLocalList",{"updateType":"Full","listVersion":1,"localAuthorizationList":[1]}]',
                "TypeConstraintViolation",
            ),
            ('[2,"h","GetConfiguration",{"key":"a"}]', "TypeConstraintViolation"),
        ):
            await b.cs.connection.send(frame)
            await b.settle()
            answer = b.cs.results[frame[4]][0]
            assert isinstance(answer, Error)
            assert answer.code == code, frame
        await b.cs.connection.send("nonsense")
        await b.settle()
        assert b.cp.connected


# ---- cards and transactions


async def test_generic_charges_with_a_card_and_ends_with_it() -> None:
    async with bench("generic") as b:
        await start(b)
        assert b.statuses() == ["Available", "Preparing", "Charging"]
        assert b.cs.payloads("StartTransaction")[0]["meterStart"] == 250_000
        await b.advance(600)
        assert b.cp.power_w == pytest.approx(16 * 3 * 231, rel=0.02)
        values = b.cs.payloads("MeterValues")
        assert len(values) == 10
        assert {payload["transactionId"] for payload in values} == {4711}
        b.cp.tap(CARD.lower())
        await b.advance(1)
        assert b.statuses()[-1] == "Finishing"
        stop = b.cs.payloads("StopTransaction")[0]
        assert stop["reason"] == "Local"
        contexts = [e["sampledValue"][0]["context"] for e in stop["transactionData"]]
        assert contexts == ["Transaction.Begin", "Transaction.End"]
        b.cp.unplug()
        await b.advance(1)
        assert b.statuses()[-1] == "Available"
        assert b.cp.sessions[0]["energy_wh"] == pytest.approx(
            stop["meterStop"] - b.cs.payloads("StartTransaction")[0]["meterStart"], abs=1
        )
        assert_valid(b)


async def test_generic_has_two_independent_connectors() -> None:
    async with bench("generic") as b:
        await start(b, 1, "A")
        await start(b, 2, "B")
        assert (b.cp.transaction_id_of(1), b.cp.transaction_id_of(2)) == (4711, 4712)
        b.cp.unplug(1)
        await b.advance(2)
        assert b.cs.payloads("StopTransaction")[0]["transactionId"] == 4711
        assert b.cp.status_of(2) == "Charging"


async def test_generic_a_card_before_the_plug_has_connection_time_out_to_follow() -> None:
    async with bench("generic") as b:
        b.cp.tap(CARD)
        await b.advance(59)
        assert b.statuses()[-1] == "Preparing"
        await b.advance(2)
        assert b.statuses()[-1] == "Available"
        b.cp.tap(CARD)
        await b.advance(1)
        b.cp.tap(CARD)
        await b.advance(1)
        assert b.statuses()[-1] == "Available", "the same card takes it back"
        b.cp.tap(CARD)
        await b.advance(1)
        b.cp.tap("OTHER")
        assert b.cp.records.of("ignored")
        b.cp.plug()
        await b.advance(5)
        assert b.cp.status == "Charging"


async def test_generic_a_full_or_pausing_car_is_suspended_ev_and_the_transaction_stays_open() -> (
    None
):
    async with bench("generic") as b:
        await start(b)
        b.cp.car().fill()
        await b.advance(10)
        assert b.statuses()[-1] == "SuspendedEV"
        assert b.cs.payloads("StopTransaction") == []


@pytest.mark.parametrize("answer", [{"idTagInfo": {"status": "Invalid"}}, {}, {"idTagInfo": {}}])
async def test_generic_refused_cards_do_not_charge(answer: Payload) -> None:
    async with bench("generic") as b:
        b.cs.replies["Authorize"] = answer
        await start(b)
        assert b.cs.payloads("StartTransaction") == []
        assert b.cp.records.of("refused")


async def test_r19_a_card_of_the_same_group_may_stop() -> None:
    async with bench("generic") as b:
        group: Payload = {"idTagInfo": {"status": "Accepted", "parentIdTag": "FAMILY"}}
        b.cs.replies["Authorize"] = group
        await start(b)
        b.cs.replies["Authorize"] = {"idTagInfo": {"status": "Accepted"}}
        b.cp.tap("STRANGER")
        await b.advance(1)
        assert b.cp.status == "Charging"
        b.cs.replies["Authorize"] = group
        b.cp.tap("PARTNER")
        await b.advance(1)
        assert b.cp.status == "Finishing"


async def test_r19_a_start_that_is_not_accepted_is_deauthorized() -> None:
    async with bench("generic") as b:
        b.cs.replies["StartTransaction"] = {"transactionId": 1, "idTagInfo": {"status": "Blocked"}}
        await start(b)
        assert b.cs.payloads("StopTransaction")[0]["reason"] == "DeAuthorized"
        b.cp.unplug()
        await configure(b, "StopTransactionOnInvalidId", "false")
        await b.advance(1)
        await start(b)
        assert b.cp.status == "Charging"


async def test_generic_offline_cards_by_list_cache_and_configuration() -> None:
    async with bench("generic") as b:
        await configure(b, "LocalPreAuthorize", "true")
        await start(b)
        b.cp.tap(CARD)
        await b.advance(1)
        b.cp.unplug()
        await b.advance(1)
        await start(b)
        assert len(b.cs.payloads("Authorize")) == 1, "the second time it is known"
        b.cp.tap(CARD)
        b.cp.unplug()
        await b.advance(1)
        b.cp.cut_network()
        await b.waiting()
        await start(b, 1, "UNKNOWN")
        assert b.cp.status == "Preparing"
        b.cp.tap(CARD)
        await b.advance(5)
        assert b.cp.status == "Charging"
        b.cp.memory.configuration["AllowOfflineTxForUnknownId"] = "true"
        await start(b, 2, "UNKNOWN")
        assert b.cp.status_of(2) == "Charging"


async def test_r17_offline_transactions_are_replayed_in_their_order() -> None:
    async with bench("generic") as b:
        await configure(b, "AllowOfflineTxForUnknownId", "true")
        b.cp.cut_network()
        await b.waiting()
        for id_tag in ("A", "B"):
            await start(b, 1, id_tag)
            await b.advance(120)
            b.cp.unplug()
            await b.advance(5)
        b.cp.restore_network()
        await b.network.advance(5)
        await b.cs.wait_call("StopTransaction", 2)
        await b.settle()
        replayed = [
            (call.action, call.payload.get("transactionId"))
            for call in b.cs.calls
            if call.action in {"StartTransaction", "MeterValues", "StopTransaction"}
        ]
        assert replayed == [
            ("StartTransaction", None),
            ("MeterValues", 4711),
            ("MeterValues", 4711),
            ("StopTransaction", 4711),
            ("StartTransaction", None),
            ("MeterValues", 4712),
            ("MeterValues", 4712),
            ("StopTransaction", 4712),
        ]
        assert not b.cp.memory.queue
        assert not b.cp.memory.bills


async def test_generic_repeats_transaction_messages_and_gives_up_after_the_attempts() -> None:
    async with bench("generic") as b:
        await configure(b, "TransactionMessageAttempts", "2")
        b.cs.replies["StartTransaction"] = None
        await start(b)
        await b.network.advance(30)
        await b.advance(60)
        assert len(b.cs.payloads("StartTransaction")) == 2
        await b.network.advance(30)
        await b.advance(600)
        assert len(b.cs.payloads("StartTransaction")) == 2
        b.cp.unplug()
        await b.advance(5)
        assert b.cs.payloads("StopTransaction") == [], "nothing is told of what never began"
        assert len(b.cp.sessions) == 1
        assert not b.cp.memory.bills


async def test_generic_a_start_answer_without_an_id_leaves_the_transaction_untold() -> None:
    async with bench("generic") as b:
        b.cs.replies["StartTransaction"] = {"idTagInfo": {"status": "Accepted"}}
        await start(b)
        assert b.cp.transaction_id is None
        b.cp.unplug()
        await b.advance(5)
        assert b.cs.payloads("StopTransaction") == []


async def test_generic_a_stop_that_is_refused_for_good_is_given_up() -> None:
    async with bench("generic") as b:
        await configure(b, "TransactionMessageAttempts", "1")
        b.cs.replies["StopTransaction"] = None
        await start(b)
        b.cp.unplug()
        await b.advance(5)
        await b.network.advance(30)
        assert b.cp.records.of("undelivered")
        assert not b.cp.memory.bills


async def test_generic_power_loss_ends_transactions_which_is_told_after_the_boot() -> None:
    async with bench("generic") as b:
        await start(b)
        await b.advance(600)
        b.cp.power_off()
        await b.advance(600)
        b.cp.power_on()
        await b.cs.wait_call("StopTransaction")
        stop = b.cs.payloads("StopTransaction")[0]
        assert stop["reason"] == "PowerLoss"
        assert stop["timestamp"] == "2026-03-14T06:11:01Z", "the last sample"
        assert b.cp.status == "Preparing"


async def test_generic_faults_suspend_a_transaction() -> None:
    async with bench("generic") as b:
        await start(b)
        b.cp.fault("HighTemperature")
        await b.advance(1)
        assert (await b.cs.wait_status("Faulted", 1))["errorCode"] == "HighTemperature"
        assert b.cp.power_w == 0
        b.cp.clear_fault()
        await b.advance(10)
        assert b.statuses()[-1] == "Charging"
        with pytest.raises(ValueError, match="Nonsense"):
            b.cp.fault("Nonsense")


async def test_generic_clock_aligned_values_come_with_and_without_a_transaction() -> None:
    async with bench("generic") as b:
        await configure(b, "ClockAlignedDataInterval", "900")
        await configure(b, "MeterValueSampleInterval", "0")
        await start(b)
        await b.advance(900)
        values = b.cs.payloads("MeterValues")
        assert [(p["connectorId"], p.get("transactionId")) for p in values] == [
            (1, 4711),
            (2, None),
        ] or [(p["connectorId"], p.get("transactionId")) for p in values] == [(2, None), (1, 4711)]
        element = values[0]["meterValue"][0]
        assert element["timestamp"] == "2026-03-14T06:15:00Z"
        assert element["sampledValue"][0]["context"] == "Sample.Clock"
        await configure(b, "ClockAlignedDataInterval", "0")
        await b.advance(1800)
        assert len(b.cs.payloads("MeterValues")) == 2


async def test_generic_all_measurands() -> None:
    async with bench("generic") as b:
        await configure(
            b,
            "MeterValuesSampledData",
            "Temperature,SoC,Current.Offered,Current.Import,Voltage,Power.Active.Import,Foreign",
        )
        await start(b, car=Car(soc=0.42, phases=1))
        await b.advance(60)
        values = b.cs.payloads("MeterValues")[0]["meterValue"][0]["sampledValue"]
        seen = [(v["measurand"], v.get("phase")) for v in values]
        assert seen == [
            ("Temperature", None),
            ("SoC", None),
            ("Current.Offered", None),
            *(("Current.Import", f"L{n}") for n in (1, 2, 3)),
            *(("Voltage", f"L{n}-N") for n in (1, 2, 3)),
            ("Power.Active.Import", None),
        ]
        assert [v["value"] for v in values if v["measurand"] == "Current.Import"] == [
            "16.0",
            "0.0",
            "0.0",
        ]
        await configure(b, "MeterValuesSampledData", "Foreign")
        before = len(b.cs.payloads("MeterValues"))
        await b.advance(60)
        assert len(b.cs.payloads("MeterValues")) == before


async def test_the_state_file_carries_meters_configuration_and_transactions(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    async with bench("generic", state_file=file) as b:
        await configure(b, "ConnectionTimeOut", "17")
        await start(b)
        await b.advance(600)
        register = b.cp.meter_wh
    async with bench("generic", state_file=file) as b:
        await b.cs.wait_call("StopTransaction")
        assert b.cs.payloads("StopTransaction")[0]["meterStop"] == int(register)
        assert b.cp.meter_wh == register
        answer = await b.cs.call("GetConfiguration", {"key": ["ConnectionTimeOut"]})
        assert answer["configurationKey"] == [
            {"key": "ConnectionTimeOut", "readonly": False, "value": "17"}
        ]
