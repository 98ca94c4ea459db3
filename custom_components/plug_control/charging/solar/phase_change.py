"""Change the number of phases by a contactor: pause, wait, switch, settle, continue.

A switch or a configuration key acts whether or not current flows. So it moves only when the car has stopped drawing, or has had
`PAUSE_S` to do so, and the car charges again only when the contactor was seen in its place.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from custom_components.plug_control.charging.types import Decision, TimedValue

PAUSE_S = 30.0
"""How long a car may take to stop drawing; after that the contactor moves anyway."""
SETTLE_S = 10.0
"""How long the contactor is left alone after it has moved, before current is offered again."""
GIVE_UP_S = 120.0
"""When a contactor that has not moved counts as failed; the car charges on with the phases that there are."""
RETRY_S = 1800.0
"""How long after that until the next try."""
_DRAWING_A = 1.0


class PhaseChangeStage(StrEnum):
    """Stage of a change of phases."""

    STEADY = "steady"
    PAUSING = "pausing"
    SWITCHING = "switching"
    SETTLING = "settling"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseChange:
    """The contactor's position, and the stage of its change."""

    phases: int
    """Number of phases that it was last seen on."""
    wanted: int | None = None
    """Number of phases that it changes to."""
    stage: PhaseChangeStage = PhaseChangeStage.STEADY
    since: datetime | None = None
    """Since when it is in this stage."""
    failed_at: datetime | None = None
    """When a change was given up."""

    def is_able(self, now: datetime) -> bool:
        """Return whether the contactor counts as working: it has not failed, or may be tried again."""
        return self.failed_at is None or now - self.failed_at >= timedelta(seconds=RETRY_S)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseStep:
    """What to do now, and the next state."""

    limit_a: int
    """The charger's limit now."""
    switch_to: int | None
    """Number of phases to move the contactor to, repeated until it is seen there; None: leave it."""
    wait_s: float
    """How long until the car may charge, if the contactor moves at once; 0 where nothing changes."""
    state: PhaseChange


def change_phases(
    state: PhaseChange,
    decision: Decision,
    seen: int | None,
    drawn_a: TimedValue | None,
    now: datetime,
) -> PhaseStep:
    """Return the next step for a decision; the contactor is `seen` on so many phases (None: unknown), the car draws `drawn_a`."""
    if seen is not None and state.stage is PhaseChangeStage.STEADY:
        state = replace(state, phases=seen)
    return _step(_next(state, decision, seen, drawn_a, now), decision, now)


def _next(
    state: PhaseChange,
    decision: Decision,
    seen: int | None,
    drawn_a: TimedValue | None,
    now: datetime,
) -> PhaseChange:
    """Return the next state."""
    waited_s = 0.0 if state.since is None else (now - state.since).total_seconds()
    needless = not decision.limit_a or decision.phases == state.phases
    match state.stage:
        case PhaseChangeStage.STEADY if not needless and state.is_able(now):
            return PhaseChange(
                phases=state.phases,
                wanted=decision.phases,
                stage=PhaseChangeStage.PAUSING,
                since=now,
            )
        case PhaseChangeStage.PAUSING if needless:
            return PhaseChange(phases=state.phases)
        case PhaseChangeStage.PAUSING if waited_s >= PAUSE_S or _is_paused(state, drawn_a):
            return replace(state, stage=PhaseChangeStage.SWITCHING, since=now)
        case PhaseChangeStage.SWITCHING if seen is not None and seen == state.wanted:
            return replace(state, phases=seen, stage=PhaseChangeStage.SETTLING, since=now)
        case PhaseChangeStage.SWITCHING if waited_s >= GIVE_UP_S:
            return PhaseChange(phases=seen or state.phases, failed_at=now)
        case PhaseChangeStage.SETTLING if waited_s >= SETTLE_S:
            return PhaseChange(phases=state.phases)
    return state


def _is_paused(state: PhaseChange, drawn_a: TimedValue | None) -> bool:
    """Return whether a reading from after the pause began shows that nothing is drawn."""
    if drawn_a is None or state.since is None or drawn_a.at <= state.since:
        return False
    return drawn_a.value < _DRAWING_A


def _step(state: PhaseChange, decision: Decision, now: datetime) -> PhaseStep:
    if state.stage is PhaseChangeStage.STEADY:
        return PhaseStep(limit_a=decision.limit_a, switch_to=None, wait_s=0.0, state=state)
    waited_s = 0.0 if state.since is None else (now - state.since).total_seconds()
    return PhaseStep(
        limit_a=0,
        switch_to=state.wanted if state.stage is PhaseChangeStage.SWITCHING else None,
        wait_s=max(_AHEAD_S[state.stage] - waited_s, 0.0),
        state=state,
    )


_AHEAD_S = {
    PhaseChangeStage.PAUSING: PAUSE_S + SETTLE_S,
    PhaseChangeStage.SWITCHING: SETTLE_S,
    PhaseChangeStage.SETTLING: SETTLE_S,
}
