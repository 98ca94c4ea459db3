"""Limits: each kind of charger is found out by its answers, remembered, and gets its limit again."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import pytest

from custom_components.plug_control.central_system.limits import LimitWay
from custom_components.plug_control.model.events import (
    ConnectorAdded,
    ConnectorChanged,
    Problem,
    ProblemFound,
    ProblemGone,
)
from custom_components.plug_control.protocol.errors import (
    CallTimeoutError,
    CommandRejectedError,
    NotPossible,
    NotPossibleError,
    OfflineError,
)
from simulator.frames import Payload
from simulator.scripted import ScriptedChargePoint

from .small_host import ID, SmallHost, configuration_answer

SMART = {
    "NumberOfConnectors": "1",
    "ChargeProfileMaxStackLevel": "3",
    "ChargingScheduleAllowedChargingRateUnit": "Current",
}
NO_LIMITS = ProblemFound(
    charge_point_id=ID, problem=Problem.LIMIT_NOT_SUPPORTED, detail="NotSupported"
)


@pytest.fixture
async def host() -> AsyncIterator[SmallHost]:
    async with SmallHost() as host:
        yield host


async def dial_in(
    host: SmallHost,
    refuses: Callable[[dict[str, Any]], bool] = lambda _: False,
    *,
    vendor: str = "Acme",
    refusal: str = "Rejected",
    **configuration: str,
) -> ScriptedChargePoint:
    """A charger that refuses the profiles that `refuses` names; connectorId is told it within the profile."""
    charger = await host.dial_in(vendor, "Box")

    def answer(payload: Payload) -> Payload:
        profile: Any = payload["csChargingProfiles"]
        refused = refuses(profile | {"connectorId": payload["connectorId"]})
        return {"status": refusal if refused else "Accepted"}

    charger.auto_reply("SetChargingProfile", answer)
    charger.auto_reply("GetConfiguration", configuration_answer(**(SMART | configuration)))
    charger.auto_reply("ClearChargingProfile", {"status": "Accepted"})
    charger.auto_reply("RemoteStopTransaction", {"status": "Accepted"})
    return charger


def profiles(charger: ScriptedChargePoint) -> list[dict[str, Any]]:
    """The profiles that were sent, flat."""
    flat = []
    for payload in charger.received("SetChargingProfile"):
        profile: Any = payload["csChargingProfiles"]
        schedule = profile["chargingSchedule"]
        flat.append(
            {
                "connector": payload["connectorId"],
                "purpose": profile["chargingProfilePurpose"],
                "kind": profile["chargingProfileKind"],
                "level": profile["stackLevel"],
                "id": profile["chargingProfileId"],
                "transaction": profile.get("transactionId"),
                "unit": schedule["chargingRateUnit"],
                "limit": schedule["chargingSchedulePeriod"][0]["limit"],
                "periods": len(schedule["chargingSchedulePeriod"]),
            }
        )
    return flat


def summary(charger: ScriptedChargePoint, *names: str) -> list[tuple[Any, ...]]:
    """Some of it."""
    return [tuple(profile[name] for name in names) for profile in profiles(charger)]


def purpose_is(*purposes: str) -> Callable[[dict[str, Any]], bool]:
    return lambda profile: profile["chargingProfilePurpose"] in purposes


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


async def until(predicate: Callable[[], bool]) -> None:
    """Wait for what happens by itself."""
    async with asyncio.timeout(5):
        while not predicate():
            await asyncio.sleep(0.01)


class TestFindingOut:
    """Chargers that refuse something."""

    async def test_refused_tx_profile_leaves_the_default_profile(self, host: SmallHost) -> None:
        charger = await dial_in(host, purpose_is("TxProfile"))
        host.begin_transaction(42)
        await host.limits.set_limit(ID, 1, 16)
        await host.limits.set_limit(ID, 1, 10)
        assert summary(charger, "purpose", "limit", "level") == [
            ("TxDefaultProfile", 16, 3),
            ("TxProfile", 16, 3),
            ("TxDefaultProfile", 10, 3),
        ]
        assert host.charge_point.limit_way == LimitWay.TX_DEFAULT_A
        assert host.connector().limit.applied_a == 10

    async def test_highest_stack_level_refused(self, host: SmallHost) -> None:
        """As in evcc 15493, but by a make that nobody has reported."""
        charger = await dial_in(host, lambda profile: profile["stackLevel"] > 0)
        await host.limits.set_limit(ID, 1, 16)
        await host.limits.set_limit(ID, 1, 10)
        assert summary(charger, "level", "limit") == [(3, 16), (0, 16), (0, 10)]

    async def test_relative_profiles_refused(self, host: SmallHost) -> None:
        """As in evcc 15240, by a make that nobody has reported."""
        charger = await dial_in(host, lambda each: each["chargingProfileKind"] == "Relative")
        await host.limits.set_limit(ID, 1, 16)
        assert summary(charger, "kind", "level") == [
            ("Relative", 3),
            ("Relative", 0),
            ("Absolute", 3),
        ]

    async def test_station_profile_where_nothing_else_is_taken(self, host: SmallHost) -> None:
        charger = await dial_in(host, purpose_is("TxDefaultProfile", "TxProfile"))
        await host.limits.set_limit(ID, 1, 16)
        assert profiles(charger)[-1] | {"level": 0} == {
            "connector": 0,
            "purpose": "ChargePointMaxProfile",
            "kind": "Absolute",
            "level": 0,
            "id": 1001,
            "transaction": None,
            "unit": "A",
            "limit": 16,
            "periods": 1,
        }
        assert host.charge_point.limit_way == LimitWay.CHARGE_POINT_MAX_A

    async def test_slider_of_a_connector_never_limits_the_whole_station(
        self, host: SmallHost
    ) -> None:
        """Users' complaint 4."""
        charger = await dial_in(
            host,
            purpose_is("TxDefaultProfile", "TxProfile"),
            refusal="NotSupported",
            NumberOfConnectors="2",
        )
        host.begin_transaction(42, 2)
        with pytest.raises(NotPossibleError):
            await host.limits.set_limit(ID, 2, 16)
        assert {connector for (connector,) in summary(charger, "connector")} == {2}

    async def test_way_that_needs_a_transaction_is_found_when_one_begins(
        self, host: SmallHost
    ) -> None:
        charger = await dial_in(
            host,
            lambda each: (
                each["chargingProfilePurpose"] == "TxDefaultProfile" or each["stackLevel"] > 0
            ),
            NumberOfConnectors="2",
        )
        with pytest.raises(NotPossibleError):  # nothing else is taken now
            await host.limits.set_limit(ID, 1, 16)
        host.begin_transaction(42)
        host.limits.transaction_started(ID, 1)
        await until(lambda: host.connector().limit.applied_a == 16)
        assert host.charge_point.limit_way == LimitWay.TX_PROFILE_A
        assert summary(charger, "purpose", "transaction", "level")[-1] == ("TxProfile", 42, 0)
        assert isinstance(host.events[-2], ProblemGone)

        host.end_transaction()
        sent = len(profiles(charger))
        await host.limits.set_limit(ID, 1, 10)  # known by now: it waits for the next one
        assert (host.connector().limit.wanted_a, host.connector().limit.applied_a) == (10, None)
        assert len(profiles(charger)) == sent

    async def test_both_units_are_tried_where_the_charger_names_none(self, host: SmallHost) -> None:
        charger = await dial_in(
            host,
            lambda each: each["chargingSchedule"]["chargingRateUnit"] == "A",
            ChargingScheduleAllowedChargingRateUnit="",
        )
        await host.limits.set_limit(ID, 1, 10)
        assert host.charge_point.limit_way == LimitWay.TX_PROFILES_W
        assert profiles(charger)[-1]["limit"] == 6900

    async def test_remembered_way_is_taken_at_once(self, host: SmallHost) -> None:
        host.charge_point.limit_way = "charge_point_max_profile_a"
        charger = await dial_in(host)
        await host.limits.set_limit(ID, 1, 16)
        assert summary(charger, "purpose") == [("ChargePointMaxProfile",)]

    @pytest.mark.parametrize("way", ["nonsense", "tx_profile_w"])
    async def test_remembered_way_that_makes_no_sense_any_more(
        self, host: SmallHost, way: str
    ) -> None:
        host.charge_point.limit_way = way
        charger = await dial_in(host)
        await host.limits.set_limit(ID, 1, 16)
        assert summary(charger, "purpose") == [("TxDefaultProfile",)]

    async def test_r27_another_way_takes_back_what_the_old_one_left(self, host: SmallHost) -> None:
        refused = "TxDefaultProfile"
        charger = await dial_in(host, lambda each: each["chargingProfilePurpose"] == refused)
        await host.limits.set_limit(ID, 1, 16)
        assert host.charge_point.limit_way == LimitWay.CHARGE_POINT_MAX_A
        refused = "ChargePointMaxProfile"
        await host.limits.set_limit(ID, 1, 10)
        assert host.charge_point.limit_way == LimitWay.TX_PROFILES_A
        assert charger.received("ClearChargingProfile") == [{"id": 1001}]

    async def test_old_profile_that_cannot_be_taken_back_is_no_failure(
        self, host: SmallHost
    ) -> None:
        host.charge_point.limit_way = "charge_point_max_profile_a"
        charger = await dial_in(host, purpose_is("ChargePointMaxProfile"))
        charger.auto_reply("ClearChargingProfile", {})
        await host.limits.set_limit(ID, 1, 10)
        assert host.connector().limit.applied_a == 10

    async def test_transaction_that_ends_meanwhile_is_no_refusal(self, host: SmallHost) -> None:
        charger = await dial_in(host)
        charger.auto_reply("SetChargingProfile", None)
        host.begin_transaction(42)
        work = asyncio.create_task(host.limits.set_limit(ID, 1, 16))
        await (await charger.expect("SetChargingProfile")).reply({"status": "Accepted"})
        incoming = await charger.expect("SetChargingProfile")
        host.end_transaction()
        await incoming.reply({"status": "Rejected"})
        await work
        assert host.charge_point.limit_way is None
        assert not charger.pending

    @pytest.mark.parametrize(("adopted", "new"), [(True, False), (False, True)])
    async def test_transaction_that_the_charger_may_not_know_teaches_nothing(
        self, host: SmallHost, adopted: bool, new: bool
    ) -> None:
        await dial_in(host, purpose_is("TxProfile"))
        host.begin_transaction(42, adopted=adopted, new=new)
        await host.limits.set_limit(ID, 1, 16)
        assert host.charge_point.limit_way is None
        assert host.connector().limit.applied_a == 16

    async def test_configuration_that_is_not_told_is_no_obstacle(self, host: SmallHost) -> None:
        charger = await dial_in(host)
        charger.auto_reply("GetConfiguration", None)
        work = asyncio.create_task(host.limits.set_limit(ID, 1, 16))
        for _ in range(2):
            await (await charger.expect("GetConfiguration")).refuse("NotSupported")
        await work
        await host.limits.set_limit(ID, 1, 10)
        assert summary(charger, "level", "limit") == [(0, 16), (0, 10)]
        assert len(charger.received("GetConfiguration")) == 2

    async def test_connection_that_closes_while_the_configuration_is_read(
        self, host: SmallHost
    ) -> None:
        charger = await dial_in(host)
        charger.auto_reply("GetConfiguration", None)
        work = asyncio.create_task(host.limits.set_limit(ID, 1, 16))
        await charger.expect("GetConfiguration")
        await charger.abort()
        with pytest.raises(OfflineError):
            await work

    async def test_way_without_an_answer_is_tried_last_the_next_time(self) -> None:
        async with SmallHost(call_timeout_s=0.1) as host:
            charger = await dial_in(host)
            charger.auto_reply(
                "SetChargingProfile",
                lambda each: {"status": "Accepted"} if each["connectorId"] == 0 else None,
            )
            for _ in range(2):  # two ways begin with it
                with pytest.raises(CallTimeoutError) as caught:
                    await host.limits.set_limit(ID, 1, 16)
                assert caught.value.charge_point_id == ID
            await host.limits.set_limit(ID, 1, 16)
            assert host.charge_point.limit_way == LimitWay.CHARGE_POINT_MAX_A


class TestNotSupported:
    """A charger that takes no limit at all."""

    async def test_refused_limit_shows_an_error_and_a_problem_that_goes_away(
        self, host: SmallHost
    ) -> None:
        """Users' complaint 6."""
        refuses = True
        charger = await dial_in(host, lambda _: refuses, refusal="NotSupported")
        with pytest.raises(NotPossibleError) as caught:
            await host.limits.set_limit(ID, 1, 16)
        error = caught.value
        assert error.reason is NotPossible.LIMIT_NOT_SUPPORTED
        assert (error.charge_point_id, error.action) == (ID, "SetChargingProfile")
        assert error.detail == "NotSupported"
        assert host.events.count(NO_LIMITS) == 1
        assert host.connector().limit.applied_a is None

        sent = len(profiles(charger))
        with pytest.raises(NotPossibleError):  # known by now: nothing is sent
            await host.limits.set_limit(ID, 1, 10)
        assert len(profiles(charger)) == sent
        assert host.events.count(NO_LIMITS) == 1

        refuses = False
        host.advance(301)
        await host.limits.set_limit(ID, 1, 10)
        assert (
            host.events.count(ProblemGone(charge_point_id=ID, problem=Problem.LIMIT_NOT_SUPPORTED))
            == 1
        )

    async def test_boot_is_a_new_chance(self, host: SmallHost) -> None:
        """As in evcc 15671: what the charger forgot, or what its firmware has learnt."""
        refuses = True
        await dial_in(host, lambda _: refuses)
        with pytest.raises(NotPossibleError):
            await host.limits.set_limit(ID, 1, 16)
        refuses = False
        await host.limits.reapply(ID)
        assert host.connector().limit.applied_a == 16

    @pytest.mark.parametrize("code", ["NotImplemented", "NotSupported"])
    async def test_unknown_action_is_not_tried_over_and_over(
        self, host: SmallHost, code: str
    ) -> None:
        charger = await dial_in(host)
        charger.auto_reply("SetChargingProfile", None)
        work = asyncio.create_task(host.limits.set_limit(ID, 1, 16))
        await (await charger.expect("SetChargingProfile")).refuse(code)
        with pytest.raises(NotPossibleError):
            await work
        assert len(profiles(charger)) == 1

    async def test_forgotten_charge_point_has_no_problem(self, host: SmallHost) -> None:
        await dial_in(host, lambda _: True)
        with pytest.raises(NotPossibleError):
            await host.limits.set_limit(ID, 1, 16)
        host.limits.forget(ID)
        host.events.clear()
        with pytest.raises(NotPossibleError):
            await host.limits.set_limit(ID, 1, 16)
        assert [type(event) for event in host.events] == [ProblemFound]

    async def test_r12_charger_that_is_not_accepted_yet_says_nothing_of_limits(
        self, host: SmallHost
    ) -> None:
        await dial_in(host)
        host.charge_point.accepted = False
        with pytest.raises(NotPossibleError) as caught:
            await host.limits.set_limit(ID, 1, 16)
        assert caught.value.reason is NotPossible.NOT_ACCEPTED
        assert not [event for event in host.events if isinstance(event, ProblemFound)]


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
        host.charge_points = {}
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
        assert host.limits.latency_s(ID) == 300
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
