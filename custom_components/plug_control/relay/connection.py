"""One open connection to a back end, as one charge point: calls, keep-alive, and its last frames for support."""

import asyncio
from base64 import b64encode
from collections import deque
from contextlib import suppress
import ssl
import time
from typing import Any

from custom_components.plug_control.protocol.call_session import CallHandler, CallSession, Direction
from custom_components.plug_control.protocol.client import ClientSocket, dial
from custom_components.plug_control.protocol.errors import DialError, OfflineError, Trouble
from custom_components.plug_control.protocol.long_frames import LONG_BYTES
from custom_components.plug_control.protocol.values import clean, holds_secret, without_credentials

from .settings import BackEndSettings
from .timing import RelayTiming

KEPT_FRAMES = 100
KEPT_FRAME_TEXT = 1000
"""Characters of a frame that are kept."""
_SECRETS_REACH = 1024
_MAX_HANDLING = 4
"""Requests of a back end that are handled at a time; the others wait in its socket."""
_MESSAGES_PER_S = 200
"""How many messages a back end may send for long; the others wait in its socket."""

type KeptFrame = tuple[float, Direction, str]
"""Time (s since 1970), direction, beginning of the text."""


class FrameLog:
    """The beginnings of the last frames both ways, without secrets."""

    def __init__(self) -> None:
        self.frames: deque[KeptFrame] = deque(maxlen=KEPT_FRAMES)

    def keep(self, direction: Direction, text: str) -> None:
        """Keep a frame; redacted before it is cut, since a secret may be recognised by what stands behind it."""
        text = without_credentials(text[: KEPT_FRAME_TEXT + _SECRETS_REACH])
        if holds_secret(text):
            text = f"{text.partition('{')[0]}(hidden)"
        self.frames.append((time.time(), direction, clean(text, KEPT_FRAME_TEXT)))


class BackEndConnection:
    """An open connection."""

    def __init__(
        self, socket: ClientSocket, *, handle: CallHandler, log: FrameLog, timing: RelayTiming
    ) -> None:
        self._socket = socket
        self._timing = timing
        self._answers_pings = False
        self._session = CallSession(
            send=socket.transmit,
            handle=handle,
            tap=log.keep,
            call_timeout_s=timing.answer_s,
            max_handling=_MAX_HANDLING,
        )

    @classmethod
    async def open(
        cls,
        settings: BackEndSettings,
        identity: str,
        tls: ssl.SSLContext | None,
        *,
        handle: CallHandler,
        log: FrameLog,
        timing: RelayTiming,
    ) -> BackEndConnection:
        """Connect as a charge point. Raises DialError."""
        try:
            url = settings.url_of(identity)
        except ValueError as error:
            raise DialError(Trouble.URL, clean(str(error))) from error
        socket = await dial(
            url,
            headers=_headers(settings, identity),
            tls=tls,
            open_timeout_s=timing.open_s,
            close_timeout_s=timing.close_s,
        )
        return cls(socket, handle=handle, log=log, timing=timing)

    @property
    def speaks_ocpp(self) -> bool:
        """Whether the back end has agreed to OCPP 1.6; some speak it without saying so."""
        return self._socket.subprotocol is not None

    async def serve(self) -> None:
        """Receive until the connection ends. Raises DialError CLOSED, with the back end's reason."""
        keep_alive = asyncio.create_task(self._keep_alive())
        try:
            await self._receive()
        finally:
            keep_alive.cancel()
            self._session.close()

    async def _receive(self) -> None:
        """Handle messages, at most so many in a second: a flood waits in the back end's socket."""
        loop = asyncio.get_running_loop()
        second, count = loop.time(), 0
        while True:
            message = await self._socket.receive()
            await self._session.room()
            if len(message) > LONG_BYTES:
                await self._session.receive_long(message, _part)
            else:
                self._session.receive(message)
            count += 1
            if count >= _MESSAGES_PER_S:
                await asyncio.sleep(max(second + 1 - loop.time(), 0))
                second, count = loop.time(), 0

    async def _keep_alive(self) -> None:
        """Ping; end the connection when a back end that answers pings does so no more."""
        with suppress(OfflineError):
            while True:
                await asyncio.sleep(self._timing.ping_s)
                if await self._socket.answers_ping(self._timing.ping_s):
                    self._answers_pings = True
                elif self._answers_pings:
                    self._socket.abort()

    async def call(self, action: str, payload: dict[str, Any], timeout_s: float) -> dict[str, Any]:
        """Send a CALL and return the answer's payload; raises the CommandErrors of `CallSession.call`."""
        return await self._session.call(action, payload, timeout_s=timeout_s)

    async def close(self) -> None:
        """Close, within the closing time-out."""
        self._session.close()
        await self._socket.end(self._timing.close_s)


async def _part() -> None:
    await asyncio.sleep(0)


def _headers(settings: BackEndSettings, identity: str) -> dict[str, str]:
    """Return the Authorization by HTTP Basic, where there is a password (R3)."""
    if settings.password is None:
        return {}
    user = settings.username or identity
    credentials = b64encode(f"{user}:{settings.password}".encode()).decode()
    return {"Authorization": f"Basic {credentials}"}
