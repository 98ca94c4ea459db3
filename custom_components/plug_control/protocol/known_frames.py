"""Read MeterValues frames that differ from earlier ones only in ids, time and numbers, without reading their texts again.

A charge point sends the same texts beside its sampled values for years. A frame is taken apart at the texts that hold its
numbers: what is before the samples is parsed each time, the texts between the numbers are looked up.
"""

from itertools import count
from math import isfinite
import re
import secrets
from typing import Any, Final, NamedTuple

import orjson

from .errors import FrameError
from .frames import MAX_DEPTH, Call, Frame, load, parse
from .incoming import Labels, MeterValue
from .meter_values import read_meter_values
from .values import MAX_TEXT, parse_timestamp

MAX_LENGTH = 4096
"""The longest frame that is looked up, in characters."""
MAX_KNOWN = 256
"""How many bodies are kept; a new one replaces the oldest."""
MAX_SEEN = 1024
"""How many bodies that were seen once are remembered, by their hash: one that never comes back is not worth reading twice."""

_CALL: Final = 2
_ACTION = "MeterValues"
_HEAD = 64
"""Characters at the beginning of an ordinary frame that hold its id and action."""
_ELEMENTS, _SAMPLES = "meterValue", "sampledValue"
_VALUE = re.compile(r'"value"\s*:\s*"([^"\\\x00-\x1f]*)"')
_COMPACT = '"value":"'
"""How a value begins where there are no blanks, as in nearly all frames."""
_SAMPLES_BEGIN = f'"{_SAMPLES}"'
_MARK: Final = secrets.token_hex(8)
"""A text that no peer can know: where it is found in a frame, we put it."""
_NO_SAMPLES = f'"{_SAMPLES}":"{_MARK}"}}]}}]'
"""What follows the head of a frame where the samples are the last of its only element, and that is the last of its payload."""
_NO_HEAD = f'[{{"{_MARK}":[{{"{_MARK}"'
"""A head with the levels of a frame and names that no text behind it can repeat."""

type _Texts = tuple[str, ...]
"""The texts from the beginning of the samples to the first number, between the numbers, and after the last one."""


class _Body(NamedTuple):
    """What the texts of a frame mean."""

    labels: tuple[Labels, ...]
    used: tuple[int, ...]
    """Which of the numbers have these labels."""


_UNUSABLE = _Body((), ())
"""The body of frames that have to be parsed."""
_known: dict[_Texts, _Body] = {}
_seen: dict[int, None] = {}


def parse_known(text: str) -> Frame | None:
    """Return what `frames.parse` returns; the elements of a known MeterValues frame are already read. Raises FrameError."""
    if len(text) > MAX_LENGTH or _ACTION not in text[:_HEAD]:
        return parse(text)
    before, numbers, between = _taken_apart(text)
    if not numbers:
        return parse(text)
    head, _, first = before.rpartition(_SAMPLES_BEGIN)
    texts = (first, *between)
    body = _known.get(texts)
    if body is not None and body.used and (call := _call(text, head, body, numbers)) is not None:
        return call
    frame = parse(text)
    if body is None and _is_back(texts):
        _put(_known, texts, _learn(texts), MAX_KNOWN)
    return frame


def _taken_apart(text: str) -> tuple[str, list[str], list[str]]:
    """Return what is before the first number, the numbers, and the text behind each."""
    before, *rest = text.split(_COMPACT)
    numbers: list[str] = []
    between: list[str] = []
    for each in rest:
        number, _, behind = each.partition('"')
        numbers.append(number)
        between.append(behind)
    if rest and "".join(numbers).isprintable():
        return before, numbers, between
    before, *rest = _VALUE.split(text)
    return before, rest[::2], rest[1::2]


def _is_back(texts: _Texts) -> bool:
    """Whether these texts were seen before; notes them otherwise."""
    key = hash(texts)
    if key in _seen:
        del _seen[key]
        return True
    _put(_seen, key, None, MAX_SEEN)
    return False


def _put[Key, Value](kept: dict[Key, Value], key: Key, value: Value, most: int) -> None:
    """Keep a value; the oldest makes room."""
    if len(kept) >= most:
        del kept[next(iter(kept))]
    kept[key] = value


def _call(text: str, head: str, body: _Body, numbers: list[str]) -> Call | None:
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
    if not _is_marked(elements, _SAMPLES) or elements[0][_SAMPLES] != _MARK:
        return None
    if len(body.used) != len(values):
        values = tuple([values[index] for index in body.used])
    timestamp = parse_timestamp(elements[0].get("timestamp"))
    payload[_ELEMENTS] = (MeterValue(timestamp, body.labels, values),)
    return Call(frame[1], _ACTION, payload, text)


def _floats(numbers: list[str]) -> tuple[float, ...] | None:
    """Return finite numbers; None where one is none, too long, or has a decimal comma."""
    try:
        values = tuple(map(float, numbers))
    except ValueError:
        return None
    if not all(map(isfinite, values)) or max(map(len, numbers)) > MAX_TEXT:
        return None
    return values


def _is_marked(elements: Any, name: str) -> bool:
    """Whether a value is a list of one object that has this name."""
    return (
        type(elements) is list
        and len(elements) == 1
        and type(elements[0]) is dict
        and name in elements[0]
    )


def _learn(texts: _Texts) -> _Body:
    """Return what texts mean behind any head: found by reading them alone, with numbers that nobody could know before."""
    base = secrets.randbits(48)
    numbers = count(base)
    body = _NO_HEAD + texts[0] + "".join(f'"value":"{next(numbers)}"{each}' for each in texts[1:])
    try:
        orjson.loads(body)
        frame = load(body)
    except ValueError, FrameError:
        return _UNUSABLE
    # One name on each level: behind the samples the texts end what the head began, and do no more
    if len(frame) != 1 or len(frame[0]) != 1 or not _is_marked(inner := frame[0][_MARK], _MARK):
        return _UNUSABLE
    if len(inner[0]) != 1:
        return _UNUSABLE
    (element,) = read_meter_values([{_SAMPLES: inner[0][_MARK]}])
    places = range(next(numbers) - base)
    used = tuple([int(value) - base for value in element.values])
    if element.signed or any(place not in places for place in used):
        return _UNUSABLE
    return _Body(element.labels, used)
