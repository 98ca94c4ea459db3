"""What the session sensors show, of the running session or else of the last one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from custom_components.plug_control.entities.sensors import (
    session_energy_wh,
    session_minutes,
    session_reset,
    session_start,
    stop_reason,
)
from custom_components.plug_control.model.connector import Connector
from custom_components.plug_control.model.transaction import Session, StopReason, Transaction

START = datetime(2026, 3, 14, 6, 0, tzinfo=UTC)
STOP = START + timedelta(minutes=90, seconds=59)
NOW = STOP + timedelta(hours=1)

LAST = Session(
    transaction_id=1,
    charge_point_id="CP-1",
    connector_id=1,
    id_tag="04A1",
    started_at=START,
    stopped_at=STOP,
    meter_start_wh=1000,
    meter_stop_wh=8250.4,
    energy_wh=7250.4,
    energy_estimated=False,
    time_estimated=False,
    stop_reason=StopReason.LOCAL,
)
RUNNING = Transaction(
    transaction_id=2,
    charge_point_id="CP-1",
    connector_id=1,
    id_tag="04A1",
    started_at=STOP,
    meter_start_wh=8250.4,
    start_timestamp=None,
)


def connector(*, running: bool = False, last: Session | None = LAST) -> Connector:
    """A connector with its last session, and one that runs if `running`."""
    return Connector(connector_id=1, transaction=RUNNING if running else None, last_session=last)


def test_without_a_session_nothing_is_known() -> None:
    bare = connector(last=None)
    assert session_start(bare) is None
    assert session_reset(bare) is None
    assert session_energy_wh(bare) is None
    assert session_minutes(bare, NOW) is None
    assert stop_reason(bare) is None


def test_the_last_session_is_shown_until_the_next_begins() -> None:
    ended = connector()
    assert session_start(ended) == session_reset(ended) == START
    assert session_energy_wh(ended) == 7250
    assert session_minutes(ended, NOW) == 90
    assert stop_reason(ended) == "local"


def test_an_unknown_reason_is_not_known() -> None:
    assert stop_reason(connector(last=replace(LAST, stop_reason=StopReason.UNKNOWN))) is None


def test_the_running_session_hides_the_last_one() -> None:
    running = connector(running=True)
    assert session_start(running) == session_reset(running) == STOP
    assert session_energy_wh(running) == 0
    assert session_minutes(running, NOW) == 60


def test_a_clock_that_jumped_back_makes_no_negative_duration() -> None:
    assert session_minutes(connector(running=True), START) == 0


def test_a_session_whose_start_nobody_heard_counts_from_its_end() -> None:
    orphan = connector(last=replace(LAST, started_at=None))
    assert session_start(orphan) is None
    assert session_minutes(orphan, NOW) is None
    assert session_reset(orphan) == STOP
