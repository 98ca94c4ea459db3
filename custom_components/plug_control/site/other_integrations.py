"""Ask other integrations; log their failures once, and go on without the answer."""

import asyncio
from collections.abc import Awaitable
import logging

from homeassistant.exceptions import HomeAssistantError

_LOGGER = logging.getLogger(__name__)
_PATIENCE_S = 60.0


class OtherIntegrations:
    """Asks other integrations, and remembers whose failures it has logged."""

    def __init__(self) -> None:
        self._failing = set[str]()

    async def ask[T](self, what: str, question: Awaitable[T], *, quietly: bool = False) -> T | None:
        """Return the answer; None after an error or a minute, logged as a warning the first time unless `quietly`."""
        log = _LOGGER.debug if quietly or what in self._failing else _LOGGER.warning
        try:
            async with asyncio.timeout(_PATIENCE_S):
                answer = await question
        except (HomeAssistantError, TimeoutError) as error:
            log("%s: no answer: %.200s", what, str(error) or "it takes too long")
        except Exception:  # noqa: BLE001 - the boundary to code that is not ours; logged with its traceback
            log("%s: no answer", what, exc_info=True)
        else:
            self._failing.discard(what)
            return answer
        if not quietly:
            self._failing.add(what)
        return None
