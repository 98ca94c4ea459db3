"""Chargers that end a charge at 0 A and refuse to start it again until the car was unplugged: learned, told, forgotten."""

from collections.abc import AsyncIterator

import pytest

from custom_components.plug_control.central_system.memory import recall, remember
from custom_components.plug_control.model.charge_point import PauseHabit
from custom_components.plug_control.model.connector import ConnectorStatus
from custom_components.plug_control.model.events import Problem, ProblemFound, ProblemGone
from custom_components.plug_control.model.session import StopReason
from custom_components.plug_control.protocol.errors import StillFinishingError
from simulator.scripted import ScriptedChargePoint
from tests.central_system.limited import dial_in, profiles, until
from tests.central_system.small_host import ID, SmallHost
from tests.central_system.test_memory import blank

from .test_stopped_charges import allow, end, ends_at_0, starts

FOUND = ProblemFound(charge_point_id=ID, problem=Problem.PAUSE_IS_FINAL)
GONE = ProblemGone(charge_point_id=ID, problem=Problem.PAUSE_IS_FINAL)


@pytest.fixture
async def host() -> AsyncIterator[SmallHost]:
    async with SmallHost() as host:
        yield host


@pytest.fixture
async def charger(host: SmallHost) -> ScriptedChargePoint:
    """A charger that ends the charge at 0 A and starts none before the car was unplugged."""
    charger = await dial_in(host)
    ends_at_0(host, charger, StopReason.OTHER)
    charger.auto_reply("RemoteStartTransaction", {"status": "Rejected"})
    return charger


async def paused(host: SmallHost) -> None:
    """A charge that a pause has ended, and that may go on again."""
    host.begin_transaction(42)
    await allow(host, 10)
    await allow(host, 0)
    await allow(host, 10)


async def learn(host: SmallHost) -> None:
    await paused(host)
    host.advance(301)
    await allow(host, 10)
    assert host.charge_point.pause_habit is PauseHabit.FINAL


def replug(host: SmallHost) -> None:
    """The car is unplugged and plugged in again, as StatusNotifications tell it."""
    host.connector().limit.stopped_id_tag = None
    host.connector().status = ConnectorStatus.PREPARING


def begin(host: SmallHost, transaction_id: int) -> None:
    host.begin_transaction(transaction_id)
    host.limits.transaction_started(ID, 1)


def zeros(charger: ScriptedChargePoint) -> int:
    return sum(1 for each in profiles(charger) if each["limit"] == 0)


async def test_one_refused_start_teaches_nothing(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    await paused(host)
    assert starts(charger) == ["CARD"]
    assert host.charge_point.pause_habit is PauseHabit.GOES_ON
    assert FOUND not in host.events


async def test_a_start_that_brings_no_charge_without_being_refused_teaches_nothing(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    """The car may be full."""
    charger.auto_reply("RemoteStartTransaction", {"status": "Accepted"})
    await paused(host)
    for _ in range(4):
        host.advance(3601)
        await allow(host, 10)
    assert len(starts(charger)) == 5
    assert host.charge_point.pause_habit is PauseHabit.GOES_ON


async def test_a_second_refusal_is_learned_told_once_and_remembered(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    await learn(host)
    host.advance(3601)
    await allow(host, 10)
    assert host.events.count(FOUND) == 1
    habits = host.limits.habits(ID)
    assert (habits.can_pause, habits.pause_is_final) == (False, True)
    station, again = blank(ID), blank(ID)
    station.charge_point.pause_habit = host.charge_point.pause_habit
    recall(again, remember(station))
    assert again.charge_point.pause_habit is PauseHabit.FINAL


async def test_what_is_remembered_is_told_after_a_restart(host: SmallHost) -> None:
    host.limits.tell_again(ID)
    assert FOUND not in host.events
    host.charge_point.pause_habit = PauseHabit.FINAL
    host.limits.tell_again(ID)
    assert host.events.count(FOUND) == 1


async def test_0_a_is_never_sent_again_what_must_end_is_stopped(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    await learn(host)
    before = zeros(charger)
    replug(host)
    await allow(host, 0)  # nothing runs, and nothing is sent
    begin(host, 43)
    await until(lambda: charger.received("RemoteStopTransaction") == [{"transactionId": 43}])
    end(host, StopReason.REMOTE)
    replug(host)
    await allow(host, 10)
    host.begin_transaction(44)
    await host.limits.set_limit(ID, 1, 0)
    assert charger.received("RemoteStopTransaction")[1:] == [{"transactionId": 44}]
    assert zeros(charger) == before


async def test_a_charge_that_begins_is_left_to_the_next_decision_of_smart_charging(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    """Before a car is there 0 A stands; with it the decision is another one, within the time that a start settles."""
    await learn(host)
    replug(host)
    await allow(host, 0)
    begin(host, 43)
    await allow(host, 6)
    await allow(host, 6)
    assert not charger.received("RemoteStopTransaction")
    assert host.connector().limit.applied_a == 6


async def test_a_charge_that_goes_on_without_unplugging_shows_that_pauses_work_after_all(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    await learn(host)
    begin(host, 43)
    assert host.charge_point.pause_habit is PauseHabit.GOES_ON
    assert host.events.count(GONE) == 1
    assert host.limits.habits(ID).can_pause


async def test_a_charge_that_goes_on_after_a_stop_shows_that_stops_work(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    """0 A is not tried again, since nothing tells of it."""
    await learn(host)
    replug(host)
    host.begin_transaction(43)
    await allow(host, 0)
    end(host, StopReason.REMOTE)
    begin(host, 44)
    assert host.charge_point.pause_habit is PauseHabit.STOP_ONLY
    habits = host.limits.habits(ID)
    assert (habits.can_pause, habits.pause_is_final) == (False, False)
    assert host.events[-1] != FOUND


async def test_a_charge_of_the_next_car_shows_nothing(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    await learn(host)
    replug(host)
    begin(host, 43)
    assert host.charge_point.pause_habit is PauseHabit.FINAL


async def test_reset_of_what_was_learned_forgets_it_and_finds_the_way_of_limiting_anew(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    await learn(host)
    replug(host)
    host.begin_transaction(43)
    sent = len(profiles(charger))
    await host.limits.reset_learned(ID)
    assert host.charge_point.pause_habit is PauseHabit.GOES_ON
    assert host.events.count(GONE) == 1
    assert len(profiles(charger)) > sent
    await allow(host, 0)
    assert is_zero(charger)


def is_zero(charger: ScriptedChargePoint) -> bool:
    return bool(profiles(charger)[-1]["limit"] == 0)


async def test_reset_of_a_charge_point_of_which_nothing_was_learned_tells_nothing(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    host.begin_transaction(42)
    await allow(host, 10)
    await host.limits.reset_learned(ID)
    assert GONE not in host.events
    assert host.connector().limit.applied_a == 10


async def test_a_start_that_it_refuses_says_to_unplug_the_car(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    await learn(host)
    host.connector().status = ConnectorStatus.PREPARING
    with pytest.raises(StillFinishingError):
        await host.user_commands.start_charging(ID, 1)


async def test_a_charger_that_is_removed_is_forgotten(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    await paused(host)
    host.limits.forget(ID)
    await allow(host, 9)
    assert host.charge_point.pause_habit is PauseHabit.GOES_ON
