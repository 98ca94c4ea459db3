"""The repair issues of back ends: one that does not take us, sessions that it does not take, one that was deleted too early."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.issues import issue_id_of, name_of_charge_point
from custom_components.plug_control.relay.settings import BackEndSettings
from custom_components.plug_control.relay.state import BackEndState, Trouble
from custom_components.plug_control.texts.markdown import escape_markdown

ISSUE_REFUSES: Final = "back_end"
"""The beginning of the keys of troubles; the kind of trouble follows."""
ISSUE_SET_ASIDE: Final = "back_end_set_aside"
ISSUE_REMOVED: Final = "back_end_removed"

KINDS: Final[Mapping[Trouble, str]] = {
    Trouble.URL: "url",
    Trouble.DNS: "dns",
    Trouble.UNREACHABLE: "unreachable",
    Trouble.TIMEOUT: "unreachable",
    Trouble.TLS: "tls",
    Trouble.CERTIFICATE: "certificate",
    Trouble.OWN_CERTIFICATE: "own_certificate",
    Trouble.UNAUTHORIZED: "unauthorized",
    Trouble.NOT_FOUND: "not_found",
    Trouble.DUPLICATE: "duplicate",
    Trouble.HTTP: "no_websocket",
    Trouble.NO_WEBSOCKET: "no_websocket",
    Trouble.SUBPROTOCOL: "subprotocol",
    Trouble.CLOSED: "silent",
    Trouble.NO_ANSWER: "silent",
    Trouble.BOOT_ERROR: "silent",
    Trouble.BOOT_PENDING: "boot_pending",
    Trouble.BOOT_REJECTED: "boot_rejected",
}
"""The kinds of trouble that have texts, for forms, issues and attributes."""
_PASSING: Final = frozenset({"dns", "unreachable", "silent", "no_websocket", "duplicate", "tls"})
"""What passes by itself: told only where it lasts."""
LASTS: Final = timedelta(minutes=15)
_SOON: Final = timedelta(seconds=60)
"""How long the others have to last: a back end that restarts says much."""


@callback
def async_show(
    hass: HomeAssistant,
    entry: ConfigEntry,
    settings: BackEndSettings,
    state: BackEndState,
    now: datetime,
) -> None:
    """Create and delete the issues of a back end by its state."""
    _show_trouble(hass, entry, settings, state, now)
    issue_id = issue_id_of(entry, ISSUE_SET_ASIDE, settings.back_end_id)
    if not state.queue.set_aside:
        ir.async_delete_issue(hass, DOMAIN, issue_id)
        return
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id,
        data={"entry_id": entry.entry_id, "back_end_id": settings.back_end_id},
        is_fixable=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key=ISSUE_SET_ASIDE,
        translation_placeholders=_named(settings) | {"sessions": str(state.queue.set_aside)},
    )


def _show_trouble(
    hass: HomeAssistant,
    entry: ConfigEntry,
    settings: BackEndSettings,
    state: BackEndState,
    now: datetime,
) -> None:
    issue_id = issue_id_of(entry, ISSUE_REFUSES, settings.back_end_id)
    found = [
        (each.trouble_since, charge_point_id, each)
        for charge_point_id, each in state.links.items()
        if each.wanted and each.trouble is not None and each.trouble_since is not None
    ]
    if state.paused or not found:
        ir.async_delete_issue(hass, DOMAIN, issue_id)
        return
    since, charge_point_id, link = min(found, key=lambda each: each[0].timestamp())
    kind = KINDS[link.trouble] if link.trouble is not None else ""
    if now - since < (LASTS if kind in _PASSING else _SOON):
        return
    charge_point = escape_markdown(name_of_charge_point(entry, charge_point_id))
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id,
        is_fixable=False,
        severity=ir.IssueSeverity.WARNING,
        translation_key=f"{ISSUE_REFUSES}_{kind}",
        translation_placeholders=_named(settings)
        | {"charge_point": charge_point, "detail": escape_markdown(link.detail) or "-"},
    )


@callback
def async_removed(
    hass: HomeAssistant, entry: ConfigEntry, back_end_id: str, name: str | None, sessions: int
) -> None:
    """Create the persistent issue that asks whether to forget the sessions that wait for a deleted back end."""
    issue_id = issue_id_of(entry, ISSUE_REMOVED, back_end_id)
    if name is None and ir.async_get(hass).async_get_issue(DOMAIN, issue_id) is not None:
        return  # it was created while the name was known
    name = name or back_end_id
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id,
        data={"entry_id": entry.entry_id, "back_end_id": back_end_id},
        is_fixable=True,
        is_persistent=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key=ISSUE_REMOVED,
        translation_placeholders={
            "name": name,
            "back_end": escape_markdown(name),
            "sessions": str(sessions),
        },
    )


@callback
def async_forget(hass: HomeAssistant, entry: ConfigEntry, back_end_id: str) -> None:
    """Delete the issues of a back end that was deleted."""
    for kind in (ISSUE_REFUSES, ISSUE_SET_ASIDE):
        ir.async_delete_issue(hass, DOMAIN, issue_id_of(entry, kind, back_end_id))


def _named(settings: BackEndSettings) -> dict[str, str]:
    return {"name": settings.name, "back_end": escape_markdown(settings.name)}
