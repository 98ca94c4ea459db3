"""Move the files of diagnostics and firmware over real HTTP and FTP, in threads, with retries that resume."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
import ftplib
import io
from typing import Final
from urllib.error import HTTPError
from urllib.parse import unquote, urlsplit
from urllib.request import Request, urlopen

TIMEOUT_S: Final = 20.0
_ERRORS: Final = (OSError, ftplib.Error, EOFError, ValueError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How often to try a transfer, and how long to wait in between."""

    attempts: int = 1
    wait_s: float = 0.0


class Transfers:
    """The transfers of one charge point; a new one does not end those that run."""

    def __init__(self) -> None:
        """Keep the running transfers."""
        self._tasks: set[asyncio.Task[None]] = set()

    def upload(
        self,
        location: str,
        name: str,
        content: bytes,
        done: Callable[[bool], object],
        patience: Patience | None = None,
    ) -> None:
        """Put `content` as the file `name` into the directory `location`; then call `done` with whether it worked."""

        async def work() -> bool:
            await asyncio.to_thread(_put, f"{location.rstrip('/')}/{name}", content)
            return True

        self._start(work, lambda result: done(bool(result)), patience or Patience())

    def download(
        self,
        location: str,
        done: Callable[[bytes | None], object],
        patience: Patience | None = None,
    ) -> None:
        """Get the file `location`; then call `done` with its content, None where it does not come."""
        got = bytearray()

        async def work() -> bytes:
            await asyncio.to_thread(_get, location, got)
            return bytes(got)

        self._start(work, done, patience or Patience())

    async def stop(self) -> None:
        """Give up all transfers, and wait until they have ended."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _start[R](
        self,
        work: Callable[[], Awaitable[R]],
        done: Callable[[R | None], object],
        patience: Patience,
    ) -> None:
        async def run() -> None:
            result: R | None = None
            for _ in range(max(patience.attempts, 1)):
                try:
                    result = await work()
                    break
                except _ERRORS:
                    await asyncio.sleep(patience.wait_s)
            done(result)

        task = asyncio.get_running_loop().create_task(run())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


# ---- in a thread


def _put(url: str, content: bytes) -> None:
    """Upload a file; raises one of _ERRORS."""
    if url.casefold().startswith("ftp:"):
        with _ftp(url) as client:
            directory, _, name = unquote(urlsplit(url).path).rpartition("/")
            if directory.strip("/"):
                client.cwd(directory)
            client.storbinary(f"STOR {name}", io.BytesIO(content))
        return
    request = Request(_lower(url), data=content, method="PUT")  # noqa: S310 - the test's or the user's own server
    with urlopen(request, timeout=TIMEOUT_S):  # noqa: S310
        pass


def _get(url: str, got: bytearray) -> None:
    """Append what is missing of a file to `got`; raises one of _ERRORS, with what came so far in `got`."""
    if url.casefold().startswith("ftp:"):
        with _ftp(url) as client:
            path = unquote(urlsplit(url).path)
            client.retrbinary(f"RETR {path}", got.extend, rest=len(got) or None)
        return
    headers = {"Range": f"bytes={len(got)}-"} if got else {}
    request = Request(_lower(url), headers=headers)  # noqa: S310
    try:
        with urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310
            if answer.status != 206:
                got.clear()
            while chunk := answer.read(65536):
                got.extend(chunk)
            if answer.length:  # what is missing; `read` does not complain about it
                raise ConnectionError("the download broke off")
    except HTTPError as error:
        error.close()
        raise


def _ftp(url: str) -> ftplib.FTP:
    parts = urlsplit(url)
    client = ftplib.FTP(timeout=TIMEOUT_S)  # noqa: S321 - chargers know nothing else
    client.connect(parts.hostname or "", parts.port or ftplib.FTP_PORT)
    client.login(unquote(parts.username or ""), unquote(parts.password or ""))
    return client


def _lower(url: str) -> str:
    """Return the URL with a scheme that Python understands, too: some chargers need it in upper case."""
    scheme, colon, rest = url.partition(":")
    return f"{scheme.lower()}{colon}{rest}"
