"""Timeouts and intervals of the central system, in seconds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Timeouts and intervals in s; tests shorten them."""

    takeover_ping_s: float = 3.0
    """How long a connection has to answer a ping before a new connection with its identity replaces it."""
    admission_s: float = 4.5
    """How long a handshake waits for its turn at most; the charger tries again."""
    arrival_s: float = 5.0
    """How long an accepted handshake may take to become an open connection."""
    boot_wait_s: float = 20.0
    """When to ask a charge point that was never accepted for its boot (asked earlier, some reboot for ever)."""
    boot_retry_s: float = 45.0
    """How long to wait for the requested boot; then it counts as accepted: another central system accepted it before."""
    pending_interval_s: int = 30
    """The interval of BootNotification in the answer Pending to an unknown charge point."""
    identify_s: float = 60.0
    """When to close a connection whose identity is still unknown, after its boot was requested."""
    introduce_s: float = 5.0
    """When to announce an unknown charge point by its identity alone, where it has not sent its boot."""
    farewell_s: float = 5.0
    """How long a removed charge point has to answer that it stops charging."""
    unknown_grace_s: float = 60.0
    """How long to offer an unknown charge point after it left: some reconnect every few seconds."""
    duplicate_gone_s: float = 600.0
    """How long after its last attempt a second charge point with the same identity counts as gone."""
    implausible_gone_s: float = 3600.0
    """How long after its last implausible message a charge point counts as plausible again."""
    told_status_s: float = 10.0
    """How long a charge point that is to be left alone has to report its status by itself after its boot."""
    startup_interval_s: float = 0.02
    """The least time between two startups: after a power cut every charge point boots at once."""
    lost_stop_s: float = 600.0
    """How long a connector shows Available before its transaction ends as an estimate, without its stop."""
    left_open_s: float = 60.0
    """How long a connector is idle after a boot before its open transaction ends as an estimate."""
    ping_interval_s: float = 300.0
    """The interval of latency measurements of a connection."""
    last_seen_s: float = 60.0
    """The least time between two events that only report a sign of life."""
    list_delay_s: float = 5.0
    """How long to wait for further changes of cards before they go to the chargers."""
    list_retry_s: float = 600.0
    """When to try again to send a list that was not taken; each further time takes twice as long."""
    tick_s: float = 5.0
    """The interval of the periodic work."""
