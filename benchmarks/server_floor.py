"""The server under test: a bare websockets server that parses, answers and keeps nothing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from websockets.asyncio.server import ServerConnection, serve

from .floor import SUBPROTOCOL, answer, sampled_values
from .load import HOST
from .servers import Running


async def _handle(connection: ServerConnection) -> None:
    async for text in connection:
        result, _, payload = answer(text)
        sampled_values(payload)
        await connection.send(result)


@asynccontextmanager
async def run(charge_points: int) -> AsyncIterator[Running]:
    """Run the bare server; ignores the number of charge points."""
    async with serve(_handle, HOST, 0, subprotocols=[SUBPROTOCOL], compression=None) as server:
        yield Running(next(iter(server.sockets)).getsockname()[1])
