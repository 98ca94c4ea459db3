"""What smart charging allows, beside the user's limit."""

from collections.abc import AsyncIterator

import pytest

from custom_components.plug_control.central_system.limits.search import LimitHabits
from custom_components.plug_control.model.connector import SmartLimit
from custom_components.plug_control.model.events import ConnectorChanged
from custom_components.plug_control.protocol.errors import (
    CommandRejectedError,
    NotPossible,
    NotPossibleError,
    OfflineError,
)
from tests.central_system.limited import dial_in, profiles, schedules, summary, until
from tests.central_system.small_host import ID, SmallHost


@pytest.fixture
async def host() -> AsyncIterator[SmallHost]:
    async with SmallHost() as host:
        yield host


def smart(limit_a: float, phases: int | None = None) -> SmartLimit:
    return SmartLimit(limit_a=limit_a, phases=phases)


async def allow(host: SmallHost, limit_a: float, phases: int | None = None) -> None:
    await host.limits.set_smart_limit(ID, 1, smart(limit_a, phases))


class TestLesserOfBoth:
    """The charger gets the lesser of the user's limit and smart charging's."""

    async def test_lesser_limit_counts_and_the_wish_stands(self, host: SmallHost) -> None:
        charger = await dial_in(host)
        await host.limits.set_limit(ID, 1, 16)
        await allow(host, 10)
        await allow(host, 20)
        await host.limits.set_limit(ID, 1, 8)
        assert summary(charger, "limit") == [(16,), (10,), (16,), (8,)]
        limit = host.connector().limit
        assert (limit.wanted_a, limit.smart, limit.applied_a) == (8, smart(20), 8)

    async def test_0_wins(self, host: SmallHost) -> None:
        charger = await dial_in(host)
        await host.limits.set_limit(ID, 1, 0)
        await allow(host, 16)
        await host.limits.set_limit(ID, 1, 16)
        await allow(host, 0)
        assert summary(charger, "limit") == [(0,), (16,), (0,)]

    async def test_without_a_wish_it_counts_alone_up_to_the_maximum(self) -> None:
        async with SmallHost(maximum_current_a=20) as host:
            charger = await dial_in(host)
            await allow(host, 10)
            await allow(host, 32)
            assert summary(charger, "limit") == [(10,), (20,)]
            assert host.connector().limit.wanted_a is None

    async def test_pause_of_the_user_is_lifted_to_what_is_allowed(self, host: SmallHost) -> None:
        charger = await dial_in(host)
        await host.limits.set_limit(ID, 1, 16)
        await allow(host, 10)
        await host.limits.set_limit(ID, 1, 0)
        assert await host.limits.lift_pause(ID, 1)
        assert summary(charger, "limit")[-2:] == [(0,), (10,)]

    async def test_transaction_that_begins_gets_it(self, host: SmallHost) -> None:
        charger = await dial_in(host)
        await allow(host, 10)
        host.begin_transaction(42)
        host.limits.transaction_started(ID, 1)
        await until(lambda: len(profiles(charger)) == 2)
        assert summary(charger, "purpose", "limit") == [("TxDefaultProfile", 10), ("TxProfile", 10)]

    async def test_transaction_that_ends_leaves_it_to_the_next(self, host: SmallHost) -> None:
        charger = await dial_in(host)
        await allow(host, 10)
        host.begin_transaction(42)
        await allow(host, 12)
        host.end_transaction()
        host.limits.transaction_ended(ID, 1)
        await until(lambda: len(profiles(charger)) == 3)
        assert summary(charger, "purpose", "limit")[1:] == [
            ("TxProfile", 12),
            ("TxDefaultProfile", 12),
        ]


class TestTakenBack:
    """Smart charging has nothing to say any more."""

    async def test_user_limit_stands_again(self, host: SmallHost) -> None:
        charger = await dial_in(host)
        await host.limits.set_limit(ID, 1, 16)
        await allow(host, 10)
        await host.limits.set_smart_limit(ID, 1, None)
        assert summary(charger, "limit") == [(16,), (10,), (16,)]

    async def test_without_a_wish_the_maximum_stands_over_boots_too(self, host: SmallHost) -> None:
        """What smart charging left in the charger would limit for ever."""
        charger = await dial_in(host)
        await allow(host, 10)
        await host.limits.set_smart_limit(ID, 1, None)
        await host.limits.set_smart_limit(ID, 1, None)
        assert summary(charger, "limit") == [(10,), (32,)]
        await host.limits.reapply(ID)
        host.begin_transaction(42)
        host.limits.transaction_started(ID, 1)
        await until(lambda: len(profiles(charger)) == 4)
        assert summary(charger, "purpose", "limit")[2:] == [
            ("TxDefaultProfile", 32),
            ("TxProfile", 32),
        ]
        await allow(host, 8)
        assert not host.connector().limit.released

    async def test_who_never_used_it_sees_nothing_of_it(self, host: SmallHost) -> None:
        charger = await dial_in(host)
        await host.limits.set_smart_limit(ID, 1, None)
        host.begin_transaction(42)
        host.limits.transaction_started(ID, 1)
        host.limits.transaction_ended(ID, 1)
        await host.limits.reapply(ID)
        assert len(charger.frames) == 2  # the boot
        assert not [event for event in host.events if isinstance(event, ConnectorChanged)]


class TestRepeated:
    """It is set anew at every decision."""

    async def test_what_changes_nothing_costs_nothing(self, host: SmallHost) -> None:
        charger = await dial_in(host)
        await allow(host, 10)
        told, remembered = len(host.events), host.remembered
        work = host.limits.set_smart_limit(ID, 1, smart(10))
        with pytest.raises(StopIteration):  # without having waited once
            work.send(None)
        assert (len(host.events), host.remembered) == (told, remembered)
        assert len(profiles(charger)) == 1

    async def test_refused_limit_is_tried_again(self, host: SmallHost) -> None:
        charger = await dial_in(host, lambda _: True)
        for _ in range(2):
            with pytest.raises(NotPossibleError) as caught:
                await allow(host, 10)
            assert caught.value.reason is NotPossible.LIMIT_NOT_SUPPORTED
        charger.auto_reply("SetChargingProfile", {"status": "Accepted"})
        host.advance(301)
        await allow(host, 10)
        assert host.connector().limit.applied_a == 10

    async def test_limit_that_waits_for_a_transaction_waits_in_silence(
        self, host: SmallHost
    ) -> None:
        """A charger that takes TxProfiles only."""
        charger = await dial_in(host, lambda each: each["chargingProfilePurpose"] != "TxProfile")
        host.begin_transaction(42)
        await allow(host, 10)
        host.end_transaction()
        await allow(host, 12)
        assert host.connector().limit.applied_a is None
        told, sent = len(host.events), len(charger.frames)
        await allow(host, 12)
        assert (len(host.events), len(charger.frames)) == (told, sent)
        host.begin_transaction(43, adopted=True)  # its start was never heard of
        await allow(host, 12)
        assert host.connector().limit.applied_a == 12

    async def test_offline_it_is_told_and_applied_at_the_next_connection(
        self, host: SmallHost
    ) -> None:
        for _ in range(2):
            with pytest.raises(OfflineError) as caught:
                await allow(host, 10)
            assert (caught.value.charge_point_id, caught.value.action) == (ID, "SetChargingProfile")
        assert len([event for event in host.events if isinstance(event, ConnectorChanged)]) == 1
        charger = await dial_in(host)
        await host.limits.reapply(ID, only_missing=True)
        assert summary(charger, "limit") == [(10,)]
        await charger.close()
        await host.wait_gone()
        await allow(host, 10)  # it holds it

    @pytest.mark.parametrize(
        "wrong",
        [
            SmartLimit(limit_a=5),
            SmartLimit(limit_a=10, fallback_a=3),
            SmartLimit(limit_a=10, phases=4),
            SmartLimit(limit_a=10, silence_s=0),
        ],
    )
    async def test_r29_what_is_no_limit_is_refused(
        self, host: SmallHost, wrong: SmartLimit
    ) -> None:
        charger = await dial_in(host)
        with pytest.raises(NotPossibleError) as caught:
            await host.limits.set_smart_limit(ID, 1, wrong)
        assert caught.value.reason is NotPossible.LIMIT_OUT_OF_RANGE
        assert host.connector().limit.smart is None
        assert not profiles(charger)

    async def test_removed_charge_point_is_forgotten(self, host: SmallHost) -> None:
        await dial_in(host)
        await allow(host, 10)
        host.limits.forget(ID)
        host.remove()
        with pytest.raises(NotPossibleError):
            await allow(host, 10)
        with pytest.raises(NotPossibleError):
            host.limits.habits(ID)


class TestPhases:
    """On how many phases to charge."""

    async def test_r26_number_phases_is_told_in_a(self, host: SmallHost) -> None:
        charger = await dial_in(host)
        await allow(host, 10, phases=1)
        await allow(host, 10, phases=3)
        await allow(host, 10)
        assert [each.phases for each in schedules(charger)] == [1, 3, 3]
        assert host.connector().limit.applied_phases is None

    async def test_r26_watts_count_the_phases_that_are_told(self, host: SmallHost) -> None:
        charger = await dial_in(host, ChargingScheduleAllowedChargingRateUnit="Power")
        await allow(host, 10, phases=1)
        assert [(each.steps, each.phases) for each in schedules(charger)] == [([(0, 2300)], 1)]
        assert host.connector().limit.applied_phases == 1

    async def test_never_more_than_the_charger_is_wired_to(self) -> None:
        async with SmallHost(phases=1) as host:
            charger = await dial_in(host)
            await allow(host, 10, phases=3)
            assert [each.phases for each in schedules(charger)] == [1]


class TestHabits:
    """What smart charging plans with."""

    async def test_well_behaved_charger(self, host: SmallHost) -> None:
        await dial_in(host)
        assert host.limits.habits(ID) == LimitHabits(
            latency_s=10, period_s=0, has_fail_safe=True, can_pause=True
        )

    async def test_c2eu_looks_at_its_limit_every_300_s(self, host: SmallHost) -> None:
        """C2EU section 4."""
        await host.dial_in("XC", "C2EU")
        assert host.limits.habits(ID) == LimitHabits(
            latency_s=10, period_s=300, has_fail_safe=True, can_pause=True
        )

    async def test_growatt_has_no_fail_safe_and_cannot_pause(self, host: SmallHost) -> None:
        """lbbrhzn/ocpp 1293."""
        charger = await dial_in(host, lambda _: True, vendor="Growatt", G_MaxCurrent="25.00")
        charger.auto_reply("ChangeConfiguration", {"status": "Accepted"})
        await allow(host, 16)
        habits = host.limits.habits(ID)
        assert (habits.has_fail_safe, habits.can_pause) == (False, False)


class TestStopsAtOnce:
    """0 A that a charger would take late also stops the charge (C2EU: a limit acts at the next five minutes)."""

    STOP = SmartLimit(limit_a=0, stops_at_once=True)

    async def test_the_charge_is_stopped_and_a_later_one_held_at_0(self, host: SmallHost) -> None:
        charger = await dial_in(host)
        host.begin_transaction(42)
        await host.limits.set_smart_limit(ID, 1, self.STOP)
        assert charger.received("RemoteStopTransaction") == [{"transactionId": 42}]
        assert summary(charger, "limit")[-1] == (0,)
        assert host.connector().limit.applied_a == 0

    async def test_a_charge_that_is_not_stopped_gets_the_limit_all_the_same(
        self, host: SmallHost
    ) -> None:
        charger = await dial_in(host)
        charger.auto_reply("RemoteStopTransaction", lambda _: {"status": "Rejected"})
        host.begin_transaction(42)
        with pytest.raises(CommandRejectedError):
            await host.limits.set_smart_limit(ID, 1, self.STOP)
        assert set(summary(charger, "limit")) == {(0,)}

    async def test_without_a_charge_there_is_nothing_to_stop(self, host: SmallHost) -> None:
        charger = await dial_in(host)
        await host.limits.set_smart_limit(ID, 1, self.STOP)
        assert summary(charger, "limit") == [(0,)]
        assert not charger.received("RemoteStopTransaction")

    async def test_a_limit_above_0_stops_nothing(self, host: SmallHost) -> None:
        charger = await dial_in(host)
        host.begin_transaction(42)
        await host.limits.set_smart_limit(ID, 1, SmartLimit(limit_a=6, stops_at_once=True))
        assert not charger.received("RemoteStopTransaction")
