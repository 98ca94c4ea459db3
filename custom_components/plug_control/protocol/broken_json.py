"""Parse broken JSON: an unreadable token loses its field, not the frame (R8, R15).

Chargers print frames piece by piece, and pieces go missing: `"transactionId":,` (AEFA: lbbrhzn 2032), `[,{`
(ZJ Beny: lbbrhzn 1078), a surplus comma, a backslash before the quote that ends a text (mobilityhouse 415), an end cut
off by a buffer. One pass over the text, in linear time.
"""

import json
import re
from typing import Any

MAX_REPAIRED = 16_384
"""Characters of the longest text that is repaired: a longer one would block the event loop."""

_TOKENS = re.compile(
    r"""
    (?P<text>"[^"\\]*+(?:\\(?!"\s*(?:,\s*"|[]}]\s*(?:[]},]|$))).[^"\\]*+)*+\\?")
    |(?P<mark>[\[\]{}:,])
    |(?P<word>[^\[\]{}:,"\s]+)
    |(?P<cut>")
    """,
    re.VERBOSE | re.DOTALL,
)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_WORDS: dict[str, Any] = {"true": True, "false": False, "null": None}
_MAX_DIGITS = 64

_read_text = json.JSONDecoder(strict=False).decode


class _Unreadable:
    """Marks an unreadable token."""


_UNREADABLE = _Unreadable()


def repair(text: str, max_depth: int) -> list[Any]:
    """Return the array of a broken text, without the unreadable fields.

    Raises ValueError for a text that is no array, longer than MAX_REPAIRED or nested deeper than `max_depth`.
    """
    if len(text) > MAX_REPAIRED:
        raise ValueError("too long")
    builder = _Builder(max_depth)
    for match in _TOKENS.finditer(text):
        token, kind = match.group(), match.lastgroup
        if kind == "cut":
            break
        if kind == "mark":
            builder.mark(token)
        elif kind == "text":
            builder.value(_text(token), is_text=True)
        elif match.end() < len(text):  # the last word may be cut off: 123 may be half of 123456
            builder.value(_word(token))
        if builder.is_complete:
            break
    return builder.result()


def _text(token: str) -> Any:
    try:
        return _read_text(token)
    except ValueError:
        return _UNREADABLE


def _word(token: str) -> Any:
    """Return the value of an unquoted token."""
    if token in _WORDS:
        return _WORDS[token]
    if len(token) > _MAX_DIGITS or _NUMBER.fullmatch(token) is None:
        return _UNREADABLE
    try:
        return int(token)
    except ValueError:
        return float(token)


class _Builder:
    """Builds values from tokens; ignores a token where it is not allowed."""

    def __init__(self, max_depth: int) -> None:
        self._max_depth = max_depth
        self._root: list[Any] | None = None
        self._stack: list[dict[str, Any] | list[Any]] = []
        self._keys: list[str | None] = []
        """For each open container, the key whose value comes next."""
        self._has_colon = False

    @property
    def is_complete(self) -> bool:
        """Whether the array has ended."""
        return self._root is not None and not self._stack

    def result(self) -> list[Any]:
        """Return the array, whose open containers end here. Raises ValueError where there is no array."""
        if self._root is None:
            raise ValueError("no array")
        return self._root

    def mark(self, mark: str) -> None:
        """Process a bracket, colon or comma. Raises ValueError where it is nested too deeply or the text is no array."""
        if mark in "[{":
            self._open([] if mark == "[" else {})
        elif mark in "]}":
            self._close(list if mark == "]" else dict)
        elif mark == ":":
            self._has_colon = True
        elif self._stack:
            self._next()

    def value(self, value: Any, *, is_text: bool = False) -> None:
        """Process a value or a key."""
        if not self._stack:
            return
        inside = self._stack[-1]
        if isinstance(inside, list):
            inside.append(None if value is _UNREADABLE else value)
        elif self._keys[-1] is not None and self._has_colon:
            if value is not _UNREADABLE:
                inside[self._keys[-1]] = value
            self._next()
        elif is_text and isinstance(value, str):
            self._keys[-1] = value
            self._has_colon = False

    def _next(self) -> None:
        self._keys[-1] = None
        self._has_colon = False

    def _open(self, container: dict[str, Any] | list[Any]) -> None:
        if self._root is None:
            if not isinstance(container, list):
                raise ValueError("no array")
            self._root = container
        else:
            self.value(container)
        if len(self._stack) >= self._max_depth:
            raise ValueError("nested too deeply")
        self._stack.append(container)
        self._keys.append(None)
        self._has_colon = False

    def _close(self, kind: type) -> None:
        """Close the innermost container of a kind and those inside it; ignore a bracket that closes nothing."""
        if not any(isinstance(container, kind) for container in self._stack):
            return
        while not isinstance(self._stack.pop(), kind):
            self._keys.pop()
        self._keys.pop()
        if self._stack:
            self._next()
