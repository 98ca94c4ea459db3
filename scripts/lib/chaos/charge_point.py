"""A charge point that follows the standard and keeps undelivered messages; it shares no code with `simulator/`.

The test compares the ledger with its transactions.
"""

import asyncio
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
import json
from random import Random
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

ANSWER_S = 4.0
"""How long an answer may take before it sends the message again."""
RETRY_S = 0.5

type Payload = dict[str, Any]


class NoAnswer(Exception):
    """No answer came in time, or the connection ended."""


class Refused(Exception):
    """The answer was a CALLERROR."""


@dataclass(slots=True, eq=False)
class Charge:
    """One transaction of the charge point; energies in Wh."""

    start_wh: int
    stop_wh: int | None = None
    transaction_id: int | None = None
    """From StartTransaction's answer."""

    @property
    def energy_wh(self) -> int:
        """The energy of an ended transaction."""
        assert self.stop_wh is not None
        return self.stop_wh - self.start_wh


@dataclass(slots=True, eq=False)
class Message:
    """A transaction message, which the charge point sends until it is answered."""

    action: str
    payload: Payload
    charge: Charge


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """The oddities of a charge point."""

    repeats: bool = False
    """It sometimes sends old starts and stops again (evcc 13990, SteVe 1294)."""
    swaps: bool = False
    """It sends a queued meter value after the stop."""
    reorders: bool = False
    """After a power cut it sends undelivered stops before their starts, and so without a transaction id (R17)."""
    forgets_time: bool = False
    """Its clock shows 1970 from a power cut until the answer to its boot."""
    jumps: bool = False
    """Its clock is sometimes hours off."""


@dataclass(slots=True)
class ChargePoint:
    """A charge point with one connector whose register only rises; `charges` has all of its transactions."""

    url: str
    identity: str
    id_tag: str
    random: Random
    habits: Habits = field(default_factory=Habits)
    charges: list[Charge] = field(default_factory=list)
    queue: deque[Message] = field(default_factory=deque)
    register_wh: int = 1_000_000
    resent: int = 0
    refused: int = 0
    faults: list[str] = field(default_factory=list)
    """Wrong answers of the central system."""
    clock_off: timedelta = timedelta()
    _delivered: list[Message] = field(default_factory=list)
    _running: Charge | None = None
    _wants: bool = True
    """Whether it begins transactions."""
    _powered: bool = True
    _waiting: dict[str, asyncio.Future[Any]] = field(default_factory=dict)
    _number: int = 0
    _socket: ClientConnection | None = None
    _queued: asyncio.Event = field(default_factory=asyncio.Event)

    # ---- power, cars, time

    async def run(self) -> None:
        """Charge and deliver until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._charge())
            group.create_task(self._stay_connected())

    def begin(self) -> None:
        """Begin transactions from now on."""
        self._wants = True

    def end(self) -> None:
        """End the running transaction and begin no more; `is_idle` once all messages are delivered."""
        self._wants = False

    @property
    def is_idle(self) -> bool:
        """Whether no transaction runs and no message waits for delivery."""
        return self._running is None and not self.queue

    def power_cut(self) -> None:
        """Cut the power: the running transaction ends at once, and its stop is sent after the next boot."""
        if self._running is not None:
            self._stop(self._running, "PowerLoss")
        if self.habits.forgets_time:
            self.clock_off = datetime(1970, 1, 1, tzinfo=UTC) - datetime.now(UTC)
        if self.habits.reorders:
            self._reorder()
        self._powered = False
        self._drop()

    def _reorder(self) -> None:
        """Move each queued start after its stop."""
        stops = {each.charge for each in self.queue if each.action == "StopTransaction"}
        starts = [
            each
            for each in self.queue
            if each.action == "StartTransaction"
            and each.charge in stops
            and each.charge.transaction_id is None
        ]
        for start in starts[1:]:  # the first may be on its way
            self.queue.remove(start)
            place = next(
                index
                for index, each in enumerate(self.queue)
                if each.charge is start.charge and each.action == "StopTransaction"
            )
            self.queue.insert(place + 1, start)

    def jump(self) -> None:
        """Set the clock to a random wrong time, or right again."""
        hours = self.random.choice((-26, -2, 0, 0, 3, 30))
        self.clock_off = timedelta(hours=hours) if self.habits.jumps else self.clock_off

    def _drop(self) -> None:
        if self._socket is not None:
            self._socket.transport.abort()

    def _now(self) -> str:
        now = datetime.now(UTC) + self.clock_off
        return now.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    async def _charge(self) -> None:
        """Begin and end transactions at random until cancelled."""
        while True:
            await asyncio.sleep(self.random.uniform(0.05, 0.6))
            if not self._wants:
                if self._running is not None:
                    self._stop(self._running, "EVDisconnected")
                continue
            charge = self._start()
            for _ in range(self.random.randint(0, 3)):
                await asyncio.sleep(self.random.uniform(0.05, 0.5))
                if self._running is not charge:
                    break
                self.register_wh += self.random.randint(1, 3000)
                self._queue("MeterValues", self._values(charge, "Sample.Periodic"), charge)
            await asyncio.sleep(self.random.uniform(0.05, 0.5))
            if self._running is charge:
                self._stop(charge, self.random.choice(("EVDisconnected", "Local", "Other")))

    def _start(self) -> Charge:
        charge = Charge(start_wh=self.register_wh)
        self.charges.append(charge)
        self._running = charge
        about = {"connectorId": 1, "idTag": self.id_tag, "meterStart": self.register_wh}
        self._queue("StartTransaction", about | {"timestamp": self._now()}, charge)
        return charge

    def _stop(self, charge: Charge, reason: str) -> None:
        self.register_wh += self.random.randint(1, 3000)
        charge.stop_wh = self.register_wh
        self._running = None
        data = [
            {"timestamp": self._now(), "sampledValue": [_register(wh, context)]}
            for wh, context in (
                (charge.start_wh, "Transaction.Begin"),
                (charge.stop_wh, "Transaction.End"),
            )
        ]
        about = {"idTag": self.id_tag, "meterStop": charge.stop_wh, "timestamp": self._now()}
        self._queue("StopTransaction", {**about, "reason": reason, "transactionData": data}, charge)

    def _values(self, charge: Charge, context: str) -> Payload:
        sampled = [_register(self.register_wh, context)]
        return {
            "connectorId": 1,
            "meterValue": [{"timestamp": self._now(), "sampledValue": sampled}],
        }

    def _queue(self, action: str, payload: Payload, charge: Charge) -> None:
        message = Message(action, payload, charge)
        last = self.queue[-1] if self.queue else None
        is_late = self.habits.swaps and action == "StopTransaction"
        if is_late and last is not None and len(self.queue) > 1 and last.action == "MeterValues":
            self.queue.insert(len(self.queue) - 1, message)
        else:
            self.queue.append(message)
        self._queued.set()

    # ---- messages

    async def _stay_connected(self) -> None:
        while True:
            if not self._powered:
                await asyncio.sleep(self.random.uniform(0.2, 1.5))
                self._powered = True
                self._delivered = self._delivered[-20:]
            with suppress(OSError, WebSocketException, TimeoutError, NoAnswer, Refused):
                protocols = [Subprotocol("ocpp1.6")]
                async with connect(
                    f"{self.url}/{self.identity}",
                    subprotocols=protocols,
                    open_timeout=3,
                    close_timeout=0.2,
                    ping_interval=2,
                    ping_timeout=2,
                    proxy=None,
                ) as socket:
                    await self._connected(socket)
            self._socket = None
            await asyncio.sleep(self.random.uniform(0.1, RETRY_S))

    async def _connected(self, socket: ClientConnection) -> None:
        self._socket = socket
        listening = asyncio.create_task(self._listen(socket))
        try:
            await self._boot(socket)
            await self._deliver(socket)
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)

    async def _boot(self, socket: ClientConnection) -> None:
        about = {"chargePointVendor": "Chaos", "chargePointModel": "Standard"}
        about["chargePointSerialNumber"] = self.identity
        while True:
            answer = await self._call(socket, "BootNotification", about)
            if answer["status"] == "Accepted":
                break
            await asyncio.sleep(RETRY_S)
        if self.habits.forgets_time:
            self.clock_off = timedelta()
        status = {"connectorId": 1, "errorCode": "NoError", "status": "Available"}
        await self._call(socket, "StatusNotification", status)

    async def _deliver(self, socket: ClientConnection) -> None:
        """Send the queued messages in order, each until it is answered (4.2.2 of the standard)."""
        while True:
            if not self.queue:
                self._queued.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._queued.wait(), 2.0)
                if not self.queue:
                    await self._call(socket, "Heartbeat", {})
                continue
            message = self.queue[0]
            try:
                answer = await self._call(socket, message.action, self._complete(message))
            except Refused:
                self.refused += 1
                await asyncio.sleep(RETRY_S)
                continue
            self.queue.remove(message)
            if message.action == "StartTransaction":
                self._numbered(message.charge, answer["transactionId"])
            self._delivered.append(message)
            if self.habits.repeats and self.random.random() < 0.2:
                self._repeat()

    def _numbered(self, charge: Charge, transaction_id: int) -> None:
        """Store the id of a transaction; note a fault where a repeated start gets another one (R18)."""
        if charge.transaction_id not in {None, transaction_id}:
            self.faults.append(f"{charge.transaction_id} was then called {transaction_id}")
        charge.transaction_id = transaction_id

    def _repeat(self) -> None:
        """Queue up to three old starts and stops again, unchanged."""
        old = [each for each in self._delivered if each.action != "MeterValues"]
        self.queue.extendleft(self.random.sample(old, min(3, len(old))))
        self.resent += 1

    def _complete(self, message: Message) -> Payload:
        if message.action == "StartTransaction":
            return message.payload
        transaction_id = message.charge.transaction_id
        return {
            **message.payload,
            "transactionId": -1 if transaction_id is None else transaction_id,
        }

    async def _call(self, socket: ClientConnection, action: str, payload: Payload) -> Payload:
        """Send a CALL and return its answer. Raises NoAnswer, Refused, and WebSocketException."""
        self._number += 1
        message_id = f"{self._number}"
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[message_id] = answer
        try:
            await socket.send(json.dumps([2, message_id, action, payload]))
            result: Payload = await asyncio.wait_for(answer, ANSWER_S)
        except TimeoutError as error:
            raise NoAnswer(action) from error
        finally:
            del self._waiting[message_id]
        return result

    async def _listen(self, socket: ClientConnection) -> None:
        try:
            async for text in socket:
                kind, message_id, *rest = json.loads(text)
                if kind == 2:
                    await socket.send(json.dumps(_answer(message_id, rest[0])))
                    continue
                waiting = self._waiting.get(message_id)
                if waiting is None or waiting.done():
                    continue
                if kind == 3:
                    waiting.set_result(rest[0])
                else:
                    waiting.set_exception(Refused(rest[0]))
        finally:
            for waiting in self._waiting.values():
                if not waiting.done():
                    waiting.set_exception(NoAnswer("the connection is over"))
                    waiting.exception()  # marks it as retrieved: possibly nothing awaits it any more


def _register(register_wh: int, context: str) -> Payload:
    return {
        "value": str(register_wh),
        "context": context,
        "measurand": "Energy.Active.Import.Register",
        "unit": "Wh",
    }


def _answer(message_id: str, action: str) -> list[Any]:
    """Return the answer of a charge point with the core profile only."""
    if action == "GetConfiguration":
        return [3, message_id, {"configurationKey": [], "unknownKey": []}]
    if action in {"ChangeConfiguration", "TriggerMessage", "Reset", "ClearCache"}:
        return [3, message_id, {"status": "Rejected"}]
    return [4, message_id, "NotImplemented", "", {}]
