"""The demo's home: two wallboxes, and the cars and cards of its residents."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
import shlex

from scripts.lib import demo_steps
from scripts.lib.demo_steps import Card
from scripts.lib.home_assistant import HomeAssistant, Json
from scripts.lib.simulator_process import SimulatedHouse


@dataclass(frozen=True, slots=True, kw_only=True)
class Wallbox:
    """A simulated wallbox, its name in Home Assistant, its car, and the driver's card."""

    profile: str
    charge_point_id: str
    name: str
    options: str
    car: str
    card: Card
    mode: str
    settings: Mapping[str, Json]
    """The answers to its forms in Home Assistant."""

    def described(self, *, speed: float = 1.0, state: Path | None = None) -> str:
        """Return its description for the simulator's command line."""
        kept = "" if state is None else shlex.quote(f"state={state}")
        words = f"{self.profile} {self.charge_point_id} {self.options} speed={speed:g} {kept}"
        return words.rstrip()

    async def power_on(self, house: SimulatedHouse) -> None:
        """Switch it on, so that it connects to the central system."""
        await house.say(f"{self.charge_point_id} power on")

    async def start(self, house: SimulatedHouse) -> None:
        """Plug the car in and present the card."""
        await house.say(f"{self.charge_point_id} plug {self.car}")
        await house.say(f"{self.charge_point_id} tap {self.card.id_tag}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentsCar:
    """A car of the home: its battery in kWh, and where it usually charges."""

    name: str
    capacity_kwh: int
    charge_point_id: str

    async def add(self, client: HomeAssistant, entry_id: str) -> str:
        """Add it to Home Assistant, if it is not there; return its id."""
        driver = next(each for each in WALLBOXES if each.charge_point_id == self.charge_point_id)
        return await demo_steps.add_car(
            client,
            entry_id,
            self.name,
            battery_capacity=self.capacity_kwh,
            id_tags=[driver.card.id_tag],
            connectors=[f"{self.charge_point_id}#{demo_steps.CONNECTOR_ID}"],
        )


GUEST = Card(id_tag="04C1E05A7B3C80", name="Cleo")
"""The third person, who charges now and then."""

CARPORT = Wallbox(
    profile="generic",
    charge_point_id="CARPORT-0001",
    name="Carport",
    options="connectors=1",
    car="soc=35 capacity=77 current=16 phases=3",
    card=Card(id_tag="0463A17AC95C80", name="Ben"),
    mode="solar",
    settings={
        "phases": "3",
        "maximum_current": 16,
        "phase_switching": "profile",
        "phase_rotation": "L1L2L3",
    },
)
GARAGE = Wallbox(
    profile="c2eu",
    charge_point_id="C2011907DEMOEU01",
    name="Garage",
    options="wired=L1",
    car="soc=50 capacity=60 current=16",
    card=Card(id_tag="04A1B2C3D4E580", name="Anna"),
    mode="solar_minimum",
    settings={
        "phases": "1",
        "maximum_current": 16,
        "phase_rotation": "L1L2L3",  # of which one phase uses the first: the form calls it L1
    },
)
WALLBOXES = (CARPORT, GARAGE)
CARS = (
    ResidentsCar(name="Ben's Ioniq", capacity_kwh=77, charge_point_id=CARPORT.charge_point_id),
    ResidentsCar(name="Anna's Zoe", capacity_kwh=60, charge_point_id=GARAGE.charge_point_id),
)
