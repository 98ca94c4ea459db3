"""Store the names of cards, users, charge points and connectors over time, so that past sessions keep their names."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, Final

from homeassistant.auth import EVENT_USER_ADDED, EVENT_USER_UPDATED
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util

from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.entry_settings import charge_point_subentries, id_tags
from custom_components.plug_control.model.connector import name_of
from custom_components.plug_control.model.tag import IdTag, card_part, normalise_id_tag

from .storage import Memory, MemoryStore

NAMES: Final = "names"
_CARDS: Final = "cards"
_USERS: Final = "users"
_CHARGE_POINTS: Final = "charge_points"
_CONNECTORS: Final = "connectors"
_KINDS: Final = (_CARDS, _USERS, _CHARGE_POINTS, _CONNECTORS)
_MOST: Final = 50
"""How many names of one thing are stored; the oldest are dropped."""

type DatedNames = list[tuple[datetime, str]]
"""Names, each with the time of its first use, oldest first."""


class PastNames:
    """The present and past names of one config entry's cards, users, charge points and connectors."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Start without names; `async_load` reads the stored ones."""
        self._hass = hass
        self._entry = entry
        self._users: dict[str, str] = {}
        self._names: dict[str, dict[str, DatedNames]] = {kind: {} for kind in _KINDS}
        self._store = MemoryStore(hass, entry.entry_id, NAMES)
        self._store.read = self._write

    async def async_load(self) -> None:
        """Load the stored names, without invalid ones, and note the present ones."""
        stored = await self._store.async_load()
        for kind in _KINDS:
            for key, rows in stored.get(kind, {}).items():
                names = [*_read(rows)]
                if names:
                    self._names[kind][key] = names
        await self._async_note_users()

    async def async_save(self) -> None:
        """Save now."""
        await self._store.async_save()

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Note the names of devices and users whenever they change; return a remover."""

        @callback
        def changed(_: Event[dr.EventDeviceRegistryUpdatedData]) -> None:
            self.async_note()

        async def users_changed(_: Event[Any]) -> None:
            await self._async_note_users()

        listen = self._hass.bus.async_listen
        ends = [
            listen(dr.EVENT_DEVICE_REGISTRY_UPDATED, changed),
            listen(EVENT_USER_ADDED, users_changed),
            listen(EVENT_USER_UPDATED, users_changed),
        ]

        @callback
        def end() -> None:
            for each in ends:
                each()

        return end

    @callback
    def async_note(self) -> None:
        """Note the present names, and schedule a save if any is new; what was deleted keeps its last one."""
        now = dt_util.utcnow()
        is_new = [self._note(kind, key, name, now) for kind, key, name in self._present()]
        if any(is_new):
            self._store.async_schedule_save()

    # ---- names at a time

    def card(self, id_tag: str, at: datetime | None = None) -> str | None:
        """Return a card's name at a time (None: its last one); None if it was never registered."""
        cards = self._names[_CARDS]
        whole, part = normalise_id_tag(id_tag), normalise_id_tag(card_part(id_tag))
        return _name_at(cards.get(whole) or cards.get(part), at)

    def user(self, user_id: str, at: datetime | None = None) -> str | None:
        """Return the name of a user of Home Assistant at a time (None: the last one); None if unknown."""
        return _name_at(self._names[_USERS].get(user_id), at)

    def charge_point(self, charge_point_id: str, at: datetime | None = None) -> str | None:
        """Return a charge point's name at a time (None: its last one); None if unknown."""
        return _name_at(self._names[_CHARGE_POINTS].get(charge_point_id), at)

    def connector(
        self, charge_point_id: str, connector_id: int, at: datetime | None = None
    ) -> str | None:
        """Return the name of a connector's device at a time (None: its last one); None if unknown."""
        key = name_of((charge_point_id, connector_id))
        return _name_at(self._names[_CONNECTORS].get(key), at)

    def cards(self) -> list[IdTag]:
        """Return all cards that were ever registered, with their last names, the first registered first."""
        return [
            IdTag(id_tag=key, name=names[-1][1])
            for key, names in sorted(self._names[_CARDS].items(), key=lambda item: item[1][0])
        ]

    def names_of_card(self, id_tag: str) -> frozenset[str]:
        """Return all names that a card has or had."""
        cards = self._names[_CARDS]
        whole, part = normalise_id_tag(id_tag), normalise_id_tag(card_part(id_tag))
        return frozenset(name for _, name in cards.get(whole) or cards.get(part) or ())

    def users_with_names(self) -> dict[str, frozenset[str]]:
        """Return all names that users of Home Assistant have or had, those of their present cards included, by user id."""
        called = {
            user_id: {name for _, name in names} for user_id, names in self._names[_USERS].items()
        }
        for tag in id_tags(self._entry):
            if tag.user_id is not None:
                called.setdefault(tag.user_id, set()).update(self.names_of_card(tag.id_tag))
        return {user_id: frozenset(names) for user_id, names in called.items()}

    @callback
    def async_forget_cards(self, cards: Collection[str]) -> None:
        """Forget the names of cards, as `normalise_id_tag` returns them; those that are registered keep their present one."""
        for card in cards:
            for key in {card, normalise_id_tag(card_part(card))}:
                self._names[_CARDS].pop(key, None)
        self.async_note()

    @callback
    def async_forget_users(self, keep: Collection[str]) -> None:
        """Forget the names of users but those to keep; users that there are keep their present one."""
        users = self._names[_USERS]
        for user_id in users.keys() - set(keep):
            del users[user_id]
        self.async_note()

    # ---- noting

    async def _async_note_users(self) -> None:
        users = await self._hass.auth.async_get_users()
        self._users = {user.id: user.name for user in users if user.name}
        self.async_note()

    def _present(self) -> Iterator[tuple[str, str, str]]:
        """Yield kind, key and name of every present card, user, charge point and connector device."""
        for tag in id_tags(self._entry):
            yield _CARDS, normalise_id_tag(tag.id_tag), tag.name
        for user_id, user in self._users.items():
            yield _USERS, user_id, user
        for charge_point_id, subentry in charge_point_subentries(self._entry):
            yield _CHARGE_POINTS, charge_point_id, subentry.title
        registry, entry_id = dr.async_get(self._hass), self._entry.entry_id
        for device in dr.async_child_entries_for_config_entry(registry, entry_id):
            for domain, identifier in device.identifiers:
                if domain == DOMAIN and (name := device.name_by_user or device.name):
                    yield _CONNECTORS, identifier, name

    def _note(self, kind: str, key: str, name: str, now: datetime) -> bool:
        names = self._names[kind].setdefault(key, [])
        if names and names[-1][1] == name:
            return False
        names.append((now, name))
        del names[:-_MOST]
        return True

    def _write(self) -> Memory:
        return {
            kind: {
                key: [[since.isoformat(), name] for since, name in names]
                for key, names in things.items()
            }
            for kind, things in self._names.items()
        }


def _name_at(names: DatedNames | None, at: datetime | None) -> str | None:
    """Return the name at a time (None: the last one); the first one if the time is before all names."""
    if not names:
        return None
    if at is None:
        return names[-1][1]
    return next((name for since, name in reversed(names) if since <= at), names[0][1])


def _read(rows: object) -> Iterator[tuple[datetime, str]]:
    for row in rows if isinstance(rows, list) else ():
        match row:
            case [str(since), str(name)] if (moment := dt_util.parse_datetime(since)) is not None:
                yield moment, name
