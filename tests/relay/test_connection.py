"""A back end is dialled as a charge point dials: what is wrong is said, nothing that comes back can do harm."""

import asyncio
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import replace
import json
import logging
from pathlib import Path
import socket
import ssl
from typing import Any
from unittest.mock import patch

import pytest

from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.protocol.call_session import Direction
from custom_components.plug_control.protocol.errors import DialError
from custom_components.plug_control.relay.settings import BackEndSettings
from custom_components.plug_control.relay.state import Trouble
from custom_components.plug_control.relay.timing import RelayTiming
from custom_components.plug_control.relay.trial import try_back_end
from custom_components.plug_control.security.own_files import OwnFiles
from tests.certificates import client_file, root_pem, server_contexts, strict_context

from .conftest import QUICK, Lab, back_end
from .scripted import HangUp, Payload, Refuse, ScriptedBackEnd, Silence
from .times import until

type NewLab = Callable[[RelayTiming], Lab]


def settings(url: str, **changed: Any) -> BackEndSettings:
    return BackEndSettings(back_end_id="BE", name="B", url=url, **changed)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("wss://csms.example/ocpp", "wss://csms.example/ocpp/CP%2F1"),
        ("wss://csms.example/ocpp/", "wss://csms.example/ocpp/CP%2F1"),
        ("wss://csms.example", "wss://csms.example/CP%2F1"),
        ("wss://csms.example/a?key=7", "wss://csms.example/a/CP%2F1?key=7"),
        ("wss://csms.example/{identity}/ocpp", "wss://csms.example/CP%2F1/ocpp"),
    ],
)
def test_the_identity_becomes_part_of_the_url(url: str, expected: str) -> None:
    """R2."""
    assert settings(url).url_of("CP/1") == expected


async def test_the_password_goes_with_the_identity_or_a_user_name(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    """R3."""
    lab.add()
    lab.use(scripted, password="geheim:ä")
    await lab.until_connected()
    lab.use(scripted, password="geheim:ä", username="user")
    await until(lambda: len(scripted.requests) == 2)
    sent = [
        b64decode(each.headers["Authorization"].removeprefix("Basic ")).decode()
        for each in scripted.requests
    ]
    assert sent == ["CP-1:geheim:ä", "user:geheim:ä"]
    assert "geheim" not in repr(back_end(scripted, password="geheim:ä"))


async def test_no_log_has_the_password_or_a_secret(
    lab: Lab, scripted: ScriptedBackEnd, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever the level: people send logs to strangers."""
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("websockets.server").setLevel(logging.ERROR)  # the other side's
        lab.add()
        lab.use(scripted, password="geheim")
        await lab.until_connected()
        await scripted.ask("ChangeConfiguration", {"key": "AuthorizationKey", "value": "s3cret"})
        scripted.status = 401
        await scripted.sockets["CP-1"].close(1008, "ws://u:s3cret@h/")
        await until(lambda: lab.link().trouble is Trouble.UNAUTHORIZED)
    logging.getLogger("websockets.server").setLevel(logging.NOTSET)
    encoded = b64encode(b"CP-1:geheim").decode()
    for secret in ("geheim", encoded, "s3cret"):
        assert secret not in caplog.text


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (401, Trouble.UNAUTHORIZED),
        (403, Trouble.UNAUTHORIZED),
        (404, Trouble.NOT_FOUND),
        (409, Trouble.DUPLICATE),
        (302, Trouble.HTTP),
        (503, Trouble.HTTP),
    ],
)
async def test_a_refused_handshake_is_told_and_tried_again(
    lab: Lab, scripted: ScriptedBackEnd, status: int, trouble: Trouble
) -> None:
    """A redirect is a refusal: nobody but the user says where a back end is."""
    scripted.status = status
    scripted.headers = {"Location": "ws://127.0.0.1:1/elsewhere", "Retry-After": "0.01"}
    lab.add()
    lab.use(scripted)
    await until(lambda: len(scripted.requests) >= 3)
    state = lab.relay.state("BE-1")
    assert state is not None
    assert (state.connected, state.trouble, state.detail) == (False, trouble, f"HTTP {status}")
    scripted.status = None
    await lab.until_connected()
    state = lab.relay.state("BE-1")
    assert state is not None
    assert (state.connected, state.trouble, state.detail) == (True, None, "")


async def test_a_back_end_says_when_to_come_again(
    new_lab: NewLab, scripted: ScriptedBackEnd
) -> None:
    lab = new_lab(QUICK)
    scripted.status, scripted.headers = 429, {"Retry-After": "3600"}
    lab.add()
    lab.use(scripted)
    await until(lambda: lab.link().trouble is Trouble.HTTP)
    scripted.status = None
    await asyncio.sleep(0.2)
    assert len(scripted.requests) == 1
    lab.relay.connect_now("BE-1")
    await lab.until_connected()


async def test_nobody_there_is_told(lab: Lab, scripted: ScriptedBackEnd) -> None:
    await scripted.close()
    lab.add()
    lab.use(scripted)
    await until(lambda: lab.link().trouble is Trouble.UNREACHABLE)


@pytest.mark.parametrize(
    ("url", "trouble"),
    [
        ("ws://127.0.0.1:1/", Trouble.UNREACHABLE),
        ("http://127.0.0.1/", Trouble.URL),
        ("ws://127.0.0.1:99999/", Trouble.URL),
        ("ws://[::1/", Trouble.URL),
        ("WSS://127.0.0.1:1/", Trouble.UNREACHABLE),
    ],
)
async def test_a_trial_says_what_is_wrong_with_the_address(url: str, trouble: Trouble) -> None:
    found = await try_back_end(settings(url), "CP-1", None)
    assert found.trouble is trouble


async def test_a_trial_says_that_the_name_of_the_host_is_unknown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", unknown)
    found = await try_back_end(settings("ws://no-such-host.invalid/"), "CP-1", None)
    assert (found.trouble, found.detail) == (Trouble.DNS, "Name or service not known")


async def test_a_trial_says_that_no_websocket_is_there() -> None:
    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    found = await try_back_end(settings(f"ws://127.0.0.1:{port}/"), "CP-1", None)
    assert found.trouble is Trouble.NO_WEBSOCKET
    server.close()
    await server.wait_closed()


async def test_a_trial_of_a_host_that_says_nothing_ends() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"ws://127.0.0.1:{listening.getsockname()[1]}/"
        found = await try_back_end(settings(url), "CP-1", None, replace(QUICK, open_s=0.1))
    assert found.trouble is Trouble.TIMEOUT


async def test_a_trial_boots_the_charge_point(scripted: ScriptedBackEnd) -> None:
    charge_point = ChargePoint(charge_point_id="CP-1", vendor="Acme", model="Box")
    found = await try_back_end(
        settings(scripted.url, identities={"CP-1": "THEIRS"}), "CP-1", charge_point
    )
    assert (found.trouble, found.heartbeat_s, found.speaks_ocpp) == (None, 300, True)
    assert scripted.heard[0].identity == "THEIRS"


def _refuse(*_: object) -> Payload:
    raise Refuse("InternalError", "no <b>database</b>")


def _silence(*_: object) -> Payload:
    raise Silence


def _hang_up(*_: object) -> Payload:
    raise HangUp


@pytest.mark.parametrize(
    ("reply", "trouble", "detail"),
    [
        (lambda *_: {"status": "Pending", "interval": 30}, Trouble.BOOT_PENDING, ""),
        (lambda *_: {"status": "rejected"}, Trouble.BOOT_REJECTED, ""),
        (lambda *_: {"status": "Odd"}, Trouble.BOOT_ERROR, "status Odd"),
        (lambda *_: {}, Trouble.BOOT_ERROR, ""),
        (_refuse, Trouble.BOOT_ERROR, "InternalError: no <b>database</b>"),
        (_silence, Trouble.NO_ANSWER, "no answer within 0.1 s"),
        (_hang_up, Trouble.CLOSED, ""),
    ],
)
async def test_a_trial_says_what_the_boot_was_answered(
    scripted: ScriptedBackEnd, reply: Any, trouble: Trouble, detail: str
) -> None:
    scripted.replies["BootNotification"] = reply
    found = await try_back_end(settings(scripted.url), "CP-1", None, replace(QUICK, answer_s=0.1))
    assert (found.trouble, found.detail, found.heartbeat_s) == (trouble, detail, None)


async def test_a_trial_asks_nothing_back(scripted: ScriptedBackEnd) -> None:
    asked: list[Any] = []

    def ask(action: str, payload: Payload) -> Payload:
        asked.append(asyncio.create_task(scripted.ask("Reset", {"type": "Hard"})))
        raise Silence

    scripted.replies["BootNotification"] = ask
    await try_back_end(settings(scripted.url), "CP-1", None, replace(QUICK, answer_s=0.3))
    assert (await asked[0])[:3] == [4, "ask-0", "GenericError"]


async def test_a_back_end_without_the_subprotocol_may_speak_it_all_the_same(lab: Lab) -> None:
    async with ScriptedBackEnd(subprotocols=()) as scripted:
        lab.add()
        lab.use(scripted)
        await lab.until_connected()
        found = await try_back_end(settings(scripted.url), "CP-1", None)
        assert (found.trouble, found.speaks_ocpp) == (None, False)


async def test_a_back_end_that_does_not_speak_ocpp_1_6_is_told(lab: Lab) -> None:
    """R1: it closes what has no common subprotocol."""
    async with ScriptedBackEnd(subprotocols=()) as scripted:
        scripted.replies["BootNotification"] = _hang_up
        lab.add()
        lab.use(scripted)
        await until(lambda: lab.link().trouble is Trouble.SUBPROTOCOL)
        found = await try_back_end(settings(scripted.url), "CP-1", None)
        assert found.trouble is Trouble.SUBPROTOCOL


# --- messages while a back end is away --------------------------------------------------------------


async def test_messages_for_a_back_end_that_is_away_wake_nothing_and_go_once_it_is_back(
    new_lab: NewLab, scripted: ScriptedBackEnd
) -> None:
    lab = new_lab(replace(QUICK, retry_s=60, longest_refused_retry_s=60))
    lab.add()
    scripted.status = 503
    lab.use(scripted)
    await until(lambda: lab.link().trouble is Trouble.HTTP)
    link = lab.relay._back_ends["BE-1"].links["CP-1"]
    with patch.object(link, "_sleep", wraps=link._sleep) as slept:
        link.wake()
        await until(lambda: slept.call_count == 1)
        session_id = lab.start()
        for _ in range(20):
            lab.meter(session_id)
            await asyncio.sleep(0)
        assert slept.call_count == 1
    scripted.status = None
    lab.stop(session_id)
    lab.relay.connect_now("BE-1")
    await lab.until_delivered()
    assert scripted.actions()[1] == "StartTransaction"
    assert scripted.actions()[-1] == "StopTransaction"


async def test_a_message_of_a_charge_point_that_is_away_connects(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    lab.add(connected=False)
    lab.use(scripted)
    await until(lambda: not lab.link().wanted)
    lab.charge()
    await lab.until_delivered()
    assert scripted.actions() == [
        "BootNotification",
        "StartTransaction",
        "MeterValues",
        "StopTransaction",
    ]


# --- TLS ------------------------------------------------------------------------------------------


async def test_the_certificate_of_a_back_end_must_count(tmp_path: Path) -> None:
    roots = tmp_path / "roots.pem"
    roots.write_text(root_pem())
    async with ScriptedBackEnd(tls=server_contexts()[0]) as scripted:
        found = await try_back_end(settings(scripted.url), "CP-1", None)
        assert found.trouble is Trouble.CERTIFICATE
        assert found.detail == "self-signed certificate in certificate chain"
        found = await try_back_end(settings(scripted.url, roots=roots), "CP-1", None)
        assert found.trouble is None


async def test_a_client_certificate_is_shown(tmp_path: Path, lab: Lab) -> None:
    roots = tmp_path / "roots.pem"
    roots.write_text(root_pem())
    own = client_file(tmp_path)
    tls = server_contexts()[1]
    async with ScriptedBackEnd(tls=tls) as scripted:
        lab.add()
        lab.use(scripted, roots=roots, certificate=OwnFiles(certificate=own, private_key=own))
        await lab.until_connected()
        shown = scripted.sockets["CP-1"].transport.get_extra_info("peercert")
        assert ("commonName", "CP-1") in [part for (part,) in shown["subject"]]


@pytest.mark.parametrize("newest", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
@pytest.mark.parametrize("authority", ["ours", "theirs"])
async def test_a_trial_shows_the_client_certificate(
    tmp_path: Path, authority: str, newest: ssl.TLSVersion
) -> None:
    roots = tmp_path / "roots.pem"
    roots.write_text(root_pem())
    own = client_file(tmp_path, authority=authority)
    shown = OwnFiles(certificate=own, private_key=own)
    is_ours = authority == "ours"
    tls = strict_context(tmp_path / "server")
    tls.maximum_version = newest
    async with ScriptedBackEnd(tls=tls) as scripted:
        found = await try_back_end(settings(scripted.url, roots=roots), "CP-1", None)
        assert found.trouble is Trouble.TLS
        with_own = settings(scripted.url, roots=roots, certificate=shown)
        found = await try_back_end(with_own, "CP-1", None)
        assert found.trouble is (None if is_ours else Trouble.TLS)
        assert len(scripted.payloads("BootNotification")) == is_ours


@pytest.mark.parametrize("kind", ["roots", "certificate"])
async def test_files_that_cannot_be_used_are_told(
    tmp_path: Path, lab: Lab, scripted: ScriptedBackEnd, kind: str
) -> None:
    bad = tmp_path / "bad.pem"
    bad.write_text("no certificate")
    own = OwnFiles(certificate=bad, private_key=bad)
    changed: dict[str, Any] = {"roots": bad} if kind == "roots" else {"certificate": own}
    url = scripted.url.replace("ws:", "wss:")
    found = await try_back_end(settings(url, **changed), "CP-1", None)
    assert (found.trouble, found.detail) == (Trouble.OWN_CERTIFICATE, "file_unreadable: bad.pem")
    lab.add()
    lab.use(scripted, url=url, **changed)
    await until(lambda: lab.link().trouble is Trouble.OWN_CERTIFICATE)


async def test_a_host_without_tls_is_told(scripted: ScriptedBackEnd) -> None:
    found = await try_back_end(settings(scripted.url.replace("ws:", "wss:")), "CP-1", None)
    assert found.trouble is Trouble.TLS
    assert found.detail == "Connection reset by peer"


# --- boots ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["Pending", "Rejected"])
async def test_a_boot_that_is_not_accepted_is_sent_again_and_nothing_else(
    lab: Lab, scripted: ScriptedBackEnd, status: str
) -> None:
    """R12; the trouble is told, and what is to be delivered waits."""
    scripted.replies["BootNotification"] = lambda *_: {"status": status, "interval": 0}
    lab.add()
    lab.use(scripted)
    lab.charge()
    await scripted.until_heard("BootNotification", 3)
    assert {each.action for each in scripted.heard} == {"BootNotification"}
    assert len(scripted.requests) == 1
    assert lab.link().trouble is Trouble(f"boot_{status.lower()}")
    del scripted.replies["BootNotification"]
    await lab.until_delivered()


async def test_a_boot_waits_as_long_as_the_answer_says(
    new_lab: NewLab, scripted: ScriptedBackEnd
) -> None:
    lab = new_lab(replace(QUICK, longest_boot_retry_s=7200))
    scripted.replies["BootNotification"] = lambda *_: {"status": "Pending", "interval": 3600}
    lab.add()
    lab.use(scripted)
    await until(lambda: lab.link().trouble is Trouble.BOOT_PENDING)
    for _ in range(5):
        lab.connect(True)
        await asyncio.sleep(0.02)
    assert len(scripted.payloads("BootNotification")) == 1


async def test_a_boot_that_gets_an_error_ends_the_connection(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    scripted.replies["BootNotification"] = _refuse
    lab.add()
    lab.use(scripted)
    await until(lambda: len(scripted.requests) >= 3)
    assert lab.link().trouble is Trouble.BOOT_ERROR
    del scripted.replies["BootNotification"]
    await lab.until_connected()


# --- what comes back ------------------------------------------------------------------------------


async def test_a_pause_ends_the_connection_and_queues_on(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    lab.add()
    lab.use(scripted)
    await lab.until_connected()
    lab.use(scripted, paused=True)
    await until(lambda: not scripted.sockets)
    lab.charge()
    state = lab.relay.state("BE-1")
    assert state is not None
    assert (state.paused, state.connected, state.queue.messages) == (True, False, 3)
    lab.use(scripted)
    await lab.until_delivered()


async def test_a_pause_ends_the_wait_for_the_next_try(
    new_lab: NewLab, scripted: ScriptedBackEnd
) -> None:
    lab = new_lab(replace(QUICK, retry_s=3600, longest_retry_s=3600))
    await scripted.close()
    lab.add()
    lab.use(scripted)
    await until(lambda: lab.link().trouble is Trouble.UNREACHABLE)
    lab.use(scripted, paused=True)
    await until(lambda: not lab.link().wanted)
    await scripted.open()
    lab.use(scripted)
    await lab.until_connected()


async def test_only_new_credentials_end_connections(lab: Lab, scripted: ScriptedBackEnd) -> None:
    lab.add()
    lab.add("CP-2")
    lab.use(scripted)
    await lab.until_connected()
    await lab.until_connected("CP-2")
    lab.use(scripted, meter_interval_s=10, identities={"CP-2": "TWO"})
    await until(lambda: "TWO" in scripted.sockets)
    assert len(scripted.requests) == 3
    lab.relay.update_settings([])
    await until(lambda: not scripted.sockets)
    assert lab.relay.state("BE-1") is None


async def test_a_message_that_is_too_long_costs_the_connection_only(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    lab.add()
    lab.use(scripted)
    await lab.until_connected()
    await scripted.sockets["CP-1"].send('"' + "x" * (1 << 20) + '"')
    await until(lambda: len(scripted.requests) == 2)
    await lab.until_connected()


async def test_a_long_message_is_read_in_parts(lab: Lab, scripted: ScriptedBackEnd) -> None:
    lab.add()
    lab.use(scripted)
    await lab.until_connected()
    entries = [{"idTag": f"T{n}", "idTagInfo": {"status": "Accepted"}} for n in range(2000)]
    answer = await scripted.ask("SendLocalList", {"localAuthorizationList": entries})
    assert answer[2] == {"status": "NotSupported"}


@pytest.mark.parametrize(
    "text",
    ["", "[", "null", '[2,"1"]', '[2,"1","Reset",7]', '[9,"1",{}]', '[3,"nobody",{}]', "\x00"],
)
async def test_what_is_no_frame_costs_nothing(
    lab: Lab, scripted: ScriptedBackEnd, text: str
) -> None:
    lab.add()
    lab.use(scripted)
    await lab.until_connected()
    await scripted.sockets["CP-1"].send(text)
    await scripted.sockets["CP-1"].send(b"\xff\xfe")
    answer = await scripted.ask("TriggerMessage", {"requestedMessage": "Heartbeat"})
    assert answer[2] == {"status": "Accepted"}
    assert len(scripted.requests) == 1


async def test_a_flood_of_pings_ends_the_connection(lab: Lab, scripted: ScriptedBackEnd) -> None:
    lab.add()
    lab.use(scripted)
    await lab.until_connected()
    socket = scripted.sockets["CP-1"]
    socket.transport.write(b"\x89\x00" * 3000)
    await until(lambda: len(scripted.requests) == 2)


async def test_a_flood_of_messages_is_read_slowly(lab: Lab, scripted: ScriptedBackEnd) -> None:
    """The rest waits in the back end's socket, and the event loop stays free."""
    lab.add()
    lab.use(scripted)
    await lab.until_connected()
    socket = scripted.sockets["CP-1"]
    frame = json.dumps([2, "x", "GetConfiguration", {}]).encode()
    socket.transport.write((b"\x81" + bytes([len(frame)]) + frame) * 450)
    began_at = asyncio.get_running_loop().time()
    await until(lambda: len(scripted.answers) == 450)
    assert asyncio.get_running_loop().time() - began_at > 1.5


async def test_a_back_end_that_answers_pings_no_more_is_left(
    new_lab: NewLab, scripted: ScriptedBackEnd
) -> None:
    lab = new_lab(replace(QUICK, ping_s=0.05))
    lab.add()
    lab.use(scripted)
    await lab.until_connected()
    socket = scripted.sockets["CP-1"]
    await asyncio.sleep(0.1)
    socket.transport.pause_reading()
    await until(lambda: len(scripted.requests) == 2)
    socket.transport.abort()


async def test_a_back_end_that_answers_nothing_is_left(
    new_lab: NewLab, scripted: ScriptedBackEnd
) -> None:
    lab = new_lab(replace(QUICK, answer_s=0.05, longest_answer_s=0.05))
    lab.add()
    lab.use(scripted)
    await lab.until_connected()
    scripted.replies["Heartbeat"] = scripted.replies["StatusNotification"] = _silence
    lab.tell("StatusNotification", None, connectorId=1, status="Charging", errorCode="NoError")
    await until(lambda: lab.link().trouble is Trouble.NO_ANSWER)
    scripted.replies.clear()
    await lab.until_connected()


async def test_the_reason_of_a_closed_connection_is_told(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    lab.add()
    lab.use(scripted)
    await lab.until_connected()
    details: list[str] = []
    lab.listen(lambda: details.append(lab.link().detail))
    await scripted.sockets["CP-1"].close(1008, "no contract ws://u:p@h/")
    await until(lambda: "1008 no contract ws://(hidden)@h/" in details)


async def test_frames_are_kept_without_secrets(lab: Lab, scripted: ScriptedBackEnd) -> None:
    lab.add()
    lab.use(scripted)
    await lab.until_connected()
    await scripted.ask("ChangeConfiguration", {"key": "AuthorizationKey", "value": "s3cret"})
    await scripted.ask("GetDiagnostics", {"location": "ftp://user:s3cret@host/x"})
    frames = lab.relay.frames("BE-1", "CP-1")
    text = json.dumps([each[2] for each in frames])
    assert "s3cret" not in text
    assert "BootNotification" in text
    assert {each[1] for each in frames} == {Direction.RECEIVED, Direction.SENT}
    assert not lab.relay.frames("BE-1", "CP-9")
    assert not lab.relay.frames("BE-9", "CP-1")


def test_an_error_of_dialling_says_which_and_what() -> None:
    assert str(DialError(Trouble.HTTP, "HTTP 500")) == "http: HTTP 500"
    assert str(DialError(Trouble.DNS)) == "dns"
