"""Share the surplus with other consumers by priority: each has one power, and is only told whether it may run.

What a consumer draws is not measured: it is a part of the house. So one that runs goes on while nothing is missing without it, and
one that cars of higher priority wait for is stopped to see what is there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

_ENOUGH_S = 60.0
"""How long there must be enough surplus before a consumer may run."""
_SHORT_S = 120.0
"""How long it must be missing before the consumer may not run."""
_SHORT_SHARE = 0.1
"""How much of its power may be missing: less comes from regulation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consumer:
    """A consumer that uses surplus, as its user describes it."""

    name: str
    power_w: float
    priority: int = 0
    """Higher values come first; cars come first among equals."""
    minimum_on_s: float = 0.0
    minimum_off_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsumerState:
    """State of a consumer from one decision to the next."""

    may_run: bool = False
    since: datetime
    """When that began; after a start, the start: its minimum off time then counts from there."""
    other_since: datetime | None = None
    """Since when it should be the other way; None: it is right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarClaim:
    """A car that takes surplus."""

    priority: int
    minimum_w: float
    """What must be there for it to charge; below all powers for one that charges already."""
    takes_w: float
    """What it takes if it is there."""


def share_with_consumers(
    surplus_w: float | None,
    cars: Sequence[CarClaim],
    consumers: Sequence[Consumer],
    states: Mapping[str, ConsumerState],
    now: datetime,
) -> dict[str, ConsumerState]:
    """Return each consumer's next state; `surplus_w` is what cars may draw, without what running consumers take (None: unknown)."""
    after: dict[str, ConsumerState] = {}
    promised_w = 0.0
    for one in sorted(consumers, key=lambda each: -each.priority):
        state = states.get(one.name) or ConsumerState(since=now)
        lower_w = sum(
            other.power_w
            for other in consumers
            if other.priority < one.priority and _runs(other, states)
        )
        wanted = False
        if surplus_w is not None:
            there_w = surplus_w + lower_w  # those of a lower priority stop first
            own_w = one.power_w if state.may_run else 0.0
            left_w = there_w - _taken_w(there_w + own_w, cars, one.priority) - promised_w
            wanted = left_w >= (-_SHORT_SHARE * one.power_w if state.may_run else one.power_w)
        after[one.name] = state = _next(one, state, now, wanted=wanted)
        if state.may_run and not _runs(one, states):
            promised_w += one.power_w  # the meter does not show it yet
    return after


def _runs(consumer: Consumer, states: Mapping[str, ConsumerState]) -> bool:
    state = states.get(consumer.name)
    return state is not None and state.may_run


def _taken_w(there_w: float, cars: Sequence[CarClaim], priority: int) -> float:
    """Return what cars of this priority or a higher one take where `there_w` is there."""
    return sum(car.takes_w for car in cars if car.priority >= priority and there_w >= car.minimum_w)


def _next(
    consumer: Consumer, state: ConsumerState, now: datetime, *, wanted: bool
) -> ConsumerState:
    """Return the state after a look: it changes when that was right for a while and its minimum time is over."""
    if wanted == state.may_run:
        return state if state.other_since is None else replace(state, other_since=None)
    other_since = state.other_since or now
    least_s = consumer.minimum_on_s if state.may_run else consumer.minimum_off_s
    delay_s = _SHORT_S if state.may_run else _ENOUGH_S
    is_time = (now - state.since).total_seconds() >= least_s
    if is_time and (now - other_since).total_seconds() >= delay_s:
        return ConsumerState(may_run=wanted, since=now)
    return replace(state, other_since=other_since)
