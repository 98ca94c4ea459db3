"""What becomes of the C2EU's charges when answers, the network or the power fail."""

import pytest

from simulator.frames import Payload

from .harness import CARD, bench, single_phase_car

REMOTE_START: Payload = {"connectorId": 1, "idTag": "HA-USER-1"}


# ---- live retry and replay


async def test_c2eu_q9_an_unanswered_start_is_resent_live_and_by_the_replay_loop() -> None:
    async with bench() as b:
        await b.configure("TransactionMessageRetryInterval", "45")
        b.cs.replies["StartTransaction"] = None
        await b.charge()
        await b.network.advance(15)
        await b.advance(55)
        assert len(b.cs.payloads("StartTransaction")) == 3, "one live retry, one replay"
        assert b.cs.payloads("StartTransaction")[0] == b.cs.payloads("StartTransaction")[2]
        b.cs.replies["StartTransaction"] = {"transactionId": 1, "idTagInfo": {"status": "Accepted"}}
        await b.advance(45)
        assert b.cp.transaction_id == 1
        count = len(b.cs.payloads("StartTransaction"))
        await b.network.advance(15)
        await b.advance(600)
        assert len(b.cs.payloads("StartTransaction")) == count


async def test_c2eu_q9_the_last_answer_wins() -> None:
    async with bench() as b:
        await b.charge()
        first = next(call for call in b.cs.calls if call.action == "StartTransaction")
        b.cs.replies["StartTransaction"] = None
        b.cp.unplug()
        await b.advance(5)
        await b.charge()
        await b.advance(60)
        ids = [c.message_id for c in b.cs.calls if c.action == "StartTransaction"]
        assert first.message_id == ids[0]
        for message_id, transaction_id in zip(ids[1:3], (50, 51), strict=True):
            accepted = f'{{"transactionId":{transaction_id},"idTagInfo":{{"status":"Accepted"}}}}'
            await b.cs.connection.send(f'[3,"{message_id}",{accepted}]')
        await b.settle()
        assert b.cp.transaction_id == 51


@pytest.mark.parametrize(
    "answer",
    [
        {"transactionId": 5},
        {"transactionId": 5, "idTagInfo": {}},
        {"transactionId": 2**31, "idTagInfo": {"status": "Accepted"}},
        {"transactionId": "5", "idTagInfo": {"status": "Accepted"}},
        {"idTagInfo": {"status": "Accepted"}},
    ],
)
async def test_c2eu_q10_a_start_answer_without_id_tag_info_or_int32_id_counts_for_nothing(
    answer: Payload,
) -> None:
    async with bench() as b:
        b.cs.replies["StartTransaction"] = answer
        await b.charge()
        assert b.cp.transaction_id is None
        await b.advance(60)
        assert "transactionId" not in b.cs.payloads("MeterValues")[0]
        b.cp.unplug()
        await b.advance(200)
        assert b.cs.payloads("StopTransaction") == []
        assert len(b.cs.payloads("StartTransaction")) > 3


async def test_c2eu_q11_q15_a_stop_answer_without_id_tag_info_never_counts() -> None:
    async with bench() as b:
        b.cs.replies["StopTransaction"] = {}
        await b.charge()
        b.cp.unplug()
        await b.advance(5)
        assert len(b.cs.payloads("StopTransaction")) == 1
        await b.advance(600)
        assert len(b.cs.payloads("StopTransaction")) == 11, "once a minute for ever"
        b.cs.replies["StopTransaction"] = {"idTagInfo": {"status": "Invalid"}}
        await b.advance(60)
        await b.advance(600)
        assert len(b.cs.payloads("StopTransaction")) == 12


async def test_c2eu_q16_replay_is_newest_first_one_start_and_one_stop_a_minute() -> None:
    async with bench() as b:
        await b.go_offline()
        for _ in range(3):
            b.cp.plug(car=single_phase_car())
            await b.advance(3)
            b.cp.tap(CARD)
            await b.advance(120)
            b.cp.unplug()
            await b.advance(57)
        assert b.cs.payloads("StartTransaction") == []
        await b.go_online()
        await b.advance(59)
        assert b.cs.payloads("StartTransaction") == []
        runs = []
        for _ in range(5):
            before = len(b.cs.calls)
            await b.advance(60)
            runs.append([(c.action, str(c.payload.get("timestamp"))) for c in b.cs.calls[before:]])
        times = {
            action: [t for run in runs for a, t in run if a == action]
            for action in ("StartTransaction", "StopTransaction")
        }
        assert times["StartTransaction"] == sorted(times["StartTransaction"], reverse=True)
        assert times["StopTransaction"] == sorted(times["StopTransaction"], reverse=True)
        assert len(times["StartTransaction"]) == len(times["StopTransaction"]) == 3
        for run in runs:
            actions = [action for action, _ in run if action.endswith("Transaction")]
            assert len(actions) == len(set(actions)) <= 2
        assert not b.cp.memory.bills


async def test_c2eu_q17_after_a_replayed_start_the_active_id_is_rejected() -> None:
    async with bench() as b:
        await b.go_offline()
        await b.charge_offline()
        await b.go_online()
        await b.charge()
        active = b.cp.transaction_id
        await b.advance(60)
        assert b.cp.transaction_id == active
        answer = await b.cs.call("RemoteStopTransaction", {"transactionId": active})
        assert answer == {"status": "Rejected"}
        message_id = await b.cs.send_call("RemoteStopTransaction", {"transactionId": 4712})
        await b.settle()
        await b.advance(3)
        await b.settle()
        assert b.cs.results[message_id][0].payload == {"status": "Accepted"}  # type: ignore[union-attr]


async def test_c2eu_sequence_e_network_loss_mid_charge() -> None:
    async with bench() as b:
        await b.charge()
        await b.advance(60)
        await b.go_offline()
        await b.advance(300)
        assert b.cp.power_w > 7000
        await b.go_online()
        await b.advance(60)
        assert b.cs.payloads("MeterValues")[-1]["transactionId"] == 4711
        assert len(b.cs.payloads("MeterValues")) == 2, "what was missed is lost"
        b.cp.unplug()
        await b.advance(5)
        data = b.cs.payloads("StopTransaction")[0]["transactionData"]
        assert len(data) == 7, "but stands in transactionData"


async def test_c2eu_a_stop_that_happened_offline_is_replayed() -> None:
    async with bench() as b:
        await b.charge()
        await b.go_offline()
        b.cp.unplug()
        await b.advance(5)
        await b.go_online()
        assert b.cs.payloads("StopTransaction") == []
        await b.advance(60)
        (stop,) = b.cs.payloads("StopTransaction")
        assert stop["reason"] == "EVDisconnected"
        assert "transactionData" not in stop, "absent where no sample was stored"


async def test_c2eu_q26_starts_and_stops_before_acceptance_are_lost_for_good() -> None:
    async with bench() as b:
        b.cp.memory.cache[CARD.lower()] = {"status": "Accepted"}
        b.cs.replies["BootNotification"] = b.cs.boot_answer("Rejected", 100_000)
        await b.cs.connection.close()
        await b.reconnect()
        await b.charge_offline()
        b.cs.replies["BootNotification"] = b.cs.boot_answer()
        await b.cs.connection.close()
        await b.reconnect()
        await b.advance(600)
        assert b.cs.payloads("StartTransaction") == []
        assert b.cs.payloads("StopTransaction") == []
        assert len(b.cp.sessions) == 1


async def test_c2eu_q26_a_stop_before_acceptance_is_lost_too() -> None:
    async with bench() as b:
        await b.charge()
        b.cs.replies["BootNotification"] = b.cs.boot_answer("Rejected", 100_000)
        await b.cs.connection.close()
        await b.reconnect()
        b.cp.unplug()
        await b.advance(600)
        b.cs.replies["BootNotification"] = b.cs.boot_answer()
        await b.cs.connection.close()
        await b.reconnect()
        await b.advance(600)
        assert b.cs.payloads("StopTransaction") == []


# ---- sequence d: power loss


async def test_c2eu_sequence_d_power_loss() -> None:
    async with bench() as b:
        await b.charge()
        await b.advance(20 * 60)
        b.cp.power_off()
        assert b.cp.status == "PoweredOff"
        assert b.cp.transaction_id is None
        assert not b.cp.connected
        energy = b.cp.meter_wh
        await b.advance(600)
        b.cp.power_on()
        await b.cs.wait_call("BootNotification", 2)
        await b.settle()
        assert [call.action for call in b.cs.calls[-3:]] == [
            "BootNotification",
            "StatusNotification",
            "Heartbeat",
        ]
        assert b.statuses()[-1] == "Preparing"
        assert b.cp.power_w == 0, "the charge does not resume"
        await b.advance(61)
        (stop,) = b.cs.payloads("StopTransaction")
        assert stop["reason"] == "Reboot"
        assert stop["timestamp"] == "2026-03-14T06:15:00+00:00", "the last save"
        assert stop["meterStop"] == energy // 10 * 10, "the register at boot"
        last = stop["transactionData"][-1]
        assert last["timestamp"] == "2026-03-14T06:15:00+00:00", "the last clock-aligned point"
        assert b.cp.sessions[-1]["reason"] == "Reboot"


async def test_c2eu_q26_an_unanswered_start_does_not_survive_a_power_loss() -> None:
    async with bench() as b:
        b.cs.replies["StartTransaction"] = None
        await b.charge()
        b.cp.power_off()
        b.cs.replies["StartTransaction"] = {"transactionId": 1, "idTagInfo": {"status": "Accepted"}}
        b.cp.power_on()
        await b.cs.wait_call("BootNotification", 2)
        await b.advance(300)
        assert len(b.cs.payloads("StartTransaction")) == 1
        assert b.cs.payloads("StopTransaction") == []
        assert b.cp.sessions[0]["transaction_id"] is None


async def test_c2eu_an_ended_charge_that_was_never_reported_survives_a_power_loss() -> None:
    async with bench() as b:
        b.cs.replies["StopTransaction"] = None
        await b.charge()
        b.cp.unplug()
        await b.advance(5)
        b.cp.power_off()
        b.cp.power_on()
        await b.cs.wait_call("BootNotification", 2)
        b.cs.replies["StopTransaction"] = {"idTagInfo": {"status": "Accepted"}}
        await b.settle()
        await b.advance(60)
        assert len(b.cs.payloads("StopTransaction")) == 2
        assert not b.cp.memory.bills


# ---- limits


async def test_c2eu_a_limit_under_6_a_pauses_the_car_and_leaves_the_transaction_open() -> None:
    async with bench() as b:
        profile: Payload = {
            "chargingProfileId": 1,
            "stackLevel": 1,
            "chargingProfilePurpose": "TxProfile",
            "chargingProfileKind": "Relative",
            "chargingSchedule": {
                "chargingRateUnit": "A",
                "chargingSchedulePeriod": [
                    {"startPeriod": 0, "limit": 10.9},
                    {"startPeriod": 100, "limit": 5},
                    {"startPeriod": 200, "limit": 16},
                ],
            },
        }
        b.cp.plug(car=single_phase_car())
        await b.advance(3)
        await b.cs.call("RemoteStartTransaction", {**REMOTE_START, "chargingProfile": profile})
        await b.advance(50)
        assert b.cp.limit_a == 10
        await b.advance(60)
        assert b.cp.power_w == 0
        assert b.statuses()[-1] == "SuspendedEV"
        await b.advance(120)
        assert b.cp.limit_a == 16
        assert b.statuses()[-1] == "Charging"
        assert b.cs.payloads("StopTransaction") == []


# ---- odd ends


async def test_c2eu_q18_transaction_data_grows_by_some_45_kb_an_hour() -> None:
    async with bench() as b:
        await b.charge()
        await b.advance(3600)
        b.cp.unplug()
        await b.advance(5)
        frame = next(str(text) for text in b.cs.texts if "StopTransaction" in str(text))
        assert 35_000 < len(frame) < 55_000


async def test_c2eu_two_answers_to_two_copies_of_a_stop() -> None:
    async with bench() as b:
        b.cs.replies["StopTransaction"] = None
        await b.charge()
        b.cp.unplug()
        await b.advance(60)
        ids = [call.message_id for call in b.cs.calls if call.action == "StopTransaction"]
        assert len(ids) == 2
        for message_id in ids:
            await b.cs.connection.send(
                f'[3,"{message_id}",{{"idTagInfo":{{"status":"Accepted"}}}}]'
            )
        await b.settle()
        assert not b.cp.memory.bills


async def test_c2eu_a_replayed_start_that_is_refused_does_not_stop_the_running_charge() -> None:
    async with bench() as b:
        await b.charge()
        await b.go_offline()
        b.cp.unplug()
        await b.advance(3)
        await b.charge_offline()
        await b.go_online()
        await b.charge()
        b.cs.replies["StartTransaction"] = {"transactionId": 7, "idTagInfo": {"status": "Blocked"}}
        await b.advance(120)
        assert b.cp.status == "Charging"


async def test_c2eu_a_second_remote_stop_waits_along_with_the_first() -> None:
    async with bench() as b:
        await b.charge()
        ids = [
            await b.cs.send_call("RemoteStopTransaction", {"transactionId": 4711}) for _ in range(2)
        ]
        await b.settle()
        await b.advance(3)
        await b.settle()
        assert [b.cs.results[each][0].payload for each in ids] == [{"status": "Accepted"}] * 2  # type: ignore[union-attr]
        assert len(b.cs.payloads("StopTransaction")) == 1


async def test_c2eu_a_boot_that_nobody_answered_is_not_repeated_offline() -> None:
    async with bench(prepare=lambda cs: cs.replies.update(BootNotification=None), boot=False) as b:
        await b.cs.wait_call("BootNotification")
        b.cp.cut_network()
        await b.waiting()
        await b.network.advance(60)
        assert len(b.cs.payloads("BootNotification")) == 1


async def test_c2eu_an_internal_error_is_silence(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(memory: object, payload: object) -> Payload:
        raise RuntimeError

    monkeypatch.setattr("simulator.c2eu.commands.send_local_list", broken)
    async with bench() as b:
        assert await b.cs.exchange("SendLocalList") is None
        assert "cannot handle SendLocalList" in caplog.text
        assert b.cp.connected
