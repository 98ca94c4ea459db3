"""Read the configuration of a charger that may refuse to send it whole (R30), and look up keys in any spelling."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from ocpp.v16 import call
from ocpp.v16.enums import ConfigurationKey as Key

from custom_components.plug_control.model.charge_point import ChargePoint, ConfigurationKey
from custom_components.plug_control.protocol.errors import (
    AnswerUnreadableError,
    CallErrorReceived,
    CommandError,
)
from custom_components.plug_control.protocol.values import (
    boolean,
    holds_secret,
    integer,
    without_credentials,
)

type Request = Callable[[Any], Awaitable[Any]]
"""Sends a message to one charge point and returns its answer; raises CommandError."""

_MAX_CONNECTORS = 100
_DEFAULT_CHUNK = 10
"""Keys per request where the charger does not report GetConfigurationMaxKeys."""

# ---- one key


def value_of(configuration: Mapping[str, ConfigurationKey], key: str) -> str | None:
    """Return the value of a key, whatever its case; None where it has none or is unknown."""
    found = find_key(configuration, key)
    return None if found is None else found.value


def find_key(configuration: Mapping[str, ConfigurationKey], key: str) -> ConfigurationKey | None:
    """Return a key, whatever its case (keys are case-insensitive, standard section 7.17); None where it is unknown."""
    if (exact := configuration.get(key)) is not None:
        return exact
    folded = key.casefold()
    return next((each for name, each in configuration.items() if name.casefold() == folded), None)


def items_of(configuration: Mapping[str, ConfigurationKey], key: str) -> tuple[str, ...]:
    """Return the items of the comma-separated list under a key, in order; empty where there is none."""
    return items(value_of(configuration, key) or "")


def offers_profile(configuration: Mapping[str, ConfigurationKey], profile: str) -> bool:
    """Whether the charger says that it has a feature profile of the standard."""
    offered = items_of(configuration, Key.supported_feature_profiles)
    return profile.casefold() in map(str.casefold, offered)


def is_true(configuration: Mapping[str, ConfigurationKey], key: str) -> bool | None:
    """Return the boolean under a key; None where it has none."""
    return boolean(value_of(configuration, key))


def integer_of(configuration: Mapping[str, ConfigurationKey], key: str) -> int | None:
    """Return the value of a key as a whole number; None where it is not one."""
    return integer(value_of(configuration, key))


def items(value: str) -> tuple[str, ...]:
    """Return the items of a comma-separated list without the blanks and quotes that some chargers put around them."""
    return tuple(item for part in value.split(",") if (item := part.strip(" '\"")))


def same_value(one: str, other: str) -> bool:
    """Whether two values mean the same, regardless of case, blanks and the order of list items."""
    return _meaning(one) == _meaning(other)


def _meaning(value: str) -> frozenset[str]:
    return frozenset(item.casefold() for item in items(value))


def kept_key(name: str, value: str | None, *, readonly: bool) -> ConfigurationKey:
    """Return a key as it is stored: without a secret value, which should not even be readable (W A01).

    Leaves user and password out of a URL.
    """
    kept = None if value is None or holds_secret(name) else without_credentials(value)
    return ConfigurationKey(key=name, value=kept, readonly=readonly)


def known_connectors(charge_point: ChargePoint) -> tuple[int, ...]:
    """Return the connector ids from NumberOfConnectors and from its messages; every charge point has connector 1."""
    number = integer_of(charge_point.configuration, Key.number_of_connectors) or 1
    counted = range(1, min(max(number, 1), _MAX_CONNECTORS) + 1)
    return tuple(sorted({*counted, *charge_point.connectors}))


# ---- reading all


async def read_configuration(request: Request) -> dict[str, ConfigurationKey]:
    """Return every key by name; asks for the standard's keys in chunks where the charger refuses to send all (R30).

    Raises the CommandError of the first request where asking for single keys fails as well.
    """
    try:
        if configuration := await _ask(request, None):
            return configuration
    except (CallErrorReceived, AnswerUnreadableError) as error:
        refusal: CommandError | None = error
    else:
        refusal = None
    try:
        size = await _chunk_size(request, refusal)
    finally:
        del (
            refusal
        )  # Its traceback holds this frame: they would wait for the garbage collection together.
    names = [str(key) for key in Key]
    configuration = {}
    for start in range(0, len(names), size):
        configuration |= await _ask_in_halves(request, names[start : start + size])
    return configuration


async def _chunk_size(request: Request, refusal: CommandError | None) -> int:
    try:
        answer = await _ask(request, [Key.get_configuration_max_keys])
    except (CallErrorReceived, AnswerUnreadableError) as error:
        try:
            raise refusal or error from None
        finally:
            del refusal
    size = integer_of(answer, Key.get_configuration_max_keys)
    return size if size is not None and size > 0 else _DEFAULT_CHUNK


async def _ask_in_halves(request: Request, names: list[str]) -> dict[str, ConfigurationKey]:
    """Return the values of keys; halves a refused request until the key that fails is alone, and leaves that out."""
    try:
        return await _ask(request, names)
    except CallErrorReceived, AnswerUnreadableError:
        if len(names) == 1:
            return {}
    middle = len(names) // 2
    return await _ask_in_halves(request, names[:middle]) | await _ask_in_halves(
        request, names[middle:]
    )


async def _ask(request: Request, names: list[str] | None) -> dict[str, ConfigurationKey]:
    answer = await request(call.GetConfiguration(key=names))
    entries = answer.configuration_key or ()
    keys = (kept_key(each["key"], each["value"], readonly=each["readonly"]) for each in entries)
    return {key.key: key for key in keys}
