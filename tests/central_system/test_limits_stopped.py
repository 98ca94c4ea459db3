"""Chargers that cannot pause: what smart charging stops, it starts again, and nothing else."""

from collections.abc import AsyncIterator

import pytest

from custom_components.plug_control.model.connector import ConnectorStatus, SmartLimit
from custom_components.plug_control.protocol.errors import NotPossible, NotPossibleError
from simulator.scripted import ScriptedChargePoint

from .limited import dial_in, is_pause, until
from .small_host import ID, SmallHost


@pytest.fixture
async def host() -> AsyncIterator[SmallHost]:
    async with SmallHost() as host:
        yield host


@pytest.fixture
async def charger(host: SmallHost) -> ScriptedChargePoint:
    """A charger that refuses 0 A."""
    charger = await dial_in(host, is_pause)
    charger.auto_reply("RemoteStartTransaction", {"status": "Accepted"})
    return charger


async def allow(host: SmallHost, limit_a: float) -> None:
    await host.limits.set_smart_limit(ID, 1, SmartLimit(limit_a=limit_a))


async def stopped(host: SmallHost, *, id_tag: str = "CARD") -> None:
    """A charge that smart charging has stopped."""
    host.begin_transaction(42).id_tag = id_tag
    await allow(host, 0)
    host.end_transaction()
    host.limits.transaction_ended(ID, 1)


def starts(charger: ScriptedChargePoint) -> list[object]:
    return [each["idTag"] for each in charger.received("RemoteStartTransaction")]


async def test_stopped_charge_goes_on_with_its_tag(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    await stopped(host)
    assert charger.received("RemoteStopTransaction") == [{"transactionId": 42}]
    limit = host.connector().limit
    assert (limit.applied_a, limit.stopped_id_tag) == (0, "CARD")
    await allow(host, 8)
    assert charger.received("RemoteStartTransaction") == [{"idTag": "CARD", "connectorId": 1}]
    host.begin_transaction(43)
    host.limits.transaction_started(ID, 1)
    assert limit.stopped_id_tag is None
    await allow(host, 10)
    assert starts(charger) == ["CARD"]


@pytest.mark.parametrize("id_tag", ["", "A" * 21])
async def test_tag_that_cannot_be_sent_becomes_our_own(
    host: SmallHost, charger: ScriptedChargePoint, id_tag: str
) -> None:
    await stopped(host, id_tag=id_tag)
    await allow(host, 8)
    assert starts(charger) == ["HOMEASSISTANT"]


async def test_it_starts_once_the_stop_has_come(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    host.begin_transaction(42)
    await allow(host, 0)
    await allow(host, 8)
    assert not starts(charger)
    host.end_transaction()
    await allow(host, 8)
    assert starts(charger) == ["CARD"]


async def test_start_that_brings_no_transaction_is_tried_again_after_minutes(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    """A full car, or one that sleeps."""
    await stopped(host)
    await allow(host, 8)
    await allow(host, 8)
    assert len(starts(charger)) == 1
    host.advance(301)
    charger.auto_reply("RemoteStartTransaction", {"status": "Rejected"})
    await allow(host, 8)
    host.advance(200)
    await allow(host, 8)
    assert len(starts(charger)) == 2
    assert host.connector().limit.applied_a == 8


async def test_nothing_starts_without_the_car(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    await stopped(host)
    host.connector().status = ConnectorStatus.UNAVAILABLE  # which says nothing of a cable
    await allow(host, 8)
    assert not starts(charger)


async def test_nothing_starts_while_it_may_not_charge_or_is_offline(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    await stopped(host)
    await allow(host, 0)
    await allow(host, 8)
    host.advance(301)
    await charger.close()
    await host.wait_gone()
    await allow(host, 8)
    assert len(starts(charger)) == 1


async def test_what_the_user_paused_is_not_started_by_us(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    host.begin_transaction(42)
    await allow(host, 16)
    await host.limits.set_limit(ID, 1, 0)
    host.end_transaction()
    host.limits.transaction_ended(ID, 1)
    assert await host.limits.lift_pause(ID, 1)
    await allow(host, 8)
    assert not starts(charger)


async def test_what_the_user_stops_is_not_started_by_us(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    await stopped(host)
    remembered = host.remembered
    await host.commands.stop_charging(ID, 1)
    assert host.remembered > remembered
    await allow(host, 8)
    assert not starts(charger)
    with pytest.raises(NotPossibleError):
        await host.commands.stop_charging(ID, 1)


async def test_start_while_smart_charging_holds_it_at_0_is_an_error(host: SmallHost) -> None:
    charger = await dial_in(host)
    host.begin_transaction(42)
    await allow(host, 0)
    with pytest.raises(NotPossibleError) as caught:
        await host.commands.start_charging(ID, 1)
    assert caught.value.reason is NotPossible.ALREADY_CHARGING
    assert not starts(charger)


async def test_charge_that_begins_while_it_may_not_is_stopped_and_goes_on_later(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    await allow(host, 0)
    assert host.connector().limit.applied_a == 0  # nothing flows, and nothing will
    host.begin_transaction(42)
    host.limits.transaction_started(ID, 1)
    await until(lambda: host.connector().limit.stopped_id_tag == "CARD")
    host.end_transaction()
    await allow(host, 8)
    assert starts(charger) == ["CARD"]


async def test_charger_without_limits_goes_on_when_it_needs_none(host: SmallHost) -> None:
    """It can be stopped and started, and never be told how much."""
    charger = await dial_in(host, lambda _: True)
    charger.auto_reply("RemoteStartTransaction", {"status": "Accepted"})
    await stopped(host)
    with pytest.raises(NotPossibleError):
        await allow(host, 8)
    assert not starts(charger)
    with pytest.raises(NotPossibleError):
        await allow(host, 32)
    assert starts(charger) == ["CARD"]


async def test_removed_charge_point_is_forgotten(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    await stopped(host)
    await allow(host, 8)
    host.limits.forget(ID)
    await allow(host, 9)
    assert len(starts(charger)) == 2
