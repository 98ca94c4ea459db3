"""Questions to other integrations: whatever they raise is logged once and costs the answer only."""

import asyncio
from collections.abc import Awaitable
import logging

from homeassistant.exceptions import HomeAssistantError

_LOGGER = logging.getLogger(__name__)
_PATIENCE_S = 60.0


class Foreign:
    """Asks, and remembers whom it has complained about."""

    def __init__(self) -> None:
        self._failing = set[str]()

    async def ask[T](self, whom: str, question: Awaitable[T]) -> T | None:
        """Return the answer; None where there is none within a minute."""
        try:
            async with asyncio.timeout(_PATIENCE_S):
                answer = await question
        except (HomeAssistantError, TimeoutError) as error:
            if whom not in self._failing:
                _LOGGER.warning("%s: no answer: %.200s", whom, error or "it takes too long")
            self._failing.add(whom)
            return None
        except Exception:  # The boundary to code that is not ours.
            if whom not in self._failing:
                _LOGGER.exception("%s: no answer", whom)
            self._failing.add(whom)
            return None
        self._failing.discard(whom)
        return answer
