"""A central system with a relay, and a back end, as child processes that can be killed and started again."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
import json
from pathlib import Path
import signal
from typing import Any

from scripts.lib.processes import Child, ScriptError


class Server(Child):
    """A server without Home Assistant that says when it listens, and answers questions with lines of JSON."""

    def __init__(self, module: str, arguments: Sequence[str], *, port: int, log: Path) -> None:
        super().__init__(
            "scripts.lib.without_home_assistant", [module, *arguments], log=log, talks=True
        )
        self.port = port
        self.starts = 0

    @property
    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self.process.returncode is None

    async def begin(self) -> None:
        """Start it and wait until it listens. Raises ScriptError."""
        await self.start()
        self.starts += 1
        await self.answer()

    async def kill(self) -> None:
        """Kill it with SIGKILL."""
        if self.is_alive:
            self.process.send_signal(signal.SIGKILL)
            await self.process.wait()

    async def revive(self) -> None:
        """Start it again if it was killed. Raises ScriptError."""
        if not self.is_alive:
            await self.begin()

    async def ask(self, question: str) -> Any:
        """Return the answer to a question. Raises ScriptError."""
        with suppress(ConnectionError):
            await self.say(question)
        return await self.answer()

    async def answer(self) -> Any:
        """Return what it says next. Raises ScriptError where it has ended."""
        if not (line := await self.line()):
            raise ScriptError(f"{self._arguments[0]} ended: see {self.log}")
        return json.loads(line)


class House(Server):
    """A central system with its ledger in `folder`, which relays to `back_ends` (id → URL): `scripts.lib.houses.run`.

    Without back ends it is one itself, which recognises repeats (R18). `prefix` stands before the identities that its
    charge points have at back ends.
    """

    def __init__(
        self,
        folder: Path,
        port: int,
        charge_points: Sequence[str],
        *,
        back_ends: Mapping[str, str] | None = None,
        prefix: str = "",
        timing: Mapping[str, float] | None = None,
        log: Path,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        described = {
            "folder": str(folder),
            "port": port,
            "charge_points": list(charge_points),
            "back_ends": dict(back_ends or {}),
            "prefix": prefix,
            "timing": dict(timing or {}),
        }
        super().__init__("scripts.lib.houses.run", [json.dumps(described)], port=port, log=log)

    async def sessions(self) -> list[dict[str, Any]]:
        """Return all sessions of the ledger."""
        found: list[dict[str, Any]] = await self.ask("sessions")
        return found


class PackageBackEnd(Server):
    """PyPI's ocpp package, which takes a repeat for another transaction; what it got is in `file`: `scripts.lib.houses.package_back_end`."""

    def __init__(self, file: Path, port: int, *, log: Path) -> None:
        super().__init__(
            "scripts.lib.houses.package_back_end", [str(file), str(port)], port=port, log=log
        )
        self.file = file
