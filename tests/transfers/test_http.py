"""Transfers over HTTP by real sockets: ranges, retries, bounds, and what strangers get."""

import asyncio
from datetime import timedelta
import errno
from http import HTTPStatus
from pathlib import Path
import socket
import threading

from aiohttp import FormData
import pytest

from custom_components.plug_control.transfers import http, listener as listener_module
from custom_components.plug_control.transfers.listener import TransferListener
from custom_components.plug_control.transfers.operations import Operation

from .conftest import FIRMWARE, Desk


async def put(
    desk: Desk, operation: Operation, body: object, name: str = "", **headers: str
) -> int:
    url = desk.url(operation, name)
    async with desk.session.put(url, data=body, headers=headers) as answer:
        return answer.status


# ---- downloads


async def test_a_firmware_comes_whole_and_in_ranges(desk: Desk) -> None:
    url = desk.url(desk.download(), "fw.bin")
    async with desk.session.head(url) as answer:
        assert answer.headers["Content-Length"] == str(len(FIRMWARE))
    async with desk.session.get(url) as answer:
        assert await answer.read() == FIRMWARE
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    # Broken off, and gone on with.
    async with desk.session.get(url, headers={"Range": "bytes=1000-"}) as answer:
        assert answer.status == HTTPStatus.PARTIAL_CONTENT
        assert await answer.read() == FIRMWARE[1000:]
    async with desk.session.get(url, headers={"Range": "bytes=10-19"}) as answer:
        assert await answer.read() == FIRMWARE[10:20]


@pytest.mark.parametrize("name", ["fw.tar.gz", "app.apk", "page.html"])
async def test_what_a_file_is_changes_nothing_of_it(desk: Desk, name: str) -> None:
    async with desk.session.get(desk.url(desk.download(name), name)) as answer:
        assert await answer.read() == FIRMWARE
        assert "Content-Encoding" not in answer.headers
        assert answer.headers["Content-Type"] == "application/octet-stream"


async def test_strangers_get_nothing(desk: Desk) -> None:
    download, upload = desk.download(), desk.upload()
    for path in (
        f"{http.PATH}/{'0' * 32}/fw.bin",
        f"{http.PATH}/{'0' * 32}",
        f"{http.PATH}/{download.token[:-1]}/fw.bin",
        f"{http.PATH}/..%2f..%2fetc%2fpasswd/fw.bin",
        f"{http.PATH}/{upload.token}/fw.bin",  # the token of an upload sends nothing
        "/",
    ):
        async with desk.session.get(f"{desk.base}{path}") as answer:
            assert answer.status == HTTPStatus.NOT_FOUND
    assert await put(desk, download, b"evil", "fw.bin") == HTTPStatus.NOT_FOUND
    assert download.path.read_bytes() == FIRMWARE


async def test_the_name_in_the_url_is_never_a_path_of_ours(desk: Desk) -> None:
    secret = desk.directory / "secret"
    secret.write_text("secret")
    url = desk.url(desk.download(), "..%2fsecret")
    async with desk.session.get(url) as answer:
        assert await answer.read() == FIRMWARE
    upload = desk.upload()
    assert await put(desk, upload, b"log", "..%2fsecret") == HTTPStatus.OK
    assert secret.read_text() == "secret"
    assert upload.path.read_bytes() == b"log"


async def test_a_token_is_worthless_after_its_end(desk: Desk) -> None:
    download, upload = desk.download(), desk.upload()
    desk.now += timedelta(hours=1)
    async with desk.session.get(desk.url(download)) as answer:
        assert answer.status == HTTPStatus.NOT_FOUND
    assert await put(desk, upload, b"log") == HTTPStatus.NOT_FOUND
    desk.now -= timedelta(minutes=1)
    desk.operations.close(upload)
    assert await put(desk, upload, b"log") == HTTPStatus.NOT_FOUND
    assert not upload.path.exists()


# ---- uploads


async def test_a_log_is_taken_as_body_or_form(desk: Desk) -> None:
    upload = desk.upload()
    assert await put(desk, upload, b"first log", "box.log") == HTTPStatus.OK
    assert (desk.uploads, upload.path.read_bytes()) == ([("box.log", True)], b"first log")
    form = FormData()
    form.add_field("comment", "no file")
    form.add_field("file", b"second", filename="form.zip")
    async with desk.session.post(desk.url(upload).rstrip("/"), data=form) as answer:
        assert answer.status == HTTPStatus.OK
    assert (desk.uploads[-1], upload.path.read_bytes()) == (("form.zip", True), b"second")
    assert upload.path.stat().st_mode & 0o077 == 0


async def test_a_large_log_is_streamed(desk: Desk) -> None:
    """Home Assistant's bound for bodies is 16 MB."""
    upload, block = desk.upload(), bytes(1024 * 1024)

    async def blocks() -> object:
        for _ in range(20):
            yield block

    assert await put(desk, upload, blocks()) == HTTPStatus.OK
    assert upload.path.stat().st_size == 20 * len(block)


async def test_an_upload_that_broke_off_goes_on_where_it_ended(desk: Desk) -> None:
    upload = desk.upload()
    first, rest = {"Content-Range": "bytes 0-3/10"}, {"Content-Range": "bytes 4-9/10"}
    assert await put(desk, upload, b"0123", **first) == HTTPStatus.ACCEPTED
    assert desk.uploads == []
    assert (
        await put(desk, upload, b"89", **{"Content-Range": "bytes 8-9/10"}) == HTTPStatus.CONFLICT
    )
    assert await put(desk, upload, b"9", **{"Content-Range": "nonsense"}) == HTTPStatus.CONFLICT
    assert await put(desk, upload, b"456789", **rest) == HTTPStatus.OK
    assert upload.path.read_bytes() == b"0123456789"
    open_end = {"Content-Range": "bytes 2-4/*"}
    assert await put(desk, upload, b"xyz", **open_end) == HTTPStatus.OK
    assert upload.path.read_bytes() == b"01xyz"


async def broken_off(desk: Desk, operation: Operation, head: str, body: bytes) -> None:
    """Send the beginning of a request, and cut the connection."""
    host, _, port = desk.base.removeprefix("http://").partition(":")
    _, writer = await asyncio.open_connection(host, int(port))
    path = desk.url(operation).removeprefix(desk.base)
    writer.write(f"PUT {path} HTTP/1.1\r\nHost: x\r\n{head}\r\n\r\n".encode() + body)
    await writer.drain()
    async with asyncio.timeout(10):
        while not operation.path.exists() or operation.path.stat().st_size < len(body):
            await asyncio.sleep(0.005)
    writer.close()
    await writer.wait_closed()


async def test_a_broken_upload_is_no_log_and_the_next_attempt_is_one(desk: Desk) -> None:
    upload = desk.upload()
    await broken_off(desk, upload, "Content-Length: 100", b"half")
    assert await put(desk, upload, b"whole") == HTTPStatus.OK
    assert (desk.uploads, upload.path.read_bytes()) == ([(None, True)], b"whole")


async def test_a_new_attempt_ends_one_that_hangs(desk: Desk) -> None:
    upload, over = desk.upload(), asyncio.Event()

    async def hanging() -> object:
        yield b"begin"
        await over.wait()
        yield b"late"

    first = asyncio.create_task(put(desk, upload, hanging()))
    async with asyncio.timeout(30):
        while not upload.path.exists():
            await asyncio.sleep(0.005)
    assert await put(desk, upload, b"new") == HTTPStatus.OK
    over.set()
    assert await first == HTTPStatus.CONFLICT
    assert upload.path.read_bytes() == b"new"


async def test_an_upload_that_is_under_way_ends_with_its_operation(desk: Desk) -> None:
    """Otherwise a late file of an earlier request would count as the one of the next."""
    upload, goes_on = desk.upload(), asyncio.Event()

    async def slowly() -> object:
        yield b"begin"
        await goes_on.wait()
        yield b"end"

    sending = asyncio.create_task(put(desk, upload, slowly()))
    async with asyncio.timeout(10):
        while not upload.path.exists() or not upload.path.stat().st_size:
            await asyncio.sleep(0.005)
    desk.operations.close(upload)
    upload.path.unlink()
    goes_on.set()
    assert await sending == HTTPStatus.NOT_FOUND
    assert desk.uploads == []
    assert not upload.path.exists()


async def test_a_file_that_was_taken_is_never_overwritten(desk: Desk) -> None:
    upload = desk.upload()
    assert await put(desk, upload, b"log") == HTTPStatus.OK
    upload.is_taken = True
    # The answer was lost, so the charge point tries again.
    assert await put(desk, upload, b"again") == HTTPStatus.OK
    assert (upload.path.read_bytes(), len(desk.uploads)) == (b"log", 1)


async def test_too_large_empty_and_broken_bodies_are_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "MAX_FILE_BYTES", 10)
    upload = desk.upload()

    async def chunks() -> object:
        yield b"0123456"
        yield b"7890"

    too_large = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert await put(desk, upload, b"01234567890") == too_large
    assert await put(desk, upload, chunks()) == too_large
    assert await put(desk, upload, b"0", **{"Content-Range": "bytes 0-0/11"}) == too_large
    assert await put(desk, upload, b"") == HTTPStatus.UNPROCESSABLE_ENTITY
    for kind in ("multipart/form-data", "multipart/form-data; boundary=x"):
        broken = await put(desk, upload, b"none", **{"Content-Type": kind})
        assert broken == HTTPStatus.UNPROCESSABLE_ENTITY
    assert desk.uploads == []
    upload.is_taken = True
    assert await put(desk, upload, chunks()) == too_large


async def test_an_upload_that_stands_still_ends(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "IDLE_S", 0.05)
    host, _, port = desk.base.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    path = desk.url(desk.upload()).removeprefix(desk.base)
    writer.write(f"PUT {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nbegin".encode())
    assert b"408 Request Timeout" in await reader.readline()
    writer.close()
    await writer.wait_closed()


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
async def test_a_full_or_failing_disk_is_said(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    def fail(file: http._File, path: Path, start: int) -> None:
        raise OSError(error, "no")

    monkeypatch.setattr(http._File, "open", fail)
    assert await put(desk, desk.upload(), b"log") == HTTPStatus.INSUFFICIENT_STORAGE


async def test_a_write_that_hangs_is_waited_for_before_another_writes_or_the_file_is_closed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its thread goes on after the upload's time is over; the number of a closed file may be that of the ledger by then."""
    is_under_way, goes_on, order = threading.Event(), threading.Event(), list[str]()
    write, close = http._File.write, http._File.close

    def hanging(file: http._File, data: bytes) -> None:
        if data == b"old":
            is_under_way.set()
            assert goes_on.wait(60)
        write(file, data)
        order.append("written")

    def closing(file: http._File) -> None:
        close(file)
        order.append("closed")

    monkeypatch.setattr(http._File, "write", hanging)
    monkeypatch.setattr(http._File, "close", closing)
    monkeypatch.setattr(http, "IDLE_S", 0.01)
    upload = desk.upload()
    first = asyncio.create_task(put(desk, upload, b"old"))
    assert await asyncio.to_thread(is_under_way.wait, 60)
    second = asyncio.create_task(put(desk, upload, b"new"))
    await asyncio.sleep(0.05)
    assert order == []
    monkeypatch.setattr(http, "IDLE_S", 60.0)
    goes_on.set()
    assert await first in {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT}
    assert await second == HTTPStatus.OK
    assert upload.path.read_bytes() == b"new"
    assert order == ["written", "closed", "written", "closed"]


# ---- the listener


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: "])
async def test_attack_connections_without_a_request_are_closed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr(listener_module, "_IDLE_S", 0.05)
    monkeypatch.setattr(listener_module, "PORTS", (0,))
    listener = TransferListener(desk.find)
    port = await listener.start("127.0.0.1")
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    async with asyncio.timeout(10):
        await reader.read()
    writer.close()
    await listener.stop()


async def test_the_listener_takes_another_port_where_its_own_is_taken(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setattr(listener_module, "PORTS", (port, 0))
        listener = TransferListener(desk.find)
        assert await listener.start("127.0.0.1") != port
        await listener.stop()
        monkeypatch.setattr(listener_module, "PORTS", (port,))
        with pytest.raises(OSError):  # noqa: PT011
            await listener.start("127.0.0.1")
