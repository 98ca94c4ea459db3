"""A charge point's new password: let in beside the old one while it is unknown whether the charge point took it (R4)."""

from collections.abc import Callable
from dataclasses import replace

from custom_components.plug_control.model.events import PasswordChanged, PasswordHashed
from custom_components.plug_control.security.passwords import is_hash

from .context import Context
from .station import Station


async def offer(context: Context, station: Station, password: str) -> Callable[[], None]:
    """Let the charge point in with `password`, too, if it needs one; return how to undo this.

    That outlasts a restart, since the charge point may have taken the password although no answer came.
    """
    before = station.offered_password
    if station.settings.password is not None and password:
        station.offered_password = await context.proofs.hashed(password)
        context.remember()

    def take_back() -> None:
        station.offered_password = before
        context.remember()

    return take_back


def forget_clear_text(context: Context, station: Station, given: bytes | None) -> None:
    """Keep only the hash of the password, since the charge point has used it: nothing needs the clear text any more."""
    password = station.settings.password
    if password is None or is_hash(password) or not context.proofs.matches(password, given):
        return

    async def keep_hash() -> None:
        stored = await context.proofs.hashed(password)
        if station.settings.password == password:
            station.settings = replace(station.settings, password=stored)
            context.publish(PasswordHashed(charge_point_id=station.identity, stored=stored))

    context.background.spawn(keep_hash(), f"hash of {station.identity}'s password")


def first(context: Context, station: Station, password: str) -> None:
    """Note the first password that the charge point accepted."""
    station.offered_password = None
    station.settings = replace(station.settings, password=password)
    context.publish(PasswordChanged(charge_point_id=station.identity, password=password))


def taken(context: Context, station: Station, password: str) -> None:
    """Note the new password: where the charge point needs one, only this one is valid now."""
    station.offered_password = None
    if station.settings.password is not None and password:
        station.settings = replace(station.settings, password=password)
        context.publish(PasswordChanged(charge_point_id=station.identity, password=password))
