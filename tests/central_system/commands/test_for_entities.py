"""Availability, reset, trigger and refresh: what buttons and switches do."""

import asyncio
from collections.abc import AsyncIterator

from ocpp.v16.enums import MessageTrigger
import pytest

from custom_components.plug_control.model.events import ChargePointChanged
from custom_components.plug_control.protocol.errors import (
    CallErrorReceived,
    CallTimeoutError,
    CommandError,
    CommandRejectedError,
    OfflineError,
)
from simulator.frames import Payload
from tests.central_system.small_host import ID, SmallHost, configuration_answer

C2EU = {"vendor": "XC", "model": "C2EU"}


@pytest.fixture
async def host() -> AsyncIterator[SmallHost]:
    async with SmallHost() as host:
        yield host


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

    @pytest.mark.parametrize("boot", [C2EU, {}])
    async def test_c2eu_q27_reset_that_closes_before_its_answer_is_a_success_once_it_is_back(
        self, host: SmallHost, boot: dict[str, str]
    ) -> None:
        charger = await host.dial_in(**boot)
        work = asyncio.create_task(host.commands.reset(ID, True))
        await charger.expect("Reset")
        await charger.abort()
        await host.wait_gone()
        assert not work.done()
        await host.dial_in(**boot)
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
            host.user_commands.start_charging(ID, 1),
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
