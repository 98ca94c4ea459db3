"""Offer unknown charge points and unknown cards in discovery flows."""

from typing import Final, Literal, TypedDict

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    SOURCE_IGNORE,
    SOURCE_INTEGRATION_DISCOVERY,
    ConfigEntry,
    ConfigEntryChange,
    ConfigFlowResult,
)
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import discovery_flow
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from custom_components.plug_control import issues
from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.central_system.stations.pending import UnknownChargePoint
from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.entry_settings import (
    charge_point_unique_id,
    entry_of_charge_point,
    id_tag_unique_id,
)
from custom_components.plug_control.model.events import (
    CardPresented,
    ChargedAlthoughRefused,
    UnknownChargePointAppeared,
)

MAX_CARDS: Final = 10
"""How many unknown cards are offered at a time; a new one replaces the oldest."""


class ChargePointFound(TypedDict):
    """An unconfigured charge point that the config entry's central system holds."""

    found: Literal["charge_point"]
    entry_id: str
    charge_point_id: str
    vendor: str | None
    model: str | None
    serial_number: str | None
    remote_address: str


class CardFound(TypedDict):
    """An unregistered card that was presented at a charge point where only registered ones may charge."""

    found: Literal["id_tag"]
    entry_id: str
    id_tag: str
    charge_point: str


type Found = ChargePointFound | CardFound


@callback
def async_charge_point_appeared(
    hass: HomeAssistant,
    entry: ConfigEntry,
    event: UnknownChargePointAppeared | UnknownChargePoint,
) -> None:
    """Offer a charge point, unless it is offered already or ignored; create an issue for one of another config entry."""
    owner = entry_of_charge_point(hass, event.charge_point_id)
    if owner is not None and owner is not entry:
        issues.async_dialled_elsewhere(hass, entry, event.charge_point_id, owner)
        return
    issues.async_not_dialled_elsewhere(hass, entry, event.charge_point_id)
    _offer(
        hass,
        ChargePointFound(
            found="charge_point",
            entry_id=entry.entry_id,
            charge_point_id=event.charge_point_id,
            vendor=event.vendor,
            model=event.model,
            serial_number=event.serial_number,
            remote_address=event.remote_address,
        ),
    )


@callback
def async_charge_point_gone(hass: HomeAssistant, entry: ConfigEntry, charge_point_id: str) -> None:
    """Withdraw the offer of a charge point that left; keep one that a user has open, since waiting chargers reconnect."""
    issues.async_not_dialled_elsewhere(hass, entry, charge_point_id)
    for flow in _offers(hass, charge_point_unique_id(charge_point_id)):
        if not _is_open(flow):
            hass.config_entries.flow.async_abort(flow["flow_id"])


@callback
def async_card_presented(
    hass: HomeAssistant,
    entry: ConfigEntry,
    event: CardPresented | ChargedAlthoughRefused,
    charge_point: str,
) -> None:
    """Offer an unknown card that was presented at `charge_point`, unless it is offered already or ignored."""
    unique_id = id_tag_unique_id(event.id_tag)
    if _is_ignored(hass, unique_id) or any(_offers(hass, unique_id)):
        return
    offered = [flow["flow_id"] for flow in _offers(hass) if _is_card(flow) and not _is_open(flow)]
    for flow_id in sorted(offered)[: max(0, len(offered) + 1 - MAX_CARDS)]:
        hass.config_entries.flow.async_abort(flow_id)
    _offer(
        hass,
        CardFound(
            found="id_tag",
            entry_id=entry.entry_id,
            id_tag=event.id_tag,
            charge_point=charge_point,
        ),
    )


@callback
def async_configured(hass: HomeAssistant, entry: ConfigEntry, unique_id: str) -> None:
    """Withdraw the offer of what is configured now, and remove the entry that ignored it."""
    for flow in _offers(hass, unique_id):
        hass.config_entries.flow.async_abort(flow["flow_id"])
    ignored = hass.config_entries.async_entry_for_domain_unique_id(DOMAIN, unique_id)
    if ignored is not None and ignored.source == SOURCE_IGNORE:
        entry.async_create_background_task(
            hass,
            hass.config_entries.async_remove(ignored.entry_id),
            f"{DOMAIN} ignore no longer",
        )


@callback
def async_entry_removed(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Withdraw all offers of a removed config entry, also those that a user has open."""
    for flow in hass.config_entries.flow.async_progress_by_init_data_type(
        dict, lambda found: found.get("entry_id") == entry.entry_id, include_uninitialized=True
    ):
        hass.config_entries.flow.async_abort(flow["flow_id"])


@callback
def async_follow_owners(
    hass: HomeAssistant, entry: ConfigEntry, central_system: CentralSystem
) -> CALLBACK_TYPE:
    """Look again at the held charge points when another entry of ours, also an ignored one, changed; return a remover.

    The other entry may have been removed, or a charge point deleted from it or added to it.
    """

    @callback
    def changed(_: ConfigEntryChange, other: ConfigEntry) -> None:
        if other.domain == DOMAIN and other is not entry:
            for charge_point in tuple(central_system.unknown.values()):
                async_charge_point_appeared(hass, entry, charge_point)

    return async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, changed)


def _offer(hass: HomeAssistant, found: Found) -> None:
    discovery_flow.async_create_flow(
        hass, DOMAIN, context={"source": SOURCE_INTEGRATION_DISCOVERY}, data=found
    )


def _offers(hass: HomeAssistant, unique_id: str | None = None) -> list[ConfigFlowResult]:
    """Return the offers in progress: all of them, or those of `unique_id`."""
    context = {"source": SOURCE_INTEGRATION_DISCOVERY}
    if unique_id is not None:
        context["unique_id"] = unique_id
    return hass.config_entries.flow.async_progress_by_handler(
        DOMAIN, include_uninitialized=True, match_context=context
    )


def _is_card(flow: ConfigFlowResult) -> bool:
    return str(flow["context"].get("unique_id")).startswith(id_tag_unique_id(""))


def _is_open(flow: ConfigFlowResult) -> bool:
    """Return whether a user has opened the offer."""
    return bool(flow["context"].get("dismiss_protected"))


def _is_ignored(hass: HomeAssistant, unique_id: str) -> bool:
    return hass.config_entries.async_entry_for_domain_unique_id(DOMAIN, unique_id) is not None
