"""Create and delete the repair issues of what a charge point or the central system reports."""

from dataclasses import dataclass
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util

from .const import DOMAIN
from .issues import issue_id_of, name_of_charge_point
from .model.events import Problem, ProblemFound, ProblemGone, SecurityEventReported
from .model.maintenance import FirmwareUpdate, UpdateFailure
from .model.security_event import CONCERNS, Concern
from .texts.markdown import escape_markdown

ISSUE_FIRMWARE: Final = "firmware"
"""The beginning of the keys of failed firmware updates; the failure follows."""
ISSUE_SECURITY: Final = "security"


@dataclass(frozen=True, slots=True, kw_only=True)
class _IssueStyle:
    """The severity of a problem's issue, and whether it has a repair dialog."""

    severity: ir.IssueSeverity = ir.IssueSeverity.WARNING
    is_fixable: bool = False


_LOOKS: Final = {
    Problem.DUPLICATE_IDENTITY: _IssueStyle(severity=ir.IssueSeverity.ERROR),
    Problem.WRONG_PASSWORD: _IssueStyle(severity=ir.IssueSeverity.ERROR, is_fixable=True),
    Problem.SUBPROTOCOL_MISSING: _IssueStyle(is_fixable=True),
    Problem.PROFILE_TOO_LOW: _IssueStyle(severity=ir.IssueSeverity.ERROR, is_fixable=True),
    Problem.CERTIFICATE_REFUSED: _IssueStyle(severity=ir.IssueSeverity.ERROR, is_fixable=True),
    Problem.NOT_ENCRYPTED: _IssueStyle(severity=ir.IssueSeverity.ERROR),
    Problem.CERTIFICATE_ENDS: _IssueStyle(is_fixable=True),
    Problem.CLOCK_OFF: _IssueStyle(is_fixable=True),
    Problem.REBOOT_REQUIRED: _IssueStyle(is_fixable=True),
    Problem.LIMIT_NOT_SUPPORTED: _IssueStyle(is_fixable=True),
    Problem.PAUSE_IS_FINAL: _IssueStyle(is_fixable=True),
    Problem.REGISTER_SCALE: _IssueStyle(),
    Problem.IMPLAUSIBLE: _IssueStyle(severity=ir.IssueSeverity.ERROR),
    Problem.LEDGER_NOT_WRITABLE: _IssueStyle(severity=ir.IssueSeverity.CRITICAL),
    Problem.DISK_FULL: _IssueStyle(severity=ir.IssueSeverity.CRITICAL),
}


@callback
def async_handle_event(
    hass: HomeAssistant,
    entry: ConfigEntry,
    event: ProblemFound | ProblemGone | SecurityEventReported,
) -> None:
    """Create or delete the issue of what a charge point or the central system reports."""
    match event:
        case ProblemFound():
            async_problem_found(hass, entry, event)
        case ProblemGone():
            async_problem_gone(hass, entry, event.problem, event.charge_point_id)
        case SecurityEventReported():
            async_security_event(hass, entry, event)


@callback
def async_problem_found(hass: HomeAssistant, entry: ConfigEntry, event: ProblemFound) -> None:
    """Create the issue of a problem of a charge point, or of the central system if the event names no charge point."""
    look = _LOOKS[event.problem]
    name = name_of_charge_point(entry, event.charge_point_id)
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id_of(entry, event.problem, event.charge_point_id),
        data={"entry_id": entry.entry_id, "charge_point_id": event.charge_point_id},
        is_fixable=look.is_fixable,
        severity=look.severity,
        translation_key=event.problem,
        translation_placeholders={
            "name": name,  # for titles, which are plain text
            "charge_point": escape_markdown(name),
            "detail": escape_markdown(event.detail),
        },
    )


@callback
def async_problem_gone(
    hass: HomeAssistant, entry: ConfigEntry, problem: Problem, charge_point_id: str
) -> None:
    """Delete the issue of a problem."""
    ir.async_delete_issue(hass, DOMAIN, issue_id_of(entry, problem, charge_point_id))


@callback
def async_security_event(
    hass: HomeAssistant, entry: ConfigEntry, event: SecurityEventReported
) -> None:
    """Create the persistent issue of a security event that a user should look into; later ones of its kind replace it."""
    if (concern := CONCERNS.get(event.type)) is None:
        return
    name = name_of_charge_point(entry, event.charge_point_id)
    at = event.at or dt_util.utcnow()
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id_of(entry, _security(concern), event.charge_point_id),
        data={"entry_id": entry.entry_id, "charge_point_id": event.charge_point_id},
        is_fixable=True,
        is_persistent=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key=_security(concern),
        translation_placeholders={
            "name": name,
            "charge_point": escape_markdown(name),
            "event": escape_markdown(event.told),
            "time": f"{dt_util.as_local(at):%Y-%m-%d %H:%M}",
            "detail": escape_markdown(event.tech_info or "-"),
        },
    )


def _security(concern: Concern) -> str:
    return f"{ISSUE_SECURITY}_{concern}"


@callback
def async_forget_charge_point(
    hass: HomeAssistant, entry: ConfigEntry, charge_point_id: str
) -> None:
    """Delete the issues of all problems and security events of a charge point, and of its firmware."""
    for issue in (*Problem, *map(_security, Concern), ISSUE_FIRMWARE):
        ir.async_delete_issue(hass, DOMAIN, issue_id_of(entry, issue, charge_point_id))


@callback
def async_firmware_update_ended(
    hass: HomeAssistant, entry: ConfigEntry, charge_point_id: str, update: FirmwareUpdate
) -> None:
    """Create the persistent issue that a firmware update failed; delete it where one succeeded.

    A refusal needs none, since the user saw it.
    """
    issue_id = issue_id_of(entry, ISSUE_FIRMWARE, charge_point_id)
    if update.failure in (None, UpdateFailure.REFUSED):
        ir.async_delete_issue(hass, DOMAIN, issue_id)
        return
    name = name_of_charge_point(entry, charge_point_id)
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id,
        is_fixable=True,
        is_persistent=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key=f"{ISSUE_FIRMWARE}_{update.failure}",
        translation_placeholders={
            "name": name,
            "charge_point": escape_markdown(name),
            "file": escape_markdown(update.source),
        },
    )
