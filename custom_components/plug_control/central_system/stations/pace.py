"""What everybody wants at the same moment, one after the other."""

import asyncio


class Pace:
    """Gives turns in the order of asking, at least an interval apart."""

    def __init__(self, interval_s: float) -> None:
        self._interval_s = interval_s
        self._next_at = 0.0

    async def turn(self) -> None:
        """Wait for a turn; one that nobody else has just had comes at once."""
        now = asyncio.get_running_loop().time()
        at = max(self._next_at, now)
        self._next_at = at + self._interval_s
        if at > now:
            await asyncio.sleep(at - now)
