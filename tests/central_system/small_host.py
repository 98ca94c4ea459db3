"""A central system of the least possible size around Commands and Limits: real sockets, a model that tests may set up."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self

from custom_components.plug_control.central_system.commands.commands import Commands
from custom_components.plug_control.central_system.limits.limits import Limits
from custom_components.plug_control.central_system.stations.settings import (
    CentralSystemSettings,
    ChargePointSettings,
)
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import Connector, ConnectorStatus
from custom_components.plug_control.model.events import Event
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
    """Gate and CommandHost for one charge point; every CALL of it is answered, and only boots are understood."""

    def __init__(self, call_timeout_s: float | None = None, **settings: Any) -> None:
        """Configure the charge point by `settings`; `call_timeout_s` overrides every deadline."""
        self.charge_point = ChargePoint(charge_point_id=ID)
        self.charge_points: Mapping[str, ChargePoint] = {ID: self.charge_point}
        self.settings = CentralSystemSettings()
        self.point_settings = ChargePointSettings(charge_point_id=ID, **settings)
        self.now = NOW
        self.events: list[Event] = []
        self.remembered = 0
        self.remote_starts: list[tuple[int, str]] = []
        self.started_by: list[str | None] = []
        self.passwords: list[str] = []
        self.reboot_keys: list[str] = []
        self.user_cards: dict[str, str] = {}
        self.last_ids: dict[int, int] = {}
        self.pending = False
        self.on_call: Callable[[Call], None] = lambda _: None
        self.commands = Commands(self)
        self.limits = Limits(self, self.commands, settle_s=0)
        self._connection: _HastyLine | None = None
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
        self.last_ids[connector_id] = transaction_id
        self.advance(0 if new else 60)
        return connector.transaction

    def end_transaction(self, connector_id: int = 1) -> None:
        """No transaction runs any more."""
        self.connector(connector_id).transaction = None
        self.connector(connector_id).status = ConnectorStatus.FINISHING

    def advance(self, seconds: float) -> None:
        """Let the clock go on."""
        self.now += timedelta(seconds=seconds)

    # ---- CommandHost

    def clock(self) -> datetime:
        """The test's time."""
        return self.now

    def settings_of(self, charge_point_id: str) -> ChargePointSettings:
        """The settings of the only one."""
        return self.point_settings

    def connection_of(self, charge_point_id: str) -> _HastyLine | None:
        """Its socket."""
        return self._connection

    def card_of_user(self, user_id: str) -> str | None:
        """As the test says."""
        return self.user_cards.get(user_id)

    def is_ready(self, charge_point_id: str) -> bool:
        """Whether it is connected."""
        return self._connection is not None

    def is_pending(self, charge_point_id: str) -> bool:
        """As the test says."""
        return self.pending

    def last_transaction_id(self, charge_point_id: str, connector_id: int) -> int | None:
        """As the test says."""
        return self.last_ids.get(connector_id)

    def publish(self, event: Event) -> None:
        """Keep the event."""
        self.events.append(event)

    def remember(self) -> None:
        """Count."""
        self.remembered += 1

    def reboot_required(self, charge_point_id: str, key: str) -> None:
        """Keep it."""
        self.reboot_keys.append(key)

    def password_changed(self, charge_point_id: str, password: str) -> None:
        """Keep it."""
        self.passwords.append(password)

    def end_left_open(self, charge_point_id: str, connector_id: int) -> None:
        """Nothing is left open here."""

    def expect_remote_start(
        self, charge_point_id: str, connector_id: int, id_tag: str, user_id: str | None = None
    ) -> Callable[[], None]:
        """Keep what was announced."""
        start = (connector_id, id_tag)
        self.remote_starts.append(start)
        self.started_by.append(user_id)
        return lambda: self.remote_starts.remove(start)

    # ---- Gate

    async def admit(self, knock: HandshakeRequest) -> Refusal | None:
        """Everybody."""
        return None

    def connected(self, connection: Connection) -> CallHandler:
        """The socket is open."""
        self._connection = _HastyLine(connection, self._call_timeout_s)
        self.charge_point.connected = True
        self._gone.clear()
        return self._handle

    def disconnected(self, connection: Connection) -> None:
        """The socket is closed."""
        self._connection = None
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


class _HastyLine:
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
