"""Follow the plugged-in sensors of the cars' own integrations."""

from collections.abc import Callable, Iterable

from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.core import (
    CALLBACK_TYPE,
    Event as HassEvent,
    EventStateChangedData,
    HomeAssistant,
    callback,
)
from homeassistant.helpers.event import async_track_state_change_event

from .memory import CarsMemory, TurnedOn
from .options import CarOptions
from .recognition import TURNED_ON_AFTER, Clues


class PlugSensors:
    """Notes when a car's sensor turns on, and knows which cars are said to be plugged in nowhere."""

    def __init__(self, hass: HomeAssistant, changed: Callable[[], None]) -> None:
        """Call `changed` whenever one of the sensors changed."""
        self._hass = hass
        self._changed = changed
        self._cars: tuple[CarOptions, ...] = ()
        self._memory = CarsMemory()
        self._unsubscribe: CALLBACK_TYPE | None = None

    @callback
    def async_follow(self, cars: Iterable[CarOptions], memory: CarsMemory) -> None:
        """Follow the sensors of `cars`, in place of those before; note in `memory` when they turn on."""
        self.async_stop()
        self._cars, self._memory = tuple(cars), memory
        sensors = {car.plugged_entity for car in self._cars if car.plugged_entity}
        if sensors:
            self._unsubscribe = async_track_state_change_event(
                self._hass, sensors, self._state_changed
            )

    @callback
    def async_stop(self) -> None:
        """Stop following."""
        unsubscribe, self._unsubscribe = self._unsubscribe, None
        if unsubscribe is not None:
            unsubscribe()

    @callback
    def _state_changed(self, event: HassEvent[EventStateChangedData]) -> None:
        """Note that a car was plugged in somewhere: its sensor was off, and is on."""
        old, new = event.data["old_state"], event.data["new_state"]
        if old is not None and new is not None and (old.state, new.state) == (STATE_OFF, STATE_ON):
            for car in self._cars:
                if car.plugged_entity == new.entity_id:
                    self._memory.turned_on[car.car_id] = TurnedOn(at=new.last_changed)
        self._changed()

    def clues(self, cars: Iterable[CarOptions], memory: CarsMemory) -> Clues:
        """Return what the sensors tell."""
        turned_on = {car_id: each.at for car_id, each in memory.turned_on.items()}
        away = frozenset(car.car_id for car in cars if self._is_away(car, memory))
        return Clues(turned_on=turned_on, away=away)

    def _is_away(self, car: CarOptions, memory: CarsMemory) -> bool:
        """Return whether a car's sensor is off, and was so long after the last plug at a connector that it mostly is at."""
        state = self._hass.states.get(car.plugged_entity) if car.plugged_entity else None
        if state is None or state.state != STATE_OFF:
            return False
        stays = (memory.stays.get(key) for key in car.connectors)
        latest = max((stay.since for stay in stays if stay and stay.since), default=None)
        return latest is not None and state.last_reported > latest + TURNED_ON_AFTER
