"""The surplus check of `scripts/demo --check`: a car takes the surplus, and only the minimum without sun."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, override

from scripts.lib import demo_steps
from scripts.lib.demo_home import Wallbox
from scripts.lib.home_assistant import HomeAssistant, Json, wait_until
from scripts.lib.house_sensors import entity_id
from scripts.lib.simulator_process import SimulatedHouse

TIMEOUT_S = 40.0
MINIMUM_A = 6
GRID_TOLERANCE_W = 1000.0
"""An ampere on three phases, a rounded part of one, and the household's changes meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The state of a wallbox that follows the sun: its reason, its limit, and the power of the grid."""

    reason: str
    limit_a: float
    grid_w: float

    @override
    def __str__(self) -> str:
        return f"on surplus: {self.limit_a:.0f} A, grid {self.grid_w:+.0f} W ({self.reason})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """A share of the clear-sky sun, and the state that it must lead to."""

    sun_percent: int
    is_right: Callable[[Seen], bool]


WEATHERS: Final = (
    Weather(
        sun_percent=100,
        is_right=lambda seen: (
            seen.reason == "solar"
            and seen.limit_a > MINIMUM_A
            and abs(seen.grid_w) < GRID_TOLERANCE_W
        ),
    ),
    Weather(
        sun_percent=0,
        is_right=lambda seen: (
            seen.reason in {"holding_minimum", "switching_phases"}
            and seen.limit_a == MINIMUM_A
            and seen.grid_w > GRID_TOLERANCE_W
        ),
    ),
)


async def follow_the_sun(
    client: HomeAssistant, house: SimulatedHouse, wallbox: Wallbox
) -> list[Seen]:
    """Charge a car on surplus with the sun, then without, and return both states. Raises ScriptError where one is wrong."""
    charge_point_id = wallbox.charge_point_id
    await house.say(f"sun {WEATHERS[0].sun_percent}")
    await wallbox.start(house)
    await house.wait_for(
        "status", status="Charging", charge_point=charge_point_id, timeout_s=TIMEOUT_S
    )
    await demo_steps.choose_mode(client, charge_point_id, "solar")
    sensor = await demo_steps.connector_entity(client, charge_point_id, "charging_reason")
    seen = []
    for weather in WEATHERS:
        await house.say(f"sun {weather.sun_percent}")
        seen.append(await _wait_for(weather, client, house, charge_point_id, sensor))
    return seen


async def _wait_for(
    weather: Weather,
    client: HomeAssistant,
    house: SimulatedHouse,
    charge_point_id: str,
    reason_sensor: str,
) -> Seen:
    async def look() -> Seen | None:
        reason: Json = await client.state(reason_sensor)
        connector = await house.connector(charge_point_id)
        grid: Json = await client.state(entity_id("grid_power"))
        seen = Seen(
            reason=str(reason["attributes"].get("code")),
            limit_a=float(connector["limit_a"]),
            grid_w=float(grid["state"]),
        )
        return seen if weather.is_right(seen) else None

    what = f"following the sun at {weather.sun_percent} %"
    return await wait_until(what, look, timeout_s=TIMEOUT_S)
