"""Steps that try limits by the charger's usual way: 16, 10, 8, 6 and 0 A, back, broken amperes, one phase."""

from collections.abc import Callable
from dataclasses import dataclass

from custom_components.plug_control.central_system.wire import (
    CallErrorReceived,
    CallTimeoutError,
    CommandError,
    CommandRejectedError,
    NotPossible,
    NotPossibleError,
)
from custom_components.plug_control.model.charge_point import PauseHabit
from custom_components.plug_control.model.connector import MINIMUM_CURRENT_A, TrialLimit

from .findings import Finding, Value, Verdict
from .subject import FLOWING_A, LOOK_S, MARGIN_A, NOMINAL_VOLTAGE_V, CheckUpError, Subject

SLOW_S = 30.0
"""A limit that takes longer to act works slowly."""
LONGEST_S = 330.0
"""How long to wait for the first limit of an unknown charger: some look at limits every five minutes."""
BROKEN_A = 7.5
_LONGEST_WORD = 30
_MOST_ROUNDS = 12
"""How often to look whether the car draws steadily, of two looks each."""
CAR_S = 60.0
"""How long a car may take to draw again after a pause or a change of phases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What a limit led to."""

    seconds: float | None
    """None: it did not act in time."""
    drawn_a: float | None


def refused(key: str, error: CommandError) -> Finding:
    """Return the finding about something that the charger refused, or did not answer; without its own free text."""
    if isinstance(error, CallTimeoutError):
        return Finding(key=key, verdict=Verdict.DOES_NOT_WORK, sentence="no_answer")
    said = ""
    if isinstance(error, CommandRejectedError):
        said = error.status
    elif isinstance(error, CallErrorReceived):
        said = error.code
    is_word = said.isascii() and said.isalpha() and len(said) <= _LONGEST_WORD
    return Finding(
        key=key,
        verdict=Verdict.DOES_NOT_WORK,
        sentence="refused",
        values={"said": said if is_word else type(error).__name__},
    )


def not_tried(key: str, reason: str, **values: Value) -> Finding:
    """Return the finding about something that was not tried, for `reason`."""
    return Finding(key=key, verdict=Verdict.NOT_TRIED, sentence=reason, values=values)


async def watch(subject: Subject, acts: Callable[[float], bool], patience_s: float) -> _Seen:
    """Look until the draw in A shows that a limit acts, then once more for how exactly it does."""
    began = subject.now
    while True:
        fresh = await subject.look()
        drawn_a = subject.drawn_a
        seconds = (subject.now - began).total_seconds()
        if fresh and drawn_a is not None and acts(drawn_a):
            break
        if seconds >= patience_s:
            return _Seen(seconds=None, drawn_a=drawn_a)
    await subject.look()
    return _Seen(seconds=seconds, drawn_a=subject.drawn_a)


async def find_baseline(subject: Subject) -> tuple[Finding, ...]:
    """Measure what the car draws at the usual limits; raises CheckUpError where that is too little to try anything."""
    await subject.until(lambda: subject.allowed_a >= MINIMUM_CURRENT_A, CAR_S)
    patience_s = max(CAR_S, subject.limit_patience_s)
    seen = await watch(subject, lambda drawn_a: drawn_a >= MINIMUM_CURRENT_A - MARGIN_A, patience_s)
    if seen.drawn_a is None:
        raise CheckUpError("measures_nothing")
    if seen.seconds is None:
        raise CheckUpError("car_draws_nothing")
    # The current rises for a while, and some chargers report it late; some cars never draw steadily
    for _ in range(_MOST_ROUNDS):
        before_a = subject.drawn_a or 0.0
        await subject.look()
        await subject.look()
        if abs((subject.drawn_a or 0.0) - before_a) <= MARGIN_A:
            break
    subject.baseline_a = subject.drawn_a or seen.drawn_a
    values = {"drawn_a": round(subject.baseline_a, 1), "allowed_a": subject.allowed_a}
    return (Finding(key="baseline", verdict=Verdict.WORKS, sentence="baseline", values=values),)


async def try_limit(subject: Subject, wanted_a: float) -> tuple[Finding, ...]:
    """Limit to `wanted_a`, or less where less is allowed, and see how quickly and how exactly the charger obeys."""
    key = f"limit_{wanted_a:g}"
    limit_a = min(wanted_a, subject.allowed_a)
    if limit_a < wanted_a and subject.baseline_a <= limit_a + MARGIN_A:
        return (not_tried(key, "no_more_allowed", allowed_a=limit_a),)
    if wanted_a and subject.baseline_a <= limit_a + MARGIN_A:
        drawn_a = round(subject.baseline_a, 1)
        return (not_tried(key, "car_draws_less", limit_a=limit_a, drawn_a=drawn_a),)
    trial = TrialLimit(limit_a=limit_a)
    try:
        await subject.central_system.limits.trials.set(subject.key, trial)
    except NotPossibleError as error:
        if error.reason is NotPossible.LIMIT_NOT_SUPPORTED:
            raise CheckUpError("takes_no_limit") from error
        return (refused(key, error),)
    except CommandError as error:
        return (refused(key, error),)
    patience_s = subject.limit_patience_s
    if subject.patience_s is None:
        patience_s = max(patience_s, LONGEST_S)
    margin_a = MARGIN_A if limit_a else FLOWING_A
    seen = await watch(subject, lambda drawn_a: drawn_a <= limit_a + margin_a, patience_s)
    return (_obeyed(subject, key, limit_a, seen),)


def _obeyed(subject: Subject, key: str, limit_a: float, seen: _Seen) -> Finding:
    values: dict[str, Value] = {"limit_a": limit_a}
    if seen.drawn_a is not None:
        values["drawn_a"] = round(seen.drawn_a, 1)
    if seen.seconds is None:
        subject.patience_s = (
            subject.patience_s or 0.0
        )  # the next ones need not be waited for as long
        return Finding(
            key=key, verdict=Verdict.DOES_NOT_WORK, sentence="limit_ignored", values=values
        )
    subject.patience_s = max(subject.patience_s or 0.0, seen.seconds)
    values["seconds"] = round(seen.seconds)
    slow = seen.seconds > SLOW_S
    verdict = Verdict.WORKS_SLOWLY if slow else Verdict.WORKS
    return Finding(key=key, verdict=verdict, sentence="limit_obeyed", values=values)


async def try_pause(subject: Subject) -> tuple[Finding, ...]:
    """Limit to 0 A, and see whether that pauses or ends the charge; not where it is known to end it."""
    habits = subject.central_system.limits.habits(subject.key[0])
    if not habits.can_pause or subject.charge_point.pause_habit is not PauseHabit.GOES_ON:
        return (not_tried("limit_0", "known_quirk"), not_tried("pause", "known_quirk"))
    transaction = subject.connector.transaction
    findings = await try_limit(subject, 0.0)
    await subject.wait(LOOK_S)
    now = subject.connector.transaction
    if findings[0].verdict is Verdict.DOES_NOT_WORK:
        return (*findings, not_tried("pause", "limit_ignored_before"))
    goes_on = now is not None and now is transaction
    pause = Finding(
        key="pause",
        verdict=Verdict.WORKS if goes_on else Verdict.DOES_NOT_WORK,
        sentence="pauses" if goes_on else "ends_charge",
    )
    return (*findings, pause)


async def go_back(subject: Subject) -> tuple[Finding, ...]:
    """Allow again what was allowed before, and see whether and how quickly the car draws it."""
    allowed_a = subject.allowed_a
    try:
        await subject.central_system.limits.trials.set(subject.key, TrialLimit(limit_a=allowed_a))
    except CommandError as error:
        return (refused("limit_back", error),)
    expected_a = min(allowed_a, subject.baseline_a)
    patience_s = subject.limit_patience_s + CAR_S
    seen = await watch(subject, lambda drawn_a: drawn_a >= expected_a - MARGIN_A, patience_s)
    values: dict[str, Value] = {"limit_a": allowed_a}
    if seen.drawn_a is not None:
        values["drawn_a"] = round(seen.drawn_a, 1)
    if seen.seconds is None:
        verdict, sentence = Verdict.DOES_NOT_WORK, "stays_down"
    else:
        values["seconds"] = round(seen.seconds)
        slow = seen.seconds > SLOW_S
        verdict, sentence = (Verdict.WORKS_SLOWLY if slow else Verdict.WORKS), "comes_back"
    return (Finding(key="limit_back", verdict=verdict, sentence=sentence, values=values),)


async def try_broken_amperes(subject: Subject) -> tuple[Finding, ...]:
    """Limit to 7.5 A, and see whether the charger obeys the half, rounds, or does neither."""
    if subject.quirks.whole_amps:
        return (not_tried("broken_amperes", "known_quirk"),)
    if min(subject.allowed_a, subject.baseline_a) < BROKEN_A + 2 * MARGIN_A:
        return (not_tried("broken_amperes", "too_little_current"),)
    try:
        await subject.central_system.limits.trials.set(subject.key, TrialLimit(limit_a=BROKEN_A))
    except CommandError as error:
        return (refused("broken_amperes", error),)
    seen = await watch(
        subject, lambda drawn_a: drawn_a <= BROKEN_A + MARGIN_A, subject.limit_patience_s
    )
    values: dict[str, Value] = {"limit_a": BROKEN_A}
    drawn_a = seen.drawn_a
    if drawn_a is not None:
        values["drawn_a"] = round(drawn_a, 1)
    exact = drawn_a is not None and abs(drawn_a - BROKEN_A) <= BROKEN_A - 7.25
    obeyed = seen.seconds is not None
    sentence = "broken_obeyed" if exact and obeyed else "broken_rounded"
    if not obeyed:
        sentence = "limit_ignored"
    verdict = Verdict.WORKS if exact and obeyed else Verdict.DOES_NOT_WORK
    return (Finding(key="broken_amperes", verdict=verdict, sentence=sentence, values=values),)


async def try_phases(subject: Subject) -> tuple[Finding, ...]:
    """Limit to one phase (numberPhases), and back to all; see on how many phases the car draws."""
    all_phases = subject.settings.phases
    if all_phases == 1:
        return (not_tried("phases", "one_phase_charger"),)
    drawn = subject.phases_drawn
    if drawn is None:
        return (not_tried("phases", "phases_not_reported"),)
    if drawn == 1:
        return (not_tried("phases", "one_phase_car"),)
    seen: list[float | None] = []
    try:
        for told, wanted in ((1, 1), (None, drawn)):
            trial = TrialLimit(limit_a=subject.allowed_a, phases=told)
            await subject.central_system.limits.trials.set(subject.key, trial)
            found = await watch(subject, _is_on(subject, wanted), subject.limit_patience_s + CAR_S)
            seen.append(found.seconds)
            if found.seconds is None:
                break
    except CommandError as error:
        return (refused("phases", error),)
    if None in seen:
        sentence = "phases_ignored" if len(seen) == 1 else "phases_stay"
        return (Finding(key="phases", verdict=Verdict.DOES_NOT_WORK, sentence=sentence),)
    down_s, up_s = (each or 0.0 for each in seen)
    values: dict[str, Value] = {"down_s": round(down_s), "up_s": round(up_s), "phases": drawn}
    verdict = Verdict.WORKS_SLOWLY if max(down_s, up_s) > CAR_S else Verdict.WORKS
    return (Finding(key="phases", verdict=verdict, sentence="phases_switch", values=values),)


def _is_on(subject: Subject, phases: int) -> Callable[[float], bool]:
    """Return whether the car draws on so many phases, whatever it draws."""

    def is_on(drawn_a: float) -> bool:
        return subject.phases_drawn == phases

    return is_on


def watts_are_safe(subject: Subject, limit_a: float) -> bool:
    """Whether a limit in W for this current per phase stays allowed even if the charger uses it all on one phase."""
    total_w = limit_a * NOMINAL_VOLTAGE_V * subject.settings.phases
    return total_w <= subject.allowed_a * NOMINAL_VOLTAGE_V
