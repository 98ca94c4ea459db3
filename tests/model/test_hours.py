"""Energy by the hour: whatever a session was told, its hours add up to its energy."""

from datetime import UTC, datetime, timedelta
import json
from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.plug_control.model.energy import read_transaction_data
from custom_components.plug_control.model.hours import (
    HOUR,
    MAX_HOURS,
    ended_marks,
    energy_by_hour,
    hour_of,
    new_marks,
    points_of,
    told_marks,
)
from custom_components.plug_control.model.session import Session
from custom_components.plug_control.model.transaction import Stop, StopReason, Transaction, correct

from .samples import element, register

QUARTERS = (0.0, 100.0, 200.0, 300.0, 400.0, 2300.0, 4200.0, 6100.0, 8000.0)
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def at(hours: float) -> datetime:
    """A time, so many hours after noon."""
    return NOON + timedelta(hours=hours)


def session(**fields: Any) -> Session:
    """A session of 10 kWh from 12:00 to 14:00."""
    return Session(
        **{
            "transaction_id": 1,
            "charge_point_id": "CP-1",
            "connector_id": 1,
            "id_tag": "04A1B2",
            "started_at": NOON,
            "stopped_at": at(2),
            "meter_start_wh": 0.0,
            "meter_stop_wh": 10_000.0,
            "energy_wh": 10_000.0,
            "energy_estimated": False,
            "time_estimated": False,
            "stop_reason": StopReason.LOCAL,
            **fields,
        }
    )


def running(started_at: datetime = NOON) -> Transaction:
    """A transaction that begins with 1,000 Wh on the register."""
    return Transaction(
        transaction_id=1,
        charge_point_id="CP-1",
        connector_id=1,
        id_tag="04A1B2",
        started_at=started_at,
        meter_start_wh=1000.0,
        start_timestamp=started_at.isoformat(),
    )


def read(transaction: Transaction, hours: float, energy_wh: float) -> None:
    """Have a transaction read its register."""
    register_wh = 1000.0 + energy_wh
    transaction.observe_register(register_wh, register_wh, at=at(hours))
    transaction.mark_hours()


def hours_of(row: Session, now: datetime = NOON) -> dict[float, object]:
    """The energy by hours since noon."""
    return {
        (hour - NOON) / HOUR: pytest.approx(energy_wh)
        for hour, energy_wh in energy_by_hour(row, now).items()
    }


# ---- without readings


def test_energy_without_readings_is_spread_evenly() -> None:
    row = session(started_at=at(0.5), stopped_at=at(3))
    assert hours_of(row) == {0: 2000, 1: 4000, 2: 4000}


def test_a_stop_alone_has_its_energy_in_the_hour_of_its_time() -> None:
    assert hours_of(session(started_at=None, stopped_at=at(2.2))) == {2: 10_000}


def test_a_session_without_length_has_its_energy_in_one_hour() -> None:
    assert hours_of(session(started_at=at(1.5), stopped_at=at(1.5))) == {1: 10_000}


def test_a_session_without_energy_has_no_hours() -> None:
    assert hours_of(session(energy_wh=0.0)) == {}


def test_a_running_session_lasts_until_now() -> None:
    assert hours_of(session(stopped_at=None), at(4)) == {0: 2500, 1: 2500, 2: 2500, 3: 2500}


def test_a_start_in_the_future_is_taken_for_now() -> None:
    assert hours_of(session(started_at=at(5), stopped_at=None), at(1.5)) == {1: 10_000}


def test_hours_are_those_of_utc_whatever_the_zone() -> None:
    assert hour_of(datetime.fromisoformat("2026-03-14T17:45:30+05:30")) == at(0)


def test_a_car_that_stands_for_months_is_spread_over_the_first_month() -> None:
    hours = energy_by_hour(session(stopped_at=at(24 * 365 * 3)), NOON)
    assert len(hours) == MAX_HOURS
    assert sum(hours.values()) == pytest.approx(10_000)


# ---- with readings


def test_readings_say_in_which_hours_the_energy_flowed() -> None:
    transaction = running()
    for hours, energy_wh in ((0.5, 3000), (1.0, 6000), (1.5, 6000), (3.0, 6000), (3.5, 7000)):
        read(transaction, hours, energy_wh)
    assert [*transaction.hourly_wh] == [6000, 6000, 6000]
    ended = transaction.end(
        Stop(reason=StopReason.LOCAL, timestamp=at(3.8), meter_stop_wh=8500), now=at(4)
    )
    assert hours_of(ended) == {0: 6000, 3: 1500}


def test_between_readings_energy_flows_evenly() -> None:
    transaction = running(at(0.5))
    read(transaction, 0.75, 1000)
    read(transaction, 2.75, 9000)
    assert transaction.hourly_wh == pytest.approx((2000, 6000))


def test_a_reading_that_says_nothing_new_marks_nothing() -> None:
    transaction = running()
    read(transaction, 1.5, 3000)
    transaction.mark_hours()
    assert [*transaction.hourly_wh] == [2000]
    assert transaction.marked_at == at(1.5)


def test_marks_never_fall_nor_exceed_the_energy() -> None:
    row = session(stopped_at=at(4), hourly_wh=(8000.0, 2000.0, 99_000.0))
    assert hours_of(row) == {0: 8000, 2: 2000}


def test_marks_after_the_stop_say_nothing() -> None:
    row = session(stopped_at=at(1.5), hourly_wh=(8000.0, 9000.0, 9500.0))
    assert hours_of(row) == {0: 8000, 1: 2000}


def test_marks_are_bounded() -> None:
    marks = [*new_marks(NOON, (), (NOON, 0.0), (at(MAX_HOURS * 10), 1000.0))]
    assert len(marks) == MAX_HOURS
    assert [*new_marks(NOON, marks, (at(MAX_HOURS), 1.0), (at(MAX_HOURS + 9), 2.0))] == []


def test_a_late_stop_keeps_the_hours_that_were_read() -> None:
    transaction = running()
    read(transaction, 1.0, 6000)
    provisional = transaction.end_without_stop(now=at(9))
    stop = Stop(reason=StopReason.LOCAL, timestamp=at(3), meter_stop_wh=11_000)
    assert hours_of(correct(provisional, stop, now=at(9))) == {0: 6000, 1: 2000, 2: 2000}


def test_a_session_that_runs_on_marks_from_where_it_had_ended() -> None:
    transaction = running()
    read(transaction, 1.5, 6000)
    again = Transaction.of(transaction.end_without_stop(now=at(2)))
    read(again, 3.5, 10_000)
    assert again.hourly_wh == pytest.approx((4000, 7000, 9000))


def test_another_start_makes_the_marks_worthless() -> None:
    transaction = running(at(5))
    read(transaction, 6.5, 3000)
    ended = transaction.end(Stop(reason=StopReason.LOCAL, timestamp=at(9)), now=at(9))
    assert ended.hourly_wh == pytest.approx((2000, 3000, 3000))
    transaction.time_estimated = True
    stop = Stop(reason=StopReason.LOCAL, timestamp=at(4))
    earlier = transaction.end(stop, now=at(9))
    assert earlier.hourly_wh == ()


# ---- stored


def test_marks_survive_being_stored() -> None:
    transaction = running()
    read(transaction, 2.5, 5000)
    rows = [json.loads(json.dumps(each.as_dict())) for each in (transaction, transaction.session())]
    assert rows[1]["hourly_wh"] == pytest.approx([2000, 4000])
    assert Transaction.from_dict(rows[0]) == transaction
    assert Session.from_dict(rows[1]) == transaction.session()


@pytest.mark.parametrize("marks", [None, 5, "12", [True], ["1"], [float("nan")]])
def test_marks_that_are_none_are_not_understood(marks: object) -> None:
    with pytest.raises(ValueError, match="hourly_wh"):
        Session.from_dict(session().as_dict() | {"hourly_wh": marks})


@settings(max_examples=200, deadline=None)
@given(
    start=st.floats(-100, 100),
    length=st.one_of(st.none(), st.floats(0, 2000)),
    energy_wh=st.floats(0, 1e6),
    marks=st.lists(st.floats(-10, 2e6), max_size=40),
)
def test_the_hours_add_up_to_the_energy(
    start: float, length: float | None, energy_wh: float, marks: list[float]
) -> None:
    row = session(
        started_at=at(start),
        stopped_at=None if length is None else at(start + length),
        energy_wh=energy_wh,
        hourly_wh=tuple(marks),
    )
    hours = energy_by_hour(row, at(50))
    assert sum(hours.values()) == pytest.approx(energy_wh)
    assert all(value > 0 and hour == hour_of(hour) for hour, value in hours.items())


# ---- what a charger tells afterwards


def test_readings_of_afterwards_prove_the_hours() -> None:
    told = [(at(0.5), 500.0), (at(1), 1000.0), (at(1.5), 9000.0)]
    found = session(hourly_wh=told_marks(session(), told))
    assert list(found.hourly_wh) == [1000]
    assert energy_by_hour(found, at(3)) == {at(0): 1000, at(1): 9000}


def test_marks_that_are_there_count_where_readings_are_far_apart() -> None:
    long = session(stopped_at=at(6), hourly_wh=(2000.0, 3000.0, 4000.0))
    assert told_marks(long, [(at(4.5), 5000.0)]) == (2000, 3000, 4000, 4444.4, 6666.7)
    assert told_marks(session(stopped_at=at(4)), [(at(2), 8000.0)]) == (4000, 8000, 9000)


@pytest.mark.parametrize(
    "told",
    [
        [],
        [(at(-1), 0.0), (at(2), 10_000.0), (at(5), 10_000.0)],
        [(at(1), 20_000.0)],
        [(at(1), -5.0)],
    ],
)
def test_readings_that_cannot_be_change_nothing(told: list[tuple[datetime, float]]) -> None:
    assert told_marks(session(hourly_wh=(7000.0,)), told) == (7000,)


def test_a_session_without_its_times_has_no_hours() -> None:
    told = [(at(1), 100.0)]
    assert told_marks(session(started_at=None), told) == ()
    assert told_marks(session(stopped_at=None, hourly_wh=(1.0,)), told) == (1,)


def test_a_car_that_stays_for_months_has_marks_for_a_month() -> None:
    months = session(stopped_at=at(90 * 24))
    assert len(told_marks(months, [(at(24), 5000.0)])) == MAX_HOURS


@given(
    told=st.lists(st.tuples(st.floats(-1, 9), st.floats(-100, 20_000)), max_size=12),
    marks=st.lists(st.floats(0, 10_000), max_size=8),
    hours=st.floats(0, 8),
)
def test_the_hours_add_up_whatever_a_charger_tells(
    told: list[tuple[float, float]], marks: list[float], hours: float
) -> None:
    before = session(stopped_at=at(hours), hourly_wh=tuple(sorted(marks)))
    points = sorted((at(each), energy_wh) for each, energy_wh in told)
    after = session(stopped_at=at(hours), hourly_wh=told_marks(before, points))
    assert sum(energy_by_hour(after, at(9)).values()) == pytest.approx(10_000)


def test_the_stop_of_a_session_that_nobody_saw_tells_its_hours() -> None:
    data = read_transaction_data(
        [element(at(quarter / 4), register(1000 + wh)) for quarter, wh in enumerate(QUARTERS)]
    )
    stop = Stop(
        reason=StopReason.LOCAL, timestamp=at(2), meter_stop_wh=1000.0 + QUARTERS[-1], data=data
    )
    ended = running().end(stop, now=at(2))
    assert list(ended.hourly_wh) == [400]
    assert energy_by_hour(ended, at(2)) == {at(0): 400, at(1): 7600}
    late = correct(running().end_without_stop(now=at(0.1)), stop, now=at(3))
    assert energy_by_hour(late, at(3)) == {at(0): 400, at(1): 7600}


# ---- what a transaction that ended says of its hours


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ((4, 11_000), (4000, 7000, 9000)),
        ((4, 8000), (4000, 7000, 8000)),
        ((4, 4000), (2000, 3500, 4000)),
        ((4, 0), (0, 0, 0)),
        ((2.25, 7500), (4000, 7000)),
        ((2.25, 3750), (2000, 3500)),
        ((1.5, 5500), (4000,)),
        ((1.5, 6000), (4000,)),
        ((1, 4000), ()),
        ((0, 0), ()),
    ],
)
def test_what_came_after_the_last_reading_or_lacks_changes_no_other_hour(
    end: tuple[float, float], expected: tuple[float, ...]
) -> None:
    """Eight kilowatt-hours were counted up to 2.5, and four and seven up to the full hours."""
    ended = ended_marks(at(0), (4000.0, 7000.0), (at(2.5), 8000.0), (at(end[0]), end[1]))
    assert [*ended] == [*expected]


def test_without_readings_there_are_no_marks() -> None:
    assert ended_marks(at(0), (), (at(0), 0.0), (at(5), 9000.0)) == ()


def test_the_points_of_a_session_never_fall_and_end_at_its_energy() -> None:
    """A mark at or after the end says nothing; the energy of an hour is what its two points differ by."""
    marked = session(started_at=at(-0.5), hourly_wh=(4000.0, 3000.0, 12_000.0, 9000.0))
    points = [*points_of(marked, NOON)]
    assert points == [(at(-0.5), 0.0), (NOON, 4000.0), (at(1), 4000.0), (at(2), 10_000.0)]
    assert energy_by_hour(marked, NOON) == {at(-1): 4000, at(1): 6000}
    once = session(hourly_wh=(4000.0,))
    assert [*points_of(once, NOON)] == [(NOON, 0.0), (at(1), 4000.0), (at(2), 10_000.0)]
