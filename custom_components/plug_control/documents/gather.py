"""Gather what a document says from the ledger and from the entry's settings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from custom_components.plug_control.central_system.ledger.ledger import SessionFilter, StoredCharge
from custom_components.plug_control.entry_settings import id_tags
from custom_components.plug_control.statistics.people import (
    PlaceholderNames,
    ShownTag,
    cards_of_users,
    people_of,
)
from custom_components.plug_control.texts.document_words import Words
from custom_components.plug_control.texts.names import short_id_tag, user_name

from .document import Charger
from .rows import Charge, ConnectorOfCharger

MOST_SESSIONS: Final = 50_000
"""How many sessions a document may have."""


class TooManySessions(Exception):
    """There are more sessions than a document may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The charges that match, and how many of those that match still run."""

    charges: tuple[Charge, ...]
    running: int


async def async_gather(
    hass: HomeAssistant,
    entry: ConfigEntry,
    wanted: SessionFilter,
    words: Words,
    person: str | None = None,
) -> Gathered:
    """Return the charges that match, of one person if that is named; a thread makes them.

    Raises OSError, and TooManySessions.
    """
    ledger = entry.runtime_data.central_system.ledger
    person_of = _people(entry, words)
    folded = None if person is None else person.strip().casefold()

    charge_of = _charges(entry, dt_util.get_default_time_zone())

    def shape(stored: StoredCharge) -> Charge | bool:
        """Return the charge of a session, True of one that still runs, and False of somebody else's."""
        who = person_of(stored)
        if folded is not None and who.casefold() != folded:
            return False
        if stored.stopped_at is None:
            return True
        return charge_of(stored, who, stored.stopped_at)

    found = await ledger.charges(wanted, shape, MOST_SESSIONS)
    if found is None:
        raise TooManySessions
    return Gathered(
        charges=tuple(each for each in found if isinstance(each, Charge)),
        running=found.count(True),
    )


def chargers_of(entry: ConfigEntry, charges: tuple[Charge, ...]) -> tuple[Charger, ...]:
    """Return the charge points of charges, in the order of their names."""
    data = entry.runtime_data
    chargers = []
    for charge_point_id in {charge.connector[0] for charge in charges}:
        name = data.names.charge_point(charge_point_id) or charge_point_id
        point = data.central_system.charge_points.get(charge_point_id)
        if point is None:
            chargers.append(Charger(name=name))
            continue
        model = " ".join(part for part in (point.vendor, point.model) if part)
        chargers.append(
            Charger(
                name=name,
                model=model or None,
                serial_number=point.serial_number,
                firmware=point.firmware_version,
                meter_serial_number=point.meter_serial_number,
            )
        )
    return tuple(sorted(chargers, key=lambda charger: charger.name.casefold()))


def _people(entry: ConfigEntry, words: Words) -> Callable[[StoredCharge], str]:
    """Return the function that names who charged: whom somebody corrected it to, the user who started it, or the card's."""
    data = entry.runtime_data
    cards = [*data.names.cards(), *id_tags(entry)]
    placeholders = PlaceholderNames(no_card=words["no_person"], others=words["no_person"])
    user_cards = cards_of_users(id_tags(entry))
    known: dict[ShownTag, str] = {}
    users: dict[str, str | None] = {}

    def person_of(charge: StoredCharge) -> str:
        if charge.person:
            return charge.person
        started_by = charge.started_by
        if started_by and started_by not in user_cards:
            if started_by not in users:
                users[started_by] = user_name(entry, started_by)
            if (name := users[started_by]) is not None:
                return name
        shown = charge.charge_point_id, user_cards.get(started_by or "") or charge.id_tag
        if shown not in known:
            known[shown] = people_of([shown], data.central_system, cards, placeholders)[shown].name
        return known[shown]

    return person_of


def _charges(entry: ConfigEntry, zone: tzinfo) -> Callable[[StoredCharge, str, datetime], Charge]:
    """Return the function that makes the charge of a session, of its person and its end."""
    names = entry.runtime_data.names
    connectors: dict[ConnectorOfCharger, ConnectorOfCharger] = {}
    cards: dict[str | None, str | None] = {}

    def charge_of(stored: StoredCharge, person: str, stopped_at: datetime) -> Charge:
        place, connector_id = stored.charge_point_id, stored.connector_id
        at = stored.started_at or stopped_at
        # All charges of a connector share its name: the garbage collector visits it once.
        connector = connectors.setdefault((place, connector_id), (place, connector_id))
        if stored.id_tag not in cards:
            cards[stored.id_tag] = short_id_tag(stored.id_tag)
        # By place, in the order of the fields: names would take twice as long.
        return Charge(
            stored.session_id,
            connector,
            names.connector(place, connector_id, at) or names.charge_point(place, at) or place,
            person,
            None if stored.started_at is None else stored.started_at.astimezone(zone),
            stopped_at.astimezone(zone),
            stored.energy_wh,
            cards[stored.id_tag],
            *(stored.car, stored.note, stored.meter_start_wh, stored.meter_stop_wh),
            *(stored.solar_wh, stored.source_wh, stored.cost, stored.currency),
            *(stored.energy_estimated, stored.time_estimated, stored.worth_estimated),
            stored.signed_values,
        )

    return charge_of
