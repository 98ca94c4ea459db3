"""Read a config entry and its subentries as the central system's settings."""

from collections.abc import Iterator
from enum import StrEnum

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.const import CONF_HOST, CONF_PASSWORD, CONF_PORT
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from .central_system.stations.settings import (
    CardMemory,
    CentralSystemSettings,
    ChargePointSettings,
    OfflineCharging,
    UnknownChargePoints,
    WhoMayCharge,
)
from .const import (
    CONF_ACCEPT_WITHOUT_SUBPROTOCOL,
    CONF_BLOCKED,
    CONF_CARD_MEMORY,
    CONF_CHARGE_POINT_ID,
    CONF_DECIDES_ALONE,
    CONF_EXPIRES_AT,
    CONF_GROUP,
    CONF_HEARTBEAT_INTERVAL,
    CONF_ID_TAG,
    CONF_LEAVE_CONFIGURATION_ALONE,
    CONF_LOCAL_LIST,
    CONF_MAXIMUM_CURRENT,
    CONF_METER_INTERVAL,
    CONF_OFFLINE_CHARGING,
    CONF_PHASES,
    CONF_REACHED_PROFILE,
    CONF_REMOTE_ID_TAG,
    CONF_SECOND_PORT,
    CONF_SECURITY_PROFILE,
    CONF_SHARED_SESSIONS,
    CONF_START_WHEN_PLUGGED_IN,
    CONF_UNKNOWN_CHARGE_POINTS,
    CONF_USER,
    CONF_WHO_MAY_CHARGE,
    DOMAIN,
    SUBENTRY_CHARGE_POINT,
    SUBENTRY_ID_TAG,
)
from .model.events import PasswordChanged, PasswordHashed, SecurityProfileChanged
from .model.tag import IdTag, normalise_id_tag


class SharedSessions(StrEnum):
    """How much users who are no administrators see of other people's sessions and cards."""

    NONE = "none"
    """Nothing: users see only their own sessions."""
    SHORT = "short"
    """All sessions, the numbers of other people's cards shortened."""
    WHOLE = "whole"
    """All sessions, with the numbers of all cards."""


DEFAULT_SETTINGS = CentralSystemSettings()
DEFAULT_CHARGE_POINT = ChargePointSettings(charge_point_id="")


def central_system_settings(entry: ConfigEntry) -> CentralSystemSettings:
    """Return the central system's settings from `entry`; absent options have their defaults."""
    options = entry.options
    default = DEFAULT_SETTINGS
    return CentralSystemSettings(
        host=entry.data.get(CONF_HOST),
        port=entry.data[CONF_PORT],
        second_port=options.get(CONF_SECOND_PORT, default.second_port),
        heartbeat_interval_s=int(
            options.get(CONF_HEARTBEAT_INTERVAL, default.heartbeat_interval_s)
        ),
        meter_interval_s=int(options.get(CONF_METER_INTERVAL, default.meter_interval_s)),
        unknown_charge_points=UnknownChargePoints(
            options.get(CONF_UNKNOWN_CHARGE_POINTS, default.unknown_charge_points)
        ),
        require_subprotocol=not options.get(
            CONF_ACCEPT_WITHOUT_SUBPROTOCOL, not default.require_subprotocol
        ),
    )


def shared_sessions(entry: ConfigEntry) -> SharedSessions:
    """Return the option of `entry` for other people's sessions."""
    return SharedSessions(entry.options.get(CONF_SHARED_SESSIONS, SharedSessions.NONE))


def title_of_port(port: int) -> str:
    """Return the title of a new entry; one with another port than the default has the port in it."""
    return "Plug Control" if port == DEFAULT_SETTINGS.port else f"Plug Control ({port})"


def title_for_port(entry: ConfigEntry, port: int) -> str:
    """Return the title of `entry` for another port: the user's own, or else the new port's."""
    is_given = entry.title != title_of_port(entry.data[CONF_PORT])
    return entry.title if is_given else title_of_port(port)


def charge_point_settings(subentry: ConfigSubentry) -> ChargePointSettings:
    """Return a charge point's settings from its subentry."""
    data = subentry.data
    default = DEFAULT_CHARGE_POINT
    return ChargePointSettings(
        charge_point_id=data[CONF_CHARGE_POINT_ID],
        password=data.get(CONF_PASSWORD),
        security_profile=int(data.get(CONF_SECURITY_PROFILE, default.security_profile)),
        reached_profile=int(data.get(CONF_REACHED_PROFILE, default.reached_profile)),
        phases=int(data.get(CONF_PHASES, default.phases)),
        maximum_current_a=int(data.get(CONF_MAXIMUM_CURRENT, default.maximum_current_a)),
        who_may_charge=WhoMayCharge(data.get(CONF_WHO_MAY_CHARGE, default.who_may_charge)),
        start_when_plugged_in=data.get(CONF_START_WHEN_PLUGGED_IN, default.start_when_plugged_in),
        remote_id_tag=data.get(CONF_REMOTE_ID_TAG) or default.remote_id_tag,
        offline_charging=OfflineCharging(data.get(CONF_OFFLINE_CHARGING, default.offline_charging)),
        local_list=data.get(CONF_LOCAL_LIST, default.local_list),
        decides_alone=data.get(CONF_DECIDES_ALONE, default.decides_alone),
        card_memory=CardMemory(data.get(CONF_CARD_MEMORY, default.card_memory)),
        leave_configuration_alone=data.get(
            CONF_LEAVE_CONFIGURATION_ALONE, default.leave_configuration_alone
        ),
    )


def id_tag(subentry: ConfigSubentry) -> IdTag:
    """Return the card of an `id_tag` subentry; its name is the subentry's title."""
    data = subentry.data
    expires_at = data.get(CONF_EXPIRES_AT)
    return IdTag(
        id_tag=data[CONF_ID_TAG],
        name=subentry.title,
        expires_at=dt_util.parse_datetime(expires_at) if expires_at else None,
        blocked=data.get(CONF_BLOCKED, False),
        group=data.get(CONF_GROUP),
        user_id=data.get(CONF_USER),
    )


def id_tags(entry: ConfigEntry) -> list[IdTag]:
    """Return the registered cards of `entry`."""
    return [id_tag(subentry) for subentry in entry.get_subentries_of_type(SUBENTRY_ID_TAG)]


def charge_point_subentries(entry: ConfigEntry) -> Iterator[tuple[str, ConfigSubentry]]:
    """Yield the identity and the subentry of each charge point of `entry`."""
    for subentry in entry.get_subentries_of_type(SUBENTRY_CHARGE_POINT):
        yield subentry.data[CONF_CHARGE_POINT_ID], subentry


@callback
def async_keep_password(
    hass: HomeAssistant, entry: ConfigEntry, charge_point_id: str, password: str | None
) -> bool:
    """Store a charge point's password (None: remove it); return False if it was the same. Without a subentry, do nothing."""
    subentry = dict(charge_point_subentries(entry)).get(charge_point_id)
    if subentry is None:
        return True
    others = {key: value for key, value in subentry.data.items() if key != CONF_PASSWORD}
    return hass.config_entries.async_update_subentry(
        entry, subentry, data=others | ({CONF_PASSWORD: password} if password else {})
    )


@callback
def async_keep_credentials(
    hass: HomeAssistant,
    entry: ConfigEntry,
    event: PasswordChanged | PasswordHashed | SecurityProfileChanged,
) -> None:
    """Store a charge point's new password or security profile. Without a subentry, do nothing."""
    subentry = dict(charge_point_subentries(entry)).get(event.charge_point_id)
    if subentry is None:
        return
    if isinstance(event, PasswordChanged):
        new: dict[str, str | int] = {CONF_PASSWORD: event.password}
    elif isinstance(event, PasswordHashed):
        new = {CONF_PASSWORD: event.stored}
    else:
        new = {
            CONF_SECURITY_PROFILE: event.security_profile,
            CONF_REACHED_PROFILE: event.reached_profile,
        }
    hass.config_entries.async_update_subentry(entry, subentry, data={**subentry.data, **new})


def entry_of_charge_point(hass: HomeAssistant, charge_point_id: str) -> ConfigEntry | None:
    """Return the one config entry that has a charge point; None if there is none."""
    for entry in hass.config_entries.async_entries(DOMAIN, include_ignore=False):
        if charge_point_id in dict(charge_point_subentries(entry)):
            return entry
    return None


def charge_point_unique_id(charge_point_id: str) -> str:
    """Return the unique id of a charge point's subentry, of its discovery, and of the entry that ignores it."""
    return f"{SUBENTRY_CHARGE_POINT}_{charge_point_id}"


def id_tag_unique_id(tag: str) -> str:
    """Return the unique id of a card's subentry, of its discovery, and of the entry that ignores it."""
    return f"{SUBENTRY_ID_TAG}_{normalise_id_tag(tag)}"
