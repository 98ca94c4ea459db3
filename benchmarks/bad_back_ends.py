"""Back ends that nobody would want: one that is not there, one that never answers, one that answers byte by byte."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
import json
from socket import socket

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from .floor import SUBPROTOCOL
from .load import HOST

BYTE_S = 0.05
"""How long the slow one takes for a byte: some seconds for an answer, within the relay's time-outs."""
_ANSWER = {
    "status": "Accepted",
    "currentTime": "2026-03-14T10:00:00Z",
    "interval": 300,
    "transactionId": 1,
}


@asynccontextmanager
async def dead() -> AsyncIterator[int]:
    """Provide a port on which nobody listens."""
    with socket() as closed:
        closed.bind((HOST, 0))
        yield closed.getsockname()[1]


@asynccontextmanager
async def silent() -> AsyncIterator[int]:
    """Provide the port of a server that accepts connections and never says anything."""

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while await reader.read(65536):
                pass
        writer.close()

    async with await asyncio.start_server(accept, HOST, 0) as server:
        yield server.sockets[0].getsockname()[1]


@asynccontextmanager
async def slow() -> AsyncIterator[int]:
    """Provide the port of a back end that takes BYTE_S for each byte of what it says."""

    async def answer(connection: ServerConnection) -> None:
        with suppress(ConnectionClosed):
            async for text in connection:
                kind, message_id, *_ = json.loads(text)
                if kind == 2:
                    await connection.send(json.dumps([3, message_id, _ANSWER]))

    async with serve(
        answer, HOST, 0, subprotocols=[SUBPROTOCOL], compression=None, ping_interval=None
    ) as back_end:
        port = next(iter(back_end.sockets)).getsockname()[1]

        async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            from_there, there = await asyncio.open_connection(HOST, port)
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(_pass_on(reader, there))
                    group.create_task(_trickle(from_there, writer))
            except* OSError:
                pass
            finally:
                there.transport.abort()
                writer.transport.abort()

        async with await asyncio.start_server(accept, HOST, 0) as server:
            yield server.sockets[0].getsockname()[1]


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()


async def _trickle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(1):
        await asyncio.sleep(BYTE_S)
        writer.write(data)
        await writer.drain()
    writer.close()
