"""A central system with PyPI's ocpp package, which checks every frame against the schemas; it does not recognise repeats."""

from contextlib import suppress
from itertools import count
from typing import Any, Self

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

    def __init__(self) -> None:
        self.starts: dict[int, dict[str, Any]] = {}
        self.stops: dict[int, dict[str, Any]] = {}
        self.values: list[int] = []
        self.statuses: list[tuple[int, str]] = []
        self.port = 0
        self.charge_points: dict[str, Any] = {}
        self.ids = count(1)
        self._server: Server

    async def __aenter__(self) -> Self:
        self._server = await serve(
            self._serve, "127.0.0.1", 0, subprotocols=[Subprotocol("ocpp1.6")]
        )
        self.port = next(iter(self._server.sockets)).getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await self._server.wait_closed()

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
        self.back_end.starts[transaction_id] = told
        return call_result.StartTransaction(transaction_id=transaction_id, id_tag_info=ACCEPTED)

    @on("MeterValues")
    def meter_values(self, transaction_id: int, **_: Any) -> Any:
        self.back_end.values.append(transaction_id)
        return call_result.MeterValues()

    @on("StopTransaction")
    def stop(self, transaction_id: int, **told: Any) -> Any:
        self.back_end.stops[transaction_id] = told
        return call_result.StopTransaction(id_tag_info=ACCEPTED)
