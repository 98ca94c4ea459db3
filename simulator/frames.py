"""Build, read and log frames of OCPP-J 1.6 (section 4.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
import json

type Json = bool | int | float | str | list[Json] | dict[str, Json] | None
type Payload = dict[str, Json]


class MessageType(IntEnum):
    """The first element of a frame."""

    CALL = 2
    CALLRESULT = 3
    CALLERROR = 4


class Direction(StrEnum):
    """The direction of a frame, seen from the charge point."""

    SENT = "sent"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One text frame as sent; `at` is in s on the logger's clock."""

    direction: Direction
    text: str
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A CALL."""

    message_id: str
    action: str
    payload: Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A CALLRESULT."""

    message_id: str
    payload: Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class Error:
    """A CALLERROR."""

    message_id: str
    code: str
    description: str
    details: Payload


def build_call(message_id: str, action: str, payload: Mapping[str, Json]) -> str:
    """Return a CALL as compact JSON text."""
    return _compact([MessageType.CALL, message_id, action, dict(payload)])


def build_result(message_id: str, payload: Mapping[str, Json]) -> str:
    """Return a CALLRESULT as compact JSON text."""
    return _compact([MessageType.CALLRESULT, message_id, dict(payload)])


def build_error(message_id: str, code: str, description: str = "") -> str:
    """Return a CALLERROR without details as compact JSON text."""
    return _compact([MessageType.CALLERROR, message_id, code, description, {}])


def parse_frame(text: str | bytes) -> Call | Result | Error | None:
    """Return the message in `text`, None where it is no OCPP-J message."""
    try:
        parsed: Json = json.loads(text)
    except ValueError, RecursionError:
        return None
    match parsed:
        case [MessageType.CALL, str(message_id), str(action), dict(payload)]:
            return Call(message_id=message_id, action=action, payload=payload)
        case [MessageType.CALLRESULT, str(message_id), dict(payload)]:
            return Result(message_id=message_id, payload=payload)
        case [MessageType.CALLERROR, str(message_id), str(code), str(text), dict(details)]:
            return Error(message_id=message_id, code=code, description=text, details=details)
        case _:
            return None


def _compact(frame: list[Json]) -> str:
    return json.dumps(frame, separators=(",", ":"))
