"""Another number of phases by a contactor: nothing flows while it moves, and one that does not move is not waited for."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings, strategies as st

from custom_components.plug_control.charging.solar.phase_change import (
    GIVE_UP_S,
    PAUSE_S,
    RETRY_S,
    SETTLE_S,
    PhaseChange,
    PhaseChangeStage,
    PhaseStep,
    change_phases,
)
from custom_components.plug_control.charging.types import Decision, Reason, ReasonCode, TimedValue

NOW = datetime(2026, 6, 1, 10, tzinfo=UTC)
TICK_S = 5


def decision(limit_a: int, phases: int) -> Decision:
    """Return a decision for so many phases."""
    return Decision(limit_a=limit_a, phases=phases, reason=Reason(code=ReasonCode.SOLAR))


@dataclass
class Contactor:
    """A contactor that moves when it is told, and the car behind it."""

    state: PhaseChange = field(default_factory=lambda: PhaseChange(phases=3))
    phases: int = 3
    moves: bool = True
    tells: bool = True
    drawn_a: float | None = 0.0
    now: datetime = NOW
    moved_with_a: list[float] = field(default_factory=list)

    def step(self, limit_a: int, phases: int) -> PhaseStep:
        """Decide once, do it, and let a while pass."""
        reading = None if self.drawn_a is None else TimedValue(self.drawn_a, self.now)
        seen = self.phases if self.tells else None
        step = change_phases(self.state, decision(limit_a, phases), seen, reading, self.now)
        self.state = step.state
        if step.switch_to is not None and self.moves:
            self.moved_with_a.append(step.limit_a)
            self.phases = step.switch_to
        self.now += timedelta(seconds=TICK_S)
        return step

    def run(self, limit_a: int, phases: int, seconds: float) -> PhaseStep:
        """Decide for so long."""
        step = self.step(limit_a, phases)
        for _ in range(round(seconds / TICK_S)):
            step = self.step(limit_a, phases)
        return step


def test_as_long_as_the_phases_stay_the_limit_passes() -> None:
    step = Contactor().step(10, 3)
    assert (step.limit_a, step.switch_to, step.wait_s) == (10, None, 0.0)


def test_it_pauses_switches_settles_and_goes_on() -> None:
    contactor = Contactor()
    first = contactor.step(10, 1)
    assert (first.limit_a, first.switch_to, first.state.stage) == (
        0,
        None,
        PhaseChangeStage.PAUSING,
    )
    assert first.wait_s == PAUSE_S + SETTLE_S
    second = contactor.step(10, 1)
    assert (second.limit_a, second.switch_to, second.state.stage) == (
        0,
        1,
        PhaseChangeStage.SWITCHING,
    )
    third = contactor.step(10, 1)
    assert (third.limit_a, third.switch_to, third.state.stage) == (
        0,
        None,
        PhaseChangeStage.SETTLING,
    )
    last = contactor.run(10, 1, SETTLE_S)
    assert (last.limit_a, last.state) == (10, PhaseChange(phases=1))


def test_it_settles_for_the_whole_time_however_long_the_contactor_took() -> None:
    contactor = Contactor(moves=False)
    contactor.run(10, 1, 4 * TICK_S)
    contactor.phases = 1
    assert contactor.step(10, 1).state.stage is PhaseChangeStage.SETTLING
    assert contactor.run(10, 1, SETTLE_S - 2 * TICK_S).limit_a == 0
    assert contactor.run(10, 1, TICK_S).limit_a == 10


def test_a_car_that_does_not_cease_to_draw_is_given_time() -> None:
    contactor = Contactor(drawn_a=10.0)
    assert contactor.run(10, 1, PAUSE_S - TICK_S).switch_to is None
    assert contactor.step(10, 1).switch_to == 1


def test_without_a_reading_the_whole_pause_is_waited_for() -> None:
    contactor = Contactor(drawn_a=None)
    assert contactor.run(10, 1, PAUSE_S - TICK_S).switch_to is None
    assert contactor.step(10, 1).switch_to == 1


def test_a_reading_from_before_the_pause_proves_nothing() -> None:
    state = PhaseChange(phases=3, wanted=1, stage=PhaseChangeStage.PAUSING, since=NOW)
    step = change_phases(
        state, decision(10, 1), 3, TimedValue(0.0, NOW), NOW + timedelta(seconds=5)
    )
    assert step.state.stage is PhaseChangeStage.PAUSING


def test_a_change_that_is_not_wanted_any_more_is_left() -> None:
    contactor = Contactor(drawn_a=10.0)
    contactor.step(10, 1)
    assert contactor.step(10, 3).limit_a == 10
    contactor.step(10, 1)
    paused = contactor.step(0, 1)
    assert (paused.limit_a, paused.state.stage) == (0, PhaseChangeStage.STEADY)


def test_one_that_has_moved_is_not_moved_back_before_it_has_settled() -> None:
    contactor = Contactor()
    contactor.step(10, 1)
    contactor.step(10, 1)
    assert contactor.step(10, 3).state.stage is PhaseChangeStage.SETTLING


def test_what_does_not_move_is_given_up_and_tried_again_later() -> None:
    contactor = Contactor(moves=False)
    contactor.run(10, 1, PAUSE_S + GIVE_UP_S)
    given_up = contactor.step(10, 1)
    assert (given_up.limit_a, given_up.state.stage, given_up.state.phases) == (
        10,
        PhaseChangeStage.STEADY,
        3,
    )
    assert not given_up.state.is_able(contactor.now)
    contactor.now += timedelta(seconds=RETRY_S)
    assert contactor.step(10, 1).state.stage is PhaseChangeStage.PAUSING


def test_what_does_not_tell_where_it_stands_is_given_up_where_it_was() -> None:
    contactor = Contactor(tells=False)
    contactor.run(10, 1, PAUSE_S + GIVE_UP_S + TICK_S)
    assert contactor.state.phases == 3
    assert not contactor.state.is_able(contactor.now)


def test_one_that_somebody_else_moves_is_seen() -> None:
    contactor = Contactor(phases=1)
    assert contactor.step(10, 1).limit_a == 10
    assert contactor.state.phases == 1


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from((0, 6, 16)), st.sampled_from((1, 3))), max_size=80),
    st.booleans(),
)
def test_it_never_moves_under_current_and_never_charges_while_it_moves(
    wishes: list[tuple[int, int]], moves: bool
) -> None:
    contactor = Contactor(moves=moves, drawn_a=None)
    for limit_a, phases in wishes:
        step = contactor.step(limit_a, phases)
        if step.state.stage is not PhaseChangeStage.STEADY:
            assert step.limit_a == 0
    assert set(contactor.moved_with_a) <= {0}
