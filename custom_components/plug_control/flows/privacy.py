"""The part of the options flow about personal data: when sessions are anonymised, and what becomes of one person's."""

from datetime import datetime
from typing import Any, Final

from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult, OptionsFlow
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)
from homeassistant.util import dt as dt_util
import voluptuous as vol

from custom_components.plug_control.const import CONF_ANONYMISE_AFTER_MONTHS
from custom_components.plug_control.privacy.privacy import Erased, Erasure, Found, Privacy
from custom_components.plug_control.texts.document_formats import document_format
from custom_components.plug_control.texts.markdown import escape_markdown
from custom_components.plug_control.texts.number_format import (
    async_number_format,
    async_reader_language,
)

from .form import choice, integer

_MOST_MONTHS: Final = 240
_PERSON: Final = "person"
_ERASURE: Final = "erasure"
_UNDERSTOOD: Final = "understood"
_NAME: Final = "name_again"
_NONE: Final = "–"


class PrivacyFlow(OptionsFlow):
    """Asks twice before it anonymises or deletes; administrators alone can open options."""

    _who: str
    _erasure: Erasure
    _found: Found

    async def async_step_privacy(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what to do; a person's sessions can be erased only while the entry runs."""
        options = ["anonymise_after"]
        if self.config_entry.state is ConfigEntryState.LOADED:
            options.append("person")
        return self.async_show_menu(step_id="privacy", menu_options=options)

    async def async_step_anonymise_after(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask after how many months sessions are anonymised by themselves; 0 is never."""
        options = self.config_entry.options
        if user_input is not None:
            return self.async_create_entry(data={**options, **user_input})
        schema = vol.Schema(
            {vol.Required(CONF_ANONYMISE_AFTER_MONTHS): integer(0, _MOST_MONTHS, "months")}
        )
        shown = {CONF_ANONYMISE_AFTER_MONTHS: options.get(CONF_ANONYMISE_AFTER_MONTHS, 0)}
        return self.async_show_form(
            step_id="anonymise_after",
            data_schema=self.add_suggested_values_to_schema(schema, shown),
        )

    async def async_step_person(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask whose sessions, and what becomes of them."""
        errors: dict[str, str] = {}
        known: list[str] = []
        try:
            if user_input is not None:
                self._who, self._erasure = user_input[_PERSON], Erasure(user_input[_ERASURE])
                self._found = await self._privacy.async_find(self._who)
                if self._found.session_ids:
                    return await self.async_step_first_question()
                errors[_PERSON] = "no_sessions_of_person"
            known = await self._privacy.async_known()
        except OSError:
            errors["base"] = "erase_failed"
        people = SelectSelector(
            SelectSelectorConfig(options=known, custom_value=True, mode=SelectSelectorMode.DROPDOWN)
        )
        schema = vol.Schema(
            {
                vol.Required(_PERSON): people,
                vol.Required(_ERASURE, default=Erasure.ANONYMISE.value): choice(
                    _ERASURE, [each.value for each in Erasure]
                ),
            }
        )
        return self.async_show_form(
            step_id="person",
            data_schema=self.add_suggested_values_to_schema(schema, user_input),
            errors=errors,
        )

    async def async_step_first_question(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show what would happen, and ask whether that is understood."""
        errors: dict[str, str] = {}
        if user_input is not None:
            if user_input[_UNDERSTOOD]:
                if self._erasure is Erasure.DELETE:
                    return await self.async_step_delete_question()
                return await self.async_step_anonymise_question()
            errors[_UNDERSTOOD] = "not_understood"
        return self.async_show_form(
            step_id="first_question",
            data_schema=vol.Schema({vol.Required(_UNDERSTOOD, default=False): BooleanSelector()}),
            description_placeholders=await self._async_described(),
            errors=errors,
        )

    async def async_step_anonymise_question(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the name again, then anonymise."""
        return await self._async_last_question(Erasure.ANONYMISE, user_input)

    async def async_step_delete_question(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the name again, then delete."""
        return await self._async_last_question(Erasure.DELETE, user_input)

    async def async_step_erased(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Finish after the user has read what is out of reach."""
        return self.async_create_entry(data=dict(self.config_entry.options))

    @property
    def _privacy(self) -> Privacy:
        privacy: Privacy = self.config_entry.runtime_data.privacy
        return privacy

    async def _async_last_question(
        self, erasure: Erasure, user_input: dict[str, Any] | None
    ) -> ConfigFlowResult:
        errors: dict[str, str] = {}
        if user_input is not None:
            if user_input[_NAME].strip().casefold() == self._who.strip().casefold():
                try:
                    found = await self._privacy.async_confirmed(self._who, self._found)
                    erased = await self._privacy.async_erase(erasure, found)
                    return self._done(erased)
                except OSError:
                    errors["base"] = "erase_failed"
            else:
                errors[_NAME] = "other_name"
        return self.async_show_form(
            step_id=f"{erasure}_question",
            data_schema=self.add_suggested_values_to_schema(
                vol.Schema({vol.Required(_NAME): TextSelector()}), user_input
            ),
            description_placeholders=await self._async_described(),
            errors=errors,
        )

    def _done(self, erased: Erased) -> ConfigFlowResult:
        return self.async_show_form(
            step_id="erased",
            data_schema=vol.Schema({}),
            description_placeholders={
                "sessions": str(erased.sessions),
                "documents": _listed(erased.documents),
                "exports": _listed(erased.exports, "  "),
                "back_ends": ", ".join(map(escape_markdown, erased.back_ends)) or _NONE,
            },
        )

    async def _async_described(self) -> dict[str, str]:
        found = self._found
        written = document_format(await async_reader_language(self.hass))
        numbers = await async_number_format(self.hass)

        def day(moment: datetime | None) -> str:
            return _NONE if moment is None else written.day(dt_util.as_local(moment))

        return {
            "person": self._who,
            "sessions": str(len(found.session_ids)),
            "energy": f"{numbers.exact(found.energy_wh / 1000, 1)} kWh",
            "first": day(found.first),
            "last": day(found.last),
        }


def _listed(names: tuple[str, ...], indent: str = "") -> str:
    return "".join(f"\n{indent}- `{name}`" for name in names) or _NONE
