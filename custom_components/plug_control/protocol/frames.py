"""OCPP-J frames: CALL, CALLRESULT and CALLERROR as text, and back (J4)."""

from dataclasses import dataclass
import json
from math import isfinite
import re
from typing import Any, Final, NamedTuple

import orjson

from .broken_json import repair
from .errors import ErrorCode, FrameError

MAX_ACTION = 255
MAX_DESCRIPTION = 255
MAX_DEPTH = 32
"""The deepest nesting that is read: OCPP 1.6 needs eight levels, more is an attack."""

_CALL: Final = 2
_CALL_RESULT: Final = 3
_CALL_ERROR: Final = 4

_KINDS: Final = {str(kind): kind for kind in (_CALL, _CALL_RESULT, _CALL_ERROR)}
"""Message types as text, which some chargers send."""
_START = re.compile(r'\s*\[\s*"?([234])"?\s*,\s*(?:"([^"\\]+)"|(-?\d{1,64})\s*[,\]])')
"""Finds message type and id in a frame that is no valid JSON."""


class Call(NamedTuple):
    """A request."""

    message_id: str
    action: str
    payload: dict[str, Any]
    text: str | None = None
    """The whole frame, where parts of the payload are already read (`known_frames`)."""


@dataclass(frozen=True, slots=True)
class CallResult:
    """The answer to a CALL."""

    message_id: str
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CallError:
    """The refusal of a CALL; its texts come from the peer, unbounded and uncleaned."""

    message_id: str
    code: str
    description: str
    details: dict[str, Any]


type Frame = Call | CallResult | CallError


def _lenient_int(digits: str) -> int | None:
    """Return an integer, or None for one of more than 64 digits: that loses the field only."""
    return int(digits) if len(digits) <= 64 else None


# Not strict: some chargers send raw line breaks within strings. NaN and Infinity pass here; `values` drops them.
_decode_odd = json.JSONDecoder(strict=False, parse_int=_lenient_int).decode
_quoted = json.encoder.encode_basestring_ascii
_encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


def parse(text: str) -> Frame | None:
    """Return the frame in a text, None where its message type is unknown (R7).

    Raises FrameError, with the message id where that is readable (R8).
    """
    return read_frame(load(text))


def read_frame(frame: Any) -> Frame | None:
    """Return the frame in a JSON value; otherwise like `parse`."""
    if not isinstance(frame, list) or not frame:
        raise FrameError("a frame is a JSON array")
    if isinstance(frame[0], str):
        frame[0] = _KINDS.get(frame[0].strip())
    kind = frame[0]
    if kind == _CALL:
        return _read_call(frame)
    if kind == _CALL_RESULT:
        return CallResult(
            message_id := _message_id(frame), _payload(frame, 2, message_id, is_answer=True)
        )
    if kind == _CALL_ERROR:
        return _read_call_error(frame)
    return None


def load(text: str) -> Any:
    """Return the JSON value of a text. Raises FrameError, also for one deeper than MAX_DEPTH."""
    value = decode(text)
    if text.count("[") + text.count("{") > MAX_DEPTH and _is_deep(value):
        raise malformed(text, "nested too deeply")
    return value


def decode(text: str) -> Any:
    """Return the JSON value of a text, whatever its depth. Raises FrameError."""
    try:
        return orjson.loads(text)
    except ValueError:
        return _load_odd(text)


def _load_odd(text: str) -> Any:
    """Return the JSON value without surrounding junk, read leniently or repaired. Raises FrameError."""
    text = text.strip("\ufeff\0 \t\r\n")
    try:
        return _decode_odd(text)
    except RecursionError:
        raise malformed(text, "nested too deeply") from None
    except ValueError:
        pass
    try:
        return repair(text, MAX_DEPTH)
    except ValueError:
        raise malformed(text, "no JSON") from None


def _is_deep(value: Any) -> bool:
    """Whether a value has more than MAX_DEPTH levels; no recursion, which an attacker could exhaust."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            child
            for node in level
            for child in (node.values() if isinstance(node, dict) else node)
            if isinstance(child, dict | list)
        ]
        if not level:
            return False
    return True


def malformed(text: str, description: str) -> FrameError:
    """Return the error for a text that is no frame, with its message id where that is readable."""
    start = _START.match(text)
    if start is None:
        return FrameError(description)
    kind, message_id, number = start.groups()
    return FrameError(description, message_id=message_id or number, is_answer=kind != str(_CALL))


def _read_call(frame: list[Any]) -> Call:
    message_id = _message_id(frame)
    action = frame[2] if len(frame) > 2 else None
    if not isinstance(action, str) or not 0 < len(action) <= MAX_ACTION:
        raise FrameError("the action is missing", message_id=message_id)
    return Call(message_id, action, _payload(frame, 3, message_id, is_answer=False))


def _read_call_error(frame: list[Any]) -> CallError:
    message_id = _message_id(frame)
    code, description, details = (*frame[2:5], None, None, None)[:3]
    return CallError(
        message_id,
        code if isinstance(code, str) and code else ErrorCode.GENERIC_ERROR.value,
        description if isinstance(description, str) else "",
        details if isinstance(details, dict) else {},
    )


def _message_id(frame: list[Any]) -> str:
    """Return the message id, a number as text; of any length, since the answer must repeat it. Raises FrameError."""
    message_id = frame[1] if len(frame) > 1 else None
    if isinstance(message_id, int | float) and not isinstance(message_id, bool):
        message_id = str(message_id)
    if not isinstance(message_id, str):
        raise FrameError("the message id is missing", is_answer=frame[0] != _CALL)
    return message_id


def _payload(frame: list[Any], index: int, message_id: str, *, is_answer: bool) -> dict[str, Any]:
    """Return the payload; null, an empty array or none at all count as an empty object (R7). Raises FrameError."""
    payload = frame[index] if len(frame) > index else None
    if isinstance(payload, dict):
        return payload
    if payload is None or payload == []:
        return {}
    raise FrameError("the payload is no object", message_id=message_id, is_answer=is_answer)


def payload_text(payload: dict[str, Any]) -> str:
    """Return a payload as JSON that any storage takes; what JSON does not know (NaN, Infinity) becomes null."""
    try:
        return orjson.dumps(payload).decode()
    except TypeError:  # integers beyond 64 bits, lone surrogates
        return _encode(_finite(payload))


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _finite(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_finite(each) for each in value]
    return None if isinstance(value, float) and not isfinite(value) else value


def build_call(message_id: str, action: str, payload: dict[str, Any]) -> str:
    """Return a CALL as compact JSON."""
    return _encode([_CALL, message_id, action, payload])


def build_result(message_id: str, payload: dict[str, Any]) -> str:
    """Return a CALLRESULT as compact JSON."""
    return f"[{_CALL_RESULT},{_quoted(message_id)},{_encode(payload) if payload else '{}'}]"


def build_error(message_id: str, code: ErrorCode, description: str = "") -> str:
    """Return a CALLERROR as compact JSON; cuts the description to 255 characters."""
    return _encode([_CALL_ERROR, message_id, code.value, description[:MAX_DESCRIPTION], {}])
