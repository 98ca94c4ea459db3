"""Round and shorten numbers, times and foreign names for people, in any language."""

from datetime import UTC, datetime
import math

_MAXIMUM_NAME_LENGTH = 60
_SECONDS_UP_TO_S = 120


def wait_shown_s(wait_s: float) -> int:
    """Return a wait in seconds for display, rounded up to tens of seconds, or to minutes beyond two minutes."""
    step_s = 10 if wait_s <= _SECONDS_UP_TO_S else 60
    return math.ceil(wait_s / step_s) * step_s


def nearest_minute(moment: datetime) -> datetime:
    """Return the nearest whole minute, in UTC."""
    return datetime.fromtimestamp(round(moment.timestamp() / 60) * 60, UTC)


def plain(text: str, length: int = _MAXIMUM_NAME_LENGTH) -> str:
    """Return foreign text as one printable line of at most `length` characters."""
    printable = "".join(each if each.isprintable() else " " for each in text[: 4 * length])
    return shortened(" ".join(printable.split()), length)


def shortened(text: str, length: int) -> str:
    """Return text of at most `length` characters, with an ellipsis if it was cut."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
