"""Validators of the actions' fields: OCPP's fields in snake case. They raise vol.Invalid."""

from collections.abc import Callable, Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
from ocpp.v16.datatypes import ChargingProfile, ChargingSchedule, ChargingSchedulePeriod
from ocpp.v16.enums import (
    ChargingProfileKindType,
    ChargingProfilePurposeType,
    ChargingRateUnitType,
    RecurrencyKind,
)
import voluptuous as vol

from custom_components.plug_control.const import CONF_CHARGE_POINT_ID
from custom_components.plug_control.security.certificates import read_pem
from custom_components.plug_control.security.errors import SecurityError
from custom_components.plug_control.texts.spelling import snake_case, snake_keys

from .targets import ATTR_CONNECTOR_ID

type Fields = dict[vol.Marker, Any]
type Validator = Callable[[Any], Any]

MAX_CERTIFICATE: Final = 5500
"""The longest certificate of InstallCertificate (security whitepaper), in characters."""
YEARS: Final = range(1970, 9000)
"""Of dates and times: with those at both ends, a calendar has no room to calculate."""
TARGET: Fields = {
    vol.Optional(ATTR_DEVICE_ID): vol.All(cv.ensure_list, [cv.string]),
    vol.Optional(CONF_CHARGE_POINT_ID): cv.string,
}


def whole(minimum: int = 0, maximum: int | None = None) -> Validator:
    """Return the validator of a whole number within bounds, or of its text."""
    return vol.All(vol.Coerce(int), vol.Range(min=minimum, max=maximum))


def text(maximum: int) -> Validator:
    """Return the validator of a text of at most `maximum` characters, OCPP's CiString."""
    return vol.All(cv.string, vol.Length(max=maximum))


def certificate(value: object) -> str:
    """Return a certificate as PEM, if OCPP can carry it. Raises vol.Invalid."""
    pem = cv.string(value)
    if len(pem) > MAX_CERTIFICATE:
        raise vol.Invalid(f"longer than {MAX_CERTIFICATE} characters")
    try:
        read_pem(pem)
    except SecurityError as error:
        raise vol.Invalid("not a certificate in PEM form") from error
    return pem


def choice[E: StrEnum](members: Iterable[E]) -> Callable[[object], E]:
    """Return the validator of one of OCPP's values, in OCPP's spelling or in snake case."""
    values = tuple(members)
    known = {name: value for value in values for name in (value.lower(), snake_case(value))}

    def validate(value: object) -> E:
        if (member := known.get(str(value).lower())) is None:
            raise vol.Invalid(f"not one of {', '.join(values)}")
        return member

    return validate


def moment(value: object) -> datetime:
    """Return a date and time in UTC; one without a time zone is in Home Assistant's. Raises vol.Invalid."""
    found = cv.datetime(value)
    if found.year not in YEARS:
        raise vol.Invalid(f"the year is not between {YEARS[0]} and {YEARS[-1]}")
    return dt_util.as_utc(found)


def configuration_value(value: object) -> str:
    """Return a configuration key's value as text, booleans as OCPP spells them; raises vol.Invalid."""
    plain = str(value).lower() if isinstance(value, bool) else value
    validated: str = text(500)(plain)
    return validated


CONNECTOR: Fields = {vol.Optional(ATTR_CONNECTOR_ID): whole()}

_PERIOD = vol.Schema(
    {
        vol.Required("start_period"): whole(),
        vol.Required("limit"): vol.All(vol.Coerce(float), vol.Range(min=0)),
        vol.Optional("number_phases"): whole(1, 3),
    }
)

_SCHEDULE = vol.Schema(
    {
        vol.Required("charging_rate_unit"): choice(ChargingRateUnitType),
        vol.Required("charging_schedule_period"): vol.All(
            cv.ensure_list, [_PERIOD], vol.Length(min=1)
        ),
        vol.Optional("duration"): whole(),
        vol.Optional("start_schedule"): moment,
        vol.Optional("min_charging_rate"): vol.All(vol.Coerce(float), vol.Range(min=0)),
    }
)

_PROFILE = vol.Schema(
    {
        vol.Required("charging_profile_id"): vol.Coerce(int),
        vol.Required("stack_level"): whole(),
        vol.Required("charging_profile_purpose"): choice(ChargingProfilePurposeType),
        vol.Required("charging_profile_kind"): choice(ChargingProfileKindType),
        vol.Required("charging_schedule"): _SCHEDULE,
        vol.Optional("transaction_id"): vol.Coerce(int),
        vol.Optional("recurrency_kind"): choice(RecurrencyKind),
        vol.Optional("valid_from"): moment,
        vol.Optional("valid_to"): moment,
    }
)


def charging_profile(value: object) -> ChargingProfile:
    """Return a ChargingProfile (OCPP 1.6, 7.8) from a mapping with keys in snake case or OCPP's; raises vol.Invalid."""
    fields = _PROFILE(snake_keys(value))
    schedule = fields.pop("charging_schedule")
    periods = schedule.pop("charging_schedule_period")
    return ChargingProfile(
        **fields,
        charging_schedule=ChargingSchedule(
            **schedule,
            charging_schedule_period=[ChargingSchedulePeriod(**period) for period in periods],
        ),
    )
