"""Ask twice: what changes much is first described, with a code that does exactly that within some minutes."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
import secrets
from typing import Final

LASTS: Final = timedelta(minutes=10)
_MOST: Final = 50
"""Codes that are valid at once; the oldest are dropped."""
_BYTES: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation[T]:
    """A code, the question that it answers, what was found then, and until when it is valid."""

    code: str
    question: Hashable
    found: T
    until: datetime


class Confirmations[T]:
    """The codes that were given and not used yet."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        """Start with none."""
        self._clock = clock
        self._given: dict[str, Confirmation[T]] = {}

    def ask(self, question: Hashable, found: T) -> Confirmation[T]:
        """Return a new code for a question, which includes who asked, and what was found."""
        code = secrets.token_hex(_BYTES)
        until = self._clock() + LASTS
        self._given[code] = given = Confirmation(
            code=code, question=question, found=found, until=until
        )
        while len(self._given) > _MOST:
            del self._given[next(iter(self._given))]
        return given

    def take(self, code: str, question: Hashable) -> T | None:
        """Return what was found if a code answers the question, and use it up; else None."""
        given = self._given.get(code.strip().lower())
        if given is None or given.question != question or given.until < self._clock():
            return None
        del self._given[given.code]
        return given.found
