"""The C2EU's charges: from the plug to the last replay."""

import pytest

from simulator.c2eu.facts import MEASURANDS
from simulator.car import Car
from simulator.frames import Payload

from .harness import CARD, Bench, bench, single_phase_car

REMOTE_START: Payload = {"connectorId": 1, "idTag": "HA-USER-1"}


# ---- sequence a: card


async def test_c2eu_sequence_a_card() -> None:
    async with bench() as b:
        b.cp.plug(car=single_phase_car())
        await b.advance(5)
        assert b.statuses()[-1] == "Preparing"
        b.cp.tap(CARD)
        await b.advance(4)
        actions = [call.action for call in b.cs.calls]
        assert actions[-3:] == ["Authorize", "StartTransaction", "StatusNotification"]
        assert b.cs.payloads("StartTransaction") == [
            {
                "connectorId": 1,
                "idTag": CARD,
                "meterStart": 1234560,
                "timestamp": "2026-03-14T06:01:08+00:00",
            }
        ]
        assert b.cp.transaction_id == 4711
        await b.advance(600)
        b.cp.car().paused = True
        await b.advance(2)
        assert b.statuses()[-1] == "SuspendedEV"
        await b.advance(3600)
        b.cp.car().paused = False
        await b.advance(1)
        assert b.statuses()[-1] == "Charging"
        b.cp.tap(CARD)
        await b.advance(5)
        stop = b.cs.payloads("StopTransaction")[0]
        assert (stop["reason"], stop["transactionId"], stop["idTag"]) == ("Local", 4711, CARD)
        assert b.statuses()[-1] == "Preparing", "C2EU Q31: Finishing is skipped"
        b.cp.unplug()
        await b.advance(5)
        assert b.statuses()[-1] == "Available"
        assert "SuspendedEVSE" not in b.statuses()
        session = b.cp.sessions[0]
        assert session["energy_wh"] == pytest.approx(1230, abs=20)
        assert session["energy_wh"] == pytest.approx(
            session["meter_stop_wh"] - session["meter_start_wh"], abs=10
        )
        assert session["transaction_id"] == 4711
        assert session["reason"] == "Local"


async def test_c2eu_meter_values_come_every_interval_and_on_the_quarter_hours() -> None:
    async with bench() as b:
        await b.charge()
        await b.advance(15 * 60)
        samples = b.cs.payloads("MeterValues")
        times = [element["timestamp"] for payload in samples for element in payload["meterValue"]]
        assert times[0] == "2026-03-14T06:02:06+00:00", "the first one interval after the start"
        assert "2026-03-14T06:15:00+00:00" in times
        assert len(times) == 15 + 1
        assert {payload["transactionId"] for payload in samples} == {4711}
        contexts = {
            value["context"]
            for payload in samples
            for element in payload["meterValue"]
            for value in element["sampledValue"]
        }
        assert contexts == {"Sample.Periodic", "Sample.Clock"}


async def test_c2eu_sampled_values_in_their_units_order_and_spelling() -> None:
    async with bench() as b:
        await b.charge()
        await b.advance(60)
        values = b.cs.payloads("MeterValues")[0]["meterValue"][0]["sampledValue"]
        assert [value["measurand"] for value in values] == MEASURANDS.split(",")
        assert [value["unit"] for value in values] == ["Celsius", "A", "V", "kW", "Wh"]
        assert [value.get("phase") for value in values] == [None, "L1", "L1", None, None]
        assert [value["location"] for value in values] == ["Body", *["Outlet"] * 4]
        assert {value["format"] for value in values} == {"Raw"}
        assert values[1]["value"] == "32.0"
        assert 7.2 < float(values[3]["value"]) < 7.6, "C2EU Q20: kW"
        assert int(values[4]["value"]) % 10 == 0


async def test_c2eu_three_phase_units_send_each_phase() -> None:
    async with bench(phases=3) as b:
        await b.charge(car=Car(phases=2, maximum_current_a=16))
        await b.advance(60)
        values = b.cs.payloads("MeterValues")[0]["meterValue"][0]["sampledValue"]
        currents = [(v["phase"], v["value"]) for v in values if v["measurand"] == "Current.Import"]
        assert currents == [("L1", "16.0"), ("L2", "16.0"), ("L3", "0.0")]


async def test_c2eu_power_is_0_while_suspended_and_faulted_and_the_transaction_stays_open() -> None:
    async with bench() as b:
        await b.charge()
        b.cp.car().paused = True
        await b.advance(60)
        assert _value(b, "Power.Active.Import") == "0.0"
        b.cp.car().paused = False
        b.cp.fault("OverCurrentFailure")
        await b.advance(60)
        assert b.statuses()[-2:] == ["SuspendedEV", "Faulted"]
        assert _value(b, "Power.Active.Import") == "0.0"
        b.cp.clear_fault()
        await b.advance(2)
        assert b.statuses()[-1] == "Charging"
        assert b.cs.payloads("StopTransaction") == []
        b.cp.fault()
        await b.advance(2)
        b.cp.unplug()
        await b.advance(3)
        assert b.cs.payloads("StopTransaction")[0]["reason"] == "EVDisconnected"


async def test_c2eu_q20_a_trace_of_current_is_printed_the_java_way() -> None:
    async with bench() as b:
        await b.charge()
        b.cp.car().paused = True
        seen = set()
        for _ in range(60):
            await b.advance(60)
            seen.add(_value(b, "Current.Import"))
        assert seen == {"0.0", "5.0E-4"}


async def test_c2eu_empty_list_of_measurands_gives_an_empty_meter_value() -> None:
    async with bench() as b:
        await b.configure("MeterValuesSampledData", "")
        await b.configure("StopTxnSampledData", "")
        await b.configure("StopTxnAlignedData", "Nonsense,Energy.Active.Import.Register")
        await b.charge()
        await b.advance(14 * 60)
        periodic, *_, clock, _ = b.cs.payloads("MeterValues")
        assert periodic == {"connectorId": 1, "transactionId": 4711, "meterValue": []}
        assert len(clock["meterValue"][0]["sampledValue"]) == 5
        b.cp.unplug()
        await b.advance(5)
        (kept,) = b.cs.payloads("StopTransaction")[0]["transactionData"]
        assert [value["measurand"] for value in kept["sampledValue"]] == [
            "Energy.Active.Import.Register"
        ]


async def test_c2eu_intervals_of_0() -> None:
    async with bench() as b:
        await b.configure("ClockAlignedDataInterval", "0")
        await b.charge()
        await b.configure("MeterValueSampleInterval", "0")
        await b.advance(1)
        await b.configure("MeterValueSampleInterval", "60")
        await b.advance(3600)
        assert b.cs.payloads("MeterValues") == [], "0 stops until the next session"
        b.cp.unplug()
        await b.advance(5)
        assert b.cs.payloads("StopTransaction")[0]["transactionData"] == []
        await b.charge()
        await b.advance(60)
        assert len(b.cs.payloads("MeterValues")) == 1


async def test_c2eu_q29_the_register_reads_0_right_after_a_boot() -> None:
    async with bench() as b:
        await b.cs.call("TriggerMessage", {"requestedMessage": "MeterValues"})
        first = await b.cs.wait_call("MeterValues")
        assert "transactionId" not in first
        assert _value(b, "Energy.Active.Import.Register") == "0"
        await b.advance(11)
        await b.cs.call("TriggerMessage", {"requestedMessage": "MeterValues"})
        await b.cs.wait_call("MeterValues", 2)
        assert _value(b, "Energy.Active.Import.Register") == "1234560"


async def test_c2eu_q19_an_unreadable_meter_drops_the_entry_and_stops_at_minus_1000() -> None:
    async with bench() as b:
        await b.charge()
        b.cp.connectors[1].meter_readable = False
        await b.advance(60)
        measurands = [
            value["measurand"]
            for value in b.cs.payloads("MeterValues")[0]["meterValue"][0]["sampledValue"]
        ]
        assert "Energy.Active.Import.Register" not in measurands
        b.cp.unplug()
        await b.advance(5)
        assert b.cs.payloads("StopTransaction")[0]["meterStop"] == -1000


def _value(b: Bench, measurand: str) -> str:
    """The newest sampled value of a measurand."""
    (element,) = b.cs.payloads("MeterValues")[-1]["meterValue"]
    return str(next(v["value"] for v in element["sampledValue"] if v["measurand"] == measurand))


# ---- sequence b: remote


async def test_c2eu_sequence_b_remote_start_before_the_plug() -> None:
    async with bench() as b:
        assert await b.cs.call("RemoteStartTransaction", REMOTE_START) == {"status": "Accepted"}
        await b.settle()
        assert b.statuses()[-1] == "Preparing", "C2EU Q30: without a plug"
        await b.advance(80)
        b.cp.plug(car=single_phase_car())
        await b.advance(10)
        assert b.cs.payloads("Authorize") == []
        assert b.cs.payloads("StartTransaction")[0]["idTag"] == "HA-USER-1"
        await b.advance(60)
        message_id = await b.cs.send_call("RemoteStopTransaction", {"transactionId": 4711})
        await b.settle()
        assert message_id not in b.cs.results
        await b.advance(3)
        await b.settle()
        assert b.cs.results[message_id][0].payload == {"status": "Accepted"}  # type: ignore[union-attr]
        stop, status = b.cs.calls[-2:]
        assert (stop.action, stop.payload["reason"]) == ("StopTransaction", "Remote")
        assert status.payload["status"] == "Finishing"
        order = [str(text) for text in b.cs.texts[-3:]]
        assert '"StopTransaction"' in order[0], "C2EU Q21: before the answer"
        assert message_id in order[2]
        assert await b.cs.call("RemoteStartTransaction", REMOTE_START) == {"status": "Rejected"}
        b.cp.unplug()
        await b.advance(3)
        assert b.statuses()[-1] == "Available"
        assert await b.cs.call("RemoteStartTransaction", REMOTE_START) == {"status": "Accepted"}


async def test_c2eu_remote_stop_of_a_card_session_is_local() -> None:
    async with bench() as b:
        await b.charge()
        message_id = await b.cs.send_call("RemoteStopTransaction", {"transactionId": 4711})
        await b.settle()
        await b.advance(3)
        assert message_id in b.cs.results
        assert b.cs.payloads("StopTransaction")[0]["reason"] == "Local"


async def test_c2eu_q30_a_remote_start_lapses_without_a_plug_after_connection_timeout() -> None:
    async with bench() as b:
        await b.cs.call("RemoteStartTransaction", REMOTE_START)
        await b.advance(89)
        assert b.statuses()[-1] == "Preparing"
        await b.advance(2)
        assert b.statuses()[-1] == "Available"
        assert b.cs.payloads("StartTransaction") == []


async def test_c2eu_q30_a_start_lapses_silently_if_the_car_does_not_draw_for_62_s() -> None:
    async with bench() as b:
        b.cp.plug(car=Car(paused=True))
        await b.advance(3)
        await b.cs.call("RemoteStartTransaction", REMOTE_START)
        before = len(b.cs.calls)
        await b.advance(61)
        assert b.cp.limit_a > 0
        await b.advance(2)
        assert b.cp.limit_a == 0
        assert len(b.cs.calls) == before, "it stays Preparing"


async def test_c2eu_a_car_that_leaves_before_it_draws_ends_the_session() -> None:
    async with bench() as b:
        b.cp.plug(car=Car(paused=True))
        await b.advance(3)
        await b.cs.call("RemoteStartTransaction", REMOTE_START)
        b.cp.unplug()
        await b.advance(3)
        assert b.statuses()[-1] == "Available"


@pytest.mark.parametrize(
    "payload", [{"idTag": "A"}, {"idTag": "A", "connectorId": 2}, {"idTag": "A", "connectorId": 0}]
)
async def test_c2eu_remote_start_needs_connector_1(payload: Payload) -> None:
    async with bench() as b:
        assert await b.cs.call("RemoteStartTransaction", payload) == {"status": "Rejected"}


async def test_c2eu_remote_start_is_rejected_while_faulted_disabled_or_busy() -> None:
    async with bench() as b:
        b.cp.fault()
        assert await b.cs.call("RemoteStartTransaction", REMOTE_START) == {"status": "Rejected"}
        b.cp.clear_fault()
        await b.cs.call("ChangeAvailability", {"connectorId": 1, "type": "Inoperative"})
        assert await b.cs.call("RemoteStartTransaction", REMOTE_START) == {"status": "Rejected"}
        await b.cs.call("ChangeAvailability", {"connectorId": 1, "type": "Operative"})
        await b.charge()
        assert await b.cs.call("RemoteStartTransaction", REMOTE_START) == {"status": "Rejected"}


async def test_c2eu_q17_remote_stop_knows_only_the_id_handed_out_last() -> None:
    async with bench() as b:
        await b.charge()
        for transaction_id in (1, 4712):
            answer = await b.cs.call("RemoteStopTransaction", {"transactionId": transaction_id})
            assert answer == {"status": "Rejected"}


async def test_c2eu_remote_stop_in_a_fault_pause_is_rejected_after_15_s() -> None:
    async with bench() as b:
        await b.charge()
        b.cp.fault()
        message_id = await b.cs.send_call("RemoteStopTransaction", {"transactionId": 4711})
        await b.settle()
        await b.advance(14)
        assert message_id not in b.cs.results
        await b.advance(1)
        await b.settle()
        assert b.cs.results[message_id][0].payload == {"status": "Rejected"}  # type: ignore[union-attr]


# ---- sequence g: full; limits of energy; refused tags


async def test_c2eu_q19_a_full_car_stops_with_power_loss() -> None:
    async with bench() as b:
        await b.charge(car=Car(soc=0.99, phases=1, capacity_wh=10_000))
        await b.advance(1800)
        assert b.cs.payloads("StopTransaction")[0]["reason"] == "PowerLoss"
        assert b.statuses()[-1] == "Finishing"
        assert b.cp.sessions[0]["energy_wh"] == pytest.approx(111.1, abs=0.2)


async def test_c2eu_a_refused_tag_stops_the_charge_by_who_began_it() -> None:
    async with bench() as b:
        b.cs.replies["StartTransaction"] = {
            "transactionId": 9,
            "idTagInfo": {"status": "Blocked"},
        }
        await b.charge()
        await b.advance(3)
        assert b.cs.payloads("StopTransaction")[0]["reason"] == "Local"
        b.cp.unplug()
        await b.advance(3)
        b.cp.plug(car=single_phase_car())
        await b.advance(3)
        await b.cs.call("RemoteStartTransaction", REMOTE_START)
        await b.advance(10)
        assert b.cs.payloads("StopTransaction")[1]["reason"] == "Remote"


@pytest.mark.parametrize(("maximum_wh", "energy_wh"), [("0", 0), ("100", 100)])
async def test_c2eu_max_energy_on_invalid_id(maximum_wh: str, energy_wh: int) -> None:
    async with bench() as b:
        await b.configure("StopTransactionOnInvalidId", "false")
        await b.configure("MaxEnergyOnInvalidId", maximum_wh)
        b.cs.replies["StartTransaction"] = {"transactionId": 9, "idTagInfo": {"status": "Expired"}}
        await b.charge()
        await b.advance(120)
        (stop,) = b.cs.payloads("StopTransaction")
        assert stop.get("reason") == (None if energy_wh else "Local")
        assert b.cp.sessions[0]["energy_wh"] == pytest.approx(energy_wh, abs=10)
