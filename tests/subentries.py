"""Fill in the forms of subentries as users do."""

from collections.abc import Mapping
from typing import Any

from homeassistant.config_entries import SOURCE_USER, SubentryFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.const import (
    CONF_LEAVE_CONFIGURATION_ALONE,
    CONF_MAXIMUM_CURRENT,
    CONF_PHASES,
    CONF_START_WHEN_PLUGGED_IN,
    CONF_WHO_MAY_CHARGE,
)

SETTINGS = {
    CONF_WHO_MAY_CHARGE: "cards",
    CONF_START_WHEN_PLUGGED_IN: False,
    CONF_MAXIMUM_CURRENT: 16,
    CONF_PHASES: "1",
    CONF_LEAVE_CONFIGURATION_ALONE: False,
}


async def add(
    hass: HomeAssistant, entry: MockConfigEntry, kind: str, user_input: dict[str, Any]
) -> SubentryFlowResult:
    """Fill in the form of a new subentry; a charge point is added by its identity."""
    result: Any = await hass.config_entries.subentries.async_init(
        (entry.entry_id, kind), context={"source": SOURCE_USER}
    )
    assert result["step_id"] == "user"
    if result["type"] is FlowResultType.MENU:
        result = await hass.config_entries.subentries.async_configure(
            result["flow_id"], {"next_step_id": "identity"}
        )
    assert result["type"] is FlowResultType.FORM
    result = await hass.config_entries.subentries.async_configure(result["flow_id"], user_input)
    await hass.async_block_till_done()
    added: SubentryFlowResult = result
    return added


async def reconfigure(
    hass: HomeAssistant, entry: MockConfigEntry, kind: str, choice: str = "settings"
) -> SubentryFlowResult:
    """Open the reconfiguration of the only subentry of that kind, and `choice` in its menu if there is one."""
    (subentry,) = entry.get_subentries_of_type(kind)
    result: Any = await entry.start_subentry_reconfigure_flow(hass, subentry.subentry_id)
    if result["type"] is FlowResultType.MENU:
        result = await hass.config_entries.subentries.async_configure(
            result["flow_id"], {"next_step_id": choice}
        )
    opened: SubentryFlowResult = result
    return opened


def suggestions(result: Mapping[str, Any]) -> dict[str, Any]:
    """Return a form's suggested values."""
    return {
        str(key): key.description["suggested_value"]
        for key in result["data_schema"].schema
        if key.description
    }


async def change(
    hass: HomeAssistant, entry: MockConfigEntry, kind: str, user_input: dict[str, Any]
) -> tuple[dict[str, Any], SubentryFlowResult]:
    """Reconfigure the only subentry of that kind; return the form's suggestions and the result."""
    result: Any = await reconfigure(hass, entry, kind)
    assert result["type"] is FlowResultType.FORM
    suggested = suggestions(result)
    result = await hass.config_entries.subentries.async_configure(result["flow_id"], user_input)
    await hass.async_block_till_done()
    return suggested, result
