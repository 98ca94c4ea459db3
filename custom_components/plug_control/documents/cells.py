"""Write the cells of many rows column by column: a year of 50 chargers has 400,000 of them, and many say the same."""

from collections.abc import Callable
from typing import Final

ROWS_AT_ONCE: Final = 50
"""Of so many rows the cells are made before the event loop may have its turn: half a millisecond."""
_REPLACED: Final = "\N{REPLACEMENT CHARACTER}"


class Memo[K](dict[K, str]):
    """Texts by what they are made of; each is made once."""

    def __init__(self, make: Callable[[K], str]) -> None:
        """Use `make` for what was not asked for before."""
        self._make = make

    def __missing__(self, key: K) -> str:
        """Make a text."""
        text = self[key] = self._make(key)
        return text


def whole(text: str) -> str:
    """Return a text that a file can hold: a sign stands for each half of a character (a lone surrogate)."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
