"""Most data that come are one text in one frame: it is read without the parser, and nothing else is taken for it (RFC 6455, 5.2)."""

import asyncio
import json

from hypothesis import example, given, strategies as st
import pytest
from websockets.frames import Frame, Opcode
from websockets.server import ServerProtocol

from custom_components.plug_control.protocol.call_session import Answer
from custom_components.plug_control.protocol.frames import Call
from custom_components.plug_control.protocol.websocket import read_text_frame

from .gate import Dialler, RecordingGate
from .raw import BINARY, PING, RSV1, TEXT, RawSocket, frame

_PAYLOADS = st.binary(max_size=400) | st.integers(0, 3).map(lambda more: b"x" * (0xFFFF - more))


def echo(call: Call) -> Answer:
    return Answer(call.payload)


def masked(payload: bytes, mask: bytes) -> bytes:
    head = frame(TEXT, payload)[: -4 - len(payload)]
    hidden = bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))
    return head + mask + hidden


def heartbeat(number: int, **payload: str) -> bytes:
    return json.dumps([2, str(number), "Heartbeat", payload]).encode()


@given(payload=_PAYLOADS, mask=st.binary(min_size=4, max_size=4))
def test_a_whole_masked_text_is_read(payload: bytes, mask: bytes) -> None:
    assert read_text_frame(masked(payload, mask)) == payload


@given(payload=st.binary(max_size=200), cut=st.integers(1, 300), more=st.binary(min_size=1))
def test_a_part_of_a_frame_or_more_than_one_is_for_the_parser(
    payload: bytes, cut: int, more: bytes
) -> None:
    data = frame(TEXT, payload)
    assert read_text_frame(data[: -min(cut, len(data))]) is None
    assert read_text_frame(data + more) is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        frame(BINARY, b"[]"),
        frame(PING, b""),
        frame(TEXT, b"[]", flags=0),
        frame(TEXT, b"[]", flags=0x80 | RSV1),
        bytes([0x81, 6]) + b"[2,3]\n",  # not masked
        frame(TEXT, b"x" * 70_000),
        bytes([0x81, 0xFF]) + bytes(131),  # its length is in eight bytes, and is not 127
    ],
)
def test_every_other_frame_is_for_the_parser(data: bytes) -> None:
    assert read_text_frame(data) is None


SHORT = st.builds(
    lambda payload, mask, length: bytes([0x81, 0x80 | length]) + mask + payload,
    st.binary(max_size=4),
    st.binary(min_size=4, max_size=4),
    st.integers(0, 4),
)
"""Short frames; a few have the length that they say."""


@given(data=SHORT | st.binary(max_size=12).map(lambda tail: b"\x81" + tail))
@example(data=masked(b"[2,3]", b"mask"))
@example(data=masked(b"", b"mask"))
def test_what_is_read_is_what_the_library_reads(data: bytes) -> None:
    text = read_text_frame(data)
    if text is not None:
        protocol = ServerProtocol()
        protocol.state = protocol.state.OPEN
        protocol.parser = protocol.parse()
        next(protocol.parser)
        protocol.receive_data(data)
        (event,) = protocol.events_received()
        assert isinstance(event, Frame)
        assert (event.opcode, bytes(event.data), event.fin) == (Opcode.TEXT, text, True)


async def test_a_frame_inside_of_another_ones_payload_is_no_message(
    dial: Dialler, gate: RecordingGate
) -> None:
    gate.handler = lambda call: Answer({})
    inner = frame(TEXT, b"[2,'666','Heartbeat',{}]")
    async with RawSocket(dial.listener.port) as socket:
        for number in range(3):
            head, tail = heartbeat(number, data="?").split(b"?")
            outer = frame(TEXT, head + inner + tail)
            await socket.send(outer[: -len(inner + tail)])
            await asyncio.sleep(0.02)  # so that the rest comes by itself
            await socket.send(inner)
            await asyncio.sleep(0.02)
            await socket.send(tail)
            assert json.loads(await socket.read_text())[1] == str(number)
    assert gate.connections[0].traffic.received == 3


@pytest.mark.parametrize("parts", [(TEXT, 0x0), (BINARY, 0x0)])
async def test_a_text_between_the_frames_of_a_message_breaks_it(
    dial: Dialler, gate: RecordingGate, parts: tuple[int, int]
) -> None:
    async with RawSocket(dial.listener.port) as socket:
        await socket.send(frame(parts[0], b'[2,"1",', flags=0))
        await asyncio.sleep(0.02)
        await socket.send(frame(TEXT, heartbeat(2)))
        assert await socket.read_until_closed() == 1002


async def test_texts_cut_anywhere_are_answered_in_their_order(
    dial: Dialler, gate: RecordingGate
) -> None:
    gate.handler = echo
    stream = b"".join(masked(heartbeat(number), b"\1\2\3\4") for number in range(40))
    async with RawSocket(dial.listener.port) as socket:
        for start in range(0, len(stream), 29):
            await socket.send(stream[start : start + 29])
            await asyncio.sleep(0)
        answered = [int(json.loads(await socket.read_text())[1]) for _ in range(40)]
    assert answered == list(range(40))


@pytest.mark.parametrize("size", [0, 80, 125, 126, 70_000])
async def test_answers_of_every_length_are_framed(
    dial: Dialler, gate: RecordingGate, size: int
) -> None:
    gate.handler = lambda call: Answer({"x": "y" * size})
    charge_point = await dial()
    await charge_point.send(heartbeat(1).decode())
    assert json.loads(await charge_point.recv()) == [3, "1", {"x": "y" * size}]
