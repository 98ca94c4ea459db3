"""Charging profiles of a charger that follows the standard (OCPP 1.6, section 3.13)."""

from collections.abc import Sequence

from simulator.car import MINIMUM_CURRENT_A
from simulator.charge_point import ChargePoint
from simulator.configuration import Configuration
from simulator.fields import BadPayloadError
from simulator.frames import Json, Payload
from simulator.profiles import (
    NOMINAL_VOLTAGE_V,
    Allowed,
    ChargingProfile,
    Purpose,
    RateUnit,
    Situation,
    allowed,
    composite_schedule,
    limit_a,
    parse_profile,
)
from simulator.values import parse_timestamp, utc_timestamp

from .outlet import Outlet

RATE_UNITS = {"Current": RateUnit.A, "Power": RateUnit.W}
WHOLE = 0


class SmartCharging:
    """Profiles in flash: checks them before it accepts them, and evaluates them at every step."""

    def __init__(
        self, hardware: ChargePoint, configuration: Configuration, outlets: Sequence[Outlet]
    ) -> None:
        """Prepare for all `outlets`."""
        self._hardware = hardware
        self._memory = hardware.memory
        self._configuration = configuration
        self._outlets = outlets
        self._parsed_of: Sequence[Payload] | None = None
        self._parsed: list[tuple[Json, ChargingProfile]] = []

    # ---- limits

    def allowed(self, outlet: Outlet) -> Allowed:
        """Return what `outlet` may offer: by its own profiles, and its share of the charge point's maximum."""
        own = [
            profile
            for profile in self._profiles(WHOLE, outlet.number)
            if profile.purpose is not Purpose.CHARGE_POINT_MAX_PROFILE
        ]
        found = allowed(own, self._situation(outlet))
        limits = [
            outlet.connector.maximum_current_a,
            None if found is None else found.limit_a,
            self._share_a(outlet),
        ]
        limit_a = max(0.0, min(limit for limit in limits if limit is not None))
        switches = self._configuration.flag("ConnectorSwitch3to1PhaseSupported")
        phases = found.phases if found is not None and switches else None
        return Allowed(limit_a=limit_a, phases=phases)

    def _share_a(self, outlet: Outlet) -> float | None:
        """Return an equal share of the maximum in A; where that is under 6 A, only as many outlets get one as can have 6 A."""
        total_a = limit_a(self._maximum_profiles(), self._situation(outlet))
        if total_a is None:
            return None
        charging = [each for each in self._outlets if each.bill is not None]
        served = len(charging)
        while served > 1 and total_a / served < MINIMUM_CURRENT_A:
            served -= 1
        return total_a / max(1, served) if outlet in charging[:served] else 0.0

    def composite(self, connector_id: int, duration_s: int, unit: RateUnit) -> Payload:
        """Return the answer to GetCompositeSchedule."""
        outlet = self._outlet(connector_id)
        if outlet is None and connector_id != WHOLE:
            return {"status": "Rejected"}
        if outlet is None:
            profiles, situation = self._maximum_profiles(), self._situation(self._outlets[0])
        else:
            profiles = self._profiles(WHOLE, connector_id)
            situation = self._situation(outlet)
        maximum_a = self._hardware.model.maximum_current_a
        factor = situation.phases * NOMINAL_VOLTAGE_V if unit is RateUnit.W else 1.0
        periods: list[Json] = [
            {
                "startPeriod": int(second),
                "limit": round((maximum_a if limit is None else limit) * factor, 1),
            }
            for second, limit in composite_schedule(profiles, situation, duration_s)
        ]
        return {
            "status": "Accepted",
            "connectorId": connector_id,
            "scheduleStart": utc_timestamp(situation.at),
            "chargingSchedule": {
                "duration": duration_s,
                "chargingRateUnit": unit.value,
                "chargingSchedulePeriod": periods,
            },
        }

    # ---- messages

    def set(self, connector_id: int, raw: Payload) -> str:
        """Install a profile if it is acceptable; return the status of SetChargingProfile. Raises BadPayloadError."""
        profile = parse_profile(raw)
        if not self._acceptable(connector_id, profile):
            return "Rejected"
        self._install(connector_id, profile, raw)
        return "Accepted"

    def clear(
        self,
        *,
        profile_id: int | None,
        connector_id: int | None,
        purpose: str | None,
        stack_level: int | None,
    ) -> str:
        """Clear the profiles that match all fields, or the id alone (R27); return the status of ClearChargingProfile."""

        def matches(entry: Payload) -> bool:
            profile = _profile(entry)
            if profile_id is not None:
                return profile.profile_id == profile_id
            return (
                connector_id in (None, entry["connector"])
                and purpose in (None, profile.purpose)
                and stack_level in (None, profile.stack_level)
            )

        before = len(self._memory.profiles)
        self._memory.profiles = [each for each in self._memory.profiles if not matches(each)]
        return "Accepted" if len(self._memory.profiles) < before else "Unknown"

    def start_with(self, outlet: Outlet, raw: Payload) -> None:
        """Install the TxProfile that came with the remote start of `outlet`'s transaction."""
        self._install(outlet.number, parse_profile(raw), raw)

    def end_transaction(self, connector_id: int) -> None:
        """Forget the TxProfiles of the connector."""
        self.clear(
            profile_id=None,
            connector_id=connector_id,
            purpose=Purpose.TX_PROFILE,
            stack_level=None,
        )

    def can_start_with(self, raw: Payload) -> bool:
        """Whether a profile may come with a remote start: a TxProfile without transactionId (R23)."""
        try:
            profile = parse_profile(raw)
        except BadPayloadError:
            return False
        return profile.purpose is Purpose.TX_PROFILE and self._fits(profile)

    def _acceptable(self, connector_id: int, profile: ChargingProfile) -> bool:
        """Whether the purpose fits the connector (R24), and the profile the limits of this charger."""
        outlet = self._outlet(connector_id)
        if outlet is None and connector_id != WHOLE:
            return False
        fits = True
        if profile.purpose is Purpose.CHARGE_POINT_MAX_PROFILE:
            fits = connector_id == WHOLE
        elif profile.purpose is Purpose.TX_PROFILE:
            bill = outlet.bill if outlet is not None else None
            fits = bill is not None and profile.transaction_id in (None, bill.transaction_id)
        return fits and self._fits(profile)

    def _fits(self, profile: ChargingProfile) -> bool:
        configuration = self._configuration
        units = configuration.names("ChargingScheduleAllowedChargingRateUnit")
        return (
            0 <= profile.stack_level <= configuration.integer("ChargeProfileMaxStackLevel")
            and len(profile.periods) <= configuration.integer("ChargingScheduleMaxPeriods")
            and profile.periods[0].start_s == 0
            and profile.unit in [RATE_UNITS[unit] for unit in units]
            and len(self._memory.profiles) < configuration.integer("MaxChargingProfilesInstalled")
        )

    def _install(self, connector_id: int, profile: ChargingProfile, raw: Payload) -> None:
        """Install a profile; replaces the same id, or the same stackLevel and purpose on the connector (R25)."""

        def replaced(entry: Payload) -> bool:
            other = _profile(entry)
            same = (other.stack_level, other.purpose) == (profile.stack_level, profile.purpose)
            return other.profile_id == profile.profile_id or (
                same and entry["connector"] == connector_id
            )

        kept = [entry for entry in self._memory.profiles if not replaced(entry)]
        self._memory.profiles = [*kept, {"connector": connector_id, "profile": raw}]
        self._hardware.save()

    # ---- inside

    def _outlet(self, connector_id: int) -> Outlet | None:
        return next((each for each in self._outlets if each.number == connector_id), None)

    def _profiles(self, *connectors: int) -> list[ChargingProfile]:
        entries = self._memory.profiles
        if entries is not self._parsed_of:  # each change makes a new list
            self._parsed_of = entries
            self._parsed = [(entry["connector"], _profile(entry)) for entry in entries]
        return [profile for connector, profile in self._parsed if connector in connectors]

    def _maximum_profiles(self) -> list[ChargingProfile]:
        return [
            profile
            for profile in self._profiles(WHOLE)
            if profile.purpose is Purpose.CHARGE_POINT_MAX_PROFILE
        ]

    def _situation(self, outlet: Outlet) -> Situation:
        hardware = self._hardware
        started = parse_timestamp(outlet.bill.started) if outlet.bill else None
        if started is not None:
            started += hardware.schedule_time() - hardware.device_time()
        return Situation(
            at=hardware.schedule_time(), started=started, phases=outlet.connector.phases
        )


def _profile(entry: Payload) -> ChargingProfile:
    raw = entry["profile"]
    assert isinstance(raw, dict)
    return parse_profile(raw)
