"""Bounds on those that knock: sockets, unfinished handshakes, failures."""

from collections.abc import Callable, Hashable
import time
from typing import Protocol


class Budget[Key: Hashable]:
    """So many times a period for each key; the keys longest unseen are forgotten beyond `max_keys`."""

    def __init__(
        self,
        limit: int,
        period_s: float,
        *,
        max_keys: int = 1024,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limit = limit
        self._period_s = period_s
        self._max_keys = max_keys
        self._clock = clock
        self._spent: dict[Key, tuple[float, int]] = {}

    def _state(self, key: Key) -> tuple[float, int]:
        """Return when the key's period began and how often it was spent in it."""
        began, spent = self._spent.get(key, (self._clock(), 0))
        expired = self._clock() - began >= self._period_s
        return (self._clock(), 0) if expired else (began, spent)

    def is_exhausted(self, key: Key) -> bool:
        """Whether nothing is left for a key."""
        return self._state(key)[1] >= self._limit

    def spend(self, key: Key) -> bool:
        """Spend one; False where nothing was left."""
        began, spent = self._state(key)
        self._spent.pop(key, None)
        self._spent[key] = began, spent + 1
        if len(self._spent) > self._max_keys:
            del self._spent[next(iter(self._spent))]
        return spent < self._limit


class Guest(Protocol):
    """A socket, as far as it matters here."""

    @property
    def address(self) -> str:
        """The peer's address."""

    def abort(self) -> None:
        """Drop the socket at once."""


class WaitingRoom[Socket: Guest]:
    """Sockets whose request has not come yet; where there are too many, the busiest address loses its oldest."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._by_address: dict[str, dict[Socket, None]] = {}
        self._count = 0

    def enter(self, socket: Socket) -> None:
        """Let a socket wait for its request."""
        self._by_address.setdefault(socket.address, {})[socket] = None
        self._count += 1
        if self._count > self._limit:
            busiest = max(self._by_address, key=lambda address: len(self._by_address[address]))
            oldest = next(iter(self._by_address[busiest]))
            self.leave(oldest)
            oldest.abort()

    def leave(self, socket: Socket) -> None:
        """Let go of a socket whose request came, or that is gone; nothing happens for one that waits no more."""
        waiting = self._by_address.get(socket.address, {})
        if socket in waiting:
            del waiting[socket]
            self._count -= 1
            if not waiting:
                del self._by_address[socket.address]


class Doorkeeper:
    """Who failed too often is not let near the gate: by address, sparing identities that were let in from there before.

    So a stranger behind the same router cannot lock out the charge points of a house, nor try their passwords for ever.
    """

    def __init__(self, *, per_address: int, per_identity: int, period_s: float = 60.0) -> None:
        self._addresses = Budget[str](per_address, period_s)
        self._identities = Budget[tuple[str, str | None]](per_identity, period_s)
        self._welcome = Budget[tuple[str, str | None]](1, float("inf"))

    def bars(self, address: str, identity: str | None) -> bool:
        """Whether this one is to be turned away without asking the gate."""
        if not self._addresses.is_exhausted(address):
            return False
        known = self._welcome.is_exhausted((address, identity))
        return not known or self._identities.is_exhausted((address, identity))

    def failed(self, address: str, identity: str | None) -> None:
        """Take note of a handshake that led to nothing."""
        self._addresses.spend(address)
        self._identities.spend((address, identity))

    def succeeded(self, address: str, identity: str | None) -> None:
        """Take note of one that was let in."""
        self._welcome.spend((address, identity))
