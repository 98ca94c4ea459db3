"""A relay with a ledger in memory, charge points as plain state, and a port that records commands."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from custom_components.plug_control.central_system.ledger.outbox import LedgerOutbox
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import ConnectorStatus
from custom_components.plug_control.model.events import Event
from custom_components.plug_control.model.relaying import RelayedSession, RelayState
from custom_components.plug_control.relay.relay import Relay
from custom_components.plug_control.relay.settings import BackEndSettings, Rules
from custom_components.plug_control.relay.state import LinkState
from custom_components.plug_control.relay.timing import RelayTiming
from tests.central_system.ledger.conftest import LedgerLab

from .scripted import ScriptedBackEnd
from .times import NOW, until

QUICK = RelayTiming(
    open_s=5.0,
    close_s=0.5,
    answer_s=5.0,
    longest_answer_s=20.0,
    authorize_s=0.3,
    command_s=2.0,
    retry_s=0.01,
    longest_retry_s=0.05,
    longest_refused_retry_s=0.1,
    spread_s=0.0,
    linger_s=0.05,
    slot_s=0.05,
    boot_retry_s=0.05,
    longest_boot_retry_s=0.1,
    boot_again_s=0.0,
    message_retry_s=0.01,
    longest_message_retry_s=0.05,
    disk_retry_s=0.02,
    changes_s=0.01,
    ceiling_check_s=0.02,
    ceiling_settles_s=0.01,
)


@dataclass
class Port:
    """Records the commands that reach the central system; `answers` are theirs, an exception is raised."""

    commands: list[tuple[Any, ...]] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    ceilings: dict[tuple[str, int, str], float] = field(default_factory=dict)

    of_house: set[str] = field(default_factory=set)
    """Cards of the house."""
    during: Callable[[], object] = lambda: None
    """What happens while a remote start is under way."""

    def _answer(self, action: str, default: Any) -> Any:
        answer = self.answers.get(action, default)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def is_of_house(self, charge_point_id: str, id_tag: str) -> bool:
        return id_tag in self.of_house

    async def remote_start(
        self, charge_point_id: str, connector_id: int | None, id_tag: str, back_end_id: str
    ) -> str:
        self.commands.append(("RemoteStartTransaction", charge_point_id, connector_id, id_tag))
        self.during()
        return str(self._answer("RemoteStartTransaction", "Accepted"))

    async def remote_stop(self, charge_point_id: str, transaction_id: int) -> str:
        self.commands.append(("RemoteStopTransaction", charge_point_id, transaction_id))
        return str(self._answer("RemoteStopTransaction", "Accepted"))

    async def send(
        self, charge_point_id: str, action: str, payload: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        self.commands.append((action, charge_point_id, dict(payload)))
        answer: Mapping[str, Any] = self._answer(action, {"status": "Accepted"})
        return answer

    async def set_ceiling(
        self, charge_point_id: str, connector_id: int, back_end_id: str, limit_a: float | None
    ) -> None:
        self._answer("set_ceiling", None)
        key = charge_point_id, connector_id, back_end_id
        if limit_a is None:
            self.ceilings.pop(key, None)
        else:
            self.ceilings[key] = limit_a


class Lab:
    """A relay, with what it stands on."""

    def __init__(self, ledgers: LedgerLab, timing: RelayTiming = QUICK) -> None:
        self.ledgers = ledgers
        self.charge_points: dict[str, ChargePoint] = {}
        self.port = Port()
        self.events: list[Event] = []
        self._listeners: list[Callable[[], object]] = []
        self.now = NOW
        self.remembered = 0
        self.timing = timing
        self.relay = self.new_relay()
        self._session_id = 0

    @property
    def outbox(self) -> LedgerOutbox:
        return self.ledgers.ledger.outbox

    def relayed(self, session_id: int, back_end_id: str = "BE-1") -> RelayedSession:
        """Return what a back end knows of a session."""
        relayed = self.outbox.relayed(back_end_id, session_id)
        assert relayed is not None
        return relayed

    def state(self, session_id: int) -> RelayState:
        return self.relayed(session_id).state

    @property
    def waiting(self) -> int:
        """How many messages wait for the first back end."""
        return self.outbox.queue("BE-1").messages

    def new_relay(self, memory: Mapping[str, Any] | None = None) -> Relay:
        return Relay(
            outbox=self.outbox,
            charge_points=lambda: self.charge_points,
            port=self.port,
            publish=self._publish,
            clock=lambda: self.now,
            memory=memory,
            memory_changed=self._remember,
            timing=self.timing,
            random=Random(0),
        )

    def listen(self, listener: Callable[[], object]) -> None:
        """Call a function after each event."""
        self._listeners.append(listener)

    def _publish(self, event: Event) -> None:
        self.events.append(event)
        for listener in self._listeners:
            listener()

    def _remember(self) -> None:
        self.remembered += 1

    async def restart(self) -> None:
        """Restart the relay with what it keeps; settings follow."""
        await self.relay.stop()
        self.relay = self.new_relay(self.relay.memory())

    def add(self, charge_point_id: str = "CP-1", *, connected: bool = True) -> ChargePoint:
        """Add a charge point with one connector."""
        charge_point = ChargePoint(
            charge_point_id=charge_point_id,
            vendor="Acme",
            model="Box",
            firmware_version="1.0",
            connected=connected,
        )
        charge_point.connector(1).status = ConnectorStatus.AVAILABLE
        self.charge_points[charge_point_id] = charge_point
        self.relay.charge_points_changed()
        return charge_point

    def connect(self, connected: bool, charge_point_id: str = "CP-1") -> None:
        self.charge_points[charge_point_id].connected = connected
        self.relay.connection_changed(charge_point_id)

    def use(self, *back_ends: ScriptedBackEnd, **settings: Any) -> None:
        """Configure back ends: BE-1, BE-2 and so on."""
        self.relay.update_settings(
            back_end(each, f"BE-{number}", **settings)
            for number, each in enumerate(back_ends, start=1)
        )

    def link(self, charge_point_id: str = "CP-1", back_end_id: str = "BE-1") -> LinkState:
        state = self.relay.state(back_end_id)
        assert state is not None
        return state.links[charge_point_id]

    async def until_connected(
        self, charge_point_id: str = "CP-1", back_end_id: str = "BE-1"
    ) -> None:
        await until(lambda: self.link(charge_point_id, back_end_id).connected)

    def of_kind[T: Event](self, kind: type[T]) -> list[T]:
        return [each for each in self.events if isinstance(each, kind)]

    # ---- what charge points say

    def start(self, id_tag: str = "CARD", charge_point_id: str = "CP-1") -> int:
        """Begin a session; return its id, to which 100 is added for the transaction's."""
        self._session_id += 1
        self.tell(
            "StartTransaction", self._session_id, charge_point_id, **start(self._session_id, id_tag)
        )
        return self._session_id

    def meter(self, session_id: int, charge_point_id: str = "CP-1", **changed: Any) -> None:
        self.tell("MeterValues", session_id, charge_point_id, **meter_values() | changed)

    def stop(self, session_id: int, charge_point_id: str = "CP-1") -> None:
        self.tell("StopTransaction", session_id, charge_point_id, **stop(session_id))

    def tell(
        self, action: str, session_id: int | None, charge_point_id: str = "CP-1", **payload: Any
    ) -> None:
        transaction_id = None if session_id is None else session_id + 100
        self.relay.heard(
            charge_point_id,
            action,
            payload,
            session_id=session_id,
            transaction_id=transaction_id,
        )

    def charge(self, id_tag: str = "CARD", charge_point_id: str = "CP-1") -> int:
        """Tell a whole session."""
        session_id = self.start(id_tag, charge_point_id)
        self.meter(session_id, charge_point_id)
        self.stop(session_id, charge_point_id)
        return session_id

    async def until_delivered(self, back_end_id: str = "BE-1") -> None:
        """Wait until nothing waits for a back end, and its answers are stored."""
        await until(lambda: not self.outbox.queue(back_end_id).messages)
        await self.ledgers.ledger.saved()
        await asyncio.sleep(0)  # those that waited for the same commit go on


def back_end(
    scripted: ScriptedBackEnd,
    back_end_id: str = "BE-1",
    *,
    rules: Rules | None = None,
    **settings: Any,
) -> BackEndSettings:
    return BackEndSettings(
        back_end_id=back_end_id,
        name="Employer",
        url=settings.pop("url", scripted.url),
        rules=rules or Rules(),
        **settings,
    )


def start(session_id: int, id_tag: str = "CARD") -> dict[str, Any]:
    when = NOW - timedelta(hours=2) + timedelta(minutes=session_id)
    return {
        "connectorId": 1,
        "idTag": id_tag,
        "meterStart": 1000 * session_id,
        "timestamp": _text(when),
    }


def meter_values(when: datetime = NOW, value: str = "1500") -> dict[str, Any]:
    return {
        "connectorId": 1,
        "transactionId": 1,
        "meterValue": [{"timestamp": _text(when), "sampledValue": [{"value": value}]}],
    }


def stop(session_id: int) -> dict[str, Any]:
    return {
        "transactionId": session_id + 100,
        "meterStop": 1000 * session_id + 750,
        "timestamp": _text(NOW),
        "reason": "Local",
    }


def _text(when: datetime) -> str:
    return f"{when:%Y-%m-%dT%H:%M:%S}Z"


@pytest.fixture
async def new_lab() -> AsyncIterator[Callable[[RelayTiming], Lab]]:
    """Yield a function that makes a lab with another timing."""
    made: list[Lab] = []

    async with LedgerLab() as ledgers:

        def make(timing: RelayTiming) -> Lab:
            made.append(Lab(ledgers, timing))
            return made[-1]

        yield make
        for each in made:
            await each.relay.stop()


@pytest.fixture
async def lab() -> AsyncIterator[Lab]:
    async with LedgerLab() as ledgers:
        made = Lab(ledgers)
        yield made
        await made.relay.stop()


@pytest.fixture
async def scripted() -> AsyncIterator[ScriptedBackEnd]:
    async with ScriptedBackEnd() as made:
        yield made
