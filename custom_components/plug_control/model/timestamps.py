"""Check chargers' own times, which may be missing, in 1970 or in the future (R14)."""

from datetime import UTC, datetime, timedelta

_EARLIEST = datetime(2020, 1, 1, tzinfo=UTC)
"""An earlier time means that the clock was never set."""
_TOLERANCE = timedelta(seconds=60)
_LATE = timedelta(days=1)


def is_plausible(timestamp: datetime | None, now: datetime) -> bool:
    """Whether a charger's time is plausible: sent, not before 2020, and at most a minute in the future."""
    return timestamp is not None and _EARLIEST <= timestamp <= now + _TOLERANCE


def guard_time(timestamp: datetime | None, now: datetime) -> tuple[datetime, bool]:
    """Return the charger's time and False, or where that is not plausible the present time and True."""
    if timestamp is not None and _EARLIEST <= timestamp <= now + _TOLERANCE:
        return timestamp, False
    return now, True


def heard_late(told_at: datetime, now: datetime) -> datetime | None:
    """Return `now` where a charger tells of a time more than a day ago: its clock may be years behind, or it was offline."""
    return now if now - told_at > _LATE and now >= _EARLIEST else None


def is_undated(time: datetime) -> bool:
    """Whether a stored time means that neither the charger's nor the computer's clock was set."""
    return time < _EARLIEST


def read_time(text: str | None) -> datetime | None:
    """Return a stored time, None for None; raises ValueError for another text, and without a zone or beyond the years of UTC."""
    if text is None:
        return None
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError("a time without a zone is ambiguous")
    try:
        time.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("a time beyond the years 1 to 9999") from error
    return time


def write_time(time: datetime | None) -> str | None:
    """Return a time in ISO 8601, for `read_time`; None for None."""
    return None if time is None else time.isoformat()
