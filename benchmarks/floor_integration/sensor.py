"""One sensor for each measurand and phase."""

from homeassistant.components.sensor import SensorEntity, SensorStateClass
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from benchmarks.load import KEYS, identity_of


class FloorSensor(SensorEntity):
    """A sensor that writes its state at each value."""

    _attr_should_poll = False
    _attr_state_class = SensorStateClass.MEASUREMENT

    def __init__(self, identity: str, key: str) -> None:
        """Name the sensor after the charge point and the measurand."""
        self._attr_name = f"{identity} {key}"
        self._attr_unique_id = f"{identity}_{key}"

    def set_value(self, value: float) -> None:
        """Set the value and write the state."""
        self._attr_native_value = value
        self.async_write_ha_state()


async def async_setup_entry(
    hass: HomeAssistant, entry: ConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add ten sensors for each charge point."""
    for number in range(entry.data["charge_points"]):
        identity = identity_of(number)
        for key in KEYS:
            entry.runtime_data[identity, key] = FloorSensor(identity, key)
    async_add_entities(entry.runtime_data.values())
