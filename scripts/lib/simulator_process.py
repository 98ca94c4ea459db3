"""The simulated charge point as a child process: told what to do by lines, telling what happened by JSON lines."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
import json
from pathlib import Path
from typing import Any, Self, override

from scripts.lib.processes import Child, ScriptError

type Event = dict[str, Any]


class Simulator(Child):
    """`python -m simulator`, which dials `url` as `charge_point_id`; its events are kept in `events`."""

    def __init__(
        self, url: str, charge_point_id: str, *, options: Sequence[str] = (), log: Path
    ) -> None:
        arguments = [url, "--profile", "c2eu", "--id", charge_point_id, *options]
        super().__init__("simulator", arguments, log=log, talks=True)
        self.charge_point_id = charge_point_id
        self.events: list[Event] = []
        self._changed = asyncio.Condition()
        self._reader: asyncio.Task[None]

    @override
    async def __aenter__(self) -> Self:
        await super().__aenter__()
        self._reader = asyncio.create_task(self._read())
        return self

    @override
    async def __aexit__(self, *_: object) -> None:
        await super().__aexit__()
        await self._reader

    async def _read(self) -> None:
        """Keep what the simulator tells, until it ends."""
        while line := await self.line():
            event = _parse(line)
            async with self._changed:
                if event is not None:
                    self.events.append(event)
                self._changed.notify_all()
        async with self._changed:
            self._changed.notify_all()

    async def wait_for(self, event: str, *, timeout_s: float, **fields: object) -> Event:
        """Return the first event of that name and with those fields, waiting for it; raises ScriptError."""
        wanted = {"event": event, **fields}.items()

        def found() -> Event | None:
            return next((each for each in self.events if wanted <= each.items()), None)

        with suppress(TimeoutError):
            async with asyncio.timeout(timeout_s), self._changed:
                await self._changed.wait_for(lambda: found() or self._reader.done())
        if told := found():
            return told
        raise ScriptError(f"the simulator told no {event!r}: see {self.log}")


def _parse(line: str) -> Event | None:
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) else None
