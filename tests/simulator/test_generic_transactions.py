"""Cards and transactions of the charger that follows the standard."""

from pathlib import Path

import pytest

from simulator.car import Car
from simulator.frames import Payload

from .harness import CARD, bench

# ---- cards and transactions


async def test_generic_charges_with_a_card_and_ends_with_it() -> None:
    async with bench("generic") as b:
        await b.start(car=Car())
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
        signed = [e["sampledValue"][-1] for e in stop["transactionData"]]
        assert [(each["format"], each["value"][:5]) for each in signed] == [
            ("SignedData", "OCMF|")
        ] * 2
        b.cp.unplug()
        await b.advance(1)
        assert b.statuses()[-1] == "Available"
        assert b.cp.sessions[0]["energy_wh"] == pytest.approx(
            stop["meterStop"] - b.cs.payloads("StartTransaction")[0]["meterStart"], abs=1
        )
        b.assert_valid()


async def test_generic_has_two_independent_connectors() -> None:
    async with bench("generic") as b:
        await b.start(1, "A")
        await b.start(2, "B")
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
        await b.start(car=Car())
        b.cp.car().fill()
        await b.advance(10)
        assert b.statuses()[-1] == "SuspendedEV"
        assert b.cs.payloads("StopTransaction") == []


@pytest.mark.parametrize("answer", [{"idTagInfo": {"status": "Invalid"}}, {}, {"idTagInfo": {}}])
async def test_generic_refused_cards_do_not_charge(answer: Payload) -> None:
    async with bench("generic") as b:
        b.cs.replies["Authorize"] = answer
        await b.start(car=Car())
        assert b.cs.payloads("StartTransaction") == []
        assert b.cp.records.of("refused")


async def test_r19_a_card_of_the_same_group_may_stop() -> None:
    async with bench("generic") as b:
        group: Payload = {"idTagInfo": {"status": "Accepted", "parentIdTag": "FAMILY"}}
        b.cs.replies["Authorize"] = group
        await b.start(car=Car())
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
        await b.start(car=Car())
        assert b.cs.payloads("StopTransaction")[0]["reason"] == "DeAuthorized"
        b.cp.unplug()
        await b.configure("StopTransactionOnInvalidId", "false")
        await b.advance(1)
        await b.start(car=Car())
        assert b.cp.status == "Charging"


async def test_generic_offline_cards_by_list_cache_and_configuration() -> None:
    async with bench("generic") as b:
        await b.configure("LocalPreAuthorize", "true")
        await b.start(car=Car())
        b.cp.tap(CARD)
        await b.advance(1)
        b.cp.unplug()
        await b.advance(1)
        await b.start(car=Car())
        assert len(b.cs.payloads("Authorize")) == 1, "the second time it is known"
        b.cp.tap(CARD)
        b.cp.unplug()
        await b.advance(1)
        b.cp.cut_network()
        await b.waiting()
        await b.start(1, "UNKNOWN")
        assert b.cp.status == "Preparing"
        b.cp.tap(CARD)
        await b.advance(5)
        assert b.cp.status == "Charging"
        b.cp.memory.configuration["AllowOfflineTxForUnknownId"] = "true"
        await b.start(2, "UNKNOWN")
        assert b.cp.status_of(2) == "Charging"


async def test_r17_offline_transactions_are_replayed_in_their_order() -> None:
    async with bench("generic") as b:
        await b.configure("AllowOfflineTxForUnknownId", "true")
        b.cp.cut_network()
        await b.waiting()
        for id_tag in ("A", "B"):
            await b.start(1, id_tag)
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
        await b.configure("TransactionMessageAttempts", "2")
        b.cs.replies["StartTransaction"] = None
        await b.start(car=Car())
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
        await b.start(car=Car())
        assert b.cp.transaction_id is None
        b.cp.unplug()
        await b.advance(5)
        assert b.cs.payloads("StopTransaction") == []


async def test_generic_a_stop_that_is_refused_for_good_is_given_up() -> None:
    async with bench("generic") as b:
        await b.configure("TransactionMessageAttempts", "1")
        b.cs.replies["StopTransaction"] = None
        await b.start(car=Car())
        b.cp.unplug()
        await b.advance(5)
        await b.network.advance(30)
        assert b.cp.records.of("undelivered")
        assert not b.cp.memory.bills


async def test_generic_power_loss_ends_transactions_which_is_told_after_the_boot() -> None:
    async with bench("generic") as b:
        await b.start(car=Car())
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
        await b.start(car=Car())
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
        await b.configure("ClockAlignedDataInterval", "900")
        await b.configure("MeterValueSampleInterval", "0")
        await b.start(car=Car())
        await b.advance(900)
        values = b.cs.payloads("MeterValues")
        assert [(p["connectorId"], p.get("transactionId")) for p in values] == [
            (1, 4711),
            (2, None),
        ] or [(p["connectorId"], p.get("transactionId")) for p in values] == [(2, None), (1, 4711)]
        element = values[0]["meterValue"][0]
        assert element["timestamp"] == "2026-03-14T06:15:00Z"
        assert element["sampledValue"][0]["context"] == "Sample.Clock"
        await b.configure("ClockAlignedDataInterval", "0")
        await b.advance(1800)
        assert len(b.cs.payloads("MeterValues")) == 2


async def test_generic_all_measurands() -> None:
    async with bench("generic") as b:
        await b.configure(
            "MeterValuesSampledData",
            "Temperature,SoC,Current.Offered,Current.Import,Voltage,Power.Active.Import,Foreign",
        )
        await b.start(car=Car(soc=0.42, phases=1))
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
        await b.configure("MeterValuesSampledData", "Foreign")
        before = len(b.cs.payloads("MeterValues"))
        await b.advance(60)
        assert len(b.cs.payloads("MeterValues")) == before


async def test_the_state_file_carries_meters_configuration_and_transactions(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    async with bench("generic", state_file=file) as b:
        await b.configure("ConnectionTimeOut", "17")
        await b.start(car=Car())
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


async def test_generic_without_kept_measurands_sends_no_transaction_data() -> None:
    async with bench("generic") as b:
        await b.configure("StopTxnSampledData", "")
        await b.configure("StopTxnSignReadings", "false")
        b.cs.replies["StopTransaction"] = {}
        await b.start(car=Car())
        b.cp.unplug()
        await b.advance(2)
        assert "transactionData" not in b.cs.payloads("StopTransaction")[0]
        assert not b.cp.memory.bills


async def test_generic_a_lost_connection_is_no_failed_attempt() -> None:
    async with bench("generic") as b:
        await b.configure("TransactionMessageAttempts", "1")
        b.cs.replies["StartTransaction"] = None
        await b.start(car=Car())
        await b.cs.connection.close()
        await b.waiting()
        b.cs.replies["StartTransaction"] = {"transactionId": 9, "idTagInfo": {"status": "Accepted"}}
        await b.network.advance(5)
        await b.cs.wait_call("StartTransaction", 2)
        await b.settle()
        assert b.cp.transaction_id == 9


async def test_generic_transactions_that_ended_before_a_power_cut_are_told_after_it() -> None:
    async with bench("generic") as b:
        b.cs.replies["StopTransaction"] = None
        await b.start(car=Car())
        b.cp.unplug()
        await b.advance(2)
        b.cp.power_off()
        b.cs.replies["StopTransaction"] = {}
        b.cp.power_on()
        await b.cs.wait_call("StopTransaction", 2)
        assert [stop["reason"] for stop in b.cs.payloads("StopTransaction")] == [
            "EVDisconnected"
        ] * 2
        assert len(b.cp.sessions) == 1


async def test_generic_a_start_refused_after_its_end_stops_nothing() -> None:
    async with bench("generic") as b:
        await b.configure("AllowOfflineTxForUnknownId", "true")
        await b.go_offline()
        await b.start(car=Car())
        b.cp.unplug()
        await b.advance(2)
        b.cs.replies["StartTransaction"] = {"transactionId": 9, "idTagInfo": {"status": "Blocked"}}
        b.cp.restore_network()
        await b.network.advance(5)
        await b.cs.wait_call("StopTransaction")
        assert b.cs.payloads("StopTransaction")[0]["reason"] == "EVDisconnected"


async def test_generic_an_authorize_answer_comes_too_late_for_a_connector_that_broke() -> None:
    async with bench("generic") as b:
        b.cs.replies["Authorize"] = None
        await b.start(car=Car())
        b.cp.fault("GroundFailure")
        message_id = b.cs.calls[-1].message_id
        await b.cs.connection.send(f'[3,"{message_id}",{{"idTagInfo":{{"status":"Accepted"}}}}]')
        await b.settle()
        b.cp.clear_fault()
        await b.advance(5)
        assert b.cp.status == "Preparing"


async def test_generic_before_its_first_offer_a_transaction_is_preparing() -> None:
    async with bench("generic") as b:
        b.cp.plug(car=Car())
        await b.advance(1)
        b.cp.tap(CARD)
        await b.settle()
        assert b.cp.transaction_id == 4711
        assert b.cp.status == "Preparing"
