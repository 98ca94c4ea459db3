"""Numbers, times and foreign names as a sentence has them; what differs between languages stands in the translations' section `common`."""

from collections.abc import Mapping
from datetime import UTC, datetime
import math

type Texts = Mapping[str, str]
"""The texts of a language, by their keys."""

_MAXIMUM_NAME_LENGTH = 60
_SECONDS_UP_TO_S = 120


def decimal(value: float, digits: int, texts: Texts) -> str:
    """Return a number with at most so many digits after the mark, without zeros that say nothing."""
    text = f"{value:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return ("0" if text == "-0" else text).replace(".", texts["decimal_mark"])


def scaled(value: float, unit: str, texts: Texts) -> str:
    """Return watts or watt-hours: in tens below a thousand, else in tenths of a thousand."""
    tens = round(value / 10) * 10
    if abs(tens) < 1000:
        return f"{tens} {unit}"
    return f"{decimal(value / 1000, 1, texts)} k{unit}"


def price(value: float, unit: str | None, texts: Texts) -> str:
    """Return a price, as exact as prices of its size are; `unit` is foreign text."""
    number = decimal(value, 3 if abs(value) < 1 else 2, texts)
    return f"{number} {plain(unit)}" if unit else number


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
