"""Addresses that showed a certificate of a foreign authority, which are not asked for one for a while.

Some charge points show their manufacturer's certificate wherever one is asked for. OpenSSL breaks off then, although
their password would be enough.
"""

import asyncio
from typing import Final

FORGET_S: Final = 3600.0
MAX_ADDRESSES: Final = 256


class ForeignCertificates:
    """Remembers the addresses for FORGET_S; of too many, those that came first are forgotten."""

    def __init__(self) -> None:
        self._shown_at: dict[str, float] = {}

    def note(self, address: str) -> None:
        """Note that the peer at this address showed a foreign certificate."""
        self._shown_at.pop(address, None)
        self._shown_at[address] = asyncio.get_running_loop().time()
        if len(self._shown_at) > MAX_ADDRESSES:
            del self._shown_at[next(iter(self._shown_at))]

    def __contains__(self, address: str) -> bool:
        """Return whether this address showed one lately."""
        shown_at = self._shown_at.get(address)
        now = asyncio.get_running_loop().time()
        return shown_at is not None and now - shown_at < FORGET_S
