"""Read the back ends from the config entry's subentries."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.const import CONF_PASSWORD, CONF_URL, CONF_USERNAME

from custom_components.plug_control.const import (
    CONF_ASKS_CARDS,
    CONF_AUTHORITIES,
    CONF_CERTIFICATE,
    CONF_CHARGE_POINTS,
    CONF_CHOSEN_CARDS,
    CONF_COMMANDS,
    CONF_CONFIGURATION_KEYS,
    CONF_FURTHER_ACTIONS,
    CONF_IDENTITIES,
    CONF_METER_INTERVAL,
    CONF_MISSING_ANSWER,
    CONF_OWN_CARDS,
    CONF_PAUSED,
    CONF_PRIVATE_KEY,
    CONF_SESSIONS,
    CONF_STOPS_REFUSED,
    SUBENTRY_BACK_END,
)
from custom_components.plug_control.model.relaying import MissingAnswer
from custom_components.plug_control.relay.settings import (
    BackEndSettings,
    CommandKind,
    Rules,
    SessionChoice,
)
from custom_components.plug_control.security.own_files import OwnFiles

DEFAULT_RULES = Rules()


def back_ends_of(entry: ConfigEntry) -> dict[str, BackEndSettings]:
    """Return the back ends of `entry` by id."""
    return {
        subentry.subentry_id: settings_of(subentry)
        for subentry in entry.get_subentries_of_type(SUBENTRY_BACK_END)
    }


def settings_of(subentry: ConfigSubentry) -> BackEndSettings:
    """Return the settings of a subentry; its name is the subentry's title."""
    return settings_from(subentry.subentry_id, subentry.title, subentry.data)


def settings_from(back_end_id: str, name: str, data: Mapping[str, Any]) -> BackEndSettings:
    """Return the settings of a subentry's data."""
    chosen = data.get(CONF_CHARGE_POINTS)
    there: Mapping[str, str] = data.get(CONF_IDENTITIES, {})
    certificate, authorities = data.get(CONF_CERTIFICATE), data.get(CONF_AUTHORITIES)
    interval = data.get(CONF_METER_INTERVAL)
    return BackEndSettings(
        back_end_id=back_end_id,
        name=name,
        url=data[CONF_URL],
        all_charge_points=not chosen,
        identities={each: there.get(each, each) for each in chosen} if chosen else dict(there),
        username=data.get(CONF_USERNAME),
        password=data.get(CONF_PASSWORD),
        certificate=certificate
        and OwnFiles(
            certificate=Path(certificate),
            private_key=Path(data.get(CONF_PRIVATE_KEY) or certificate),
        ),
        roots=Path(authorities) if authorities else None,
        paused=data.get(CONF_PAUSED, False),
        meter_interval_s=None if interval is None else int(interval),
        rules=rules_from(data),
    )


def rules_from(data: Mapping[str, Any]) -> Rules:
    """Return what a subentry's data say that a back end hears and may do."""
    default = DEFAULT_RULES
    return Rules(
        sessions=SessionChoice(data.get(CONF_SESSIONS, default.sessions)),
        own_id_tags=frozenset(data.get(CONF_OWN_CARDS, ())),
        chosen_id_tags=frozenset(data.get(CONF_CHOSEN_CARDS, ())),
        asks_cards=data.get(CONF_ASKS_CARDS, default.asks_cards),
        missing_answer=MissingAnswer(data.get(CONF_MISSING_ANSWER, default.missing_answer)),
        stops_refused=data.get(CONF_STOPS_REFUSED, default.stops_refused),
        commands=frozenset(map(CommandKind, data.get(CONF_COMMANDS, ()))),
        configuration_keys=frozenset(data.get(CONF_CONFIGURATION_KEYS, ())),
        actions=frozenset(data.get(CONF_FURTHER_ACTIONS, ())),
    )
