"""The config flow that Home Assistant requires; the benchmark creates the entry itself."""

from homeassistant.config_entries import ConfigFlow


class FloorConfigFlow(ConfigFlow, domain="floor_integration"):
    """A flow without steps."""
