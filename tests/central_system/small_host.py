"""A central system of the least possible size around Commands and Limits: real sockets, a model that tests may set up."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self, cast

from custom_components.plug_control.central_system.commands.commands import Commands
from custom_components.plug_control.central_system.ledger.ledger import Ledger, LedgerDatabase
from custom_components.plug_control.central_system.limits.limits import Limits
from custom_components.plug_control.central_system.sessions.ending import SessionEnds
from custom_components.plug_control.central_system.sessions.user_commands import UserCommands
from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.central_system.stations.settings import (
    CentralSystemSettings,
    ChargePointSettings,
)
from custom_components.plug_control.central_system.stations.station import Link, Station
from custom_components.plug_control.central_system.stations.timing import Timing
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import Connector, ConnectorStatus
from custom_components.plug_control.model.events import Event
from custom_components.plug_control.model.tag import IdTag, IdTags
from custom_components.plug_control.model.transaction import Transaction
from custom_components.plug_control.protocol.call_session import Answer, CallHandler
from custom_components.plug_control.protocol.frames import Call
from custom_components.plug_control.protocol.listener import (
    Connection,
    HandshakeRequest,
    Listener,
    ListenerConfig,
    Refusal,
    RefusalReason,
)
from simulator.frames import Payload
from simulator.scripted import ScriptedChargePoint

ID = "CP-1"
NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


class SmallHost:
    """The parts that commands and limits need, and a gate for one charge point; every CALL of it is answered, and only boots are understood."""

    def __init__(self, call_timeout_s: float | None = None, **settings: Any) -> None:
        """Configure the charge point by `settings`; `call_timeout_s` overrides every deadline."""
        self.now = NOW
        self.events: list[Event] = []
        self.remembered = 0
        self._pending = False
        self.on_call: Callable[[Call], None] = lambda _: None
        self.charge_point = ChargePoint(charge_point_id=ID)
        self.station = Station(
            settings=ChargePointSettings(charge_point_id=ID, **settings),
            charge_point=self.charge_point,
        )
        self.context = Context(
            settings=CentralSystemSettings(),
            timing=Timing(),
            clock=self.clock,
            publish=self.events.append,
            remember=self._remember,
            ledger=Ledger(LedgerDatabase(), clock=self.clock),
        )
        self.context.registry.stations[ID] = self.station
        self.commands = Commands(self.context)
        self.limits = Limits(self.context, self.commands, settle_s=0)
        ends = SessionEnds(self.context, self.limits)
        self.user_commands = UserCommands(self.context, self.commands, self.limits, ends)
        self.deadlines: dict[str, float | None] = {}
        """How long the answer to each action was waited for on this connection."""
        self._call_timeout_s = call_timeout_s
        self._listener = Listener(ListenerConfig(host="127.0.0.1", port=0), self)
        self._stack = AsyncExitStack()
        self._gone = asyncio.Event()

    async def __aenter__(self) -> Self:
        """Listen."""
        await self._listener.start()
        self._stack.push_async_callback(self._listener.stop)
        self._stack.push_async_callback(self.limits.stop)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End everything."""
        await self._stack.aclose()

    # ---- what tests do

    async def dial_in(
        self, vendor: str = "Acme", model: str = "Box", **boot: Any
    ) -> ScriptedChargePoint:
        """A charge point that has booted."""
        charger = ScriptedChargePoint(f"ws://127.0.0.1:{self._listener.port}/{ID}")
        await self._stack.enter_async_context(charger)
        await charger.boot(vendor, model, **boot)
        return charger

    async def wait_gone(self) -> None:
        """Wait until the connection's end was noticed."""
        async with asyncio.timeout(30):
            await self._gone.wait()

    def connector(self, connector_id: int = 1) -> Connector:
        """The connector, heard of from now on."""
        return self.charge_point.connector(connector_id)

    def begin_transaction(
        self,
        transaction_id: int,
        connector_id: int = 1,
        *,
        adopted: bool = False,
        new: bool = False,
    ) -> Transaction:
        """A transaction that runs for a minute now, or since just now where it is `new`."""
        connector = self.connector(connector_id)
        connector.status = ConnectorStatus.CHARGING
        connector.transaction = Transaction(
            transaction_id=transaction_id,
            charge_point_id=ID,
            connector_id=connector_id,
            id_tag="CARD",
            started_at=self.now,
            meter_start_wh=0.0,
            start_timestamp=None,
            adopted=adopted,
        )
        self.station.last_transaction_ids[connector_id] = transaction_id
        self.advance(0 if new else 60)
        return connector.transaction

    def end_transaction(self, connector_id: int = 1) -> None:
        """No transaction runs any more."""
        self.connector(connector_id).transaction = None
        self.connector(connector_id).status = ConnectorStatus.FINISHING

    def advance(self, seconds: float) -> None:
        """Let the clock go on."""
        self.now += timedelta(seconds=seconds)

    # ---- what tests set up

    def clock(self) -> datetime:
        """The test's time."""
        return self.now

    def _remember(self) -> None:
        self.remembered += 1

    @property
    def settings(self) -> CentralSystemSettings:
        """The central system's settings."""
        return self.context.settings

    @settings.setter
    def settings(self, settings: CentralSystemSettings) -> None:
        self.context.settings = settings

    @property
    def point_settings(self) -> ChargePointSettings:
        """The settings of the only charge point."""
        return self.station.settings

    @point_settings.setter
    def point_settings(self, settings: ChargePointSettings) -> None:
        self.station.settings = settings

    @property
    def pending(self) -> bool:
        """Whether boots are answered Pending."""
        return self._pending

    @pending.setter
    def pending(self, pending: bool) -> None:
        self._pending = pending
        if self.station.link is not None:
            self.station.link.pending = pending

    @property
    def remote_starts(self) -> list[tuple[int, str]]:
        """The remote starts whose StartTransaction is to come."""
        return [(each.connector_id, each.id_tag) for each in self.station.expected_starts]

    @property
    def started_by(self) -> list[str | None]:
        """The users of these remote starts."""
        return [each.user_id for each in self.station.expected_starts]

    def give_card(self, user_id: str, id_tag: str) -> None:
        """Register a card of a user."""
        self.context.id_tags = IdTags([IdTag(id_tag=id_tag, name=user_id, user_id=user_id)])

    def remove(self) -> None:
        """The charge point is not configured any more."""
        self.context.registry.stations.clear()

    # ---- Gate

    async def admit(self, knock: HandshakeRequest) -> Refusal | None:
        """Everybody."""
        return None

    def connected(self, connection: Connection) -> CallHandler:
        """The socket is open."""
        hasty = _HastyConnection(connection, self._call_timeout_s)
        self.deadlines = hasty.deadlines
        self.station.link = Link(
            connection=cast("Connection", hasty),
            station=self.station,
            ready=True,
            pending=self.pending,
        )
        self.charge_point.connected = True
        self._gone.clear()
        return self._handle

    def disconnected(self, connection: Connection) -> None:
        """The socket is closed."""
        self.station.link = None
        self.charge_point.connected = False
        self._gone.set()

    def refused(self, identity: str | None, remote_address: str, reason: RefusalReason) -> None:
        """Not in these tests."""

    async def _handle(self, incoming: Call) -> Answer:
        self.on_call(incoming)
        if incoming.action != "BootNotification":
            return Answer({})
        self.charge_point.vendor = incoming.payload["chargePointVendor"]
        self.charge_point.model = incoming.payload["chargePointModel"]
        self.charge_point.firmware_version = incoming.payload.get("firmwareVersion")
        self.charge_point.accepted = not self.pending
        self.charge_point.booted_at = self.now
        return Answer(
            {"status": "Accepted", "currentTime": "2026-11-01T12:00:00Z", "interval": 300}
        )


class _HastyConnection:
    """A connection with short deadlines, that notes those it was asked for."""

    def __init__(self, connection: Connection, timeout_s: float | None) -> None:
        self._connection = connection
        self._timeout_s = timeout_s
        self.deadlines: dict[str, float | None] = {}

    async def call(
        self, action: str, payload: dict[str, Any], *, timeout_s: float | None = None
    ) -> dict[str, Any]:
        """Send a CALL."""
        self.deadlines[action] = timeout_s
        return await self._connection.call(action, payload, timeout_s=self._timeout_s or timeout_s)


def configuration_answer(
    readonly: tuple[str, ...] = (), /, **values: str
) -> Callable[[Payload], Payload]:
    """A GetConfiguration answer that tells `values`, or those of the keys that are asked for."""

    def reply(payload: Payload) -> Payload:
        asked = payload.get("key")
        keys = [key for key in values if not isinstance(asked, list) or key in asked]
        return {
            "configurationKey": [
                {"key": key, "readonly": key in readonly, "value": values[key]} for key in keys
            ],
            "unknownKey": [],
        }

    return reply
