"""A charge point client of another author in its own process, controlled by JSON lines."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
import json
import os
from pathlib import Path
import sys
from typing import Any

HERE = Path(__file__).parent
TIMEOUT_S = 30.0
"""Long, since a process may start slowly on a busy machine."""

PROGRAMS = {
    "ocpp (PyPI)": (sys.executable, str(HERE / "ocpp_package.py")),
    "ocpp-rpc (npm, strict)": ("node", str(HERE / "ocpp_rpc.mjs")),
    "ocpp-ts (npm)": ("node", str(HERE / "ocpp_ts.mjs")),
}

ANSWERS: dict[str, dict[str, Any]] = {
    "CancelReservation": {"status": "Rejected"},
    "ChangeAvailability": {"status": "Accepted"},
    "ChangeConfiguration": {"status": "Accepted"},
    "ClearCache": {"status": "Accepted"},
    "ClearChargingProfile": {"status": "Accepted"},
    "DataTransfer": {"status": "UnknownVendorId"},
    "GetConfiguration": {
        "configurationKey": [
            {"key": "HeartbeatInterval", "readonly": False, "value": "300"},
            {"key": "NumberOfConnectors", "readonly": True, "value": "1"},
            {
                "key": "SupportedFeatureProfiles",
                "readonly": True,
                "value": "Core,SmartCharging,RemoteTrigger",
            },
        ],
        "unknownKey": [],
    },
    "RemoteStartTransaction": {"status": "Accepted"},
    "RemoteStopTransaction": {"status": "Accepted"},
    "Reset": {"status": "Accepted"},
    "SetChargingProfile": {"status": "Accepted"},
    "TriggerMessage": {"status": "Accepted"},
    "UnlockConnector": {"status": "Unlocked"},
}
"""The charge point's answers to commands."""


class CallError(Exception):
    """The client got a CALLERROR, or could not use the answer."""


@dataclass(slots=True)
class ForeignClient:
    """Sends orders to a client, and collects its reports."""

    process: asyncio.subprocess.Process
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """The received commands, with their payloads."""
    violations: list[str] = field(default_factory=list)
    """The violations that the client found in the central system's frames."""
    _answers: asyncio.Queue[dict[str, Any]] = field(default_factory=asyncio.Queue)

    async def call(self, action: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Send a CALL and return its answer; raises CallError."""
        answer = await self._order({"call": action, "payload": payload})
        if "result" not in answer:
            raise CallError(answer.get("callError"))
        result: dict[str, Any] = answer["result"]
        return result

    async def reconnect(self) -> None:
        """Close the connection and connect again."""
        assert (await self._order({"reconnect": True})) == {"connected": True}

    def commands(self, action: str) -> list[dict[str, Any]]:
        """Return the payloads of the received commands of one action."""
        return [payload for name, payload in self.asked if name == action]

    async def _order(self, order: dict[str, Any]) -> dict[str, Any]:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order).encode() + b"\n")
        return await self.next_answer()

    async def next_answer(self) -> dict[str, Any]:
        """Return the client's answer to the present order; raises TimeoutError."""
        return await asyncio.wait_for(self._answers.get(), TIMEOUT_S)

    async def listen(self) -> None:
        """Read the client's reports until it ends."""
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            news = json.loads(line)
            if "asked" in news:
                self.asked.append((news["asked"], news["payload"]))
            elif "violation" in news:
                self.violations.append(news["violation"])
            else:
                await self._answers.put(news)


@asynccontextmanager
async def foreign_client(
    program: str, port: int, identity: str, password: str = ""
) -> AsyncIterator[ForeignClient]:
    """Run a client of `PROGRAMS`, connected to the central system on `port`."""
    if PROGRAMS[program][0] == "node":
        assert (HERE / "node_modules").exists(), "run scripts/test once: it installs the clients"
    process = await asyncio.create_subprocess_exec(
        *PROGRAMS[program],
        f"ws://127.0.0.1:{port}",
        identity,
        password,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "ANSWERS": json.dumps(ANSWERS)},
    )
    client = ForeignClient(process)
    listening = asyncio.create_task(client.listen())
    try:
        assert (await client.next_answer()) == {"connected": True}
        yield client
    finally:
        assert process.stdin is not None
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), TIMEOUT_S)
        except TimeoutError:
            process.kill()
            await process.wait()
        await listening
