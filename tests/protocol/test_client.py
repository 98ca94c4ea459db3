"""Our own end of a websocket to another central system."""

import asyncio
from collections.abc import AsyncIterator
import ssl

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.typing import Subprotocol

from custom_components.plug_control.protocol.client import ClientSocket, dial
from custom_components.plug_control.protocol.errors import DialError, OfflineError, Trouble

from .gate import until

type Pair = tuple[ClientSocket, ServerConnection]


@pytest.fixture
async def pair() -> AsyncIterator[Pair]:
    """Yield both ends of a connection."""
    ends: list[ServerConnection] = []

    async def keep(socket: ServerConnection) -> None:
        ends.append(socket)
        await socket.wait_closed()

    async with serve(
        keep, "127.0.0.1", 0, subprotocols=[Subprotocol("ocpp1.6")], close_timeout=0.1
    ) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        socket = await dial(
            f"ws://127.0.0.1:{port}/CP-1",
            headers={},
            tls=None,
            open_timeout_s=30,
            close_timeout_s=0.1,
        )
        await until(lambda: bool(ends))
        yield socket, ends[0]
        socket.abort()


async def test_a_closed_connection_is_told_by_each_use_of_it(pair: Pair) -> None:
    socket, other = pair
    assert socket.subprotocol == "ocpp1.6"
    assert await socket.answers_ping(5)
    await other.close(1001, "going away")
    with pytest.raises(DialError) as closed:
        await socket.receive()
    assert (closed.value.trouble, closed.value.detail) == (Trouble.CLOSED, "1001 going away")
    with pytest.raises(OfflineError):
        await socket.transmit("[]")
    with pytest.raises(OfflineError):
        await socket.answers_ping(5)


async def test_a_lost_connection_has_no_reason(pair: Pair) -> None:
    socket, other = pair
    other.transport.abort()
    with pytest.raises(DialError) as closed:
        await socket.receive()
    assert (closed.value.trouble, closed.value.detail) == (Trouble.CLOSED, "")


async def test_a_peer_that_does_not_close_is_left(pair: Pair) -> None:
    socket, other = pair
    other.transport.pause_reading()
    assert not await socket.answers_ping(0.05)
    await socket.end(0.02)
    assert socket.transport.is_closing()


async def test_much_data_is_parsed_in_turns_and_in_order(pair: Pair) -> None:
    """Also what still comes after reading was paused, as a TLS layer may have it."""
    socket, _ = pair
    frame = b"\x81\x03abc"
    socket.data_received(frame * 700)
    socket.data_received(frame)
    received = [await asyncio.wait_for(socket.receive(), 5) for _ in range(701)]
    assert set(received) == {b"abc"}


async def test_few_pings_in_long_are_no_flood(pair: Pair) -> None:
    socket, _ = pair
    for _ in range(150):
        socket._control_frames_since -= 11
        socket.data_received(b"\x89\x00")
    assert not socket.transport.is_closing()


def spoken_otherwise() -> ssl.SSLError:
    """Return the error of a handshake with a port that does not speak TLS."""
    error = ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1081)")
    error.reason = "WRONG_VERSION_NUMBER"
    return error


@pytest.mark.parametrize(
    ("error", "trouble", "detail"),
    [
        (
            OSError(
                "Multiple exceptions: [Errno 111] Connect call failed ('::1', 1, 0, 0), "
                "[Errno 111] Connect call failed ('127.0.0.1', 1)"
            ),
            Trouble.UNREACHABLE,
            "Connection refused",
        ),
        (
            OSError(113, "Connect call failed ('192.0.2.1', 9016)"),
            Trouble.UNREACHABLE,
            "No route to host",
        ),
        (OSError("no number"), Trouble.UNREACHABLE, "no number"),
        (spoken_otherwise(), Trouble.TLS, "wrong version number"),
    ],
)
async def test_an_error_is_told_without_pythons_words(
    monkeypatch: pytest.MonkeyPatch, error: Exception, trouble: Trouble, detail: str
) -> None:
    async def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(asyncio.get_running_loop(), "create_connection", refuse)
    with pytest.raises(DialError) as failed:
        await dial("ws://host/", headers={}, tls=None, open_timeout_s=30, close_timeout_s=1)
    assert (failed.value.trouble, str(failed.value.detail)) == (trouble, detail)


async def test_a_reset_in_the_handshake_is_no_websocket() -> None:
    def reset(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.transport.abort()

    async with await asyncio.start_server(reset, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(DialError) as failed:
            await dial(
                f"ws://127.0.0.1:{port}/",
                headers={},
                tls=None,
                open_timeout_s=30,
                close_timeout_s=1,
            )
    assert failed.value.trouble is Trouble.NO_WEBSOCKET
