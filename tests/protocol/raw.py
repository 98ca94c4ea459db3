"""A websocket client that misbehaves as no library does: slow, cut off, flooding, not reading."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Self

TEXT, BINARY, CLOSE, PING, PONG = 0x1, 0x2, 0x8, 0x9, 0xA
FIN, RSV1 = 0x80, 0x40


def frame(opcode: int, payload: bytes, *, flags: int = FIN, length: int | None = None) -> bytes:
    """Return a masked frame; `length` replaces the payload's true length in the header."""
    claimed = len(payload) if length is None else length
    if claimed < 126:
        size = bytes([0x80 | claimed])
    elif claimed < 1 << 16:
        size = bytes([0x80 | 126]) + claimed.to_bytes(2)
    else:
        size = bytes([0x80 | 127]) + claimed.to_bytes(8)
    return bytes([flags | opcode]) + size + bytes(4) + payload  # a mask of zeros changes nothing


@asynccontextmanager
async def tcp(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Open a bare TCP connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


async def rest_of(reader: asyncio.StreamReader) -> bytes:
    """Return all bytes until the other end closes."""
    try:
        async with asyncio.timeout(30):
            return await reader.read()
    except ConnectionError:
        return b""


class RawSocket:
    """A TCP socket that speaks websocket by hand; it sends nothing by itself, not even pongs."""

    def __init__(self, port: int, path: str = "/CP-1") -> None:
        self._port = port
        self._path = path
        self._stack = AsyncExitStack()
        self.early = b""
        """Bytes to send together with the handshake."""
        self.reader: asyncio.StreamReader
        self.writer: asyncio.StreamWriter

    async def __aenter__(self) -> Self:
        self.reader, self.writer = await self._stack.enter_async_context(tcp(self._port))
        await self.send(
            f"GET {self._path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Protocol: ocpp1.6\r\n\r\n".encode()
            + self.early
        )
        head = await self.reader.readuntil(b"\r\n\r\n")
        assert b" 101 " in head
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.writer.write(data)
        await self.writer.drain()

    async def read_frame(self) -> tuple[int, bytes]:
        """Return opcode and payload of the next frame of any kind; raises IncompleteReadError at the end."""
        async with asyncio.timeout(30):
            first, second = await self.reader.readexactly(2)
            size = second & 0x7F
            if size >= 126:
                size = int.from_bytes(await self.reader.readexactly(2 if size == 126 else 8))
            return first & 0x0F, await self.reader.readexactly(size)

    async def read_text(self) -> str:
        """Return the next text frame's payload; skip other frames."""
        while True:
            opcode, payload = await self.read_frame()
            if opcode == TEXT:
                return payload.decode()

    async def read_until_closed(self) -> int | None:
        """Read until the other end closes and return its close code, None without a close frame."""
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                opcode, payload = await self.read_frame()
                if opcode == CLOSE:
                    return int.from_bytes(payload[:2])
        return None
