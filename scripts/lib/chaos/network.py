"""A network that fails: a relay between charge points and the central system."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from enum import Enum

CHUNK = 65536


class Weather(Enum):
    """What the relay does to those who are connected."""

    FINE = "fine"
    SILENT = "silent"
    """Half-open: nothing arrives, and nobody hears that."""


class Network:
    """Carries bytes to `target_port`; `port` is where charge points dial in."""

    def __init__(self, target_port: int) -> None:
        self.port = 0
        self._target_port = target_port
        self._lines: set[asyncio.StreamWriter] = set()
        self._fine = asyncio.Event()
        self._fine.set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Listen until the block ends."""
        server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield
        finally:
            server.close()
            self.cut()

    def cut(self) -> None:
        """End every connection without a word."""
        for writer in list(self._lines):
            writer.transport.abort()

    def set(self, weather: Weather) -> None:
        """Change what happens to what is sent from now on; after silence, those who were in it are cut off."""
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
