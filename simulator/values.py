"""Format values for messages, and parse times."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WALL_TIME_CHARACTERS = 19


def java_double(value: float) -> str:
    """Return `value` as Java prints a double: `7.2`, `0.0`, and `5.0E-4` outside of 0.001 … 10,000,000 (C2EU Q20)."""
    if value == 0 or 1e-3 <= abs(value) < 1e7:
        return repr(float(value))
    sign, digits, exponent = Decimal(repr(float(value))).normalize().as_tuple()
    text = "".join(map(str, digits))
    power = int(exponent) + len(text) - 1
    return f"{'-' if sign else ''}{text[0]}.{text[1:] or '0'}E{power}"


def utc_timestamp(when: datetime, *, milliseconds: bool = False) -> str:
    """Return `when` in UTC with `Z`, in whole seconds or in milliseconds."""
    utc = when.astimezone(UTC).replace(tzinfo=None)
    return utc.isoformat(timespec="milliseconds" if milliseconds else "seconds") + "Z"


def offset_timestamp(when: datetime, offset_minutes: int) -> str:
    """Return `when` as `yyyy-MM-ddTHH:mm:ss+00:00`, in the zone of `offset_minutes` (C2EU: timestamps out)."""
    zone = timezone(timedelta(minutes=offset_minutes))
    return when.astimezone(zone).isoformat(timespec="seconds")


def parse_timestamp(text: object) -> datetime | None:
    """Return an ISO 8601 time in UTC, which is also the zone of one without; None where it is no time."""
    if not isinstance(text, str):
        return None
    try:
        when = datetime.fromisoformat(text)
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    except ValueError, OverflowError:
        return None


def parse_java_timestamp(text: object) -> datetime:
    """Return a time as the C2EU reads it (C2EU Q3: timestamps in).

    It reads the first 19 characters as the time and the rest as a zone after "GMT": it understands `Z`, `.123Z` and
    `+02:00`, but a fraction hides the offset after it, and the time counts as UTC. Missing or short values are epoch 0.
    """
    if not isinstance(text, str) or len(text) <= _WALL_TIME_CHARACTERS:
        return EPOCH
    rest = text[_WALL_TIME_CHARACTERS:]
    zone = rest if rest[0] in "+-" else "Z"
    return parse_timestamp(text[:_WALL_TIME_CHARACTERS] + zone) or EPOCH
