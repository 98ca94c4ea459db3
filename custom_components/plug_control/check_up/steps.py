"""The table of steps: what each needs, how long it will take at this charger, how it runs and how it is taken back."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from . import connection_steps, limit_steps, profile_steps, question_steps
from .findings import Finding, Form
from .subject import LOOK_S, Subject

type Run = Callable[[Subject], Awaitable[tuple[Finding, ...]]]
type Undo = Callable[[Subject], Awaitable[None]]
type Seconds = Callable[[Subject], float]

BOTH: Final = frozenset({Form.QUICK, Form.WHOLE})
WHOLE: Final = frozenset({Form.WHOLE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a check-up."""

    name: str
    """Its name, and the key of the text that is shown while it runs."""
    run: Run
    """Raises CheckUpError where the check-up cannot go on."""
    seconds: Seconds
    """How long it will take at this charger."""
    forms: frozenset[Form] = BOTH
    needs_charge: bool = True
    """Whether a transaction must run."""
    may_end_charge: bool = False
    """Whether it does what ends the charge at some chargers."""
    undo: Undo | None = None
    """Takes back what the next step must not find; raises CommandError."""


def _of_limit(subject: Subject) -> float:
    """Return how long a limit takes to act and to be seen."""
    quirks = subject.quirks
    usual_s = subject.charge_point.limit_latency_s or quirks.limit_latency_s
    return (quirks.period_s or 0) + usual_s + 2 * LOOK_S


def _of_kind(kind: profile_steps.ProfileKind, subject: Subject) -> float:
    return 0.0 if profile_steps.is_settled(subject, kind) else 2 * _of_limit(subject) + LOOK_S


def _fixed(seconds: float) -> Seconds:
    return lambda _: seconds


def _of_phases(subject: Subject) -> float:
    one = subject.settings.phases == 1
    return 0.0 if one else 2 * _of_limit(subject) + limit_steps.CAR_S


def _of_broken(subject: Subject) -> float:
    return 0.0 if subject.quirks.whole_amps else _of_limit(subject)


def _of_pause(subject: Subject) -> float:
    can = subject.central_system.limits.habits(subject.key[0]).can_pause
    return _of_limit(subject) + LOOK_S if can else 0.0


async def _start_again(subject: Subject) -> tuple[Finding, ...]:
    return await connection_steps.start_by_remote(subject, subject.id_tag)


STEPS: Final = (
    Step(
        name="configuration",
        run=question_steps.ask_configuration,
        seconds=_fixed(2),
        needs_charge=False,
    ),
    Step(
        name="triggers",
        run=question_steps.ask_for_messages,
        seconds=_fixed(5),
        needs_charge=False,
    ),
    Step(name="clock", run=question_steps.look_at_clock, seconds=_fixed(0), needs_charge=False),
    Step(name="baseline", run=limit_steps.find_baseline, seconds=_fixed(4 * LOOK_S)),
    *(
        Step(
            name=f"limit_{limit_a}",
            run=partial(limit_steps.try_limit, wanted_a=float(limit_a)),
            seconds=_of_limit,
        )
        for limit_a in (16, 10, 8, 6)
    ),
    Step(name="limit_0", run=limit_steps.try_pause, seconds=_of_pause, may_end_charge=True),
    Step(
        name="limit_back",
        run=limit_steps.go_back,
        seconds=lambda subject: _of_limit(subject) + 2 * LOOK_S,
        needs_charge=False,
    ),
    Step(name="meter", run=question_steps.listen_to_meter, seconds=question_steps.listening_s),
    Step(
        name="broken_amperes", run=limit_steps.try_broken_amperes, seconds=_of_broken, forms=WHOLE
    ),
    *(
        Step(
            name=kind.key,
            run=partial(profile_steps.try_profile, kind=kind),
            seconds=partial(_of_kind, kind),
            forms=WHOLE,
            undo=partial(profile_steps.take_back, kind=kind),
        )
        for kind in profile_steps.KINDS
    ),
    Step(
        name="phases",
        run=limit_steps.try_phases,
        seconds=_of_phases,
        forms=WHOLE,
        may_end_charge=True,
    ),
    Step(
        name="register",
        run=question_steps.compare_register,
        seconds=_fixed(0),
        needs_charge=False,
    ),
    Step(
        name="reconnect",
        run=connection_steps.lose_connection,
        seconds=_fixed(30),
        forms=WHOLE,
        needs_charge=False,
        may_end_charge=True,
    ),
    Step(
        name="remote_stop",
        run=connection_steps.stop_by_remote,
        seconds=_fixed(10),
        forms=WHOLE,
        needs_charge=False,
        may_end_charge=True,
    ),
    Step(
        name="remote_start",
        run=_start_again,
        seconds=_fixed(20),
        forms=WHOLE,
        needs_charge=False,
    ),
)


def steps_of(form: Form) -> tuple[Step, ...]:
    """Return the steps of a form, in order."""
    return tuple(step for step in STEPS if form in step.forms)


def seconds_of(form: Form, subject: Subject) -> float:
    """Return how long a form will take at this charger."""
    return sum(step.seconds(subject) for step in steps_of(form))
