"""Judge the grid operator's signal: whether it limits now, what, and to how much."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
import math


class SignalScope(StrEnum):
    """What a signal limits."""

    CHARGERS = "chargers"
    """All chargers together."""
    EACH = "each"
    """Each charger by itself."""
    CONNECTION = "connection"
    """All that flows through the grid connection, the house included."""


class SilentAnswer(StrEnum):
    """What counts once the signal's source has been silent for too long."""

    KEEP = "keep"
    """Its last value."""
    LIMITED = "limited"
    """A limit to what the law leaves."""
    FREE = "free"
    """No limit."""


SIMULTANEITY = (1.0, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5, 0.45)
"""Factors for 1, 2, … 9 and more controllable devices behind one energy management (BNetzA BK6-22-300, Anlage 1, 4.5.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalSettings:
    """How a signal is understood."""

    scope: SignalScope = SignalScope.CHARGERS
    minimum_w: float = 4200.0
    """What the law leaves one charger."""
    silent: SilentAnswer = SilentAnswer.LIMITED
    silent_after_s: float = 600.0
    """How long the last value counts while the source is silent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReading:
    """What the source says."""

    limit_w: float
    """The limit in W; infinity: none."""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalState:
    """State from one look at the source to the next; it is kept over a restart."""

    last: SourceReading | None = None
    silent_since: datetime | None = None
    """Since when the source is silent; None: it reports."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridLimit:
    """A limit of the grid operator that stands."""

    limit_w: float
    """For the scope; for each charger where it limits each. Never less than the law leaves."""
    scope: SignalScope = SignalScope.CHARGERS
    kept_w: float = 0.0
    """Power that chargers may draw together whatever the house draws, where it limits the whole connection."""
    assumed_w: float = 0.0
    """Power of the house that counts while no meter shows the connection's."""
    silent: bool = False
    """Whether the source's silence limits, and not its word."""


def guaranteed_w(chargers: int, minimum_w: float) -> float:
    """Return what the law leaves so many chargers together: the first its minimum, each further one a part of it.

    BNetzA BK6-22-300, Anlage 1, 4.5.2: P = minimum + (n - 1) · factor(n) · minimum.
    """
    others = max(chargers - 1, 0)
    return minimum_w * (1 + others * SIMULTANEITY[min(others, len(SIMULTANEITY) - 1)])


def judge(
    reading: SourceReading | None,
    state: SignalState,
    settings: SignalSettings,
    maxima_w: Sequence[float],
    now: datetime,
) -> tuple[GridLimit | None, SignalState]:
    """Return the limit that stands (None: none does) and the next state; `maxima_w` is the most that each charger can draw."""
    if reading is not None:
        state = SignalState(last=reading)
        return _limit(reading.limit_w, settings, maxima_w), state
    since = min(state.silent_since or now, now)  # a clock that was set back
    state = replace(state, silent_since=since)
    last_w = math.inf if state.last is None else state.last.limit_w
    if (now - since).total_seconds() >= settings.silent_after_s:
        last_w = _SILENT_W.get(settings.silent, last_w)
    limit = _limit(last_w, settings, maxima_w)
    return (None if limit is None else replace(limit, silent=True)), state


_SILENT_W = {SilentAnswer.LIMITED: 0.0, SilentAnswer.FREE: math.inf}


def _limit(limit_w: float, settings: SignalSettings, maxima_w: Sequence[float]) -> GridLimit | None:
    """Return the limit, at least what the law leaves; None where no charger could exceed it."""
    together_w = guaranteed_w(len(maxima_w), settings.minimum_w)
    least_w, most_w = {
        SignalScope.CHARGERS: (together_w, sum(maxima_w)),
        SignalScope.EACH: (settings.minimum_w, max(maxima_w, default=0.0)),
        SignalScope.CONNECTION: (together_w, math.inf),
    }[settings.scope]
    if limit_w >= most_w:
        return None
    kept_w = together_w if settings.scope is SignalScope.CONNECTION else 0.0
    return GridLimit(limit_w=max(limit_w, least_w), scope=settings.scope, kept_w=kept_w)
