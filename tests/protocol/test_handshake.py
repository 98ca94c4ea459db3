"""Handshakes over real sockets: subprotocol, identity, credentials, and those that are no charge points."""

import asyncio
import base64
from dataclasses import replace
from http import HTTPStatus

import pytest
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus
from websockets.http11 import Request

from custom_components.plug_control.protocol.handshake import read_knock
from custom_components.plug_control.protocol.listener import (
    HandshakeRequest,
    Refusal,
    RefusalReason,
)

from .conftest import StartListener
from .gate import ANSWERS, Dialler, RecordingGate, ask, assert_alive, until
from .raw import rest_of, tcp


async def refused_with(dial: Dialler, path: str = "/CP-1", **options: object) -> InvalidStatus:
    with pytest.raises(InvalidStatus) as caught:
        await dial(path, **options)  # type: ignore[arg-type]
    return caught.value


async def plain_request(port: int, request: str) -> str:
    """Speak HTTP and return all that comes back."""
    async with tcp(port) as (reader, writer):
        writer.write(request.replace("\n", "\r\n").encode())
        return (await rest_of(reader)).decode()


# --- subprotocol ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        (("ocpp1.6",), "ocpp1.6"),
        (("ocpp2.0.1", "ocpp1.6"), "ocpp1.6"),
        (("OCPP1.6", "ocpp1.6"), "ocpp1.6"),
        (("OCPP1.6",), "OCPP1.6"),
        (("ocpp1.5", "Ocpp1.6"), "Ocpp1.6"),
    ],
)
async def test_r1_subprotocol_is_echoed_as_it_was_offered(
    dial: Dialler, gate: RecordingGate, offered: tuple[str, ...], chosen: str
) -> None:
    charge_point = await dial(subprotocols=offered)
    assert charge_point.subprotocol == chosen
    await assert_alive(charge_point)
    assert gate.connections[0].subprotocol == chosen
    assert gate.knocks[0].subprotocols == offered


@pytest.mark.parametrize("offered", [None, ("ocpp2.0.1",), ("ocpp1.5", "soap")])
async def test_r1_without_a_common_subprotocol_the_handshake_succeeds_and_the_socket_is_closed(
    dial: Dialler, gate: RecordingGate, offered: tuple[str, ...] | None
) -> None:
    charge_point = await dial(subprotocols=offered)
    assert charge_point.response is not None
    assert "Sec-WebSocket-Protocol" not in charge_point.response.headers
    with pytest.raises(ConnectionClosed) as caught:
        await charge_point.recv()
    assert caught.value.rcvd is not None
    assert caught.value.rcvd.code == 1002
    assert gate.knocks == []  # nobody made room for it
    assert gate.happenings == []
    assert gate.refusals == [("CP-1", "127.0.0.1", RefusalReason.SUBPROTOCOL_MISSING)]


async def test_r1_a_charge_point_without_subprotocol_is_let_in_on_request(
    start: StartListener, gate: RecordingGate
) -> None:
    dial = await start(require_subprotocol=False)
    charge_point = await dial(subprotocols=None)
    assert charge_point.subprotocol is None
    await assert_alive(charge_point)
    assert gate.connections[0].subprotocol is None


async def test_r1_the_option_counts_from_the_next_handshake_on(
    dial: Dialler, gate: RecordingGate
) -> None:
    before = await dial("/CP-1")
    dial.listener.config = replace(dial.listener.config, require_subprotocol=False)
    await assert_alive(await dial("/CP-2", subprotocols=None))
    await assert_alive(before)


async def test_a_malformed_subprotocol_header_is_no_subprotocol(
    start: StartListener, gate: RecordingGate
) -> None:
    dial = await start(require_subprotocol=False)
    charge_point = await dial(
        subprotocols=None, additional_headers={"Sec-WebSocket-Protocol": "ocpp 1.6,,"}
    )
    assert charge_point.subprotocol is None
    await assert_alive(charge_point)
    assert gate.knocks[0].subprotocols == ("ocpp 1.6",)


# --- identity and credentials ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "identity"),
    [("/a/b/CP%201/", "CP 1"), ("/", None), ("/ocpp/Z%C3%BCrich?x=1", "Zürich")],
)
async def test_r2_identity_over_a_real_socket(
    dial: Dialler, gate: RecordingGate, path: str, identity: str | None
) -> None:
    await assert_alive(await dial(path))
    assert gate.knocks[0].identity == identity
    assert gate.connections[0].identity == identity
    assert gate.connections[0].knock is gate.knocks[0]


async def test_r2_an_identity_without_a_path_can_be_set_once(
    dial: Dialler, gate: RecordingGate
) -> None:
    await assert_alive(await dial("/"))
    connection = gate.connections[0]
    assert connection.name == "a nameless charge point at 127.0.0.1"
    connection.identity = "SN-1"
    assert connection.name == "SN-1 at 127.0.0.1"
    with pytest.raises(ValueError, match="never changes"):
        connection.identity = "SN-2"


@pytest.mark.parametrize("path", ["/%00", "/CP%0A1", "/%2e%2e%2fx", "/" + "x" * 65, "/%FF"])
async def test_attack_an_identity_that_is_no_name_gets_404(
    dial: Dialler, gate: RecordingGate, path: str
) -> None:
    refusal = await refused_with(dial, path)
    assert refusal.response.status_code == 404
    assert gate.knocks == []
    assert gate.refusals == [(None, "127.0.0.1", RefusalReason.IDENTITY_INVALID)]
    await refused_with(dial, path)
    assert len(gate.refusals) == 1  # told once a minute


async def test_r3_user_and_raw_password_reach_the_gate(dial: Dialler, gate: RecordingGate) -> None:
    header = "Basic QUwxMDAwOgABAgMEBQYH////////////////"
    await assert_alive(await dial("/AL1000", additional_headers={"Authorization": header}))
    knock = gate.knocks[0]
    assert (knock.username, knock.password) == ("AL1000", bytes(range(8)) + b"\xff" * 12)
    await assert_alive(await dial("/CP-1"))
    assert (gate.knocks[1].username, gate.knocks[1].password) == (None, None)


@pytest.mark.parametrize(
    ("status", "header"),
    [
        (HTTPStatus.NOT_FOUND, ("Connection", "close")),
        (HTTPStatus.UNAUTHORIZED, ("WWW-Authenticate", 'Basic realm="OCPP", charset="UTF-8"')),
        (HTTPStatus.TOO_MANY_REQUESTS, ("Retry-After", "10")),
        (HTTPStatus.CONFLICT, ("Content-Type", "text/plain; charset=utf-8")),
    ],
)
async def test_r1_a_refusal_of_the_gate_is_the_answer_to_the_handshake(
    dial: Dialler, gate: RecordingGate, status: HTTPStatus, header: tuple[str, str]
) -> None:
    async def refuse(_: HandshakeRequest) -> Refusal:
        return Refusal(status, "not today")

    gate.admission = refuse
    refusal = await refused_with(dial)
    assert refusal.response.status_code == status
    assert refusal.response.headers[header[0]] == header[1]
    assert "Server" not in refusal.response.headers
    assert refusal.response.body == b"not today\n"
    assert gate.happenings == []


async def test_the_gate_has_seconds_to_decide_and_others_come_in_meanwhile(
    dial: Dialler, gate: RecordingGate
) -> None:
    decided = asyncio.Event()

    async def ponder(knock: HandshakeRequest) -> None:
        if knock.identity == "slow":
            await decided.wait()

    gate.admission = ponder
    slow = asyncio.create_task(dial("/slow"))
    await until(lambda: len(gate.knocks) == 1)
    await assert_alive(await dial("/CP-1"))
    assert not slow.done()
    decided.set()
    await assert_alive(await slow)


async def test_a_gate_that_never_decides_does_not_hold_the_socket_for_ever(
    start: StartListener, gate: RecordingGate
) -> None:
    dial = await start(handshake_timeout_s=0.1)
    cancelled = asyncio.Event()

    async def ponder(_: HandshakeRequest) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    gate.admission = ponder
    with pytest.raises((InvalidHandshake, ConnectionError)):
        await dial()
    await asyncio.wait_for(cancelled.wait(), 30)
    assert gate.happenings == []


# --- those that are no charge points --------------------------------------------------------------


async def test_a_browser_is_told_what_the_port_is_for(dial: Dialler, gate: RecordingGate) -> None:
    answer = await plain_request(
        dial.listener.port, "GET / HTTP/1.1\nHost: x\nConnection: keep-alive\n\n"
    )
    head, _, body = answer.partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 426 ")
    assert "Upgrade: websocket" in head
    assert "charge points" in body
    for detail in ("python", "websockets/", "plug", "assistant"):
        assert detail not in answer.casefold()
    assert gate.knocks == []


@pytest.mark.parametrize(
    "request_text",
    [
        "POST /CP-1 HTTP/1.1\nHost: x\nUpgrade: websocket\nConnection: Upgrade\n\n",
        "GET /CP-1 HTTP/1.1\nHost: x\nUpgrade: websocket\nConnection: Upgrade\n\n",
        "\x16\x03\x01\n\n",
        "rubbish\n\n",
        "GET /" + "x" * 20_000 + " HTTP/1.1\n\n",
    ],
    ids=["post", "no key", "tls", "rubbish", "overlong"],
)
async def test_attack_what_is_no_handshake_is_refused_and_nothing_is_logged(
    dial: Dialler, gate: RecordingGate, caplog: pytest.LogCaptureFixture, request_text: str
) -> None:
    answer = await plain_request(dial.listener.port, request_text)
    assert "101" not in answer[:20]
    assert gate.happenings == []
    assert not [record for record in caplog.records if record.levelname in {"WARNING", "ERROR"}]
    await assert_alive(await dial())


async def test_a_mistake_of_the_gate_costs_that_handshake_and_is_logged(
    dial: Dialler, gate: RecordingGate, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(_: HandshakeRequest) -> None:
        raise RuntimeError("a mistake of ours")

    gate.admission = fail
    refusal = await refused_with(dial)
    assert refusal.response.status_code == 500
    assert "a mistake of ours" in caplog.text
    assert b"a mistake of ours" not in refusal.response.body
    gate.admission = None
    await assert_alive(await dial())


def basic(credentials: str) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(credentials.encode()).decode()}"}


async def test_answers_are_those_of_the_gate(dial: Dialler) -> None:
    charge_point = await dial(additional_headers=basic("CP-1:x"))
    assert await ask(charge_point, '[2,"b","BootNotification",{}]') == [
        3,
        "b",
        ANSWERS["BootNotification"],
    ]


async def test_a_browser_is_told_of_once_a_minute(dial: Dialler, gate: RecordingGate) -> None:
    for _ in range(2):
        answer = await plain_request(dial.listener.port, "GET / HTTP/1.1\nHost: x\n\n")
        assert answer.startswith("HTTP/1.1 426 ")
    assert gate.refusals == [(None, "127.0.0.1", RefusalReason.BROWSER)]


async def test_a_charger_that_begins_with_tls_is_told_of_and_dropped(
    dial: Dialler, gate: RecordingGate
) -> None:
    async with tcp(dial.listener.port) as (reader, writer):
        writer.write(b"\x16\x03\x01\x02\x00")
        assert await rest_of(reader) == b""
    assert gate.refusals == [(None, "127.0.0.1", RefusalReason.ENCRYPTED)]


@pytest.mark.parametrize(
    ("header", "host"),
    [
        ("192.0.2.1:9016", "192.0.2.1"),
        ("ha.local", "ha.local"),
        ("[fd00::1]:9016", "fd00::1"),
        ("evil/../path", None),
        ("a b", None),
        (None, None),
    ],
)
def test_the_host_that_a_charger_called_is_known(header: str | None, host: str | None) -> None:
    headers = Headers() if header is None else Headers(Host=header)
    assert read_knock(Request("/CP-1", headers), "127.0.0.1").dialled_host == host
