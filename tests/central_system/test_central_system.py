"""The central system as a whole: its life, and what it offers to those who build on it."""

import asyncio
from datetime import timedelta

import pytest

from custom_components.plug_control.central_system import wire
from custom_components.plug_control.central_system.central_system import CentralSystem, utc_now
from custom_components.plug_control.central_system.ledger.ledger import LedgerDatabase
from custom_components.plug_control.central_system.stations.settings import CentralSystemSettings
from custom_components.plug_control.model.events import ConnectionChanged
from custom_components.plug_control.protocol.errors import (
    ListenerError,
    NotPossible,
    NotPossibleError,
)

from .conftest import NOW, Lab, MakeLab


def test_its_own_clock_is_utc() -> None:
    assert utc_now().utcoffset() == timedelta(0)


async def test_it_works_without_anybody_who_remembers() -> None:
    settings = CentralSystemSettings(host="127.0.0.1", port=0)
    system = CentralSystem(settings=settings, storage=LedgerDatabase(), publish=lambda event: None)
    seen = [system.is_listening]
    await system.start()
    seen.append(system.is_listening)
    assert system.port
    await system.stop()
    seen.append(system.is_listening)
    assert seen == [False, True, False]


async def test_a_port_that_is_taken_is_told_and_stopping_afterwards_is_harmless(lab: Lab) -> None:
    other = Lab(settings=CentralSystemSettings(host="127.0.0.1", port=lab.central_system.port))
    with pytest.raises(ListenerError):
        await other.central_system.start()
    await other.central_system.stop()


@pytest.mark.parametrize("look_up", ["settings_of", "is_pending"])
async def test_an_unknown_identity_is_told(lab: Lab, look_up: str) -> None:
    with pytest.raises(NotPossibleError) as caught:
        getattr(lab.central_system, look_up)("nobody")
    assert caught.value.reason is NotPossible.UNKNOWN_CHARGE_POINT


async def test_charge_points_are_shown_as_a_mapping(lab: Lab) -> None:
    lab.add("CP-2")
    charge_points = lab.central_system.charge_points
    assert list(charge_points) == ["CP-1", "CP-2"]
    assert len(charge_points) == 2
    assert charge_points["CP-2"].charge_point_id == "CP-2"
    assert lab.central_system.connection_of("CP-2") is None
    assert lab.central_system.connection_of("nobody") is None
    assert not lab.central_system.is_pending("CP-2")


async def test_a_connection_can_be_looked_at(lab: Lab) -> None:
    charge_point = await lab.boot()
    connection = lab.central_system.connection_of("CP-1")
    assert isinstance(connection, wire.Connection)
    assert connection.is_open
    assert any("BootNotification" in text for _, _, text in connection.frames)
    await charge_point.close()
    await lab.until(lambda: lab.central_system.connection_of("CP-1") is None)
    assert [type(event) for event in lab.told(ConnectionChanged)] == [ConnectionChanged] * 2


async def test_what_came_of_the_startup_can_be_looked_at(lab: Lab) -> None:
    assert lab.central_system.startup_report_of("CP-1") is None
    await lab.started_up()
    report = lab.central_system.startup_report_of("CP-1")
    assert report is not None
    assert report.complete


async def test_messages_are_counted_also_those_of_connections_that_are_closed(lab: Lab) -> None:
    charge_point = await lab.started_up()
    with pytest.raises(Exception, match="NotImplemented"):
        await charge_point.call("NoSuchAction")
    before = lab.central_system.counters
    assert before.messages_received >= 2
    assert before.messages_sent >= 2
    assert before.call_errors_sent == 1
    assert before.connections == 1
    await charge_point.close()
    await lab.until(lambda: not lab.model().connected)
    assert lab.central_system.counters.messages_received == before.messages_received


async def test_stopping_closes_every_socket_in_bounded_time(make_lab: MakeLab) -> None:
    lab = await make_lab()
    lab.add()
    known, stranger, nameless = await lab.boot(), await lab.dial("stranger"), await lab.dial("")
    known.freeze()
    async with asyncio.timeout(15):
        await lab.central_system.stop()
    assert lab.central_system.connection_of("CP-1") is None
    assert [event.charge_point_id for event in lab.told(ConnectionChanged)] == ["CP-1"]  # it came
    known.thaw()
    for charge_point in (known, stranger, nameless):
        await charge_point.wait_closed()
    assert lab.central_system.memory()["CP-1"]["last_seen"] == NOW.isoformat()


def test_what_is_offered_to_the_layer_above_is_complete() -> None:
    for name in wire.__all__:
        assert getattr(wire, name)
