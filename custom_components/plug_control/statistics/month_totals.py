"""Energy, cost and sun of this month and the last one, by connector, person and car."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
import logging
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later, async_track_time_change
from homeassistant.util import dt as dt_util

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.central_system.ledger.ledger import (
    People,
    SessionFilter,
    Total,
    TotalsBy,
)
from custom_components.plug_control.const import CONF_ID_TAG, SUBENTRY_ID_TAG
from custom_components.plug_control.entry_settings import id_tags
from custom_components.plug_control.model.events import (
    Event,
    SessionDetailsChanged,
    SessionFiled,
    SessionsDeleted,
)
from custom_components.plug_control.model.money.cost import known_sum, sun_percent
from custom_components.plug_control.storage.past_names import PastNames

from .people import CorrectedTo, Person, cards_of_users, finder, placeholder_names

_LOGGER = logging.getLogger(__name__)

DELAY_S: Final = 3
"""How long an update waits for further changes."""
PROGRESS_S: Final = 300
"""How often what running sessions took is added."""
RETRY_S: Final = 600

type Key = tuple[Any, ...] | str
"""A `ConnectorKey`, a person's key, or the id of a car's subentry."""
type Update = Callable[[], None]


class Group(StrEnum):
    """By what the totals are told apart."""

    CONNECTOR = "connector"
    PERSON = "person"
    CAR = "car"


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthTotals:
    """The sessions that began in a month; None is unknown."""

    energy_wh: float = 0.0
    cost: float | None = None
    currency: str | None = None
    cost_by_currency: Mapping[str, float] | None = None
    """The known cost in each currency; None: no cost is known."""
    solar_percent: float | None = None
    sessions: int = 0
    without_cost: int = 0
    """How many of the sessions have no known cost, and are missing in `cost`."""
    estimated: bool = False
    """Whether a part of a session was estimated."""


type _Months = tuple[MonthTotals | None, MonthTotals | None]
"""The totals of this month and of the last one; None: there were no sessions."""


class MonthTotalsKeeper:
    """Keeps the totals of one config entry, and calls listeners when they change."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        central_system: CentralSystem,
        past_names: PastNames,
    ) -> None:
        """Add up the sessions of `central_system`."""
        self._hass = hass
        self._entry = entry
        self._central_system = central_system
        self._past_names = past_names
        self._totals: dict[Group, Mapping[Key, _Months]] = {}
        self._listeners: defaultdict[tuple[Group, Key], list[Update]] = defaultdict(list)
        self._builders: list[Update] = []
        self._cancel: CALLBACK_TYPE | None = None
        self._due_at: datetime | None = None
        self._is_started = False
        self._lock = asyncio.Lock()

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Start adding up; return the function that stops it."""
        self._is_started = True
        end_days = async_track_time_change(self._hass, self._new_day, hour=0, minute=0, second=1)
        self.async_refresh_soon()

        @callback
        def stop() -> None:
            self._is_started = False
            end_days()
            self._cancel_update()

        return stop

    @callback
    def async_handle_event(self, event: Event) -> None:
        """Add up again after a session ended, changed, or went on."""
        match event:
            case SessionFiled() | SessionsDeleted():
                self.async_refresh_soon()
            case SessionDetailsChanged(changed=changed):
                self.async_refresh_soon(PROGRESS_S if changed == {"worth"} else DELAY_S)

    @callback
    def async_refresh_soon(self, delay_s: float = DELAY_S) -> None:
        """Add up again after `delay_s`, or earlier if that is due already."""
        due_at = dt_util.utcnow() + timedelta(seconds=delay_s)
        if not self._is_started or (self._due_at is not None and self._due_at <= due_at):
            return
        self._cancel_update()
        self._due_at = due_at
        self._cancel = async_call_later(self._hass, delay_s, self._async_update)

    def _cancel_update(self) -> None:
        if self._cancel is not None:
            self._cancel()
        self._cancel = self._due_at = None

    @callback
    def _new_day(self, _: datetime) -> None:
        self.async_refresh_soon(0)

    # ---- what is known

    @callback
    def of(self, group: Group | str, key: Key, months_ago: int = 0) -> MonthTotals | None:
        """Return the totals of this month (`months_ago` 0) or the last one (1); None: nothing was added up yet."""
        if (totals := self._totals.get(Group(group))) is None:
            return None
        months = totals.get(key)
        told = None if months is None else months[months_ago]
        if told is not None:
            return told
        other = None if months is None else months[1 - months_ago]
        is_priced = other is not None and other.cost is not None
        return MonthTotals(
            cost=0.0 if is_priced else None,
            currency=other.currency if other and is_priced else None,
        )

    @callback
    def has(self, group: Group, key: Key, kind: str) -> bool:
        """Return whether a figure (a field of `MonthTotals`) was known in one of the months."""
        months = self._totals.get(group, {}).get(key, ())
        return any(each is not None and getattr(each, kind) is not None for each in months)

    @callback
    def async_add_listener(self, group: Group | str, key: Key, update: Update) -> CALLBACK_TYPE:
        """Call `update` when the totals of a key changed; return the function that ends that."""
        listeners = self._listeners[Group(group), key]
        listeners.append(update)
        return lambda: listeners.remove(update)

    @callback
    def async_add_builder(self, build: Update) -> CALLBACK_TYPE:
        """Call `build` when there is a figure that was not there before; return the function that ends that."""
        self._builders.append(build)
        return lambda: self._builders.remove(build)

    # ---- adding up

    async def _async_update(self, _: datetime) -> None:
        self._cancel = self._due_at = None
        async with self._lock:
            if not self._is_started:
                return
            try:
                before, self._totals = self._totals, await self._async_totals()
            except OSError as error:
                _LOGGER.warning("The totals of the months cannot be computed now: %.200s", error)
                self.async_refresh_soon(RETRY_S)
                return
        self._tell(before)

    def _tell(self, before: Mapping[Group, Mapping[Key, _Months]]) -> None:
        """Call the listeners of all that changed."""
        if any(
            _kinds(months) - _kinds(before.get(group, {}).get(key, (None, None)))
            for group, totals in self._totals.items()
            for key, months in totals.items()
        ):
            for build in [*self._builders]:
                build()
        for (group, key), updates in [*self._listeners.items()]:
            had = before[group].get(key) if group in before else "nothing"
            if had != self._totals[group].get(key):
                for update in [*updates]:
                    update()

    async def _async_totals(self) -> dict[Group, Mapping[Key, _Months]]:
        """Return the totals of both months; raises OSError."""
        months = months_around(dt_util.now())
        wanted = SessionFilter(start=months[0])
        ledger = self._central_system.ledger
        found: dict[Group, Mapping[Key, _Months]] = {}
        for group, by in _GROUPS.items():
            people = await self._async_people() if by is TotalsBy.PERSON else People()
            totals = await ledger.totals(
                wanted, by=by, people=people, boundaries=lambda first, last: months
            )
            found[group] = _by_key(group, totals, months[1])
        return found

    async def _async_people(self) -> People:
        """Return who is who; raises OSError."""
        ledger = self._central_system.ledger
        shown = await ledger.shown()
        corrected = {*(await ledger.corrected_people()).values()}
        users = cards_of_users(id_tags(self._entry))
        person_of = finder(
            self._central_system, self._past_names.cards(), placeholder_names(self._hass)
        )

        def people() -> People:
            return People(
                cards={(place, card): person_of((place, card)).key for place, _, card in shown},
                users={user_id: person_of(("", card)).key for user_id, card in users.items()},
                names={name: person_of(CorrectedTo(name)).key for name in corrected},
            )

        return await self._hass.async_add_executor_job(people)

    @callback
    def people(self) -> dict[str, Person]:
        """Return who has a registered card, by the subentry of the first card of each."""
        person_of = finder(
            self._central_system, self._past_names.cards(), placeholder_names(self._hass)
        )
        found: dict[str, Person] = {}
        taken: set[str] = set()
        for subentry in self._entry.get_subentries_of_type(SUBENTRY_ID_TAG):
            person = person_of(("", subentry.data[CONF_ID_TAG]))
            if person.key not in taken:
                taken.add(person.key)
                found[subentry.subentry_id] = person
        return found


_GROUPS: Mapping[Group, TotalsBy] = {
    Group.CONNECTOR: TotalsBy.CONNECTOR,
    Group.PERSON: TotalsBy.PERSON,
    Group.CAR: TotalsBy.CAR,
}


def months_around(now: datetime) -> list[datetime]:
    """Return when last month, this one and the next one begin, in the zone of `now`."""
    this = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0, fold=0)
    return [
        (this - timedelta(days=1)).replace(day=1),
        this,
        (this + timedelta(days=32)).replace(day=1),
    ]


def solar_percent(total: Total) -> float | None:
    """Return the sun's part in % of the energy whose source is known; None where that is too little."""
    known_wh = known_sum(total.grid_wh, total.solar_wh, total.battery_wh)
    return sun_percent(total.solar_wh, known_wh, total.energy_wh)


def _by_key(group: Group, totals: Iterable[Total], this: datetime) -> dict[Key, _Months]:
    found: dict[Key, _Months] = {}
    for total in totals:
        if None in total.key:
            continue
        key: Key = total.key if group is Group.CONNECTOR else total.key[0]
        told = MonthTotals(
            energy_wh=total.energy_wh,
            cost=total.cost,
            currency=total.currency,
            cost_by_currency=total.costs or None,
            solar_percent=solar_percent(total),
            sessions=total.sessions,
            without_cost=total.without_cost,
            estimated=total.estimated,
        )
        before = found.get(key, (None, None))
        found[key] = (told, before[1]) if total.period == this else (before[0], told)
    return found


def _kinds(months: Iterable[MonthTotals | None]) -> set[str]:
    """Return what is known in one of the months."""
    return {
        kind
        for each in months
        if each is not None
        for kind in ("sessions", "cost_by_currency", "solar_percent")
        if getattr(each, kind) is not None
    }
