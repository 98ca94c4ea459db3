"""The wishes of the connectors and of the cars at them, and what is known of these cars."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from homeassistant.const import UnitOfLength
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from custom_components.plug_control.cars.cars import Cars
from custom_components.plug_control.cars.options import CarOptions
from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.charging.plans.learned_power import LearnedPower
from custom_components.plug_control.charging.types import Mode, Reason, ReasonCode
from custom_components.plug_control.model.connector import Connector, ConnectorKey
from custom_components.plug_control.site.readings import reading, state_of_charge

from .car_wishes import CarState, carried_by, changed_plan, with_car
from .inputs import charger_state_of_charge
from .memory import ChargingMemory
from .wishes import Wishes

_DEFAULT = Wishes()


class ConnectorWishes:
    """What the user wants at each connector: the connector's own settings, and those that a car brings along."""

    def __init__(self, hass: HomeAssistant, central_system: CentralSystem, cars: Cars) -> None:
        """Know the cars at the connectors of `central_system`."""
        self._hass = hass
        self._central_system = central_system
        self._cars = cars
        self._followed: dict[ConnectorKey, tuple[str | None, Wishes]] = {}
        """The car and the wishes of each connector when `follow` looked last."""
        self.memory = ChargingMemory()

    def of(self, key: ConnectorKey) -> Wishes:
        """Return the user's settings of a connector, with those of the car that is plugged in."""
        own, car = self.memory.wishes.get(key, _DEFAULT), self._cars.at(key)
        if car is None:
            return own
        change = self.memory.plan_changes.get(key)
        return with_car(own, car, change, dt_util.now(), self._state_of(car))

    def change(self, key: ConnectorKey, changes: Mapping[str, Any]) -> None:
        """Change the user's settings of a connector, or of the car that is plugged in where it has its own."""
        before, car = self.of(key), self._cars.at(key)
        carried = carried_by(car)
        own = {name: value for name, value in changes.items() if name not in carried}
        self.memory.wishes[key] = replace(self.memory.wishes.get(key, _DEFAULT), **own)
        if car is not None and (of_car := {name: changes[name] for name in carried & set(changes)}):
            if (mode := of_car.pop("mode", None)) is not None:
                self._cars.async_like(car.car_id, mode)
            if of_car:
                change = self.memory.plan_changes.get(key)
                self.memory.plan_changes[key] = changed_plan(change, car, of_car)
        if _when(before) != _when(self.of(key)) and key in self.memory.progress:
            self.memory.progress[key] = replace(self.memory.progress[key], due=None)

    def end(self, key: ConnectorKey, **ended: Any) -> None:
        """End a boost or a plan of the connector itself."""
        self.memory.wishes[key] = replace(self.memory.wishes.get(key, _DEFAULT), **ended)

    def follow(self, key: ConnectorKey) -> bool:
        """Notice that another car is there, or that its next plan is another one; return whether wishes changed."""
        car = self._cars.at(key)
        car_id = car.car_id if car is not None else None
        change = self.memory.plan_changes.get(key)
        if change is not None and change.car_id != car_id:
            del self.memory.plan_changes[key]
        wishes = self.of(key)
        before_id, before = self._followed.get(key, (car_id, wishes))
        self._followed[key] = (car_id, wishes)
        if (before_id, before) == (car_id, wishes):
            return False
        if (progress := self.memory.progress.get(key)) is None:
            return True
        if before_id != car_id:  # what is known of one car says nothing about another
            progress = replace(progress, soc_percent=None, soc_wh=0.0)
        is_open = progress.due is None or progress.due > dt_util.utcnow()
        if _when(before) != _when(wishes) and is_open:
            progress = replace(progress, due=None)
        self.memory.progress[key] = progress
        return True

    # ---- what is known of the car

    def is_slower(self, key: ConnectorKey) -> bool:
        """Return whether the car that is plugged in takes less than its charger gives."""
        car = self._cars.at(key)
        most_a = self._central_system.settings_of(key[0]).maximum_current_a
        return car is not None and car.maximum_a is not None and car.maximum_a < most_a

    def battery_wh(self, key: ConnectorKey) -> float | None:
        """Return the battery of the car that is plugged in, in Wh; None: unknown."""
        car = self._cars.at(key)
        return car.battery_wh if car is not None else None

    def percent(self, key: ConnectorKey, connector: Connector) -> float | None:
        """Return the state of charge in % of the car that is plugged in, by the charger or its own integration; None: unknown."""
        percent, car = charger_state_of_charge(connector), self._cars.at(key)
        return self._state_of(car).soc_percent if percent is None and car is not None else percent

    def charged_first(self, key: ConnectorKey, connector: Connector, mode: Mode) -> Reason | None:
        """Return the reason to charge a car at full power that has less than its minimum; None: there is none."""
        car = self._cars.at(key)
        if car is None or not car.minimum_soc_percent or mode is Mode.OFF:
            return None
        percent, minimum = self.percent(key, connector), car.minimum_soc_percent
        if percent is None or percent >= minimum:
            return None
        return Reason(code=ReasonCode.MINIMUM_SOC, soc_percent=percent, target_percent=minimum)

    def learned_of(self, key: ConnectorKey) -> LearnedPower | None:
        """Return the power that the car at a connector was seen to take; None: none was seen."""
        if (car := self._cars.at(key)) is not None:
            return self._cars.learned_of(car.car_id, self._phases_of(key))
        return self.memory.learned.get(key)

    def learn(self, key: ConnectorKey, learned: LearnedPower) -> None:
        """Keep the power that the car at a connector takes; a strange car's for the connector."""
        if (car := self._cars.at(key)) is not None:
            self._cars.learn(car.car_id, self._phases_of(key), learned)
        else:
            self.memory.learned[key] = learned

    def hand_over(self) -> None:
        """Give what connectors learned to the cars that were theirs, if nothing was stored of cars yet."""
        if not self._cars.is_new:
            return
        for key, learned in tuple(self.memory.learned.items()):
            cars = [car for car in self._cars.all if key in car.connectors]
            if len(cars) == 1 and key[0] in self._central_system.charge_points:
                self._cars.learn(cars[0].car_id, self._phases_of(key), learned)
                del self.memory.learned[key]

    def _phases_of(self, key: ConnectorKey) -> int:
        return self._central_system.settings_of(key[0]).phases

    def _state_of(self, car: CarOptions) -> CarState:
        """Return what a car's own integration tells."""
        percent = state_of_charge(self._hass, car.soc_entity)
        range_km = reading(self._hass, car.range_entity, UnitOfLength.KILOMETERS)
        return CarState(
            soc_percent=None if percent is None else percent.value,
            range_km=None if range_km is None else range_km.value,
        )


def _when(wishes: Wishes) -> tuple[object, ...]:
    """Return what a plan's deadline follows from."""
    return wishes.plan, wishes.ready_by, wishes.repeat
