"""The server under test: the central system without Home Assistant."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from socket import socket

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.central_system.ledger.ledger import LedgerDatabase
from custom_components.plug_control.central_system.stations.settings import (
    CentralSystemSettings,
    ChargePointSettings,
)
from custom_components.plug_control.relay.relay import Relay
from custom_components.plug_control.relay.settings import BackEndSettings

from .load import HOST, identity_of
from .servers import Running


def _closed_port() -> int:
    """Return a port on which nobody listens."""
    with socket() as closed:
        closed.bind((HOST, 0))
        port: int = closed.getsockname()[1]
        return port


@asynccontextmanager
async def run(charge_points: int, dead_back_ends: int = 0) -> AsyncIterator[Running]:
    """Run the central system with that many configured charge points, and back ends that nobody reaches."""
    system = CentralSystem(
        settings=CentralSystemSettings(host=HOST, port=0),
        storage=LedgerDatabase(),
        publish=lambda event: None,
    )
    for number in range(charge_points):
        system.add_charge_point(ChargePointSettings(charge_point_id=identity_of(number)))
    await system.start()
    relay = None
    if dead_back_ends:
        relay = system.relay = Relay(
            outbox=system.ledger.outbox,
            charge_points=lambda: system.charge_points,
            port=system.back_end_commands,
            publish=system.publish,
            clock=system.clock,
        )
        url = f"ws://{HOST}:{_closed_port()}"
        relay.update_settings(
            BackEndSettings(back_end_id=f"dead {number}", name="dead", url=url)
            for number in range(dead_back_ends)
        )
    try:
        yield Running(system.port)
    finally:
        if relay is not None:
            await relay.stop()
        await system.stop()


run_with_one_dead = partial(run, dead_back_ends=1)
run_with_three_dead = partial(run, dead_back_ends=3)
