"""The simulated house as a child process, which reads commands and writes events as JSON lines."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
import json
from pathlib import Path
from typing import Any, Self, override

from scripts.lib.processes import Child, ScriptError

type Event = dict[str, Any]

ANSWER_TIMEOUT_S = 10.0


class SimulatedHouse(Child):
    """`python -m simulator.house`, whose wallboxes connect to `url`; keeps its events in `events`."""

    def __init__(
        self, url: str, wallboxes: Sequence[str], *, port: int, options: Sequence[str], log: Path
    ) -> None:
        described = [part for wallbox in wallboxes for part in ("--wallbox", wallbox)]
        arguments = [url, "--port", str(port), *described, *options]
        super().__init__("simulator.house", arguments, log=log, talks=True)
        self.events: list[Event] = []
        self._changed = asyncio.Condition()
        self._reader: asyncio.Task[None]

    @override
    async def __aenter__(self) -> Self:
        await super().__aenter__()
        self._reader = asyncio.create_task(self._read())
        return self

    @override
    async def _read_rest(self) -> None:
        await self._reader

    async def _read(self) -> None:
        """Keep the simulator's events until it ends."""
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            event = _parse(line)
            async with self._changed:
                if event is not None:
                    self.events.append(event)
                self._changed.notify_all()
        async with self._changed:
            self._changed.notify_all()

    async def wait_for(
        self, event: str, *, timeout_s: float, after: int = 0, **fields: object
    ) -> Event:
        """Wait for the first event of that name with those fields, from index `after` on, and return it.

        Raises ScriptError where it does not come within `timeout_s`.
        """
        wanted = {"event": event, **fields}.items()

        def found() -> Event | None:
            return next((each for each in self.events[after:] if wanted <= each.items()), None)

        with suppress(TimeoutError):
            async with asyncio.timeout(timeout_s), self._changed:
                await self._changed.wait_for(lambda: found() or self._reader.done())
        if told := found():
            return told
        raise ScriptError(f"the simulator told no {event!r}: see {self.log}")

    async def connector(self, charge_point_id: str) -> Event:
        """Return the present state of a wallbox's first connector, such as its `limit_a` and `power_w`."""
        after = len(self.events)
        await self.say(f"{charge_point_id} status")
        told = await self.wait_for(
            "state", timeout_s=ANSWER_TIMEOUT_S, after=after, charge_point=charge_point_id
        )
        connector: Event = told["connectors"][0]
        return connector


def _parse(line: bytes) -> Event | None:
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) else None
