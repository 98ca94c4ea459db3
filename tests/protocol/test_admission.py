"""Bounds on those that knock."""

import asyncio
from dataclasses import dataclass

import pytest

from custom_components.plug_control.protocol.admission import (
    Budget,
    FailureQueue,
    UntrustedBudget,
    UntrustedSockets,
    network_of,
)


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_budget_is_spent_by_key_and_comes_back_after_its_period() -> None:
    clock = Clock()
    budget = Budget[str](2, 60.0, clock=clock)
    assert [budget.spend("a") for _ in range(3)] == [True, True, False]
    assert budget.is_exhausted("a")
    assert not budget.is_exhausted("b")
    clock.now += 59
    assert not budget.spend("a")
    clock.now += 1
    assert not budget.is_exhausted("a")
    assert budget.spend("a")


def test_a_budget_forgets_the_keys_longest_unseen() -> None:
    budget = Budget[int](1, 60.0, max_keys=3)
    for key in (0, 1, 2, 0, 3):
        budget.spend(key)
    assert [budget.is_exhausted(key) for key in range(4)] == [True, False, True, True]


@dataclass(eq=False)
class Visitor:
    """A socket, as far as the bound on sockets is concerned."""

    address: str
    is_aborted: bool = False

    def abort(self) -> None:
        self.is_aborted = True


def test_attack_the_busiest_address_loses_its_oldest_when_the_room_is_full() -> None:
    room = UntrustedSockets[Visitor](4)
    attackers = [Visitor("10.0.0.66") for _ in range(3)]
    charge_point, late = Visitor("10.0.0.1"), Visitor("10.0.0.2")
    for visitor in (charge_point, *attackers, late):
        room.enter(visitor)
    assert [visitor.is_aborted for visitor in attackers] == [True, False, False]
    assert not charge_point.is_aborted
    assert not late.is_aborted


def test_those_that_left_count_no_more() -> None:
    room = UntrustedSockets[Visitor](2)
    visitors = [Visitor("10.0.0.1") for _ in range(6)]
    for visitor in visitors:
        room.enter(visitor)
        room.leave(visitor)
        room.leave(visitor)
    assert not any(visitor.is_aborted for visitor in visitors)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("10.0.0.1", "10.0.0.2", False),
        ("10.0.0.1", "::ffff:10.0.0.1", True),
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("", "", True),
    ],
)
def test_one_host_is_one_network_however_many_addresses_it_has(
    one: str, other: str, same: bool
) -> None:
    assert (network_of(one) == network_of(other)) is same


def test_attack_frames_and_bytes_of_a_socket_are_counted() -> None:
    budget = UntrustedBudget(frames=3, size=100, of_network=10)
    many, large = budget.allowance("10.0.0.66"), budget.allowance("10.0.0.66")
    assert [many(1) for _ in range(4)] == [True, True, True, False]
    assert [large(60), large(60), large(1)] == [True, True, False]


def test_attack_all_sockets_of_a_network_are_counted_together() -> None:
    budget = UntrustedBudget(frames=2, size=100, of_network=2)
    first, second, third = (budget.allowance("10.0.0.66") for _ in range(3))
    assert [first(1), first(1), second(1), second(1)] == [True] * 4
    assert not third(1)
    assert budget.allowance("10.0.0.1")(1)


async def test_whoever_has_not_failed_does_not_wait() -> None:
    queue = FailureQueue[str](0.001, 5.0)
    async with asyncio.timeout(30):
        assert [await queue.turn("a") for _ in range(100)] == [True] * 100


async def test_those_that_come_after_a_failure_come_one_after_the_other() -> None:
    """Each key for itself; the last of them is the one with the right password."""
    queue = FailureQueue[str](100.0, 5.0)
    came: list[int] = []

    async def come(number: int) -> None:
        assert await queue.turn("a")
        came.append(number)
        queue.failed("a")

    await come(0)
    began = asyncio.get_running_loop().time()
    async with asyncio.timeout(30):
        await asyncio.gather(*map(come, range(1, 11)))
        assert await queue.turn("b")
    assert sorted(came) == list(range(11))
    assert asyncio.get_running_loop().time() - began >= 0.09


async def test_attack_more_than_can_wait_are_turned_away_at_once() -> None:
    clock = Clock()
    queue = FailureQueue[str](10.0, 0.05, clock=clock)
    queue.failed("a")
    assert not await queue.turn("a")
    clock.now += 0.1
    assert await queue.turn("a")


async def test_attack_a_failure_takes_no_place_from_those_that_wait() -> None:
    """Else a second guesser would come with each turn of the first one."""
    queue = FailureQueue[str](100.0, 0.025, clock=Clock())
    queue.failed("a")
    async with asyncio.TaskGroup() as group:
        waiting = [group.create_task(queue.turn("a")) for _ in range(2)]
        await asyncio.sleep(0)
        queue.failed("a")
        assert not await queue.turn("a")
    assert [task.result() for task in waiting] == [True, True]


def test_failures_are_remembered_of_a_bounded_number() -> None:
    queue = FailureQueue[int](0.01, 5.0, max_keys=2)
    for key in range(3):
        queue.failed(key)
    assert len(queue) == 2
