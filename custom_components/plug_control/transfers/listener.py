"""A small plain-http server for transfers, for chargers that cannot use Home Assistant's own."""

from collections.abc import Callable
from typing import Final

from aiohttp import web

from . import http
from .operations import Operation

PORTS: Final = (9017, 0)
"""The ports to try in turn; 0 is any free one."""
_CLOSE_S: Final = 2.0
_IDLE_S: Final = 15.0
"""How long a connection may be open without a whole head of a request; aiohttp's own bound is an hour."""
_LINGER_S: Final = 1.0
"""How long a refused body is still read, so that the charge point reads the refusal."""


class TransferListener:
    """An HTTP server that knows transfers only; it runs from `start` to `stop`."""

    def __init__(self, find: Callable[[str], Operation | None]) -> None:
        """Serve the operations that `find` returns for their tokens."""
        self._find = find
        self._runner: web.AppRunner | None = None
        self._port = 0

    async def start(self, host: str | None) -> int:
        """Listen on `host` (None: all addresses), unless it does already; return the port. Raises OSError."""
        if self._runner is not None:
            return self._port
        app = web.Application()
        for path in (f"{http.PATH}/{{token}}", f"{http.PATH}/{{token}}/{{name:.*}}"):
            app.router.add_get(path, self._send)
            app.router.add_put(path, self._take)
            app.router.add_post(path, self._take)
        runner = web.AppRunner(
            app,
            access_log=None,
            shutdown_timeout=_CLOSE_S,
            lingering_time=_LINGER_S,
            keepalive_timeout=_IDLE_S,
        )
        await runner.setup()
        try:
            self._port = await _listen(runner, host)
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        return self._port

    async def stop(self) -> None:
        """Close the port and all connections."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def _send(self, request: web.Request) -> web.StreamResponse:
        return await http.send(self._find(request.match_info["token"]))

    async def _take(self, request: web.Request) -> web.StreamResponse:
        token, name = request.match_info["token"], request.match_info.get("name", "")
        return await http.take(request, self._find(token), name)


async def _listen(runner: web.AppRunner, host: str | None) -> int:
    """Listen on the first port that is free; return it. Raises OSError."""
    failure: OSError | None = None
    for port in PORTS:
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError as error:
            failure = error
            continue
        address: tuple[str, int] = runner.addresses[0][:2]
        return address[1]
    raise failure or OSError("no port to listen on")
