"""The C2EU's boot, clock, heartbeat and status messages."""

from datetime import datetime, timedelta

import pytest

from simulator.c2eu.software import C2euSoftware
from simulator.frames import Json, Payload

from .central_system import CentralSystem
from .harness import CARD, START, Bench, bench


def booted_as(status: str, interval: int = 10) -> Payload:
    """A boot answer with the right time."""
    return {"status": status, "currentTime": "2026-03-14T06:01:00Z", "interval": interval}


async def reported_time(b: Bench) -> str:
    """The wall clock that a StatusNotification shows."""
    before = len(b.cs.payloads("StatusNotification"))
    await b.cs.call("TriggerMessage", {"requestedMessage": "StatusNotification"})
    return str((await b.cs.wait_call("StatusNotification", before + 1))["timestamp"])


async def test_c2eu_accepted_boot_is_followed_by_status_and_heartbeat() -> None:
    async with bench() as b:
        assert [call.action for call in b.cs.calls] == [
            "BootNotification",
            "StatusNotification",
            "Heartbeat",
        ]
        assert b.cs.payloads("BootNotification") == [
            {
                "chargePointSerialNumber": "C2011907DEMOEU01",
                "chargePointModel": "C2EU",
                "chargePointVendor": "XC",
                "firmwareVersion": "1.1.1807.1-2.2.10.23",
            }
        ]
        assert b.cs.payloads("StatusNotification") == [
            {
                "connectorId": 1,
                "errorCode": "NoError",
                "status": "Available",
                "timestamp": "2026-03-14T06:01:00+00:00",
            }
        ]


@pytest.mark.parametrize(
    ("current_time", "shown"),
    [
        ("2026-03-14T06:01:07Z", "2026-03-14T06:01:07+00:00"),
        ("2026-03-14T06:01:07.123Z", "2026-03-14T06:01:07+00:00"),
        ("2026-03-14T08:01:07+02:00", "2026-03-14T06:01:07+00:00"),
        ("2026-03-14T08:01:07.5+02:00", "2026-03-14T08:01:07+00:00"),
        ("2026-03-14T06:01:07", "1970-01-01T00:00:00+00:00"),
        ("nonsense that is long enough", "1970-01-01T00:00:00+00:00"),
        ("", "1970-01-01T00:00:00+00:00"),
        (None, "1970-01-01T00:00:00+00:00"),
    ],
)
async def test_c2eu_q3_boot_answer_sets_the_clock(current_time: str | None, shown: str) -> None:
    def prepare(cs: CentralSystem) -> None:
        answer: Payload = {"status": "Accepted", "interval": 300}
        if current_time is not None:
            answer["currentTime"] = current_time
        cs.replies["BootNotification"] = answer
        cs.replies["Heartbeat"] = None

    async with bench(prepare=prepare) as b:
        assert b.cs.payloads("StatusNotification")[0]["timestamp"] == shown


async def test_c2eu_heartbeat_answer_sets_the_clock_if_it_is_off_by_5_s() -> None:
    async with bench() as b:
        off = timedelta(seconds=4)
        b.cs.replies["Heartbeat"] = lambda _: {
            "currentTime": (b.clock.now() + off).strftime("%Y-%m-%dT%H:%M:%SZ")
        }
        await b.advance(300)
        assert await reported_time(b) == "2026-03-14T06:06:00+00:00"
        off = timedelta(seconds=-5)
        await b.advance(300)
        assert await reported_time(b) == "2026-03-14T06:10:55+00:00"
        b.cs.replies["Heartbeat"] = {}
        await b.advance(300)
        assert (await reported_time(b)).startswith("1970-01-01T00:00:0")


@pytest.mark.parametrize(("interval", "heartbeat_s"), [(120, 120), (0, 60), (-1, 60)])
async def test_c2eu_heartbeat_interval_is_that_of_the_boot_answer_or_the_configured_one(
    interval: int, heartbeat_s: int
) -> None:
    def prepare(cs: CentralSystem) -> None:
        cs.replies["BootNotification"] = booted_as("Accepted", interval)

    async with bench(prepare=prepare) as b:
        await b.advance(heartbeat_s - 1)
        assert len(b.cs.payloads("Heartbeat")) == 1
        await b.advance(1)
        assert len(b.cs.payloads("Heartbeat")) == 2
        answer = await b.cs.call("GetConfiguration", {"key": ["HeartbeatInterval"]})
        assert answer["configurationKey"] == [
            {"key": "HeartbeatInterval", "readonly": False, "value": str(heartbeat_s)}
        ]


async def test_c2eu_changed_heartbeat_interval_counts_at_once_and_0_ends_heartbeats() -> None:
    async with bench() as b:
        await b.cs.call("ChangeConfiguration", {"key": "HeartbeatInterval", "value": "7"})
        await b.advance(7)
        assert len(b.cs.payloads("Heartbeat")) == 2
        await b.cs.call("ChangeConfiguration", {"key": "HeartbeatInterval", "value": "0"})
        await b.advance(1000)
        assert len(b.cs.payloads("Heartbeat")) == 2


async def test_c2eu_closes_after_3_heartbeats_in_a_row_without_an_answer() -> None:
    async with bench() as b:
        b.cs.replies["Heartbeat"] = None
        for attempt in range(3):
            assert b.cp.connected, attempt
            await b.advance(300)
            await b.network.advance(15)
        await b.cp.wait_for(lambda cp: not cp.connected)


async def test_c2eu_an_answered_heartbeat_forgives_the_failures_before() -> None:
    async with bench() as b:
        replies: list[Payload | None] = [None, None, {}, None, None]
        for reply in replies:
            b.cs.replies["Heartbeat"] = reply
            await b.advance(300)
            await b.network.advance(15)
        assert b.cp.connected


async def test_c2eu_heartbeats_that_fall_due_offline_count_as_failures() -> None:
    async with bench() as b:
        b.cp.cut_network()
        await b.waiting()
        await b.advance(600)
        b.cp.restore_network()
        b.cs.replies["BootNotification"] = None
        b.cs.replies["Heartbeat"] = None
        await b.reconnect()
        await b.network.advance(15)
        await b.advance(300)
        await b.network.advance(15)
        await b.cp.wait_for(lambda cp: not cp.connected)


@pytest.mark.parametrize(("interval", "wait_s"), [(10, 10), (0, 30), (-5, 30)])
@pytest.mark.parametrize("status", ["Pending", "Rejected", "Whatever"])
async def test_c2eu_boots_again_after_the_interval_until_it_is_accepted(
    status: str, interval: int, wait_s: int
) -> None:
    def prepare(cs: CentralSystem) -> None:
        cs.replies["BootNotification"] = booted_as(status, interval)

    async with bench(prepare=prepare, boot=False) as b:
        await b.cs.wait_call("BootNotification")
        await b.settle()
        await b.advance(wait_s - 1)
        assert len(b.cs.calls) == 1
        b.cs.replies["BootNotification"] = booted_as("Accepted")
        await b.advance(1)
        assert [call.action for call in b.cs.calls[1:]] == [
            "BootNotification",
            "StatusNotification",
            "Heartbeat",
        ]


@pytest.mark.parametrize("answer", [None, {}, {"status": "Accepted", "interval": "300"}])
async def test_c2eu_boots_again_30_s_after_a_boot_that_nobody_answered(
    answer: dict[str, Json] | None,
) -> None:
    def prepare(cs: CentralSystem) -> None:
        cs.replies["BootNotification"] = answer

    async with bench(prepare=prepare, boot=False) as b:
        await b.cs.wait_call("BootNotification")
        await b.settle()
        await b.network.advance(15 if answer is None else 0)
        await b.network.advance(29)
        assert len(b.cs.payloads("BootNotification")) == 1
        await b.network.advance(1)
        assert len(b.cs.payloads("BootNotification")) == 2


async def test_c2eu_q5_rejected_ignores_every_call_without_an_answer() -> None:
    async with bench(
        prepare=lambda cs: cs.replies.update(BootNotification=booted_as("Rejected")), boot=False
    ) as b:
        await b.cs.wait_call("BootNotification")
        await b.settle()
        for action in ("GetConfiguration", "ClearCache", "TriggerMessage"):
            assert await b.cs.exchange(action, {"requestedMessage": "Heartbeat"}) is None


async def test_c2eu_q5_before_the_first_boot_answer_calls_are_ignored_too() -> None:
    async with bench(prepare=lambda cs: cs.replies.update(BootNotification=None), boot=False) as b:
        await b.cs.wait_call("BootNotification")
        assert await b.cs.exchange("GetConfiguration") is None


async def test_c2eu_q5_pending_handles_all_but_starts_stops_and_reservations() -> None:
    async with bench(
        prepare=lambda cs: cs.replies.update(BootNotification=booted_as("Pending")), boot=False
    ) as b:
        await b.cs.wait_call("BootNotification")
        await b.settle()
        assert await b.cs.exchange("ClearCache") == {"status": "Accepted"}
        ignored: dict[str, Payload] = {
            "RemoteStartTransaction": {"connectorId": 1, "idTag": CARD},
            "RemoteStopTransaction": {"transactionId": 1},
            "ReserveNow": {},
            "CancelReservation": {"reservationId": 1},
        }
        for action, payload in ignored.items():
            assert await b.cs.exchange(action, payload) is None, action
        for message in (
            "StatusNotification",
            "Heartbeat",
            "MeterValues",
            "FirmwareStatusNotification",
        ):
            await b.cs.call("TriggerMessage", {"requestedMessage": message})
            await b.cs.wait_call(message)


async def test_c2eu_q7_a_status_that_was_dropped_before_acceptance_is_missing_after_it() -> None:
    async with bench(
        prepare=lambda cs: cs.replies.update(BootNotification=booted_as("Pending")), boot=False
    ) as b:
        await b.cs.wait_call("BootNotification")
        await b.settle()
        b.cp.plug()
        await b.advance(3)
        assert b.cp.status == "Preparing"
        b.cs.replies["BootNotification"] = booted_as("Accepted")
        await b.advance(10)
        assert b.cp.accepted
        assert b.statuses() == [], "dropped, yet counted as sent"
        await b.cs.call("TriggerMessage", {"requestedMessage": "StatusNotification"})
        await b.cs.wait_status("Preparing")


async def test_c2eu_q7_after_a_reconnect_the_status_is_told_only_if_it_changed() -> None:
    async with bench() as b:
        await b.cs.connection.close()
        await b.reconnect()
        assert b.statuses() == ["Available"]
        b.cp.cut_network()
        await b.waiting()
        b.cp.plug()
        await b.advance(3)
        b.cp.restore_network()
        await b.reconnect()
        assert b.statuses() == ["Available"], "Preparing was sent into the void and counts as told"


async def test_c2eu_q32_a_vendor_error_code_that_changes_alone_is_invisible() -> None:
    async with bench() as b:
        b.cp.fault("EC_DEVICE_POWER_LEAK")
        await b.advance(1)
        b.cp.fault("EC_DEVICE_LOST_PHASE")
        await b.advance(1)
        faulted = b.cs.payloads("StatusNotification")[1:]
        assert [payload["vendorErrorCode"] for payload in faulted] == ["EC_DEVICE_POWER_LEAK"]


@pytest.mark.parametrize(
    ("fault", "error", "vendor_error"),
    [
        ("GroundFailure", "GroundFailure", None),
        ("OverVoltage", "OverVoltage", None),
        ("UnderVoltage", "UnderVoltage", None),
        ("OverCurrentFailure", "OverCurrentFailure", None),
        ("HighTemperature", "HighTemperature", None),
        ("EVCommunicationError", "EVCommunicationError", None),
        ("EC_DEVICE_NOT_INIT", "OtherError", "EC_DEVICE_NOT_INIT"),
        ("EC_DEVICE_VOLT_ERROR", "OtherError", "EC_DEVICE_VOLT_ERROR"),
    ],
)
async def test_c2eu_device_errors_as_error_codes(
    fault: str, error: str, vendor_error: str | None
) -> None:
    async with bench() as b:
        b.cp.fault(fault)
        await b.advance(1)
        payload = await b.cs.wait_status("Faulted")
        assert payload["errorCode"] == error
        assert payload.get("vendorErrorCode") == vendor_error
        b.cp.clear_fault()
        await b.advance(1)
        assert (await b.cs.wait_status("Available"))["errorCode"] == "NoError"


async def test_c2eu_has_no_other_faults() -> None:
    async with bench() as b:
        with pytest.raises(ValueError, match="PowerSwitchFailure"):
            b.cp.fault("PowerSwitchFailure")


async def test_c2eu_offset_of_a_unit_that_was_on_the_vendor_cloud() -> None:
    async with bench() as b:
        assert isinstance(b.cp._software, C2euSoftware)
        b.cp._software._talk.offset_minutes = 480
        assert await reported_time(b) == "2026-03-14T14:01:00+08:00"


async def test_the_device_clock_never_leaves_what_a_calendar_can_hold() -> None:
    async with bench() as b:
        b.cp.set_device_time(datetime.max.replace(tzinfo=START.tzinfo))
        assert b.cp.device_time().year < 2200
