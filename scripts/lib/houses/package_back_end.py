"""A central system with PyPI's ocpp package, which checks every frame against the schemas; it does not recognise repeats.

As a child process it keeps the starts and stops in a file, before it answers: `scripts.lib.houses.process`.
"""

import asyncio
from contextlib import suppress
from itertools import count
import json
import os
from pathlib import Path
import sys
from typing import Any, Self, override

from ocpp import routing
from ocpp.v16 import ChargePoint, call_result
from ocpp.v16.datatypes import IdTagInfo
from ocpp.v16.enums import AuthorizationStatus, RegistrationStatus
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

# The package has only some type annotations.
on: Any = routing.on
Package: Any = ChargePoint
ACCEPTED = IdTagInfo(status=AuthorizationStatus.accepted)
TIME = "2026-03-14T10:00:00Z"


class PackageBackEnd:
    """A back end; `starts` and `stops` are what it got, by transaction id."""

    def __init__(self, port: int = 0) -> None:
        self.starts: dict[int, dict[str, Any]] = {}
        self.stops: dict[int, dict[str, Any]] = {}
        self.values: list[int] = []
        self.statuses: list[tuple[int, str]] = []
        self.port = port
        self.charge_points: dict[str, Any] = {}
        self.ids = count(1)
        self._server: Server

    async def __aenter__(self) -> Self:
        self._server = await serve(
            self._serve, "127.0.0.1", self.port, subprotocols=[Subprotocol("ocpp1.6")]
        )
        self.port = next(iter(self._server.sockets)).getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await self._server.wait_closed()

    def took(self, identity: str, action: str, transaction_id: int, told: dict[str, Any]) -> None:
        """Take a start or a stop, before it is answered."""
        (self.starts if action == "StartTransaction" else self.stops)[transaction_id] = told

    async def _serve(self, socket: ServerConnection) -> None:
        assert socket.request is not None
        identity = socket.request.path.rpartition("/")[2]
        point: Any = _Point(identity, socket)
        self.charge_points[identity] = point
        point.back_end = self
        with suppress(ConnectionClosed):
            await point.start()


class _Point(Package):  # type: ignore[misc]
    """The package's view of a charge point."""

    back_end: PackageBackEnd

    @on("BootNotification")
    def boot(self, **_: Any) -> Any:
        return call_result.BootNotification(
            current_time=TIME, interval=300, status=RegistrationStatus.accepted
        )

    @on("Heartbeat")
    def heartbeat(self) -> Any:
        return call_result.Heartbeat(current_time=TIME)

    @on("StatusNotification")
    def status(self, connector_id: int, status: str, **_: Any) -> Any:
        self.back_end.statuses.append((connector_id, status))
        return call_result.StatusNotification()

    @on("Authorize")
    def authorize(self, id_tag: str) -> Any:
        return call_result.Authorize(id_tag_info=ACCEPTED)

    @on("StartTransaction")
    def begin(self, **told: Any) -> Any:
        transaction_id = next(self.back_end.ids)
        self.back_end.took(self.id, "StartTransaction", transaction_id, told)
        return call_result.StartTransaction(transaction_id=transaction_id, id_tag_info=ACCEPTED)

    @on("MeterValues")
    def meter_values(self, transaction_id: int, **_: Any) -> Any:
        self.back_end.values.append(transaction_id)
        return call_result.MeterValues()

    @on("StopTransaction")
    def stop(self, transaction_id: int, **told: Any) -> Any:
        self.back_end.took(self.id, "StopTransaction", transaction_id, told)
        return call_result.StopTransaction(id_tag_info=ACCEPTED)


class KeepingBackEnd(PackageBackEnd):
    """A back end that keeps what it got in a file, a line for each start and stop."""

    def __init__(self, file: Path, port: int) -> None:
        super().__init__(port)
        self._file = file
        last = max((each["transaction_id"] for each in kept(file)), default=0)
        self.ids = count(last + 1)

    @override
    def took(self, identity: str, action: str, transaction_id: int, told: dict[str, Any]) -> None:
        line = {
            "charge_point_id": identity,
            "action": action,
            "transaction_id": transaction_id,
            "meter_wh": told["meter_start" if action == "StartTransaction" else "meter_stop"],
        }
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
            file.flush()
            os.fsync(file.fileno())


def kept(file: Path) -> list[dict[str, Any]]:
    """Return what a back end has kept; a line that a kill cut off was not answered."""
    found: list[dict[str, Any]] = []
    with suppress(FileNotFoundError):
        for line in file.read_text(encoding="utf-8").splitlines():
            with suppress(ValueError):
                found.append(json.loads(line))
    return found


async def main() -> None:
    """Run until standard input ends."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    async with KeepingBackEnd(Path(sys.argv[1]), int(sys.argv[2])):
        sys.stdout.write('"listens"\n')
        sys.stdout.flush()
        await reader.read()


if __name__ == "__main__":
    asyncio.run(main())
