"""Decide when to start charging by itself after a car was plugged in: a state machine without a clock.

Preparing alone does not prove a new car. When a card stops a charge and the cable stays in, the status goes back to
Preparing (C2EU Q31); a remote start without a car shows Preparing too, and its time-out is silent (C2EU Q30). So a
start requires an Available since the last transaction, and every attempt has a timer.
"""

from dataclasses import dataclass
from enum import StrEnum

from custom_components.plug_control.model.connector import ConnectorStatus

ATTEMPT_S = 65.0
"""How long a car has to draw current after a remote start: a C2EU gives up silently after 62 s (C2EU Q30)."""
LONGEST_PAUSE_S = 300.0
"""The longest pause between attempts, which never end: a car with its own timer may want to charge at night."""
SETTLE_S = 130.0
"""How long after a reconnect to wait for replayed transactions, unless Available is seen first (C2EU section 2)."""
PLUG_WAIT_S = 105.0
"""How long another remote start waits for a cable: ConnectionTimeOut, by default 90 s, and a margin."""


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
    """The automatic start of one connector; `now` is in seconds of a monotonic clock."""

    state: AutoStartState = AutoStartState.SPENT
    status: ConnectorStatus | None = None
    settled_at: float = 0.0
    """From when on the charger replays nothing from before the connection."""
    not_before: float = 0.0
    """The earliest time of the next attempt."""
    attempts: int = 0
    is_sending: bool = False
    """Whether the remote start on its way is one of these attempts."""

    def connected(self, *, now: float) -> None:
        """Note a new connection: the charger may still replay what happened while it was offline."""
        self.status = None
        self.settled_at = now + SETTLE_S

    def status_changed(self, status: ConnectorStatus, *, now: float) -> None:
        """Note the status that the connector reports."""
        self.status = status
        if status is ConnectorStatus.AVAILABLE:
            self.settled_at = now
            if self.state is not AutoStartState.ARMED:  # running: its stop is late, or lost
                self._arm()
        elif status is ConnectorStatus.FINISHING and self.state is not AutoStartState.RUNNING:
            self.state = AutoStartState.SPENT

    def remote_start_sent(self, *, now: float) -> None:
        """Note a remote start that is not one of these attempts: its Preparing does not prove a car (C2EU Q30)."""
        if not self.is_sending and self.state in {AutoStartState.ARMED, AutoStartState.STARTING}:
            self.not_before = max(self.not_before, now + PLUG_WAIT_S)

    def transaction_started(self) -> None:
        """Note that a transaction runs."""
        self.state = AutoStartState.RUNNING

    def transaction_ended(self, *, interrupted: bool = False) -> None:
        """Note that the transaction ended: the next start requires an Available (C2EU Q31), unless a reboot interrupted it."""
        if self.state is AutoStartState.RUNNING:
            self.state = AutoStartState.SPENT
            if interrupted or self.status is ConnectorStatus.AVAILABLE:
                self._arm()

    def tick(self, *, now: float) -> bool:
        """Return whether to send a remote start now, and count the attempt; call it after every change and periodically."""
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
