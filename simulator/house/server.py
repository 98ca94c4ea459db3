"""Serve the house's meter and prices as JSON over HTTP on 127.0.0.1."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus
import json
import logging
from typing import Final

from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

from simulator.frames import Payload

from .house import House

HOST: Final = "127.0.0.1"


@asynccontextmanager
async def serving(house: House, port: int) -> AsyncIterator[int]:
    """Answer GET /meters and GET /prices within the block, hold the home battery by GET /battery/hold until /battery/release; yield the port (0: any free one). Raises OSError."""
    pages: Mapping[str, Callable[[], Payload]] = {
        "/meters": house.meters,
        "/prices": house.prices,
        "/battery/hold": lambda: house.hold_battery(True),
        "/battery/release": lambda: house.hold_battery(False),
    }

    def answer(connection: ServerConnection, request: Request) -> Response:
        page = pages.get(request.path)
        if page is None:
            return connection.respond(HTTPStatus.NOT_FOUND, f"known are {', '.join(pages)}\n")
        response = connection.respond(HTTPStatus.OK, json.dumps(page()))
        del response.headers["Content-Type"]
        response.headers["Content-Type"] = "application/json"
        return response

    async with serve(_never, HOST, port, process_request=answer, logger=_logger()) as server:
        yield next(iter(server.sockets)).getsockname()[1]


async def _never(connection: ServerConnection) -> None:
    """Close a websocket, though `answer` lets none open."""
    await connection.close()


def _logger() -> logging.Logger:
    """Return a logger that omits the line of each request that it was "rejected" as a websocket."""
    logger = logging.getLogger(__name__)
    logger.setLevel(logging.WARNING)
    return logger
