"""A limit of 0: within the profile, or as a stop where the charger cannot pause."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from custom_components.plug_control.central_system.quirks import LimitWay
from custom_components.plug_control.model.events import ProblemFound
from custom_components.plug_control.protocol.errors import (
    CommandRejectedError,
    NotPossible,
    NotPossibleError,
    OfflineError,
)
from tests.central_system.limited import dial_in, purpose_is, summary, until
from tests.central_system.small_host import ID, SmallHost


@pytest.fixture
async def host() -> AsyncIterator[SmallHost]:
    async with SmallHost() as host:
        yield host


class TestPause:
    """A limit of 0."""

    async def test_pauses_within_the_profile(self, host: SmallHost) -> None:
        charger = await dial_in(host)
        host.begin_transaction(42)
        await host.limits.set_limit(ID, 1, 16)
        await host.limits.set_limit(ID, 1, 0)
        assert summary(charger, "purpose", "limit")[-1] == ("TxProfile", 0)
        assert not charger.received("RemoteStopTransaction")

    async def test_end_of_a_pause_brings_the_limit_before_it_back(self, host: SmallHost) -> None:
        await dial_in(host)
        await host.limits.set_limit(ID, 1, 10)
        await host.limits.set_limit(ID, 1, 0)
        await host.limits.set_limit(ID, 1, 0)
        assert await host.limits.lift_pause(ID, 1)
        assert host.connector().limit.applied_a == 10
        assert not await host.limits.lift_pause(ID, 1)

    async def test_refused_pause_of_a_running_charge_becomes_a_stop(self, host: SmallHost) -> None:
        charger = await dial_in(
            host, lambda each: each["chargingSchedule"]["chargingSchedulePeriod"][0]["limit"] == 0
        )
        host.begin_transaction(42)
        await host.limits.set_limit(ID, 1, 16)
        await host.limits.set_limit(ID, 1, 0)
        assert charger.received("RemoteStopTransaction") == [{"transactionId": 42}]
        assert host.connector().limit.applied_a == 0
        assert host.charge_point.limit_way == LimitWay.TX_PROFILES_A
        assert not [event for event in host.events if isinstance(event, ProblemFound)]

    async def test_charger_that_does_not_survive_0_is_stopped_instead(
        self, host: SmallHost
    ) -> None:
        """Huawei: after a limit of 0 it waits for an authorization for ever (evcc 29272)."""
        charger = await dial_in(host, vendor="Huawei", model="ACChargePoint")
        host.begin_transaction(42)
        await host.limits.set_limit(ID, 1, 16)
        await host.limits.set_limit(ID, 1, 0)
        assert charger.received("RemoteStopTransaction") == [{"transactionId": 42}]
        assert (0,) not in summary(charger, "limit")
        assert host.connector().limit.applied_a == 0

    @pytest.mark.parametrize("tx_profiles", [True, False])
    async def test_pause_that_became_a_stop_stops_the_next_charge_too(
        self, host: SmallHost, tx_profiles: bool
    ) -> None:
        def refuses(profile: dict[str, Any]) -> bool:
            paused = profile["chargingSchedule"]["chargingSchedulePeriod"][0]["limit"] == 0
            return paused or not (tx_profiles or purpose_is("TxDefaultProfile")(profile))

        charger = await dial_in(host, refuses)
        host.begin_transaction(42)
        await host.limits.set_limit(ID, 1, 16)
        await host.limits.set_limit(ID, 1, 0)
        host.end_transaction()
        host.limits.transaction_ended(ID, 1)
        host.begin_transaction(43)
        host.limits.transaction_started(ID, 1)
        await until(lambda: len(charger.received("RemoteStopTransaction")) == 2)
        assert charger.received("RemoteStopTransaction")[-1] == {"transactionId": 43}

    async def test_first_limit_ever_is_a_pause_that_is_refused(self, host: SmallHost) -> None:
        charger = await dial_in(
            host, lambda each: each["chargingSchedule"]["chargingSchedulePeriod"][0]["limit"] == 0
        )
        await host.limits.set_limit(ID, 1, 0)
        assert host.connector().limit.applied_a is None
        host.begin_transaction(42)
        host.limits.transaction_started(ID, 1)
        await until(lambda: bool(charger.received("RemoteStopTransaction")))
        host.end_transaction()
        await host.limits.set_limit(ID, 1, 16)
        assert host.connector().limit.applied_a == 16

    async def test_pause_of_a_charger_without_limits_is_a_stop(self, host: SmallHost) -> None:
        charger = await dial_in(host, lambda _: True)
        host.begin_transaction(42)
        with pytest.raises(NotPossibleError):
            await host.limits.set_limit(ID, 1, 16)
        await host.limits.set_limit(ID, 1, 0)
        assert charger.received("RemoteStopTransaction") == [{"transactionId": 42}]
        host.end_transaction()
        assert await host.limits.lift_pause(ID, 1)  # there is no profile to lift

    async def test_stop_that_is_refused_is_told(self, host: SmallHost) -> None:
        charger = await dial_in(host, lambda _: True)
        charger.auto_reply("RemoteStopTransaction", {"status": "Rejected"})
        host.begin_transaction(42)
        with pytest.raises(CommandRejectedError) as caught:
            await host.limits.set_limit(ID, 1, 0)
        assert caught.value.action == "RemoteStopTransaction"

    async def test_pause_that_cannot_be_lifted_is_told(self, host: SmallHost) -> None:
        charger = await dial_in(host)
        await host.limits.set_limit(ID, 1, 0)
        await charger.close()
        await host.wait_gone()
        with pytest.raises(OfflineError):
            await host.limits.lift_pause(ID, 1)

    async def test_removed_charge_point_is_told(self, host: SmallHost) -> None:
        await dial_in(host)
        await host.limits.set_limit(ID, 1, 0)
        work = asyncio.create_task(host.limits.lift_pause(ID, 1))
        await asyncio.sleep(0)  # it has asked
        host.remove()
        with pytest.raises(NotPossibleError) as caught:
            await work
        assert caught.value.reason is NotPossible.UNKNOWN_CHARGE_POINT

    async def test_growatt_is_limited_by_a_key_and_stopped_for_a_pause(
        self, host: SmallHost
    ) -> None:
        """lbbrhzn/ocpp 1293."""
        charger = await dial_in(host, lambda _: True, vendor="Growatt", G_MaxCurrent="25.00")
        charger.auto_reply("ChangeConfiguration", {"status": "Accepted"})
        await host.limits.set_limit(ID, 1, 16.7)
        assert charger.received("ChangeConfiguration") == [{"key": "G_MaxCurrent", "value": "16"}]
        assert host.charge_point.limit_way == LimitWay.CONFIGURATION_KEY
        await host.limits.set_limit(ID, 1, 0)
        assert host.connector().limit.applied_a is None  # there is nothing to stop
        host.begin_transaction(42)
        host.limits.transaction_started(ID, 1)
        await until(lambda: host.connector().limit.applied_a == 0)
        assert charger.received("RemoteStopTransaction") == [{"transactionId": 42}]
        assert len(charger.received("ChangeConfiguration")) == 1

    async def test_key_that_is_refused_and_pause_before_any_way_is_known(
        self, host: SmallHost
    ) -> None:
        charger = await dial_in(host, lambda _: True, vendor="Growatt", G_MaxCurrent="25.00")
        charger.auto_reply("ChangeConfiguration", {"status": "Rejected"})
        await host.limits.set_limit(ID, 1, 0)
        with pytest.raises(NotPossibleError):
            await host.limits.set_limit(ID, 1, 16)

    async def test_key_never_limits_a_station_with_several_connectors(
        self, host: SmallHost
    ) -> None:
        charger = await dial_in(host, lambda _: True, vendor="Growatt", NumberOfConnectors="2")
        host.begin_transaction(42)
        with pytest.raises(NotPossibleError):
            await host.limits.set_limit(ID, 1, 16)
        assert not charger.received("ChangeConfiguration")
