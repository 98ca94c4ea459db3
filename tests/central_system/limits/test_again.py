"""A way of limiting that was refused once is tried again: soon where that tells nothing, else ever later; the user sees it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from custom_components.plug_control.central_system.quirks import LimitWay
from custom_components.plug_control.model.connector import SmartLimit
from simulator.frames import Payload
from simulator.scripted import ScriptedChargePoint
from tests.central_system.limited import (
    dial_in,
    has_steps,
    is_pause,
    profiles,
    purpose_is,
    schedules,
    summary,
    until,
)
from tests.central_system.small_host import ID, SmallHost

type Refuses = Callable[[dict[str, Any]], bool]
LATER_S = 301


@pytest.fixture
async def host() -> AsyncIterator[SmallHost]:
    async with SmallHost() as host:
        yield host


def takes_all(charger: ScriptedChargePoint) -> None:
    charger.auto_reply("SetChargingProfile", {"status": "Accepted"})


def is_fallback(host: SmallHost) -> bool:
    return host.charge_point.limit_is_fallback


async def rounds(host: SmallHost, charger: ScriptedChargePoint) -> int:
    """How many profiles a look round brings."""
    before = len(profiles(charger))
    host.limits.look_round(ID)
    await until(lambda: not host.limits._retries._under_way)
    return len(profiles(charger)) - before


async def test_way_that_was_refused_at_the_start_is_tried_again_soon(host: SmallHost) -> None:
    """The charger may not have taken the transaction's id in."""
    charger = await dial_in(host, purpose_is("TxProfile"))
    host.begin_transaction(42, new=True)
    await host.limits.set_limit(ID, 1, 16)
    assert is_fallback(host)
    takes_all(charger)
    host.advance(16)
    assert await rounds(host, charger)
    assert summary(charger, "purpose", "transaction")[-1] == ("TxProfile", 42)
    assert host.charge_point.limit_way == LimitWay.TX_PROFILES_A
    assert not is_fallback(host)
    host.advance(100_000)
    assert not await rounds(host, charger)


async def test_way_that_was_refused_is_tried_again_ever_later(host: SmallHost) -> None:
    charger = await dial_in(host, purpose_is("TxProfile"))
    host.begin_transaction(42)
    await host.limits.set_limit(ID, 1, 16)
    assert host.charge_point.limit_way == LimitWay.TX_DEFAULT_A
    host.advance(LATER_S)
    assert await rounds(host, charger)  # refused again
    host.advance(LATER_S)
    assert not await rounds(host, charger)
    host.advance(LATER_S)
    takes_all(charger)
    assert await rounds(host, charger)
    assert host.charge_point.limit_way == LimitWay.TX_PROFILES_A


async def test_way_that_was_remembered_is_doubted_once_after_a_restart(host: SmallHost) -> None:
    host.charge_point.limit_way = LimitWay.TX_DEFAULT_A
    charger = await dial_in(host)
    host.begin_transaction(42)
    await host.limits.set_limit(ID, 1, 16)
    assert is_fallback(host)
    host.advance(LATER_S)
    assert await rounds(host, charger)
    assert host.charge_point.limit_way == LimitWay.TX_PROFILES_A


@pytest.mark.parametrize("refuses", [has_steps, lambda each: each["stackLevel"] > 0])
async def test_shape_of_schedule_that_was_refused_is_tried_again(
    host: SmallHost, refuses: Refuses
) -> None:
    charger = await dial_in(host, refuses)
    host.begin_transaction(42)
    smart = SmartLimit(limit_a=16, fallback_a=6)
    await host.limits.set_smart_limit(ID, 1, smart)
    assert is_fallback(host)
    if not host.limits.habits(ID).has_fail_safe:
        smart = SmartLimit(limit_a=16)
        await host.limits.set_smart_limit(ID, 1, smart)
    takes_all(charger)
    host.advance(LATER_S)
    assert await rounds(host, charger)
    last = schedules(charger)[-1]
    assert {limit for _, limit in last.steps} == ({16.0} if smart.fallback_a is None else {6.0, 16})
    assert len(last.steps) == 2
    assert host.limits.habits(ID).has_fail_safe
    assert profiles(charger)[-1]["level"] == 3
    assert not is_fallback(host)


async def test_lesser_schedule_that_cannot_tell_the_limit_is_not_believed_to_be_it(
    host: SmallHost,
) -> None:
    """A car at 6 A of which 16 A are believed."""
    await dial_in(host, lambda each: each["chargingProfileKind"] == "Absolute")
    host.begin_transaction(42).time_estimated = True
    await host.limits.set_smart_limit(ID, 1, SmartLimit(limit_a=16, fallback_a=6))
    limit = host.connector().limit
    assert limit.applied_a == 6
    assert limit.held is not None
    assert limit.held.limit_a == 16  # what fuses count with is never less than what may flow
    assert is_fallback(host)


async def test_pause_never_tries_anew_what_may_be_refused_for_its_0_a(host: SmallHost) -> None:
    charger = await dial_in(host, purpose_is("TxProfile"))
    host.begin_transaction(42)
    await host.limits.set_limit(ID, 1, 16)
    await host.limits.set_limit(ID, 1, 0)
    host.advance(LATER_S)
    assert not await rounds(host, charger)
    assert is_pause(charger.received("SetChargingProfile")[-1]["csChargingProfiles"])  # type: ignore[arg-type]


async def test_limit_of_the_user_that_got_no_answer_is_given_by_and_by(host: SmallHost) -> None:
    """Nobody asks for it again; a charger that does not answer is not asked all the time."""
    charger = await dial_in(host)
    charger.auto_reply("SetChargingProfile", {"status": "Accepted"})
    await host.limits.set_limit(ID, 1, 16)
    host.limits._given.set_due((ID, 1))

    def refuse(_: Payload) -> Payload:
        return {}

    charger.auto_reply("SetChargingProfile", refuse)
    assert await rounds(host, charger)
    assert not await rounds(host, charger)
    takes_all(charger)
    host.advance(LATER_S)
    assert await rounds(host, charger)
    assert not await rounds(host, charger)
    assert host.connector().limit.applied_a == 16


async def test_nothing_is_tried_without_a_limit_or_a_connection(host: SmallHost) -> None:
    charger = await dial_in(host)
    host.connector()
    assert not await rounds(host, charger)
    await host.limits.set_limit(ID, 1, 16)
    host.limits._given.set_due((ID, 1))
    await charger.close()
    await host.wait_gone()
    assert not await rounds(host, charger)


async def test_new_transaction_is_named_once_its_id_has_settled() -> None:
    """Whoever asks: the controller hears of a session at once."""
    async with SmallHost() as host:
        host.limits._settle_s = 0.3
        charger = await dial_in(host)
        await host.limits.set_limit(ID, 1, 16)
        host.begin_transaction(42)
        began = asyncio.get_running_loop().time()
        host.limits.transaction_started(ID, 1)
        await host.limits.set_smart_limit(ID, 1, SmartLimit(limit_a=10))
        assert asyncio.get_running_loop().time() - began >= 0.29
        await until(lambda: summary(charger, "transaction", "limit")[-1] == (42, 10))
        assert (42, 16) not in summary(charger, "transaction", "limit")
