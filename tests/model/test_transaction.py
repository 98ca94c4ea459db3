"""A transaction while it runs, the session that it leaves, and how both are stored (decisions 6 and 7)."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from custom_components.plug_control.model.energy import read_transaction_data
from custom_components.plug_control.model.transaction import (
    Session,
    Stop,
    StopReason,
    Transaction,
    correct,
)

from .samples import NOW, after, element, register

C2EU = {"PowerLoss": StopReason.CAR_FULL, "": StopReason.OTHER}
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


# ---- reasons


@pytest.mark.parametrize(
    ("reason", "habits", "meant"),
    [
        ("Local", None, StopReason.LOCAL),
        (None, None, StopReason.LOCAL),
        ("EVDisconnected", None, StopReason.EV_DISCONNECTED),
        ("evdisconnected", {}, StopReason.EV_DISCONNECTED),
        ("HardReset", None, StopReason.HARD_RESET),
        ("SoftReset", None, StopReason.SOFT_RESET),
        ("DeAuthorized", None, StopReason.DEAUTHORIZED),
        ("UnlockCommand", None, StopReason.UNLOCK),
        ("EmergencyStop", None, StopReason.EMERGENCY_STOP),
        ("Reboot", C2EU, StopReason.REBOOT),
        ("Remote", C2EU, StopReason.REMOTE),
        ("PowerLoss", None, StopReason.POWER_LOSS),
        ("PowerLoss", C2EU, StopReason.CAR_FULL),
        (None, C2EU, StopReason.OTHER),
        ("Other", None, StopReason.OTHER),
        ("Boredom", None, StopReason.OTHER),
    ],
)
def test_c2eu_q19_a_reason_is_what_the_charger_means_by_it(
    reason: str | None, habits: dict[str, StopReason] | None, meant: StopReason
) -> None:
    assert StopReason.read(reason, habits) is meant


# ---- while it runs


def test_a_running_session_shows_its_energy_from_the_start_on() -> None:
    running = transaction()
    assert running.session().energy_wh == 0
    assert running.session().energy_estimated
    running.observe_register(1180, 51_180, at=after(60))
    running.observe_register(1360, 51_360, at=after(120))
    session = running.session()
    assert (session.energy_wh, session.energy_estimated) == (360, False)
    assert (session.stopped_at, session.duration_s, session.stop_reason) == (None, None, None)


def test_a_register_of_before_the_start_does_not_count() -> None:
    running = transaction()
    running.observe_register(900, 900, at=after(-60))
    assert running.measured_wh is None


def test_a_register_on_another_scale_than_meter_start_counts_from_its_first_reading() -> None:
    running = transaction(meter_start_wh=0.0)
    running.observe_register(532_000, 532_000, at=after(60))
    running.observe_register(532_500, 532_500, at=after(120))
    assert running.energy_wh == 500


def test_a_start_that_is_not_known_counts_from_the_first_reading() -> None:
    running = transaction(meter_start_wh=None)
    running.observe_register(5000, 5000, at=after(60))
    running.observe_register(5500, 5500, at=after(120))
    assert running.energy_wh == 500
    assert running.energy_estimated


def test_growatt_what_was_charged_before_it_was_adopted_counts() -> None:
    running = transaction(meter_start_wh=157_400.0, time_estimated=True, adopted=True)
    running.observe_register(163_600, 163_600, at=after(0))
    assert running.energy_wh == 6200


def test_what_was_integrated_while_the_register_stood_still_is_an_estimate() -> None:
    running = transaction()
    running.observe_register(1500, 1500, at=after(600), estimated_wh=300)
    assert (running.energy_wh, running.energy_estimated) == (500, False)
    running.observe_register(1500, 3500, at=after(1800), estimated_wh=2300)
    assert (running.energy_wh, running.energy_estimated) == (2500, True)
    stopped = running.end(stop(meter_stop_wh=1500.0), now=after(1800))
    assert (stopped.energy_wh, stopped.energy_estimated) == (2500, True)
    caught_up = running.end(stop(meter_stop_wh=3450.0), now=after(1800))
    assert (caught_up.energy_wh, caught_up.energy_estimated) == (2450, False)


@pytest.mark.parametrize(
    ("restarted_wh", "meter_stop_wh", "seconds", "energy_wh"),
    [
        (200.0, 500.0, 45, 4500),
        (None, 100.0, 60, 4100),
        (None, 500.0, 45, 4000),
        (600.0, 500.0, 45, 4000),
        (50_000.0, 50_500.0, 60, 4500),
        (None, 0.0, 60, 4000),
    ],
)
def test_microocpp_a_register_that_restarts_before_the_stop_loses_nothing(
    restarted_wh: float | None, meter_stop_wh: float, seconds: float, energy_wh: float
) -> None:
    running = transaction(meter_start_wh=90_000.0)
    running.observe_register(94_000, 94_000, at=after(1800))
    running.observe_register(94_000, 94_000, at=after(1800), restarted_wh=restarted_wh)
    ended = running.end(
        stop(meter_stop_wh=meter_stop_wh, timestamp=after(1800 + seconds)),
        now=after(1800 + seconds),
    )
    assert (ended.energy_wh, ended.energy_estimated) == (energy_wh, True)


def test_a_meter_that_lost_its_memory_takes_nothing_from_the_session() -> None:
    running = transaction()
    running.observe_register(2000, 90_000, at=after(600))
    running.observe_register(2100, 2100, at=after(660))
    assert running.energy_wh == 1000
    running.observe_register(2200, 2200, at=after(720))
    assert running.energy_wh == 1100


def test_energy_is_integrated_from_power_where_no_register_is_sent() -> None:
    running = transaction(meter_start_wh=None)
    for minute in range(0, 61, 10):
        running.observe_power(6000, at=after(60 * minute))
    assert running.energy_wh == pytest.approx(6000)
    assert running.energy_estimated
    assert running.peak_power_w == 6000
    assert running.seen_at == after(3600)


# ---- its end


def stop(**facts: Any) -> Stop:
    return Stop(**{"reason": LOCAL, "timestamp": after(1800), **facts})


def end(running: Transaction, **stop: Any) -> Session:
    return running.end(Stop(**{"reason": LOCAL, **stop}), now=after(86_400))


def test_a_session_has_the_chargers_times_and_the_difference_of_its_registers() -> None:
    session = end(transaction(), timestamp=after(3600), meter_stop_wh=8310.0)
    assert (session.started_at, session.stopped_at, session.duration_s) == (NOW, after(3600), 3600)
    assert (session.energy_wh, session.energy_estimated, session.time_estimated) == (
        7310,
        False,
        False,
    )
    assert (session.meter_start_wh, session.meter_stop_wh) == (1000, 8310)
    assert session.stop_timestamp == after(3600).isoformat()
    assert not session.provisional


def test_c2eu_q19_a_stop_register_of_minus_1000_gives_the_last_reading() -> None:
    running = transaction()
    running.observe_register(1800, 1800, at=after(3500))
    session = end(running, timestamp=after(3600), meter_stop_wh=-1000.0)
    assert (session.energy_wh, session.energy_estimated, session.meter_stop_wh) == (800, True, 1800)


def test_microocpp_a_stop_below_its_own_data_gives_the_data() -> None:
    data = read_transaction_data(
        [
            element(after(-2), register(1644, context="Transaction.Begin")),
            element(after(363), register(2421, context="Transaction.End")),
        ]
    )
    session = end(
        transaction(meter_start_wh=1644.0),
        timestamp=after(362),
        meter_stop_wh=2310.0,
        data=data,
    )
    assert (session.energy_wh, session.energy_estimated) == (777, True)


def test_the_data_counts_from_the_start_on_though_its_first_sample_is_later() -> None:
    data = read_transaction_data(
        [element(after(60), register(1180)), element(after(600), register(2800))]
    )
    session = end(transaction(), timestamp=after(660), meter_stop_wh=None, data=data)
    assert (session.energy_wh, session.meter_stop_wh) == (1800, 2800)


def test_what_meter_values_measured_beats_data_that_tells_less() -> None:
    running = transaction()
    running.observe_register(3000, 3000, at=after(600))
    data = read_transaction_data(
        [element(after(60), register(1180)), element(after(300), register(2000))]
    )
    session = end(running, timestamp=after(660), meter_stop_wh=None, data=data)
    assert (session.energy_wh, session.meter_stop_wh) == (2000, 3000)


def test_the_data_tells_the_start_where_meter_start_does_not() -> None:
    data = read_transaction_data(
        [element(after(60), register(5000)), element(after(600), register(6000))]
    )
    session = end(
        transaction(meter_start_wh=None), timestamp=after(660), meter_stop_wh=6100.0, data=data
    )
    assert (session.energy_wh, session.energy_estimated) == (1100, False)


def test_the_highest_power_is_kept() -> None:
    running = transaction()
    assert end(running).peak_power_w is None
    running.observe_power(7000, at=after(60))
    assert end(running).peak_power_w == 7000


@pytest.mark.parametrize("timestamp", [None, NOW.replace(year=1970), NOW.replace(year=2222)])
def test_r14_a_stop_without_a_true_time_is_now(timestamp: datetime | None) -> None:
    session = end(transaction(), timestamp=timestamp, meter_stop_wh=2000.0)
    assert session.stopped_at == after(86_400)
    assert session.time_estimated
    assert session.energy_wh == 1000


def test_a_stop_before_the_start_takes_no_time() -> None:
    session = end(transaction(), timestamp=after(-60), meter_stop_wh=1000.0)
    assert (session.started_at, session.stopped_at) == (NOW, NOW)
    assert session.time_estimated


def test_c2eu_a_stop_at_the_start_though_the_register_went_on_ends_with_what_was_heard_last() -> (
    None
):
    """Its power went before it had saved a time: the session has not taken no time (C2EU section 6d)."""
    running = transaction()
    running.observe_register(1500, 1500, at=after(600))
    session = end(running, timestamp=NOW, meter_stop_wh=1600.0)
    assert (session.energy_wh, session.energy_estimated) == (600, False)
    assert (session.stopped_at, session.time_estimated) == (after(600), True)
    told = read_transaction_data([element(after(900), register(1600))])
    session = end(transaction(), timestamp=NOW, meter_stop_wh=1600.0, data=told)
    assert session.stopped_at == after(900)
    # Nothing was heard, or nothing came: it is what the charger says
    assert end(transaction(), timestamp=NOW, meter_stop_wh=1600.0).stopped_at == NOW
    idle = end(transaction(), timestamp=NOW, meter_stop_wh=1000.0)
    assert (idle.stopped_at, idle.time_estimated) == (NOW, False)
    # The same where the next session has begun before the stop came
    provisional = running.end_without_stop(now=after(900))
    stop = Stop(reason=StopReason.REBOOT, timestamp=NOW, meter_stop_wh=1600.0)
    late = correct(provisional, stop, now=after(2000))
    assert (late.energy_wh, late.stopped_at, late.time_estimated) == (600, after(600), True)


def test_an_estimated_start_gives_way_to_the_data_of_the_session() -> None:
    data = read_transaction_data([element(after(-7000), register(1100))])
    session = end(
        transaction(time_estimated=True), timestamp=after(-60), meter_stop_wh=2000.0, data=data
    )
    assert (session.started_at, session.stopped_at) == (after(-7000), after(-60))
    assert session.time_estimated


def test_data_of_1970_is_no_start() -> None:
    data = read_transaction_data([element(NOW.replace(year=1970), register(1100))])
    session = end(transaction(time_estimated=True), timestamp=after(-60), data=data)
    assert session.started_at == NOW


# ---- without its stop


def test_a_session_without_stop_ends_with_what_was_heard_last() -> None:
    running = transaction()
    running.observe_register(2000, 2000, at=after(600))
    session = running.end_without_stop(now=after(900), next_at=after(800), next_register_wh=9000)
    assert (session.energy_wh, session.stopped_at) == (1000, after(600))
    assert session.provisional
    assert session.energy_estimated
    assert session.time_estimated
    assert session.stop_reason is StopReason.UNKNOWN
    assert session.stop_timestamp is None


def test_a_session_that_was_never_heard_of_again_ends_where_the_next_begins() -> None:
    session = transaction().end_without_stop(
        now=after(9000), next_at=after(3600), next_register_wh=6000
    )
    assert (session.energy_wh, session.stopped_at) == (5000, after(3600))
    assert session.energy_estimated
    alone = transaction().end_without_stop(now=after(9000))
    assert (alone.energy_wh, alone.stopped_at) == (0, NOW)


def test_a_late_stop_gives_a_provisional_session_its_own_figures() -> None:
    provisional = transaction().end_without_stop(
        now=after(9000), next_at=after(3600), next_register_wh=6000
    )
    stop = Stop(reason=LOCAL, timestamp=after(1800), meter_stop_wh=3500.0)
    session = correct(provisional, stop, now=after(9000))
    assert (session.energy_wh, session.energy_estimated, session.meter_stop_wh) == (
        2500,
        False,
        3500,
    )
    assert (session.started_at, session.stopped_at) == (NOW, after(1800))
    assert session.stop_reason is LOCAL
    assert not session.provisional
    assert session.session_id == provisional.session_id


def test_a_late_stop_that_cannot_be_true_keeps_the_estimate() -> None:
    running = transaction()
    running.observe_register(2000, 2000, at=after(600))
    provisional = running.end_without_stop(now=after(900))
    stop = Stop(reason=LOCAL, timestamp=after(700), meter_stop_wh=-1000.0)
    session = correct(provisional, stop, now=after(900))
    assert (session.energy_wh, session.energy_estimated, session.meter_stop_wh) == (
        1000,
        True,
        2000,
    )
    assert session.stopped_at == after(700)


def test_a_late_stop_whose_data_tells_more_is_better_than_the_estimate() -> None:
    provisional = transaction().end_without_stop(now=after(900))
    data = read_transaction_data(
        [element(NOW, register(1000)), element(after(600), register(3000))]
    )
    stop = Stop(reason=LOCAL, timestamp=after(700), data=data)
    assert correct(provisional, stop, now=after(900)).energy_wh == 2000


def test_a_provisional_session_can_run_on() -> None:
    running = transaction(meter_start_wh=None)
    running.observe_register(1500, 1500, at=after(60))
    running.observe_register(2000, 2000, at=after(600))
    again = Transaction.of(running.end_without_stop(now=after(900)))
    again.observe_register(2100, 2100, at=after(960))
    again.observe_register(2200, 2200, at=after(1020))
    assert again.energy_wh == 600
    integrated = transaction(meter_start_wh=None)
    integrated.observe_power(6000, at=NOW)
    integrated.observe_power(6000, at=after(600))
    assert Transaction.of(integrated.end_without_stop(now=after(900))).energy_wh == 1000


@pytest.mark.parametrize("time_estimated", [False, True])
def test_a_session_that_runs_on_knows_whether_its_start_is_the_chargers_own_time(
    time_estimated: bool,
) -> None:
    told = None if time_estimated else NOW.isoformat()
    running = replace(transaction(), start_timestamp=told, time_estimated=time_estimated)
    provisional = running.end_without_stop(now=after(900))
    assert Transaction.of(provisional).time_estimated is time_estimated


def test_a_stop_that_nobody_knows_never_ran() -> None:
    with pytest.raises(ValueError, match="stop alone"):
        Transaction.of(replace(end(transaction()), connector_id=None))


def test_a_start_is_true_where_the_charger_told_its_time() -> None:
    assert transaction().has_true_start
    assert not transaction(time_estimated=True).has_true_start
    assert transaction().end_without_stop(now=after(9)).has_true_start
    undated = transaction(time_estimated=True, start_timestamp="1970-01-01T00:00:00+00:00")
    assert not undated.end_without_stop(now=after(9)).has_true_start


# ---- a stop alone


def session_of_stop(**stop: Any) -> Session:
    return Session.of_stop(
        Stop(**{"reason": LOCAL, **stop}),
        now=after(86_400),
        session_id=9,
        charge_point_id="CP-1",
        transaction_id=None,
        id_tag="04A1B2",
    )


def test_a_meter_stop_alone_is_no_energy() -> None:
    session = session_of_stop(timestamp=NOW, meter_stop_wh=998_000.0)
    assert (session.energy_wh, session.energy_estimated) == (0, True)
    assert (session.started_at, session.stopped_at) == (None, NOW)
    assert session.meter_stop_wh == 998_000
    assert session.duration_s is None


def test_the_data_of_a_stop_alone_tells_its_session() -> None:
    data = read_transaction_data(
        [element(after(-600), register(1000)), element(after(-60), register(3000))]
    )
    session = session_of_stop(timestamp=NOW, data=data)
    assert (session.started_at, session.meter_start_wh) == (after(-600), 1000)
    assert (session.energy_wh, session.energy_estimated) == (2000, True)
    late = read_transaction_data([element(after(7200), register(1000))])
    assert session_of_stop(timestamp=NOW, data=late).started_at is None
