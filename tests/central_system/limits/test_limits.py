"""Limits of a well-behaved charger: sent where they belong, merged, kept over connections and reboots."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from custom_components.plug_control.central_system.quirks import LimitWay
from custom_components.plug_control.model.connector import HeldLimit, SmartLimit
from custom_components.plug_control.model.events import ConnectorAdded, ConnectorChanged
from custom_components.plug_control.protocol.errors import (
    CallTimeoutError,
    NotPossible,
    NotPossibleError,
    OfflineError,
)
from tests.central_system.limited import dial_in, profiles, summary, until
from tests.central_system.small_host import ID, SmallHost


@pytest.fixture
async def host() -> AsyncIterator[SmallHost]:
    async with SmallHost() as host:
        yield host


class TestWellBehaved:
    """A charger that takes every profile."""

    async def test_r24_idle_connector_gets_a_default_profile_of_its_own(
        self, host: SmallHost
    ) -> None:
        charger = await dial_in(host)
        await host.limits.set_limit(ID, 1, 16)
        assert profiles(charger) == [
            {
                "connector": 1,
                "purpose": "TxDefaultProfile",
                "kind": "Relative",
                "level": 3,
                "id": 2001,
                "transaction": None,
                "unit": "A",
                "limit": 16,
                "periods": 1,
            }
        ]
        limit = host.connector().limit
        assert (limit.wanted_a, limit.applied_a, limit.applied_at) == (16, 16, host.now)
        assert host.charge_point.limit_way == LimitWay.TX_PROFILES_A
        assert ConnectorChanged(charge_point_id=ID, connector_id=1) in host.events
        assert host.remembered

    async def test_r23_running_transaction_gets_a_profile_with_its_id(
        self, host: SmallHost
    ) -> None:
        charger = await dial_in(host)
        host.begin_transaction(42)
        await host.limits.set_limit(ID, 1, 16)
        assert summary(charger, "purpose", "transaction", "limit", "id") == [
            ("TxDefaultProfile", None, 16, 2001),
            ("TxProfile", 42, 16, 3001),
        ]

    async def test_running_transaction_spares_the_default_profile_until_it_ends(
        self, host: SmallHost
    ) -> None:
        """The default profile is stored on flash."""
        charger = await dial_in(host)
        await host.limits.set_limit(ID, 1, 16)
        host.begin_transaction(42)
        await host.limits.set_limit(ID, 1, 10)
        await host.limits.set_limit(ID, 1, 12)
        host.end_transaction()
        host.limits.transaction_ended(ID, 1)
        await until(lambda: len(profiles(charger)) == 4)
        assert summary(charger, "purpose", "limit") == [
            ("TxDefaultProfile", 16),
            ("TxProfile", 10),
            ("TxProfile", 12),
            ("TxDefaultProfile", 12),
        ]

    async def test_end_of_a_transaction_without_a_change_sends_nothing(
        self, host: SmallHost
    ) -> None:
        charger = await dial_in(host)
        host.limits.transaction_ended(ID, 1)
        await host.limits.set_limit(ID, 1, 16)
        host.limits.transaction_ended(ID, 1)
        await host.limits.set_limit(ID, 1, 15)
        assert len(profiles(charger)) == 2

    async def test_r17_a_start_gets_the_standing_limit(self, host: SmallHost) -> None:
        charger = await dial_in(host)
        await host.limits.set_limit(ID, 1, 16)
        host.begin_transaction(42)
        host.limits.transaction_started(ID, 1)
        await until(lambda: len(profiles(charger)) == 2)
        assert summary(charger, "purpose", "transaction") == [
            ("TxDefaultProfile", None),
            ("TxProfile", 42),
        ]

    async def test_start_without_a_limit_sends_nothing(self, host: SmallHost) -> None:
        charger = await dial_in(host)
        host.begin_transaction(42)
        host.limits.transaction_started(ID, 1)
        await host.limits.set_limit(ID, 1, 16)
        assert summary(charger, "purpose") == [("TxDefaultProfile",), ("TxProfile",)]

    async def test_r25_profiles_are_replaced_and_never_pile_up(self, host: SmallHost) -> None:
        charger = await dial_in(host, NumberOfConnectors="2")
        for limit_a in (6, 16, 32):
            await host.limits.set_limit(ID, 1, limit_a)
            await host.limits.set_limit(ID, 2, limit_a)
        assert set(summary(charger, "connector", "id", "level")) == {(1, 2001, 3), (2, 2002, 3)}

    async def test_limit_that_was_confirmed_is_not_sent_again(self, host: SmallHost) -> None:
        """Profiles are stored on flash, and a controller repeats itself."""
        charger = await dial_in(host)
        await host.limits.set_limit(ID, 1, 16)
        await host.limits.set_limit(ID, 1, 16)
        assert len(profiles(charger)) == 1

    async def test_limits_are_clamped_to_the_maximum(self) -> None:
        async with SmallHost(maximum_current_a=16) as host:
            charger = await dial_in(host)
            await host.limits.set_limit(ID, 1, 32)
            assert summary(charger, "limit") == [(16,)]
            assert host.connector().limit.wanted_a == 16

    @pytest.mark.parametrize("limit_a", [0.1, 1, 5, 5.99, -1, -6, float("nan")])
    async def test_r29_1_to_5_a_are_never_sent(self, host: SmallHost, limit_a: float) -> None:
        charger = await dial_in(host)
        with pytest.raises(NotPossibleError) as caught:
            await host.limits.set_limit(ID, 1, limit_a)
        assert caught.value.reason is NotPossible.LIMIT_OUT_OF_RANGE
        assert (caught.value.charge_point_id, caught.value.action) == (ID, "SetChargingProfile")
        assert not charger.frames[2:]
        assert host.connector().limit.wanted_a is None

    async def test_r26_limits_have_one_decimal(self, host: SmallHost) -> None:
        charger = await dial_in(host)
        await host.limits.set_limit(ID, 1, 10.19)
        assert summary(charger, "limit") == [(10.1,)]

    @pytest.mark.parametrize(
        ("charge_point_id", "connector_id", "reason"),
        [
            ("CP-2", 1, NotPossible.UNKNOWN_CHARGE_POINT),
            (ID, 2, NotPossible.UNKNOWN_CONNECTOR),
            (ID, 0, NotPossible.UNKNOWN_CONNECTOR),
        ],
    )
    async def test_mistyped_target_limits_nothing(
        self, host: SmallHost, charge_point_id: str, connector_id: int, reason: NotPossible
    ) -> None:
        """Users' complaint 5."""
        charger = await dial_in(host)
        with pytest.raises(NotPossibleError) as caught:
            await host.limits.set_limit(charge_point_id, connector_id, 16)
        assert caught.value.reason is reason
        assert not profiles(charger)

    async def test_connector_that_was_not_heard_of_yet_is_told_of(self, host: SmallHost) -> None:
        await dial_in(host)
        await host.limits.set_limit(ID, 1, 16)
        assert ConnectorAdded(charge_point_id=ID, connector_id=1) in host.events

    @pytest.mark.parametrize(("phases", "watts"), [(3, 6900), (1, 2300)])
    async def test_r26_r28_charger_that_takes_watts_only(self, phases: int, watts: int) -> None:
        """Huawei spells it "power" (lbbrhzn/ocpp 1635)."""
        async with SmallHost(phases=phases) as host:
            charger = await dial_in(host, ChargingScheduleAllowedChargingRateUnit="power")
            await host.limits.set_limit(ID, 1, 10)
            assert summary(charger, "unit", "limit") == [("W", watts)]
            assert host.charge_point.limit_way == LimitWay.TX_PROFILES_W


class TestMerging:
    """Rapid changes."""

    async def test_last_wanted_value_wins_and_everybody_hears_of_it(self, host: SmallHost) -> None:
        charger = await dial_in(host)
        await host.limits.set_limit(ID, 1, 6)
        charger.auto_reply("SetChargingProfile", None)
        first = asyncio.create_task(host.limits.set_limit(ID, 1, 7))
        incoming = await charger.expect("SetChargingProfile")
        later = [asyncio.create_task(host.limits.set_limit(ID, 1, each)) for each in range(8, 20)]
        await asyncio.sleep(0)
        await incoming.reply({"status": "Accepted"})
        await first
        await (await charger.expect("SetChargingProfile")).reply({"status": "Accepted"})
        await asyncio.gather(*later)
        assert summary(charger, "limit") == [(6,), (7,), (19,)]
        assert host.connector().limit.applied_a == 19

    async def test_caller_that_gives_up_takes_nothing_from_the_others(
        self, host: SmallHost
    ) -> None:
        charger = await dial_in(host)
        await host.limits.set_limit(ID, 1, 6)
        charger.auto_reply("SetChargingProfile", None)
        impatient = asyncio.create_task(host.limits.set_limit(ID, 1, 7))
        patient = asyncio.create_task(host.limits.set_limit(ID, 1, 8))
        incoming = await charger.expect("SetChargingProfile")
        impatient.cancel()
        with pytest.raises(asyncio.CancelledError):
            await impatient
        await incoming.reply({"status": "Accepted"})
        await patient
        assert host.connector().limit.applied_a == 8

    async def test_stop_fails_what_waits(self, host: SmallHost) -> None:
        charger = await dial_in(host)
        charger.auto_reply("SetChargingProfile", None)
        work = asyncio.create_task(host.limits.set_limit(ID, 1, 7))
        await charger.expect("SetChargingProfile")
        await host.limits.stop()
        with pytest.raises(OfflineError):
            await work


class TestStanding:
    """Limits outlive connections and reboots."""

    async def test_offline_limit_is_told_and_applied_at_the_next_connection(
        self, host: SmallHost
    ) -> None:
        with pytest.raises(OfflineError) as caught:
            await host.limits.set_limit(ID, 1, 10)
        assert caught.value.charge_point_id == ID
        assert host.connector().limit.wanted_a == 10
        charger = await dial_in(host)
        await host.limits.reapply(ID, only_missing=True)
        await host.limits.reapply(ID, only_missing=True)
        assert summary(charger, "limit") == [(10,)]

    async def test_boot_gets_every_limit_again(self, host: SmallHost) -> None:
        charger = await dial_in(host, NumberOfConnectors="3")
        await host.limits.set_limit(ID, 1, 10)
        await host.limits.set_limit(ID, 2, 16)
        await host.limits.reapply(ID)
        assert summary(charger, "connector", "limit") == [(1, 10), (2, 16)] * 2

    async def test_failure_at_one_connector_spares_the_other(self, host: SmallHost) -> None:
        charger = await dial_in(host, NumberOfConnectors="2")
        await host.limits.set_limit(ID, 1, 10)
        await host.limits.set_limit(ID, 2, 16)
        charger.auto_reply("SetChargingProfile", None)
        work = asyncio.create_task(host.limits.reapply(ID))
        incoming = await charger.expect("SetChargingProfile")
        charger.auto_reply(
            "SetChargingProfile",
            lambda each: {"status": "Accepted" if each["connectorId"] == 2 else "Rejected"},
        )
        await incoming.reply({"status": "Rejected"})
        with pytest.raises(NotPossibleError):
            await work
        assert [host.connector(each).limit.applied_a for each in (1, 2)] == [None, 16]

    async def test_lower_maximum_counts_for_standing_limits_too(self) -> None:
        async with SmallHost(maximum_current_a=16) as host:
            charger = await dial_in(host)
            host.connector().limit.wanted_a = 32
            await host.limits.reapply(ID)
            assert summary(charger, "limit") == [(16,)]

    async def test_failure_in_the_background_is_no_more_than_a_warning(
        self, host: SmallHost, caplog: pytest.LogCaptureFixture
    ) -> None:
        await dial_in(host, lambda _: True)
        host.begin_transaction(42)
        host.connector().limit.wanted_a = 10
        host.limits.transaction_started(ID, 1)
        await until(lambda: "was not taken" in caplog.text)
        assert caplog.records[-1].levelname == "WARNING"


class TestUnknownOutcome:
    """Limits of which nobody knows whether the charger took them."""

    async def test_limit_without_answer_is_sent_again_though_the_old_one_is_wanted_again(
        self,
    ) -> None:
        async with SmallHost(call_timeout_s=0.5) as host:
            charger = await dial_in(host)
            await host.limits.set_limit(ID, 1, 16)
            charger.auto_reply("SetChargingProfile", lambda _: None)
            with pytest.raises(CallTimeoutError):
                await host.limits.set_limit(ID, 1, 10)
            charger.auto_reply("SetChargingProfile", {"status": "Accepted"})
            await host.limits.set_limit(ID, 1, 16)
            assert summary(charger, "limit") == [(16,), (10,), (16,)]

    async def test_limit_without_answer_is_sent_again_at_the_next_connection(self) -> None:
        async with SmallHost(call_timeout_s=0.5) as host:
            charger = await dial_in(host)
            await host.limits.set_limit(ID, 1, 16)
            charger.auto_reply("SetChargingProfile", lambda _: None)
            with pytest.raises(CallTimeoutError):
                await host.limits.set_limit(ID, 1, 10)
            host.connector().limit.wanted_a = 16
            charger.auto_reply("SetChargingProfile", {"status": "Accepted"})
            await host.limits.reapply(ID, only_missing=True)
            assert summary(charger, "limit")[-1] == (16,)

    async def test_limit_without_answer_may_be_held_and_so_may_the_one_before(self) -> None:
        async with SmallHost(call_timeout_s=0.5) as host:
            charger = await dial_in(host)
            limit = host.connector().limit
            await host.limits.set_smart_limit(ID, 1, SmartLimit(limit_a=10, phases=1))
            assert limit.held == HeldLimit(limit_a=10, phases=1)
            charger.auto_reply("SetChargingProfile", lambda _: None)
            for smart in (SmartLimit(limit_a=16, fallback_a=6), SmartLimit(limit_a=6, phases=1)):
                remembered = host.remembered
                with pytest.raises(CallTimeoutError):
                    await host.limits.set_smart_limit(ID, 1, smart)
                assert limit.held == HeldLimit(limit_a=16, fallback_a=6)
                assert host.remembered > remembered
            assert (limit.applied_a, limit.applied_phases) == (10, 1)
            charger.auto_reply("SetChargingProfile", {"status": "Accepted"})
            await host.limits.set_smart_limit(ID, 1, SmartLimit(limit_a=6, phases=1))
            assert limit.held == HeldLimit(limit_a=6, phases=1)

    async def test_refused_limit_leaves_what_is_confirmed(self, host: SmallHost) -> None:
        charger = await dial_in(host)
        await host.limits.set_limit(ID, 1, 16)
        charger.auto_reply("SetChargingProfile", {"status": "Rejected"})
        with pytest.raises(NotPossibleError):
            await host.limits.set_limit(ID, 1, 10)
        sent = len(profiles(charger))
        await host.limits.set_limit(ID, 1, 16)
        assert len(profiles(charger)) == sent
        assert host.connector().limit.applied_a == 16

    async def test_transaction_that_begins_while_a_limit_is_sent_gets_it_too(
        self, host: SmallHost
    ) -> None:
        charger = await dial_in(host)
        await host.limits.set_limit(ID, 1, 16)
        charger.auto_reply("SetChargingProfile", None)
        work = asyncio.create_task(host.limits.set_limit(ID, 1, 10))
        default = await charger.expect("SetChargingProfile")
        host.begin_transaction(42, new=True)
        host.limits.transaction_started(ID, 1)
        charger.auto_reply("SetChargingProfile", {"status": "Accepted"})
        await default.reply({"status": "Accepted"})
        await work
        await until(lambda: len(profiles(charger)) == 3)
        assert summary(charger, "purpose", "transaction", "limit")[1:] == [
            ("TxDefaultProfile", None, 10),
            ("TxProfile", 42, 10),
        ]

    async def test_start_of_a_removed_charge_point_is_harmless(self, host: SmallHost) -> None:
        await dial_in(host)
        host.remove()
        host.limits.transaction_started(ID, 1)
        host.limits.transaction_ended(ID, 1)

    async def test_limits_of_a_removed_charge_point_are_refused(self, host: SmallHost) -> None:
        await dial_in(host)
        host.remove()
        for refused in (
            host.limits.reapply(ID),
            host.limits.set_limit(ID, 1, 16),
            host.limits.lift_pause(ID, 1),
            host.limits.set_smart_limit(ID, 1, None),
        ):
            with pytest.raises(NotPossibleError) as error:
                await refused
            assert error.value.reason is NotPossible.UNKNOWN_CHARGE_POINT
