"""A charger of a fleet: one websocket, whole charges on demand, no faults."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
import json
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

type Payload = dict[str, Any]


class Charger:
    """A charger with one connector, connected to `url`."""

    def __init__(self, url: str, identity: str) -> None:
        self.identity = identity
        self.charges = 0
        self._url = f"{url}/{identity}"
        self._register_wh = 1000
        self._number = 0
        self._waiting: dict[str, asyncio.Future[Payload]] = {}
        self._socket: ClientConnection
        self._reading: asyncio.Task[None]

    async def connect(self) -> None:
        """Connect and boot."""
        self._socket = await connect(
            self._url,
            subprotocols=[Subprotocol("ocpp1.6")],
            compression=None,
            open_timeout=60,
            ping_interval=None,
            proxy=None,
        )
        self._reading = asyncio.create_task(self._read())
        about = {"chargePointVendor": "Fleet", "chargePointModel": "Charger"}
        await self._call("BootNotification", about)
        status = {"connectorId": 1, "errorCode": "NoError", "status": "Available"}
        await self._call("StatusNotification", status)

    async def charge(self, readings: int, pace_s: float) -> None:
        """Charge once, with a meter value each `pace_s`."""
        started = await self._call(
            "StartTransaction",
            {
                "connectorId": 1,
                "idTag": self.identity,
                "meterStart": self._register_wh,
                "timestamp": _now(),
            },
        )
        transaction_id = started["transactionId"]
        for _ in range(readings):
            await asyncio.sleep(pace_s)
            self._register_wh += 100
            sampled = [{"value": str(self._register_wh), "unit": "Wh"}]
            await self._call(
                "MeterValues",
                {
                    "connectorId": 1,
                    "transactionId": transaction_id,
                    "meterValue": [{"timestamp": _now(), "sampledValue": sampled}],
                },
            )
        self._register_wh += 100
        await self._call(
            "StopTransaction",
            {
                "transactionId": transaction_id,
                "meterStop": self._register_wh,
                "timestamp": _now(),
            },
        )
        self.charges += 1

    async def close(self) -> None:
        """Close the connection."""
        self._reading.cancel()
        await asyncio.gather(self._reading, return_exceptions=True)
        self._socket.transport.abort()

    async def _call(self, action: str, payload: Payload) -> Payload:
        self._number += 1
        message_id = str(self._number)
        answer = self._waiting[message_id] = asyncio.get_running_loop().create_future()
        await self._socket.send(json.dumps([2, message_id, action, payload]))
        try:
            return await asyncio.wait_for(answer, 60)
        finally:
            del self._waiting[message_id]

    async def _read(self) -> None:
        with suppress(ConnectionClosed):
            async for text in self._socket:
                kind, message_id, *rest = json.loads(text)
                if kind == 2:
                    await self._socket.send(json.dumps([4, message_id, "NotImplemented", "", {}]))
                elif (waiting := self._waiting.get(message_id)) is not None:
                    if kind == 3:
                        waiting.set_result(rest[0])
                    else:
                        waiting.set_exception(RuntimeError(f"{self.identity} got {text!r}"))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
