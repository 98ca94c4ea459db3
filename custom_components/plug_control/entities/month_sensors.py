"""Sensors of this month and the last one: energy, cost and solar share, of each connector and each person."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, override

from homeassistant.components.sensor import (
    DOMAIN as SENSOR,
    SensorDeviceClass,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import PERCENTAGE, UnitOfEnergy
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.device_registry import DeviceEntryType, DeviceInfo
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.coordinator import (
    ChargePointCoordinator,
    PlugControlConfigEntry,
)
from custom_components.plug_control.entity import PlugControlEntity, connector_unique_id
from custom_components.plug_control.statistics.month_totals import (
    Group,
    Key,
    MonthTotals,
    MonthTotalsKeeper,
    months_around,
)
from custom_components.plug_control.statistics.people import Person

from .sensors import PlainSensorEntity

_SHOWN_DIGITS = 4
"""Decimal places of money in states; documents round each session."""


@dataclass(frozen=True, kw_only=True)
class MonthDescription(SensorEntityDescription):
    """Describes a sensor of a month."""

    kind: str
    """The field of `MonthTotals` that must have been known once."""
    months_ago: int = 0
    value_fn: Callable[[MonthTotals], float | None]
    attributes_fn: Callable[[MonthTotals], dict[str, Any]] | None = None


def _energy(totals: MonthTotals) -> float:
    return round(totals.energy_wh / 1000, 3)


def _cost(totals: MonthTotals) -> float | None:
    return None if totals.cost is None else round(totals.cost, _SHOWN_DIGITS)


def _about_cost(totals: MonthTotals) -> dict[str, Any]:
    """Return what a cost leaves out, so that nobody takes a part for the whole, and its parts where it has several currencies."""
    about: dict[str, Any] = {
        "sessions_without_cost": totals.without_cost,
        "estimated": totals.estimated,
    }
    costs = totals.cost_by_currency or {}
    if len(costs) > 1:
        about["cost_by_currency"] = {
            currency: round(cost, _SHOWN_DIGITS) for currency, cost in sorted(costs.items())
        }
    return about


def _solar(totals: MonthTotals) -> float | None:
    return None if totals.solar_percent is None else round(totals.solar_percent)


def _descriptions(months_ago: int, prefix: str) -> tuple[MonthDescription, ...]:
    runs = SensorStateClass.TOTAL if months_ago == 0 else None
    return (
        MonthDescription(
            key=f"{prefix}_energy",
            translation_key=f"{prefix}_energy",
            kind="sessions",
            months_ago=months_ago,
            value_fn=_energy,
            device_class=SensorDeviceClass.ENERGY,
            state_class=runs,
            native_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
            suggested_display_precision=1,
            entity_registry_enabled_default=False,
        ),
        MonthDescription(
            key=f"{prefix}_cost",
            translation_key=f"{prefix}_cost",
            kind="cost_by_currency",
            months_ago=months_ago,
            value_fn=_cost,
            attributes_fn=_about_cost,
            device_class=SensorDeviceClass.MONETARY,
            state_class=runs,
            suggested_display_precision=2,
            entity_registry_enabled_default=False,
        ),
        MonthDescription(
            key=f"{prefix}_solar_share",
            translation_key=f"{prefix}_solar_share",
            kind="solar_percent",
            months_ago=months_ago,
            value_fn=_solar,
            native_unit_of_measurement=PERCENTAGE,
            suggested_display_precision=0,
            entity_registry_enabled_default=False,
        ),
    )


MONTH_SENSORS = (*_descriptions(0, "month"), *_descriptions(1, "last_month"))
_OF_PEOPLE = frozenset(each for each in MONTH_SENSORS if each.key in {"month_energy", "month_cost"})
"""What people's devices show when nobody chose."""


class MonthSensor(PlainSensorEntity):
    """Takes what it shows from the month's totals of a connector or a person."""

    entity_description: MonthDescription
    keeper: MonthTotalsKeeper
    of_group: Group
    key: Key

    @property
    @override
    def native_unit_of_measurement(self) -> str | None:
        """The unit; of money the currency of the sessions, or else Home Assistant's."""
        if self.entity_description.device_class is not SensorDeviceClass.MONETARY:
            return self.entity_description.native_unit_of_measurement
        return self._totals().currency or self.hass.config.currency

    @callback
    def take(self) -> object:
        """Take the value and the beginning of the month."""
        description, totals = self.entity_description, self._totals()
        self._attr_native_value = value = description.value_fn(totals)
        about = None if description.attributes_fn is None else description.attributes_fn(totals)
        if about is not None:
            self._attr_extra_state_attributes = about
        is_running = description.state_class is not None
        self._attr_last_reset = months_around(dt_util.now())[1] if is_running else None
        return value, self._attr_last_reset, self.native_unit_of_measurement, about

    def _totals(self) -> MonthTotals:
        months_ago = self.entity_description.months_ago
        return self.keeper.of(self.of_group, self.key, months_ago) or MonthTotals()


class ConnectorMonthSensor(PlugControlEntity, MonthSensor):
    """A month of a connector; it stays known while the charge point is offline."""

    entity_description: MonthDescription

    def __init__(
        self,
        coordinator: ChargePointCoordinator,
        description: MonthDescription,
        connector_id: int,
    ) -> None:
        """Show a month of `coordinator`'s connector."""
        super().__init__(coordinator, description, connector_id)
        self.keeper = coordinator.entry.runtime_data.month_totals
        self.of_group, self.key = Group.CONNECTOR, (coordinator.charge_point_id, connector_id)

    @property
    @override
    def available(self) -> bool:
        return True

    @override
    async def async_added_to_hass(self) -> None:
        """Listen for the connector's totals."""
        await super().async_added_to_hass()
        self.async_on_remove(
            self.keeper.async_add_listener(self.of_group, self.key, self._async_update)
        )

    @callback
    @override
    def refresh(self) -> object:
        """Take the value."""
        return self.take()


class PersonMonthSensor(MonthSensor):
    """A month of a person with a registered card, who is a device of its own."""

    _attr_has_entity_name = True
    _attr_should_poll = False

    def __init__(
        self, entry: PlugControlConfigEntry, description: MonthDescription, person: Person
    ) -> None:
        """Show a month of `person`."""
        self.entity_description = description
        self.keeper = entry.runtime_data.month_totals
        self.of_group, self.key = Group.PERSON, person.key
        self._attr_unique_id = person_unique_id(entry, person, description)
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, f"{entry.entry_id}_{person.key}")},
            name=person.name,
            entry_type=DeviceEntryType.SERVICE,
        )
        self._attr_entity_registry_enabled_default = description in _OF_PEOPLE
        self._seen: object = None

    @override
    async def async_added_to_hass(self) -> None:
        """Listen for the person's totals."""
        self.async_on_remove(self.keeper.async_add_listener(self.of_group, self.key, self._update))
        self._seen = self.take()

    @callback
    def _update(self) -> None:
        """Write the state if it changed."""
        if (seen := self.take()) != self._seen:
            self._seen = seen
            self.async_write_ha_state()


def month_sensors(coordinator: ChargePointCoordinator) -> Iterator[ConnectorMonthSensor]:
    """Yield the sensors of those months' figures of each connector that were known once."""
    charge_point_id = coordinator.charge_point_id
    for connector_id in coordinator.connectors:
        for description in MONTH_SENSORS:
            unique_id = connector_unique_id(charge_point_id, connector_id, description.key)
            key = (charge_point_id, connector_id)
            if is_known(
                coordinator.hass,
                coordinator.entry,
                Group.CONNECTOR,
                key,
                unique_id,
                description.kind,
            ):
                yield ConnectorMonthSensor(coordinator, description, connector_id)


@callback
def async_setup_people(
    hass: HomeAssistant,
    entry: PlugControlConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the sensors of people with a registered card: now, and when there is more to show."""
    added: set[str] = set()
    keeper = entry.runtime_data.month_totals

    @callback
    def add() -> None:
        for subentry_id, person in keeper.people().items():
            new = []
            for description in MONTH_SENSORS:
                unique_id = person_unique_id(entry, person, description)
                place = f"{subentry_id}_{unique_id}"
                if place not in added and is_known(
                    hass, entry, Group.PERSON, person.key, unique_id, description.kind
                ):
                    added.add(place)
                    new.append(PersonMonthSensor(entry, description, person))
            if new:
                async_add_entities(new, config_subentry_id=subentry_id)

    add()
    entry.async_on_unload(keeper.async_add_builder(add))


def person_unique_id(
    entry: PlugControlConfigEntry, person: Person, description: MonthDescription
) -> str:
    """Return the unique id of a person's sensor."""
    return f"{entry.entry_id}_{person.key}_{description.key}"


def is_known(
    hass: HomeAssistant,
    entry: PlugControlConfigEntry,
    group: Group,
    key: Key,
    unique_id: str,
    kind: str,
) -> bool:
    """Return whether there is something to show, or was once."""
    if entry.runtime_data.month_totals.has(group, key, kind):
        return True
    return er.async_get(hass).async_get_entity_id(SENSOR, DOMAIN, unique_id) is not None
