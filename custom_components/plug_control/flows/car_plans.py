"""Steps of a car's subentry flow for its plans: a menu to add, change and remove them."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any, Final

from homeassistant.config_entries import ConfigSubentryFlow, SubentryFlowResult
from homeassistant.helpers.selector import (
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TimeSelector,
)
import voluptuous as vol

from custom_components.plug_control.cars.options import DAYS
from custom_components.plug_control.charging.plans.settings import PlanShape
from custom_components.plug_control.const import (
    CONF_PLAN_ENERGY,
    CONF_PLAN_RANGE,
    CONF_PLAN_SHAPE,
    CONF_PLAN_SOC,
    CONF_PLANS,
    CONF_READY_BY,
    CONF_WEEKDAYS,
)
from custom_components.plug_control.texts.days import days_text
from custom_components.plug_control.texts.number_format import (
    NumberFormat,
    async_number_format,
    async_reader_language,
)

from .form import decimal, filled_in, integer

_AMOUNTS: Final = (CONF_PLAN_SOC, CONF_PLAN_RANGE, CONF_PLAN_ENERGY)
_UNITS: Final = {CONF_PLAN_SOC: "%", CONF_PLAN_RANGE: "km", CONF_PLAN_ENERGY: "kWh"}
_PLAN: Final = "plan"
_NEW: Final[Mapping[str, Any]] = {CONF_WEEKDAYS: [*DAYS[:5]], CONF_READY_BY: "07:00:00"}
_PLAN_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_WEEKDAYS): SelectSelector(
            SelectSelectorConfig(
                options=[*DAYS],
                multiple=True,
                translation_key=CONF_WEEKDAYS,
                mode=SelectSelectorMode.LIST,
            )
        ),
        vol.Required(CONF_READY_BY): TimeSelector(),
        vol.Optional(CONF_PLAN_SOC): integer(1, 100, "%"),
        vol.Optional(CONF_PLAN_RANGE): integer(1, 2000, "km"),
        vol.Optional(CONF_PLAN_ENERGY): decimal(0.5, 500, "kWh"),
        vol.Optional(CONF_PLAN_SHAPE): SelectSelector(
            SelectSelectorConfig(
                options=[shape.value for shape in PlanShape],
                translation_key=CONF_PLAN_SHAPE,
                mode=SelectSelectorMode.DROPDOWN,
            )
        ),
    }
)


class CarPlansFlow(ConfigSubentryFlow):
    """Adds, changes and removes the plans of a car that is being changed."""

    _place: int | None = None
    """The place of the plan that is changed; None: a new one."""

    async def async_step_plans(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask what to do with the plans."""
        plans = self._plans()
        if not plans:
            return await self.async_step_add_plan()
        described = await self._async_described()
        return self.async_show_menu(
            step_id="plans",
            menu_options=["add_plan", "change_plan", "remove_plans"],
            description_placeholders={"plans": "\n".join(f"- {text}" for text in described)},
        )

    async def async_step_add_plan(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for a new plan."""
        self._place = None
        return await self.async_step_plan()

    async def async_step_change_plan(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask which plan to change, where there are several."""
        plans = self._plans()
        if user_input is not None or len(plans) == 1:
            self._place = int((user_input or {}).get(_PLAN, 0))
            return await self.async_step_plan()
        selector = _selector(await self._async_described())
        return self.async_show_form(
            step_id="change_plan",
            data_schema=vol.Schema({vol.Required(_PLAN, default="0"): selector}),
            last_step=False,
        )

    async def async_step_plan(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a plan's days, its time, its amount and its shape."""
        plans = self._plans()
        shown = dict(_NEW) if self._place is None else plans[self._place]
        errors: dict[str, str] = {}
        if user_input is not None:
            shown = filled_in({}, _PLAN_SCHEMA, user_input)
            errors = _errors(shown)
            if not errors:
                place = len(plans) if self._place is None else self._place
                return self._store([*plans[:place], shown, *plans[place + 1 :]])
        return self.async_show_form(
            step_id="plan",
            data_schema=self.add_suggested_values_to_schema(_PLAN_SCHEMA, shown),
            errors=errors,
            last_step=True,
        )

    async def async_step_remove_plans(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask which plans to remove."""
        if user_input is not None:
            gone = {int(place) for place in user_input.get(CONF_PLANS, ())}
            return self._store(
                [plan for place, plan in enumerate(self._plans()) if place not in gone]
            )
        selector = _selector(await self._async_described(), multiple=True)
        return self.async_show_form(
            step_id="remove_plans",
            data_schema=vol.Schema({vol.Optional(CONF_PLANS): selector}),
            last_step=True,
        )

    def _plans(self) -> list[dict[str, Any]]:
        """Return the stored plans."""
        stored = self._get_reconfigure_subentry().data.get(CONF_PLANS, ())
        return [dict(plan) for plan in stored]

    def _store(self, plans: list[dict[str, Any]]) -> SubentryFlowResult:
        subentry = self._get_reconfigure_subentry()
        others = {key: value for key, value in subentry.data.items() if key != CONF_PLANS}
        return self.async_update_and_abort(
            self._get_entry(), subentry, data=others | ({CONF_PLANS: plans} if plans else {})
        )

    async def _async_described(self) -> list[str]:
        """Return the plans in short, in the reader's language: "Mon–Fri 07:00, 80 %"."""
        language = await async_reader_language(self.hass)
        numbers = await async_number_format(self.hass)
        return [_described(plan, language, numbers) for plan in self._plans()]


def _described(plan: Mapping[str, Any], language: str, numbers: NumberFormat) -> str:
    days = days_text(plan[CONF_WEEKDAYS], language)
    at = time.fromisoformat(plan[CONF_READY_BY]).strftime("%H:%M")
    key = next((key for key in _AMOUNTS if key in plan), None)
    amount = "" if key is None else f", {numbers.written(plan[key], 3)} {_UNITS[key]}"
    return f"{days} {at}{amount}"


def _selector(texts: Sequence[str], *, multiple: bool = False) -> SelectSelector:
    options = [SelectOptionDict(value=str(place), label=text) for place, text in enumerate(texts)]
    return SelectSelector(
        SelectSelectorConfig(options=options, multiple=multiple, mode=SelectSelectorMode.LIST)
    )


def _errors(plan: Mapping[str, Any]) -> dict[str, str]:
    """Return the form's errors: a plan needs a day, and one amount at most."""
    errors: dict[str, str] = {}
    if not plan.get(CONF_WEEKDAYS):
        errors[CONF_WEEKDAYS] = "no_days"
    amounts = [key for key in _AMOUNTS if key in plan]
    if len(amounts) > 1:
        errors[amounts[1]] = "one_amount"
    return errors
