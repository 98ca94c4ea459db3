"""What is left in a charger for the time when it hears nothing of us."""

from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from custom_components.plug_control.central_system.quirks import LimitWay
from custom_components.plug_control.model.connector import SmartLimit
from simulator.scripted import ScriptedChargePoint
from tests.central_system.limited import (
    dial_in,
    has_steps,
    is_pause,
    purpose_is,
    schedules,
    settled,
    summary,
    until,
)
from tests.central_system.small_host import ID, SmallHost, configuration_answer

SILENCE_S = 900


@pytest.fixture
async def host() -> AsyncIterator[SmallHost]:
    async with SmallHost() as host:
        yield host


async def allow(host: SmallHost, limit_a: float, fallback_a: float = 6, **fields: Any) -> None:
    smart = SmartLimit(limit_a=limit_a, fallback_a=fallback_a, silence_s=SILENCE_S, **fields)
    await host.limits.set_smart_limit(ID, 1, smart)


def limits_at(host: SmallHost, charger: ScriptedChargePoint, *seconds: int) -> list[float]:
    """What the last schedule limits to so many seconds from now."""
    last = schedules(charger)[-1]
    return [last.limit_a(host.now + timedelta(seconds=each)) for each in seconds]


class TestSchedule:
    """A charger that takes every profile."""

    async def test_charger_falls_back_after_the_silence(self, host: SmallHost) -> None:
        charger = await dial_in(host)
        await allow(host, 16)
        [sent] = schedules(charger)
        assert (sent.kind, len(sent.steps)) == ("Absolute", 2)
        assert sent.steps[1][0] < 2**15  # it fits into any charger's memory
        assert limits_at(host, charger, 0, SILENCE_S - 1, SILENCE_S, 86400) == [16, 16, 6, 6]
        assert limits_at(host, charger, -3 * 3600) == [16]  # its clock may be hours behind

    async def test_who_would_gain_waits_twice_as_long(self, host: SmallHost) -> None:
        """Until each of the others has come down."""
        charger = await dial_in(host)
        await allow(host, 0)
        assert limits_at(host, charger, 0, 2 * SILENCE_S - 1, 2 * SILENCE_S) == [0, 0, 6]

    async def test_fallback_that_is_the_limit_needs_no_schedule(self, host: SmallHost) -> None:
        charger = await dial_in(host)
        await allow(host, 6)
        host.advance(SILENCE_S)
        await allow(host, 6)
        assert [each.steps for each in schedules(charger)] == [[(0, 6)]]

    async def test_user_wish_holds_for_the_fallback_too(self, host: SmallHost) -> None:
        charger = await dial_in(host)
        await host.limits.set_limit(ID, 1, 0)
        await allow(host, 16)
        assert host.connector().limit.applied_a == 0
        assert [each.steps for each in schedules(charger)] == [[(0, 0)]]
        await host.limits.set_limit(ID, 1, 8)
        await allow(host, 16, fallback_a=10)
        assert schedules(charger)[-1].steps == [(0, 8)]

    async def test_it_is_sent_anew_when_half_of_the_silence_has_passed(
        self, host: SmallHost
    ) -> None:
        charger = await dial_in(host)
        await allow(host, 16)
        told = len(host.events)
        host.advance(SILENCE_S / 2 - 1)
        await allow(host, 16)
        assert len(schedules(charger)) == 1
        host.advance(1)
        await allow(host, 16)
        await allow(host, 16)
        assert len(schedules(charger)) == 2
        assert limits_at(host, charger, SILENCE_S - 1, SILENCE_S) == [16, 6]
        assert len(host.events) == told

    async def test_one_that_grew_old_while_offline_is_sent_anew_after(
        self, host: SmallHost
    ) -> None:
        charger = await dial_in(host)
        await allow(host, 16)
        await charger.close()
        await host.wait_gone()
        host.advance(SILENCE_S)
        await allow(host, 16)  # nobody is there to be told
        charger = await dial_in(host)
        await host.limits.reapply(ID, only_missing=True)
        assert limits_at(host, charger, 0, SILENCE_S) == [16, 6]

    async def test_phases_stand_in_every_period(self, host: SmallHost) -> None:
        charger = await dial_in(host, ChargingScheduleAllowedChargingRateUnit="Power")
        await allow(host, 16, phases=1)
        [sent] = schedules(charger)
        assert (sent.phases, [limit for _, limit in sent.steps]) == (1, [3680, 1380])

    @pytest.mark.parametrize("offset_s", [-1800, 1800])
    async def test_r14_clock_that_is_known_to_be_wrong_is_counted_with(
        self, host: SmallHost, offset_s: int
    ) -> None:
        charger = await dial_in(host)
        host.charge_point.clock_offset_s = offset_s
        await allow(host, 16)
        assert limits_at(host, charger, offset_s, offset_s + SILENCE_S) == [16, 6]


class TestTransactions:
    """A profile of its own for the transaction, beside the one for the next."""

    async def test_transaction_and_next_one_both_fall_back(self, host: SmallHost) -> None:
        charger = await dial_in(host)
        host.begin_transaction(42)
        await allow(host, 16)
        await allow(host, 12)
        assert [(each.purpose, len(each.steps)) for each in schedules(charger)] == [
            ("TxDefaultProfile", 2),
            ("TxProfile", 2),
            ("TxProfile", 2),
        ]

    async def test_profile_for_the_next_one_is_made_safe_once(self, host: SmallHost) -> None:
        """It held a limit without end from before there was a fallback, and another one from before it changed."""
        charger = await dial_in(host)
        await host.limits.set_limit(ID, 1, 16)
        host.begin_transaction(42)
        await allow(host, 10)
        await allow(host, 12)
        await allow(host, 12, fallback_a=0)
        await allow(host, 12, fallback_a=6)
        purposes = [each.purpose for each in schedules(charger)]
        default, own = "TxDefaultProfile", "TxProfile"
        assert purposes == [default, default, own, own, default, own, own]

    async def test_next_one_gets_a_fresh_schedule(self, host: SmallHost) -> None:
        charger = await dial_in(host)
        await allow(host, 16)
        host.begin_transaction(42)
        host.limits.transaction_started(ID, 1)
        await until(lambda: len(schedules(charger)) == 2)
        await settled(host)
        host.advance(SILENCE_S)
        await allow(host, 16)
        host.end_transaction()
        host.limits.transaction_ended(ID, 1)
        await until(lambda: len(schedules(charger)) == 4)
        assert schedules(charger)[-1].purpose == "TxDefaultProfile"
        assert limits_at(host, charger, 0, SILENCE_S) == [16, 6]


class TestRelativeOnly:
    """Wallbox: absolute profiles are not obeyed (evcc 25042)."""

    async def test_schedule_counts_from_the_start_of_the_transaction(self, host: SmallHost) -> None:
        charger = await dial_in(host, vendor="Wall Box Chargers")
        transaction = host.begin_transaction(42)
        host.advance(540)
        await allow(host, 16)
        assert host.now - transaction.started_at == timedelta(seconds=600)
        assert [(each.kind, each.purpose, each.steps) for each in schedules(charger)] == [
            ("Relative", "TxDefaultProfile", [(0, 6)]),
            ("Relative", "TxProfile", [(0, 16), (600 + SILENCE_S, 6)]),
        ]

    async def test_without_a_transaction_the_lower_of_both_stands_and_is_not_sent_again(
        self, host: SmallHost
    ) -> None:
        charger = await dial_in(host, vendor="Wall Box Chargers")
        await allow(host, 16)
        host.advance(SILENCE_S)
        await allow(host, 16)
        await allow(host, 0)
        assert [each.steps for each in schedules(charger)] == [[(0, 6)], [(0, 0)]]
        assert host.limits.habits(ID).has_fail_safe

    @pytest.mark.parametrize("unknown", ["adopted", "time_estimated"])
    async def test_start_that_is_not_surely_known_counts_for_nothing(
        self, host: SmallHost, unknown: str
    ) -> None:
        charger = await dial_in(host, vendor="Wall Box Chargers")
        setattr(host.begin_transaction(42), unknown, True)
        await allow(host, 16)
        assert {tuple(each.steps) for each in schedules(charger)} == {((0, 6),)}

    async def test_start_is_given_its_schedule_and_the_end_takes_it_back(
        self, host: SmallHost
    ) -> None:
        """One that takes the default profile only: it is also that of the transaction."""
        charger = await dial_in(host, purpose_is("TxProfile"), vendor="Wall Box Chargers")
        host.begin_transaction(41)
        await allow(host, 16)
        host.end_transaction()
        host.limits.transaction_ended(ID, 1)
        await until(lambda: schedules(charger)[-1].steps == [(0, 6)])
        assert host.charge_point.limit_way == LimitWay.TX_DEFAULT_A
        host.begin_transaction(42)
        host.limits.transaction_started(ID, 1)
        await until(lambda: schedules(charger)[-1].steps == [(0, 16), (60 + SILENCE_S, 6)])


class TestRefused:
    """Chargers that take not every schedule."""

    async def test_refused_absolute_schedule_becomes_a_relative_one(self, host: SmallHost) -> None:
        charger = await dial_in(host, lambda each: each["chargingProfileKind"] == "Absolute")
        host.begin_transaction(42)
        await allow(host, 16)
        kinds = [each.kind for each in schedules(charger)]
        assert kinds[0] == "Absolute"
        await allow(host, 12)
        assert {each.kind for each in schedules(charger)[len(kinds) :]} == {"Relative"}
        assert schedules(charger)[-1].steps == [(0, 12), (60 + SILENCE_S, 6)]
        assert host.limits.habits(ID).has_fail_safe

    async def test_charger_that_takes_one_period_only_gets_the_limit_alone(
        self, host: SmallHost
    ) -> None:
        charger = await dial_in(host, has_steps)
        host.begin_transaction(42)
        await allow(host, 16)
        sent = len(schedules(charger))
        assert not host.limits.habits(ID).has_fail_safe
        assert host.connector().limit.applied_a == 16
        host.advance(240)
        await allow(host, 16)
        assert len(schedules(charger)) == sent  # it would not be renewed by that
        await allow(host, 12)
        assert [each.steps for each in schedules(charger)[sent:]] == [[(0, 12)]]
        host.end_transaction()
        host.limits.transaction_ended(ID, 1)
        await until(lambda: schedules(charger)[-1].purpose == "TxDefaultProfile")
        assert schedules(charger)[-1].steps == [(0, 12)]

    async def test_one_that_took_an_idle_relative_one_may_still_refuse_periods(
        self, host: SmallHost
    ) -> None:
        charger = await dial_in(
            host, lambda each: each["chargingProfileKind"] == "Absolute" or has_steps(each)
        )
        await allow(host, 16)
        assert schedules(charger)[-1].steps == [(0, 6)]
        host.begin_transaction(42)
        await allow(host, 12)
        assert schedules(charger)[-1].steps == [(0, 12)]
        assert not host.limits.habits(ID).has_fail_safe

    async def test_evcc_15493_schedule_keeps_the_stack_level_that_was_found(
        self, host: SmallHost
    ) -> None:
        """Profiles of another level would pile up (R25)."""
        charger = await dial_in(host, lambda each: each["stackLevel"] != 0)
        await host.limits.set_limit(ID, 1, 16)
        await allow(host, 10)
        assert summary(charger, "level") == [(3,), (0,), (0,)]

    async def test_pause_that_is_refused_together_with_a_fallback_is_a_pause(
        self, host: SmallHost
    ) -> None:
        charger = await dial_in(host, lambda each: is_pause(each) and has_steps(each))
        host.begin_transaction(42)
        await allow(host, 0)
        assert host.connector().limit.applied_a == 0
        assert not charger.received("RemoteStopTransaction")

    async def test_reboot_has_it_tried_again(self, host: SmallHost) -> None:
        charger = await dial_in(host, has_steps)
        await allow(host, 16)
        charger.auto_reply("SetChargingProfile", {"status": "Accepted"})
        await host.limits.reapply(ID)
        assert host.limits.habits(ID).has_fail_safe
        assert limits_at(host, charger, 0, SILENCE_S) == [16, 6]

    async def test_station_that_takes_its_maximum_only_falls_back_as_well(
        self, host: SmallHost
    ) -> None:
        charger = await dial_in(host, purpose_is("TxDefaultProfile", "TxProfile"))
        host.begin_transaction(42)
        await allow(host, 16)
        assert schedules(charger)[-1].purpose == "ChargePointMaxProfile"
        assert limits_at(host, charger, 0, SILENCE_S) == [16, 6]


class TestC2EU:
    """It looks at its limit when a period of the active profile begins (C2EU section 4)."""

    async def dial_in(self, host: SmallHost) -> ScriptedChargePoint:
        charger = await host.dial_in("XC", "C2EU")
        charger.auto_reply("SetChargingProfile", {"status": "Accepted"})
        charger.auto_reply("GetConfiguration", configuration_answer(NumberOfConnectors="1"))
        return charger

    async def test_schedule_has_a_boundary_at_every_multiple_of_300_s(
        self, host: SmallHost
    ) -> None:
        charger = await self.dial_in(host)
        host.advance(130)
        await allow(host, 16)
        [sent] = schedules(charger)
        assert (sent.kind, sent.purpose) == ("Absolute", "TxDefaultProfile")
        assert sent.start is not None
        assert sent.start.timestamp() % 300 == 0
        assert sent.start < host.now - timedelta(
            minutes=30
        )  # it must have begun, or the ceiling holds
        seconds = [second for second, _ in sent.steps]
        assert seconds[:288] == list(range(0, 86400, 300))
        assert {later - before for before, later in pairwise(seconds[288:])} == {3600}
        assert seconds[-1] > 6 * 86400  # a limit after days of silence must be looked at too

    async def test_fallback_begins_at_the_first_boundary_after_the_silence(
        self, host: SmallHost
    ) -> None:
        charger = await self.dial_in(host)
        host.advance(130)
        await allow(host, 16)
        assert limits_at(host, charger, 0, SILENCE_S, SILENCE_S + 170) == [16, 16, 6]

    async def test_limit_without_a_fallback_is_a_daily_one_again(self, host: SmallHost) -> None:
        charger = await self.dial_in(host)
        await allow(host, 16)
        await host.limits.set_smart_limit(ID, 1, None)
        assert [each.kind for each in schedules(charger)] == ["Absolute", "Recurring"]
        assert {limit for _, limit in schedules(charger)[-1].steps} == {32}
