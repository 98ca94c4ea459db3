"""Child processes that end with their script, and free ports."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
import os
from pathlib import Path
import signal
import socket
import sys
from typing import Self

from scripts.lib.ha_config import ROOT

STOP_TIMEOUT_S = 60.0
MAX_LINE_BYTES = 1 << 26


class ScriptError(Exception):
    """The script cannot continue; the message says in one line what to do."""


def is_free(port: int) -> bool:
    """Return whether a server can listen on 127.0.0.1:`port`."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_ports(count: int) -> list[int]:
    """Return `count` different free ports of 127.0.0.1."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports: list[int] = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Child:
    """A Python module as a child process, in its own process group; it ends with the `async with` block.

    Its standard error goes to `log`, and so does its standard output, unless it `talks`: then `line` returns that.
    """

    def __init__(
        self, module: str, arguments: Sequence[str], *, log: Path, talks: bool = False
    ) -> None:
        self.module = module
        self.log = log
        self._arguments = arguments
        self._talks = talks
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        """Start the process."""
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """End the process and its children."""
        await self.stop()

    @property
    def process(self) -> asyncio.subprocess.Process:
        """The process; raises RuntimeError before `start`."""
        if self._process is None:
            raise RuntimeError(f"{self.module} was not started")
        return self._process

    async def start(self) -> None:
        """Start the process, or start it again after it ended."""
        environment = {
            key: value for key, value in os.environ.items() if not key.startswith("PYTHON")
        }
        pipe = asyncio.subprocess.PIPE
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", self.module, *self._arguments),
                stdin=pipe if self._talks else asyncio.subprocess.DEVNULL,
                stdout=pipe if self._talks else log,
                stderr=log,
                limit=MAX_LINE_BYTES,
                cwd=ROOT,
                env=environment,
                start_new_session=True,
            )

    async def stop(self) -> None:
        """End the process group: SIGTERM first, SIGKILL after a minute, or at once for what its leader left behind."""
        if self.process.returncode is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            with suppress(TimeoutError):
                async with asyncio.timeout(STOP_TIMEOUT_S):
                    await self.process.wait()
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        await self.process.wait()
        await self._read_rest()

    async def _read_rest(self) -> None:
        """Read the output to its end: a process's transport stays open until then, also after `wait`."""
        if self.process.stdout is not None:
            await self.process.stdout.read()

    async def say(self, line: str) -> None:
        """Write a line to the process's standard input. Raises RuntimeError unless it `talks`."""
        if self.process.stdin is None:
            raise RuntimeError(f"{self.module} does not listen")
        self.process.stdin.write(f"{line}\n".encode())
        await self.process.stdin.drain()

    async def line(self) -> str:
        """Return the next line of the process's output, "" at its end. Raises RuntimeError unless it `talks`."""
        if self.process.stdout is None:
            raise RuntimeError(f"{self.module} does not talk")
        return (await self.process.stdout.readline()).decode(errors="replace").rstrip("\n")
