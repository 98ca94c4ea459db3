"""CALLs to a back end as one charge point: with patience for one that is slow, and a new boot for one that has forgotten us."""

import asyncio
from collections.abc import Callable
import logging
from typing import Any

from custom_components.plug_control.protocol.errors import (
    CallErrorReceived,
    CallTimeoutError,
    CommandError,
    ErrorCode,
    OfflineError,
)

from .connection import BackEndConnection
from .messages import Payload
from .timing import RelayTiming

_LOGGER = logging.getLogger(__name__)


class Calls:
    """Sends CALLs over the connection of the moment; `connection` is None while there is none."""

    def __init__(self, timing: RelayTiming, boot_again: Callable[[], None]) -> None:
        self.connection: BackEndConnection | None = None
        self.spoke_at = 0.0
        """When the last CALL was sent, in the event loop's time."""
        self._timing = timing
        self._boot_again = boot_again
        self._booted_again_at = float("-inf")
        self._answer_s = timing.answer_s
        self._loop = asyncio.get_running_loop()

    async def call(self, action: str, payload: Payload) -> dict[str, Any]:
        """Send a CALL; a back end that does not answer in time has twice as long the next time. Raises CommandError."""
        if (connection := self.connection) is None:
            raise OfflineError
        self.spoke_at = self._loop.time()
        try:
            answer = await connection.call(action, payload, self._answer_s)
        except CallTimeoutError:
            self._answer_s = min(self._answer_s * 2, self._timing.longest_answer_s)
            raise
        except CallErrorReceived as error:
            self._boot_if_unknown(action, error)
            raise
        if self._loop.time() - self.spoke_at < self._timing.answer_s:
            self._answer_s = self._timing.answer_s
        return answer

    def _boot_if_unknown(self, action: str, error: CallErrorReceived) -> None:
        """Boot again where the back end has forgotten the charge point: it refuses what comes before a boot (R9)."""
        now = self._loop.time()
        if (
            error.code == ErrorCode.SECURITY_ERROR
            and action != "BootNotification"
            and now - self._booted_again_at >= self._timing.boot_again_s
        ):
            self._booted_again_at = now
            self._boot_again()

    async def tell(self, action: str, payload: Payload) -> None:
        """Send what is not kept, whatever the back end answers. Raises OfflineError and CallTimeoutError."""
        try:
            await self.call(action, payload)
        except OfflineError, CallTimeoutError:
            raise
        except CommandError as error:
            _LOGGER.debug("A back end does not take %s: %s", action, error)

    async def beat(self) -> None:
        """Send a heartbeat, which shows whether the back end answers anything. Raises OfflineError and CallTimeoutError."""
        await self.tell("Heartbeat", {})

    async def ask(self, action: str, payload: Payload) -> dict[str, Any]:
        """Send a CALL for which a charger waits. Raises CommandError."""
        if (connection := self.connection) is None:
            raise OfflineError
        return await connection.call(action, payload, self._timing.authorize_s)
