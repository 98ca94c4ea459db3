"""Limits that a command of the user takes away are set again, and nothing is believed meanwhile (R25, R27)."""

from collections.abc import AsyncIterator
from typing import Any

from ocpp.v16 import call
from ocpp.v16.datatypes import ChargingProfile, ChargingSchedule, ChargingSchedulePeriod
from ocpp.v16.enums import ChargingProfileKindType, ChargingProfilePurposeType, ChargingRateUnitType
import pytest

from custom_components.plug_control.central_system.limits.profiles import takes_away
from custom_components.plug_control.protocol.errors import CallTimeoutError, CommandRejectedError
from simulator.frames import Payload
from tests.central_system.limited import dial_in, profiles, summary, until
from tests.central_system.small_host import ID, SmallHost


@pytest.fixture
async def host() -> AsyncIterator[SmallHost]:
    async with SmallHost() as host:
        yield host


def profile(profile_id: int = 77, stack_level: int = 0) -> ChargingProfile:
    return ChargingProfile(
        charging_profile_id=profile_id,
        stack_level=stack_level,
        charging_profile_purpose=ChargingProfilePurposeType.tx_default_profile,
        charging_profile_kind=ChargingProfileKindType.relative,
        charging_schedule=ChargingSchedule(
            charging_rate_unit=ChargingRateUnitType.amps,
            charging_schedule_period=[ChargingSchedulePeriod(start_period=0, limit=32)],
        ),
    )


@pytest.mark.parametrize(
    ("message", "is_lost"),
    [
        (call.ClearChargingProfile(), True),
        (call.ClearChargingProfile(id=2001), True),
        (call.ClearChargingProfile(id=2002), False),
        (call.ClearChargingProfile(connector_id=0), True),
        (call.ClearChargingProfile(connector_id=2), False),
        (call.ClearChargingProfile(stack_level=3), True),
        (call.ClearChargingProfile(stack_level=1), False),
        (call.SetChargingProfile(connector_id=1, cs_charging_profiles=profile(2001)), True),
        (call.SetChargingProfile(connector_id=1, cs_charging_profiles=profile(77, 3)), True),
        (call.SetChargingProfile(connector_id=1, cs_charging_profiles=profile(77, 1)), False),
        (call.SetChargingProfile(connector_id=2, cs_charging_profiles=profile(77, 3)), False),
        (call.ClearCache(), False),
    ],
)
def test_r27_what_takes_a_profile_away(message: Any, is_lost: bool) -> None:
    assert takes_away(message, 1, {3}) is is_lost


async def test_limit_that_was_cleared_is_set_again(host: SmallHost) -> None:
    charger = await dial_in(host)
    await host.limits.set_limit(ID, 1, 10)
    events = len(host.events)
    seen: list[float | None] = []

    def answer(_: Payload) -> Payload:
        seen.append(host.connector().limit.applied_a)
        return {"status": "Accepted"}

    charger.auto_reply("SetChargingProfile", answer)
    await host.user_commands.carry_out(ID, call.ClearChargingProfile())
    await until(lambda: len(profiles(charger)) == 2)
    assert seen == [None]  # meanwhile it was shown as lifted
    await until(lambda: host.connector().limit.applied_a == 10)
    assert summary(charger, "purpose", "limit")[-1] == ("TxDefaultProfile", 10)
    assert len(host.events) > events


async def test_clearing_where_nobody_limits_or_nothing_was_there_sends_nothing(
    host: SmallHost,
) -> None:
    charger = await dial_in(host)
    host.connector()
    await host.user_commands.carry_out(ID, call.ClearChargingProfile())
    await host.limits.set_limit(ID, 1, 10)
    charger.auto_reply("ClearChargingProfile", {"status": "Unknown"})
    await host.user_commands.carry_out(ID, call.ClearChargingProfile())
    assert host.connector().limit.applied_a == 10
    assert len(profiles(charger)) == 1


async def test_clearing_that_got_no_answer_may_have_happened() -> None:
    async with SmallHost(call_timeout_s=0.5) as host:
        charger = await dial_in(host)
        await host.limits.set_limit(ID, 1, 10)
        charger.auto_reply("ClearChargingProfile", None)
        with pytest.raises(CallTimeoutError):
            await host.user_commands.carry_out(ID, call.ClearChargingProfile())
        await until(lambda: len(profiles(charger)) == 2)


async def test_clearing_that_was_refused_changes_nothing(host: SmallHost) -> None:
    charger = await dial_in(host)
    await host.limits.set_limit(ID, 1, 10)
    charger.auto_reply("ClearChargingProfile", {"status": "Rejected"})
    with pytest.raises(CommandRejectedError):
        await host.user_commands.carry_out(ID, call.ClearChargingProfile())
    assert host.connector().limit.applied_a == 10


async def test_charge_that_the_user_stops_by_its_number_does_not_go_on(host: SmallHost) -> None:
    charger = await dial_in(host)
    charger.auto_reply("RemoteStartTransaction", {"status": "Accepted"})
    host.begin_transaction(42)
    await host.limits.set_limit(ID, 1, 0)
    await host.user_commands.carry_out(ID, call.RemoteStopTransaction(transaction_id=42))
    host.end_transaction()
    host.limits.transaction_ended(ID, 1)
    await host.limits.set_limit(ID, 1, 16)
    assert not charger.received("RemoteStartTransaction")
