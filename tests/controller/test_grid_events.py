"""The events of the grid operator's signal: minute means, gaps, restarts, damage, bounds."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
import json

import pytest

from custom_components.plug_control.actions.grid_signal import csv_of
from custom_components.plug_control.charging.grid_signal.signal import GridLimit, SignalScope
from custom_components.plug_control.controller import grid_events
from custom_components.plug_control.controller.grid_events import GridEvents

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)
LIMIT = GridLimit(limit_w=7560.0)


def at(seconds: float) -> datetime:
    """Return a moment so long after the beginning."""
    return NOON + timedelta(seconds=seconds)


def see(
    events: GridEvents,
    start_s: int,
    end_s: int,
    limit: GridLimit | None = LIMIT,
    **powers_w: float | None,
) -> None:
    """See the same every ten seconds."""
    for seconds in range(start_s, end_s, 10):
        events.see(limit, powers_w, at(seconds))


def after_restart(events: GridEvents) -> GridEvents:
    """Return the events as a new process reads them."""
    again = GridEvents()
    again.read(json.loads(json.dumps(events.write())))
    return again


def test_an_event_has_the_limit_and_the_means_of_each_minute() -> None:
    events = GridEvents()
    assert events.see(LIMIT, {"car": 11_000.0}, at(30))
    assert not events.see(LIMIT, {"car": 7000.0}, at(40))
    see(events, 60, 120, car=4140.0)
    see(events, 120, 180, limit=GridLimit(limit_w=5000.0), car=None)
    assert events.see(None, {"car": 4140.0}, at(185))
    (event,) = events.all
    assert (event.begin, event.end) == (at(30), at(185))
    assert event.limits_w == [7560, 7560, 5000]
    assert event.means_w == {"car": [9000, 4140, None]}
    assert event.kept_after_s == 10
    assert events.open is None
    assert not events.see(None, {"car": 4140.0}, at(195))


def test_the_sum_keeps_the_limit_or_each_by_itself() -> None:
    together, each = GridEvents(), GridEvents()
    see(together, 0, 60, one=4000.0, two=4000.0)
    see(each, 0, 60, GridLimit(limit_w=4200.0, scope=SignalScope.EACH), one=4000.0, two=4000.0)
    assert together.all[0].kept_after_s is None
    unknown = GridEvents()
    see(unknown, 0, 60, one=4000.0, two=None)
    assert unknown.all[0].kept_after_s is None
    assert each.all[0].kept_after_s == 0


def test_a_limit_that_only_silence_makes_says_so_until_the_source_does() -> None:
    events = GridEvents()
    see(events, 0, 60, GridLimit(limit_w=4200.0, silent=True), car=0.0)
    assert events.all[0].silent
    see(events, 60, 120, GridLimit(limit_w=4200.0), car=0.0)
    assert not events.all[0].silent


def test_an_event_goes_on_over_a_restart_with_a_gap() -> None:
    events = GridEvents()
    see(events, 0, 120, car=4000.0)
    see(events, 120, 130, car=4000.0)  # this minute is lost with the process
    again = after_restart(events)
    see(again, 300, 360, car=4100.0)
    again.see(None, {}, at(360))
    (event,) = again.all
    assert (event.begin, event.end) == (at(0), at(360))
    assert event.means_w == {"car": [4000, 4000, None, None, None, 4100]}
    assert len(event.limits_w) == 6


def test_an_event_that_ended_during_the_restart_ends_when_it_was_last_seen() -> None:
    events = GridEvents()
    see(events, 0, 120, car=4000.0)
    again = after_restart(events)
    assert again.see(None, {}, at(3600))
    assert again.all[0].end == at(110)


def test_a_clock_that_goes_back_changes_no_minute_that_was() -> None:
    events = GridEvents()
    see(events, 0, 180, car=4000.0)
    see(events, 0, 60, car=9000.0)
    events.see(None, {}, at(60))
    assert events.all[0].means_w == {"car": [4000, 4000, 4000]}


@pytest.mark.parametrize(
    "damage",
    [
        {"begin": "yesterday"},
        {"end": 7},
        {"scope": "galaxy"},
        {"limits_w": None},
        {"means_w": [1]},
        {"kept_after_s": "soon"},
    ],
)
def test_a_damaged_event_costs_that_event(
    damage: Mapping[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    events = GridEvents()
    see(events, 0, 60, car=4000.0)
    events.see(None, {}, at(60))
    see(events, 120, 180, car=4000.0)
    events.see(None, {}, at(180))
    rows = events.write()
    rows[0] |= damage
    again = GridEvents()
    again.read(rows)
    assert [event.begin for event in again.all] == [at(120)]
    assert "cannot be read" in caplog.text


def test_only_the_last_event_can_stand() -> None:
    events = GridEvents()
    see(events, 0, 60, car=4000.0)
    rows = events.write()
    events.see(None, {}, at(60))
    see(events, 120, 180, car=4000.0)
    again = GridEvents()
    again.read([*rows, *events.write()[1:]])
    assert [event.end for event in again.all] == [at(50), None]


def test_old_events_go_and_too_many_means_are_dropped_from_the_oldest_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(grid_events, "MOST_VALUES", 20)
    monkeypatch.setattr(grid_events, "MOST_EVENTS", 4)
    events = GridEvents()
    for number in range(6):
        see(events, 3600 * number, 3600 * number + 300, car=4000.0)
        events.see(None, {}, at(3600 * number + 300))
    assert [event.begin for event in events.all] == [at(3600 * number) for number in range(2, 6)]
    assert [len(event.limits_w) for event in events.all] == [1, 1, 5, 5]
    assert [event.means_w for event in events.all[:2]] == [{}, {}]
    events.see(LIMIT, {}, NOON + grid_events.KEPT + timedelta(days=1))
    assert len(events.all) == 1


def test_the_proof_has_a_line_for_each_minute_and_no_formula() -> None:
    events = GridEvents()
    see(events, 0, 60, one=4000.0, two=3000.0)
    see(events, 60, 120, one=4000.0, two=None)
    see(events, 120, 180, one=4100.0)
    events.see(None, {}, at(180))
    text = csv_of(events.all, {"one": "=Garage", "two": "Yard"}.__getitem__)
    header, *lines = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}").split("\r\n")[:-1]
    assert header == (
        "begin,end,kept_after_s,scope,source_silent,minute,limit_w,total_w,'=Garage (W),Yard (W)"
    )
    assert [line.split(",")[3:] for line in lines] == [
        ["chargers", "no", lines[0].split(",")[5], "7560", "7000", "4000", "3000"],
        ["chargers", "no", lines[1].split(",")[5], "7560", "", "4000", ""],
        ["chargers", "no", lines[2].split(",")[5], "7560", "", "4100", ""],
    ]


def test_an_event_without_means_still_has_its_beginning_and_end() -> None:
    events = GridEvents()
    events.see(LIMIT, {"car": 1.0}, at(0))
    lines = csv_of(events.all, str).split("\r\n")
    assert lines[1].split(",")[1:] == ["", "0", "chargers", "no", "", "", ""]


def test_a_limit_that_never_ends_is_recorded_day_by_day() -> None:
    """A source that died months ago limits for ever: its one event could never lose its oldest values."""
    events = GridEvents()
    for minute in range(3 * 24 * 60):
        events.see(LIMIT, {"car": 4000.0}, at(60 * minute))
    first, second, third = events.all
    assert (first.begin, first.end) == (NOON, NOON + grid_events.LONGEST)
    assert (second.begin, second.end) == (first.end, third.begin)
    assert third.end is None
    assert len(first.limits_w) == len(first.means_w["car"]) == 24 * 60


def test_a_limit_that_stood_long_ago_ends_when_it_was_last_seen() -> None:
    """Home Assistant was off for years, or its clock was wrong: no minute of that is made up."""
    events = GridEvents()
    see(events, 0, 120, car=4000.0)
    again = after_restart(events)
    later = NOON + timedelta(days=400)
    assert again.see(LIMIT, {"car": 4000.0}, later)
    first, second = again.all
    assert first.end == at(110)
    assert (second.begin, second.end) == (later, None)
    assert len(first.limits_w) + len(second.limits_w) < 3


def test_a_clock_that_is_set_back_makes_no_negative_time() -> None:
    events = GridEvents()
    see(events, 0, 10, car=11_000.0)
    see(events, -3600, -3590, car=4000.0)
    assert events.all[0].kept_after_s == 0


def test_times_without_a_zone_cost_their_event_only() -> None:
    events = GridEvents()
    see(events, 0, 60, car=4000.0)
    see(events, 60, 70, limit=None)
    (good,) = events.write()
    again = GridEvents()
    again.read([good, {**good, "begin": "2026-01-15T12:00:00"}])
    assert [each.begin for each in again.all] == [NOON]
