"""Commands: what is sent, what is not, and what every answer and every silence becomes."""

import asyncio
from collections.abc import AsyncIterator

from ocpp.v16 import call, datatypes
from ocpp.v16.enums import (
    AvailabilityType,
    CertificateUse,
    ChargingProfileKindType,
    ChargingProfilePurposeType as Purpose,
    ChargingRateUnitType,
    MessageTrigger,
)
import pytest

from custom_components.plug_control.protocol.errors import (
    AnswerUnreadableError,
    CallErrorReceived,
    CallTimeoutError,
    CommandRejectedError,
    NotPossible,
    OfflineError,
    QueueFullError,
)
from simulator.frames import Payload
from tests.central_system.expectations import expect_not_possible
from tests.central_system.small_host import ID, SmallHost, configuration_answer

C2EU = {"vendor": "XC", "model": "C2EU"}


@pytest.fixture
async def host() -> AsyncIterator[SmallHost]:
    async with SmallHost() as host:
        yield host


def a_profile(purpose: Purpose, transaction_id: int | None = None) -> datatypes.ChargingProfile:
    return datatypes.ChargingProfile(
        charging_profile_id=1,
        stack_level=0,
        charging_profile_purpose=purpose,
        charging_profile_kind=ChargingProfileKindType.relative,
        transaction_id=transaction_id,
        charging_schedule=datatypes.ChargingSchedule(
            charging_rate_unit=ChargingRateUnitType.amps,
            charging_schedule_period=[datatypes.ChargingSchedulePeriod(start_period=0, limit=16)],
        ),
    )


class TestRequest:
    """The one way out."""

    async def test_answer_comes_back_as_the_packages_call_result(self, host: SmallHost) -> None:
        charger = await host.dial_in()
        charger.auto_reply("GetLocalListVersion", {"listVersion": 7})
        answer = await host.commands.request(ID, call.GetLocalListVersion())
        assert answer.list_version == 7

    async def test_unknown_charge_point_errors_and_sends_nothing(self, host: SmallHost) -> None:
        charger = await host.dial_in()
        await expect_not_possible(
            host.commands.request("CP-2", call.ClearCache()),
            NotPossible.UNKNOWN_CHARGE_POINT,
            "ClearCache",
        )
        assert not charger.pending

    async def test_offline_charge_point(self, host: SmallHost) -> None:
        with pytest.raises(OfflineError) as caught:
            await host.commands.request(ID, call.ClearCache())
        assert (caught.value.charge_point_id, caught.value.action) == (ID, "ClearCache")

    async def test_start_at_an_unknown_connector_sends_nothing(self, host: SmallHost) -> None:
        charger = await host.dial_in()
        await expect_not_possible(
            host.commands.start_transaction(ID, 2, None),
            NotPossible.UNKNOWN_CONNECTOR,
            "RemoteStartTransaction",
        )
        assert not charger.pending

    async def test_charger_knows_best_which_connectors_it_has(self, host: SmallHost) -> None:
        charger = await host.dial_in()
        charger.auto_reply("UnlockConnector", {"status": "NotSupported"})
        with pytest.raises(CommandRejectedError, match="NotSupported"):
            await host.commands.unlock(ID, 2)
        assert charger.received("UnlockConnector") == [{"connectorId": 2}]

    @pytest.mark.parametrize(("boot", "connector_id"), [({}, -1), (C2EU, 2)])
    async def test_connector_that_cannot_exist_sends_nothing(
        self, host: SmallHost, boot: dict[str, str], connector_id: int
    ) -> None:
        """A C2EU has one, and does not answer for others."""
        charger = await host.dial_in(**boot)
        await expect_not_possible(
            host.commands.unlock(ID, connector_id),
            NotPossible.UNKNOWN_CONNECTOR,
            "UnlockConnector",
        )
        assert not charger.pending

    async def test_connector_0_is_no_connector_where_one_is_meant(self, host: SmallHost) -> None:
        await host.dial_in()
        await expect_not_possible(
            host.commands.unlock(ID, 0), NotPossible.UNKNOWN_CONNECTOR, "UnlockConnector"
        )

    async def test_connectors_that_the_configuration_counts_are_known(
        self, host: SmallHost
    ) -> None:
        charger = await host.dial_in()
        charger.auto_reply("GetConfiguration", configuration_answer(NumberOfConnectors="2"))
        charger.auto_reply("UnlockConnector", {"status": "Unlocked"})
        await host.commands.read_configuration(ID)
        await host.commands.unlock(ID, 2)
        assert charger.received("UnlockConnector") == [{"connectorId": 2}]

    async def test_r12_nothing_is_sent_before_boot_was_accepted(self, host: SmallHost) -> None:
        charger = await host.dial_in()
        host.charge_point.accepted = False
        await expect_not_possible(
            host.commands.request(ID, call.ClearCache()), NotPossible.NOT_ACCEPTED, "ClearCache"
        )
        assert not charger.pending

    async def test_r12_pending_takes_commands_but_no_remote_start_or_stop(
        self, host: SmallHost
    ) -> None:
        charger = await host.dial_in()
        host.charge_point.accepted = False
        host.pending = True
        charger.auto_reply("TriggerMessage", {"status": "Accepted"})
        assert await host.commands.trigger(ID, MessageTrigger.boot_notification)
        for message in (
            call.RemoteStartTransaction(id_tag="A", connector_id=1),
            call.RemoteStopTransaction(transaction_id=1),
        ):
            await expect_not_possible(
                host.commands.request(ID, message),
                NotPossible.NOT_ACCEPTED,
                type(message).__name__,
            )
        assert not charger.pending

    async def test_r13_no_boot_is_triggered_at_an_accepted_charge_point(
        self, host: SmallHost
    ) -> None:
        charger = await host.dial_in()
        await expect_not_possible(
            host.commands.trigger(ID, MessageTrigger.boot_notification),
            NotPossible.ALREADY_ACCEPTED,
            "TriggerMessage",
        )
        assert not charger.pending

    @pytest.mark.parametrize(
        ("message", "answer"),
        [
            (call.ClearCache(), {"status": "Accepted"}),
            (
                call.ChangeAvailability(connector_id=0, type=AvailabilityType.operative),
                {"status": "Scheduled"},
            ),
            (call.ChangeConfiguration(key="K", value="1"), {"status": "RebootRequired"}),
            (call.UnlockConnector(connector_id=1), {"status": "Unlocked"}),
            (call.ClearChargingProfile(), {"status": "Unknown"}),
            (call.GetConfiguration(), {"configurationKey": [], "unknownKey": []}),
            (call.GetDiagnostics(location="ftp://h/"), {}),
            (
                call.GetInstalledCertificateIds(CertificateUse.manufacturer_root_certificate),
                {"status": "NotFound"},
            ),
        ],
    )
    async def test_successes(self, host: SmallHost, message: object, answer: Payload) -> None:
        charger = await host.dial_in()
        charger.auto_reply(type(message).__name__, answer)
        result = await host.commands.request(ID, message)
        assert getattr(result, "status", None) == answer.get("status")

    @pytest.mark.parametrize(
        ("message", "status"),
        [
            (call.ClearCache(), "Rejected"),
            (call.ChangeConfiguration(key="K", value="1"), "NotSupported"),
            (call.UnlockConnector(connector_id=1), "UnlockFailed"),
            (call.UnlockConnector(connector_id=1), "NotSupported"),
            (call.DataTransfer(vendor_id="V"), "UnknownVendorId"),
            (call.RemoteStartTransaction(id_tag="A", connector_id=1), "Rejected"),
            (call.ClearCache(), "Scheduled"),
        ],
    )
    async def test_refusals_raise_and_name_charge_point_action_and_status(
        self, host: SmallHost, message: object, status: str
    ) -> None:
        charger = await host.dial_in()
        action = type(message).__name__
        charger.auto_reply(action, {"status": status})
        with pytest.raises(CommandRejectedError) as caught:
            await host.commands.request(ID, message)
        error = caught.value
        assert (error.charge_point_id, error.action, error.status) == (ID, action, status)

    async def test_a_foreign_status_is_bounded_and_printable(self, host: SmallHost) -> None:
        charger = await host.dial_in()
        charger.auto_reply("ClearCache", {"status": "No\x1b[31m\n" + "x" * 1000})
        with pytest.raises(CommandRejectedError) as caught:
            await host.commands.request(ID, call.ClearCache())
        assert len(caught.value.status) <= 50
        assert caught.value.status.isprintable()

    async def test_callerror_answer(self, host: SmallHost) -> None:
        charger = await host.dial_in()
        work = asyncio.create_task(host.commands.request(ID, call.ClearCache()))
        await (await charger.expect("ClearCache")).refuse("NotImplemented", "what?")
        with pytest.raises(CallErrorReceived) as caught:
            await work
        assert (caught.value.charge_point_id, caught.value.action) == (ID, "ClearCache")
        assert caught.value.code == "NotImplemented"

    async def test_answer_without_its_status_is_unreadable(self, host: SmallHost) -> None:
        charger = await host.dial_in()
        charger.auto_reply("ClearCache", {})
        with pytest.raises(AnswerUnreadableError) as caught:
            await host.commands.request(ID, call.ClearCache())
        assert caught.value.action == "ClearCache"

    async def test_answer_that_never_comes(self, host: SmallHost) -> None:
        await host.dial_in()
        with pytest.raises(CallTimeoutError) as caught:
            await host.commands.request(ID, call.ClearCache(), timeout_s=0.05)
        assert (caught.value.charge_point_id, caught.value.timeout_s) == (ID, 0.05)

    @pytest.mark.parametrize(
        ("message", "deadline_s"),
        [
            (call.ClearCache(), 30.0),  # C2EU Q6: at least 20 s
            (call.GetDiagnostics(location="ftp://h/"), 180.0),
        ],
    )
    async def test_deadline_of_each_action(
        self, host: SmallHost, message: object, deadline_s: float
    ) -> None:
        charger = await host.dial_in()
        action = type(message).__name__
        charger.auto_reply(action, {"status": "Accepted"})
        await host.commands.request(ID, message)
        assert host.deadlines[action] == deadline_s

    async def test_connection_that_closes_fails_the_waiting_command_at_once(
        self, host: SmallHost
    ) -> None:
        charger = await host.dial_in()
        work = asyncio.create_task(host.commands.request(ID, call.ClearCache()))
        await charger.expect("ClearCache")
        await charger.abort()
        with pytest.raises(OfflineError):
            await work

    @pytest.mark.parametrize(
        "message",
        [
            call.RemoteStartTransaction(
                id_tag="A", connector_id=1, charging_profile=a_profile(Purpose.tx_profile, 5)
            ),
            call.RemoteStartTransaction(
                id_tag="A", connector_id=1, charging_profile=a_profile(Purpose.tx_default_profile)
            ),
            call.SetChargingProfile(1, a_profile(Purpose.tx_profile)),
            call.SetChargingProfile(0, a_profile(Purpose.tx_profile, 5)),
            call.SetChargingProfile(1, a_profile(Purpose.charge_point_max_profile)),
            call.RemoteStartTransaction(id_tag="A", connector_id=1, charging_profile={"id": 1}),
        ],
    )
    async def test_r23_r24_profile_in_the_wrong_place_is_not_sent(
        self, host: SmallHost, message: object
    ) -> None:
        charger = await host.dial_in()
        await expect_not_possible(
            host.commands.request(ID, message),
            NotPossible.PROFILE_NOT_ALLOWED,
            type(message).__name__,
        )
        assert not charger.pending

    @pytest.mark.parametrize(
        ("unit", "limit"),
        [
            (ChargingRateUnitType.amps, 5.9),
            (ChargingRateUnitType.amps, 1),
            (ChargingRateUnitType.amps, -6),
            (ChargingRateUnitType.amps, float("nan")),
            (ChargingRateUnitType.watts, float("inf")),
            (ChargingRateUnitType.watts, -1),
            (ChargingRateUnitType.amps, 10**400),
        ],
    )
    async def test_r29_a_profile_without_a_possible_limit_is_not_sent(
        self, host: SmallHost, unit: ChargingRateUnitType, limit: float
    ) -> None:
        charger = await host.dial_in()
        profile = a_profile(Purpose.tx_default_profile)
        profile.charging_schedule.charging_rate_unit = unit
        period = datatypes.ChargingSchedulePeriod(start_period=60, limit=limit)
        profile.charging_schedule.charging_schedule_period.append(period)
        await expect_not_possible(
            host.commands.request(ID, call.SetChargingProfile(1, profile)),
            NotPossible.LIMIT_OUT_OF_RANGE,
            "SetChargingProfile",
        )
        assert not charger.pending

    async def test_start_that_finds_no_place_in_the_queue_lets_nothing_through(
        self, host: SmallHost
    ) -> None:
        charger = await host.dial_in()
        works = [
            asyncio.create_task(host.commands.request(ID, call.ClearCache())) for _ in range(51)
        ]
        await charger.expect("ClearCache")
        with pytest.raises(QueueFullError):
            await host.user_commands.start_charging(ID, 1, id_tag="GUEST")
        assert not host.remote_starts
        await charger.abort()
        await asyncio.gather(*works, return_exceptions=True)

    @pytest.mark.parametrize(
        "message",
        [
            call.RemoteStartTransaction(
                id_tag="A", connector_id=1, charging_profile=a_profile(Purpose.tx_profile)
            ),
            call.SetChargingProfile(1, a_profile(Purpose.tx_profile, 5)),
            call.SetChargingProfile(0, a_profile(Purpose.charge_point_max_profile)),
            call.SetChargingProfile(0, a_profile(Purpose.tx_default_profile)),
            call.SetChargingProfile(1, a_profile(Purpose.tx_default_profile)),
        ],
    )
    async def test_r23_r24_profile_in_the_right_place_is_sent(
        self, host: SmallHost, message: object
    ) -> None:
        charger = await host.dial_in()
        charger.auto_reply(type(message).__name__, {"status": "Accepted"})
        await host.commands.request(ID, message)
        assert len(charger.received(type(message).__name__)) == 1
