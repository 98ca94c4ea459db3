"""How far a car's stay has come towards what a plan wants of it."""

from datetime import UTC, datetime

from custom_components.plug_control.charging.plans.progress import (
    CarStay,
    Progress,
    follow,
    from_now_on,
    has_ended,
    see_state_of_charge,
)

DUE = datetime(2026, 6, 2, 7, tzinfo=UTC)


def after(*stays: CarStay, progress: Progress | None = None) -> Progress:
    """Return the progress after these looks."""
    progress = progress or Progress()
    for stay in stays:
        progress = follow(progress, stay)
    return progress


def charging(session_id: int, energy_wh: float) -> CarStay:
    return CarStay(session_id=session_id, energy_wh=energy_wh, plugged_in=True)


def stopped(energy_wh: float, *, resumes: bool, plugged_in: bool | None = True) -> CarStay:
    return CarStay(session_id=None, energy_wh=energy_wh, resumes=resumes, plugged_in=plugged_in)


def test_what_a_session_has_charged_counts_from_its_start() -> None:
    assert after(charging(1, 500), charging(1, 2000)).charged_wh == 2000


def test_energy_never_goes_back() -> None:
    assert after(charging(1, 2000), charging(1, 1500)).charged_wh == 2000


def test_a_charge_that_we_stopped_and_began_again_is_one() -> None:
    progress = after(charging(1, 500), stopped(520, resumes=True), charging(2, 100))
    assert progress.charged_wh == 620
    assert not progress.is_over


def test_another_session_begins_anew_and_keeps_the_deadline() -> None:
    progress = after(
        charging(1, 500),
        stopped(500, resumes=False),
        charging(2, 100),
        progress=Progress(due=DUE),
    )
    assert (progress.charged_wh, progress.due) == (100, DUE)


def test_a_session_that_ended_unseen_is_over() -> None:
    assert after(charging(1, 500), charging(2, 100)).charged_wh == 100


def test_what_was_charged_stands_until_the_car_leaves() -> None:
    progress = after(charging(1, 500), stopped(600, resumes=False), progress=Progress(due=DUE))
    assert progress.charged_wh == 600
    assert follow(progress, stopped(0, resumes=False, plugged_in=None)).charged_wh == 600
    gone = follow(progress, stopped(0, resumes=False, plugged_in=False))
    assert gone == Progress(due=DUE)


def test_a_charge_ends_when_nobody_will_go_on_with_it() -> None:
    first = after(charging(1, 500))
    assert not has_ended(Progress(), first)
    assert has_ended(first, follow(first, stopped(500, resumes=False)))
    waiting = follow(first, stopped(500, resumes=True))
    assert not has_ended(first, waiting)
    assert not has_ended(waiting, follow(waiting, charging(2, 0)))
    assert has_ended(waiting, follow(waiting, stopped(500, resumes=False)))
    assert has_ended(first, follow(first, charging(2, 0)))


def test_the_next_deadline_counts_from_the_last_one() -> None:
    progress = from_now_on(after(charging(1, 500)), DUE)
    assert (progress.charged_wh, progress.due) == (0, DUE)
    assert follow(progress, charging(1, 800)).charged_wh == 300


def test_what_is_charged_counts_since_the_state_of_charge_was_told() -> None:
    progress = see_state_of_charge(after(charging(1, 500)), 40.0)
    assert (progress.soc_percent, progress.soc_wh) == (40.0, 500)
    later = follow(progress, charging(1, 900))
    assert see_state_of_charge(later, 40.0) is later
    assert see_state_of_charge(later, None) is later
    assert later.charged_wh - later.soc_wh == 400
    next_time = from_now_on(later, DUE)
    assert next_time.charged_wh - next_time.soc_wh == 400
