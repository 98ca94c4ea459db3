"""Read MeterValues frames that differ from earlier ones only in ids, time and numbers, without reading their texts again.

A charge point sends the same texts beside its sampled values for years. A frame is taken apart at the texts that hold its
numbers: what is before the samples is parsed each time, the texts between the numbers are looked up.
"""

from itertools import count
from math import isfinite
import re
import secrets
from typing import Final, NamedTuple

import orjson

from .errors import FrameError
from .frames import MAX_DEPTH, Call, Frame, parse
from .incoming import Labels, MeterValue
from .meter_values import read_meter_values
from .values import MAX_TEXT, parse_timestamp

MAX_LENGTH = 4096
"""The longest frame that is looked up, in characters."""
MAX_KNOWN = 256
"""How many bodies are kept; a new one replaces the oldest."""

_CALL: Final = 2
_ACTION = "MeterValues"
_HEAD = 64
"""Characters at the beginning of an ordinary frame that hold its id and action."""
_ELEMENTS, _SAMPLES = "meterValue", "sampledValue"
_VALUE = re.compile(r'"value"\s*:\s*"([^"\\]*)"')
_SAMPLES_BEGIN = f'"{_SAMPLES}"'
_NO_SAMPLES = f'"{_SAMPLES}":[]}}]}}]'
"""What follows the head of a frame without samples."""
_END = re.compile(r"[^\[\]{}]*\}\s*\]\s*\}\s*\]\s*\}\s*\]\s*")
"""What follows the last number where the frame has one element and nothing behind its samples."""

type _Texts = tuple[str, ...]
"""The texts from the beginning of the samples to the first number, between the numbers, and after the last one."""


class _Body(NamedTuple):
    """What the texts of a frame mean."""

    labels: tuple[Labels, ...]
    used: tuple[int, ...]
    """Which of the numbers have these labels."""


_UNUSABLE = _Body((), ())
"""The body of frames that have to be parsed."""
_NEW = _Body((), ())
"""Stands in for a body that was not seen yet."""
_known: dict[_Texts, _Body | None] = {}
"""None for a body that was seen once: one that never comes back is not worth reading twice."""


def parse_known(text: str) -> Frame | None:
    """Return what `frames.parse` returns; the elements of a known MeterValues frame are already read. Raises FrameError."""
    if len(text) > MAX_LENGTH or _ACTION not in text[:_HEAD]:
        return parse(text)
    before, *rest = _VALUE.split(text)
    if not rest:
        return parse(text)
    head, _, first = before.rpartition(_SAMPLES_BEGIN)
    texts = (first, *rest[1::2])
    body = _known.get(texts, _NEW)
    if body is not None and body.used and (call := _call(head, body, rest[::2])) is not None:
        return call
    frame = parse(text)
    if body is _NEW:
        _keep(texts, None)
    elif body is None:
        _keep(texts, _learn(text, texts[-1]))
    return frame


def _call(head: str, body: _Body, numbers: list[str]) -> Call | None:
    """Return the CALL, or None where a number or what is before the samples is not as usual."""
    if (values := _floats(numbers)) is None or head.count("[") + head.count("{") > MAX_DEPTH:
        return None
    try:
        frame = orjson.loads(head + _NO_SAMPLES)
    except ValueError:
        return None
    if len(frame) != 4 or frame[0] != _CALL or frame[2] != _ACTION or type(frame[1]) is not str:
        return None
    payload = frame[3]
    elements = payload.get(_ELEMENTS)
    # The samples follow the last keys
    if next(reversed(payload)) != _ELEMENTS or len(elements) != 1:
        return None
    if next(reversed(elements[0])) != _SAMPLES:
        return None
    if len(body.used) != len(values):
        values = tuple([values[index] for index in body.used])
    timestamp = parse_timestamp(elements[0].get("timestamp"))
    payload[_ELEMENTS] = (MeterValue(timestamp, body.labels, values),)
    return Call(frame[1], _ACTION, payload)


def _floats(numbers: list[str]) -> tuple[float, ...] | None:
    """Return finite numbers; None where one is none, too long, or has a decimal comma."""
    try:
        values = tuple(map(float, numbers))
    except ValueError:
        return None
    if not all(map(isfinite, values)) or max(map(len, numbers)) > MAX_TEXT:
        return None
    return values


def _learn(text: str, end: str) -> _Body:
    """Return the body of a frame, found by reading it with other numbers, which nobody could know before."""
    if not _END.fullmatch(end):
        return _UNUSABLE
    base = secrets.randbits(48)
    numbers = count(base)
    text = _VALUE.sub(lambda _: f'"value":"{next(numbers)}"', text)
    try:
        orjson.loads(text)
        frame = parse(text)
    except ValueError, FrameError:
        return _UNUSABLE
    elements = read_meter_values(frame.payload.get(_ELEMENTS)) if isinstance(frame, Call) else ()
    if len(elements) != 1 or elements[0].signed:
        return _UNUSABLE
    places = range(next(numbers) - base)
    used = tuple([int(value) - base for value in elements[0].values])
    if any(place not in places for place in used):
        return _UNUSABLE
    return _Body(elements[0].labels, used)


def _keep(texts: _Texts, body: _Body | None) -> None:
    if texts not in _known and len(_known) >= MAX_KNOWN:
        del _known[next(iter(_known))]
    _known[texts] = body
