"""Convert the `ocpp` package's calls and call results to payloads strictly, and back tolerantly."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from ocpp.v16 import call, call_result

from .errors import AnswerUnreadableError
from .values import boolean, format_timestamp, integer, number, text
from .vocabulary import ANSWER_STATUSES, camel_case, snake_case, spelled

MAX_CONFIGURATION_KEYS = 1000
"""How many entries of a GetConfiguration answer are read."""
MAX_CONFIGURATION_VALUE = 4096
MAX_DEPTH = 8
_MOST = 2**31 - 1

type _Reader = Callable[[Any], Any]


def action_of(message: Any) -> str:
    """Return the action of an `ocpp.v16` call or call_result."""
    return type(message).__name__


# --- outgoing -------------------------------------------------------------------------------------


def from_payload(action: str, payload: Mapping[str, Any]) -> Any:
    """Return the `ocpp.v16.call` message of a payload, without unknown fields; raises TypeError where it is none."""
    kind: Any = getattr(call, action, None)
    if not (isinstance(kind, type) and is_dataclass(kind)):
        raise TypeError(f"no {action}")
    given = {name: payload[told] for name, told in _names(kind) if told in payload}
    message: Any = kind(**given)
    to_payload(message)
    return message


def to_payload(message: Any) -> dict[str, Any]:
    """Return the payload of an `ocpp.v16` call or call_result: camelCase, no nulls, times with `Z`, one decimal (R14, R26).

    Raises TypeError for a value that a message cannot have.
    """
    return {
        name: _to_json(value)
        for attribute, name in _names(message.__class__)
        if (value := getattr(message, attribute)) is not None
    }


@cache
def _names(kind: Any) -> tuple[tuple[str, str], ...]:
    return tuple((field.name, camel_case(field.name)) for field in fields(kind))


def _to_json(value: Any) -> Any:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool | int):
        return value
    if isinstance(value, float | Decimal):
        return _one_decimal(value)
    if isinstance(value, datetime):
        return format_timestamp(value)
    if isinstance(value, list | tuple):
        return [_to_json(item) for item in value]
    if isinstance(value, dict):
        return {camel_case(key): _to_json(item) for key, item in value.items() if item is not None}
    if is_dataclass(value):
        return to_payload(value)
    raise TypeError(f"{type(value).__name__} cannot be part of a message")


def _one_decimal(value: float | Decimal) -> int | float:
    """Return a number rounded to the one decimal that the standard allows (R26), an int where that is zero."""
    rounded = round(float(value), 1)
    return int(rounded) if rounded.is_integer() else rounded


# --- answers to our CALLs -------------------------------------------------------------------------


def read_answer(action: str, payload: dict[str, Any]) -> Any:
    """Return the answer to our CALL as `ocpp.v16.call_result`, without unknown fields.

    Raises AnswerUnreadableError where a required field is missing or unreadable.
    """
    kind: Any = getattr(call_result, action)
    given = {key.casefold(): value for key, value in payload.items()}
    read: dict[str, Any] = {}
    for field in fields(kind):
        reader: _Reader = _FIELD_READERS.get(field.name, _read_text)
        read[field.name] = reader(given.get(camel_case(field.name).casefold()))
        if read[field.name] is None and field.default is MISSING:
            raise AnswerUnreadableError(f"the answer has no {camel_case(field.name)}")
    return kind(**read)


def _read_text(value: Any) -> str | None:
    return text(value)


def _read_integer(value: Any) -> int | None:
    """Return a whole number of the standard's 32 bits, the nearest for others: no storage keeps a larger one."""
    read = integer(value)
    return None if read is None else min(max(read, -_MOST), _MOST)


def _read_status(value: Any) -> str | None:
    """Return a status in the standard's spelling, an unknown one as it is."""
    status = text(value)
    return None if status is None else spelled(ANSWER_STATUSES, status) or status


def _read_configuration(value: Any) -> list[dict[str, Any]] | None:
    """Return the readable configuration keys as `key`, `readonly` and `value`."""
    if not isinstance(value, list):
        return None
    read = map(_read_configuration_key, value[:MAX_CONFIGURATION_KEYS])
    return [entry for entry in read if entry is not None]


def _read_configuration_key(entry: Any) -> dict[str, Any] | None:
    if not isinstance(entry, dict):
        return None
    given = {key.casefold(): value for key, value in entry.items()}
    key = text(given.get("key"))
    if key is None:
        return None
    return {
        "key": key,
        "readonly": boolean(given.get("readonly")) or False,
        "value": _configuration_value(given.get("value")),
    }


def _configuration_value(value: Any) -> str | None:
    """Return a value as text: booleans in lower case, an empty text as it is."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value == "" else text(value, MAX_CONFIGURATION_VALUE)


def _read_texts(value: Any) -> list[str] | None:
    if not isinstance(value, list):
        return None
    return [key for key in map(text, value[:MAX_CONFIGURATION_KEYS]) if key is not None]


def _read_objects(value: Any) -> Any:
    """Return an object or list with field names in snake_case, down to MAX_DEPTH levels; None for other values."""
    return _snake_cased(value, MAX_DEPTH) if isinstance(value, dict | list) else None


def _snake_cased(value: Any, depth: int) -> Any:
    if isinstance(value, str):
        return text(value)
    if not isinstance(value, dict | list):
        return value if isinstance(value, bool) or number(value) is not None else None
    if depth == 0:
        return None
    if isinstance(value, list):
        return [_snake_cased(item, depth - 1) for item in value[:MAX_CONFIGURATION_KEYS]]
    return {snake_case(key): _snake_cased(item, depth - 1) for key, item in value.items()}


_FIELD_READERS: dict[str, _Reader] = {
    "certificate_hash_data": _read_objects,
    "charging_schedule": _read_objects,
    "configuration_key": _read_configuration,
    "connector_id": _read_integer,
    "list_version": _read_integer,
    "status": _read_status,
    "unknown_key": _read_texts,
}
