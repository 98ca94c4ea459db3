"""The websocket of one peer, with bounds on its cost to the others."""

import asyncio
from collections.abc import Callable
from typing import Any, override

from websockets.asyncio.server import Server, ServerConnection
from websockets.frames import Frame, Opcode, apply_mask  # type: ignore[attr-defined]
from websockets.protocol import Event, State
from websockets.server import ServerProtocol
from websockets.streams import StreamReader

from .authentication import HandshakeRequest
from .loop_budget import LoopBudget

_CONTINUATION, _CLOSE, _PING, _PONG = Opcode.CONT, Opcode.CLOSE, Opcode.PING, Opcode.PONG

CHUNK_BYTES = 1024
"""Bytes parsed at a time: a read of 256 KiB can hold 40,000 pings."""
WHOLE_BYTES = 4096
"""Bytes of a read that are parsed at once if the turn has room: most reads hold one message."""
MAX_CONTROL_FRAMES = 100
CONTROL_FRAMES_PERIOD_S = 10.0
_MAX_UNHEARD_BYTES = 64 << 10
"""Bytes that may still arrive after we closed: a message may have been on its way."""
_POLICY_VIOLATION = 1008
_TEXT_FRAME = 0x80 | Opcode.TEXT
"""The first byte of a text message in one frame (RFC 6455, 5.2)."""
_MASKED = 0x80
_TWO_BYTES = 126
"""The length code for "see the next two bytes"; shorter lengths are their own code (RFC 6455, 5.2)."""
_SHORT_HEADERS = tuple(bytes((_TEXT_FRAME, length)) for length in range(_TWO_BYTES))
"""The header of a whole, unmasked text frame by the length of its payload (RFC 6455, 5.2)."""
_BETWEEN_FRAMES = StreamReader.at_eof.__code__
"""The function of the library's parser that waits for the beginning of a frame."""


def read_text_frame(data: bytes) -> bytes | None:
    """Return the payload if `data` is exactly one whole, masked, uncompressed text frame; None otherwise."""
    if len(data) < 6 or data[0] != _TEXT_FRAME:
        return None
    length, start = data[1] - _MASKED, 2
    if length == _TWO_BYTES:
        length, start = data[2] << 8 | data[3], 4
    elif not 0 <= length < _TWO_BYTES:
        return None
    if len(data) != start + 4 + length:
        return None
    return bytes(apply_mask(data[start + 4 :], data[start : start + 4]))


def _is_between_frames(protocol: ServerProtocol) -> bool:
    """Whether the parser has read nothing of the next frame; also False if a later version of the library parses in another way."""
    waits_in: Any = protocol.parser
    while (inner := waits_in.gi_yieldfrom) is not None:
        waits_in = inner
    return waits_in.gi_code is _BETWEEN_FRAMES


class WebSocket(ServerConnection):
    """A websocket that drops a peer that floods it with pings, or that reads nothing for too long."""

    def __init__(
        self,
        protocol: ServerProtocol,
        server: Server,
        *,
        on_lost: Callable[[WebSocket], None],
        on_trusted: Callable[[WebSocket], None],
        turn: LoopBudget,
        stuck_timeout_s: float,
        **options: Any,
    ) -> None:
        super().__init__(protocol, server, **options)
        self.address = ""
        self.wire: asyncio.Transport
        """The transport of the TCP connection; below TLS if there is TLS."""
        self.is_made = False
        """Whether its bytes may come: they are not encrypted, or the TLS handshake is done."""
        self.knock: HandshakeRequest
        """The handshake request; set once it was read."""
        self.last_heard_at = self.loop.time()
        """When the last byte came, in the event loop's time (R10)."""
        self.hand_over: Callable[[bytes], bool] | None = None
        """Gets each message that arrives while no other waits for `recv`; returns False to leave it to `recv`."""
        self.allowance: Callable[[int], bool] | None = None
        """Counts the bytes of an untrusted peer and returns False over its budget; None for a trusted one."""
        self._unreceived = 0
        self._turn = turn
        self._unparsed = bytearray()
        self._parses_later = False
        self._unheard_bytes = 0
        self._on_lost = on_lost
        self._on_trusted = on_trusted
        self._is_between_messages = False
        """Whether the parser has read nothing of the next message."""
        self._stuck_timeout_s = stuck_timeout_s
        self._stuck: asyncio.TimerHandle | None = None
        # The bound's name changed with websockets 16.
        self._bound = "max_message_size" if hasattr(protocol, "max_message_size") else "max_size"
        self._control_frames = 0
        self._control_frames_since = self.last_heard_at

    def abort(self) -> None:
        """Drop the socket at once."""
        self.wire.abort()

    def accepted(self, wire: asyncio.Transport) -> None:
        """Note the TCP connection, which has sent nothing yet."""
        self.wire = wire
        peer = wire.get_extra_info("peername")
        self.address = str(peer[0]) if peer else ""

    def trust(self, max_bytes: int) -> None:
        """Stop counting its bytes; from now on a message above `max_bytes` closes the connection with code 1009."""
        setattr(self.protocol, self._bound, max_bytes)
        self.allowance = None
        self._on_trusted(self)

    def send_at_once(self, text: str) -> bool:
        """Send a text and return True; False if it would have to wait, or if the connection is closing."""
        if self.protocol.state is not State.OPEN or self._stuck is not None:
            return False
        payload = text.encode()
        if len(payload) < _TWO_BYTES:
            self.transport.write(_SHORT_HEADERS[len(payload)] + payload)
        else:
            self.protocol.send_text(payload)
            self.send_data()
        return True

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.is_made = True
        self.recv_messages.resume = self._resume_reading

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._cancel_stuck()
        super().connection_lost(exc)
        self._on_lost(self)

    @override
    def data_received(self, data: bytes) -> None:
        self.last_heard_at = self.loop.time()
        if self.protocol.eof_sent:  # refused, or closed by us
            self._unheard_bytes += len(data)
            if self._unheard_bytes > _MAX_UNHEARD_BYTES:
                self.abort()
            else:
                self._feed(data)
            return
        if not self._unparsed and len(data) <= WHOLE_BYTES and self._take_message(data):
            return
        has_room = self._turn.has_room()
        if not self._unparsed and len(data) <= (WHOLE_BYTES if has_room else CHUNK_BYTES):
            self._feed(data)
            return
        self._unparsed += data
        if has_room:
            self._parse()
        else:
            self._parse_later()

    def _feed(self, data: bytes) -> None:
        """Parse data, and note where the parser stands."""
        super().data_received(data)
        protocol = self.protocol
        # A size is known in the middle of a message of several frames
        self._is_between_messages = protocol.current_size is None and _is_between_frames(protocol)

    def _take_message(self, data: bytes) -> bool:
        """Hand over data that is exactly one message, as most is, without the parser; False for other data."""
        if not self._is_between_messages or self.hand_over is None or self._unreceived:
            return False
        if (
            self.allowance is not None
            or self.protocol.state is not State.OPEN
            or self.transport.is_closing()
        ):
            return False
        message = read_text_frame(data)
        if message is None:
            return False
        if not self.hand_over(message):
            self._unreceived += 1
            super().process_event(Frame(Opcode.TEXT, message))
        return True

    def _parse(self) -> None:
        """Parse received data until the turn is used up, one chunk at least; reading goes on once all is parsed."""
        self._parses_later = False
        while self._unparsed and not self.transport.is_closing():
            chunk = bytes(self._unparsed[:CHUNK_BYTES])
            del self._unparsed[:CHUNK_BYTES]
            self._feed(chunk)
            if self._unparsed and not self._turn.has_room():
                self._parse_later()
                return
        self._resume_reading()

    def _parse_later(self) -> None:
        self.transport.pause_reading()
        self._parses_later = True
        self._turn.later(self._parse)

    def _resume_reading(self) -> None:
        """Resume reading, unless data still waits for the parser or for `recv`."""
        if not self._parses_later and not self.recv_messages.paused:
            self.transport.resume_reading()

    @override
    def process_event(self, event: Event) -> None:
        if isinstance(event, Frame):
            if not self._is_allowed(event):
                return
            if event.opcode is _PING or event.opcode is _PONG:
                self._count_control_frame()
            elif event.fin and event.opcode is not _CLOSE:
                if self._is_handed_over(event):
                    return
                self._unreceived += 1
        super().process_event(event)

    def _is_allowed(self, frame: Frame) -> bool:
        """Whether a frame is within the budget; closes the connection of an untrusted peer that sent too much."""
        if self.transport.is_closing():
            return frame.opcode is _CLOSE
        if self.allowance is None or self.allowance(len(frame.data)):
            return True
        if self.protocol.state is State.OPEN:
            self.protocol.fail(_POLICY_VIOLATION, "too many messages")
            self.send_data()
        self.transport.close()
        return False

    def _is_handed_over(self, frame: Frame) -> bool:
        """Whether `hand_over` took the message, so that no task has to wake up for it."""
        if self.hand_over is None or self._unreceived or frame.opcode is _CONTINUATION:
            return False
        return self.hand_over(bytes(frame.data))

    def keep_waiting(self) -> None:
        """Note that a message that was handed over waits for its turn: messages behind it wait for `recv`."""
        self._unreceived += 1

    def received(self) -> None:
        """Note that a message that waited is being handled: later ones may be handed over again."""
        self._unreceived -= 1

    def _count_control_frame(self) -> None:
        if self.last_heard_at - self._control_frames_since > CONTROL_FRAMES_PERIOD_S:
            self._control_frames = 0
            self._control_frames_since = self.last_heard_at
        self._control_frames += 1
        if self._control_frames > MAX_CONTROL_FRAMES:
            self.abort()

    @override
    def pause_writing(self) -> None:
        super().pause_writing()
        self._stuck = self.loop.call_later(self._stuck_timeout_s, self.abort)

    @override
    def resume_writing(self) -> None:
        self._cancel_stuck()
        super().resume_writing()

    def _cancel_stuck(self) -> None:
        if self._stuck is not None:
            self._stuck.cancel()
            self._stuck = None
