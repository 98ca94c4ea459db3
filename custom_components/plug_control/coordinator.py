"""Pass events of the model to Home Assistant: one coordinator per charge point updates its entities and devices."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
import logging
from typing import TYPE_CHECKING, Final

from homeassistant.config_entries import ConfigEntry, ConfigEntryState, ConfigSubentry
from homeassistant.core import CALLBACK_TYPE, Event as HassEvent, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.device_registry import ChildDeviceInfo, DeviceInfo
from homeassistant.helpers.event import async_call_later, async_track_device_registry_updated_event
from ocpp.v16.enums import ConfigurationKey as Key

from .central_system.central_system import CentralSystem
from .central_system.stations.configuration import integer_of
from .central_system.stations.settings import ChargePointSettings
from .central_system.wire import KeptFrame
from .const import CONF_CHARGE_POINT_ID, CONF_MAIN_CONNECTOR
from .device_layout import (
    LAYOUT_WAIT_S,
    async_rename_child,
    charge_point_identifier,
    connector_identifier,
    connector_name,
    main_connector,
    shown_name,
)
from .listeners import Listeners
from .model.charge_point import ChargePoint
from .model.connector import Connector, Limit
from .model.events import (
    ChargePointChanged,
    CheckUpChanged,
    ConnectionChanged,
    ConnectorAdded,
    ConnectorChanged,
    Event,
    ReadingAdded,
    ReadingsChanged,
)
from .model.tag import IdTag
from .work_queue import WorkQueue

SESSION_ENERGY = "session_energy"
"""The key of the session energy sensor."""

if TYPE_CHECKING:
    from .back_ends.back_ends import BackEnds
    from .cars.cars import Cars
    from .check_up.check_ups import CheckUps
    from .controller.controller import Controller
    from .documents.documents import Documents
    from .documents.monthly import MonthlyDocuments
    from .documents.receipts import Receipts
    from .documents.signed_links import SignedLinks
    from .privacy.privacy import Privacy
    from .server_certificates import ServerCertificates
    from .statistics.missed_hours import MissedHours
    from .statistics.month_totals import MonthTotalsKeeper
    from .statistics.statistics import EnergyStatistics
    from .storage.past_names import PastNames
    from .storage.steady_time import SteadyTime
    from .storage.storage import MemoryStore
    from .transfers.transfers import Transfers
    from .worth.sessions import SessionWorths

_LOGGER = logging.getLogger(__name__)

IN_FORCE: Final = frozenset({ConfigEntryState.SETUP_IN_PROGRESS, ConfigEntryState.LOADED})
"""States of a config entry in which changes of it are applied."""

type PlugControlConfigEntry = ConfigEntry[PlugControlData]
type Builder = Callable[["ChargePointCoordinator"], None]


@dataclass(kw_only=True)
class PlugControlData:
    """The runtime data of a config entry; `coordinators` by charge point identity."""

    central_system: CentralSystem
    store: MemoryStore
    work_queue: WorkQueue
    cars: Cars
    controller: Controller
    worth: SessionWorths
    check_ups: CheckUps
    statistics: EnergyStatistics
    month_totals: MonthTotalsKeeper
    missed_hours: MissedHours
    names: PastNames
    steady_time: SteadyTime
    signed_links: SignedLinks
    receipts: Receipts
    privacy: Privacy
    certificates: ServerCertificates
    transfers: Transfers
    transfers_store: MemoryStore
    documents: Documents
    monthly_documents: MonthlyDocuments
    back_ends: BackEnds
    coordinators: dict[str, ChargePointCoordinator] = field(default_factory=dict)
    builders: list[Builder] = field(default_factory=list)
    id_tags: list[IdTag] = field(default_factory=list)
    """The cards that the central system got last."""

    @callback
    def async_build(self) -> None:
        """Let every platform add the entities that it lacks."""
        for coordinator in tuple(self.coordinators.values()):
            coordinator.async_build()

    @callback
    def async_add_builder(self, builder: Builder) -> CALLBACK_TYPE:
        """Call `builder` with every coordinator: now, when one is added, and when one has new data. Return a remover."""
        self.builders.append(builder)
        for coordinator in tuple(self.coordinators.values()):
            builder(coordinator)
        return lambda: self.builders.remove(builder)


class ChargePointCoordinator(Listeners):
    """Passes the events of one charge point to its entities, and keeps its devices up to date."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: PlugControlConfigEntry,
        subentry: ConfigSubentry,
        central_system: CentralSystem,
        builders: Sequence[Builder],
        work_queue: WorkQueue,
    ) -> None:
        """Register the charge point's device; raises KeyError if the central system does not have the charge point."""
        super().__init__()
        charge_point = central_system.charge_points[subentry.data[CONF_CHARGE_POINT_ID]]
        self.hass = hass
        self.entry = entry
        self.subentry = subentry
        self.central_system = central_system
        self.charge_point = charge_point
        self._builders = builders
        self._work_queue = work_queue
        self._is_build_scheduled = False
        self._told: defaultdict[int | None, frozenset[str]] = defaultdict(frozenset)
        self._told[None] = _told(charge_point)
        self._was_available = charge_point.connected
        self._device_info: DeviceInfo | None = None
        self._has_waited = False
        self._cancel_wait: CALLBACK_TYPE | None = None
        self.frames: Collection[KeptFrame] = ()
        """The last frames of the present connection, or else of the previous one."""
        self.device_id = ""
        """The charge point's id in the device registry."""
        self.async_update_device()
        self._unsubscribe: CALLBACK_TYPE | None = async_track_device_registry_updated_event(
            hass, self.device_id, self._async_device_updated
        )
        entry.async_on_unload(self.async_close)
        self._keep_frames()

    @callback
    def async_close(self) -> None:
        """Cancel the timer and the listener; the entry's unloading calls it again for a charge point that was deleted."""
        unsubscribe, self._unsubscribe = self._unsubscribe, None
        if unsubscribe is not None:
            unsubscribe()
        self._stop_waiting()

    @property
    def charge_point_id(self) -> str:
        """The charge point's identity."""
        return self.charge_point.charge_point_id

    @property
    def name(self) -> str:
        """The name that the user gave the charge point."""
        return self.subentry.title

    @property
    def settings(self) -> ChargePointSettings:
        """The charge point's settings."""
        return self.central_system.settings_of(self.charge_point_id)

    @property
    def available(self) -> bool:
        """Whether the charge point is connected."""
        return self.charge_point.connected

    # ---- devices

    @property
    def main_connector(self) -> int | None:
        """The connector that shares the charge point's device; NO_CONNECTOR for none, None while not decided."""
        return self.subentry.data.get(CONF_MAIN_CONNECTOR)

    @property
    def connectors(self) -> Mapping[int, Connector]:
        """The connectors that get entities: none while their devices are not decided."""
        return {} if self.main_connector is None else self.charge_point.connectors

    @property
    def charge_point_device_info(self) -> DeviceInfo:
        """The description of the charge point's device."""
        charge_point = self.charge_point
        return DeviceInfo(
            identifiers={charge_point_identifier(self.charge_point_id)},
            name=self.name,
            manufacturer=charge_point.vendor,
            model=charge_point.model,
            serial_number=charge_point.serial_number,
            sw_version=charge_point.firmware_version,
        )

    @property
    def identifiers(self) -> set[tuple[str, str]]:
        """The identifiers of the devices of the charge point and its connectors."""
        own = charge_point_identifier(self.charge_point_id)
        return {
            own,
            *(
                connector_identifier(self.charge_point_id, connector_id)
                for connector_id in self.charge_point.connectors
                if connector_id != self.main_connector
            ),
        }

    @property
    def device_name(self) -> str:
        """The name of the charge point's device, the user's own before the configured one."""
        device = dr.async_get(self.hass).async_get(self.device_id)
        return self.name if device is None else shown_name(device)

    def connector_device_info(self, connector_id: int) -> DeviceInfo | ChildDeviceInfo:
        """Return the description of the connector's device: the charge point's own, or a child of it."""
        if connector_id == self.main_connector:
            return self.charge_point_device_info
        return ChildDeviceInfo(
            identifiers={connector_identifier(self.charge_point_id, connector_id)},
            parent_device_id=self.device_id,
            name=connector_name(self.device_name, connector_id),
        )

    @callback
    def async_connector_device(self, connector_id: int) -> dr.AnyDeviceEntry | None:
        """Return the connector's device from the registry; None if it has none yet."""
        registry = dr.async_get(self.hass)
        if connector_id == self.main_connector:
            return registry.async_get(self.device_id)
        return registry.async_get_child_device_by_identifier(
            connector_identifier(self.charge_point_id, connector_id), self.entry.entry_id
        )

    @callback
    def async_update_device(self) -> None:
        """Update the charge point's device in the registry; take over one that a form created to set its area."""
        if (info := self.charge_point_device_info) == self._device_info:
            return
        self._device_info = info
        registry = dr.async_get(self.hass)
        subentry_id = self.subentry.subentry_id
        placed = registry.async_get_device_by_identifier(
            charge_point_identifier(self.charge_point_id), self.entry.entry_id
        )
        if placed is not None and placed.config_subentry_id is None:
            registry.async_update_device(placed.id, new_config_subentry_id=subentry_id)
        device = registry.async_get_or_create(
            config_entry_id=self.entry.entry_id, config_subentry_id=subentry_id, **info
        )
        self.device_id = device.id
        self._name_children()

    @callback
    def _name_children(self) -> None:
        """Name the connectors' child devices after the charge point's device."""
        name = self.device_name
        for connector_id in self.charge_point.connectors:
            child = self.async_connector_device(connector_id)
            if isinstance(child, dr.ChildDeviceEntry):
                async_rename_child(self.hass, child, connector_name(name, connector_id))

    @callback
    def _async_device_updated(self, event: HassEvent[dr.EventDeviceRegistryUpdatedData]) -> None:
        """Rename the child devices when the user renames the charge point's device."""
        if event.data["action"] == "update" and "name_by_user" in event.data["changes"]:
            self._name_children()

    @callback
    def _decide_devices(self) -> None:
        """Decide once and store which devices the connectors have; wait while further connectors may still report."""
        if self.main_connector is not None:
            return
        charge_point = self.charge_point
        told = integer_of(charge_point.configuration, Key.number_of_connectors)
        decided = main_connector(charge_point.connectors, told, waited=self._has_waited)
        if decided is not None:
            self._stop_waiting()
            self.hass.config_entries.async_update_subentry(
                self.entry,
                self.subentry,
                data={**self.subentry.data, CONF_MAIN_CONNECTOR: decided},
            )
        elif charge_point.connectors and self._cancel_wait is None:
            self._cancel_wait = async_call_later(self.hass, LAYOUT_WAIT_S, self._async_waited)

    @callback
    def _async_waited(self, now: datetime) -> None:
        self._cancel_wait = None
        self._has_waited = True
        self.async_build()

    def _stop_waiting(self) -> None:
        if self._cancel_wait is not None:
            self._cancel_wait()
            self._cancel_wait = None

    @callback
    def async_settings_changed(self) -> None:
        """Update the device and the entities after the user changed settings; Home Assistant updates the subentry itself."""
        self.async_update_device()
        self.async_update_all_listeners()

    # ---- events of the model

    @callback
    def async_handle_event(self, event: Event) -> None:
        """Pass an event of this charge point to its device, its entities and its event listeners."""
        match event:
            case ReadingsChanged():
                self._take_readings(event)
            case ConnectorChanged(connector_id=connector_id):
                self._take_connector(connector_id)
            case CheckUpChanged():
                self.async_update_listeners()
            case ChargePointChanged():
                self._take_charge_point()
            case ConnectionChanged():
                self._log_connection()
                self._keep_frames()
                self._work_queue.take(self._show_connection)
            case ConnectorAdded() | ReadingAdded():
                self._build_soon()
        self.async_tell_event_listeners(event)

    @callback
    def async_build(self) -> None:
        """Decide the devices, and let every platform add the entities that it lacks for this charge point."""
        self._is_build_scheduled = False
        if self._is_in_force:
            self._decide_devices()
            for builder in tuple(self._builders):
                builder(self)

    def _show_connection(self) -> None:
        """Update the device and all entities; queued, since after a power cut all charge points come back at once."""
        if self._is_in_force:
            self._take_charge_point()
            self.async_update_all_listeners()

    @property
    def _is_in_force(self) -> bool:
        """Whether the entry is set up and still has the charge point's subentry."""
        return self.entry.state in IN_FORCE and self.subentry.subentry_id in self.entry.subentries

    def _take_charge_point(self) -> None:
        """Show what the charge point reported about itself; what it reports for the first time may need new entities."""
        self.async_update_device()
        self._build_if_new(None, self.charge_point)
        if self.main_connector is None and self.charge_point.connectors:
            self._build_soon()
        self.async_update_listeners()

    def _take_connector(self, connector_id: int) -> None:
        if (connector := self.charge_point.connectors.get(connector_id)) is not None:
            self._build_if_new(connector_id, connector, connector.limit)
        self.async_update_listeners(connector_id)

    def _take_readings(self, event: ReadingsChanged) -> None:
        energy = (SESSION_ENERGY,) if event.session else ()
        self.async_update_followers(event.connector_id, (*event.readings, *energy))

    def _build_if_new(self, connector_id: int | None, *sources: _Source) -> None:
        told = frozenset[str]().union(*map(_told, sources))
        if told - self._told[connector_id]:
            self._told[connector_id] |= told
            self._build_soon()

    def _build_soon(self) -> None:
        """Schedule one build for all changes of one message."""
        if not self._is_build_scheduled:
            self._is_build_scheduled = True
            self.hass.loop.call_soon(self.async_build)

    def _keep_frames(self) -> None:
        """Keep a reference to the connection's frames: after it is lost, the last ones show why."""
        if (connection := self.central_system.connection_of(self.charge_point_id)) is not None:
            self.frames = connection.frames

    def _log_connection(self) -> None:
        if self.available != self._was_available:
            self._was_available = self.available
            _LOGGER.info("%s is %s", self.name, "connected" if self.available else "not connected")


type _Source = ChargePoint | Connector | Limit

_FIELDS = {
    source: tuple(part.name for part in fields(source))
    for source in (ChargePoint, Connector, Limit)
}


def _told(source: _Source) -> frozenset[str]:
    """Return the names of the fields that have a value; an empty mapping is none."""
    values = ((name, getattr(source, name)) for name in _FIELDS[type(source)])
    return frozenset(name for name, value in values if value is not None and value != {})
