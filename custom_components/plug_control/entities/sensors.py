"""The classes and value functions of the tables in `sensor`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import override

from homeassistant.components.sensor import SensorEntity, SensorEntityDescription, SensorStateClass
from homeassistant.core import callback
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.helpers.typing import StateType
from homeassistant.util import dt as dt_util

from custom_components.plug_control.coordinator import ChargePointCoordinator
from custom_components.plug_control.entity import (
    DescribedEntity,
    PlugControlDescription,
    PlugControlEntity,
    Source,
    described,
)
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import Connector
from custom_components.plug_control.model.meter import Phase, Quantity
from custom_components.plug_control.model.transaction import StopReason
from custom_components.plug_control.texts.names import tag_label

from .recorded_energy import async_last_energy_wh

LAST_SEEN_STEP = timedelta(minutes=5)
"""By how much the last sign of life must be newer than the shown one, since each state is a row in the database."""
LATENCY_STEP_MS = 10
LATENCY_NOISE = 0.5
"""A new latency is shown if it differs by LATENCY_STEP_MS plus this share of the shown one."""
DURATION_STEP = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class PlugControlSensorDescription[SourceT: Source](
    SensorEntityDescription, PlugControlDescription[SourceT]
):
    """Describes a sensor of a charge point or a connector."""

    value_fn: Callable[[SourceT], StateType | datetime] = lambda _: None
    last_reset_fn: Callable[[SourceT], datetime | None] = lambda _: None
    attributes_fn: Callable[[SourceT], dict[str, StateType]] = lambda _: {}
    step: float | None = None
    """The least change to show while a transaction runs; smaller ones are not visible."""


@dataclass(frozen=True, kw_only=True)
class MeterSensorDescription(SensorEntityDescription):
    """Describes a sensor of a meter reading, rounded to `digits` decimal places, so that noise writes no states."""

    quantity: Quantity
    phase: Phase | None = None
    phase_translation_key: str | None = None
    """The translation key of the same reading on one phase; None if chargers do not report it by phase."""
    digits: int | None = None
    step: float | None = None
    """The least change to show while a transaction runs."""
    state_class: SensorStateClass = SensorStateClass.MEASUREMENT
    keeps: bool = False
    """Whether the reading is a register: it stays known while the charge point is offline, and never falls."""


def _visible[V: StateType | datetime](value: V, step: float | None, source: Source) -> V | int:
    """Return what is compared to see a change: whole steps while a transaction runs, otherwise the value itself."""
    running = isinstance(source, Connector) and source.transaction is not None
    if not running or step is None or not isinstance(value, int | float):
        return value
    return int(value // step)


class PlainSensorEntity(SensorEntity):
    """A sensor entity that reads what never changes from its description."""

    device_class = described("device_class")
    native_unit_of_measurement = described("native_unit_of_measurement")
    options = described("options")
    state_class = described("state_class")
    suggested_display_precision = described("suggested_display_precision")
    suggested_unit_of_measurement = described("suggested_unit_of_measurement")


class PlugControlSensor[SourceT: Source](DescribedEntity[SourceT], PlainSensorEntity):
    """A sensor whose description defines everything."""

    entity_description: PlugControlSensorDescription[SourceT]

    @callback
    @override
    def refresh(self) -> object:
        """Take the value, the last reset and the attributes from the model."""
        description, source = self.entity_description, self.source
        self._attr_native_value = value = description.value_fn(source)
        self._attr_last_reset = last_reset = description.last_reset_fn(source)
        self._attr_extra_state_attributes = attributes = description.attributes_fn(source)
        return _visible(value, description.step, source), last_reset, attributes


class MeterSensor(PlugControlEntity, PlainSensorEntity):
    """A reading of a connector's meter, or of the charge point's own."""

    entity_description: MeterSensorDescription

    def __init__(
        self,
        coordinator: ChargePointCoordinator,
        description: MeterSensorDescription,
        source: Source,
        connector_id: int | None = None,
    ) -> None:
        """Show the reading of `source`'s meter that `description` names."""
        super().__init__(coordinator, description, connector_id)
        self._source = source
        self.follows = ((description.quantity, description.phase),)

    @property
    @override
    def available(self) -> bool:
        """Whether the reading is known: a register always, others while the charge point is connected."""
        return self.entity_description.keeps or self.coordinator.available

    @override
    async def async_added_to_hass(self) -> None:
        """Start a register at least at the recorder's last value, so that it does not fall after a crash; then listen."""
        description = self.entity_description
        if description.keeps and (
            shown_wh := await async_last_energy_wh(self.hass, self.entity_id)
        ):
            self._source.shown_before((description.quantity, description.phase), shown_wh)
        await super().async_added_to_hass()

    @callback
    @override
    def refresh(self) -> object:
        """Take the reading from the meter."""
        description = self.entity_description
        value = self._source.meter.value(description.quantity, description.phase)
        rounded = None if value is None else round(value, description.digits)
        self._attr_native_value = rounded
        return _visible(rounded, description.step, self._source)


class LastSeenSensor(PlugControlSensor[ChargePoint]):
    """The last sign of life: exact while offline, in steps of LAST_SEEN_STEP while connected."""

    @callback
    @override
    def refresh(self) -> object:
        """Take the last sign of life, if the charge point is offline or it is LAST_SEEN_STEP newer than the one shown."""
        shown, seen = self._attr_native_value, self.source.last_seen
        if (
            not isinstance(shown, datetime)
            or seen is None
            or not self.source.connected
            or seen - shown >= LAST_SEEN_STEP
        ):
            self._attr_native_value = seen
        return self._attr_native_value


class LatencySensor(PlugControlSensor[ChargePoint]):
    """How long the charge point takes to answer (ms), without small changes."""

    @callback
    @override
    def refresh(self) -> object:
        """Take the latency, if it differs enough from the one shown."""
        shown, latency_s = self._attr_native_value, self.source.latency_s
        if latency_s is not None:
            latency_ms = round(latency_s * 1000)
            if (
                not isinstance(shown, int)
                or abs(latency_ms - shown) >= LATENCY_STEP_MS + shown * LATENCY_NOISE
            ):
                self._attr_native_value = latency_ms
        return self._attr_native_value


class SessionDurationSensor(PlugControlSensor[Connector]):
    """How long the session has lasted (min); updated each minute."""

    @override
    async def async_added_to_hass(self) -> None:
        """Listen for changes, and update each DURATION_STEP."""
        await super().async_added_to_hass()
        self.async_on_remove(
            async_track_time_interval(
                self.hass, self._async_tick, DURATION_STEP, cancel_on_shutdown=True
            )
        )

    @callback
    @override
    def refresh(self) -> object:
        """Take the session's duration from the model; a running one lasts until now by the charger's clock."""
        offset = timedelta(seconds=self.coordinator.charge_point.clock_offset_s or 0)
        self._attr_native_value = minutes = session_minutes(self.source, dt_util.utcnow() + offset)
        return minutes

    @callback
    def _async_tick(self, now: datetime) -> None:
        self._async_update()


class StatusSensor(PlugControlSensor[Connector]):
    """The status; while the connector is reserved, for whom and until when."""

    @callback
    @override
    def refresh(self) -> object:
        """Take the status and the reservation from the model."""
        shown = super().refresh()
        if (reservation := self.source.reservation) is not None:
            coordinator = self.coordinator
            self._attr_extra_state_attributes = {
                "reserved_for": tag_label(
                    coordinator.entry,
                    coordinator.central_system,
                    coordinator.charge_point_id,
                    reservation.id_tag,
                ),
                "reserved_until": reservation.until.isoformat(),
            }
        return shown, reservation


class IdTagSensor(PlugControlSensor[Connector]):
    """Who charges: the user who started the charge, or else the card."""

    @callback
    @override
    def refresh(self) -> object:
        """Take the user's or the card's name, or else the card's number; None without a transaction."""
        transaction, coordinator = self.source.transaction, self.coordinator
        self._attr_native_value = label = tag_label(
            coordinator.entry,
            coordinator.central_system,
            coordinator.charge_point_id,
            None if transaction is None else transaction.id_tag,
            None if transaction is None else transaction.started_by,
        )
        return label


def session_start(connector: Connector) -> datetime | None:
    """Return when the running or last session began, by the charger's clock; None if unknown."""
    session = connector.transaction or connector.last_session
    return None if session is None else session.started_at


def session_energy_wh(connector: Connector) -> int | None:
    """Return the energy of the running or last session in whole Wh; None without one."""
    session = connector.transaction or connector.last_session
    return None if session is None else round(session.energy_wh)


def session_reset(connector: Connector) -> datetime | None:
    """Return when the session energy began at zero, by which statistics distinguish sessions."""
    start = session_start(connector)
    if start is None and connector.last_session is not None:
        return connector.last_session.stopped_at
    return start


def session_minutes(connector: Connector, now: datetime) -> int | None:
    """Return the duration of the running or last session in whole minutes; `now` is by the charger's clock."""
    start = session_start(connector)
    if connector.transaction is None:
        stop = None if connector.last_session is None else connector.last_session.stopped_at
    else:
        stop = now
    if start is None or stop is None:
        return None
    return max(0, int((stop - start).total_seconds() // 60))


def stop_reason(connector: Connector) -> str | None:
    """Return why the last session ended; None if unknown."""
    session = connector.last_session
    if session is None or session.stop_reason is StopReason.UNKNOWN:
        return None
    return session.stop_reason
