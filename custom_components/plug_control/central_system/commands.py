"""Each outgoing command: looked up, checked, sent, its answer read; what was not carried out raises (decision: never silent)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from ..model.charge_point import ChargePoint, ConfigurationKey
from ..model.events import Event
from .settings import CentralSystemSettings, ChargePointSettings


class Line(Protocol):
    """An open connection that a CALL can be sent over (`protocol.listener.Connection`)."""

    async def call(
        self, action: str, payload: dict[str, Any], *, timeout_s: float | None = None
    ) -> dict[str, Any]:
        """Send a CALL and return its answer; raises CommandError subclasses."""
        ...


class Pauses(Protocol):
    """What commands need of `limits.Limits`."""

    async def lift_pause(self, charge_point_id: str, connector_id: int) -> bool:
        """Put the limit back that stood before a pause (limit 0); False where there is none."""
        ...


class CommandHost(Protocol):
    """What commands, limits and startup need of the central system."""

    @property
    def settings(self) -> CentralSystemSettings:
        """The central system's settings."""
        ...

    @property
    def charge_points(self) -> Mapping[str, ChargePoint]:
        """The configured charge points by identity."""
        ...

    @property
    def limits(self) -> Pauses:
        """The limits of their connectors."""
        ...

    @property
    def clock(self) -> Callable[[], datetime]:
        """The present time, aware, in UTC."""
        ...

    def settings_of(self, charge_point_id: str) -> ChargePointSettings:
        """The settings of a configured charge point."""
        ...

    def connection_of(self, charge_point_id: str) -> Line | None:
        """Its open socket, or None where it is offline."""
        ...

    def is_pending(self, charge_point_id: str) -> bool:
        """Whether its last BootNotification on this connection was answered Pending (R12)."""
        ...

    def last_transaction_id(self, charge_point_id: str, connector_id: int) -> int | None:
        """The transaction id that was handed out last for this connector, running or not (C2EU Q17)."""
        ...

    def publish(self, event: Event) -> None:
        """Tell the listener what happened."""
        ...

    def remember(self) -> None:
        """Note that what is to be remembered changed."""
        ...

    def expect_remote_start(self, charge_point_id: str, connector_id: int, id_tag: str) -> None:
        """Note that a remote start was accepted."""
        ...


class Commands:
    """The commands to charge points; every one raises CommandError subclasses that carry charge point and action."""

    def __init__(self, host: CommandHost) -> None:
        """Send through the connections of `host`."""
        raise NotImplementedError

    async def request(
        self, charge_point_id: str, message: Any, *, timeout_s: float | None = None
    ) -> Any:
        """Send an `ocpp.v16.call` message and return its `ocpp.v16.call_result`; the one way out.

        Raises NotPossibleError where target or moment is wrong (then nothing is sent), CommandRejectedError for a
        status that is no success (see `answers`), and OfflineError, CallTimeoutError, CallErrorReceived,
        QueueFullError, AnswerUnreadableError. `timeout_s` defaults to the action's deadline.
        """
        raise NotImplementedError

    async def start_charging(
        self, charge_point_id: str, connector_id: int, *, id_tag: str | None = None
    ) -> None:
        """Start a charge, or let a paused one go on; `id_tag` defaults to the central system's own tag.

        Raises NotPossibleError ALREADY_CHARGING where a transaction runs that is not paused.
        """
        raise NotImplementedError

    async def stop_charging(self, charge_point_id: str, connector_id: int) -> None:
        """End the running transaction; raises NotPossibleError NO_TRANSACTION where none is known or found."""
        raise NotImplementedError

    async def set_availability(
        self, charge_point_id: str, connector_id: int | None, operative: bool
    ) -> str:
        """Put a connector (None: the whole charge point) into or out of service; returns Accepted or Scheduled (R32)."""
        raise NotImplementedError

    async def unlock(self, charge_point_id: str, connector_id: int) -> None:
        """Unlock the cable; ends a running charge."""
        raise NotImplementedError

    async def reset(self, charge_point_id: str, hard: bool) -> None:
        """Restart the charge point; hard does not wait for running transactions."""
        raise NotImplementedError

    async def refresh(self, charge_point_id: str) -> None:
        """Ask for the status and the meter values of every connector and read the configuration again."""
        raise NotImplementedError

    async def read_configuration(self, charge_point_id: str) -> Mapping[str, ConfigurationKey]:
        """Read the whole configuration into the charge point (R30) and return it."""
        raise NotImplementedError

    async def change_configuration(self, charge_point_id: str, key: str, value: str) -> str | None:
        """Write a key whose known value differs; returns Accepted or RebootRequired, or None where nothing was sent."""
        raise NotImplementedError

    async def trigger(
        self, charge_point_id: str, requested_message: str, connector_id: int | None = None
    ) -> bool:
        """Ask the charger to send a message; False where it says that it cannot (R33)."""
        raise NotImplementedError
