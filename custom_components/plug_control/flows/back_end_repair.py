"""The dialogs of the repair issues of back ends."""

from datetime import datetime
from typing import Any, Final, cast, override

from homeassistant.components.repairs import RepairsFlowResult
from homeassistant.config_entries import ConfigEntryState
from homeassistant.helpers.selector import (
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
from homeassistant.util import dt as dt_util
import voluptuous as vol

from custom_components.plug_control.back_ends.back_ends import BackEnds
from custom_components.plug_control.issues import name_of_charge_point
from custom_components.plug_control.model.relaying import RelayedSession
from custom_components.plug_control.texts.document_formats import document_format
from custom_components.plug_control.texts.languages import words_in
from custom_components.plug_control.texts.wording import plain

from .problem import ProblemFlow

_SESSIONS: Final = "sessions"
_BECOMES: Final = "session_becomes"
_SEND_AGAIN: Final = "send_again"
_LET_GO: Final = "let_go"


class _BackEndFlow(ProblemFlow):
    """A flow that needs the back ends."""

    @property
    def _back_ends(self) -> BackEnds | None:
        entry = self._entry
        if entry.state is not ConfigEntryState.LOADED:
            return None
        back_ends: BackEnds = entry.runtime_data.back_ends
        return back_ends

    @property
    def _back_end_id(self) -> str:
        return cast(str, (self.data or {})["back_end_id"])


class SetAsideFlow(_BackEndFlow):
    """Asks of the sessions that a back end does not take which ones to send again or to let go."""

    @override
    async def async_step_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask, then send them again or let them go; the issue goes when none is left."""
        if (back_ends := self._back_ends) is None:
            return self.async_abort(reason="not_loaded")
        errors = {}
        sessions: dict[str, RelayedSession] = {}
        began: dict[int, datetime | None] = {}
        try:
            found = await back_ends.async_set_aside(self._back_end_id)
            began = await self._beginnings(found)
        except OSError:
            errors["base"] = "ledger_not_read"
        else:
            sessions = {str(each.session_id): each for each in found}
            if not sessions:
                return self.async_create_entry(data={})
        if user_input is not None and not errors:
            wanted = [sessions[each] for each in user_input[_SESSIONS] if each in sessions]
            again = user_input[_BECOMES] == _SEND_AGAIN
            stored = [await back_ends.async_settle(each, send_again=again) for each in wanted]
            if not all(stored):
                errors["base"] = "not_stored_yet"
            elif len(wanted) == len(sessions):
                return self.async_create_entry(data={})
            else:
                return self.async_abort(reason="done")
        return self.async_show_form(
            step_id="confirm",
            data_schema=self._schema(sessions, began),
            description_placeholders=self._placeholders,
            errors=errors,
        )

    async def _beginnings(self, found: list[RelayedSession]) -> dict[int, datetime | None]:
        """Return when sessions began, by id. Raises OSError."""
        ledger = self._entry.runtime_data.central_system.ledger
        sessions = await ledger.sessions(session_ids=[each.session_id for each in found])
        return {each.session_id: each.started_at for each in sessions}

    def _schema(
        self, sessions: dict[str, RelayedSession], began: dict[int, datetime | None]
    ) -> vol.Schema:
        options = [
            SelectOptionDict(value=key, label=self._label(each, began.get(each.session_id)))
            for key, each in sessions.items()
        ]
        return vol.Schema(
            {
                vol.Required(_SESSIONS, default=[*sessions]): SelectSelector(
                    SelectSelectorConfig(
                        options=options, multiple=True, mode=SelectSelectorMode.LIST
                    )
                ),
                vol.Required(_BECOMES, default=_SEND_AGAIN): SelectSelector(
                    SelectSelectorConfig(
                        options=[_SEND_AGAIN, _LET_GO],
                        translation_key=_BECOMES,
                        mode=SelectSelectorMode.LIST,
                    )
                ),
            }
        )

    def _label(self, session: RelayedSession, began: datetime | None) -> str:
        """Return a session's number, start and charge point, and what the back end says against it or why we set it aside."""
        language = self.hass.config.language
        place = name_of_charge_point(self._entry, session.charge_point_id)
        words = words_in(language, "back_ends")
        note = words.get(session.note or "", session.note or "")
        moment = document_format(language).moment
        start = "" if began is None else moment(dt_util.as_local(began))
        parts = (str(session.session_id), start, plain(place), plain(note))
        return " · ".join(each for each in parts if each)


class RemovedFlow(_BackEndFlow):
    """Forgets what waits for a deleted back end, once the user has confirmed it."""

    @override
    async def async_step_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> RepairsFlowResult:
        """Ask for a confirmation, then forget."""
        errors = {}
        if user_input is not None:
            if (back_ends := self._back_ends) is None:
                return self.async_abort(reason="not_loaded")
            try:
                await back_ends.async_forget(self._back_end_id)
            except OSError:
                errors["base"] = "not_stored_yet"
            else:
                return self.async_create_entry(data={})
        return self.async_show_form(
            step_id="confirm",
            data_schema=vol.Schema({}),
            description_placeholders=self._placeholders,
            errors=errors,
        )
