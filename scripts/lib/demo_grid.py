"""The demo's signal of the grid operator, and the check that a car obeys it."""

from dataclasses import dataclass
from typing import override

from scripts.lib import demo_steps
from scripts.lib.demo_home import Wallbox
from scripts.lib.ha_config import GRID_SIGNAL
from scripts.lib.home_assistant import HomeAssistant, Json, wait_until
from scripts.lib.simulator_process import SimulatedHouse

TIMEOUT_S = 40.0
LIMITED_A = 13
"""More than the law leaves it, also where the other car takes nothing of what both have: 8.4 kW on three phases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obeyed:
    """The limits of a wallbox without the signal and with it."""

    free_a: float
    limited_a: float

    @override
    def __str__(self) -> str:
        return f"the grid operator's signal: {self.free_a:.0f} A before it, {self.limited_a:.0f} A while it limits"


async def obey_the_grid(client: HomeAssistant, house: SimulatedHouse, wallbox: Wallbox) -> Obeyed:
    """Charge a car at full power, limit it by the signal, and let it go. Raises ScriptError where it does not obey."""
    sensor = await demo_steps.connector_entity(client, wallbox.charge_point_id, "charging_reason")

    async def wait_for(reason: str) -> float:
        async def look() -> tuple[float] | None:
            state: Json = await client.state(sensor)
            connector = await house.connector(wallbox.charge_point_id)
            found_a = float(connector["limit_a"])
            is_right = (found_a <= LIMITED_A) is (reason == "limited_by_grid")
            return (found_a,) if is_right and state["attributes"].get("code") == reason else None

        (found_a,) = await wait_until(f"a limit because of {reason}", look, timeout_s=TIMEOUT_S)
        return found_a

    await demo_steps.choose_mode(client, wallbox.charge_point_id, "fast")
    free_a = await wait_for("fast")
    await client.act("input_boolean", "turn_on", entity_id=GRID_SIGNAL)
    limited_a = await wait_for("limited_by_grid")
    await client.act("input_boolean", "turn_off", entity_id=GRID_SIGNAL)
    await wait_for("fast")
    return Obeyed(free_a=free_a, limited_a=limited_a)
