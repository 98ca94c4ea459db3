"""Add up each person's energy, sun and cost by hour; pure functions that run outside of the event loop."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta

from custom_components.plug_control.central_system.ledger.ledger import Counted
from custom_components.plug_control.model.hours import HOUR, hourly_energy
from custom_components.plug_control.model.money.cost import cost_by_hour, solar_by_hour

from .series import ENERGY, SOLAR, is_currency

type Hours = dict[int, float]
"""Energy in Wh, or thousandths of a currency, by the number of the hour since 1970 in which it came."""
type Sums = dict[int, float]
"""The sum in kWh, or in the currency, from the beginning to the end of the hour, by its number."""
type Tallies[K] = dict[tuple[str, K], Hours]
"""The hours of each series and key."""
type Span = tuple[datetime, datetime | None]
"""From an hour to before another one; None: to now."""

_SAME = 5e-7
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def number_of(hour: datetime) -> int:
    """Return the number of an hour since 1970."""
    return (hour - _NEVER) // HOUR


def time_of(number: int) -> datetime:
    """Return the beginning of the hour with this number, in UTC."""
    return _NEVER + timedelta(hours=number)


def tally[K](
    sessions: Iterable[Counted], key_of: Callable[[Counted], K], span: Span, now: datetime
) -> Tallies[K]:
    """Return what each key has in each series in the hours of a span, where it has some."""
    begin, end = span
    first, now_s = number_of(begin), now.timestamp()
    last = None if end is None else number_of(end)
    found: defaultdict[tuple[str, K], defaultdict[int, float]] = defaultdict(
        lambda: defaultdict(float)
    )
    for session in sessions:
        key = key_of(session)
        for series, hours, factor in _series_of(session, now_s):
            inside = [
                (hour, amount)
                for hour, amount in hours.items()
                if hour >= first and (last is None or hour < last)
            ]
            if inside:
                sums = found[series, key]
                for hour, amount in inside:
                    sums[hour] += amount * factor
    return {place: dict(hours) for place, hours in found.items()}


def _series_of(session: Counted, now_s: float) -> Iterable[tuple[str, Mapping[int, float], float]]:
    """Yield each series that a session has, by hour, and the factor to thousandths."""
    stop_s = now_s if session.stop_s is None else session.stop_s
    energy = hourly_energy(session.start_s, stop_s, session.hourly_wh, session.energy_wh)
    yield ENERGY, energy, 1
    if not session.slots:
        return
    yield SOLAR, solar_by_hour(session.slots), 1
    cost, currency = session.cost, session.currency
    if cost is not None and currency is not None and is_currency(currency):
        yield currency, cost_by_hour(session.slots, cost, session.battery_price), 1000


def changed_sums(base: float, hours: Hours, written: Sums) -> Sums:
    """Return the sums that differ from the written ones; a written hour without anything adds nothing any more.

    `base` is the sum before the first hour.
    """
    changed: Sums = {}
    thousandths = 0.0
    for hour in sorted(hours.keys() | written.keys()):
        thousandths += hours.get(hour, 0.0)
        whole = round(base + thousandths / 1000, 6)
        if hour not in written or abs(written[hour] - whole) > _SAME:
            changed[hour] = whole
    return changed
