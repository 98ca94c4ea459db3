"""The ways in which chargers take a limit, in the order in which they are tried."""

from collections.abc import Mapping
from dataclasses import dataclass

from ocpp.v16.enums import ChargingProfilePurposeType, ChargingRateUnitType

from custom_components.plug_control.central_system.quirks import LimitWay
from custom_components.plug_control.central_system.stations.configuration import items_of
from custom_components.plug_control.model.charge_point import ConfigurationKey

_TX_DEFAULT = ChargingProfilePurposeType.tx_default_profile
_TX = ChargingProfilePurposeType.tx_profile
_MAX = ChargingProfilePurposeType.charge_point_max_profile
_A = ChargingRateUnitType.amps
_W = ChargingRateUnitType.watts


@dataclass(frozen=True, slots=True)
class ProfileShape:
    """The charging profiles of a way: their unit, and the purpose without (`idle`) and with a running transaction."""

    unit: ChargingRateUnitType
    idle: ChargingProfilePurposeType | None
    running: ChargingProfilePurposeType


SHAPES: Mapping[LimitWay, ProfileShape] = {
    LimitWay.TX_PROFILES_A: ProfileShape(_A, _TX_DEFAULT, _TX),
    LimitWay.TX_PROFILES_W: ProfileShape(_W, _TX_DEFAULT, _TX),
    LimitWay.TX_DEFAULT_A: ProfileShape(_A, _TX_DEFAULT, _TX_DEFAULT),
    LimitWay.TX_DEFAULT_W: ProfileShape(_W, _TX_DEFAULT, _TX_DEFAULT),
    LimitWay.CHARGE_POINT_MAX_A: ProfileShape(_A, _MAX, _MAX),
    LimitWay.CHARGE_POINT_MAX_W: ProfileShape(_W, _MAX, _MAX),
    LimitWay.TX_PROFILE_A: ProfileShape(_A, None, _TX),
    LimitWay.TX_PROFILE_W: ProfileShape(_W, None, _TX),
}
"""The ways that use charging profiles, for each unit in the order to try."""

_UNITS = {
    "current": _A,
    "a": _A,  # outside the standard, seen in the field
    "power": _W,
    "w": _W,
}


def allowed_units(
    configuration: Mapping[str, ConfigurationKey],
) -> tuple[ChargingRateUnitType, ...]:
    """Return the units to try, best first: A where the charger names it, both where it names none (R28)."""
    names = items_of(configuration, "ChargingScheduleAllowedChargingRateUnit")
    named = {_UNITS[name.casefold()] for name in names if name.casefold() in _UNITS}
    if _A in named:
        return (_A,)
    return (_W,) if named else (_A, _W)


def candidate_ways(
    *,
    configuration: Mapping[str, ConfigurationKey],
    single_connector: bool,
    has_key: bool,
) -> tuple[LimitWay, ...]:
    """Return the ways to try, best first.

    ChargePointMaxProfile and a configuration key limit the whole station, so they are no ways for one of several
    connectors (R24).
    """
    ways = [
        way
        for unit in allowed_units(configuration)
        for way, shape in SHAPES.items()
        if shape.unit is unit and (single_connector or shape.idle is not _MAX)
    ]
    if has_key and single_connector:
        ways.append(LimitWay.CONFIGURATION_KEY)
    return tuple(ways)
