"""What a back end's charging profile allows at a time (S3.13), in A per phase."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from custom_components.plug_control.protocol.values import integer, number, parse_timestamp, text

MAX_PROFILES: Final = 50
"""Profiles of one charge point that a back end may have set."""
MAX_PERIODS: Final = 1440
_VOLTAGE_V: Final = 230.0
_PHASES: Final = 3
_MAX_ID: Final = 2**31 - 1
MAX_STACK_LEVEL: Final = 1000
_MOST: Final = 1e7
_MAX_S: Final = 10**9
_RECURRENCE: Final = {"Daily": timedelta(days=1), "Weekly": timedelta(days=7)}
CHARGE_POINT_MAX: Final = "ChargePointMaxProfile"
TX_DEFAULT: Final = "TxDefaultProfile"
TX: Final = "TxProfile"
_PURPOSES: Final = frozenset({CHARGE_POINT_MAX, TX_DEFAULT, TX})
_KINDS: Final = frozenset({"Absolute", "Recurring", "Relative"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A part of a schedule, in s from its beginning."""

    start_s: int
    limit_a: float
    """Amperes per phase."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A charging profile that a back end has set."""

    profile_id: int
    connector_id: int
    purpose: str
    stack_level: int
    kind: str
    recurrence: timedelta | None
    valid_from: datetime | None
    valid_to: datetime | None
    start: datetime | None
    duration_s: int | None
    periods: tuple[Period, ...]

    def replaces(self, other: Profile) -> bool:
        """Whether it takes the other's place: the same id, or the same level and purpose (R25)."""
        return self.profile_id == other.profile_id or (
            self.connector_id == other.connector_id
            and self.purpose == other.purpose
            and self.stack_level == other.stack_level
        )

    def limit_at(self, now: datetime, started_at: datetime | None) -> float | None:
        """Return the limit in A per phase; None where the profile says nothing. `started_at`: when the transaction began."""
        if self.valid_from is not None and now < self.valid_from:
            return None
        if self.valid_to is not None and now >= self.valid_to:
            return None
        start = started_at if self.kind == "Relative" else self.start or started_at or now
        if start is None:
            return None
        passed = now - start
        if self.recurrence is not None:
            passed %= self.recurrence
        passed_s = passed.total_seconds()
        if passed_s < 0 or (self.duration_s is not None and passed_s >= self.duration_s):
            return None
        return next(
            (each.limit_a for each in reversed(self.periods) if each.start_s <= passed_s), None
        )


def read_profile(connector_id: int, told: Any) -> Profile | None:
    """Return the profile of a SetChargingProfile; None for one that cannot be followed."""
    if not isinstance(told, dict) or not isinstance(schedule := told.get("chargingSchedule"), dict):
        return None
    profile_id, stack_level = (
        integer(told.get("chargingProfileId")),
        integer(told.get("stackLevel")),
    )
    purpose, kind = text(told.get("chargingProfilePurpose")), text(told.get("chargingProfileKind"))
    periods = _read_periods(schedule)
    recurrence = _RECURRENCE.get(text(told.get("recurrencyKind")) or "")
    if profile_id is None or abs(profile_id) > _MAX_ID or periods is None:
        return None
    if stack_level is None or not 0 <= stack_level <= MAX_STACK_LEVEL:
        return None
    if purpose not in _PURPOSES or kind not in _KINDS:
        return None
    if (kind == "Recurring" and recurrence is None) or not _fits(purpose, connector_id):
        return None
    return Profile(
        profile_id=profile_id,
        connector_id=connector_id,
        purpose=purpose,
        stack_level=stack_level,
        kind=kind,
        recurrence=recurrence if kind == "Recurring" else None,
        valid_from=parse_timestamp(told.get("validFrom")),
        valid_to=parse_timestamp(told.get("validTo")),
        start=parse_timestamp(schedule.get("startSchedule")) or _midnight(kind),
        duration_s=_seconds(schedule.get("duration")),
        periods=periods,
    )


def _fits(purpose: str, connector_id: int) -> bool:
    """Whether a purpose is allowed there (R24)."""
    if purpose == TX_DEFAULT:
        return True
    return (purpose == CHARGE_POINT_MAX) == (connector_id == 0)


def _midnight(kind: str) -> datetime | None:
    """Return the anchor of a recurring schedule without one: a Monday's midnight."""
    return datetime(2024, 1, 1, tzinfo=UTC) if kind == "Recurring" else None


def _seconds(value: Any) -> int | None:
    seconds = integer(value)
    return seconds if seconds is not None and 0 < seconds <= _MAX_S else None


def _read_periods(schedule: dict[str, Any]) -> tuple[Period, ...] | None:
    told = schedule.get("chargingSchedulePeriod")
    in_watts = text(schedule.get("chargingRateUnit")) == "W"
    if not isinstance(told, list) or not 0 < len(told) <= MAX_PERIODS:
        return None
    periods: list[Period] = []
    for each in told:
        if not isinstance(each, dict):
            return None
        start_s, limit = integer(each.get("startPeriod")), number(each.get("limit"))
        if (
            start_s is None
            or limit is None
            or not 0 <= limit <= _MOST
            or not 0 <= start_s <= _MAX_S
        ):
            return None
        phases = integer(each.get("numberPhases")) or _PHASES
        if in_watts:  # W is the total, A per phase (R26)
            limit /= _VOLTAGE_V * min(max(phases, 1), _PHASES)
        periods.append(Period(start_s=start_s, limit_a=round(limit, 1)))
    return tuple(sorted(periods, key=lambda each: each.start_s))


_PROFILE_FIELDS: Final = (
    "chargingProfileId",
    "stackLevel",
    "chargingProfilePurpose",
    "chargingProfileKind",
    "recurrencyKind",
    "validFrom",
    "validTo",
)
_SCHEDULE_FIELDS: Final = ("chargingRateUnit", "startSchedule", "duration")
_PERIOD_FIELDS: Final = ("startPeriod", "limit", "numberPhases")
_MAX_TEXT: Final = 50


def to_keep(told: dict[str, Any]) -> dict[str, Any]:
    """Return of a profile that `read_profile` has read what it reads, and nothing else that came with it."""
    schedule = told["chargingSchedule"]
    periods = [_only(_PERIOD_FIELDS, each) for each in schedule["chargingSchedulePeriod"]]
    kept = _only(_SCHEDULE_FIELDS, schedule) | {"chargingSchedulePeriod": periods}
    return _only(_PROFILE_FIELDS, told) | {"chargingSchedule": kept}


def _only(fields: tuple[str, ...], told: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value[:_MAX_TEXT] if isinstance(value, str) else value
        for name in fields
        if isinstance(value := told.get(name), str | int | float)
    }
