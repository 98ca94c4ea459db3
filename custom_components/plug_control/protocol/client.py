"""Our end of a websocket to another central system: dial in as a charge point does (J3), bounded against what comes back."""

import asyncio
from collections.abc import Mapping
import errno
import logging
import os
import re
import socket
import ssl
from typing import Any, override

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidStatus,
    InvalidURI,
    NegotiationError,
)
from websockets.frames import Frame, Opcode
from websockets.protocol import Event
from websockets.typing import Subprotocol

from .errors import DialError, OfflineError, Trouble
from .values import clean, number, without_credentials
from .websocket import CHUNK_BYTES, CONTROL_FRAMES_PERIOD_S, MAX_CONTROL_FRAMES

_WEBSOCKETS_LOGGER = logging.getLogger(f"{__name__}.websockets")
_WEBSOCKETS_LOGGER.setLevel(logging.ERROR)  # Below that it logs every frame and the password.

MAX_MESSAGE_BYTES = 1 << 20
"""A longer message closes the connection with code 1009."""
_MAX_QUEUE = 4
"""Messages that wait for `recv` before the other side has to wait."""
_SUBPROTOCOL = Subprotocol("ocpp1.6")
_MAX_RETRY_AFTER_S = 3600.0
_ERROR_NUMBER = re.compile(r"\[Errno (-?\d+)\]")
_STATUS_TROUBLES = {
    401: Trouble.UNAUTHORIZED,
    403: Trouble.UNAUTHORIZED,
    404: Trouble.NOT_FOUND,
    409: Trouble.DUPLICATE,
}


class ClientSocket(ClientConnection):
    """A websocket that parses what comes in small parts, and that ends when the other side floods it with pings."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.last_heard_at = self.loop.time()
        """When the last byte came, in the event loop's time."""
        self._unparsed = bytearray()
        self._control_frames = 0
        self._control_frames_since = self.last_heard_at

    async def receive(self) -> bytes:
        """Return the next message. Raises DialError CLOSED with the other side's reason."""
        try:
            return await self.recv(decode=False)
        except ConnectionClosed as err:
            reason = "" if err.rcvd is None else f"{err.rcvd.code} {err.rcvd.reason}"
            raise DialError(Trouble.CLOSED, clean(without_credentials(reason))) from err

    async def transmit(self, text: str) -> None:
        """Send a text. Raises OfflineError."""
        try:
            await self.send(text)
        except ConnectionClosed as err:
            raise OfflineError("the connection closed") from err

    async def answers_ping(self, timeout_s: float) -> bool:
        """Whether a ping is answered in time. Raises OfflineError."""
        try:
            async with asyncio.timeout(timeout_s):
                await (await self.ping())
        except TimeoutError:
            return False
        except ConnectionClosed as err:
            raise OfflineError("the connection closed") from err
        return True

    async def end(self, timeout_s: float) -> None:
        """Close the connection, within `timeout_s`."""
        try:
            async with asyncio.timeout(timeout_s):
                await self.close()
        except TimeoutError:
            self.abort()

    def abort(self) -> None:
        """Drop the connection at once."""
        self.transport.abort()

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.recv_messages.resume = self._resume_reading

    @override
    def data_received(self, data: bytes) -> None:
        self.last_heard_at = self.loop.time()
        if not self._unparsed and len(data) <= CHUNK_BYTES:
            super().data_received(data)
            return
        if not self._unparsed:
            self.loop.call_soon(self._parse)
        self._unparsed += data
        self.transport.pause_reading()

    def _parse(self) -> None:
        """Parse one part; the next one has its own turn of the event loop."""
        chunk = bytes(self._unparsed[:CHUNK_BYTES])
        del self._unparsed[:CHUNK_BYTES]
        super().data_received(chunk)
        if self.transport.is_closing():
            self._unparsed.clear()
        elif self._unparsed:
            self.loop.call_soon(self._parse)
        else:
            self._resume_reading()

    def _resume_reading(self) -> None:
        if not self._unparsed and not self.recv_messages.paused:
            self.transport.resume_reading()

    @override
    def process_event(self, event: Event) -> None:
        if isinstance(event, Frame) and event.opcode in (Opcode.PING, Opcode.PONG):
            if self.last_heard_at - self._control_frames_since > CONTROL_FRAMES_PERIOD_S:
                self._control_frames, self._control_frames_since = 0, self.last_heard_at
            self._control_frames += 1
            if self._control_frames > MAX_CONTROL_FRAMES:
                self.abort()
                return
        super().process_event(event)


class _Dialling(connect):
    """A connect that follows no redirect: it would send us, and what we say, to a place that no user has named."""

    @override
    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


async def dial(
    url: str,
    *,
    headers: Mapping[str, str],
    tls: ssl.SSLContext | None,
    open_timeout_s: float,
    close_timeout_s: float,
) -> ClientSocket:
    """Return an open websocket with OCPP 1.6's subprotocol, or with none where the other side names none. Raises DialError.

    `tls` is None for a URL without TLS, and for none other.
    """
    try:
        socket_ = await _Dialling(
            url,
            subprotocols=[_SUBPROTOCOL],
            additional_headers=headers,
            compression=None,
            proxy=None,
            ssl=tls,
            open_timeout=open_timeout_s,
            close_timeout=close_timeout_s,
            ping_interval=None,
            max_size=MAX_MESSAGE_BYTES,
            max_queue=_MAX_QUEUE,
            logger=_WEBSOCKETS_LOGGER,
            create_connection=ClientSocket,
        )
    except (ConnectionResetError, ConnectionAbortedError) as error:
        trouble = Trouble.NO_WEBSOCKET if tls is None else Trouble.TLS
        raise DialError(trouble, _said(error) or os.strerror(errno.ECONNRESET)) from error
    except (OSError, ValueError, InvalidHandshake, InvalidURI) as error:
        if tls is not None and isinstance(error.__cause__, EOFError):
            # By TLS 1.3, our side has finished its handshake when the other side does not take our certificate, or wants one.
            raise DialError(Trouble.TLS, "closed after the TLS handshake") from error
        raise _read(error) from error
    assert isinstance(socket_, ClientSocket)
    return socket_


def _read(error: Exception) -> DialError:
    """Return what a failed handshake says, in the order from the special to the general."""
    if isinstance(error, InvalidStatus):
        status = error.response.status_code
        retry_after_s = number(error.response.headers.get("Retry-After", ""))
        return DialError(
            _STATUS_TROUBLES.get(status, Trouble.HTTP),
            f"HTTP {status}",
            retry_after_s=None
            if retry_after_s is None
            else min(max(retry_after_s, 0.0), _MAX_RETRY_AFTER_S),
        )
    trouble = next(trouble for kind, trouble in _TROUBLES if isinstance(error, kind))
    return DialError(trouble, _said(error))


def _said(error: Exception) -> str:
    """Return what an error says, in the system's own words: without Python's numbers and tuples."""
    text = str(error)[:1000]
    if isinstance(error, ssl.SSLCertVerificationError):
        text = error.verify_message
    elif isinstance(error, ssl.SSLError):
        text = (error.reason or text).replace("_", " ").lower()
    elif isinstance(error, OSError):
        # Where a host has several addresses, all their errors.
        numbers = {int(each): None for each in _ERROR_NUMBER.findall(text)}
        known = [os.strerror(each) for each in numbers if each in errno.errorcode]
        text = ", ".join(known) or _ERROR_NUMBER.sub("", text).strip()
    return clean(without_credentials(text))


_TROUBLES: tuple[tuple[type[Exception], Trouble], ...] = (
    (socket.gaierror, Trouble.DNS),
    (ssl.SSLCertVerificationError, Trouble.CERTIFICATE),
    (ssl.SSLError, Trouble.TLS),
    (TimeoutError, Trouble.TIMEOUT),
    (OSError, Trouble.UNREACHABLE),
    (NegotiationError, Trouble.SUBPROTOCOL),
    (InvalidURI, Trouble.URL),
    (InvalidHandshake, Trouble.NO_WEBSOCKET),
    (ValueError, Trouble.URL),
)
