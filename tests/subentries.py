"""Forms of subentries, filled in as users do."""

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
    """Fill in the form of a new subentry."""
    result = await hass.config_entries.subentries.async_init(
        (entry.entry_id, kind), context={"source": SOURCE_USER}
    )
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "user"
    result = await hass.config_entries.subentries.async_configure(result["flow_id"], user_input)
    await hass.async_block_till_done()
    return result


async def change(
    hass: HomeAssistant, entry: MockConfigEntry, kind: str, user_input: dict[str, Any]
) -> tuple[dict[str, Any], SubentryFlowResult]:
    """Fill in the form of the (only) subentry of that kind; returns what the form had suggested, too."""
    (subentry,) = entry.get_subentries_of_type(kind)
    result: Any = await entry.start_subentry_reconfigure_flow(hass, subentry.subentry_id)
    assert result["type"] is FlowResultType.FORM
    assert result["data_schema"] is not None
    suggested = {
        str(key): key.description["suggested_value"]
        for key in result["data_schema"].schema
        if key.description
    }
    result = await hass.config_entries.subentries.async_configure(result["flow_id"], user_input)
    await hass.async_block_till_done()
    return suggested, result
