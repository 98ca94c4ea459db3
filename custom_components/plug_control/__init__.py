"""An OCPP 1.6-J central system for Home Assistant."""

from typing import Final

from homeassistant.const import Platform

PLATFORMS: Final = (
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.EVENT,
    Platform.NUMBER,
    Platform.SENSOR,
    Platform.SWITCH,
)
