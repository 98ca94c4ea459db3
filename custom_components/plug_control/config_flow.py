"""Config flow: ask for port and address; return the flows of options and subentries."""

from typing import Any, Final, override

from homeassistant.config_entries import (
    SOURCE_USER,
    ConfigEntry,
    ConfigEntryState,
    ConfigFlowResult,
    ConfigSubentryFlow,
    FlowType,
)
from homeassistant.const import CONF_HOST, CONF_PORT
from homeassistant.core import callback
from homeassistant.helpers.selector import (
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
from homeassistant.util import dt as dt_util
import voluptuous as vol

from .const import (
    CONF_LEDGER_OF,
    DOMAIN,
    SUBENTRY_BACK_END,
    SUBENTRY_CAR,
    SUBENTRY_CHARGE_POINT,
    SUBENTRY_CIRCUIT,
    SUBENTRY_DOCUMENT,
    SUBENTRY_ID_TAG,
)
from .entry.migration import MINOR_VERSION, VERSION
from .entry_settings import DEFAULT_SETTINGS, title_for_port, title_of_port
from .flows.addresses import async_listen_options, async_probe, async_urls_text
from .flows.back_end import BackEndFlow
from .flows.car import CarFlow
from .flows.charge_point import ChargePointFlow
from .flows.circuit import CircuitFlow
from .flows.discovered import DiscoveryFlow
from .flows.document import DocumentFlow
from .flows.form import integer
from .flows.id_tag import IdTagFlow
from .flows.options import PlugControlOptionsFlow
from .storage.kept_ledgers import KeptLedger, async_erase, async_kept_ledgers

_KEPT_LEDGER: Final = "kept_ledger"
_LEAVE: Final = "leave"
_ERASE: Final = "erase"


class PlugControlConfigFlow(DiscoveryFlow, domain=DOMAIN):
    """Sets up a central system; `DiscoveryFlow` has the steps of discoveries."""

    VERSION = VERSION
    MINOR_VERSION = MINOR_VERSION
    _listen: dict[str, Any]
    """The data of the new entry: the port and, unless it listens everywhere, the address."""

    @override
    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the port and the address, and try to listen there."""
        errors: dict[str, str] = {}
        if user_input is not None:
            host, port = user_input.get(CONF_HOST), user_input[CONF_PORT]
            self._async_abort_entries_match({CONF_PORT: port})
            if error := await async_probe(host, port):
                errors["base"] = error
            else:
                self._listen = {CONF_PORT: port} | ({CONF_HOST: host} if host else {})
                return await self.async_step_kept_ledger()
        return await self._async_show_listen_form(
            "user", user_input or {CONF_PORT: DEFAULT_SETTINGS.port}, errors
        )

    async def async_step_kept_ledger(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask whether to take over, leave or erase the ledgers of deleted entries, if there are any; create the entry."""
        try:
            kept = await async_kept_ledgers(self.hass)
        except OSError as error:
            return await self._async_show_listen_form(
                "user", self._listen, {"base": "ledgers_not_read"}, str(error)
            )
        if user_input is None and kept:
            return self._show_kept_ledgers(kept)
        chosen = (user_input or {}).get(_KEPT_LEDGER, _LEAVE)
        if chosen == _ERASE:
            try:
                for each in kept:
                    await async_erase(self.hass, each.entry_id)
            except OSError as error:
                return self._show_kept_ledgers(kept, "ledgers_not_erased", str(error))
        takes_over = chosen not in {_LEAVE, _ERASE}
        if takes_over and chosen not in {each.entry_id for each in kept}:
            return self._show_kept_ledgers(kept, "ledger_gone")
        host, port = self._listen.get(CONF_HOST), self._listen[CONF_PORT]
        return self.async_create_entry(
            title=title_of_port(port),
            data=self._listen | ({CONF_LEDGER_OF: chosen} if takes_over else {}),
            description="default",
            description_placeholders={"urls": await async_urls_text(self.hass, host, port)},
        )

    def _show_kept_ledgers(
        self, kept: list[KeptLedger], error_key: str = "", error: str = ""
    ) -> ConfigFlowResult:
        options = [
            *(SelectOptionDict(value=each.entry_id, label=_label(each)) for each in kept),
            *(SelectOptionDict(value=each, label=each) for each in (_LEAVE, _ERASE)),
        ]
        selector = SelectSelector(
            SelectSelectorConfig(
                options=options, translation_key=_KEPT_LEDGER, mode=SelectSelectorMode.LIST
            )
        )
        field = vol.Required(_KEPT_LEDGER, default=options[0]["value"])
        return self.async_show_form(
            step_id=_KEPT_LEDGER,
            data_schema=vol.Schema({field: selector}),
            description_placeholders={"error": error},
            errors={"base": error_key} if error_key else {},
        )

    @override
    async def async_on_create_entry(self, result: ConfigFlowResult) -> ConfigFlowResult:
        """Continue with the flow that adds a charge point, if a user set the entry up and it is loaded."""
        entry = result["result"]
        if entry.source == SOURCE_USER and entry.state is ConfigEntryState.LOADED:
            flow = await self.hass.config_entries.subentries.async_init(
                (entry.entry_id, SUBENTRY_CHARGE_POINT), context={"source": SOURCE_USER}
            )
            result["next_flow"] = (FlowType.CONFIG_SUBENTRIES_FLOW, flow["flow_id"])
        return result

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for another port or address, and try to listen there."""
        entry = self._get_reconfigure_entry()
        errors: dict[str, str] = {}
        if user_input is not None:
            host, port = user_input.get(CONF_HOST), user_input[CONF_PORT]
            self._async_abort_entries_match({CONF_PORT: port})
            if error := await async_probe(host, _port_to_probe(entry, port)):
                errors["base"] = error
            else:
                return self._async_move(entry, host, port)
        return await self._async_show_listen_form(
            "reconfigure", user_input or dict(entry.data), errors
        )

    @callback
    def _async_move(self, entry: ConfigEntry, host: str | None, port: int) -> ConfigFlowResult:
        """Change port and address of `entry`; reload it if it is not loaded, since only a loaded entry notices changes."""
        changes: dict[str, Any] = {
            "data": {CONF_PORT: port} | ({CONF_HOST: host} if host else {}),
            "title": title_for_port(entry, port),
        }
        if entry.state is ConfigEntryState.LOADED:
            return self.async_update_and_abort(entry, **changes)
        return self.async_update_reload_and_abort(entry, **changes)

    async def _async_show_listen_form(
        self, step_id: str, suggested: dict[str, Any], errors: dict[str, str], error: str = ""
    ) -> ConfigFlowResult:
        schema = vol.Schema(
            {
                vol.Required(CONF_PORT): integer(1, 65535),
                vol.Optional(CONF_HOST): SelectSelector(
                    SelectSelectorConfig(
                        options=await async_listen_options(self.hass),
                        custom_value=True,
                        mode=SelectSelectorMode.DROPDOWN,
                    )
                ),
            }
        )
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(schema, suggested),
            description_placeholders={
                "urls": await async_urls_text(
                    self.hass, suggested.get(CONF_HOST), suggested[CONF_PORT]
                ),
                "error": error,
            },
            errors=errors,
        )

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> PlugControlOptionsFlow:
        """Return the flow of the options."""
        return PlugControlOptionsFlow()

    @classmethod
    @callback
    @override
    def async_get_supported_subentry_types(
        cls, config_entry: ConfigEntry
    ) -> dict[str, type[ConfigSubentryFlow]]:
        """Return the flows of subentries: charge points, cards, circuits, monthly documents, cars and back ends."""
        return {
            SUBENTRY_CHARGE_POINT: ChargePointFlow,
            SUBENTRY_ID_TAG: IdTagFlow,
            SUBENTRY_CIRCUIT: CircuitFlow,
            SUBENTRY_CAR: CarFlow,
            SUBENTRY_DOCUMENT: DocumentFlow,
            SUBENTRY_BACK_END: BackEndFlow,
        }


def _label(kept: KeptLedger) -> str:
    """Return the label of a kept ledger: the day of its last change, and the number of its sessions."""
    day = dt_util.as_local(kept.changed_at).date().isoformat()
    return f"{day} ({'?' if kept.sessions is None else kept.sessions})"


def _port_to_probe(entry: ConfigEntry, port: int) -> int:
    """Return the port to try for `port`: 0 (any) for the one that `entry` occupies, so that only the address is tried."""
    in_use = entry.state is ConfigEntryState.LOADED and entry.data[CONF_PORT] == port
    return 0 if in_use else port
