"""Time as a simulated charge point lives it.

Two clocks drive a simulation. The *simulated* clock runs `speed` times faster than the real one and carries everything
that a person or a car would notice: charging, meter values, heartbeats, connection timeouts, retry and replay
intervals, the wall clock in timestamps. The *network* clock runs in real time and carries what would break if it were
hurried: the deadline of an answer, the wait before a reconnect, pings and their watchdog.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from heapq import heappop, heappush
from itertools import count
from time import monotonic
from typing import Protocol

SETTLE_S = 0.02
SETTLE_TURNS = 200
TICKS_PER_REAL_SECOND = 20

type Callback = Callable[[], object]


class Timer(Protocol):
    """What `call_later` returns."""

    def cancel(self) -> None:
        """Never call back; without effect once it has happened."""


class Clock(Protocol):
    """A source of time and timers, in seconds."""

    @property
    def tick_s(self) -> float:
        """How much time one step of the physics should cover."""

    @property
    def speed(self) -> float:
        """How much faster it is than `reference`."""

    def monotonic(self) -> float:
        """Seconds since some start, never going back."""

    def now(self) -> datetime:
        """The wall clock in UTC."""

    def reference(self) -> datetime:
        """The wall clock in UTC that central systems go by while it is `now()` here."""

    def call_later(self, delay_s: float, callback: Callback) -> Timer:
        """Call `callback` once after `delay_s`."""


class RunningClock:
    """Real time, `speed` times as fast; its wall clock starts at the real now."""

    def __init__(self, speed: float = 1.0) -> None:
        """Start now; raises ValueError unless `speed` is positive."""
        if not speed > 0:
            raise ValueError(f"speed must be positive, not {speed}")
        self.speed = speed
        self.tick_s = max(1.0, speed / TICKS_PER_REAL_SECOND)
        self._started_at = datetime.now(UTC)
        self._origin = monotonic()

    def monotonic(self) -> float:
        """Simulated seconds since the start."""
        return (monotonic() - self._origin) * self.speed

    def now(self) -> datetime:
        """The real start plus the simulated seconds since."""
        return self._started_at + timedelta(seconds=self.monotonic())

    def reference(self) -> datetime:
        """The real time."""
        return datetime.now(UTC)

    def call_later(self, delay_s: float, callback: Callback) -> Timer:
        """Call back after `delay_s` simulated seconds."""
        return asyncio.get_running_loop().call_later(max(0.0, delay_s) / self.speed, callback)


@dataclass(order=True, slots=True)
class _ManualTimer:
    due: float
    number: int
    callback: Callback | None = field(compare=False)

    def cancel(self) -> None:
        self.callback = None


class ManualClock:
    """Time that stands still until `advance` is called; for tests."""

    def __init__(
        self, start: datetime | None = None, *, shared: bool = False, tick_s: float = 1.0
    ) -> None:
        """Begin at `start`, by default the real now in whole seconds.

        With `shared` the central system of the test goes by this clock too, otherwise by real time.
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
        """The sum of all that was advanced."""
        return self._elapsed

    def now(self) -> datetime:
        """The start plus all that was advanced."""
        return self._start + timedelta(seconds=self._elapsed)

    def reference(self) -> datetime:
        """This time where it is shared, otherwise the real one."""
        return self.now() if self._shared else datetime.now(UTC)

    def call_later(self, delay_s: float, callback: Callback) -> Timer:
        """Call back when `advance` gets there."""
        timer = _ManualTimer(self._elapsed + max(0.0, delay_s), next(self._numbers), callback)
        heappush(self._timers, timer)
        return timer

    @property
    def timers(self) -> int:
        """How many timers wait for their time."""
        return sum(timer.callback is not None for timer in self._timers)

    def watch(self, pending: Callable[[], object]) -> None:
        """Let `advance` wait while `pending()` is truthy, such as for CALLs that are not answered yet.

        The value tells one wait from the next: what did not settle once is not waited for again.
        """
        self._watched.append(pending)

    async def advance(self, seconds: float) -> None:
        """Let `seconds` pass: every timer that falls due runs at its time, and traffic settles after each."""
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
        """Give the event loop its turns until nothing is pending, or neither turns nor real time bring an answer."""
        deadline = monotonic() + SETTLE_S
        for turn in count():
            await asyncio.sleep(0)
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
    """Named timers on one clock: setting a name again replaces its timer; all can be cancelled at once."""

    def __init__(self, clock: Clock) -> None:
        """Keep timers on `clock`."""
        self._clock = clock
        self._timers: dict[str, Timer] = {}

    def set(self, name: str, delay_s: float, callback: Callback) -> None:
        """Call `callback` after `delay_s`, in place of what `name` was set to."""
        self.cancel(name)
        self._timers[name] = self._clock.call_later(delay_s, partial(self._fire, name, callback))

    def every(self, name: str, interval_s: float, callback: Callback) -> None:
        """Call `callback` each `interval_s`, until cancelled; the first time one interval from now."""

        def again() -> None:
            self.every(name, interval_s, callback)
            callback()

        self.set(name, interval_s, again)

    def is_set(self, name: str) -> bool:
        """Whether `name` will still call back."""
        return name in self._timers

    def cancel(self, name: str) -> None:
        """Forget `name`; without effect where it is not set."""
        timer = self._timers.pop(name, None)
        if timer is not None:
            timer.cancel()

    def cancel_all(self) -> None:
        """Forget every timer."""
        for name in list(self._timers):
            self.cancel(name)

    def _fire(self, name: str, callback: Callback) -> None:
        self._timers.pop(name, None)
        callback()
