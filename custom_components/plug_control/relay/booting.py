"""The BootNotification to a back end: when one is due, and what its answer means (S4.2, J5.4)."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from custom_components.plug_control.protocol.errors import (
    CallErrorReceived,
    CommandError,
    DialError,
    OfflineError,
    Trouble,
)
from custom_components.plug_control.protocol.values import integer, text
from custom_components.plug_control.protocol.vocabulary import ANSWER_STATUSES, spelled

from .messages import Payload
from .timing import RelayTiming

_TROUBLES = {"Pending": Trouble.BOOT_PENDING, "Rejected": Trouble.BOOT_REJECTED}

type Call = Callable[[str, Payload], Awaitable[dict[str, Any]]]
"""Sends a CALL to the back end; raises CommandError."""


class Booting:
    """Whether a back end has accepted a charge point, and how often it wants a heartbeat."""

    def __init__(self, timing: RelayTiming, payload: Callable[[], Payload]) -> None:
        self._timing = timing
        self._payload = payload
        self._accepted: Payload | None = None
        """The boot that the back end has accepted."""
        self._is_due = True
        self.heartbeat_s = timing.heartbeat_s
        self.trouble = Trouble.BOOT_PENDING
        """How the last boot that was not accepted was answered: BOOT_PENDING or BOOT_REJECTED."""

    @property
    def is_due(self) -> bool:
        """Whether a boot is to be sent: the charge point has booted, says something new of itself, or is not accepted."""
        return self._is_due or self._accepted != self._payload()

    def again(self) -> None:
        """Note that a boot is to be sent: the charge point has booted, or the back end wants it."""
        self._is_due = True

    async def boot(self, call: Call) -> float | None:
        """Send the BootNotification; return None if it was accepted, otherwise in how many s to send the next.

        Raises DialError: BOOT_ERROR for a CALLERROR or an unreadable answer, NO_ANSWER, CLOSED.
        """
        payload = self._payload()
        try:
            answer: Mapping[str, Any] = await call("BootNotification", payload)
        except CallErrorReceived as error:
            raise DialError(Trouble.BOOT_ERROR, error.said) from error
        except OfflineError as error:
            raise DialError(Trouble.CLOSED) from error
        except CommandError as error:
            raise DialError(Trouble.NO_ANSWER, error.said) from error
        told = text(answer.get("status"), 50)
        status = None if told is None else spelled(ANSWER_STATUSES, told)
        interval_s = integer(answer.get("interval"))
        if status == "Accepted":
            self._accepted, self._is_due = payload, False
            self.heartbeat_s = self._bounded_heartbeat_s(interval_s)
            return None
        self._accepted = None
        if status not in _TROUBLES:
            raise DialError(Trouble.BOOT_ERROR, f"status {told}" if told else "")
        self.trouble = _TROUBLES[status]
        return self._bounded_wait_s(interval_s)

    def _bounded_heartbeat_s(self, interval_s: int | None) -> float:
        timing = self._timing
        if interval_s is None or interval_s <= 0:
            return timing.heartbeat_s
        return min(max(interval_s, timing.shortest_heartbeat_s), timing.longest_heartbeat_s)

    def _bounded_wait_s(self, interval_s: int | None) -> float:
        timing = self._timing
        if interval_s is None or interval_s <= 0:
            return timing.boot_retry_s
        return min(interval_s, timing.longest_boot_retry_s)
