"""The texts that sentences are made of, in the language of Home Assistant: the translations' section `common`."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations

from .const import DOMAIN
from .wording import Texts

_PREFIX = f"component.{DOMAIN}.common."


async def async_common_texts(hass: HomeAssistant) -> Texts:
    """Return the texts of the language that is set now, by their keys; what it lacks is English."""
    loaded = await async_get_translations(hass, hass.config.language, "common", {DOMAIN})
    return {key.removeprefix(_PREFIX): text for key, text in loaded.items()}
