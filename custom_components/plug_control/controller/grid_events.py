"""The events of the grid operator's signal, with what the chargers drew in each minute: the proof that they were limited."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
import logging
from typing import Any, Final

from custom_components.plug_control.charging.grid_signal.signal import GridLimit, SignalScope

_LOGGER = logging.getLogger(__name__)

KEPT: Final = timedelta(days=2 * 366)
"""How long events are kept."""
LONGEST: Final = timedelta(days=1)
"""How long an event lasts at most; a limit that stands for longer is recorded as several."""
MOST_EVENTS: Final = 2000
MOST_VALUES: Final = 300_000
"""How many means are kept; the oldest events lose theirs first, and keep beginning, end and limit."""
MOST_EXPORTED: Final = 50
"""How many events diagnostics have."""
_MINUTE: Final = timedelta(minutes=1)


@dataclass(slots=True, kw_only=True)
class GridEvent:
    """A limit of the grid operator from its beginning to its end."""

    begin: datetime
    end: datetime | None = None
    """None: it still stands."""
    seen_at: datetime
    """When it was last seen to stand."""
    scope: SignalScope
    silent: bool = False
    """Whether only the silence of the signal's source limited."""
    limits_w: list[int] = field(default_factory=list)
    """The limit in each minute since the beginning's."""
    means_w: dict[str, list[int | None]] = field(default_factory=dict)
    """What each charger drew on average in each minute; None: unknown."""
    kept_after_s: int | None = None
    """After how many seconds the chargers first kept the limit; None: not yet."""

    @property
    def first_minute(self) -> datetime:
        """The minute in which it began."""
        return self.begin.replace(second=0, microsecond=0)

    def copy(self) -> GridEvent:
        """Return one that does not change while a thread reads it."""
        means_w = {name: [*means] for name, means in self.means_w.items()}
        return replace(self, limits_w=[*self.limits_w], means_w=means_w)

    def values(self) -> int:
        """Return how many means it has."""
        return len(self.limits_w) + sum(map(len, self.means_w.values()))


class GridEvents:
    """All kept events, the last one at the end; the minute that runs is in memory only."""

    def __init__(self) -> None:
        self.all: list[GridEvent] = []
        self._minute: datetime | None = None
        self._samples: dict[str, list[float | None]] = {}
        self._limit_w = 0.0

    @property
    def open(self) -> GridEvent | None:
        """The event that stands; None: there is none."""
        return self.all[-1] if self.all and self.all[-1].end is None else None

    def see(
        self, limit: GridLimit | None, powers_w: Mapping[str, float | None], now: datetime
    ) -> bool:
        """Note what stands and what the chargers draw now; return whether an event began or ended."""
        event = self.open
        if limit is None:
            if event is not None:
                # After a restart nobody knows when it ended: it was last seen before
                self._end(event, now if self._minute is not None else event.seen_at)
            return event is not None
        if event is not None and now - event.begin >= LONGEST:
            self._end(event, now if self._minute is not None else event.seen_at)
            event = None
        begins = event is None
        if event is None:
            event = GridEvent(begin=now, seen_at=now, scope=limit.scope, silent=True)
            self.all.append(event)
            self._minute = None
            self._bound(now)
        event.seen_at = now
        event.silent &= limit.silent
        self._sample(event, limit, powers_w, now)
        return begins

    def _end(self, event: GridEvent, now: datetime) -> None:
        self._close_minute(event)
        event.end = now

    def _sample(
        self,
        event: GridEvent,
        limit: GridLimit,
        powers_w: Mapping[str, float | None],
        now: datetime,
    ) -> None:
        minute = now.replace(second=0, microsecond=0)
        if minute != self._minute:
            self._close_minute(event)
            self._minute = minute
        self._limit_w = limit.limit_w
        for name, power_w in powers_w.items():
            self._samples.setdefault(name, []).append(power_w)
        if event.kept_after_s is None and _is_kept(limit, powers_w.values()):
            event.kept_after_s = max(round((now - event.begin).total_seconds()), 0)

    def _close_minute(self, event: GridEvent) -> None:
        """Add the means of the minute that ended; minutes that nobody saw are unknown."""
        if self._minute is None:
            return
        place = max(round((self._minute - event.first_minute) / _MINUTE), 0)
        event.limits_w += [round(self._limit_w)] * (place + 1 - len(event.limits_w))
        for name, samples in self._samples.items():
            means = event.means_w.setdefault(name, [])
            means += [None] * (place - len(means))
            known = [each for each in samples if each is not None]
            if len(means) == place:
                means.append(round(sum(known) / len(known)) if known else None)
        self._samples, self._minute = {}, None

    def _bound(self, now: datetime) -> None:
        """Forget what is too old or too much."""
        oldest = now - KEPT
        self.all = [each for each in self.all if each.begin >= oldest][-MOST_EVENTS:]
        total = sum(each.values() for each in self.all)
        for event in self.all:
            if total <= MOST_VALUES:
                break
            total -= event.values()
            event.means_w, event.limits_w = {}, event.limits_w[:1]
            total += event.values()

    def export(self, alias: Callable[[str], str]) -> list[dict[str, Any]]:
        """Return the last events as JSON-able values, without their minutes; chargers by their alias."""
        return [
            {
                **_facts(each),
                "minutes": len(each.limits_w),
                "lowest_limit_w": min(each.limits_w, default=None),
                "highest_means_w": {
                    alias(name): max((mean for mean in means if mean is not None), default=None)
                    for name, means in each.means_w.items()
                },
            }
            for each in self.all[-MOST_EXPORTED:]
        ]

    # ---- over a restart

    def write(self) -> list[dict[str, Any]]:
        """Return all events as JSON-able values."""
        return [
            {
                **_facts(each),
                "limits_w": list(each.limits_w),
                "means_w": {name: list(means) for name, means in each.means_w.items()},
            }
            for each in self.all
        ]

    def read(self, stored: object) -> None:
        """Take the events that `write` returned; log and leave out what cannot be read. One that stood goes on."""
        for row in stored if isinstance(stored, list) else ():
            try:
                self.all.append(_event(row))
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                _LOGGER.warning("A stored event of the grid signal cannot be read: %s", error)
        self.all.sort(key=lambda each: each.begin)
        for event in self.all[:-1]:
            event.end = event.end or event.seen_at


def _facts(event: GridEvent) -> dict[str, Any]:
    """Return all but the minutes of an event, as JSON-able values."""
    return {
        "begin": event.begin.isoformat(),
        "end": None if event.end is None else event.end.isoformat(),
        "seen_at": event.seen_at.isoformat(),
        "scope": event.scope.value,
        "silent": event.silent,
        "kept_after_s": event.kept_after_s,
    }


def moment_of(text: str) -> datetime:
    """Return a stored time; raises TypeError or ValueError if it is none, or has no zone."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"a time without a zone: {text[:40]}")
    return moment


def _event(row: Mapping[str, Any]) -> GridEvent:
    end = row["end"]
    return GridEvent(
        begin=moment_of(row["begin"]),
        end=None if end is None else moment_of(end),
        seen_at=moment_of(row["seen_at"]),
        scope=SignalScope(row["scope"]),
        silent=bool(row["silent"]),
        limits_w=[int(each) for each in row["limits_w"]],
        means_w={
            str(name): [None if each is None else int(each) for each in means]
            for name, means in row["means_w"].items()
        },
        kept_after_s=None if row["kept_after_s"] is None else int(row["kept_after_s"]),
    )


def _is_kept(limit: GridLimit, powers_w: Iterable[float | None]) -> bool:
    """Return whether the chargers draw no more than the limit; False while a draw is unknown."""
    known = [each for each in powers_w if each is not None]
    drawn = list(powers_w)
    if len(known) < len(drawn):
        return False
    most_w = max(known, default=0.0) if limit.scope is SignalScope.EACH else sum(known)
    return most_w <= limit.limit_w
