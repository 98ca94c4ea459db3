"""Send and take the file of one operation over HTTP: streamed, bounded, in ranges; for any aiohttp server."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
import errno
from http import HTTPStatus
from io import FileIO
from pathlib import Path
import re
from typing import Final

from aiohttp import BodyPartReader, ClientError
from aiohttp.web import (
    FileResponse,
    HTTPConflict,
    HTTPException,
    HTTPInsufficientStorage,
    HTTPNotFound,
    HTTPRequestEntityTooLarge,
    HTTPRequestTimeout,
    HTTPUnprocessableEntity,
    Request,
    Response,
    StreamResponse,
)

from .operations import MAX_FILE_BYTES, Direction, Operation

PATH: Final = "/api/plug_control/transfer"
"""The beginning of the path on all servers; the token and the file's name follow."""
IDLE_S: Final = 60.0
"""How long an upload may stand still."""
_CHUNK_BYTES: Final = 256 * 1024
_RANGE: Final = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15}|\*)")
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Disposition": "attachment",
    "Content-Type": "application/octet-stream",
    "X-Content-Type-Options": "nosniff",
}
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


async def send(operation: Operation | None) -> StreamResponse:
    """Return the file of a download, or the range of it that the request asks for. Raises HTTPNotFound."""
    if operation is None or operation.direction is not Direction.DOWNLOAD:
        raise HTTPNotFound
    return FileResponse(operation.path, chunk_size=_CHUNK_BYTES, headers=HEADERS)


async def take(request: Request, operation: Operation | None, name: str) -> Response:
    """Take the file of an upload, the body itself or the file of a form; `name` is the one in the URL.

    A body with Content-Range goes on where an earlier one broke off. Raises HTTPNotFound, HTTPConflict for a part that
    does not fit or a newer attempt, HTTPRequestEntityTooLarge, HTTPRequestTimeout, HTTPUnprocessableEntity for an empty
    or a broken body, HTTPInsufficientStorage.
    """
    if operation is None or operation.direction is not Direction.UPLOAD:
        raise HTTPNotFound
    if (request.content_length or 0) > MAX_FILE_BYTES:
        raise _too_large(request.content_length or 0)
    operation.attempt += 1
    body = await _body(request, name)
    if operation.is_taken:  # The answer to an earlier attempt was lost: the file is here.
        await _drop(body.chunks)
        return Response()
    part = await _part(request, operation)
    size = await _write(operation, body.chunks, part.start)
    if part.end is not None and size < part.end:
        return Response(status=HTTPStatus.ACCEPTED)
    if size == 0:
        raise HTTPUnprocessableEntity(text="an empty file")
    operation.uploaded_name = body.name or operation.uploaded_name
    operation.on_uploaded(True)
    return Response()


# ---- what the body is


@dataclass(frozen=True, slots=True)
class _Body:
    chunks: AsyncIterator[bytes]
    name: str


async def _body(request: Request, name: str) -> _Body:
    """Return the file that a request carries; raises HTTPUnprocessableEntity for a form without one."""
    if not request.content_type.startswith("multipart/"):
        return _Body(request.content.iter_chunked(_CHUNK_BYTES), name)
    try:
        async for part in await request.multipart():
            if isinstance(part, BodyPartReader) and (part.filename or part.name == "file"):
                return _Body(_chunks(part), part.filename or name)
    except (ValueError, AssertionError) as error:
        raise HTTPUnprocessableEntity(text="a broken form") from error
    raise HTTPUnprocessableEntity(text="a form without a file")


async def _chunks(part: BodyPartReader) -> AsyncIterator[bytes]:
    while chunk := await part.read_chunk(_CHUNK_BYTES):
        yield chunk


@dataclass(frozen=True, slots=True)
class _Part:
    """Where a body belongs in the file; `end` is the size of the whole file where it is told."""

    start: int = 0
    end: int | None = None


async def _part(request: Request, operation: Operation) -> _Part:
    """Return which part of the file a request carries; raises HTTPConflict for one that leaves a gap."""
    header = request.headers.get("Content-Range")
    if header is None:
        return _Part()
    found = _RANGE.fullmatch(header.strip())
    if found is None:
        raise HTTPConflict(text="Content-Range cannot be read")
    start, end = int(found[1]), None if found[3] == "*" else int(found[3])
    if max(start, end or 0) > MAX_FILE_BYTES:
        raise _too_large(max(start, end or 0))
    here = await asyncio.to_thread(_size, operation.path)
    if start > here:
        raise HTTPConflict(text=f"{here} bytes are here", headers={"Range": f"bytes=0-{here - 1}"})
    return _Part(start, end)


# ---- writing


async def _write(operation: Operation, chunks: AsyncIterator[bytes], start: int) -> int:
    """Write the chunks from `start` on; return the size of the file then. What was written of a broken body stays."""
    attempt, size = operation.attempt, start
    file = _File()
    try:
        try:
            async with operation.writing:
                _require_latest(operation, attempt)
                await _to_the_end(file.open, operation.path, start)
            async with asyncio.timeout(IDLE_S) as patience:
                async for chunk in chunks:
                    size += len(chunk)
                    if size > MAX_FILE_BYTES:
                        raise _too_large(size)
                    async with operation.writing:
                        _require_latest(operation, attempt)
                        await _to_the_end(file.write, chunk)
                    patience.reschedule(asyncio.get_running_loop().time() + IDLE_S)
        finally:
            file.close()
        _require_latest(operation, attempt)
    except TimeoutError:
        raise HTTPRequestTimeout(text=f"nothing came for {IDLE_S:g} s") from None
    except OSError as error:
        raise _disk_error(error) from error
    except (ClientError, EOFError) as error:
        raise HTTPUnprocessableEntity(text="the body broke off") from error
    return size


def _disk_error(error: OSError) -> HTTPException:
    if isinstance(error, ConnectionError):
        return HTTPUnprocessableEntity(text="the connection broke off")
    return HTTPInsufficientStorage(
        text="the disk is full" if error.errno in _FULL else "disk error"
    )


async def _drop(chunks: AsyncIterator[bytes]) -> None:
    """Read a body that is not wanted, within the bounds of one that is."""
    size = 0
    try:
        async with asyncio.timeout(IDLE_S):
            async for chunk in chunks:
                size += len(chunk)
                if size > MAX_FILE_BYTES:
                    raise _too_large(size)
    except TimeoutError, ClientError, ConnectionError, EOFError:
        return


def _require_latest(operation: Operation, attempt: int) -> None:
    """Raise HTTPConflict for an upload that a newer one has replaced, HTTPNotFound after the operation's end."""
    if operation.has_ended:
        raise HTTPNotFound
    if attempt != operation.attempt or operation.is_taken:
        raise HTTPConflict(text="there is a newer attempt")


class _File:
    """A file that is written without a buffer. Nobody may close it while a thread writes: the next file gets its number."""

    def __init__(self) -> None:
        self._file: FileIO | None = None

    def open(self, path: Path, start: int) -> None:
        """Open it, to be written from `start` on, and cut off what is behind that; raises OSError."""
        path.touch(mode=0o600)
        self._file = file = path.open("r+b", buffering=0)
        file.truncate(start)
        file.seek(start)

    def write(self, data: bytes) -> None:
        """Write all of it; raises OSError."""
        assert self._file is not None
        while data:
            data = data[self._file.write(data) :]

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


async def _to_the_end[**P](work: Callable[P, None], /, *args: P.args, **kwargs: P.kwargs) -> None:
    """Run `work` in a thread; one who is cancelled meanwhile waits for its end, since the thread goes on."""
    working = asyncio.ensure_future(asyncio.to_thread(work, *args, **kwargs))
    try:
        await asyncio.shield(working)
    except asyncio.CancelledError:
        while not working.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait({working})
        if not working.cancelled():
            working.exception()
        raise


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _too_large(size: int) -> HTTPRequestEntityTooLarge:
    return HTTPRequestEntityTooLarge(max_size=MAX_FILE_BYTES, actual_size=size)
