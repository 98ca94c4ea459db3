"""Evaluate charging profiles as the standard says (OCPP 1.6, section 3.13)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from .fields import (
    BadPayloadError,
    choice,
    integer,
    mapping,
    mappings,
    number,
    optional_integer,
    optional_text,
    text,
)
from .frames import Payload
from .values import parse_timestamp

NOMINAL_VOLTAGE_V = 230.0
DEFAULT_PHASES = 3
RECURRENCE_S = {"Daily": 86_400.0, "Weekly": 7 * 86_400.0}


class Purpose(StrEnum):
    """The purpose of a charging profile."""

    CHARGE_POINT_MAX_PROFILE = "ChargePointMaxProfile"
    TX_DEFAULT_PROFILE = "TxDefaultProfile"
    TX_PROFILE = "TxProfile"


class Kind(StrEnum):
    """The kind of a charging profile: what its schedule starts from."""

    ABSOLUTE = "Absolute"
    RECURRING = "Recurring"
    RELATIVE = "Relative"


class RateUnit(StrEnum):
    """Amperes per phase, or watts over all phases (R26)."""

    A = "A"
    W = "W"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A limit that applies from `start_s` after the schedule's start."""

    start_s: int
    limit: float
    phases: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargingProfile:
    """A parsed csChargingProfiles or chargingProfile; times are in UTC."""

    profile_id: int
    stack_level: int
    purpose: Purpose
    kind: Kind
    recurrency: str | None
    valid_from: datetime | None
    valid_to: datetime | None
    transaction_id: int | None
    unit: RateUnit
    start_schedule: datetime | None
    duration_s: float | None
    periods: tuple[Period, ...]


def parse_profile(
    raw: Payload, parse_time: Callable[[object], datetime | None] = parse_timestamp
) -> ChargingProfile:
    """Return the parsed profile, its times read by `parse_time`. Raises BadPayloadError."""

    def time(payload: Payload, name: str) -> datetime | None:
        return None if payload.get(name) is None else parse_time(text(payload, name))

    schedule = mapping(raw, "chargingSchedule")
    periods = tuple(_period(period) for period in mappings(schedule, "chargingSchedulePeriod"))
    if not periods:
        raise BadPayloadError("chargingSchedulePeriod", "OccurenceConstraintViolation")
    duration = optional_integer(schedule, "duration")
    return ChargingProfile(
        profile_id=integer(raw, "chargingProfileId"),
        stack_level=integer(raw, "stackLevel"),
        purpose=Purpose(choice(raw, "chargingProfilePurpose", *Purpose)),
        kind=Kind(choice(raw, "chargingProfileKind", *Kind)),
        recurrency=optional_text(raw, "recurrencyKind"),
        valid_from=time(raw, "validFrom"),
        valid_to=time(raw, "validTo"),
        transaction_id=optional_integer(raw, "transactionId"),
        unit=RateUnit(choice(schedule, "chargingRateUnit", *RateUnit)),
        start_schedule=time(schedule, "startSchedule"),
        duration_s=None if duration is None else float(duration),
        periods=periods,
    )


def _period(raw: Payload) -> Period:
    return Period(
        start_s=integer(raw, "startPeriod"),
        limit=number(raw, "limit"),
        phases=optional_integer(raw, "numberPhases"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """The limit of profiles in A per phase, and the number of phases (None: all)."""

    limit_a: float
    phases: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What a limit depends on: the time, the start of the running transaction, the outlet's phases."""

    at: datetime
    started: datetime | None
    """On the same clock as `at`."""
    phases: int


def limit_a(profiles: Iterable[ChargingProfile], situation: Situation) -> float | None:
    """Return the composite limit in A per phase, None without a limit."""
    found = allowed(profiles, situation)
    return None if found is None else found.limit_a


def allowed(profiles: Iterable[ChargingProfile], situation: Situation) -> Allowed | None:
    """Return the composite limit with the fewest phases of its profiles, None without a limit.

    TxProfile overrides TxDefaultProfile, a higher stackLevel a lower one; the smaller of that limit and
    ChargePointMaxProfile applies (R25).
    """
    by_purpose: dict[Purpose, list[ChargingProfile]] = {purpose: [] for purpose in Purpose}
    for profile in profiles:
        by_purpose[profile.purpose].append(profile)
    transaction = _leading(by_purpose[Purpose.TX_PROFILE], situation)
    if transaction is None:
        transaction = _leading(by_purpose[Purpose.TX_DEFAULT_PROFILE], situation)
    maximum = _leading(by_purpose[Purpose.CHARGE_POINT_MAX_PROFILE], situation)
    both = [each for each in (transaction, maximum) if each is not None]
    if not both:
        return None
    phases = [each.phases for each in both if each.phases is not None]
    return Allowed(limit_a=min(each.limit_a for each in both), phases=min(phases, default=None))


def composite_schedule(
    profiles: Sequence[ChargingProfile], situation: Situation, duration_s: float
) -> list[tuple[float, float | None]]:
    """Return the limits for `duration_s` from `situation.at` as (second, A per phase), only where they change."""
    start = situation.at
    end = start + timedelta(seconds=duration_s)
    moments = {start}
    for profile in profiles:
        moments.update(_changes(profile, situation, end))
    schedule: list[tuple[float, float | None]] = []
    for moment in sorted(moments):
        limit = limit_a(
            profiles, Situation(at=moment, started=situation.started, phases=situation.phases)
        )
        if not schedule or schedule[-1][1] != limit:
            schedule.append(((moment - start).total_seconds(), limit))
    return schedule


def _leading(profiles: Iterable[ChargingProfile], situation: Situation) -> Allowed | None:
    for profile in sorted(profiles, key=lambda profile: -profile.stack_level):
        period = _current_period(profile, situation)
        if period is not None:
            if profile.unit is RateUnit.A:
                return Allowed(limit_a=period.limit, phases=period.phases)
            phases = min(period.phases or DEFAULT_PHASES, situation.phases)
            limit_a = period.limit / (phases * NOMINAL_VOLTAGE_V)
            return Allowed(limit_a=limit_a, phases=period.phases)
    return None


def _current_period(profile: ChargingProfile, situation: Situation) -> Period | None:
    if profile.valid_from is not None and situation.at < profile.valid_from:
        return None
    if profile.valid_to is not None and situation.at >= profile.valid_to:
        return None
    elapsed_s = (situation.at - _anchor(profile, situation)).total_seconds()
    if elapsed_s < 0:
        return None
    recurrence_s = _recurrence_s(profile)
    if recurrence_s is not None:
        elapsed_s %= recurrence_s
    if profile.duration_s is not None and elapsed_s >= profile.duration_s:
        return None
    begun = [period for period in profile.periods if period.start_s <= elapsed_s]
    return begun[-1] if begun else None


def _anchor(profile: ChargingProfile, situation: Situation) -> datetime:
    if profile.kind is not Kind.RELATIVE and profile.start_schedule is not None:
        return profile.start_schedule
    return situation.started or situation.at


def _recurrence_s(profile: ChargingProfile) -> float | None:
    if profile.kind is not Kind.RECURRING:
        return None
    return RECURRENCE_S.get(profile.recurrency or "Daily")


def _changes(profile: ChargingProfile, situation: Situation, end: datetime) -> Iterator[datetime]:
    """Yield the times between `situation.at` and `end` at which the limit of `profile` may change."""
    anchor = _anchor(profile, situation)
    offsets = [float(period.start_s) for period in profile.periods]
    if profile.duration_s is not None:
        offsets.append(profile.duration_s)
    recurrence_s = _recurrence_s(profile)
    rounds = [0.0]
    if recurrence_s is not None:
        first = max(0, int((situation.at - anchor).total_seconds() // recurrence_s))
        last = max(first, int((end - anchor).total_seconds() // recurrence_s))
        rounds = [n * recurrence_s for n in range(first, last + 1)]
    moments = [anchor + timedelta(seconds=begin + offset) for begin in rounds for offset in offsets]
    moments += [moment for moment in (profile.valid_from, profile.valid_to) if moment is not None]
    return (moment for moment in moments if situation.at < moment < end)
