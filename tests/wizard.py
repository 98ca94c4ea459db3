"""Go through the site's wizard as users do."""

from collections.abc import Mapping
from typing import Any, Self

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.flows.site.live_values import NOT_SET

from .subentries import suggestions


class Wizard:
    """An open options flow; `result` is its last result."""

    result: Mapping[str, Any]

    def __init__(self, hass: HomeAssistant, entry: MockConfigEntry) -> None:
        self._hass = hass
        self._entry = entry

    @classmethod
    async def open(cls, hass: HomeAssistant, entry: MockConfigEntry) -> Self:
        """Open the options and choose the site."""
        wizard = cls(hass, entry)
        wizard.result = await hass.config_entries.options.async_init(entry.entry_id)
        await wizard.choose("site")
        return wizard

    async def choose(self, step: str) -> None:
        """Choose a step from the menu."""
        assert self.result["type"] is FlowResultType.MENU, self.result
        assert step in self.result["menu_options"]
        await self._configure({"next_step_id": step})

    async def fill_in(self, step: str, **user_input: Any) -> None:
        """Fill in the present form `step`; a field that is not given keeps its suggestion, None empties it."""
        assert (self.result["type"], self.step) == (FlowResultType.FORM, step), self.result
        filled_in = {**self.suggested, **user_input}
        await self._configure({key: value for key, value in filled_in.items() if value is not None})

    async def _configure(self, user_input: dict[str, Any]) -> None:
        configure = self._hass.config_entries.options.async_configure
        self.result = await configure(self.result["flow_id"], user_input)
        await self._hass.async_block_till_done()

    @property
    def step(self) -> str:
        """The present step."""
        step: str = self.result["step_id"]
        return step

    @property
    def errors(self) -> dict[str, str]:
        """The form's errors by field."""
        errors: dict[str, str] = self.result["errors"]
        return errors

    @property
    def suggested(self) -> dict[str, Any]:
        """The form's suggested values."""
        return suggestions(self.result)

    @property
    def values(self) -> dict[str, str]:
        """The review's values, without those that are not set up."""
        assert self.step.startswith("review")
        values: Mapping[str, str] = self.result["description_placeholders"]
        return {name: value for name, value in values.items() if value != NOT_SET}

    @property
    def is_stored(self) -> bool:
        """Whether the flow has stored its input."""
        return self.result["type"] is FlowResultType.CREATE_ENTRY


def sensor(
    hass: HomeAssistant, entity_id: str, state: float | str, unit: str | None = "W", **more: Any
) -> str:
    """Set the state of a sensor, and return its entity id."""
    attributes = {"unit_of_measurement": unit} if unit else {}
    hass.states.async_set(entity_id, str(state), {**attributes, **more}, force_update=True)
    return entity_id
