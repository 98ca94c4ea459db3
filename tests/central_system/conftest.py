"""A real central system on 127.0.0.1, and scripted charge points that connect to it by real websockets."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
import ssl
from typing import Any, Self

import pytest

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.central_system.ledger.ledger import LedgerDatabase
from custom_components.plug_control.central_system.stations.settings import (
    CentralSystemSettings,
    ChargePointSettings,
)
from custom_components.plug_control.central_system.stations.station import Station
from custom_components.plug_control.central_system.stations.timing import Timing
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import Connector
from custom_components.plug_control.model.events import Event
from custom_components.plug_control.model.tag import IdTag
from custom_components.plug_control.security.store import CertificateStore
from simulator.frames import Json, Payload
from simulator.scripted import ScriptedChargePoint
from tests.certificates import NAMES

NOW = datetime(2026, 3, 14, 10, 0, tzinfo=UTC)
CARD = "04A1B2C3D4E580"
QUICK = Timing(takeover_ping_s=0.4, told_status_s=0.1)
PATIENCE_S = 30.0


class Clock:
    """A clock that tests advance."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> datetime:
        self.now += timedelta(seconds=seconds)
        return self.now


@dataclass
class Lab:
    """A central system that listens, the events that it published, and its charge points."""

    storage: LedgerDatabase = field(default_factory=LedgerDatabase)
    settings: CentralSystemSettings = field(
        default_factory=lambda: CentralSystemSettings(host="127.0.0.1", port=0)
    )
    timing: Timing = QUICK
    clock: Clock = field(default_factory=Clock)
    memory: dict[str, dict[str, Any]] | None = None
    certificates: CertificateStore | None = None
    """With it, the central system speaks TLS."""
    events: list[Event] = field(default_factory=list)
    remembered: int = 0
    central_system: CentralSystem = field(init=False)
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    _contexts: tuple[ssl.SSLContext, ...] = ()

    def __post_init__(self) -> None:
        self.central_system = CentralSystem(
            settings=self.settings,
            storage=self.storage,
            publish=self.events.append,
            clock=self.clock,
            memory=self.memory,
            memory_changed=self._count,
            timing=self.timing,
            certificates=self.certificates,
            tls=None if self.certificates is None else self._tls,
        )

    async def _tls(self, asks_clients: bool) -> ssl.SSLContext:
        if not self._contexts:
            assert self.certificates is not None
            self._contexts = self.certificates.server_contexts(NAMES)
        return self._contexts[asks_clients]

    def _count(self) -> None:
        self.remembered += 1

    async def __aenter__(self) -> Self:
        await self.central_system.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()
        await self.central_system.stop()

    # ---- charge points

    def station(self, charge_point_id: str) -> Station:
        """Return the central system's station of a configured charge point."""
        return self.central_system._context.station(charge_point_id)

    def url(self, path: str) -> str:
        return f"ws://127.0.0.1:{self.central_system.port}/{path}"

    def add(self, identity: str = "CP-1", **settings: Any) -> ChargePoint:
        return self.central_system.add_charge_point(
            ChargePointSettings(charge_point_id=identity, **settings)
        )

    def scripted(self, path: str = "CP-1", **options: Any) -> ScriptedChargePoint:
        """Return a charge point that answers all requests of a startup; it is not connected yet."""
        charge_point = ScriptedChargePoint(self.url(path), **options)
        answer_startup(charge_point)
        return charge_point

    async def dial(self, path: str = "CP-1", **options: Any) -> ScriptedChargePoint:
        """Return a connected charge point."""
        charge_point = self.scripted(path, **options)
        await self._stack.enter_async_context(charge_point)
        return charge_point

    async def boot(
        self, path: str = "CP-1", boot: dict[str, Any] | None = None, **options: Any
    ) -> ScriptedChargePoint:
        """Return a charge point whose BootNotification was accepted."""
        charge_point = await self.dial(path, **options)
        answer = await charge_point.boot(**(boot or {}))
        assert answer["status"] == "Accepted"
        return charge_point

    async def started_up(self, path: str = "CP-1", **options: Any) -> ScriptedChargePoint:
        """Return a charge point whose startup is over; drop the events until then."""
        charge_point = await self.boot(path, **options)
        await self.until_started_up(path)
        self.events.clear()
        return charge_point

    async def until_started_up(self, identity: str = "CP-1") -> None:
        station = self.central_system._context.registry.stations[identity]
        await self.until(
            lambda: (
                station.link is not None
                and station.link.onboarding is not None
                and station.link.onboarding.done()
            )
        )

    def model(self, identity: str = "CP-1") -> ChargePoint:
        return self.central_system.charge_points[identity]

    def connector(self, connector_id: int = 1, identity: str = "CP-1") -> Connector:
        return self.model(identity).connectors[connector_id]

    def cards(self, *id_tags: str) -> None:
        self.central_system.set_id_tags(IdTag(id_tag=tag, name=f"card {tag}") for tag in id_tags)

    # ---- events

    def told[E: Event](self, kind: type[E], identity: str | None = None) -> list[E]:
        return [
            event
            for event in self.events
            if type(event) is kind and identity in {None, event.charge_point_id}
        ]

    async def until(self, condition: Callable[[], object], what: str = "condition") -> None:
        """Wait until `condition` holds; raises TimeoutError."""
        async with asyncio.timeout(PATIENCE_S):
            while not condition():
                await asyncio.sleep(0.005)


def answer_startup(charge_point: ScriptedChargePoint) -> None:
    """Let a scripted charge point accept all requests of a startup, and report no configuration keys."""
    accepted: Payload = {"status": "Accepted"}
    charge_point.auto_reply("GetConfiguration", {"configurationKey": [], "unknownKey": []})
    for action in (
        "ChangeConfiguration",
        "TriggerMessage",
        "SetChargingProfile",
        "ClearChargingProfile",
        "RemoteStartTransaction",
        "RemoteStopTransaction",
    ):
        charge_point.auto_reply(action, accepted)


type MakeLab = Callable[..., Awaitable[Lab]]


@pytest.fixture
async def make_lab() -> AsyncIterator[MakeLab]:
    """Yield a function that starts central systems; stop them at the end of the test."""
    async with AsyncExitStack() as stack:

        async def make(**options: Any) -> Lab:
            return await stack.enter_async_context(Lab(**options))

        yield make


@pytest.fixture
async def lab(make_lab: MakeLab) -> Lab:
    """Return a central system with one charge point, CP-1, and one card."""
    lab = await make_lab()
    lab.add()
    lab.cards(CARD)
    return lab


def startups(charge_point: ScriptedChargePoint) -> int:
    """Return how often the central system requested a charge point's whole configuration."""
    return charge_point.received("GetConfiguration").count({})


def tag_status(answer: Payload) -> Json:
    """Return the idTagInfo's status of an answer."""
    info = answer["idTagInfo"]
    assert isinstance(info, dict)
    return info["status"]


def start_transaction(id_tag: Json = CARD, **fields: Json) -> dict[str, Json]:
    """Return the payload of a StartTransaction at NOW."""
    return {
        "connectorId": 1,
        "idTag": id_tag,
        "meterStart": 1000,
        "timestamp": NOW.isoformat(),
        **fields,
    }


def meter_values(
    *values: tuple[str, str, str], at: datetime = NOW, **fields: Json
) -> dict[str, Json]:
    """Return the payload of a MeterValues; each value is measurand, value, unit."""
    return {
        "connectorId": 1,
        "meterValue": [
            {
                "timestamp": at.isoformat(),
                "sampledValue": [
                    {"measurand": measurand, "value": value, "unit": unit}
                    for measurand, value, unit in values
                ],
            }
        ],
        **fields,
    }


def status(value: str = "Available", connector_id: int = 1, **fields: Json) -> dict[str, Json]:
    """Return the payload of a StatusNotification."""
    return {"connectorId": connector_id, "status": value, "errorCode": "NoError", **fields}
