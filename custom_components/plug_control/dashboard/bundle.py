"""Serve the cards and the dashboard strategy to Home Assistant's frontend."""

from hashlib import sha256
from pathlib import Path

from homeassistant.components.frontend import DOMAIN as FRONTEND, add_extra_js_url

# Home Assistant's own integrations import it from there, too, although it is not exported explicitly.
from homeassistant.components.http import StaticPathConfig  # type: ignore[attr-defined]
from homeassistant.core import HomeAssistant

from custom_components.plug_control.const import DOMAIN

_BUNDLE = Path(__file__).parent.parent / "static" / "plug-control.js"


async def async_serve_cards(hass: HomeAssistant) -> None:
    """Serve the bundle if the frontend is loaded; its URL contains a hash, so that no cache serves an old one."""
    if FRONTEND not in hass.config.components:
        return
    content = await hass.async_add_executor_job(_BUNDLE.read_bytes)
    url = f"/{DOMAIN}/{sha256(content).hexdigest()[:12]}/{_BUNDLE.name}"
    await hass.http.async_register_static_paths([StaticPathConfig(url, str(_BUNDLE), True)])
    add_extra_js_url(hass, url)
