"""Home Assistant's repairs platform: the dialog that mends an issue."""

from homeassistant.components.repairs import ConfirmRepairFlow, RepairsFlow
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from .const import DOMAIN
from .flows.repair import FLOWS


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, str | int | float | None] | None
) -> RepairsFlow:
    """Return the flow that mends an issue."""
    issue = ir.async_get(hass).async_get_issue(DOMAIN, issue_id)
    flow = FLOWS.get(str(issue.translation_key) if issue else "", ConfirmRepairFlow)
    return flow()
