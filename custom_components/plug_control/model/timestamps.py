"""Judge chargers' own times, which may be missing, of 1970 or of the future (R14)."""

from datetime import UTC, datetime, timedelta

_EARLIEST = datetime(2020, 1, 1, tzinfo=UTC)
"""Before this nobody had a charge point here: the clock was never set."""
_TOLERANCE = timedelta(seconds=60)


def is_plausible(timestamp: datetime | None, now: datetime) -> bool:
    """Whether a charger's time can be true."""
    return timestamp is not None and _EARLIEST <= timestamp <= now + _TOLERANCE


def guard_time(timestamp: datetime | None, now: datetime) -> tuple[datetime, bool]:
    """Return the charger's time, or the present one where that cannot be true, and whether it is such an estimate."""
    if timestamp is not None and is_plausible(timestamp, now):
        return timestamp, False
    return now, True


def read_time(text: str | None) -> datetime | None:
    """Return a stored time; raises ValueError where it is none, or has no zone."""
    if text is None:
        return None
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError("a time without a zone is ambiguous")
    return time


def write_time(time: datetime | None) -> str | None:
    """Return a time as `read_time` reads it."""
    return None if time is None else time.isoformat()
