"""Discovery offers, opened and answered as a user does."""

from collections.abc import Mapping

from homeassistant.config_entries import SOURCE_IGNORE, ConfigFlowResult
from homeassistant.const import CONF_NAME
from homeassistant.core import HomeAssistant

from custom_components.plug_control.const import DOMAIN


def offers(hass: HomeAssistant) -> list[ConfigFlowResult]:
    """Return the offers in progress."""
    return hass.config_entries.flow.async_progress_by_handler(DOMAIN)


async def show(hass: HomeAssistant, offer: ConfigFlowResult) -> ConfigFlowResult:
    """Open an offer and return its form."""
    return await hass.config_entries.flow.async_configure(offer["flow_id"])


async def accept(hass: HomeAssistant, offer: ConfigFlowResult, name: str) -> ConfigFlowResult:
    """Accept an offer under a name."""
    result = await hass.config_entries.flow.async_configure(offer["flow_id"], {CONF_NAME: name})
    await hass.async_block_till_done()
    return result


async def ignore(hass: HomeAssistant, offer: ConfigFlowResult) -> None:
    """Ignore an offer as the frontend does."""
    await hass.config_entries.flow.async_init(
        DOMAIN,
        context={"source": SOURCE_IGNORE},
        data={"unique_id": offer["context"]["unique_id"], "title": "ignored"},
    )
    await hass.async_block_till_done()


def placeholders(result: ConfigFlowResult) -> Mapping[str, str]:
    """Return the placeholders of the description."""
    found = result["description_placeholders"]
    assert found is not None
    return found
