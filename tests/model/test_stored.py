"""Transactions and sessions as rows, and what holds whatever they are told."""

from dataclasses import dataclass
from datetime import datetime, time
import json
from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.plug_control.model.energy import read_transaction_data
from custom_components.plug_control.model.stored import read_row, write_row
from custom_components.plug_control.model.transaction import Session, Stop, StopReason, Transaction

from .samples import NOW, after, element, register

LOCAL = StopReason.LOCAL


def transaction(**fields: Any) -> Transaction:
    """A transaction that began at 10:00 with 1,000 Wh on the register."""
    return Transaction(
        **{
            "transaction_id": 4711,
            "session_id": 4711,
            "charge_point_id": "CP-1",
            "connector_id": 1,
            "id_tag": "04A1B2",
            "started_at": NOW,
            "meter_start_wh": 1000.0,
            "start_timestamp": NOW.isoformat(),
            **fields,
        }
    )


def end(running: Transaction, **stop: Any) -> Session:
    return running.end(Stop(**{"reason": LOCAL, **stop}), now=after(86_400))


def stored(record: Session | Transaction) -> dict[str, Any]:
    row: dict[str, Any] = json.loads(json.dumps(record.as_dict()))
    return row


def test_transactions_and_sessions_survive_being_stored() -> None:
    running = transaction(reservation_id=77, remote=True)
    running.observe_register(1800, 1800, at=after(60))
    running.observe_power(7000, at=after(60))
    assert Transaction.from_dict(stored(running)) == running
    for session in (running.session(), end(running), running.end_without_stop(now=after(90))):
        assert Session.from_dict(stored(session)) == session


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A row with a time of day."""

    at: time


def test_a_time_of_day_survives_being_stored() -> None:
    assert read_row(Alarm, write_row(Alarm(at=time(7, 30)))) == Alarm(at=time(7, 30))
    with pytest.raises(ValueError, match="at"):
        read_row(Alarm, {"at": 7})


def test_rows_of_older_and_newer_versions_are_read() -> None:
    row = stored(end(transaction()))
    for name in ("session_id", "peak_power_w", "provisional", "start_timestamp", "stop_timestamp"):
        del row[name]
    assert Session.from_dict({**row, "colour": "red"}).transaction_id == 4711


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("charge_point_id", None),
        ("charge_point_id", 5),
        ("connector_id", "1"),
        ("connector_id", True),
        ("connector_id", 1.5),
        ("energy_wh", None),
        ("energy_wh", "12"),
        ("energy_wh", float("nan")),
        ("energy_wh", 10**400),
        ("hourly_wh", [10**400]),
        ("hourly_wh", 5),
        ("started_at", "0001-01-01T00:00:00+14:00"),
        ("stopped_at", "9999-12-31T23:59:00-14:00"),
        ("energy_wh", True),
        ("energy_estimated", 1),
        ("started_at", "yesterday"),
        ("started_at", "2026-03-14T10:00:00"),
        ("started_at", 1_773_482_400),
        ("stop_reason", "boredom"),
    ],
)
def test_what_is_no_session_is_refused_by_name(name: str, value: object) -> None:
    row = {**stored(end(transaction())), name: value}
    with pytest.raises(ValueError, match=name):
        Session.from_dict(row)


def test_a_row_without_what_it_needs_is_refused() -> None:
    row = stored(transaction())
    del row["started_at"], row["connector_id"]
    with pytest.raises(ValueError, match="connector_id, started_at"):
        Transaction.from_dict(row)


@pytest.mark.parametrize("row", [None, [], "row", 7, True])
def test_what_is_no_row_at_all_is_refused_alike(row: Any) -> None:
    with pytest.raises(ValueError, match="Transaction of"):
        Transaction.from_dict(row)


_WH = st.none() | st.floats(min_value=-2000, max_value=1e6)
_TIMES = st.none() | st.integers(-100_000, 100_000).map(after)


@settings(max_examples=150, deadline=None)
@given(
    meter_start_wh=_WH,
    meter_stop_wh=_WH,
    timestamp=_TIMES,
    readings=st.lists(st.tuples(st.floats(0, 1e6), st.integers(-600, 9000)), max_size=5),
    data=st.lists(st.tuples(st.floats(0, 1e6), _TIMES), max_size=4),
    time_estimated=st.booleans(),
)
def test_whatever_comes_a_session_ends_after_its_start_with_no_negative_energy(
    meter_start_wh: float | None,
    meter_stop_wh: float | None,
    timestamp: datetime | None,
    readings: list[tuple[float, int]],
    data: list[tuple[float, datetime | None]],
    time_estimated: bool,
) -> None:
    running = transaction(meter_start_wh=meter_start_wh, time_estimated=time_estimated)
    for wh, at_s in readings:
        running.observe_register(wh, wh, at=after(at_s))
        running.observe_power(wh, at=after(at_s))
    elements = [element(at, register(wh)) for wh, at in data]
    session = end(
        running,
        timestamp=timestamp,
        meter_stop_wh=meter_stop_wh,
        data=read_transaction_data(elements),
    )
    for row in (session, running.session(), running.end_without_stop(now=after(90_000))):
        assert row.energy_wh >= 0
        assert row.duration_s is None or row.duration_s >= 0
        assert Session.from_dict(stored(row)) == row
