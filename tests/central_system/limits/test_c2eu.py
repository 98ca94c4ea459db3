"""The one way in which an X-Charge C2EU takes a limit."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from custom_components.plug_control.central_system.quirks import LimitWay
from custom_components.plug_control.protocol.errors import NotPossibleError
from simulator.scripted import ScriptedChargePoint
from tests.central_system.limited import profiles, summary
from tests.central_system.small_host import ID, SmallHost, configuration_answer


@pytest.fixture
async def host() -> AsyncIterator[SmallHost]:
    async with SmallHost() as host:
        yield host


class TestC2EU:
    """The X-Charge C2EU."""

    async def dial_in(self, host: SmallHost) -> ScriptedChargePoint:
        charger = await host.dial_in("XC", "C2EU")
        charger.auto_reply("SetChargingProfile", {"status": "Accepted"})
        charger.auto_reply(
            "GetConfiguration",
            configuration_answer(
                NumberOfConnectors="1",
                ChargeProfileMaxStackLevel="100",
                ChargingScheduleAllowedChargingRateUnit="Current,Power",
            ),
        )
        return charger

    async def test_limit_is_a_default_profile_of_many_short_periods(self, host: SmallHost) -> None:
        charger = await self.dial_in(host)
        host.begin_transaction(42)
        await host.limits.set_limit(ID, 1, 10.9)
        [payload] = charger.received("SetChargingProfile")
        profile: Any = payload["csChargingProfiles"]
        assert payload["connectorId"] == 1
        assert profile["chargingProfilePurpose"] == "TxDefaultProfile"
        assert (profile["chargingProfileKind"], profile["recurrencyKind"]) == ("Recurring", "Daily")
        assert profile["stackLevel"] == 100
        assert {"transactionId", "validFrom", "validTo"}.isdisjoint(profile)
        schedule = profile["chargingSchedule"]
        assert "startSchedule" not in schedule
        starts = [period["startPeriod"] for period in schedule["chargingSchedulePeriod"]]
        assert starts == list(range(0, 86400, 300))
        assert {period["limit"] for period in schedule["chargingSchedulePeriod"]} == {10}
        assert host.limits.habits(ID).period_s == 300
        assert host.charge_point.limit_way == LimitWay.TX_DEFAULT_A

    async def test_never_another_purpose_whatever_it_answers(self, host: SmallHost) -> None:
        """Section 4: a ChargePointMaxProfile beside another lifts both; a TxProfile is never accepted."""
        charger = await self.dial_in(host)
        charger.auto_reply("SetChargingProfile", {"status": "Rejected"})
        host.begin_transaction(42)
        with pytest.raises(NotPossibleError):
            await host.limits.set_limit(ID, 1, 10)
        assert summary(charger, "purpose") == [("TxDefaultProfile",)]

    async def test_profile_stands_before_the_first_charge(self, host: SmallHost) -> None:
        """Without one there is no period boundary at which a later one is looked at (section 4)."""
        charger = await self.dial_in(host)
        await host.limits.reapply(ID)
        assert summary(charger, "limit", "periods") == [(32, 288)]
        assert host.connector().limit.wanted_a is None
        await host.limits.reapply(ID, only_missing=True)
        assert len(profiles(charger)) == 1

    async def test_profile_that_is_not_wanted_any_more_when_its_turn_comes(
        self, host: SmallHost
    ) -> None:
        charger = await self.dial_in(host)
        work = asyncio.create_task(host.limits.reapply(ID))
        await asyncio.sleep(0)  # it has asked
        host.point_settings = replace(host.point_settings, leave_configuration_alone=True)
        await work
        assert not profiles(charger)

    async def test_no_profile_is_installed_where_the_configuration_is_left_alone(self) -> None:
        async with SmallHost(leave_configuration_alone=True) as host:
            charger = await self.dial_in(host)
            await host.limits.reapply(ID)
            assert not profiles(charger)

    async def test_q23_empty_and_second_answer_are_survived(self, host: SmallHost) -> None:
        charger = await self.dial_in(host)
        charger.auto_reply("SetChargingProfile", None)
        work = asyncio.create_task(host.limits.set_limit(ID, 1, 10))
        incoming = await charger.expect("SetChargingProfile")
        await incoming.reply({})
        await incoming.reply({"status": "Rejected"})
        with pytest.raises(NotPossibleError):
            await work
        charger.auto_reply("SetChargingProfile", {"status": "Accepted"})
        await host.limits.reapply(ID)
        assert host.connector().limit.applied_a == 10
