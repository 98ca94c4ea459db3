"""Add up each person's energy by hour; pure functions that run outside of the event loop."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from custom_components.plug_control.model.hours import energy_by_hour
from custom_components.plug_control.model.session import Session

type Hours = dict[datetime, float]
"""Energy in Wh by the hour (UTC) in which it flowed."""
type Sums = dict[datetime, float]
"""Energy in kWh from the beginning to the end of the hour, by the hour (UTC)."""

_SAME_KWH = 5e-7


def tally[K](
    sessions: Iterable[tuple[K, Session]],
    since: datetime | None,
    now: datetime,
    until: datetime | None = None,
) -> dict[K, Hours]:
    """Return the energy by hour of each key that has some, from the hour `since` on and before `until`."""
    people: defaultdict[K, defaultdict[datetime, float]] = defaultdict(lambda: defaultdict(float))
    for key, session in sessions:
        for hour, energy_wh in energy_by_hour(session, now).items():
            if (since is None or hour >= since) and (until is None or hour < until):
                people[key][hour] += energy_wh
    return {key: dict(hours) for key, hours in people.items()}


def changed_sums(base_kwh: float, hours: Hours, written: Sums) -> Sums:
    """Return the sums that differ from the written ones; a written hour without energy adds nothing any more.

    `base_kwh` is the sum before the first hour.
    """
    changed: Sums = {}
    energy_wh = 0.0
    for hour in sorted(hours.keys() | written.keys()):
        energy_wh += hours.get(hour, 0.0)
        sum_kwh = round(base_kwh + energy_wh / 1000, 6)
        if hour not in written or abs(written[hour] - sum_kwh) > _SAME_KWH:
            changed[hour] = sum_kwh
    return changed
