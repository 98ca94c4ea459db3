"""When to start by itself after a car was plugged in: a state machine without a clock.

Not every Preparing is a car that was just plugged in. After a card stopped a charge with the cable still in, the status
is Preparing again (C2EU Q31); an unplugged remote start shows Preparing too, and one that lapses says nothing
(C2EU Q30). So a start needs Available to have been seen since the last transaction, and every attempt has a timer.
"""

from dataclasses import dataclass
from enum import StrEnum

from custom_components.plug_control.model.connector import ConnectorStatus

ATTEMPT_S = 65.0
"""How long a car has to draw current after a remote start: a C2EU gives up after 62 s, in silence (C2EU Q30)."""
LONGEST_PAUSE_S = 300.0
"""Attempts become rarer up to this pause, but never end: a car with a timer of its own may want to charge at night."""
SETTLE_S = 130.0
"""How long after a reconnect replayed transactions are waited for, where Available was not seen since (C2EU section 2)."""
PLUG_WAIT_S = 105.0
"""How long a remote start by someone else waits for a cable: ConnectionTimeOut, by default 90 s, and a margin."""


class AutoStartState(StrEnum):
    """What a connector waits for."""

    SPENT = "spent"
    """Available, which it has not shown since the last transaction."""
    ARMED = "armed"
    """A car to be plugged in."""
    STARTING = "starting"
    """The transaction that an attempt should bring."""
    RUNNING = "running"
    """The end of the transaction."""


@dataclass(slots=True, kw_only=True)
class AutoStart:
    """One connector's state; `now` is in seconds of any steady clock."""

    state: AutoStartState = AutoStartState.SPENT
    status: ConnectorStatus | None = None
    settled_at: float = 0.0
    """When nothing of the time before the connection is to be expected any more."""
    not_before: float = 0.0
    """When the next attempt may be made."""
    attempts: int = 0
    is_sending: bool = False
    """A remote start of this state machine's own is being sent."""

    def connected(self, *, now: float) -> None:
        """Note a new connection: what happened while it was down may still be replayed."""
        self.status = None
        self.settled_at = now + SETTLE_S

    def status_changed(self, status: ConnectorStatus, *, now: float) -> None:
        """Note what the connector reports."""
        self.status = status
        if status is ConnectorStatus.AVAILABLE:
            self.settled_at = now
            if self.state is not AutoStartState.ARMED:  # running: its stop is late, or lost
                self._arm()
        elif status is ConnectorStatus.FINISHING and self.state is not AutoStartState.RUNNING:
            self.state = AutoStartState.SPENT

    def remote_start_sent(self, *, now: float) -> None:
        """Note a remote start by someone else: its Preparing is no car (C2EU Q30)."""
        if not self.is_sending and self.state in {AutoStartState.ARMED, AutoStartState.STARTING}:
            self.not_before = max(self.not_before, now + PLUG_WAIT_S)

    def transaction_started(self) -> None:
        """Note that a transaction runs."""
        self.state = AutoStartState.RUNNING

    def transaction_ended(self, *, interrupted: bool = False) -> None:
        """Note that it ended: Available must be seen before the next one (C2EU Q31), unless a reboot cut it off."""
        if self.state is AutoStartState.RUNNING:
            self.state = AutoStartState.SPENT
            if interrupted or self.status is ConnectorStatus.AVAILABLE:
                self._arm()

    def tick(self, *, now: float) -> bool:
        """Tell whether to send a remote start now; to be asked after every change and every few seconds."""
        due = now >= max(self.not_before, self.settled_at)
        if self.status is not ConnectorStatus.PREPARING or not due:
            return False
        if self.state not in {AutoStartState.ARMED, AutoStartState.STARTING}:
            return False
        self.state = AutoStartState.STARTING
        self.not_before = now + min(ATTEMPT_S * 2**self.attempts, LONGEST_PAUSE_S)
        self.attempts = min(self.attempts + 1, 8)
        return True

    def _arm(self) -> None:
        self.state = AutoStartState.ARMED
        self.not_before = 0.0
        self.attempts = 0
