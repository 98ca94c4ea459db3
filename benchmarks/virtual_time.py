"""An event loop that does not wait for time: when it has nothing to do, its clock jumps to the next timer.

Everything on the loop's clock or Home Assistant's keeps its order and its delays, timers and timeouts of libraries
included: a day takes only as long as its work. Sockets and threads are real, and the clock stands still for them.
"""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
import selectors
from typing import override
from unittest.mock import patch

_THREAD_WAIT_S = 0.01
"""How long the selector waits for threads at a time, in real s."""


class VirtualLoop(asyncio.SelectorEventLoop):
    """The event loop of virtual time; both ends of each connection must be in it, so that data arrives at once."""

    def __init__(self, begin: datetime) -> None:
        """Start the clock at `begin`."""
        self._begin = begin
        self._now_s = 0.0
        self._in_threads = 0
        super().__init__(_JumpingSelector(self))

    @override
    def time(self) -> float:
        """Return the virtual seconds since the start."""
        return self._now_s

    def now(self) -> datetime:
        """Return the virtual time."""
        return self._begin + timedelta(seconds=self._now_s)

    def jump(self, seconds: float) -> None:
        """Move the clock forward."""
        self._now_s += seconds

    @property
    def waits_for_threads(self) -> bool:
        """Whether threads are running, which take real time."""
        return self._in_threads > 0

    @override
    def run_in_executor[*Args, T](
        self, executor: Executor | None, func: Callable[[*Args], T], *args: *Args
    ) -> asyncio.Future[T]:
        """Run `func` in a thread, and stop the clock meanwhile."""
        future: asyncio.Future[T] = super().run_in_executor(executor, func, *args)
        self._in_threads += 1
        future.add_done_callback(self._thread_is_done)
        return future

    def _thread_is_done(self, _: object) -> None:
        self._in_threads -= 1

    @override
    async def shutdown_default_executor(self, timeout: float | None = None) -> None:
        """Wait for the threads, and stop the clock meanwhile."""
        self._in_threads += 1
        try:
            await super().shutdown_default_executor(timeout)
        finally:
            self._in_threads -= 1

    @contextmanager
    def as_wall_clock(self) -> Iterator[None]:
        """Make Home Assistant and `time.time` return this loop's time within the block."""

        def now(tz: object = UTC) -> datetime:
            return self.now()

        def timestamp() -> float:
            return self.now().timestamp()

        with (
            patch("time.time", timestamp),
            patch("homeassistant.util.dt.utcnow", now),
            patch("homeassistant.helpers.event.time_tracker_utcnow", now),
            patch("homeassistant.helpers.event.time_tracker_timestamp", timestamp),
            patch("homeassistant.helpers.entity.timer", timestamp),
        ):
            yield


class _JumpingSelector(selectors.DefaultSelector):
    """A selector that never waits for a timer: where no socket is ready and no thread runs, time jumps to the timer."""

    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop

    @override
    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        if timeout is None:
            return super().select(None)
        if self._loop.waits_for_threads:
            return super().select(_THREAD_WAIT_S)
        self._loop.jump(timeout)
        return []


class LoopClock:
    """The loop's time for simulated charge points."""

    def __init__(self, loop: VirtualLoop, tick_s: float) -> None:
        """Use the time of `loop`, with steps of the physics of `tick_s`."""
        self._loop = loop
        self.tick_s = tick_s
        self.speed = 1.0

    def monotonic(self) -> float:
        """Return the virtual seconds since the start."""
        return self._loop.time()

    def now(self) -> datetime:
        """Return the virtual time."""
        return self._loop.now()

    def reference(self) -> datetime:
        """Return the virtual time: the central system uses this clock too."""
        return self._loop.now()

    def call_later(self, delay_s: float, callback: Callable[[], object]) -> asyncio.TimerHandle:
        """Call `callback` once after `delay_s`."""
        return self._loop.call_later(max(0.0, delay_s), callback)
