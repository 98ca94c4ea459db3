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


class Network:
    """Relays bytes between `port`, where charge points connect, and `target_port`."""

    def __init__(self, target_port: int) -> None:
        self.port = 0
        self._target_port = target_port
        self._lines: set[asyncio.StreamWriter] = set()
        self._fine = asyncio.Event()
        self._fine.set()

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
        """Change the state of the relay; FINE after SILENT aborts the connections that were half-open."""
        if weather is Weather.FINE:
            if not self._fine.is_set():
                self.cut()
            self._fine.set()
        else:
            self._fine.clear()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._lines.add(writer)
        target: asyncio.StreamWriter | None = None
        try:
            there, target = await asyncio.open_connection("127.0.0.1", self._target_port)
            self._lines.add(target)
            async with asyncio.TaskGroup() as group:
                group.create_task(self._carry(reader, target))
                group.create_task(self._carry(there, writer))
        except* OSError:
            pass
        finally:
            for each in (writer, target):
                if each is not None:
                    self._lines.discard(each)
                    each.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(CHUNK):
            await self._fine.wait()
            writer.write(data)
            await writer.drain()
        with suppress(OSError):
            writer.close()
