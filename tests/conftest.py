"""What every test has: sockets on 127.0.0.1, and a `hass` that finds this integration."""

from homeassistant.core import HomeAssistant
from homeassistant.loader import DATA_CUSTOM_COMPONENTS
import pytest

# Home Assistant's test configuration has a `custom_components` package too: the one imported first is the one found.
import custom_components.plug_control  # noqa: F401 - imported for its effect on sys.modules


@pytest.fixture(autouse=True)
def loopback_sockets(socket_enabled: None) -> None:
    """Give tests real sockets; connections stay limited to 127.0.0.1 by the Home Assistant plugin."""


@pytest.fixture
def hass(hass: HomeAssistant) -> HomeAssistant:
    """Home Assistant with custom integrations enabled (replaces `enable_custom_integrations`)."""
    hass.data.pop(DATA_CUSTOM_COMPONENTS)
    return hass
