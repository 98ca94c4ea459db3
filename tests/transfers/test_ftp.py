"""Transfers over FTP by real sockets: passive and active, resumed, bounded, and what strangers get."""

import asyncio
from contextlib import ExitStack
from datetime import timedelta
import ftplib
import io
import os
from pathlib import Path
import socket
import threading
import time
from typing import Any

import pytest

from custom_components.plug_control.transfers import ftp as ftp_module
from custom_components.plug_control.transfers.ftp import TransferFtpServer
from custom_components.plug_control.transfers.operations import Operation
from tests.helpers import until

from .conftest import FIRMWARE, Desk


@pytest.fixture
async def server(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return an FTP server on a free port, and the port."""
    monkeypatch.setattr(ftp_module._Handler, "auth_failed_timeout", 0.01)
    server = TransferFtpServer(desk.find_user)
    port = await server.start("127.0.0.1", (0,))
    yield server, port
    await server.stop()


async def session(
    port: int, operation: Operation | None, work: Any, *, passive: bool = True
) -> Any:
    """Log in and do `work` with the client, in a thread."""

    def run() -> Any:
        with ftplib.FTP(timeout=10) as client:
            client.connect("127.0.0.1", port)
            client.set_pasv(passive)
            if operation is not None:
                client.login(operation.user, operation.token)
            return work(client)

    return await asyncio.to_thread(run)


def fetch(client: ftplib.FTP, name: str, rest: int | None = None) -> bytes:
    got = io.BytesIO()
    client.retrbinary(f"RETR {name}", got.write, rest=rest)
    return got.getvalue()


def store(client: ftplib.FTP, name: str, content: bytes, rest: int | None = None) -> str:
    return client.storbinary(f"STOR {name}", io.BytesIO(content), rest=rest)


@pytest.mark.parametrize("passive", [True, False], ids=["passive", "active"])
async def test_a_firmware_comes_whole_and_from_where_it_broke_off(
    desk: Desk, server: Any, passive: bool
) -> None:
    _, port = server
    download = desk.download("fw.bin")

    def work(client: ftplib.FTP) -> None:
        assert client.size("fw.bin") == len(FIRMWARE)
        assert client.nlst() == ["fw.bin"]
        assert fetch(client, "fw.bin") == FIRMWARE
        assert fetch(client, "/some/path/fw.bin", rest=1000) == FIRMWARE[1000:]
        client.retrlines("LIST", lambda line: None)
        # In a text transfer, too, no byte changes.
        lines = io.BytesIO()
        client.sendcmd("TYPE A")
        with client.transfercmd("RETR fw.bin") as connection:
            while chunk := connection.recv(65536):
                lines.write(chunk)
        client.voidresp()
        assert lines.getvalue() == FIRMWARE

    await session(port, download, work, passive=passive)


async def test_a_log_is_taken_into_any_directory_and_can_be_resumed(
    desk: Desk, server: Any
) -> None:
    _, port = server
    upload = desk.upload()
    here = Path.cwd()

    def work(client: ftplib.FTP) -> None:
        client.mkd("logs")
        client.cwd("/logs/deep")
        assert client.pwd() == "/logs/deep"
        assert client.nlst() == []
        store(client, "box.zip", b"0123456789")
        assert client.size("box.zip") == 10
        store(client, "box.zip", b"xyz", rest=7)
        client.storbinary("APPE box.zip", io.BytesIO(b"!"))

    await session(port, upload, work)
    await until(lambda: len(desk.uploads) == 3)
    assert set(desk.uploads) == {("box.zip", False)}
    assert upload.path.read_bytes() == b"0123456xyz!"
    assert upload.path.stat().st_mode & 0o077 == 0
    assert Path.cwd() == here


async def test_strangers_get_nothing(desk: Desk, server: Any) -> None:
    _, port = server
    download, upload = desk.download(), desk.upload()
    secret = desk.directory / "secret"
    secret.write_text("secret")

    def refused(client: ftplib.FTP, *commands: str) -> None:
        for command in commands:
            with pytest.raises(ftplib.error_perm):
                client.sendcmd(command)

    async def login(user: str, password: str) -> None:
        def work(client: ftplib.FTP) -> None:
            with pytest.raises(ftplib.error_perm):
                client.login(user, password)

        await session(port, None, work)

    await asyncio.gather(
        login(download.user, upload.token), login("anonymous", "me@"), login(download.user, "ü")
    )
    await session(
        port,
        download,
        lambda client: refused(
            client,
            "STOR fw.bin",
            "DELE fw.bin",
            "RNFR fw.bin",
            "MKD x",
            "RETR secret",
            "RETR ../../secret",
            "RETR /etc/passwd",
            "SITE CHMOD 777 fw.bin",
            "PORT 127,0,0,1,0,22",
        ),
    )
    await session(port, upload, lambda client: refused(client, "RETR upload", "DELE upload"))

    def escape(client: ftplib.FTP) -> None:
        store(client, "../../secret", b"evil")
        with pytest.raises(ftplib.error_temp):
            client.storbinary("STOU", io.BytesIO(b"evil"))

    await session(port, upload, escape)
    assert secret.read_text() == "secret"
    assert download.path.read_bytes() == FIRMWARE


async def test_an_operation_that_ended_and_a_file_that_was_taken_refuse(
    desk: Desk, server: Any
) -> None:
    _, port = server
    upload = desk.upload()

    def work(client: ftplib.FTP) -> None:
        store(client, "a.log", b"log")
        upload.is_taken = True
        with pytest.raises(ftplib.error_perm):
            store(client, "a.log", b"again")
        upload.is_taken = False
        desk.now += timedelta(hours=1)
        with pytest.raises(ftplib.error_perm):
            store(client, "a.log", b"later")

    await session(port, upload, work)
    assert upload.path.read_bytes() == b"log"


async def test_an_upload_that_is_under_way_ends_with_its_operation(desk: Desk, server: Any) -> None:
    _, port = server
    upload = desk.upload()

    def work(client: ftplib.FTP) -> None:
        connection = client.transfercmd("STOR a.log")
        connection.sendall(b"begin")
        while not upload.path.exists() or not upload.path.stat().st_size:
            time.sleep(0.005)
        desk.operations.close(upload)
        with connection:
            connection.sendall(b"end")
        with pytest.raises(ftplib.Error):
            client.voidresp()

    await session(port, upload, work)
    assert upload.path.read_bytes() == b"begin"
    assert desk.uploads == []


async def test_a_stranger_that_holds_connections_leaves_room_for_chargers(
    desk: Desk, server: Any
) -> None:
    _, port = server
    with ExitStack() as stack:
        held = [
            stack.enter_context(
                socket.create_connection(("127.0.0.1", port), source_address=("127.0.0.2", 0))
            )
            for _ in range(12)
        ]
        greetings = [await asyncio.to_thread(each.recv, 4) for each in held]
        assert greetings == [b"220 "] * 5 + [b"421 "] * 7
        await session(port, desk.upload(), lambda client: store(client, "a.log", b"log"))
    await until(lambda: bool(desk.uploads))


async def test_a_log_that_is_too_large_is_refused(
    desk: Desk, server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ftp_module, "MAX_FILE_BYTES", 10)
    _, port = server
    upload = desk.upload()

    def work(client: ftplib.FTP) -> None:
        with pytest.raises((ftplib.Error, OSError)):
            store(client, "a.log", bytes(1_000_000))
        client.close()  # the refusal may still wait to be read

    await session(port, upload, work)
    assert desk.uploads == []
    assert upload.path.stat().st_size <= 10


async def test_it_runs_on_a_port_that_the_charger_can_use_and_only_from_start_to_stop(
    desk: Desk,
) -> None:
    server = TransferFtpServer(desk.find_user)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        busy = taken.getsockname()[1]
        port = await server.start("127.0.0.1", (busy, 0))
        assert port != busy
        assert await server.start("127.0.0.1", (busy, 0)) == port
        with pytest.raises(OSError):  # noqa: PT011
            await server.start("127.0.0.1", (busy,))
        assert await server.start("127.0.0.1", (port,)) == port  # it still runs
    # Another charger needs a certain port; the first one's transfer goes on.
    assert await server.start("127.0.0.1", (busy,)) == busy
    assert await server.start("127.0.0.1", (port,)) == port
    await server.stop()
    await server.stop()
    assert not any(each.name == "plug_control FTP" for each in threading.enumerate())
    with pytest.raises(OSError):  # noqa: PT011
        await session(port, None, lambda client: None)


async def test_another_address_can_be_told_for_passive_transfers(desk: Desk) -> None:
    server = TransferFtpServer(desk.find_user)
    port = await server.start("127.0.0.1", (0,), "192.0.2.7")
    told = await session(port, desk.upload(), lambda client: client.sendcmd("PASV"))
    assert "192,0,2,7" in told
    passive = int(told.rstrip(").").split(",")[-2]) * 256 + int(told.rstrip(").").split(",")[-1])
    assert passive in ftp_module.PASSIVE_PORTS
    await server.stop()
    assert os.getpid()
