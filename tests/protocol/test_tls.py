"""TLS on the same port as plain connections: real handshakes with all kinds of clients, and what strangers try."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
import logging
from pathlib import Path
import socket
import ssl
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidHandshake, InvalidMessage
from websockets.typing import Subprotocol

from custom_components.plug_control.protocol import first_bytes
from custom_components.plug_control.protocol.first_bytes import TlsFailure, failure_of
from custom_components.plug_control.protocol.listener import Listener, ListenerConfig, RefusalReason
from custom_components.plug_control.security.keys import KeyKind
from tests.certificates import client_context, client_file, server_contexts

from .gate import Dialler, RecordingGate, ask, assert_alive, until
from .raw import rest_of, tcp

type StartTls = Callable[..., Awaitable[Listener]]
FAILED = (OSError, ssl.SSLError, InvalidHandshake, InvalidMessage, EOFError)


@pytest.fixture
def server() -> ssl.SSLContext:
    """The server's TLS settings; it asks for client certificates."""
    return server_contexts()[1]


@pytest.fixture
async def start_tls(gate: RecordingGate, server: ssl.SSLContext) -> AsyncIterator[StartTls]:
    """Yield a function that starts a listener with TLS."""
    started: list[Listener] = []

    async def context(_: str) -> ssl.SSLContext:
        return server

    async def start(**bounds: Any) -> Listener:
        source = bounds.pop("source", context)
        defaults: dict[str, Any] = {"host": "127.0.0.1", "port": 0, "close_timeout_s": 0.3}
        listener = Listener(ListenerConfig(**defaults | bounds), gate, source)
        await listener.start()
        started.append(listener)
        return listener

    yield start
    for listener in started:
        await listener.stop()


async def dial(port: int, context: ssl.SSLContext, path: str = "/CP-1") -> ClientConnection:
    """Connect by wss; raises one of FAILED."""
    return await connect(
        f"wss://localhost:{port}{path}",
        ssl=context,
        host="127.0.0.1",
        subprotocols=[Subprotocol("ocpp1.6")],
        compression=None,
        ping_interval=None,
        close_timeout=0.2,
    )


async def works(port: int, context: ssl.SSLContext) -> None:
    async with await dial(port, context) as charge_point:
        await assert_alive(charge_point)


async def fails(port: int, context: ssl.SSLContext) -> None:
    with pytest.raises(FAILED):
        async with await dial(port, context) as charge_point:
            await assert_alive(charge_point)


def reasons(gate: RecordingGate) -> list[RefusalReason]:
    return [reason for _, _, reason in gate.refusals]


# --- who gets in ----------------------------------------------------------------------------------


async def test_plain_and_tls_share_one_port(start_tls: StartTls, gate: RecordingGate) -> None:
    listener = await start_tls()
    plain = await Dialler(listener)()
    async with await dial(listener.port, client_context()) as secure:
        await assert_alive(secure)
        await assert_alive(plain)
        assert gate.knocks[0].tls is None
        tls = gate.knocks[1].tls
        assert tls is not None
        assert (tls.version, tls.certificate) == ("TLSv1.3", None)
        assert gate.knocks[1].remote_address == "127.0.0.1"
    await plain.close()
    await until(lambda: len(gate.happenings) == 4)


@pytest.mark.parametrize(
    "suite",
    [
        "ECDHE-ECDSA-AES128-GCM-SHA256",
        "ECDHE-ECDSA-AES256-GCM-SHA384",
        "ECDHE-RSA-AES128-GCM-SHA256",
        "ECDHE-RSA-AES256-GCM-SHA384",
        "AES128-GCM-SHA256",
        "AES256-GCM-SHA384",
    ],
)
async def test_every_suite_of_profile_2_works_for_chargers_that_know_no_other(
    start_tls: StartTls, gate: RecordingGate, suite: str
) -> None:
    """Security whitepaper, A00: some verify ECDSA only, some RSA only, some know no forward secrecy."""
    listener = await start_tls()
    await works(listener.port, client_context(suites=suite, newest=ssl.TLSVersion.TLSv1_2))
    tls = gate.knocks[0].tls
    assert tls is not None
    assert (tls.version, tls.suite) == ("TLSv1.2", suite)


async def test_a_client_hello_that_comes_byte_by_byte_is_read(start_tls: StartTls) -> None:
    listener = await start_tls()
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = client_context().wrap_bio(incoming, outgoing, server_hostname="127.0.0.1")
    with pytest.raises(ssl.SSLWantReadError):
        client.do_handshake()
    async with tcp(listener.port) as (reader, writer):
        for each in outgoing.read():
            writer.write(bytes([each]))
            await writer.drain()
        assert (await reader.readexactly(1))[0] == first_bytes.TLS_HANDSHAKE


async def test_long_messages_come_through_in_both_directions(start_tls: StartTls) -> None:
    listener = await start_tls()
    async with await dial(listener.port, client_context()) as charge_point:
        data = "x" * 500_000
        frame = f'[2,"1","DataTransfer",{{"vendorId":"V","data":"{data}"}}]'
        assert await ask(charge_point, frame) == [3, "1", {"status": "UnknownVendorId"}]
        await assert_alive(charge_point)


async def test_both_ports_take_both_kinds_of_connections(
    start_tls: StartTls, gate: RecordingGate
) -> None:
    free = await start_tls()
    second = free.port
    await free.stop()
    listener = await start_tls(second_port=second)
    assert listener.ports == [listener.port, second]
    for port in listener.ports:
        await works(port, client_context())
    await listener.stop()
    assert listener.ports == []


async def test_a_second_port_that_is_taken_leaves_nothing_open(start_tls: StartTls) -> None:
    taken = await start_tls()
    with pytest.raises(Exception, match=str(taken.port)):
        await start_tls(second_port=taken.port)


# --- client certificates --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(KeyKind))
@pytest.mark.parametrize("newest", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
async def test_the_gate_gets_a_client_certificate_that_we_signed(
    start_tls: StartTls,
    gate: RecordingGate,
    tmp_path: Path,
    kind: KeyKind,
    newest: ssl.TLSVersion,
) -> None:
    listener = await start_tls()
    certificate = client_file(tmp_path, kind=kind)
    await works(listener.port, client_context(certificate, newest=newest))
    tls = gate.knocks[0].tls
    assert tls is not None
    assert ssl.DER_cert_to_PEM_cert(tls.certificate or b"") in certificate.read_text()


async def test_an_expired_client_certificate_reaches_the_gate_which_knows_whose_it_is(
    start_tls: StartTls, gate: RecordingGate, tmp_path: Path
) -> None:
    listener = await start_tls()
    expired = client_file(tmp_path, age=timedelta(days=800))
    await works(listener.port, client_context(expired))
    tls = gate.knocks[0].tls
    assert tls is not None
    assert tls.certificate


@pytest.mark.parametrize("newest", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
async def test_a_foreign_client_certificate_is_refused_and_told(
    start_tls: StartTls, gate: RecordingGate, tmp_path: Path, newest: ssl.TLSVersion
) -> None:
    listener = await start_tls()
    foreign = client_file(tmp_path, authority="foreign")
    await fails(listener.port, client_context(foreign, newest=newest))
    assert reasons(gate) == [RefusalReason.FOREIGN_CERTIFICATE]
    assert gate.knocks == []


# --- who does not get in --------------------------------------------------------------------------


async def test_a_charger_with_an_old_tls_is_refused_and_told(
    start_tls: StartTls, gate: RecordingGate
) -> None:
    """A C2EU's Android 4 knows TLS 1.0 only."""
    listener = await start_tls()
    old = client_context(suites="ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLS"):
        old.minimum_version = ssl.TLSVersion.TLSv1
    with pytest.warns(DeprecationWarning, match="TLS"):
        old.maximum_version = ssl.TLSVersion.TLSv1_1
    await fails(listener.port, old)
    weak = client_context(suites="ECDHE-RSA-AES128-SHA:@SECLEVEL=0", newest=ssl.TLSVersion.TLSv1_2)
    await fails(listener.port, weak)
    assert reasons(gate) == [RefusalReason.TLS_TOO_OLD]


@pytest.mark.parametrize("newest", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
async def test_a_charger_that_does_not_trust_us_is_told(
    start_tls: StartTls, gate: RecordingGate, newest: ssl.TLSVersion
) -> None:
    listener = await start_tls()

    def try_it() -> None:
        # Unlike asyncio's TLS, a socket's sends the alert that says why it gives up.
        context = client_context(authority="foreign", newest=newest)
        with socket.create_connection(("127.0.0.1", listener.port)) as wire:
            context.wrap_socket(wire, server_hostname="127.0.0.1")

    with pytest.raises(ssl.SSLCertVerificationError):
        await asyncio.to_thread(try_it)
    await until(lambda: bool(gate.refusals))
    assert reasons(gate) == [RefusalReason.SERVER_NOT_TRUSTED]


async def test_without_certificates_a_charger_that_wants_tls_is_refused_and_plain_ones_go_on(
    start_tls: StartTls, gate: RecordingGate, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(_: str) -> ssl.SSLContext:
        raise OSError("disk gone")

    listener = await start_tls(source=broken)
    await fails(listener.port, client_context())
    assert reasons(gate) == [RefusalReason.ENCRYPTED]
    assert "disk gone" in caplog.text
    plain = await Dialler(listener)()
    await assert_alive(plain)
    await plain.close()


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (None, TlsFailure.BROKEN_OFF),
        (ConnectionResetError(), TlsFailure.BROKEN_OFF),
        (ssl.SSLError(1, "no reason"), TlsFailure.BROKEN_OFF),
        (ssl.SSLCertVerificationError(), TlsFailure.FOREIGN_CERTIFICATE),
    ],
)
def test_what_a_failed_handshake_means(error: BaseException | None, failure: TlsFailure) -> None:
    assert failure_of(error) is failure


# --- what strangers try ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"\x16",
        b"\x16\x03",
        b"\x16\x03\x01\xff\xff" + b"\0" * 2000,
        b"\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00",
        b"\x16" * 5000,
        bytes(range(0x16, 256)) * 20,
    ],
)
async def test_nonsense_that_begins_like_tls_is_dropped_and_others_are_served(
    start_tls: StartTls, gate: RecordingGate, data: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    listener = await start_tls(handshake_timeout_s=3.0)
    async with await dial(listener.port, client_context()) as charge_point:
        async with tcp(listener.port) as (reader, writer):
            writer.write(data)
            await rest_of(reader)
        await assert_alive(charge_point)
        await until(lambda: bool(gate.refusals))
        assert reasons(gate) == [RefusalReason.TLS_FAILED]
        await until(lambda: len(listener._sockets) == 1)
    assert not caplog.records


async def test_who_says_nothing_at_all_is_dropped(start_tls: StartTls) -> None:
    listener = await start_tls(handshake_timeout_s=0.1)
    async with tcp(listener.port) as (reader, _):
        assert await rest_of(reader) == b""


async def test_who_closes_before_the_first_byte_leaves_nothing_behind(start_tls: StartTls) -> None:
    listener = await start_tls()
    async with tcp(listener.port):
        await until(lambda: len(listener._sockets) == 1)
    await until(lambda: not listener._sockets)


async def test_half_done_handshakes_are_bounded_and_a_charger_gets_in_meanwhile(
    start_tls: StartTls, gate: RecordingGate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_bytes, "MAX_HANDSHAKES", 5)
    listener = await start_tls()
    hello = ssl.MemoryBIO()
    client = client_context().wrap_bio(ssl.MemoryBIO(), hello, server_hostname="127.0.0.1")
    with pytest.raises(ssl.SSLWantReadError):
        client.do_handshake()
    first = hello.read()
    async with AsyncExitStack() as stack:
        idle = []
        for _ in range(8):
            reader, writer = await stack.enter_async_context(tcp(listener.port))
            writer.write(first)
            idle.append(reader)
        await works(listener.port, client_context())
        for reader in idle[:3]:
            await rest_of(reader)
        assert not any(reader.at_eof() for reader in idle[4:])
    await until(lambda: not listener._sockets)


async def test_one_network_gets_few_handshakes_a_second(
    start_tls: StartTls, gate: RecordingGate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_bytes, "HANDSHAKES_A_SECOND", 0.001)
    listener = await start_tls()
    await works(listener.port, client_context())
    await fails(listener.port, client_context())
    assert reasons(gate) == [RefusalReason.TOO_MANY_CONNECTIONS]
    plain = await Dialler(listener)()
    await assert_alive(plain)
    await plain.close()


async def test_stopping_ends_handshakes_that_are_under_way(start_tls: StartTls) -> None:
    waiting = asyncio.Event()

    async def never(_: str) -> ssl.SSLContext:
        waiting.set()
        await asyncio.Event().wait()
        raise AssertionError

    listener = await start_tls(source=never)
    async with tcp(listener.port) as (reader, writer):
        writer.write(b"\x16\x03\x01")
        await waiting.wait()
        await listener.stop()
        assert await rest_of(reader) == b""


async def test_a_peer_that_leaves_while_it_waits_for_its_turn_is_forgotten(
    start_tls: StartTls, server: ssl.SSLContext
) -> None:
    may_go = asyncio.Event()

    async def later(_: str) -> ssl.SSLContext:
        await may_go.wait()
        return server

    listener = await start_tls(source=later)
    async with tcp(listener.port) as (_, writer):
        writer.write(b"\x16\x03\x01")
        await until(lambda: bool(listener._encryption._tasks))
        websocket = next(iter(listener._sockets))
        websocket.abort()
    may_go.set()
    await until(lambda: not listener._encryption._tasks)
    assert not listener._sockets


async def test_a_peer_that_closes_in_the_middle_of_the_handshake_leaves_nothing_behind(
    start_tls: StartTls, gate: RecordingGate
) -> None:
    listener = await start_tls()
    hello = ssl.MemoryBIO()
    client = client_context().wrap_bio(ssl.MemoryBIO(), hello, server_hostname="127.0.0.1")
    with pytest.raises(ssl.SSLWantReadError):
        client.do_handshake()
    async with tcp(listener.port) as (reader, writer):
        writer.write(hello.read())
        await reader.readexactly(5)
    await until(lambda: not listener._sockets)
    assert reasons(gate) == [RefusalReason.TLS_FAILED]
