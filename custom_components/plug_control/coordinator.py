"""Between the model and Home Assistant: one coordinator per charge point tells its entities what changed."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
import logging
from typing import TYPE_CHECKING

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.device_registry import ChildDeviceInfo, DeviceInfo

from .central_system.central_system import CentralSystem
from .central_system.settings import ChargePointSettings
from .const import DOMAIN
from .model.charge_point import ChargePoint
from .model.events import (
    ChargePointChanged,
    ConnectionChanged,
    ConnectorAdded,
    ConnectorChanged,
    ConnectorEvent,
    Event,
    ReadingAdded,
)

if TYPE_CHECKING:
    from .storage import HomeAssistantStorage

_LOGGER = logging.getLogger(__name__)

type PlugControlConfigEntry = ConfigEntry[PlugControlData]
type Listener = Callable[[], None]
type EventListener = Callable[[Event], None]
type Builder = Callable[["ChargePointCoordinator"], None]


@dataclass(kw_only=True)
class PlugControlData:
    """What belongs to a loaded config entry; `coordinators` by charge point identity."""

    central_system: CentralSystem
    store: HomeAssistantStorage
    coordinators: dict[str, ChargePointCoordinator] = field(default_factory=dict)
    builders: list[Builder] = field(default_factory=list)

    @callback
    def async_add_builder(self, builder: Builder) -> CALLBACK_TYPE:
        """Have `builder` called with every coordinator: now, when one is added, and when one has something new."""
        self.builders.append(builder)
        for coordinator in self.coordinators.values():
            builder(coordinator)
        return lambda: self.builders.remove(builder)

    @callback
    def async_build(self, coordinator: ChargePointCoordinator) -> None:
        """Let every platform add what it does not have of the charge point yet."""
        for builder in tuple(self.builders):
            builder(coordinator)


class ChargePointCoordinator:
    """Hands the events of one charge point on to its entities, and keeps its devices up to date."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: PlugControlConfigEntry,
        subentry: ConfigSubentry,
        central_system: CentralSystem,
        charge_point: ChargePoint,
    ) -> None:
        """Register the devices of `charge_point`, which the central system must know already."""
        self.hass = hass
        self.entry = entry
        self.subentry = subentry
        self.central_system = central_system
        self.charge_point = charge_point
        self._listeners: defaultdict[int | None, list[Listener]] = defaultdict(list)
        self._event_listeners: defaultdict[int | None, list[EventListener]] = defaultdict(list)
        self._reported: frozenset[str] = frozenset()
        self.device_id = ""
        self.async_update_devices()

    @property
    def charge_point_id(self) -> str:
        """The charge point's identity."""
        return self.charge_point.charge_point_id

    @property
    def name(self) -> str:
        """What the user calls the charge point."""
        return self.subentry.title

    @property
    def settings(self) -> ChargePointSettings:
        """What the user set for the charge point."""
        return self.central_system.settings_of(self.charge_point_id)

    @property
    def available(self) -> bool:
        """Whether the charge point is connected."""
        return self.charge_point.connected

    # ---- listeners

    @callback
    def async_add_listener(
        self, update: Listener, connector_id: int | None = None
    ) -> CALLBACK_TYPE:
        """Call `update` when the charge point itself (None) or the connector changed, or the connection did."""
        listeners = self._listeners[connector_id]
        listeners.append(update)
        return lambda: listeners.remove(update)

    @callback
    def async_add_event_listener(
        self, listener: EventListener, connector_id: int | None = None
    ) -> CALLBACK_TYPE:
        """Call `listener` with each event of the charge point (None: all of them) or of the connector."""
        listeners = self._event_listeners[connector_id]
        listeners.append(listener)
        return lambda: listeners.remove(listener)

    @callback
    def async_update_listeners(self, connector_id: int | None = None) -> None:
        """Tell the listeners of the charge point itself (None) or of the connector to look again."""
        for update in tuple(self._listeners.get(connector_id, ())):
            update()

    @callback
    def async_update_all_listeners(self) -> None:
        """Tell every listener to look again."""
        for connector_id in tuple(self._listeners):
            self.async_update_listeners(connector_id)

    # ---- devices

    @property
    def charge_point_device_info(self) -> DeviceInfo:
        """The charge point's device."""
        charge_point = self.charge_point
        return DeviceInfo(
            identifiers={(DOMAIN, self.charge_point_id)},
            name=self.name,
            manufacturer=charge_point.vendor,
            model=charge_point.model,
            serial_number=charge_point.serial_number,
            sw_version=charge_point.firmware_version,
        )

    def connector_device_info(self, connector_id: int) -> ChildDeviceInfo:
        """The connector's device, a child of the charge point's."""
        return ChildDeviceInfo(
            identifiers={(DOMAIN, f"{self.charge_point_id}#{connector_id}")},
            parent_device_id=self.device_id,
            translation_key="connector",
            translation_placeholders={"connector_id": str(connector_id)},
        )

    @callback
    def async_update_devices(self) -> None:
        """Bring the devices of the charge point and of its connectors up to date in the registry."""
        registry = dr.async_get(self.hass)
        owner = {
            "config_entry_id": self.entry.entry_id,
            "config_subentry_id": self.subentry.subentry_id,
        }
        self.device_id = registry.async_get_or_create(**owner, **self.charge_point_device_info).id
        for connector_id in self.charge_point.connectors:
            registry.async_get_or_create_child(**owner, **self.connector_device_info(connector_id))

    # ---- events of the model

    @callback
    def async_handle_event(self, event: Event) -> None:
        """Hand an event of this charge point on to whom it concerns."""
        match event:
            case ConnectionChanged():
                self._log_connection()
                self.async_update_all_listeners()
            case ChargePointChanged():
                self._take_charge_point()
                self.async_update_listeners()
            case ConnectorChanged(connector_id=connector_id):
                self.async_update_listeners(connector_id)
            case ConnectorAdded():
                self.async_update_devices()
                self._build()
            case ReadingAdded():
                self._build()
        connector_id = getattr(event, "connector_id", None)
        for key in {None, connector_id}:
            for listener in tuple(self._event_listeners.get(key, ())):
                listener(event)

    def _take_charge_point(self) -> None:
        """Update what depends on what the charge point told about itself."""

    def _build(self) -> None:
        self.entry.runtime_data.async_build(self)

    def _log_connection(self) -> None:
        if self.available:
            _LOGGER.info("%s is connected again", self.name)
        else:
            _LOGGER.info("%s is not connected any more", self.name)
