"""The server under test: the central system without Home Assistant."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.central_system.ledger.ledger import LedgerDatabase
from custom_components.plug_control.central_system.stations.settings import (
    CentralSystemSettings,
    ChargePointSettings,
)

from .load import HOST, identity_of
from .servers import Running


@asynccontextmanager
async def run(charge_points: int) -> AsyncIterator[Running]:
    """Run the central system with that many configured charge points."""
    system = CentralSystem(
        settings=CentralSystemSettings(host=HOST, port=0),
        storage=LedgerDatabase(),
        publish=lambda event: None,
    )
    for number in range(charge_points):
        system.add_charge_point(ChargePointSettings(charge_point_id=identity_of(number)))
    await system.start()
    try:
        yield Running(system.port)
    finally:
        await system.stop()
