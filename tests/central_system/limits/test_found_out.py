"""Each kind of charger is found out by its answers, and remembered."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from custom_components.plug_control.central_system.quirks import LimitWay
from custom_components.plug_control.model.events import Problem, ProblemFound, ProblemGone
from custom_components.plug_control.protocol.errors import (
    CallTimeoutError,
    NotPossible,
    NotPossibleError,
    OfflineError,
)
from tests.central_system.limited import dial_in, profiles, purpose_is, summary, until
from tests.central_system.small_host import ID, SmallHost

NO_LIMITS = ProblemFound(
    charge_point_id=ID, problem=Problem.LIMIT_NOT_SUPPORTED, detail="NotSupported"
)


@pytest.fixture
async def host() -> AsyncIterator[SmallHost]:
    async with SmallHost() as host:
        yield host


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
        assert not host.charge_point.limit_is_fallback
        assert host.connector().limit.applied_a == 16  # by the profile for the next one
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
        async with SmallHost(call_timeout_s=0.5) as host:
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
