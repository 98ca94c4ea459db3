"""Scripted chargers that take or refuse limits, and the profiles that they received."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from custom_components.plug_control.protocol.messages import parse_timestamp
from simulator.frames import Payload
from simulator.scripted import ScriptedChargePoint

from .small_host import SmallHost, configuration_answer

SMART = {
    "NumberOfConnectors": "1",
    "ChargeProfileMaxStackLevel": "3",
    "ChargingScheduleAllowedChargingRateUnit": "Current",
}


async def dial_in(
    host: SmallHost,
    refuses: Callable[[dict[str, Any]], bool] = lambda _: False,
    *,
    vendor: str = "Acme",
    model: str = "Box",
    refusal: str = "Rejected",
    **configuration: str,
) -> ScriptedChargePoint:
    """Return a charger that refuses the profiles for which `refuses` is true; these have their connectorId inside."""
    charger = await host.dial_in(vendor, model)

    def answer(payload: Payload) -> Payload:
        profile: Any = payload["csChargingProfiles"]
        refused = refuses(profile | {"connectorId": payload["connectorId"]})
        return {"status": refusal if refused else "Accepted"}

    charger.auto_reply("SetChargingProfile", answer)
    charger.auto_reply("GetConfiguration", configuration_answer(**(SMART | configuration)))
    charger.auto_reply("ClearChargingProfile", {"status": "Accepted"})
    charger.auto_reply("RemoteStopTransaction", {"status": "Accepted"})
    return charger


def profiles(charger: ScriptedChargePoint) -> list[dict[str, Any]]:
    """Return the received profiles, flattened."""
    flat = []
    for payload in charger.received("SetChargingProfile"):
        profile: Any = payload["csChargingProfiles"]
        schedule = profile["chargingSchedule"]
        flat.append(
            {
                "connector": payload["connectorId"],
                "purpose": profile["chargingProfilePurpose"],
                "kind": profile["chargingProfileKind"],
                "level": profile["stackLevel"],
                "id": profile["chargingProfileId"],
                "transaction": profile.get("transactionId"),
                "unit": schedule["chargingRateUnit"],
                "limit": schedule["chargingSchedulePeriod"][0]["limit"],
                "periods": len(schedule["chargingSchedulePeriod"]),
            }
        )
    return flat


def summary(charger: ScriptedChargePoint, *names: str) -> list[tuple[Any, ...]]:
    """Return the fields `names` of the received profiles."""
    return [tuple(profile[name] for name in names) for profile in profiles(charger)]


def purpose_is(*purposes: str) -> Callable[[dict[str, Any]], bool]:
    return lambda profile: profile["chargingProfilePurpose"] in purposes


async def until(predicate: Callable[[], bool]) -> None:
    """Wait until `predicate` holds; raises TimeoutError."""
    async with asyncio.timeout(30):
        while not predicate():
            await asyncio.sleep(0.01)


async def settled(host: SmallHost) -> None:
    """Wait until no limit is on its way: one that is wanted meanwhile would share its run or not, as it happens."""
    await until(lambda: not host.limits._runs._tasks)


@dataclass(frozen=True)
class Schedule:
    """The schedule of a received profile."""

    purpose: str
    kind: str
    start: datetime | None
    steps: list[tuple[int, float]]
    phases: int
    unit: str

    def limit_a(self, at: datetime) -> float:
        """Return the limit of an absolute schedule at a time."""
        assert self.start is not None
        passed_s = (at - self.start).total_seconds()
        return [limit for second, limit in self.steps if second <= passed_s][-1]


def schedules(charger: ScriptedChargePoint) -> list[Schedule]:
    """Return the received schedules."""
    found = []
    for payload in charger.received("SetChargingProfile"):
        profile: Any = payload["csChargingProfiles"]
        schedule = profile["chargingSchedule"]
        periods = schedule["chargingSchedulePeriod"]
        [phases] = {each["numberPhases"] for each in periods}
        found.append(
            Schedule(
                purpose=profile["chargingProfilePurpose"],
                kind=profile["chargingProfileKind"],
                start=parse_timestamp(schedule.get("startSchedule")),
                steps=[(each["startPeriod"], each["limit"]) for each in periods],
                phases=phases,
                unit=schedule["chargingRateUnit"],
            )
        )
    return found


def has_steps(profile: dict[str, Any]) -> bool:
    """Return whether a profile has more than one limit."""
    return len(profile["chargingSchedule"]["chargingSchedulePeriod"]) > 1


def is_pause(profile: dict[str, Any]) -> bool:
    """Return whether a profile begins with a limit of 0."""
    return bool(profile["chargingSchedule"]["chargingSchedulePeriod"][0]["limit"] == 0)
