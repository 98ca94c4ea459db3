"""A path to a back end on which answers get lost: it passes bytes on, and cuts a connection when a test or chance wants it."""

import asyncio
from contextlib import suppress
from random import Random
from typing import Self


class LossyPath:
    """Listens on a port of its own; `loss` is the chance that what a back end says is lost, and the connection with it."""

    def __init__(self, port: int, *, loss: float, seed: int) -> None:
        self.loss = loss
        self.cuts = 0
        self.port = 0
        self._to = port
        self._random = Random(seed)
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            from_back_end, to_back_end = await asyncio.open_connection("127.0.0.1", self._to)
        except OSError:
            writer.transport.abort()
            return
        both = (
            asyncio.create_task(_pass_on(reader, to_back_end)),
            asyncio.create_task(self._answer(from_back_end, writer)),
        )
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for direction in both:
                direction.cancel()
            await asyncio.gather(*both, return_exceptions=True)
            for end in (writer, to_back_end):
                end.transport.abort()
                with suppress(OSError):
                    await end.wait_closed()
            self._tasks.discard(task)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            if not data.startswith(b"HTTP") and self._random.random() < self.loss:
                self.cuts += 1
                return
            writer.write(data)


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
