"""Add up each person's energy by hour; pure, runs outside of the event loop."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from custom_components.plug_control.model.hours import energy_by_hour
from custom_components.plug_control.model.session import Session

type Hours = dict[datetime, float]
"""Energy in Wh by the hour (UTC) in which it flowed."""
type Sums = dict[datetime, float]
"""Energy in kWh that had flowed since the beginning by the end of the hour."""

_SAME_KWH = 5e-7


def tally[K](
    sessions: Iterable[tuple[K, Session]],
    since: datetime | None,
    now: datetime,
    until: datetime | None = None,
) -> dict[K, Hours]:
    """Return the energy by the hour of each person that has some, from the hour `since` on and before `until`."""
    people: defaultdict[K, defaultdict[datetime, float]] = defaultdict(lambda: defaultdict(float))
    for key, session in sessions:
        for hour, energy_wh in energy_by_hour(session, now).items():
            if (since is None or hour >= since) and (until is None or hour < until):
                people[key][hour] += energy_wh
    return {key: dict(hours) for key, hours in people.items()}


def changed_sums(base_kwh: float, hours: Hours, written: Sums) -> Sums:
    """Return the sums that differ from those that are written; an hour whose energy is gone adds nothing any more.

    `base_kwh` is the sum before the first of the hours.
    """
    changed: Sums = {}
    energy_wh = 0.0
    for hour in sorted(hours.keys() | written.keys()):
        energy_wh += hours.get(hour, 0.0)
        sum_kwh = round(base_kwh + energy_wh / 1000, 6)
        if hour not in written or abs(written[hour] - sum_kwh) > _SAME_KWH:
            changed[hour] = sum_kwh
    return changed
