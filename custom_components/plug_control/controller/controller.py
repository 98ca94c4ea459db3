"""Smart charging: when to decide, what users want, and what entities show of it."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.util import dt as dt_util

from custom_components.plug_control.cars.cars import Cars
from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.charging.plans.learned_power import LearnedPower
from custom_components.plug_control.charging.plans.plan import PlanGoal
from custom_components.plug_control.charging.plans.prices import PriceSlot
from custom_components.plug_control.charging.plans.sun import SolarSlot
from custom_components.plug_control.charging.types import NOMINAL_VOLTAGE_V
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import ConnectorKey, SmartLimit, name_of
from custom_components.plug_control.model.events import (
    ConnectionChanged,
    ConnectorAdded,
    ConnectorChanged,
    Event,
    ReadingsChanged,
)
from custom_components.plug_control.site.options import SiteOptions
from custom_components.plug_control.site.quarter_prices import PriceBook
from custom_components.plug_control.storage.storage import MemoryStore

from .away_chargers import LeftOut
from .changes import SAVE_S, Changes
from .inputs import reaction_s
from .installation import Installation
from .memory import ChargingMemory
from .preview import PlanWish, PreviewTask
from .rounds import Rounds
from .shown_outcomes import Update
from .watch import notable
from .wishes import Outcome, Wishes

TICK: Final = timedelta(seconds=10)
_SAVE: Final = timedelta(minutes=5)


class Controller:
    """The smart charging of one config entry."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, central_system: CentralSystem, cars: Cars
    ) -> None:
        """Control the connectors of `central_system` with the cars that are plugged in."""
        self._hass = hass
        self._entry = entry
        self._central_system = central_system
        self._cars = cars
        self._site_listeners: list[Callable[[], None]] = []
        self._store = MemoryStore(hass, entry.entry_id, "charging")
        self._store.read = self._write
        self._kept = MemoryStore(hass, entry.entry_id, "changes", delay_s=SAVE_S)
        self.changes = Changes(self._kept.async_schedule_save)
        self._kept.read = self.changes.write
        self.rounds = Rounds(hass, entry, central_system, cars, self.changes)
        self._rows, self._outcomes = self.rounds.rows, self.rounds.outcomes
        self.log = self.rounds.log
        self.signal = self.rounds.signal
        """The grid operator's signal."""
        self._seen: dict[ConnectorKey, tuple[object, ...]] = {}
        self._saved_at = dt_util.utcnow()
        self._is_due = False
        self._is_planning = False

    # ---- start and stop

    async def async_load(self) -> None:
        """Load the wishes and what was learned; call it before entities are added."""
        self._rows.wishes.memory = ChargingMemory.read(await self._store.async_load())
        await self.signal.async_load()
        self.changes.read(await self._kept.async_load())
        await self.rounds.battery.async_load()

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Start deciding; return the function that stops it."""
        end_rounds = self.rounds.async_start()
        self._rows.wishes.hand_over()
        self.signal.async_follow(self.site, self.async_decide_soon)
        ends = [
            async_track_time_interval(self._hass, self._tick, TICK, cancel_on_shutdown=True),
            self._cars.async_add_listener(self.async_decide_soon),
            end_rounds,
        ]
        self.async_decide_soon()

        @callback
        def end() -> None:
            while ends:
                ends.pop()()
            self.signal.stop()

        self._end = end
        return end

    async def async_stop(self) -> None:
        """Stop deciding and save; limits that were sent stay."""
        if self.rounds.are_running:
            self._end()
            self.changes.end(dt_util.utcnow())
        await self.rounds.battery.async_stop()
        await self._store.async_save()
        await self._kept.async_save()
        await self.signal.async_save()

    @callback
    def async_options_changed(self) -> bool:
        """Apply the config entry's settings of site, circuits and connectors; return False if decisions stay the same."""
        installation, known = Installation.of(self._entry), self.rounds.installation
        self._rows.memory.forget_all_but(set(installation.subentries))
        self.changes.forget_all_but(set(installation.subentries))
        self._seen = {
            key: seen for key, seen in self._seen.items() if key[0] in installation.subentries
        }
        self.rounds.installation = installation
        self._tell_site()
        if installation.without_names() == known.without_names():
            if installation.circuits != known.circuits:
                self.async_decide_soon()  # reasons name circuits
            return False
        self.rounds.follow(installation)
        self.signal.async_follow(installation.site, self.async_decide_soon)
        self._tell_site()
        self.async_decide_soon()
        return True

    # ---- wishes

    @callback
    def wishes_of(self, key: ConnectorKey) -> Wishes:
        """Return the user's settings of a connector."""
        return self._rows.wishes.of(key)

    @callback
    def wishes(self) -> dict[str, Wishes]:
        """Return all stored settings of the user, by connector."""
        return {name_of(key): wishes for key, wishes in self._rows.memory.wishes.items()}

    async def async_wish(self, key: ConnectorKey, **changes: Any) -> None:
        """Change the user's settings of a connector, decide at once, and return when its charger has taken the limit.

        Raises CommandError if the charger refuses; the settings stay changed. An offline charger gets its limit when it is back.
        """
        self._rows.wishes.change(key, changes)
        self._save_soon(dt_util.utcnow())
        self._outcomes.tell(key)
        if not self.rounds.are_running:
            return
        limits = self._decide()
        if key in limits:
            await self.rounds.sender.async_set_limit(key, limits[key])

    @callback
    def async_hold(self, key: ConnectorKey, held: bool) -> None:
        """Let a connector draw all that fuses and user allow while it is under check-up, or end that."""
        (self._rows.held.add if held else self._rows.held.discard)(key)
        self.async_decide_soon()

    @callback
    def async_leave_out(self, charge_point_id: str) -> None:
        """Count an offline charge point with 0 A until it is back."""
        now = dt_util.utcnow()
        for key, _, _ in self._rows.connectors():
            if key[0] == charge_point_id:
                self._rows.memory.left_out[key] = LeftOut(since=now)
        self._save_soon(now)
        self.async_decide_soon()

    # ---- outcomes

    @callback
    def outcome_of(self, key: ConnectorKey) -> Outcome | None:
        """Return what was decided for a connector; None before the first decision."""
        return self._outcomes.of(key)

    @callback
    def async_add_listener(self, update: Update, key: ConnectorKey) -> None:
        """Call `update` when the user's settings or the outcome of a connector changed."""
        self._outcomes.async_add_listener(update, key)

    @callback
    def async_remove_listener(self, update: Update, key: ConnectorKey) -> None:
        """Stop calling `update`."""
        self._outcomes.async_remove_listener(update, key)

    def learned_of(self, key: ConnectorKey) -> LearnedPower | None:
        """Return the power that the car at a connector was seen to take; None: none was seen."""
        return self._rows.wishes.learned_of(key)

    @callback
    def full_power_w(self, key: ConnectorKey) -> float | None:
        """Return the power that the car at a connector was seen to take, or else the most that the connector gives."""
        if (learned := self.learned_of(key)) is not None:
            return learned.power_w
        settings = self._central_system.settings_of(key[0])
        return settings.maximum_current_a * settings.phases * NOMINAL_VOLTAGE_V

    @callback
    def plan_goal(self, key: ConnectorKey) -> PlanGoal | None:
        """Return the goal of a connector's plan; None: it has none."""
        plan = self._rows.plans.get(key)
        return None if plan is None else plan.goal

    @callback
    def unused_target_percent(self, key: ConnectorKey) -> float | None:
        """Return the wanted state of charge in % that a connector's plan takes no account of, since the car tells none of now; None: it does."""
        return self._rows.unused_target_percent(key)

    @callback
    def preview_task(self, key: ConnectorKey, wish: PlanWish) -> PreviewTask | None:
        """Return what the preview of a wish is made of, by the readings of the last round; it changes nothing.

        None: the wish is for a state of charge, and that or the car's battery is not known.
        """
        moment = self.rounds.context(dt_util.utcnow(), meters_starting=False)
        return self._rows.preview(key, wish, self.rounds.installation, moment)

    # ---- the site

    @property
    def site(self) -> SiteOptions:
        """The user's settings of the site."""
        return self.rounds.installation.site

    @property
    def holds_battery(self) -> bool:
        """Whether a home battery is held now, so that it does not run into a car."""
        return self.rounds.battery.holds

    @callback
    def may_run(self, consumer: str) -> bool:
        """Return whether a consumer of surplus may run now, by its name."""
        state = self.rounds.state.site.consumers.get(consumer)
        return state is not None and state.may_run

    @callback
    def async_add_site_listener(self, update: Callable[[], None]) -> CALLBACK_TYPE:
        """Call `update` after each decision and when the site's settings changed; return a remover."""
        self._site_listeners.append(update)
        return lambda: self._site_listeners.remove(update)

    def _tell_site(self) -> None:
        for update in tuple(self._site_listeners):
            update()

    @callback
    def fuses_of(self, charge_point: ChargePoint) -> dict[int, str]:
        """Return the fuse of each connector that has a known one, as people call it ("Yard, 16 A")."""
        return self.rounds.installation.fuses_of(charge_point)

    @callback
    def reactions_s(self) -> dict[str, int]:
        """Return by name of charge point in how many seconds it takes a limit at the latest."""
        return {
            subentry.title: reaction_s(self._central_system.limits.habits(charge_point_id))
            for charge_point_id, subentry in self.rounds.installation.subentries.items()
            if charge_point_id in self._central_system.charge_points
        }

    @property
    def price_book(self) -> PriceBook:
        """The prices of quarters."""
        return self.rounds.reader.price_book

    @property
    def measures_surplus(self) -> bool:
        """Whether a grid meter measures the surplus."""
        return self.site.measures_surplus

    @property
    def has_prices(self) -> bool:
        """Whether a price entity is chosen."""
        return bool(self.site.prices)

    @property
    def prices(self) -> tuple[PriceSlot, ...]:
        """All known prices."""
        return self.rounds.reader.values.prices

    @property
    def forecast(self) -> tuple[SolarSlot, ...]:
        """The forecast of solar power, the house's part included."""
        return self.rounds.reader.values.forecast

    @property
    def price_unit(self) -> str | None:
        """The unit of the prices; None: unknown."""
        return self.rounds.reader.values.price_unit

    @property
    def has_cars(self) -> bool:
        """Whether a car is set up."""
        return bool(self._cars.all)

    @callback
    def has_state_of_charge(self, key: ConnectorKey) -> bool:
        """Return whether a state of charge can be a target: it is reported, and the battery of the car is known.

        While no car is plugged in, the target is for the one that comes.
        """
        here = self._cars.recognised(key)
        car = self._cars.at(key)
        cars = self._cars.all if here is None else (car,) if car is not None else ()
        return any(
            one.battery_wh is not None
            and (one.soc_entity is not None or self._rows.tells_state_of_charge(key))
            for one in cars
        )

    # ---- when to decide

    @callback
    def async_handle_event(self, event: Event) -> None:
        """Decide soon after an event that must not wait for the next tick: a car, a start, a connection, the user's limit."""
        match event:
            case ConnectionChanged() | ConnectorAdded():
                self.async_decide_soon()
            case ReadingsChanged():
                pass  # the next tick is soon enough for readings
            case ConnectorChanged():
                key = (event.charge_point_id, event.connector_id)
                charge_point = self._central_system.charge_points.get(event.charge_point_id)
                if charge_point is None:
                    return
                seen = notable(charge_point.connector(event.connector_id))
                if self._seen.get(key) != seen:
                    self._seen[key] = seen
                    self.async_decide_soon()

    @callback
    def async_decide_soon(self) -> None:
        """Decide in the next turn of the event loop, once for all events of this one."""
        if not self._is_due:
            self._is_due = True
            self._hass.loop.call_soon(self._decide_now)

    @callback
    def _decide_now(self) -> None:
        self._is_due = False
        if self.rounds.are_running:
            self._decide()

    @callback
    def _tick(self, _: datetime) -> None:
        self._decide_now()

    # ---- deciding

    def _decide(self) -> Mapping[ConnectorKey, SmartLimit | None]:
        """Decide for all connectors, send the limits in the background, and return them."""
        now = dt_util.utcnow()
        limits = self.rounds.decide(now)
        self._tell_site()
        if self._rows.plans_are_due:
            self._plan_soon()
        if now - self._saved_at >= _SAVE or self._rows.changed:
            self._save_soon(now)
        return limits

    def _plan_soon(self) -> None:
        """Make the other plans that are due, one in each turn of the event loop, then decide with them."""
        if not self._is_planning:
            self._is_planning = True
            self._hass.loop.call_soon(self._plan_next)

    @callback
    def _plan_next(self) -> None:
        if self.rounds.are_running and self._rows.make_next_plan():
            self._hass.loop.call_soon(self._plan_next)
            return
        self._is_planning = False
        self._decide_now()

    # ---- storing

    def _save_soon(self, now: datetime) -> None:
        self._saved_at = now
        self._store.async_schedule_save()
        self._cars.async_save_soon()

    def _write(self) -> dict[str, dict[str, Any]]:
        return self._rows.memory.write()
