"""Shorten numbers, times and foreign names as people read them; in no language."""

from datetime import UTC, datetime
import math

_MAXIMUM_NAME_LENGTH = 60
_SECONDS_UP_TO_S = 120


def wait_shown_s(wait_s: float) -> int:
    """Return a wait as it is shown: in tens of seconds, beyond two minutes in minutes; never less than it is."""
    step_s = 10 if wait_s <= _SECONDS_UP_TO_S else 60
    return math.ceil(wait_s / step_s) * step_s


def nearest_minute(moment: datetime) -> datetime:
    """Return the whole minute that is nearest, in UTC."""
    return datetime.fromtimestamp(round(moment.timestamp() / 60) * 60, UTC)


def plain(text: str, length: int = _MAXIMUM_NAME_LENGTH) -> str:
    """Return foreign text in one line of bounded length."""
    printable = "".join(each if each.isprintable() else " " for each in text[: 4 * length])
    return shortened(" ".join(printable.split()), length)


def shortened(text: str, length: int) -> str:
    """Return text cut to a length, with an ellipsis where something is missing."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
