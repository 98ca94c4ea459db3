"""Limit the resources of unknown peers: sockets, handshakes and messages."""

import asyncio
from collections.abc import Callable, Hashable
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
import time
from typing import Protocol


@lru_cache(maxsize=1024)
def network_of(address: str) -> str:
    """Return the network that an address counts for: the address itself, or the first 64 bits of IPv6, all one host's."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    return str(parsed.ipv4_mapped or IPv6Address(int(parsed) >> 64 << 64))


class Budget[Key: Hashable]:
    """At most `limit` uses per period for each key; forgets the keys unused longest beyond `max_keys`."""

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
        """Return when the key's period began and how much of it is spent."""
        began, spent = self._spent.get(key, (self._clock(), 0))
        expired = self._clock() - began >= self._period_s
        return (self._clock(), 0) if expired else (began, spent)

    def is_exhausted(self, key: Key) -> bool:
        """Whether nothing is left for a key."""
        return self._state(key)[1] >= self._limit

    def spend(self, key: Key, amount: int = 1) -> bool:
        """Spend `amount`; return False where nothing was left."""
        began, spent = self._state(key)
        self._spent.pop(key, None)
        self._spent[key] = began, spent + amount
        if len(self._spent) > self._max_keys:
            del self._spent[next(iter(self._spent))]
        return spent < self._limit


class UntrustedSocket(Protocol):
    """What `UntrustedSockets` needs of a socket."""

    @property
    def address(self) -> str:
        """The peer's address."""

    def abort(self) -> None:
        """Drop the socket at once."""


class UntrustedSockets[Socket: UntrustedSocket]:
    """The open sockets of untrusted peers; beyond `limit`, drops the oldest one of the network with most."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._by_network: dict[str, dict[Socket, None]] = {}
        self._count = 0

    def enter(self, socket: Socket) -> None:
        """Add a socket that opened; drop another where that is one too many."""
        self._by_network.setdefault(network_of(socket.address), {})[socket] = None
        self._count += 1
        if self._count > self._limit:
            busiest = max(self._by_network, key=lambda network: len(self._by_network[network]))
            oldest = next(iter(self._by_network[busiest]))
            self.leave(oldest)
            oldest.abort()

    def leave(self, socket: Socket) -> None:
        """Remove a socket that is trusted now, or closed; does nothing for one that is not in."""
        network = network_of(socket.address)
        waiting = self._by_network.get(network, {})
        if socket in waiting:
            del waiting[socket]
            self._count -= 1
            if not waiting:
                del self._by_network[network]


class UntrustedBudget:
    """Limits the websocket frames and bytes of untrusted peers, for each socket and for all of a network together.

    Every frame counts before it is processed, malformed and ignored ones too.
    """

    def __init__(
        self,
        *,
        frames: int = 60,
        size: int = 64 << 10,
        of_network: int = 10,
        period_s: float = 60.0,
    ) -> None:
        """Set the limits of a socket per period; all sockets of a network may send `of_network` times as much."""
        self._frames, self._size, self._period_s = frames, size, period_s
        self._network_frames = Budget[str](frames * of_network, period_s)
        self._network_size = Budget[str](size * of_network, period_s)

    def allowance(self, address: str) -> Callable[[int], bool]:
        """Return a function that counts a frame of a new socket by its bytes; it returns False where the frame is too much."""
        network = network_of(address)
        frames = Budget[None](self._frames, self._period_s)
        size = Budget[None](self._size, self._period_s)

        def spend(frame_bytes: int) -> bool:
            return all(
                (
                    frames.spend(None),
                    size.spend(None, frame_bytes),
                    self._network_frames.spend(network),
                    self._network_size.spend(network, frame_bytes),
                )
            )

        return spend


class FailureQueue[Key: Hashable]:
    """Lets keys that failed try `per_second` times a second, one after the other, each key by itself.

    A key that has not failed lately does not wait. This slows the guessing of passwords, and the right password still
    gets in: the guesses of others delay it by `longest_s` at most.
    """

    def __init__(
        self,
        per_second: float,
        longest_s: float,
        *,
        max_keys: int = 1024,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._interval_s = 1 / per_second
        self._longest_s = longest_s
        self._max_keys = max_keys
        self._clock = clock
        self._next_at: dict[Key, float] = {}

    def __len__(self) -> int:
        """Return the number of keys with a remembered failure."""
        return len(self._next_at)

    async def turn(self, key: Key) -> bool:
        """Wait for a turn and return True; return False at once where the wait would exceed `longest_s`."""
        now = self._clock()
        at = self._next_at.get(key, now)
        if at <= now:
            return True
        if at - now > self._longest_s:
            return False
        self._next_at[key] = at + self._interval_s
        await asyncio.sleep(at - now)
        return True

    def failed(self, key: Key) -> None:
        """Note that the attempt of `key` failed: the next turn comes an interval later."""
        earliest = self._clock() + self._interval_s
        self._next_at[key] = max(self._next_at.pop(key, earliest), earliest)
        if len(self._next_at) > self._max_keys:
            del self._next_at[next(iter(self._next_at))]
