"""Parse broken JSON: a token that cannot be read costs its field, not the frame (R8, R15).

Chargers print their frames piece by piece, and a piece goes missing: `"transactionId":,` (AEFA: lbbrhzn 2032), `[,{`
(ZJ Beny: lbbrhzn 1078), a comma too much, a backslash before the quote that ends a text (mobilityhouse 415), an end that
a buffer cut off. One pass over the text, in linear time.
"""

import json
import re
from typing import Any

MAX_REPAIRED = 16_384
"""Characters of the longest text that is repaired: what takes longer would keep others waiting."""

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
    """Stands for a token that means nothing."""


_UNREADABLE = _Unreadable()


def repair(text: str, max_depth: int) -> list[Any]:
    """Return the array that a broken text is meant to be, without the fields that cannot be read.

    Raises ValueError where it is none, is longer than MAX_REPAIRED or nested deeper than `max_depth`.
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
        elif match.end() < len(text):  # the last word may be cut, and 123 be half of 123456
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
    """Return the value of what is not in quotes."""
    if token in _WORDS:
        return _WORDS[token]
    if len(token) > _MAX_DIGITS or _NUMBER.fullmatch(token) is None:
        return _UNREADABLE
    try:
        return int(token)
    except ValueError:
        return float(token)


class _Builder:
    """Makes values of tokens: whatever stands where it cannot stand is left out."""

    def __init__(self, max_depth: int) -> None:
        self._max_depth = max_depth
        self._root: list[Any] | None = None
        self._stack: list[dict[str, Any] | list[Any]] = []
        self._keys: list[str | None] = []
        """The key that each open object waits for the value of."""
        self._has_colon = False

    @property
    def is_complete(self) -> bool:
        """Whether the array has ended."""
        return self._root is not None and not self._stack

    def result(self) -> list[Any]:
        """Return what was made; what is still open ends here. Raises ValueError where there is no array."""
        if self._root is None:
            raise ValueError("no array")
        return self._root

    def mark(self, mark: str) -> None:
        """Take a bracket, a colon or a comma."""
        if mark in "[{":
            self._open([] if mark == "[" else {})
        elif mark in "]}":
            self._close(list if mark == "]" else dict)
        elif mark == ":":
            self._has_colon = True
        elif self._stack:
            self._next()

    def value(self, value: Any, *, is_text: bool = False) -> None:
        """Take a value, or the key of one."""
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
        """Close the innermost container of a kind and what is in it; a bracket that closes nothing is nothing."""
        if not any(isinstance(container, kind) for container in self._stack):
            return
        while not isinstance(self._stack.pop(), kind):
            self._keys.pop()
        self._keys.pop()
        if self._stack:
            self._next()
