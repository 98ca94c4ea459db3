"""Starting by itself: the state machine, without a clock and without a socket."""

import pytest

from custom_components.plug_control.central_system.stations.auto_start import (
    ATTEMPT_S,
    LONGEST_PAUSE_S,
    PLUG_WAIT_S,
    SETTLE_S,
    AutoStart,
    AutoStartState,
)
from custom_components.plug_control.model.connector import ConnectorStatus as Status


def armed() -> AutoStart:
    machine = AutoStart()
    machine.status_changed(Status.AVAILABLE, now=0)
    return machine


def test_a_car_that_is_plugged_in_is_started_once() -> None:
    machine = armed()
    assert not machine.tick(now=1)
    machine.status_changed(Status.PREPARING, now=2)
    assert machine.tick(now=2)
    assert not machine.tick(now=3)
    machine.transaction_started()
    assert not machine.tick(now=1000)


def test_c2eu_q31_after_a_card_stop_with_the_cable_in_it_waits_for_available() -> None:
    machine = armed()
    machine.transaction_started()
    machine.status_changed(Status.CHARGING, now=10)
    machine.transaction_ended()
    machine.status_changed(Status.PREPARING, now=20)
    assert not machine.tick(now=500)
    machine.status_changed(Status.AVAILABLE, now=600)
    machine.status_changed(Status.PREPARING, now=610)
    assert machine.tick(now=610)


def test_before_available_was_ever_seen_nothing_starts() -> None:
    machine = AutoStart()
    machine.status_changed(Status.PREPARING, now=0)
    assert not machine.tick(now=1000)


def test_c2eu_q30_an_attempt_that_lapses_in_silence_is_repeated_and_becomes_rarer() -> None:
    machine = armed()
    machine.status_changed(Status.PREPARING, now=0)
    assert machine.tick(now=0)
    at, pauses = 0.0, []
    for _ in range(5):
        pause = next(s for s in range(1, 1000) if machine.tick(now=at + s))
        at += pause
        pauses.append(pause)
    assert pauses[0] == ATTEMPT_S
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE_S


def test_c2eu_q30_preparing_after_somebody_elses_remote_start_is_no_car() -> None:
    machine = armed()
    machine.remote_start_sent(now=0)
    machine.status_changed(Status.PREPARING, now=1)
    assert not machine.tick(now=PLUG_WAIT_S - 1)
    assert machine.tick(now=PLUG_WAIT_S)


def test_a_remote_start_while_nothing_is_armed_changes_nothing() -> None:
    machine = AutoStart()
    machine.remote_start_sent(now=0)
    machine.status_changed(Status.AVAILABLE, now=1)
    machine.status_changed(Status.PREPARING, now=2)
    assert machine.tick(now=2)


def test_after_a_reconnect_replayed_transactions_are_waited_for() -> None:
    machine = armed()
    machine.connected(now=100)
    machine.status_changed(Status.PREPARING, now=101)
    assert not machine.tick(now=100 + SETTLE_S - 1)
    assert machine.tick(now=100 + SETTLE_S)


def test_available_after_a_reconnect_ends_the_waiting() -> None:
    machine = armed()
    machine.connected(now=100)
    machine.status_changed(Status.AVAILABLE, now=101)
    machine.status_changed(Status.PREPARING, now=102)
    assert machine.tick(now=102)


def test_a_replayed_transaction_spends_it_unless_the_connector_is_free() -> None:
    machine = armed()
    machine.transaction_started()
    machine.transaction_ended()
    machine.status_changed(Status.PREPARING, now=1)
    assert machine.tick(now=1)
    machine.transaction_started()
    machine.transaction_ended()
    assert machine.state is AutoStartState.SPENT


def test_available_while_a_stop_is_missing_arms_and_the_late_stop_changes_nothing() -> None:
    machine = armed()
    machine.transaction_started()
    machine.status_changed(Status.AVAILABLE, now=10)
    machine.status_changed(Status.PREPARING, now=20)
    assert machine.tick(now=20)
    machine.transaction_ended()
    assert machine.state is AutoStartState.STARTING


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.PREPARING])
def test_no_other_status_than_preparing_starts(status: Status) -> None:
    machine = armed()
    machine.status_changed(status, now=1)
    assert not machine.tick(now=1000)


def test_finishing_is_the_end_of_a_charge_except_while_one_runs() -> None:
    machine = armed()
    machine.status_changed(Status.FINISHING, now=1)
    machine.status_changed(Status.PREPARING, now=1)
    assert not machine.tick(now=1)
    machine.transaction_started()
    machine.status_changed(Status.FINISHING, now=2)
    assert machine.state is AutoStartState.RUNNING
