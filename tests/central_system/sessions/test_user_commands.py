"""Starting and stopping a charge."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from custom_components.plug_control.model.connector import ConnectorStatus
from custom_components.plug_control.protocol.errors import (
    CommandRejectedError,
    NotPossible,
    StillFinishingError,
)
from custom_components.plug_control.protocol.frames import Call
from tests.central_system.expectations import expect_not_possible
from tests.central_system.small_host import ID, SmallHost, configuration_answer

C2EU = {"vendor": "XC", "model": "C2EU"}


@pytest.fixture
async def host() -> AsyncIterator[SmallHost]:
    async with SmallHost() as host:
        yield host


class TestStart:
    """start_charging."""

    async def test_names_connector_and_own_tag(self, host: SmallHost) -> None:
        """C2EU section 4: connectorId is required. Preparing is not."""
        charger = await host.dial_in()
        charger.auto_reply("RemoteStartTransaction", {"status": "Accepted"})
        await host.user_commands.start_charging(ID, 1)
        assert charger.received("RemoteStartTransaction") == [
            {"connectorId": 1, "idTag": "HOMEASSISTANT"}
        ]

    async def test_is_announced_before_it_is_sent(self, host: SmallHost) -> None:
        charger = await host.dial_in()
        work = asyncio.create_task(host.user_commands.start_charging(ID, 1, id_tag="04A1"))
        incoming = await charger.expect("RemoteStartTransaction")
        assert incoming.payload["idTag"] == "04A1"
        assert host.remote_starts == [(1, "04A1")]
        await incoming.reply({"status": "Accepted"})
        await work

    @pytest.mark.parametrize(
        ("status", "error"),
        [
            (ConnectorStatus.FINISHING, StillFinishingError),
            (ConnectorStatus.PREPARING, CommandRejectedError),
        ],
    )
    async def test_a_start_refused_while_finishing_asks_for_the_cable(
        self, host: SmallHost, status: ConnectorStatus, error: type[CommandRejectedError]
    ) -> None:
        charger = await host.dial_in()
        charger.auto_reply("RemoteStartTransaction", {"status": "Rejected"})
        host.connector().status = status
        with pytest.raises(CommandRejectedError) as caught:
            await host.user_commands.start_charging(ID, 1)
        assert type(caught.value) is error
        assert (caught.value.action, caught.value.status) == ("RemoteStartTransaction", "Rejected")

    async def test_running_transaction_is_not_started_again(self, host: SmallHost) -> None:
        charger = await host.dial_in()
        host.begin_transaction(5)
        await expect_not_possible(
            host.user_commands.start_charging(ID, 1),
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
        await host.user_commands.start_charging(ID, 1)
        assert host.connector().limit.wanted_a == 10
        assert not charger.received("RemoteStartTransaction")

    async def test_pause_is_lifted_before_a_start(self, host: SmallHost) -> None:
        charger = await host.dial_in()
        charger.auto_reply("GetConfiguration", configuration_answer(NumberOfConnectors="1"))
        charger.auto_reply("SetChargingProfile", {"status": "Accepted"})
        charger.auto_reply("RemoteStartTransaction", {"status": "Accepted"})
        await host.limits.set_limit(ID, 1, 0)
        await host.user_commands.start_charging(ID, 1)
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
        await host.user_commands.start_charging(ID, 1)
        assert charger.received("RemoteStartTransaction")[0]["idTag"] == sent


class TestStop:
    """stop_charging."""

    async def test_stops_the_transaction_of_this_connector(self, host: SmallHost) -> None:
        """Stopping one must not end the other (users' complaint 2; R20)."""
        charger = await host.dial_in()
        charger.auto_reply("RemoteStopTransaction", {"status": "Accepted"})
        host.begin_transaction(5, 1)
        host.begin_transaction(6, 2)
        await host.user_commands.stop_charging(ID, 2)
        assert charger.received("RemoteStopTransaction") == [{"transactionId": 6}]

    async def test_adopted_transaction_is_stopped_too(self, host: SmallHost) -> None:
        """Users' complaint 8: after a restart mid-session, stop sends nothing."""
        charger = await host.dial_in()
        charger.auto_reply("RemoteStopTransaction", {"status": "Accepted"})
        host.begin_transaction(77, adopted=True)
        await host.user_commands.stop_charging(ID, 1)
        assert charger.received("RemoteStopTransaction") == [{"transactionId": 77}]

    @pytest.mark.parametrize("connector_id", [1, 2])
    async def test_nothing_to_stop(self, host: SmallHost, connector_id: int) -> None:
        charger = await host.dial_in()
        host.connector(2).status = ConnectorStatus.PREPARING
        await expect_not_possible(
            host.user_commands.stop_charging(ID, connector_id),
            NotPossible.NO_TRANSACTION,
            "RemoteStopTransaction",
        )
        assert not charger.pending

    async def test_unknown_targets(self, host: SmallHost) -> None:
        await expect_not_possible(
            host.user_commands.stop_charging("CP-2", 1),
            NotPossible.UNKNOWN_CHARGE_POINT,
            "RemoteStopTransaction",
        )
        await expect_not_possible(
            host.user_commands.start_charging(ID, 9),
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
        host.station.last_transaction_ids[1] = 9
        await host.user_commands.stop_charging(ID, 1)
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
        host.station.last_transaction_ids = {} if last is None else {1: last}
        with pytest.raises(CommandRejectedError):
            await host.user_commands.stop_charging(ID, 1)
        assert len(charger.received("RemoteStopTransaction")) == 1

    async def test_unknown_transaction_is_stopped_by_the_last_id(self, host: SmallHost) -> None:
        charger = await host.dial_in()
        charger.auto_reply("RemoteStopTransaction", {"status": "Accepted"})
        host.connector().status = ConnectorStatus.CHARGING
        host.station.last_transaction_ids[1] = 9
        await host.user_commands.stop_charging(ID, 1)
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
        host.station.last_transaction_ids[1] = 9

        def adopt(incoming: Call) -> None:
            if incoming.action == "MeterValues":
                host.begin_transaction(12, adopted=True)

        host.on_call = adopt
        work = asyncio.create_task(host.user_commands.stop_charging(ID, 1))
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
            host.user_commands.stop_charging(ID, 1),
            NotPossible.NO_TRANSACTION,
            "RemoteStopTransaction",
        )

    async def test_unknown_transaction_and_meter_values_that_never_come(
        self, host: SmallHost, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(
            "custom_components.plug_control.central_system.commands.commands._LEARN_STEP_S", 0.001
        )
        monkeypatch.setattr(
            "custom_components.plug_control.central_system.commands.commands._LEARN_S", 0.005
        )
        charger = await host.dial_in()
        charger.auto_reply("TriggerMessage", {"status": "Accepted"})
        host.connector().status = ConnectorStatus.CHARGING
        await expect_not_possible(
            host.user_commands.stop_charging(ID, 1),
            NotPossible.NO_TRANSACTION,
            "RemoteStopTransaction",
        )
