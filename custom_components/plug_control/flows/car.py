"""Subentry flow of a car: what it is, how it is recognised, how it likes to charge, and its plans."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.config_entries import (
    ConfigEntry,
    ConfigSubentry,
    ConfigSubentryFlow,
    SubentryFlowResult,
)
from homeassistant.const import CONF_ICON, CONF_MODE, CONF_NAME
from homeassistant.helpers.selector import (
    IconSelector,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)
import voluptuous as vol

from custom_components.plug_control.cars.found import FoundCar, found_cars
from custom_components.plug_control.cars.options import cars_of
from custom_components.plug_control.charging.types import MINIMUM_CURRENT_A, Mode
from custom_components.plug_control.const import (
    CONF_BATTERY_CAPACITY,
    CONF_CARDS,
    CONF_CONNECTORS,
    CONF_MAXIMUM_CURRENT,
    CONF_MINIMUM_CURRENT,
    CONF_MINIMUM_SOC,
    CONF_PHASES,
    CONF_PLUGGED_ENTITY,
    CONF_RANGE_ENTITY,
    CONF_SOC_ENTITY,
    CONF_TARGET_SOC,
    SUBENTRY_CAR,
)
from custom_components.plug_control.entry_settings import id_tags

from .car_plans import CarPlansFlow
from .form import STATE_OF_CHARGE, choice, decimal, entity, filled_in, integer, known_connectors
from .id_tag import MAX_TAG_LENGTH

_FOUND: Final = "found"
_OTHER: Final = "other"
_AS_CONNECTOR: Final = "connector"
"""The choice of a mode that is stored by leaving the field out."""
RESERVED_NAMES: Final = frozenset({"auto", "other"})
"""Options of the select of a connector's car, beside the cars."""

_CAR_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_NAME): TextSelector(),
        vol.Optional(CONF_BATTERY_CAPACITY): decimal(1, 1000, "kWh"),
        vol.Optional(CONF_SOC_ENTITY): entity(STATE_OF_CHARGE),
        vol.Optional(CONF_RANGE_ENTITY): entity(
            [
                {"domain": "sensor", "device_class": "distance"},
                {"domain": ["sensor", "input_number"], "unit_of_measurement": ["km", "mi"]},
            ]
        ),
        vol.Optional(CONF_PLUGGED_ENTITY): entity([{"domain": ["binary_sensor", "input_boolean"]}]),
        vol.Optional(CONF_ICON): IconSelector(),
    }
)
_CHARGING_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_MODE): choice("car_mode", [_AS_CONNECTOR, *Mode]),
        vol.Optional(CONF_MINIMUM_SOC): integer(0, 100, "%"),
        vol.Optional(CONF_TARGET_SOC): integer(1, 100, "%"),
        vol.Optional(CONF_PHASES): vol.All(choice(CONF_PHASES, ["1", "2", "3"]), vol.Coerce(int)),
        vol.Optional(CONF_MINIMUM_CURRENT): integer(MINIMUM_CURRENT_A, 80, "A"),
        vol.Optional(CONF_MAXIMUM_CURRENT): integer(MINIMUM_CURRENT_A, 80, "A"),
    }
)


class CarFlow(CarPlansFlow, ConfigSubentryFlow):
    """Adds a car, or changes one: one form for each of what it is, how it is recognised and how it charges."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self._data: dict[str, Any] = {}
        self._subentry: ConfigSubentry | None = None
        self._found: dict[str, FoundCar] = {}

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Offer the cars that integrations have and that are not added yet; without any, ask for a car's data."""
        if user_input is not None:
            if (found := self._found.get(user_input[_FOUND])) is not None:
                self._data = _data_of(found)
            return await self.async_step_car()
        known = {car.soc_entity for car in cars_of(self._get_entry())}
        self._found = {
            car.device_id: car for car in found_cars(self.hass) if car.soc_entity not in known
        }
        if not self._found:
            return await self.async_step_car()
        options = [
            *(SelectOptionDict(value=each, label=car.name) for each, car in self._found.items()),
            SelectOptionDict(value=_OTHER, label=_OTHER),
        ]
        selector = SelectSelector(
            SelectSelectorConfig(
                options=options, translation_key="found_car", mode=SelectSelectorMode.LIST
            )
        )
        field = vol.Required(_FOUND, default=options[0]["value"])
        return self.async_show_form(
            step_id="user", data_schema=vol.Schema({field: selector}), last_step=False
        )

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask what to change."""
        self._subentry = self._get_reconfigure_subentry()
        self._data = {**self._subentry.data, CONF_NAME: self._subentry.title}
        return self.async_show_menu(
            step_id="reconfigure", menu_options=["car", "recognition", "charging", "plans"]
        )

    async def async_step_car(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for the name, the battery, and the entities of the car's own integration."""
        errors: dict[str, str] = {}
        if user_input is not None:
            self._data = filled_in(self._data, _CAR_SCHEMA, user_input)
            self._data[CONF_NAME] = self._data.get(CONF_NAME, "").strip()
            errors = _name_errors(self._get_entry(), self._subentry, self._data[CONF_NAME])
            if not errors:
                return await self._async_next("recognition")
        return self.async_show_form(
            step_id="car",
            data_schema=self.add_suggested_values_to_schema(_CAR_SCHEMA, self._data),
            errors=errors,
            last_step=self._subentry is not None,
        )

    async def async_step_recognition(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for its cards and Autocharge ids, and for the connectors where it mostly is."""
        schema = self._recognition_schema()
        errors: dict[str, str] = {}
        if user_input is not None:
            self._data = filled_in(self._data, schema, user_input)
            tags = [tag.strip() for tag in self._data.get(CONF_CARDS, ())]
            if not all(0 < len(tag) <= MAX_TAG_LENGTH and tag.isprintable() for tag in tags):
                errors[CONF_CARDS] = "invalid_id_tag"
            else:
                self._data = filled_in(self._data, schema, {**self._data, CONF_CARDS: tags})
                return await self._async_next("charging")
        return self.async_show_form(
            step_id="recognition",
            data_schema=self.add_suggested_values_to_schema(schema, self._data),
            errors=errors,
            last_step=self._subentry is not None,
        )

    async def async_step_charging(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for the mode that it likes, its minimum and its target, and the currents that it takes."""
        errors: dict[str, str] = {}
        if user_input is not None:
            self._data = filled_in(self._data, _CHARGING_SCHEMA, user_input)
            errors = _charging_errors(self._data)
            if not errors:
                return self._finish()
        return self.async_show_form(
            step_id="charging",
            data_schema=self.add_suggested_values_to_schema(
                _CHARGING_SCHEMA, _charging_form(self._data)
            ),
            errors=errors,
            last_step=True,
        )

    async def _async_next(self, step: str) -> SubentryFlowResult:
        """Go on with the next form of a new car; a change is stored."""
        if self._subentry is not None:
            return self._finish()
        if step == "recognition":
            return await self.async_step_recognition()
        return await self.async_step_charging()

    def _finish(self) -> SubentryFlowResult:
        """Store the car, and leave out what is not chosen."""
        title = self._data[CONF_NAME]
        data = {key: value for key, value in self._data.items() if key != CONF_NAME}
        if data.get(CONF_MODE) == _AS_CONNECTOR:
            del data[CONF_MODE]
        if not data.get(CONF_MINIMUM_SOC):
            data.pop(CONF_MINIMUM_SOC, None)
        if self._subentry is None:
            return self.async_create_entry(title=title, data=data)
        return self.async_update_and_abort(
            self._get_entry(), self._subentry, title=title, data=data
        )

    def _recognition_schema(self) -> vol.Schema:
        """Return the form with the registered cards and the known connectors to choose from."""
        entry = self._get_entry()
        cards = [SelectOptionDict(value=tag.id_tag, label=tag.name) for tag in id_tags(entry)]
        connectors = known_connectors(entry)
        known = {name: name for name in self._data.get(CONF_CONNECTORS, ())} | connectors
        places = [SelectOptionDict(value=key, label=name) for key, name in known.items()]
        return vol.Schema(
            {
                vol.Optional(CONF_CARDS): SelectSelector(
                    SelectSelectorConfig(options=cards, multiple=True, custom_value=True)
                ),
                vol.Optional(CONF_CONNECTORS): SelectSelector(
                    SelectSelectorConfig(
                        options=places, multiple=True, mode=SelectSelectorMode.LIST
                    )
                ),
            }
        )


def _data_of(found: FoundCar) -> dict[str, Any]:
    """Return the data of a car that an integration has, as the form suggests them."""
    data = {
        CONF_NAME: found.name,
        CONF_BATTERY_CAPACITY: found.battery_kwh,
        CONF_SOC_ENTITY: found.soc_entity,
        CONF_RANGE_ENTITY: found.range_entity,
        CONF_PLUGGED_ENTITY: found.plugged_entity,
    }
    return {key: value for key, value in data.items() if value is not None}


def _name_errors(entry: ConfigEntry, subentry: ConfigSubentry | None, name: str) -> dict[str, str]:
    """Return the form's errors: a car needs a name that no other car has."""
    others = {
        other.title.casefold()
        for other in entry.get_subentries_of_type(SUBENTRY_CAR)
        if subentry is None or other.subentry_id != subentry.subentry_id
    }
    if not name:
        return {CONF_NAME: "name_missing"}
    return {CONF_NAME: "name_taken"} if name.casefold() in others | RESERVED_NAMES else {}


def _charging_form(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the stored data as the form shows them."""
    shown = {CONF_MODE: _AS_CONNECTOR, **data}
    return shown | ({CONF_PHASES: str(data[CONF_PHASES])} if CONF_PHASES in data else {})


def _charging_errors(data: Mapping[str, Any]) -> dict[str, str]:
    """Return the form's errors: the highest current is not below the lowest."""
    least_a = data.get(CONF_MINIMUM_CURRENT, MINIMUM_CURRENT_A)
    if data.get(CONF_MAXIMUM_CURRENT, least_a) < least_a:
        return {CONF_MAXIMUM_CURRENT: "less_than_minimum"}
    return {}
