"""A network that fails: a relay between charge points and the central system."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from enum import Enum

CHUNK = 65536


class Weather(Enum):
    """The state of the relay."""

    FINE = "fine"
    SILENT = "silent"
    """Half-open: nothing arrives, and neither side notices."""
    NO_ANSWERS = "no answers"
    """What is sent to the target arrives, what it says does not."""


class Network:
    """Relays bytes between `port`, where charge points connect, and `target_port`."""

    def __init__(self, target_port: int) -> None:
        self.port = 0
        self._target_port = target_port
        self._lines: set[asyncio.StreamWriter] = set()
        self._there = asyncio.Event()
        """Set while what is sent to the target arrives."""
        self._back = asyncio.Event()
        """Set while what the target says arrives."""
        self._there.set()
        self._back.set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Relay within the block."""
        server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield
        finally:
            server.close()
            self.cut()

    def cut(self) -> None:
        """Abort every connection."""
        for writer in list(self._lines):
            writer.transport.abort()

    def set(self, weather: Weather) -> None:
        """Change the state of the relay; FINE after another one aborts the connections, and what was under way is lost."""
        if weather is Weather.FINE:
            if not self._back.is_set():
                self.cut()
            self._there.set()
            self._back.set()
            return
        self._back.clear()
        if weather is Weather.SILENT:
            self._there.clear()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._lines.add(writer)
        target: asyncio.StreamWriter | None = None
        try:
            there, target = await asyncio.open_connection("127.0.0.1", self._target_port)
            self._lines.add(target)
            async with asyncio.TaskGroup() as group:
                group.create_task(self._carry(reader, target, self._there))
                group.create_task(self._carry(there, writer, self._back))
        except* OSError:
            pass
        finally:
            for each in (writer, target):
                if each is not None:
                    self._lines.discard(each)
                    each.transport.abort()

    async def _carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, open_way: asyncio.Event
    ) -> None:
        while data := await reader.read(CHUNK):
            await open_way.wait()
            writer.write(data)
            await writer.drain()
        with suppress(OSError):
            writer.close()
