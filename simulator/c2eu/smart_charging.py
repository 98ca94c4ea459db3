"""Store and evaluate charging profiles as the C2EU does (C2EU Q23, Q24; smart charging)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import floor
from typing import Final

from simulator.fields import BadPayloadError
from simulator.frames import Payload
from simulator.memory import Memory
from simulator.profiles import ChargingProfile, Kind, Purpose, RateUnit, parse_profile
from simulator.rpc import Request
from simulator.values import parse_java_timestamp

from .facts import NOMINAL_VOLTAGE_V

DAY_S: Final = 86_400.0
CONNECTOR: Final = 1

MAXIMUM_STORE: Final = "ChargePointMaxProfile"
CONNECTOR_STORE: Final = "TxDefaultProfile.1"
COMMON_STORE: Final = "TxDefaultProfile.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """A limit per phase in whole A, and the seconds until the next period begins (None: never)."""

    limit_a: float
    next_boundary_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Active:
    limit_a: int | None
    next_boundary_s: float | None


class SmartCharging:
    """Three stores in flash, and the profiles of RemoteStartTransaction, which last until the session ends."""

    def __init__(self, memory: Memory, *, phases: int, ceiling_a: float) -> None:
        """Prepare for an outlet of `phases` phases and at most `ceiling_a`."""
        self._memory = memory
        self._phases = phases
        self._ceiling_a = ceiling_a
        self._session_profiles: list[ChargingProfile] = []

    # ---- messages

    def set(self, request: Request, connector_id: int, raw: Payload) -> Payload | None:
        """Return the answer to SetChargingProfile; stores profiles without a check."""
        profile = parse_profile(raw, parse_java_timestamp)
        match profile.purpose:
            case Purpose.TX_PROFILE:
                # C2EU Q23: two CALLRESULTs, the first without a status; it can never be accepted
                request.reply({})
                return {"status": "Rejected"}
            case Purpose.CHARGE_POINT_MAX_PROFILE if connector_id != 0:
                return {"status": "NotSupported"}
            case Purpose.CHARGE_POINT_MAX_PROFILE:
                self._store(MAXIMUM_STORE, profile, raw)
            case Purpose.TX_DEFAULT_PROFILE if connector_id == CONNECTOR:
                self._store(CONNECTOR_STORE, profile, raw)
            case Purpose.TX_DEFAULT_PROFILE if connector_id == 0:
                self._store(COMMON_STORE, profile, raw)
            case _:
                return {"status": "Rejected"}  # assumed for connectors that do not exist
        return {"status": "Accepted"}

    def clear(
        self,
        *,
        profile_id: int | None,
        connector_id: int | None,
        purpose: str | None,
        stack_level: int | None,
    ) -> Payload:
        """Return the answer to ClearChargingProfile. Raises BadPayloadError, which means silence, for a never filled store."""
        stores, needed = _stores_to_clear(connector_id, purpose)
        for store in needed:
            if store not in self._memory.filled_stores:
                raise BadPayloadError(store, "InternalError")
        before = len(self._memory.profiles)
        self._memory.profiles = [
            entry
            for entry in self._memory.profiles
            if entry["store"] not in stores
            or not _matches(_profile(entry), profile_id, stack_level)
        ]
        cleared = len(self._memory.profiles) < before
        return {"status": "Accepted" if cleared else "Unknown"}

    def add_session_profile(self, raw: Payload) -> None:
        """Keep the profile of a RemoteStartTransaction without a check, even of a rejected one (C2EU Q24)."""
        self._session_profiles.append(parse_profile(raw, parse_java_timestamp))

    def end_session(self) -> None:
        """Forget the profiles of the session."""
        self._session_profiles.clear()

    # ---- evaluation

    def evaluate(self, now: datetime, started: datetime) -> Evaluation:
        """Return the limit of a charge that began at `started`; both times are on the device's clock, in its zone."""
        defaults = self._stored(CONNECTOR_STORE, COMMON_STORE)
        transaction = self._active(self._session_profiles, now, started)
        if transaction.limit_a is None:
            transaction = self._active(defaults, now, started)
        maximum = self._active(self._stored(MAXIMUM_STORE), now, started)
        boundaries = [
            active.next_boundary_s
            for active in (transaction, maximum)
            if active.next_boundary_s is not None
        ]
        limit_a = self._combine(transaction.limit_a, maximum.limit_a)
        return Evaluation(
            limit_a=max(0.0, min(limit_a, self._ceiling_a)),
            next_boundary_s=min(boundaries, default=None),
        )

    def _combine(self, transaction_a: int | None, maximum_a: int | None) -> float:
        """Return the smaller limit; of two, the ceiling where the maximum reaches it or both are equal."""
        if transaction_a is None or maximum_a is None:
            single = transaction_a if maximum_a is None else maximum_a
            return self._ceiling_a if single is None else single
        if maximum_a >= self._ceiling_a or maximum_a == transaction_a:
            return self._ceiling_a
        return min(transaction_a, maximum_a)

    def _active(self, profiles: list[ChargingProfile], now: datetime, started: datetime) -> _Active:
        """Return the limit of the valid profile with the highest stackLevel; the first stored one wins ties."""
        valid = [profile for profile in profiles if _is_valid(profile, now)]
        for profile in sorted(valid, key=lambda profile: -profile.stack_level):
            active = self._limit_of(profile, now, started)
            if active is not None:
                return active
        return _Active(limit_a=None, next_boundary_s=None)

    def _limit_of(
        self, profile: ChargingProfile, now: datetime, started: datetime
    ) -> _Active | None:
        anchor, wraps_after_s = _anchor(profile, now, started)
        elapsed_s = (now - anchor).total_seconds()
        ends = [s for s in (profile.duration_s, wraps_after_s) if s is not None]
        begins = [float(period.start_s) for period in profile.periods]
        marks = [*begins, min(ends)] if ends else begins
        if elapsed_s < 0 or (ends and elapsed_s >= min(ends)):
            return None
        current = [period for period in profile.periods if period.start_s <= elapsed_s]
        if not current:
            return None
        later = [mark - elapsed_s for mark in marks if mark > elapsed_s]
        return _Active(
            limit_a=self._amperes(current[-1].limit, profile.unit),
            next_boundary_s=min(later, default=None),
        )

    def _amperes(self, limit: float, unit: RateUnit) -> int:
        """Return whole A per phase, converted from W with the nominal 220 V; ignores numberPhases."""
        per_phase = limit if unit is RateUnit.A else limit / (self._phases * NOMINAL_VOLTAGE_V)
        return floor(per_phase)

    # ---- stores

    def _store(self, store: str, profile: ChargingProfile, raw: Payload) -> None:
        """Store a profile; replaces one of the same stackLevel, whatever its id."""
        self._memory.profiles = [
            entry
            for entry in self._memory.profiles
            if entry["store"] != store or _profile(entry).stack_level != profile.stack_level
        ]
        self._memory.profiles.append({"store": store, "profile": raw})
        if store not in self._memory.filled_stores:
            self._memory.filled_stores.append(store)

    def _stored(self, *stores: str) -> list[ChargingProfile]:
        return [_profile(entry) for entry in self._memory.profiles if entry["store"] in stores]


def _profile(entry: Payload) -> ChargingProfile:
    raw = entry["profile"]
    assert isinstance(raw, dict)
    return parse_profile(raw, parse_java_timestamp)


def _stores_to_clear(
    connector_id: int | None, purpose: str | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the stores that a ClearChargingProfile clears, and those that must have been filled once."""
    match purpose, connector_id:
        case (Purpose.TX_PROFILE, _) | (Purpose.TX_DEFAULT_PROFILE, 0):
            return (), ()
        case Purpose.TX_DEFAULT_PROFILE, None:
            return (CONNECTOR_STORE, COMMON_STORE), ()
        case (Purpose.CHARGE_POINT_MAX_PROFILE, _) | (_, 0):
            return (MAXIMUM_STORE,), (MAXIMUM_STORE,)
        case _, None:
            stores = (MAXIMUM_STORE, CONNECTOR_STORE)
            return (*stores, COMMON_STORE), stores
        case _:
            store = f"TxDefaultProfile.{connector_id}"
            return (store,), (store,)


def _matches(profile: ChargingProfile, profile_id: int | None, stack_level: int | None) -> bool:
    return profile_id in (None, profile.profile_id) and stack_level in (None, profile.stack_level)


def _is_valid(profile: ChargingProfile, now: datetime) -> bool:
    """Whether a profile is valid at `now`; not with both validFrom and validTo, Relative as maximum, Absolute without start."""
    if profile.valid_from is not None and profile.valid_to is not None:
        return False
    if profile.valid_from is not None and now < profile.valid_from:
        return False
    if profile.valid_to is not None and now > profile.valid_to:
        return False
    if profile.purpose is Purpose.CHARGE_POINT_MAX_PROFILE and profile.kind is Kind.RELATIVE:
        return False
    return profile.kind is not Kind.ABSOLUTE or profile.start_schedule is not None


def _anchor(
    profile: ChargingProfile, now: datetime, started: datetime
) -> tuple[datetime, float | None]:
    """Return the time of a schedule's second 0, and after how many seconds it repeats (None: never).

    A recurring one with an explicit startSchedule does not repeat.
    """
    if profile.kind is Kind.RELATIVE:
        return started, None
    if profile.start_schedule is not None:
        return profile.start_schedule, None
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if profile.recurrency == "Weekly":
        return midnight - timedelta(days=now.weekday()), 7 * DAY_S
    return midnight, DAY_S
