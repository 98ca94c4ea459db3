"""Find the entities for triggers and conditions."""

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from custom_components.plug_control.const import DOMAIN


@callback
def async_entities_of(hass: HomeAssistant, entity_ids: set[str], *keys: str | None) -> set[str]:
    """Return the entities of this integration among `entity_ids` that have one of the translation keys."""
    registry = er.async_get(hass)
    return {
        entity_id
        for entity_id in entity_ids
        if (entry := registry.async_get(entity_id)) is not None
        and entry.platform == DOMAIN
        and entry.translation_key in keys
    }
