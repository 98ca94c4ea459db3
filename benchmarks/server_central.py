"""The server under test: the central system without Home Assistant."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import partial

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.central_system.ledger.ledger import LedgerDatabase
from custom_components.plug_control.central_system.stations.settings import (
    CentralSystemSettings,
    ChargePointSettings,
)
from custom_components.plug_control.relay.relay import Relay
from custom_components.plug_control.relay.settings import BackEndSettings

from . import bad_back_ends
from .load import HOST, identity_of
from .servers import Running


@asynccontextmanager
async def run(
    charge_points: int, back_ends: Sequence[Callable[[], AbstractAsyncContextManager[int]]] = ()
) -> AsyncIterator[Running]:
    """Run the central system with that many configured charge points, and back ends that provide their ports."""
    system = CentralSystem(
        settings=CentralSystemSettings(host=HOST, port=0),
        storage=LedgerDatabase(),
        publish=lambda event: None,
    )
    for number in range(charge_points):
        system.add_charge_point(ChargePointSettings(charge_point_id=identity_of(number)))
    await system.start()
    relay = None
    stack = AsyncExitStack()
    if back_ends:
        relay = system.relay = Relay(
            outbox=system.ledger.outbox,
            charge_points=lambda: system.charge_points,
            port=system.back_end_commands,
            publish=system.publish,
            clock=system.clock,
        )
        ports = [await stack.enter_async_context(each()) for each in back_ends]
        relay.update_settings(
            BackEndSettings(back_end_id=f"bad {port}", name="bad", url=f"ws://{HOST}:{port}")
            for port in ports
        )
    try:
        yield Running(system.port)
    finally:
        if relay is not None:
            await relay.stop()
        await system.stop()
        await stack.aclose()


run_with_one_dead = partial(run, back_ends=[bad_back_ends.dead])
run_with_three_dead = partial(run, back_ends=[bad_back_ends.dead] * 3)
run_with_a_silent_one = partial(run, back_ends=[bad_back_ends.silent])
run_with_a_slow_one = partial(run, back_ends=[bad_back_ends.slow])
