"""A charge point's new password: let in beside the old one while it is unknown whether the charge point took it (R4)."""

from collections.abc import Callable
from dataclasses import replace

from custom_components.plug_control.model.events import PasswordChanged

from .context import Context
from .station import Station


def offer(station: Station, password: str) -> Callable[[], None]:
    """Let the charge point in with `password`, too, if it needs one; return how to undo this."""
    before = station.offered_password
    if station.settings.password is not None and password:
        station.offered_password = password

    def take_back() -> None:
        station.offered_password = before

    return take_back


def taken(context: Context, station: Station, password: str) -> None:
    """Note the new password: where the charge point needs one, only this one is valid now."""
    station.offered_password = None
    if station.settings.password is not None and password:
        station.settings = replace(station.settings, password=password)
        context.publish(PasswordChanged(charge_point_id=station.identity, password=password))
