"""The ids of people's statistics: give new people one, and find the people that cards and users count as."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from functools import partial
from itertools import batched
from typing import Final

from homeassistant.components.recorder.statistics import get_metadata
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.recorder import get_instance
from homeassistant.util import slugify

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.entry_settings import id_tags
from custom_components.plug_control.storage.past_names import PastNames

from .people import (
    CARD,
    CorrectedTo,
    Person,
    Shown,
    Who,
    cards_of_users,
    others,
    people_of,
    placeholder_names,
)
from .series import ENERGY, SOLAR, id_of, ids_of, series_name

MAX_PEOPLE: Final = 200
"""Statistics of one config entry; beyond that, unregistered cards count together."""
_SLUG_LENGTH: Final = 40
_PEOPLE_AT_ONCE: Final = 500


class StatisticIds:
    """The people of one config entry, and the ids of their statistics."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        central_system: CentralSystem,
        past_names: PastNames,
        save: Callable[[], Awaitable[None]],
    ) -> None:
        """Find the people of `entry`; `save` stores the ids before a new one is used."""
        self._hass = hass
        self._entry = entry
        self._central_system = central_system
        self._past_names = past_names
        self._save = save
        self.by_person: dict[str, str] = {}
        """The ids by the people's keys: both stay when names change."""
        self.currencies: set[str] = set()
        """The currencies of all costs that were counted."""

    @property
    def energy(self) -> set[str]:
        """The ids of all statistics of energy."""
        return {*self.by_person.values()}

    @property
    def all(self) -> dict[str, str]:
        """The series of each statistic that there may be, by id."""
        return ids_of((ENERGY, SOLAR, *sorted(self.currencies)), self.energy)

    async def async_add_series(self, series: Iterable[str]) -> None:
        """Store the currencies among these before a statistic of theirs is written."""
        new = {*series} - {ENERGY, SOLAR} - self.currencies
        if new:
            self.currencies |= new
            await self._save()

    async def async_who(self) -> Who:
        """Return the people that all shown tags and all users count as now; raises OSError."""
        names = placeholder_names(self._hass)
        ledger = self._central_system.ledger
        shown: set[Shown] = {(place, id_tag) for place, _, id_tag in await ledger.shown()}
        shown |= {CorrectedTo(name) for name in (await ledger.corrected_people()).values()}
        keys: dict[Shown, str] = {}
        for some in batched(sorted(shown, key=str), _PEOPLE_AT_ONCE, strict=False):
            people = self.people_of(some)
            told = await self.async_identify(set(people.values()), others(names))
            keys |= {each: told[person].key for each, person in people.items()}
            await asyncio.sleep(0)
        cards = cards_of_users(id_tags(self._entry))
        owners = self.people_of({("", card) for card in cards.values()})
        users = {user_id: owners["", card].key for user_id, card in cards.items()}
        return Who(shown=keys, users=users)

    def people_of(self, shown: Iterable[Shown]) -> Mapping[Shown, Person]:
        """Return the person that each counts as."""
        names = placeholder_names(self._hass)
        return people_of(shown, self._central_system, self._past_names.cards(), names)

    def present_names(self) -> dict[str, str]:
        """Return the present names of the statistics of people who have one."""
        cards = {("", key.removeprefix(CARD)) for key in self.by_person if key.startswith(CARD)}
        people = {*self.people_of(cards).values()}
        people |= {others(placeholder_names(self._hass)), *self.people_of([("", None)]).values()}
        named = [person for person in people if person.is_named and person.key in self.by_person]
        return {
            id_of(series, self.by_person[person.key]): series_name(self._hass, series, person.name)
            for series in (ENERGY, SOLAR, *self.currencies)
            for person in named
        }

    async def async_identify(
        self, people: Iterable[Person], others: Person
    ) -> Mapping[Person, Person]:
        """Return the person, with a statistic, that each counts as; new people get one, or count as `others` beyond the limit."""
        new = [person for person in people if person.key not in self.by_person]
        if new:
            taken = await get_instance(self._hass).async_add_executor_job(
                partial(get_metadata, self._hass, statistic_source=DOMAIN)
            )
            used = {*taken, *self.by_person.values()}
            for person in sorted(new, key=lambda each: (not each.is_named, each.name)):
                self._add(person if self._has_room(person) else others, used)
            await self._save()
        return {person: person if person.key in self.by_person else others for person in people}

    def _has_room(self, person: Person) -> bool:
        return person.is_named or len(self.by_person) < MAX_PEOPLE

    def _add(self, person: Person, used: set[str]) -> None:
        if person.key not in self.by_person:
            self.by_person[person.key] = statistic_id = _new_id(person.name, used)
            used.add(statistic_id)

    async def async_forget_all_but(self, statistic_ids: Collection[str]) -> None:
        """Forget the ids of other people: they contain names and numbers of cards."""
        self.by_person = {
            key: each for key, each in self.by_person.items() if each in statistic_ids
        }
        await self._save()


def _new_id(name: str, used: set[str]) -> str:
    """Return a statistic's id for a name that is not in `used`."""
    slug = slugify(name)[:_SLUG_LENGTH].strip("_") or "card"
    new = f"{DOMAIN}:energy_{slug}"
    number = 1
    while new in used:
        number += 1
        new = f"{DOMAIN}:energy_{slug}_{number}"
    return new
