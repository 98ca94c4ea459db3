"""Timeouts and intervals of the central system, in seconds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Waits and bounds in time; a test shortens them."""

    takeover_ping_s: float = 3.0
    """An old socket that does not answer a ping for so long is dead, and the newcomer takes its place."""
    admission_s: float = 4.5
    """A handshake waits no longer for its turn; the charger knocks again."""
    arrival_s: float = 5.0
    """An admitted newcomer whose socket is not open by then does not come."""
    boot_wait_s: float = 20.0
    """A charge point that was never accepted is asked to boot after this time (asking earlier makes some reboot for ever)."""
    boot_retry_s: float = 45.0
    """Without a boot after being asked, it is taken as accepted: it was accepted before, by someone else."""
    pending_interval_s: int = 30
    """When a held charge point shall send its BootNotification again."""
    identify_s: float = 60.0
    """A socket that nobody knows the identity of is closed after this time."""
    introduce_s: float = 5.0
    """An unknown charge point that has not told more about itself by then is offered by its identity."""
    farewell_s: float = 5.0
    """How long a charge point that is removed has to answer that it stops charging."""
    unknown_grace_s: float = 60.0
    """An unknown charge point that left is offered so long: some reconnect every few seconds."""
    duplicate_gone_s: float = 600.0
    """A second charge point with the same identity is gone when it did not knock for so long."""
    implausible_gone_s: float = 3600.0
    """A charge point is plausible again when it told of nothing else for so long."""
    startup_interval_s: float = 0.02
    """Startups begin no closer together: after a power cut every charge point boots at once."""
    lost_stop_s: float = 600.0
    """A transaction whose connector is free ends as an estimate, when its stop did not come for so long."""
    left_open_s: float = 60.0
    """A transaction that was open at a boot ends as an estimate, when nothing tells for so long that it runs."""
    ping_interval_s: float = 300.0
    """How often the latency of a connection is measured."""
    last_seen_s: float = 60.0
    """How often a sign of life alone is worth an event."""
    tick_s: float = 5.0
    """How often the watch looks round."""
