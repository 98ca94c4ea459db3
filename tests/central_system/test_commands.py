"""Commands: what is sent, what is not, and what every answer and every silence becomes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable

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

from custom_components.plug_control.model.connector import ConnectorStatus
from custom_components.plug_control.model.events import ChargePointChanged
from custom_components.plug_control.protocol.errors import (
    AnswerUnreadableError,
    CallErrorReceived,
    CallTimeoutError,
    CommandError,
    CommandRejectedError,
    NotPossible,
    NotPossibleError,
    OfflineError,
)
from custom_components.plug_control.protocol.frames import Call
from simulator.frames import Payload

from .small_host import ID, SmallHost, configuration_answer

C2EU = {"vendor": "XC", "model": "C2EU"}


@pytest.fixture
async def host() -> AsyncIterator[SmallHost]:
    async with SmallHost() as host:
        yield host


async def expect_not_possible(work: Awaitable[object], reason: NotPossible, action: str) -> None:
    with pytest.raises(NotPossibleError) as caught:
        await work
    assert caught.value.reason is reason
    assert caught.value.charge_point_id
    assert caught.value.action == action


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

    @pytest.mark.parametrize("connector_id", [2, -1])
    async def test_unknown_connector_errors_and_sends_nothing(
        self, host: SmallHost, connector_id: int
    ) -> None:
        charger = await host.dial_in()
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
        ("vendor", "message", "deadline_s"),
        [
            ("Acme", call.ClearCache(), 30.0),
            ("Acme", call.GetDiagnostics(location="ftp://h/"), 180.0),
            ("Acme", call.DataTransfer(vendor_id="V"), 30.0),
            ("XC", call.DataTransfer(vendor_id="V"), 5.0),  # C2EU Q6
            ("XC", call.ClearCache(), 30.0),  # C2EU Q6: at least 20 s
        ],
    )
    async def test_deadline_of_each_action(
        self, host: SmallHost, vendor: str, message: object, deadline_s: float
    ) -> None:
        charger = await host.dial_in(vendor, "C2EU" if vendor == "XC" else "Box")
        action = type(message).__name__
        charger.auto_reply(action, {"status": "Accepted"})
        await host.commands.request(ID, message)
        line = host.connection_of(ID)
        assert line is not None
        assert line.deadlines[action] == deadline_s

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


class TestStart:
    """start_charging."""

    async def test_names_connector_and_own_tag(self, host: SmallHost) -> None:
        """C2EU section 4: connectorId is required. Preparing is not."""
        charger = await host.dial_in()
        charger.auto_reply("RemoteStartTransaction", {"status": "Accepted"})
        await host.commands.start_charging(ID, 1)
        assert charger.received("RemoteStartTransaction") == [
            {"connectorId": 1, "idTag": "HOMEASSISTANT"}
        ]

    async def test_is_announced_before_it_is_sent(self, host: SmallHost) -> None:
        charger = await host.dial_in()
        work = asyncio.create_task(host.commands.start_charging(ID, 1, id_tag="04A1"))
        incoming = await charger.expect("RemoteStartTransaction")
        assert incoming.payload["idTag"] == "04A1"
        assert host.remote_starts == [(1, "04A1")]
        await incoming.reply({"status": "Accepted"})
        await work

    async def test_running_transaction_is_not_started_again(self, host: SmallHost) -> None:
        charger = await host.dial_in()
        host.begin_transaction(5)
        await expect_not_possible(
            host.commands.start_charging(ID, 1),
            NotPossible.ALREADY_CHARGING,
            "RemoteStartTransaction",
        )
        assert not charger.pending

    async def test_paused_transaction_goes_on_without_a_start(self, host: SmallHost) -> None:
        charger = await host.dial_in()
        charger.auto_reply("GetConfiguration", configuration_answer(NumberOfConnectors="1"))
        charger.auto_reply("SetChargingProfile", {"status": "Accepted"})
        host.begin_transaction(5)
        await host.limits.set_limit(ID, 1, 10)
        await host.limits.set_limit(ID, 1, 0)
        await host.commands.start_charging(ID, 1)
        assert host.connector().limit.wanted_a == 10
        assert not charger.received("RemoteStartTransaction")

    async def test_pause_is_lifted_before_a_start(self, host: SmallHost) -> None:
        charger = await host.dial_in()
        charger.auto_reply("GetConfiguration", configuration_answer(NumberOfConnectors="1"))
        charger.auto_reply("SetChargingProfile", {"status": "Accepted"})
        charger.auto_reply("RemoteStartTransaction", {"status": "Accepted"})
        await host.limits.set_limit(ID, 1, 0)
        await host.commands.start_charging(ID, 1)
        assert host.connector().limit.applied_a == host.point_settings.maximum_current_a
        assert len(charger.received("RemoteStartTransaction")) == 1

    @pytest.mark.parametrize(
        ("identifier", "sent"),
        [("PNC-1", "PNC-1"), ("", "HOMEASSISTANT"), ("x" * 21, "HOMEASSISTANT")],
    )
    async def test_alfen_takes_its_own_identifier_only(
        self, host: SmallHost, identifier: str, sent: str
    ) -> None:
        """As in evcc 5021."""
        charger = await host.dial_in("Alfen BV", "NG910-60023")
        charger.auto_reply(
            "GetConfiguration", configuration_answer(PlugAndChargeIdentifier=identifier)
        )
        charger.auto_reply("RemoteStartTransaction", {"status": "Accepted"})
        await host.commands.read_configuration(ID)
        await host.commands.start_charging(ID, 1)
        assert charger.received("RemoteStartTransaction")[0]["idTag"] == sent


class TestStop:
    """stop_charging."""

    async def test_stops_the_transaction_of_this_connector(self, host: SmallHost) -> None:
        """Stopping one must not end the other (users' complaint 2; R20)."""
        charger = await host.dial_in()
        charger.auto_reply("RemoteStopTransaction", {"status": "Accepted"})
        host.begin_transaction(5, 1)
        host.begin_transaction(6, 2)
        await host.commands.stop_charging(ID, 2)
        assert charger.received("RemoteStopTransaction") == [{"transactionId": 6}]

    async def test_adopted_transaction_is_stopped_too(self, host: SmallHost) -> None:
        """Users' complaint 8: after a restart mid-session, stop sends nothing."""
        charger = await host.dial_in()
        charger.auto_reply("RemoteStopTransaction", {"status": "Accepted"})
        host.begin_transaction(77, adopted=True)
        await host.commands.stop_charging(ID, 1)
        assert charger.received("RemoteStopTransaction") == [{"transactionId": 77}]

    @pytest.mark.parametrize("connector_id", [1, 2])
    async def test_nothing_to_stop(self, host: SmallHost, connector_id: int) -> None:
        charger = await host.dial_in()
        host.connector(2).status = ConnectorStatus.PREPARING
        await expect_not_possible(
            host.commands.stop_charging(ID, connector_id),
            NotPossible.NO_TRANSACTION,
            "RemoteStopTransaction",
        )
        assert not charger.pending

    async def test_unknown_targets(self, host: SmallHost) -> None:
        await expect_not_possible(
            host.commands.stop_charging("CP-2", 1),
            NotPossible.UNKNOWN_CHARGE_POINT,
            "RemoteStopTransaction",
        )
        await expect_not_possible(
            host.commands.start_charging(ID, 9),
            NotPossible.UNKNOWN_CONNECTOR,
            "RemoteStartTransaction",
        )

    async def test_c2eu_q17_rejected_stop_is_repeated_with_the_id_handed_out_last(
        self, host: SmallHost
    ) -> None:
        charger = await host.dial_in(**C2EU)
        charger.auto_reply(
            "RemoteStopTransaction",
            lambda payload: {"status": "Accepted" if payload["transactionId"] == 9 else "Rejected"},
        )
        host.begin_transaction(5)
        host.last_ids[1] = 9
        await host.commands.stop_charging(ID, 1)
        assert [each["transactionId"] for each in charger.received("RemoteStopTransaction")] == [
            5,
            9,
        ]

    @pytest.mark.parametrize(("vendor", "last"), [("XC", 5), ("XC", None), ("Acme", 9)])
    async def test_rejected_stop_is_not_repeated_with_the_same_or_by_others(
        self, host: SmallHost, vendor: str, last: int | None
    ) -> None:
        charger = await host.dial_in(vendor, "C2EU")
        charger.auto_reply("RemoteStopTransaction", {"status": "Rejected"})
        host.begin_transaction(5)
        host.last_ids = {} if last is None else {1: last}
        with pytest.raises(CommandRejectedError):
            await host.commands.stop_charging(ID, 1)
        assert len(charger.received("RemoteStopTransaction")) == 1

    async def test_unknown_transaction_is_stopped_by_the_last_id(self, host: SmallHost) -> None:
        charger = await host.dial_in()
        charger.auto_reply("RemoteStopTransaction", {"status": "Accepted"})
        host.connector().status = ConnectorStatus.CHARGING
        host.last_ids[1] = 9
        await host.commands.stop_charging(ID, 1)
        assert charger.received("RemoteStopTransaction") == [{"transactionId": 9}]

    async def test_unknown_transaction_is_learnt_from_triggered_meter_values(
        self, host: SmallHost
    ) -> None:
        charger = await host.dial_in()
        charger.auto_reply("TriggerMessage", {"status": "Accepted"})
        charger.auto_reply(
            "RemoteStopTransaction",
            lambda payload: {
                "status": "Accepted" if payload["transactionId"] == 12 else "Rejected"
            },
        )
        host.connector().status = ConnectorStatus.SUSPENDED_EV
        host.last_ids[1] = 9

        def adopt(incoming: Call) -> None:
            if incoming.action == "MeterValues":
                host.begin_transaction(12, adopted=True)

        host.on_call = adopt
        work = asyncio.create_task(host.commands.stop_charging(ID, 1))
        while not charger.received("TriggerMessage"):
            await asyncio.sleep(0.01)
        await charger.call("MeterValues", {"connectorId": 1, "transactionId": 12, "meterValue": []})
        await work
        assert charger.received("RemoteStopTransaction")[-1] == {"transactionId": 12}

    @pytest.mark.parametrize("answer", ["NotImplemented", "Rejected"])
    async def test_unknown_transaction_that_nothing_tells_of(
        self, host: SmallHost, answer: str
    ) -> None:
        charger = await host.dial_in()
        charger.auto_reply("TriggerMessage", {"status": answer})
        host.connector().status = ConnectorStatus.CHARGING
        await expect_not_possible(
            host.commands.stop_charging(ID, 1),
            NotPossible.NO_TRANSACTION,
            "RemoteStopTransaction",
        )

    async def test_unknown_transaction_and_meter_values_that_never_come(
        self, host: SmallHost, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(
            "custom_components.plug_control.central_system.commands._LEARN_STEP_S", 0.001
        )
        monkeypatch.setattr(
            "custom_components.plug_control.central_system.commands._LEARN_S", 0.005
        )
        charger = await host.dial_in()
        charger.auto_reply("TriggerMessage", {"status": "Accepted"})
        host.connector().status = ConnectorStatus.CHARGING
        await expect_not_possible(
            host.commands.stop_charging(ID, 1),
            NotPossible.NO_TRANSACTION,
            "RemoteStopTransaction",
        )


class TestTheRest:
    """Availability, reset, trigger, refresh."""

    @pytest.mark.parametrize(
        ("connector_id", "operative", "sent"),
        [
            (None, False, {"connectorId": 0, "type": "Inoperative"}),
            (0, True, {"connectorId": 0, "type": "Operative"}),
            (1, True, {"connectorId": 1, "type": "Operative"}),
        ],
    )
    async def test_r32_availability_may_be_scheduled(
        self, host: SmallHost, connector_id: int | None, operative: bool, sent: Payload
    ) -> None:
        charger = await host.dial_in()
        charger.auto_reply("ChangeAvailability", {"status": "Scheduled"})
        assert await host.commands.set_availability(ID, connector_id, operative) == "Scheduled"
        assert charger.received("ChangeAvailability") == [sent]

    @pytest.mark.parametrize(("hard", "kind"), [(True, "Hard"), (False, "Soft")])
    async def test_reset(self, host: SmallHost, hard: bool, kind: str) -> None:
        charger = await host.dial_in()
        charger.auto_reply("Reset", {"status": "Accepted"})
        await host.commands.reset(ID, hard)
        assert charger.received("Reset") == [{"type": kind}]

    async def test_c2eu_q27_reset_that_closes_before_its_answer_is_a_success(
        self, host: SmallHost
    ) -> None:
        charger = await host.dial_in(**C2EU)
        work = asyncio.create_task(host.commands.reset(ID, True))
        await charger.expect("Reset")
        await charger.abort()
        await work

    async def test_reset_of_others_that_closes_before_its_answer_is_none(
        self, host: SmallHost
    ) -> None:
        charger = await host.dial_in()
        work = asyncio.create_task(host.commands.reset(ID, True))
        await charger.expect("Reset")
        await charger.abort()
        with pytest.raises(OfflineError):
            await work

    async def test_c2eu_that_is_offline_is_not_reset(self, host: SmallHost) -> None:
        charger = await host.dial_in(**C2EU)
        await charger.close()
        await host.wait_gone()
        with pytest.raises(OfflineError):
            await host.commands.reset(ID, True)

    async def test_r33_not_implemented_is_a_legal_answer_of_trigger_message(
        self, host: SmallHost
    ) -> None:
        charger = await host.dial_in()
        charger.auto_reply("TriggerMessage", {"status": "NotImplemented"})
        assert not await host.commands.trigger(ID, MessageTrigger.meter_values, 1)

    @pytest.mark.parametrize(("code", "legal"), [("NotSupported", True), ("InternalError", False)])
    async def test_trigger_message_that_is_unknown_as_a_whole(
        self, host: SmallHost, code: str, legal: bool
    ) -> None:
        charger = await host.dial_in()
        work = asyncio.create_task(host.commands.trigger(ID, MessageTrigger.meter_values))
        await (await charger.expect("TriggerMessage")).refuse(code)
        if legal:
            assert not await work
        else:
            with pytest.raises(CallErrorReceived):
                await work

    async def test_refresh_asks_every_connector_and_reads_the_configuration(
        self, host: SmallHost
    ) -> None:
        charger = await host.dial_in()
        charger.auto_reply("TriggerMessage", {"status": "Accepted"})
        charger.auto_reply("GetConfiguration", configuration_answer(NumberOfConnectors="2"))
        host.connector(2)
        await host.commands.refresh(ID)
        assert [
            (each["requestedMessage"], each["connectorId"])
            for each in charger.received("TriggerMessage")
        ] == [
            ("StatusNotification", 1),
            ("StatusNotification", 2),
            ("MeterValues", 1),
            ("MeterValues", 2),
        ]
        assert host.charge_point.configuration["NumberOfConnectors"].value == "2"
        assert ChargePointChanged(charge_point_id=ID) in host.events

    async def test_refresh_tries_all_and_raises_the_first_failure(self, host: SmallHost) -> None:
        charger = await host.dial_in()
        host.connector(2)
        charger.auto_reply("TriggerMessage", {"status": "Rejected"})
        charger.auto_reply("GetConfiguration", configuration_answer(A="1"))
        with pytest.raises(CommandRejectedError):
            await host.commands.refresh(ID)
        assert len(charger.received("TriggerMessage")) == 4
        assert "A" in host.charge_point.configuration

    async def test_connector_that_cannot_be_asked_spares_the_others(self, host: SmallHost) -> None:
        charger = await host.dial_in()
        host.connector(2)
        charger.auto_reply("TriggerMessage", {"status": "NotImplemented"})
        await host.commands.trigger_all(ID, MessageTrigger.meter_values)
        assert len(charger.received("TriggerMessage")) == 1

    async def test_charger_that_does_not_answer_is_not_asked_for_every_connector(self) -> None:
        async with SmallHost(call_timeout_s=0.05) as host:
            charger = await host.dial_in()
            host.connector(2)
            with pytest.raises(CallTimeoutError):
                await host.commands.trigger_all(ID, MessageTrigger.meter_values)
            assert len(charger.received("TriggerMessage")) == 1

    async def test_every_failure_carries_what_it_is_about(self, host: SmallHost) -> None:
        for work in (
            host.commands.start_charging(ID, 1),
            host.commands.set_availability(ID, 1, True),
            host.commands.unlock(ID, 1),
            host.commands.reset(ID, False),
            host.commands.refresh(ID),
            host.commands.read_configuration(ID),
            host.commands.change_configuration(ID, "K", "1"),
            host.commands.trigger_all("CP-2", "MeterValues"),
        ):
            with pytest.raises(CommandError) as caught:
                await work
            assert caught.value.charge_point_id
            assert caught.value.action
