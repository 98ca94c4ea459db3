"""Serve the cards and the dashboard strategy to Home Assistant's frontend."""

from hashlib import sha256
from pathlib import Path

from homeassistant.components.frontend import DOMAIN as FRONTEND, add_extra_js_url

# Home Assistant exports it there for its own integrations, too, without saying so.
from homeassistant.components.http import StaticPathConfig  # type: ignore[attr-defined]
from homeassistant.core import HomeAssistant

from custom_components.plug_control.const import DOMAIN

_BUNDLE = Path(__file__).parent.parent / "static" / "plug-control.js"


async def async_serve_cards(hass: HomeAssistant) -> None:
    """Serve the bundle where there is a frontend; its address changes with its content, so no cache shows an old one."""
    if FRONTEND not in hass.config.components:
        return
    content = await hass.async_add_executor_job(_BUNDLE.read_bytes)
    url = f"/{DOMAIN}/{sha256(content).hexdigest()[:12]}/{_BUNDLE.name}"
    await hass.http.async_register_static_paths([StaticPathConfig(url, str(_BUNDLE), True)])
    add_extra_js_url(hass, url)
