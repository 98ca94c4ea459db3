"""Single values off the wire."""

from datetime import UTC, datetime, timedelta, timezone
import math
from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.plug_control.protocol.values import (
    MAX_TEXT,
    boolean,
    clean,
    format_timestamp,
    holds_secret,
    integer,
    number,
    parse_timestamp,
    text,
    without_credentials,
)

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
    max_leaves=5,
)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]  # year, month, day at least


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("EVC04", "EVC04"),
        ("  EVC04 ", "EVC04"),
        ("", None),
        ("   ", None),
        ("null", None),
        (None, None),
        (7, "7"),
        (7.0, "7"),
        (2011907001.0, "2011907001"),
        (1e30, None),
        (7.5, "7.5"),
        (True, None),
        (10**30, None),
        (math.nan, None),
        ({}, None),
        (["a"], None),
        ("a\nb\x00c\x1bd", "a b c d"),
        ("\ud800x\u202e", "x"),
        ("<b>", "<b>"),
        ("Zürich 三", "Zürich 三"),
    ],
)
def test_text_is_printable_or_nothing(value: Any, read: str | None) -> None:
    assert text(value) == read


def test_attack_a_text_without_end_is_cut() -> None:
    assert text("x" * 1_000_000) == "x" * MAX_TEXT
    assert text("\n" * 1_000_000 + "x") is None
    assert clean("\n" + "x" * 1_000_000, 10) == "x" * 9


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("1.5", 1.5),
        ("1,5", 1.5),
        (" 15 ", 15.0),
        ("5.0E-4", 0.0005),
        ("-3", -3.0),
        (15, 15.0),
        (1.5, 1.5),
        ("", None),
        ("abc", None),
        ("1,234.5", None),
        ("NaN", None),
        ("inf", None),
        ("1e999", None),
        (math.inf, None),
        (math.nan, None),
        (10**400, None),
        ("9" * 300, None),
        (True, None),
        (None, None),
        ([], None),
    ],
)
def test_number_is_finite_or_nothing(value: Any, read: float | None) -> None:
    assert number(value) == read


@pytest.mark.parametrize(
    ("value", "read"),
    [(1, 1), ("1", 1), (1.0, 1), ("1,0", 1), (1.5, None), ("x", None), (True, None), (None, None)],
)
def test_integer_is_whole_or_nothing(value: Any, read: int | None) -> None:
    assert integer(value) == read


@pytest.mark.parametrize(
    ("value", "read"),
    [(True, True), (False, False), ("True", True), (" false", False), ("yes", None), (1, None)],
)
def test_boolean_is_true_false_or_nothing(value: Any, read: bool | None) -> None:
    assert boolean(value) is read


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("2026-03-14T09:26:53Z", utc(2026, 3, 14, 9, 26, 53)),
        ("2026-03-14T09:26:53.123Z", utc(2026, 3, 14, 9, 26, 53, 123000)),
        ("2026-03-14T09:26:53.123456789Z", utc(2026, 3, 14, 9, 26, 53, 123456)),
        ("2026-03-14T09:26:53+00:00", utc(2026, 3, 14, 9, 26, 53)),
        ("2026-03-14T09:26:53+02:00", utc(2026, 3, 14, 7, 26, 53)),
        ("2026-03-14T09:26:53+0200", utc(2026, 3, 14, 7, 26, 53)),
        ("2026-03-14T09:26:53+02", utc(2026, 3, 14, 7, 26, 53)),
        ("2026-03-14T09:26:53", utc(2026, 3, 14, 9, 26, 53)),
        ("2026-03-14 09:26:53", utc(2026, 3, 14, 9, 26, 53)),
        ("2026-03-14 09:26:53 +02:00", utc(2026, 3, 14, 7, 26, 53)),
        (" 2026-03-14t09:26:53z ", utc(2026, 3, 14, 9, 26, 53)),
        ("2026-12-31T23:59:60Z", utc(2026, 12, 31, 23, 59, 59)),
        ("1970-01-01T00:07:13+00:00", utc(1970, 1, 1, 0, 7, 13)),
        ("2222-01-01T00:00:00Z", utc(2222, 1, 1)),
        (1_773_480_413, utc(2026, 3, 14, 9, 26, 53)),
        (1_773_480_413_000, utc(2026, 3, 14, 9, 26, 53)),
        ("AnyStringHere100", None),
        ("", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("2026-02-30T00:00:00Z", None),
        ("2026-03-14T09:26:53Z" + "0" * 100, None),
        (1e300, None),
        (None, None),
        ({}, None),
        (True, None),
    ],
)
def test_r14_timestamps_in_every_shape_are_survived(value: Any, read: datetime | None) -> None:
    assert parse_timestamp(value) == read


@pytest.mark.parametrize(
    "when",
    [
        utc(2026, 3, 14, 9, 26, 53, 999999),
        datetime(2026, 3, 14, 11, 26, 53, tzinfo=timezone(timedelta(hours=2))),
    ],
)
def test_r14_timestamps_go_out_in_utc_with_z_and_whole_seconds(when: datetime) -> None:
    assert format_timestamp(when) == "2026-03-14T09:26:53Z"


def test_r14_a_time_without_a_zone_never_goes_out() -> None:
    with pytest.raises(ValueError, match="zone"):
        format_timestamp(datetime(2026, 3, 14))  # noqa: DTZ001 - what is refused


@settings(max_examples=200)
@given(ANYTHING)
def test_nothing_that_comes_raises(value: Any) -> None:
    read = text(value)
    assert read is None or (read.isprintable() and 0 < len(read) <= MAX_TEXT)
    figure = number(value)
    assert figure is None or math.isfinite(figure)
    whole = integer(value)
    assert whole is None or isinstance(whole, int)
    when = parse_timestamp(value)
    assert when is None or when.tzinfo is UTC
    assert boolean(value) in {None, True, False}


@settings(max_examples=100)
@given(st.datetimes(min_value=datetime(1000, 1, 1), timezones=st.timezones()))  # noqa: DTZ001 - the zone follows
def test_what_goes_out_comes_in_again(when: datetime) -> None:
    try:
        text_of_it = format_timestamp(when)
    except OverflowError:
        return  # Its UTC is beyond the calendar.
    read = parse_timestamp(text_of_it)
    assert read is not None
    assert timedelta(0) <= when - read < timedelta(seconds=1)


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("ftp://me:letmein@host/x", "ftp://(hidden)@host/x"),
        ("ftp:\\/\\/me:letmein@host", "ftp:\\/\\/(hidden)@host"),
        ('{"a":"x","b":"http://u:p@ss@h"}', '{"a":"x","b":"http://(hidden)@h"}'),
        ("http://a@b http://c@d", "http://(hidden)@b http://(hidden)@d"),
        ("http://host me@home", "http://host me@home"),
        ("@ http://host", "@ http://host"),
        ("me@http://host", "me@http://host"),
        ("me@home", "me@home"),
    ],
)
def test_credentials_of_urls_are_hidden(text: str, without: str) -> None:
    assert without_credentials(text) == without


@pytest.mark.parametrize("begin", ["auth", "://", ":\\/\\/", "@", "a"])
def test_secrets_are_looked_for_in_a_time_that_grows_with_the_length(begin: str) -> None:
    """With its square, this would take minutes: every frame of every stranger is searched."""
    text = "@" + begin * 200_000
    assert not holds_secret(text)
    assert without_credentials(text) == text
