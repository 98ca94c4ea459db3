"""The cars of a config entry: follow where each is plugged in, and tell whoever shows or charges it."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_MODE
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.charging.plans.learned_power import LearnedPower
from custom_components.plug_control.charging.types import Mode
from custom_components.plug_control.entry_settings import charge_point_subentries, id_tags
from custom_components.plug_control.model.connector import Connector, ConnectorKey
from custom_components.plug_control.model.events import (
    ConnectorChanged,
    Event,
    ReadingsChanged,
    SessionDetailsChanged,
    SessionFiled,
)
from custom_components.plug_control.model.session import Session
from custom_components.plug_control.model.tag import IdTags
from custom_components.plug_control.storage.storage import Memory, MemoryStore

from .details import tell_by_tag, tell_ledger
from .memory import CarsMemory, Told
from .options import CarOptions, cars_of
from .plug_sensors import PlugSensors
from .recognition import Recognised, Stay, recognise
from .sessions import CarSessions, SessionsOfCars
from .stays import choose, follow_stay

type Update = Callable[[], None]

_NOBODY = Stay()
_NOBODY_TOLD = Told()
_LATE = timedelta(days=7)
"""How long after its end a session that was reported late is a car's by its card; before, the cards may have been others'."""
_LOOK_AGAIN_S = 30 * 60.0
"""When to look again whether the car that a connector has by default is said to be plugged in nowhere."""


class Cars:
    """The cars of one config entry, and which of them is at which connector."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, central_system: CentralSystem
    ) -> None:
        """Follow the connectors of `central_system`."""
        self._hass = hass
        self._entry = entry
        self._central_system = central_system
        self._cars: dict[str, CarOptions] = {car.car_id: car for car in cars_of(entry)}
        self._memory = CarsMemory()
        self._store = MemoryStore(hass, entry.entry_id, "cars")
        self._store.read = self._write
        self._found: Mapping[ConnectorKey, Recognised] = {}
        self._listeners: defaultdict[ConnectorKey | None, list[Update]] = defaultdict(list)
        self._car_listeners: defaultdict[str, list[Update]] = defaultdict(list)
        self._sensors = PlugSensors(hass, self._sensor_changed)
        self._sessions = SessionsOfCars(
            hass, entry, central_system.ledger, lambda: self._cars, self._sessions_changed
        )
        self._timers: dict[ConnectorKey, CALLBACK_TYPE] = {}
        self._is_found = False
        """Whether the cars of the start were found: before, events are those of charge points that are added."""
        self.is_new = False
        """Whether nothing was stored of cars yet, as after the migration of an entry."""
        self._is_started = False
        self._is_stopped = False
        self._is_due = False

    # ---- start and stop

    async def async_load(self) -> None:
        """Load what was remembered."""
        stored = await self._store.async_load()
        self.is_new = not stored
        self._memory = CarsMemory.read(stored)
        self._forget_gone()
        await self._sessions.async_refresh()

    @callback
    def async_find(self) -> None:
        """Find the cars that are plugged in; call it when the charge points are there, before entities are added."""
        for key, connector in self._connectors():
            self._recover(key, connector)
            self._follow(key, connector, None)
        self._found = self._recognise()
        self._is_found = True

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Start to listen to the cars' sensors; return the function that stops it."""
        self._is_started = True
        self._sensors.async_follow(self.all, self._memory)
        self._look()

        @callback
        def end() -> None:
            self._is_started, self._is_stopped = False, True
            self._sensors.async_stop()
            while self._timers:
                self._timers.popitem()[1]()

        return end

    async def async_save(self) -> None:
        """Save now."""
        await self._store.async_save()

    @callback
    def async_entry_changed(self) -> bool:
        """Take over changed cars; return False if they are as before."""
        self._forget_gone()
        cars = {car.car_id: car for car in cars_of(self._entry)}
        if cars == self._cars:
            return False
        self._cars = cars
        self._forget_gone()
        if self._is_started:
            self._sensors.async_follow(self.all, self._memory)
        self._look()
        self._sessions.async_refresh_soon()
        for key in (None, *(key for key in self._listeners if key is not None)):
            self._tell(key)
        for car_id in tuple(self._car_listeners):
            self._tell_car(car_id)
        return True

    def _write(self) -> Memory:
        return self._memory.write()

    def _forget_gone(self) -> None:
        known = {charge_point_id for charge_point_id, _ in charge_point_subentries(self._entry)}
        self._memory.forget_all_but(set(self._cars), known)

    # ---- who is where

    @property
    def all(self) -> tuple[CarOptions, ...]:
        """All cars."""
        return tuple(self._cars.values())

    def of(self, car_id: str) -> CarOptions | None:
        """Return a car; None if there is none with this id."""
        return self._cars.get(car_id)

    def at(self, key: ConnectorKey) -> CarOptions | None:
        """Return the car that is plugged in at a connector; None: none, or a strange one."""
        found = self._found.get(key)
        return None if found is None or found.car_id is None else self._cars.get(found.car_id)

    def recognised(self, key: ConnectorKey) -> Recognised | None:
        """Return what was recognised at a connector, and by what; None: no car, or nothing is known of it."""
        return self._found.get(key)

    def place_of(self, car_id: str) -> ConnectorKey | None:
        """Return the connector where a car is plugged in; None: it is at none."""
        return next((key for key, each in self._found.items() if each.car_id == car_id), None)

    def stay_at(self, key: ConnectorKey) -> Stay:
        """Return what is known of the car at a connector."""
        return self._memory.stays.get(key, _NOBODY)

    def sessions_of(self, car_id: str) -> CarSessions | None:
        """Return the sessions of a car that have ended; None: it had none."""
        return self._sessions.of(car_id)

    def connector_of(self, car_id: str) -> Connector | None:
        """Return the connector that a car is plugged in at; None: it is at none."""
        if (key := self.place_of(car_id)) is None:
            return None
        charge_point = self._central_system.charge_points.get(key[0])
        return charge_point.connectors.get(key[1]) if charge_point is not None else None

    # ---- what a person says

    @callback
    def async_choose(self, key: ConnectorKey, chosen: str | None) -> None:
        """Say which car is at a connector (its id, or OTHER_CAR) until it is unplugged; None: it is recognised again."""
        self._memory.stays[key] = choose(self.stay_at(key), chosen)
        self._store.async_schedule_save()
        self._look()
        self._tell(key)

    @callback
    def async_like(self, car_id: str, mode: Mode) -> None:
        """Make `mode` the one that a car likes: its user chose it while the car was plugged in."""
        subentry = self._entry.subentries[car_id]
        data = {**subentry.data, CONF_MODE: mode.value}
        self._hass.config_entries.async_update_subentry(self._entry, subentry, data=data)
        self._cars[car_id] = replace(self._cars[car_id], mode=mode)

    # ---- what is learned

    def learned_of(self, car_id: str, phases: int) -> LearnedPower | None:
        """Return the power that a car was seen to take at chargers of so many phases; None: none was seen."""
        return self._memory.learned.get((car_id, phases))

    def learn(self, car_id: str, phases: int, learned: LearnedPower) -> None:
        """Keep the power that a car takes at chargers of so many phases; `async_save_soon` saves it."""
        self._memory.learned[car_id, phases] = learned

    @callback
    def async_save_soon(self) -> None:
        """Save what was learned, among the rest."""
        self._store.async_schedule_save()

    # ---- listeners

    @callback
    def async_add_listener(self, update: Update, key: ConnectorKey | None = None) -> CALLBACK_TYPE:
        """Call `update` when the car at a connector changed (None: at any, or a car itself); return a remover."""
        self._listeners[key].append(update)
        return lambda: self._listeners[key].remove(update)

    @callback
    def async_add_car_listener(self, update: Update, car_id: str) -> CALLBACK_TYPE:
        """Call `update` when a car, its place or its charge changed; return a remover."""
        self._car_listeners[car_id].append(update)
        return lambda: self._car_listeners[car_id].remove(update)

    def _tell(self, key: ConnectorKey | None) -> None:
        for update in tuple(self._listeners.get(key, ())):
            update()

    def _sessions_changed(self, car_id: str) -> None:
        self._tell_car(car_id)
        self._tell(None)

    def _tell_car(self, car_id: str | None) -> None:
        for update in tuple(self._car_listeners.get(car_id or "", ())):
            update()

    # ---- events

    @callback
    def async_handle_event(self, event: Event) -> None:
        """Follow a connector: what it reports of its plug and its session."""
        if not self._is_found:
            return
        match event:
            case ReadingsChanged():
                key = (event.charge_point_id, event.connector_id)
                if event.session and (found := self._found.get(key)) is not None:
                    self._tell_car(found.car_id)
            case ConnectorChanged():
                self._take_connector((event.charge_point_id, event.connector_id))
            case SessionFiled():
                self._take_session(event.session)
            case SessionDetailsChanged():
                self._sessions.async_refresh_soon()

    def _take_connector(self, key: ConnectorKey) -> None:
        charge_point = self._central_system.charge_points.get(key[0])
        connector = charge_point.connectors.get(key[1]) if charge_point is not None else None
        if connector is None:
            return
        if self._follow(key, connector, dt_util.utcnow()):
            self._look_soon()
        if (found := self._found.get(key)) is not None:
            self._tell_car(found.car_id)

    def _take_session(self, session: Session) -> None:
        """Find the car of a session that a charger reported late by its card alone."""
        if session.stopped_at is None:
            return
        is_late = all(
            session.session_id not in each.session_ids for each in self._memory.stays.values()
        )
        if is_late and dt_util.utcnow() - session.stopped_at < _LATE:
            tell_by_tag(self._central_system.ledger, session.session_id, session.id_tag, self.all)
        self._sessions.async_refresh_soon()

    def _follow(self, key: ConnectorKey, connector: Connector, now: datetime | None) -> bool:
        """Update the stay at a connector; return whether it changed."""
        before = self.stay_at(key)
        after = follow_stay(before, connector, self._user_card(connector), now)
        if after == before:
            return False
        self._memory.stays[key] = after
        if not after.plugged_in or not before.plugged_in:
            self._memory.told.pop(key, None)
        if after.plugged_in and not before.plugged_in:
            self._look_again(key)
        self._store.async_schedule_save()
        return True

    def _recover(self, key: ConnectorKey, connector: Connector) -> None:
        """Take the car of a running session from its details, where the process was killed before the stay was stored."""
        transaction, stay = connector.transaction, self.stay_at(key)
        if transaction is None or transaction.session_id in stay.session_ids:
            return
        details = self._central_system.ledger.details(transaction.session_id)
        if details is not None and details.car_id in self._cars:
            self._memory.stays[key] = Stay(
                plugged_in=True, chosen=details.car_id, is_correction=True
            )

    def _user_card(self, connector: Connector) -> str | None:
        """Return the card of the user who started the running session in Home Assistant; None: nobody, or without a card."""
        user_id = connector.transaction.started_by if connector.transaction else None
        if user_id is None:
            return None
        card = IdTags(id_tags(self._entry)).of_user(user_id, dt_util.utcnow())
        return card.id_tag if card is not None else None

    def _connectors(self) -> list[tuple[ConnectorKey, Connector]]:
        return [
            ((charge_point_id, connector_id), connector)
            for charge_point_id, charge_point in self._central_system.charge_points.items()
            for connector_id, connector in charge_point.connectors.items()
        ]

    # ---- recognising

    def _look_soon(self) -> None:
        """Look in the next turn of the event loop, once for all events of this one: after a power cut all connectors report."""
        if not self._is_due:
            self._is_due = True
            self._hass.loop.call_soon(self._look_due)

    @callback
    def _look_due(self) -> None:
        self._is_due = False
        if not self._is_stopped:
            self._look()
            self._tell(None)  # a first session adds entities

    def _look(self) -> None:
        """Recognise the cars anew, and tell who listens where another one is now."""
        before, self._found = self._found, self._recognise()
        changed = {
            key
            for key in before.keys() | self._found.keys()
            if before.get(key) != self._found.get(key)
        }
        self._tell_ledger()
        for key in changed:
            self._tell(key)
            for found in (before.get(key), self._found.get(key)):
                self._tell_car(found.car_id if found is not None else None)
        if changed:
            self._tell(None)

    def _tell_ledger(self) -> None:
        """Write the cars into the details of their sessions."""
        for key, stay in self._memory.stays.items():
            before = self._memory.told.get(key, _NOBODY_TOLD)
            if before.car_id is not None and before.car_id not in self._cars:
                continue  # the car was deleted, and its sessions stay its own
            now = tell_ledger(self._central_system.ledger, stay, self.at(key), before)
            if now != before:
                self._memory.told[key] = now
                self._store.async_schedule_save()

    def _recognise(self) -> Mapping[ConnectorKey, Recognised]:
        clues = self._sensors.clues(self.all, self._memory)
        return recognise(self.all, self._memory.stays, clues)

    def _look_again(self, key: ConnectorKey) -> None:
        """Look again later: until then a car's own integration has noticed whether it is plugged in."""
        if not self._is_started:
            return
        if (cancel := self._timers.pop(key, None)) is not None:
            cancel()
        self._timers[key] = async_call_later(
            self._hass, _LOOK_AGAIN_S, partial(self._look_now, key)
        )

    @callback
    def _look_now(self, key: ConnectorKey, _: datetime) -> None:
        self._timers.pop(key, None)
        self._look()

    @callback
    def _sensor_changed(self) -> None:
        self._store.async_schedule_save()
        self._look()
