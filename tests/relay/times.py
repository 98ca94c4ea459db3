"""The time of these tests, and how long they wait for a condition."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

NOW = datetime(2026, 3, 14, 10, 0, tzinfo=UTC)
PATIENCE_S = 30.0


async def until(condition: Callable[[], object]) -> None:
    """Wait until a condition holds."""
    async with asyncio.timeout(PATIENCE_S):
        while not condition():
            await asyncio.sleep(0.005)
