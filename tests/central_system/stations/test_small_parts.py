"""Counters, rates, clocks, tasks, the pending charge points: what needs no socket."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
import logging

import pytest

from custom_components.plug_control.central_system.messages.notices import data_transfer_status
from custom_components.plug_control.central_system.stations.background import BackgroundTasks
from custom_components.plug_control.central_system.stations.clock_watch import (
    TOLERANCE_S,
    ClockWatch,
)
from custom_components.plug_control.central_system.stations.counters import Counters
from custom_components.plug_control.central_system.stations.pending import (
    PendingChargePoints,
    UnknownChargePoint,
)
from custom_components.plug_control.central_system.stations.rate import Pacer, RateLimit
from custom_components.plug_control.central_system.stations.station import Link
from custom_components.plug_control.protocol.call_session import Traffic
from custom_components.plug_control.protocol.messages import DataTransfer

# ---- rates


def test_a_rate_counts_within_its_window_only() -> None:
    rate = RateLimit(2, 10.0)
    assert [rate.allows(now) for now in (0.0, 1.0, 2.0, 9.9)] == [True, True, False, False]
    assert rate.allows(10.0)
    assert not rate.allows(10.5)
    assert rate.allows(11.0)


async def test_turns_are_an_interval_apart_and_the_first_is_at_once() -> None:
    pace = Pacer(0.05)
    loop = asyncio.get_running_loop()
    begun = loop.time()
    turns = []
    for _ in range(3):
        await pace.turn()
        turns.append(loop.time() - begun)
    assert turns[1] - turns[0] >= 0.04
    assert turns[2] - turns[0] >= 0.09


# ---- clocks (R14)


def test_r14_one_timestamp_of_the_future_proves_a_clock_that_is_ahead() -> None:
    watch = ClockWatch()
    watch.observe(7200)
    assert watch.offset_s == 7200


def test_r14_a_queued_message_is_no_clock_that_is_behind_but_several_are() -> None:
    watch = ClockWatch()
    watch.observe(-7200)
    watch.observe(-7190)
    before = watch.offset_s
    watch.observe(-7180)
    assert before is None
    assert watch.offset_s == -7180


def test_r14_among_queued_messages_the_fresh_one_tells_the_clock() -> None:
    watch = ClockWatch()
    for offset_s in (-7200, -1.5, -3600):
        watch.observe(offset_s)
    assert watch.offset_s == -1.5
    watch.reset()
    assert watch.offset_s is None


def test_r14_a_single_timestamp_within_five_minutes_is_believed() -> None:
    watch = ClockWatch()
    watch.observe(-TOLERANCE_S)
    assert watch.offset_s == -TOLERANCE_S


# ---- tasks


async def test_a_background_task_that_fails_is_logged_and_touches_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    background = BackgroundTasks()
    going_on = asyncio.Event()

    async def fail() -> None:
        raise ValueError("boom")

    failing = background.spawn(fail(), "the failing one")
    other = background.spawn(going_on.wait(), "the other one")
    with caplog.at_level(logging.ERROR):
        await asyncio.wait([failing])
        await asyncio.sleep(0)
    assert "Unexpected error in the failing one" in caplog.text
    assert not other.done()
    await background.stop()
    assert other.cancelled()


@pytest.mark.parametrize("is_coroutine", [False, True])
async def test_what_is_repeated_goes_on_after_it_failed(
    caplog: pytest.LogCaptureFixture, is_coroutine: bool
) -> None:
    background = BackgroundTasks()
    times = 0
    often = asyncio.Event()

    def work() -> None:
        nonlocal times
        times += 1
        if times == 3:
            often.set()
        raise ValueError("boom")

    async def slow_work() -> None:
        work()

    background.repeat(slow_work if is_coroutine else work, lambda: 0.0, "the watch")
    async with asyncio.timeout(30):
        await often.wait()
    await background.stop()
    assert caplog.text.count("Unexpected error in the watch") >= 2


# ---- counters


def test_counters_add_up_what_went_through_connections() -> None:
    counters = Counters(messages_received=1)
    before = counters.copy()
    counters.add(Traffic(received=5, sent=4, errors_sent=3, answers_dropped=2, malformed=1))
    assert counters.messages_received == 6
    assert counters.messages_sent == 4
    assert counters.call_errors_sent == 3
    assert counters.answers_dropped == 2
    assert counters.malformed == 1
    assert before.messages_received == 1


# ---- DataTransfer


@pytest.mark.parametrize(
    ("vendor", "message_id", "status"),
    [
        ("EV-BOX", "evbStatusNotification", "Accepted"),
        ("EN+", "cpChargingParameterRpt", "Accepted"),
        ("en+", "somethingElse", "UnknownMessageId"),
        ("EN+", None, "UnknownMessageId"),
        ("com.example", "evbStatusNotification", "UnknownVendorId"),
    ],
)
def test_r34_only_routine_messages_of_known_vendors_are_accepted(
    vendor: str, message_id: str | None, status: str
) -> None:
    message = DataTransfer(vendor_id=vendor, message_id=message_id, data="x")
    assert data_transfer_status(message).value == status


# ---- the pending charge points


@dataclass
class FakeConnection:
    """As much of a connection as the pending charge points looks at."""

    remote_address: str


def link(address: str, heard_at: float, identity: str | None = None) -> Link:
    connection = FakeConnection(address)
    return Link(connection=connection, identity=identity, heard_at=heard_at)  # type: ignore[arg-type]


def unknown(identity: str) -> UnknownChargePoint:
    seen = datetime(2026, 3, 14, tzinfo=UTC) + timedelta(seconds=1)
    return UnknownChargePoint(charge_point_id=identity, remote_address="a", first_seen=seen)


def test_the_room_for_strangers_is_bounded_and_the_longest_idle_of_the_crowd_goes() -> None:
    room = PendingChargePoints(max_unknown=3)
    newcomer = link("10.0.0.9", 7.0, "flood-3")
    room.hold(link("10.0.0.1", 1.0, "quiet"), unknown("quiet"), now=0.0)
    room.hold(link("10.0.0.9", 5.0, "flood-1"), unknown("flood-1"), now=0.0)
    assert room.surplus(newcomer) is None
    room.hold(link("10.0.0.9", 6.0, "flood-2"), unknown("flood-2"), now=0.0)
    assert room.surplus(newcomer) == "flood-1"


def test_one_that_left_goes_before_one_that_is_there() -> None:
    room = PendingChargePoints(max_unknown=2)
    gone = link("10.0.0.1", 9.0, "gone")
    room.hold(link("10.0.0.1", 1.0, "here"), unknown("here"), now=0.0)
    room.hold(gone, unknown("gone"), now=0.0)
    room.leave(gone, now=20.0)
    assert room.surplus(link("10.0.0.1", 10.0, "new")) == "gone"
    assert room.gone(now=21.0, grace_s=2.0) == []
    assert room.gone(now=22.0, grace_s=2.0) == ["gone"]
    assert room.forget("gone") is None
    assert set(room.unknown) == {"here"}


def test_a_place_passes_to_the_newcomer_and_the_old_socket_takes_nothing_with_it() -> None:
    room = PendingChargePoints()
    old, new = link("10.0.0.1", 1.0, "x"), link("10.0.0.1", 2.0, "x")
    assert room.hold(old, unknown("x"), now=0.0) is None
    assert room.hold(new, unknown("x"), now=0.0) is old
    room.leave(old, now=3.0)
    assert room.link_of("x") is new
    assert not room.tell(unknown("x"))


def test_sockets_without_identity_are_bounded_and_the_crowds_longest_idle_goes() -> None:
    room = PendingChargePoints(max_nameless=2)
    quiet, first, second = link("a", 0.0), link("b", 1.0), link("b", 2.0)
    assert room.add_nameless(quiet) is None
    assert room.add_nameless(first) is None
    assert room.add_nameless(second) is first
    room.leave(second, now=3.0)
    assert room.add_nameless(first) is None
