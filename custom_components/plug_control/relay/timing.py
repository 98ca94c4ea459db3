"""Timeouts and intervals of the relay, in seconds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayTiming:
    """Timeouts and intervals in s; tests shorten them."""

    open_s: float = 20.0
    """How long a handshake may take."""
    close_s: float = 5.0
    answer_s: float = 30.0
    """How long a back end has for an answer; twice as long after each time that it did not answer, up to `longest_answer_s`."""
    longest_answer_s: float = 240.0
    authorize_s: float = 5.0
    """How long a charger waits for a back end's word on a card, at most."""
    command_s: float = 60.0
    """How long a command of a back end may take until it is answered."""
    ping_s: float = 50.0
    """The interval of pings; a back end that has answered one before has as long again to answer the next."""
    retry_s: float = 5.0
    """When to connect again after a failure; twice as long after each further one."""
    longest_retry_s: float = 300.0
    longest_refused_retry_s: float = 3600.0
    """The same for a back end that is there and refuses us."""
    stable_s: float = 30.0
    """After how long a connection counts as a good one: the next retry is a first one again."""
    spread_s: float = 1.0
    """How far apart the connections of a back end begin, on average; which when, is chance."""
    linger_s: float = 60.0
    """How long a connection outlives that of its charge point, once nothing is left to deliver."""
    boot_retry_s: float = 60.0
    """When to boot again after Pending or Rejected without an interval."""
    longest_boot_retry_s: float = 3600.0
    boot_again_s: float = 60.0
    """The least time between boots because of a refused message."""
    heartbeat_s: float = 300.0
    """The interval of heartbeats where the back end names none."""
    shortest_heartbeat_s: float = 10.0
    longest_heartbeat_s: float = 86400.0
    message_retry_s: float = 60.0
    """When to send a message again that was answered with an error; twice as long after each further time."""
    longest_message_retry_s: float = 3600.0
    slot_s: float = 5.0
    """How long a message waits at most while many of other charge points are under way to the same back end."""
    disk_retry_s: float = 10.0
    """When to read or write the outbox again after it failed."""
    own_stop_s: float = 6 * 3600.0
    """How long a stop that we made waits for the charger's own one."""
    changes_s: float = 1.0
    """The least time between two events of one connection that only report deliveries."""
    ceiling_check_s: float = 60.0
    """The longest time between two looks at what a back end's charging profiles say now."""
    ceiling_settles_s: float = 1.0
    """How long after a start or stop to look at them."""
    start_s: float = 300.0
    """How long after a remote start its transaction may begin, to get the charging profile that came with it."""
