"""Repairs platform: the dialogs that fix issues."""

from homeassistant.components.repairs import ConfirmRepairFlow, RepairsFlow
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from .const import DOMAIN
from .flows.repair import FLOWS


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, str | int | float | None] | None
) -> RepairsFlow:
    """Return the flow that fixes an issue; one that only confirms, if the issue has no other."""
    issue = ir.async_get(hass).async_get_issue(DOMAIN, issue_id)
    flow = FLOWS.get(str(issue.translation_key) if issue else "", ConfirmRepairFlow)
    return flow()
