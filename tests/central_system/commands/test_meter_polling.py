"""Meter values that have to be asked for."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.plug_control.central_system.commands import meter_polling
from custom_components.plug_control.central_system.commands.meter_polling import MeterPolling
from custom_components.plug_control.central_system.commands.meter_requests import MeterRequests
from custom_components.plug_control.central_system.stations.background import BackgroundTasks
from custom_components.plug_control.model.connector import ConnectorStatus
from custom_components.plug_control.model.meter import Quantity, Reading
from simulator.scripted import ScriptedChargePoint
from tests.central_system.small_host import SmallHost


@pytest.fixture
async def host() -> AsyncIterator[SmallHost]:
    async with SmallHost() as host:
        yield host


class Watched:
    """A charging connector, and the polling that watches it."""

    def __init__(self, host: SmallHost, charger: ScriptedChargePoint) -> None:
        self.host = host
        self.charger = charger
        self.polling = MeterPolling(host.context, MeterRequests(host.commands))
        host.connector().status = ConnectorStatus.CHARGING

    def values_come(self) -> None:
        """The charger sends meter values."""
        self.host.advance(1)
        readings = self.host.connector().meter.readings
        readings[Quantity.POWER_IMPORT_W, None] = Reading(1.0, self.host.now)

    async def looks(self, number: int) -> int:
        """Look for beginnings; returns how often the charger has been asked until now."""
        for _ in range(number):
            await self.polling.check_beginnings()
        return len(self.charger.received("TriggerMessage"))

    async def intervals(self, number: int, *, values: bool = False) -> int:
        """Let intervals pass; returns how often the charger has been asked until now."""
        for _ in range(number):
            if values:
                self.values_come()
            await self.polling.check()
        return len(self.charger.received("TriggerMessage"))


async def watch(host: SmallHost, vendor: str = "Acme", answer: str = "Accepted") -> Watched:
    charger = await host.dial_in(vendor)
    charger.auto_reply("TriggerMessage", {"status": answer})
    return Watched(host, charger)


async def test_charger_that_sends_is_never_asked(host: SmallHost) -> None:
    watched = await watch(host)
    assert await watched.intervals(10, values=True) == 0


async def test_silent_charger_is_asked_until_its_charge_ends(host: SmallHost) -> None:
    watched = await watch(host)
    watched.values_come()
    assert await watched.intervals(3) == 0
    assert await watched.intervals(1) == 1
    assert watched.charger.received("TriggerMessage") == [
        {"requestedMessage": "MeterValues", "connectorId": 1}
    ]
    assert await watched.intervals(3, values=True) == 4  # answers prove nothing

    host.connector().status = ConnectorStatus.SUSPENDED_EV
    assert await watched.intervals(5) == 4
    host.connector().status = ConnectorStatus.CHARGING
    assert await watched.intervals(3) == 4


async def test_one_message_in_time_is_enough(host: SmallHost) -> None:
    watched = await watch(host)
    await watched.intervals(3)
    assert await watched.intervals(1, values=True) == 0
    assert await watched.intervals(2) == 0


async def test_wallbox_is_asked_from_the_beginning(host: SmallHost) -> None:
    """As in evcc 28539."""
    watched = await watch(host, "Wall Box Chargers")
    assert await watched.intervals(3) == 3


async def test_charger_that_cannot_be_asked_is_left_alone_until_it_boots(host: SmallHost) -> None:
    watched = await watch(host, "Wall Box Chargers", "NotImplemented")
    assert await watched.intervals(3) == 1
    host.charge_point.booted_at = host.now + timedelta(seconds=1)
    assert await watched.intervals(3) == 2


async def test_refusal_is_no_reason_to_stop_asking(host: SmallHost) -> None:
    watched = await watch(host, "Wall Box Chargers", "Rejected")
    assert await watched.intervals(3) == 3


async def test_offline_charger_is_not_asked(host: SmallHost) -> None:
    watched = await watch(host, "Wall Box Chargers")
    await watched.charger.close()
    await host.wait_gone()
    assert await watched.intervals(3) == 0


async def test_charge_that_begins_is_asked_once_for_its_first_values(host: SmallHost) -> None:
    watched = await watch(host)
    assert await watched.looks(1) == 0  # a car needs time to begin to draw
    assert await watched.looks(5) == 1
    host.connector().status = ConnectorStatus.SUSPENDED_EV
    assert await watched.looks(2) == 1
    host.connector().status = ConnectorStatus.CHARGING
    assert await watched.looks(5) == 2


async def test_charge_that_sends_values_at_once_is_not_asked(host: SmallHost) -> None:
    watched = await watch(host)
    await watched.looks(1)
    watched.values_come()
    assert await watched.looks(5) == 0


async def test_register_of_a_start_is_no_first_value(host: SmallHost) -> None:
    watched = await watch(host)
    await watched.looks(1)
    host.connector().meter.transaction_started(1000, at=host.now)
    assert await watched.looks(1) == 1


async def test_new_limit_is_asked_about_once(host: SmallHost) -> None:
    watched = await watch(host)
    assert await watched.looks(2) == 1
    host.connector().limit.applied_a = 10
    assert await watched.looks(5) == 2


async def test_run_looks_for_beginnings(host: SmallHost, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meter_polling, "_BEGINNINGS_S", 0)
    watched = await watch(host)
    background = BackgroundTasks()
    watched.polling.start(background)
    async with asyncio.timeout(30):
        while not watched.charger.received("TriggerMessage"):
            await asyncio.sleep(0.01)
    await background.stop()


async def test_run_looks_once_an_interval(host: SmallHost) -> None:
    watched = await watch(host, "Wall Box Chargers")
    host.settings = replace(host.settings, meter_interval_s=0)
    background = BackgroundTasks()
    watched.polling.start(background)
    async with asyncio.timeout(30):
        while len(watched.charger.received("TriggerMessage")) < 2:
            await asyncio.sleep(0.01)
    await background.stop()
    assert host.charge_point.connected
