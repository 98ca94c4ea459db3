"""Run a central system without Home Assistant, with its ledger in a folder and a relay to back ends, until standard input ends.

`python -m scripts.lib.without_home_assistant scripts.lib.houses.run DESCRIPTION`: see `scripts.lib.houses.process`.
Writes a line once it listens, and answers each line on standard input with a line of JSON: `sessions`, `queue`, `tasks`, `usage`.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
import json
import logging
import os
from pathlib import Path
import resource
import sys
from typing import Any, override

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.central_system.ledger.ledger import LedgerDatabase
from custom_components.plug_control.central_system.messages.handlers import Handlers
from custom_components.plug_control.central_system.port import Port
from custom_components.plug_control.central_system.stations.client_certificates import TlsSettings
from custom_components.plug_control.central_system.stations.settings import (
    CentralSystemSettings,
    ChargePointSettings,
    WhoMayCharge,
)
from custom_components.plug_control.protocol.call_session import Answer, CallHandler
from custom_components.plug_control.protocol.frames import Call
from custom_components.plug_control.protocol.listener import Connection
from custom_components.plug_control.relay.relay import Relay
from custom_components.plug_control.relay.settings import BackEndSettings
from custom_components.plug_control.relay.timing import RelayTiming
from scripts.lib.houses import HOST

STORED_AFTER_S = 0.3
"""How long after a change what is remembered beside the ledger is written; a kill before loses it."""
MANY_FILES = 8192


class WatchedPort(Port):
    """A port that counts what comes in: connections and CALLs a second, and CALLs that are under way at a time."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self.under_way: dict[str, int] = {}
        self.most_of_one = self.most_of_all = self.calls = 0
        self.connections: dict[int, int] = {}
        """Connections that were opened, by the second."""
        self.calls_by_second: dict[int, int] = {}

    @override
    def connected(self, connection: Connection) -> CallHandler:
        identity = connection.identity or ""
        handle = super().connected(connection)
        _count(self.connections)

        def counted(call: Call) -> Answer | Awaitable[Answer]:
            self.calls += 1
            _count(self.calls_by_second)
            answer = handle(call)
            return answer if isinstance(answer, Answer) else self._awaited(identity, answer)

        return counted

    async def _awaited(self, identity: str, answer: Awaitable[Answer]) -> Answer:
        self.under_way[identity] = self.under_way.get(identity, 0) + 1
        self.most_of_one = max(self.most_of_one, self.under_way[identity])
        self.most_of_all = max(self.most_of_all, sum(self.under_way.values()))
        try:
            return await answer
        finally:
            self.under_way[identity] -= 1

    def counts(self) -> dict[str, int]:
        """Return what was counted."""
        return {
            "calls": self.calls,
            "most_of_one": self.most_of_one,
            "most_of_all": self.most_of_all,
            "connections": sum(self.connections.values()),
            "most_connections_a_second": max(self.connections.values(), default=0),
            "seconds_of_connections": (
                max(self.connections) - min(self.connections) + 1 if self.connections else 0
            ),
            "most_calls_a_second": max(self.calls_by_second.values(), default=0),
        }


class Watched(CentralSystem):
    """A central system whose port counts what comes in."""

    @override
    def _create_port(self, handlers: Handlers, tls: TlsSettings | None) -> Port:
        self.watched = WatchedPort(self._context, self._gate, self._reception, handlers, tls)
        return self.watched


def _count(by_second: dict[int, int]) -> None:
    second = int(asyncio.get_running_loop().time())
    by_second[second] = by_second.get(second, 0) + 1


@dataclass(frozen=True, slots=True)
class Description:
    """What the command line says."""

    folder: Path
    port: int
    charge_points: list[str]
    back_ends: Mapping[str, str]
    prefix: str
    timing: Mapping[str, float]


class House:
    """The central system and its relay, and what they remember."""

    def __init__(self, description: Description) -> None:
        self._description = description
        self._file = description.folder / "memory.json"
        memory = _read(self._file)
        self._storing: asyncio.TimerHandle | None = None
        self.central_system = Watched(
            settings=CentralSystemSettings(host=HOST, port=description.port),
            storage=LedgerDatabase(description.folder / "ledger.db"),
            publish=lambda event: None,
            memory=memory.get("central_system"),
            memory_changed=self._changed,
        )
        for each in description.charge_points:
            self.central_system.add_charge_point(
                ChargePointSettings(charge_point_id=each, who_may_charge=WhoMayCharge.ANYONE)
            )
        self.relay = Relay(
            outbox=self.central_system.ledger.outbox,
            charge_points=lambda: self.central_system.charge_points,
            port=self.central_system.back_end_commands,
            publish=self.central_system.publish,
            clock=lambda: datetime.now(UTC),
            memory=memory.get("relay"),
            memory_changed=self._changed,
            timing=RelayTiming(**description.timing),
        )

    async def start(self) -> None:
        """Load the ledger, connect to the back ends, and listen."""
        description = self._description
        await self.central_system.load()
        if description.back_ends:
            self.central_system.relay = self.relay
            identities = {each: description.prefix + each for each in description.charge_points}
            self.relay.update_settings(
                BackEndSettings(back_end_id=key, name=key, url=url, identities=identities)
                for key, url in description.back_ends.items()
            )
        await self.central_system.start()

    async def stop(self) -> None:
        """End everything."""
        self._store()
        await self.relay.stop()
        await self.central_system.stop()

    def _changed(self) -> None:
        if self._storing is None:
            loop = asyncio.get_running_loop()
            self._storing = loop.call_later(STORED_AFTER_S, self._store)

    def _store(self) -> None:
        """Write what is to be remembered, whole or not at all."""
        if self._storing is not None:
            self._storing.cancel()
            self._storing = None
        memory = {"central_system": self.central_system.memory(), "relay": self.relay.memory()}
        new = self._file.with_suffix(".new")
        with suppress(OSError):
            new.write_text(json.dumps(memory), encoding="utf-8")
            new.replace(self._file)

    # ---- questions

    async def sessions(self) -> list[dict[str, Any]]:
        """Return the sessions of the ledger."""
        return [
            {
                "charge_point_id": each.charge_point_id,
                "transaction_id": each.transaction_id,
                "meter_start_wh": each.meter_start_wh,
                "meter_stop_wh": each.meter_stop_wh,
                "energy_wh": each.energy_wh,
                "stop_reason": each.stop_reason,
            }
            for each in await self.central_system.ledger.sessions()
        ]

    async def queue(self) -> dict[str, dict[str, Any]]:
        """Return what waits for each back end."""
        told: dict[str, dict[str, Any]] = {}
        for back_end_id in self._description.back_ends:
            state = self.relay.state(back_end_id)
            assert state is not None
            queue = self.central_system.ledger.outbox.queue(back_end_id)
            told[back_end_id] = {
                "messages": queue.messages,
                "sessions": queue.sessions,
                "set_aside": queue.set_aside,
                "connected": sum(each.connected for each in state.links.values()),
                "delivered": state.delivered,
                "refused": state.refused,
                "trouble": state.trouble,
                "last_error": state.last_error,
            }
        return told

    async def tasks(self) -> int:
        """Write the stacks of all tasks to standard error, and return how many there are."""
        tasks = asyncio.all_tasks()
        for each in tasks:
            each.print_stack(file=sys.stderr)
        sys.stderr.flush()
        return len(tasks)

    async def usage(self) -> dict[str, float]:
        """Return what the process has used: CPU in s, memory in bytes; and what came in."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1])
        return {
            "cpu_s": used.ru_utime + used.ru_stime,
            "resident_bytes": pages * os.sysconf("SC_PAGE_SIZE"),
            **self.central_system.watched.counts(),
        }


def _read(file: Path) -> dict[str, Any]:
    try:
        read: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return read


async def lines() -> asyncio.StreamReader:
    """Return what comes on standard input."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    return reader


def say(told: object) -> None:
    """Write a line of JSON."""
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


async def main() -> None:
    """Run until standard input ends."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(MANY_FILES, hard), hard))
    described = json.loads(sys.argv[1])
    house = House(Description(**described | {"folder": Path(described["folder"])}))
    questions: dict[str, Callable[[], Awaitable[object]]] = {
        "sessions": house.sessions,
        "queue": house.queue,
        "tasks": house.tasks,
        "usage": house.usage,
    }
    asked = await lines()
    await house.start()
    say("listens")
    while line := (await asked.readline()).decode().strip():
        say(await questions[line]())
    await house.stop()


if __name__ == "__main__":
    asyncio.run(main())
