"""Read single values tolerantly: return None for an unreadable one, never raise."""

from datetime import UTC, datetime, timedelta
from math import isfinite
import re
from typing import Any, Final

MAX_TEXT = 255
"""The longest text that is kept, in characters; the rest is cut."""

_BOOLEANS = {"true": True, "false": False}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MAX_TIMESTAMP = 64
_MILLISECONDS_FROM = 1e11
"""Numbers from this on are milliseconds since 1970, smaller ones seconds."""


SECRET_NAME: Final = re.compile(
    r"auth\w{0,40}key|passw|passphrase|pwd|psk|secret|token|credential|(?:api|private|wifi|wlan|wpa|wep)_?key|pin_?code|(?:sim|apn|card)_?pin",
    re.IGNORECASE,
)
"""Names of configuration keys and fields with secret values: AuthorizationKey (R3), vendors' keys (WifiPSK, ApnPwd, …).

Bounded, as every pattern for foreign text: what may begin anywhere and go on for ever takes time with the square of the length.
"""
_WORD: Final = re.compile(r'[^\s"]+')
_SCHEME_END: Final = re.compile(r":\\*/\\*/")
"""In JSON a slash may be escaped."""


def holds_secret(value: str) -> bool:
    """Whether the key of this name has a secret value."""
    return SECRET_NAME.search(value) is not None


def without_credentials(value: str) -> str:
    """Return a text without the users and passwords of the URLs in it."""
    return _WORD.sub(_hide_credentials, value) if "@" in value else value


def _hide_credentials(found: re.Match[str]) -> str:
    """Return a word without what is between `://` and the last @, since a password may contain one."""
    word = found.group()
    end = word.rfind("@")
    begin = _SCHEME_END.search(word, 0, end) if end > 0 else None
    return word if begin is None else f"{word[: begin.end()]}(hidden){word[end:]}"


def clean(value: str, limit: int = MAX_TEXT) -> str:
    """Return the first `limit` characters, control characters and surrogates as blanks, without outer blanks."""
    value = value[:limit]
    if not value.isprintable():
        value = "".join(character if character.isprintable() else " " for character in value)
    return value.strip()


def text(value: Any, limit: int = MAX_TEXT) -> str | None:
    """Return a text or a number as clean text; None for other values, blank text and "null"."""
    if isinstance(value, str):
        cleaned = clean(value, limit)
        return None if cleaned in {"", "null"} else cleaned
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return str(value) if value.bit_length() <= 64 else None
    if isinstance(value, float) and isfinite(value):
        return text(int(value), limit) if value.is_integer() else str(value)
    return None


def number(value: Any) -> float | None:
    """Return a finite number, also from text with a decimal point or comma; None for other values."""
    kind = type(value)  # exact: bool is no number
    if kind is str:
        if len(value) > MAX_TEXT:
            return None
        if "," in value and "." not in value:
            value = value.replace(",", ".")
    elif kind is not int and kind is not float:
        return None
    try:
        result = float(value)
    except ValueError, OverflowError:
        return None
    return result if isfinite(result) else None


def integer(value: Any) -> int | None:
    """Return a whole number, also from text or a float without a fraction; None for other values."""
    if type(value) is int or value is None:
        return value
    result = number(value)
    return int(result) if result is not None and result.is_integer() else None


def boolean(value: Any) -> bool | None:
    """Return a bool, also from the texts "true" and "false"; None for other values."""
    if isinstance(value, bool):
        return value
    return _BOOLEANS.get(value.strip().casefold()) if isinstance(value, str) else None


def parse_timestamp(value: Any) -> datetime | None:
    """Return an aware UTC time from ISO 8601, in UTC where it has no zone, or a number of s or ms since 1970 (R14)."""
    if isinstance(value, str):
        try:
            return _in_utc(datetime.fromisoformat(value))
        except ValueError, OverflowError:
            return _odd_timestamp(value)
    seconds = number(value)
    if seconds is None:
        return None
    if seconds >= _MILLISECONDS_FROM:
        seconds /= 1000
    try:
        return _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return None


def _in_utc(when: datetime) -> datetime:
    zone = when.tzinfo
    if zone is UTC:
        return when
    if zone is None:
        return when.replace(tzinfo=UTC)
    return when.astimezone(UTC)


def _odd_timestamp(value: str) -> datetime | None:
    """Return a time that fromisoformat refuses: lower case, blanks, a leap second; None for others."""
    if len(value) > _MAX_TIMESTAMP:
        return None
    date, _, time = value.strip().upper().partition(" ")
    repaired = f"{date}T{time}" if time else date
    repaired = repaired.replace(" ", "").replace(",", ".").replace(":60", ":59")
    try:
        return _in_utc(datetime.fromisoformat(repaired))
    except ValueError, OverflowError:
        return None


def format_timestamp(when: datetime) -> str:
    """Return a time as `YYYY-MM-DDTHH:MM:SSZ` (R14). Raises ValueError for one without a zone."""
    if when.tzinfo is None:
        raise ValueError("a time without a zone is ambiguous")
    return f"{when.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"
