"""The site's wizard: grid, battery, fuse and prices, then a review with live values."""

import asyncio
from contextlib import suppress
from typing import Any, Final

from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult, OptionsFlow
from homeassistant.const import UnitOfPower
from homeassistant.util import dt as dt_util

from custom_components.plug_control.const import (
    CONF_BATTERY_POWER_INVERTED,
    CONF_GRID_EXPORT,
    CONF_GRID_IMPORT,
    CONF_GRID_POWER_INVERTED,
    CONF_GRID_SIGNAL,
    CONF_MAIN_FUSE_PHASES,
    CONF_SITE,
    CONF_TARIFFS,
)
from custom_components.plug_control.controller.controller import Controller
from custom_components.plug_control.flows.form import filled_in
from custom_components.plug_control.site.energy_preferences import async_site_of_energy_preferences
from custom_components.plug_control.site.grid_signal import is_power_or_current, source_reading
from custom_components.plug_control.site.options import (
    GridMeter,
    SiteOptions,
    main_circuit,
    read_site,
)
from custom_components.plug_control.site.readings import SiteSensors, reading
from custom_components.plug_control.site.tariffs import TARIFF_FIELDS
from custom_components.plug_control.texts.number_format import async_number_format

from .drafts import Draft
from .forms import DEFAULTS, FIRST_FORM, FORMS, form_after, meant
from .live_values import LiveValues, live_values

_REFRESH_TIMEOUT_S: Final = 10.0
"""How long the review waits for prices and forecasts that it has to ask for, since they are no states."""


class SiteFlow(OptionsFlow):
    """Asks form after form, shows the sensors' present values, and stores only what the user confirms there."""

    _draft: dict[str, Any]
    _reviewed = False

    async def async_step_site(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Begin with the review of the stored site, or else with the first form, filled in from the energy preferences."""
        stored = self.config_entry.options.get(CONF_SITE)
        if stored is not None:
            self._draft = {**stored, **self.config_entry.options.get(CONF_TARIFFS, {})}
            return await self.async_step_review()
        self._draft = await async_site_of_energy_preferences(self.hass)
        return self._show(FIRST_FORM)

    # ---- the forms

    async def async_step_grid_meter(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask how the grid is measured."""
        return await self._async_form("grid_meter", user_input)

    async def async_step_grid_power(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the sensor of the grid's power."""
        return await self._async_form("grid_power", user_input)

    async def async_step_grid_import_export(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the sensors of import and export."""
        return await self._async_form("grid_import_export", user_input)

    async def async_step_solar_house(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the power sensors of the solar system and of the house."""
        return await self._async_form("solar_house", user_input)

    async def async_step_battery(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the home battery's sensors."""
        return await self._async_form("battery", user_input)

    async def async_step_battery_first(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask up to which charge the home battery comes before the car."""
        return await self._async_form("battery_first", user_input)

    async def async_step_battery_hold(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the entity that holds the home battery."""
        return await self._async_form("battery_hold", user_input)

    async def async_step_battery_hold_values(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the values that hold and release it."""
        return await self._async_form("battery_hold_values", user_input)

    async def async_step_main_fuse(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the main fuse."""
        return await self._async_form("main_fuse", user_input)

    async def async_step_currents(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the current sensors at the main fuse."""
        return await self._async_form("currents", user_input)

    async def async_step_prices(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for prices and the solar forecast."""
        return await self._async_form("prices", user_input)

    async def async_step_tariffs(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for fixed prices, what feeding in pays, and the grid's CO2."""
        return await self._async_form("tariffs", user_input)

    async def async_step_grid_signal(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the grid operator's signal, and what it limits."""
        if user_input is not None:
            signal = user_input.get(CONF_GRID_SIGNAL)
            if signal is not None and not is_power_or_current(self.hass, signal):
                self._draft |= user_input
                return self._show("grid_signal", {CONF_GRID_SIGNAL: "no_power_or_current"})
        return await self._async_form("grid_signal", user_input)

    async def async_step_solar(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask how readily charging on surplus switches, and how much may come from the grid."""
        return await self._async_form("solar", user_input)

    async def async_step_times(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask how old a sensor's value may be, and after which silence of ours chargers fall back to a safe limit."""
        return await self._async_form("times", user_input)

    async def async_step_consumers(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what else may use the surplus."""
        return await self._async_form("consumers", user_input)

    async def async_step_feed_in(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what is left to the grid, and how much may be fed in."""
        return await self._async_form("feed_in", user_input)

    async def async_step_feed_in_percent(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the peak power and the share of it that may be fed in."""
        return await self._async_form("feed_in_percent", user_input)

    async def async_step_feed_in_power(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the power that may be fed in."""
        return await self._async_form("feed_in_power", user_input)

    async def _async_form(self, step: str, user_input: dict[str, Any] | None) -> ConfigFlowResult:
        """Show a form, or store its input in the draft and show the next form, or the review."""
        if user_input is None:
            return self._show(step)
        form = FORMS[step]
        self._draft = filled_in(self._draft, form.schema(self.hass, self._draft), user_input)
        if errors := form.errors(self._draft):
            return self._show(step, errors)
        following = form_after(step, self._draft, within_group=self._reviewed)
        return await self.async_step_review() if following is None else self._show(following)

    def _show(self, step: str, errors: dict[str, str] | None = None) -> ConfigFlowResult:
        suggested = {**DEFAULTS, **self._draft}
        suggested[CONF_MAIN_FUSE_PHASES] = str(suggested[CONF_MAIN_FUSE_PHASES])
        return self.async_show_form(
            step_id=step,
            data_schema=self.add_suggested_values_to_schema(
                FORMS[step].schema(self.hass, self._draft), suggested
            ),
            errors=errors or {},
            last_step=False,
        )

    # ---- the review

    async def async_step_review(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Show the sensors' present values, and a menu of corrections."""
        self._reviewed = True
        options = read_site(*_parted(meant(self.hass, self._draft)))
        return self.async_show_menu(
            step_id="review" if options.measures_surplus else "review_without_meter",
            menu_options=_menu(options),
            description_placeholders=await self._async_values(options),
        )

    async_step_review_without_meter = async_step_review

    async def async_step_look_again(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the review again, with the present values."""
        return await self.async_step_review()

    async def async_step_turn_grid_sign(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Invert the sign of the grid's sensor."""
        inverted = self._draft.get(CONF_GRID_POWER_INVERTED, False)
        self._draft[CONF_GRID_POWER_INVERTED] = not inverted
        return await self.async_step_review()

    async def async_step_swap_import_export(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Swap the sensors of import and export."""
        self._draft |= {
            CONF_GRID_IMPORT: self._draft[CONF_GRID_EXPORT],
            CONF_GRID_EXPORT: self._draft[CONF_GRID_IMPORT],
        }
        return await self.async_step_review()

    async def async_step_turn_battery_sign(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Invert the sign of the home battery's sensor."""
        inverted = self._draft.get(CONF_BATTERY_POWER_INVERTED, False)
        self._draft[CONF_BATTERY_POWER_INVERTED] = not inverted
        return await self.async_step_review()

    async def async_step_save(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Store the site; keep the other options."""
        site, tariffs = _parted(meant(self.hass, self._draft))
        options = {**self.config_entry.options, CONF_SITE: site, CONF_TARIFFS: tariffs}
        return self.async_create_entry(data=options)

    async def _async_values(self, options: SiteOptions) -> dict[str, str]:
        """Return the placeholders of the review for `options`, with the sensors' present values."""
        sensors = SiteSensors(self.hass, options, tuple(main_circuit(options)))
        with suppress(TimeoutError):
            async with asyncio.timeout(_REFRESH_TIMEOUT_S):
                await sensors.async_refresh_prices()
                await sensors.async_refresh_forecast()
        now = dt_util.now()
        return live_values(
            LiveValues(
                options=options,
                values=sensors.read(now),
                now=now,
                solar_w=reading(self.hass, options.solar_power, UnitOfPower.WATT),
                house_w=reading(self.hass, options.house_power, UnitOfPower.WATT),
                signal=source_reading(self.hass, options.signal, options.main_fuse_phases, now),
                reactions_s=self._reactions_s(),
                silent=tuple(map(self._name, sensors.stale(now))),
                number_format=await async_number_format(self.hass),
            )
        )

    def _reactions_s(self) -> dict[str, int]:
        """Return by name in how many seconds each charge point takes a limit at the latest; empty while nothing runs."""
        entry = self.config_entry
        if entry.state is not ConfigEntryState.LOADED:
            return {}
        controller: Controller = entry.runtime_data.controller
        return controller.reactions_s()

    def _name(self, entity_id: str) -> str:
        """Return an entity's name; its id if it has no state."""
        state = self.hass.states.get(entity_id)
        return entity_id if state is None else state.name


def _parted(draft: Draft) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the options of the site, and those of its tariffs."""
    tariffs = {key: value for key, value in draft.items() if key in TARIFF_FIELDS}
    return {key: value for key, value in draft.items() if key not in TARIFF_FIELDS}, tariffs


def _menu(options: SiteOptions) -> list[str]:
    """Return the steps in the review's menu: first corrections, then forms."""
    measured = options.measures_surplus
    offered = {
        "save": True,
        "look_again": True,
        "turn_grid_sign": options.grid_meter is GridMeter.POWER,
        "swap_import_export": options.grid_meter is GridMeter.IMPORT_EXPORT,
        "turn_battery_sign": options.measures_batteries,
        "grid_meter": True,
        "battery": measured,
        "main_fuse": True,
        "prices": True,
        "tariffs": True,
        "consumers": measured,
        "solar": measured,
        "feed_in": measured,
        "grid_signal": True,
        "times": True,
    }
    return [step for step, is_offered in offered.items() if is_offered]
