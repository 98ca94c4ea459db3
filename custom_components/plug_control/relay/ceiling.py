"""A back end's charging profiles as ceilings: the charger gets the least of them and of all that is wanted here."""

import asyncio
from collections.abc import Mapping
import logging
from typing import Any, Final

from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import Connector
from custom_components.plug_control.protocol.errors import CommandError
from custom_components.plug_control.protocol.values import integer, text

from .host import Host
from .profiles import (
    CHARGE_POINT_MAX,
    MAX_PERIODS,
    MAX_PROFILES,
    TX,
    TX_DEFAULT,
    Profile,
    read_profile,
    to_keep,
)
from .settings import CommandKind, Rules
from .tasks import Tasks

_LOGGER = logging.getLogger(__name__)

_MOST_PERIODS: Final = 2 * MAX_PERIODS
"""Periods of all profiles of a charge point: they are kept in a file, and looked through each minute."""


class Ceilings:
    """The charging profiles that one back end has set."""

    def __init__(self, host: Host, back_end_id: str, kept: Mapping[str, Any]) -> None:
        self._host = host
        self._back_end_id = back_end_id
        self._told: dict[str, list[dict[str, Any]]] = {}
        """The SetChargingProfile requests that stand, by our identity of the charge point."""
        self._profiles: dict[str, list[Profile]] = {}
        self._given: dict[tuple[str, int], float | None] = {}
        """The ceilings that were given since the start; each connector is given one once, also none: what stands may be of before."""
        self._at_start: dict[tuple[str, int], tuple[Mapping[str, Any], float]] = {}
        """The profiles of remote starts whose transaction has not begun yet, and until when to wait for it."""
        self._tasks = Tasks()
        self._turns: dict[str, asyncio.Lock] = {}
        self._again: asyncio.TimerHandle | None = None
        for charge_point_id, requests in kept.items():
            for request in requests if isinstance(requests, list) else ():
                self._keep(charge_point_id, request)
        self.look()

    def memory(self) -> dict[str, Any]:
        """Return what is to be kept, as JSON."""
        return {key: list(requests) for key, requests in self._told.items() if requests}

    async def set(self, charge_point_id: str, request: Mapping[str, Any]) -> str:
        """Answer a SetChargingProfile: Accepted once the ceiling stands. Raises CommandError; the profile does not stand then."""
        before = [*self._profiles.get(charge_point_id, [])], [*self._told.get(charge_point_id, [])]
        if not self._keep(charge_point_id, request):
            return "Rejected"
        try:
            await self._give(charge_point_id)
        except CommandError:
            self._profiles[charge_point_id], self._told[charge_point_id] = before
            raise
        finally:
            self._host.remember()
        return "Accepted"

    def _keep(self, charge_point_id: str, request: Any) -> bool:
        connector_id = integer(request.get("connectorId")) if isinstance(request, Mapping) else None
        if connector_id is None or not self._has_connector(charge_point_id, connector_id):
            return False
        told = request.get("csChargingProfiles")
        profile = read_profile(connector_id, told)
        if profile is None or not self._may_stand(charge_point_id, profile):
            return False
        profiles = self._profiles.setdefault(charge_point_id, [])
        requests = self._told.setdefault(charge_point_id, [])
        for index in reversed(range(len(profiles))):
            if profile.replaces(profiles[index]):
                del profiles[index], requests[index]
        periods = sum(len(each.periods) for each in (*profiles, profile))
        if len(profiles) >= MAX_PROFILES or periods > _MOST_PERIODS:
            return False
        profiles.append(profile)
        requests.append({"connectorId": connector_id, "csChargingProfiles": to_keep(told)})
        return True

    def _has_connector(self, charge_point_id: str, connector_id: int) -> bool:
        """Whether a connector is there; before the charge point is known, as after a restart, each one may be."""
        charge_point = self._charge_point(charge_point_id)
        if charge_point is None or not charge_point.connectors:
            return 0 <= connector_id <= 255
        return connector_id == 0 or connector_id in charge_point.connectors

    def _may_stand(self, charge_point_id: str, profile: Profile) -> bool:
        """Whether a profile of a transaction has one (S5.16)."""
        charge_point = self._charge_point(charge_point_id)
        if profile.purpose != TX or charge_point is None:
            return True
        connector = charge_point.connectors.get(profile.connector_id)
        return connector is None or connector.transaction is not None

    def set_at_start(self, charge_point_id: str, connector_id: int, told: Any) -> None:
        """Set the profile of a remote start once its transaction begins (R23)."""
        request = {"connectorId": connector_id, "csChargingProfiles": told}
        until = asyncio.get_running_loop().time() + self._host.timing.start_s
        self._at_start[charge_point_id, connector_id] = request, until

    def _take_started(self, charge_point: ChargePoint) -> None:
        """Keep the profiles of remote starts whose transactions have begun."""
        now = asyncio.get_running_loop().time()
        for connector_id, connector in charge_point.connectors.items():
            key = charge_point.charge_point_id, connector_id
            if key in self._at_start and connector.transaction is not None:
                request, until = self._at_start.pop(key)
                if now <= until and self._keep(charge_point.charge_point_id, request):
                    self._host.remember()

    async def clear(self, charge_point_id: str, request: Mapping[str, Any]) -> str:
        """Answer a ClearChargingProfile (R27). Raises CommandError."""
        profiles = self._profiles.get(charge_point_id, [])
        cleared = [index for index, each in enumerate(profiles) if _is_meant(each, request)]
        if not cleared:
            return "Unknown"
        for index in reversed(cleared):
            del profiles[index], self._told[charge_point_id][index]
        self._host.remember()
        await self._give(charge_point_id)
        return "Accepted"

    def allow(self, rules: Rules) -> None:
        """Lift all ceilings of a back end that may not set them any more."""
        if CommandKind.CEILING not in rules.commands and self._profiles:
            self.lift()

    def lift(self) -> None:
        """Lift all ceilings."""
        self._profiles.clear()
        self._told.clear()
        self._host.remember()
        self.look()

    def look(self) -> None:
        """Give the ceilings of now: a charge point connected, a transaction began or ended, time has passed."""
        self._tasks.spawn(self._look(), f"ceilings of {self._back_end_id}")

    async def _look(self) -> None:
        if self._profiles:
            self._look_in(self._host.timing.ceiling_check_s)
        for charge_point_id in tuple(self._host.charge_points()):
            try:
                await self._give(charge_point_id)
            except CommandError as error:
                _LOGGER.debug("A back end's ceiling was not set: %s", error)

    async def _give(self, charge_point_id: str) -> None:
        """Give each connector its ceiling where that has changed, one look at a time. Raises CommandError."""
        async with self._turns.setdefault(charge_point_id, asyncio.Lock()):
            if self._profiles and self._again is None:
                self._look_in(self._host.timing.ceiling_check_s)
            charge_point = self._charge_point(charge_point_id)
            if charge_point is not None:
                self._drop_ended(charge_point)
                self._take_started(charge_point)
                await self._give_each(charge_point)

    async def _give_each(self, charge_point: ChargePoint) -> None:
        profiles = self._profiles.get(charge_point.charge_point_id, [])
        for connector_id, connector in tuple(charge_point.connectors.items()):
            key = (charge_point.charge_point_id, connector_id)
            limit_a = self._limit_of(charge_point, connector, profiles)
            if key not in self._given or self._given[key] != limit_a:
                await self._host.port.set_ceiling(*key, self._back_end_id, limit_a)
                self._given[key] = limit_a

    def _limit_of(
        self, charge_point: ChargePoint, connector: Connector, profiles: list[Profile]
    ) -> float | None:
        """Return the ceiling of a connector: the least of the station's and the transaction's profiles (S3.13.3)."""
        transaction = connector.transaction
        started_at = None if transaction is None else transaction.started_at
        here = (0, connector.connector_id)
        limits: list[float] = []

        def standing(purpose: str) -> float | None:
            now = self._host.clock()
            fitting = [
                each for each in profiles if each.purpose == purpose and each.connector_id in here
            ]
            # The highest level counts; a connector's own profile before that of all connectors.
            for each in sorted(
                fitting, key=lambda one: (one.stack_level, one.connector_id), reverse=True
            ):
                if (limit_a := each.limit_at(now, started_at)) is not None:
                    return limit_a
            return None

        if (station_a := standing(CHARGE_POINT_MAX)) is not None:
            charging = sum(
                each.transaction is not None for each in charge_point.connectors.values()
            )
            limits.append(station_a / max(charging, 1))
        own_a = standing(TX) if transaction is not None else None
        if own_a is None:
            own_a = standing(TX_DEFAULT)
        if own_a is not None:
            limits.append(own_a)
        return round(min(limits), 1) if limits else None

    def transaction_changed(self) -> None:
        """Look soon: a transaction begins or ends."""
        if self._profiles or self._at_start:
            self._look_in(self._host.timing.ceiling_settles_s)

    def _drop_ended(self, charge_point: ChargePoint) -> None:
        """Drop the profiles of transactions that no longer run (S3.13.1)."""
        profiles = self._profiles.get(charge_point.charge_point_id, [])
        for index in reversed(range(len(profiles))):
            connector = charge_point.connectors.get(profiles[index].connector_id)
            if (
                profiles[index].purpose == TX
                and connector is not None
                and connector.transaction is None
            ):
                del profiles[index], self._told[charge_point.charge_point_id][index]
                self._host.remember()

    def _charge_point(self, charge_point_id: str) -> ChargePoint | None:
        return self._host.charge_points().get(charge_point_id)

    def _look_in(self, seconds: float) -> None:
        if self._again is not None:
            self._again.cancel()
        self._again = asyncio.get_running_loop().call_later(seconds, self.look)

    async def stop(self) -> None:
        """Look no more, once what is under way is done; the ceilings stand."""
        if self._again is not None:
            self._again.cancel()
        await self._tasks.finish()
        if self._again is not None:
            self._again.cancel()


def _is_meant(profile: Profile, request: Mapping[str, Any]) -> bool:
    """Whether a ClearChargingProfile means a profile: its fields AND together, an id overrides them (R27)."""
    if (profile_id := integer(request.get("id"))) is not None:
        return profile.profile_id == profile_id
    wanted = {
        "connectorId": profile.connector_id,
        "stackLevel": profile.stack_level,
    }
    if any(name in request and integer(request[name]) != value for name, value in wanted.items()):
        return False
    purpose = text(request.get("chargingProfilePurpose"))
    return purpose is None or purpose == profile.purpose
