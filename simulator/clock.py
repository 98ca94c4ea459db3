"""The clocks of a simulation.

Two clocks drive a simulation. The *simulated* clock runs `speed` times faster than real time and drives everything
that a person or a car would notice: charging, meter values, heartbeats, connection timeouts, retry and replay
intervals, the wall clock in timestamps. The *network* clock runs in real time and drives what must not run faster:
the deadline of an answer, the wait before a reconnect, pings and their watchdog.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from heapq import heappop, heappush
from itertools import count
import math
from time import monotonic
from typing import Protocol

SETTLE_S = 0.02
SETTLE_TURNS = 200
PAUSE_S = 0.001
"""Between two looks after so many turns: what is waited for then is outside of this process or thread."""
TICKS_PER_REAL_SECOND = 20

type Callback = Callable[[], object]


class Timer(Protocol):
    """A timer from `call_later`."""

    def cancel(self) -> None:
        """Cancel the call; does nothing after it."""


class Clock(Protocol):
    """A source of time and timers, in seconds."""

    @property
    def tick_s(self) -> float:
        """The length of one step of the physics in s."""

    @property
    def speed(self) -> float:
        """How many times faster it runs than `reference`."""

    def monotonic(self) -> float:
        """Return the seconds since a fixed start; never goes back."""

    def now(self) -> datetime:
        """Return the wall clock in UTC."""

    def reference(self) -> datetime:
        """Return the wall clock of central systems in UTC at the moment of `now()`."""

    def call_later(self, delay_s: float, callback: Callback) -> Timer:
        """Call `callback` once after `delay_s`."""


class RunningClock:
    """A clock `speed` times as fast as real time; its wall clock starts at the real time."""

    def __init__(self, speed: float = 1.0) -> None:
        """Start now. Raises ValueError unless `speed` is positive and finite."""
        if not 0 < speed < math.inf:
            raise ValueError(f"speed must be positive and finite, not {speed}")
        self.speed = speed
        self.tick_s = max(1.0, speed / TICKS_PER_REAL_SECOND)
        self._started_at = datetime.now(UTC)
        self._origin = monotonic()

    def monotonic(self) -> float:
        """Return the simulated seconds since the start."""
        return (monotonic() - self._origin) * self.speed

    def now(self) -> datetime:
        """Return the real start time plus the simulated seconds since."""
        return self._started_at + timedelta(seconds=self.monotonic())

    def reference(self) -> datetime:
        """Return the real time."""
        return datetime.now(UTC)

    def call_later(self, delay_s: float, callback: Callback) -> Timer:
        """Call `callback` once after `delay_s` simulated seconds."""
        return asyncio.get_running_loop().call_later(max(0.0, delay_s) / self.speed, callback)


@dataclass(order=True, slots=True)
class _ManualTimer:
    due: float
    number: int
    callback: Callback | None = field(compare=False)

    def cancel(self) -> None:
        self.callback = None


class ManualClock:
    """A clock for tests that only moves with `advance`."""

    def __init__(
        self, start: datetime | None = None, *, shared: bool = False, tick_s: float = 1.0
    ) -> None:
        """Begin at `start`, by default the real time in whole seconds.

        `shared`: the central system of the test uses this clock too, otherwise real time.
        """
        self._start = start or datetime.now(UTC).replace(microsecond=0)
        self.tick_s = tick_s
        self.speed = 1.0
        self._shared = shared
        self._elapsed = 0.0
        self._timers: list[_ManualTimer] = []
        self._numbers = count()
        self._watched: list[Callable[[], object]] = []
        self._stuck: list[object] = []

    def monotonic(self) -> float:
        """Return the seconds advanced so far."""
        return self._elapsed

    def now(self) -> datetime:
        """Return the start plus the seconds advanced so far."""
        return self._start + timedelta(seconds=self._elapsed)

    def reference(self) -> datetime:
        """Return this clock's time where it is shared, otherwise the real time."""
        return self.now() if self._shared else datetime.now(UTC)

    def call_later(self, delay_s: float, callback: Callback) -> Timer:
        """Call `callback` once when `advance` reaches its time."""
        timer = _ManualTimer(self._elapsed + max(0.0, delay_s), next(self._numbers), callback)
        heappush(self._timers, timer)
        return timer

    @property
    def timers(self) -> int:
        """How many timers are due in the future."""
        return sum(timer.callback is not None for timer in self._timers)

    def watch(self, pending: Callable[[], object]) -> None:
        """Make `advance` wait while `pending()` is truthy, such as for CALLs without an answer yet.

        The value identifies the wait: `advance` waits only once for a value that does not settle.
        """
        self._watched.append(pending)

    async def advance(self, seconds: float) -> None:
        """Let `seconds` pass: run every due timer at its time, and let traffic settle after each."""
        end = self._elapsed + seconds
        await self._settle()
        while self._timers and self._timers[0].due <= end:
            timer = heappop(self._timers)
            if timer.callback is not None:
                self._elapsed = max(self._elapsed, timer.due)
                timer.callback()
                await self._settle()
        self._elapsed = end

    async def _settle(self) -> None:
        """Run the event loop until nothing is pending, or until turns and real time without an answer are used up."""
        deadline = monotonic() + SETTLE_S
        for turn in count():
            await asyncio.sleep(0 if turn <= SETTLE_TURNS else PAUSE_S)
            pending = [token for token in (watched() for watched in self._watched) if token]
            if not pending or pending == self._stuck:
                return
            if turn > SETTLE_TURNS and monotonic() > deadline:
                self._stuck = pending
                return


async def sleep(clock: Clock, seconds: float) -> None:
    """Wait for `seconds` on `clock`."""
    woken = asyncio.Event()
    timer = clock.call_later(seconds, woken.set)
    try:
        await woken.wait()
    finally:
        timer.cancel()


class Timers:
    """Named timers on one clock; setting a name again replaces its timer."""

    def __init__(self, clock: Clock) -> None:
        """Use `clock` for all timers."""
        self._clock = clock
        self._timers: dict[str, Timer] = {}

    def set(self, name: str, delay_s: float, callback: Callback) -> None:
        """Call `callback` after `delay_s`; replaces the timer `name`."""
        self.cancel(name)
        self._timers[name] = self._clock.call_later(delay_s, partial(self._fire, name, callback))

    def every(self, name: str, interval_s: float, callback: Callback) -> None:
        """Call `callback` every `interval_s` until cancelled, the first time one interval from now."""

        def again() -> None:
            self.every(name, interval_s, callback)
            callback()

        self.set(name, interval_s, again)

    def is_set(self, name: str) -> bool:
        """Whether the timer `name` is still running."""
        return name in self._timers

    def cancel(self, name: str) -> None:
        """Cancel the timer `name`; does nothing where it is not set."""
        timer = self._timers.pop(name, None)
        if timer is not None:
            timer.cancel()

    def cancel_all(self) -> None:
        """Cancel every timer."""
        for name in list(self._timers):
            self.cancel(name)

    def _fire(self, name: str, callback: Callback) -> None:
        self._timers.pop(name, None)
        callback()
