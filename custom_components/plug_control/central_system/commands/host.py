"""What commands, limits and startup need of the central system."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from custom_components.plug_control.central_system.stations.settings import (
    CentralSystemSettings,
    ChargePointSettings,
)
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.events import Event


class CallConnection(Protocol):
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

    def profiles_changed(self, charge_point_id: str, message: object) -> None:
        """Note that a command of the user may have taken profiles away that hold a limit."""
        ...

    def user_stops(self, charge_point_id: str, connector_id: int) -> Callable[[], None]:
        """Note that the user is about to stop a charge, which then does not go on; returns what takes that back."""
        ...


class CommandHost(Protocol):
    """The central system, as far as commands, limits and startup see it."""

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

    def card_of_user(self, user_id: str) -> str | None:
        """The idTag of a user's card that may charge, None where there is none."""
        ...

    def is_ready(self, charge_point_id: str) -> bool:
        """Whether it is connected, and its boot was accepted or is not hoped for any more."""
        ...

    def connection_of(self, charge_point_id: str) -> CallConnection | None:
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

    def reboot_required(self, charge_point_id: str, key: str) -> None:
        """Note that a key was changed that counts only after a reboot (R30)."""
        ...

    def password_changed(self, charge_point_id: str, password: str) -> None:
        """Note that a charge point accepted a new AuthorizationKey (R4)."""
        ...

    def end_left_open(self, charge_point_id: str, connector_id: int) -> None:
        """End what was open on a connector when the charge point booted, where nothing runs any more."""
        ...

    def expect_remote_start(
        self, charge_point_id: str, connector_id: int, id_tag: str, user_id: str | None = None
    ) -> Callable[[], None]:
        """Note that a remote start, this user's, is on its way (connector 0: on any); returns what takes that back."""
        ...
