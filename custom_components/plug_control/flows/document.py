"""Subentry flow of a monthly document: what it looks like, whose sessions it has, and in which files."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from homeassistant.config_entries import (
    ConfigEntry,
    ConfigEntryState,
    ConfigSubentryFlow,
    SubentryFlowResult,
)
from homeassistant.const import CONF_LANGUAGE, CONF_NAME
from homeassistant.helpers.selector import (
    LanguageSelector,
    LanguageSelectorConfig,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)
import voluptuous as vol

from custom_components.plug_control.const import (
    CONF_CAR,
    CONF_CONNECTOR,
    CONF_FORMATS,
    CONF_ID_TAG,
    CONF_LAYOUT,
    CONF_PRICE_PER_KWH,
    CONF_WHOSE,
    SUBENTRY_CAR,
)
from custom_components.plug_control.documents.layouts import LAYOUTS, Format
from custom_components.plug_control.documents.monthly import EACH_PERSON, EVERYBODY
from custom_components.plug_control.entry_settings import id_tags
from custom_components.plug_control.texts.document_formats import LANGUAGES, document_format
from custom_components.plug_control.texts.number_format import async_reader_language

from .form import choice, decimal, filled_in, known_connectors


class DocumentFlow(ConfigSubentryFlow):
    """Adds a monthly document, or changes one."""

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask what to make each month."""
        schema, errors = await self._async_schema({}), dict[str, str]()
        if user_input is not None:
            data = filled_in({}, schema, user_input)
            if not (errors := _errors(data)):
                title = data.pop(CONF_NAME).strip()
                return self.async_create_entry(title=title, data=data)
        suggested = {
            CONF_LAYOUT: next(iter(LAYOUTS)),
            CONF_FORMATS: [Format.PDF.value],
            CONF_WHOSE: EVERYBODY,
            CONF_LANGUAGE: document_format(await async_reader_language(self.hass)).language,
        }
        return self.async_show_form(
            step_id="user",
            data_schema=self.add_suggested_values_to_schema(schema, user_input or suggested),
            errors=errors,
        )

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask what to change; it counts from the next document on."""
        entry, subentry = self._get_entry(), self._get_reconfigure_subentry()
        schema = await self._async_schema(subentry.data)
        errors: dict[str, str] = {}
        if user_input is not None:
            data = filled_in({}, schema, user_input)
            if not (errors := _errors(data)):
                title = data.pop(CONF_NAME).strip()
                return self.async_update_and_abort(entry, subentry, title=title, data=data)
        stored = {**subentry.data, CONF_NAME: subentry.title}
        return self.async_show_form(
            step_id="reconfigure",
            data_schema=self.add_suggested_values_to_schema(schema, user_input or stored),
            errors=errors,
        )

    async def _async_schema(self, stored: Mapping[str, Any]) -> vol.Schema:
        """Return the form for everybody, for each, and for all that is known, also what was chosen before."""
        entry = self._get_entry()
        people = {card.name for card in id_tags(entry)} | {stored.get(CONF_WHOSE, EVERYBODY)}
        if entry.state is ConfigEntryState.LOADED:
            with suppress(OSError):
                people |= {*await entry.runtime_data.privacy.async_known()}
        people -= {"", EVERYBODY, EACH_PERSON}
        named = sorted(people, key=str.casefold)
        return _schema(named, _filters(entry, stored), self.hass.config.currency)


_FORMATS: Final = SelectSelector(
    SelectSelectorConfig(
        options=[each.value for each in Format],
        multiple=True,
        mode=SelectSelectorMode.LIST,
        translation_key="document_format",
    )
)


def _filters(entry: ConfigEntry, stored: Mapping[str, Any]) -> dict[vol.Optional, SelectSelector]:
    """Return the fields of cards, cars and connectors, where there are some to choose from, or one was chosen before."""
    known = {
        CONF_ID_TAG: {card.id_tag: card.name for card in id_tags(entry)},
        CONF_CAR: {
            car.subentry_id: car.title for car in entry.get_subentries_of_type(SUBENTRY_CAR)
        },
        CONF_CONNECTOR: known_connectors(entry),
    }
    fields = {}
    for key, names in known.items():
        options = {each: each for each in (stored.get(key),) if each} | names
        if options:
            choices = [SelectOptionDict(value=each, label=name) for each, name in options.items()]
            fields[vol.Optional(key)] = SelectSelector(
                SelectSelectorConfig(options=choices, mode=SelectSelectorMode.DROPDOWN)
            )
    return fields


def _schema(
    people: Sequence[str], filters: Mapping[vol.Optional, SelectSelector], currency: str
) -> vol.Schema:
    """Return the form; a name that can be typed would be shown as the key that is stored, "everybody" for one."""
    whose = [EVERYBODY, EACH_PERSON, *people]
    return vol.Schema(
        {
            vol.Required(CONF_NAME): TextSelector(),
            vol.Required(CONF_LAYOUT): choice("document_layout", [*LAYOUTS]),
            vol.Required(CONF_WHOSE): SelectSelector(
                SelectSelectorConfig(
                    options=[SelectOptionDict(value=each, label=each) for each in whose],
                    translation_key="document_whose",
                    mode=SelectSelectorMode.DROPDOWN,
                )
            ),
            **filters,
            vol.Required(CONF_FORMATS): _FORMATS,
            vol.Optional(CONF_PRICE_PER_KWH): decimal(0, 100_000, f"{currency}/kWh"),
            vol.Required(CONF_LANGUAGE): LanguageSelector(
                LanguageSelectorConfig(languages=[*LANGUAGES])
            ),
        }
    )


def _errors(data: dict[str, Any]) -> dict[str, str]:
    if not data.get(CONF_NAME, "").strip():
        return {CONF_NAME: "name_missing"}
    return {} if data.get(CONF_FORMATS) else {CONF_FORMATS: "format_missing"}
