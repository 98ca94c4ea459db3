"""Compute the configuration that a charger should have and the keys to write; pure functions over a table."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ocpp.v16.enums import ConfigurationKey as Key, Measurand

from custom_components.plug_control.central_system.quirks import Quirks
from custom_components.plug_control.central_system.stations.configuration import (
    find_key,
    integer_of,
    items_of,
    same_value,
)
from custom_components.plug_control.central_system.stations.settings import (
    CardMemory,
    CentralSystemSettings,
    ChargePointSettings,
    OfflineCharging,
    WhoMayCharge,
)
from custom_components.plug_control.model.charge_point import ConfigurationKey

CLOCK_ALIGNED_S = 900
"""A quarter of an hour: clock-aligned values report the register while nothing charges, sampled values do not."""
PING_S = 60
"""A charger that pings notices a dead connection and reconnects by itself."""

MEASURANDS: tuple[str, ...] = (
    Measurand.energy_active_import_register,
    Measurand.power_active_import,
    Measurand.current_import,
    Measurand.voltage,
    Measurand.current_offered,
    Measurand.soc,
    Measurand.temperature,
)
"""The measurands to ask for, most important first."""

_SUPPORTED_MEASURANDS = ("evb_SupportedMeasurands", "SupportedMeasurands")
"""Keys in which some chargers list what they can measure (EVBox: evcc's configuration; EVerest/libocpp 485)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigurationAims:
    """What the wanted values depend on: quirks and settings."""

    quirks: Quirks
    settings: ChargePointSettings
    central: CentralSystemSettings

    @property
    def only_cards(self) -> bool:
        """Whether only registered cards may charge."""
        return self.settings.who_may_charge is WhoMayCharge.CARDS


@dataclass(frozen=True, slots=True)
class KeyRule:
    """A key and its value; `wanted` gets the present value and returns the new one, or None to keep it."""

    key: str
    wanted: Callable[[ConfigurationAims, str], str | None]
    source: str


def _heartbeat_interval(aims: ConfigurationAims, present: str) -> str | None:
    return str(aims.central.heartbeat_interval_s)


def _sample_interval(aims: ConfigurationAims, present: str) -> str | None:
    return str(aims.central.meter_interval_s)


def _clock_aligned(aims: ConfigurationAims, present: str) -> str | None:
    if aims.quirks.clock_aligned_only:
        return str(aims.central.meter_interval_s)
    return None if 0 < _seconds(present) <= CLOCK_ALIGNED_S else str(CLOCK_ALIGNED_S)


def _ping(aims: ConfigurationAims, present: str) -> str | None:
    return None if 0 < _seconds(present) <= PING_S else str(PING_S)


def _unknown_offline(aims: ConfigurationAims, present: str) -> str | None:
    offline = aims.settings.offline_charging
    if offline is OfflineCharging.AS_ONLINE:
        return "false" if aims.only_cards else "true"
    return _flag(offline is OfflineCharging.ANYONE)


def _known_offline(aims: ConfigurationAims, present: str) -> str | None:
    return _flag(aims.settings.offline_charging is not OfflineCharging.NOBODY)


def _decided_by_the_charger(aims: ConfigurationAims, present: str) -> str | None:
    if aims.settings.decides_alone:
        return "true"
    return "false" if aims.only_cards else None


def _list_enabled(aims: ConfigurationAims, present: str) -> str | None:
    return _flag(aims.settings.local_list)


def _cache_enabled(aims: ConfigurationAims, present: str) -> str | None:
    memory = aims.settings.card_memory
    return None if memory is CardMemory.UNCHANGED else _flag(memory is CardMemory.ON)


def _stop_on_invalid(aims: ConfigurationAims, present: str) -> str | None:
    return "true" if aims.only_cards else None


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _seconds(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 10 else 0


RULES = (
    KeyRule(
        Key.heartbeat_interval, _heartbeat_interval, "standard 9.1; not every boot answer is obeyed"
    ),
    KeyRule(Key.meter_value_sample_interval, _sample_interval, "standard 9.1"),
    KeyRule(Key.clock_aligned_data_interval, _clock_aligned, "standard 9.1; KEBA P30"),
    KeyRule(Key.web_socket_ping_interval, _ping, "standard 9.1; R11"),
    KeyRule(Key.allow_offline_tx_for_unknown_id, _unknown_offline, "standard 9.1; C2EU Q28"),
    KeyRule(Key.local_authorize_offline, _known_offline, "standard 9.1"),
    KeyRule(Key.local_auth_list_enabled, _list_enabled, "standard 9.2"),
    KeyRule(Key.authorization_cache_enabled, _cache_enabled, "standard 9.1"),
    KeyRule(Key.local_pre_authorize, _decided_by_the_charger, "standard 9.1; C2EU Q12"),
    KeyRule(Key.stop_transaction_on_invalid_id, _stop_on_invalid, "standard 9.1; C2EU Q12"),
)


def changes(
    configuration: Mapping[str, ConfigurationKey], aims: ConfigurationAims
) -> Iterator[tuple[str, str]]:
    """Yield the keys to write with their values: those that the charger has, that are writable, and that differ.

    For a charger that did not send its configuration, yields the interval of meter values only.
    """
    if not configuration:
        yield Key.meter_value_sample_interval, str(aims.central.meter_interval_s)
        return
    for rule in RULES:
        if (present := _writable(configuration, rule.key)) is not None:
            wanted = rule.wanted(aims, present)
            if wanted is not None and not same_value(wanted, present):
                yield rule.key, wanted
    for key, wanted in aims.quirks.configuration.items():
        present = _writable(configuration, key)
        if present is not None and not same_value(wanted, present):
            yield key, wanted


def _writable(configuration: Mapping[str, ConfigurationKey], key: str) -> str | None:
    """Return the present value of a key; None where it is read-only or absent."""
    found = find_key(configuration, key)
    return None if found is None or found.readonly else found.value or ""


# ---- lists of measurands


def wanted_measurands(
    configuration: Mapping[str, ConfigurationKey], key: str, measurable: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the list to write under `key`, most important first; empty where it is fine or read-only.

    Keeps what the charger measures beside that. Obeys `…MaxLength` where the charger gives it (R30).
    """
    if configuration and _writable(configuration, key) is None:
        return ()
    present = items_of(configuration, key)
    if all(covers(present, measurand) for measurand in measurable):
        return ()
    more = tuple(item for item in present if not covers(measurable, item.split(".L")[0]))
    room = integer_of(configuration, f"{key}MaxLength")
    everything = (*measurable, *more)
    return everything[:room] if room is not None and room > 0 else everything


def measurable(configuration: Mapping[str, ConfigurationKey], quirks: Quirks) -> tuple[str, ...]:
    """Return those of MEASURANDS that this charger may have, most important first."""
    if quirks.measurands is not None:
        return tuple(each for each in MEASURANDS if each in quirks.measurands)
    for key in _SUPPORTED_MEASURANDS:
        if supported := items_of(configuration, key):
            return tuple(each for each in MEASURANDS if covers(supported, each))
    return MEASURANDS


def covers(listed: tuple[str, ...], measurand: str) -> bool:
    """Whether a list contains a measurand, for all phases together or for single ones (`Voltage.L1`)."""
    return any(item == measurand or item.startswith(f"{measurand}.L") for item in listed)
