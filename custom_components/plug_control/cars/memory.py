"""What is remembered of cars over a restart: who is where, choices, sensors that turned on, and what each car takes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
import logging
from typing import Any

from custom_components.plug_control.charging.plans.learned_power import LearnedPower
from custom_components.plug_control.model.connector import ConnectorKey, key_of, name_of
from custom_components.plug_control.model.stored import read_row, write_row
from custom_components.plug_control.storage.storage import Memory

from .recognition import Stay

_LOGGER = logging.getLogger(__name__)

type CarPower = tuple[str, int]
"""A car, and the number of phases of the chargers where it takes a power."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnedOn:
    """When a car's plugged-in sensor last turned on."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The car that was written into a session's details; None: none."""

    car_id: str | None = None
    session_ids: tuple[int, ...] = ()


@dataclass(slots=True, kw_only=True)
class CarsMemory:
    """The state of all connectors' stays and of all cars."""

    stays: dict[ConnectorKey, Stay] = field(default_factory=dict)
    told: dict[ConnectorKey, Told] = field(default_factory=dict)
    """What the details of the stay's sessions say."""
    learned: dict[CarPower, LearnedPower] = field(default_factory=dict)
    turned_on: dict[str, TurnedOn] = field(default_factory=dict)

    def forget_all_but(self, cars: set[str], charge_point_ids: set[str]) -> None:
        """Forget the cars and the charge points that are gone."""
        for car_id in self.turned_on.keys() - cars:
            del self.turned_on[car_id]
        for power in [power for power in self.learned if power[0] not in cars]:
            del self.learned[power]
        for stays in (self.stays, self.told):
            for key in [key for key in stays if key[0] not in charge_point_ids]:
                del stays[key]

    def write(self) -> Memory:
        """Return the memory as JSON-able values."""
        return {
            name: {write(key): write_row(row) for key, row in getattr(self, name).items()}
            for name, (_, write, _) in _PARTS.items()
        }

    @classmethod
    def read(cls, stored: Memory) -> CarsMemory:
        """Return the memory that `write` returned; log and leave out what cannot be read."""
        memory = cls()
        for name, (kind, _, read) in _PARTS.items():
            for key, row in stored.get(name, {}).items():
                try:
                    getattr(memory, name)[read(key)] = read_row(kind, row)
                except (KeyError, ValueError) as error:
                    _LOGGER.warning(
                        "Stored data of a car is left out, it cannot be read: %s", error
                    )
        return memory


def _write_power(power: CarPower) -> str:
    return f"{power[0]}#{power[1]}"


def _read_power(text: str) -> CarPower:
    car_id, _, phases = text.rpartition("#")
    return car_id, int(phases)


_PARTS: dict[str, tuple[type[Any], Callable[[Any], str], Callable[[str], Any]]] = {
    "stays": (Stay, name_of, key_of),
    "told": (Told, name_of, key_of),
    "learned": (LearnedPower, _write_power, _read_power),
    "turned_on": (TurnedOn, str, str),
}
"""The kind of each part's rows, and how their keys are written and read."""
