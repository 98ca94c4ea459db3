"""Parse long frames in parts: a C2EU's StopTransaction of 16 MB would block the event loop for seconds (C2EU Q18)."""

from collections.abc import Generator
from dataclasses import dataclass
import re
from typing import Any

from .errors import FrameError
from .frames import MAX_DEPTH, Call, Frame, decode, malformed, read_frame
from .meter_values import MAX_METER_VALUES, SAMPLE_FIELDS, read_in_parts

LONG_BYTES = 32 << 10
"""Frames longer than this are read in parts."""
_PART_BYTES = 12 << 10
"""The bytes of a part: short enough for `broken_json.repair`, see `broken_json.MAX_REPAIRED`."""
_PART_TOKENS = 4096
_FRAME_ELEMENTS = 5
_HEAD_BYTES = 1024
"""How far into the frame the message id is looked for, where the frame is malformed."""

_FLAT = rb'[\[{](?:[^"\[\]{}]{0,256}+"[^"\\]{0,256}+"){0,64}+[^"\[\]{}]{0,256}+[\]}]'
"""An array or object that contains no other one and no escapes."""
_TOKEN = re.compile(
    rb'(?:%b[ \t\r\n]*+,){1,16}+|%b|"[^"\\]{0,4096}+"|(?:[^"\[\]{},]{0,64}+,){2,256}+|["\[\]{},]'
    % (_FLAT, _FLAT)
)
"""Flat elements with commas; a flat element; a string without escapes; plain values with commas; one structural character."""
_IN_STRING = re.compile(rb'["\\]')
_BLANK = b"\xef\xbb\xbf\0 \t\r\n"
_CLOSING = {0x5B: 0x5D, 0x7B: 0x7D}
_QUOTE, _COMMA, _OBJECT = 0x22, 0x2C, 0x7B

type Parts[T] = Generator[None, None, T]
"""A generator that yields after each part of a few milliseconds and returns the result."""


@dataclass(slots=True)
class _Open:
    """An array or object whose end is not read yet."""

    kind: int
    unread_from: int
    """The position of the first element that is not in `value` yet."""
    comma_after: int
    """The position after the last comma between its elements."""
    value: Any = None
    """Its elements so far; None until a part ends within it."""


def parse_in_parts(text: bytes) -> Parts[Frame | None]:
    """Return the frame in a text, with its meter values read; otherwise like `frames.parse`."""
    try:
        frame = read_frame((yield from _Reader(text).parts()))
    except FrameError as err:
        if err.message_id is not None:
            raise
        head = text[:_HEAD_BYTES].decode(errors="replace")
        raise malformed(head, err.description) from None
    if isinstance(frame, Call):
        for field, value in frame.payload.items():
            if field.casefold() in SAMPLE_FIELDS and isinstance(value, list):
                frame.payload[field] = yield from read_in_parts(value)
    return frame


class _Reader:
    """Reads one JSON array: finds the ends of elements, and decodes complete elements together.

    Keeps the last MAX_METER_VALUES elements of an inner array and at most as many fields of an object, which also keeps
    garbage collection short.
    """

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._stack: list[_Open] = []
        self._root: list[Any] = []

    def parts(self) -> Parts[Any]:
        """Return the array, yielding after each part. Raises FrameError."""
        text, position = self._begin()
        tokens, taken = 0, 0
        while (token := _TOKEN.search(text, position)) is not None:
            start, position = token.span()
            if position - start > 1:
                self._past(text[start], text[position - 1], position)
            elif text[start] == _QUOTE:
                position = yield from self._end_of_string(position)
            elif self._at(text[start], start):
                return self._root
            tokens += 1
            if tokens >= _PART_TOKENS or position - taken >= _PART_BYTES:
                self._take_what_is_whole()
                yield
                tokens, taken = 0, position
        raise FrameError("no JSON")

    def _begin(self) -> tuple[bytes, int]:
        """Open the outermost array; return the text and the position after its bracket. Raises FrameError."""
        text = self._text
        bracket = text.find(b"[")
        if bracket < 0 or text[:bracket].strip(_BLANK):
            raise FrameError("a frame is a JSON array")
        self._at(text[bracket], bracket)
        return text, bracket + 1

    def _past(self, first: int, last: int, position: int) -> None:
        """Pass complete tokens: strings, and elements that contain no others. Raises FrameError where they are too deep."""
        if first in _CLOSING and len(self._stack) >= MAX_DEPTH:
            raise FrameError("nested too deeply")
        if last == _COMMA:
            self._stack[-1].comma_after = position

    def _end_of_string(self, position: int) -> Parts[int]:
        """Return the position after a string's closing quote. Raises FrameError without one."""
        steps = 0
        while (found := _IN_STRING.search(self._text, position)) is not None:
            if self._text[found.start()] == _QUOTE:
                return found.end()
            position = found.end() + 1
            steps += 1
            if steps % _PART_TOKENS == 0:
                yield
        raise FrameError("no JSON")

    def _at(self, token: int, at: int) -> bool:
        """Process a bracket or comma; return True at the end of the outermost array. Raises FrameError."""
        if token in _CLOSING:
            if len(self._stack) >= MAX_DEPTH:
                raise FrameError("nested too deeply")
            self._stack.append(_Open(token, at + 1, at + 1))
            return False
        if token == _COMMA:
            self._stack[-1].comma_after = at + 1
            return False
        if _CLOSING[self._stack[-1].kind] != token:
            raise FrameError("no JSON")
        return self._close(at)

    def _close(self, at: int) -> bool:
        is_root = len(self._stack) == 1
        if is_root:
            self._take_what_is_whole()
        closed = self._stack.pop()
        if closed.value is not None:  # Otherwise the container around it decodes it.
            self._take(closed, at)
            if self._stack:
                self._stack[-1].unread_from = at + 1
        return is_root

    def _take_what_is_whole(self) -> None:
        """Decode the complete elements of all open arrays and objects."""
        outer: _Open | None = None
        for each in self._stack:
            if each.value is None:
                each.value = {} if each.kind == _OBJECT else []
                self._put(outer, each.unread_from - 1, each.value)
            if each.comma_after > each.unread_from:
                self._take(each, each.comma_after - 1)
                each.unread_from = each.comma_after
            outer = each

    def _put(self, outer: _Open | None, start: int, value: Any) -> None:
        """Add an array or object that has only begun to the container around it."""
        if outer is None:
            self._root = value
        elif isinstance(outer.value, dict):
            name = self._text[outer.unread_from : start].strip(_BLANK + b",").removesuffix(b":")
            key = decode(name.decode(errors="replace"))
            if not isinstance(key, str):
                raise FrameError("no JSON")
            outer.value[key] = value
        else:
            outer.value.append(value)

    def _take(self, to: _Open, until: int) -> None:
        """Decode the elements up to a position and add them to `to`."""
        text = self._text[to.unread_from : until].strip(_BLANK).removeprefix(b",")
        if not text.strip(_BLANK):
            return
        if isinstance(to.value, dict):
            if len(to.value) < MAX_METER_VALUES:
                to.value.update(decode(f"[{{{text.decode(errors='replace')}}}]")[0])
        elif to.value is not self._root:
            to.value.extend(decode(f"[{text.decode(errors='replace')}]"))
            del to.value[:-MAX_METER_VALUES]
        elif len(to.value) < _FRAME_ELEMENTS:
            to.value.extend(decode(f"[{text.decode(errors='replace')}]")[:_FRAME_ELEMENTS])
