"""End transfers: at once, or after a wait; and clean up after them."""

import asyncio
from collections.abc import Callable, Iterable
from functools import partial

from homeassistant.core import HomeAssistant

from .operations import Direction, Operation
from .servers import Servers


class TransferEnds:
    """The ends of the open operations of one config entry, and what is due of each after a wait."""

    def __init__(self, hass: HomeAssistant, servers: Servers, remember: Callable[[], None]) -> None:
        """Call `remember` whenever an operation has ended."""
        self._hass = hass
        self._servers = servers
        self._remember = remember
        self._timers: dict[str, asyncio.TimerHandle] = {}
        servers.on_closed = self._closed

    def stop(self) -> None:
        """Wait no longer."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()

    async def async_close(self, operations: Iterable[Operation]) -> None:
        """End operations, one after the other."""
        for operation in operations:
            await self._servers.async_close(operation)

    def close_soon(self, charge_point_id: str, direction: Direction) -> None:
        """End the latest operation of a charge point in a direction, in a task."""
        operation = self._servers.operations.of(charge_point_id, direction)
        if operation is not None:
            self._hass.async_create_task(
                self._servers.async_close(operation), "plug_control ends a transfer"
            )

    def set_timer(self, operation: Operation, delay_s: float, then: Callable[[], None]) -> None:
        """Call `then` after a delay, unless the operation ends before; replaces its earlier timer."""
        if (timer := self._timers.pop(operation.token, None)) is not None:
            timer.cancel()
        self._timers[operation.token] = self._hass.loop.call_later(delay_s, then)

    def _closed(self, operation: Operation) -> None:
        """Clean up after an operation; what an upload left behind is removed."""
        if (timer := self._timers.pop(operation.token, None)) is not None:
            timer.cancel()
        if operation.direction is Direction.UPLOAD and not operation.is_taken:
            self._hass.async_add_executor_job(partial(operation.path.unlink, missing_ok=True))
        self._remember()
