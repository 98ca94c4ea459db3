"""Chargers that cannot pause: what smart charging stops, it starts again, and nothing else."""

from collections.abc import AsyncIterator
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

import pytest

from custom_components.plug_control.central_system.memory import recall, remember
from custom_components.plug_control.model.connector import ConnectorStatus, SmartLimit
from custom_components.plug_control.model.session import StopReason
from custom_components.plug_control.protocol.errors import (
    CallTimeoutError,
    CommandRejectedError,
    NotPossible,
    NotPossibleError,
)
from simulator.frames import Payload
from simulator.scripted import ScriptedChargePoint
from tests.central_system.limited import dial_in, is_pause, until
from tests.central_system.small_host import ID, SmallHost
from tests.central_system.test_memory import blank


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


async def test_a_stopped_charge_stays_that_of_the_user_who_began_it(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    """Over a restart of ours, too."""
    host.begin_transaction(42).started_by = "anna"
    await allow(host, 0)
    end(host, StopReason.REMOTE)
    station, again = blank(ID), blank(ID)
    station.charge_point = host.charge_point
    recall(again, remember(station))
    assert again.charge_point.connector(1).limit.stopped_started_by == "anna"
    await allow(host, 8)
    assert (starts(charger), host.started_by) == (["CARD"], ["anna"])


async def test_a_charge_that_was_paused_before_a_restart_of_ours_stays_its_users(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    host.connector().limit.smart = SmartLimit(limit_a=0)
    host.begin_transaction(42).started_by = "anna"
    end(host, StopReason.OTHER)
    await allow(host, 8)
    assert host.started_by == ["anna"]


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
    host.limits.transaction_ended(ID, 1)
    await until(lambda: starts(charger) == ["CARD"])


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


async def test_what_the_user_paused_goes_on_when_he_lifts_the_pause(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    host.begin_transaction(42)
    await allow(host, 16)
    await host.limits.set_limit(ID, 1, 0)
    host.end_transaction()
    host.limits.transaction_ended(ID, 1)
    await allow(host, 8)
    assert not starts(charger)
    assert await host.limits.lift_pause(ID, 1)
    assert starts(charger) == ["CARD"]


async def test_what_the_user_stops_is_not_started_by_us(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    await stopped(host)
    remembered = host.remembered
    await host.user_commands.stop_charging(ID, 1)
    assert host.remembered > remembered
    await allow(host, 8)
    assert not starts(charger)
    with pytest.raises(NotPossibleError):
        await host.user_commands.stop_charging(ID, 1)


async def test_start_while_smart_charging_holds_it_at_0_is_an_error(host: SmallHost) -> None:
    charger = await dial_in(host)
    host.begin_transaction(42)
    await allow(host, 0)
    with pytest.raises(NotPossibleError) as caught:
        await host.user_commands.start_charging(ID, 1)
    assert caught.value.reason is NotPossible.ALREADY_CHARGING
    assert not starts(charger)


async def test_charge_that_begins_while_it_may_not_is_stopped_and_goes_on_later(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    await allow(host, 0)
    assert host.connector().limit.applied_a == 0  # nothing flows, and nothing will
    host.begin_transaction(42)
    host.limits.transaction_started(ID, 1)
    await until(lambda: bool(charger.received("RemoteStopTransaction")))
    host.end_transaction()
    host.limits.transaction_ended(ID, 1)
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


# ---- chargers that end the transaction at 0 A (evcc 29272, sem-community 976)


def ends_at_0(host: SmallHost, charger: ScriptedChargePoint, reason: StopReason) -> None:
    """Let the charger take every profile, and end the transaction when one says 0 A."""

    def answer(payload: Payload) -> Payload:
        profile: Any = payload["csChargingProfiles"]
        if is_pause(profile) and host.connector().transaction is not None:
            end(host, reason)
        return {"status": "Accepted"}

    charger.auto_reply("SetChargingProfile", answer)


def end(host: SmallHost, reason: StopReason) -> None:
    transaction = host.connector().transaction
    assert transaction is not None
    host.end_transaction()
    session = replace(transaction.session(), stop_reason=reason)
    host.limits.transaction_ended(ID, 1, session)


@pytest.mark.parametrize("reason", [StopReason.OTHER, StopReason.LOCAL, StopReason.REMOTE])
async def test_charge_that_ends_at_0_a_goes_on_with_its_tag(
    host: SmallHost, charger: ScriptedChargePoint, reason: StopReason
) -> None:
    """Local is also what a charger means that gives no reason."""
    ends_at_0(host, charger, reason)
    host.begin_transaction(42)
    await allow(host, 10)
    await allow(host, 0)
    limit = host.connector().limit
    assert (limit.applied_a, limit.stopped_id_tag) == (0, "CARD")
    assert not starts(charger)
    await allow(host, 8)
    assert (limit.applied_a, starts(charger)) == (8, ["CARD"])


async def test_pause_of_the_user_that_ends_the_charge_is_obeyed_and_goes_on(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    ends_at_0(host, charger, StopReason.OTHER)
    host.begin_transaction(42)
    await host.limits.set_limit(ID, 1, 0)  # no error
    assert host.connector().limit.applied_a == 0
    await host.limits.set_limit(ID, 1, 16)
    assert starts(charger) == ["CARD"]


async def test_start_by_the_user_ends_the_pause_with_one_start(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    ends_at_0(host, charger, StopReason.OTHER)
    host.begin_transaction(42)
    await host.limits.set_limit(ID, 1, 0)
    await host.user_commands.start_charging(ID, 1, id_tag="OTHER")
    assert starts(charger) == ["OTHER"]


@pytest.mark.parametrize(
    "reason", [StopReason.EV_DISCONNECTED, StopReason.EMERGENCY_STOP, StopReason.CAR_FULL]
)
async def test_what_else_ends_a_paused_charge_is_respected(
    host: SmallHost, charger: ScriptedChargePoint, reason: StopReason
) -> None:
    ends_at_0(host, charger, reason)
    host.begin_transaction(42)
    await allow(host, 0)
    await allow(host, 8)
    assert not starts(charger)


async def test_who_stops_at_the_charger_long_after_the_pause_is_respected(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    charger.auto_reply("SetChargingProfile", {"status": "Accepted"})
    host.begin_transaction(42)
    await allow(host, 0)
    host.advance(600)
    end(host, StopReason.LOCAL)
    await allow(host, 8)
    assert not starts(charger)


async def test_charge_that_ends_at_0_a_after_a_restart_of_ours_goes_on(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    """Nobody knows any more when it was paused."""
    charger.auto_reply("SetChargingProfile", {"status": "Accepted"})
    host.connector().limit.smart = SmartLimit(limit_a=0)
    host.begin_transaction(42)
    end(host, StopReason.OTHER)
    await allow(host, 8)
    assert starts(charger) == ["CARD"]


async def test_charge_that_ends_by_a_pause_that_is_over_goes_on_at_once(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    charger.auto_reply("SetChargingProfile", {"status": "Accepted"})
    host.begin_transaction(42)
    await allow(host, 0)
    await allow(host, 8)
    end(host, StopReason.OTHER)
    await until(lambda: starts(charger) == ["CARD"])


async def test_car_that_left_is_not_started_for(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    charger.auto_reply("SetChargingProfile", {"status": "Accepted"})
    transaction = host.begin_transaction(42)
    await allow(host, 0)
    host.end_transaction()
    host.connector().status = ConnectorStatus.AVAILABLE
    host.limits.transaction_ended(ID, 1, transaction.session())
    host.connector().status = ConnectorStatus.PREPARING
    await allow(host, 8)
    assert not starts(charger)


@pytest.mark.parametrize("answered", [True, False])
async def test_charge_that_the_user_stops_while_it_is_paused_stays_stopped(
    answered: bool,
) -> None:
    async with SmallHost(call_timeout_s=0.5) as host:
        charger = await dial_in(host)
        host.begin_transaction(42)
        await allow(host, 0)
        charger.auto_reply("RemoteStopTransaction", {"status": "Accepted"} if answered else None)
        with nullcontext() if answered else pytest.raises(CallTimeoutError):
            await host.user_commands.stop_charging(ID, 1)
        end(host, StopReason.REMOTE)
        await allow(host, 8)
        assert not starts(charger)


async def test_what_the_user_stops_does_not_go_on_though_its_start_was_never_told(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    """It was adopted by its meter values after the pause."""
    await stopped(host)
    host.begin_transaction(43, adopted=True)
    await host.user_commands.stop_charging(ID, 1)
    end(host, StopReason.REMOTE)
    await allow(host, 8)
    assert not starts(charger)


async def test_stop_of_the_user_that_was_refused_changes_nothing(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    charger.auto_reply("SetChargingProfile", {"status": "Accepted"})
    charger.auto_reply("RemoteStopTransaction", {"status": "Rejected"})
    charger.auto_reply("RemoteStartTransaction", {"status": "Accepted"})
    host.begin_transaction(42)
    await allow(host, 0)
    with pytest.raises(CommandRejectedError):
        await host.user_commands.stop_charging(ID, 1)
    end(host, StopReason.OTHER)
    await allow(host, 8)
    assert starts(charger) == ["CARD"]


# ---- stops whose answer is lost


async def test_a_stop_that_was_obeyed_without_an_answer_goes_on_later() -> None:
    async with SmallHost(call_timeout_s=0.5) as host:
        charger = await dial_in(host, is_pause)
        charger.auto_reply("RemoteStartTransaction", {"status": "Accepted"})
        charger.auto_reply("RemoteStopTransaction", None)  # obeyed, never answered
        host.begin_transaction(42)
        with pytest.raises(CallTimeoutError):
            await allow(host, 0)
        end(host, StopReason.LOCAL)
        host.advance(600)
        await allow(host, 16)
        assert starts(charger) == ["CARD"]


async def test_a_stop_that_was_refused_and_one_by_somebody_else_do_not_go_on(
    host: SmallHost, charger: ScriptedChargePoint
) -> None:
    charger.auto_reply("RemoteStopTransaction", {"status": "Rejected"})
    host.begin_transaction(42)
    with pytest.raises(CommandRejectedError):
        await allow(host, 0)
    end(host, StopReason.LOCAL)
    await allow(host, 16)
    assert not starts(charger)
