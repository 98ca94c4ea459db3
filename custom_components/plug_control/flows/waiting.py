"""Steps of a charge point's subentry flow: show the address, wait until it calls, confirm it."""

import asyncio
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from homeassistant.config_entries import SubentryFlowResult
from homeassistant.const import CONF_HOST, CONF_NAME, CONF_PORT
from homeassistant.helpers.selector import SelectOptionDict, SelectSelector, SelectSelectorConfig
from homeassistant.util import dt as dt_util
import voluptuous as vol

from custom_components.plug_control.central_system.stations.pending import UnknownChargePoint
from custom_components.plug_control.central_system.stations.settings import UnknownChargePoints
from custom_components.plug_control.const import (
    CONF_AREA,
    CONF_CHARGE_POINT_ID,
    CONF_MAKE_PASSWORD,
    CONF_UNKNOWN_CHARGE_POINTS,
    DOMAIN,
)
from custom_components.plug_control.entry_settings import (
    central_system_settings,
    charge_point_unique_id,
)
from custom_components.plug_control.texts.markdown import escape_markdown, page_links

from .addresses import async_obstacle, async_urls
from .callers import async_sight
from .newcomer import (
    async_place_device,
    foreign,
    free_name,
    identity_error,
    name_and_area_schema,
    new_charge_point,
)
from .password import PasswordFlow

TICK_S: Final = 0.5
"""How often the dialog is updated."""
LONGEST_WAIT: Final = timedelta(hours=1)
"""When to stop waiting, since a closed dialog does not end the flow."""
_WAYS: Final = ["wait", "identity"]


class WaitingFlow(PasswordFlow):
    """Waits for a charge point to call, asks the user to confirm it, and adds it."""

    _began: datetime
    _urls: list[str]
    _tick: asyncio.Task[None] | None = None
    _newcomers: dict[str, UnknownChargePoint]
    _newcomer: UnknownChargePoint

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Show the address to type into the charge point, and ask whether to wait or to enter the identity."""
        entry = self._get_entry()
        port = entry.data[CONF_PORT]
        self._urls = await async_urls(self.hass, entry.data.get(CONF_HOST), port)
        obstacle = await async_obstacle(self.hass)
        return self.async_show_menu(
            step_id="user" if obstacle is None else f"user_{obstacle}",
            menu_options=_WAYS,
            description_placeholders={
                "urls": "\n".join(["```", *self._urls, "```"]),
                "port": str(port),
            },
        )

    async_step_user_container = async_step_user
    async_step_user_proxy = async_step_user

    # ---- waiting

    async def async_step_wait(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Begin to wait; if the options refuse unknown charge points, first ask to change that."""
        settings = central_system_settings(self._get_entry())
        if settings.unknown_charge_points is UnknownChargePoints.REFUSE:
            return self.async_show_form(step_id="let_them_ask", data_schema=vol.Schema({}))
        self._began = dt_util.utcnow()
        return await self.async_step_waiting()

    async def async_step_let_them_ask(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Set the option to offer unknown charge points, and begin to wait."""
        entry = self._get_entry()
        self.hass.config_entries.async_update_entry(
            entry,
            options={**entry.options, CONF_UNKNOWN_CHARGE_POINTS: UnknownChargePoints.ASK.value},
        )
        return await self.async_step_wait()

    async def async_step_waiting(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Show the status of calls until a charge point can be confirmed or LONGEST_WAIT is over."""
        entry = self.hass.config_entries.async_get_entry(self._entry_id)
        if entry is None or self._is_over():
            return self.async_show_progress_done(next_step_id="not_yet")
        sight = async_sight(self.hass, entry, self._began)
        if sight.newcomers:
            self._newcomers = {each.charge_point_id: each for each in sight.newcomers}
            return self.async_show_progress_done(next_step_id="found")
        if (
            self._tick is None or self._tick.done()
        ):  # Home Assistant runs this step again when it ends
            self._tick = self.hass.async_create_background_task(
                asyncio.sleep(TICK_S), f"{DOMAIN} wait for a charge point"
            )
        return self.async_show_progress(
            step_id="waiting",
            progress_action=sight.key,
            description_placeholders={"url": self._urls[0], **sight.told},
            progress_task=self._tick,
        )

    def _is_over(self) -> bool:
        return self.hass.is_stopping or dt_util.utcnow() - self._began > LONGEST_WAIT

    async def async_step_not_yet(self, _: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask how to go on after no charge point called."""
        if self.hass.config_entries.async_get_entry(self._entry_id) is None:
            return self.async_abort(reason="gone")
        return self.async_show_menu(step_id="not_yet", menu_options=_WAYS)

    # ---- confirming

    async def async_step_found(self, _: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask to confirm the charge point that called, or first which one it is."""
        if len(self._newcomers) > 1:
            return self._show_choice()
        (self._newcomer,) = self._newcomers.values()
        return self._show_confirmation()

    def _show_choice(self) -> SubentryFlowResult:
        options = [
            SelectOptionDict(value=identity, label=_label(newcomer))
            for identity, newcomer in self._newcomers.items()
        ]
        selector = SelectSelector(SelectSelectorConfig(options=options))
        return self.async_show_form(
            step_id="choose",
            data_schema=vol.Schema({vol.Required(CONF_CHARGE_POINT_ID): selector}),
            last_step=False,
        )

    async def async_step_choose(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask to confirm the chosen charge point."""
        if user_input is None:
            return self._show_choice()
        self._newcomer = self._newcomers[user_input[CONF_CHARGE_POINT_ID]]
        return self._show_confirmation()

    async def async_step_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask the user to confirm the charge point, its name and its area, then add it."""
        if user_input is None:
            return self._show_confirmation()
        if user_input.get(CONF_MAKE_PASSWORD):
            return self._show_made_password(partial(self._confirmed, user_input))
        return self._confirmed(user_input)

    def _confirmed(
        self, user_input: dict[str, Any], password: str | None = None
    ) -> SubentryFlowResult:
        identity = self._newcomer.charge_point_id
        entry = self._get_entry()
        if identity_error(self.hass, entry, identity):
            return self.async_abort(reason="charge_point_exists")
        name = user_input[CONF_NAME].strip() or identity
        page = async_place_device(self.hass, entry, identity, name, user_input.get(CONF_AREA))
        return self.async_create_entry(
            title=name,
            data=new_charge_point(identity, name, password).data,
            unique_id=charge_point_unique_id(identity),
            description="found",
            description_placeholders={"name": escape_markdown(name)} | page_links(page),
        )

    def _show_confirmation(self) -> SubentryFlowResult:
        newcomer = self._newcomer
        name = free_name(self._get_entry(), newcomer.model or newcomer.charge_point_id)
        return self.async_show_form(
            step_id="confirm",
            data_schema=name_and_area_schema(name),
            description_placeholders=foreign(
                charge_point_id=newcomer.charge_point_id,
                vendor=newcomer.vendor,
                model=newcomer.model,
                serial_number=newcomer.serial_number,
                remote_address=newcomer.remote_address,
            ),
        )


def _label(newcomer: UnknownChargePoint) -> str:
    """Return a charge point's label in the list of several: model and identity."""
    model = " ".join(part for part in (newcomer.vendor, newcomer.model) if part)
    identity = newcomer.charge_point_id
    return f"{model} ({identity})" if model else identity
