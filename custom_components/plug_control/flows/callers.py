"""Describe the charge points that call while the user waits for one, and why one cannot be added."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from homeassistant.config_entries import SOURCE_IGNORE, ConfigEntry, ConfigEntryState
from homeassistant.const import CONF_PORT
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.central_system.stations.pending import UnknownChargePoint
from custom_components.plug_control.central_system.stations.refused_callers import (
    RefusalCause,
    RefusedCaller,
)
from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.entry_settings import (
    charge_point_subentries,
    charge_point_unique_id,
    entry_of_charge_point,
)

from .newcomer import foreign

INTRODUCTION: Final = timedelta(seconds=5)
"""How long to wait for an admitted charge point to report its model."""
PATIENCE: Final = timedelta(seconds=60)
"""After this time without a call, the text says more about what to check."""
MEMORY: Final = timedelta(minutes=5)
"""Refusals up to this long before the user began to wait count too: chargers retry only after minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingStatus:
    """The status to show: the key of a text, its placeholders, and the charge points that can be confirmed."""

    key: str
    told: Mapping[str, str] = field(default_factory=dict)
    newcomers: tuple[UnknownChargePoint, ...] = ()


@callback
def async_sight(hass: HomeAssistant, entry: ConfigEntry, began: datetime) -> WaitingStatus:
    """Return the present status for a user who has waited since `began`."""
    if entry.state is not ConfigEntryState.LOADED:
        return WaitingStatus(key="not_listening")
    central_system: CentralSystem = entry.runtime_data.central_system
    now = dt_util.utcnow()
    calling = tuple(central_system.unknown.values())
    mine = [each for each in calling if not any(_others(hass, entry, each))]
    if newcomers := tuple(each for each in mine if _is_introduced(each, now)):
        return WaitingStatus(key="connected", newcomers=newcomers)
    if mine:
        return WaitingStatus(
            key="connected", told=_caller(mine[0].charge_point_id, mine[0].remote_address)
        )
    if (refused := _refused(central_system, began - MEMORY)) is not None:
        told = _caller(refused.identity, refused.remote_address)
        time = f"{dt_util.as_local(refused.at):%H:%M:%S}"
        return WaitingStatus(key=f"refused_{refused.cause}", told=told | {"time": time})
    for each in calling:
        return next(_others(hass, entry, each))
    subentries = dict(charge_point_subentries(entry))
    for identity, charge_point in central_system.charge_points.items():
        if identity in subentries and (charge_point.booted_at or began) > began:
            return WaitingStatus(key="already_yours", told=foreign(name=subentries[identity].title))
    return WaitingStatus(key="nothing" if now - began < PATIENCE else "still_nothing")


def _others(
    hass: HomeAssistant, entry: ConfigEntry, caller: UnknownChargePoint
) -> Iterator[WaitingStatus]:
    """Yield the status of a calling charge point that cannot be confirmed here: another entry's, or an ignored one."""
    identity = caller.charge_point_id
    told = _caller(identity, caller.remote_address)
    if (owner := entry_of_charge_point(hass, identity)) is not None and owner is not entry:
        yield WaitingStatus(key="elsewhere", told=told | {"port": str(owner.data[CONF_PORT])})
    unique_id = charge_point_unique_id(identity)
    ignored = hass.config_entries.async_entry_for_domain_unique_id(DOMAIN, unique_id)
    if ignored is not None and ignored.source == SOURCE_IGNORE:
        yield WaitingStatus(key="ignored", told=told)


def _is_introduced(caller: UnknownChargePoint, now: datetime) -> bool:
    """Return whether it reported its model, or INTRODUCTION is over: some report none before they are confirmed."""
    return bool(caller.vendor or caller.model) or now - caller.first_seen >= INTRODUCTION


def _refused(central_system: CentralSystem, since: datetime) -> RefusedCaller | None:
    """Return the last refused caller; a browser's visit only if there is no other."""
    refused = [each for each in central_system.refused_callers if each.at >= since]
    return next(
        (each for each in refused if each.cause is not RefusalCause.BROWSER),
        refused[0] if refused else None,
    )


def _caller(identity: str | None, remote_address: str) -> dict[str, str]:
    return foreign(charge_point_id=identity, remote_address=remote_address)
