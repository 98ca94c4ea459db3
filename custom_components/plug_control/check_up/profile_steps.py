"""Step that tries kinds of profile beside the charger's usual one: other purposes, and W for A."""

from dataclasses import dataclass
from typing import Final

from ocpp.v16.enums import ChargingProfilePurposeType as Purpose, ChargingRateUnitType as Unit

from custom_components.plug_control.central_system.limits.ways import SHAPES
from custom_components.plug_control.central_system.quirks import LimitWay
from custom_components.plug_control.central_system.wire import CommandError, may_be_done
from custom_components.plug_control.model.connector import MINIMUM_CURRENT_A, TrialLimit

from .findings import Finding, Value, Verdict
from .limit_steps import CAR_S, SLOW_S, not_tried, refused, watch, watts_are_safe
from .subject import ABOVE_A, MARGIN_A, LimitFellError, Subject

_TX: Final = Purpose.tx_profile
_DEFAULT: Final = Purpose.tx_default_profile
_MAX: Final = Purpose.charge_point_max_profile
_LOW_A: Final = (8.0, 6.0)


@dataclass(frozen=True, slots=True)
class ProfileKind:
    """A kind of profile and the key of its finding."""

    key: str
    purpose: Purpose
    unit: Unit


KINDS: Final = (
    ProfileKind("profile_max_a", _MAX, Unit.amps),
    ProfileKind("profile_max_w", _MAX, Unit.watts),
    ProfileKind("profile_tx_a", _TX, Unit.amps),
    ProfileKind("profile_tx_w", _TX, Unit.watts),
    ProfileKind("profile_tx_default_a", _DEFAULT, Unit.amps),
    ProfileKind("profile_tx_default_w", _DEFAULT, Unit.watts),
)
"""In the order to try: ChargePointMaxProfile first, since the others may rely on it."""


async def try_profile(subject: Subject, kind: ProfileKind) -> tuple[Finding, ...]:
    """See whether a profile of this kind acts, while the usual way goes on to hold all that is allowed."""
    way = _way_of(subject)
    usual = None if way is None else SHAPES.get(way)
    if usual is not None and (usual.running, usual.unit) == (kind.purpose, kind.unit):
        subject.works_by[kind.key] = True
        return (Finding(key=kind.key, verdict=Verdict.WORKS, sentence="usual_way"),)
    low_a = _low_a(subject, kind)
    if (reason := _obstacle(subject, kind, low_a)) is not None:
        return (not_tried(kind.key, reason),)
    try:
        # All that is allowed stands in the usual way, so that only the profile under trial can lower the current
        trial = TrialLimit(limit_a=subject.allowed_a)
        await subject.central_system.limits.trials.set(subject.key, trial)
        above = await watch(subject, _is_above(subject, low_a), subject.limit_patience_s + CAR_S)
        if above.seconds is None:
            finding = not_tried(kind.key, "too_little_current")
        else:
            finding = await _try(subject, kind, low_a)
    except LimitFellError:
        finding = not_tried(kind.key, "disturbed")
    except CommandError as error:
        if not may_be_done(error):
            subject.stands = None
        finding = refused(kind.key, error)
    subject.works_by[kind.key] = finding.verdict in {Verdict.WORKS, Verdict.WORKS_SLOWLY}
    return (finding,)


def is_settled(subject: Subject, kind: ProfileKind) -> bool:
    """Whether this kind need not or must not be tried, as far as is known before the check-up."""
    ways = subject.central_system.limits.trials.ways(subject.key[0])
    best = SHAPES.get(_way_of(subject) or ways[0])
    is_usual = best is not None and (best.running, best.unit) == (kind.purpose, kind.unit)
    return is_usual or _is_ruled_out(subject, kind)


async def _try(subject: Subject, kind: ProfileKind, low_a: float) -> Finding:
    trials = subject.central_system.limits.trials
    given_at = subject.connector.limit.applied_at
    await subject.note_purpose(kind.purpose)
    subject.stands, subject.stands_a = kind.purpose, low_a
    await trials.send_profile(subject.key, kind.purpose, kind.unit, low_a)
    if kind.purpose is _DEFAULT and _uses_tx_profile(subject):
        await trials.clear_profile(subject.key, _TX)

    def is_over(drawn_a: float) -> bool:
        return drawn_a <= low_a + MARGIN_A or drawn_a > subject.baseline_a + ABOVE_A

    seen = await watch(subject, is_over, subject.limit_patience_s)
    values: dict[str, Value] = {"limit_a": low_a}
    if seen.drawn_a is not None:
        values["drawn_a"] = round(seen.drawn_a, 1)
    if subject.connector.limit.applied_at != given_at:
        return not_tried(kind.key, "disturbed")
    if seen.drawn_a is not None and seen.drawn_a > subject.baseline_a + ABOVE_A:
        sentence, verdict = "exceeded", Verdict.DOES_NOT_WORK
    elif seen.seconds is None:
        sentence, verdict = "accepted_ignored", Verdict.DOES_NOT_WORK
    else:
        values["seconds"] = round(seen.seconds)
        sentence = "limit_obeyed"
        verdict = Verdict.WORKS_SLOWLY if seen.seconds > SLOW_S else Verdict.WORKS
    return Finding(key=kind.key, verdict=verdict, sentence=sentence, values=values)


async def take_back(subject: Subject, kind: ProfileKind) -> None:
    """Clear the profile that was tried where it is none of the usual way, and send that way's profiles again.

    Does nothing where none was sent. Raises CommandError.
    """
    if subject.stands is not kind.purpose:
        return
    trials = subject.central_system.limits.trials
    way = _way_of(subject)
    if way is None or not _is_of_usual_way(subject, kind.purpose):
        await trials.remove_profile(subject.key, kind.purpose)
    await trials.resend(subject.key)
    subject.stands = None


def _way_of(subject: Subject) -> LimitWay | None:
    way = subject.charge_point.limit_way
    return LimitWay(way) if way in set(LimitWay) else None


def _is_of_usual_way(subject: Subject, purpose: Purpose) -> bool:
    """Whether a profile of this purpose replaces one of the usual way, or may do so where no way is known."""
    way = _way_of(subject)
    shape = None if way is None else SHAPES.get(way)
    return way is None or (shape is not None and purpose in {shape.running, shape.idle})


def _uses_tx_profile(subject: Subject) -> bool:
    way = _way_of(subject)
    return way is not None and way in SHAPES and SHAPES[way].running is _TX


def _obstacle(subject: Subject, kind: ProfileKind, low_a: float) -> str | None:
    """Return why this kind must not be tried; None: it may be."""
    if _is_ruled_out(subject, kind):
        return "known_quirk"
    if kind.purpose is _MAX and not subject.is_alone:
        return "other_car"
    if min(subject.allowed_a, subject.baseline_a) < low_a + 2 * MARGIN_A:
        return "too_little_current"
    if not low_a:
        return "could_exceed"
    if kind.purpose is _DEFAULT and _uses_tx_profile(subject):
        return None if subject.central_system.limits.trials.is_free(subject.key) else "could_exceed"
    return None


def _is_ruled_out(subject: Subject, kind: ProfileKind) -> bool:
    """Whether this model must not be sent such profiles."""
    ways = subject.quirks.limit_ways
    shapes = [SHAPES[way] for way in ways if way in SHAPES]
    return bool(ways) and not any(
        (each.running, each.unit) == (kind.purpose, kind.unit) for each in shapes
    )


def _low_a(subject: Subject, kind: ProfileKind) -> float:
    """Return the limit to try; 0 where none is safe: W on all phases may become A on one.

    A ChargePointMaxProfile is safe where the usual way's profile goes on to hold beside it (the composite is the minimum).
    """
    if kind.unit is Unit.amps or (kind.purpose is _MAX and not _is_of_usual_way(subject, _MAX)):
        return _LOW_A[0] if min(subject.allowed_a, subject.baseline_a) > 10 else _LOW_A[1]
    return next((each for each in _LOW_A if watts_are_safe(subject, each)), 0.0)


def _is_above(subject: Subject, low_a: float) -> _Above:
    return _Above(min(subject.baseline_a, subject.allowed_a, max(low_a, MINIMUM_CURRENT_A) + 2.0))


@dataclass(frozen=True, slots=True)
class _Above:
    """Whether a draw is clearly above the limit to try."""

    least_a: float

    def __call__(self, drawn_a: float) -> bool:
        return drawn_a >= self.least_a - MARGIN_A
