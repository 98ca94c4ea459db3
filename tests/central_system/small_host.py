"""A minimal central system around Commands and Limits, with real sockets and a model that tests set up."""

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
    """The parts that commands and limits need, and a gate for one charge point; it answers all CALLs, but handles only boots."""

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
        self.limits = Limits(self.context, self.commands)
        ends = SessionEnds(self.context, self.limits)
        self.user_commands = UserCommands(self.context, self.commands, self.limits, ends)
        self.deadlines: dict[str, float | None] = {}
        """The timeout of the last call of each action on this connection."""
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
        """Stop the listener, the limits and the charge points."""
        await self._stack.aclose()

    # ---- what tests do

    async def dial_in(
        self, vendor: str = "Acme", model: str = "Box", **boot: Any
    ) -> ScriptedChargePoint:
        """Return a scripted charge point that has booted."""
        charger = ScriptedChargePoint(f"ws://127.0.0.1:{self._listener.port}/{ID}")
        await self._stack.enter_async_context(charger)
        await charger.boot(vendor, model, **boot)
        return charger

    async def wait_gone(self) -> None:
        """Wait until the host has noticed the end of the connection."""
        async with asyncio.timeout(30):
            await self._gone.wait()

    def connector(self, connector_id: int = 1) -> Connector:
        """Return a connector, created if it is new."""
        return self.charge_point.connector(connector_id)

    def begin_transaction(
        self,
        transaction_id: int,
        connector_id: int = 1,
        *,
        adopted: bool = False,
        new: bool = False,
    ) -> Transaction:
        """Begin a transaction that has run for a minute, or has just begun if it is `new`."""
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
        """End the connector's transaction."""
        self.connector(connector_id).transaction = None
        self.connector(connector_id).status = ConnectorStatus.FINISHING

    def advance(self, seconds: float) -> None:
        """Advance the clock."""
        self.now += timedelta(seconds=seconds)

    # ---- what tests set up

    def clock(self) -> datetime:
        """Return the test's time."""
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
        """Whether BootNotifications get the answer Pending."""
        return self._pending

    @pending.setter
    def pending(self, pending: bool) -> None:
        self._pending = pending
        if self.station.link is not None:
            self.station.link.pending = pending

    @property
    def remote_starts(self) -> list[tuple[int, str]]:
        """Connector and idTag of the remote starts whose StartTransaction is expected."""
        return [(each.connector_id, each.id_tag) for each in self.station.expected_starts]

    @property
    def started_by(self) -> list[str | None]:
        """The users of these remote starts."""
        return [each.user_id for each in self.station.expected_starts]

    def give_card(self, user_id: str, id_tag: str) -> None:
        """Register a card of a user."""
        self.context.id_tags = IdTags([IdTag(id_tag=id_tag, name=user_id, user_id=user_id)])

    def remove(self) -> None:
        """Remove the charge point from the configuration."""
        self.context.registry.stations.clear()

    # ---- Gate

    async def admit(self, knock: HandshakeRequest) -> Refusal | None:
        """Admit everybody."""
        return None

    def connected(self, connection: Connection) -> CallHandler:
        """Set up the link of a new connection; it is trusted, as every configured one: a test's flood of CALLs must not end it."""
        connection.trust(self.station.quirks.max_frame_bytes)
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
        """Remove the link."""
        self.station.link = None
        self.charge_point.connected = False
        self._gone.set()

    def refused(self, identity: str | None, remote_address: str, reason: RefusalReason) -> None:
        """Do nothing: these tests refuse nobody."""

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
    """A connection that records the timeouts of calls, and may use a shorter one."""

    def __init__(self, connection: Connection, timeout_s: float | None) -> None:
        self._connection = connection
        self._timeout_s = timeout_s
        self.deadlines: dict[str, float | None] = {}

    async def call(
        self, action: str, payload: dict[str, Any], *, timeout_s: float | None = None
    ) -> dict[str, Any]:
        """Send a CALL and return the answer's payload."""
        self.deadlines[action] = timeout_s
        return await self._connection.call(action, payload, timeout_s=self._timeout_s or timeout_s)


def configuration_answer(
    readonly: tuple[str, ...] = (), /, **values: str
) -> Callable[[Payload], Payload]:
    """Return a reply to GetConfiguration with `values`, or only with those of the requested keys."""

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
