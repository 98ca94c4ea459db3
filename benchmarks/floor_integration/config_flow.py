"""Home Assistant wants a flow for an entry; the benchmark makes the entry itself."""

from homeassistant.config_entries import ConfigFlow


class FloorConfigFlow(ConfigFlow, domain="floor_integration"):
    """A flow without steps."""
