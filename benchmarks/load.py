"""A closed-loop load: charge points that send MeterValues with ten samples, each after the last answer."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
import json
import time
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from .floor import SUBPROTOCOL

HOST = "127.0.0.1"
_PHASES = ("L1", "L2", "L3")
_SAMPLES = (
    [("Current.Import", phase, "A") for phase in _PHASES]
    + [("Voltage", phase, "V") for phase in _PHASES]
    + [
        ("Power.Active.Import", "", "W"),
        ("Energy.Active.Import.Register", "", "Wh"),
        ("Temperature", "", "Celsius"),
        ("SoC", "", "Percent"),
    ]
)
KEYS = [measurand + phase for measurand, phase, _ in _SAMPLES]
_STEP = timedelta(seconds=10)
_BEFORE = timedelta(hours=12)
"""The age of the first readings, so that none is in the future."""


def identity_of(number: int) -> str:
    """Return the identity of the n-th charge point."""
    return f"BENCH{number:04d}"


def meter_values(
    message_id: int, index: int, at: datetime, transaction_id: int | None = None
) -> str:
    """Return the frame of the index-th MeterValues of a charge point; every value differs from the previous one."""
    swing = (index % 50) / 10
    values = [10 + swing, 10.1 + swing, 10.2 + swing, 229 + swing, 230 + swing, 231 + swing]
    values += [7000 + 30 * swing, 1_000_000 + 20 * index, 20 + swing, 20 + index % 50]
    samples = []
    for (measurand, phase, unit), value in zip(_SAMPLES, values, strict=True):
        sample = {
            "value": f"{value:.1f}",
            "measurand": measurand,
            "unit": unit,
            "context": "Sample.Periodic",
            "format": "Raw",
            "location": "Outlet",
        }
        if phase:
            sample["phase"] = phase
        samples.append(sample)
    payload: dict[str, Any] = {
        "connectorId": 1,
        "meterValue": [{"timestamp": f"{at:%Y-%m-%dT%H:%M:%SZ}", "sampledValue": samples}],
    }
    if transaction_id is not None:
        payload = {"transactionId": transaction_id} | payload
    return json.dumps([2, str(message_id), "MeterValues", payload], separators=(",", ":"))


@dataclass
class Outcome:
    """The results of a run of the load; times in s."""

    messages: int = 0
    elapsed_s: float = 0.0
    latencies_s: list[float] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        """Add the figures of another run."""
        self.messages += other.messages
        self.elapsed_s += other.elapsed_s
        self.latencies_s += other.latencies_s

    def percentile_ms(self, share: float) -> float:
        """Return the latency that `share` of the messages stayed under, in ms."""
        ordered = sorted(self.latencies_s)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


class ChargePointLoad:
    """One charge point of the load."""

    def __init__(self, url: str, number: int) -> None:
        """Prepare the n-th charge point of the server at `url`."""
        self.identity = identity_of(number)
        self._url = f"{url}/{self.identity}"
        self._socket: ClientConnection | None = None
        self._message_id = 0
        self._sent = 0
        self._transaction_id: int | None = None
        self._answered = ""
        """The last answer."""
        self.asked_at = 0.0
        """When the central system last sent a CALL, on the monotonic clock."""

    async def connect(self) -> None:
        """Open the connection."""
        self._socket = await connect(
            self._url,
            subprotocols=[SUBPROTOCOL],
            compression=None,
            open_timeout=30,
            ping_interval=None,
        )

    async def boot(self) -> float:
        """Boot, report connector 1, and return the time of the slower answer in s."""
        slowest = 0.0
        for action, payload in (
            ("BootNotification", {"chargePointVendor": "Bench", "chargePointModel": "Load"}),
            (
                "StatusNotification",
                {
                    "connectorId": 1,
                    "errorCode": "NoError",
                    "status": "Charging",  # otherwise the readings that follow would count as old
                    "timestamp": f"{datetime.now(UTC) - 2 * _BEFORE:%Y-%m-%dT%H:%M:%SZ}",
                },
            ),
        ):
            self._message_id += 1
            frame = json.dumps([2, str(self._message_id), action, payload])
            slowest = max(slowest, await self._exchange(frame))
        return slowest

    async def start(self) -> None:
        """Start a transaction, whose meter values all further ones are."""
        payload = {
            "connectorId": 1,
            "idTag": "BENCH",
            "meterStart": 1_000_000,
            "timestamp": f"{datetime.now(UTC) - _BEFORE:%Y-%m-%dT%H:%M:%SZ}",
        }
        self._message_id += 1
        await self._exchange(json.dumps([2, str(self._message_id), "StartTransaction", payload]))
        self._transaction_id = json.loads(self._answered)[2]["transactionId"]

    async def send_meter_values(self, count: int, outcome: Outcome) -> None:
        """Send `count` messages, each after the answer to the last, and add them to `outcome`."""
        base = datetime.now(UTC) - _BEFORE + self._sent * _STEP
        for index in range(count):
            self._message_id += 1
            at = base + index * _STEP
            frame = meter_values(self._message_id, self._sent, at, self._transaction_id)
            self._sent += 1
            outcome.latencies_s.append(await self._exchange(frame))
            outcome.messages += 1

    async def idle(self) -> None:
        """Answer the central system's CALLs until cancelled."""
        assert self._socket
        async for text in self._socket:
            await self._answer(text)

    async def close(self) -> None:
        """Close the connection."""
        if self._socket:
            await self._socket.close()

    async def _exchange(self, frame: str) -> float:
        assert self._socket
        expected = f'[3,"{self._message_id}"'
        started = time.perf_counter()
        await self._socket.send(frame)
        while True:
            text = await self._socket.recv()
            assert isinstance(text, str)
            if text.startswith(expected):
                took_s = time.perf_counter() - started
                self._answered = text
                return took_s
            await self._answer(text)

    async def _answer(self, text: str | bytes) -> None:
        """Refuse a CALL of the central system, so that it sends no further ones. Raises RuntimeError for a CALLERROR."""
        frame = json.loads(text)
        self.asked_at = time.monotonic()
        if frame[0] == 2:
            assert self._socket
            await self._socket.send(json.dumps([4, frame[1], "NotImplemented", "", {}]))
        elif frame[0] == 4:
            msg = f"{self.identity} got an error: {text!r}"
            raise RuntimeError(msg)


async def run_load(points: list[ChargePointLoad], messages: int) -> Outcome:
    """Let every charge point send its share of the messages, and return the outcome."""
    outcome = Outcome()
    started = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for point in points:
            group.create_task(point.send_meter_values(messages // len(points), outcome))
    outcome.elapsed_s = time.perf_counter() - started
    return outcome
