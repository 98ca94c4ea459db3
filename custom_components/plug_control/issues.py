"""Create and delete the repair issues of the entry: its port, certificates, site, ledger, and deleted charge points."""

from collections.abc import Collection, Container, Iterable, Mapping
from hashlib import blake2b
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_PORT
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .central_system.ledger.ledger import Damage
from .const import DOMAIN
from .entry_settings import charge_point_subentries
from .site.circuits_in_use import DeletedCircuit
from .texts.markdown import escape_markdown

ISSUE_BATTERY_LEFT_HELD: Final = "battery_left_held"
ISSUE_BATTERY_NOT_OBEYING: Final = "battery_not_obeying"
ISSUE_CIRCUIT_DELETED: Final = "circuit_deleted"
ISSUE_CERTIFICATE_FAILS: Final = "certificate_fails"
ISSUE_CHARGER_AWAY: Final = "charger_away_counts"
ISSUE_PORT_TAKEN: Final = "port_taken"
ISSUE_CHARGES_ON: Final = "charges_on"
ISSUE_CHARGES_ON_BEHIND_FUSE: Final = "charges_on_behind_fuse"
ISSUE_DIALLED_ELSEWHERE: Final = "dialled_elsewhere"
ISSUE_FORMER_DEVICE: Final = "former_device"
ISSUE_LEDGER_DAMAGED: Final = "ledger_damaged"
ISSUE_SILENT_SIGNAL: Final = "silent_signal"
ISSUE_STALE_METER: Final = "stale_meter"


@callback
def async_forget_entry(
    hass: HomeAssistant, entry: ConfigEntry, *, persistent: bool = False
) -> None:
    """Delete the issues of an unloaded config entry: the next setup creates again what is still a problem.

    `persistent` deletes also the persistent ones, which stay until somebody has read them.
    """
    for domain, issue_id in list(ir.async_get(hass).issues):
        if domain == DOMAIN and issue_id.startswith(f"{entry.entry_id}_"):
            issue = ir.async_get(hass).issues[domain, issue_id]
            if persistent or not issue.is_persistent:
                ir.async_delete_issue(hass, domain, issue_id)


@callback
def async_port_taken(hass: HomeAssistant, entry: ConfigEntry, port: int, reason: str) -> None:
    """Create the issue that the central system cannot listen on its port."""
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id_of(entry, ISSUE_PORT_TAKEN),
        data={"entry_id": entry.entry_id},
        is_fixable=True,
        severity=ir.IssueSeverity.ERROR,
        translation_key=ISSUE_PORT_TAKEN,
        translation_placeholders={"port": str(port), "reason": escape_markdown(reason)},
    )


@callback
def async_port_free(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Delete the issue that the central system cannot listen on its port."""
    ir.async_delete_issue(hass, DOMAIN, issue_id_of(entry, ISSUE_PORT_TAKEN))


@callback
def async_certificate_fails(
    hass: HomeAssistant, entry: ConfigEntry, *, flaw: str, detail: str, path: str
) -> None:
    """Create the issue that there is no certificate for encrypted connections; `flaw` is the key of its text."""
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id_of(entry, ISSUE_CERTIFICATE_FAILS),
        is_fixable=False,
        severity=ir.IssueSeverity.ERROR,
        translation_key=f"{ISSUE_CERTIFICATE_FAILS}_{flaw}",
        translation_placeholders={
            "detail": escape_markdown(detail),
            "path": escape_markdown(path),
            "port": str(entry.data[CONF_PORT]),
        },
    )


@callback
def async_certificate_works(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Delete the issue that there is no certificate for encrypted connections."""
    ir.async_delete_issue(hass, DOMAIN, issue_id_of(entry, ISSUE_CERTIFICATE_FAILS))


@callback
def async_dialled_elsewhere(
    hass: HomeAssistant, entry: ConfigEntry, charge_point_id: str, owner: ConfigEntry
) -> None:
    """Create the issue that a charge point of `owner` calls `entry` instead."""
    name = name_of_charge_point(owner, charge_point_id)
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id_of(entry, ISSUE_DIALLED_ELSEWHERE, charge_point_id),
        is_fixable=False,
        severity=ir.IssueSeverity.WARNING,
        translation_key=ISSUE_DIALLED_ELSEWHERE,
        translation_placeholders={
            "name": name,
            "charge_point": escape_markdown(name),
            "port": str(entry.data[CONF_PORT]),
            "right_port": str(owner.data[CONF_PORT]),
        },
    )


@callback
def async_not_dialled_elsewhere(
    hass: HomeAssistant, entry: ConfigEntry, charge_point_id: str
) -> None:
    """Delete the issue that a charge point calls `entry` instead of the entry that it belongs to."""
    ir.async_delete_issue(
        hass, DOMAIN, issue_id_of(entry, ISSUE_DIALLED_ELSEWHERE, charge_point_id)
    )


@callback
def async_ledger_damaged(hass: HomeAssistant, entry: ConfigEntry, damage: Damage) -> None:
    """Create the persistent issue that a file of the ledger could not be read."""
    set_aside = damage.path
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id_of(entry, ISSUE_LEDGER_DAMAGED, set_aside.name),
        is_fixable=True,
        is_persistent=True,
        severity=ir.IssueSeverity.CRITICAL,
        translation_key=ISSUE_LEDGER_DAMAGED,
        translation_placeholders={
            "path": escape_markdown(str(set_aside)),
            "saved": "?" if damage.saved is None else str(damage.saved),
            "lost": "?" if damage.lost is None else str(damage.lost),
        },
    )


@callback
def async_circuit_deleted(hass: HomeAssistant, entry: ConfigEntry, deleted: DeletedCircuit) -> None:
    """Create the issue that asks what to do with the charge points behind a deleted circuit, whose fuse stays in force."""
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id_of(entry, ISSUE_CIRCUIT_DELETED, deleted.circuit),
        data={"entry_id": entry.entry_id, "circuit": deleted.circuit},
        is_fixable=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key=ISSUE_CIRCUIT_DELETED,
        translation_placeholders={
            "name": deleted.name,
            "circuit": escape_markdown(deleted.name),
            "fuse": str(deleted.fuse_a),
            "charge_points": escape_markdown(", ".join(deleted.charge_points)),
        },
    )


@callback
def async_circuits_there(hass: HomeAssistant, entry: ConfigEntry, deleted: Container[str]) -> None:
    """Delete the issues of circuits that are not among the `deleted` ones still in use."""
    for (domain, issue_id), issue in list(ir.async_get(hass).issues.items()):
        about = issue.data or {}
        if (
            domain == DOMAIN
            and issue.translation_key == ISSUE_CIRCUIT_DELETED
            and about.get("entry_id") == entry.entry_id
            and str(about.get("circuit")) not in deleted
        ):
            ir.async_delete_issue(hass, domain, issue_id)


@callback
def async_charges_on(
    hass: HomeAssistant,
    entry: ConfigEntry,
    charge_point_id: str,
    name: str,
    current_a: float,
    fuses: str,
) -> None:
    """Create the persistent issue that a deleted charge point may go on charging, behind `fuses` if there are any."""
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id_of(entry, ISSUE_CHARGES_ON, charge_point_id),
        is_fixable=True,
        is_persistent=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key=ISSUE_CHARGES_ON_BEHIND_FUSE if fuses else ISSUE_CHARGES_ON,
        translation_placeholders={
            "name": name,
            "charge_point": escape_markdown(name),
            "current": f"{current_a:g}",
            "fuses": escape_markdown(fuses),
        },
    )


@callback
def async_charge_point_back(hass: HomeAssistant, entry: ConfigEntry, charge_point_id: str) -> None:
    """Delete the issue that a deleted charge point may go on charging, since it was added again."""
    ir.async_delete_issue(hass, DOMAIN, issue_id_of(entry, ISSUE_CHARGES_ON, charge_point_id))


@callback
def async_stale_meter(
    hass: HomeAssistant, entry: ConfigEntry, entity_ids: Iterable[str], limit_s: float
) -> None:
    """Create the issue that sensors that smart charging needs have reported nothing for `limit_s`."""
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id_of(entry, ISSUE_STALE_METER),
        is_fixable=False,
        severity=ir.IssueSeverity.WARNING,
        translation_key=ISSUE_STALE_METER,
        translation_placeholders={
            "sensors": ", ".join(entity_ids),
            "seconds": f"{limit_s:g}",
        },
    )


@callback
def async_fresh_meter(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Delete the issue that sensors report nothing."""
    ir.async_delete_issue(hass, DOMAIN, issue_id_of(entry, ISSUE_STALE_METER))


@callback
def async_battery_not_obeying(
    hass: HomeAssistant, entry: ConfigEntry, entity_ids: Iterable[str]
) -> None:
    """Create the issue that the entities that hold the home battery do not show what was set."""
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id_of(entry, ISSUE_BATTERY_NOT_OBEYING),
        is_fixable=False,
        severity=ir.IssueSeverity.WARNING,
        translation_key=ISSUE_BATTERY_NOT_OBEYING,
        translation_placeholders={"entities": ", ".join(entity_ids)},
    )


@callback
def async_battery_left_held(
    hass: HomeAssistant, entry: ConfigEntry, values: Mapping[str, str]
) -> None:
    """Create the persistent issue that a deleted entry may have left home batteries held; `values` release them, by entity.

    It cannot be confirmed: without an entry, nothing of this integration runs after a restart.
    """
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id_of(entry, ISSUE_BATTERY_LEFT_HELD),
        is_fixable=False,
        is_persistent=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key=ISSUE_BATTERY_LEFT_HELD,
        translation_placeholders={
            "entities": "\n".join(
                f"- {escape_markdown(entity_id)}: **{escape_markdown(value)}**"
                for entity_id, value in values.items()
            )
        },
    )


@callback
def async_silent_signal(hass: HomeAssistant, entry: ConfigEntry, entity_id: str) -> None:
    """Create the issue that the source of the grid operator's signal is silent."""
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id_of(entry, ISSUE_SILENT_SIGNAL),
        is_fixable=False,
        severity=ir.IssueSeverity.WARNING,
        translation_key=ISSUE_SILENT_SIGNAL,
        translation_placeholders={"entity": entity_id},
    )


@callback
def async_battery_obeys(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Delete the issue that the home battery is not held, or not released."""
    ir.async_delete_issue(hass, DOMAIN, issue_id_of(entry, ISSUE_BATTERY_NOT_OBEYING))


@callback
def async_heard_signal(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Delete the issue that the signal's source is silent."""
    ir.async_delete_issue(hass, DOMAIN, issue_id_of(entry, ISSUE_SILENT_SIGNAL))


@callback
def async_former_device(
    hass: HomeAssistant,
    entry: ConfigEntry,
    device_id: str,
    name: str,
    references: Collection[str],
) -> None:
    """Create the issue that lists what refers to a merged connector device; delete it if there are no references."""
    issue_id = issue_id_of(entry, ISSUE_FORMER_DEVICE, device_id)
    if not references:
        ir.async_delete_issue(hass, DOMAIN, issue_id)
        return
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id,
        is_fixable=False,
        severity=ir.IssueSeverity.WARNING,
        translation_key=ISSUE_FORMER_DEVICE,
        translation_placeholders={
            "name": name,
            "charge_point": escape_markdown(name),
            "references": "\n".join(references),
        },
    )


@callback
def async_charger_away_counts(
    hass: HomeAssistant, entry: ConfigEntry, charge_point_id: str, share_a: float
) -> None:
    """Create the issue that an offline charge point, whose current nothing measures, holds other cars back."""
    name = name_of_charge_point(entry, charge_point_id)
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id_of(entry, ISSUE_CHARGER_AWAY, charge_point_id),
        data={"entry_id": entry.entry_id, "charge_point_id": charge_point_id},
        is_fixable=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key=ISSUE_CHARGER_AWAY,
        translation_placeholders={
            "name": name,
            "charge_point": escape_markdown(name),
            "current": f"{share_a:.0f}",
        },
    )


@callback
def async_charger_counts_no_more(
    hass: HomeAssistant, entry: ConfigEntry, charge_point_id: str
) -> None:
    """Delete the issue that an offline charge point holds other cars back."""
    ir.async_delete_issue(hass, DOMAIN, issue_id_of(entry, ISSUE_CHARGER_AWAY, charge_point_id))


def issue_id_of(entry: ConfigEntry, problem: str, about: str = "") -> str:
    """Return the id of an issue; `about` is hashed, since diagnostics show the id and `about` may be an identity."""
    digest = blake2b(about.encode(), key=entry.entry_id.encode(), digest_size=8).hexdigest()
    return f"{entry.entry_id}_{problem}_{digest}"


def name_of_charge_point(entry: ConfigEntry, charge_point_id: str) -> str:
    """Return a charge point's name; its identity if it is not configured."""
    subentry = dict(charge_point_subentries(entry)).get(charge_point_id)
    return charge_point_id if subentry is None else subentry.title
