"""Meter values for regulation: asked for where they are too old."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from custom_components.plug_control.central_system.commands.meter_requests import MeterRequests
from custom_components.plug_control.central_system.commands.meter_watch import MeterWatch
from custom_components.plug_control.model.connector import ConnectorStatus
from custom_components.plug_control.model.meter import Phase, Quantity, Reading
from simulator.frames import Payload
from simulator.scripted import ScriptedChargePoint
from tests.central_system.limited import until
from tests.central_system.small_host import ID, SmallHost, configuration_answer

EVERY_S = 15.0
ONE = ((ID, 1),)


@pytest.fixture
async def host() -> AsyncIterator[SmallHost]:
    async with SmallHost() as host:
        yield host


class Bench:
    """A charger with connectors that charge, and what watches their meters."""

    def __init__(self, host: SmallHost, charger: ScriptedChargePoint) -> None:
        self.host = host
        self.charger = charger
        self.questions = MeterRequests(host.commands)
        self.watch = MeterWatch(host.context, self.questions)

    def values_come(
        self, quantity: Quantity = Quantity.POWER_IMPORT_W, connector_id: int = 1
    ) -> None:
        """The charger sends a value."""
        readings = self.host.connector(connector_id).meter.readings
        phase = Phase.L1 if quantity is Quantity.CURRENT_IMPORT_A else None
        readings[quantity, phase] = Reading(1.0, self.host.now)

    async def ticks(
        self, number: int, *keys: tuple[str, int], step_s: float = 10, values: bool = False
    ) -> int:
        """Look so often; returns how often the charger has been asked until now.

        With `values` each question brings some.
        """
        for _ in range(number):
            self.host.advance(step_s)
            before = len(self.asked)
            self.watch.watch(keys or ONE, EVERY_S)
            await until(lambda: not self.watch.is_asking)
            if values and len(self.asked) > before:
                self.values_come()
        return len(self.asked)

    @property
    def asked(self) -> list[Payload]:
        return self.charger.received("TriggerMessage")


async def bench(host: SmallHost, answer: str = "Accepted", connectors: int = 1) -> Bench:
    charger = await host.dial_in()
    charger.auto_reply("TriggerMessage", {"status": answer})
    charger.auto_reply("GetConfiguration", configuration_answer(NumberOfConnectors=str(connectors)))
    for connector_id in range(1, connectors + 1):
        host.connector(connector_id).status = ConnectorStatus.CHARGING
    return Bench(host, charger)


async def test_values_that_are_too_old_are_asked_for(host: SmallHost) -> None:
    b = await bench(host)
    b.values_come()
    assert await b.ticks(1) == 0
    assert await b.ticks(1) == 1
    assert b.asked == [{"requestedMessage": "MeterValues", "connectorId": 1}]


@pytest.mark.parametrize("quantity", [Quantity.POWER_IMPORT_W, Quantity.CURRENT_IMPORT_A])
async def test_charger_that_sends_often_enough_is_never_asked(
    host: SmallHost, quantity: Quantity
) -> None:
    b = await bench(host)
    for _ in range(5):
        b.values_come(quantity)
        await b.ticks(1)
    assert not b.asked


async def test_register_alone_does_not_tell_what_is_drawn(host: SmallHost) -> None:
    b = await bench(host)
    for _ in range(2):
        b.values_come(Quantity.ENERGY_IMPORT_WH)
        await b.ticks(1)
    assert len(b.asked) == 1


async def test_answers_keep_it_going(host: SmallHost) -> None:
    b = await bench(host)
    assert await b.ticks(9, values=True) == 5


async def test_questions_in_vain_become_rare_and_never_end(host: SmallHost) -> None:
    b = await bench(host)
    assert await b.ticks(60) == 5  # in ten minutes
    before = len(b.asked)
    assert await b.ticks(60) - before == 2
    b.values_come()
    assert await b.ticks(60, values=True) - before > 25


async def test_charger_that_cannot_is_given_up_until_it_boots(host: SmallHost) -> None:
    b = await bench(host, "NotImplemented")
    assert await b.ticks(60) == 1
    host.charge_point.booted_at = host.now + timedelta(seconds=1)
    assert await b.ticks(60) == 2
    await b.questions.ask(host.charge_point, host.connector())
    assert len(b.asked) == 2


@pytest.mark.parametrize("answer", ["Rejected", "Nonsense"])
async def test_refusal_is_no_reason_to_give_up(host: SmallHost, answer: str) -> None:
    b = await bench(host, answer)
    assert await b.ticks(10) == 3


async def test_only_those_that_charge_are_asked(host: SmallHost) -> None:
    b = await bench(host)
    host.connector().status = ConnectorStatus.SUSPENDED_EV
    assert await b.ticks(3, (ID, 1), (ID, 2), ("CP-2", 1)) == 0
    host.connector().status = ConnectorStatus.CHARGING
    await b.charger.close()
    await host.wait_gone()
    assert await b.ticks(3) == 0


async def test_one_question_at_a_time_and_everybody_in_turn(host: SmallHost) -> None:
    b = await bench(host, connectors=3)
    b.charger.auto_reply("TriggerMessage", None)
    keys = [(ID, each) for each in (1, 2, 3)]
    b.watch.watch(keys, EVERY_S)
    first = await b.charger.expect("TriggerMessage")
    host.advance(60)
    b.watch.watch(keys, EVERY_S)
    assert len(b.asked) == 1
    b.charger.auto_reply("TriggerMessage", {"status": "Accepted"})
    await first.reply({"status": "Accepted"})
    await until(lambda: not b.watch.is_asking)
    await b.ticks(2, *keys, step_s=1)
    assert [each["connectorId"] for each in b.asked] == [1, 2, 3]


async def test_what_is_not_watched_any_more_is_forgotten(host: SmallHost) -> None:
    b = await bench(host)
    assert await b.ticks(1) == 1
    b.watch.watch((), EVERY_S)
    assert await b.ticks(1, step_s=1) == 2


async def test_stop_ends_a_question(host: SmallHost) -> None:
    b = await bench(host)
    b.charger.auto_reply("TriggerMessage", None)
    b.watch.watch(ONE, EVERY_S)
    await b.charger.expect("TriggerMessage")
    await b.watch.stop()
    assert not b.watch.is_asking
