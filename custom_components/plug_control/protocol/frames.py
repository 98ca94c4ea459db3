"""OCPP-J frames: CALL, CALLRESULT and CALLERROR as text, and back (J4)."""

from dataclasses import dataclass
import json
import re
from typing import Any

from .errors import ErrorCode, FrameError

MAX_MESSAGE_ID = 255
"""Longer ids are nobody's (the standard allows 36, R7)."""
MAX_ACTION = 255
MAX_DEPTH = 32
"""Deeper nesting is an attack: OCPP 1.6 needs seven levels."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request."""

    message_id: str
    action: str
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CallResult:
    """A request's answer."""

    message_id: str
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CallError:
    """A request's refusal; what it says is foreign text."""

    message_id: str
    code: str
    description: str
    details: dict[str, Any]


type Frame = Call | CallResult | CallError

_encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


def parse(text: str) -> Frame | None:
    """Read a frame, or None where its message type is unknown (R7); raises FrameError."""
    raise NotImplementedError


def build_call(message_id: str, action: str, payload: dict[str, Any]) -> str:
    """Return a CALL as compact JSON."""
    return _encode([2, message_id, action, payload])


def build_result(message_id: str, payload: dict[str, Any]) -> str:
    """Return a CALLRESULT as compact JSON."""
    return _encode([3, message_id, payload])


def build_error(message_id: str, code: ErrorCode, description: str = "") -> str:
    """Return a CALLERROR as compact JSON; a description has at most 255 characters."""
    return _encode([4, message_id, code, description[:255], {}])
