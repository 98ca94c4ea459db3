"""Steps of the config flow that add a discovered charge point or card."""

from typing import Any, Final, cast, override

from homeassistant.config_entries import ConfigEntry, ConfigEntryState, ConfigFlow, ConfigFlowResult
from homeassistant.const import CONF_NAME
from homeassistant.helpers.selector import TextSelector
from homeassistant.helpers.typing import DiscoveryInfoType
import voluptuous as vol

from custom_components.plug_control.const import CONF_AREA, CONF_MAKE_PASSWORD
from custom_components.plug_control.entry.discovery import CardFound, ChargePointFound, Found
from custom_components.plug_control.entry_settings import charge_point_unique_id, id_tag_unique_id
from custom_components.plug_control.model.tag import is_vehicle
from custom_components.plug_control.texts.markdown import escape_markdown, page_links

from .form import made_password
from .id_tag import new_card, tag_error
from .newcomer import (
    async_place_device,
    foreign,
    free_name,
    identity_error,
    name_and_area_schema,
    new_charge_point,
)

_RUNNING: Final = (ConfigEntryState.LOADED, ConfigEntryState.SETUP_IN_PROGRESS)


class DiscoveryFlow(ConfigFlow):
    """Adds a subentry to the config entry that made the discovery; creates no entry."""

    _entry: ConfigEntry
    _charge_point: ChargePointFound
    _confirmed: dict[str, Any]
    _password: str | None = None
    _card: CardFound

    @override
    async def async_step_integration_discovery(
        self, discovery_info: DiscoveryInfoType
    ) -> ConfigFlowResult:
        """Offer a discovered charge point or card, unless it is offered or configured already."""
        found = cast(Found, discovery_info)
        entry = self.hass.config_entries.async_get_entry(found["entry_id"])
        if entry is None or entry.state not in _RUNNING:
            return self.async_abort(reason="gone")
        self._entry = entry
        if found["found"] == "id_tag":
            return await self._async_offer_card(found)
        return await self._async_offer_charge_point(found)

    async def _async_offer_charge_point(self, found: ChargePointFound) -> ConfigFlowResult:
        self._charge_point = found
        identity = found["charge_point_id"]
        await self.async_set_unique_id(charge_point_unique_id(identity))
        self._abort_if_unique_id_configured()
        if identity_error(self.hass, self._entry, identity):
            return self.async_abort(reason="charge_point_exists")
        if identity not in self._entry.runtime_data.central_system.unknown:
            return self.async_abort(reason="gone")
        model = " ".join(part for part in (found["vendor"], found["model"]) if part)
        self.context["title_placeholders"] = {
            "name": f"{model} ({identity})" if model else identity
        }
        return await self.async_step_charge_point()

    async def async_step_charge_point(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask the user to confirm the charge point, its name and its area."""
        found = self._charge_point
        identity = found["charge_point_id"]
        if user_input is not None:
            self._confirmed = user_input
            self._password = made_password() if user_input.get(CONF_MAKE_PASSWORD) else None
            return await (
                self._async_add() if self._password is None else self.async_step_made_password()
            )
        return self.async_show_form(
            step_id="charge_point",
            data_schema=name_and_area_schema(free_name(self._entry, found["model"] or identity)),
            description_placeholders=foreign(
                charge_point_id=identity,
                vendor=found["vendor"],
                model=found["model"],
                serial_number=found["serial_number"],
                remote_address=found["remote_address"],
            ),
        )

    async def async_step_made_password(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show the generated password once, then add the charge point with it."""
        if user_input is not None:
            return await self._async_add()
        return self.async_show_form(
            step_id="made_password",
            data_schema=vol.Schema({}),
            description_placeholders={"password": self._password or ""},
        )

    async def _async_add(self) -> ConfigFlowResult:
        identity, confirmed = self._charge_point["charge_point_id"], self._confirmed
        if identity_error(self.hass, self._entry, identity):
            return self.async_abort(reason="charge_point_exists")
        name = confirmed[CONF_NAME].strip() or identity
        page = async_place_device(self.hass, self._entry, identity, name, confirmed.get(CONF_AREA))
        self.hass.config_entries.async_add_subentry(
            self._entry, new_charge_point(identity, name, self._password)
        )
        return self.async_abort(
            reason="charge_point_added",
            description_placeholders={"name": escape_markdown(name)} | page_links(page),
        )

    async def _async_offer_card(self, found: CardFound) -> ConfigFlowResult:
        self._card = found
        await self.async_set_unique_id(id_tag_unique_id(found["id_tag"]))
        self._abort_if_unique_id_configured()
        if tag_error(self._entry, found["id_tag"]):
            return self.async_abort(reason="card_exists")
        is_car = is_vehicle(found["id_tag"])
        self.context["title_placeholders"] = {
            "name": f"{'Autocharge' if is_car else 'RFID'} {found['id_tag']}",
            "id_tag": found["id_tag"],  # for the dashboard
            "charge_point": found["charge_point"],
            "kind": "car" if is_car else "card",
        }
        return await (self.async_step_car() if is_car else self.async_step_card())

    async def async_step_card(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask whether to register the card, and for its name."""
        return await self._async_name("card", user_input)

    async def async_step_car(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask whether to register a car that identified itself, and for its name."""
        return await self._async_name("car", user_input)

    async def _async_name(
        self, step_id: str, user_input: dict[str, Any] | None
    ) -> ConfigFlowResult:
        found = self._card
        tag = found["id_tag"]
        if user_input is not None:
            if tag_error(self._entry, tag):
                return self.async_abort(reason="card_exists")
            name = user_input[CONF_NAME].strip() or tag
            self.hass.config_entries.async_add_subentry(self._entry, new_card(tag, name))
            return self.async_abort(
                reason="card_added",
                description_placeholders={"name": escape_markdown(name)},
            )
        return self.async_show_form(
            step_id=step_id,
            data_schema=vol.Schema({vol.Required(CONF_NAME, default=tag): TextSelector()}),
            description_placeholders=foreign(id_tag=tag, charge_point=found["charge_point"]),
        )
