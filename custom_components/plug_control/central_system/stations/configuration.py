"""Read a charger's configuration however it answers (R30), and understand it however it is spelled."""

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
    holds_secret,
    integer,
    without_credentials,
)

type Request = Callable[[Any], Awaitable[Any]]
"""Sends a message to one charge point and returns its answer; raises CommandError."""

_MAX_CONNECTORS = 100
_DEFAULT_CHUNK = 10
"""How many keys are asked for at once where the charger does not say."""

# ---- one key


def value_of(configuration: Mapping[str, ConfigurationKey], key: str) -> str | None:
    """The value of a key, however its case is; None where it has none or is unknown."""
    found = find_key(configuration, key)
    return None if found is None else found.value


def find_key(configuration: Mapping[str, ConfigurationKey], key: str) -> ConfigurationKey | None:
    """The key, however its case is (keys are case-insensitive, standard section 7.17)."""
    if (exact := configuration.get(key)) is not None:
        return exact
    folded = key.casefold()
    return next((each for name, each in configuration.items() if name.casefold() == folded), None)


def items_of(configuration: Mapping[str, ConfigurationKey], key: str) -> tuple[str, ...]:
    """The items of a comma-separated list, in order; empty where there is none."""
    return items(value_of(configuration, key) or "")


def integer_of(configuration: Mapping[str, ConfigurationKey], key: str) -> int | None:
    """The value as a whole number; None where it is none."""
    return integer(value_of(configuration, key))


def items(value: str) -> tuple[str, ...]:
    """The items of a comma-separated list; some chargers put blanks or quotes around them."""
    return tuple(item for part in value.split(",") if (item := part.strip(" '\"")))


def same_value(one: str, other: str) -> bool:
    """Whether two values mean the same: without case, blanks, and the order of list items."""
    return _meaning(one) == _meaning(other)


def _meaning(value: str) -> frozenset[str]:
    return frozenset(item.casefold() for item in items(value))


def kept_key(name: str, value: str | None, *, readonly: bool) -> ConfigurationKey:
    """The key as it is kept: without its value where that is a secret, which should not even be readable (W A01).

    Of a URL user and password are left out.
    """
    kept = None if value is None or holds_secret(name) else without_credentials(value)
    return ConfigurationKey(key=name, value=kept, readonly=readonly)


def known_connectors(charge_point: ChargePoint) -> tuple[int, ...]:
    """The connectors that it has spoken of or says that it has; every charge point has connector 1."""
    number = integer_of(charge_point.configuration, Key.number_of_connectors) or 1
    counted = range(1, min(max(number, 1), _MAX_CONNECTORS) + 1)
    return tuple(sorted({*counted, *charge_point.connectors}))


# ---- reading all


async def read_configuration(request: Request) -> dict[str, ConfigurationKey]:
    """Read every key; where the charger refuses to tell all at once, in chunks of what it can tell (R30).

    Raises the CommandError of the plain request where asking for single keys fails as well.
    """
    try:
        if configuration := await _ask(request, None):
            return configuration
    except (CallErrorReceived, AnswerUnreadableError) as error:
        refusal: CommandError | None = error
    else:
        refusal = None
    size = await _chunk_size(request, refusal)
    names = [str(key) for key in Key]
    configuration = {}
    for start in range(0, len(names), size):
        configuration |= await _ask_in_halves(request, names[start : start + size])
    return configuration


async def _chunk_size(request: Request, refusal: CommandError | None) -> int:
    try:
        answer = await _ask(request, [Key.get_configuration_max_keys])
    except (CallErrorReceived, AnswerUnreadableError) as error:
        raise refusal or error from None
    size = integer_of(answer, Key.get_configuration_max_keys)
    return size if size is not None and size > 0 else _DEFAULT_CHUNK


async def _ask_in_halves(request: Request, names: list[str]) -> dict[str, ConfigurationKey]:
    """Ask for keys; a request that is refused is halved until the key that it fails on stands alone."""
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
