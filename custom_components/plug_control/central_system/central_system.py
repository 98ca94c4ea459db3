"""The central system: the registry of charge points, the gate that they come through, and what belongs to them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from ..model.charge_point import ChargePoint
from ..model.events import Event
from ..model.tag import IdTag
from ..protocol.frames import Call
from ..protocol.listener import Connection, Knock, Refusal, RefusalReason
from .commands import Commands
from .counters import Counters
from .ledger import Ledger, LedgerStorage
from .limits import Limits
from .pending import UnknownChargePoint
from .settings import CentralSystemSettings, ChargePointSettings


def utc_now() -> datetime:
    """The present time, aware, in UTC."""
    return datetime.now(UTC)


class CentralSystem:
    """An OCPP 1.6-J central system; implements `protocol.listener.Gate` and `commands.CommandHost`."""

    commands: Commands
    limits: Limits
    ledger: Ledger
    counters: Counters
    clock: Callable[[], datetime]

    def __init__(
        self,
        *,
        settings: CentralSystemSettings,
        storage: LedgerStorage,
        publish: Callable[[Event], None],
        clock: Callable[[], datetime] = utc_now,
        memory: Mapping[str, dict[str, Any]] | None = None,
        memory_changed: Callable[[], None] | None = None,
    ) -> None:
        """Prepare; `memory` is what `memory()` returned before the restart.

        `publish` is called synchronously and in order; `memory_changed` whenever `memory()` would return something new
        (often: save it with a delay).
        """
        raise NotImplementedError

    async def start(self) -> None:
        """Load the ledger and listen; raises ListenerError where the port cannot be bound."""
        raise NotImplementedError

    async def stop(self) -> None:
        """Close every socket and end every task, in bounded time; what is to be remembered stays in `memory()`."""
        raise NotImplementedError

    # ---- settings

    @property
    def settings(self) -> CentralSystemSettings:
        """The settings in force."""
        raise NotImplementedError

    def update_settings(self, settings: CentralSystemSettings) -> None:
        """Apply new settings without disconnecting anybody; another port or host needs a new central system."""
        raise NotImplementedError

    def set_id_tags(self, tags: Iterable[IdTag]) -> None:
        """Replace the registered cards."""
        raise NotImplementedError

    # ---- charge points

    @property
    def charge_points(self) -> Mapping[str, ChargePoint]:
        """The configured charge points by identity."""
        raise NotImplementedError

    @property
    def unknown(self) -> Mapping[str, UnknownChargePoint]:
        """The held charge points by identity."""
        raise NotImplementedError

    def add_charge_point(self, settings: ChargePointSettings) -> ChargePoint:
        """Configure a charge point, or confirm a held one, which is then asked to boot again at once.

        Restores what `memory` has of it. A charge point that is configured already gets the settings.
        """
        raise NotImplementedError

    def update_charge_point(self, settings: ChargePointSettings) -> None:
        """Apply new settings; a new password counts from the next handshake. Raises NotPossibleError where it is unknown."""
        raise NotImplementedError

    async def remove_charge_point(self, charge_point_id: str) -> None:
        """Close its socket and forget it; without effect where it is unknown."""
        raise NotImplementedError

    def settings_of(self, charge_point_id: str) -> ChargePointSettings:
        """Return its settings; raises NotPossibleError where it is not configured."""
        raise NotImplementedError

    def connection_of(self, charge_point_id: str) -> Connection | None:
        """Return its open socket, or None where it is offline."""
        raise NotImplementedError

    # ---- for commands, limits and startup (CommandHost)

    def publish(self, event: Event) -> None:
        """Tell the listener what happened."""
        raise NotImplementedError

    def remember(self) -> None:
        """Note that `memory()` changed."""
        raise NotImplementedError

    def expect_remote_start(self, charge_point_id: str, connector_id: int, id_tag: str) -> None:
        """Note that a remote start was accepted, so that its StartTransaction is known as remote and let through."""
        raise NotImplementedError

    # ---- state

    def memory(self) -> dict[str, dict[str, Any]]:
        """Return what is to be remembered over a restart, JSON-able, by charge point identity."""
        raise NotImplementedError

    @property
    def port(self) -> int:
        """The port that is listened on; the configured one before `start`."""
        raise NotImplementedError

    @property
    def is_listening(self) -> bool:
        """Whether the port is bound."""
        raise NotImplementedError

    # ---- protocol.listener.Gate

    async def admit(self, knock: Knock) -> Refusal | None:
        """Decide within the handshake whether `knock` gets a socket."""
        raise NotImplementedError

    def connected(self, connection: Connection) -> Callable[[Call], Any]:
        """Take an open socket in and return what handles its CALLs."""
        raise NotImplementedError

    def disconnected(self, connection: Connection) -> None:
        """Note that a socket closed."""
        raise NotImplementedError

    def refused(self, identity: str | None, remote_address: str, reason: RefusalReason) -> None:
        """Note what did not get through."""
        raise NotImplementedError
