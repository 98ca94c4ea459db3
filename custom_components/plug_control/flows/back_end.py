"""Subentry flow of a back end: where it is, what it hears, what it may do; tries the connection while one looks."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigEntryState,
    ConfigSubentryFlow,
    SubentryFlowResult,
)
from homeassistant.const import CONF_NAME, CONF_PASSWORD
from homeassistant.helpers.selector import DateTimeSelector, TextSelector
from homeassistant.util import dt as dt_util
import voluptuous as vol

from custom_components.plug_control.back_ends.masters import master_conflict
from custom_components.plug_control.back_ends.options import (
    DEFAULT_RULES,
    back_ends_of,
    settings_from,
)
from custom_components.plug_control.back_ends.problems import KINDS
from custom_components.plug_control.const import (
    CONF_ASKS_CARDS,
    CONF_CHARGE_POINTS,
    CONF_IDENTITIES,
    CONF_MISSING_ANSWER,
    CONF_SESSIONS,
    CONF_STOPS_REFUSED,
    DOMAIN,
)
from custom_components.plug_control.entry_settings import charge_point_subentries
from custom_components.plug_control.issues import name_of_charge_point
from custom_components.plug_control.relay.trial import Trial, try_back_end
from custom_components.plug_control.texts.wording import plain

from .back_end_forms import (
    OTHER_IDENTITIES,
    SAVE_ANYWAY,
    connection_errors,
    connection_schema,
    identity_error,
    identity_fields,
    rules_schema,
    trimmed,
    with_password,
)
from .form import UNCHANGED, filled_in

_MOST_TRIED: Final = 5
"""Charge points with which a back end is tried, one after the other."""
_MOST_DETAIL: Final = 500
LEAST_S: Final = 1.5
"""How long a trial takes at least: Home Assistant's frontend misses the end of one that is over before it listens."""
_SINCE: Final = "since"
_RULES: Final[Mapping[str, Any]] = {
    CONF_SESSIONS: DEFAULT_RULES.sessions.value,
    CONF_ASKS_CARDS: DEFAULT_RULES.asks_cards,
    CONF_MISSING_ANSWER: DEFAULT_RULES.missing_answer.value,
    CONF_STOPS_REFUSED: DEFAULT_RULES.stops_refused,
}


class BackEndFlow(ConfigSubentryFlow):
    """Adds a back end, or changes one."""

    _data: dict[str, Any]
    """What is known so far, as it is stored; beside it the name."""
    _save_anyway = False
    _trying: asyncio.Task[tuple[str, Trial]] | None = None
    _failed: tuple[str, Trial] | None = None

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Begin with an empty form."""
        self._data = {}
        return self._show_connection()

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask what to change."""
        subentry = self._get_reconfigure_subentry()
        self._data = {**subentry.data, CONF_NAME: subentry.title}
        return self.async_show_menu(
            step_id="reconfigure", menu_options=["connection", "rules", "report_again"]
        )

    # ---- where it is

    async def async_step_connection(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for name, URL, charge points and credentials, then try them."""
        if user_input is None:
            return self._show_connection()
        schema = self._connection_schema()
        given = trimmed(user_input)
        wants_identities = given.pop(OTHER_IDENTITIES, False)
        self._save_anyway = given.pop(SAVE_ANYWAY, False)
        given = with_password(given, self._data.get(CONF_PASSWORD))
        self._data = filled_in(self._data, schema, given)
        if not wants_identities:
            self._data.pop(CONF_IDENTITIES, None)
        if errors := connection_errors(self._data):
            return self._show_connection(errors)
        if wants_identities:
            return self._show_identities()
        return await self._async_try_or_save()

    def _connection_schema(self) -> vol.Schema:
        stored = self._data.get(CONF_CHARGE_POINTS, ())
        return connection_schema(self._get_entry(), stored, failed=self._failed is not None)

    def _show_connection(
        self, errors: dict[str, str] | None = None, other: str = ""
    ) -> SubentryFlowResult:
        suggested = {**self._data, OTHER_IDENTITIES: bool(self._data.get(CONF_IDENTITIES))}
        if self._data.get(CONF_PASSWORD):
            suggested[CONF_PASSWORD] = UNCHANGED
        charge_point, trial = self._failed or ("", Trial())
        return self.async_show_form(
            step_id="connection",
            data_schema=self.add_suggested_values_to_schema(self._connection_schema(), suggested),
            description_placeholders={
                "steve": "ws://…:8180/steve/websocket/CentralSystemService",
                "plug_control": "ws://…:9016",
                "place": "{identity}",
                # Errors are no Markdown.
                "charge_point": plain(charge_point),
                "detail": plain(trial.detail, _MOST_DETAIL) or "-",
                "other": plain(other),
            },
            errors=errors or {},
            last_step=False,
        )

    async def async_step_identities(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for the identity that each charge point has there, then try the connection."""
        if user_input is None:
            return self._show_identities()
        fields = self._identity_fields()
        there = {each: str(user_input.get(field, "")).strip() for each, field in fields.items()}
        told = {each: identity or each for each, identity in there.items()}
        if error := identity_error(told):
            return self._show_identities(told, error)
        differing = {each: identity for each, identity in told.items() if identity != each}
        self._data = {key: value for key, value in self._data.items() if key != CONF_IDENTITIES}
        if differing:
            self._data[CONF_IDENTITIES] = differing
        return await self._async_try_or_save()

    def _identity_fields(self) -> dict[str, str]:
        return identity_fields(self._get_entry(), self._data.get(CONF_CHARGE_POINTS, ()))

    def _show_identities(
        self, told: Mapping[str, str] | None = None, error: str | None = None
    ) -> SubentryFlowResult:
        fields = self._identity_fields()
        there = told or self._data.get(CONF_IDENTITIES, {})
        schema = vol.Schema({vol.Optional(field): TextSelector() for field in fields.values()})
        suggested = {field: there.get(each, each) for each, field in fields.items()}
        return self.async_show_form(
            step_id="identities",
            data_schema=self.add_suggested_values_to_schema(schema, suggested),
            errors={"base": error} if error else {},
            last_step=False,
        )

    # ---- trying

    async def _async_try_or_save(self) -> SubentryFlowResult:
        return self._connected() if self._save_anyway else await self.async_step_trying()

    async def async_step_trying(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Connect and boot as the charge points that it is to hear of, until it fails with one."""
        if self._trying is None:
            self._trying = self.hass.async_create_background_task(
                self._async_try_visibly(), f"{DOMAIN} tries a back end"
            )
        if not self._trying.done():
            return self.async_show_progress(
                step_id="trying", progress_action="trying", progress_task=self._trying
            )
        return self.async_show_progress_done(next_step_id="tried")

    async def _async_try_visibly(self) -> tuple[str, Trial]:
        found, _ = await asyncio.gather(self._async_try_alone(), asyncio.sleep(LEAST_S))
        return found

    async def _async_try_alone(self) -> tuple[str, Trial]:
        """Try it without the connections that there are already."""
        entry = self._get_entry()
        if self.source != SOURCE_RECONFIGURE or entry.state is not ConfigEntryState.LOADED:
            return await self._async_try()
        back_end_id = self._get_reconfigure_subentry().subentry_id
        async with entry.runtime_data.back_ends.async_held(back_end_id):
            return await self._async_try()

    async def _async_try(self) -> tuple[str, Trial]:
        """Return the first charge point with which it fails, and why; without a charge point nothing can be tried."""
        entry = self._get_entry()
        settings = settings_from("", self._data[CONF_NAME], self._data)
        known = (
            entry.runtime_data.central_system.charge_points
            if entry.state is ConfigEntryState.LOADED
            else {}
        )
        chosen = self._data.get(CONF_CHARGE_POINTS)
        ids = chosen or [each for each, _ in charge_point_subentries(entry)]
        for charge_point_id in ids[:_MOST_TRIED]:
            trial = await try_back_end(settings, charge_point_id, known.get(charge_point_id))
            if trial.trouble is not None:
                return name_of_charge_point(entry, charge_point_id), trial
        return "", Trial()

    async def async_step_tried(self, _: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Go on, or say what is wrong."""
        assert self._trying is not None
        charge_point, trial = self._trying.result()
        self._trying = None
        if trial.trouble is None:
            return self._connected()
        self._failed = charge_point, trial
        return self._show_connection({"base": f"trouble_{KINDS[trial.trouble]}"})

    def _connected(self) -> SubentryFlowResult:
        """Go on after the connection: to the rules of a new back end."""
        if self.source == SOURCE_RECONFIGURE:
            if conflict := self._conflict(self._data):
                return self._show_connection(*conflict)
            return self._finish()
        return self._show_rules()

    # ---- what it may do

    async def async_step_rules(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask what it hears and may do, then add or change it."""
        if user_input is None:
            return self._show_rules()
        data = filled_in(self._data, rules_schema(self._get_entry()), user_input)
        if conflict := self._conflict(data):
            return self._show_rules(data, *conflict)
        self._data = data
        return self._finish()

    def _show_rules(
        self,
        data: Mapping[str, Any] | None = None,
        errors: dict[str, str] | None = None,
        other: str = "",
    ) -> SubentryFlowResult:
        return self.async_show_form(
            step_id="rules",
            data_schema=self.add_suggested_values_to_schema(
                rules_schema(self._get_entry()), {**_RULES, **(data or self._data)}
            ),
            description_placeholders={"other": plain(other)},
            errors=errors or {},
        )

    def _conflict(self, data: Mapping[str, Any]) -> tuple[dict[str, str], str] | None:
        """Return the form's errors for what another back end decides already, and its name."""
        entry = self._get_entry()
        is_new = self.source != SOURCE_RECONFIGURE
        back_end_id = "" if is_new else self._get_reconfigure_subentry().subentry_id
        wanted = settings_from(back_end_id, data[CONF_NAME], data)
        ids = [each for each, _ in charge_point_subentries(entry)]
        found = master_conflict(wanted, back_ends_of(entry).values(), ids)
        return None if found is None else ({"base": found[0]}, found[1].name)

    def _finish(self) -> SubentryFlowResult:
        data = {key: value for key, value in self._data.items() if key != CONF_NAME}
        title = self._data[CONF_NAME]
        if self.source != SOURCE_RECONFIGURE:
            return self.async_create_entry(title=title, data=data)
        return self.async_update_and_abort(
            self._get_entry(), self._get_reconfigure_subentry(), title=title, data=data
        )

    # ---- sessions of before

    async def async_step_report_again(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask from when on, then queue the sessions that it has not got."""
        entry = self._get_entry()
        if entry.state is not ConfigEntryState.LOADED:
            return self.async_abort(reason="not_loaded")
        errors = {}
        if user_input is not None:
            back_end_id = self._get_reconfigure_subentry().subentry_id
            try:
                queued = await entry.runtime_data.back_ends.async_report_again(
                    back_end_id, _moment(user_input[_SINCE])
                )
            except OSError:
                errors["base"] = "ledger_not_read"
            else:
                return self.async_abort(
                    reason="queued", description_placeholders={"sessions": str(queued)}
                )
        return self.async_show_form(
            step_id="report_again",
            data_schema=vol.Schema({vol.Required(_SINCE): DateTimeSelector()}),
            errors=errors,
        )


def _moment(text: str) -> datetime:
    return dt_util.as_utc(dt_util.parse_datetime(text, raise_on_error=True))
