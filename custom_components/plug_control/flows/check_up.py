"""Steps of a charge point's subentry flow for its check-up: choose, watch, read, stop."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any, Final

from homeassistant.config_entries import ConfigEntryState, ConfigSubentryFlow, SubentryFlowResult
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
import voluptuous as vol

from custom_components.plug_control.check_up.check_ups import CheckUps
from custom_components.plug_control.check_up.findings import Form, Result, Verdict
from custom_components.plug_control.check_up.running import CheckUp
from custom_components.plug_control.check_up.subject import CheckUpError
from custom_components.plug_control.const import CONF_CHARGE_POINT_ID, DOMAIN
from custom_components.plug_control.entry.check_up import async_file_link
from custom_components.plug_control.model.connector import ConnectorKey
from custom_components.plug_control.site.readings import state_of_charge

from .form import choice

CONF_CONFIRMED: Final = "not_above_80_percent"
CONF_FORM: Final = "check_up_form"
_CONNECTOR: Final = "connector"
_TICK_S: Final = 2.0


class CheckUpFlow(ConfigSubentryFlow):
    """Lets the user start a check-up, watch it, and read what it found; it goes on when the dialog is closed."""

    _checked: ConnectorKey
    _look_again: asyncio.Task[None] | None = None

    async def async_step_check_up(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for the form of the check-up, or show the one that runs."""
        if (check_ups := self._check_ups()) is None:
            return self.async_abort(reason="check_up_not_ready")
        keys = self._keys()
        if not keys:
            return self.async_abort(reason="check_up_not_ready")
        self._checked = keys[0]
        for key in keys:
            if check_ups.running(key) is not None:
                self._checked = key
                return await self.async_step_check_up_runs()
        errors: dict[str, str] = {}
        if user_input is not None:
            self._checked = keys[0][0], int(user_input.get(_CONNECTOR, keys[0][1]))
            try:
                await check_ups.start(
                    self._checked,
                    Form(user_input[CONF_FORM]),
                    percent=self._percent(),
                    confirmed=user_input[CONF_CONFIRMED],
                )
            except CheckUpError as error:
                errors["base"] = f"no_check_up_{error.trouble}"
            else:
                return await self.async_step_check_up_watch()
        return self._show_check_up(check_ups, keys, errors)

    async def async_step_check_up_runs(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask whether to watch the check-up that runs, or to stop it."""
        return self.async_show_menu(
            step_id="check_up_runs", menu_options=["check_up_watch", "check_up_stop"]
        )

    def _show_check_up(
        self, check_ups: CheckUps, keys: list[ConnectorKey], errors: dict[str, str]
    ) -> SubentryFlowResult:
        fields: dict[vol.Marker, Any] = {}
        if len(keys) > 1:
            options = [SelectOptionDict(value=str(key[1]), label=str(key[1])) for key in keys]
            fields[vol.Required(_CONNECTOR, default=str(keys[0][1]))] = SelectSelector(
                SelectSelectorConfig(options=options, mode=SelectSelectorMode.LIST)
            )
        fields[vol.Required(CONF_FORM, default=Form.QUICK.value)] = choice(CONF_FORM, list(Form))
        fields[vol.Required(CONF_CONFIRMED, default=False)] = BooleanSelector()
        last = check_ups.result(self._checked)
        return self.async_show_form(
            step_id="check_up",
            data_schema=vol.Schema(fields),
            errors=errors,
            description_placeholders={
                "quick": str(_minutes(check_ups.seconds(self._checked, Form.QUICK))),
                "whole": str(_minutes(check_ups.seconds(self._checked, Form.WHOLE))),
                **({"file": "", "end": ""} if last is None else self._file()),
            },
            last_step=False,
        )

    async def async_step_check_up_watch(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Show what the check-up finds, until it has ended."""
        check_ups = self._check_ups()
        running = None if check_ups is None else check_ups.running(self._checked)
        if running is None:
            return self.async_show_progress_done(next_step_id="check_up_result")
        if self._look_again is None or self._look_again.done():
            self._look_again = self.hass.async_create_background_task(
                asyncio.sleep(_TICK_S), f"{DOMAIN} watch a check-up"
            )
        self.async_update_progress(running.percent / 100)
        return self.async_show_progress(
            step_id="check_up_watch",
            progress_action="check_up_runs",
            description_placeholders=self._progress(running),
            progress_task=self._look_again,
        )

    def _progress(self, running: CheckUp) -> dict[str, str]:
        left: timedelta = running.ends_at - running.subject.now
        return {
            "step": str(min(running.position + 1, len(running.steps))),
            "steps": str(len(running.steps)),
            "minutes": str(_minutes(left.total_seconds())),
            **_counts(running.result),
        }

    async def async_step_check_up_stop(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Stop the check-up, and show what it had found."""
        if (check_ups := self._check_ups()) is not None:
            await check_ups.stop(self._checked)
        return await self.async_step_check_up_result()

    async def async_step_check_up_result(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Show what was found, with the anonymous file to pass on."""
        check_ups = self._check_ups()
        result = None if check_ups is None else check_ups.result(self._checked)
        if user_input is not None or result is None:
            return self.async_abort(reason="check_up_done")
        return self.async_show_form(
            step_id="check_up_result",
            data_schema=vol.Schema({}),
            description_placeholders=_counts(result) | self._file(),
        )

    # ---- inside

    def _file(self) -> dict[str, str]:
        """Return the placeholders around the words that link to the anonymous file."""
        link = async_file_link(self.hass, self._checked)
        return {"file": f'<a href="{link}" download>', "end": "</a>"}

    def _check_ups(self) -> CheckUps | None:
        """Return the check-ups of the entry; None while it is not loaded."""
        entry = self._get_entry()
        if entry.state is not ConfigEntryState.LOADED:
            return None
        check_ups: CheckUps = entry.runtime_data.check_ups
        return check_ups

    def _keys(self) -> list[ConnectorKey]:
        charge_point_id = self._get_reconfigure_subentry().data[CONF_CHARGE_POINT_ID]
        central_system = self._get_entry().runtime_data.central_system
        charge_point = central_system.charge_points.get(charge_point_id)
        connectors = () if charge_point is None else sorted(charge_point.connectors)
        return [(charge_point_id, connector_id) for connector_id in connectors]

    def _percent(self) -> float | None:
        car = self._get_entry().runtime_data.cars.at(self._checked)
        told = state_of_charge(self.hass, car.soc_entity if car is not None else None)
        return None if told is None else told.value


def _counts(result: Result) -> dict[str, str]:
    """Return how many findings have which verdict: numbers, since words here would be those of the server's language."""
    counts = Counter(each.verdict for each in result.findings)
    return {verdict.value: str(counts[verdict]) for verdict in Verdict}


def _minutes(seconds: float) -> int:
    return max(1, round(seconds / 60))
